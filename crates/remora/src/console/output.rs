//! Standard output and standard error, in one order.

use std::io::{self, IsTerminal, Write};

use parking_lot::Mutex;

/// Both streams of the process.
///
/// Output is gathered and sent off when it must be seen: at the end of a line on a terminal, before
/// anything goes to standard error, before input is read, and at the end.
pub(crate) struct Output {
    stdout: Mutex<io::BufWriter<io::Stdout>>,
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
            stdout: Mutex::new(io::BufWriter::with_capacity(64 * 1024, io::stdout())),
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
        let _ = stdout.write_all(text.as_bytes());
        if self.stdout_is_terminal {
            let _ = stdout.flush();
            follow(&mut self.line.lock(), text);
        }
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
        let _ = self.stdout.lock().flush();
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
