//! What a command of a text shell is to run.
//!
//! Clients give a command and arguments, some of them one argument an element, some all of them in
//! one. A service for Windows joins everything with spaces to one line; so does this one, and
//! thereby understands both.

/// The names under which clients know PowerShell.
const ENGINE_NAMES: [&str; 4] = ["powershell", "powershell.exe", "pwsh", "pwsh.exe"];

/// What to start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CommandProgram {
    /// PowerShell, which here is the engine of the session configuration, with these arguments.
    Engine(Vec<String>),
    /// The operating system's shell with this line.
    Shell(String),
    /// This program with these arguments, without a shell in between.
    Program(String, Vec<String>),
}

impl CommandProgram {
    /// What a line means; `None` where it is empty. A line that begins with PowerShell's name is
    /// PowerShell's: the shell would replace the `$` in it, which the shell of Windows leaves alone.
    pub(crate) fn of(line: &str, skip_shell: bool) -> Option<Self> {
        let mut words = split(line).into_iter();
        let first = words.next()?;
        if is_engine(&first) {
            return Some(Self::Engine(words.collect()));
        }
        Some(if skip_shell {
            Self::Program(first, words.collect())
        } else {
            Self::Shell(line.to_owned())
        })
    }
}

/// The line of a command and its arguments.
pub(crate) fn line(command: &str, arguments: &[String]) -> String {
    let words = std::iter::once(command.trim()).chain(arguments.iter().map(String::as_str));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// Whether a word names PowerShell: alone, or where Windows has it. A path of this computer is a
/// program like any other.
fn is_engine(word: &str) -> bool {
    let name = word.rsplit('\\').next().unwrap_or(word);
    ENGINE_NAMES.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Splits a line into words as programs of Windows do: blanks part them, quotation marks keep them
/// together, a backslash takes the meaning from a quotation mark and stands for itself elsewhere.
fn split(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let (mut begun, mut quoted, mut backslashes) = (false, false, 0_usize);
    for character in line.chars() {
        if character == '\\' {
            (begun, backslashes) = (true, backslashes + 1);
            continue;
        }
        if character == '"' {
            word.extend(std::iter::repeat_n('\\', backslashes / 2));
            if backslashes % 2 == 1 {
                word.push('"');
            } else {
                quoted = !quoted;
            }
            (begun, backslashes) = (true, 0);
            continue;
        }
        word.extend(std::iter::repeat_n('\\', std::mem::take(&mut backslashes)));
        if character.is_whitespace() && !quoted {
            if std::mem::take(&mut begun) {
                words.push(std::mem::take(&mut word));
            }
        } else {
            word.push(character);
            begun = true;
        }
    }
    word.extend(std::iter::repeat_n('\\', backslashes));
    if begun {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        split(line)
    }

    #[test]
    fn words_are_those_of_windows() {
        assert_eq!(words(r#"a  "b c" d"e f"g "#), ["a", "b c", "de fg"]);
        assert_eq!(words(r#"a\b "c\\" \"d "" e\\"#), [r"a\b", r"c\", "\"d", "", r"e\\"]);
        assert_eq!(words(r#"x\\\"y"#), [r#"x\"y"#]);
        assert!(words("  \t ").is_empty());
    }

    #[test]
    fn arguments_in_one_element_or_in_many_are_one_line() {
        let many = ["-Command".to_owned(), "1 + 1".to_owned()];
        assert_eq!(line("powershell", &many), "powershell -Command 1 + 1");
        assert_eq!(line(" ls ", &["-l /".to_owned(), String::new()]), "ls -l /");
        assert_eq!(line("", &[]), "");
    }

    #[test]
    fn the_engine_has_many_names_but_a_path_is_a_program() {
        let engine =
            |line| matches!(CommandProgram::of(line, false), Some(CommandProgram::Engine(_)));
        for line in [
            "powershell -encodedcommand AA==",
            "PowerShell.exe",
            "pwsh -c $x",
            r#""C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe" -File x"#,
        ] {
            assert!(engine(line), "{line}");
        }
        for line in ["/usr/bin/pwsh -c 1", "echo powershell", "powershellx", "pwsh;ls"] {
            assert!(!engine(line), "{line}");
        }
        let arguments = vec!["-c".to_owned(), "$x | y".to_owned()];
        let program = CommandProgram::of(r#"pwsh -c "$x | y""#, true);
        assert_eq!(program, Some(CommandProgram::Engine(arguments)));
        assert_eq!(CommandProgram::of("", false), None);
        let shell = CommandProgram::Shell("echo $HOME | wc".to_owned());
        assert_eq!(CommandProgram::of("echo $HOME | wc", false), Some(shell));
        let direct = CommandProgram::Program("echo".to_owned(), vec!["$HOME".to_owned()]);
        assert_eq!(CommandProgram::of("echo $HOME", true), Some(direct));
    }
}
