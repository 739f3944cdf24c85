//! Topics of commands.

use std::sync::Arc;

use remora_engine::binder::{CommandMetadata, ParameterMetadata, ParameterSource};
use remora_engine::command::{CommandInfo, CommandKind};
use remora_engine::script::ScriptBlock;
use remora_engine::{ExecutionContext, TypeId};

use super::comment::{self, CommentHelp};
use super::{ExampleHelp, Origin, ParameterHelp, Topic};
use crate::syntax::TypeStyle;

/// The help of a command. An alias must have been followed.
pub(crate) fn of_command(context: &mut ExecutionContext, command: &Arc<CommandInfo>) -> Topic {
    of_command_within(context, command, 8)
}

fn of_command_within(
    context: &mut ExecutionContext,
    command: &Arc<CommandInfo>,
    forwards: usize,
) -> Topic {
    let mut topic = Topic {
        name: command.name.to_string(),
        category: match &command.kind {
            CommandKind::ExternalScript { .. } => "ExternalScript",
            _ => command.command_type(),
        }
        .to_owned(),
        module: command.module_name().to_string(),
        ..Topic::default()
    };
    let metadata = command.metadata(context);
    let comments = command.script_block().and_then(comments_of);
    if let Some(target) = comments.as_ref().and_then(|help| help.forward.clone())
        && forwards > 0
        && let Ok(target) = context.find_command(&target)
    {
        return of_command_within(context, &target, forwards - 1);
    }
    topic.aliases = context
        .session()
        .aliases()
        .into_iter()
        .filter(|alias| alias.definition.eq_ignore_case(&command.name))
        .map(|alias| alias.name.to_string())
        .collect();
    topic.aliases.sort();
    match (&comments, command.cmdlet()) {
        (Some(help), _) => {
            topic.origin = Origin::Comment;
            describe(&mut topic, help);
        }
        (None, Some(spec)) => {
            topic.origin = Origin::Documentation;
            topic.synopsis = spec.help.synopsis.to_owned();
            topic.description = spec.help.description.to_owned();
            topic.notes = spec.help.notes.to_owned();
            topic.links = spec.help.links.iter().map(|link| (*link).to_owned()).collect();
            topic.examples = spec.examples.iter().map(of_example).collect();
            let outputs = spec.outputs.iter().flat_map(|output| output.types);
            topic.outputs = outputs.map(|name| (*name).to_owned()).collect();
        }
        (None, None) => {}
    }
    let style = match topic.origin {
        Origin::Comment => TypeStyle::DotNet,
        _ => TypeStyle::Keyword,
    };
    topic.syntax = crate::syntax::lines(context, command, &command.name, style, true);
    if topic.origin == Origin::Automatic {
        topic.synopsis = format!("\n{}\n", topic.syntax.join("\n\n"));
    }
    if let Some(metadata) = metadata {
        topic.parameters = parameters(command, &metadata, comments.as_ref(), style);
    }
    topic
}

fn of_example(example: &remora_engine::command::Example) -> ExampleHelp {
    let mut remarks = example.title.to_owned();
    if !matches!(example.output, "*" | "") {
        remarks = format!("{}\n{remarks}", example.output);
    }
    ExampleHelp { prompt: "PS > ".to_owned(), code: example.script.to_owned(), remarks }
}

fn describe(topic: &mut Topic, help: &CommentHelp) {
    topic.synopsis.clone_from(&help.synopsis);
    topic.description.clone_from(&help.description);
    topic.notes.clone_from(&help.notes);
    topic.examples.clone_from(&help.examples);
    topic.inputs.clone_from(&help.inputs);
    topic.outputs.clone_from(&help.outputs);
    topic.links.clone_from(&help.links);
    topic.role.clone_from(&help.role);
    topic.component.clone_from(&help.component);
    topic.functionality.clone_from(&help.functionality);
}

/// The help in the comments of a function, or at the start of a script file.
fn comments_of(block: &ScriptBlock) -> Option<CommentHelp> {
    let source = &block.ast().source;
    if let Some(function) = block.function() {
        let comments: Vec<&str> =
            function.help_comments.iter().map(|extent| source.slice(*extent)).collect();
        return comment::parse(&comments);
    }
    comment::parse(&comment::leading(source.text()))
}

fn parameters(
    command: &CommandInfo,
    metadata: &CommandMetadata,
    comments: Option<&CommentHelp>,
    style: TypeStyle,
) -> Vec<ParameterHelp> {
    let mut found = Vec::new();
    for parameter in metadata.own_parameters() {
        if parameter.dont_show {
            continue;
        }
        let mut help = of_parameter(metadata, parameter, style);
        if let (Some(comments), ParameterSource::Script(place)) = (comments, parameter.source) {
            let block = command.script_block();
            let named = comments
                .parameters
                .iter()
                .find(|(name, _)| name.eq_ignore_ascii_case(&parameter.name));
            let node = block.and_then(|block| block.parameters().get(place));
            if let (Some(block), Some(node)) = (block, node) {
                let source = &block.ast().source;
                let before = source.text().get(..node.extent.start as usize).unwrap_or_default();
                help.description = match named {
                    Some((_, text)) => text.clone(),
                    None => comment::of_parameter(before),
                };
                if let Some(default) = &node.default_value {
                    help.default = source.slice(default.extent()).to_owned();
                }
            }
        }
        found.push(help);
    }
    found
}

fn of_parameter(
    metadata: &CommandMetadata,
    parameter: &ParameterMetadata,
    style: TypeStyle,
) -> ParameterHelp {
    let entry = parameter.sets.first();
    let comment = style == TypeStyle::DotNet;
    let position = match entry.and_then(|entry| entry.position) {
        Some(position) if comment => (position + 1).to_string(),
        Some(position) => position.to_string(),
        None if comment => "named".to_owned(),
        None => "Named".to_owned(),
    };
    let by_value = entry.is_some_and(|entry| entry.pipeline);
    let by_name = entry.is_some_and(|entry| entry.by_name);
    let sets: Vec<&str> = parameter
        .sets
        .iter()
        .filter_map(|entry| metadata.sets.get(entry.set?))
        .map(|name| name.as_str())
        .collect();
    let aliases = parameter.aliases.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let numeric =
        matches!(parameter.type_id, TypeId::INT32 | TypeId::INT64 | TypeId::DOUBLE | TypeId::BYTE);
    ParameterHelp {
        name: parameter.name.to_string(),
        type_name: crate::syntax::type_name(parameter.type_id, style),
        is_switch: parameter.is_switch(),
        required: entry.is_some_and(|entry| entry.mandatory),
        position,
        pipeline: match (by_value, by_name) {
            (true, true) => "true (ByValue, ByPropertyName)",
            (true, false) => "true (ByValue)",
            (false, true) => "true (ByPropertyName)",
            (false, false) => "false",
        }
        .to_owned(),
        default: match comment {
            true if parameter.is_switch() || parameter.type_id == TypeId::BOOLEAN => "False",
            true if numeric => "0",
            _ => "",
        }
        .to_owned(),
        aliases: match (comment, aliases.is_empty()) {
            (true, _) => String::new(),
            (false, true) => "None".to_owned(),
            (false, false) => aliases,
        },
        sets: if sets.is_empty() { "(All)".to_owned() } else { sets.join(", ") },
        description: parameter.help.to_string(),
    }
}
