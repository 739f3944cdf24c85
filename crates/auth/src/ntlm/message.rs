//! The three messages.

use super::{MAX_MESSAGE_LENGTH, SIGNATURE, av_pairs::AvPairs, flags::Flags};
use crate::{
    AuthError,
    bytes::{Reader, from_utf16, utf16},
};

/// MS-NLMP 2.2.2.10 VERSION: 10.0, build 0, NTLMSSP revision 15. Some peers expect the field,
/// none evaluates it.
const VERSION: [u8; 8] = [10, 0, 0, 0, 0, 0, 0, 15];

/// Checks the size, the signature and the type of a message and returns a reader behind them.
fn open<'a>(
    bytes: &'a [u8],
    message_type: u32,
    what: &'static str,
) -> Result<Reader<'a>, AuthError> {
    if bytes.len() > MAX_MESSAGE_LENGTH {
        return Err(AuthError::LimitExceeded {
            what: "an NTLM message",
            limit: MAX_MESSAGE_LENGTH,
        });
    }
    let mut reader = Reader::new(bytes, what);
    if reader.array()? != *SIGNATURE {
        return Err(reader.error("it does not begin with NTLMSSP"));
    }
    if reader.u32()? != message_type {
        return Err(AuthError::PeerMisbehaved("an NTLM message arrived out of its order"));
    }
    Ok(reader)
}

/// Where a variable field stands in the payload of its message.
#[derive(Debug, Clone, Copy)]
struct Field {
    length: usize,
    offset: usize,
}

impl Field {
    fn read(reader: &mut Reader<'_>) -> Result<Self, AuthError> {
        let length = usize::from(reader.u16()?);
        let _maximum = reader.u16()?;
        let offset =
            usize::try_from(reader.u32()?).map_err(|_| reader.error("an offset is too large"))?;
        Ok(Self { length, offset })
    }

    /// The bytes of the field; an empty field may point anywhere.
    fn bytes<'a>(self, message: &'a [u8], what: &'static str) -> Result<&'a [u8], AuthError> {
        if self.length == 0 {
            return Ok(&[]);
        }
        message
            .get(self.offset..self.offset.saturating_add(self.length))
            .ok_or(AuthError::malformed(what, "a field lies outside of it"))
    }
}

/// Lays out the fixed part of a message with its fields and the payload behind.
struct Writer {
    fixed: Vec<u8>,
    payload: Vec<u8>,
    fixed_length: usize,
}

impl Writer {
    fn new(message_type: u32, fixed_length: usize) -> Self {
        let mut fixed = SIGNATURE.to_vec();
        fixed.extend(message_type.to_le_bytes());
        Self { fixed, payload: Vec::new(), fixed_length }
    }

    /// Writes one field; `what` names it when it is longer than the message allows.
    fn field(&mut self, bytes: &[u8], what: &'static str) -> Result<(), AuthError> {
        let too_long = AuthError::LimitExceeded { what, limit: usize::from(u16::MAX) };
        let length = u16::try_from(bytes.len()).map_err(|_| too_long.clone())?;
        let offset = u32::try_from(self.fixed_length + self.payload.len()).map_err(|_| too_long)?;
        self.fixed.extend(length.to_le_bytes());
        self.fixed.extend(length.to_le_bytes());
        self.fixed.extend(offset.to_le_bytes());
        self.payload.extend_from_slice(bytes);
        Ok(())
    }

    fn fixed(&mut self, bytes: &[u8]) {
        self.fixed.extend_from_slice(bytes);
    }

    fn finish(mut self) -> Vec<u8> {
        debug_assert_eq!(self.fixed.len(), self.fixed_length);
        self.fixed.append(&mut self.payload);
        self.fixed
    }
}

/// MS-NLMP 2.2.1.1 NEGOTIATE_MESSAGE. The names that a client may supply are not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Negotiate {
    pub(crate) flags: Flags,
}

impl Negotiate {
    const TYPE: u32 = 1;

    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, AuthError> {
        let mut reader = open(bytes, Self::TYPE, "NTLM NEGOTIATE_MESSAGE")?;
        Ok(Self { flags: Flags(reader.u32()?) })
    }

    pub(crate) fn encode(&self) -> Result<Vec<u8>, AuthError> {
        let mut writer = Writer::new(Self::TYPE, 40);
        writer.fixed(&self.flags.0.to_le_bytes());
        writer.field(&[], "domain")?;
        writer.field(&[], "workstation")?;
        writer.fixed(&VERSION);
        Ok(writer.finish())
    }
}

/// MS-NLMP 2.2.1.2 CHALLENGE_MESSAGE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Challenge {
    pub(crate) target_name: String,
    pub(crate) flags: Flags,
    pub(crate) server_challenge: [u8; 8],
    pub(crate) target_info: AvPairs,
}

impl Challenge {
    const TYPE: u32 = 2;
    const WHAT: &'static str = "NTLM CHALLENGE_MESSAGE";

    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, AuthError> {
        let mut reader = open(bytes, Self::TYPE, Self::WHAT)?;
        let target_name = Field::read(&mut reader)?;
        let flags = Flags(reader.u32()?);
        let server_challenge = reader.array()?;
        let _reserved: [u8; 8] = reader.array()?;
        let target_info = if flags.has(Flags::TARGET_INFO) {
            AvPairs::parse(Field::read(&mut reader)?.bytes(bytes, Self::WHAT)?)?
        } else {
            AvPairs::default()
        };
        let target_name = if flags.has(Flags::UNICODE) {
            from_utf16(target_name.bytes(bytes, Self::WHAT)?, Self::WHAT)?
        } else {
            String::new()
        };
        Ok(Self { target_name, flags, server_challenge, target_info })
    }

    pub(crate) fn encode(&self) -> Result<Vec<u8>, AuthError> {
        let mut writer = Writer::new(Self::TYPE, 56);
        writer.field(&utf16(&self.target_name), "the name of the NTLM target")?;
        writer.fixed(&self.flags.0.to_le_bytes());
        writer.fixed(&self.server_challenge);
        writer.fixed(&[0; 8]);
        writer.field(&self.target_info.encode(), "the NTLM target information")?;
        writer.fixed(&if self.flags.has(Flags::VERSION) { VERSION } else { [0; 8] });
        Ok(writer.finish())
    }
}

/// MS-NLMP 2.2.1.3 AUTHENTICATE_MESSAGE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Authenticate {
    pub(crate) lm_response: Vec<u8>,
    pub(crate) nt_response: Vec<u8>,
    pub(crate) domain: String,
    pub(crate) user: String,
    pub(crate) workstation: String,
    pub(crate) encrypted_session_key: Vec<u8>,
    pub(crate) flags: Flags,
    /// The message integrity code; `None` when the payload begins where it would stand.
    pub(crate) mic: Option<[u8; 16]>,
}

impl Authenticate {
    const TYPE: u32 = 3;
    const WHAT: &'static str = "NTLM AUTHENTICATE_MESSAGE";
    const MIC_OFFSET: usize = 72;
    const PAYLOAD_OFFSET: usize = 88;

    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, AuthError> {
        let mut reader = open(bytes, Self::TYPE, Self::WHAT)?;
        let mut payload_offset = bytes.len();
        let mut field = || -> Result<&[u8], AuthError> {
            let field = Field::read(&mut reader)?;
            if field.length > 0 {
                payload_offset = payload_offset.min(field.offset);
            }
            field.bytes(bytes, Self::WHAT)
        };
        let lm_response = field()?.to_vec();
        let nt_response = field()?.to_vec();
        let [domain, user, workstation] = [field()?, field()?, field()?];
        let encrypted_session_key = field()?.to_vec();
        let flags = Flags(reader.u32()?);
        if !flags.has(Flags::UNICODE) {
            return Err(AuthError::PeerMisbehaved("an NTLM message does not use Unicode"));
        }
        let mic = if payload_offset >= Self::PAYLOAD_OFFSET {
            let _version: [u8; 8] = reader.array()?;
            Some(reader.array()?)
        } else {
            None
        };
        Ok(Self {
            lm_response,
            nt_response,
            domain: from_utf16(domain, Self::WHAT)?,
            user: from_utf16(user, Self::WHAT)?,
            workstation: from_utf16(workstation, Self::WHAT)?,
            encrypted_session_key,
            flags,
            mic,
        })
    }

    /// The message with its integrity code, or with zeros where none is known yet.
    pub(crate) fn encode(&self) -> Result<Vec<u8>, AuthError> {
        // The order of the fields in the payload is that of the examples in MS-NLMP 4.2, which
        // differs from the order of their descriptions.
        let (domain, user) = (utf16(&self.domain), utf16(&self.user));
        let workstation = utf16(&self.workstation);
        let mut writer = Writer::new(Self::TYPE, Self::PAYLOAD_OFFSET);
        writer.field(&self.lm_response, "the LM response")?;
        writer.field(&self.nt_response, "the NT response")?;
        writer.field(&domain, "the domain name")?;
        writer.field(&user, "the user name")?;
        writer.field(&workstation, "the name of the workstation")?;
        writer.field(&self.encrypted_session_key, "the session key")?;
        writer.fixed(&self.flags.0.to_le_bytes());
        writer.fixed(&if self.flags.has(Flags::VERSION) { VERSION } else { [0; 8] });
        writer.fixed(&self.mic.unwrap_or_default());
        Ok(writer.finish())
    }

    /// The bytes of a message with its integrity code set to zero, as they enter that code.
    pub(crate) fn without_mic(bytes: &[u8]) -> Vec<u8> {
        let mut copy = bytes.to_vec();
        if let Some(mic) = copy.get_mut(Self::MIC_OFFSET..Self::PAYLOAD_OFFSET) {
            mic.fill(0);
        }
        copy
    }

    /// Writes the integrity code into the bytes of a message that was encoded without.
    pub(crate) fn put_mic(bytes: &mut [u8], mic: [u8; 16]) {
        if let Some(place) = bytes.get_mut(Self::MIC_OFFSET..Self::PAYLOAD_OFFSET) {
            place.copy_from_slice(&mic);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ntlm::av_pairs::id;

    /// MS-NLMP 4.2.4.3 Messages: the CHALLENGE_MESSAGE.
    pub(crate) const CHALLENGE: &[u8] = &[
        0x4e, 0x54, 0x4c, 0x4d, 0x53, 0x53, 0x50, 0x00, 0x02, 0x00, 0x00, 0x00, 0x0c, 0x00, 0x0c,
        0x00, 0x38, 0x00, 0x00, 0x00, 0x33, 0x82, 0x8a, 0xe2, 0x01, 0x23, 0x45, 0x67, 0x89, 0xab,
        0xcd, 0xef, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x24, 0x00, 0x24, 0x00, 0x44,
        0x00, 0x00, 0x00, 0x06, 0x00, 0x70, 0x17, 0x00, 0x00, 0x00, 0x0f, 0x53, 0x00, 0x65, 0x00,
        0x72, 0x00, 0x76, 0x00, 0x65, 0x00, 0x72, 0x00, 0x02, 0x00, 0x0c, 0x00, 0x44, 0x00, 0x6f,
        0x00, 0x6d, 0x00, 0x61, 0x00, 0x69, 0x00, 0x6e, 0x00, 0x01, 0x00, 0x0c, 0x00, 0x53, 0x00,
        0x65, 0x00, 0x72, 0x00, 0x76, 0x00, 0x65, 0x00, 0x72, 0x00, 0x00, 0x00, 0x00, 0x00,
    ];

    /// MS-NLMP 4.2.4.3 Messages: the fixed part of the AUTHENTICATE_MESSAGE. Its payload begins
    /// at 72, so it has no place for an integrity code.
    const AUTHENTICATE_HEAD: &[u8] = &[
        0x4e, 0x54, 0x4c, 0x4d, 0x53, 0x53, 0x50, 0x00, 0x03, 0x00, 0x00, 0x00, 0x18, 0x00, 0x18,
        0x00, 0x6c, 0x00, 0x00, 0x00, 0x54, 0x00, 0x54, 0x00, 0x84, 0x00, 0x00, 0x00, 0x0c, 0x00,
        0x0c, 0x00, 0x48, 0x00, 0x00, 0x00, 0x08, 0x00, 0x08, 0x00, 0x54, 0x00, 0x00, 0x00, 0x10,
        0x00, 0x10, 0x00, 0x5c, 0x00, 0x00, 0x00, 0x10, 0x00, 0x10, 0x00, 0xd8, 0x00, 0x00, 0x00,
        0x35, 0x82, 0x88, 0xe2, 0x05, 0x01, 0x28, 0x0a, 0x00, 0x00, 0x00, 0x0f,
    ];

    #[test]
    fn the_challenge_of_the_specification() {
        let challenge = Challenge::parse(CHALLENGE).unwrap();
        assert_eq!(challenge.target_name, "Server");
        assert!(challenge.flags.has(Flags::SEALING | Flags::TARGET_TYPE_SERVER));
        assert_eq!(challenge.server_challenge, 0x0123_4567_89ab_cdef_u64.to_be_bytes());
        assert_eq!(
            challenge.target_info.get(id::NB_COMPUTER_NAME),
            Some(utf16("Server").as_slice())
        );
        assert_eq!(challenge.target_info.get(id::NB_DOMAIN_NAME), Some(utf16("Domain").as_slice()));
        let mut encoded = challenge.encode().unwrap();
        encoded[48..56].copy_from_slice(&CHALLENGE[48..56]); // the version differs
        assert_eq!(encoded, CHALLENGE);
    }

    #[test]
    fn the_authenticate_message_of_the_specification() {
        let mut bytes = AUTHENTICATE_HEAD.to_vec();
        bytes.extend(utf16("DomainUserCOMPUTER"));
        bytes.extend([0xaa; 24]);
        bytes.extend([0xbb; 84]);
        bytes.extend([0xcc; 16]);
        assert_eq!(bytes.len(), 0xe8);
        let message = Authenticate::parse(&bytes).unwrap();
        assert_eq!((message.user.as_str(), message.domain.as_str()), ("User", "Domain"));
        assert_eq!(message.workstation, "COMPUTER");
        assert_eq!(message.lm_response, [0xaa; 24]);
        assert_eq!(message.nt_response, [0xbb; 84]);
        assert_eq!(message.encrypted_session_key, [0xcc; 16]);
        assert_eq!(message.mic, None);
    }

    #[test]
    fn messages_survive_the_round_trip() {
        let negotiate = Negotiate { flags: Flags::SEALING };
        assert_eq!(Negotiate::parse(&negotiate.encode().unwrap()), Ok(negotiate.clone()));
        assert_eq!(Negotiate::parse(&negotiate.encode().unwrap()[..16]), Ok(negotiate));

        let mut message = Authenticate {
            lm_response: vec![0; 24],
            nt_response: vec![1; 60],
            domain: "D".into(),
            user: "Jürgen".into(),
            workstation: String::new(),
            encrypted_session_key: vec![2; 16],
            flags: Flags::SEALING,
            mic: Some([0; 16]),
        };
        let mut bytes = message.encode().unwrap();
        assert_eq!(Authenticate::parse(&bytes), Ok(message.clone()));
        Authenticate::put_mic(&mut bytes, [9; 16]);
        message.mic = Some([9; 16]);
        assert_eq!(Authenticate::parse(&bytes), Ok(message));
        assert_eq!(
            Authenticate::parse(&Authenticate::without_mic(&bytes)).unwrap().mic,
            Some([0; 16])
        );
    }

    #[test]
    fn every_truncation_is_an_error_and_fields_stay_inside() {
        for length in 0..CHALLENGE.len() {
            assert!(Challenge::parse(&CHALLENGE[..length]).is_err(), "{length}");
        }
        let mut outside = CHALLENGE.to_vec();
        outside[44..48].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(
            Challenge::parse(&outside),
            Err(AuthError::malformed(Challenge::WHAT, "a field lies outside of it"))
        );
        let huge = [&SIGNATURE[..], &vec![1; MAX_MESSAGE_LENGTH]].concat();
        assert!(matches!(Negotiate::parse(&huge), Err(AuthError::LimitExceeded { .. })));
        assert!(matches!(Negotiate::parse(CHALLENGE), Err(AuthError::PeerMisbehaved(_))));
    }
}
