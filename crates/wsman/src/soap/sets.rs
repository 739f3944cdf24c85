//! Selectors and options: the two lists of named values in a header.

use crate::names::Namespace;
use crate::xml::{Node, XmlWriter, parse_bool};
use crate::{Error, Limits};

/// The selectors that single out an instance of a resource (DSP0226 5.1.2.2).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selectors(Vec<(String, String)>);

impl Selectors {
    /// No selector.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// The selector of one shell.
    #[must_use]
    pub fn shell(id: &crate::ShellId) -> Self {
        Self::none().with("ShellId", id.as_str())
    }

    /// The same selectors and one more.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.0.push((name.to_owned(), value.into()));
        self
    }

    /// The value of the selector with this name, in any case.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// Names and values in the order they were written.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Reads a `w:SelectorSet`.
    ///
    /// # Errors
    /// [`Error::Malformed`] for a selector without a name, [`Error::LimitExceeded`] for too many.
    pub fn read(node: Node<'_, '_>) -> Result<Self, Error> {
        let mut selectors = Vec::new();
        for child in node.children().filter(|child| child.is(Namespace::Wsman, "Selector")) {
            check_count(selectors.len(), node.limits())?;
            selectors.push((name_of(&child)?, child.trimmed_text()));
        }
        Ok(Self(selectors))
    }

    /// Writes a `w:SelectorSet`.
    pub fn write(&self, writer: &mut XmlWriter) {
        writer.start(Namespace::Wsman, "SelectorSet");
        for (name, value) in self.iter() {
            writer.start(Namespace::Wsman, "Selector");
            writer.attribute("Name", name);
            writer.text(value);
            writer.end();
        }
        writer.end();
    }
}

/// One option of a request (DSP0226 6.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WsmanOption {
    /// The name.
    pub name: String,
    /// The value, as text.
    pub value: String,
    /// Whether a service that does not know the option has to refuse the request.
    pub must_comply: bool,
}

/// The options of a request (MS-WSMV 3.1.4.1.10 wsman:OptionSet).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options(Vec<WsmanOption>);

impl Options {
    /// No option.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// The same options and one more that need not be obeyed.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.0.push(WsmanOption { name: name.to_owned(), value: value.into(), must_comply: false });
        self
    }

    /// The same options and one more that must be obeyed.
    #[must_use]
    pub fn with_must_comply(mut self, name: &str, value: impl Into<String>) -> Self {
        self.0.push(WsmanOption { name: name.to_owned(), value: value.into(), must_comply: true });
        self
    }

    /// The value of the option with this name, in any case.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter()
            .find(|option| option.name.eq_ignore_ascii_case(name))
            .map(|option| option.value.as_str())
    }

    /// The value of an option that is a truth value.
    #[must_use]
    pub fn flag(&self, name: &str) -> Option<bool> {
        self.get(name).and_then(parse_bool)
    }

    /// The options in the order they were written.
    pub fn iter(&self) -> impl Iterator<Item = &WsmanOption> {
        self.0.iter()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Reads a `w:OptionSet`.
    ///
    /// # Errors
    /// [`Error::Malformed`] for an option without a name, [`Error::LimitExceeded`] for too many.
    pub fn read(node: Node<'_, '_>) -> Result<Self, Error> {
        let mut options = Vec::new();
        for child in node.children().filter(|child| child.is(Namespace::Wsman, "Option")) {
            check_count(options.len(), node.limits())?;
            options.push(WsmanOption {
                name: name_of(&child)?,
                value: child.trimmed_text(),
                must_comply: child.attribute("MustComply").and_then(parse_bool).unwrap_or(false),
            });
        }
        Ok(Self(options))
    }

    /// Writes a `w:OptionSet` that has to be understood.
    pub fn write(&self, writer: &mut XmlWriter) {
        writer.start(Namespace::Wsman, "OptionSet");
        writer.attribute_in(Namespace::Soap, "mustUnderstand", "true");
        for option in &self.0 {
            writer.start(Namespace::Wsman, "Option");
            writer.attribute("Name", &option.name);
            if option.must_comply {
                writer.attribute("MustComply", "true");
            }
            writer.text(&option.value);
            writer.end();
        }
        writer.end();
    }
}

fn name_of(node: &Node<'_, '_>) -> Result<String, Error> {
    let name = node.attribute("Name").unwrap_or_default().trim();
    if name.is_empty() {
        return Err(Error::malformed("a selector or option has no name"));
    }
    if name.len() > node.limits().name_length {
        return Err(Error::LimitExceeded {
            what: "selector or option name in bytes",
            maximum: node.limits().name_length,
        });
    }
    Ok(name.to_owned())
}

fn check_count(count: usize, limits: &Limits) -> Result<(), Error> {
    if count >= limits.items {
        return Err(Error::LimitExceeded { what: "selectors or options", maximum: limits.items });
    }
    Ok(())
}
