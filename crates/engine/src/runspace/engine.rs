//! [`Engine`]: a session on the caller's own terms.

use std::sync::{Arc, LazyLock};

use parking_lot::Mutex;
use remora_hosting::{Record, RecordSink, StopToken};
use remora_psobject::{ErrorRecord, PsString, Value};
use remora_syntax::ScriptSource;

use crate::command::{CommandInfo, CommandKind, CommandState};
use crate::context::{CallFrame, ExecutionContext, Phase};
use crate::errors::Flow;
use crate::pipeline::{PipelineBuilder, Sink};
use crate::script::{Invocation, ScriptBlock};
use crate::session::{ScopeId, SessionBuilder};

/// Bytes of stack for scripts. Pages that are never touched cost nothing.
pub(crate) const STACK_SIZE: usize = 512 * 1024 * 1024;

/// A session that runs scripts while the caller waits, without a thread or host of its own: for tests
/// and tools. Whoever serves a user takes a [`LocalRunspace`](super::LocalRunspace).
pub struct Engine {
    context: ExecutionContext,
}

/// What running a script came to.
#[derive(Debug, Default)]
pub struct Outcome {
    /// What it wrote.
    pub output: Vec<Value>,
    /// The records of the other streams, in order.
    pub records: Vec<Record>,
    /// The error that ended it; it is not among the records.
    pub error: Option<Arc<ErrorRecord>>,
    /// The code of `exit`.
    pub exit_code: Option<i32>,
    /// Whether it was stopped.
    pub stopped: bool,
}

impl Outcome {
    /// The errors that it wrote, and the one that ended it.
    pub fn errors(&self) -> Vec<Arc<ErrorRecord>> {
        self.records
            .iter()
            .filter_map(|record| match record {
                Record::Error(record) => Some(Arc::clone(record)),
                _ => None,
            })
            .chain(self.error.clone())
            .collect()
    }
}

impl Engine {
    /// A session of this builder.
    pub fn new(builder: &SessionBuilder) -> Self {
        Self { context: builder.build() }
    }

    /// The session.
    pub fn context(&mut self) -> &mut ExecutionContext {
        &mut self.context
    }

    /// Runs a script in the global scope and gives what it wrote.
    ///
    /// # Errors
    /// A parse error, or what ended the script.
    pub fn invoke(&mut self, script: &str) -> Result<Vec<Value>, Flow> {
        let outcome = self.run(script);
        match outcome.error {
            Some(record) => Err(Flow::script_error(record)),
            None if outcome.stopped => Err(Flow::Stopped),
            None => Ok(outcome.output),
        }
    }

    /// Runs a script in the global scope.
    pub fn run(&mut self, script: &str) -> Outcome {
        let records = Arc::new(Mutex::new(Vec::new()));
        let sink = Arc::clone(&records);
        let mut output = Vec::new();
        let end = self.run_into(
            script,
            Arc::new(move |record: Record| sink.lock().push(record)),
            StopToken::new(),
            &mut output,
        );
        let mut outcome =
            Outcome { output, records: std::mem::take(&mut records.lock()), ..Outcome::default() };
        end.report(&mut outcome);
        outcome
    }

    /// Runs a script in the global scope; output and records go where they are told, at once.
    pub fn run_into(
        &mut self,
        script: &str,
        records: Arc<dyn RecordSink>,
        stop: StopToken,
        output: &mut (dyn Sink + Send),
    ) -> End {
        let context = &mut self.context;
        on_large_stack(move || {
            context.records = records;
            context.stop = stop;
            match context.parse_script(script) {
                Ok(block) => run_top(context, &block, Invocation::in_current_scope(), output),
                Err(flow) => End::of(context, Err(flow)),
            }
        })
    }

    /// Runs commands in the global scope; output and records go where they are told, at once.
    pub fn run_pipeline(
        &mut self,
        pipeline: PipelineBuilder,
        input: Vec<Value>,
        records: Arc<dyn RecordSink>,
        stop: StopToken,
        output: &mut (dyn Sink + Send),
    ) -> End {
        let context = &mut self.context;
        on_large_stack(move || {
            context.records = records;
            context.stop = stop;
            in_top_frame(context, |context| pipeline.run(context, input, output))
        })
    }
}

/// Runs a body on a thread with a stack for deep recursion, and waits for it.
pub(crate) fn on_large_stack<T: Send>(body: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK_SIZE).spawn_scoped(scope, body);
        match thread {
            Ok(thread) => match thread.join() {
                Ok(value) => value,
                Err(payload) => std::panic::resume_unwind(payload),
            },
            Err(failure) => {
                #[allow(clippy::panic, reason = "without memory for a thread nothing can go on")]
                {
                    panic!("no thread for the script: {failure}")
                }
            }
        }
    })
}

/// How a script ended.
#[derive(Debug, Default)]
pub struct End {
    /// The error that ended it.
    pub error: Option<Arc<ErrorRecord>>,
    /// The code of `exit`.
    pub exit_code: Option<i32>,
    /// Whether it was stopped.
    pub stopped: bool,
}

impl End {
    pub(crate) fn of(context: &mut ExecutionContext, result: Result<(), Flow>) -> Self {
        let mut end = Self::default();
        match result {
            Err(Flow::Throw(thrown)) => {
                let record = crate::evaluate::statement::with_place(context, thrown.record);
                context.remember_error(Value::live_arc(Arc::clone(&record)));
                end.error = Some(record);
            }
            Err(Flow::Exit(code)) => end.exit_code = Some(code),
            Err(Flow::Stopped) => end.stopped = true,
            Ok(()) | Err(_) => {}
        }
        end
    }

    fn report(self, outcome: &mut Outcome) {
        outcome.error = self.error;
        outcome.exit_code = self.exit_code;
        outcome.stopped = self.stopped;
    }
}

/// Runs a body inside the frame that stands for whoever runs the pipeline.
pub(crate) fn in_top_frame(
    context: &mut ExecutionContext,
    body: impl FnOnce(&mut ExecutionContext) -> Result<(), Flow>,
) -> End {
    static NOBODY: LazyLock<(Arc<ScriptSource>, Arc<CommandInfo>)> = LazyLock::new(|| {
        let block = ScriptBlock::new(remora_syntax::parse("", None).script);
        let info = CommandInfo::new("", CommandKind::Script(block));
        (ScriptSource::new("", None), Arc::new(info))
    });
    outermost(context, |context| {
        let (source, info) = &*NOBODY;
        context.frames.push(CallFrame {
            command: Arc::new(CommandState::new(Arc::clone(info), PsString::empty())),
            source: Arc::clone(source),
            extent: remora_syntax::Extent::default(),
            phase: Phase::Body,
            scope: ScopeId::GLOBAL,
            is_method: false,
        });
        body(context)
    })
}

/// Runs a script block as the outermost code of a session.
pub(crate) fn run_top(
    context: &mut ExecutionContext,
    block: &ScriptBlock,
    invocation: Invocation,
    output: &mut dyn Sink,
) -> End {
    outermost(context, |context| context.invoke_block(block, invocation, output))
}

/// Runs a body in the global scope with nothing around it.
fn outermost(
    context: &mut ExecutionContext,
    body: impl FnOnce(&mut ExecutionContext) -> Result<(), Flow>,
) -> End {
    context.frames.clear();
    context.handlers = 0;
    context.handled.clear();
    context.session.current = ScopeId::GLOBAL;
    let result = body(context);
    let end = End::of(context, result);
    context.frames.clear();
    context.session.current = ScopeId::GLOBAL;
    end
}
