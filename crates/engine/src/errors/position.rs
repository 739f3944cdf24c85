//! Where an error happened: `InvocationInfo`, position messages, stack traces.

use std::sync::Arc;

use remora_psobject::{ErrorRecord, InvocationInfo, PsString, Value};
use remora_syntax::{Extent, ScriptSource};

use crate::command::{CommandKind, CommandState};
use crate::context::ExecutionContext;

/// `At <file>:<line> char:<column>`, the line, and a mark under the text.
pub(crate) fn message(source: &ScriptSource, extent: Extent) -> String {
    let start = source.position(extent.start);
    let end = source.position(extent.end);
    let place = match source.file() {
        Some(file) => format!("At {file}:{} char:{}", start.line, start.column),
        None => format!("At line:{} char:{}", start.line, start.column),
    };
    let line = source.line_text(start.line).trim_end();
    let marks = if start.line == end.line {
        end.column.saturating_sub(start.column).max(1) as usize
    } else {
        line.encode_utf16().count().saturating_sub(start.column.saturating_sub(1) as usize).max(1)
    };
    let before = start.column.saturating_sub(1) as usize;
    let (line, before, marks) = excerpt(line, before, marks);
    format!("{place}\n+ {line}\n+ {}{}", " ".repeat(before), "~".repeat(marks))
}

/// The part of a long line around the marked text: 69 characters, with dots where it is cut. What
/// stands before the marks and their number are told for the part.
fn excerpt(line: &str, before: usize, marks: usize) -> (String, usize, usize) {
    const WIDTH: usize = 69;
    let characters: Vec<char> = line.chars().collect();
    if characters.len() <= WIDTH {
        return (line.to_owned(), before, marks);
    }
    let marks = marks.min(WIDTH);
    let room = (WIDTH - marks) / 2;
    let last_start = characters.len() - WIDTH;
    let start = before.saturating_sub(room).min(last_start);
    let part: String = characters.iter().skip(start).take(WIDTH).collect();
    let head = if start > 0 { "… " } else { "" };
    let tail = if start < last_start { " …" } else { "" };
    let before = before - start.min(before) + head.chars().count();
    (format!("{head}{part}{tail}"), before, marks)
}

/// Fills in where a piece of script stands.
pub(crate) fn fill(info: &mut InvocationInfo, source: &ScriptSource, extent: Extent) {
    let start = source.position(extent.start);
    info.script_line_number = i32::try_from(start.line).unwrap_or(i32::MAX);
    info.offset_in_line = i32::try_from(start.column).unwrap_or(i32::MAX);
    info.line = source.line_text(start.line).into();
    info.statement = source.slice(extent).into();
    info.position_message = message(source, extent).into();
    let file = source.file().unwrap_or("");
    info.script_name = file.into();
    info.ps_command_path = file.into();
    info.ps_script_root = file.rsplit_once('/').map_or("", |(folder, _)| folder).into();
}

/// `$MyInvocation` of a command.
pub(crate) fn invocation_info(context: &ExecutionContext, state: &CommandState) -> InvocationInfo {
    let mut info = InvocationInfo {
        my_command: Value::live_arc(Arc::clone(&state.info)),
        bound_parameters: Value::Dictionary(Arc::clone(&state.bound)),
        unbound_arguments: list_of(state.unbound.clone()),
        history_id: context.history_id(),
        invocation_name: state.invocation_name.clone(),
        pipeline_length: i32::try_from(state.pipeline_length).unwrap_or(0),
        pipeline_position: i32::try_from(state.pipeline_position).unwrap_or(0),
        expecting_input: state.expecting_input,
        command_origin: i32::from(context.frames.len() > 1),
        ..InvocationInfo::default()
    };
    if let Some(site) = &state.site {
        fill(&mut info, &site.source, site.extent);
    }
    info
}

fn list_of(items: Vec<Value>) -> Value {
    use remora_psobject::{ListObject, TypeId};
    ListObject::new(TypeId::GENERIC_LIST.generic_of(&[TypeId::OBJECT]), items).into()
}

/// The place of an expression that failed, as an `InvocationInfo` without a command.
pub(crate) fn of_extent(
    context: &ExecutionContext,
    source: &Arc<ScriptSource>,
    extent: Extent,
) -> InvocationInfo {
    let mut info = InvocationInfo {
        bound_parameters: Value::Dictionary(Arc::new(crate::command::state::bound_dictionary())),
        unbound_arguments: list_of(Vec::new()),
        history_id: context.history_id(),
        command_origin: 1,
        ..InvocationInfo::default()
    };
    fill(&mut info, source, extent);
    info
}

/// `ScriptStackTrace`: a line for each script, function and block that runs, the innermost first.
pub(crate) fn stack_trace(context: &ExecutionContext) -> PsString {
    let mut lines = Vec::new();
    for frame in context.frames.iter().rev() {
        let position = frame.source.position(frame.extent.start);
        let file = frame.source.file().unwrap_or("<No file>");
        let name = match &frame.command.info.kind {
            CommandKind::Function(_) | CommandKind::Filter(_) => {
                frame.command.info.name.to_string()
            }
            _ => "<ScriptBlock>".to_owned(),
        };
        let phase = frame.phase.suffix();
        lines.push(format!("at {name}{phase}, {file}: line {}", position.line));
    }
    lines.join("\n").into()
}

/// Gives a record of a command its place and the command's class at the end of its id. A record that
/// has a place already is left alone.
pub(crate) fn complete(
    context: &ExecutionContext,
    state: &CommandState,
    record: Arc<ErrorRecord>,
) -> Arc<ErrorRecord> {
    if record.invocation_info.is_some() {
        return record;
    }
    let mut record = ErrorRecord::clone(&record);
    let suffix = state.info.error_suffix();
    if !suffix.is_empty() {
        let id = &record.fully_qualified_error_id;
        record.fully_qualified_error_id =
            if id.is_empty() { suffix } else { format!("{id},{suffix}").into() };
    }
    if record.category_info.activity.is_empty() {
        record.category_info.activity = match &state.info.kind {
            CommandKind::Script(_) => PsString::empty(),
            _ => state.info.name.clone(),
        };
    }
    record.invocation_info = Some(state.invocation(context));
    if record.script_stack_trace.is_none() {
        record.script_stack_trace = Some(stack_trace(context));
    }
    Arc::new(record)
}
