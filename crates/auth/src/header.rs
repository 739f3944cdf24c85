//! The header fields of HTTP authentication (RFC 9110 11): schemes, tokens and parameters.

use base64::{Engine as _, prelude::BASE64_STANDARD};

use crate::{AuthError, spnego::MAX_TOKEN_LENGTH};

/// The longest header value that is read: a token of the largest size in base64, and its scheme.
const MAX_VALUE_LENGTH: usize = MAX_TOKEN_LENGTH / 3 * 4 + 64;

/// A scheme with what follows it, as in `Negotiate TlRMTVNTUAAB`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Credentials<'a> {
    pub(crate) scheme: &'a str,
    pub(crate) rest: &'a str,
}

impl<'a> Credentials<'a> {
    pub(crate) fn parse(value: &'a str) -> Result<Self, AuthError> {
        if value.len() > MAX_VALUE_LENGTH {
            let what = "an authentication header";
            return Err(AuthError::LimitExceeded { what, limit: MAX_VALUE_LENGTH });
        }
        let value = value.trim();
        let (scheme, rest) = value.split_once([' ', '\t']).unwrap_or((value, ""));
        if scheme.is_empty() || !scheme.chars().all(is_token_character) {
            return Err(AuthError::malformed("authentication header", "it names no scheme"));
        }
        Ok(Self { scheme, rest: rest.trim() })
    }

    pub(crate) fn is(&self, scheme: &str) -> bool {
        self.scheme.eq_ignore_ascii_case(scheme)
    }

    /// The bytes of the token; empty when there is none.
    pub(crate) fn token(&self) -> Result<Vec<u8>, AuthError> {
        decode_base64(self.rest)
    }
}

pub(crate) fn decode_base64(text: &str) -> Result<Vec<u8>, AuthError> {
    BASE64_STANDARD
        .decode(text)
        .map_err(|_| AuthError::malformed("authentication header", "its token is not base64"))
}

/// `scheme` followed by the token in base64.
pub(crate) fn with_token(scheme: &str, token: &[u8]) -> String {
    format!("{scheme} {}", BASE64_STANDARD.encode(token))
}

/// The challenges in one or more `WWW-Authenticate` values. Several may share one value, and
/// parameters are separated by commas as challenges are: `Negotiate, Basic realm="a, b", NTLM`.
pub(crate) fn challenges<'a>(values: &[&'a str]) -> Result<Vec<Credentials<'a>>, AuthError> {
    const MAX_CHALLENGES: usize = 32;
    let mut found = Vec::new();
    for value in values {
        for piece in split_unquoted(value) {
            let piece = piece.trim();
            let word = piece.split(|character| !is_token_character(character)).next();
            let behind = word.and_then(|word| piece.strip_prefix(word)).unwrap_or_default();
            // `realm="x"` goes on with the challenge before it; a scheme is followed by a space.
            if piece.is_empty() || behind.trim_start().starts_with('=') {
                continue;
            }
            if found.len() == MAX_CHALLENGES {
                let what = "the number of authentication challenges";
                return Err(AuthError::LimitExceeded { what, limit: MAX_CHALLENGES });
            }
            found.push(Credentials::parse(piece)?);
        }
    }
    Ok(found)
}

/// Splits at the commas that stand outside of quoted strings.
fn split_unquoted(value: &str) -> impl Iterator<Item = &str> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    value.split(move |character| {
        if is_escaped {
            is_escaped = false;
            return false;
        }
        match character {
            '\\' if is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            _ => {}
        }
        character == ',' && !is_quoted
    })
}

const fn is_token_character(character: char) -> bool {
    character.is_ascii_alphanumeric()
        || matches!(
            character,
            '!' | '#'
                | '$'
                | '%'
                | '&'
                | '\''
                | '*'
                | '+'
                | '-'
                | '.'
                | '^'
                | '_'
                | '`'
                | '|'
                | '~'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_have_a_scheme_and_perhaps_a_token() {
        let credentials = Credentials::parse("  negotiate  TlRM ").unwrap();
        assert!(credentials.is("Negotiate"));
        assert_eq!(credentials.token(), Ok(b"NTL".to_vec()));
        assert_eq!(Credentials::parse("NTLM").unwrap().token(), Ok(vec![]));
        assert!(Credentials::parse("").is_err() && Credentials::parse("=x y").is_err());
        assert!(Credentials::parse("Negotiate T.R").unwrap().token().is_err());
        assert!(Credentials::parse(&"A".repeat(MAX_VALUE_LENGTH + 1)).is_err());
    }

    #[test]
    fn challenges_are_told_from_parameters() {
        let values =
            [r#"Negotiate, Basic realm="a, \"b", charset="UTF-8", NTLM TlRM=="#, "", "Kerberos"];
        let found = challenges(&values).unwrap();
        let schemes: Vec<_> = found.iter().map(|challenge| challenge.scheme).collect();
        assert_eq!(schemes, ["Negotiate", "Basic", "NTLM", "Kerberos"]);
        assert_eq!(found[2].rest, "TlRM==");
        assert!(challenges(&[&"a,".repeat(100)]).is_err());
    }
}
