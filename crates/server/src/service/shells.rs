//! Commands, input and signals of a shell, and its end.

use std::sync::Arc;
use std::time::Duration;

use remora_psobject::Guid;
use remora_psrp::Stream;
use remora_wsman::fault::Known;
use remora_wsman::message::{ConnectResponse, SignalCode, Stream as Block};
use remora_wsman::shell::server::{OpenCommand, Reply};
use remora_wsman::{CommandId, ShellId};

use super::text::{self, is_text};
use super::{Refusal, Service, guid, host_gone, pipeline_id, shutdown};
use crate::Verified;
use crate::store::{Backend, CommandStatus, Shell};
use crate::system::random_id;

/// How long a session host may take to greet another client.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(30);

/// The stream of answers to host calls.
const PROMPT_RESPONSE: &str = "pr";

impl Service {
    pub(super) async fn open_command(
        &self,
        caller: &Verified,
        open: OpenCommand,
    ) -> Result<Reply, Refusal> {
        let shell = self.shell(caller, &open.shell)?;
        let _use = shell.begin_use();
        shell.require_connected()?;
        if self.store.is_draining() {
            return Err(Known::Aborted);
        }
        let id = open.command.clone().unwrap_or_else(|| CommandId::from(random_id()));
        let guid = pipeline_id(&id).ok_or(Known::InvalidSelectors)?;
        let relay = match shell.backend() {
            // What the request means depends on the resource, which is part of the shell's address.
            _ if shell.is_text() != is_text(&open.resource_uri) => {
                return Err(Known::ShellNotFound(open.shell));
            }
            Backend::Text(text) => {
                return text::open_command(&shell, text, (guid, id), &open).await;
            }
            Backend::Session(relay) => relay,
        };
        shell.add_command(guid, id.clone(), None)?;
        if let Err(known) = self.count_received(&shell, Some(guid), &open.fragments, false) {
            shell.remove_command(guid);
            return Err(known);
        }
        let opened = relay.open_command(guid, &open.fragments).await;
        if let Err(gone) = opened {
            shell.remove_command(guid);
            return Err(host_gone(&shell)(gone));
        }
        tracing::debug!(user = caller.name(), shell = %shell.id(), command = %id, "command opened");
        Ok(Reply::CommandOpened(id))
    }

    pub(super) async fn send(
        &self,
        caller: &Verified,
        shell: &ShellId,
        streams: Vec<Block>,
    ) -> Result<Reply, Refusal> {
        let shell = self.shell(caller, shell)?;
        let _use = shell.begin_use();
        shell.require_connected()?;
        let relay = match shell.backend() {
            Backend::Text(text) => return text::send(&shell, text, streams).await,
            Backend::Session(relay) => relay,
        };
        for block in streams {
            let target = guid(block.command)?;
            match target.map(|command| shell.command_status(command)) {
                // Input may cross the end of its command on the way.
                Some(Some(CommandStatus::Ended)) => continue,
                Some(None) => return Err(Known::CommandNotFound),
                _ => {}
            }
            let stream = if block.name.eq_ignore_ascii_case(PROMPT_RESPONSE) {
                Stream::PromptResponse
            } else {
                Stream::Default
            };
            let is_answer = stream == Stream::PromptResponse;
            self.count_received(&shell, target, &block.data, is_answer)?;
            let sent = relay.send(target, stream, &block.data).await;
            sent.map_err(host_gone(&shell))?;
        }
        Ok(Reply::Done)
    }

    pub(super) async fn signal(
        &self,
        caller: &Verified,
        shell: &ShellId,
        command: Option<CommandId>,
        code: &SignalCode,
    ) -> Result<Reply, Refusal> {
        let shell = self.shell(caller, shell)?;
        let _use = shell.begin_use();
        shell.require_connected()?;
        let command = guid(command)?;
        let relay = match shell.backend() {
            Backend::Text(text) => return text::signal(&shell, text, command, code),
            Backend::Session(relay) => relay,
        };
        // PowerShell knows no signals for whole shells.
        let Some(command) = command else { return Ok(Reply::Done) };
        match shell.command_status(command) {
            None if code.is_interrupt() => return Err(Known::CommandNotFound),
            // Its end was told, and it was forgotten.
            None => {}
            Some(CommandStatus::Running) if code.is_interrupt() => {
                relay.signal(command).map_err(host_gone(&shell))?;
            }
            Some(CommandStatus::Ended) if code.is_interrupt() => {}
            Some(_) => {
                shell.remove_command(command);
                relay.close_command(command).map_err(host_gone(&shell))?;
            }
        }
        Ok(Reply::Done)
    }

    /// Counts what a command, or a shell of PowerShell itself, is sent. Where it is too much, the
    /// command ends, or else the shell: the session host waits for the rest of an object.
    pub(super) fn count_received(
        &self,
        shell: &Arc<Shell>,
        command: Option<Guid>,
        bytes: &[u8],
        is_answer: bool,
    ) -> Result<(), Refusal> {
        let Err(exceeded) = shell.count_received(command, bytes, is_answer) else { return Ok(()) };
        tracing::warn!(user = shell.owner().name(), shell = %shell.id(), ?exceeded, "too much input");
        match (command, shell.backend()) {
            (Some(command), Backend::Session(relay)) => {
                shell.remove_command(command);
                relay.close_command(command).map_err(host_gone(shell))?;
            }
            _ => self.end_soon(Arc::clone(shell), exceeded.to_string()),
        }
        Err(Known::Internal(exceeded.to_string()))
    }

    /// Another client, or one that vanished, takes the shell up.
    pub(super) async fn connect(
        &self,
        caller: &Verified,
        shell: &ShellId,
        connect_xml: Option<Vec<u8>>,
    ) -> Result<Reply, Refusal> {
        let shell = self.shell(caller, shell)?;
        let connect_xml = connect_xml.ok_or_else(|| {
            Known::SchemaValidation("The connectXml element is missing. ".to_owned())
        })?;
        let Backend::Session(relay) = shell.backend() else { return Err(Known::NotSupported) };
        let welcome = shell.begin_connect()?;
        let _use = shell.begin_use();
        self.count_received(&shell, None, &connect_xml, false)?;
        let sent = relay.send(None, Stream::Default, &connect_xml).await;
        sent.map_err(host_gone(&shell))?;
        let answer = tokio::time::timeout(CONNECT_TIMEOUT, welcome).await;
        let Ok(Ok(answer)) = answer else {
            // An engine that knows no such request does not answer it.
            return Err(Known::NotSupported);
        };
        tracing::info!(user = caller.name(), client = %caller.address(), shell = %shell.id(),
            "shell connected");
        Ok(Reply::Connected(Box::new(ConnectResponse {
            input_streams: shell.facts().input_streams.clone(),
            output_streams: shell.facts().output_streams.clone(),
            connect_response_xml: Some(answer),
        })))
    }

    pub(super) async fn delete(
        self: &Arc<Self>,
        caller: &Verified,
        shell: &ShellId,
    ) -> Result<Reply, Refusal> {
        let shell = self.shell(caller, shell)?;
        self.store.remove(&shell);
        shutdown(&shell, "The shell was deleted. ", self.close_timeout).await;
        tracing::info!(user = caller.name(), client = %caller.address(), shell = %shell.id(),
            "shell deleted");
        Ok(Reply::Done)
    }
}
