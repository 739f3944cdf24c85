//! The switches by name: which words mean them, and what is said where one lacks its value.

/// What a word with a dash means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Switch {
    Command,
    CommandWithArgs,
    File,
    EncodedCommand,
    EncodedArguments,
    Version,
    Help,
    Login,
    NoLogo,
    NoProfile,
    NoProfileLoadTime,
    NoExit,
    NonInteractive,
    Interactive,
    OutputFormat,
    InputFormat,
    WorkingDirectory,
    ConfigurationName,
    ConfigurationFile,
    SettingsFile,
    CustomPipeName,
    ExecutionPolicy,
    ServerMode,
    SshServerMode,
    /// Only Windows has it: the message that says so.
    WindowsOnly(&'static str),
}

/// Full name, shortest prefix, and what it is. The first that fits counts.
const SWITCHES: &[(&str, &str, Switch)] = &[
    ("commandwithargs", "commandwithargs", Switch::CommandWithArgs),
    ("cwa", "cwa", Switch::CommandWithArgs),
    ("command", "c", Switch::Command),
    ("file", "f", Switch::File),
    ("encodedarguments", "encodeda", Switch::EncodedArguments),
    ("ea", "ea", Switch::EncodedArguments),
    ("encodedcommand", "e", Switch::EncodedCommand),
    ("ec", "ec", Switch::EncodedCommand),
    ("version", "v", Switch::Version),
    ("help", "h", Switch::Help),
    ("?", "?", Switch::Help),
    ("login", "l", Switch::Login),
    ("nologo", "nol", Switch::NoLogo),
    ("noprofile", "nop", Switch::NoProfile),
    ("noprofileloadtime", "noprofileloadtime", Switch::NoProfileLoadTime),
    ("noexit", "noe", Switch::NoExit),
    ("noninteractive", "noni", Switch::NonInteractive),
    ("interactive", "i", Switch::Interactive),
    ("outputformat", "o", Switch::OutputFormat),
    ("of", "of", Switch::OutputFormat),
    ("inputformat", "inp", Switch::InputFormat),
    ("if", "if", Switch::InputFormat),
    ("workingdirectory", "wo", Switch::WorkingDirectory),
    ("wd", "wd", Switch::WorkingDirectory),
    ("configurationname", "config", Switch::ConfigurationName),
    ("configurationfile", "configurationfile", Switch::ConfigurationFile),
    ("settingsfile", "settings", Switch::SettingsFile),
    ("custompipename", "cus", Switch::CustomPipeName),
    ("executionpolicy", "ex", Switch::ExecutionPolicy),
    ("ep", "ep", Switch::ExecutionPolicy),
    ("servermode", "s", Switch::ServerMode),
    ("sshservermode", "sshs", Switch::SshServerMode),
    ("sta", "sta", Switch::WindowsOnly("Parameter -STA is not supported on this platform.")),
    ("mta", "mta", Switch::WindowsOnly("Parameter -MTA is not supported on this platform.")),
    (
        "windowstyle",
        "w",
        Switch::WindowsOnly("Parameter -WindowStyle is not implemented on this platform."),
    ),
];

/// The names that are offered for a word that means nothing, in this order.
const OFFERED: &[&str] = &[
    "command",
    "commandwithargs",
    "configurationname",
    "custompipename",
    "encodedcommand",
    "executionpolicy",
    "file",
    "help",
    "inputformat",
    "login",
    "noexit",
    "nologo",
    "noninteractive",
    "noprofile",
    "noprofileloadtime",
    "outputformat",
    "settingsfile",
    "version",
    "windowstyle",
    "workingdirectory",
];

/// The switch of a name without its dash, in any case.
pub(super) fn find(name: &str) -> Option<Switch> {
    let name = name.to_ascii_lowercase();
    let exact = SWITCHES.iter().find(|(full, _, _)| *full == name);
    exact
        .or_else(|| {
            SWITCHES
                .iter()
                .find(|(full, shortest, _)| full.starts_with(&name) && name.len() >= shortest.len())
        })
        .map(|(.., switch)| *switch)
}

/// A word that starts with a dash of any kind, without it.
pub(super) fn name_of(word: &str) -> Option<&str> {
    let rest = word.strip_prefix(DASHES)?;
    Some(rest.strip_prefix('-').unwrap_or(rest))
}

const DASHES: [char; 5] = ['-', '/', '\u{2013}', '\u{2014}', '\u{2015}'];

/// The switches whose names hold the word; only one dash is taken off, as a second one may be the mistake.
pub(super) fn similar(word: &str) -> Vec<&'static str> {
    let Some(part) = word.strip_prefix(DASHES) else { return Vec::new() };
    let part = part.to_ascii_lowercase();
    OFFERED.iter().copied().filter(|name| name.contains(&part)).collect()
}

/// What is said where the value of a switch is missing, and whether the help text follows.
pub(super) fn missing(switch: Switch) -> (&'static str, bool) {
    const COMMAND: &str = "Cannot process the command because of a missing parameter. A command must follow -Command.";
    match switch {
        Switch::File => (
            "The command cannot be run because the File parameter requires a file path. Supply a path for the \
             File parameter and then try the command again.",
            true,
        ),
        Switch::EncodedArguments => (
            "Cannot process the command because of a missing parameter. Arguments must follow -EncodedArguments.",
            true,
        ),
        Switch::OutputFormat => (
            "The command cannot be run because no argument has been supplied for the OutputFormat parameter.\n\
             Specify one of the following formats for this parameter:\nText\nXML\nNone\n",
            true,
        ),
        Switch::InputFormat => (
            "Cannot process the command because the -InputFormat parameter requires an argument. Specify a \
             valid format argument for this parameter.\nValid formats are:\nText\nXML\nNone\n",
            true,
        ),
        Switch::WorkingDirectory => (
            "Cannot process the command because -WorkingDirectory requires an argument that is a directory path.",
            false,
        ),
        Switch::ConfigurationName => (
            "Cannot process the command because -ConfigurationName requires an argument that is a remote \
             endpoint configuration name. Specify this argument and try again.",
            false,
        ),
        Switch::ConfigurationFile => (
            "Cannot process the command because -ConfigurationFile requires an argument that is a session \
             configuration (.pssc) file path. Specify this argument and try again.",
            false,
        ),
        Switch::SettingsFile => (
            "Cannot process the command because -SettingsFile requires an argument that is a file path.",
            false,
        ),
        Switch::CustomPipeName => (
            "Cannot process the command because -CustomPipeName requires an argument that is a name of the \
             pipe you want to use. Specify this argument and try again.",
            false,
        ),
        Switch::ExecutionPolicy => (
            "Cannot process the execution policy because of a missing policy name. A policy name must follow \
             -ExecutionPolicy.",
            true,
        ),
        _ => (COMMAND, true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_switch_has_its_own_shortest_prefix() {
        assert_eq!(find("E"), Some(Switch::EncodedCommand));
        assert_eq!(find("encodeda"), Some(Switch::EncodedArguments));
        assert_eq!(find("no"), None);
        assert_eq!(find("conf"), None);
        assert_eq!(find("configname"), None);
    }

    #[test]
    fn similar_names_stand_in_order() {
        assert_eq!(similar("-cu"), ["custompipename", "executionpolicy"]);
        assert_eq!(similar("-exi"), ["noexit"]);
        assert!(similar("--x").is_empty() && similar("-ssh").is_empty());
    }
}
