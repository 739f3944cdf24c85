//! A program in a pipeline.

use std::io::{BufRead, BufReader, Read, Write};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use remora_hosting::Record;
use remora_psobject::{ErrorCategory, ErrorRecord, Exception, PsString, TypeId, Value};

use super::output::Output;
use super::routes::{Route, Stream};
use super::sink::Sink;
use crate::binder::RawArgument;
use crate::command::CommandState;
use crate::context::ExecutionContext;
use crate::errors::{self, Flow};
use crate::native::{ProcessRequest, RunningProcess, StreamMode};

/// What a program wrote.
enum Piece {
    Line(String),
    Bytes(Vec<u8>),
    Error(String),
}

/// A program that is about to run, or runs.
pub(super) struct NativeStage {
    path: PsString,
    arguments: Vec<RawArgument>,
    process: Option<Box<dyn RunningProcess>>,
    input: Option<Box<dyn Write + Send>>,
    pieces: Option<Receiver<Piece>>,
    /// The next stage is a program too.
    bytes: bool,
    first_error: bool,
}

/// The argument as the program gets it.
fn texts(context: &mut ExecutionContext, arguments: &[RawArgument]) -> Vec<String> {
    let mut found = Vec::new();
    for argument in arguments {
        match argument {
            RawArgument::Positional { value, word } => match word {
                Some(word) => found.push(word.to_string()),
                None => match context.enumerate(value) {
                    Some(items) => {
                        for item in items {
                            found.push(context.text(&item).to_string());
                        }
                    }
                    None if value.is_null() => {}
                    None => found.push(context.text(value).to_string()),
                },
            },
            RawArgument::Named { text, value, .. } => {
                let mut word = text.to_string();
                match value {
                    Some(value) => {
                        word.push_str(&context.text(value));
                        found.push(word);
                    }
                    None => found.push(word),
                }
            }
        }
    }
    found
}

fn read_lines(source: Box<dyn Read + Send>, sender: &SyncSender<Piece>, error: bool) {
    let mut reader = BufReader::new(source);
    let mut line = Vec::new();
    loop {
        line.clear();
        match reader.read_until(b'\n', &mut line) {
            Ok(0) | Err(_) => return,
            Ok(_) => {}
        }
        if line.last() == Some(&b'\n') {
            line.pop();
            if line.last() == Some(&b'\r') {
                line.pop();
            }
        }
        let text = String::from_utf8_lossy(&line).into_owned();
        let piece = if error { Piece::Error(text) } else { Piece::Line(text) };
        if sender.send(piece).is_err() {
            return;
        }
    }
}

fn read_bytes(mut source: Box<dyn Read + Send>, sender: &SyncSender<Piece>) {
    let mut buffer = vec![0; 65_536];
    loop {
        match source.read(&mut buffer) {
            Ok(0) | Err(_) => return,
            Ok(count) => {
                let chunk = buffer.get(..count).unwrap_or_default().to_vec();
                if sender.send(Piece::Bytes(chunk)).is_err() {
                    return;
                }
            }
        }
    }
}

impl NativeStage {
    pub(super) fn new(path: PsString, arguments: Vec<RawArgument>) -> Self {
        Self {
            path,
            arguments,
            process: None,
            input: None,
            pieces: None,
            bytes: false,
            first_error: true,
        }
    }

    /// Says that the next stage takes bytes.
    pub(super) fn give_bytes(&mut self) {
        self.bytes = true;
    }

    fn start_error(&self, why: &str) -> Flow {
        let message = format!(
            "Program '{}' failed to run: {why}",
            self.path.rsplit('/').next().unwrap_or(&self.path)
        );
        errors::error(
            TypeId::APPLICATION_FAILED_EXCEPTION,
            message,
            "NativeCommandFailed",
            ErrorCategory::ResourceUnavailable,
            Value::Null,
        )
        .into()
    }

    pub(super) fn begin(
        &mut self,
        context: &mut ExecutionContext,
        state: &CommandState,
        output: &mut Output<'_>,
    ) -> Result<(), Flow> {
        let Some(launcher) = context.launcher().cloned() else {
            return Err(self.start_error("programs cannot be started in this session"));
        };
        let arguments = texts(context, &self.arguments);
        let screen = output.is_screen();
        let errors_on_screen =
            screen && matches!(context.routes.get(Stream::Error), Route::Default);
        let request = ProcessRequest {
            program: self.path.to_string(),
            arguments,
            working_directory: context.working_directory(),
            environment: Vec::new(),
            input: if state.expecting_input { StreamMode::Piped } else { StreamMode::Inherit },
            output: if screen { StreamMode::Inherit } else { StreamMode::Piped },
            error: if errors_on_screen { StreamMode::Inherit } else { StreamMode::Piped },
        };
        let mut process =
            launcher.start(&request).map_err(|failure| self.start_error(&failure.to_string()))?;
        self.input = process.take_input();
        let (sender, receiver) = sync_channel(1024);
        if let Some(source) = process.take_output() {
            let (sender, bytes) = (sender.clone(), self.bytes);
            let _ = std::thread::Builder::new().spawn(move || {
                if bytes {
                    read_bytes(source, &sender);
                } else {
                    read_lines(source, &sender, false);
                }
            });
        }
        if let Some(source) = process.take_error() {
            let _ = std::thread::Builder::new().spawn(move || read_lines(source, &sender, true));
        }
        self.pieces = Some(receiver);
        self.process = Some(process);
        Ok(())
    }

    fn pass(
        &mut self,
        context: &mut ExecutionContext,
        piece: Piece,
        output: &mut Output<'_>,
    ) -> Result<(), Flow> {
        match piece {
            Piece::Line(line) => output.write(context, line.into()),
            Piece::Bytes(bytes) => output.write(context, Value::bytes(bytes)),
            Piece::Error(line) => {
                let id = if self.first_error {
                    "NativeCommandError"
                } else {
                    "NativeCommandErrorMessage"
                };
                self.first_error = false;
                let record = ErrorRecord::new(
                    Exception::new(TypeId::REMOTE_EXCEPTION, line.clone()),
                    id,
                    ErrorCategory::NotSpecified,
                    line.into(),
                );
                let record = std::sync::Arc::new(record);
                let value = Value::live_arc(std::sync::Arc::clone(&record));
                context.routes.tap(Stream::Error, &value);
                if context.routes.divert(Stream::Error, &value) {
                    return output.flush(context);
                }
                context.publish(Record::Error(record));
                Ok(())
            }
        }
    }

    pub(super) fn process(
        &mut self,
        context: &mut ExecutionContext,
        value: Value,
        output: &mut Output<'_>,
    ) -> Result<(), Flow> {
        let bytes = match value.base() {
            Value::Array(array) => array.to_bytes(),
            _ => None,
        };
        let bytes = match bytes {
            Some(bytes) => bytes,
            None => {
                let mut text = context.display_text(&value).to_string();
                text.push('\n');
                text.into_bytes()
            }
        };
        if let Some(input) = &mut self.input
            && input.write_all(&bytes).is_err()
        {
            // The program has closed its input: what follows is of no use to it.
            self.input = None;
        }
        while let Some(piece) = self.pieces.as_ref().and_then(|pieces| pieces.try_recv().ok()) {
            self.pass(context, piece, output)?;
        }
        Ok(())
    }

    pub(super) fn end(
        &mut self,
        context: &mut ExecutionContext,
        state: &CommandState,
        output: &mut Output<'_>,
    ) -> Result<(), Flow> {
        self.input = None;
        let stop = context.stop_token().clone();
        let waker = self.pieces.is_some();
        if waker {
            while let Some(piece) = self.next_piece(&stop) {
                self.pass(context, piece, output)?;
            }
        }
        let Some(mut process) = self.process.take() else {
            return Ok(());
        };
        let code = process.wait(&stop).map_err(|failure| self.start_error(&failure.to_string()))?;
        context.set_exit_code(code);
        if code != 0 {
            context.pipeline_failed = true;
            return self.exit_code_error(context, state, code, process.id(), output);
        }
        Ok(())
    }

    fn next_piece(&self, stop: &remora_hosting::StopToken) -> Option<Piece> {
        use std::sync::mpsc::RecvTimeoutError;
        let pieces = self.pieces.as_ref()?;
        loop {
            match pieces.recv_timeout(std::time::Duration::from_millis(50)) {
                Ok(piece) => return Some(piece),
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) if stop.is_stopped() => return None,
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    /// `$PSNativeCommandUseErrorActionPreference`
    fn exit_code_error(
        &self,
        context: &mut ExecutionContext,
        state: &CommandState,
        code: i32,
        process_id: u32,
        output: &mut Output<'_>,
    ) -> Result<(), Flow> {
        let wanted = context
            .variable("PSNativeCommandUseErrorActionPreference")
            .is_some_and(|value| context.is_true(&value));
        if !wanted {
            return Ok(());
        }
        let name = self.path.rsplit('/').next().unwrap_or(&self.path);
        let exception = Exception::new(
            TypeId::NATIVE_COMMAND_EXIT_EXCEPTION,
            format!("Program \"{name}\" ended with non-zero exit code: {code} (0x{code:08X})."),
        )
        .with_property("Path", self.path.clone())
        .with_property("ExitCode", code)
        .with_property("ProcessId", i32::try_from(process_id).unwrap_or(0));
        let record = ErrorRecord::new(
            exception,
            "ProgramExitedWithNonZeroCode",
            ErrorCategory::NotSpecified,
            name.into(),
        );
        let record = state.complete(context, record.into());
        errors::report::write_error(context, state, output, record)
    }

    pub(super) fn clean(&mut self) {
        self.input = None;
        self.pieces = None;
        if let Some(mut process) = self.process.take() {
            process.kill();
        }
    }
}
