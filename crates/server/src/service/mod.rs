//! The verbs of WS-Management, carried out for a verified caller.
//!
//! Nothing here knows sockets or SOAP. Every verb about a shell begins with
//! [`Store::find`](crate::store::Store::find), which finds the caller's own shells and no others.

mod create;
mod shells;
mod text;

use std::sync::Arc;
use std::time::Duration;

use remora_psobject::Guid;
use remora_wsman::fault::Known;
use remora_wsman::message::Config;
use remora_wsman::shell::server::{ReceiveReply, Reply, Verb};
use remora_wsman::{CommandId, ShellId};
use tokio::time::Instant;

use crate::Verified;
use crate::configuration::{SessionConfigurations, UNLIMITED_MEMORY};
use crate::session_host::{HostGone, SessionLauncher};
use crate::store::{Backend, Shell, Store};
use crate::usage::UsageByGroup;

/// How often idle shells are looked for.
const SWEEP_INTERVAL: Duration = Duration::from_secs(1);

/// Why a request for output was not answered.
pub(crate) type Refusal = Known;

/// What an endpoint does, whoever asks over whatever connection.
pub struct Service {
    pub(super) store: Arc<Store>,
    pub(super) sessions: Arc<SessionConfigurations>,
    pub(super) launcher: Arc<dyn SessionLauncher>,
    pub(super) close_timeout: Duration,
    /// Whether Basic authentication is offered; told in the configuration.
    pub(super) basic: bool,
}

impl Service {
    /// A service without shells.
    #[must_use]
    pub fn new(
        store: Arc<Store>,
        sessions: Arc<SessionConfigurations>,
        launcher: Arc<dyn SessionLauncher>,
        close_timeout: Duration,
        basic: bool,
    ) -> Arc<Self> {
        Arc::new(Self { store, sessions, launcher, close_timeout, basic })
    }

    /// The shells.
    #[must_use]
    pub const fn store(&self) -> &Arc<Store> {
        &self.store
    }

    /// Carries out a verb. A verb that was begun is carried out to its end even when nobody waits
    /// for the reply any more, except that output is not taken then. It counts as an operation of
    /// its user until it is done.
    pub async fn carry_out(self: &Arc<Self>, caller: &Verified, verb: Verb) -> Reply {
        let seat = match self.store.begin_operation(caller) {
            Ok(seat) => seat,
            Err(known) => return Reply::fault(known),
        };
        if let Verb::Receive { shell, command, streams, budget } = verb {
            let found = self.shell(caller, &shell);
            let (shell, command) = match found.and_then(|shell| Ok((shell, guid(command)?))) {
                Ok(found) => found,
                Err(known) => return Reply::fault(known),
            };
            if shell.is_text()
                && let Err(known) = text::check_receive(&shell, command, &streams)
            {
                return Reply::fault(known);
            }
            let _use = shell.begin_use();
            return match shell.receive(command, &streams, budget).await {
                Ok(reply) => Reply::Received(reply),
                Err(known) => Reply::fault(known),
            };
        }
        let (service, caller) = (Arc::clone(self), caller.clone());
        let task = tokio::spawn(async move {
            let _seat = seat;
            service.perform(&caller, verb).await
        });
        match task.await {
            Ok(Ok(reply)) => reply,
            Ok(Err(known)) => Reply::fault(known),
            Err(error) => {
                tracing::error!(%error, "a request was not carried out");
                Reply::fault(Known::Internal("The request could not be carried out. ".to_owned()))
            }
        }
    }

    /// Takes back output that could not be delivered.
    pub fn put_back(
        &self,
        caller: &Verified,
        shell: &ShellId,
        command: Option<CommandId>,
        reply: ReceiveReply,
    ) {
        if let (Ok(shell), Ok(command)) = (self.store.find(caller, shell), guid(command)) {
            shell.put_back(command, reply);
        }
    }

    async fn perform(self: Arc<Self>, caller: &Verified, verb: Verb) -> Result<Reply, Refusal> {
        match verb {
            Verb::CreateShell(create) => self.create_shell(caller, *create).await,
            Verb::OpenCommand(open) => self.open_command(caller, *open).await,
            Verb::Send { shell, streams } => self.send(caller, &shell, streams).await,
            Verb::Signal { shell, command, code } => {
                self.signal(caller, &shell, command, &code).await
            }
            Verb::DeleteShell { shell } => self.delete(caller, &shell).await,
            Verb::Disconnect { shell, idle_timeout, buffer_mode } => {
                let shell = self.shell(caller, &shell)?;
                if shell.is_text() {
                    return Err(Known::DisconnectNotSupported);
                }
                shell.disconnect(idle_timeout, buffer_mode)?;
                tracing::info!(user = caller.name(), shell = %shell.id(), "shell disconnected");
                Ok(Reply::Done)
            }
            Verb::Reconnect { shell, command } => {
                let shell = self.shell(caller, &shell)?;
                if let Some(command) = guid(command)? {
                    shell.command_status(command).ok_or(Known::CommandNotFound)?;
                }
                shell.reconnect()?;
                tracing::info!(user = caller.name(), shell = %shell.id(), "shell reconnected");
                Ok(Reply::Done)
            }
            Verb::ConnectShell { shell, connect_xml, .. } => {
                self.connect(caller, &shell, connect_xml).await
            }
            Verb::ConnectCommand { shell, command } => {
                let shell = self.shell(caller, &shell)?;
                shell.require_connected()?;
                let id = pipeline_id(&command).ok_or(Known::CommandNotFound)?;
                shell.command_status(id).ok_or(Known::CommandNotFound)?;
                tracing::info!(user = caller.name(), shell = %shell.id(), %command,
                    "command connected");
                Ok(Reply::Done)
            }
            Verb::EnumerateShells { filter } => {
                let now = Instant::now();
                let usage = look().await;
                let shells = self.store.of(caller).into_iter();
                let shells = shells.map(|shell| shell.describe(now, Some(&usage)));
                let id = filter.get("ShellId").map(str::to_owned);
                let matches = |shell: &remora_wsman::message::Shell| {
                    id.as_ref().is_none_or(|id| {
                        shell.id.as_ref().is_some_and(|own| own.as_str().eq_ignore_ascii_case(id))
                    })
                };
                Ok(Reply::Shells(shells.filter(matches).collect()))
            }
            Verb::EnumerateCommands { shell } => {
                Ok(Reply::Commands(self.shell(caller, &shell)?.commands()))
            }
            Verb::GetShell { shell } => {
                let found = self.store.find(caller, &shell);
                let found = found.map_err(|_| Known::InvalidSelectors)?;
                Ok(Reply::Shell(Box::new(found.describe(Instant::now(), Some(&look().await)))))
            }
            Verb::GetConfig { .. } => Ok(Reply::Config(Box::new(self.configuration()))),
            Verb::PutConfig { .. } => Err(Known::AccessDenied),
            Verb::Other(_) => Err(Known::ResourceNotFound),
            Verb::Receive { .. } => Err(Known::NotSupported),
        }
    }

    /// The caller's own shell.
    pub(super) fn shell(&self, caller: &Verified, id: &ShellId) -> Result<Arc<Shell>, Refusal> {
        self.store.find(caller, id)
    }

    /// What the service says of its settings.
    fn configuration(&self) -> Config {
        let quotas = self.store.quotas();
        let mut config = Config::default();
        let settings = [
            ("MaxEnvelopeSizekb", (quotas.max_envelope_size / 1024).to_string()),
            ("MaxTimeoutms", quotas.max_operation_timeout.as_millis().to_string()),
            ("Service/Auth/Basic", self.basic.to_string()),
            ("Service/Auth/Kerberos", "false".to_owned()),
            ("Service/MaxConnections", quotas.max_connections.to_string()),
            ("Service/MaxConcurrentOperationsPerUser", quotas.max_operations_per_user.to_string()),
            ("Winrs/IdleTimeout", quotas.idle_timeout.as_millis().to_string()),
            ("Winrs/MaxConcurrentUsers", quotas.max_concurrent_users.to_string()),
            ("Winrs/MaxProcessesPerShell", quotas.max_commands_per_shell.to_string()),
            ("Winrs/MaxMemoryPerShellMB", quotas.max_memory_per_shell_mb.to_string()),
            ("Winrs/MaxShellsPerUser", quotas.max_shells_per_user.to_string()),
        ];
        for (path, value) in settings {
            if let Err(error) = config.set(path, &value) {
                tracing::debug!(path, %error, "a setting has no place");
            }
        }
        config
    }

    /// Ends shells that nobody has used for too long. Runs until it is dropped.
    pub(crate) async fn sweep(self: Arc<Self>) {
        let mut ticks = tokio::time::interval(SWEEP_INTERVAL);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            for shell in self.store.take_expired(Instant::now()) {
                tracing::info!(user = shell.owner().name(), shell = %shell.id(), "shell expired");
                self.end_soon(shell, EXPIRED.to_owned());
            }
            self.end_oversized().await;
        }
    }

    /// Ends the shells whose processes use more memory than one shell may.
    async fn end_oversized(&self) {
        let limit = self.store.quotas().max_memory_per_shell_mb;
        let shells = self.store.all();
        if limit >= UNLIMITED_MEMORY || shells.is_empty() {
            return;
        }
        let usage = look().await;
        for shell in shells {
            let used = usage.of(&shell.process_groups()).map_or(0, |usage| usage.memory);
            if used / (1024 * 1024) >= limit && shell.end_reason().is_none() {
                tracing::warn!(user = shell.owner().name(), shell = %shell.id(), used, "too much memory");
                // It stays in the store for a while, so that its client learns why.
                shell.end(&format!("The session used more than {limit} megabytes of memory. "));
                match shell.backend() {
                    Backend::Session(relay) => relay.kill(),
                    Backend::Text(_) => self.end_soon(shell, String::new()),
                }
            }
        }
    }

    /// Ends a shell and its process, without waiting for it.
    fn end_soon(&self, shell: Arc<Shell>, reason: String) {
        let timeout = self.close_timeout;
        tokio::spawn(async move { shutdown(&shell, &reason, timeout).await });
    }

    /// Stops: no new shells and commands; commands that run get `patience` to end; then all shells
    /// are ended.
    pub(crate) async fn drain(&self, patience: Duration) {
        self.store.begin_drain();
        if tokio::time::timeout(patience, self.store.quiet()).await.is_err() {
            tracing::warn!("commands were still running when the endpoint stopped");
        }
        let shells = self.store.all();
        let mut endings = tokio::task::JoinSet::new();
        for shell in shells {
            let timeout = self.close_timeout;
            endings.spawn(async move { shutdown(&shell, STOPPED, timeout).await });
        }
        while endings.join_next().await.is_some() {}
    }
}

const EXPIRED: &str = "The shell was not used for longer than its idle time-out. ";
const NO_ANSWER: &str = "The session's process does not answer. ";
const STOPPED: &str = "The endpoint was stopped. ";

/// What the processes of this computer use. Reading it waits for the operating system.
async fn look() -> UsageByGroup {
    tokio::task::spawn_blocking(UsageByGroup::look).await.unwrap_or_default()
}

/// Ends a shell and its process.
pub(super) async fn shutdown(shell: &Shell, reason: &str, timeout: Duration) {
    shell.end(reason);
    match shell.backend() {
        Backend::Session(relay) => relay.close(timeout).await,
        Backend::Text(text) => {
            text.close(timeout).await;
            shell.release_seat();
        }
    }
}

/// The GUID of a command; every command of PowerShell has one.
pub(super) fn guid(command: Option<CommandId>) -> Result<Option<Guid>, Refusal> {
    command.map(|id| pipeline_id(&id).ok_or(Known::CommandNotFound)).transpose()
}

/// The id of the pipeline that a command is; zeros are the pool's.
pub(super) fn pipeline_id(id: &CommandId) -> Option<Guid> {
    id.guid().map(|guid| Guid(guid.0)).filter(|guid| *guid != Guid::EMPTY)
}

/// What a client is told when the session host does not take what it was sent: why its process has
/// ended, where that is known.
pub(super) fn host_gone(shell: &Shell) -> impl FnOnce(HostGone) -> Refusal {
    let reason = shell.end_reason();
    move |_| Known::Internal(reason.unwrap_or_else(|| NO_ANSWER.to_owned()))
}
