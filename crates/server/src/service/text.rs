//! Text shells: making them, and the verbs about their commands.

use std::sync::Arc;

use remora_psobject::Guid;
use remora_wsman::CommandId;
use remora_wsman::fault::Known;
use remora_wsman::message::{SignalCode, Stream as Block};
use remora_wsman::names::resource;
use remora_wsman::shell::server::{CreateShell, OpenCommand, Reply};
use tokio::time::Instant;

use super::create::{exists_already, or_default, shell_id};
use super::{Refusal, Service, guid};
use crate::Verified;
use crate::configuration::{DEFAULT_CONFIGURATION, SessionConfiguration};
use crate::store::{Backend, CommandStatus, Shell, ShellFacts};
use crate::text_shell::{
    CommandOptions, CommandProgram, CommandSignal, STDERR, STDIN, STDOUT, Settings, ShellOptions,
    TEXT_CONFIGURATION, TextShell, command_line,
};

impl Service {
    /// Makes a text shell. No process is started: commands are.
    pub(super) async fn create_text_shell(
        self: &Arc<Self>,
        caller: &Verified,
        create: CreateShell,
    ) -> Result<Reply, Refusal> {
        if !is_text(&create.resource_uri) {
            return Err(Known::ResourceNotFound);
        }
        let options = ShellOptions::read(&create.options)?;
        let configuration = self.text_configuration(caller)?;
        let id = shell_id(create.shell.id)?;
        if self.store.has(caller, &id) {
            return Err(exists_already(&id));
        }
        let quotas = self.store.quotas().clone();
        let idle_timeout = match create.shell.idle_timeout {
            Some(asked) => quotas.check_idle(asked)?,
            None => quotas.idle_timeout,
        };
        let seat = self.store.reserve(caller)?;
        let facts = ShellFacts {
            id,
            owner: caller.clone(),
            resource_uri: create.resource_uri,
            configuration: configuration.name.clone(),
            name: create.shell.name,
            locale: create.locale,
            data_locale: create.data_locale,
            input_streams: or_default(create.shell.input_streams, &[STDIN]),
            output_streams: or_default(create.shell.output_streams, &[STDOUT, STDERR]),
            process_id: None,
            received: configuration.received,
            profile_loaded: !options.no_profile,
            created: Instant::now(),
        };
        let settings = Settings {
            caller: caller.clone(),
            configuration,
            environment: create.shell.environment,
            working_directory: create.shell.working_directory.map(Into::into),
        };
        let text = Arc::new(TextShell::new(Arc::clone(&self.launcher), settings));
        let shell = Shell::new(facts, Backend::Text(text), quotas, idle_timeout, seat);
        self.keep(&shell).await?;
        tracing::info!(user = caller.name(), client = %caller.address(), shell = %shell.id(),
            configuration = shell.facts().configuration, "text shell opened");
        Ok(Reply::Shell(Box::new(shell.describe(Instant::now(), None))))
    }

    /// The configuration of text shells, where the caller may use it. Who may not have a session of
    /// PowerShell does not get a text shell in its place.
    fn text_configuration(&self, caller: &Verified) -> Result<SessionConfiguration, Refusal> {
        match self.admit(caller, TEXT_CONFIGURATION) {
            Err(Known::ConfigurationNotFound(_)) => {}
            found => return found,
        }
        match self.admit(caller, DEFAULT_CONFIGURATION) {
            Err(Known::ConfigurationNotFound(_)) => Err(Known::RemoteShellsNotAllowed),
            found => found,
        }
    }
}

/// Whether a resource is the text shell.
pub(super) fn is_text(uri: &str) -> bool {
    uri.trim_end_matches('/').eq_ignore_ascii_case(resource::SHELL_CMD)
}

/// Starts a command.
pub(super) async fn open_command(
    shell: &Arc<Shell>,
    text: &Arc<TextShell>,
    (command, id): (Guid, CommandId),
    open: &OpenCommand,
) -> Result<Reply, Refusal> {
    let options = CommandOptions::read(&open.options)?;
    let line = command_line(&open.command_line, &open.arguments);
    let program = CommandProgram::of(&line, options.skip_shell);
    let program = program.ok_or(Known::InvalidParameter)?;
    shell.add_command(command, id.clone(), Some(line))?;
    if let Err(known) = text.start(shell, command, program).await {
        shell.remove_command(command);
        return Err(known);
    }
    tracing::debug!(user = shell.owner().name(), shell = %shell.id(), command = %id,
        "command started");
    Ok(Reply::CommandOpened(id))
}

/// Brings input to commands.
pub(super) async fn send(
    shell: &Shell,
    text: &TextShell,
    streams: Vec<Block>,
) -> Result<Reply, Refusal> {
    for block in streams {
        let known = shell.facts().input_streams.contains(&block.name);
        let command = guid(block.command)?.filter(|_| known).ok_or(Known::InvalidParameter)?;
        match shell.command_status(command) {
            None => return Err(Known::CommandNotFound),
            // Input may cross the end of its command on the way.
            Some(CommandStatus::Ended) => {}
            Some(CommandStatus::Running) => text.send(command, &block.data, block.end).await,
        }
    }
    Ok(Reply::Done)
}

/// Signals a command.
pub(super) fn signal(
    shell: &Shell,
    text: &TextShell,
    command: Option<Guid>,
    code: &SignalCode,
) -> Result<Reply, Refusal> {
    let command = command.ok_or(Known::InvalidParameter)?;
    let status = shell.command_status(command);
    match code {
        SignalCode::CtrlC | SignalCode::CtrlBreak => {
            let signal = match code {
                SignalCode::CtrlC => CommandSignal::Interrupt,
                _ => CommandSignal::Break,
            };
            match status {
                None => return Err(Known::CommandNotFound),
                Some(CommandStatus::Running) => text.signal(command, signal),
                Some(CommandStatus::Ended) => {}
            }
        }
        // Clients terminate what has ended by itself, too, to say that they have read everything.
        SignalCode::Terminate => {
            text.signal(command, CommandSignal::Kill);
            shell.remove_command(command);
        }
        SignalCode::StopPipeline | SignalCode::Other(_) => return Err(Known::InvalidParameter),
    }
    Ok(Reply::Done)
}

/// Refuses a request for output that a text shell never has.
pub(super) fn check_receive(
    shell: &Shell,
    command: Option<Guid>,
    streams: &[String],
) -> Result<(), Refusal> {
    let own = &shell.facts().output_streams;
    let known = streams.iter().all(|stream| own.contains(stream));
    if command.is_some() && known { Ok(()) } else { Err(Known::InvalidParameter) }
}
