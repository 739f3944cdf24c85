//! The shells that a service keeps for a user.

use remora_wsman::exchange::{Answer as Read, read_answer};
use remora_wsman::message::{
    CommandInstance, ConnectionState, Enumerate, EnumerateResponse, Filter, Message, Pull,
    PullResponse, Shell,
};
use remora_wsman::names::resource;
use remora_wsman::shell::client::{ClientConfig, Failure};
use remora_wsman::soap::{Options, Selectors};
use remora_wsman::xml::Element;

use remora_hosting::FoundSession;
use remora_psobject::Guid;

use super::connection::{Connection, Service};
use super::failure::LinkFailure;
use super::wsman::describe;
use crate::entropy::new_guid;

/// Most items of one answer.
const BATCH: u32 = 32_000;

/// Asks a service for the shells of PowerShell that the user has there.
pub(crate) async fn find(
    service: Service,
    config: ClientConfig,
) -> Result<Vec<FoundSession>, LinkFailure> {
    let mut asker = Asker { connection: Connection::new(service.into()), config };
    let mut found = Vec::new();
    for item in asker.enumerate(resource::SHELL, None).await? {
        let Ok(shell) = Shell::from_element(&item) else { continue };
        let uri = shell.resource_uri.clone().unwrap_or_default();
        let is_powershell = uri.to_ascii_lowercase().starts_with(resource::POWERSHELL_PREFIX);
        let id = shell.id.as_ref().and_then(|id| Guid::parse(id.as_str()));
        let (true, Some(id), Some(shell_id)) = (is_powershell, id, &shell.id) else { continue };
        let selectors = Selectors::none().with("ShellId", shell_id.as_str());
        let commands = asker.enumerate(resource::SHELL_COMMAND, Some(selectors)).await;
        // A shell may end while it is asked about.
        let commands = commands.unwrap_or_default();
        found.push(FoundSession {
            id,
            name: shell.name.unwrap_or_default().into(),
            configuration_name: uri.as_str().into(),
            is_disconnected: shell.state == Some(ConnectionState::Disconnected),
            commands: commands
                .iter()
                .filter_map(|item| CommandInstance::from_element(item).ok())
                .filter_map(|command| Guid::parse(command.id.as_str()))
                .collect(),
            idle_timeout: shell.idle_timeout,
        });
    }
    Ok(found)
}

struct Asker {
    connection: Connection,
    config: ClientConfig,
}

impl Asker {
    /// The instances of a resource.
    async fn enumerate(
        &mut self,
        uri: &str,
        selectors: Option<Selectors>,
    ) -> Result<Vec<Element>, LinkFailure> {
        let request = Enumerate {
            optimize: true,
            max_elements: Some(BATCH),
            filter: selectors.map(Filter::selectors),
            ..Enumerate::default()
        };
        let first: EnumerateResponse = self.ask(uri, &request).await?;
        let mut items = first.items.unwrap_or_default();
        let mut next =
            (!first.end_of_sequence && !first.context.is_empty()).then_some(first.context);
        while let Some(context) = next.take() {
            let pull = Pull { context, max_elements: Some(BATCH), ..Pull::default() };
            let more: PullResponse = self.ask(uri, &pull).await?;
            let is_last = more.end_of_sequence || more.items.is_empty();
            items.extend(more.items);
            next = Some(more.context).filter(|context| !is_last && !context.is_empty());
        }
        Ok(items)
    }

    async fn ask<Q: Message, A: Message>(
        &mut self,
        uri: &str,
        request: &Q,
    ) -> Result<A, LinkFailure> {
        let endpoint = &self.config.endpoint;
        let timeout = endpoint.operation_timeout + self.config.network_delay;
        let id = remora_wsman::Guid(new_guid().0);
        let text = endpoint.request(id, uri, Selectors::none(), Options::none(), request);
        let answer = self.connection.post(&text, timeout).await?;
        let limits = &self.config.limits;
        let read = read_answer(answer.status, &answer.body, Some(&id.to_message_id()), limits);
        let failure = match read {
            Ok(Read::Message(_, message)) => return Ok(message),
            Ok(Read::Fault(fault)) => Failure::Fault(fault),
            Ok(Read::Http(status)) => Failure::Http(status),
            Err(error) => Failure::Protocol(error),
        };
        Err(describe(failure, timeout, None))
    }
}
