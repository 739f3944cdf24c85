//! Objects to JSON texts.

use remora_engine::prelude::*;

/// Which characters are written as escapes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Escape {
    /// Those that must be.
    #[default]
    Default,
    /// All beyond ASCII too.
    NonAscii,
    /// Those that mean something in HTML too.
    Html,
}

/// How objects are written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WriteOptions {
    /// How many levels are written as objects.
    pub(crate) depth: usize,
    /// Without blanks and line ends.
    pub(crate) compress: bool,
    /// Names of enumeration values.
    pub(crate) enum_names: bool,
    /// Which characters are escaped.
    pub(crate) escape: Escape,
}

/// The start of the names of tuples; their length is a property of an interface only.
const TUPLE: &str = "System.Tuple`";

fn is_xml(value: &Value) -> bool {
    remora_dotnet::types::system_xml::adapted_names(value).is_some()
}

struct Writer<'r, 'c> {
    runtime: &'r mut CommandRuntime<'c>,
    options: WriteOptions,
    text: String,
    truncated: bool,
}

/// The JSON text of a value; and whether something was too deep.
///
/// # Errors
/// A stop, or a control flow that a getter's script started.
pub(crate) fn write(
    runtime: &mut CommandRuntime<'_>,
    value: &Value,
    options: WriteOptions,
) -> CommandResult<(String, bool)> {
    let mut writer = Writer { runtime, options, text: String::new(), truncated: false };
    match value.base() {
        Value::Guid(_) => {
            let text = writer.runtime.text(value);
            let members =
                vec![("value".into(), Value::Str(text.clone())), ("Guid".into(), Value::Str(text))];
            writer.object(members, 0)?;
        }
        _ => writer.value(value, 0)?,
    }
    Ok((writer.text, writer.truncated))
}

impl Writer<'_, '_> {
    fn value(&mut self, value: &Value, depth: usize) -> CommandResult {
        self.runtime.check_stop()?;
        if let Some(plain) = self.plain(value.base()) {
            let extra = match value {
                Value::Object(object)
                    if !matches!(value.base(), Value::Str(_) | Value::DateTime(_)) =>
                {
                    object.members()
                }
                _ => Vec::new(),
            };
            if extra.is_empty() {
                self.text += &plain;
                return Ok(());
            }
            let mut members = vec![("value".into(), value.base().clone())];
            for member in extra.into_iter().filter(|member| member.is_property()) {
                let item = self.runtime.get_property(value, &member.name)?.unwrap_or_default();
                members.push((member.name, item));
            }
            return self.object(members, depth);
        }
        if depth > self.options.depth {
            self.truncated = true;
            let text = if is_xml(value) { value.type_name() } else { self.runtime.text(value) };
            self.quoted(&text);
            return Ok(());
        }
        if is_xml(value) {
            // A node is a sequence of those in it.
            let nodes = self.runtime.get_property(value, "ChildNodes")?.unwrap_or_default();
            let nodes = self.runtime.enumerate(&nodes).unwrap_or_default();
            return self.array(&nodes, depth);
        }
        if let Value::Dictionary(table) = value.base() {
            let mut members = Vec::with_capacity(table.len());
            for (key, item) in table.entries() {
                members.push((self.runtime.text(&key), item));
            }
            return self.object(members, depth);
        }
        if let Some(items) = self.runtime.enumerate(value) {
            return self.array(&items, depth);
        }
        let properties = self.bag(value)?;
        self.object(properties, depth)
    }

    fn bag(&mut self, value: &Value) -> CommandResult<Vec<(PsString, Value)>> {
        let properties = self.runtime.properties(value)?;
        let mut members: Vec<(PsString, Value)> =
            properties.into_iter().map(|property| (property.name, property.value)).collect();
        if matches!(value, Value::Object(_)) {
            return Ok(members);
        }
        if value.type_name().starts_with(TUPLE) {
            members.retain(|(name, _)| *name != "Length");
        }
        // What the type itself has comes first, then what was added to it and to the object.
        let mut added: Vec<PsString> = Vec::new();
        for data in self.runtime.types().of_value(value) {
            added.extend(data.members.iter().map(|member| member.name.clone()));
        }
        if let Some(header) = value.header() {
            added.extend(header.members().into_iter().map(|member| member.name));
        }
        members.sort_by_key(|(name, _)| added.iter().any(|known| known.eq_ignore_case(name)));
        Ok(members)
    }

    /// The text of a value that is no object and no array.
    fn plain(&mut self, value: &Value) -> Option<String> {
        Some(match value {
            Value::Null | Value::AutomationNull => "null".to_owned(),
            Value::Bool(flag) => flag.to_string(),
            Value::Switch(flag) => format!("{{\"IsPresent\":{flag}}}"),
            Value::F64(number) => real(*number, &remora_dotnet::number::double_to_string(*number)),
            Value::F32(number) => {
                real(f64::from(*number), &remora_dotnet::number::single_to_string(*number))
            }
            Value::Decimal(number) => {
                let text = number.to_string();
                if text.contains('.') { text } else { format!("{text}.0") }
            }
            Value::I8(_)
            | Value::U8(_)
            | Value::I16(_)
            | Value::U16(_)
            | Value::I32(_)
            | Value::U32(_)
            | Value::I64(_)
            | Value::U64(_)
            | Value::BigInt(_) => self.runtime.text(value).to_string(),
            Value::Str(text) => self.escaped(text),
            Value::Char(unit) => {
                let text = PsString::from_units(&[*unit]);
                self.escaped(&text)
            }
            Value::DateTime(date) => {
                let zone = self.runtime.system().local_time_zone();
                let culture = remora_dotnet::Culture::invariant();
                let text = remora_dotnet::datetime::format(
                    *date,
                    "yyyy-MM-ddTHH:mm:ss.FFFFFFFK",
                    &culture,
                    &zone,
                );
                format!("\"{}\"", text.unwrap_or_default())
            }
            Value::DateTimeOffset(date) => {
                let culture = remora_dotnet::Culture::invariant();
                let text = remora_dotnet::datetime::format_offset(
                    **date,
                    "yyyy-MM-ddTHH:mm:ss.FFFFFFFK",
                    &culture,
                );
                format!("\"{}\"", text.unwrap_or_default())
            }
            Value::Enum(_, number) if !self.options.enum_names => number.to_string(),
            Value::Enum(..) | Value::Guid(_) | Value::Uri(_) | Value::Type(_) => {
                let text = self.runtime.text(value);
                self.escaped(&text)
            }
            _ => return None,
        })
    }

    fn object(&mut self, members: Vec<(PsString, Value)>, depth: usize) -> CommandResult {
        if members.is_empty() {
            self.text += "{}";
            return Ok(());
        }
        self.text.push('{');
        for (at, (name, value)) in members.iter().enumerate() {
            if at > 0 {
                self.text.push(',');
            }
            self.new_line(depth + 1);
            self.quoted(name);
            self.text += if self.options.compress { ":" } else { ": " };
            self.value(value, depth + 1)?;
        }
        self.new_line(depth);
        self.text.push('}');
        Ok(())
    }

    fn array(&mut self, items: &[Value], depth: usize) -> CommandResult {
        if items.is_empty() {
            self.text += "[]";
            return Ok(());
        }
        self.text.push('[');
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                self.text.push(',');
            }
            self.new_line(depth + 1);
            self.value(item, depth + 1)?;
        }
        self.new_line(depth);
        self.text.push(']');
        Ok(())
    }

    fn new_line(&mut self, depth: usize) {
        if !self.options.compress {
            self.text.push('\n');
            self.text += &"  ".repeat(depth);
        }
    }

    fn quoted(&mut self, text: &str) {
        let text = self.escaped(text);
        self.text += &text;
    }

    fn escaped(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + 2);
        out.push('"');
        for letter in text.chars() {
            match letter {
                '"' if self.options.escape != Escape::Html => out += "\\\"",
                '\\' => out += "\\\\",
                '\u{8}' => out += "\\b",
                '\u{c}' => out += "\\f",
                '\n' => out += "\\n",
                '\r' => out += "\\r",
                '\t' => out += "\\t",
                '<' | '>' | '&' | '\'' | '"' if self.options.escape == Escape::Html => {
                    unicode(&mut out, letter)
                }
                letter if letter < ' ' || matches!(letter, '\u{85}' | '\u{2028}' | '\u{2029}') => {
                    unicode(&mut out, letter)
                }
                letter if !letter.is_ascii() && self.options.escape == Escape::NonAscii => {
                    unicode(&mut out, letter)
                }
                letter => out.push(letter),
            }
        }
        out.push('"');
        out
    }
}

fn unicode(out: &mut String, letter: char) {
    let mut buffer = [0; 2];
    for unit in letter.encode_utf16(&mut buffer) {
        *out += &format!("\\u{unit:04x}");
    }
}

fn real(number: f64, text: &str) -> String {
    if number.is_nan() || number.is_infinite() {
        let name = if number.is_nan() {
            "NaN"
        } else if number > 0.0 {
            "Infinity"
        } else {
            "-Infinity"
        };
        return format!("\"{name}\"");
    }
    if text.contains(['.', 'E']) { text.to_owned() } else { format!("{text}.0") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_numbers_show_that_they_are_real() {
        assert_eq!(real(1.0, "1"), "1.0");
        assert_eq!(real(1e25, "1E+25"), "1E+25");
        assert_eq!(real(f64::NAN, ""), "\"NaN\"");
    }
}
