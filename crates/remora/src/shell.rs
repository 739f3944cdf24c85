//! What the switches ask for: a command, a file, a prompt, a session host.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc;

use remora_hosting::{Command, Host, InvocationState, PipelineCommand, Record, Runspace};
use remora_psobject::{ErrorRecord, Guid, Value};
use remora_server::runspace_host::ErrorChannel;

use crate::arguments::{Action, Arguments, USAGE_EXIT_CODE, UsageError};
use crate::console::{ConsoleHost, Output};
use crate::display::Display;
use crate::prompt::PromptLoop;
use crate::remote::LazyFactory;
use crate::{session, session_host, version};

const HELP: &str = "
Usage: remora [-NoLogo] [-NoProfile] [-NonInteractive] [-NoExit] [-WorkingDirectory <folder>]
              [[-File] <script> [arguments] | -Command <text> | -EncodedCommand <base64>]
       remora lab <count> [the same]        endpoints on loopback, and a shell that knows them
       remora serve [options]               an endpoint (remora serve --help)
       remora user add|remove|list [...]    the endpoint's accounts (remora user --help)
       remora -s | -sshs                    a session host on standard input and output

With -Command, the text may be - for standard input. Without a command or script, the shell prompts.
";

/// Whether a path names a file.
pub(crate) fn is_file(path: &str) -> bool {
    let path = Path::new(path);
    path.exists() && !path.is_dir()
}

/// Tells what is wrong with the command line. The code for the program.
pub(crate) fn usage_error(error: &UsageError) -> i32 {
    // Nobody reads where writing fails.
    let _ = writeln!(std::io::stderr(), "{}", error.message);
    if error.show_help {
        let _ = write!(std::io::stdout(), "{HELP}");
    }
    USAGE_EXIT_CODE
}

/// Runs the shell. The code for the program.
pub(crate) fn run(arguments: &Arguments, factory: Arc<LazyFactory>) -> anyhow::Result<i32> {
    match &arguments.action {
        Action::Version => {
            writeln!(std::io::stdout(), "{}", version::BANNER)?;
            return Ok(0);
        }
        Action::Help => {
            write!(std::io::stdout(), "{HELP}")?;
            return Ok(0);
        }
        Action::ServerMode => return Ok(session_host::run(ErrorChannel::Error)),
        Action::SshServerMode => return Ok(session_host::run(ErrorChannel::Output)),
        _ => {}
    }
    session::set_factory(factory);
    let non_interactive = arguments.non_interactive;
    let output = Arc::new(Output::new());
    let host =
        Arc::new(ConsoleHost::new(Arc::clone(&output), new_guid(), "en-US", non_interactive));
    watch_interrupts(&host)?;
    let options = session::Options { non_interactive };
    let runspace = session::local_runspace(Arc::clone(&host) as Arc<dyn Host>, &options);
    open(&*runspace)?;
    let shell = Shell { display: Display::new(Arc::clone(&host)), host, runspace };
    if let Some(folder) = &arguments.working_directory {
        let there = Command::named("Set-Location").parameter("LiteralPath", folder.as_str());
        shell.invoke(PipelineCommand::of(there));
    }
    let code = shell.act(arguments);
    output.flush();
    code
}

struct Shell {
    host: Arc<ConsoleHost>,
    runspace: Arc<dyn Runspace>,
    display: Display,
}

/// How a pipeline ended.
struct Outcome {
    state: InvocationState,
    output: Vec<Value>,
}

impl Shell {
    fn act(&self, arguments: &Arguments) -> anyhow::Result<i32> {
        let code = match &arguments.action {
            Action::Command(text) => self.command(text),
            Action::CommandWithArguments(text, words) => {
                let mut script = script_command(text);
                for word in words {
                    script = script.argument(word.as_str());
                }
                self.script(script)
            }
            Action::File(path, words) => self.file(path, words),
            Action::CommandFromInput => self.lines(false)?,
            Action::FileFromInput => self.lines(true)?,
            _ => return self.prompt(!arguments.no_logo),
        };
        if arguments.no_exit && self.host.exit_code().is_none() {
            return self.prompt(false);
        }
        Ok(code)
    }

    /// A command fails where its last statement did.
    fn command(&self, text: &str) -> i32 {
        self.script(script_command(text))
    }

    fn script(&self, script: Command) -> i32 {
        let outcome = self.invoke(PipelineCommand::of(script).pipe(Command::named("Out-Default")));
        if let Some(code) = self.host.exit_code() {
            return code;
        }
        if outcome.state != InvocationState::Completed {
            return 1;
        }
        let status = self.invoke(PipelineCommand::of(script_command("$?")));
        let went_well = status.output.first().and_then(|value| value.as_bool()).unwrap_or(true);
        i32::from(!went_well)
    }

    /// A file fails where it ends early, or exits with a code.
    fn file(&self, path: &str, words: &[String]) -> i32 {
        let quoted = path.replace('\'', "''");
        let mut text = format!("& '{quoted}'");
        if !path.contains('/') {
            text = format!("& './{quoted}'");
        }
        for word in words {
            text.push(' ');
            text.push_str(&argument_text(word));
        }
        let outcome = self
            .invoke(PipelineCommand::of(script_command(&text)).pipe(Command::named("Out-Default")));
        match self.host.exit_code() {
            Some(code) => code,
            None => i32::from(outcome.state != InvocationState::Completed),
        }
    }

    /// Standard input, line by line.
    fn lines(&self, echo: bool) -> anyhow::Result<i32> {
        let prompts = PromptLoop::new(Arc::clone(&self.host), Arc::clone(&self.runspace), echo);
        let ended = prompts.run(&self.display)?;
        Ok(self.host.exit_code().unwrap_or(ended.exit_code))
    }

    fn prompt(&self, logo: bool) -> anyhow::Result<i32> {
        if logo && let Some(ui) = self.host.ui() {
            ui.write_line(version::BANNER, None, None);
        }
        self.lines(!self.host.is_interactive())
    }

    fn invoke(&self, command: PipelineCommand) -> Outcome {
        let (sender, receiver) = mpsc::channel();
        let host: Arc<dyn Host> = Arc::clone(&self.host) as Arc<dyn Host>;
        let pipeline = match self.runspace.create_pipeline(command, Some(host)) {
            Ok(pipeline) => pipeline,
            Err(reason) => {
                self.display.error(&reason);
                return Outcome { state: InvocationState::Failed, output: Vec::new() };
            }
        };
        let display = self.display.clone();
        pipeline.start(Arc::new(move |record: Record| {
            // Shown where it was written, so that the order stays.
            display.record(&record);
            let _ = sender.send(record);
        }));
        let stopping = Arc::clone(&pipeline);
        self.host.interruptible(Arc::new(move || stopping.stop()), || collect(&receiver))
    }
}

fn collect(records: &mpsc::Receiver<Record>) -> Outcome {
    let mut output = Vec::new();
    while let Ok(record) = records.recv() {
        match record {
            Record::Output(value) => output.push(value),
            Record::State(change) if change.state.is_final() => {
                return Outcome { state: change.state, output };
            }
            _ => {}
        }
    }
    Outcome { state: InvocationState::Failed, output }
}

fn script_command(text: &str) -> Command {
    Command {
        text: text.into(),
        is_script: true,
        use_local_scope: Some(false),
        ..Command::default()
    }
}

/// An argument of `-File` as script text: parameters stay parameters, everything else is text.
fn argument_text(word: &str) -> String {
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
    let is_parameter = word
        .strip_prefix('-')
        .and_then(|rest| rest.chars().next())
        .is_some_and(|c| c.is_alphabetic() || c == '_' || c == '?');
    if !is_parameter {
        return quoted(word);
    }
    match word.split_once(':') {
        None => word.to_owned(),
        Some((name, value)) => {
            let plain = value.trim_start_matches('$').to_ascii_lowercase();
            if matches!(plain.as_str(), "true" | "false") && value.starts_with('$') {
                format!("{name}:${plain}")
            } else {
                format!("{name}:{}", quoted(value))
            }
        }
    }
}

fn open(runspace: &dyn Runspace) -> anyhow::Result<()> {
    let (sender, receiver) = mpsc::channel::<Result<(), Arc<ErrorRecord>>>();
    runspace.open(Box::new(move |result| {
        let _ = sender.send(result);
    }));
    match receiver.recv() {
        Ok(Ok(())) => Ok(()),
        Ok(Err(reason)) => anyhow::bail!("the session did not start: {}", reason.message()),
        Err(_) => anyhow::bail!("the session did not start"),
    }
}

/// Ctrl-C stops what runs.
fn watch_interrupts(host: &Arc<ConsoleHost>) -> anyhow::Result<()> {
    let mut signals = signal_hook::iterator::Signals::new([signal_hook::consts::SIGINT])?;
    let host = Arc::downgrade(host);
    std::thread::Builder::new().name("interrupts".into()).spawn(move || {
        for _ in signals.forever() {
            match host.upgrade() {
                Some(host) => drop(host.interrupt()),
                None => return,
            }
        }
    })?;
    Ok(())
}

fn new_guid() -> Guid {
    use rand::RngCore;
    let mut bytes = [0; 16];
    rand::rngs::OsRng.fill_bytes(&mut bytes);
    Guid::from_random(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_of_files_are_text_unless_they_are_parameters() {
        for (word, text) in [
            ("1,2", "'1,2'"),
            ("it's", "'it''s'"),
            ("-Name", "-Name"),
            ("-5", "'-5'"),
            ("-Switch:$False", "-Switch:$false"),
            ("-Text:$x", "-Text:'$x'"),
        ] {
            assert_eq!(argument_text(word), text);
        }
    }
}
