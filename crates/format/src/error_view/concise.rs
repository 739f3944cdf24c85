//! `ConciseView`: who, what, and the line of script where that helps.

use super::{Colors, Facts};
use crate::cells;
use crate::context::FormatContext;

/// The short text of an error.
pub fn concise(
    facts: &Facts,
    colors: &Colors,
    window_width: usize,
    context: &dyn FormatContext,
) -> String {
    let mut position = String::new();
    let mut prefix = String::new();
    if shows_line(facts) {
        prefix = script_line(facts, colors, context, &mut position);
    }
    let mut message = format!("{prefix}{}", message(facts));
    if (facts.has_invocation && !facts.script_name.is_empty()) || facts.category == "ParserError" {
        message = message.replace("\r\n", " ").replace(['\n', '\t'], " ");
        message = broken(&message, &prefix, window_width);
    }
    let reason = reason(facts, context);
    format!(
        "{error}{reason}: {position}{error}{message}{reset}",
        error = colors.error,
        reset = colors.reset
    )
}

/// A line of script helps where it is one of many, and not a module's own affair.
fn shows_line(facts: &Facts) -> bool {
    let is_module = facts.script_name.to_ascii_lowercase().ends_with(".psm1");
    let is_parse_error = facts.category == "ParserError";
    let one_of_many = !facts.script_name.is_empty() || facts.line_number > 1;
    (is_parse_error || one_of_many) && !is_module && facts.position_message.lines().count() >= 3
}

/// Appends file, line number, line and mark; gives what stands before the lines of the message.
fn script_line(
    facts: &Facts,
    colors: &Colors,
    context: &dyn FormatContext,
    position: &mut String,
) -> String {
    let Colors { error, accent, reset } = colors;
    if !facts.script_name.is_empty() {
        let (name, line, offset) = (&facts.script_name, facts.line_number, facts.offset_in_line);
        // The terminal of that editor opens what has a column too.
        let in_editor = context.environment_variable("TERM_PROGRAM").as_deref() == Some("vscode");
        let column = if in_editor { format!(":{offset}") } else { String::new() };
        position.push_str(&format!("{reset}{name}:{line}{column}"));
    }
    let number = facts.line_number.to_string();
    let margin = " ".repeat(number.len().saturating_sub(4));
    let mut lines = facts.position_message.lines().skip(1);
    let line = without_plus(lines.next().unwrap_or_default());
    let mark = without_plus(lines.last().unwrap_or_default());
    let start = mark.find('~').unwrap_or(0);
    let length = mark.trim().chars().count();
    let line = colored(line, start, length, accent, reset);
    position.push_str(&format!("\n{accent}{margin}Line |\n"));
    position.push_str(&format!("{accent}{number:>4} | {reset}{line}\n"));
    let prefix = format!("{accent}{margin}     | {error}");
    if !mark.is_empty() {
        position.push_str(&format!("{prefix}{mark}\n"));
    }
    prefix
}

fn without_plus(line: &str) -> &str {
    line.strip_prefix('+').unwrap_or(line)
}

/// The marked part in another colour, unless it is the whole line.
fn colored(line: &str, start: usize, length: usize, accent: &str, reset: &str) -> String {
    if accent.is_empty() || length >= line.chars().count() {
        return line.to_owned();
    }
    let head: String = line.chars().take(start).collect();
    let marked: String = line.chars().skip(start).take(length).collect();
    let rest: String = line.chars().skip(start + length).collect();
    format!("{head}{accent}{marked}{reset}{rest}")
}

/// A parse error's message holds its position already; what follows the mark is the message proper.
fn message(facts: &Facts) -> &str {
    if facts.details_message.is_none()
        && facts.category == "ParserError"
        && let Some((_, rest)) = facts.exception_message.split_once("~\n")
    {
        return rest.split("\n\n").next().unwrap_or(rest);
    }
    facts.message()
}

/// Breaks a message at blanks, with `prefix` before each further line.
fn broken(message: &str, prefix: &str, window_width: usize) -> String {
    let prefix_width = cells::width(prefix);
    let invisible = prefix.chars().count().saturating_sub(prefix_width);
    let length = |text: &str| text.chars().count();
    if window_width == 0 || length(message).saturating_sub(invisible) <= window_width {
        return message.to_owned();
    }
    let mut first = head_of(message, window_width + invisible);
    let mut rest = message.get(first.len()..).unwrap_or_default().trim();
    let mut lines = Vec::new();
    lines.push(std::mem::take(&mut first));
    while length(rest) + prefix_width > window_width {
        let line = head_of(&format!("{prefix}{rest}"), window_width + invisible);
        let taken = line.len().saturating_sub(prefix.len());
        if taken == 0 {
            break;
        }
        rest = rest.get(taken..).unwrap_or_default().trim();
        lines.push(line);
    }
    lines.push(format!("{prefix}{rest}"));
    lines.join("\n")
}

/// The start of a text, at most `width` characters, cut before the last word that begins in it.
fn head_of(text: &str, width: usize) -> String {
    let head: String = text.chars().take(width).collect();
    match head.rfind(' ') {
        Some(at) if at > 0 && head.len() < text.len() => head.get(..at).unwrap_or(&head).to_owned(),
        _ => head,
    }
}

/// Who the text says it comes from.
fn reason(facts: &Facts, context: &dyn FormatContext) -> String {
    if facts.was_thrown {
        return "Exception".to_owned();
    }
    let command = facts.command.as_ref();
    if let Some(command) = command
        && !command.name.is_empty()
        && context.command_exists(&command.name)
    {
        return command.text.clone();
    }
    let text = command.map_or("", |command| command.text.as_str());
    [&facts.activity, text, &facts.invocation_name, &facts.category, &facts.reason]
        .into_iter()
        .find(|candidate| !candidate.is_empty())
        .unwrap_or("Error")
        .to_owned()
}
