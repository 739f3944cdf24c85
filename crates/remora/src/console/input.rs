//! Lines from standard input: from a terminal with editing, from a pipe as they come.

use std::borrow::Cow;
use std::io::{self, BufRead, IsTerminal, Write};

use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers};
use crossterm::terminal;
use parking_lot::Mutex;
use reedline::{
    Prompt, PromptEditMode, PromptHistorySearch, PromptHistorySearchStatus, Reedline, Signal,
};
use remora_hosting::HostError;
use remora_psobject::SecureString;

/// What came of reading a line.
pub(crate) enum Line {
    /// A line without its end.
    Text(String),
    /// The user gave up the line (Ctrl-C).
    Cancelled,
    /// There is no more input (end of a pipe, Ctrl-D).
    End,
}

/// Standard input of the process.
pub(crate) struct Input {
    pub(crate) is_terminal: bool,
    editor: Mutex<Option<Reedline>>,
}

impl Input {
    pub(crate) fn new() -> Self {
        Self { is_terminal: io::stdin().is_terminal(), editor: Mutex::new(None) }
    }

    /// Reads a line at the shell's prompt, with history.
    pub(crate) fn read_command(&self, prompt: &str) -> io::Result<Line> {
        if !self.is_terminal {
            return self.read_piped();
        }
        let mut editor = self.editor.lock();
        let editor = editor.get_or_insert_with(|| Reedline::create().with_ansi_colors(true));
        read_edited(editor, prompt)
    }

    /// Reads a line that a command asked for. It does not enter the history.
    pub(crate) fn read_answer(&self, prompt: &str) -> io::Result<Line> {
        if !self.is_terminal {
            return self.read_piped();
        }
        read_edited(&mut Reedline::create(), prompt)
    }

    fn read_piped(&self) -> io::Result<Line> {
        let mut line = String::new();
        let mut bytes = Vec::new();
        if io::stdin().lock().read_until(b'\n', &mut bytes)? == 0 {
            return Ok(Line::End);
        }
        line.push_str(&String::from_utf8_lossy(&bytes));
        let text = line.strip_suffix('\n').unwrap_or(&line);
        Ok(Line::Text(text.strip_suffix('\r').unwrap_or(text).to_owned()))
    }

    /// Reads a secret: an asterisk is shown for each character.
    pub(crate) fn read_secret(&self) -> Result<SecureString, HostError> {
        if !self.is_terminal {
            return match self.read_piped() {
                Ok(Line::Text(text)) => Ok(SecureString::new(&text)),
                _ => Err(HostError::Interrupted),
            };
        }
        let _raw = RawMode::enter();
        let mut typed: Vec<char> = Vec::new();
        loop {
            let Ok(event) = crossterm::event::read() else { return Err(HostError::Interrupted) };
            let Event::Key(key) = event else { continue };
            if key.kind == KeyEventKind::Release {
                continue;
            }
            let mut stdout = io::stdout();
            match key.code {
                KeyCode::Char('c') if key.modifiers.contains(KeyModifiers::CONTROL) => {
                    let _ = stdout.write_all(b"\r\n");
                    typed.fill('\0');
                    return Err(HostError::Interrupted);
                }
                KeyCode::Enter => {
                    let _ = stdout.write_all(b"\r\n");
                    let secret = SecureString::default();
                    for character in &mut typed {
                        let mut units = [0; 2];
                        for unit in character.encode_utf16(&mut units) {
                            secret.append(*unit);
                        }
                        *character = '\0';
                    }
                    return Ok(secret);
                }
                KeyCode::Backspace if typed.pop().is_some() => {
                    let _ = stdout.write_all(b"\x08 \x08");
                }
                KeyCode::Char(character) => {
                    typed.push(character);
                    let _ = stdout.write_all(b"*");
                }
                _ => {}
            }
            let _ = stdout.flush();
        }
    }
}

fn read_edited(editor: &mut Reedline, prompt: &str) -> io::Result<Line> {
    match editor.read_line(&PlainPrompt(prompt))? {
        Signal::Success(text) => Ok(Line::Text(text)),
        Signal::CtrlC => Ok(Line::Cancelled),
        _ => Ok(Line::End),
    }
}

/// A terminal that gives keys one by one; it is as before when this goes.
pub(crate) struct RawMode;

impl RawMode {
    pub(crate) fn enter() -> Self {
        // Where the terminal refuses, keys come line by line: no reason to fail.
        let _ = terminal::enable_raw_mode();
        Self
    }
}

impl Drop for RawMode {
    fn drop(&mut self) {
        let _ = terminal::disable_raw_mode();
    }
}

/// A prompt that is just its text.
struct PlainPrompt<'a>(&'a str);

impl Prompt for PlainPrompt<'_> {
    fn render_prompt_left(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.0)
    }

    fn render_prompt_right(&self) -> Cow<'_, str> {
        Cow::Borrowed("")
    }

    fn render_prompt_indicator(&self, _mode: PromptEditMode) -> Cow<'_, str> {
        Cow::Borrowed("")
    }

    fn render_prompt_multiline_indicator(&self) -> Cow<'_, str> {
        Cow::Borrowed(">> ")
    }

    fn render_prompt_history_search_indicator(&self, search: PromptHistorySearch) -> Cow<'_, str> {
        let failing = match search.status {
            PromptHistorySearchStatus::Passing => "",
            PromptHistorySearchStatus::Failing => "failed ",
        };
        Cow::Owned(format!("({failing}search: {}) ", search.term))
    }

    fn get_prompt_color(&self) -> reedline::Color {
        reedline::Color::Reset
    }
}
