//! Lines on their way out, and the end.

use std::collections::VecDeque;
use std::io::Write;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use parking_lot::{Condvar, Mutex};

/// Bytes that may wait before whoever writes records has to wait.
const ROOM: usize = 2 * 1024 * 1024;

/// How long records that follow others may be gathered. Waking the writer and the reader for each one
/// costs more than the record.
const GATHERING: Duration = Duration::from_micros(300);

/// Bytes that are not gathered any longer.
const ENOUGH: usize = 64 * 1024;

/// Where a line goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sink {
    /// Standard output.
    Output,
    /// Standard error.
    Error,
}

/// Lines that wait for their writer. Clones are the same one.
#[derive(Clone, Default)]
pub(super) struct Outlet(Arc<Inner>);

#[derive(Default)]
struct Inner {
    state: Mutex<State>,
    /// There is something to write, or the end.
    more: Condvar,
    /// Something was written, or the end.
    less: Condvar,
}

#[derive(Default)]
struct State {
    lines: VecDeque<(Sink, String)>,
    bytes: usize,
    exit_code: Option<i32>,
    /// The writer gathers records, and is not told of each.
    gathers: bool,
    /// Nothing more is written.
    closed: bool,
}

impl Outlet {
    /// An outlet, and the thread that writes.
    pub(super) fn start(
        output: Box<dyn Write + Send>,
        errors: Box<dyn Write + Send>,
    ) -> (Self, JoinHandle<()>) {
        let outlet = Self::default();
        let writer = outlet.clone();
        (outlet, std::thread::spawn(move || writer.write_all(output, errors)))
    }

    /// Adds a line, whatever waits already.
    pub(super) fn push(&self, sink: Sink, line: String) {
        self.add(sink, line, false);
    }

    /// Adds a line that nobody waits for: it may be written together with those that follow at once.
    pub(super) fn push_record(&self, line: String) {
        self.add(Sink::Output, line, true);
    }

    fn add(&self, sink: Sink, line: String, may_wait: bool) {
        let mut state = self.0.state.lock();
        if state.closed {
            return;
        }
        state.bytes += line.len();
        state.lines.push_back((sink, line));
        let waits = may_wait && state.gathers && state.bytes < ENOUGH;
        if !waits {
            state.gathers = false;
        }
        drop(state);
        if !waits {
            self.0.more.notify_one();
        }
    }

    /// Waits until there is room for more, or `given_up` says true.
    pub(super) fn wait_for_room(&self, given_up: impl Fn() -> bool) {
        let mut state = self.0.state.lock();
        while state.bytes > ROOM && !state.closed && state.exit_code.is_none() && !given_up() {
            self.0.less.wait_for(&mut state, Duration::from_millis(100));
        }
    }

    /// The session ends with this code; only the first one counts.
    pub(super) fn set_exit_code(&self, code: i32) {
        self.0.state.lock().exit_code.get_or_insert(code);
        self.0.less.notify_all();
    }

    /// The exit code, once there is one.
    pub(super) fn exit_code(&self) -> Option<i32> {
        self.0.state.lock().exit_code
    }

    /// Waits for the exit code.
    pub(super) fn wait_for_exit(&self, timeout: Duration) -> Option<i32> {
        let until = Instant::now() + timeout;
        let mut state = self.0.state.lock();
        while state.exit_code.is_none() && !self.0.less.wait_until(&mut state, until).timed_out() {}
        state.exit_code
    }

    /// Nothing more comes: the writer ends when everything is written.
    pub(super) fn close(&self) {
        self.0.state.lock().closed = true;
        self.0.more.notify_all();
        self.0.less.notify_all();
    }

    /// Waits for something to write, and takes it; nothing at the end.
    fn take(&self) -> VecDeque<(Sink, String)> {
        let mut state = self.0.state.lock();
        if state.gathers && !state.closed {
            self.0.more.wait_for(&mut state, GATHERING);
            state.gathers = false;
        }
        while state.lines.is_empty() && !state.closed {
            self.0.more.wait(&mut state);
        }
        std::mem::take(&mut state.lines)
    }

    fn write_all(&self, mut output: Box<dyn Write + Send>, mut errors: Box<dyn Write + Send>) {
        let mut batch = Vec::new();
        loop {
            let lines = self.take();
            if lines.is_empty() {
                return;
            }
            let mut written = 0;
            let mut result = Ok(());
            let mut lines = lines.into_iter().peekable();
            while let Some((sink, line)) = lines.next() {
                written += line.len();
                let stream = match sink {
                    Sink::Output => &mut output,
                    Sink::Error => &mut errors,
                };
                // Neighbours leave together; what is long enough by itself is not copied.
                let goes_on = lines.peek().is_some_and(|(next, _)| *next == sink);
                if batch.is_empty() && (line.len() >= ENOUGH / 4 || !goes_on) {
                    result = result.and_then(|()| stream.write_all(line.as_bytes()));
                    continue;
                }
                batch.extend_from_slice(line.as_bytes());
                if !goes_on || batch.len() >= ENOUGH / 2 {
                    result = result.and_then(|()| stream.write_all(&batch));
                    batch.clear();
                }
            }
            result = result.and_then(|()| output.flush()).and_then(|()| errors.flush());
            let mut state = self.0.state.lock();
            state.gathers = state.lines.is_empty();
            state.bytes = state.bytes.saturating_sub(written);
            if let Err(error) = result {
                tracing::debug!(%error, "nobody reads the output any more");
                state.closed = true;
                state.lines.clear();
            }
            drop(state);
            self.0.less.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Default)]
    struct Memory(Arc<Mutex<Vec<u8>>>);

    impl Write for Memory {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn everything_is_written_before_the_end() {
        let (output, errors) = (Memory::default(), Memory::default());
        let (outlet, writer) = Outlet::start(Box::new(output.clone()), Box::new(errors.clone()));
        for number in 0..100 {
            outlet.push(Sink::Output, format!("{number}\n"));
        }
        outlet.push(Sink::Error, "e\n".to_owned());
        outlet.close();
        outlet.push(Sink::Output, "late\n".to_owned());
        writer.join().unwrap();
        let text = String::from_utf8(output.0.lock().clone()).unwrap();
        assert_eq!(text.lines().count(), 100);
        assert_eq!(text.lines().last(), Some("99"));
        assert_eq!(*errors.0.lock(), b"e\n");
    }

    #[test]
    fn the_first_exit_code_counts() {
        let outlet = Outlet::default();
        assert_eq!(outlet.wait_for_exit(Duration::from_millis(1)), None);
        outlet.set_exit_code(3);
        outlet.set_exit_code(4);
        assert_eq!(outlet.wait_for_exit(Duration::from_secs(9)), Some(3));
    }
}
