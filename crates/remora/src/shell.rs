//! What the switches ask for: a command, a file, a prompt, a session host.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc;

use remora_hosting::{Command, Host, InvocationState, PipelineCommand, Record, Runspace};
use remora_psobject::{ErrorRecord, Guid, Value};
use remora_server::runspace_host::ErrorChannel;

use crate::arguments::{Action, Arguments, Format, USAGE_EXIT_CODE, UsageError, encoded_list};
use crate::console::{ConsoleHost, Manner, Output};
use crate::display::Display;
use crate::named_pipe::NamedPipe;
use crate::piped_input::PipedInput;
use crate::prompt::PromptLoop;
use crate::remote::LazyFactory;
use crate::startup::{self, Places, Settings, SettingsError};
use crate::xml_output::XmlOutput;
use crate::{session, session_host, version};

/// The code of what failed without one of its own.
const FAILED: i32 = 1;
/// The code where a session configuration cannot be used.
const CONFIGURATION_EXIT_CODE: i32 = 70;
/// The code of a process that was aborted, as a shell tells it.
const ABORTED_EXIT_CODE: i32 = 134;

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
    let places = Places::of_this_process();
    let settings = match Settings::load(&places, arguments.settings_file.as_deref()) {
        Ok(settings) => settings,
        Err(error) => return Ok(settings_error(&error)),
    };
    if let Some(reason) = configuration_error(arguments) {
        let start = "The shell cannot be started. A failure occurred during initialization:";
        writeln!(std::io::stderr(), "{start}\n{reason}")?;
        return Ok(CONFIGURATION_EXIT_CODE);
    }
    startup::prepare_environment(&places, &settings);
    let _pipe = arguments.custom_pipe_name.as_deref().map(NamedPipe::listen).transpose()?;
    let output = Arc::new(Output::new());
    let xml = Arc::new(XmlOutput::default());
    let manner = manner(arguments, &xml);
    let culture = session::culture().name.clone().into();
    let host = Arc::new(ConsoleHost::new(Arc::clone(&output), new_guid(), culture, manner));
    watch_interrupts(&host)?;
    let options = session::Options {
        non_interactive: arguments.non_interactive,
        profile: places.profile_variable(),
    };
    let runspace = session::local_runspace(Arc::clone(&host) as Arc<dyn Host>, &options);
    open(&*runspace)?;
    let shell = Shell { display: Display::new(Arc::clone(&host)), host, runspace };
    shell.greet(arguments);
    if !arguments.no_profile {
        shell.run_profiles(&places);
    }
    if let Some(folder) = &arguments.working_directory {
        let there = Command::named("Set-Location").parameter("LiteralPath", folder.as_str());
        shell.invoke(PipelineCommand::of(there), None);
    }
    let code = shell.act(arguments);
    xml.finish(&output);
    output.flush();
    if let Some(failure) = output.failure() {
        output.write_error(&format!("out-lineoutput: {failure}\n"));
        return Ok(1);
    }
    code
}

/// How the console behaves: what a caller reads as objects is written as such.
fn manner(arguments: &Arguments, xml: &Arc<XmlOutput>) -> Manner {
    let writes_objects = arguments.output_format == Some(Format::Xml);
    Manner {
        non_interactive: arguments.non_interactive,
        no_echo: arguments.action == Action::CommandFromInput,
        xml_output: writes_objects.then(|| Arc::clone(xml)),
        xml_errors: writes_objects.then(|| Arc::clone(xml)),
    }
}

/// Tells why the settings cannot be had. The code for the program.
fn settings_error(error: &SettingsError) -> i32 {
    let (message, code) = match error {
        SettingsError::Missing(file) => (
            format!(
                "The argument '{file}' passed to the -SettingsFile does not exist. Provide the path to an existing \
                 json file as an argument to the -SettingsFile parameter."
            ),
            USAGE_EXIT_CODE,
        ),
        SettingsError::Unreadable(file) => (
            format!(
                "Unhandled exception. System.Management.Automation.PSInvalidOperationException: PowerShell has \
                 stopped working because of a security issue: Cannot read the configuration file: {file}"
            ),
            ABORTED_EXIT_CODE,
        ),
    };
    // Nobody reads where writing fails.
    let _ = writeln!(std::io::stderr(), "{message}");
    code
}

/// Why a session of this configuration cannot be had, where one is asked for.
fn configuration_error(arguments: &Arguments) -> Option<String> {
    if let Some(name) = &arguments.configuration_name {
        return Some(format!("Cannot create or open the configuration session {name}."));
    }
    let file = arguments.configuration_file.as_ref()?;
    Some(if !is_file(file) {
        format!("The provided configuration file '{file}' does not exist.")
    } else if !file.to_ascii_lowercase().ends_with(".pssc") {
        format!("The provided configuration file '{file}' must have a .pssc file extension.")
    } else {
        // To run without its restrictions would be worse than not to run.
        format!(
            "The configuration file '{file}' cannot be applied: the shell does not read them yet."
        )
    })
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
    /// Says what this is, where a prompt follows.
    fn greet(&self, arguments: &Arguments) {
        if arguments.action == Action::Interactive
            && !arguments.no_logo
            && let Some(ui) = self.host.ui()
        {
            ui.write_line(version::BANNER, None, None);
        }
    }

    /// Runs the profiles that are there. `exit` in one ends no more than that one.
    fn run_profiles(&self, places: &Places) {
        for file in places.profiles().iter().filter(|file| is_file(file)) {
            let text = format!(". '{}'", file.replace('\'', "''"));
            self.invoke(self.shown(PipelineCommand::script(text)), None);
            self.host.forget_exit();
        }
    }

    fn act(&self, arguments: &Arguments) -> anyhow::Result<i32> {
        let input = |script: &str| PipedInput::of(script, arguments.input_format);
        let code = match &arguments.action {
            // What lacks its end is neither run nor complained about.
            Action::Command(text) if remora_syntax::parse(text, None).is_incomplete() => FAILED,
            Action::Command(text) => {
                let mut script = script_command(text);
                if let Some(list) = &arguments.encoded_arguments {
                    for value in encoded_list(list).unwrap_or_default() {
                        script = script.argument(value);
                    }
                }
                self.script(script, input(text))
            }
            Action::CommandWithArguments(text, words) => {
                self.script(with_words(script_command(text), words), input(text))
            }
            Action::File(path, words) => self.file(path, words, input),
            Action::CommandFromInput => self.lines(false, 0)?,
            Action::FileFromInput => self.lines(true, 0)?,
            _ => return self.lines(!self.host.is_interactive(), 0),
        };
        if arguments.no_exit && matches!(arguments.action, Action::File(..)) {
            // What it ended was the script.
            self.host.forget_exit();
            return self.lines(!self.host.is_interactive(), 0);
        }
        if arguments.no_exit && self.host.exit_code().is_none() {
            return self.lines(!self.host.is_interactive(), code);
        }
        Ok(code)
    }

    /// A command fails where its last statement did.
    fn script(&self, script: Command, input: Result<Option<PipedInput>, String>) -> i32 {
        let input = match input {
            Ok(input) => input,
            Err(message) => return self.complain(&message),
        };
        let outcome = self.invoke(self.shown(PipelineCommand::of(script)), input);
        if let Some(code) = self.host.exit_code() {
            return code;
        }
        if outcome.state != InvocationState::Completed {
            return FAILED;
        }
        let status = self.invoke(PipelineCommand::script("$?"), None);
        let went_well = status.output.first().and_then(Value::as_bool).unwrap_or(true);
        i32::from(!went_well)
    }

    /// A file fails where it ends early, or exits with a code. A file that is stopped does not.
    fn file(
        &self,
        path: &str,
        words: &[String],
        input: impl Fn(&str) -> Result<Option<PipedInput>, String>,
    ) -> i32 {
        let full = absolute(path);
        let Ok(bytes) = std::fs::read(&full) else {
            let message = format!("ObjectNotFound: Access to the path '{full}' is denied.");
            return self.complain(&message);
        };
        let text = String::from_utf8_lossy(&bytes);
        let input = match input(&text) {
            Ok(input) => input,
            Err(message) => return self.complain(&message),
        };
        // Only a name with this ending is a script to the engine; other files are read for it.
        let command = if full.to_ascii_lowercase().ends_with(".ps1") {
            Command { use_local_scope: Some(false), ..Command::named(full) }
        } else {
            script_command(&text)
        };
        let outcome =
            self.invoke(self.shown(PipelineCommand::of(with_words(command, words))), input);
        match (self.host.exit_code(), outcome.state) {
            (Some(code), _) => code,
            (None, InvocationState::Failed) => FAILED,
            (None, _) => 0,
        }
    }

    /// Tells what is wrong. The code for the program.
    fn complain(&self, message: &str) -> i32 {
        if let Some(ui) = self.host.ui() {
            ui.write_error_line(message);
        }
        FAILED
    }

    /// Standard input, line by line. `last_code` is that of what ran before.
    fn lines(&self, echo: bool, last_code: i32) -> anyhow::Result<i32> {
        let prompts = PromptLoop::new(Arc::clone(&self.host), Arc::clone(&self.runspace), echo);
        let ended = prompts.run(&self.display, last_code)?;
        Ok(self.host.exit_code().unwrap_or(ended.exit_code))
    }

    /// A pipeline whose output is shown, unless it goes to a program that reads objects.
    fn shown(&self, command: PipelineCommand) -> PipelineCommand {
        match self.host.console().xml_output() {
            Some(_) => command,
            None => command.pipe(Command::named("Out-Default")),
        }
    }

    fn invoke(&self, mut command: PipelineCommand, input: Option<PipedInput>) -> Outcome {
        let (sender, receiver) = mpsc::channel();
        let host: Arc<dyn Host> = Arc::clone(&self.host) as Arc<dyn Host>;
        let is_status = command.statements.iter().all(|statement| {
            statement.commands.iter().all(|command| command.text.as_str() == "$?")
        });
        command.no_input = input.is_none();
        let pipeline = match self.runspace.create_pipeline(command, Some(host)) {
            Ok(pipeline) => pipeline,
            Err(reason) => {
                self.display.error(&reason);
                return Outcome { state: InvocationState::Failed, output: Vec::new() };
            }
        };
        let display = self.display.clone();
        let xml = self.host.console().xml_output().filter(|_| !is_status).cloned();
        pipeline.start(Arc::new(move |record: Record| {
            // Shown where it was written, so that the order stays.
            display.record(&record);
            if let (Some(xml), Record::Output(value)) = (&xml, &record) {
                xml.write(value.clone());
            }
            let _ = sender.send(record);
        }));
        if let Some(input) = input {
            input.feed(Arc::clone(&pipeline));
        }
        let stopping = Arc::clone(&pipeline);
        self.host.interruptible(Arc::new(move || stopping.stop()), || collect(&receiver))
    }
}

/// The whole path of a file.
fn absolute(path: &str) -> String {
    std::path::absolute(path).map_or_else(|_| path.to_owned(), |path| path.display().to_string())
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

/// A command with the words after a file's name: parameters stay parameters, everything else is text.
fn with_words(mut command: Command, words: &[String]) -> Command {
    for word in words {
        command = match parameter(word) {
            None => command.argument(word.as_str()),
            Some((name, None)) => command.parameter(name, Value::Null),
            Some((name, Some(value))) => command.parameter(name, value),
        };
    }
    command
}

/// A word that names a parameter, and the value that stands behind a colon.
fn parameter(word: &str) -> Option<(&str, Option<Value>)> {
    let rest = word.strip_prefix('-')?;
    let first = rest.chars().next()?;
    if !(first.is_alphabetic() || first == '_' || first == '?') {
        return None;
    }
    Some(match rest.split_once(':') {
        None | Some((_, "")) => (rest.trim_end_matches(':'), None),
        Some((name, value)) => {
            let value = match value.trim_start_matches('$').to_ascii_lowercase().as_str() {
                "true" => true.into(),
                "false" => false.into(),
                _ => value.into(),
            };
            (name, Some(value))
        }
    })
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

/// Ctrl-C stops what runs, unless whoever started the program wants it ignored.
fn watch_interrupts(host: &Arc<ConsoleHost>) -> anyhow::Result<()> {
    if ignores_interrupts() {
        return Ok(());
    }
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

/// Whether SIGINT is ignored, as it is for what a script starts in the background.
fn ignores_interrupts() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.is_some_and(|mask| mask & (1 << (signal_hook::consts::SIGINT - 1)) != 0)
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
        assert!(
            parameter("1,2").is_none() && parameter("-5").is_none() && parameter("-").is_none()
        );
        assert!(matches!(parameter("-Name"), Some(("Name", None))));
        assert!(matches!(parameter("-Name:"), Some(("Name", None))));
        let value = |word| parameter(word).and_then(|(_, value)| value);
        assert_eq!(value("-Switch:$False").and_then(|value| value.as_bool()), Some(false));
        assert_eq!(
            value("-Text:$x").and_then(|v| v.as_str().map(str::to_owned)).as_deref(),
            Some("$x")
        );
    }
}
