//! The prompt: reads lines, runs them where the prompt points to, shows what comes.
//!
//! The shell's own runspace and a remote one are driven alike, through the traits of hosting: the line
//! goes to the runspace with `Out-Default` behind it, and output comes back through the host.

use std::sync::Arc;
use std::sync::mpsc;

use remora_hosting::{
    Command, ConnectionInfo, Host, InvocationState, MergeTarget, Merges, Pipeline, PipelineCommand,
    Record, Runspace, RunspaceState,
};
use remora_psobject::{ErrorRecord, Value};

use crate::console::{ConsoleHost, Line};

/// How a prompt loop ended.
pub(crate) struct Ended {
    /// The code for the program.
    pub(crate) exit_code: i32,
}

/// What a pipeline gave.
struct Outcome {
    output: Vec<Value>,
    reason: Option<Arc<ErrorRecord>>,
    state: InvocationState,
}

/// The loop of one program.
pub(crate) struct PromptLoop {
    host: Arc<ConsoleHost>,
    local: Arc<dyn Runspace>,
    /// Lines are written out as they are read: nobody sees them being typed.
    echo: bool,
}

impl PromptLoop {
    pub(crate) fn new(host: Arc<ConsoleHost>, local: Arc<dyn Runspace>, echo: bool) -> Self {
        Self { host, local, echo }
    }

    /// Runs until `exit` or the end of input.
    pub(crate) fn run(&self) -> std::io::Result<Ended> {
        let mut last_failed = false;
        loop {
            if let Some(exit_code) = self.host.exit_code() {
                return Ok(Ended { exit_code });
            }
            let runspace = self.current();
            let prompt = self.prompt(&*runspace);
            match self.read(&prompt)? {
                Typed::Command(text) => last_failed = !self.execute(&*runspace, &text),
                Typed::Nothing => {}
                Typed::End => return Ok(Ended { exit_code: i32::from(last_failed) }),
            }
        }
    }

    /// The runspace that the prompt talks to. One that broke is left.
    fn current(&self) -> Arc<dyn Runspace> {
        while let Some(pushed) = self.host.pushed() {
            if pushed.state() == RunspaceState::Opened {
                return pushed;
            }
            let name = pushed.connection().computer_name();
            if let Some(ui) = self.host.ui() {
                ui.write_error_line(&format!(
                    "The session with {name} has ended. The prompt is back on this computer."
                ));
            }
            if self.host.pop_runspace().is_err() {
                break;
            }
        }
        Arc::clone(&self.local)
    }

    /// The text of the prompt function.
    fn prompt(&self, runspace: &dyn Runspace) -> String {
        let outcome = self.invoke(runspace, PipelineCommand::of(Command::named("prompt")));
        let text = outcome.output.first().and_then(|value| value.as_str().map(str::to_owned));
        let text = text.filter(|text| !text.is_empty()).unwrap_or_else(|| "PS>".into());
        match runspace.connection() {
            ConnectionInfo::Local => text,
            other => format!("[{}]: {text}", other.computer_name()),
        }
    }

    /// Reads lines until they are a whole command, or an empty line ends them.
    fn read(&self, prompt: &str) -> std::io::Result<Typed> {
        let mut text = String::new();
        let mut shown = prompt.to_owned();
        loop {
            if self.echo {
                self.write(&shown);
            }
            let line = match self.host.read_command(&shown)? {
                Line::Text(line) => line,
                Line::Cancelled => return Ok(Typed::Nothing),
                Line::End if text.is_empty() => return Ok(Typed::End),
                Line::End => return Ok(Typed::Command(text)),
            };
            if self.echo {
                self.write(&format!("{line}\n"));
            }
            let is_continued = !text.is_empty();
            if is_continued && line.is_empty() {
                return Ok(Typed::Command(text));
            }
            if is_continued {
                text.push('\n');
            }
            text.push_str(&line);
            if text.trim().is_empty() {
                return Ok(Typed::Nothing);
            }
            // A block goes on until an empty line, so that more can follow its last brace.
            if !is_continued && !remora_syntax::is_incomplete(&text) {
                return Ok(Typed::Command(text));
            }
            shown = ">> ".into();
        }
    }

    /// Runs a line and shows what comes. Whether it went well.
    fn execute(&self, runspace: &dyn Runspace, text: &str) -> bool {
        let is_local = matches!(runspace.connection(), ConnectionInfo::Local);
        let line = Command {
            text: text.into(),
            is_script: true,
            use_local_scope: Some(false),
            ..Command::default()
        };
        let show = Command {
            merges: Merges {
                error: MergeTarget::Output,
                previous_results: true,
                ..Merges::default()
            },
            ..Command::named("Out-Default")
        };
        let mut command = PipelineCommand::of(line).pipe(show);
        command.add_to_history = true;
        let outcome = self.invoke(runspace, command);
        self.host.console().end_progress();
        match outcome.state {
            InvocationState::Completed => true,
            InvocationState::Stopped if is_local => false,
            _ => {
                if let Some(reason) = outcome.reason {
                    self.show_error(runspace, reason);
                }
                false
            }
        }
    }

    /// Lets the runspace show an error that ended a line.
    fn show_error(&self, runspace: &dyn Runspace, error: Arc<ErrorRecord>) {
        let mut command = PipelineCommand::of(Command::named("Out-Default"));
        command.no_input = false;
        let message = error.message();
        let input = Value::live_arc(error);
        let shown = self.invoke_with_input(runspace, command, Some(input));
        if shown.state != InvocationState::Completed
            && let Some(ui) = self.host.ui()
        {
            ui.write_error_line(&message);
        }
    }

    fn invoke(&self, runspace: &dyn Runspace, command: PipelineCommand) -> Outcome {
        self.invoke_with_input(runspace, command, None)
    }

    fn invoke_with_input(
        &self,
        runspace: &dyn Runspace,
        command: PipelineCommand,
        input: Option<Value>,
    ) -> Outcome {
        let host: Arc<dyn Host> = self.host.clone();
        let pipeline = match runspace.create_pipeline(command, Some(host)) {
            Ok(pipeline) => pipeline,
            Err(reason) => {
                let state = InvocationState::Failed;
                return Outcome { output: Vec::new(), reason: Some(reason), state };
            }
        };
        let (sender, receiver) = mpsc::channel();
        pipeline.start(Arc::new(move |record: Record| {
            // Nobody listens any more after the final state.
            let _ = sender.send(record);
        }));
        if let Some(input) = input {
            pipeline.write_input(input);
            pipeline.end_input();
        }
        let stopping: Arc<dyn Pipeline> = Arc::clone(&pipeline);
        self.host.interruptible(Arc::new(move || stopping.stop()), || self.collect(&receiver))
    }

    /// Takes records up to the final state.
    fn collect(&self, records: &mpsc::Receiver<Record>) -> Outcome {
        let mut output = Vec::new();
        while let Ok(record) = records.recv() {
            match record {
                Record::Output(value) => output.push(value),
                Record::State(change) if change.state.is_final() => {
                    return Outcome { output, reason: change.reason, state: change.state };
                }
                // The other streams reach the person through the host.
                _ => {}
            }
        }
        Outcome { output, reason: None, state: InvocationState::Failed }
    }

    fn write(&self, text: &str) {
        if let Some(ui) = self.host.ui() {
            ui.write(text, None, None);
        }
    }
}

enum Typed {
    Command(String),
    Nothing,
    End,
}
