//! One command of a running pipeline.

use std::sync::Arc;

use remora_psobject::{ListObject, PsString, Value};

use super::cmdlet_stage::CmdletStage;
use super::native_stage::NativeStage;
use super::output::Output;
use super::routes::{MergeQueue, Route, Routes, Stream};
use super::script_stage::ScriptStage;
use super::sink::Sink;
use crate::binder::RawArgument;
use crate::command::state::Site;
use crate::command::{CommandInfo, CommandKind, CommandState, CommonParameters};
use crate::context::ExecutionContext;
use crate::errors::{self, Flow};
use crate::evaluate::BYTE_FILE;
use crate::language_mode::LanguageMode;
use crate::session::{ScopeId, Symbol};

/// A file that a stream is redirected to.
#[derive(Clone, Debug)]
pub(crate) struct FileTarget {
    pub(crate) path: PsString,
    pub(crate) append: bool,
}

/// Where the output of a stage goes beside the next stage.
#[derive(Debug, Default)]
pub(super) struct Outlets {
    /// Nothing of what follows is set.
    pub(super) is_plain: bool,
    pub(super) discard_output: bool,
    pub(super) merged: Option<Arc<MergeQueue>>,
    pub(super) out_variable: Option<Arc<ListObject>>,
    pub(super) pipeline_variable: Option<(Symbol, PsString, ScopeId)>,
}

/// What a stage is made of.
#[derive(Debug)]
pub(crate) struct StageSetup {
    pub(crate) info: Arc<CommandInfo>,
    pub(crate) invocation_name: PsString,
    pub(crate) site: Option<Site>,
    pub(crate) arguments: Vec<RawArgument>,
    /// Called by `.`
    pub(crate) dotted: bool,
    pub(crate) position: usize,
    pub(crate) length: usize,
    pub(crate) expecting_input: bool,
    /// Streams that are merged into the output.
    pub(crate) merges: Vec<Stream>,
    /// Streams that go nowhere.
    pub(crate) discards: Vec<Stream>,
    pub(crate) discard_output: bool,
    /// Streams beside the output that go to files.
    pub(crate) files: Vec<(Stream, FileTarget)>,
}

pub(super) enum Kind {
    Cmdlet(CmdletStage),
    Script(Box<ScriptStage>),
    Native(Box<NativeStage>),
}

/// A command of a running pipeline.
pub(crate) struct Stage {
    pub(super) kind: Kind,
    pub(super) state: CommandState,
    /// The scope that the command was called in.
    scope: ScopeId,
    /// The language mode of the script, or of the code that called the command.
    mode: Option<LanguageMode>,
    routes: Option<Routes>,
    files: Vec<(Arc<MergeQueue>, FileTarget)>,
    outlets: Outlets,
    begun: bool,
    /// It wants no more input, and has no end.
    pub(super) stopped: bool,
    pub(super) received: bool,
    pub(super) ended: bool,
}

impl Stage {
    /// Binds a command.
    pub(crate) fn new(context: &mut ExecutionContext, setup: StageSetup) -> Result<Self, Flow> {
        let mut state = CommandState::new(Arc::clone(&setup.info), setup.invocation_name.clone());
        state.site = setup.site.clone();
        state.pipeline_position = setup.position;
        state.pipeline_length = setup.length;
        state.expecting_input = setup.expecting_input;
        state.stage_id = context.stage_id();
        let scope = context.session.current;
        let mode = match setup.info.script_block() {
            Some(block) => block.mode(),
            None => Some(context.language_mode),
        };
        if setup.dotted
            && let Some(block) = setup.info.script_block()
        {
            context.check_dot_source(block)?;
        }
        let mut routes = context.routes.clone();
        let mut redirected = false;
        let mut outlets = Outlets { discard_output: setup.discard_output, ..Outlets::default() };
        if !setup.merges.is_empty() {
            let queue = Arc::new(MergeQueue::default());
            for stream in &setup.merges {
                routes.set(*stream, Route::Queue(Arc::clone(&queue)));
            }
            outlets.merged = Some(queue);
            redirected = true;
        }
        for stream in &setup.discards {
            routes.set(*stream, Route::Discard);
            redirected = true;
        }
        let mut files = Vec::new();
        for (stream, target) in setup.files {
            let queue = Arc::new(MergeQueue::default());
            routes.set(stream, Route::Queue(Arc::clone(&queue)));
            files.push((queue, target));
            redirected = true;
        }
        let saved_mode = context.enter_mode(mode);
        let made = match &setup.info.kind {
            CommandKind::Cmdlet(spec) => {
                CmdletStage::bind(context, spec, &mut state, setup.arguments).map(Kind::Cmdlet)
            }
            CommandKind::Application { path } => {
                let path = path.clone();
                Ok(Kind::Native(Box::new(NativeStage::new(path, setup.arguments))))
            }
            CommandKind::Alias { definition, .. } => {
                Err(crate::context::command_not_found(definition))
            }
            _ => ScriptStage::bind(context, &mut state, setup.arguments, setup.dotted)
                .map(|stage| Kind::Script(Box::new(stage))),
        };
        context.leave_mode(saved_mode);
        let kind = made.map_err(|flow| complete(context, &state, flow))?;
        let tapped = taps(context, &state.common, &mut routes, &mut outlets);
        outlets.is_plain = outlets.merged.is_none()
            && outlets.out_variable.is_none()
            && outlets.pipeline_variable.is_none()
            && !outlets.discard_output;
        Ok(Self {
            kind,
            state,
            scope,
            mode,
            routes: (redirected || tapped).then_some(routes),
            files,
            outlets,
            begun: false,
            stopped: false,
            received: false,
            ended: false,
        })
    }

    /// Runs a part of the command in its own surroundings.
    fn within(
        &mut self,
        context: &mut ExecutionContext,
        rest: &mut [Self],
        out: &mut dyn Sink,
        part: impl FnOnce(
            &mut Kind,
            &mut CommandState,
            &mut ExecutionContext,
            &mut Output<'_>,
        ) -> Result<(), Flow>,
    ) -> Result<(), Flow> {
        let saved_scope = std::mem::replace(&mut context.session.current, self.scope);
        let saved_routes = self
            .routes
            .as_ref()
            .map(|routes| std::mem::replace(&mut context.routes, routes.clone()));
        let saved_mode = context.enter_mode(self.mode);
        let mut output = Output { outlets: &self.outlets, rest, out };
        let mut result = part(&mut self.kind, &mut self.state, context, &mut output);
        if result.is_ok() && self.outlets.merged.is_some() {
            result = output.flush(context);
        }
        if let Some(routes) = saved_routes {
            context.routes = routes;
        }
        context.leave_mode(saved_mode);
        context.session.current = saved_scope;
        result.map_err(|flow| complete(context, &self.state, flow.out_of_command()))
    }

    /// Runs `begin`, once.
    pub(super) fn begin(
        &mut self,
        context: &mut ExecutionContext,
        rest: &mut [Self],
        out: &mut dyn Sink,
    ) -> Result<(), Flow> {
        if self.begun {
            return Ok(());
        }
        self.begun = true;
        self.within(context, rest, out, |kind, state, context, output| match kind {
            Kind::Cmdlet(stage) => stage.begin(context, state, output),
            Kind::Script(stage) => stage.begin(context, output),
            Kind::Native(stage) => stage.begin(context, state, output),
        })
    }

    /// Takes an object.
    pub(super) fn accept(
        &mut self,
        context: &mut ExecutionContext,
        value: Value,
        rest: &mut [Self],
        out: &mut dyn Sink,
    ) -> Result<(), Flow> {
        if self.stopped {
            return Ok(());
        }
        context.check_stop()?;
        self.begin(context, rest, out)?;
        self.received = true;
        self.within(context, rest, out, |kind, state, context, output| match kind {
            Kind::Cmdlet(stage) => stage.process(context, state, value, output),
            Kind::Script(stage) => stage.process(context, state, value, output),
            Kind::Native(stage) => stage.process(context, value, output),
        })
    }

    /// Runs `end`.
    pub(super) fn end(
        &mut self,
        context: &mut ExecutionContext,
        rest: &mut [Self],
        out: &mut dyn Sink,
    ) -> Result<(), Flow> {
        if self.stopped || self.ended {
            return Ok(());
        }
        self.ended = true;
        let expecting = self.state.expecting_input;
        self.within(context, rest, out, |kind, state, context, output| match kind {
            Kind::Cmdlet(stage) => stage.end(context, state, expecting, output),
            Kind::Script(stage) => stage.end(context, expecting, output),
            Kind::Native(stage) => stage.end(context, state, output),
        })?;
        self.write_files(context)
    }

    /// Runs what must run at last.
    pub(super) fn clean(&mut self, context: &mut ExecutionContext) {
        let begun = self.begun;
        // What `clean` writes goes nowhere, and what it throws is reported by itself.
        let _ = self.within(context, &mut [], &mut super::Null, |kind, state, context, output| {
            match kind {
                Kind::Cmdlet(stage) => {
                    if begun {
                        stage.clean(context, state, output);
                    }
                    Ok(())
                }
                Kind::Script(stage) => stage.clean(context, begun, output),
                Kind::Native(stage) => {
                    stage.clean();
                    Ok(())
                }
            }
        });
        let _ = self.write_files(context);
    }

    fn write_files(&mut self, context: &mut ExecutionContext) -> Result<(), Flow> {
        for (queue, target) in std::mem::take(&mut self.files) {
            let mut records = Vec::new();
            while let Some(record) = queue.pop() {
                records.push(record);
            }
            write_file(context, &target, records)?;
        }
        Ok(())
    }

    /// The number by which the stage can be told to want no more.
    pub(super) fn id(&self) -> u64 {
        self.state.stage_id
    }

    /// Whether it only shows what it gets.
    pub(super) fn is_out_default(&self) -> bool {
        matches!(&self.state.info.kind, CommandKind::Cmdlet(spec)
            if spec.class == "Microsoft.PowerShell.Commands.OutDefaultCommand")
            && self.outlets.is_plain
    }

    /// Whether bytes of a program stay bytes on their way into it.
    pub(super) fn takes_bytes(&self) -> bool {
        matches!(self.kind, Kind::Native(_)) || self.state.invocation_name == BYTE_FILE
    }

    /// The program, if it is one.
    pub(super) fn native(&mut self) -> Option<&mut NativeStage> {
        match &mut self.kind {
            Kind::Native(stage) => Some(stage),
            _ => None,
        }
    }
}

/// Writes objects to a file as `Out-File` does.
pub(super) fn write_file(
    context: &mut ExecutionContext,
    target: &FileTarget,
    values: Vec<Value>,
) -> Result<(), Flow> {
    let mut builder = super::PipelineBuilder::new()
        .command("Out-File")
        .parameter("FilePath", target.path.clone());
    if target.append {
        builder = builder.switch("Append");
    }
    builder.run(context, values, &mut super::Null)
}

/// Completes an error that a command let out.
fn complete(context: &ExecutionContext, state: &CommandState, flow: Flow) -> Flow {
    match flow {
        Flow::Throw(mut thrown) if thrown.record.invocation_info.is_none() => {
            thrown.record = errors::position::complete(context, state, thrown.record);
            Flow::Throw(thrown)
        }
        other => other,
    }
}

/// Sets the variables that collect streams.
fn taps(
    context: &mut ExecutionContext,
    common: &CommonParameters,
    routes: &mut Routes,
    outlets: &mut Outlets,
) -> bool {
    let mut tapped = false;
    for (stream, name) in [
        (Stream::Error, &common.error_variable),
        (Stream::Warning, &common.warning_variable),
        (Stream::Information, &common.information_variable),
    ] {
        if let Some(name) = name {
            let list = collecting_list(context, name);
            routes.add_tap(stream, list);
            tapped = true;
        }
    }
    if let Some(name) = &common.out_variable {
        outlets.out_variable = Some(collecting_list(context, name));
    }
    if let Some(name) = &common.pipeline_variable {
        let scope = context.session.current;
        outlets.pipeline_variable = Some((Symbol::of(name), name.clone(), scope));
    }
    tapped
}

/// The list that a variable collects in; `+name` keeps what is there.
fn collecting_list(context: &mut ExecutionContext, name: &PsString) -> Arc<ListObject> {
    let (append, name) = match name.strip_prefix('+') {
        Some(rest) => (true, PsString::from(rest)),
        None => (false, name.clone()),
    };
    if append && let Some(Value::List(list)) = context.variable(&name) {
        return list;
    }
    let list = Arc::new(ListObject::array_list(Vec::new()));
    if append && let Some(known) = context.variable(&name).filter(|value| !value.is_null()) {
        match context.enumerate(&known) {
            Some(items) => items.into_iter().for_each(|item| {
                list.push(item);
            }),
            None => {
                list.push(known);
            }
        }
    }
    // A variable that cannot be written stays what it is.
    let _ = context.set_variable(&name, Value::List(Arc::clone(&list)));
    list
}
