//! Command metadata as objects: `CommandInfo.Parameters` and `ParameterSets`.

use remora_psobject::{
    DictionaryKind, DictionaryObject, InstanceMember, KeyComparer, PsObject, PsString, TypeId,
    Value,
};

use remora_dotnet::types::automation::attributes;

use crate::binder::{
    CommandMetadata, Constraint, ParameterMetadata, ParameterSetMetadata, ParameterSource,
};

fn object(type_name: &str, members: Vec<(&str, Value)>) -> Value {
    let members =
        members.into_iter().map(|(name, value)| InstanceMember::note(name, value)).collect();
    let object = PsObject::custom_of(members);
    object.set_type_names(vec![type_name.into(), "System.Object".into()]);
    object.set_text(Some(type_name.into()));
    object.into()
}

/// `CommandInfo.Parameters`
pub fn parameters(metadata: &CommandMetadata) -> Value {
    let table = DictionaryObject::new(
        TypeId::GENERIC_DICTIONARY.generic_of(&[
            TypeId::STRING,
            TypeId::register(
                "System.Management.Automation.ParameterMetadata",
                Some(TypeId::OBJECT),
            ),
        ]),
        DictionaryKind::Generic,
        KeyComparer::IgnoreCase,
    );
    for parameter in &metadata.parameters {
        table.insert(parameter.name.clone().into(), parameter_object(metadata, parameter));
    }
    table.into()
}

fn set_label(metadata: &CommandMetadata, entry: &ParameterSetMetadata) -> PsString {
    entry
        .set
        .and_then(|set| metadata.sets.get(set))
        .cloned()
        .unwrap_or_else(|| crate::command::ALL_PARAMETER_SETS.into())
}

/// The attributes of a parameter. A script's stand in reverse, the type behind them.
fn attributes(metadata: &CommandMetadata, parameter: &ParameterMetadata) -> Value {
    let mut found: Vec<Value> = parameter
        .sets
        .iter()
        .map(|entry| {
            attributes::make(
                "ParameterAttribute",
                vec![
                    ("Position", Value::I32(entry.position.unwrap_or(i32::MIN))),
                    ("ParameterSetName", set_label(metadata, entry).into()),
                    ("Mandatory", entry.mandatory.into()),
                    ("ValueFromPipeline", entry.pipeline.into()),
                    ("ValueFromPipelineByPropertyName", entry.by_name.into()),
                    ("ValueFromRemainingArguments", entry.remaining.into()),
                    ("HelpMessage", entry.help_message.clone().into()),
                    ("DontShow", parameter.dont_show.into()),
                ],
            )
        })
        .collect();
    if !parameter.aliases.is_empty() {
        found.push(attributes::make(
            "AliasAttribute",
            vec![("AliasNames", Value::strings(parameter.aliases.iter().cloned()))],
        ));
    }
    let (types, rules): (Vec<_>, Vec<_>) = parameter
        .constraints
        .iter()
        .partition(|constraint| matches!(constraint, Constraint::Type(_)));
    found.extend(rules.into_iter().map(Constraint::to_value));
    if matches!(parameter.source, ParameterSource::Script(_)) {
        found.reverse();
    }
    found.extend(types.into_iter().map(Constraint::to_value));
    Value::array(found)
}

fn parameter_object(metadata: &CommandMetadata, parameter: &ParameterMetadata) -> Value {
    let sets = DictionaryObject::hashtable();
    for entry in &parameter.sets {
        let label = set_label(metadata, entry);
        sets.insert(
            label.into(),
            object(
                "System.Management.Automation.ParameterSetMetadata",
                vec![
                    ("Position", Value::I32(entry.position.unwrap_or(i32::MIN))),
                    ("IsMandatory", entry.mandatory.into()),
                    ("ValueFromPipeline", entry.pipeline.into()),
                    ("ValueFromPipelineByPropertyName", entry.by_name.into()),
                    ("ValueFromRemainingArguments", entry.remaining.into()),
                    ("HelpMessage", entry.help_message.clone().into()),
                ],
            ),
        );
    }
    object(
        "System.Management.Automation.ParameterMetadata",
        vec![
            ("Name", parameter.name.clone().into()),
            ("ParameterType", Value::Type(parameter.type_id)),
            ("ParameterSets", sets.into()),
            ("IsDynamic", (parameter.source == ParameterSource::Dynamic).into()),
            ("Aliases", Value::strings(parameter.aliases.iter().cloned())),
            ("Attributes", attributes(metadata, parameter)),
            ("SwitchParameter", parameter.is_switch().into()),
        ],
    )
}

/// `CommandInfo.ParameterSets`
pub fn parameter_sets(metadata: &CommandMetadata) -> Value {
    let names: Vec<PsString> = if metadata.sets.is_empty() {
        vec![crate::command::ALL_PARAMETER_SETS.into()]
    } else {
        metadata.sets.clone()
    };
    let default = metadata.default_set_index();
    let items = names.iter().enumerate().map(|(index, name)| {
        let mask = if metadata.sets.is_empty() { u64::MAX } else { crate::binder::bit(index) };
        let parameters = metadata
            .parameters
            .iter()
            .filter_map(|parameter| {
                let entry = parameter.in_sets(mask).next()?;
                Some(object(
                    "System.Management.Automation.CommandParameterInfo",
                    vec![
                        ("Name", parameter.name.clone().into()),
                        ("ParameterType", Value::Type(parameter.type_id)),
                        ("IsMandatory", entry.mandatory.into()),
                        ("IsDynamic", false.into()),
                        ("Position", Value::I32(entry.position.unwrap_or(i32::MIN))),
                        ("ValueFromPipeline", entry.pipeline.into()),
                        ("ValueFromPipelineByPropertyName", entry.by_name.into()),
                        ("ValueFromRemainingArguments", entry.remaining.into()),
                        ("HelpMessage", entry.help_message.clone().into()),
                        ("Aliases", Value::strings(parameter.aliases.iter().cloned())),
                        ("Attributes", attributes(metadata, parameter)),
                    ],
                ))
            })
            .collect();
        object(
            "System.Management.Automation.CommandParameterSetInfo",
            vec![
                ("Name", name.clone().into()),
                ("IsDefault", (default == Some(index)).into()),
                ("Parameters", Value::array(parameters)),
            ],
        )
    });
    items.collect()
}
