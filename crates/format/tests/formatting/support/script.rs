//! Reads and runs the small scripts of the recorded cases: literals, property bags, calculated columns
//! with one operator, the Format commands, Out-String.

use std::sync::Arc;

use remora_format::shape::ParameterUse;
use remora_format::{
    Expansion, FormatObject, Formatter, FormatterOptions, PropertyParameter, ShapeCommand,
    ShapeKind, ShapeParameters, ViewTable,
};
use remora_psobject::{ArrayObject, DictionaryObject, PsObject, PsString, TypeId, Value, Version};

use super::context::{ScriptBlock, TestContext};

/// The cells that a console of 80 columns gives.
const HOST_WIDTH: usize = 79;

/// The script is not one of the small ones.
#[derive(Debug)]
pub(crate) struct Unsupported;

type Read<T> = Result<T, Unsupported>;

/// Variables by name, the newest last.
type Variables = [(String, Value)];

/// Runs a script and gives what it prints, blanks at line ends dropped.
pub(crate) fn run(source: &str) -> Read<String> {
    let mut output = Vec::new();
    let mut runner = Runner {
        context: TestContext::default(),
        variables: Vec::new(),
        formatter: Formatter::new(HOST_WIDTH, FormatterOptions::plain()),
    };
    let mut parser = Parser { rest: source };
    loop {
        parser.skip();
        if parser.rest.is_empty() {
            break;
        }
        runner.statement(&mut parser, &mut output)?;
        parser.skip();
        if !parser.rest.is_empty() && !parser.take(";") && !parser.take("\n") {
            return Err(Unsupported);
        }
    }
    runner.formatter.finish(&mut |line: &str| output.push(line.to_owned()));
    Ok(normal(&output.iter().map(|line| format!("{line}\n")).collect::<String>()))
}

/// The value of a literal.
pub(crate) fn value(source: &str) -> Read<Value> {
    let mut parser = Parser { rest: source };
    let value = parser.expression(&[])?;
    if parser.rest.trim().is_empty() { Ok(value) } else { Err(Unsupported) }
}

/// Without blanks at the ends of lines.
pub(crate) fn normal(text: &str) -> String {
    text.split('\n').map(str::trim_end).collect::<Vec<_>>().join("\n")
}

struct Runner {
    context: TestContext,
    variables: Vec<(String, Value)>,
    formatter: Formatter,
}

impl Runner {
    fn statement(&mut self, parser: &mut Parser<'_>, output: &mut Vec<String>) -> Read<()> {
        let start = parser.rest;
        if parser.take("$") {
            let name = parser.word()?;
            parser.skip();
            if parser.take("=") {
                let value = self.pipeline(parser)?;
                let value = match <[Value; 1]>::try_from(value) {
                    Ok([single]) => single,
                    Err(several) => Value::array(several),
                };
                if name.eq_ignore_ascii_case("FormatEnumerationLimit") {
                    self.context.preferences.enumeration_limit = value.as_i64().unwrap_or(4);
                }
                self.variables.push((name.to_owned(), value));
                return Ok(());
            }
            parser.rest = start;
        }
        for value in self.pipeline(parser)? {
            self.formatter
                .push(&value, &self.context, &mut |line: &str| output.push(line.to_owned()))
                .map_err(|_| Unsupported)?;
        }
        Ok(())
    }

    fn pipeline(&mut self, parser: &mut Parser<'_>) -> Read<Vec<Value>> {
        let first = parser.expression(&self.variables)?;
        let mut values = unroll(first);
        loop {
            parser.skip();
            if !parser.take("|") {
                return Ok(values);
            }
            parser.skip();
            let command = parser.word()?;
            values = match command {
                "Format-Table" => self.shape(parser, ShapeKind::Table, values)?,
                "Format-List" => self.shape(parser, ShapeKind::List, values)?,
                "Format-Wide" => self.shape(parser, ShapeKind::Wide, values)?,
                "Format-Custom" => self.shape(parser, ShapeKind::Custom, values)?,
                "Out-String" => vec![self.out_string(parser, values)?],
                _ => return Err(Unsupported),
            };
        }
    }

    fn out_string(&mut self, parser: &mut Parser<'_>, values: Vec<Value>) -> Read<Value> {
        let mut width = 120;
        for (name, value) in parser.arguments(&self.variables)? {
            match (name.as_str(), value) {
                ("Width", Some(Value::I32(cells))) => width = cells as usize,
                _ => return Err(Unsupported),
            }
        }
        let mut formatter = Formatter::new(width, FormatterOptions::plain());
        let mut text = String::new();
        let mut sink = |line: &str| {
            text.push_str(line);
            text.push('\n');
        };
        for value in &values {
            formatter.push(value, &self.context, &mut sink).map_err(|_| Unsupported)?;
        }
        formatter.finish(&mut sink);
        Ok(text.into())
    }

    fn shape(
        &mut self,
        parser: &mut Parser<'_>,
        kind: ShapeKind,
        values: Vec<Value>,
    ) -> Read<Vec<Value>> {
        let used_for = match kind {
            ShapeKind::Table => ParameterUse::Table,
            ShapeKind::List => ParameterUse::List,
            ShapeKind::Wide => ParameterUse::Wide,
            ShapeKind::Custom => ParameterUse::Custom,
        };
        let mut parameters = ShapeParameters { kind: Some(kind), ..ShapeParameters::default() };
        let parse = |value: &Value, used_for, context: &TestContext| {
            PropertyParameter::parse(value, used_for, context).map_err(|_| Unsupported)
        };
        for (name, value) in parser.arguments(&self.variables)? {
            let number = value.as_ref().and_then(Value::as_i64).map(|n| n as usize);
            match (name.as_str(), value) {
                ("" | "Property", Some(value)) => {
                    for item in unroll(value) {
                        parameters.properties.push(parse(&item, used_for, &self.context)?);
                    }
                }
                ("GroupBy", Some(value)) => {
                    let parameter = parse(&value, ParameterUse::GroupBy, &self.context)?;
                    parameters.group_by = Some(parameter);
                }
                ("Expand", Some(value)) => {
                    parameters.expand = Some(match value.as_str() {
                        Some("CoreOnly") => Expansion::CoreOnly,
                        Some("Both") => Expansion::Both,
                        _ => Expansion::EnumOnly,
                    });
                }
                ("Column", Some(_)) => parameters.columns = number.ok_or(Unsupported)?,
                ("Depth", Some(_)) => parameters.depth = number.ok_or(Unsupported)?,
                ("AutoSize", None) => parameters.auto_size = Some(true),
                ("Wrap", None) => parameters.wrap = true,
                ("HideTableHeaders", None) => parameters.hide_headers = true,
                ("RepeatHeader", None) => parameters.repeat_header = true,
                ("ShowError", None) => parameters.show_error = true,
                ("DisplayError", None) => parameters.display_error = true,
                ("Force", None) => parameters.force = true,
                _ => return Err(Unsupported),
            }
        }
        let mut command = ShapeCommand::new(parameters, ViewTable::built_in());
        let mut output = Vec::new();
        let mut emit = |object: FormatObject| output.push(object.into_value());
        for value in &values {
            command.process(value, &self.context, &mut emit).map_err(|_| Unsupported)?;
        }
        command.end(&mut emit);
        Ok(output)
    }
}

fn unroll(value: Value) -> Vec<Value> {
    match value {
        Value::Array(array) => array.to_vec(),
        other => vec![other],
    }
}

struct Parser<'a> {
    rest: &'a str,
}

impl<'a> Parser<'a> {
    fn skip(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t']);
    }

    fn take(&mut self, text: &str) -> bool {
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn take_ignore_case(&mut self, text: &str) -> bool {
        let found =
            self.rest.get(..text.len()).is_some_and(|start| start.eq_ignore_ascii_case(text));
        if found {
            self.rest = &self.rest[text.len()..];
        }
        found
    }

    fn expect(&mut self, text: &str) -> Read<()> {
        if self.take(text) { Ok(()) } else { Err(Unsupported) }
    }

    fn word(&mut self) -> Read<&'a str> {
        let end = self
            .rest
            .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'))
            .unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        if word.is_empty() {
            return Err(Unsupported);
        }
        self.rest = rest;
        Ok(word)
    }

    fn expression(&mut self, variables: &Variables) -> Read<Value> {
        self.skip();
        if self.take(",") {
            let item = self.operand(variables)?;
            return Ok(Value::array(vec![item]));
        }
        let first = self.operand(variables)?;
        self.list(first, variables, Self::operand)
    }

    fn list(
        &mut self,
        first: Value,
        variables: &Variables,
        next: fn(&mut Self, &Variables) -> Read<Value>,
    ) -> Read<Value> {
        let mut items = vec![first];
        loop {
            self.skip();
            if !self.take(",") {
                break;
            }
            self.skip();
            items.push(next(self, variables)?);
        }
        Ok(if items.len() == 1 { items.remove(0) } else { Value::array(items) })
    }

    fn operand(&mut self, variables: &Variables) -> Read<Value> {
        let value = self.primary(variables)?;
        self.skip();
        if self.take("..") {
            let (from, to) = (value.as_i32(), self.primary(variables)?.as_i32());
            let (from, to) = (from.ok_or(Unsupported)?, to.ok_or(Unsupported)?);
            return Ok(Value::array((from..=to).map(Value::I32).collect()));
        }
        if self.take("*") {
            self.skip();
            let count = self.primary(variables)?.as_i32().ok_or(Unsupported)?;
            let text = value.as_str().ok_or(Unsupported)?;
            return Ok(text.repeat(count as usize).into());
        }
        Ok(value)
    }

    fn primary(&mut self, variables: &Variables) -> Read<Value> {
        self.skip();
        let first = self.rest.chars().next().ok_or(Unsupported)?;
        match first {
            '\'' => self.single_quoted().map(Value::from),
            '"' => self.double_quoted().map(Value::from),
            '0'..='9' | '-' => self.number(),
            '$' => self.variable(variables),
            '{' => {
                let end = self.rest.find('}').ok_or(Unsupported)?;
                let text = self.rest[1..end].to_owned();
                self.rest = &self.rest[end + 1..];
                Ok(Value::live(ScriptBlock(text)))
            }
            '@' if self.take("@{") => {
                let dictionary = DictionaryObject::hashtable();
                let entries = self.entries(variables)?;
                if entries.len() > 1 {
                    // The order of a hashtable's entries is not told by the script.
                    entries.iter().for_each(|(key, value)| {
                        dictionary.insert(Value::Str(key.clone()), value.clone());
                    });
                    return Ok(dictionary.into());
                }
                for (key, value) in entries {
                    dictionary.insert(Value::Str(key), value);
                }
                Ok(dictionary.into())
            }
            '@' if self.take("@(") => {
                self.skip();
                if self.take(")") {
                    return Ok(Value::array(Vec::new()));
                }
                let value = self.expression(variables)?;
                self.expect(")")?;
                Ok(match value {
                    Value::Array(_) => value,
                    single => Value::array(vec![single]),
                })
            }
            '(' => {
                self.expect("(")?;
                let value = self.expression(variables)?;
                self.skip();
                self.expect(")")?;
                Ok(value)
            }
            '[' => self.cast(variables),
            _ => Err(Unsupported),
        }
    }

    fn cast(&mut self, variables: &Variables) -> Read<Value> {
        if self.take_ignore_case("[pscustomobject]@{") {
            let entries = self.entries(variables)?;
            let object = PsObject::custom([]);
            for (name, value) in entries {
                if name.eq_ignore_case("PSTypeName") {
                    object.set_type_names(vec![
                        value.as_string().cloned().ok_or(Unsupported)?,
                        "System.Management.Automation.PSCustomObject".into(),
                        "System.Object".into(),
                    ]);
                } else {
                    object.set(&name, value);
                }
            }
            return Ok(object.into());
        }
        if self.take_ignore_case("[ordered]@{") {
            let dictionary = DictionaryObject::ordered();
            for (key, value) in self.entries(variables)? {
                dictionary.insert(Value::Str(key), value);
            }
            return Ok(dictionary.into());
        }
        if self.take_ignore_case("[version]") {
            let text = self.single_quoted()?;
            return Version::parse(&text).map(|v| Value::Version(Arc::new(v))).ok_or(Unsupported);
        }
        if self.take_ignore_case("[char]") {
            let text = self.single_quoted()?;
            return text.chars().next().map(Value::from).ok_or(Unsupported);
        }
        if self.take("[int]") {
            return match self.rest.chars().next() {
                None | Some(';' | '}' | ',' | ' ') => Ok(Value::Type(TypeId::INT32)),
                _ => Err(Unsupported),
            };
        }
        if self.take("[double]::NaN") {
            return Ok(Value::F64(f64::NAN));
        }
        if self.take("[double]::PositiveInfinity") {
            return Ok(Value::F64(f64::INFINITY));
        }
        if self.take("[byte[]](1,2)") {
            let items = vec![Value::U8(1), Value::U8(2)];
            return Ok(ArrayObject::new(TypeId::BYTE, items).into());
        }
        Err(Unsupported)
    }

    fn entries(&mut self, variables: &Variables) -> Read<Vec<(PsString, Value)>> {
        let mut entries = Vec::new();
        loop {
            self.skip();
            if self.take("}") {
                return Ok(entries);
            }
            let name = match self.rest.chars().next() {
                Some('\'') => self.single_quoted()?,
                _ => self.word()?.to_owned(),
            };
            self.skip();
            self.expect("=")?;
            let value = self.expression(variables)?;
            entries.push((name.into(), value));
            self.skip();
            if !self.take(";") && !self.rest.starts_with('}') {
                return Err(Unsupported);
            }
        }
    }

    fn single_quoted(&mut self) -> Read<String> {
        self.expect("'")?;
        let mut text = String::new();
        loop {
            let (part, rest) = self.rest.split_once('\'').ok_or(Unsupported)?;
            text.push_str(part);
            self.rest = rest;
            if !self.take("'") {
                return Ok(text);
            }
            text.push('\'');
        }
    }

    fn double_quoted(&mut self) -> Read<String> {
        self.expect("\"")?;
        let (text, rest) = self.rest.split_once('"').ok_or(Unsupported)?;
        self.rest = rest;
        if text.contains('$') {
            return Err(Unsupported);
        }
        Ok(text.replace("`n", "\n").replace("`r", "\r").replace("`t", "\t").replace("`e", "\u{1b}"))
    }

    fn number(&mut self) -> Read<Value> {
        let end = self
            .rest
            .char_indices()
            .find(|(at, c)| {
                let in_range = *c == '.' && self.rest[at + 1..].starts_with('.');
                !(c.is_ascii_alphanumeric() || *c == '.' || *c == '-') || in_range
            })
            .map_or(self.rest.len(), |(at, _)| at);
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        if let Ok(number) = text.parse::<i32>() {
            return Ok(Value::I32(number));
        }
        if let Ok(number) = text.parse::<i64>() {
            return Ok(Value::I64(number));
        }
        if let Some(kilobytes) = text.strip_suffix("kb") {
            return kilobytes.parse::<i32>().map(|n| Value::I32(n * 1024)).map_err(|_| Unsupported);
        }
        text.parse::<f64>().map(Value::F64).map_err(|_| Unsupported)
    }

    fn variable(&mut self, variables: &Variables) -> Read<Value> {
        self.expect("$")?;
        let name = self.word()?;
        let value = match name.to_ascii_lowercase().as_str() {
            "null" => Value::Null,
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ => variables
                .iter()
                .rev()
                .find(|(known, _)| known.eq_ignore_ascii_case(name))
                .map(|(_, value)| value.clone())
                .ok_or(Unsupported)?,
        };
        if self.take("[") {
            let index = self.primary(variables)?.as_i64().ok_or(Unsupported)?;
            self.expect("]")?;
            return match &value {
                Value::Array(array) => array.get(index as usize).ok_or(Unsupported),
                _ => Err(Unsupported),
            };
        }
        if self.rest.starts_with('.') && !self.rest.starts_with("..") {
            return Err(Unsupported);
        }
        Ok(value)
    }

    /// Parameters with their values; those without a name have the empty one.
    fn arguments(&mut self, variables: &Variables) -> Read<Vec<(String, Option<Value>)>> {
        const SWITCHES: [&str; 7] = [
            "AutoSize",
            "Wrap",
            "HideTableHeaders",
            "RepeatHeader",
            "ShowError",
            "DisplayError",
            "Force",
        ];
        let mut found = Vec::new();
        loop {
            self.skip();
            match self.rest.chars().next() {
                None | Some('|' | ';' | '\n' | ')' | '}') => return Ok(found),
                Some('-') => {
                    self.expect("-")?;
                    let name = self.word()?.to_owned();
                    if SWITCHES.contains(&name.as_str()) {
                        found.push((name, None));
                    } else {
                        self.skip();
                        let value = self.argument_list(variables)?;
                        found.push((name, Some(value)));
                    }
                }
                Some(_) => {
                    let value = self.argument_list(variables)?;
                    found.push((String::new(), Some(value)));
                }
            }
        }
    }

    fn argument_list(&mut self, variables: &Variables) -> Read<Value> {
        let first = self.argument(variables)?;
        self.list(first, variables, Self::argument)
    }

    fn argument(&mut self, variables: &Variables) -> Read<Value> {
        match self.rest.chars().next() {
            Some(c) if c.is_alphabetic() || c == '*' => {
                let end = self
                    .rest
                    .find(|c: char| !(c.is_alphanumeric() || "*?_".contains(c)))
                    .unwrap_or(self.rest.len());
                let (word, rest) = self.rest.split_at(end);
                self.rest = rest;
                Ok(word.into())
            }
            _ => self.primary(variables),
        }
    }
}
