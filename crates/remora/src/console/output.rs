//! Standard output and standard error, in one order.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread::Thread;
use std::time::Duration;

use parking_lot::Mutex;

/// How long output is gathered while the program goes on.
const FLUSH_DELAY: Duration = Duration::from_millis(10);

/// Both streams of the process.
///
/// Output is gathered and sent off when it must be seen: at once on a terminal, before anything goes to
/// standard error, before input is read, at the end, and soon after it came where the program goes on.
pub(crate) struct Output {
    stdout: Arc<Mutex<io::BufWriter<io::Stdout>>>,
    /// Sends off what was gathered, when it is woken.
    flusher: OnceLock<Thread>,
    /// Whether something waits to be sent off by it.
    waits: Arc<AtomicBool>,
    /// Why standard output took no more.
    failure: Mutex<Option<io::Error>>,
    /// What stands on the terminal's last line.
    line: Mutex<String>,
    pub(crate) stdout_is_terminal: bool,
    pub(crate) stderr_is_terminal: bool,
    colors: bool,
}

impl Output {
    /// The streams of this process. `NO_COLOR` and a dumb terminal take colours away.
    pub(crate) fn new() -> Self {
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        Self {
            stdout: Arc::new(Mutex::new(io::BufWriter::with_capacity(64 * 1024, io::stdout()))),
            flusher: OnceLock::new(),
            waits: Arc::default(),
            failure: Mutex::default(),
            line: Mutex::default(),
            stdout_is_terminal: io::stdout().is_terminal(),
            stderr_is_terminal: io::stderr().is_terminal(),
            colors: !no_color && !is_dumb,
        }
    }

    /// Whether colours can be seen on standard output.
    pub(crate) fn colors_out(&self) -> bool {
        self.colors && self.stdout_is_terminal
    }

    /// Whether colours can be seen on standard error.
    pub(crate) fn colors_error(&self) -> bool {
        self.colors && self.stderr_is_terminal
    }

    /// Writes to standard output. A reader that is gone is no error: the script runs on.
    pub(crate) fn write(&self, text: &str) {
        let mut stdout = self.stdout.lock();
        self.note(stdout.write_all(text.as_bytes()));
        if self.stdout_is_terminal {
            self.note(stdout.flush());
            follow(&mut self.line.lock(), text);
        } else if !self.waits.swap(true, Ordering::AcqRel) {
            drop(stdout);
            self.wake_flusher();
        }
    }

    fn wake_flusher(&self) {
        if let Some(flusher) = self.flusher.get() {
            flusher.unpark();
            return;
        }
        let (stdout, waits) = (Arc::clone(&self.stdout), Arc::clone(&self.waits));
        let started = std::thread::Builder::new().name("output".into()).spawn(move || {
            loop {
                while !waits.load(Ordering::Acquire) {
                    std::thread::park();
                }
                std::thread::sleep(FLUSH_DELAY);
                waits.store(false, Ordering::Release);
                // What fails now fails again at the end, where it is told.
                let _ = stdout.lock().flush();
            }
        });
        if let Ok(thread) = started {
            // Another writer may have been first; then there are two, which does no harm.
            let _ = self.flusher.set(thread.thread().clone());
        }
    }

    /// Keeps the first failure, unless it is a reader that is gone.
    fn note(&self, result: io::Result<()>) {
        if let Err(error) = result
            && error.kind() != io::ErrorKind::BrokenPipe
        {
            self.failure.lock().get_or_insert(error);
        }
    }

    /// Why standard output took no more, if it did.
    pub(crate) fn failure(&self) -> Option<String> {
        self.failure.lock().as_ref().map(crate::piped_input::plain)
    }

    /// The beginning of a line that was written to the terminal and not ended. Whoever asks for it goes on
    /// with the line.
    pub(crate) fn take_line(&self) -> String {
        std::mem::take(&mut *self.line.lock())
    }

    /// Writes to standard error, after all that was written to standard output.
    pub(crate) fn write_error(&self, text: &str) {
        self.flush();
        let _ = io::stderr().write_all(text.as_bytes());
        if self.stderr_is_terminal {
            follow(&mut self.line.lock(), text);
        }
    }

    /// Sends everything off.
    pub(crate) fn flush(&self) {
        let flushed = self.stdout.lock().flush();
        self.note(flushed);
    }
}

/// Keeps up with what stands on the last line.
fn follow(line: &mut String, text: &str) {
    match text.rsplit_once('\n') {
        Some((_, last)) => last.clone_into(line),
        None => line.push_str(text),
    }
}

/// The escape sequences that colour a text, from numbers of `ConsoleColor`.
pub(crate) fn color_sequence(foreground: Option<i32>, background: Option<i32>) -> String {
    /// The order of the eight terminal colours differs from that of `ConsoleColor`.
    const TERMINAL: [u8; 8] = [0, 4, 2, 6, 1, 5, 3, 7];
    let code = |color: i32, dark: u8, bright: u8| {
        let index = usize::try_from(color).ok()?;
        let base = if index < 8 { dark } else { bright };
        TERMINAL.get(index % 8).filter(|_| index < 16).map(|number| base + number)
    };
    let mut codes = Vec::new();
    codes.extend(foreground.and_then(|color| code(color, 30, 90)));
    codes.extend(background.and_then(|color| code(color, 40, 100)));
    if codes.is_empty() {
        return String::new();
    }
    let codes: Vec<String> = codes.iter().map(u8::to_string).collect();
    format!("\x1b[{}m", codes.join(";"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_is_what_follows_the_last_end_of_line() {
        let mut line = String::new();
        follow(&mut line, "one\ntwo ");
        follow(&mut line, "three");
        assert_eq!(line, "two three");
        follow(&mut line, "\n");
        assert_eq!(line, "");
    }

    #[test]
    fn console_colors_are_terminal_colors() {
        assert_eq!(color_sequence(Some(12), None), "\x1b[91m");
        assert_eq!(color_sequence(Some(1), Some(14)), "\x1b[34;103m");
        assert_eq!(color_sequence(Some(-1), Some(16)), "");
    }
}
