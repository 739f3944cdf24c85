//! Objects to lines.

use remora_engine::prelude::*;

/// Which values get quotes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Quotes {
    /// None.
    Never,
    /// All.
    #[default]
    Always,
    /// Those that could not be read otherwise.
    AsNeeded,
    /// Those of these columns.
    Columns(Vec<PsString>),
}

impl Quotes {
    /// What `-UseQuotes` and `-QuoteFields` say.
    pub(crate) fn of(use_quotes: &Value, fields: &[PsString]) -> Self {
        if !fields.is_empty() {
            return Self::Columns(fields.to_vec());
        }
        match use_quotes.as_i64() {
            Some(0) => Self::Never,
            Some(2) => Self::AsNeeded,
            _ => Self::Always,
        }
    }
}

/// The columns of a table of values.
#[derive(Clone, Debug, Default)]
pub(crate) struct Columns {
    pub(crate) names: Vec<PsString>,
    pub(crate) delimiter: char,
    pub(crate) quotes: Quotes,
}

impl Columns {
    /// The columns that an object asks for: its properties, or the keys of a table.
    pub(crate) fn of_object(
        runtime: &mut CommandRuntime<'_>,
        object: &Value,
        delimiter: char,
        quotes: Quotes,
    ) -> Self {
        let names = match object.base() {
            Value::Dictionary(table) => table.keys().iter().map(|key| runtime.text(key)).collect(),
            _ => runtime.property_names(object),
        };
        Self { names, delimiter, quotes }
    }

    /// The line with the names.
    pub(crate) fn header(&self) -> String {
        let cells = self.names.iter().map(|name| self.cell(name, name));
        cells.collect::<Vec<_>>().join(&self.delimiter.to_string())
    }

    /// The line of an object; a property that it lacks leaves its place empty.
    ///
    /// # Errors
    /// A stop, or a control flow that a getter's script started.
    pub(crate) fn line(
        &self,
        runtime: &mut CommandRuntime<'_>,
        object: &Value,
    ) -> CommandResult<String> {
        let mut cells = Vec::with_capacity(self.names.len());
        for name in &self.names {
            let value = match runtime.get_property(object, name) {
                Ok(value) => value.unwrap_or_default(),
                Err(Flow::Throw(_)) => Value::Null,
                Err(flow) => return Err(flow),
            };
            cells.push(if value.is_null() {
                String::new()
            } else {
                let text = match value.base() {
                    Value::Object(_) => runtime.text(&value),
                    _ => runtime.display_text(&value),
                };
                self.cell(name, &text)
            });
        }
        Ok(cells.join(&self.delimiter.to_string()))
    }

    fn cell(&self, column: &str, text: &str) -> String {
        let quoted = match &self.quotes {
            Quotes::Always => true,
            Quotes::Never => false,
            Quotes::AsNeeded => text.contains([self.delimiter, '"', '\n', '\r']),
            Quotes::Columns(columns) => columns.iter().any(|known| known.eq_ignore_case(column)),
        };
        if quoted { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_put_where_they_are_wanted() {
        let columns = |quotes: Quotes| Columns {
            names: vec!["a".into(), "b,".into()],
            delimiter: ',',
            quotes,
        };
        assert_eq!(columns(Quotes::Always).header(), "\"a\",\"b,\"");
        assert_eq!(columns(Quotes::AsNeeded).header(), "a,\"b,\"");
        assert_eq!(columns(Quotes::Never).header(), "a,b,");
        assert_eq!(columns(Quotes::Columns(vec!["A".into()])).header(), "\"a\",b,");
    }
}
