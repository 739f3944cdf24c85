//! Options of text shells and their commands (MS-WSMV 3.1.4.5.2 Remote Shells, 3.1.4.11 Command).

use remora_wsman::fault::Known;
use remora_wsman::soap::Options;

/// What a client may say about a text shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ShellOptions {
    /// `WINRS_NOPROFILE`: the user's profile is not wanted.
    pub(crate) no_profile: bool,
}

/// What a client may say about a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CommandOptions {
    /// `WINRS_SKIP_CMD_SHELL`: the command is a program, not a line for a shell.
    pub(crate) skip_shell: bool,
}

impl ShellOptions {
    /// Reads the options of a request for a shell.
    ///
    /// # Errors
    /// [`Known::InvalidParameter`] for a value that is none. Code pages there are none: whatever
    /// `WINRS_CODEPAGE` says, the bytes of commands are passed on as they are.
    pub(crate) fn read(options: &Options) -> Result<Self, Known> {
        if let Some(page) = options.get("WINRS_CODEPAGE") {
            page.trim().parse::<u16>().map_err(|_| Known::InvalidParameter)?;
        }
        Ok(Self { no_profile: flag(options, "WINRS_NOPROFILE")? })
    }
}

impl CommandOptions {
    /// Reads the options of a request for a command.
    ///
    /// # Errors
    /// [`Known::InvalidParameter`] for a value that is none. Commands have no console, so that
    /// `WINRS_CONSOLEMODE_STDIN` makes no difference.
    pub(crate) fn read(options: &Options) -> Result<Self, Known> {
        flag(options, "WINRS_CONSOLEMODE_STDIN")?;
        Ok(Self { skip_shell: flag(options, "WINRS_SKIP_CMD_SHELL")? })
    }
}

fn flag(options: &Options, name: &str) -> Result<bool, Known> {
    match options.get(name).map(|value| value.trim().to_ascii_lowercase()).as_deref() {
        None | Some("false" | "0" | "") => Ok(false),
        Some("true" | "1") => Ok(true),
        Some(_) => Err(Known::InvalidParameter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_checked() {
        let of = |name: &str, value: &str| Options::none().with(name, value);
        for (value, expected) in
            [("TRUE", Ok(true)), ("False", Ok(false)), ("1", Ok(true)), ("x", Err(()))]
        {
            let read = ShellOptions::read(&of("WINRS_NOPROFILE", value));
            assert_eq!(read.map(|options| options.no_profile).map_err(|_| ()), expected);
            let read = CommandOptions::read(&of("winrs_skip_cmd_shell", value));
            assert_eq!(read.map(|options| options.skip_shell).map_err(|_| ()), expected);
        }
        for (page, valid) in [("437", true), ("65001", true), ("utf-8", false), ("-1", false)] {
            assert_eq!(ShellOptions::read(&of("WINRS_CODEPAGE", page)).is_ok(), valid, "{page}");
        }
        assert!(CommandOptions::read(&of("WINRS_CONSOLEMODE_STDIN", "maybe")).is_err());
    }
}
