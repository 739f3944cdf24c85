//! `System.Management.Automation.Internal.StringDecorated`: a text that may hold escape sequences.

use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Management.Automation.Internal.StringDecorated",
    constructor: Some(|call| {
        let text = call.required_string(0, "text")?.clone();
        let plain = plain(&text);
        Ok(Value::live(StringDecorated { text, plain }))
    }),
    methods: &[("ToString", |call| {
        let this: &StringDecorated = call.this.downcast().ok_or_else(errors::null_reference)?;
        // `Host` leaves the choice to the console; only the other two are answered here.
        match call.argument(0).base() {
            Value::Enum(_, 1) => Ok(this.plain.clone().into()),
            Value::Enum(_, 0) => Err(errors::of(
                "System.ArgumentException",
                "The 'Host' value is not supported by this method. (Parameter 'outputRendering')",
            )),
            _ => Ok(this.text.clone().into()),
        }
    })],
    properties: &[
        ("ContentLength", |call| {
            let this: &StringDecorated = call.this.downcast().ok_or_else(errors::null_reference)?;
            Ok(sequence::count(this.plain.unit_len()))
        }),
        ("IsDecorated", |call| {
            let this: &StringDecorated = call.this.downcast().ok_or_else(errors::null_reference)?;
            Ok((this.plain != this.text).into())
        }),
    ],
    ..Implementation::EMPTY
};

struct StringDecorated {
    text: PsString,
    plain: PsString,
}

impl LiveObject for StringDecorated {
    fn object_type(&self) -> TypeId {
        type_named("System.Management.Automation.Internal.StringDecorated")
    }

    fn text(&self) -> PsString {
        self.text.clone()
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&["IsDecorated", "ContentLength"])
    }
}

/// The text without colours, links and movements of the cursor.
fn plain(text: &str) -> PsString {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\u{1b}') {
        kept.push_str(rest.get(..at).unwrap_or_default());
        let after = rest.get(at + 1..).unwrap_or_default();
        match length_of(after) {
            Some(length) => rest = after.get(length..).unwrap_or_default(),
            None => {
                kept.push('\u{1b}');
                rest = after;
            }
        }
    }
    kept.push_str(rest);
    kept.into()
}

/// How many bytes behind an escape character belong to its sequence; `None` where it begins none.
fn length_of(after: &str) -> Option<usize> {
    if let Some(body) = after.strip_prefix('[') {
        let end = body.find(|letter: char| !letter.is_ascii_digit() && letter != ';')?;
        let last = body.get(end..)?.chars().next()?;
        return last.is_ascii_alphabetic().then_some(1 + end + 1);
    }
    // A link: its address up to the end mark.
    let body = after.strip_prefix("]8;;")?;
    body.find("\u{1b}\\").map(|end| 4 + end + 2)
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn sequences_go_and_text_stays() {
        assert_eq!(plain("\u{1b}[38;2;1;2;3mred\u{1b}[0m").as_str(), "red");
        assert_eq!(plain("\u{1b}]8;;http://a.test\u{1b}\\link\u{1b}]8;;\u{1b}\\").as_str(), "link");
        assert_eq!(plain("lone \u{1b} and \u{1b}[ stay").as_str(), "lone \u{1b} and \u{1b}[ stay");
    }
}
