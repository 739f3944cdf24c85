//! [`LocalRunspace`]: a session with a thread of its own, as hosts see it.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};

use base64::Engine as _;
use parking_lot::Mutex;
use remora_hosting::runspace::{Done, StateListener};
use remora_hosting::{
    ConnectionInfo, Host, InvocationState, Pipeline, PipelineCommand, Record, RecordSink, Runspace,
    RunspaceAvailability, RunspaceState, StateChange, StopToken,
};
use remora_psobject::{ErrorCategory, ErrorRecord, Exception, Guid, PsString, TypeId, Value};

use super::engine::{End, STACK_SIZE, in_top_frame};
use crate::context::ExecutionContext;
use crate::errors::Flow;
use crate::pipeline::{PipelineBuilder, Sink, run};
use crate::session::{History, SessionBuilder};
use crate::types::powershell::SessionSource;

/// A session with a thread of its own: commands run there one after the other, and variables stay.
pub struct LocalRunspace {
    shared: Arc<Shared>,
}

struct Shared {
    id: Guid,
    builder: Arc<SessionBuilder>,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    state: RunspaceState,
    listeners: Vec<StateListener>,
    /// To the thread; `None` where there is none.
    work: Option<mpsc::Sender<Work>>,
    /// Raised when the runspace closes: stops whatever runs.
    stop: StopToken,
    /// Commands that wait or run.
    pending: usize,
}

enum Work {
    Run(Arc<LocalPipeline>, Arc<dyn RecordSink>),
    Reset(Done),
    Close(Done),
}

impl LocalRunspace {
    /// A session of this builder that is not open yet.
    pub fn new(builder: SessionBuilder, id: Guid) -> Self {
        Self::of_shared_builder(Arc::new(builder), id)
    }

    /// As [`LocalRunspace::new`], with a builder that other sessions were made from.
    pub(crate) fn of_shared_builder(builder: Arc<SessionBuilder>, id: Guid) -> Self {
        let inner = Mutex::new(Inner::default());
        Self { shared: Arc::new(Shared { id, builder, inner }) }
    }
}

impl Shared {
    fn set_state(&self, state: RunspaceState, reason: Option<Arc<ErrorRecord>>) {
        let listeners = {
            let mut inner = self.inner.lock();
            inner.state = state;
            inner.listeners.clone()
        };
        let change = StateChange { state, reason };
        for listener in listeners {
            listener(&change);
        }
    }

    /// A session that can make others like it.
    fn build(&self) -> ExecutionContext {
        let mut context = self.builder.build();
        context.extension::<SessionSource>().0 = Some(Arc::clone(&self.builder));
        context
    }

    /// The session's thread.
    fn serve(self: &Arc<Self>, work: &mpsc::Receiver<Work>, done: Done) {
        let mut context = self.build();
        self.set_state(RunspaceState::Opened, None);
        done(Ok(()));
        while let Ok(item) = work.recv() {
            match item {
                Work::Run(pipeline, sink) => {
                    pipeline.run(&mut context, &sink);
                }
                Work::Reset(done) => {
                    context = self.build();
                    done(Ok(()));
                }
                Work::Close(done) => {
                    // Whatever the session holds goes before it is said to be closed.
                    drop(context);
                    self.set_state(RunspaceState::Closed, None);
                    done(Ok(()));
                    return;
                }
            }
        }
    }
}

impl Runspace for LocalRunspace {
    fn id(&self) -> Guid {
        self.shared.id
    }

    fn connection(&self) -> &ConnectionInfo {
        &ConnectionInfo::Local
    }

    fn state(&self) -> RunspaceState {
        self.shared.inner.lock().state
    }

    fn availability(&self) -> RunspaceAvailability {
        let inner = self.shared.inner.lock();
        match inner.state {
            RunspaceState::Opened if inner.pending == 0 => RunspaceAvailability::Available,
            RunspaceState::Opened => RunspaceAvailability::Busy,
            _ => RunspaceAvailability::None,
        }
    }

    fn on_state_change(&self, listener: StateListener) {
        self.shared.inner.lock().listeners.push(listener);
    }

    fn open(&self, done: Done) {
        let (sender, receiver) = mpsc::channel();
        {
            let mut inner = self.shared.inner.lock();
            if inner.state != RunspaceState::BeforeOpen {
                let state = inner.state;
                drop(inner);
                return done(Err(wrong_state("open", state)));
            }
            inner.work = Some(sender);
        }
        self.shared.set_state(RunspaceState::Opening, None);
        let shared = Arc::clone(&self.shared);
        // Kept here as well, for the case that there is no thread to tell it.
        let done = Arc::new(Mutex::new(Some(done)));
        let thread_done = Arc::clone(&done);
        let thread = std::thread::Builder::new()
            .name("runspace".into())
            .stack_size(STACK_SIZE)
            .spawn(move || {
                let taken = thread_done.lock().take();
                if let Some(done) = taken {
                    shared.serve(&receiver, done);
                }
            });
        if let Err(failure) = thread {
            let reason = failed(&format!("The session has no thread to run on: {failure}"));
            self.shared.set_state(RunspaceState::Broken, Some(Arc::clone(&reason)));
            let taken = done.lock().take();
            if let Some(done) = taken {
                done(Err(reason));
            }
        }
    }

    fn close(&self, done: Done) {
        let (work, stop) = {
            let mut inner = self.shared.inner.lock();
            (inner.work.take(), inner.stop.clone())
        };
        stop.stop();
        let Some(work) = work else {
            return done(Ok(()));
        };
        self.shared.set_state(RunspaceState::Closing, None);
        if let Err(mpsc::SendError(Work::Close(done))) = work.send(Work::Close(done)) {
            self.shared.set_state(RunspaceState::Closed, None);
            done(Ok(()));
        }
    }

    fn application_private_data(&self) -> Value {
        Value::Null
    }

    fn create_pipeline(
        &self,
        command: PipelineCommand,
        host: Option<Arc<dyn Host>>,
    ) -> Result<Arc<dyn Pipeline>, Arc<ErrorRecord>> {
        let inner = self.shared.inner.lock();
        if inner.state != RunspaceState::Opened {
            return Err(wrong_state("run commands in", inner.state));
        }
        let no_input = command.no_input;
        let (sender, receiver) = mpsc::channel();
        let pipeline = Arc::new_cyclic(|link| LocalPipeline {
            id: random_guid(&self.shared.builder),
            runspace: Arc::clone(&self.shared),
            command,
            host,
            stop: inner.stop.child(),
            state: Mutex::new(InvocationState::NotStarted),
            started: AtomicBool::new(false),
            input: Mutex::new((!no_input).then_some(sender)),
            arrived: Mutex::new(Some(receiver)),
            link: std::sync::Weak::clone(link),
        });
        Ok(pipeline)
    }

    fn reset(&self, done: Done) {
        let work = self.shared.inner.lock().work.clone();
        match work {
            Some(work) => {
                if let Err(mpsc::SendError(Work::Reset(done))) = work.send(Work::Reset(done)) {
                    done(Err(wrong_state("reset", RunspaceState::Closed)));
                }
            }
            None => done(Err(wrong_state("reset", self.state()))),
        }
    }
}

impl Drop for LocalRunspace {
    fn drop(&mut self) {
        // The thread ends when nobody can give it work any more.
        let mut inner = self.shared.inner.lock();
        inner.work = None;
        let stop = inner.stop.clone();
        drop(inner);
        stop.stop();
    }
}

impl std::fmt::Debug for LocalRunspace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LocalRunspace").field("id", &self.shared.id).finish_non_exhaustive()
    }
}

/// Commands for the session's thread.
struct LocalPipeline {
    id: Guid,
    runspace: Arc<Shared>,
    command: PipelineCommand,
    host: Option<Arc<dyn Host>>,
    stop: StopToken,
    state: Mutex<InvocationState>,
    started: AtomicBool,
    /// `None` once no more input comes.
    input: Mutex<Option<mpsc::Sender<Value>>>,
    arrived: Mutex<Option<mpsc::Receiver<Value>>>,
    link: std::sync::Weak<Self>,
}

impl Pipeline for LocalPipeline {
    fn id(&self) -> Guid {
        self.id
    }

    fn state(&self) -> InvocationState {
        *self.state.lock()
    }

    fn start(&self, sink: Arc<dyn RecordSink>) {
        if self.started.swap(true, Ordering::SeqCst) {
            return;
        }
        *self.state.lock() = InvocationState::Running;
        let Some(this) = self.link.upgrade() else { return };
        let sent = {
            let mut inner = self.runspace.inner.lock();
            inner.pending += 1;
            inner.work.as_ref().map(|work| work.send(Work::Run(this, Arc::clone(&sink))))
        };
        if !matches!(sent, Some(Ok(()))) {
            self.settle();
            let reason = wrong_state("run commands in", RunspaceState::Closed);
            self.finish(&sink, InvocationState::Failed, Some(reason));
        }
    }

    fn write_input(&self, value: Value) {
        if let Some(input) = &*self.input.lock() {
            // Nobody reads it where the commands have ended.
            let _ = input.send(value);
        }
    }

    fn end_input(&self) {
        *self.input.lock() = None;
    }

    fn stop(&self) {
        {
            let mut state = self.state.lock();
            if *state == InvocationState::Running {
                *state = InvocationState::Stopping;
            }
        }
        self.stop.stop();
        self.end_input();
    }
}

impl LocalPipeline {
    /// Runs the commands, on the session's thread.
    fn run(&self, context: &mut ExecutionContext, sink: &Arc<dyn RecordSink>) {
        let usual_host = self.host.clone().map(|host| std::mem::replace(&mut context.host, host));
        context.records = Arc::clone(sink);
        context.stop = self.stop.clone();
        let history = self.remember(context);
        let status = context.status;
        let end = in_top_frame(context, |context| self.run_statements(context, sink));
        let failed = end.error.is_some() || end.stopped;
        if self.command.keeps_status {
            context.status = status;
        } else if failed {
            context.status = false;
        }
        if let Some(id) = history {
            let now = context.system.now_local();
            context.extension::<History>().finish(id, now, failed);
        }
        context.history = -1;
        context.records = Arc::new(|_: Record| {});
        context.stop = StopToken::new();
        if let Some(code) = end.exit_code {
            // A host that cannot be told has nothing to close either.
            let _ = context.host.set_should_exit(code);
        }
        if let Some(host) = usual_host {
            context.host = host;
        }
        *self.arrived.lock() = None;
        self.end_input();
        self.settle();
        self.report(sink, end);
    }

    /// Notes that the session takes commands again, before anybody hears of the end.
    fn settle(&self) {
        let mut inner = self.runspace.inner.lock();
        inner.pending = inner.pending.saturating_sub(1);
    }

    fn report(&self, sink: &Arc<dyn RecordSink>, end: End) {
        let stopped = end.stopped || (self.stop.is_stopped() && end.error.is_none());
        let state = match (&end.error, stopped) {
            (_, true) => InvocationState::Stopped,
            (Some(_), false) => InvocationState::Failed,
            (None, false) => InvocationState::Completed,
        };
        self.finish(sink, state, if stopped { None } else { end.error });
    }

    fn finish(
        &self,
        sink: &Arc<dyn RecordSink>,
        state: InvocationState,
        reason: Option<Arc<ErrorRecord>>,
    ) {
        *self.state.lock() = state;
        sink.record(Record::State(StateChange { state, reason }));
    }

    fn remember(&self, context: &mut ExecutionContext) -> Option<i64> {
        if !self.command.add_to_history {
            return None;
        }
        let line = self.command.history.clone().unwrap_or_else(|| self.text());
        let start = context.system.now_local();
        let id = context.extension::<History>().add(line, start);
        context.history = id;
        Some(id)
    }

    /// The commands as a user would type them.
    fn text(&self) -> PsString {
        let statements = self.command.statements.iter().map(|statement| {
            let commands = statement.commands.iter().map(|command| command.text.as_str());
            // What the host adds so that output is shown was not typed.
            let typed = commands.filter(|text| !text.eq_ignore_ascii_case("Out-Default"));
            typed.collect::<Vec<_>>().join(" | ")
        });
        statements.collect::<Vec<_>>().join("; ").into()
    }

    fn run_statements(
        &self,
        context: &mut ExecutionContext,
        sink: &Arc<dyn RecordSink>,
    ) -> Result<(), Flow> {
        let mut arrived = self.arrived.lock().take();
        let has_input = !self.command.no_input;
        let mut output = ToSink(Arc::clone(sink));
        for statement in &self.command.statements {
            let mut builder = PipelineBuilder::new();
            for command in &statement.commands {
                builder = add(context, builder, command)?;
            }
            let input = arrived.take();
            let feed = |context: &mut ExecutionContext, sink: &mut dyn Sink| match &input {
                Some(values) => values.iter().try_for_each(|value| {
                    context.check_stop()?;
                    sink.write(context, value)
                }),
                None => Ok(()),
            };
            run::run_built_with(context, builder, has_input && input.is_some(), feed, &mut output)?;
            if statement.commands.first().is_some_and(|command| command.is_script) {
                // What follows the script only shows its output.
                context.status = context.script_status;
            }
        }
        Ok(())
    }
}

/// Runs the commands of a request in the session that is running already.
pub(crate) fn run_commands(
    context: &mut ExecutionContext,
    command: &PipelineCommand,
    input: &[Value],
    output: &mut dyn Sink,
) -> Result<(), Flow> {
    for statement in &command.statements {
        let mut builder = PipelineBuilder::new();
        for command in &statement.commands {
            builder = add(context, builder, command)?;
        }
        run::run_built(context, builder, input.to_vec(), output)?;
    }
    Ok(())
}

/// Adds a command of the request to a pipeline.
fn add(
    context: &mut ExecutionContext,
    builder: PipelineBuilder,
    command: &remora_hosting::Command,
) -> Result<PipelineBuilder, Flow> {
    let mut builder = if command.is_script {
        let block = context.parse_request(&command.text)?;
        builder.script_block(block, !command.use_local_scope.unwrap_or(false))
    } else if command.use_local_scope == Some(false) {
        builder.command_in_current_scope(command.text.clone())
    } else {
        builder.command(command.text.clone())
    };
    for parameter in &command.parameters {
        builder = match &parameter.name {
            Some(name) if name.trim_start_matches('-') == USING_PARAMETER => {
                context.set_using_values(using_values(&parameter.value));
                builder
            }
            None => builder.argument(parameter.value.clone()),
            Some(name) if parameter.value.is_null() => builder.switch(name.clone()),
            Some(name) => builder.parameter(name.clone(), parameter.value.clone()),
        };
    }
    Ok(builder.merges(command.merges))
}

/// The parameter that carries the values of `$using:` expressions is called `--%`; whoever takes dashes
/// from names takes them from this one too.
const USING_PARAMETER: &str = "%";

/// The values of `$using:` expressions by the text of each. They travel under the base64 form of that
/// text in UTF-16; what is no such key is left out.
fn using_values(table: &Value) -> HashMap<String, Value> {
    let entries = match table.base() {
        Value::Dictionary(table) => table.entries(),
        _ => Vec::new(),
    };
    let decoded = entries.into_iter().filter_map(|(key, value)| {
        let bytes = base64::engine::general_purpose::STANDARD.decode(key.as_str()?).ok()?;
        let (units, rest) = bytes.as_chunks::<2>();
        let units: Vec<u16> = units.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
        let text = String::from_utf16(&units).ok().filter(|_| rest.is_empty())?;
        Some((text.trim_start_matches(['$', '@']).to_ascii_lowercase(), value))
    });
    decoded.collect()
}

/// The output as records.
struct ToSink(Arc<dyn RecordSink>);

impl Sink for ToSink {
    fn write(&mut self, context: &mut ExecutionContext, value: Value) -> Result<(), Flow> {
        // Whoever takes it may ask the session about it.
        context.lent(|| self.0.record(Record::Output(value)));
        Ok(())
    }
}

fn random_guid(builder: &SessionBuilder) -> Guid {
    let mut bytes = [0; 16];
    builder.system().random_bytes(&mut bytes);
    Guid::from_random(bytes)
}

fn failed(message: &str) -> Arc<ErrorRecord> {
    Arc::new(ErrorRecord::new(
        Exception::new(TypeId::INVALID_OPERATION_EXCEPTION, message),
        "InvalidRunspaceState",
        ErrorCategory::InvalidOperation,
        Value::Null,
    ))
}

fn wrong_state(operation: &str, state: RunspaceState) -> Arc<ErrorRecord> {
    failed(&format!("Cannot {operation} a runspace that is in the state {state:?}."))
}
