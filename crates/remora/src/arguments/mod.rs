//! The command line of the shell: PowerShell's switches, with their prefixes and their dashes.
//!
//! Subcommands (`serve`, `lab`, `user`) have ordinary options and are read elsewhere; everything that does
//! not start with one of their names is read here.

mod encoded;
mod switches;

pub(crate) use self::encoded::list as encoded_list;

use self::switches::Switch;

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
    /// A session host was asked for.
    server: Option<Action>,
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
    /// The elements of `$args` for an encoded command, as the CLIXML of a list.
    pub(crate) encoded_arguments: Option<String>,
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

const POLICIES: &[&str] =
    &["Unrestricted", "RemoteSigned", "AllSigned", "Restricted", "Default", "Bypass", "Undefined"];

/// Reads the words after the program's name. `is_file` says whether a path names a file.
pub(crate) fn parse(
    words: &[String],
    is_file: impl Fn(&str) -> bool,
) -> Result<Arguments, UsageError> {
    let mut arguments = read(words, is_file)?;
    if let Some(server) = arguments.server.take() {
        // Whatever else is wanted: it is the client that says what runs.
        arguments.action = server;
    }
    Ok(arguments)
}

fn read(words: &[String], is_file: impl Fn(&str) -> bool) -> Result<Arguments, UsageError> {
    let mut arguments = Arguments::default();
    let mut rest = words;
    while let Some((word, after)) = rest.split_first() {
        rest = after;
        if word == "-" {
            arguments.action = Action::FileFromInput;
            continue;
        }
        // An absolute path starts like a switch with a slash.
        let name = switches::name_of(word).filter(|_| !(word.starts_with('/') && is_file(word)));
        let Some(name) = name else {
            arguments.action = file(word, after, &is_file)?;
            return Ok(arguments);
        };
        let Some(switch) = switches::find(name) else {
            return Err(unknown(word));
        };
        match apply(&mut arguments, switch, after, &is_file)? {
            Some(more) => rest = more,
            None => return Ok(arguments),
        }
    }
    Ok(arguments)
}

/// Whether a word is `-Login`.
pub(crate) fn is_login(word: &str) -> bool {
    switches::name_of(word).and_then(switches::find) == Some(Switch::Login)
}

/// Does what a switch says. The words after it and its values, or none where it takes them all.
fn apply<'w>(
    arguments: &mut Arguments,
    switch: Switch,
    after: &'w [String],
    is_file: &impl Fn(&str) -> bool,
) -> Result<Option<&'w [String]>, UsageError> {
    match switch {
        Switch::Version | Switch::Help => {
            arguments.action = if switch == Switch::Help { Action::Help } else { Action::Version };
            return Ok(None);
        }
        Switch::Login => arguments.login = true,
        Switch::NoLogo => arguments.no_logo = true,
        Switch::NoProfile => arguments.no_profile = true,
        Switch::NoExit => arguments.no_exit = true,
        Switch::NonInteractive => arguments.non_interactive = true,
        Switch::Interactive => arguments.non_interactive = false,
        // Nothing is told about how long profiles take, with and without it.
        Switch::NoProfileLoadTime => {}
        Switch::ServerMode => arguments.server = Some(Action::ServerMode),
        Switch::SshServerMode => arguments.server = Some(Action::SshServerMode),
        Switch::WindowsOnly(message) => {
            return Err(UsageError { message: message.to_owned(), show_help: false });
        }
        Switch::Command => {
            arguments.action = match after {
                [] => return Err(missing(switch)),
                [only] if only == "-" => Action::CommandFromInput,
                [first, ..] if first == "-" => {
                    return Err(usage(
                        "'-' was specified with the -Command parameter; no other arguments to -Command are \
                         permitted."
                            .into(),
                    ));
                }
                words => Action::Command(words.join(" ")),
            };
            return Ok(None);
        }
        Switch::CommandWithArgs => {
            let (command, words) = after.split_first().ok_or_else(|| missing(switch))?;
            arguments.action = Action::CommandWithArguments(command.clone(), words.to_vec());
            return Ok(None);
        }
        Switch::File => {
            let (path, words) = after.split_first().ok_or_else(|| missing(switch))?;
            if path == "-" {
                arguments.action = Action::FileFromInput;
                return Ok(Some(words));
            }
            arguments.action = file(path, words, is_file)?;
            return Ok(None);
        }
        _ => {
            let (value, rest) = after.split_first().ok_or_else(|| missing(switch))?;
            value_switch(arguments, switch, value)?;
            return Ok(Some(rest));
        }
    }
    Ok(Some(after))
}

/// The switches that take one value.
fn value_switch(arguments: &mut Arguments, switch: Switch, value: &str) -> Result<(), UsageError> {
    match switch {
        Switch::EncodedCommand => {
            let text = encoded::text(value).ok_or_else(|| badly_encoded("EncodedCommand"))?;
            arguments.action = Action::Command(text);
        }
        Switch::EncodedArguments => {
            let text = encoded::text(value).filter(|text| encoded::list(text).is_some());
            let text = text.ok_or_else(|| badly_encoded("EncodedArguments"))?;
            arguments.encoded_arguments = Some(text);
        }
        Switch::OutputFormat => arguments.output_format = format(value)?,
        Switch::InputFormat => arguments.input_format = format(value)?,
        Switch::WorkingDirectory => arguments.working_directory = Some(value.to_owned()),
        Switch::ConfigurationName => arguments.configuration_name = Some(value.to_owned()),
        Switch::ConfigurationFile => arguments.configuration_file = Some(value.to_owned()),
        Switch::SettingsFile => arguments.settings_file = Some(value.to_owned()),
        Switch::CustomPipeName => arguments.custom_pipe_name = Some(value.to_owned()),
        Switch::ExecutionPolicy
            if !POLICIES.iter().any(|known| known.eq_ignore_ascii_case(value)) =>
        {
            return Err(usage(format!("Invalid ExecutionPolicy value '{value}'.")));
        }
        // A policy is understood and has no effect here.
        _ => {}
    }
    Ok(())
}

fn file(
    path: &str,
    words: &[String],
    is_file: &impl Fn(&str) -> bool,
) -> Result<Action, UsageError> {
    if path.is_empty() {
        let message = "Processing -File '' failed: The value cannot be an empty string. (Parameter 'path') \
                       Specify a valid path for the -File parameter.";
        return Err(UsageError { message: message.to_owned(), show_help: false });
    }
    let full = path.replace('\\', "/");
    if !is_file(&full) {
        return Err(unknown(path));
    }
    Ok(Action::File(full, words.to_vec()))
}

fn format(value: &str) -> Result<Option<Format>, UsageError> {
    match value.to_ascii_lowercase() {
        text if !text.is_empty() && "text".starts_with(&text) => Ok(Some(Format::Text)),
        text if !text.is_empty() && "xml".starts_with(&text) => Ok(Some(Format::Xml)),
        text if text == "none" => Ok(None),
        _ => Err(usage(format!(
            "Cannot process the command because of an incorrect parameter value. \"{value}\" is not a valid \
             format.\nValid formats are:\nText\nXML\nNone\n"
        ))),
    }
}

/// A word that is no switch and no file.
fn unknown(word: &str) -> UsageError {
    let similar = switches::similar(word);
    if similar.is_empty() {
        return usage(format!(
            "The argument '{word}' is not recognized as the name of a script file. Check the spelling of the \
             name, or if a path was included, verify that the path is correct and try again."
        ));
    }
    let list: Vec<String> = similar.iter().map(|name| format!("  -{name}")).collect();
    let message = format!("Invalid argument '{word}', did you mean:\n\n{}", list.join("\n"));
    UsageError { message, show_help: false }
}

fn badly_encoded(name: &str) -> UsageError {
    usage(format!(
        "Cannot process the command because the value specified with -{name} is not properly encoded. The value \
         must be Base64 encoded."
    ))
}

fn missing(switch: Switch) -> UsageError {
    let (message, show_help) = switches::missing(switch);
    UsageError { message: message.to_owned(), show_help }
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
        assert_eq!(parsed("-wd d -f x.ps1").unwrap().action, Action::File("x.ps1".into(), vec![]));
        assert!(parsed("nothing").unwrap_err().message.starts_with("The argument 'nothing'"));
        assert_eq!(parsed("-").unwrap().action, Action::FileFromInput);
        assert_eq!(parsed("-c -").unwrap().action, Action::CommandFromInput);
        assert!(parsed("-f - a").unwrap_err().message.starts_with("The argument 'a'"));
    }

    #[test]
    fn encoded_commands() {
        let arguments = parsed("-e IgBlACIA").unwrap();
        assert_eq!(arguments.action, Action::Command("\"e\"".into()));
        assert!(parsed("-e !").is_err());
        assert!(parsed("-e IgBlACIA -ea zz").is_err());
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
