//! From the outcome of a verb to the answer.

use std::time::Instant;

use super::enumeration::Items;
use super::outbox::{OutputBlock, ReceiveReply, ReplyState};
use super::types::{OtherOperation, Reply, Verb};
use super::{Server, Waiting};
use crate::fault::{Fault, Known};
use crate::message::{
    CommandResponse, CommandState, CommandStateKind, ConnectResponse, CreateResponse,
    DeleteResponse, DisconnectResponse, GenericCreateResponse, GetResponse, InvokeResponse,
    Message, PutResponse, ReceiveResponse, ReconnectResponse, ResourceCreated, SendResponse, Shell,
    SignalResponse, Stream,
};
use crate::names::{Namespace, action};
use crate::soap::{Selectors, write_envelope, write_message};
use crate::xml::XmlWriter;
use crate::{CommandId, Error, ShellId};

/// What a request waits for; decides which replies make sense.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Awaited {
    ShellCreated,
    CommandOpened,
    Sent,
    Output(Option<CommandId>),
    Signalled,
    Deleted,
    Disconnected,
    Reconnected,
    ShellConnected,
    CommandConnected,
    Shells,
    Commands,
    Shell,
    Config(String),
    ConfigPut,
    OtherGet,
    OtherPut,
    OtherCreated,
    OtherItems,
    Method(String),
}

impl Awaited {
    pub(super) fn by(verb: &Verb) -> Self {
        match verb {
            Verb::CreateShell(_) => Self::ShellCreated,
            Verb::OpenCommand(_) => Self::CommandOpened,
            Verb::Send { .. } => Self::Sent,
            Verb::Receive { command, .. } => Self::Output(command.clone()),
            Verb::Signal { .. } => Self::Signalled,
            Verb::DeleteShell { .. } => Self::Deleted,
            Verb::Disconnect { .. } => Self::Disconnected,
            Verb::Reconnect { .. } => Self::Reconnected,
            Verb::ConnectShell { .. } => Self::ShellConnected,
            Verb::ConnectCommand { .. } => Self::CommandConnected,
            Verb::EnumerateShells { .. } => Self::Shells,
            Verb::EnumerateCommands { .. } => Self::Commands,
            Verb::GetShell { .. } => Self::Shell,
            Verb::GetConfig { path } => Self::Config(path.clone()),
            Verb::PutConfig { .. } => Self::ConfigPut,
            Verb::Other(other) => match &other.operation {
                OtherOperation::Get => Self::OtherGet,
                OtherOperation::Put => Self::OtherPut,
                OtherOperation::Create => Self::OtherCreated,
                OtherOperation::Delete => Self::Deleted,
                OtherOperation::Enumerate(_) => Self::OtherItems,
                OtherOperation::Invoke(action) => Self::Method(action.clone()),
            },
        }
    }
}

impl Server {
    /// The answer to a request whose verb was carried out.
    pub(super) fn answer(
        &mut self,
        now: Instant,
        waiting: &Waiting,
        reply: Reply,
    ) -> Result<Result<String, Box<Fault>>, Error> {
        let text = match (&waiting.awaited, reply) {
            (_, Reply::Fault(fault)) => return Ok(Err(fault)),
            (Awaited::ShellCreated, Reply::Shell(shell)) => self.created(waiting, *shell)?,
            (Awaited::CommandOpened, Reply::CommandOpened(id)) => {
                self.write(waiting, &CommandResponse { id })
            }
            (Awaited::Output(command), Reply::Received(reply)) => {
                self.write(waiting, &output(command.as_ref(), reply))
            }
            (Awaited::ShellConnected, Reply::Connected(message)) => self.write(waiting, &*message),
            (Awaited::Sent, Reply::Done) => self.write(waiting, &SendResponse),
            (Awaited::Signalled, Reply::Done) => self.write(waiting, &SignalResponse),
            (Awaited::Deleted, Reply::Done) => self.write(waiting, &DeleteResponse),
            (Awaited::Disconnected, Reply::Done) => self.write(waiting, &DisconnectResponse),
            (Awaited::Reconnected, Reply::Done) => self.write(waiting, &ReconnectResponse),
            (Awaited::CommandConnected, Reply::Done) => {
                self.write(waiting, &ConnectResponse::default())
            }
            (Awaited::Shells, Reply::Shells(shells)) => {
                return Ok(self.begin_enumeration(now, waiting, Items::shells(&shells)));
            }
            (Awaited::Commands, Reply::Commands(commands)) => {
                return Ok(self.begin_enumeration(now, waiting, Items::commands(&commands)));
            }
            (Awaited::OtherItems, Reply::Elements(elements)) => {
                return Ok(self.begin_enumeration(now, waiting, Items::elements(&elements)));
            }
            (Awaited::Shell, Reply::Shell(shell)) => {
                let id = self.ids.next_id().to_message_id();
                let header = waiting.header.reply(action::GET_RESPONSE, id);
                write_envelope(&header, &[], 2048, |writer| shell.write_instance(writer))
            }
            (Awaited::Config(path), Reply::Config(config)) => match config.section(path) {
                Some(section) => self.write(waiting, &GetResponse { body: section.clone() }),
                None => return Ok(Err(Known::ResourceNotFound.into())),
            },
            (Awaited::OtherGet, Reply::Element(Some(body))) => {
                self.write(waiting, &GetResponse { body })
            }
            (Awaited::ConfigPut | Awaited::OtherPut, Reply::Element(body)) => {
                self.write(waiting, &PutResponse { body })
            }
            (Awaited::OtherCreated, Reply::Created(selectors)) => {
                let created = address(waiting, selectors);
                self.write(waiting, &GenericCreateResponse { created })
            }
            (Awaited::Method(action), Reply::Element(body)) => {
                let action = [action.as_str(), "Response"].concat();
                self.write(waiting, &InvokeResponse { action, body })
            }
            (awaited, _) => {
                return Err(Error::misuse(format!("the reply does not fit {awaited:?}")));
            }
        };
        if text.len() > waiting.answer_size as usize {
            return Ok(Err(Known::EnvelopeTooLarge(waiting.answer_size).into()));
        }
        Ok(Ok(text))
    }

    pub(super) fn write<M: Message>(&mut self, waiting: &Waiting, message: &M) -> String {
        let id = self.ids.next_id().to_message_id();
        write_message(&waiting.header.reply(message.action(), id), message)
    }

    fn created(&mut self, waiting: &Waiting, shell: Shell) -> Result<String, Error> {
        let id = shell.id.as_ref().map(ShellId::as_str);
        let id = id.ok_or_else(|| Error::misuse("the new shell has no id"))?;
        let created = address(waiting, Selectors::none().with("ShellId", id));
        Ok(self.write(waiting, &CreateResponse { created, shell: Some(shell) }))
    }

    fn begin_enumeration(
        &mut self,
        now: Instant,
        waiting: &Waiting,
        mut items: Items,
    ) -> Result<String, Box<Fault>> {
        let (optimize, count) = waiting.enumerate;
        let mut first = None;
        if optimize {
            let count = count.unwrap_or(1).min(self.config.max_batch_items);
            let taken = items.take(count, waiting.answer_size);
            first = Some(taken.ok_or(Known::EnvelopeTooLarge(waiting.answer_size))?);
        }
        let end = optimize && items.is_empty();
        let context = if end { String::new() } else { self.keep(now, items) };
        let id = self.ids.next_id().to_message_id();
        let header = waiting.header.reply(action::ENUMERATE_RESPONSE, id);
        Ok(write_envelope(&header, &[Namespace::Enumeration], 4096, |writer| {
            let write = crate::message::write_enumerate_response;
            write(writer, &context, first.is_some(), end, |writer: &mut XmlWriter| {
                first.iter().flatten().for_each(|item| writer.finished(item));
            });
        }))
    }

    /// Answers Pull.
    pub(super) fn pull(
        &mut self,
        now: Instant,
        waiting: &Waiting,
        context: &str,
        count: Option<u32>,
    ) -> Result<String, Box<Fault>> {
        let mut items = self.enumerations.take(context).ok_or(Known::InvalidEnumerationContext)?;
        let count = count.unwrap_or(1).min(self.config.max_batch_items);
        let Some(taken) = items.take(count, waiting.answer_size) else {
            return Err(Known::EnvelopeTooLarge(waiting.answer_size).into());
        };
        let end = items.is_empty();
        let context = if end { String::new() } else { self.keep(now, items) };
        let id = self.ids.next_id().to_message_id();
        let header = waiting.header.reply(action::PULL_RESPONSE, id);
        Ok(write_envelope(&header, &[Namespace::Enumeration], 4096, |writer| {
            crate::message::write_pull_response(writer, &context, end, |writer| {
                taken.iter().for_each(|item| writer.finished(item));
            });
        }))
    }

    fn keep(&mut self, now: Instant, items: Items) -> String {
        let id = self.ids.next_id();
        let expires = now + self.config.enumeration_timeout;
        self.enumerations.keep(id, items, expires, self.config.max_enumerations)
    }
}

/// Where the new resource is: at the address that the request went to.
fn address(waiting: &Waiting, selectors: Selectors) -> ResourceCreated {
    ResourceCreated {
        address: waiting.header.to.clone().unwrap_or_default(),
        resource_uri: waiting.header.resource_uri.clone().unwrap_or_default(),
        selectors,
    }
}

fn output(command: Option<&CommandId>, reply: ReceiveReply) -> ReceiveResponse {
    let stream = |OutputBlock { stream, data, end }| Stream {
        name: stream,
        command: command.cloned(),
        end,
        data,
    };
    let state = |kind, exit_code| CommandState { command: command.cloned(), kind, exit_code };
    ReceiveResponse {
        streams: reply.blocks.into_iter().map(stream).collect(),
        state: match reply.state {
            ReplyState::Unsaid => None,
            ReplyState::Running => Some(state(CommandStateKind::Running, None)),
            ReplyState::Done(code) => Some(state(CommandStateKind::Done, code)),
        },
    }
}
