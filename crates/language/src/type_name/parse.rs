//! `System.Collections.Generic.Dictionary[string,int[]]`, taken apart.

/// A type name as it is written between `[` and `]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeName {
    /// A name without arguments.
    Plain {
        /// The name.
        name: String,
        /// What follows it after a comma: an assembly.
        assembly: Option<String>,
    },
    /// A generic type with its arguments.
    Generic {
        /// The name of the open type, with or without its number of arguments.
        name: String,
        /// The arguments.
        arguments: Vec<TypeName>,
    },
    /// An array.
    Array {
        /// What it holds.
        element: Box<TypeName>,
        /// Number of dimensions.
        rank: u32,
    },
}

/// A text that is no type name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError;

struct Parser<'a> {
    rest: &'a str,
    depth: usize,
}

/// Deeper nesting is no type name that anyone writes.
const DEPTH_LIMIT: usize = 64;

/// Parses a type name without the brackets around it.
///
/// # Errors
/// Text that is no type name.
pub fn parse(text: &str) -> Result<TypeName, ParseError> {
    let mut parser = Parser { rest: text.trim(), depth: 0 };
    let name = parser.type_name(true)?;
    if parser.rest.trim().is_empty() { Ok(name) } else { Err(ParseError) }
}

impl Parser<'_> {
    fn skip_blanks(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn take(&mut self, character: char) -> bool {
        self.skip_blanks();
        match self.rest.strip_prefix(character) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// A name, its arguments, its array marks; at the top and in brackets of its own an assembly.
    fn type_name(&mut self, with_assembly: bool) -> Result<TypeName, ParseError> {
        self.depth += 1;
        if self.depth > DEPTH_LIMIT {
            return Err(ParseError);
        }
        self.skip_blanks();
        let end = self
            .rest
            .find(|c: char| matches!(c, '[' | ']' | ',') || c.is_whitespace())
            .unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        if name.is_empty() || !name.chars().all(is_name_character) {
            return Err(ParseError);
        }
        self.rest = rest;
        let mut found = TypeName::Plain { name: name.to_owned(), assembly: None };
        while self.take('[') {
            found = self.brackets(found)?;
        }
        if with_assembly && self.take(',') {
            let end = self.rest.find(']').unwrap_or(self.rest.len());
            let (assembly, rest) = self.rest.split_at(end);
            self.rest = rest;
            if let TypeName::Plain { assembly: slot, .. } = &mut found {
                *slot = Some(assembly.trim().to_owned());
            }
        }
        self.depth -= 1;
        Ok(found)
    }

    /// What stands in brackets behind a name: nothing or commas for an array, else arguments.
    fn brackets(&mut self, head: TypeName) -> Result<TypeName, ParseError> {
        let mut rank = 1;
        loop {
            if self.take(']') {
                return Ok(TypeName::Array { element: Box::new(head), rank });
            }
            if !self.take(',') {
                break;
            }
            rank += 1;
        }
        let TypeName::Plain { name, .. } = head else {
            return Err(ParseError);
        };
        if rank > 1 {
            return Err(ParseError);
        }
        let mut arguments = Vec::new();
        loop {
            // An argument in brackets of its own may name its assembly.
            if self.take('[') {
                arguments.push(self.type_name(true)?);
                if !self.take(']') {
                    return Err(ParseError);
                }
            } else {
                arguments.push(self.type_name(false)?);
            }
            if self.take(']') {
                return Ok(TypeName::Generic { name, arguments });
            }
            if !self.take(',') {
                return Err(ParseError);
            }
        }
    }
}

fn is_name_character(character: char) -> bool {
    character.is_alphanumeric()
        || matches!(character, '.' | '_' | '+' | '`' | '&' | '*' | '-' | '#')
}
