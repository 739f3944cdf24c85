//! Places that are taken while something lives, and come back by themselves.

use std::sync::{Arc, Weak};

use super::Store;
use crate::Verified;

/// The place of a shell; it goes with the process behind the shell.
#[derive(Debug)]
pub struct ShellSeat(Seat<1, 0>);

/// The place of a request.
#[derive(Debug)]
pub struct OperationSeat(Seat<0, 1>);

#[derive(Debug)]
struct Seat<const SHELLS: u32, const OPERATIONS: u32> {
    store: Weak<Store>,
    name: String,
}

impl<const SHELLS: u32, const OPERATIONS: u32> Seat<SHELLS, OPERATIONS> {
    fn new(store: &Arc<Store>, caller: &Verified) -> Self {
        Self { store: Arc::downgrade(store), name: caller.name().to_owned() }
    }
}

impl<const SHELLS: u32, const OPERATIONS: u32> Drop for Seat<SHELLS, OPERATIONS> {
    fn drop(&mut self) {
        if let Some(store) = self.store.upgrade() {
            store.leave(&self.name, SHELLS, OPERATIONS);
        }
    }
}

impl ShellSeat {
    pub(super) fn new(store: &Arc<Store>, caller: &Verified) -> Self {
        Self(Seat::new(store, caller))
    }

    /// Whose place it is.
    #[must_use]
    pub fn user(&self) -> &str {
        &self.0.name
    }
}

impl OperationSeat {
    pub(super) fn new(store: &Arc<Store>, caller: &Verified) -> Self {
        Self(Seat::new(store, caller))
    }

    /// Whose place it is.
    #[must_use]
    pub fn user(&self) -> &str {
        &self.0.name
    }
}
