//! `ForEach-Object -Parallel`: a block for each object, several at the same time, each in a session of its
//! own.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use remora_engine::StopToken;
use remora_engine::prelude::*;
use remora_engine::runspace::{Beside, BesideStarter, End, JobMaker, JobRequest};
use remora_hosting::Record;

/// How many blocks run at the same time where nobody says.
const DEFAULT_LIMIT: usize = 5;

/// How often a wait looks whether the pipeline is being stopped.
const LOOK: Duration = Duration::from_millis(50);

/// What a running block tells.
enum Message {
    Record(Record),
    End(End),
}

/// The blocks that run and those that wait.
pub(crate) struct Parallel {
    starter: BesideStarter,
    block: ScriptBlock,
    using: Arc<HashMap<String, Value>>,
    location: PsString,
    limit: usize,
    /// How long it has been running and may run.
    deadline: Option<(Instant, Duration)>,
    running: usize,
    stop: StopToken,
    sender: Sender<Message>,
    receiver: Receiver<Message>,
    timed_out: bool,
}

/// Why blocks cannot be run in parallel.
fn refused(message: &str, id: &str) -> Flow {
    error(TypeId::PS_ARGUMENT_EXCEPTION, message, id, ErrorCategory::InvalidType, Value::Null)
        .into()
}

impl Parallel {
    /// Makes ready to run a block.
    ///
    /// # Errors
    /// A `$using:` expression that has no value, or whose value belongs to this session.
    pub(crate) fn new(
        runtime: &mut CommandRuntime<'_>,
        block: &ScriptBlock,
        limit: Option<i32>,
        seconds: Option<i32>,
    ) -> CommandResult<Self> {
        let using = runtime.context().using_values(block, true)?;
        if using.values().any(|value| value.downcast::<ScriptBlock>().is_some()) {
            return Err(refused(
                "A ForEach-Object -Parallel using variable cannot be a script block. Passed-in script block variables are not supported with ForEach-Object -Parallel, and can result in undefined behavior.",
                "ParallelUsingVariableCannotBeScriptBlock",
            ));
        }
        let (sender, receiver) = channel();
        let seconds = seconds.and_then(|seconds| u64::try_from(seconds).ok()).filter(|s| *s > 0);
        Ok(Self {
            starter: runtime.context().beside_starter()?,
            block: block.clone(),
            using: Arc::new(using),
            location: runtime.location(),
            limit: limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(DEFAULT_LIMIT),
            deadline: seconds.map(|seconds| (Instant::now(), Duration::from_secs(seconds))),
            running: 0,
            stop: StopToken::new(),
            sender,
            receiver,
            timed_out: false,
        })
    }

    /// What is run for an object.
    ///
    /// # Errors
    /// An object that belongs to this session.
    fn work(&self, item: Value) -> CommandResult<Beside> {
        if item.downcast::<ScriptBlock>().is_some() {
            return Err(refused(
                "A ForEach-Object -Parallel piped input object cannot be a script block. Passed-in script block variables are not supported with ForEach-Object -Parallel, and can result in undefined behavior.",
                "ParallelPipedInputObjectCannotBeScriptBlock",
            ));
        }
        Ok(Beside {
            block: Some(self.block.clone()),
            using: Arc::clone(&self.using),
            dollar_under: Some(item),
            location: self.location.clone(),
            ..Beside::default()
        })
    }

    /// Makes a job that runs the block for objects.
    ///
    /// # Errors
    /// An object that belongs to this session; a session without jobs.
    pub(crate) fn into_job(
        self,
        runtime: &mut CommandRuntime<'_>,
        items: Vec<Value>,
    ) -> CommandResult<Value> {
        let work: CommandResult<Vec<Beside>> =
            items.into_iter().map(|item| self.work(item)).collect();
        let request = JobRequest {
            work: work?,
            limit: self.limit,
            command: self.block.text_inside(),
            kind: "PSTaskJob",
            name: None,
        };
        match runtime.context().extension::<JobMaker>().0 {
            Some(make) => make(runtime, request),
            None => Err(not_supported("This session has no jobs.", Value::Null).into()),
        }
    }

    /// Runs the block for an object, as soon as there is room.
    ///
    /// # Errors
    /// What a command further down the pipeline threw, or a stop.
    pub(crate) fn add(&mut self, runtime: &mut CommandRuntime<'_>, item: Value) -> CommandResult {
        let work = self.work(item)?;
        while self.running >= self.limit && !self.timed_out {
            self.step(runtime)?;
        }
        if self.timed_out {
            return Ok(());
        }
        let (records, end) = (self.sender.clone(), self.sender.clone());
        self.starter.start(
            work,
            Arc::new(move |record: Record| {
                // Nobody listens any more where the command has ended.
                let _ = records.send(Message::Record(record));
            }),
            self.stop.clone(),
            Box::new(move |how| {
                let _ = end.send(Message::End(how));
            }),
        )?;
        self.running += 1;
        Ok(())
    }

    /// Waits until all blocks have ended.
    ///
    /// # Errors
    /// As [`Parallel::add`].
    pub(crate) fn finish(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        while self.running > 0 {
            self.step(runtime)?;
        }
        Ok(())
    }

    /// Takes one message, or looks whether time is over.
    fn step(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if let Some((start, limit)) = self.deadline
            && start.elapsed() >= limit
            && !self.timed_out
        {
            self.timed_out = true;
            self.stop.stop();
        }
        let message = match self.receiver.recv_timeout(LOOK) {
            Ok(message) => message,
            Err(RecvTimeoutError::Timeout) => {
                return runtime.check_stop();
            }
            Err(RecvTimeoutError::Disconnected) => {
                self.running = 0;
                return Ok(());
            }
        };
        match message {
            Message::Record(Record::Output(value)) => runtime.write_object(value),
            Message::Record(record) => runtime.pass_on(record),
            Message::End(end) => {
                self.running = self.running.saturating_sub(1);
                self.ended(runtime, end)
            }
        }
    }

    fn ended(&self, runtime: &mut CommandRuntime<'_>, end: End) -> CommandResult {
        let exception = match (&end.error, end.stopped) {
            (Some(record), _) => Arc::clone(&record.exception),
            (None, true) => Arc::new(Exception::new(
                TypeId::PIPELINE_STOPPED_EXCEPTION,
                "The pipeline has been stopped.",
            )),
            (None, false) => return Ok(()),
        };
        let mut record = ErrorRecord::new(
            exception,
            "PSTaskException",
            ErrorCategory::InvalidOperation,
            Value::Null,
        );
        if let Some(original) = &end.error {
            record.invocation_info.clone_from(&original.invocation_info);
            record.category_info.activity.clone_from(&original.category_info.activity);
        }
        runtime.pass_on(Record::Error(Arc::new(record)))
    }
}

impl Drop for Parallel {
    fn drop(&mut self) {
        if self.running > 0 {
            self.stop.stop();
        }
    }
}
