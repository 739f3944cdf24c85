//! The pieces of an XPath expression

/// A piece of an expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Name(String),
    Text(String),
    Number(f64),
    Mark(&'static str),
}

/// Marks, the longer ones first.
const MARKS: &[&str] = &[
    "//", "::", "!=", "<=", ">=", "..", "/", "@", "[", "]", "(", ")", "=", "<", ">", "|", "*", ",",
    ".", "+", "-",
];

pub(super) fn tokens(expression: &str) -> Option<Vec<Token>> {
    let mut out = Vec::new();
    let mut rest = expression.trim_start();
    while let Some(first) = rest.chars().next() {
        let taken = if first == '\'' || first == '"' {
            let body = rest.get(1..)?;
            let end = body.find(first)?;
            out.push(Token::Text(body.get(..end)?.to_owned()));
            end + 2
        } else if first.is_ascii_digit() {
            let length = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
            out.push(Token::Number(rest.get(..length)?.parse().ok()?));
            length
        } else if first.is_alphabetic() || first == '_' {
            let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
            let mut length = rest.find(|c| !part(c)).unwrap_or(rest.len());
            // A colon belongs to the name where a local name or a star follows.
            if rest.get(length..)?.starts_with(':') && !rest.get(length..)?.starts_with("::") {
                let tail = rest.get(length + 1..)?;
                let more = tail.find(|c| !part(c)).unwrap_or(tail.len());
                length += 1 + if tail.starts_with('*') { 1 } else { more };
            }
            out.push(Token::Name(rest.get(..length)?.to_owned()));
            length
        } else {
            let mark = MARKS.iter().find(|mark| rest.starts_with(**mark))?;
            out.push(Token::Mark(mark));
            mark.len()
        };
        rest = rest.get(taken..)?.trim_start();
    }
    Some(out)
}
