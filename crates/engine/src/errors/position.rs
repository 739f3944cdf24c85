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

/// The part of a line around the marked text, with tabs as four blanks: at most 69 characters, with
/// dots where it is cut. What stands before the marks and their number are told for the part. Lengths
/// count UTF-16 units.
fn excerpt(line: &str, before: usize, marks: usize) -> (String, usize, usize) {
    const WIDTH: usize = 69;
    /// What is kept of the text around the marks as long as there is room for it.
    const NEAR: (usize, usize) = (12, 8);
    let units: Vec<u16> = line.encode_utf16().collect();
    let expanded = |range: &[u16]| -> Vec<u16> {
        let blanks = [u16::from(b' '); 4];
        let widened = range.iter().flat_map(|unit| match unit {
            0x09 => blanks.to_vec(),
            unit => vec![*unit],
        });
        widened.collect()
    };
    let (head, rest) = units.split_at(before.min(units.len()));
    let (marked, tail) = rest.split_at(marks.min(rest.len()));
    let (head, marked, tail) = (expanded(head), expanded(marked), expanded(tail));
    let marks = if marked.is_empty() { marks } else { marked.len() };
    let text = |parts: [&[u16]; 3]| String::from_utf16_lossy(&parts.concat());
    if head.len() + marked.len() + tail.len() <= WIDTH {
        return (text([&head, &marked, &tail]), head.len(), marks);
    }
    let mut kept_before = head.len().min(NEAR.0);
    let kept = marks.min(WIDTH - kept_before);
    let mut kept_after = tail.len().min(NEAR.1).min(WIDTH - kept_before - kept);
    // What is left of the room shows more of the text before, then of the text behind.
    let mut room = WIDTH - kept_before - kept - kept_after;
    let more = room.min(head.len() - kept_before);
    kept_before += more;
    room -= more;
    kept_after += room.min(tail.len() - kept_after);
    let from = head.len() - kept_before;
    let parts = [
        head.get(from..).unwrap_or_default(),
        marked.get(..kept).unwrap_or(&marked),
        tail.get(..kept_after).unwrap_or_default(),
    ];
    let dots_before = if from > 0 { "… " } else { "" };
    let is_cut = kept < marked.len() || kept_after < tail.len();
    let dots_after = if is_cut { " …" } else { "" };
    let before = kept_before + dots_before.chars().count();
    (format!("{dots_before}{}{dots_after}", text(parts)), before, kept)
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

/// A script, function or block that runs.
#[derive(Clone, Debug)]
pub struct StackFrame {
    /// Name of the function, with its phase; `<ScriptBlock>` for what has none.
    pub function: PsString,
    /// The name of a function or script; `<ScriptBlock>` for what has none.
    pub command: PsString,
    /// The script file; empty where there is none.
    pub file: PsString,
    /// Line of the statement that runs, from 1.
    pub line: i32,
    /// `$MyInvocation` of the call.
    pub invocation: Arc<InvocationInfo>,
    /// Where the statement stands.
    pub position: Value,
}

impl ExecutionContext {
    /// What runs, the innermost first.
    pub fn call_stack(&self) -> Vec<StackFrame> {
        let of_frame = |frame: &crate::context::CallFrame| {
            let name = match &frame.command.info.kind {
                CommandKind::Function(_) | CommandKind::Filter(_) | CommandKind::Script(_) => {
                    frame.command.info.name.to_string()
                }
                _ => "<ScriptBlock>".to_owned(),
            };
            let function = format!("{name}{}", frame.phase.suffix());
            let at = frame.source.position(frame.extent.start);
            StackFrame {
                function: function.into(),
                command: name.into(),
                file: frame.source.file().unwrap_or_default().into(),
                line: i32::try_from(at.line).unwrap_or(i32::MAX),
                invocation: frame.command.invocation(self),
                position: crate::types::ast::extent(&frame.source, frame.extent),
            }
        };
        self.frames.iter().rev().map(of_frame).collect()
    }
}

/// A record of a command, placed at a part of the command.
pub(crate) fn moved(
    state: &CommandState,
    record: Arc<ErrorRecord>,
    extent: Extent,
) -> Arc<ErrorRecord> {
    let (Some(site), Some(info)) = (&state.site, &record.invocation_info) else {
        return record;
    };
    let mut info = InvocationInfo::clone(info);
    fill(&mut info, &site.source, extent);
    let mut record = ErrorRecord::clone(&record);
    record.invocation_info = Some(Arc::new(info));
    Arc::new(record)
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

#[cfg(test)]
mod tests {
    use super::excerpt;

    /// What is shown of a line whose text behind and before the marks consists of these letters.
    fn shown(before: usize, marks: usize, after: usize) -> (String, usize, usize) {
        let line = format!("{}{}{}", "b".repeat(before), "m".repeat(marks), "a".repeat(after));
        excerpt(&line, before, marks)
    }

    fn part(before: usize, marks: usize, after: usize) -> String {
        format!("{}{}{}", "b".repeat(before), "m".repeat(marks), "a".repeat(after))
    }

    #[test]
    fn a_short_line_is_shown_whole() {
        assert_eq!(shown(10, 5, 54), (part(10, 5, 54), 10, 5));
    }

    #[test]
    fn twelve_before_and_eight_behind_are_kept_before_the_rest_is_shared() {
        // Room that is left shows more of what stands before.
        assert_eq!(shown(84, 1, 14), (format!("… {} …", part(60, 1, 8)), 62, 1));
        assert_eq!(shown(25, 46, 21), (format!("… {} …", part(15, 46, 8)), 17, 46));
        // Then of what stands behind.
        assert_eq!(shown(9, 1, 113), (format!("{} …", part(9, 1, 59)), 9, 1));
        // With less than eight behind, more of what stands before.
        assert_eq!(shown(76, 12, 0), (format!("… {}", part(57, 12, 0)), 59, 12));
    }

    #[test]
    fn long_marks_take_the_room_of_the_text_behind_first() {
        assert_eq!(shown(25, 51, 33), (format!("… {} …", part(12, 51, 6)), 14, 51));
        assert_eq!(shown(25, 90, 10), (format!("… {} …", part(12, 57, 0)), 14, 57));
        assert_eq!(shown(0, 80, 0), (format!("{} …", part(0, 69, 0)), 0, 69));
    }

    #[test]
    fn tabs_are_four_blanks() {
        assert_eq!(excerpt("\tab\tc", 1, 2), ("    ab    c".to_owned(), 4, 2));
    }
}
