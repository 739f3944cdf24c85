//! Commands that run in another session of this process.

use std::sync::Arc;
use std::time::Duration;

use parking_lot::{Condvar, Mutex};
use remora_hosting::{InvocationState, Pipeline, PipelineCommand, Record, Runspace, StateChange};
use remora_psobject::{ErrorRecord, Value};

use super::collection::{DataCollection, Streams};
use crate::context::ExecutionContext;
use crate::errors::Flow;

/// How long to sleep between looks at the stop token.
const GLANCE: Duration = Duration::from_millis(50);

/// Something that is waited for.
#[derive(Default)]
struct Signal<T> {
    value: Mutex<Option<T>>,
    arrived: Condvar,
}

impl<T: Clone> Signal<T> {
    fn send(&self, value: T) {
        *self.value.lock() = Some(value);
        self.arrived.notify_all();
    }

    fn get(&self) -> Option<T> {
        self.value.lock().clone()
    }

    fn wait(&self, mut glance: impl FnMut()) -> T {
        let mut value = self.value.lock();
        loop {
            if let Some(value) = &*value {
                return value.clone();
            }
            self.arrived.wait_for(&mut value, GLANCE);
            glance();
        }
    }
}

/// Commands on their way.
pub(super) struct Run {
    pipeline: Arc<dyn Pipeline>,
    end: Arc<Signal<StateChange<InvocationState>>>,
    output: Arc<Mutex<Vec<Value>>>,
}

/// Where the input of commands comes from.
pub(super) enum Input {
    None,
    Items(Vec<Value>),
    /// Objects that come while the commands run.
    Growing(Arc<DataCollection>),
}

impl Run {
    /// Starts commands.
    pub(super) fn start(
        runspace: &dyn Runspace,
        mut command: PipelineCommand,
        input: Input,
        streams: Arc<Streams>,
        target: Option<Arc<DataCollection>>,
    ) -> Result<Arc<Self>, Flow> {
        command.no_input = matches!(input, Input::None);
        let host = Arc::new(crate::runspace::DefaultHost::default());
        let pipeline = runspace.create_pipeline(command, Some(host)).map_err(Flow::from)?;
        let run = Arc::new(Self {
            pipeline: Arc::clone(&pipeline),
            end: Arc::new(Signal { value: Mutex::new(None), arrived: Condvar::new() }),
            output: Arc::default(),
        });
        let (end, output) = (Arc::clone(&run.end), Arc::clone(&run.output));
        pipeline.start(Arc::new(move |record: Record| match record {
            Record::Output(value) => match &target {
                Some(target) => target.push(value),
                None => output.lock().push(value),
            },
            Record::State(change) if change.state.is_final() => end.send(change),
            other => streams.keep(&other),
        }));
        match input {
            Input::None => {}
            Input::Items(items) => {
                items.into_iter().for_each(|item| pipeline.write_input(item));
                pipeline.end_input();
            }
            Input::Growing(collection) => {
                let feeder = Arc::clone(&run);
                // Without a thread nobody feeds the commands: they get no input.
                let thread = std::thread::Builder::new().name("input".into());
                let fed = thread.spawn(move || {
                    let is_wanted = || feeder.end.get().is_none();
                    let mut index = 0;
                    while let Some(value) = collection.wait_for(index, is_wanted) {
                        feeder.pipeline.write_input(value);
                        index += 1;
                    }
                    feeder.pipeline.end_input();
                });
                if fed.is_err() {
                    pipeline.end_input();
                }
            }
        }
        Ok(run)
    }

    /// Waits for the end; the commands are stopped where the caller is.
    pub(super) fn wait(&self, context: &ExecutionContext) -> StateChange<InvocationState> {
        self.end.wait(|| {
            if context.stop_token().is_stopped() {
                self.pipeline.stop();
            }
        })
    }

    /// How it ended, if it has.
    pub(super) fn end(&self) -> Option<StateChange<InvocationState>> {
        self.end.get()
    }

    /// Stops the commands.
    pub(super) fn stop(&self) {
        self.pipeline.stop();
    }

    /// What the commands wrote since it was asked last.
    pub(super) fn take_output(&self) -> Vec<Value> {
        std::mem::take(&mut self.output.lock())
    }
}

/// Opens a runspace and waits until it is.
pub(super) fn open(context: &ExecutionContext, runspace: &dyn Runspace) -> Result<(), Flow> {
    wait_for(context, |done| runspace.open(done))
}

/// Closes a runspace and waits until it is.
pub(super) fn close(context: &ExecutionContext, runspace: &dyn Runspace) -> Result<(), Flow> {
    wait_for(context, |done| runspace.close(done))
}

fn wait_for(
    context: &ExecutionContext,
    start: impl FnOnce(remora_hosting::runspace::Done),
) -> Result<(), Flow> {
    type Answer = Result<(), Arc<ErrorRecord>>;
    let signal: Arc<Signal<Answer>> =
        Arc::new(Signal { value: Mutex::new(None), arrived: Condvar::new() });
    let sender = Arc::clone(&signal);
    start(Box::new(move |answer| sender.send(answer)));
    let answer = signal.wait(|| {});
    context.check_stop()?;
    answer.map_err(Flow::from)
}

/// Puts a runspace back to how it was when it was opened, and waits until it is.
pub(super) fn reset(context: &ExecutionContext, runspace: &dyn Runspace) -> Result<(), Flow> {
    wait_for(context, |done| runspace.reset(done))
}
