//! Attribute/value pairs: the target information of a challenge and of a response.

use crate::{AuthError, bytes::Reader};

/// The identifiers of MS-NLMP 2.2.2.1 AV_PAIR that this implementation uses.
pub(crate) mod id {
    pub(crate) const END_OF_LIST: u16 = 0;
    pub(crate) const NB_COMPUTER_NAME: u16 = 1;
    pub(crate) const NB_DOMAIN_NAME: u16 = 2;
    pub(crate) const DNS_COMPUTER_NAME: u16 = 3;
    pub(crate) const DNS_DOMAIN_NAME: u16 = 4;
    pub(crate) const FLAGS: u16 = 6;
    pub(crate) const TIMESTAMP: u16 = 7;
    pub(crate) const TARGET_NAME: u16 = 9;
    pub(crate) const CHANNEL_BINDINGS: u16 = 10;
}

/// MsvAvFlags: the client provides a message integrity code.
pub(crate) const FLAG_MIC_PROVIDED: u32 = 0x0000_0002;

/// MS-NLMP 2.2.2.1 AV_PAIR, a list of them in the order of the wire, without its end mark.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct AvPairs(Vec<(u16, Vec<u8>)>);

impl AvPairs {
    const WHAT: &'static str = "NTLM target information";
    const MAX_PAIRS: usize = 32;

    /// Reads up to and including the end mark; what follows it belongs to the structure around.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, AuthError> {
        let mut reader = Reader::new(bytes, Self::WHAT);
        let mut pairs = Self::default();
        loop {
            let (id, length) = (reader.u16()?, reader.u16()?);
            let value = reader.take(usize::from(length))?;
            if id == id::END_OF_LIST {
                return Ok(pairs);
            }
            if pairs.get(id).is_some() {
                return Err(reader.error("an attribute stands twice"));
            }
            if pairs.0.len() == Self::MAX_PAIRS {
                let what = "the number of NTLM target attributes";
                return Err(AuthError::LimitExceeded { what, limit: Self::MAX_PAIRS });
            }
            pairs.0.push((id, value.to_vec()));
        }
    }

    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        for (id, value) in &self.0 {
            // `set` admits no value that is too long for its length field.
            let length = u16::try_from(value.len()).unwrap_or(0);
            out.extend(id.to_le_bytes());
            out.extend(length.to_le_bytes());
            out.extend(value);
        }
        out.extend([0; 4]);
        out
    }

    pub(crate) fn get(&self, id: u16) -> Option<&[u8]> {
        self.0.iter().find(|(present, _)| *present == id).map(|(_, value)| value.as_slice())
    }

    /// Replaces the value of the attribute, or adds it at the end. A value of more than 64 KiB,
    /// which no caller has, is cut.
    pub(crate) fn set(&mut self, id: u16, mut value: Vec<u8>) {
        value.truncate(usize::from(u16::MAX));
        match self.0.iter_mut().find(|(present, _)| *present == id) {
            Some((_, present)) => *present = value,
            None => self.0.push((id, value)),
        }
    }

    pub(crate) fn remove(&mut self, id: u16) {
        self.0.retain(|(present, _)| *present != id);
    }

    /// The value of MsvAvFlags; zero when there is none.
    pub(crate) fn flags(&self) -> Result<u32, AuthError> {
        self.number(id::FLAGS, "its flags do not have four bytes")
            .map(|flags| flags.map_or(0, u32::from_le_bytes))
    }

    /// The value of MsvAvTimestamp in ticks.
    pub(crate) fn timestamp(&self) -> Result<Option<u64>, AuthError> {
        self.number(id::TIMESTAMP, "its time stamp does not have eight bytes")
            .map(|ticks| ticks.map(u64::from_le_bytes))
    }

    /// The value of MsvAvChannelBindings; all zeros, which means none, becomes `None`.
    pub(crate) fn channel_bindings(&self) -> Result<Option<[u8; 16]>, AuthError> {
        self.number(id::CHANNEL_BINDINGS, "its channel binding does not have 16 bytes")
            .map(|hash| hash.filter(|hash| *hash != [0; 16]))
    }

    fn number<const N: usize>(
        &self,
        id: u16,
        why: &'static str,
    ) -> Result<Option<[u8; N]>, AuthError> {
        self.get(id)
            .map(|value| value.try_into().map_err(|_| AuthError::malformed(Self::WHAT, why)))
            .transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_survive_the_round_trip_and_keep_their_order() {
        let mut pairs = AvPairs::default();
        pairs.set(id::NB_DOMAIN_NAME, vec![0x44, 0]);
        pairs.set(id::NB_COMPUTER_NAME, vec![]);
        pairs.set(id::FLAGS, vec![2, 0, 0, 0]);
        pairs.set(id::NB_DOMAIN_NAME, vec![0x45, 0]);
        let bytes = pairs.encode();
        assert_eq!(bytes, [2, 0, 2, 0, 0x45, 0, 1, 0, 0, 0, 6, 0, 4, 0, 2, 0, 0, 0, 0, 0, 0, 0]);
        let read = AvPairs::parse(&[&bytes[..], b"rest"].concat()).unwrap();
        assert_eq!(read, pairs);
        assert_eq!(read.flags(), Ok(2));
        assert_eq!(read.get(id::NB_DOMAIN_NAME), Some(&[0x45, 0][..]));
        assert_eq!(read.timestamp(), Ok(None));
    }

    #[test]
    fn broken_lists_are_refused() {
        for bytes in [
            &[][..],
            &[0, 0],
            &[1, 0, 4, 0, 0, 0],
            &[1, 0, 0, 0],
            &[1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0],
        ] {
            assert!(AvPairs::parse(bytes).is_err(), "{bytes:?}");
        }
        let many: Vec<u8> =
            (1..200_u16).flat_map(|id| [id.to_le_bytes(), [0, 0]]).flatten().collect();
        assert!(matches!(AvPairs::parse(&many), Err(AuthError::LimitExceeded { .. })));
        let mut pairs = AvPairs::default();
        for id in [id::FLAGS, id::TIMESTAMP, id::CHANNEL_BINDINGS] {
            pairs.set(id, vec![1, 2, 3]);
        }
        assert!(pairs.flags().is_err() && pairs.timestamp().is_err());
        assert!(pairs.channel_bindings().is_err());
    }

    #[test]
    fn a_zero_binding_is_no_binding() {
        let mut pairs = AvPairs::default();
        pairs.set(id::CHANNEL_BINDINGS, vec![0; 16]);
        assert_eq!(pairs.channel_bindings(), Ok(None));
        pairs.set(id::CHANNEL_BINDINGS, vec![1; 16]);
        assert_eq!(pairs.channel_bindings(), Ok(Some([1; 16])));
        pairs.remove(id::CHANNEL_BINDINGS);
        assert_eq!(pairs.get(id::CHANNEL_BINDINGS), None);
    }
}
