//! A program in a pipeline.

use std::io::Write;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};

use remora_dotnet::types::system_text::codec::Codec;
use remora_dotnet::types::system_text::encoding;
use remora_hosting::{HostUi, Record};
use remora_psobject::{ErrorCategory, ErrorRecord, Exception, PsString, TypeId, Value};

use super::output::Output;
use super::routes::{Route, Stream};
use super::sink::Sink;
use crate::binder::RawArgument;
use crate::command::{CommandRuntime, CommandState};
use crate::context::ExecutionContext;
use crate::errors::{self, Flow};
use crate::formatting::FormattingRun;
use crate::native::arguments::words;
use crate::native::lines::{Piece, read_bytes, read_lines};
use crate::native::{ProcessRequest, RunningProcess, StreamMode};

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
    /// Objects on their way to the lines that the program reads.
    lines: Option<Box<dyn FormattingRun>>,
    /// It has got lines.
    has_input: bool,
}

/// Columns of the text that objects become for a program.
const INPUT_WIDTH: usize = 120;

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
            lines: None,
            has_input: false,
        }
    }

    /// Says that the next stage takes bytes.
    pub(super) fn give_bytes(&mut self) {
        self.bytes = true;
    }

    fn start_error(&self, context: &ExecutionContext, state: &CommandState, why: &str) -> Flow {
        let message = format!(
            "Program '{}' failed to run: {why}{}.",
            self.path.rsplit('/').next().unwrap_or(&self.path),
            state.invocation(context).position_message
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
        state: &mut CommandState,
        output: &mut Output<'_>,
    ) -> Result<(), Flow> {
        let Some(launcher) = context.launcher().cloned() else {
            let why = "programs cannot be started in this session";
            return Err(self.start_error(context, state, why));
        };
        let given = std::mem::take(&mut self.arguments);
        let mut runtime = CommandRuntime::new(context, state, output);
        let arguments = words(&mut runtime, &given);
        let lends_screen = context.host().ui().is_some_and(HostUi::lends_screen);
        let screen = lends_screen && output.is_screen();
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
        let mut process = launcher.start(&request).map_err(|failure| {
            // A file that is no program is handed to what opens documents, which is not there.
            let why = match failure.kind() {
                std::io::ErrorKind::PermissionDenied => "No such file or directory".to_owned(),
                _ => failure.to_string(),
            };
            let why = format!(
                "An error occurred trying to start process '{}' with working directory '{}'. {why}",
                self.path, request.working_directory
            );
            self.start_error(context, state, &why)
        })?;
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
            Piece::Line(line) => output.write(context, Value::Str(line)),
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
                let record = Arc::new(record);
                let value = Value::live_arc(Arc::clone(&record));
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
        match value.base() {
            Value::U8(byte) => self.give(&[*byte]),
            Value::Array(array) if array.to_bytes().is_some() => {
                self.give(&array.to_bytes().unwrap_or_default());
            }
            Value::Str(text) if self.lines.is_none() => {
                self.give_lines(context, std::slice::from_ref(text));
            }
            _ => {
                // Objects go as the text that the screen would show.
                let run = self.lines.get_or_insert_with(|| {
                    let formatter = Arc::clone(context.formatter());
                    formatter.start_text(context, INPUT_WIDTH)
                });
                let lines = run.object(context, &value)?;
                self.give_lines(context, &lines);
            }
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
        if let Some(mut run) = self.lines.take() {
            let lines = run.finish(context)?;
            self.give_lines(context, &lines);
        }
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
        let code = process
            .wait(&stop)
            .map_err(|failure| self.start_error(context, state, &failure.to_string()))?;
        context.set_exit_code(code);
        if code != 0 {
            context.pipeline_failed = true;
            return self.exit_code_error(context, state, code, process.id(), output);
        }
        Ok(())
    }

    /// Gives the program lines, in the encoding that `$OutputEncoding` names.
    fn give_lines(&mut self, context: &mut ExecutionContext, lines: &[PsString]) {
        let codec = context.variable("OutputEncoding").as_ref().and_then(encoding::codec_of);
        let mut bytes = Vec::new();
        for line in lines {
            match codec {
                None | Some(Codec::Utf8(_)) => bytes.extend_from_slice(line.as_bytes()),
                Some(codec) => {
                    if !std::mem::replace(&mut self.has_input, true) {
                        bytes.extend_from_slice(codec.preamble());
                    }
                    let units: Vec<u16> = line.encode_utf16().collect();
                    bytes.extend(codec.encode(&units));
                }
            }
            match codec {
                None | Some(Codec::Utf8(_)) => bytes.push(b'\n'),
                Some(codec) => bytes.extend(codec.encode(&[u16::from(b'\n')])),
            }
        }
        self.give(&bytes);
    }

    fn give(&mut self, bytes: &[u8]) {
        if let Some(input) = &mut self.input
            && input.write_all(bytes).is_err()
        {
            // The program has closed its input: what follows is of no use to it.
            self.input = None;
        }
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
            format!("Program \"{name}\" ended with non-zero exit code: {code} (0x{code:02X})."),
        )
        .with_property("Path", self.path.clone())
        .with_property("ExitCode", code)
        .with_property("ProcessId", i32::try_from(process_id).unwrap_or(0));
        let record = ErrorRecord::new(
            exception,
            "ProgramExitedWithNonZeroCode",
            ErrorCategory::NotSpecified,
            Value::Str(self.path.clone()),
        );
        errors::report::write_error(context, state, output, record.into())
    }

    pub(super) fn clean(&mut self) {
        self.input = None;
        self.pieces = None;
        if let Some(mut process) = self.process.take() {
            process.kill();
        }
    }
}
