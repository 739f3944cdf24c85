//! Script blocks in sessions of their own, on threads of their own, beside the session that starts them.
//! They share objects with it, as thread jobs and parallel blocks do.

use std::collections::HashMap;
use std::sync::Arc;

use remora_hosting::{Record, RecordSink, StopToken};
use remora_psobject::{ErrorCategory, PsString, TypeId, Value};
use remora_syntax::ast::{Expression, NodeRef};

use super::engine::{End, STACK_SIZE, run_top};
use crate::command::CommandRuntime;
use crate::context::ExecutionContext;
use crate::errors::{self, Flow};
use crate::language_mode::LanguageMode;
use crate::pipeline::{Null, PipelineBuilder, Sink};
use crate::script::{Invocation, ScriptBlock};
use crate::session::SessionBuilder;

/// A script block for a session of its own.
#[derive(Clone, Default)]
pub struct Beside {
    /// What runs first, for its definitions.
    pub initialization: Option<ScriptBlock>,
    /// What runs; nothing where it is `None`.
    pub block: Option<ScriptBlock>,
    /// Values of its `$using:` expressions.
    pub using: Arc<HashMap<String, Value>>,
    /// `$_`
    pub dollar_under: Option<Value>,
    /// Its arguments.
    pub arguments: Vec<Value>,
    /// Objects of the pipeline.
    pub input: Vec<Value>,
    /// Where it starts.
    pub location: PsString,
}

/// What sessions like this one are made with.
#[derive(Default)]
pub(crate) struct MadeWith(pub(crate) Option<SessionBuilder>);

/// Starts sessions like the one that it comes from.
#[derive(Clone)]
pub struct BesideStarter(SessionBuilder, LanguageMode);

impl BesideStarter {
    /// Runs a block in a session of its own, on a thread of its own. Output and records go to `records`;
    /// `done` is told how it ended.
    ///
    /// # Errors
    /// Where there is no thread.
    pub fn start(
        &self,
        work: Beside,
        records: Arc<dyn RecordSink>,
        stop: StopToken,
        done: Box<dyn FnOnce(End) + Send>,
    ) -> Result<(), Flow> {
        let (builder, mode) = (self.0.clone(), self.1);
        let thread = std::thread::Builder::new().stack_size(STACK_SIZE);
        let spawned = thread.spawn(move || {
            let mut context = builder.build();
            // Code gains no rights by running elsewhere.
            context.set_language_mode(mode);
            // What it shows travels as records.
            context.host = Arc::new(super::DefaultHost::default());
            done(context.run_beside(&work, records, stop));
        });
        match spawned {
            Ok(_) => Ok(()),
            Err(failure) => Err(errors::error(
                TypeId::INVALID_OPERATION_EXCEPTION,
                failure.to_string(),
                "NoThread",
                ErrorCategory::ResourceUnavailable,
                Value::Null,
            )
            .into()),
        }
    }
}

/// Blocks that become one job.
pub struct JobRequest {
    /// The blocks.
    pub work: Vec<Beside>,
    /// How many run at the same time.
    pub limit: usize,
    /// The text that the job shows.
    pub command: PsString,
    /// `PSJobTypeName`
    pub kind: &'static str,
    /// The job's name.
    pub name: Option<PsString>,
}

/// What makes jobs of blocks. The crate with the job cmdlets puts it into the session.
#[derive(Clone, Copy, Default)]
pub struct JobMaker(pub Option<fn(&mut CommandRuntime<'_>, JobRequest) -> Result<Value, Flow>>);

/// Hands output on as records.
struct Output(Arc<dyn RecordSink>);

impl Sink for Output {
    fn write(&mut self, _context: &mut ExecutionContext, value: Value) -> Result<(), Flow> {
        self.0.record(Record::Output(value));
        Ok(())
    }
}

impl ExecutionContext {
    /// The values of a block's `$using:` expressions in this session. With `strict` a variable that is
    /// not set is an error, else null.
    ///
    /// # Errors
    /// What an expression threw; `UsingVariableIsUndefined`.
    pub fn using_values(
        &mut self,
        block: &ScriptBlock,
        strict: bool,
    ) -> Result<HashMap<String, Value>, Flow> {
        let root = NodeRef::ScriptBlock(block.ast());
        let source = Arc::clone(&block.ast().source);
        let mut found = HashMap::new();
        for node in root.find_all(true, |node| matches!(node, NodeRef::UsingExpression(_))) {
            let NodeRef::UsingExpression(expression) = node else { continue };
            let text = source.slice(expression.extent);
            let key = text.trim_start_matches(['$', '@']).to_ascii_lowercase();
            if found.contains_key(&key) {
                continue;
            }
            if let Expression::Variable(variable) = &expression.sub_expression
                && self.variable(&variable.path.user_path).is_none()
            {
                if strict {
                    return Err(errors::make::runtime(
                        format!(
                            "The value of the using variable '{text}' cannot be retrieved because it has not been set in the local session."
                        ),
                        "UsingVariableIsUndefined",
                        ErrorCategory::InvalidOperation,
                        Value::Null,
                    )
                    .into());
                }
                continue;
            }
            let compiled = crate::compile::lone_expression(&source, &expression.sub_expression);
            let value = crate::evaluate::eval(self, &compiled)?;
            found.insert(key, value);
        }
        Ok(found)
    }

    /// The text of the script that the session runs, the outermost one.
    pub fn running_text(&self) -> PsString {
        self.frames.first().map_or_else(PsString::empty, |frame| frame.source.text().into())
    }

    /// What starts sessions like this one.
    ///
    /// # Errors
    /// Where sessions like this one cannot be made.
    pub fn beside_starter(&mut self) -> Result<BesideStarter, Flow> {
        match self.extension::<MadeWith>().0.clone() {
            Some(builder) => Ok(BesideStarter(builder, self.language_mode)),
            None => {
                Err(errors::not_supported("This session cannot make others.", Value::Null).into())
            }
        }
    }

    fn run_beside(&mut self, work: &Beside, records: Arc<dyn RecordSink>, stop: StopToken) -> End {
        if !work.location.is_empty() {
            // A location that is not there leaves the session where it starts.
            let _ = PipelineBuilder::new()
                .command("Set-Location")
                .parameter("LiteralPath", work.location.clone())
                .run(self, Vec::new(), &mut Null);
        }
        self.records = Arc::clone(&records);
        self.stop = stop;
        self.set_using_values(HashMap::clone(&work.using));
        // Code of one session is not shared with another, though the tree is.
        let own = |block: &ScriptBlock| ScriptBlock::new(Arc::clone(block.ast()));
        if let Some(block) = work.initialization.as_ref().map(own) {
            let end = run_top(self, &block, Invocation::in_current_scope(), &mut Null);
            if end.error.is_some() || end.stopped {
                return end;
            }
        }
        let Some(block) = work.block.as_ref().map(own) else { return End::default() };
        let mut invocation = Invocation::new()
            .arguments(work.arguments.iter().cloned())
            .input(work.input.iter().cloned());
        invocation.dollar_under.clone_from(&work.dollar_under);
        run_top(self, &block, invocation, &mut Output(records))
    }
}
