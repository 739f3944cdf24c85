//! What a session says of its commands (MS-PSRP section 2.2.3.22, CommandMetadata).

use remora_engine::prelude::*;

/// A command of the session.
pub(crate) struct RemoteCommand {
    pub(crate) name: PsString,
    /// What an alias stands for; empty for other commands.
    pub(crate) resolved: PsString,
    pub(crate) parameters: Vec<RemoteParameter>,
}

/// A parameter of it. The types of its values are the far end's affair: here every value is taken.
pub(crate) struct RemoteParameter {
    pub(crate) name: PsString,
    pub(crate) aliases: Vec<PsString>,
    pub(crate) is_switch: bool,
}

/// The properties that are asked for: a restricted session lets these pass.
pub(crate) const PROPERTIES: [&str; 7] = [
    "Name",
    "Namespace",
    "HelpUri",
    "CommandType",
    "ResolvedCommandName",
    "OutputType",
    "Parameters",
];

impl RemoteCommand {
    /// The command that an object of the answer describes; `None` where it describes none.
    ///
    /// # Errors
    /// What a getter threw.
    pub(crate) fn read(
        runtime: &mut CommandRuntime<'_>,
        value: &Value,
    ) -> CommandResult<Option<Self>> {
        let name = text(runtime, value, "Name")?;
        if name.is_empty() {
            return Ok(None);
        }
        let resolved = text(runtime, value, "ResolvedCommandName")?;
        let mut parameters = Vec::new();
        let table = runtime.get_property(value, "Parameters")?.unwrap_or_default();
        if let Value::Dictionary(table) = table.base() {
            for (name, parameter) in table.entries() {
                let name = runtime.text(&name);
                parameters.push(RemoteParameter::read(runtime, name, &parameter)?);
            }
        }
        Ok(Some(Self { name, resolved, parameters }))
    }

    /// Whether it takes the parameters that all cmdlets take: some of them mean this side.
    pub(crate) fn has_common_parameters(&self) -> bool {
        ["ErrorAction", "OutVariable"].iter().all(|common| {
            self.parameters.iter().any(|parameter| parameter.name.eq_ignore_case(common))
        })
    }
}

impl RemoteParameter {
    fn read(
        runtime: &mut CommandRuntime<'_>,
        name: PsString,
        value: &Value,
    ) -> CommandResult<Self> {
        let is_switch = runtime.get_property(value, "SwitchParameter")?.unwrap_or_default();
        let is_switch = runtime.is_true(&is_switch);
        let aliases = runtime.get_property(value, "Aliases")?.unwrap_or_default();
        let aliases = runtime.enumerate(&aliases).unwrap_or_default();
        let aliases = aliases.iter().map(|alias| runtime.text(alias)).collect();
        Ok(Self { name, aliases, is_switch })
    }
}

fn text(runtime: &mut CommandRuntime<'_>, value: &Value, name: &str) -> CommandResult<PsString> {
    let value = runtime.get_property(value, name)?.unwrap_or_default();
    Ok(runtime.text(&value))
}

/// Whether a name can stand in a script as the name of a function or a parameter. Names come from the
/// far end and become part of a script here.
pub(crate) fn is_safe_name(name: &str) -> bool {
    let is_safe = |letter: char| letter.is_alphanumeric() || "-_.:\\".contains(letter);
    (1..=100).contains(&name.chars().count()) && name.chars().all(is_safe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_could_be_code_are_not_safe() {
        for name in ["Get-Thing", "x", "C:\\f", "Höhe", "a.b_c"] {
            assert!(is_safe_name(name), "{name}");
        }
        for name in ["", "a b", "a;b", "$x", "a'b", "a\nb", "{x}", "a\"", &"x".repeat(101)] {
            assert!(!is_safe_name(name), "{name}");
        }
    }
}
