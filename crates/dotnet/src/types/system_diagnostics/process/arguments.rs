//! Taking a line of arguments apart, as .NET does for programs on Unix.

/// The arguments of a line: parted by blanks outside double quotes; a backslash stands before a quote
/// that is part of an argument.
pub fn split_arguments(line: &str) -> Vec<String> {
    let mut arguments = Vec::new();
    let mut characters = line.chars().peekable();
    loop {
        while characters.next_if(|character| matches!(character, ' ' | '\t')).is_some() {}
        if characters.peek().is_none() {
            return arguments;
        }
        let mut argument = String::new();
        let mut quoted = false;
        while let Some(character) = characters.peek().copied() {
            match character {
                ' ' | '\t' if !quoted => break,
                '\\' => {
                    let mut slashes = 0;
                    while characters.next_if_eq(&'\\').is_some() {
                        slashes += 1;
                    }
                    if characters.peek() == Some(&'"') {
                        argument.extend(std::iter::repeat_n('\\', slashes / 2));
                        if slashes % 2 == 1 {
                            argument.push('"');
                            characters.next();
                        }
                    } else {
                        argument.extend(std::iter::repeat_n('\\', slashes));
                    }
                }
                '"' => {
                    characters.next();
                    if quoted && characters.next_if_eq(&'"').is_some() {
                        argument.push('"');
                    } else {
                        quoted = !quoted;
                    }
                }
                other => {
                    argument.push(other);
                    characters.next();
                }
            }
        }
        arguments.push(argument);
    }
}

#[cfg(test)]
mod tests {
    use super::split_arguments;

    #[test]
    fn quotes_hold_arguments_together() {
        assert_eq!(split_arguments(r#"-c "echo a; echo b" x"#), ["-c", "echo a; echo b", "x"]);
        assert_eq!(split_arguments(r#"a\"b 'c d'"#), ["a\"b", "'c", "d'"]);
        assert_eq!(split_arguments(r#""" \\n"#), ["", r"\\n"]);
        assert!(split_arguments("  ").is_empty());
    }
}
