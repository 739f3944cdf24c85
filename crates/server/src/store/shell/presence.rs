//! Clients that leave a shell, come back to it, or take it up.

use std::time::Duration;

use remora_wsman::fault::Known;
use remora_wsman::message::BufferMode;
use tokio::sync::oneshot;

use super::{Newcomer, Presence, Shell};

/// A client that is there asks for output at least this often: its next request follows the answer.
const CLIENT_PAUSE: Duration = Duration::from_secs(10);

impl Shell {
    /// The client leaves; output is kept from now on.
    ///
    /// # Errors
    /// As [`Shell::require_connected`]; [`Known::IdleTimeoutTooLong`].
    pub fn disconnect(
        &self,
        idle_timeout: Option<Duration>,
        buffer_mode: Option<BufferMode>,
    ) -> Result<(), Known> {
        self.require_connected()?;
        let idle_timeout = idle_timeout.map(|asked| self.quotas.check_idle(asked)).transpose()?;
        let mut state = self.state.lock();
        state.presence = Presence::Disconnected;
        state.idle_timeout = idle_timeout.unwrap_or(state.idle_timeout);
        state.buffer_mode = buffer_mode.unwrap_or(state.buffer_mode);
        drop(state);
        self.changed.notify_waiters();
        Ok(())
    }

    /// The client is back.
    ///
    /// # Errors
    /// [`Known::Internal`] where the process is gone.
    pub fn reconnect(&self) -> Result<(), Known> {
        let mut state = self.state.lock();
        if let Some((reason, _)) = &state.ended {
            return Err(Known::Internal(reason.clone()));
        }
        state.presence = Presence::Connected;
        Ok(())
    }

    /// A client that does not have the shell takes it up: what the session host answers comes to the
    /// receiver.
    ///
    /// # Errors
    /// [`Known::ShellConnected`] where another client has it, [`Known::Internal`] where the process is
    /// gone.
    pub fn begin_connect(&self) -> Result<oneshot::Receiver<Vec<u8>>, Known> {
        let mut state = self.state.lock();
        if let Some((reason, _)) = &state.ended {
            return Err(Known::Internal(reason.clone()));
        }
        // A client that vanished without a word asks for nothing any more.
        let is_used = state.uses > 0 || state.last_used.elapsed() < CLIENT_PAUSE;
        if state.presence == Presence::Connected && is_used {
            return Err(Known::ShellConnected);
        }
        let (waiter, receiver) = oneshot::channel();
        state.newcomer = Some(Newcomer { welcome: Vec::new(), waiter });
        drop(state);
        self.drained.notify_waiters();
        Ok(receiver)
    }

    /// Takes a fragment of the answer to a client that takes the shell up; gives it back where there
    /// is no such client.
    pub(crate) fn push_welcome(&self, fragment: Vec<u8>, is_last: bool) -> Option<Vec<u8>> {
        let mut state = self.state.lock();
        let Some(newcomer) = &mut state.newcomer else { return Some(fragment) };
        newcomer.welcome.extend(fragment);
        if is_last && let Some(newcomer) = state.newcomer.take() {
            state.presence = Presence::Connected;
            // Who waited may have gone; then the shell is idle until somebody comes.
            let _ = newcomer.waiter.send(newcomer.welcome);
        }
        None
    }
}
