//! The two tokens and their DER form.

use super::MAX_TOKEN_LENGTH;
use crate::{
    AuthError,
    der::{
        APPLICATION_0, BIT_STRING, ENUMERATED, OBJECT_IDENTIFIER, OCTET_STRING, Reader, SEQUENCE,
        context, element,
    },
};

/// The tag of `negTokenInit [0]` in `NegotiationToken` (RFC 4178 4.2).
pub(crate) const INIT_TAG: u8 = context(0);
/// The tag of `negTokenResp [1]` in `NegotiationToken` (RFC 4178 4.2).
pub(crate) const RESPONSE_TAG: u8 = context(1);

/// SPNEGO itself: 1.3.6.1.5.5.2.
const SPNEGO: &[u8] = &[0x2b, 0x06, 0x01, 0x05, 0x05, 0x02];
/// NTLM: 1.3.6.1.4.1.311.2.2.10 (MS-SPNG 1.9).
pub(crate) const NTLM: &[u8] = &[0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x02, 0x02, 0x0a];
/// Kerberos v5: 1.2.840.113554.1.2.2.
const KERBEROS: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 0x01, 0x02, 0x02];
/// Kerberos v5 as Windows 2000 spelled it, still listed first by Windows: 1.2.840.48018.1.2.2.
const MS_KERBEROS: &[u8] = &[0x2a, 0x86, 0x48, 0x82, 0xf7, 0x12, 0x01, 0x02, 0x02];

const WHAT: &str = "SPNEGO token";

/// Whether an object identifier names Kerberos, in either spelling.
pub(crate) fn is_kerberos(identifier: &[u8]) -> bool {
    identifier == KERBEROS || identifier == MS_KERBEROS
}

/// The object identifier in the GSS-API shell of a token (RFC 2743 3.1), if it has such a shell.
pub(crate) fn shell_identifier(token: &[u8]) -> Option<&[u8]> {
    let mut shell = Reader::new(token, WHAT).enter(APPLICATION_0).ok()?;
    shell.element(OBJECT_IDENTIFIER).ok()
}

pub(crate) fn looks_like_init(token: &[u8]) -> bool {
    token.first() == Some(&APPLICATION_0) && !shell_identifier(token).is_some_and(is_kerberos)
}

/// RFC 4178 4.2.2 negState.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NegotiationState {
    AcceptCompleted,
    AcceptIncomplete,
    Reject,
    RequestMic,
}

impl NegotiationState {
    fn parse(content: &[u8]) -> Result<Self, AuthError> {
        match content {
            [0] => Ok(Self::AcceptCompleted),
            [1] => Ok(Self::AcceptIncomplete),
            [2] => Ok(Self::Reject),
            [3] => Ok(Self::RequestMic),
            _ => Err(AuthError::malformed(WHAT, "its negotiation state is not known")),
        }
    }

    const fn number(self) -> u8 {
        match self {
            Self::AcceptCompleted => 0,
            Self::AcceptIncomplete => 1,
            Self::Reject => 2,
            Self::RequestMic => 3,
        }
    }
}

/// RFC 4178 4.2.1 negTokenInit, and MS-SPNG 2.2.1 NegTokenInit2 with its hints left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct NegTokenInit {
    /// The DER form of MechTypeList as it is on the wire: what the integrity code covers.
    pub(crate) mechanism_list: Vec<u8>,
    /// The object identifiers in that list, the preferred one first.
    pub(crate) mechanisms: Vec<Vec<u8>>,
    pub(crate) token: Option<Vec<u8>>,
    pub(crate) mechanism_list_mic: Option<Vec<u8>>,
}

impl NegTokenInit {
    /// The most mechanisms that are read.
    const MAX_MECHANISMS: usize = 32;

    pub(crate) fn new(mechanisms: &[&[u8]], token: Option<Vec<u8>>) -> Self {
        let identifiers: Vec<Vec<u8>> =
            mechanisms.iter().map(|mechanism| element(OBJECT_IDENTIFIER, &[mechanism])).collect();
        let parts: Vec<&[u8]> = identifiers.iter().map(Vec::as_slice).collect();
        Self {
            mechanism_list: element(SEQUENCE, &parts),
            mechanisms: mechanisms.iter().map(|mechanism| mechanism.to_vec()).collect(),
            token,
            mechanism_list_mic: None,
        }
    }

    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, AuthError> {
        let mut outer = open(bytes)?;
        let mut shell = outer.enter(APPLICATION_0)?;
        outer.finish()?;
        if shell.element(OBJECT_IDENTIFIER)? != SPNEGO {
            return Err(shell.error("it is a token of another mechanism"));
        }
        let mut fields = shell.enter(INIT_TAG)?.enter(SEQUENCE)?;

        let list = fields.element(context(0))?;
        let mut mechanisms = Vec::new();
        let mut identifiers = Reader::new(list, WHAT).enter(SEQUENCE)?;
        while !identifiers.is_empty() {
            if mechanisms.len() == Self::MAX_MECHANISMS {
                let what = "the number of SPNEGO mechanisms";
                return Err(AuthError::LimitExceeded { what, limit: Self::MAX_MECHANISMS });
            }
            mechanisms.push(identifiers.element(OBJECT_IDENTIFIER)?.to_vec());
        }
        // reqFlags is not protected and to be ignored (MS-SPNG 3.1.5.3).
        if let Some(flags) = fields.optional(context(1))? {
            Reader::new(flags, WHAT).element(BIT_STRING)?;
        }
        let token = octets(&mut fields, 2)?;
        // [3] is the integrity code in RFC 4178, but the hints in NegTokenInit2, where [4] is it.
        let mechanism_list_mic = match fields.optional(context(3))? {
            Some(content) if content.first() == Some(&OCTET_STRING) => {
                Some(Reader::new(content, WHAT).element(OCTET_STRING)?.to_vec())
            }
            Some(_) => octets(&mut fields, 4)?,
            None => None,
        };
        Ok(Self { mechanism_list: list.to_vec(), mechanisms, token, mechanism_list_mic })
    }

    pub(crate) fn encode(&self) -> Vec<u8> {
        let fields = [
            Some(element(context(0), &[&self.mechanism_list])),
            self.token.as_ref().map(|token| octet_field(2, token)),
            self.mechanism_list_mic.as_ref().map(|mic| octet_field(3, mic)),
        ];
        let init = element(INIT_TAG, &[&sequence(fields.into_iter().flatten())]);
        element(APPLICATION_0, &[&element(OBJECT_IDENTIFIER, &[SPNEGO]), &init])
    }
}

/// RFC 4178 4.2.2 negTokenResp.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct NegTokenResp {
    pub(crate) state: Option<NegotiationState>,
    pub(crate) supported_mechanism: Option<Vec<u8>>,
    pub(crate) token: Option<Vec<u8>>,
    pub(crate) mechanism_list_mic: Option<Vec<u8>>,
}

impl NegTokenResp {
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, AuthError> {
        let mut outer = open(bytes)?;
        let mut fields = outer.enter(RESPONSE_TAG)?.enter(SEQUENCE)?;
        outer.finish()?;
        let state = fields
            .optional(context(0))?
            .map(|content| Reader::new(content, WHAT).element(ENUMERATED))
            .transpose()?
            .map(NegotiationState::parse)
            .transpose()?;
        let supported_mechanism = fields
            .optional(context(1))?
            .map(|content| Reader::new(content, WHAT).element(OBJECT_IDENTIFIER))
            .transpose()?
            .map(<[u8]>::to_vec);
        let token = octets(&mut fields, 2)?;
        let mechanism_list_mic = octets(&mut fields, 3)?;
        Ok(Self { state, supported_mechanism, token, mechanism_list_mic })
    }

    pub(crate) fn encode(&self) -> Vec<u8> {
        let state = self
            .state
            .map(|state| element(context(0), &[&element(ENUMERATED, &[&[state.number()]])]));
        let mechanism = self
            .supported_mechanism
            .as_ref()
            .map(|identifier| element(context(1), &[&element(OBJECT_IDENTIFIER, &[identifier])]));
        let token = self.token.as_ref().map(|token| octet_field(2, token));
        let mic = self.mechanism_list_mic.as_ref().map(|mic| octet_field(3, mic));
        element(RESPONSE_TAG, &[&sequence([state, mechanism, token, mic].into_iter().flatten())])
    }
}

fn open(bytes: &[u8]) -> Result<Reader<'_>, AuthError> {
    if bytes.len() > MAX_TOKEN_LENGTH {
        return Err(AuthError::LimitExceeded { what: "a SPNEGO token", limit: MAX_TOKEN_LENGTH });
    }
    Ok(Reader::new(bytes, WHAT))
}

fn octets(fields: &mut Reader<'_>, number: u8) -> Result<Option<Vec<u8>>, AuthError> {
    fields
        .optional(context(number))?
        .map(|content| Reader::new(content, WHAT).element(OCTET_STRING).map(<[u8]>::to_vec))
        .transpose()
}

fn octet_field(number: u8, content: &[u8]) -> Vec<u8> {
    element(context(number), &[&element(OCTET_STRING, &[content])])
}

fn sequence(fields: impl Iterator<Item = Vec<u8>>) -> Vec<u8> {
    element(SEQUENCE, &[&fields.collect::<Vec<_>>().concat()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shape_of_an_init_token() {
        let init = NegTokenInit::new(&[NTLM], Some(b"NTLMSSP\0".to_vec()));
        let bytes = init.encode();
        let expected = [
            &[0x60, 0x28, 0x06, 0x06][..],
            SPNEGO,
            &[0xa0, 0x1e, 0x30, 0x1c, 0xa0, 0x0e, 0x30, 0x0c, 0x06, 0x0a],
            NTLM,
            &[0xa2, 0x0a, 0x04, 0x08],
            b"NTLMSSP\0",
        ]
        .concat();
        assert_eq!(bytes, expected);
        assert_eq!(NegTokenInit::parse(&bytes), Ok(init));
        assert!(looks_like_init(&bytes));
    }

    /// The structure of MS-SPNG 4 (NegTokenInit2 with hints), with another mechToken.
    #[test]
    fn hints_are_skipped_and_do_not_pass_for_an_integrity_code() {
        let init = NegTokenInit::new(&[KERBEROS, NTLM], Some(vec![1, 2, 3]));
        let hint = element(0x1b, &[b"not_defined_in_RFC4178@please_ignore"]);
        let hints = element(context(3), &[&element(SEQUENCE, &[&element(context(0), &[&hint])])]);
        let fields = [
            element(context(0), &[&init.mechanism_list]),
            octet_field(2, &[1, 2, 3]),
            hints,
            octet_field(4, &[9; 16]),
        ];
        let inner = element(INIT_TAG, &[&element(SEQUENCE, &[&fields.concat()])]);
        let bytes = element(APPLICATION_0, &[&element(OBJECT_IDENTIFIER, &[SPNEGO]), &inner]);
        let read = NegTokenInit::parse(&bytes).unwrap();
        assert_eq!(read.mechanism_list_mic, Some(vec![9; 16]));
        assert_eq!(read.mechanisms, [KERBEROS, NTLM]);
        assert_eq!(read.mechanism_list, init.mechanism_list);
    }

    #[test]
    fn responses_survive_the_round_trip() {
        let response = NegTokenResp {
            state: Some(NegotiationState::RequestMic),
            supported_mechanism: Some(NTLM.to_vec()),
            token: Some(vec![7; 300]),
            mechanism_list_mic: Some(vec![8; 16]),
        };
        assert_eq!(NegTokenResp::parse(&response.encode()), Ok(response.clone()));
        let empty = NegTokenResp::default();
        assert_eq!(empty.encode(), [0xa1, 0x02, 0x30, 0x00]);
        assert_eq!(NegTokenResp::parse(&empty.encode()), Ok(empty));
        let completed = NegTokenResp {
            state: Some(NegotiationState::AcceptCompleted),
            ..NegTokenResp::default()
        };
        assert_eq!(completed.encode(), [0xa1, 0x07, 0x30, 0x05, 0xa0, 0x03, 0x0a, 0x01, 0x00]);
        let bytes = response.encode();
        for length in 0..bytes.len() {
            assert!(NegTokenResp::parse(&bytes[..length]).is_err(), "{length}");
        }
    }

    #[test]
    fn oversized_and_foreign_tokens_are_refused() {
        let many: Vec<&[u8]> = vec![NTLM; 33];
        let bytes = NegTokenInit::new(&many, None).encode();
        assert!(matches!(NegTokenInit::parse(&bytes), Err(AuthError::LimitExceeded { .. })));
        let huge = vec![0x60; MAX_TOKEN_LENGTH + 1];
        assert!(matches!(NegTokenInit::parse(&huge), Err(AuthError::LimitExceeded { .. })));
        let kerberos = element(APPLICATION_0, &[&element(OBJECT_IDENTIFIER, &[KERBEROS]), b"x"]);
        assert!(NegTokenInit::parse(&kerberos).is_err());
        assert!(super::super::is_raw_kerberos(&kerberos) && !super::super::is_spnego(&kerberos));
        let mut trailing = NegTokenInit::new(&[NTLM], None).encode();
        trailing.push(0);
        assert!(NegTokenInit::parse(&trailing).is_err());
    }
}
