//! From a request to the verb it means.

use super::budget::ReceiveBudget;
use super::check;
use super::types::{CreateShell, OpenCommand, OtherOperation, OtherVerb, ServerConfig, Verb};
use crate::Error;
use crate::ShellId;
use crate::fault::Known;
use crate::message::{
    Command, Connect, Create, Disconnect, Enumerate, FilterBody, Put, Receive, Reconnect, Send,
    Signal,
};
use crate::names::{Namespace, action, resource};
use crate::soap::{Envelope, Header, Selectors};
use crate::xml::Element;

/// The verb that a request means. Identification, Pull and Release are answered without one.
pub(super) fn verb(envelope: &Envelope<'_, '_>, config: &ServerConfig) -> Result<Verb, Known> {
    let header = &envelope.header;
    match header.action.as_deref().unwrap_or_default() {
        action::CREATE => create(envelope),
        action::COMMAND => command(envelope),
        action::SEND => {
            let message: Send = read(envelope)?;
            Ok(Verb::Send { shell: shell(header)?, streams: message.streams })
        }
        action::RECEIVE => receive(envelope, config),
        action::SIGNAL => {
            let message: Signal = read(envelope)?;
            let (command, code) = (message.command, message.code);
            Ok(Verb::Signal { shell: shell(header)?, command, code })
        }
        action::DELETE if is_about_shell(header) => Ok(Verb::DeleteShell { shell: shell(header)? }),
        action::DELETE => other(envelope, OtherOperation::Delete),
        action::DISCONNECT => {
            let Disconnect { idle_timeout, buffer_mode } = read(envelope)?;
            Ok(Verb::Disconnect { shell: shell(header)?, idle_timeout, buffer_mode })
        }
        action::RECONNECT => {
            let Reconnect { command } = read(envelope)?;
            Ok(Verb::Reconnect { shell: shell(header)?, command })
        }
        action::CONNECT => {
            let Connect { command, connect_xml } = read(envelope)?;
            let shell = shell(header)?;
            let options = header.options.clone();
            Ok(match command {
                Some(command) => Verb::ConnectCommand { shell, command },
                None => Verb::ConnectShell { shell, connect_xml, options },
            })
        }
        action::ENUMERATE => enumerate(envelope),
        action::GET => get(envelope),
        action::PUT => put(envelope),
        unknown if is_method(header, unknown) => {
            other(envelope, OtherOperation::Invoke(unknown.to_owned()))
        }
        unknown => Err(Known::ActionNotSupported(unknown.to_owned())),
    }
}

/// A body that cannot be read is the sender's fault, whatever is wrong with it.
pub(super) fn schema_fault(error: Error) -> Known {
    let mut text = error.to_string();
    text.push_str(". ");
    Known::SchemaValidation(text)
}

fn read<M: crate::message::Message>(envelope: &Envelope<'_, '_>) -> Result<M, Known> {
    envelope.message().map_err(schema_fault)
}

/// The shell that a request is about.
fn shell(header: &Header) -> Result<ShellId, Known> {
    let id = header.selectors.get("ShellId").ok_or(Known::InvalidSelectors)?;
    ShellId::new(id).map_err(|_| Known::InvalidSelectors)
}

fn uri(header: &Header) -> Result<&str, Known> {
    header.resource_uri.as_deref().ok_or(Known::HeaderRequired)
}

fn same(uri: &str, other: &str) -> bool {
    uri.trim_end_matches('/').eq_ignore_ascii_case(other)
}

/// What stands behind `prefix` in a resource URI, whatever the case.
fn below<'a>(uri: &'a str, prefix: &str) -> Option<&'a str> {
    let (head, tail) = uri.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(tail)
}

fn is_shell_resource(uri: &str) -> bool {
    same(uri, resource::SHELL)
        || same(uri, resource::SHELL_CMD)
        || below(uri, resource::POWERSHELL_PREFIX).is_some()
}

fn is_about_shell(header: &Header) -> bool {
    header.selectors.get("ShellId").is_some()
        || header.resource_uri.as_deref().is_some_and(is_shell_resource)
}

/// The path below the configuration's resource, if the request is about it.
fn config_path(uri: &str) -> Option<&str> {
    let rest = below(uri, resource::CONFIG)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix('/') }
}

/// Parts of the configuration that are lists of instances, not sections.
fn is_config_section(path: &str) -> bool {
    let first = path.split('/').next().unwrap_or_default();
    let collection = ["listener", "plugin"].iter().any(|name| first.eq_ignore_ascii_case(name))
        || path.eq_ignore_ascii_case("service/certmapping");
    !collection
}

fn create(envelope: &Envelope<'_, '_>) -> Result<Verb, Known> {
    let header = &envelope.header;
    let uri = uri(header)?;
    let is_shell =
        is_shell_resource(uri) || envelope.body.child(Namespace::Shell, "Shell").is_some();
    if !is_shell {
        return other(envelope, OtherOperation::Create);
    }
    let Create { shell } = read(envelope)?;
    Ok(Verb::CreateShell(Box::new(CreateShell {
        resource_uri: uri.to_owned(),
        configuration: below(uri, resource::POWERSHELL_PREFIX).map(str::to_owned),
        shell,
        options: header.options.clone(),
        locale: header.locale.clone(),
        data_locale: header.data_locale.clone(),
        compression: None,
    })))
}

fn command(envelope: &Envelope<'_, '_>) -> Result<Verb, Known> {
    let header = &envelope.header;
    let uri = uri(header)?;
    let message: Command = read(envelope)?;
    let fragments = if same(uri, resource::SHELL_CMD) {
        Vec::new()
    } else {
        message.fragments(envelope.body.limits().payload_size).map_err(schema_fault)?
    };
    Ok(Verb::OpenCommand(Box::new(OpenCommand {
        shell: shell(header)?,
        resource_uri: uri.to_owned(),
        command: message.id,
        command_line: message.command,
        arguments: message.arguments,
        fragments,
        options: header.options.clone(),
    })))
}

fn receive(envelope: &Envelope<'_, '_>, config: &ServerConfig) -> Result<Verb, Known> {
    let header = &envelope.header;
    let Receive { command, streams } = read(envelope)?;
    let size = check::answer_size(header, config) as usize;
    let identifiers = header.message_id.as_ref().map_or(0, String::len);
    let budget =
        ReceiveBudget::new(size, identifiers, command.clone(), config.max_batch_items as usize);
    Ok(Verb::Receive { shell: shell(header)?, command, streams, budget })
}

fn enumerate(envelope: &Envelope<'_, '_>) -> Result<Verb, Known> {
    let header = &envelope.header;
    let uri = uri(header)?;
    let message: Enumerate = read(envelope)?;
    let shells = same(uri, resource::SHELL) || same(uri, resource::SHELL_CMD);
    let commands = same(uri, resource::SHELL_COMMAND);
    if !shells && !commands {
        return other(envelope, OtherOperation::Enumerate(message));
    }
    if message.mode.is_some() {
        return Err(Known::NotSupported);
    }
    let filter = match message.filter.map(|filter| filter.body) {
        None => Selectors::none(),
        Some(FilterBody::Selectors(selectors)) => selectors,
        Some(FilterBody::Text(_)) => return Err(Known::FilteringNotSupported),
    };
    if shells {
        return Ok(Verb::EnumerateShells { filter });
    }
    let id = filter.get("ShellId").or_else(|| header.selectors.get("ShellId"));
    let shell = id.and_then(|id| ShellId::new(id).ok()).ok_or(Known::InvalidSelectors)?;
    Ok(Verb::EnumerateCommands { shell })
}

fn get(envelope: &Envelope<'_, '_>) -> Result<Verb, Known> {
    let header = &envelope.header;
    let uri = uri(header)?;
    if is_shell_resource(uri) {
        return Ok(Verb::GetShell { shell: shell(header)? });
    }
    match config_path(uri) {
        Some(path) if is_config_section(path) => Ok(Verb::GetConfig { path: path.to_owned() }),
        _ => other(envelope, OtherOperation::Get),
    }
}

fn put(envelope: &Envelope<'_, '_>) -> Result<Verb, Known> {
    match config_path(uri(&envelope.header)?) {
        Some(path) if is_config_section(path) => {
            let Put { body } = read(envelope)?;
            Ok(Verb::PutConfig { path: path.to_owned(), body })
        }
        _ => other(envelope, OtherOperation::Put),
    }
}

/// A method's action is its resource with the method's name behind it.
fn is_method(header: &Header, action: &str) -> bool {
    header.resource_uri.as_deref().is_some_and(|uri| {
        let class = uri.split(['?', '#']).next().unwrap_or_default();
        !is_shell_resource(uri)
            && below(action, class)
                .is_some_and(|method| method.len() > 1 && method.starts_with('/'))
    })
}

fn other(envelope: &Envelope<'_, '_>, operation: OtherOperation) -> Result<Verb, Known> {
    let header = &envelope.header;
    Ok(Verb::Other(Box::new(OtherVerb {
        operation,
        resource_uri: uri(header)?.to_owned(),
        selectors: header.selectors.clone(),
        options: header.options.clone(),
        body: envelope.body.children().next().map(Element::read),
    })))
}
