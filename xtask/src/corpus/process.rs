//! One process with a time limit, which takes its children with it when it ends.

use std::ffi::OsStr;
use std::io::{self, Read, Write};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

/// What a process left behind.
pub(crate) struct Finished {
    pub(crate) out: Vec<u8>,
    pub(crate) err: Vec<u8>,
    /// The exit code, or the negative number of the signal that ended it; none after a time-out.
    pub(crate) code: Option<i32>,
}

/// A command that starts `program` as the leader of a session of its own: `killpg` reaches its
/// children, and no terminal reaches it. It ends with the thread that starts it, so that nothing
/// stays behind when the runner itself is stopped.
///
/// The paths are absolute: a case may set a PATH of its own, or none.
pub(crate) fn session_leader(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new("/usr/bin/setsid");
    command.args(["/usr/bin/setpriv", "--pdeathsig", "KILL"]).arg(program);
    command
}

/// Kills a process started by [`session_leader`] with all that it started, and waits for it.
pub(crate) fn kill_session(child: &mut Child) {
    kill_group(child);
    let _ = child.wait();
}

fn kill_group(child: &Child) {
    if let Ok(id) = i32::try_from(child.id()) {
        let _ = killpg(Pid::from_raw(id), Signal::SIGKILL);
    }
}

/// Runs `command` (made by [`session_leader`]) with `input`, or with a closed standard input.
pub(crate) fn run(
    mut command: Command,
    input: Option<Vec<u8>>,
    limit: Duration,
) -> io::Result<Finished> {
    let deadline = Instant::now() + limit;
    command
        .stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() })
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn()?;
    if let (Some(mut pipe), Some(bytes)) = (child.stdin.take(), input) {
        // A shell that does not read its input breaks the pipe, which is its right.
        thread::spawn(move || pipe.write_all(&bytes));
    }
    let out = collect(child.stdout.take());
    let err = collect(child.stderr.take());
    let (out, out_ended) = receive(&out, deadline);
    let (err, err_ended) = receive(&err, deadline);
    let status = wait_until(&mut child, deadline)?;
    let in_time = out_ended && err_ended && status.is_some();
    kill_session(&mut child);
    let code = status.filter(|_| in_time).map(code_of);
    Ok(Finished { out, err, code })
}

fn code_of(status: ExitStatus) -> i32 {
    status.code().unwrap_or_else(|| -status.signal().unwrap_or(0))
}

/// Reads a pipe on a thread; the channel closes when the pipe does.
fn collect(pipe: Option<impl Read + Send + 'static>) -> Receiver<Vec<u8>> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let Some(mut pipe) = pipe else { return };
        let mut buffer = vec![0; 64 * 1024];
        while let Ok(count) = pipe.read(&mut buffer) {
            let Some(chunk) = buffer.get(..count).filter(|chunk| !chunk.is_empty()) else {
                return;
            };
            if sender.send(chunk.to_vec()).is_err() {
                return;
            }
        }
    });
    receiver
}

/// All that comes until the pipe closes (true) or the deadline passes (false).
fn receive(chunks: &Receiver<Vec<u8>>, deadline: Instant) -> (Vec<u8>, bool) {
    use std::sync::mpsc::RecvTimeoutError::{Disconnected, Timeout};
    let mut bytes = Vec::new();
    loop {
        match chunks.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(chunk) => bytes.extend(chunk),
            Err(Disconnected) => return (bytes, true),
            Err(Timeout) => return (bytes, false),
        }
    }
}

fn wait_until(child: &mut Child, deadline: Instant) -> io::Result<Option<ExitStatus>> {
    let mut pause = Duration::from_micros(200);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if Instant::now() >= deadline {
            return Ok(None);
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(text: &str) -> Command {
        let mut command = session_leader("/bin/sh");
        command.args(["-c", text]);
        command
    }

    #[test]
    fn streams_and_code_come_back_apart() {
        let limit = Duration::from_secs(10);
        let done = run(shell("cat; echo b >&2; exit 3"), Some(b"a".to_vec()), limit).unwrap();
        assert_eq!((done.out.as_slice(), done.err.as_slice()), (&b"a"[..], &b"b\n"[..]));
        assert_eq!(done.code, Some(3));
    }

    #[test]
    fn a_signal_is_a_negative_code() {
        let done = run(shell("kill -TERM $$"), None, Duration::from_secs(10)).unwrap();
        assert_eq!(done.code, Some(-15));
    }

    #[test]
    fn late_processes_are_killed_with_their_children() {
        let start = Instant::now();
        let done = run(shell("echo a; sleep 60 & wait"), None, Duration::from_millis(300)).unwrap();
        assert_eq!((done.out.as_slice(), done.code), (&b"a\n"[..], None));
        assert!(start.elapsed() < Duration::from_secs(10));
    }
}
