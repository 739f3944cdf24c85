//! Starting programs.

use std::io::{self, Read, Write};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use remora_dotnet::system::{ChildProcess, Environment as _, ProcessStart, Processes};
use remora_engine::native::{ProcessLauncher, ProcessRequest, RunningProcess, StreamMode};
use remora_hosting::StopToken;

use super::NativeSystem;

/// The longest pause between two looks at a program that runs.
const LONGEST_PAUSE: Duration = Duration::from_millis(20);

/// A child of this process.
struct NativeProcess(Child);

fn stdio(mode: StreamMode) -> Stdio {
    match mode {
        StreamMode::Inherit => Stdio::inherit(),
        StreamMode::Piped => Stdio::piped(),
        StreamMode::Null => Stdio::null(),
    }
}

fn exit_code(status: ExitStatus) -> i32 {
    status.code().or_else(|| status.signal().map(|signal| 128 + signal)).unwrap_or(-1)
}

impl RunningProcess for NativeProcess {
    fn id(&self) -> u32 {
        self.0.id()
    }

    fn take_input(&mut self) -> Option<Box<dyn Write + Send>> {
        self.0.stdin.take().map(|pipe| Box::new(pipe) as Box<dyn Write + Send>)
    }

    fn take_output(&mut self) -> Option<Box<dyn Read + Send>> {
        self.0.stdout.take().map(|pipe| Box::new(pipe) as Box<dyn Read + Send>)
    }

    fn take_error(&mut self) -> Option<Box<dyn Read + Send>> {
        self.0.stderr.take().map(|pipe| Box::new(pipe) as Box<dyn Read + Send>)
    }

    fn wait(&mut self, stop: &StopToken) -> io::Result<i32> {
        // Short programs end within the first pauses; long ones are looked at seldom.
        let mut pause = Duration::from_micros(200);
        loop {
            if let Some(status) = self.0.try_wait()? {
                return Ok(exit_code(status));
            }
            if stop.wait(pause) {
                self.kill();
                return self.0.wait().map(exit_code);
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    fn kill(&mut self) {
        // A program that has ended already needs no killing.
        let _ = self.0.kill();
    }
}

impl ProcessLauncher for NativeSystem {
    fn start(&self, request: &ProcessRequest) -> io::Result<Box<dyn RunningProcess>> {
        let mut command = Command::new(&request.program);
        command
            .args(&request.arguments)
            .env_clear()
            .envs(self.variables())
            .stdin(stdio(request.input))
            .stdout(stdio(request.output))
            .stderr(stdio(request.error));
        if !request.working_directory.is_empty() {
            command.current_dir(&request.working_directory);
        }
        for (name, value) in &request.environment {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        Ok(Box::new(NativeProcess(command.spawn()?)))
    }

    fn is_executable(&self, path: &str) -> bool {
        std::fs::metadata(path)
            .is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
    }
}

impl ChildProcess for NativeProcess {
    fn id(&self) -> u32 {
        self.0.id()
    }

    fn take_input(&mut self) -> Option<Box<dyn Write + Send>> {
        RunningProcess::take_input(self)
    }

    fn take_output(&mut self) -> Option<Box<dyn Read + Send>> {
        RunningProcess::take_output(self)
    }

    fn take_error(&mut self) -> Option<Box<dyn Read + Send>> {
        RunningProcess::take_error(self)
    }

    fn wait(&mut self) -> io::Result<i32> {
        self.0.wait().map(exit_code)
    }
}

impl Processes for NativeSystem {
    fn start_process(&self, start: &ProcessStart) -> io::Result<Box<dyn ChildProcess>> {
        let mode = |piped| if piped { StreamMode::Piped } else { StreamMode::Inherit };
        let mut command = Command::new(&start.program);
        command
            .args(&start.arguments)
            .env_clear()
            .envs(start.environment.iter().map(|(name, value)| (name, value)))
            .stdin(stdio(mode(start.piped_input)))
            .stdout(stdio(mode(start.piped_output)))
            .stderr(stdio(mode(start.piped_error)));
        if !start.working_directory.is_empty() {
            command.current_dir(&start.working_directory);
        }
        Ok(Box::new(NativeProcess(command.spawn()?)))
    }

    fn end_process(&self, id: i32) -> io::Result<()> {
        super::signals::end_process(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> ProcessRequest {
        ProcessRequest {
            program: "/bin/sh".to_owned(),
            arguments: vec!["-c".to_owned(), script.to_owned()],
            output: StreamMode::Piped,
            ..ProcessRequest::default()
        }
    }

    #[test]
    fn bytes_and_exit_codes_come_back() {
        let system = NativeSystem::new();
        let mut process = system.start(&shell("printf 'a\\377'; exit 3")).unwrap();
        let mut output = Vec::new();
        process.take_output().unwrap().read_to_end(&mut output).unwrap();
        assert_eq!(output, b"a\xff");
        assert_eq!(process.wait(&StopToken::new()).unwrap(), 3);
    }

    #[test]
    fn a_raised_token_ends_the_program() {
        let system = NativeSystem::new();
        let mut process = system.start(&shell("sleep 60")).unwrap();
        let stop = StopToken::new();
        stop.stop();
        assert_eq!(process.wait(&stop).unwrap(), 128 + 9);
    }
}
