//! Pipelines in scripts.

use std::sync::Arc;

use remora_psobject::{ErrorCategory, PsString, Value};
use remora_syntax::ast::{InvocationOperator, RedirectionStream};

use super::head::head;
use super::{call, eval};
use crate::binder::RawArgument;
use crate::command::state::Site;
use crate::command::{CommandInfo, CommandKind, CommandState};
use crate::compile::node::{Argument, Command, Element, Name, Pipeline, Redirection};
use crate::context::ExecutionContext;
use crate::errors::{self, Flow};
use crate::pipeline::run::Running;
use crate::pipeline::{FileTarget, Sink, StageSetup, Stream};
use crate::script::ScriptBlock;
use crate::session::StrictMode;

/// Runs a pipeline.
pub(super) fn run_pipeline(
    context: &mut ExecutionContext,
    node: &Pipeline,
    out: &mut dyn Sink,
) -> Result<(), Flow> {
    if node.background {
        return context.start_background(&node.text, out);
    }
    context.check_stop()?;
    if let [Element::Command(command)] = node.elements.as_slice()
        && command.redirections.is_empty()
    {
        return single(context, command, out);
    }
    run_elements(context, node, out)
}

/// Runs a pipeline of one command without redirections.
fn single(
    context: &mut ExecutionContext,
    command: &Command,
    out: &mut dyn Sink,
) -> Result<(), Flow> {
    let (info, name, given) = resolve(context, command)?;
    let arguments = arguments(context, command, given)?;
    let dotted = command.operator == InvocationOperator::Dot;
    if !dotted
        && let CommandKind::Function(block)
        | CommandKind::Filter(block)
        | CommandKind::Script(block) = &info.kind
    {
        let block = block.clone();
        let metadata = block.metadata(context)?;
        if !metadata.cmdlet_binding {
            let mut state = CommandState::new(Arc::clone(&info), name);
            state.site = Some(site(context, command));
            state.stage_id = 0;
            let saved = std::mem::replace(&mut context.pipeline_failed, false);
            let result = call::call_script(context, &info, &block, state.clone(), arguments, out);
            let failed = std::mem::replace(&mut context.pipeline_failed, saved);
            context.status = result.is_ok() && !failed;
            return result.map_err(|flow| match flow {
                Flow::Throw(mut thrown) if thrown.record.invocation_info.is_none() => {
                    thrown.record = errors::position::complete(context, &state, thrown.record);
                    Flow::Throw(thrown)
                }
                other => other,
            });
        }
    }
    let setup = StageSetup {
        info,
        invocation_name: name,
        site: Some(site(context, command)),
        arguments,
        dotted,
        position: 1,
        length: 1,
        expecting_input: false,
        merges: Vec::new(),
        discards: Vec::new(),
        discard_output: false,
        files: Vec::new(),
    };
    let running = Running::new(context, [setup])?;
    running.run(context, out, |_, _| Ok(()))
}

fn site(context: &ExecutionContext, command: &Command) -> Site {
    let source = match context.frames.last() {
        Some(frame) => Arc::clone(&frame.source),
        None => remora_syntax::ScriptSource::new("", None),
    };
    Site { source, extent: command.extent }
}

/// The command that a name or expression means, and how many of the arguments belong to its name.
fn resolve(
    context: &mut ExecutionContext,
    command: &Command,
) -> Result<(Arc<CommandInfo>, PsString, usize), Flow> {
    match &command.name {
        Name::Word { text, cache, extent } => {
            let epoch = context.session.command_epoch;
            let scope_has_own = context.session.current().has_commands();
            if !scope_has_own
                && let Some((known, info)) = &*cache.lock()
                && *known == epoch
            {
                return Ok((Arc::clone(info), text.clone(), 0));
            }
            let info = context
                .find_command(text)
                .map_err(|flow| not_found_at(context, flow, *extent, text.clone()))?;
            *cache.lock() = Some((context.session.command_epoch, Arc::clone(&info)));
            Ok((info, text.clone(), 0))
        }
        Name::Expression(expression) => {
            let value = eval(context, expression)?;
            let operator = match command.operator {
                InvocationOperator::Dot => ".",
                _ => "&",
            };
            if let Some(module) = crate::modules::as_module(&value)
                && let Some(first) = command.arguments.first()
            {
                let (info, name) = of_module(context, &module, first, operator)?;
                return Ok((info, name, 1));
            }
            of_value(context, &value, operator)
                .map(|(info, name)| (info, name, 0))
                .map_err(|flow| not_found_at(context, flow, command.extent, operator.into()))
        }
    }
}

/// The error of a command that was not found, placed at its name.
fn not_found_at(
    context: &ExecutionContext,
    flow: Flow,
    extent: remora_syntax::Extent,
    name: PsString,
) -> Flow {
    let Flow::Throw(mut thrown) = flow else { return flow };
    let is_not_found = thrown.record.exception.exception_type()
        == remora_psobject::TypeId::COMMAND_NOT_FOUND_EXCEPTION;
    if let Some(frame) = context.frames.last().filter(|_| is_not_found)
        && thrown.record.invocation_info.is_none()
    {
        let mut info = errors::position::of_extent(context, &frame.source, extent);
        info.invocation_name = name;
        let mut record = remora_psobject::ErrorRecord::clone(&thrown.record);
        record.invocation_info = Some(Arc::new(info));
        thrown.record = Arc::new(record);
    }
    Flow::Throw(thrown)
}

/// `& $module command`: the command as the module sees it.
fn of_module(
    context: &mut ExecutionContext,
    module: &Arc<crate::modules::ModuleInfo>,
    argument: &Argument,
    operator: &str,
) -> Result<(Arc<CommandInfo>, PsString), Flow> {
    let value = match argument {
        Argument::Positional { value, .. } => eval(context, value)?,
        Argument::Word { value, .. } => value.clone(),
        _ => Value::Null,
    };
    if let Some(block) = value.downcast::<ScriptBlock>() {
        let block = block.bound_to(Some(Arc::clone(module)));
        return Ok((call::info_of(&block), operator.into()));
    }
    let scope = module.scope.unwrap_or(context.session.current);
    let saved = std::mem::replace(&mut context.session.current, scope);
    let found = of_value(context, &value, operator);
    context.session.current = saved;
    found
}

/// The command that a value means.
fn of_value(
    context: &mut ExecutionContext,
    value: &Value,
    operator: &str,
) -> Result<(Arc<CommandInfo>, PsString), Flow> {
    if let Some(block) = value.downcast::<ScriptBlock>() {
        return Ok((call::info_of(&block.clone()), operator.into()));
    }
    if let Some(info) = value.downcast_arc::<CommandInfo>() {
        if let CommandKind::Alias { resolved: Some(resolved), .. } = &info.kind {
            return Ok((Arc::clone(resolved), info.name.clone()));
        }
        let name = info.name.clone();
        return Ok((info, name));
    }
    let items = match value.base() {
        Value::Array(array) if array.len() == 1 => array.get(0),
        _ => None,
    };
    if let Some(item) = items {
        return of_value(context, &item, operator);
    }
    let text = context.text(value);
    let is_name = value.as_str().is_some()
        || matches!(value.base(), Value::Live(_))
        || value.type_id().is_some_and(remora_psobject::TypeId::is_value_type);
    if value.is_null() || text.is_empty() || !is_name {
        return Err(errors::make::runtime(
            format!(
                "The expression after '{operator}' in a pipeline element produced an object that was not valid. It must result in a command name, a script block, or a CommandInfo object."
            ),
            "BadExpression",
            ErrorCategory::InvalidOperation,
            value.clone().or_null(),
        )
        .into());
    }
    let info = context.find_command(&text)?;
    Ok((info, text))
}

/// The arguments of a command behind those that belong to its name.
fn arguments(
    context: &mut ExecutionContext,
    command: &Command,
    given: usize,
) -> Result<Vec<RawArgument>, Flow> {
    if command.as_method && context.session.is_strict(StrictMode::V2) {
        return Err(errors::make::runtime(
            "The function or command was called as if it were a method. Parameters should be separated by spaces. For information about parameters, see the about_Parameters Help topic.",
            "StrictModeFunctionCallWithParens",
            ErrorCategory::InvalidOperation,
            Value::Null,
        )
        .into());
    }
    let mut found = Vec::with_capacity(command.arguments.len());
    let mut plain = false;
    for argument in command.arguments.iter().skip(given) {
        match argument {
            Argument::Positional { value, extent, quoted } => {
                found.push(RawArgument::Positional {
                    value: eval(context, value)?,
                    word: None,
                    extent: Some(*extent),
                    quoted: *quoted,
                });
            }
            Argument::Word { value, text, extent } => found.push(RawArgument::Positional {
                value: value.clone(),
                word: Some(text.clone()),
                extent: Some(*extent),
                quoted: false,
            }),
            Argument::Named { name, text, extent, value } => {
                let (value, value_extent) = match value {
                    Some((expression, extent)) => (Some(eval(context, expression)?), Some(*extent)),
                    None => (None, None),
                };
                if plain {
                    found.push(RawArgument::value(Value::Str(text.clone())));
                    found.extend(value.map(RawArgument::value));
                } else {
                    found.push(RawArgument::Named {
                        name: name.clone(),
                        text: text.clone(),
                        value,
                        splatted: false,
                        extent: Some(*extent),
                        value_extent,
                    });
                }
            }
            Argument::Splat { variable, extent } => {
                let value = eval(context, variable)?;
                let first = found.len();
                splat(context, &value, &mut found);
                for argument in found.iter_mut().skip(first) {
                    argument.stands_at(*extent);
                }
            }
            Argument::EndOfParameters if plain => found.push(RawArgument::value("--".into())),
            Argument::EndOfParameters => {
                plain = true;
                found.push(RawArgument::EndOfParameters);
            }
            Argument::Verbatim(text) => found.push(RawArgument::Verbatim(text.clone())),
        }
    }
    Ok(found)
}

/// `@variable`
fn splat(context: &mut ExecutionContext, value: &Value, found: &mut Vec<RawArgument>) {
    match value.base() {
        Value::Null | Value::AutomationNull => {}
        Value::Dictionary(table) => {
            for (key, value) in table.entries() {
                let name = context.text(&key);
                found.push(RawArgument::Named {
                    text: format!("-{name}:").into(),
                    name,
                    value: Some(value),
                    splatted: true,
                    extent: None,
                    value_extent: None,
                });
            }
        }
        Value::Array(_) | Value::List(_) => {
            // `@args` keeps the names of parameters that it was called with.
            let items = context.enumerate(value).unwrap_or_default();
            for item in items {
                let name = item
                    .as_str()
                    .and_then(|text| text.strip_prefix('-'))
                    .filter(|rest| rest.starts_with(|c: char| c.is_alphabetic() || c == '_'));
                match name {
                    Some(name) if is_marked(&item) => {
                        let bare = name.strip_suffix(':').unwrap_or(name);
                        found.push(RawArgument::Named {
                            name: bare.into(),
                            text: item.as_string().cloned().unwrap_or_default(),
                            value: None,
                            splatted: false,
                            extent: None,
                            value_extent: None,
                        });
                    }
                    _ => found.push(RawArgument::value(item)),
                }
            }
        }
        // A text is a sequence of characters.
        Value::Str(text) => {
            found.extend(text.units().iter().map(|unit| RawArgument::value(Value::Char(*unit))));
        }
        other => found.push(RawArgument::value(other.clone())),
    }
}

/// Whether a text of `$args` was a parameter's name when the function was called.
fn is_marked(item: &Value) -> bool {
    item.as_str().is_some_and(|text| text.starts_with('-'))
}

fn streams(stream: RedirectionStream) -> &'static [Stream] {
    match stream {
        RedirectionStream::All => &Stream::ALL,
        RedirectionStream::Error => &[Stream::Error],
        RedirectionStream::Warning => &[Stream::Warning],
        RedirectionStream::Verbose => &[Stream::Verbose],
        RedirectionStream::Debug => &[Stream::Debug],
        RedirectionStream::Information => &[Stream::Information],
        RedirectionStream::Output => &[],
    }
}

/// What the redirections of an element come to.
#[derive(Default)]
pub(super) struct Redirected {
    pub(super) merges: Vec<Stream>,
    pub(super) discards: Vec<Stream>,
    pub(super) discard_output: bool,
    pub(super) files: Vec<(Stream, FileTarget)>,
    /// A file behind the output.
    output_file: Option<FileTarget>,
}

fn redirected(
    context: &mut ExecutionContext,
    redirections: &[Redirection],
) -> Result<Redirected, Flow> {
    let mut result = Redirected::default();
    for redirection in redirections {
        match redirection {
            Redirection::Merge { from, .. } => result.merges.extend(streams(*from)),
            Redirection::File { stream, append, target } => {
                let value = eval(context, target)?;
                let output = matches!(stream, RedirectionStream::Output | RedirectionStream::All);
                if value.is_null() {
                    result.discards.extend(streams(*stream));
                    result.discard_output |= output;
                    continue;
                }
                let file = FileTarget { path: context.text(&value), append: *append };
                if output {
                    // Of all streams together the others go the way of the output.
                    result.merges.extend(streams(*stream));
                    result.output_file = Some(file);
                } else {
                    result
                        .files
                        .extend(streams(*stream).iter().map(|stream| (*stream, file.clone())));
                }
            }
        }
    }
    Ok(result)
}

fn run_elements(
    context: &mut ExecutionContext,
    node: &Pipeline,
    out: &mut dyn Sink,
) -> Result<(), Flow> {
    let length = node.elements.len();
    let mut setups = Vec::with_capacity(length);
    let mut source = None;
    for (index, element) in node.elements.iter().enumerate() {
        match element {
            Element::Expression { expression, redirections, .. } => {
                let mut redirected = redirected(context, redirections)?;
                if let Some(file) = redirected.output_file.take() {
                    setups.push(file_stage(context, &file)?);
                }
                source = Some(head(context, expression, redirected)?);
            }
            Element::Command(command) => {
                let (info, name, given) = resolve(context, command)?;
                let arguments = arguments(context, command, given)?;
                let redirected = redirected(context, &command.redirections)?;
                let is_program = matches!(info.kind, CommandKind::Application { .. });
                let gives_bytes = is_program && redirected.merges.is_empty();
                setups.push(StageSetup {
                    info,
                    invocation_name: name,
                    site: Some(site(context, command)),
                    arguments,
                    dotted: command.operator == InvocationOperator::Dot,
                    position: index + 1,
                    length,
                    expecting_input: index > 0,
                    merges: redirected.merges,
                    discards: redirected.discards,
                    discard_output: redirected.discard_output,
                    files: redirected.files,
                });
                match &redirected.output_file {
                    Some(file) if gives_bytes => setups.push(byte_file_stage(context, file)?),
                    Some(file) => setups.push(file_stage(context, file)?),
                    None => {}
                }
            }
        }
    }
    let running = Running::new(context, setups)?;
    running.run(context, out, |context, sink| match source {
        None => Ok(()),
        Some(head) => head.feed(context, sink),
    })
}

/// Starts a pipeline whose input comes from outside.
pub(super) fn start_pipeline(
    context: &mut ExecutionContext,
    node: &Pipeline,
) -> Result<crate::pipeline::SteppablePipeline, Flow> {
    let length = node.elements.len();
    let mut setups = Vec::with_capacity(length);
    for (index, element) in node.elements.iter().enumerate() {
        let Element::Command(command) = element else {
            continue;
        };
        let (info, name, given) = resolve(context, command)?;
        let arguments = arguments(context, command, given)?;
        let redirected = redirected(context, &command.redirections)?;
        setups.push(StageSetup {
            info,
            invocation_name: name,
            site: Some(site(context, command)),
            arguments,
            dotted: command.operator == InvocationOperator::Dot,
            position: index + 1,
            length,
            expecting_input: true,
            merges: redirected.merges,
            discards: redirected.discards,
            discard_output: redirected.discard_output,
            files: redirected.files,
        });
    }
    let mut pipeline = Running::new(context, setups)?;
    match pipeline.begin(context, &mut crate::pipeline::Null) {
        Ok(()) => Ok(crate::pipeline::SteppablePipeline { pipeline }),
        Err(flow) => {
            pipeline.clean(context);
            Err(flow)
        }
    }
}

/// The stage that writes an output to a file.
fn file_stage(context: &mut ExecutionContext, file: &FileTarget) -> Result<StageSetup, Flow> {
    let arguments = vec![
        RawArgument::named("FilePath".into(), Some(Value::Str(file.path.clone()))),
        RawArgument::named("Append".into(), Some(Value::Switch(file.append))),
    ];
    own_stage(context, "Out-File", "Out-File", arguments)
}

/// The stage that writes the bytes of a program to a file.
fn byte_file_stage(context: &mut ExecutionContext, file: &FileTarget) -> Result<StageSetup, Flow> {
    let arguments = vec![
        RawArgument::named("Path".into(), Some(Value::Str(file.path.clone()))),
        RawArgument::named("AsByteStream".into(), Some(Value::Switch(true))),
    ];
    let command = if file.append { "Add-Content" } else { "Set-Content" };
    own_stage(context, command, BYTE_FILE, arguments)
}

/// The name of a stage that takes the bytes of a program.
pub(crate) const BYTE_FILE: &str = ">";

/// A stage that a redirection adds.
fn own_stage(
    context: &mut ExecutionContext,
    command: &str,
    name: &str,
    arguments: Vec<RawArgument>,
) -> Result<StageSetup, Flow> {
    let info = context.find_command(command)?;
    Ok(StageSetup {
        info,
        invocation_name: name.into(),
        site: None,
        arguments,
        dotted: false,
        position: 1,
        length: 1,
        expecting_input: true,
        merges: Vec::new(),
        discards: Vec::new(),
        discard_output: false,
        files: Vec::new(),
    })
}
