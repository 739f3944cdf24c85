//! The NTLMv2 response: the proof that its maker knows the NT hash of a user.

use zeroize::Zeroizing;

use super::av_pairs::AvPairs;
use crate::{
    AuthError, FileTime, NtHash,
    bytes::{Reader, utf16},
    crypto::{Key, hmac_md5},
};

/// NTOWFv2 (MS-NLMP 3.3.2): the response key of a user.
pub(crate) fn response_key(nt_hash: &NtHash, user: &str, domain: &str) -> Key {
    let name = uppercase(user);
    Zeroizing::new(hmac_md5(nt_hash.as_bytes(), &[&utf16(&name), &utf16(domain)]))
}

/// Upper case as Windows folds names: each character by itself, so that no text changes its
/// length (the German sharp s stays what it is).
fn uppercase(text: &str) -> String {
    text.chars()
        .map(|character| {
            let mut upper = character.to_uppercase();
            match (upper.next(), upper.next()) {
                (Some(single), None) => single,
                _ => character,
            }
        })
        .collect()
}

/// MS-NLMP 2.2.2.7 NTLMv2_CLIENT_CHALLENGE, "temp" in the pseudocode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ClientChallenge {
    pub(crate) time: FileTime,
    pub(crate) challenge: [u8; 8],
    pub(crate) target_info: AvPairs,
}

impl ClientChallenge {
    const WHAT: &'static str = "NTLMv2 response";

    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut out = vec![1, 1, 0, 0, 0, 0, 0, 0];
        out.extend(self.time.ticks().to_le_bytes());
        out.extend(self.challenge);
        out.extend([0; 4]);
        out.extend(self.target_info.encode());
        out.extend([0; 4]);
        out
    }

    fn parse(bytes: &[u8]) -> Result<Self, AuthError> {
        let mut reader = Reader::new(bytes, Self::WHAT);
        if (reader.u8()?, reader.u8()?) != (1, 1) {
            return Err(reader.error("it has an unknown version"));
        }
        let _reserved: [u8; 6] = reader.array()?;
        let time = FileTime::from_ticks(reader.u64()?);
        let challenge = reader.array()?;
        let _reserved: [u8; 4] = reader.array()?;
        let rest = bytes.get(28..).unwrap_or_default();
        Ok(Self { time, challenge, target_info: AvPairs::parse(rest)? })
    }
}

/// MS-NLMP 2.2.2.8 NTLMv2_RESPONSE, read but not verified.
pub(crate) struct Response<'a> {
    pub(crate) proof: [u8; 16],
    /// The bytes that the proof covers, apart from the server's challenge.
    pub(crate) temp: &'a [u8],
    pub(crate) client: ClientChallenge,
}

impl<'a> Response<'a> {
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self, AuthError> {
        let (proof, temp) = bytes
            .split_first_chunk::<16>()
            .ok_or(AuthError::malformed(ClientChallenge::WHAT, "it ends too early"))?;
        Ok(Self { proof: *proof, temp, client: ClientChallenge::parse(temp)? })
    }
}

/// The proof (NTProofStr) and the SessionBaseKey that follows from it (MS-NLMP 3.3.2). With
/// NTLMv2 the latter is the KeyExchangeKey too (3.4.5.1).
pub(crate) fn prove(key: &Key, server_challenge: &[u8; 8], temp: &[u8]) -> ([u8; 16], Key) {
    let proof = hmac_md5(key, &[server_challenge, temp]);
    let session_base_key = Zeroizing::new(hmac_md5(key, &[&proof]));
    (proof, session_base_key)
}

/// The message integrity code of an AUTHENTICATE_MESSAGE (MS-NLMP 3.1.5.1.2).
pub(crate) fn message_integrity_code(
    exported_session_key: &Key,
    negotiate: &[u8],
    challenge: &[u8],
    authenticate_without_mic: &[u8],
) -> [u8; 16] {
    hmac_md5(exported_session_key, &[negotiate, challenge, authenticate_without_mic])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{crypto::KeyStream, ntlm::av_pairs::id};

    fn bytes(number: u128) -> [u8; 16] {
        number.to_be_bytes()
    }

    /// MS-NLMP 4.2.4 NTLMv2 Authentication, with the common values of 4.2.1.
    #[test]
    fn the_values_of_the_specification() {
        let key = response_key(&NtHash::from_password("Password"), "User", "Domain");
        assert_eq!(*key, bytes(0x0c86_8a40_3bfd_7a93_a300_1ef2_2ef0_2e3f));

        let mut target_info = AvPairs::default();
        target_info.set(id::NB_DOMAIN_NAME, utf16("Domain"));
        target_info.set(id::NB_COMPUTER_NAME, utf16("Server"));
        let client =
            ClientChallenge { time: FileTime::default(), challenge: [0xaa; 8], target_info };
        let temp = client.encode();
        assert_eq!(temp.len(), 0x54 - 16);

        let server_challenge = 0x0123_4567_89ab_cdef_u64.to_be_bytes();
        let (proof, session_base_key) = prove(&key, &server_challenge, &temp);
        assert_eq!(proof, bytes(0x68cd_0ab8_51e5_1c96_aabc_927b_ebef_6a1c));
        assert_eq!(*session_base_key, bytes(0x8de4_0cca_dbc1_4a82_f15c_b0ad_0de9_5ca3));

        let mut random_session_key = [0x55; 16];
        KeyStream::new(&session_base_key).apply(&mut random_session_key);
        assert_eq!(random_session_key, bytes(0xc5da_d254_4fc9_7990_94ce_1ce9_0bc9_d03e));

        let response = [&proof[..], &temp].concat();
        let read = Response::parse(&response).unwrap();
        assert_eq!((read.proof, read.temp), (proof, temp.as_slice()));
        assert_eq!(read.client, client);
    }

    #[test]
    fn every_truncation_of_a_response_is_an_error() {
        let client = ClientChallenge {
            time: FileTime::from_ticks(1),
            challenge: [1; 8],
            target_info: AvPairs::default(),
        };
        let response = [&[0; 16][..], &client.encode()].concat();
        // The last four bytes stand after the end mark and are not looked at.
        for length in 0..response.len() - 4 {
            assert!(Response::parse(&response[..length]).is_err(), "{length}");
        }
        assert!(Response::parse(&[0; 60]).is_err(), "an unknown version");
    }

    #[test]
    fn names_are_folded_character_by_character() {
        assert_eq!(uppercase("Jürgen.straße@é"), "JÜRGEN.STRAßE@É");
    }
}
