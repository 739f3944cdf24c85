//! The syntax of a command, a line for each parameter set.

use std::sync::Arc;

use remora_engine::binder::{CommandMetadata, ParameterMetadata, ParameterSetMetadata};
use remora_engine::command::CommandInfo;
use remora_engine::{ExecutionContext, TypeId};

/// How types are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TypeStyle {
    /// `int`
    Keyword,
    /// `Int32`
    DotNet,
}

/// What `Get-Command -Syntax` gives; `name` is the name that the command goes by.
pub(crate) fn text(
    context: &mut ExecutionContext,
    command: &Arc<CommandInfo>,
    name: &str,
) -> String {
    if command.metadata(context).is_none() {
        return command.definition().to_string();
    }
    let lines = lines(context, command, name, TypeStyle::Keyword, false);
    let blank = if lines.iter().all(|line| line == name) { " " } else { "" };
    format!("\n{}{blank}\n", lines.join("\n\n"))
}

/// The lines of a command's syntax. `always_common` names the common parameters of simple functions
/// too.
pub(crate) fn lines(
    context: &mut ExecutionContext,
    command: &Arc<CommandInfo>,
    name: &str,
    style: TypeStyle,
    always_common: bool,
) -> Vec<String> {
    let Some(metadata) = command.metadata(context) else {
        return vec![command.definition().to_string()];
    };
    let count = metadata.sets.len().max(1);
    let common = metadata.cmdlet_binding || (always_common && style == TypeStyle::DotNet);
    (0..count).map(|set| line(name, &metadata, set, style, common)).collect()
}

/// One parameter set: positional parameters in their order, then mandatory ones, then the others.
fn line(
    name: &str,
    metadata: &CommandMetadata,
    set: usize,
    style: TypeStyle,
    common: bool,
) -> String {
    let mut parameters: Vec<(&ParameterMetadata, &ParameterSetMetadata)> = metadata
        .own_parameters()
        .filter(|parameter| !parameter.dont_show)
        .filter_map(|parameter| {
            let entry =
                parameter.sets.iter().find(|entry| entry.set.is_none_or(|own| own == set))?;
            Some((parameter, entry))
        })
        .collect();
    parameters.sort_by_key(|(_, entry)| match entry.position {
        Some(position) => (0, position),
        None if entry.mandatory => (1, 0),
        None => (2, 0),
    });
    let mut text = name.to_owned();
    for (parameter, entry) in parameters {
        text.push(' ');
        text.push_str(&item(parameter, entry, style));
    }
    if metadata.should_process {
        text.push_str(" [-WhatIf] [-Confirm]");
    }
    if metadata.paging {
        text.push_str(" [-IncludeTotalCount] [-Skip <ulong>] [-First <ulong>]");
    }
    if common {
        text.push_str(" [<CommonParameters>]");
    }
    text
}

/// The name of a type without its name space.
pub(crate) fn type_name(id: TypeId, style: TypeStyle) -> String {
    let shown = match style {
        TypeStyle::Keyword => remora_language::type_name::display(id),
        TypeStyle::DotNet => match id {
            TypeId::OBJECT => "Object".to_owned(),
            other => other.full_name().to_owned(),
        },
    };
    let generic = shown.find(['[', '`']).unwrap_or(shown.len());
    let (head, tail) = shown.split_at(generic);
    let head = head.rsplit('.').next().unwrap_or(head);
    // Arguments of a generic type are named as shortly.
    let tail = match tail.strip_prefix('[').and_then(|tail| tail.strip_suffix(']')) {
        Some(inner) if !inner.is_empty() && !inner.starts_with(']') => {
            let short: Vec<&str> =
                inner.split(',').map(|name| name.rsplit('.').next().unwrap_or(name)).collect();
            format!("[{}]", short.join(","))
        }
        _ => tail.to_owned(),
    };
    format!("{head}{tail}")
}

fn item(parameter: &ParameterMetadata, entry: &ParameterSetMetadata, style: TypeStyle) -> String {
    let name = &parameter.name;
    if parameter.is_switch() {
        return if entry.mandatory { format!("-{name}") } else { format!("[-{name}]") };
    }
    let shown = match parameter.type_id {
        TypeId::OBJECT => "Object".to_owned(),
        id => type_name(id, style),
    };
    match (entry.position.is_some(), entry.mandatory) {
        (true, true) => format!("[-{name}] <{shown}>"),
        (true, false) => format!("[[-{name}] <{shown}>]"),
        (false, true) => format!("-{name} <{shown}>"),
        (false, false) => format!("[-{name} <{shown}>]"),
    }
}
