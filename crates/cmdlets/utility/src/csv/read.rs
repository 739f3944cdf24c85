//! Lines to objects.

use std::sync::Arc;

use remora_engine::prelude::*;
use remora_psobject::{InstanceMember, MemberBag, PsObject};

/// Reads lines; a value in quotes may go on over several.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reader {
    delimiter: char,
    names: Vec<PsString>,
    type_name: Option<PsString>,
    /// The beginning of a record whose quotes are open.
    open: String,
    warned: bool,
}

impl Reader {
    /// A reader with these column names; without them the first line names the columns.
    pub(crate) fn new(delimiter: char, names: Vec<PsString>) -> Self {
        Self { delimiter, names, ..Self::default() }
    }

    /// Takes a text of one or more lines and writes the objects that are complete.
    ///
    /// # Errors
    /// A column name that comes twice; what a command further down throws.
    pub(crate) fn feed(&mut self, runtime: &mut CommandRuntime<'_>, text: &str) -> CommandResult {
        let mut text = std::mem::take(&mut self.open) + text;
        while !text.is_empty() {
            let Some((fields, used)) = split_record(&text, self.delimiter) else {
                self.open = text + "\n";
                return Ok(());
            };
            let line: String = text.drain(..used).collect();
            self.record(runtime, line.trim_end_matches(['\r', '\n']), fields)?;
        }
        Ok(())
    }

    /// Takes what was left open as a record.
    ///
    /// # Errors
    /// As [`Reader::feed`].
    pub(crate) fn finish(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let text = std::mem::take(&mut self.open);
        let text = text.trim_end_matches('\n');
        if text.is_empty() {
            return Ok(());
        }
        let closed = format!("{text}\"");
        match split_record(&closed, self.delimiter) {
            Some((fields, _)) => self.record(runtime, text, fields),
            None => Ok(()),
        }
    }

    fn record(
        &mut self,
        runtime: &mut CommandRuntime<'_>,
        line: &str,
        fields: Vec<String>,
    ) -> CommandResult {
        if line.is_empty() {
            return Ok(());
        }
        if self.names.is_empty() {
            if let Some(name) = line.strip_prefix("#TYPE") {
                self.type_name = Some(name.trim().into());
                return Ok(());
            }
            if line.starts_with('#') {
                return Ok(());
            }
            return self.header(runtime, fields);
        }
        if self.type_name.is_none() && line.starts_with("#TYPE") {
            return Ok(());
        }
        let mut bag = MemberBag::default();
        let mut values = fields.into_iter();
        for name in &self.names {
            if bag.get(name).is_some() {
                return Err(twice(name));
            }
            let value = values.next().map_or(Value::Null, Value::from);
            bag.set(InstanceMember::note(name.clone(), value));
        }
        let object = PsObject::custom_of(bag);
        if let Some(name) = &self.type_name {
            let plain = ["System.Management.Automation.PSCustomObject", "System.Object"];
            let imported = format!("CSV:{name}");
            let mut names = vec![name.clone(), imported.into()];
            names.extend(plain.map(PsString::from));
            object.set_type_names(names);
        }
        runtime.write_object(Value::Object(Arc::new(object)))
    }

    fn header(&mut self, runtime: &mut CommandRuntime<'_>, fields: Vec<String>) -> CommandResult {
        let mut unnamed = 0;
        for field in fields {
            if !field.is_empty() {
                self.names.push(field.into());
                continue;
            }
            unnamed += 1;
            self.names.push(format!("H{unnamed}").into());
        }
        if unnamed > 0 && !self.warned {
            self.warned = true;
            let message = "One or more headers were not specified. Default names starting with \"H\" have been used in place of any missing headers.";
            runtime.write_warning(message)?;
        }
        Ok(())
    }
}

fn twice(name: &str) -> Flow {
    error(
        TypeId::EXTENDED_TYPE_SYSTEM_EXCEPTION,
        format!("The member \"{name}\" is already present."),
        "AlreadyPresentPSMemberInfoInternalCollectionAdd",
        ErrorCategory::NotSpecified,
        Value::Null,
    )
    .into()
}

/// The values of the first record of a text and how many bytes it takes; `None` where its quotes are
/// not closed.
pub(crate) fn split_record(text: &str, delimiter: char) -> Option<(Vec<String>, usize)> {
    let mut fields = Vec::new();
    let mut field = String::new();
    let mut quoted = false;
    let mut started = false;
    let mut closed = false;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        if quoted {
            match letter {
                '"' if letters.peek().is_some_and(|(_, next)| *next == '"') => {
                    field.push('"');
                    letters.next();
                }
                '"' => {
                    quoted = false;
                    closed = true;
                }
                other => field.push(other),
            }
            continue;
        }
        match letter {
            '"' if !started => {
                quoted = true;
                started = true;
                field.clear();
            }
            _ if letter == delimiter => {
                closed = false;
                fields.push(std::mem::take(&mut field));
                started = false;
            }
            '\n' => {
                fields.push(field.trim_end_matches('\r').to_owned());
                return Some((fields, at + 1));
            }
            ' ' | '\t' if closed || (!started && field.is_empty()) => {}
            other => {
                started = true;
                field.push(other);
            }
        }
    }
    if quoted {
        return None;
    }
    fields.push(field.trim_end_matches('\r').to_owned());
    Some((fields, text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> Vec<String> {
        split_record(text, ',').expect("complete").0
    }

    #[test]
    fn quotes_and_blanks() {
        assert_eq!(fields("a,\"b,\"\"c\",d"), ["a", "b,\"c", "d"]);
        assert_eq!(fields(" x , \"y\" "), ["x ", "y"]);
        assert_eq!(fields("a,,c"), ["a", "", "c"]);
        assert!(split_record("a,\"b", ',').is_none());
        assert_eq!(split_record("a\nb", ',').map(|(_, used)| used), Some(2));
    }
}
