//! Which of a session's commands become functions here.

use remora_engine::command::CommandKind;
use remora_engine::prelude::*;

use super::metadata::{RemoteCommand, is_safe_name};

/// Commands that the imported ones need at the far end; they are taken only by name.
const ESSENTIAL: [&str; 7] = [
    "Get-Command",
    "Get-FormatData",
    "Get-Help",
    "Select-Object",
    "Measure-Object",
    "Exit-PSSession",
    "Out-Default",
];

/// How the choice is made.
pub(crate) struct Choice<'a> {
    pub(crate) prefix: &'a str,
    pub(crate) allow_clobber: bool,
    /// Whether the commands were named.
    pub(crate) is_named: bool,
}

/// Leaves out what has no safe name or would hide a command of this session.
///
/// # Errors
/// Where nothing is left because all would hide something.
pub(crate) fn choose(
    runtime: &mut CommandRuntime<'_>,
    commands: Vec<RemoteCommand>,
    choice: &Choice<'_>,
) -> CommandResult<Vec<RemoteCommand>> {
    let mut chosen: Vec<RemoteCommand> = Vec::new();
    let mut skipped: Vec<PsString> = Vec::new();
    for command in commands {
        if chosen.iter().any(|known| known.name.eq_ignore_case(&command.name)) {
            continue;
        }
        if !is_safe_name(&command.name) {
            runtime.write_error(unsafe_name(&command.name))?;
            continue;
        }
        let is_essential = ESSENTIAL.iter().any(|name| command.name.eq_ignore_case(name));
        if is_essential && !choice.is_named {
            continue;
        }
        if !choice.allow_clobber && hides(runtime, &prefixed(&command.name, choice.prefix)) {
            skipped.push(command.name);
            continue;
        }
        chosen.push(command);
    }
    if !skipped.is_empty() {
        let names: Vec<&str> = skipped.iter().map(|name| &**name).collect();
        runtime.write_warning(format!(
            "Proxy creation has been skipped for the following command: '{}', because it would shadow an existing \
             local command.  Use the AllowClobber parameter if you want to shadow existing local commands.",
            names.join(", ")
        ))?;
        if chosen.is_empty() {
            return Err(runtime.throw(error(
                TypeId::INVALID_OPERATION_EXCEPTION,
                "No command proxies have been created, because all of the requested remote commands would shadow \
                 existing local commands.  Use the AllowClobber parameter if you want to shadow existing local \
                 commands.",
                "ErrorNoCommandsImportedBecauseOfSkipping",
                ErrorCategory::InvalidResult,
                Value::Null,
            )));
        }
    }
    Ok(chosen)
}

/// The name under which a command is imported.
pub(crate) fn prefixed(name: &str, prefix: &str) -> String {
    match name.split_once('-') {
        Some((verb, noun)) if !prefix.is_empty() => format!("{verb}-{prefix}{noun}"),
        _ => [prefix, name].concat(),
    }
}

/// Whether a command of this session goes by the name. Programs and script files may be hidden.
fn hides(runtime: &mut CommandRuntime<'_>, name: &str) -> bool {
    match runtime.find_command(name) {
        Ok(found) => !matches!(
            found.kind,
            CommandKind::Application { .. } | CommandKind::ExternalScript { .. }
        ),
        Err(_) => false,
    }
}

fn unsafe_name(name: &PsString) -> ErrorRecord {
    error(
        TypeId::INVALID_OPERATION_EXCEPTION,
        format!(
            "Proxy creation has been skipped for the '{name}' command, because PowerShell couldn't verify the safety \
             of the command name."
        ),
        "ErrorSkippedUnsafeCommandName",
        ErrorCategory::InvalidData,
        name.clone(),
    )
}
