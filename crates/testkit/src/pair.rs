//! A client's pool and a server's pool, joined in memory.
//!
//! [`Pair::drive`] carries bytes between the two machines until neither has anything to do, cutting
//! them as it is told. What either tells its user is collected in order.

use std::collections::VecDeque;

use remora_psobject::Guid;
use remora_psrp::{Fragments, Random, Settings, Stream, Target, client, server};

/// How bytes are cut on their way: gives the size of the next piece out of what is left.
pub type Cut = Box<dyn FnMut(usize) -> usize>;

/// Both ends of a session.
pub struct Pair {
    /// The client's end.
    pub client: client::RunspacePool,
    /// The server's end.
    pub server: server::RunspacePool,
    /// What the client's user was told.
    pub client_events: Vec<client::Event>,
    /// What whoever runs the commands was told.
    pub server_events: VecDeque<server::Event>,
    /// What the server refused.
    pub faults: Vec<remora_psrp::Error>,
    cut: Cut,
}

impl Pair {
    /// A pair that is not open yet, whose bytes are carried whole.
    pub fn new(options: client::Options, settings: Settings, random: Box<dyn Random>) -> Self {
        Self {
            client: client::RunspacePool::new(options),
            server: server::RunspacePool::new(settings, random),
            client_events: Vec::new(),
            server_events: VecDeque::new(),
            faults: Vec::new(),
            cut: Box::new(|left| left),
        }
    }

    /// Cuts bytes in both directions.
    pub fn set_cut(&mut self, cut: impl FnMut(usize) -> usize + 'static) {
        self.cut = Box::new(cut);
    }

    /// Carries what there is until both are idle.
    pub fn drive(&mut self) {
        loop {
            if let Some(output) = self.client.poll_output() {
                match output {
                    client::Output::Event(event) => self.client_events.push(event),
                    client::Output::Channel(verb) => self.carry_up(verb),
                }
            } else if let Some(output) = self.server.poll_output() {
                match output {
                    server::Output::Event(event) => self.server_events.push_back(event),
                    server::Output::Channel(verb) => self.carry_down(verb),
                }
            } else {
                return;
            }
        }
    }

    /// The next thing that whoever runs the commands was told.
    pub fn next_server_event(&mut self) -> Option<server::Event> {
        self.drive();
        self.server_events.pop_front()
    }

    /// What the client's user was told since the last call.
    pub fn take_client_events(&mut self) -> Vec<client::Event> {
        self.drive();
        std::mem::take(&mut self.client_events)
    }

    fn input(&mut self, input: server::Input<'_>) {
        if let Err(error) = self.server.handle_input(input) {
            self.faults.push(error);
        }
    }

    fn carry_up(&mut self, verb: client::Verb) {
        use client::Verb as V;
        match verb {
            V::OpenPool { fragments, .. } => {
                self.send_up(Target::Pool, Stream::Default, fragments);
            }
            V::ConnectPool { fragments, .. } => {
                self.input(server::Input::Connect { bytes: &fragments.concat() });
            }
            V::OpenPipeline { id, fragments } => {
                self.input(server::Input::OpenPipeline(id));
                self.send_up(Target::Pipeline(id), Stream::Default, fragments);
            }
            V::Send { target, stream, fragments } => {
                self.send_up(target, stream, fragments);
            }
            V::Signal { id } => self.input(server::Input::Signal(id)),
            V::ClosePipeline { id } => self.input(server::Input::ClosePipeline(id)),
            V::ClosePool => self.input(server::Input::ClosePool),
            V::Disconnect(_) => self.client.handle_input(client::Input::Disconnected),
            V::Reconnect => self.client.handle_input(client::Input::Reconnected),
            V::ConnectPipeline { .. } => {}
        }
    }

    fn send_up(&mut self, target: Target, stream: Stream, fragments: Fragments) {
        for piece in self.pieces(fragments) {
            self.input(server::Input::Received { target, stream, bytes: &piece });
        }
    }

    fn carry_down(&mut self, verb: server::Verb) {
        use server::Verb as V;
        match verb {
            V::Send { target, fragments } => {
                for piece in self.pieces(fragments) {
                    self.client.handle_input(client::Input::Received { target, bytes: &piece });
                }
            }
            V::Connected { fragments } => {
                let bytes = fragments.concat();
                let target = Target::Pool;
                self.client.handle_input(client::Input::Received { target, bytes: &bytes });
            }
            V::PipelineClosed { id } => {
                self.client.handle_input(client::Input::PipelineClosed(id));
            }
            V::PoolClosed => self.client.handle_input(client::Input::PoolClosed),
            V::Fault { error, .. } => self.faults.push(error),
            V::Processed { .. } | V::PipelineOpened { .. } | V::Signaled { .. } => {}
        }
    }

    fn pieces(&mut self, fragments: Fragments) -> Vec<Vec<u8>> {
        let bytes = fragments.concat();
        let mut rest = bytes.as_slice();
        let mut pieces = Vec::new();
        while !rest.is_empty() {
            let size = (self.cut)(rest.len()).clamp(1, rest.len());
            let (piece, behind) = rest.split_at(size);
            pieces.push(piece.to_vec());
            rest = behind;
        }
        pieces
    }
}

/// An id for tests.
pub fn id(number: u8) -> Guid {
    Guid([number; 16])
}
