//! From an envelope to its answer: the WS-Management machine of one connection, driven.

use std::sync::Arc;
use std::time::Instant;

use remora_wsman::fault::Known;
use remora_wsman::shell::ExchangeId;
use remora_wsman::shell::server::{
    Caller, Input, Output, ReceiveReply, Reply, Server, ServerConfig, Verb,
};
use remora_wsman::{CommandId, ShellId};

use crate::Verified;
use crate::service::Service;
use crate::session_host::BoxFuture;
use crate::system::RandomIds;

/// An answer: an HTTP status, and an envelope unless the status says it all.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) soap: String,
}

/// The exchanges of one connection, one after the other.
pub(super) struct Exchanges {
    machine: Server,
    service: Arc<Service>,
    next: u64,
}

/// What is being carried out.
struct UnderWay<'a> {
    reply: BoxFuture<'a, Reply>,
    /// Where output has to go back to that comes too late.
    source: Option<(ShellId, Option<CommandId>)>,
}

impl Exchanges {
    pub(super) fn new(config: ServerConfig, service: Arc<Service>) -> Self {
        Self { machine: Server::new(config, Box::new(RandomIds)), service, next: 1 }
    }

    /// Answers one request. The future may be dropped when the client goes: what was begun for it
    /// is carried out, output that it was to get stays where it is.
    pub(super) async fn run(
        &mut self,
        caller: Option<&Verified>,
        identify_header: bool,
        chunked: bool,
        body: Vec<u8>,
    ) -> Answer {
        // An exchange whose future was dropped may still be waiting in the machine.
        if self.next > 1 {
            self.tell(Input::Gone(ExchangeId(self.next - 1)));
        }
        let exchange = ExchangeId(self.next);
        self.next += 1;
        let authenticated = caller.is_some();
        let known = Caller { authenticated, identify_header, chunked };
        self.tell(Input::Request { exchange, caller: known, body });
        let service = Arc::clone(&self.service);
        let mut under_way: Option<UnderWay<'_>> = None;
        let mut source = None;
        loop {
            while let Some(output) = self.machine.poll_output() {
                match output {
                    Output::Response { exchange: answered, status, soap } => {
                        if answered == exchange {
                            self.return_undelivered(caller, source.as_ref());
                            return Answer { status, soap };
                        }
                    }
                    Output::Verb { exchange: asked, verb } if asked == exchange => {
                        match caller {
                            Some(caller) => {
                                let begun = begin(&service, caller, verb);
                                source.clone_from(&begun.source);
                                under_way = Some(begun);
                            }
                            // The machine gives verbs of verified callers only.
                            None => self.tell(Input::Reply {
                                exchange,
                                reply: Reply::fault(Known::AccessDenied),
                            }),
                        }
                    }
                    Output::Verb { .. } => {}
                    Output::Withdrawn(withdrawn) => {
                        if withdrawn == exchange {
                            under_way = None;
                        }
                    }
                    Output::Undelivered { reply, .. } => {
                        put_back(&service, caller, source.as_ref(), reply);
                    }
                }
            }
            let deadline = self.machine.deadline();
            match (&mut under_way, deadline) {
                (Some(begun), Some(deadline)) => {
                    let input = tokio::select! {
                        reply = &mut begun.reply => Some(Input::Reply { exchange, reply }),
                        () = tokio::time::sleep_until(deadline.into()) => None,
                    };
                    if input.is_some() {
                        under_way = None;
                    }
                    self.tell(input.unwrap_or(Input::Elapsed));
                }
                (Some(begun), None) => {
                    let reply = (&mut begun.reply).await;
                    under_way = None;
                    self.tell(Input::Reply { exchange, reply });
                }
                (None, _) => {
                    // The contract promises an answer; without one the connection must not hang.
                    tracing::error!("a request was left without an answer");
                    return Answer { status: 500, soap: String::new() };
                }
            }
        }
    }

    fn tell(&mut self, input: Input) {
        let now: Instant = tokio::time::Instant::now().into_std();
        if let Err(error) = self.machine.handle_input(now, input) {
            tracing::error!(%error, "the protocol machine was used wrongly");
        }
    }

    /// Output that came back together with the answer.
    fn return_undelivered(
        &mut self,
        caller: Option<&Verified>,
        source: Option<&(ShellId, Option<CommandId>)>,
    ) {
        while let Some(output) = self.machine.poll_output() {
            if let Output::Undelivered { reply, .. } = output {
                put_back(&self.service, caller, source, reply);
            }
        }
    }
}

fn begin<'a>(service: &'a Arc<Service>, caller: &'a Verified, verb: Verb) -> UnderWay<'a> {
    let source = match &verb {
        Verb::Receive { shell, command, .. } => Some((shell.clone(), command.clone())),
        _ => None,
    };
    let reply = Box::pin(service.carry_out(caller, verb));
    UnderWay { reply, source }
}

fn put_back(
    service: &Service,
    caller: Option<&Verified>,
    source: Option<&(ShellId, Option<CommandId>)>,
    reply: ReceiveReply,
) {
    if let (Some(caller), Some((shell, command))) = (caller, source) {
        service.put_back(caller, shell, command.clone(), reply);
    }
}
