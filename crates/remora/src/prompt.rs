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
use crate::display::Display;

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

    /// Runs until `exit` or the end of input. `last_code` is that of what ran before.
    pub(crate) fn run(&self, display: &Display, last_code: i32) -> std::io::Result<Ended> {
        let mut last_failed = last_code != 0;
        loop {
            if let Some(exit_code) = self.host.exit_code() {
                return Ok(Ended { exit_code });
            }
            let runspace = self.current();
            let prompt = self.prompt(&*runspace, display);
            match self.read(&prompt)? {
                Typed::Command(text) => last_failed = !self.execute(&*runspace, &text, display),
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
    fn prompt(&self, runspace: &dyn Runspace, display: &Display) -> String {
        let mut command = PipelineCommand::of(Command::named("prompt"));
        command.keeps_status = true;
        let outcome = self.invoke(runspace, command, None, display);
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
                // A command that is not whole, or could still go on, is not run.
                Line::End => return Ok(Typed::End),
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
            if !is_continued && !remora_syntax::parse(&text, None).is_incomplete() {
                return Ok(Typed::Command(text));
            }
            shown = ">> ".into();
        }
    }

    /// Runs a line and shows what comes. Whether it went well.
    fn execute(&self, runspace: &dyn Runspace, text: &str, display: &Display) -> bool {
        let line = Command {
            text: text.into(),
            is_script: true,
            use_local_scope: Some(false),
            ..Command::default()
        };
        let mut command = PipelineCommand::of(line);
        let xml = self.host.console().xml_output();
        if xml.is_none() {
            command = command.pipe(show(is_local(runspace)));
        }
        command.add_to_history = true;
        let outcome = self.invoke(runspace, command, None, display);
        self.host.console().end_progress();
        if let Some(xml) = xml {
            outcome.output.iter().for_each(|value| xml.write(value.clone()));
        }
        match outcome.state {
            InvocationState::Completed if is_local(runspace) && !self.host.is_interactive() => {
                // Nobody sees it, so that it is told by the exit code.
                let status = PipelineCommand::script("$?");
                let status = self.invoke(runspace, status, None, display).output;
                status.first().and_then(Value::as_bool).unwrap_or(true)
            }
            InvocationState::Completed => true,
            InvocationState::Stopped if is_local(runspace) => false,
            _ => {
                if let Some(reason) = outcome.reason.filter(|_| !is_local(runspace)) {
                    self.show_remote_error(runspace, reason, display);
                }
                false
            }
        }
    }

    /// Lets the far end show an error that ended a line, so that it looks as it does there.
    fn show_remote_error(
        &self,
        runspace: &dyn Runspace,
        error: Arc<ErrorRecord>,
        display: &Display,
    ) {
        let mut command = PipelineCommand::of(Command::named("Out-Default"));
        command.no_input = false;
        let input = Value::live_arc(Arc::clone(&error));
        let shown = self.invoke(runspace, command, Some(input), display);
        if shown.state != InvocationState::Completed {
            display.error(&error);
        }
    }

    fn invoke(
        &self,
        runspace: &dyn Runspace,
        command: PipelineCommand,
        input: Option<Value>,
        display: &Display,
    ) -> Outcome {
        let host: Arc<dyn Host> = Arc::clone(&self.host) as Arc<dyn Host>;
        let pipeline = match runspace.create_pipeline(command, Some(host)) {
            Ok(pipeline) => pipeline,
            Err(reason) => {
                display.error(&reason);
                let state = InvocationState::Failed;
                return Outcome { output: Vec::new(), reason: None, state };
            }
        };
        let (sender, receiver) = mpsc::channel();
        // What happens at the far end is shown by calls of this host; what happens here, by its records.
        let display = Some(display.clone()).filter(|_| is_local(runspace));
        pipeline.start(Arc::new(move |record: Record| {
            if let Some(display) = &display {
                display.record(&record);
            }
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
                // The other streams were shown when they came.
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

fn is_local(runspace: &dyn Runspace) -> bool {
    matches!(runspace.connection(), ConnectionInfo::Local)
}

/// `Out-Default`; at the far end it also shows the errors of what stands before it.
fn show(is_local: bool) -> Command {
    let merges = if is_local {
        Merges::default()
    } else {
        Merges { error: MergeTarget::Output, previous_results: true, ..Merges::default() }
    };
    Command { merges, ..Command::named("Out-Default") }
}

enum Typed {
    Command(String),
    Nothing,
    End,
}
