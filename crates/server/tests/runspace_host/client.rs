//! The client's end of a conversation, over pipes.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;

use remora_outofproc::client::{Session, SessionOutput};
use remora_psobject::{Guid, Value};
use remora_psrp::client::{Event, Options, PipelineEvent};
use remora_psrp::message::{Command, CreatePipeline};
use remora_psrp::{PipelineState, PoolState};
use remora_server::runspace_host::{ErrorChannel, run};

use crate::engine::{Engine, Services};

pub(crate) struct TestClient {
    pub(crate) session: Session,
    pub(crate) engine: Arc<Engine>,
    input: Option<UnixStream>,
    arrived: mpsc::Receiver<Vec<u8>>,
    host: JoinHandle<i32>,
    events: Vec<Event>,
    pub(crate) errors: Vec<String>,
}

/// How a pipeline went.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) events: Vec<PipelineEvent>,
    pub(crate) state: PipelineState,
    pub(crate) reason: Option<String>,
}

impl Outcome {
    pub(crate) fn output(&self) -> Vec<String> {
        let text = |event: &PipelineEvent| match event {
            PipelineEvent::Output(value) => {
                let text = value.as_string().map(ToString::to_string);
                Some(text.unwrap_or_else(|| format!("{value:?}")))
            }
            _ => None,
        };
        self.events.iter().filter_map(text).collect()
    }
}

pub(crate) fn id(number: u8) -> Guid {
    Guid([number; 16])
}

impl TestClient {
    pub(crate) fn new(options: Options) -> Self {
        Self::with(Arc::new(Engine::default()), options)
    }

    pub(crate) fn with(engine: Arc<Engine>, options: Options) -> Self {
        let (input, host_input) = UnixStream::pair().unwrap();
        let (mut output, host_output) = UnixStream::pair().unwrap();
        let services = Arc::new(Services(Arc::clone(&engine)));
        let host = std::thread::spawn(move || {
            run(services, ErrorChannel::Output, host_input, host_output, std::io::sink())
        });
        let (sender, arrived) = mpsc::channel();
        std::thread::spawn(move || {
            let mut buffer = vec![0; 9000];
            while let Ok(count) = output.read(&mut buffer) {
                if count == 0 || sender.send(buffer[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        let session = Session::new(options);
        let (events, errors) = (Vec::new(), Vec::new());
        Self { session, engine, input: Some(input), arrived, host, events, errors }
    }

    /// Sends what there is to send; whether something happened.
    pub(crate) fn flush(&mut self) {
        while let Some(output) = self.session.poll_output() {
            match output {
                SessionOutput::Write(line) => {
                    self.input.as_mut().unwrap().write_all(line.as_bytes()).unwrap();
                }
                SessionOutput::Event(event) => self.events.push(event),
                SessionOutput::ServerError(text) => self.errors.push(text),
                SessionOutput::Unsupported => panic!("nothing of the kind was asked for"),
                SessionOutput::Lost(text) => self.errors.push(format!("lost {text}")),
            }
        }
    }

    /// The next event.
    pub(crate) fn next(&mut self) -> Event {
        loop {
            self.flush();
            if !self.events.is_empty() {
                return self.events.remove(0);
            }
            let bytes = self.arrived.recv_timeout(Duration::from_secs(10));
            self.session.handle_bytes(&bytes.expect("the host says something"));
        }
    }

    pub(crate) fn until(&mut self, mut wanted: impl FnMut(&Event) -> bool) -> Vec<Event> {
        let mut seen = Vec::new();
        loop {
            let event = self.next();
            let last = wanted(&event);
            seen.push(event);
            if last {
                return seen;
            }
        }
    }

    /// Opens the pool; what the server says of itself.
    pub(crate) fn open(&mut self) -> Value {
        self.session.pool_mut().open().unwrap();
        let opened =
            |event: &Event| matches!(event, Event::PoolState { state: PoolState::Opened, .. });
        let seen = self.until(opened);
        let data = seen.into_iter().find_map(|event| match event {
            Event::PrivateData(data) => Some(data),
            _ => None,
        });
        data.unwrap()
    }

    pub(crate) fn start(&mut self, number: u8, text: &str) -> Guid {
        self.start_with(number, CreatePipeline::new(vec![Command::script(text)]))
    }

    pub(crate) fn start_with(&mut self, number: u8, pipeline: CreatePipeline) -> Guid {
        self.session.pool_mut().create_pipeline(id(number), pipeline).unwrap();
        self.flush();
        id(number)
    }

    /// Waits for the end of a pipeline; host calls get `answer`.
    pub(crate) fn finish(&mut self, pipeline: Guid) -> Outcome {
        let mut events = Vec::new();
        loop {
            match self.next() {
                Event::Pipeline { id, event } if id == pipeline => match event {
                    PipelineEvent::State { state, reason } if state.is_final() => {
                        let reason = reason.map(|record| record.message().to_string());
                        return Outcome { events, state, reason };
                    }
                    other => events.push(other),
                },
                _ => {}
            }
        }
    }

    pub(crate) fn script(&mut self, number: u8, text: &str) -> Outcome {
        let pipeline = self.start(number, text);
        self.finish(pipeline)
    }

    /// Closes the input; the exit code.
    pub(crate) fn end(mut self) -> i32 {
        self.flush();
        drop(self.input.take());
        self.host.join().unwrap()
    }
}
