//! Whether the terminal shows `^C` when a command is interrupted.
//!
//! While a cmdlet runs, it does not. A native program finds the terminal as the user has set it.

use std::io;

use nix::sys::termios::{self, LocalFlags, SetArg};
use nix::unistd;

/// The terminal keeps control characters to itself until this goes.
pub(crate) struct HiddenInterrupt {
    was_shown: bool,
}

impl HiddenInterrupt {
    /// Hides control characters, where standard input is the terminal of this process.
    pub(crate) fn enter() -> Self {
        Self { was_shown: set_shown(false).unwrap_or(false) }
    }
}

impl Drop for HiddenInterrupt {
    fn drop(&mut self) {
        if self.was_shown {
            // A terminal that is gone needs no care.
            let _ = set_shown(true);
        }
    }
}

/// Sets whether control characters are shown; gives whether they were.
fn set_shown(shown: bool) -> nix::Result<bool> {
    let stdin = io::stdin();
    // A process in the background would be stopped for touching the terminal.
    if unistd::tcgetpgrp(&stdin)? != unistd::getpgrp() {
        return Ok(false);
    }
    let mut settings = termios::tcgetattr(&stdin)?;
    let was_shown = settings.local_flags.contains(LocalFlags::ECHOCTL);
    if was_shown != shown {
        settings.local_flags.set(LocalFlags::ECHOCTL, shown);
        termios::tcsetattr(&stdin, SetArg::TCSANOW, &settings)?;
    }
    Ok(was_shown)
}
