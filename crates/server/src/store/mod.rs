//! The session store: shells by their owner and id. It outlives connections.
//!
//! A shell is found only together with its owner, so that a foreign id looks exactly like one that
//! was never given out.

mod command;
mod received;
mod seat;
mod shell;

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;
use remora_wsman::ShellId;
use remora_wsman::fault::Known;
use tokio::sync::Notify;
use tokio::time::Instant;

use crate::Verified;
use crate::configuration::Quotas;

pub use command::CommandStatus;
pub use received::ReceivedLimits;
pub use seat::{OperationSeat, ShellSeat};
pub use shell::{Backend, Presence, Shell, ShellFacts, Taken, Use};

/// How long a shell whose process has died is kept, so that its client learns why.
const KEEP_ENDED: std::time::Duration = std::time::Duration::from_secs(60);

/// All shells of an endpoint.
#[derive(Debug)]
pub struct Store {
    quotas: Quotas,
    inner: Mutex<Inner>,
    /// Somebody left, or a command ended.
    changed: Notify,
}

#[derive(Debug, Default)]
struct Inner {
    users: HashMap<String, User>,
    draining: bool,
}

/// What one user has.
#[derive(Debug, Default)]
struct User {
    shells: HashMap<ShellId, Arc<Shell>>,
    /// Shells that count against the quota; those without a process do not.
    seats: u32,
    operations: u32,
}

impl User {
    fn is_gone(&self) -> bool {
        self.shells.is_empty() && self.seats == 0 && self.operations == 0
    }
}

impl Store {
    /// An empty store.
    #[must_use]
    pub fn new(quotas: Quotas) -> Arc<Self> {
        Arc::new(Self { quotas, inner: Mutex::default(), changed: Notify::new() })
    }

    /// The limits that the store keeps.
    #[must_use]
    pub const fn quotas(&self) -> &Quotas {
        &self.quotas
    }

    /// Takes a place for a new shell. It is given back when the seat is dropped.
    ///
    /// # Errors
    /// [`Known::MaxShellsPerUser`], [`Known::MaxShellUsers`], or [`Known::Aborted`] while the
    /// endpoint stops.
    pub fn reserve(self: &Arc<Self>, caller: &Verified) -> Result<ShellSeat, Known> {
        let mut inner = self.inner.lock();
        if inner.draining {
            return Err(Known::Aborted);
        }
        let users = inner.users.values().filter(|user| user.seats > 0).count();
        let seats = inner.users.get(caller.name()).map_or(0, |user| user.seats);
        if seats >= self.quotas.max_shells_per_user {
            return Err(Known::MaxShellsPerUser(self.quotas.max_shells_per_user));
        }
        if seats == 0 && users >= self.quotas.max_concurrent_users as usize {
            return Err(Known::MaxShellUsers);
        }
        inner.users.entry(caller.name().to_owned()).or_default().seats += 1;
        Ok(ShellSeat::new(self, caller))
    }

    /// Takes a place for a request. It is given back when the seat is dropped.
    ///
    /// # Errors
    /// [`Known::MaxOperationsPerUser`].
    pub fn begin_operation(self: &Arc<Self>, caller: &Verified) -> Result<OperationSeat, Known> {
        let mut inner = self.inner.lock();
        let user = inner.users.entry(caller.name().to_owned()).or_default();
        if user.operations >= self.quotas.max_operations_per_user {
            return Err(Known::MaxOperationsPerUser(self.quotas.max_operations_per_user));
        }
        user.operations += 1;
        Ok(OperationSeat::new(self, caller))
    }

    /// Gives places back; called by the seats.
    fn leave(&self, name: &str, shells: u32, operations: u32) {
        let mut inner = self.inner.lock();
        if let Some(user) = inner.users.get_mut(name) {
            user.seats = user.seats.saturating_sub(shells);
            user.operations = user.operations.saturating_sub(operations);
            if user.is_gone() {
                inner.users.remove(name);
            }
        }
        drop(inner);
        self.changed.notify_waiters();
    }

    /// Whether the caller has a shell of this id.
    #[must_use]
    pub fn has(&self, caller: &Verified, id: &ShellId) -> bool {
        let inner = self.inner.lock();
        inner.users.get(caller.name()).is_some_and(|user| user.shells.contains_key(id))
    }

    /// Adds a shell; gives it back where its owner has one of this id already, or the endpoint
    /// stops.
    ///
    /// # Errors
    /// The shell itself, which the caller has to end.
    pub fn insert(&self, shell: Arc<Shell>) -> Result<(), Arc<Shell>> {
        let mut inner = self.inner.lock();
        if inner.draining {
            return Err(shell);
        }
        let user = inner.users.entry(shell.owner().name().to_owned()).or_default();
        if user.shells.contains_key(shell.id()) {
            return Err(shell);
        }
        user.shells.insert(shell.id().clone(), shell);
        Ok(())
    }

    /// The caller's own shell of this id.
    ///
    /// # Errors
    /// [`Known::ShellNotFound`], whether there is none or it is somebody else's.
    pub fn find(&self, caller: &Verified, id: &ShellId) -> Result<Arc<Shell>, Known> {
        let inner = self.inner.lock();
        let found = inner.users.get(caller.name()).and_then(|user| user.shells.get(id));
        let found = found.filter(|shell| shell.is_owned_by(caller.principal()));
        found.cloned().ok_or_else(|| Known::ShellNotFound(id.clone()))
    }

    /// The caller's shells.
    #[must_use]
    pub fn of(&self, caller: &Verified) -> Vec<Arc<Shell>> {
        let inner = self.inner.lock();
        let shells = inner.users.get(caller.name()).map(|user| user.shells.values().cloned());
        shells.into_iter().flatten().collect()
    }

    /// Everybody's shells.
    #[must_use]
    pub fn all(&self) -> Vec<Arc<Shell>> {
        let inner = self.inner.lock();
        inner.users.values().flat_map(|user| user.shells.values().cloned()).collect()
    }

    /// Forgets a shell; `false` where somebody else was faster.
    pub fn remove(&self, shell: &Shell) -> bool {
        let mut inner = self.inner.lock();
        let Some(user) = inner.users.get_mut(shell.owner().name()) else { return false };
        let removed = user.shells.remove(shell.id()).is_some();
        if user.is_gone() {
            inner.users.remove(shell.owner().name());
        }
        drop(inner);
        self.changed.notify_waiters();
        removed
    }

    /// Takes out the shells that nobody has used for too long, and those whose process is gone.
    #[must_use]
    pub fn take_expired(&self, now: Instant) -> Vec<Arc<Shell>> {
        let expired: Vec<_> =
            self.all().into_iter().filter(|shell| shell.is_expired(now, KEEP_ENDED)).collect();
        expired.into_iter().filter(|shell| self.remove(shell)).collect()
    }

    /// From now on there are no new shells and no new commands.
    pub fn begin_drain(&self) {
        self.inner.lock().draining = true;
    }

    /// Whether the endpoint stops.
    #[must_use]
    pub fn is_draining(&self) -> bool {
        self.inner.lock().draining
    }

    /// Waits until no command runs.
    pub async fn quiet(&self) {
        loop {
            let changed = self.changed.notified();
            if !self.all().iter().any(|shell| shell.is_busy()) {
                return;
            }
            // A command's end is told to its shell, not to the store; a look now and then is enough.
            let pause = tokio::time::sleep(std::time::Duration::from_millis(100));
            tokio::select! {
                () = changed => {}
                () = pause => {}
            }
        }
    }

    /// How many shells count against the quotas.
    #[must_use]
    pub fn seats_taken(&self) -> u32 {
        self.inner.lock().users.values().map(|user| user.seats).sum()
    }
}
