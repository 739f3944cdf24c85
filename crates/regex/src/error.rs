//! Why a regular expression cannot be made.

use std::fmt;

use crate::syntax::{Options, ParseError, tree::Node};

/// Why a regular expression cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RegexError {
    /// The pattern is wrong (`RegexParseException`).
    Parse(ParseError),
    /// These options do not go together (`ArgumentOutOfRangeException`).
    InvalidOptions,
    /// The pattern has a construct that [`Options::NON_BACKTRACKING`] excludes
    /// (`NotSupportedException`); the text names it.
    NotSupported(&'static str),
}

impl fmt::Display for RegexError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Parse(error) => error.fmt(f),
            Self::InvalidOptions => f.write_str(
                "Specified argument was out of the range of valid values. (Parameter 'options')",
            ),
            Self::NotSupported(construct) => write!(
                f,
                "RegexOptions.NonBacktracking is not supported in conjunction with expressions \
                 containing: '{construct}'."
            ),
        }
    }
}

impl std::error::Error for RegexError {}

impl From<ParseError> for RegexError {
    fn from(error: ParseError) -> Self {
        Self::Parse(error)
    }
}

/// Refuses what the options exclude.
pub(crate) fn check_supported(tree: &Node, options: Options) -> Result<(), RegexError> {
    if !options.contains(Options::NON_BACKTRACKING) {
        return Ok(());
    }
    match construct_that_backtracks(tree) {
        Some(construct) => Err(RegexError::NotSupported(construct)),
        None => Ok(()),
    }
}

fn construct_that_backtracks(node: &Node) -> Option<&'static str> {
    use crate::syntax::tree::Anchor;
    match node {
        Node::Empty | Node::Unit(_) | Node::Set(_) => None,
        Node::Anchor(Anchor::SearchStart) => Some("contiguous-match anchors"),
        Node::Anchor(_) => None,
        Node::BackReference { .. } => Some("backreferences"),
        Node::Concat(nodes) | Node::Alternate(nodes) => {
            nodes.iter().find_map(construct_that_backtracks)
        }
        Node::Capture { uncapture: Some(_), .. } => Some("balancing groups"),
        Node::Capture { body, .. } | Node::Repeat { body, .. } => construct_that_backtracks(body),
        Node::Atomic(_) => Some("atomic subexpressions"),
        Node::Look { negative: false, .. } => Some("positive lookarounds"),
        Node::Look { negative: true, .. } => Some("negative lookarounds"),
        Node::IfGroup { .. } => Some("conditionals"),
        Node::IfLook { .. } => Some("conditional alternations"),
    }
}
