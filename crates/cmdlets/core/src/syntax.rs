//! The syntax of a command, a line for each parameter set.

use std::sync::Arc;

use remora_engine::binder::{CommandMetadata, ParameterMetadata, ParameterSetMetadata};
use remora_engine::command::CommandInfo;
use remora_engine::{ExecutionContext, Value};

/// The lines of `Get-Command -Syntax`.
pub(crate) fn text(context: &mut ExecutionContext, command: &Arc<CommandInfo>) -> String {
    let Some(metadata) = command.metadata(context) else {
        return command.definition().to_string();
    };
    let count = metadata.sets.len().max(1);
    let lines = (0..count).map(|set| line(context, &command.name, &metadata, set));
    lines.collect::<Vec<_>>().join("\n\n")
}

/// One parameter set: positional parameters in their order, then mandatory ones, then the others.
fn line(
    context: &mut ExecutionContext,
    name: &str,
    metadata: &CommandMetadata,
    set: usize,
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
        text.push_str(&item(context, parameter, entry));
    }
    if metadata.cmdlet_binding {
        text.push_str(" [<CommonParameters>]");
    }
    text
}

fn item(
    context: &mut ExecutionContext,
    parameter: &ParameterMetadata,
    entry: &ParameterSetMetadata,
) -> String {
    let name = &parameter.name;
    if parameter.is_switch() {
        return if entry.mandatory { format!("-{name}") } else { format!("[-{name}]") };
    }
    let shown = context.display_text(&Value::Type(parameter.type_id));
    let shown = shown.rsplit_once('.').map_or(shown.as_str(), |(_, last)| last).to_owned();
    match (entry.position.is_some(), entry.mandatory) {
        (true, true) => format!("[-{name}] <{shown}>"),
        (true, false) => format!("[[-{name}] <{shown}>]"),
        (false, true) => format!("-{name} <{shown}>"),
        (false, false) => format!("[-{name} <{shown}>]"),
    }
}
