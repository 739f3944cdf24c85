//! A document without its long texts.
//!
//! Nearly all of an envelope with output is base64, which a parser would look at character by
//! character. So such texts are taken out before the parser runs, and put back where somebody asks
//! for them.

use std::borrow::Cow;

use crate::xml::scan;
use crate::{Error, Limits};

/// What stands for a text that was taken out.
const PLACEHOLDER: &str = "A";

/// A text whose size, depth and counts were checked, without the long texts in it.
#[derive(Debug)]
pub struct Outline<'t> {
    text: Cow<'t, str>,
    taken: Vec<Taken<'t>>,
    limits: Limits,
}

/// A text that was taken out.
#[derive(Debug)]
pub(super) struct Taken<'t> {
    /// Where its placeholder stands.
    at: usize,
    text: &'t str,
}

impl<'t> Outline<'t> {
    /// Checks `text` and takes out what is long and plain.
    ///
    /// # Errors
    /// [`Error::LimitExceeded`] beyond `limits`; [`Error::Malformed`] for a document type declaration
    /// and for text that ends inside markup.
    pub fn new(text: &'t str, limits: &Limits) -> Result<Self, Error> {
        // The parser refuses white space before the declaration; several clients send some.
        let text = text.trim_ascii_start();
        let mut long = Vec::new();
        scan::check(text, limits, |range| long.push(range))?;
        let mut outline = String::new();
        let mut taken = Vec::new();
        let mut end = 0;
        for range in long {
            let Some(found) = text.get(range.clone()).filter(|found| is_plain(found)) else {
                continue;
            };
            outline.push_str(text.get(end..range.start).unwrap_or_default());
            taken.push(Taken { at: outline.len(), text: found });
            outline.push_str(PLACEHOLDER);
            end = range.end;
        }
        if taken.is_empty() {
            return Ok(Self { text: Cow::Borrowed(text), taken, limits: *limits });
        }
        outline.push_str(text.get(end..).unwrap_or_default());
        Ok(Self { text: Cow::Owned(outline), taken, limits: *limits })
    }

    /// What the parser reads.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The bounds that the text was checked with.
    pub(super) const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// What was taken out, in order.
    pub(super) fn taken(&self) -> &[Taken<'t>] {
        &self.taken
    }
}

impl<'t> Taken<'t> {
    /// The text that was taken out of this place of [`Outline::text`].
    pub(super) fn at(taken: &[Self], at: usize) -> Option<&'t str> {
        let found = taken.binary_search_by_key(&at, |taken| taken.at).ok()?;
        taken.get(found).map(|taken| taken.text)
    }
}

/// Whether a parser would change nothing in the text: it holds what base64 is made of and a few signs
/// that mean nothing to XML. (`]]>` cannot stand in it: the closing bracket is none of them.)
fn is_plain(text: &str) -> bool {
    // Without a branch a byte, so that the check is done many bytes at a time.
    let odd = |byte: u8| !(byte.is_ascii_alphanumeric() | matches!(byte, b'+'..=b'9' | b'='));
    text.as_bytes().chunks(256).all(|chunk| !chunk.iter().fold(false, |any, &byte| any | odd(byte)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::Document;

    #[test]
    fn long_texts_come_back_whole() {
        let long = "QUJD".repeat(300);
        let other = "+/==".repeat(300);
        let text = format!(
            " <?xml version=\"1.0\"?><a><b n='{long}'>{long}</b><c>{other}</c><d>{long}<e/></d>\
             <f>{long}<!-- {long} --></f><g><![CDATA[{long}]]></g><h>{long} &amp;</h><i>A</i></a>"
        );
        let limits = Limits::default();
        let outline = Outline::new(&text, &limits).unwrap();
        assert_eq!(outline.taken.len(), 2);
        let document = Document::of(&outline).unwrap();
        let expected = Document::parse(&text, &limits).unwrap();
        let texts = |document: &Document<'_>| -> Vec<(String, String)> {
            let children = document.root().children();
            children.map(|node| (node.name().to_owned(), node.text().into_owned())).collect()
        };
        assert_eq!(texts(&document), texts(&expected));
        assert_eq!(texts(&document).first().unwrap().1, long);
        assert_eq!(document.root().child_named("b").unwrap().attribute("n"), Some(long.as_str()));
        let element = crate::xml::Element::read(document.root());
        assert_eq!(element, crate::xml::Element::read(expected.root()));
    }

    #[test]
    fn what_a_parser_would_change_or_refuse_stays() {
        for odd in ["\u{1}", "]]>", "&amp;", "\r", " ", "\u{e9}", "\"", "'"] {
            let text = format!("<a>{}{odd}</a>", "A".repeat(2000));
            assert!(Outline::new(&text, &Limits::default()).unwrap().taken.is_empty(), "{odd:?}");
        }
    }
}
