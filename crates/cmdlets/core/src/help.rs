//! Help texts of cmdlets, laid out for a screen.

use remora_engine::command::CmdletSpec;
use remora_psobject::PsString;

/// The help of a cmdlet. `parameters` asks for these parameters alone.
pub(crate) fn text(
    spec: &CmdletSpec,
    syntax: &str,
    detailed: bool,
    full: bool,
    examples: bool,
    parameters: &[PsString],
) -> String {
    let mut out = String::new();
    if !parameters.is_empty() {
        for parameter in spec.parameters {
            if parameters
                .iter()
                .any(|name| name.eq_ignore_case(parameter.name) || name.as_str() == "*")
            {
                section(&mut out, &format!("-{}", parameter.name), parameter.help);
            }
        }
        return out;
    }
    section(&mut out, "NAME", spec.name);
    section(&mut out, "SYNOPSIS", spec.help.synopsis);
    if !examples {
        section(&mut out, "SYNTAX", syntax.trim());
        section(&mut out, "DESCRIPTION", spec.help.description);
    }
    if detailed || full {
        out.push_str("\nPARAMETERS\n");
        for parameter in spec.parameters {
            out.push_str(&format!("    -{}\n", parameter.name));
            for line in parameter.help.lines() {
                out.push_str(&format!("        {line}\n"));
            }
        }
    }
    if examples || detailed || full {
        for (number, example) in spec.examples.iter().enumerate() {
            out.push_str(&format!("\nEXAMPLE {}: {}\n", number + 1, example.title));
            for line in example.script.lines() {
                out.push_str(&format!("    PS> {line}\n"));
            }
            for line in example.output.lines() {
                out.push_str(&format!("    {line}\n"));
            }
        }
    }
    out
}

fn section(out: &mut String, title: &str, text: &str) {
    out.push_str(&format!("\n{title}\n"));
    for line in text.lines() {
        out.push_str(&format!("    {line}\n"));
    }
}
