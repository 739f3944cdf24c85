//! Topics as lines for a screen.

use super::{Depth, ExampleHelp, Origin, ParameterHelp, Topic};

/// What stands below the parameters of every command that has the common ones.
const COMMON: &str = "    <CommonParameters>\n        This cmdlet supports the common parameters: Verbose, Debug,\n        ErrorAction, ErrorVariable, WarningAction, WarningVariable,\n        OutBuffer, PipelineVariable, and OutVariable. For more information, see\n        about_CommonParameters\n    (https://go.microsoft.com/fwlink/?LinkID=113216).\n\n";

fn indented(out: &mut String, text: &str, indent: &str) {
    for line in text.lines() {
        if line.is_empty() {
            out.push('\n');
        } else {
            out.push_str(&format!("{indent}{line}\n"));
        }
    }
}

fn section(out: &mut String, title: &str, text: &str) {
    out.push_str(&format!("{title}\n"));
    indented(out, text, "    ");
}

/// A topic at some depth.
pub(crate) fn topic(topic: &Topic, depth: Depth) -> String {
    if topic.origin == Origin::Automatic {
        return automatic(topic, depth);
    }
    let mut out = String::new();
    section(&mut out, "NAME", &topic.name);
    out.push('\n');
    section(&mut out, "SYNOPSIS", &topic.synopsis);
    out.push_str("\n\n");
    if depth == Depth::Examples {
        examples(&mut out, &topic.examples);
        out.pop();
        return out;
    }
    section(&mut out, "SYNTAX", &topic.syntax.join("\n\n"));
    out.push_str("\n\n");
    section(&mut out, "DESCRIPTION", &topic.description);
    out.push_str("\n\n");
    match depth {
        Depth::Full | Depth::Detailed => {
            out.push_str("PARAMETERS\n");
            for parameter in &topic.parameters {
                self::parameter(&mut out, parameter, depth == Depth::Full, topic.origin, "    ");
            }
            out.push_str(COMMON);
        }
        _ => links(&mut out, topic),
    }
    if depth == Depth::Full {
        section(&mut out, "INPUTS", &topic.inputs.join("\n"));
        out.push('\n');
        section(&mut out, "OUTPUTS", &topic.outputs.join("\n"));
        out.push('\n');
        if !topic.notes.is_empty() {
            out.push_str("NOTES\n\n\n");
            indented(&mut out, &topic.notes, "        ");
            out.push('\n');
        }
        examples(&mut out, &topic.examples);
        section(&mut out, "RELATED LINKS", &topic.links.join("\n"));
        return out;
    }
    if depth == Depth::Detailed {
        examples(&mut out, &topic.examples);
    }
    out.push_str("REMARKS\n");
    for (what, switch) in [
        ("see the examples", "Examples"),
        ("more information", "Detailed"),
        ("technical information", "Full"),
    ] {
        let lead = if switch == "Examples" { "To" } else { "For" };
        out.push_str(&format!("    {lead} {what}, type: \"Get-Help {} -{switch}\"\n", topic.name));
    }
    out
}

fn links(out: &mut String, topic: &Topic) {
    section(out, "RELATED LINKS", &topic.links.join("\n"));
    out.push('\n');
}

fn examples(out: &mut String, examples: &[ExampleHelp]) {
    for (index, example) in examples.iter().enumerate() {
        out.push_str(&format!("    {}\n\n", ExampleHelp::title(index + 1)));
        indented(out, &format!("{}{}", spaced(&example.prompt), example.code), "    ");
        for paragraph in example.paragraphs() {
            indented(out, &paragraph, "    ");
            out.push('\n');
        }
        out.push('\n');
    }
    if !examples.is_empty() {
        out.push('\n');
    }
}

/// A prompt with a blank behind it.
fn spaced(prompt: &str) -> String {
    match prompt.ends_with(' ') {
        true => prompt.to_owned(),
        false => format!("{prompt} "),
    }
}

fn parameter(
    out: &mut String,
    parameter: &ParameterHelp,
    with_table: bool,
    origin: Origin,
    indent: &str,
) {
    let name = &parameter.name;
    let shown = match (parameter.is_switch, origin) {
        (true, Origin::Automatic) => format!("-{name}"),
        (true, _) => format!("-{name} [<{}>]", parameter.type_name),
        (false, _) => format!("-{name} <{}>", parameter.type_name),
    };
    let inner = format!("{indent}    ");
    out.push_str(&format!("{indent}{shown}\n"));
    if origin != Origin::Automatic {
        indented(out, &parameter.description, &inner);
    }
    out.push('\n');
    if !with_table {
        return;
    }
    let required = parameter.required.to_string();
    let mut rows: Vec<(&str, &str)> =
        vec![("Required?", &required), ("Position?", &parameter.position)];
    match origin {
        Origin::Comment => rows.extend([
            ("Default value", parameter.default.as_str()),
            ("Accept pipeline input?", &parameter.pipeline),
            ("Aliases", &parameter.aliases),
        ]),
        _ => rows.extend([
            ("Accept pipeline input?", parameter.pipeline.as_str()),
            ("Parameter set name", &parameter.sets),
            ("Aliases", &parameter.aliases),
            ("Dynamic?", "false"),
        ]),
    }
    rows.push(("Accept wildcard characters?", "false"));
    for (label, value) in rows {
        let line = format!("{inner}{label:<29}{value}");
        out.push_str(&format!("{}\n", line.trim_end()));
    }
    out.push('\n');
}

/// A parameter alone, as `Get-Help -Parameter` shows it.
pub(crate) fn lone_parameter(help: &ParameterHelp, origin: Origin) -> String {
    let mut out = String::new();
    let origin = if origin == Origin::Documentation { Origin::Automatic } else { origin };
    parameter(&mut out, help, true, origin, "");
    out
}

/// A command that nobody described.
fn automatic(topic: &Topic, depth: Depth) -> String {
    let mut out = String::new();
    section(&mut out, "NAME", &topic.name);
    out.push('\n');
    section(&mut out, "SYNTAX", &topic.syntax.join("\n\n"));
    out.push_str("\n\n");
    if depth == Depth::Full {
        out.push_str("PARAMETERS\n");
        for help in &topic.parameters {
            parameter(&mut out, help, true, Origin::Automatic, "    ");
        }
        out.push_str(COMMON);
        section(&mut out, "INPUTS", "None");
        out.push_str("\n\n");
        section(&mut out, "OUTPUTS", "System.Object");
        out.push('\n');
    }
    let aliases =
        if topic.aliases.is_empty() { "None".to_owned() } else { topic.aliases.join("\n") };
    section(&mut out, "ALIASES", &aliases);
    out.push_str("\n\n");
    section(&mut out, "REMARKS", "None");
    out
}
