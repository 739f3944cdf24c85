//! Standard input as the `$input` of a command.

use std::io::{self, BufRead, IsTerminal, Read};
use std::sync::Arc;

use remora_clixml::ReadOptions;
use remora_hosting::Pipeline;
use remora_psobject::Value;
use remora_syntax::ast::NodeRef;

use crate::arguments::Format;

/// What standard input holds.
pub(crate) enum PipedInput {
    /// Lines of text, read while the command runs; the first of them is there.
    Lines(Option<Vec<u8>>),
    /// Objects.
    Objects(Vec<Value>),
}

impl PipedInput {
    /// Standard input for a command that asks for it; none where it is a terminal or the command has no use
    /// for it: then it is left to the programs that the command starts.
    ///
    /// # Errors
    /// What is wrong with the input.
    pub(crate) fn of(script: &str, format: Option<Format>) -> Result<Option<Self>, String> {
        if io::stdin().is_terminal() || !takes_input(script) {
            return Ok(None);
        }
        match format {
            Some(Format::Xml) => {
                let mut bytes = Vec::new();
                io::stdin().read_to_end(&mut bytes).map_err(|error| plain(&error))?;
                objects(&String::from_utf8_lossy(&bytes)).map(Self::Objects).map(Some)
            }
            _ => line().map(Self::Lines).map(Some).map_err(|error| plain(&error)),
        }
    }

    /// Feeds a pipeline that has been started.
    pub(crate) fn feed(self, pipeline: Arc<dyn Pipeline>) {
        match self {
            Self::Objects(values) => {
                values.into_iter().for_each(|value| pipeline.write_input(value));
                pipeline.end_input();
            }
            Self::Lines(first) => {
                // It is not waited for: the command may end before its input does.
                std::thread::spawn(move || {
                    let mut next = first;
                    while let Some(bytes) = next {
                        pipeline.write_input(String::from_utf8_lossy(&bytes).into_owned().into());
                        next = line().unwrap_or_default();
                    }
                    pipeline.end_input();
                });
            }
        }
    }
}

/// Whether a script itself, not a function or block in it, mentions `$input`. A `process` block gets nothing.
fn takes_input(script: &str) -> bool {
    let parsed = remora_syntax::parse(script, None);
    let is_input = |node: NodeRef<'_>| matches!(node, NodeRef::Variable(variable) if variable.path.user_path.eq_ignore_ascii_case("input"));
    !NodeRef::ScriptBlock(&parsed.script).find_all(false, is_input).is_empty()
}

/// The next line without its end.
fn line() -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    if io::stdin().lock().read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    for end in [b'\n', b'\r'] {
        if bytes.last() == Some(&end) {
            bytes.pop();
        }
    }
    Ok(Some(bytes))
}

/// The objects of a document behind its first line, which says that it is one.
fn objects(text: &str) -> Result<Vec<Value>, String> {
    let document = text.split_once('\n').map_or("", |(_, document)| document).trim();
    match document.chars().next() {
        None => Err("Root element is missing.".into()),
        Some('<') => remora_clixml::read_all(document, &ReadOptions::default())
            .map_err(|error| error.to_string()),
        Some(_) => Err("Data at the root level is invalid. Line 1, position 1.".into()),
    }
}

/// What the operating system says, without its number.
pub(crate) fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    text.split_once(" (os error").map_or(text.clone(), |(message, _)| message.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn input_is_for_scripts_that_use_it() {
        for script in ["$input | Sort-Object", "@($Input).Count"] {
            assert!(takes_input(script), "{script}");
        }
        for script in
            ["cat", "function f { $input }; f", "& { $input }", "$inputs", "process { $_ }"]
        {
            assert!(!takes_input(script), "{script}");
        }
    }

    #[test]
    fn objects_stand_behind_the_first_line() {
        let document = "#< CLIXML\n<Objs><S>one</S><I32>2</I32></Objs>";
        assert_eq!(objects(document).unwrap().len(), 2);
        assert_eq!(objects("garbage\n").unwrap_err(), "Root element is missing.");
        assert!(objects("1\nb\n").unwrap_err().starts_with("Data at the root level"));
    }
}
