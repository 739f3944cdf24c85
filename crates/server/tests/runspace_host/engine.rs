//! An engine of a few words. A command's text is what it does:
//!
//! | text | what |
//! |---|---|
//! | `echo X` | writes X |
//! | `streams` | writes to every stream |
//! | `fail` | fails |
//! | `ask` | reads a line from the host and writes it |
//! | `say` | writes a line to the host |
//! | `title X` | sets the title of the host's window |
//! | `get-title` | writes that title |
//! | `input` | writes its input back, doubled where it is a number |
//! | `wait` | waits until it is stopped |
//! | `host` | writes whether there is a user interface |
//! | `set X`, `get` | keeps a text in the runspace |

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use parking_lot::{Condvar, Mutex};
use remora_hosting::runspace::{Done, StateListener};
use remora_hosting::{
    ConnectionInfo, Host, HostError, InvocationState, Pipeline, PipelineCommand, Record,
    RecordSink, Runspace, RunspaceAvailability, RunspaceFactory, RunspaceRequest, RunspaceState,
    StateChange,
};
use remora_psobject::{
    ErrorCategory, ErrorRecord, Exception, Guid, InformationRecord, InformationalRecord,
    ObjectView, PlainView, ProgressRecord, PsString, TypeId, Value, Version,
};
use remora_server::runspace_host::SessionHostServices;

/// What the tests look at from outside.
#[derive(Default)]
pub(crate) struct Engine {
    pub(crate) open: AtomicUsize,
    pub(crate) refuse: Mutex<Option<String>>,
}

pub(crate) struct Services(pub(crate) Arc<Engine>);

impl SessionHostServices for Services {
    fn factory(&self) -> Arc<dyn RunspaceFactory> {
        Arc::new(Factory(Arc::clone(&self.0)))
    }

    fn object_view(&self) -> Arc<dyn ObjectView + Send + Sync> {
        Arc::new(PlainView)
    }

    fn version_table(&self) -> Vec<(PsString, Value)> {
        let version = |text: &str| Value::from(Version::parse(text).unwrap());
        let compatible = ["1.0", "2.0", "3.0", "4.0", "5.0", "5.1", "6.0", "7.0"];
        let compatible = compatible.iter().map(|text| version(text)).collect();
        vec![
            ("PSVersion".into(), version("7.6.5")),
            ("PSSemanticVersion".into(), Value::string("7.6.5")),
            ("PSEdition".into(), Value::string("Core")),
            ("GitCommitId".into(), Value::string("7.6.5")),
            ("OS".into(), Value::string("Debian GNU/Linux 12 (bookworm)")),
            ("Platform".into(), Value::string("Unix")),
            ("PSCompatibleVersions".into(), Value::array_of(TypeId::VERSION, compatible)),
            ("SerializationVersion".into(), version("1.1.0.1")),
            ("WSManStackVersion".into(), version("3.0")),
        ]
    }

    fn host_version(&self) -> Version {
        Version::new(7, 6)
    }
}

struct Factory(Arc<Engine>);

pub(crate) fn error(text: &str) -> Arc<ErrorRecord> {
    let exception = Exception::new(TypeId::RUNTIME_EXCEPTION, text);
    Arc::new(ErrorRecord::new(exception, "Id", ErrorCategory::NotSpecified, Value::Null))
}

impl RunspaceFactory for Factory {
    fn create(&self, request: RunspaceRequest) -> Result<Arc<dyn Runspace>, Arc<ErrorRecord>> {
        if let Some(text) = &*self.0.refuse.lock() {
            return Err(error(text));
        }
        assert!(request.host.is_some());
        Ok(Arc::new(FakeRunspace {
            engine: Arc::clone(&self.0),
            connection: request.connection,
            kept: Arc::default(),
        }))
    }
}

struct FakeRunspace {
    engine: Arc<Engine>,
    connection: ConnectionInfo,
    kept: Arc<Mutex<String>>,
}

impl Runspace for FakeRunspace {
    fn id(&self) -> Guid {
        Guid([3; 16])
    }

    fn connection(&self) -> &ConnectionInfo {
        &self.connection
    }

    fn state(&self) -> RunspaceState {
        RunspaceState::Opened
    }

    fn availability(&self) -> RunspaceAvailability {
        RunspaceAvailability::Available
    }

    fn on_state_change(&self, _listener: StateListener) {}

    fn open(&self, done: Done) {
        self.engine.open.fetch_add(1, Ordering::SeqCst);
        std::thread::spawn(|| done(Ok(())));
    }

    fn close(&self, done: Done) {
        self.engine.open.fetch_sub(1, Ordering::SeqCst);
        done(Ok(()));
    }

    fn application_private_data(&self) -> Value {
        Value::Null
    }

    fn create_pipeline(
        &self,
        command: PipelineCommand,
        host: Option<Arc<dyn Host>>,
    ) -> Result<Arc<dyn Pipeline>, Arc<ErrorRecord>> {
        let first = &command.statements[0].commands[0];
        let text = first.text.to_string();
        if text == "refused" {
            return Err(error("no such command"));
        }
        let kept = Arc::clone(&self.kept);
        let shared = Arc::new(Shared { state: Mutex::default(), changed: Condvar::new() });
        Ok(Arc::new(FakePipeline { text, command, host: host.unwrap(), kept, shared }))
    }

    fn reset(&self, done: Done) {
        self.kept.lock().clear();
        done(Ok(()));
    }
}

#[derive(Default)]
struct State {
    input: Vec<Value>,
    ended: bool,
    stopped: bool,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

struct FakePipeline {
    text: String,
    command: PipelineCommand,
    host: Arc<dyn Host>,
    kept: Arc<Mutex<String>>,
    shared: Arc<Shared>,
}

impl Pipeline for FakePipeline {
    fn id(&self) -> Guid {
        Guid([4; 16])
    }

    fn state(&self) -> InvocationState {
        InvocationState::Running
    }

    fn start(&self, sink: Arc<dyn RecordSink>) {
        let (text, command) = (self.text.clone(), self.command.clone());
        let (host, kept) = (Arc::clone(&self.host), Arc::clone(&self.kept));
        let shared = Arc::clone(&self.shared);
        std::thread::spawn(move || {
            let (state, reason) = match run(&text, &command, &*host, &kept, &shared, &*sink) {
                Ok(()) => (InvocationState::Completed, None),
                Err(None) => (InvocationState::Stopped, None),
                Err(Some(record)) => (InvocationState::Failed, Some(record)),
            };
            sink.record(Record::State(StateChange { state, reason }));
        });
    }

    fn write_input(&self, value: Value) {
        self.shared.state.lock().input.push(value);
        self.shared.changed.notify_all();
    }

    fn end_input(&self) {
        self.shared.state.lock().ended = true;
        self.shared.changed.notify_all();
    }

    fn stop(&self) {
        self.shared.state.lock().stopped = true;
        self.shared.changed.notify_all();
    }
}

/// Why a pipeline did not come to its end: stopped, or failed.
type Failure = Option<Arc<ErrorRecord>>;

fn asked<T>(result: Result<T, HostError>) -> Result<T, Failure> {
    result.map_err(|failure| match failure {
        HostError::Interrupted => None,
        other => Some(error(&other.to_string())),
    })
}

fn run(
    text: &str,
    command: &PipelineCommand,
    host: &dyn Host,
    kept: &Mutex<String>,
    shared: &Shared,
    sink: &dyn RecordSink,
) -> Result<(), Failure> {
    let output = |value: Value| sink.record(Record::Output(value));
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    let ui = || host.ui().ok_or_else(|| Some(error("no user interface")));
    match word {
        "echo" => output(Value::string(rest)),
        "many" => {
            for number in 0..2000 {
                output(Value::string(format!("{number} {}", "x".repeat(2000))));
            }
        }
        "streams" => {
            let informational = |id: TypeId| Arc::new(InformationalRecord::new(id, "text"));
            sink.record(Record::Error(error("e")));
            sink.record(Record::Warning(informational(TypeId::WARNING_RECORD)));
            sink.record(Record::Verbose(informational(TypeId::VERBOSE_RECORD)));
            sink.record(Record::Debug(informational(TypeId::DEBUG_RECORD)));
            sink.record(Record::Information(Arc::new(InformationRecord::new(
                Value::string("i"),
                "source",
            ))));
            sink.record(Record::Progress(Arc::new(ProgressRecord::new(1, "a", "s"))));
            output(Value::I32(1));
        }
        "fail" => return Err(Some(error("it failed"))),
        "ask" => output(Value::Str(asked(ui()?.read_line())?)),
        "say" => ui()?.write_line("said", None, None),
        "title" => asked(ui()?.raw().unwrap().set_window_title(rest))?,
        "get-title" => output(Value::Str(ui()?.raw().unwrap().defaults().window_title)),
        "host" => output(Value::Bool(host.ui().is_some())),
        "exit" => asked(host.set_should_exit(7))?,
        "set" => rest.clone_into(&mut kept.lock()),
        "get" => output(Value::string(kept.lock().clone())),
        "input" => {
            let mut state = shared.state.lock();
            loop {
                for value in std::mem::take(&mut state.input) {
                    output(value.as_i32().map_or(value, |number| Value::I32(number * 2)));
                }
                if state.ended || state.stopped {
                    break;
                }
                shared.changed.wait(&mut state);
            }
        }
        "wait" => {
            output(Value::string("waiting"));
            let mut state = shared.state.lock();
            while !state.stopped {
                shared.changed.wait(&mut state);
            }
            return Err(None);
        }
        // What the host side itself asks for metadata.
        "Get-Command" => {
            let names = command.statements[0].commands[0].parameters[0].value.clone();
            let Value::Array(names) = names else { panic!("{names:?}") };
            assert_eq!(command.statements[0].commands[1].text, "Select-Object");
            names.to_vec().into_iter().for_each(output);
        }
        other => return Err(Some(error(&format!("unknown: {other}")))),
    }
    Ok(())
}
