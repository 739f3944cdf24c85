//! Opening several runspaces at once.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use remora_hosting::{Runspace, StopToken};
use remora_psobject::{ErrorRecord, PsString};

/// A runspace whose opening has ended.
pub(crate) struct Opened {
    /// The place of the request.
    pub(crate) index: usize,
    pub(crate) computer: PsString,
    pub(crate) runspace: Arc<dyn Runspace>,
    pub(crate) result: Result<(), Arc<ErrorRecord>>,
}

/// Runspaces that are being opened.
pub(crate) struct Opening {
    pending: Vec<(usize, PsString, Arc<dyn Runspace>)>,
    sender: Sender<(usize, Result<(), Arc<ErrorRecord>>)>,
    receiver: Receiver<(usize, Result<(), Arc<ErrorRecord>>)>,
}

impl Default for Opening {
    fn default() -> Self {
        let (sender, receiver) = channel();
        Self { pending: Vec::new(), sender, receiver }
    }
}

/// How long the wait lasts in one go; it looks for a stop in between.
const NAP: Duration = Duration::from_millis(100);

impl Opening {
    /// Starts opening a runspace.
    pub(crate) fn start(&mut self, index: usize, computer: PsString, runspace: Arc<dyn Runspace>) {
        let sender = self.sender.clone();
        self.pending.push((index, computer, Arc::clone(&runspace)));
        runspace.open(Box::new(move |result| {
            // Nobody waits any more where the user gave up.
            let _ = sender.send((index, result));
        }));
    }

    /// The next runspace whose opening has ended; `None` when there is none left, or a stop came: then
    /// those that are left are closed.
    pub(crate) fn next(&mut self, token: &StopToken) -> Option<Opened> {
        while !self.pending.is_empty() {
            if token.is_stopped() {
                for (_, _, runspace) in self.pending.drain(..) {
                    runspace.close(Box::new(|_| {}));
                }
                return None;
            }
            match self.receiver.recv_timeout(NAP) {
                Ok((index, result)) => {
                    let at = self.pending.iter().position(|(known, ..)| *known == index);
                    let Some(at) = at else { continue };
                    let (index, computer, runspace) = self.pending.swap_remove(at);
                    return Some(Opened { index, computer, runspace, result });
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
        None
    }
}
