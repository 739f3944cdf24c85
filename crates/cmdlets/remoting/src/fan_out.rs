//! Running one command on many computers at once.
//!
//! Nothing blocks but the cmdlet's own wait: connections and pipelines are started, and everything they
//! have to say comes through one channel. So a host that hangs delays nobody, and a thousand hosts cost
//! a thousand small states and no threads.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use remora_hosting::{
    Host, InvocationState, Pipeline, PipelineCommand, Record, Runspace, RunspaceState,
};
use remora_psobject::{ErrorRecord, PsString, Value};

use crate::origin::Origin;

/// How many computers are worked on at once where nobody says.
pub(crate) const DEFAULT_THROTTLE_LIMIT: usize = 32;

/// Where the command runs.
pub(crate) struct Target {
    pub(crate) runspace: Arc<dyn Runspace>,
    /// Open it before, and close it after the command.
    pub(crate) is_temporary: bool,
    /// A command that runs there already, instead of a new one.
    pub(crate) known: Option<Arc<dyn Pipeline>>,
}

impl Target {
    /// A place for a new command.
    pub(crate) fn new(runspace: Arc<dyn Runspace>, is_temporary: bool) -> Self {
        Self { runspace, is_temporary, known: None }
    }
}

/// What happens to one target.
pub(crate) enum Happening {
    /// The connection was made, or not.
    Opened(Result<(), Arc<ErrorRecord>>),
    /// The command gave something.
    Record(Record),
}

/// What the cmdlet learns.
pub(crate) enum Outcome {
    /// A record of a command; never its final state.
    Record(usize, Record),
    /// No connection was made, or the command could not be started.
    NotStarted(usize, Arc<ErrorRecord>),
    /// The command ended, with the reason where it failed or was stopped.
    Ended(usize, InvocationState, Option<Arc<ErrorRecord>>),
}

struct Operation {
    target: Target,
    pipeline: Option<Arc<dyn Pipeline>>,
    /// Input that came before the pipeline was there.
    early_input: VecDeque<Value>,
    phase: Phase,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Waiting,
    Running,
    Over,
}

/// The command on all its targets.
pub(crate) struct FanOut {
    operations: Vec<Operation>,
    command: PipelineCommand,
    host: Option<Arc<dyn Host>>,
    throttle_limit: usize,
    input_ended: bool,
    is_stopping: bool,
    sender: Sender<(usize, Happening)>,
    receiver: Receiver<(usize, Happening)>,
}

impl FanOut {
    /// A command for these targets. At most `throttle_limit` run at once; 0 stands for the default.
    pub(crate) fn new(
        targets: Vec<Target>,
        command: PipelineCommand,
        host: Option<Arc<dyn Host>>,
        throttle_limit: usize,
    ) -> Self {
        let (sender, receiver) = channel();
        let operations = targets
            .into_iter()
            .map(|target| Operation {
                target,
                pipeline: None,
                early_input: VecDeque::new(),
                phase: Phase::Waiting,
            })
            .collect();
        let throttle_limit =
            if throttle_limit == 0 { DEFAULT_THROTTLE_LIMIT } else { throttle_limit };
        let input_ended = command.no_input;
        Self {
            operations,
            command,
            host,
            throttle_limit,
            input_ended,
            is_stopping: false,
            sender,
            receiver,
        }
    }

    /// Where the output of a target comes from.
    pub(crate) fn origin(&self, index: usize, hide: bool) -> Option<Origin> {
        let runspace = &self.operations.get(index)?.target.runspace;
        let computer_name = runspace.connection().computer_name();
        Some(Origin { computer_name, runspace_id: runspace.id(), hide })
    }

    /// What the user called the computer of a target.
    pub(crate) fn computer_name(&self, index: usize) -> PsString {
        self.operations
            .get(index)
            .map(|operation| operation.target.runspace.connection().computer_name())
            .unwrap_or_default()
    }

    /// A way to wake the wait, for the stop token.
    pub(crate) fn waker(&self) -> impl Fn() + Send + 'static {
        let sender = self.sender.clone();
        move || {
            let woken = Record::Output(Value::AutomationNull);
            // Nobody waits any more when this fails.
            let _ = sender.send((usize::MAX, Happening::Record(woken)));
        }
    }

    /// Starts as many targets as may run.
    pub(crate) fn start(&mut self) -> Vec<Outcome> {
        let mut outcomes = Vec::new();
        if self.is_stopping {
            return outcomes;
        }
        let count = |phase| self.operations.iter().filter(|o| o.phase == phase).count();
        let mut running = count(Phase::Running);
        for index in 0..self.operations.len() {
            if running >= self.throttle_limit {
                break;
            }
            if self.operations.get(index).is_some_and(|o| o.phase == Phase::Waiting) {
                outcomes.extend(self.start_one(index));
                running += 1;
            }
        }
        outcomes
    }

    fn start_one(&mut self, index: usize) -> Option<Outcome> {
        let operation = self.operations.get_mut(index)?;
        operation.phase = Phase::Running;
        if operation.target.is_temporary
            && operation.target.runspace.state() == RunspaceState::BeforeOpen
        {
            let sender = self.sender.clone();
            operation.target.runspace.open(Box::new(move |result| {
                let _ = sender.send((index, Happening::Opened(result)));
            }));
            return None;
        }
        self.run(index)
    }

    /// Starts the pipeline of a target whose runspace is open.
    fn run(&mut self, index: usize) -> Option<Outcome> {
        let input_ended = self.input_ended;
        let operation = self.operations.get_mut(index)?;
        let created = match operation.target.known.take() {
            Some(known) => Ok(known),
            None => {
                let (command, host) = (self.command.clone(), self.host.clone());
                operation.target.runspace.create_pipeline(command, host)
            }
        };
        let pipeline = match created {
            Ok(pipeline) => pipeline,
            Err(reason) => {
                self.finish(index);
                return Some(Outcome::NotStarted(index, reason));
            }
        };
        let sender = self.sender.clone();
        pipeline.start(Arc::new(move |record| {
            let _ = sender.send((index, Happening::Record(record)));
        }));
        for value in operation.early_input.drain(..) {
            pipeline.write_input(value);
        }
        if input_ended && !self.command.no_input {
            pipeline.end_input();
        }
        operation.pipeline = Some(pipeline);
        None
    }

    fn finish(&mut self, index: usize) {
        if let Some(operation) = self.operations.get_mut(index) {
            operation.phase = Phase::Over;
            operation.pipeline = None;
            operation.early_input.clear();
            if operation.target.is_temporary {
                // Closing goes on by itself; nobody waits for it.
                operation.target.runspace.close(Box::new(|_| {}));
            }
        }
    }

    /// Gives an object to the command on every target.
    pub(crate) fn write_input(&mut self, value: &Value) {
        for operation in &mut self.operations {
            match (&operation.pipeline, operation.phase) {
                (Some(pipeline), _) => pipeline.write_input(value.clone()),
                (None, Phase::Over) => {}
                (None, _) => operation.early_input.push_back(value.clone()),
            }
        }
    }

    /// Says that no more input comes.
    pub(crate) fn end_input(&mut self) {
        if std::mem::replace(&mut self.input_ended, true) {
            return;
        }
        for operation in &self.operations {
            if let Some(pipeline) = &operation.pipeline {
                pipeline.end_input();
            }
        }
    }

    /// Stops the command everywhere. Targets that wait are not started any more.
    pub(crate) fn stop(&mut self) {
        if std::mem::replace(&mut self.is_stopping, true) {
            return;
        }
        for index in 0..self.operations.len() {
            let Some(operation) = self.operations.get(index) else { continue };
            match (&operation.pipeline, operation.phase) {
                (Some(pipeline), _) => pipeline.stop(),
                (None, Phase::Over) => {}
                (None, _) => self.finish(index),
            }
        }
    }

    /// Whether every target has ended.
    pub(crate) fn is_over(&self) -> bool {
        self.operations.iter().all(|operation| operation.phase == Phase::Over)
    }

    /// What has happened so far, without waiting.
    pub(crate) fn poll(&mut self) -> Vec<Outcome> {
        let mut outcomes = Vec::new();
        while let Ok((index, happening)) = self.receiver.try_recv() {
            outcomes.extend(self.take(index, happening));
        }
        outcomes
    }

    /// Waits for something to happen, no longer than `limit`.
    pub(crate) fn wait(&mut self, limit: Duration) -> Vec<Outcome> {
        match self.receiver.recv_timeout(limit) {
            Ok((index, happening)) => {
                let mut outcomes = self.take(index, happening);
                outcomes.extend(self.poll());
                outcomes
            }
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => Vec::new(),
        }
    }

    fn take(&mut self, index: usize, happening: Happening) -> Vec<Outcome> {
        let is_live = self.operations.get(index).is_some_and(|o| o.phase == Phase::Running);
        if !is_live {
            return Vec::new();
        }
        match happening {
            Happening::Opened(Ok(())) if self.is_stopping => {
                self.finish(index);
                Vec::new()
            }
            Happening::Opened(Ok(())) => self.run(index).into_iter().chain(self.start()).collect(),
            Happening::Opened(Err(reason)) => {
                self.finish(index);
                let mut outcomes = vec![Outcome::NotStarted(index, reason)];
                outcomes.extend(self.start());
                outcomes
            }
            Happening::Record(Record::State(change)) if change.state.is_final() => {
                self.finish(index);
                let mut outcomes = vec![Outcome::Ended(index, change.state, change.reason)];
                outcomes.extend(self.start());
                outcomes
            }
            Happening::Record(Record::State(_)) => Vec::new(),
            Happening::Record(record) => vec![Outcome::Record(index, record)],
        }
    }
}
