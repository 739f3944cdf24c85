//! What XPath expressions give, and how that compares

use super::node::Node;
use crate::types::prelude::*;

/// What an expression gives.
pub(super) enum Answer {
    Nodes(Vec<Arc<Node>>),
    Text(String),
    Number(f64),
    Flag(bool),
}

impl Answer {
    pub(super) fn flag(&self) -> bool {
        match self {
            Self::Nodes(nodes) => !nodes.is_empty(),
            Self::Text(text) => !text.is_empty(),
            Self::Number(number) => *number != 0.0 && !number.is_nan(),
            Self::Flag(flag) => *flag,
        }
    }

    pub(super) fn text(&self) -> String {
        match self {
            Self::Nodes(nodes) => nodes.first().map(|node| node.inner_text()).unwrap_or_default(),
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Flag(flag) => flag.to_string(),
        }
    }

    pub(super) fn number(&self) -> f64 {
        match self {
            Self::Number(number) => *number,
            Self::Flag(flag) => f64::from(u8::from(*flag)),
            other => other.text().trim().parse().unwrap_or(f64::NAN),
        }
    }
}

/// Sets of nodes compare by any of their nodes.
pub(super) fn compare(left: &Answer, mark: &str, right: &Answer) -> bool {
    let each = |answer: &Answer| -> Option<Vec<String>> {
        match answer {
            Answer::Nodes(nodes) => Some(nodes.iter().map(|node| node.inner_text()).collect()),
            _ => None,
        }
    };
    if let (Answer::Flag(_), _) | (_, Answer::Flag(_)) = (left, right) {
        return match mark {
            "=" => left.flag() == right.flag(),
            "!=" => left.flag() != right.flag(),
            _ => false,
        };
    }
    let lefts = each(left).unwrap_or_else(|| vec![left.text()]);
    let rights = each(right).unwrap_or_else(|| vec![right.text()]);
    let numeric = !matches!(mark, "=" | "!=")
        || matches!(left, Answer::Number(_))
        || matches!(right, Answer::Number(_));
    lefts.iter().any(|a| {
        rights.iter().any(|b| {
            if !numeric {
                return (a == b) == (mark == "=");
            }
            let number = |text: &str| text.trim().parse::<f64>().unwrap_or(f64::NAN);
            let (a, b) = (number(a), number(b));
            match mark {
                "=" => a == b,
                "!=" => a != b,
                "<" => a < b,
                ">" => a > b,
                "<=" => a <= b,
                _ => a >= b,
            }
        })
    })
}
