//! Commands, input and signals of a shell, and its end.

use std::sync::Arc;
use std::time::Duration;

use remora_psrp::Stream;
use remora_wsman::fault::Known;
use remora_wsman::message::{ConnectResponse, SignalCode, Stream as Block};
use remora_wsman::shell::server::{OpenCommand, Reply};
use remora_wsman::{CommandId, ShellId};

use super::{Refusal, Service, guid, host_gone, pipeline_id, shutdown};
use crate::Verified;
use crate::store::CommandStatus;
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
        let id = open.command.unwrap_or_else(|| CommandId::from(random_id()));
        let guid = pipeline_id(&id).ok_or(Known::InvalidSelectors)?;
        shell.add_command(guid, id.clone())?;
        let opened = shell.relay().open_command(guid, &open.fragments).await;
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
            let sent = shell.relay().send(target, stream, &block.data).await;
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
        // PowerShell knows no signals for whole shells.
        let Some(command) = guid(command)? else { return Ok(Reply::Done) };
        match shell.command_status(command) {
            None if code.is_interrupt() => return Err(Known::CommandNotFound),
            // Its end was told, and it was forgotten.
            None => {}
            Some(CommandStatus::Running) if code.is_interrupt() => {
                shell.relay().signal(command).map_err(host_gone(&shell))?;
            }
            Some(CommandStatus::Ended) if code.is_interrupt() => {}
            Some(_) => {
                shell.remove_command(command);
                shell.relay().close_command(command).map_err(host_gone(&shell))?;
            }
        }
        Ok(Reply::Done)
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
        let welcome = shell.begin_connect()?;
        let _use = shell.begin_use();
        let sent = shell.relay().send(None, Stream::Default, &connect_xml).await;
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
