//! The command line of the shell: PowerShell's switches, with their prefixes and their dashes.
//!
//! Subcommands (`serve`, `lab`, `user`) have ordinary options and are read elsewhere; everything that does
//! not start with one of their names is read here.

/// What the shell runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Action {
    /// A prompt, or standard input where it is no terminal.
    #[default]
    Interactive,
    /// The text after `-Command`.
    Command(String),
    /// `-Command -`: standard input, without an echo.
    CommandFromInput,
    /// A script file with its arguments.
    File(String, Vec<String>),
    /// `-File -`: standard input, with an echo.
    FileFromInput,
    /// `-CommandWithArgs`: a text and the elements of `$args`.
    CommandWithArguments(String, Vec<String>),
    /// `-s`: a session host on standard input and output.
    ServerMode,
    /// `-sshs`: the same as an SSH subsystem.
    SshServerMode,
    /// `-Version`
    Version,
    /// `-Help`
    Help,
}

/// `-InputFormat` and `-OutputFormat`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Xml,
}

/// All that the switches say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Arguments {
    pub(crate) action: Action,
    pub(crate) no_logo: bool,
    pub(crate) no_profile: bool,
    pub(crate) no_exit: bool,
    pub(crate) non_interactive: bool,
    pub(crate) login: bool,
    pub(crate) output_format: Option<Format>,
    pub(crate) input_format: Option<Format>,
    pub(crate) working_directory: Option<String>,
    pub(crate) configuration_name: Option<String>,
    pub(crate) configuration_file: Option<String>,
    pub(crate) settings_file: Option<String>,
    pub(crate) custom_pipe_name: Option<String>,
    /// The command came encoded, so that errors go to a program that reads CLIXML.
    pub(crate) encoded: bool,
}

/// A usage error: exit code 64.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UsageError {
    /// What is wrong.
    pub(crate) message: String,
    /// Whether the help text follows on standard output.
    pub(crate) show_help: bool,
}

/// The code that usage errors end the program with.
pub(crate) const USAGE_EXIT_CODE: i32 = 64;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Switch {
    Command,
    CommandWithArgs,
    File,
    EncodedCommand,
    Version,
    Help,
    Login,
    NoLogo,
    NoProfile,
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
    WindowsOnly,
}

/// Full name, shortest prefix, and what it is. Names that are no prefixes of each other stand alone.
const SWITCHES: &[(&str, &str, Switch)] = &[
    ("commandwithargs", "commandwithargs", Switch::CommandWithArgs),
    ("cwa", "cwa", Switch::CommandWithArgs),
    ("command", "c", Switch::Command),
    ("file", "f", Switch::File),
    ("encodedcommand", "e", Switch::EncodedCommand),
    ("ec", "ec", Switch::EncodedCommand),
    ("version", "v", Switch::Version),
    ("help", "h", Switch::Help),
    ("?", "?", Switch::Help),
    ("login", "l", Switch::Login),
    ("nologo", "nol", Switch::NoLogo),
    ("noprofile", "nop", Switch::NoProfile),
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
    ("sta", "sta", Switch::WindowsOnly),
    ("mta", "mta", Switch::WindowsOnly),
    ("windowstyle", "w", Switch::WindowsOnly),
];

const POLICIES: &[&str] =
    &["Unrestricted", "RemoteSigned", "AllSigned", "Restricted", "Default", "Bypass", "Undefined"];

fn find_switch(name: &str) -> Option<Switch> {
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
fn switch_name(word: &str) -> Option<&str> {
    let rest = word.strip_prefix(['-', '/', '\u{2013}', '\u{2014}', '\u{2015}'])?;
    Some(rest.strip_prefix('-').unwrap_or(rest))
}

/// Reads the words after the program's name. `is_file` says whether a path names a file.
pub(crate) fn parse(
    words: &[String],
    is_file: impl Fn(&str) -> bool,
) -> Result<Arguments, UsageError> {
    let mut arguments = Arguments::default();
    let mut rest = words;
    while let Some((word, after)) = rest.split_first() {
        rest = after;
        if word == "-" {
            if after.is_empty() {
                arguments.action = Action::FileFromInput;
                return Ok(arguments);
            }
            continue;
        }
        // An absolute path starts like a switch with a slash.
        let name = switch_name(word).filter(|_| !(word.starts_with('/') && is_file(word)));
        let Some(name) = name else {
            return file(arguments, word, after, &is_file);
        };
        let Some(switch) = find_switch(name) else {
            return Err(unknown(word, name));
        };
        rest = apply(&mut arguments, switch, word, after, &is_file)?;
        if !matches!(arguments.action, Action::Interactive) {
            match arguments.action {
                Action::ServerMode | Action::SshServerMode => {}
                Action::Command(_) if arguments.encoded => {}
                _ => return Ok(arguments),
            }
        }
    }
    Ok(arguments)
}

fn apply<'w>(
    arguments: &mut Arguments,
    switch: Switch,
    word: &str,
    after: &'w [String],
    is_file: &impl Fn(&str) -> bool,
) -> Result<&'w [String], UsageError> {
    match switch {
        Switch::Version => arguments.action = Action::Version,
        Switch::Help => arguments.action = Action::Help,
        Switch::Login => arguments.login = true,
        Switch::NoLogo => arguments.no_logo = true,
        Switch::NoProfile => arguments.no_profile = true,
        Switch::NoExit => arguments.no_exit = true,
        Switch::NonInteractive => arguments.non_interactive = true,
        Switch::Interactive => arguments.non_interactive = false,
        Switch::ServerMode => arguments.action = Action::ServerMode,
        Switch::SshServerMode => arguments.action = Action::SshServerMode,
        Switch::WindowsOnly => {
            return Err(usage(format!(
                "The parameter \"{word}\" is not supported on this platform."
            )));
        }
        Switch::Command => {
            if after.is_empty() {
                return Err(missing("Command"));
            }
            arguments.action = match after {
                [only] if only == "-" => Action::CommandFromInput,
                words => Action::Command(words.join(" ")),
            };
        }
        Switch::CommandWithArgs => {
            let (command, words) = after.split_first().ok_or_else(|| missing("CommandWithArgs"))?;
            arguments.action = Action::CommandWithArguments(command.clone(), words.to_vec());
        }
        Switch::File => {
            let (path, words) = after.split_first().ok_or_else(|| missing("File"))?;
            if path == "-" {
                arguments.action = Action::FileFromInput;
            } else {
                *arguments = file(std::mem::take(arguments), path, words, is_file)?;
            }
        }
        _ => return value_switch(arguments, switch, after),
    }
    Ok(after)
}

/// The switches that take one value.
fn value_switch<'w>(
    arguments: &mut Arguments,
    switch: Switch,
    after: &'w [String],
) -> Result<&'w [String], UsageError> {
    let taken = after.split_first();
    let value = |name: &str| taken.map(|(value, _)| value.clone()).ok_or_else(|| missing(name));
    match switch {
        Switch::EncodedCommand => {
            let encoded = value("EncodedCommand")?;
            let text = decode(&encoded).ok_or_else(|| {
                usage(
                    "Cannot process the command because the value specified with -EncodedCommand is not properly \
                     encoded. The value must be Base64 encoded."
                        .into(),
                )
            })?;
            arguments.encoded = true;
            arguments.action = Action::Command(text);
        }
        Switch::OutputFormat => arguments.output_format = format(taken, "OutputFormat")?,
        Switch::InputFormat => arguments.input_format = format(taken, "InputFormat")?,
        Switch::WorkingDirectory => {
            arguments.working_directory = Some(value("WorkingDirectory")?);
        }
        Switch::ConfigurationName => {
            arguments.configuration_name = Some(value("ConfigurationName")?);
        }
        Switch::ConfigurationFile => {
            arguments.configuration_file = Some(value("ConfigurationFile")?);
        }
        Switch::SettingsFile => arguments.settings_file = Some(value("SettingsFile")?),
        Switch::CustomPipeName => arguments.custom_pipe_name = Some(value("CustomPipeName")?),
        Switch::ExecutionPolicy => {
            let policy = value("ExecutionPolicy")?;
            if !POLICIES.iter().any(|known| known.eq_ignore_ascii_case(&policy)) {
                let message = format!("\"{policy}\" is not the name of an execution policy.");
                return Err(usage(message));
            }
        }
        _ => {}
    }
    Ok(taken.map_or(after, |(_, rest)| rest))
}

fn file(
    mut arguments: Arguments,
    path: &str,
    words: &[String],
    is_file: &impl Fn(&str) -> bool,
) -> Result<Arguments, UsageError> {
    let path = path.replace('\\', "/");
    let full = match &arguments.working_directory {
        Some(directory) if !path.starts_with('/') => format!("{directory}/{path}"),
        _ => path,
    };
    if !is_file(&full) {
        return Err(usage(format!(
            "The argument '{full}' is not recognized as the name of a script file. Check the spelling of the \
             name, or if a path was included, verify that the path is correct and try again."
        )));
    }
    arguments.action = Action::File(full, words.to_vec());
    Ok(arguments)
}

fn format(value: Option<(&String, &[String])>, name: &str) -> Result<Option<Format>, UsageError> {
    const LIST: &str = "Text\nXML\nNone\n";
    let Some((value, _)) = value else {
        return Err(usage(format!(
            "The command cannot be run because no argument has been supplied for the {name} parameter.\n\
             Specify one of the following formats for this parameter:\n{LIST}"
        )));
    };
    match value.to_ascii_lowercase() {
        text if !text.is_empty() && "text".starts_with(&text) => Ok(Some(Format::Text)),
        text if !text.is_empty() && "xml".starts_with(&text) => Ok(Some(Format::Xml)),
        text if text == "none" => Ok(None),
        _ => Err(usage(format!(
            "Cannot process the command because of an incorrect parameter value. \"{value}\" is not a valid \
             format.\nValid formats are:\n{LIST}"
        ))),
    }
}

/// The text of UTF-16LE bytes in base64.
fn decode(encoded: &str) -> Option<String> {
    use base64::Engine;
    let bytes = base64::engine::general_purpose::STANDARD.decode(encoded.trim()).ok()?;
    let units: Vec<u16> = bytes
        .chunks(2)
        .map(|pair| {
            u16::from_le_bytes([
                pair.first().copied().unwrap_or(0),
                pair.get(1).copied().unwrap_or(0),
            ])
        })
        .collect();
    Some(String::from_utf16_lossy(&units))
}

fn unknown(word: &str, name: &str) -> UsageError {
    let similar: Vec<&str> = SWITCHES
        .iter()
        .map(|(full, ..)| *full)
        .filter(|full| full.contains(&name.to_ascii_lowercase()))
        .collect();
    if similar.is_empty() {
        return usage(format!(
            "The argument '{word}' is not recognized as the name of a script file. Check the spelling of the \
             name, or if a path was included, verify that the path is correct and try again."
        ));
    }
    let list: String = similar.iter().map(|name| format!("    -{name}\n")).collect();
    UsageError {
        message: format!("Invalid argument '{word}', did you mean:\n\n{list}"),
        show_help: false,
    }
}

fn missing(name: &str) -> UsageError {
    usage(format!("The command cannot be run because the {name} parameter requires a value."))
}

fn usage(message: String) -> UsageError {
    UsageError { message, show_help: true }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Arguments, UsageError> {
        let words: Vec<String> =
            line.split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect();
        parse(&words, |path| path.ends_with(".ps1"))
    }

    #[test]
    fn prefixes_and_dashes() {
        let expected = Action::Command("1 + 1".into());
        for dash in ["-", "--", "/", "\u{2013}"] {
            assert_eq!(parsed(&format!("{dash}c 1 + 1")).unwrap().action, expected);
        }
        let all = parsed("-NoLogo -nop -NONI -Command 1 + 1").unwrap();
        assert!(all.no_logo && all.no_profile && all.non_interactive);
        assert_eq!(all.action, expected);
        assert_eq!(parsed("-sshs -NoLogo -NoProfile").unwrap().action, Action::SshServerMode);
        assert_eq!(parsed("-s -NoLogo").unwrap().action, Action::ServerMode);
    }

    #[test]
    fn scripts_take_the_rest() {
        let expected = Action::File("x.ps1".into(), vec!["-a".into(), "1".into()]);
        assert_eq!(parsed("x.ps1 -a 1").unwrap().action, expected);
        assert_eq!(parsed("-File x.ps1 -a 1").unwrap().action, expected);
        assert_eq!(
            parsed("-wd d -f x.ps1").unwrap().action,
            Action::File("d/x.ps1".into(), vec![])
        );
        assert!(parsed("nothing").unwrap_err().message.starts_with("The argument 'nothing'"));
        assert_eq!(parsed("-").unwrap().action, Action::FileFromInput);
        assert_eq!(parsed("-c -").unwrap().action, Action::CommandFromInput);
    }

    #[test]
    fn encoded_commands() {
        let arguments = parsed("-e IgBlACIA").unwrap();
        assert_eq!(arguments.action, Action::Command("\"e\"".into()));
        assert!(arguments.encoded);
        assert!(parsed("-e !").is_err());
    }

    #[test]
    fn usage_errors() {
        assert!(!parsed("-n").unwrap_err().show_help);
        assert!(parsed("-c").unwrap_err().show_help);
        assert!(parsed("-o zz -c 1").unwrap_err().message.contains("Valid formats are"));
        assert!(parsed("-sta").is_err());
        assert!(parsed("-ep nonsense").is_err());
    }
}
