//! The binary at a terminal: `remora lab 3` behind a pseudo-terminal, and what its screen shows.
//!
//! The tests wait for what the screen must show, as long as a slow machine may take, and then compare the
//! whole screen.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failed step of a test ends it"
)]

use std::io::{Read, Write};
use std::process::Child;
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use pty_process::blocking::{Command, Pty, open};
use tempfile::TempDir;

const ROWS: u16 = 40;
const COLUMNS: u16 = 120;

/// No step takes longer, whatever else the machine does.
const LIMIT: Duration = Duration::from_secs(60);

/// An interrupted command must not run to its end: it would take longer than this.
const SLEEP: &str = "Start-Sleep 600";

const CTRL_C: &str = "\x03";
const CTRL_D: &str = "\x04";

/// What a terminal is asked for its cursor with.
const CURSOR_QUESTION: &[u8] = b"\x1b[6n";

struct Screen {
    parser: vt100::Parser,
    is_closed: bool,
}

impl Screen {
    /// The lines down to the cursor, without spaces at their ends.
    fn lines(&self) -> Vec<String> {
        let screen = self.parser.screen();
        let (row, _) = screen.cursor_position();
        let lines = screen.rows(0, COLUMNS).take(usize::from(row) + 1);
        lines.map(|line| line.trim_end().to_owned()).collect()
    }
}

/// A shell at a terminal.
struct Terminal {
    pty: Arc<Pty>,
    child: Child,
    screen: Arc<(Mutex<Screen>, Condvar)>,
    folder: TempDir,
}

impl Terminal {
    /// `remora lab 3`, when its first prompt is there.
    fn start() -> Self {
        let folder = TempDir::new().unwrap();
        let (pty, pts) = open().unwrap();
        pty.resize(pty_process::Size::new(ROWS, COLUMNS)).unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_remora"))
            .args(["lab", "3", "-NoProfile", "-NoLogo"])
            .current_dir(folder.path())
            .env("HOME", folder.path())
            .env("TERM", "xterm-256color")
            .env_remove("NO_COLOR")
            .spawn(pts)
            .unwrap();
        let screen = Screen { parser: vt100::Parser::new(ROWS, COLUMNS, 0), is_closed: false };
        let screen = Arc::new((Mutex::new(screen), Condvar::new()));
        let pty = Arc::new(pty);
        let (source, shared) = (Arc::clone(&pty), Arc::clone(&screen));
        std::thread::spawn(move || show(&source, &shared));
        let terminal = Self { pty, child, screen, folder };
        terminal.wait_for_prompt(&terminal.prompt());
        terminal
    }

    /// The prompt of this computer.
    fn prompt(&self) -> String {
        format!("PS {}>", std::fs::canonicalize(self.folder.path()).unwrap().display())
    }

    fn press(&self, keys: &str) {
        (&*self.pty).write_all(keys.as_bytes()).unwrap();
    }

    /// Types a line; the screen must show it before it is entered.
    fn enter(&self, line: &str) {
        self.press(line);
        self.wait(&format!("the line {line:?}"), |lines| {
            lines.last().is_some_and(|last| last.ends_with(line.trim_end()))
        });
        self.press("\r");
    }

    /// Types a line and waits for the prompt after it.
    fn run(&self, line: &str, prompt: &str) {
        let before = self.prompts(prompt);
        self.enter(line);
        self.wait(&format!("the prompt {prompt:?}"), |lines| {
            lines.last().is_some_and(|last| last == prompt) && count(lines, prompt) > before
                || lines.len() == usize::from(ROWS)
                    && lines.last().is_some_and(|last| last == prompt)
        });
    }

    fn prompts(&self, prompt: &str) -> usize {
        count(&self.lines(), prompt)
    }

    /// Waits for the last line to be a prompt with nothing behind it.
    fn wait_for_prompt(&self, prompt: &str) {
        self.wait(&format!("the prompt {prompt:?}"), |lines| {
            lines.last().is_some_and(|last| last == prompt)
        });
    }

    /// Waits for the last whole line to be this one.
    fn wait_for_line(&self, expected: &str) {
        self.wait(&format!("the line {expected:?}"), |lines| {
            lines.iter().rev().nth(1).is_some_and(|line| line == expected)
        });
    }

    #[track_caller]
    fn wait(&self, what: &str, is_there: impl Fn(&[String]) -> bool) {
        let end = Instant::now() + LIMIT;
        let (screen, changed) = &*self.screen;
        let mut guard = screen.lock().unwrap();
        loop {
            let lines = guard.lines();
            if is_there(&lines) {
                return;
            }
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() || guard.is_closed {
                // The thread that reads goes on; it must not find a lock that a panic has left.
                drop(guard);
                panic!("waited for {what}; the screen is\n{}", lines.join("\n"));
            }
            guard = changed.wait_timeout(guard, left).unwrap().0;
        }
    }

    fn lines(&self) -> Vec<String> {
        self.screen.0.lock().unwrap().lines()
    }

    /// The lines from the first that starts with a text; all where none does.
    fn lines_from(&self, start: &str) -> Vec<String> {
        let mut lines = self.lines();
        let first = lines.iter().position(|line| line.starts_with(start)).unwrap_or(0);
        lines.split_off(first)
    }

    /// The colour at the start of the last line that starts with a text.
    fn color_of(&self, start: &str) -> vt100::Color {
        let guard = self.screen.0.lock().unwrap();
        let row = guard.lines().iter().rposition(|line| line.starts_with(start)).unwrap();
        guard.parser.screen().cell(u16::try_from(row).unwrap(), 0).unwrap().fgcolor()
    }

    /// Enters a computer and goes to its root. The prompt there.
    fn enter_server(&self) -> String {
        self.enter("Enter-PSSession Server01");
        self.wait("the prompt of the computer", |lines| {
            lines
                .last()
                .is_some_and(|last| last.starts_with("[Server01]: PS /") && last.ends_with('>'))
        });
        let prompt = "[Server01]: PS />".to_owned();
        self.run("Set-Location /", &prompt);
        prompt
    }

    /// Waits for the end of the shell. Its exit code.
    fn finish(mut self) -> Option<i32> {
        let end = Instant::now() + LIMIT;
        let (screen, changed) = &*self.screen;
        let mut guard = screen.lock().unwrap();
        while !guard.is_closed {
            let left = end.saturating_duration_since(Instant::now());
            assert!(
                !left.is_zero(),
                "the shell did not end; the screen is\n{}",
                guard.lines().join("\n")
            );
            guard = changed.wait_timeout(guard, left).unwrap().0;
        }
        drop(guard);
        self.child.wait().unwrap().code()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // A test that failed leaves its shell running; one that has ended cannot be ended again.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn count(lines: &[String], prompt: &str) -> usize {
    lines.iter().filter(|line| line.starts_with(prompt)).count()
}

/// Feeds the screen from the terminal, and answers where the cursor is.
fn show(pty: &Pty, shared: &(Mutex<Screen>, Condvar)) {
    let (screen, changed) = shared;
    let mut bytes = [0; 4096];
    let mut source = pty;
    while let Ok(count @ 1..) = source.read(&mut bytes) {
        let mut guard = screen.lock().unwrap();
        let mut rest = &bytes[..count];
        while let Some(at) =
            rest.windows(CURSOR_QUESTION.len()).position(|part| part == CURSOR_QUESTION)
        {
            let (before, after) = rest.split_at(at + CURSOR_QUESTION.len());
            guard.parser.process(before);
            let (row, column) = guard.parser.screen().cursor_position();
            write!(source, "\x1b[{};{}R", row + 1, column + 1).unwrap();
            rest = after;
        }
        guard.parser.process(rest);
        changed.notify_all();
    }
    screen.lock().unwrap().is_closed = true;
    changed.notify_all();
}

#[test]
fn a_session_is_entered_and_left() {
    let terminal = Terminal::start();
    let here = terminal.prompt();
    terminal.run("$x = 'here'", &here);
    let there = terminal.enter_server();
    terminal.run("$x = 5", &there);
    terminal.run("$x + 1", &there);
    terminal.run("[pscustomobject]@{ a = 1 }", &there);
    terminal.run("Exit-PSSession", &here);
    terminal.run("\"[$x]\"", &here);
    let expected = [
        "[Server01]: PS /> $x = 5",
        "[Server01]: PS /> $x + 1",
        "6",
        "[Server01]: PS /> [pscustomobject]@{ a = 1 }",
        "",
        "a",
        "-",
        "1",
        "",
        "[Server01]: PS /> Exit-PSSession",
        &format!("{here} \"[$x]\""),
        "[here]",
        &here,
    ];
    assert_eq!(terminal.lines_from("[Server01]: PS /> $x = 5"), expected);
    terminal.enter("exit 3");
    assert_eq!(terminal.finish(), Some(3));
}

#[test]
fn exit_leaves_the_session_first() {
    let terminal = Terminal::start();
    let here = terminal.prompt();
    terminal.enter_server();
    terminal.run("exit", &here);
    assert_eq!(terminal.lines_from("[Server01]: PS /> exit"), ["[Server01]: PS /> exit", &here]);
    terminal.enter("exit");
    assert_eq!(terminal.finish(), Some(0));
}

#[test]
fn streams_and_errors_of_the_session_are_shown() {
    let terminal = Terminal::start();
    let there = terminal.enter_server();
    terminal.run("Write-Warning w; Write-Verbose v -Verbose; Write-Host h -ForegroundColor Green; Write-Debug d -Debug", &there);
    terminal.run("Get-Item /nope-x", &there);
    let expected = [
        "WARNING: w",
        "VERBOSE: v",
        "h",
        "DEBUG: d",
        "[Server01]: PS /> Get-Item /nope-x",
        "Get-Item: Cannot find path '/nope-x' because it does not exist.",
        &there,
    ];
    assert_eq!(terminal.lines_from("WARNING: w"), expected);
    assert_eq!(terminal.color_of("WARNING: w"), vt100::Color::Idx(3));
    assert_eq!(terminal.color_of("Get-Item: "), vt100::Color::Idx(1));
}

#[test]
fn the_session_asks_at_this_terminal() {
    let terminal = Terminal::start();
    let there = terminal.enter_server();
    terminal.enter("$name = Read-Host 'Your name'; \"Hello $name\"");
    terminal.wait_for_prompt("Your name:");
    terminal.enter("Remora");
    terminal.wait_for_prompt(&there);
    assert_eq!(
        terminal.lines_from("Your name"),
        ["Your name: Remora", "Hello Remora", there.as_str()]
    );
}

#[test]
fn ctrl_c_at_a_question_of_the_session_stops_what_asks() {
    let terminal = Terminal::start();
    let there = terminal.enter_server();
    terminal.enter("$name = Read-Host 'Name'; 'after'");
    terminal.wait_for_prompt("Name:");
    terminal.press(CTRL_C);
    terminal.wait_for_prompt(&there);
    assert!(!terminal.lines().iter().any(|line| line == "after"));
}

#[test]
fn ctrl_c_stops_what_the_session_runs() {
    let terminal = Terminal::start();
    let there = terminal.enter_server();
    terminal.enter(&format!("'start'; {SLEEP}; 'end'"));
    terminal.wait_for_line("start");
    terminal.press(CTRL_C);
    terminal.wait_for_prompt(&there);
    terminal.run("'alive'", &there);
    let expected = [
        &format!("[Server01]: PS /> 'start'; {SLEEP}; 'end'"),
        "start",
        "Error: The pipeline has been stopped.",
        "[Server01]: PS /> 'alive'",
        "alive",
        &there,
    ];
    assert_eq!(terminal.lines_from("[Server01]: PS /> 'start'"), expected);
}

#[test]
fn ctrl_c_at_the_prompt_of_a_session_drops_the_line() {
    let terminal = Terminal::start();
    let there = terminal.enter_server();
    terminal.press("abc");
    terminal.wait_for_prompt("[Server01]: PS /> abc");
    terminal.press(CTRL_C);
    terminal.wait_for_prompt(&there);
    assert_eq!(
        terminal.lines_from("[Server01]: PS /> abc"),
        ["[Server01]: PS /> abc", there.as_str()]
    );
}

#[test]
fn ctrl_c_stops_what_runs_here() {
    let terminal = Terminal::start();
    let here = terminal.prompt();
    terminal.enter(&format!("'start'; {SLEEP}; 'end'"));
    terminal.wait_for_line("start");
    terminal.press(CTRL_C);
    terminal.wait_for_prompt(&here);
    terminal.run("$?", &here);
    let expected = [
        &format!("{here} 'start'; {SLEEP}; 'end'"),
        "start",
        &format!("{here} $?"),
        "False",
        &here,
    ];
    assert_eq!(terminal.lines_from(&here), expected);
}

#[test]
fn ctrl_c_stops_a_command_on_another_computer() {
    let terminal = Terminal::start();
    let here = terminal.prompt();
    let line = format!("Invoke-Command -ComputerName Server01 {{ 'start'; {SLEEP}; 'end' }}");
    terminal.enter(&line);
    terminal.wait_for_line("start");
    terminal.press(CTRL_C);
    terminal.wait_for_prompt(&here);
    terminal.run("'next'", &here);
    let expected = [&format!("{here} {line}"), "start", &format!("{here} 'next'"), "next", &here];
    assert_eq!(terminal.lines_from(&here), expected);
}

#[test]
fn the_prompt_function_of_the_session_is_shown() {
    let terminal = Terminal::start();
    terminal.enter_server();
    terminal.run("function prompt { 'mine> ' }", "[Server01]: mine>");
}

#[test]
fn the_end_of_input_ends_the_shell() {
    let terminal = Terminal::start();
    terminal.press(CTRL_D);
    assert_eq!(terminal.finish(), Some(0));
}
