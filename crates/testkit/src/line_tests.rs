//! Both ends of a session over lines.

use proptest::prelude::*;
use remora_outofproc::Packet;
use remora_outofproc::client::{self, Session as Client};
use remora_outofproc::server::{self, ErrorChannel, Session as Server};
use remora_psobject::Value;
use remora_psrp::client::{Event as C, Options, PipelineEvent as P};
use remora_psrp::message::{Command, CreatePipeline};
use remora_psrp::server::Event as S;
use remora_psrp::{PipelineState, PoolState, Settings};

use crate::pair::id;

fn server() -> Server {
    Server::new(
        Settings::default(),
        Box::new(|buffer: &mut [u8]| buffer.fill(7)),
        ErrorChannel::Output,
    )
}

/// Both ends, and a server that echoes its input.
struct Echo {
    client: Client,
    server: Server,
    output: Vec<String>,
    ends: Vec<PipelineState>,
    to_server: String,
    exit: Option<i32>,
}

impl Echo {
    fn opened() -> Self {
        let mut client = Client::new(Options::new(id(1)));
        client.pool_mut().open().unwrap();
        let mut echo = Self {
            client,
            server: server(),
            output: Vec::new(),
            ends: Vec::new(),
            to_server: String::new(),
            exit: None,
        };
        echo.drive();
        assert_eq!(echo.client.pool().state(), PoolState::Opened);
        echo
    }

    fn drive(&mut self) {
        loop {
            if let Some(output) = self.client.poll_output() {
                self.client_output(output);
            } else if let Some(output) = self.server.poll_output() {
                self.server_output(output);
            } else {
                return;
            }
        }
    }

    fn client_output(&mut self, output: client::SessionOutput) {
        match output {
            client::SessionOutput::Write(line) => {
                self.to_server.push_str(&line);
                self.server.handle_bytes(line.as_bytes());
            }
            client::SessionOutput::Event(C::Pipeline { event, .. }) => match event {
                P::Output(value) => self.output.push(value.as_str().unwrap().to_owned()),
                P::State { state, .. } if state.is_final() => self.ends.push(state),
                _ => {}
            },
            _ => {}
        }
    }

    fn server_output(&mut self, output: server::SessionOutput) {
        let pool = self.server.pool_mut();
        match output {
            server::SessionOutput::Write(line) => self.client.handle_bytes(line.as_bytes()),
            server::SessionOutput::Exit(code) => self.exit = Some(code),
            server::SessionOutput::Event(event) => match event {
                S::Open { .. } => pool.opened(Value::Null).unwrap(),
                S::Input { id, value } => pool.send_output(id, value).unwrap(),
                S::InputEnded { id } => {
                    pool.finish_pipeline(id, PipelineState::Completed, None).unwrap();
                }
                S::Stop { id } => pool.finish_pipeline(id, PipelineState::Stopped, None).unwrap(),
                S::Close => pool.closed().unwrap(),
                _ => {}
            },
            server::SessionOutput::WriteError(_) => {}
        }
    }

    fn start(&mut self) {
        let commands = vec![Command::script("$input")];
        let pipeline = CreatePipeline { no_input: false, ..CreatePipeline::new(commands) };
        self.client.pool_mut().create_pipeline(id(2), pipeline).unwrap();
    }
}

#[test]
fn input_of_any_size_comes_back() {
    let mut echo = Echo::opened();
    echo.start();
    let texts: Vec<String> = [0, 1, 32_000, 100_000, 5].map(|size| "x".repeat(size)).to_vec();
    for text in &texts {
        echo.client.pool_mut().send_input(id(2), text.as_str().into()).unwrap();
    }
    echo.client.pool_mut().end_input(id(2)).unwrap();
    echo.drive();
    assert_eq!(echo.output, texts);
    assert_eq!(echo.ends, [PipelineState::Completed]);
    // The client closes what came to its end.
    assert!(echo.to_server.contains(&Packet::Close(id(2)).to_line()));
    let longest = echo.to_server.lines().map(str::len).max().unwrap();
    assert!(longest < 32 * 1024 * 4 / 3 + 200, "{longest}");
}

#[test]
fn a_session_ends_in_both_ways() {
    let mut echo = Echo::opened();
    echo.start();
    echo.drive();
    echo.client.pool_mut().stop_pipeline(id(2)).unwrap();
    echo.drive();
    assert_eq!(echo.ends, [PipelineState::Stopped]);
    echo.client.pool_mut().close();
    echo.drive();
    assert_eq!(echo.client.pool().state(), PoolState::Closed);
    assert_eq!(echo.exit, None);
    echo.server.handle_end();
    echo.drive();
    assert_eq!(echo.exit, Some(4000));

    let mut lost = Echo::opened();
    lost.start();
    lost.drive();
    lost.client.handle_end();
    lost.drive();
    assert_eq!(lost.ends, [PipelineState::Failed]);
    assert_eq!(lost.client.pool().state(), PoolState::Broken);
}

proptest! {
    /// Whatever lines arrive, both ends survive, and what is no packet ends them.
    #[test]
    fn any_line_is_survived(
        lines in proptest::collection::vec("(<[A-Z][a-zA-Z]{0,10}( (PSGuid|Stream|X) ?= ?['\"][0-9a-fD-]{0,36}['\"]){0,3} ?/?>|</Data>|<!--|-->|[ -~]{0,20}){0,4}", 0..10),
        cut in 1_usize..50,
    ) {
        let text = lines.join("\n") + "\n";
        let (mut client, mut server) = (Client::new(Options::new(id(1))), server());
        client.pool_mut().open().unwrap();
        for piece in text.as_bytes().chunks(cut) {
            client.handle_bytes(piece);
            server.handle_bytes(piece);
        }
        while client.poll_output().is_some() {}
        let mut exited = false;
        while let Some(output) = server.poll_output() {
            exited |= matches!(output, server::SessionOutput::Exit(_));
        }
        let is_wrong = |line: &str| line.is_empty() || Packet::parse_line(line).1.is_some();
        prop_assert!(exited || !text.lines().any(is_wrong));
    }
}
