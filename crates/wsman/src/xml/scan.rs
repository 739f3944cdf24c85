//! The check that runs before the parser: it counts, it does not understand.
//!
//! The parser that follows keeps a tree of everything and compares attributes pairwise, so its
//! cost has to be bounded by what this pass lets through.

use std::ops::Range;

use memchr::{memchr, memmem};

use crate::{Error, Limits};

/// Bytes of a text that is worth treating on its own.
pub(super) const LONG: usize = 512;

/// Refuses document type declarations and anything beyond `limits`.
///
/// # Errors
/// [`Error::LimitExceeded`] for too many or too deep elements or attributes, [`Error::Malformed`]
/// for declarations that are not allowed and for text that ends inside markup.
///
/// `on_long_text` gets the place of each text of [`LONG`] bytes or more that is all there is inside of
/// its element.
pub(super) fn check(
    text: &str,
    limits: &Limits,
    mut on_long_text: impl FnMut(Range<usize>),
) -> Result<(), Error> {
    if text.len() > limits.envelope_size {
        return Err(Error::LimitExceeded {
            what: "envelope size in bytes",
            maximum: limits.envelope_size,
        });
    }
    let mut rest = text.as_bytes();
    let mut counts = Counts::default();
    let mut in_new_element = false;
    while let Some(start) = memchr(b'<', rest) {
        let at = text.len() - rest.len();
        let was_new = std::mem::take(&mut in_new_element);
        rest = rest.get(start + 1..).unwrap_or_default();
        rest = match rest.first() {
            Some(b'!') => skip_declaration(rest)?,
            Some(b'?') => skip_past(rest, b"?>")?,
            Some(b'/') => {
                if was_new && start >= LONG {
                    on_long_text(at..at + start);
                }
                counts.depth = counts.depth.saturating_sub(1);
                skip_past(rest, b">")?
            }
            Some(_) => {
                in_new_element = true;
                counts.open_tag(rest, limits)?
            }
            None => return Err(unterminated()),
        };
    }
    Ok(())
}

fn unterminated() -> Error {
    Error::malformed("the document ends inside markup")
}

fn skip_past<'a>(rest: &'a [u8], end: &[u8]) -> Result<&'a [u8], Error> {
    let at = memmem::find(rest, end).ok_or_else(unterminated)?;
    Ok(rest.get(at + end.len()..).unwrap_or_default())
}

fn skip_declaration(rest: &[u8]) -> Result<&[u8], Error> {
    if let Some(comment) = rest.strip_prefix(b"!--") {
        skip_past(comment, b"-->")
    } else if let Some(section) = rest.strip_prefix(b"![CDATA[") {
        skip_past(section, b"]]>")
    } else {
        Err(Error::malformed("document type declarations are not accepted"))
    }
}

#[derive(Default)]
struct Counts {
    depth: usize,
    elements: usize,
    attributes: usize,
}

impl Counts {
    /// Walks one start tag; an attribute is counted at its opening quote.
    fn open_tag<'a>(&mut self, rest: &'a [u8], limits: &Limits) -> Result<&'a [u8], Error> {
        self.elements += 1;
        if self.elements > limits.elements {
            return Err(Error::LimitExceeded { what: "element count", maximum: limits.elements });
        }
        let mut attributes = 0_usize;
        let mut previous = 0_u8;
        let mut rest = rest;
        while let Some((&byte, tail)) = rest.split_first() {
            match byte {
                b'"' | b'\'' => {
                    attributes += 1;
                    let end = memchr(byte, tail).ok_or_else(unterminated)?;
                    rest = tail.get(end + 1..).unwrap_or_default();
                    if attributes > limits.attributes_per_element {
                        return Err(Error::LimitExceeded {
                            what: "attributes of one element",
                            maximum: limits.attributes_per_element,
                        });
                    }
                }
                b'>' => {
                    self.attributes += attributes;
                    if self.attributes > limits.attributes {
                        return Err(Error::LimitExceeded {
                            what: "attribute count",
                            maximum: limits.attributes,
                        });
                    }
                    if previous != b'/' {
                        self.depth += 1;
                        if self.depth > limits.depth {
                            return Err(Error::LimitExceeded {
                                what: "element depth",
                                maximum: limits.depth,
                            });
                        }
                    }
                    return Ok(tail);
                }
                _ => rest = tail,
            }
            previous = byte;
        }
        Err(unterminated())
    }
}

#[cfg(test)]
mod tests {
    use crate::{Error, Limits};

    fn check(text: &str, limits: &Limits) -> Result<(), Error> {
        super::check(text, limits, |_| ())
    }

    fn limits() -> Limits {
        Limits { depth: 3, elements: 5, attributes_per_element: 2, ..Limits::default() }
    }

    #[test]
    fn counts_depth_elements_and_attributes() {
        assert_eq!(check("<a><b><c/></b></a>", &limits()), Ok(()));
        assert_eq!(check("<a><b><c x='/>'/></b></a>", &limits()), Ok(()));
        assert_eq!(check("<a><b><c></c></b></a>", &limits()), Ok(()));
        for (text, what) in [
            ("<a><b><c><d>", "element depth"),
            ("<a/><a/><a/><a/><a/><a/>", "element count"),
            ("<a x='1' y=\"2\" z='3'/>", "attributes of one element"),
        ] {
            match check(text, &limits()) {
                Err(Error::LimitExceeded { what: found, .. }) => assert_eq!(found, what),
                other => panic!("{text}: {other:?}"),
            }
        }
    }

    #[test]
    fn comments_and_sections_hide_markup() {
        let text = "<a><!-- <b><c><d> --><![CDATA[<b><c><d><e>]]><?pi <b>?></a>";
        assert_eq!(check(text, &limits()), Ok(()));
    }

    #[test]
    fn declarations_and_cut_markup_are_refused() {
        for text in [
            "<!DOCTYPE a>",
            "<!ENTITY a 'b'>",
            "<!doctype a><a/>",
            "<",
            "<a",
            "<a b='",
            "</a",
            "<!--",
            "<?x",
        ] {
            assert!(matches!(check(text, &limits()), Err(Error::Malformed(_))), "{text}");
        }
    }
}
