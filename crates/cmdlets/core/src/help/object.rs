//! Topics as objects, with the members that scripts read.

use remora_psobject::{InstanceMember, PsObject, PsString, Value};

use super::{Depth, ExampleHelp, Origin, ParameterHelp, Topic, render};

fn bag(type_name: &str, members: Vec<(&str, Value)>) -> PsObject {
    let members =
        members.into_iter().map(|(name, value)| InstanceMember::note(name, value)).collect();
    let object = PsObject::custom_of(members);
    if !type_name.is_empty() {
        object.set_type_names(vec![
            type_name.into(),
            "System.Management.Automation.PSCustomObject".into(),
            "System.Object".into(),
        ]);
    }
    object
}

/// Paragraphs: objects with a `Text`.
fn paragraphs(texts: &[&str]) -> Value {
    texts
        .iter()
        .map(|text| Value::from(bag("MamlParaTextItem", vec![("Text", Value::from(*text))])))
        .collect()
}

fn text_of(text: &str) -> Value {
    if text.is_empty() {
        return Value::Null;
    }
    Value::array(vec![bag("MamlParaTextItem", vec![("Text", text.into())]).into()])
}

fn named_type(name: &str) -> Value {
    bag("MamlType", vec![("name", name.into())]).into()
}

fn types(texts: &[String], inner: &str) -> Value {
    if texts.is_empty() {
        return Value::Null;
    }
    let items = texts
        .iter()
        .map(|name| Value::from(bag("", vec![("type", named_type(name))])))
        .collect::<Vec<_>>();
    bag("", vec![(inner, Value::array(items))]).into()
}

fn parameter(help: &ParameterHelp, origin: Origin) -> Value {
    let (view, mut members) = match origin {
        Origin::Comment => (
            "MamlCommandHelpInfo#parameter",
            vec![
                ("description", text_of(&help.description)),
                ("defaultValue", Value::from(help.default.as_str())),
            ],
        ),
        _ => (
            "ExtendedCmdletHelpInfo#parameter",
            vec![
                ("description", text_of(&help.description)),
                ("parameterSetName", Value::from(help.sets.as_str())),
                ("isDynamic", "false".into()),
            ],
        ),
    };
    members.extend([
        ("name", Value::from(help.name.as_str())),
        ("type", named_type(&help.type_name)),
        ("required", help.required.to_string().into()),
        ("position", help.position.as_str().into()),
        ("pipelineInput", help.pipeline.as_str().into()),
        ("aliases", help.aliases.as_str().into()),
        ("globbing", "false".into()),
    ]);
    let object = bag(view, members);
    object.set_type_names(vec![view.into(), "HelpInfo".into()]);
    object.set_text(Some(render::lone_parameter(help, origin).into()));
    object.into()
}

/// The parameters of a topic as objects.
pub(crate) fn parameter_objects(topic: &Topic) -> Vec<(PsString, Value)> {
    topic
        .parameters
        .iter()
        .map(|help| (help.name.as_str().into(), parameter(help, topic.origin)))
        .collect()
}

fn examples(topic: &Topic) -> Value {
    let items = topic.examples.iter().enumerate().map(|(index, example)| {
        let remarks = example.paragraphs();
        let remarks: Vec<&str> = remarks.iter().map(String::as_str).collect();
        Value::from(bag(
            "MamlCommandHelpInfo#example",
            vec![
                ("introduction", paragraphs(&[&example.prompt])),
                ("code", example.code.as_str().into()),
                ("remarks", paragraphs(&remarks)),
                ("title", ExampleHelp::title(index + 1).into()),
            ],
        ))
    });
    let items: Vec<Value> = items.collect();
    if items.is_empty() {
        return Value::Null;
    }
    bag("MamlCommandHelpInfo#examples", vec![("example", Value::array(items))]).into()
}

fn links(topic: &Topic) -> Value {
    let items: Vec<Value> = topic
        .links
        .iter()
        .map(|link| {
            let is_address = link.contains("://");
            let (text, uri) = if is_address { ("", link.as_str()) } else { (link.as_str(), "") };
            Value::from(bag("", vec![("linkText", text.into()), ("uri", uri.into())]))
        })
        .collect();
    if items.is_empty() {
        return Value::Null;
    }
    bag("MamlCommandHelpInfo#relatedLinks", vec![("navigationLink", Value::array(items))]).into()
}

/// A topic as an object that shows itself at some depth.
pub(crate) fn whole(topic: &Topic, depth: Depth) -> Value {
    let parameters = parameter_objects(topic).into_iter().map(|(_, value)| value).collect();
    let syntax = topic.syntax.iter().map(|line| {
        let item =
            bag("MamlCommandHelpInfo#syntaxItem", vec![("name", topic.name.as_str().into())]);
        item.set_text(Some(line.as_str().into()));
        Value::from(item)
    });
    let syntax = Value::array(syntax.collect());
    let parameters = Value::array(parameters);
    let details = bag(
        "MamlCommandHelpInfo#details",
        vec![("name", topic.name.as_str().into()), ("description", text_of(&topic.synopsis))],
    );
    let notes = bag("", vec![("alert", paragraphs(&[&topic.notes]))]);
    let members = vec![
        ("Name", Value::from(topic.name.as_str())),
        ("Category", topic.category.as_str().into()),
        ("Synopsis", topic.synopsis.as_str().into()),
        ("Component", topic.component.as_str().into()),
        ("Role", topic.role.as_str().into()),
        ("Functionality", topic.functionality.as_str().into()),
        ("ModuleName", topic.module.as_str().into()),
        ("details", details.into()),
        ("description", text_of(&topic.description)),
        ("syntax", bag("MamlCommandHelpInfo#syntax", vec![("syntaxItem", syntax)]).into()),
        (
            "parameters",
            bag("MamlCommandHelpInfo#parameters", vec![("parameter", parameters)]).into(),
        ),
        ("inputTypes", types(&topic.inputs, "inputType")),
        ("returnValues", types(&topic.outputs, "returnValue")),
        ("alertSet", if topic.notes.is_empty() { Value::Null } else { notes.into() }),
        ("examples", examples(topic)),
        ("relatedLinks", links(topic)),
        ("aliases", topic.aliases.join("\n").into()),
    ];
    let object = bag("", members);
    let suffix = match depth {
        Depth::Brief => "",
        Depth::Detailed => "#DetailedView",
        Depth::Full => "#FullView",
        Depth::Examples => "#ExamplesView",
    };
    let names: &[&str] = match topic.origin {
        Origin::Automatic => &["ExtendedCmdletHelpInfo", "CmdletHelpInfo", "HelpInfo"],
        _ => &["MamlCommandHelpInfo", "HelpInfo"],
    };
    let mut names: Vec<PsString> = names.iter().map(|name| PsString::from(*name)).collect();
    if let Some(first) = names.first().filter(|_| !suffix.is_empty()) {
        names.insert(0, format!("{first}{suffix}").into());
    }
    object.set_type_names(names);
    object.set_text(Some(render::topic(topic, depth).into()));
    object.into()
}

/// A topic in a list of several.
pub(crate) fn summary(topic: &Topic) -> Value {
    let synopsis = match topic.origin {
        Origin::Automatic => "…",
        _ => topic.synopsis.as_str(),
    };
    bag(
        "HelpInfoShort",
        vec![
            ("Name", topic.name.as_str().into()),
            ("Category", topic.category.as_str().into()),
            ("Module", topic.module.as_str().into()),
            ("Synopsis", synopsis.into()),
        ],
    )
    .into()
}
