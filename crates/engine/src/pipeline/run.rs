//! Running pipelines.

use std::sync::Arc;

use remora_hosting::MergeTarget;
use remora_psobject::{PsString, Value};

use super::builder::{Call, Callee};
use super::routes::Stream;
use super::sink::Sink;
use super::stage::{Stage, StageSetup};
use super::{PipelineBuilder, SteppablePipeline};
use crate::binder::RawArgument;
use crate::command::{CommandInfo, CommandKind, CommandResult};
use crate::context::ExecutionContext;
use crate::errors::Flow;

/// A pipeline whose commands are bound.
pub(crate) struct Running {
    stages: Vec<Stage>,
    cleaned: bool,
    failed: bool,
}

impl Running {
    /// Binds the commands.
    pub(crate) fn new(
        context: &mut ExecutionContext,
        setups: impl IntoIterator<Item = StageSetup>,
    ) -> Result<Self, Flow> {
        let mut running = Self { stages: Vec::new(), cleaned: false, failed: false };
        for setup in setups {
            match Stage::new(context, setup) {
                Ok(stage) => running.stages.push(stage),
                Err(flow) => {
                    running.clean(context);
                    return Err(flow);
                }
            }
        }
        // Between two programs, and between a program and a file, bytes stay bytes.
        for index in 1..running.stages.len() {
            let (before, after) = running.stages.split_at_mut(index);
            if let (Some(left), Some(right)) = (before.last_mut(), after.first_mut())
                && right.takes_bytes()
                && let Some(left) = left.native()
            {
                left.give_bytes();
            }
        }
        Ok(running)
    }

    /// Runs the `begin` of all commands.
    pub(crate) fn begin(
        &mut self,
        context: &mut ExecutionContext,
        out: &mut dyn Sink,
    ) -> CommandResult {
        let mut index = 0;
        while index < self.stages.len() {
            let (_, tail) = self.stages.split_at_mut(index);
            if let Some((stage, rest)) = tail.split_first_mut() {
                let result = stage.begin(context, rest, out);
                self.settle(result)?;
            }
            index += 1;
        }
        Ok(())
    }

    /// Takes note where a command wants no more input; anything else goes on.
    fn settle(&mut self, result: CommandResult) -> CommandResult {
        match result {
            Err(Flow::StopUpstream(id)) => {
                match self.stages.iter().position(|stage| stage.id() == id) {
                    Some(index) => {
                        for stage in self.stages.iter_mut().take(index) {
                            stage.stopped = true;
                        }
                        Err(Flow::StopUpstream(id))
                    }
                    None => Err(Flow::StopUpstream(id)),
                }
            }
            other => other,
        }
    }

    fn is_own(&self, flow: &Flow) -> bool {
        matches!(flow, Flow::StopUpstream(id) if self.stages.iter().any(|stage| stage.id() == *id))
    }

    /// Feeds an object to the first command.
    pub(crate) fn step(
        &mut self,
        context: &mut ExecutionContext,
        value: Value,
        out: &mut dyn Sink,
    ) -> CommandResult {
        let result = match self.stages.split_first_mut() {
            Some((first, rest)) => first.accept(context, value, rest, out),
            None => out.write(context, value),
        };
        self.settle(result)
    }

    /// Ends the commands in order.
    pub(crate) fn finish(
        &mut self,
        context: &mut ExecutionContext,
        out: &mut dyn Sink,
    ) -> CommandResult {
        let mut index = 0;
        while index < self.stages.len() {
            let (_, tail) = self.stages.split_at_mut(index);
            if let Some((stage, rest)) = tail.split_first_mut() {
                let result = stage.end(context, rest, out);
                match self.settle(result) {
                    Ok(()) => {}
                    Err(flow) if self.is_own(&flow) => {}
                    Err(flow) => return Err(flow),
                }
            }
            index += 1;
        }
        Ok(())
    }

    /// Runs what must run at last, once.
    pub(crate) fn clean(&mut self, context: &mut ExecutionContext) {
        if std::mem::replace(&mut self.cleaned, true) {
            return;
        }
        for stage in &mut self.stages {
            stage.clean(context);
        }
    }

    /// Runs the whole pipeline; `feed` gives the objects for the first command.
    pub(crate) fn run(
        mut self,
        context: &mut ExecutionContext,
        out: &mut dyn Sink,
        feed: impl FnOnce(&mut ExecutionContext, &mut dyn Sink) -> CommandResult,
    ) -> CommandResult {
        let saved = std::mem::replace(&mut context.pipeline_failed, false);
        let result = self.run_parts(context, out, feed);
        self.clean(context);
        let failed = context.pipeline_failed || self.failed;
        context.pipeline_failed = saved;
        context.status = result.is_ok() && !failed;
        result
    }

    fn run_parts(
        &mut self,
        context: &mut ExecutionContext,
        out: &mut dyn Sink,
        feed: impl FnOnce(&mut ExecutionContext, &mut dyn Sink) -> CommandResult,
    ) -> CommandResult {
        let begun = self.begin(context, out);
        match begun {
            Ok(()) => {}
            Err(flow) if self.is_own(&flow) => {}
            Err(flow) => return Err(flow),
        }
        let fed = feed(context, &mut Feed { running: self, out: &mut *out });
        match fed {
            Ok(()) => {}
            Err(flow) if self.is_own(&flow) => {}
            Err(flow) => return Err(flow),
        }
        self.finish(context, out)
    }
}

/// The input of a pipeline as a sink.
struct Feed<'a> {
    running: &'a mut Running,
    out: &'a mut dyn Sink,
}

impl Sink for Feed<'_> {
    fn write(&mut self, context: &mut ExecutionContext, value: Value) -> Result<(), Flow> {
        self.running.step(context, value, self.out)
    }
}

/// What a stage of a built pipeline is.
fn setup(
    context: &mut ExecutionContext,
    call: Call,
    position: usize,
    length: usize,
    expecting_input: bool,
) -> Result<StageSetup, Flow> {
    let (info, name, dotted): (Arc<CommandInfo>, PsString, bool) = match call.callee {
        Callee::Name { name, in_current_scope } => {
            (context.find_command(&name)?, name, in_current_scope)
        }
        Callee::Command(info) => {
            let name = info.name.clone();
            (info, name, false)
        }
        Callee::Block { block, in_current_scope } => {
            let info = CommandInfo::new("", CommandKind::Script(block));
            (Arc::new(info), PsString::empty(), in_current_scope)
        }
    };
    let mut merges = Vec::new();
    let mut discards = Vec::new();
    for (stream, target) in [
        (Stream::Error, call.merges.error),
        (Stream::Warning, call.merges.warning),
        (Stream::Verbose, call.merges.verbose),
        (Stream::Debug, call.merges.debug),
        (Stream::Information, call.merges.information),
    ] {
        match target {
            MergeTarget::None => {}
            MergeTarget::Output => merges.push(stream),
            MergeTarget::Null => discards.push(stream),
        }
    }
    Ok(StageSetup {
        info,
        invocation_name: name,
        site: None,
        arguments: call.arguments.into_iter().map(RawArgument::from).collect(),
        dotted,
        position,
        length,
        expecting_input,
        merges,
        discards,
        discard_output: false,
        files: Vec::new(),
    })
}

fn bind_built(
    context: &mut ExecutionContext,
    builder: PipelineBuilder,
    has_input: bool,
) -> CommandResult<Running> {
    let length = builder.calls.len();
    let mut setups: Vec<StageSetup> = Vec::with_capacity(length);
    let mut takers = Vec::new();
    for (index, call) in builder.calls.into_iter().enumerate() {
        let takes_errors = call.merges.previous_results;
        if let Some(before) = setups.last_mut().filter(|_| takes_errors) {
            // Where the command before says nothing else, its errors are input of this one.
            let has_own = |streams: &[Stream]| streams.contains(&Stream::Error);
            if !has_own(&before.merges) && !has_own(&before.discards) {
                before.merges.push(Stream::Error);
            }
            takers.push(index);
        }
        setups.push(setup(context, call, index + 1, length, has_input || index > 0)?);
    }
    let mut running = Running::new(context, setups)?;
    for index in takers {
        if let Some(stage) = running.stages.get_mut(index) {
            stage.state.takes_errors = true;
        }
    }
    Ok(running)
}

/// Runs commands that code put together.
pub(crate) fn run_built(
    context: &mut ExecutionContext,
    builder: PipelineBuilder,
    input: Vec<Value>,
    output: &mut dyn Sink,
) -> CommandResult {
    let running = bind_built(context, builder, !input.is_empty())?;
    running.run(context, output, |context, sink| {
        input.into_iter().try_for_each(|value| sink.write(context, value))
    })
}

/// Runs commands that code put together, with input that comes one by one.
pub(crate) fn run_built_with(
    context: &mut ExecutionContext,
    builder: PipelineBuilder,
    has_input: bool,
    feed: impl FnOnce(&mut ExecutionContext, &mut dyn Sink) -> CommandResult,
    output: &mut dyn Sink,
) -> CommandResult {
    let running = bind_built(context, builder, has_input)?;
    running.run(context, output, feed)
}

/// Starts commands that are fed from outside.
pub(crate) fn start_built(
    context: &mut ExecutionContext,
    builder: PipelineBuilder,
) -> CommandResult<SteppablePipeline> {
    let mut running = bind_built(context, builder, true)?;
    let begun = running.begin(context, &mut super::Null);
    match begun {
        Ok(()) => Ok(SteppablePipeline { pipeline: running }),
        Err(flow) => {
            running.clean(context);
            Err(flow)
        }
    }
}
