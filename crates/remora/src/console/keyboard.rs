//! The keyboard while a command runs: keys wait for whoever reads next and are not shown before.
//!
//! Ctrl-C still interrupts, without a `^C` on the screen. A native program finds the terminal as the user
//! has set it.

use std::io;

use nix::sys::termios::{self, InputFlags, LocalFlags, SetArg, Termios};
use nix::unistd;

/// Keys are kept back until this goes.
pub(crate) struct HeldKeys {
    before: Option<Termios>,
}

impl HeldKeys {
    /// Holds keys back, where standard input is the terminal of this process.
    pub(crate) fn enter() -> Self {
        Self { before: hold().ok().flatten() }
    }
}

impl Drop for HeldKeys {
    fn drop(&mut self) {
        if let Some(before) = &self.before {
            // A terminal that is gone needs no care.
            let _ = termios::tcsetattr(io::stdin(), SetArg::TCSANOW, before);
        }
    }
}

/// The settings that were there before; none where the terminal is not this process's to set.
fn hold() -> nix::Result<Option<Termios>> {
    let stdin = io::stdin();
    // A process in the background would be stopped for touching the terminal.
    if unistd::tcgetpgrp(&stdin)? != unistd::getpgrp() {
        return Ok(None);
    }
    let before = termios::tcgetattr(&stdin)?;
    let mut held = before.clone();
    held.local_flags.remove(LocalFlags::ECHO | LocalFlags::ICANON | LocalFlags::IEXTEN);
    // The editor knows Enter as a carriage return.
    held.input_flags.remove(InputFlags::ICRNL);
    termios::tcsetattr(&stdin, SetArg::TCSANOW, &held)?;
    Ok(Some(before))
}
