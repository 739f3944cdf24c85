//! RC4 (RFC 6229 has vectors).

use zeroize::Zeroize;

/// An RC4 key stream with a 128-bit key.
pub(crate) struct KeyStream {
    table: [u8; 256],
    at: Position,
}

/// Where the stream stands. Kept apart from the table, so that it stays in registers.
#[derive(Clone, Copy, Default)]
struct Position {
    i: u8,
    j: u8,
}

impl KeyStream {
    pub(crate) fn new(key: &[u8; 16]) -> Self {
        let mut table = [0; 256];
        for (number, place) in (0..=u8::MAX).zip(&mut table) {
            *place = number;
        }
        let mut j = 0_u8;
        for (i, key) in (0..=u8::MAX).zip(key.iter().cycle()) {
            j = j.wrapping_add(table[usize::from(i)]).wrapping_add(*key);
            table.swap(usize::from(i), usize::from(j));
        }
        Self { table, at: Position::default() }
    }

    /// Encrypts or decrypts the bytes with the next part of the stream.
    pub(crate) fn apply(&mut self, bytes: &mut [u8]) {
        let mut run = self.run();
        let (words, rest) = bytes.as_chunks_mut::<4>();
        words.iter_mut().for_each(|word| run.apply_word(word));
        rest.iter_mut().for_each(|byte| *byte ^= run.next());
        self.at = run.at;
    }

    /// The stream taken apart for a while; the position has to be given back.
    #[inline(always)]
    pub(super) fn run(&mut self) -> Run<'_> {
        Run { table: &mut self.table, at: self.at }
    }

    /// Goes on where a run stopped.
    pub(super) fn resume(&mut self, stop: Stop) {
        self.at = stop.0;
    }
}

/// Where a run stopped.
pub(super) struct Stop(Position);

/// A stretch of the stream.
pub(super) struct Run<'s> {
    table: &'s mut [u8; 256],
    at: Position,
}

impl Run<'_> {
    #[inline(always)]
    fn next(&mut self) -> u8 {
        let Position { i, j } = self.at;
        // An octet as the index of 256 places cannot be out of bounds.
        let i = i.wrapping_add(1);
        let x = self.table[usize::from(i)];
        let j = j.wrapping_add(x);
        let y = self.table[usize::from(j)];
        self.table[usize::from(i)] = y;
        self.table[usize::from(j)] = x;
        self.at = Position { i, j };
        self.table[usize::from(x.wrapping_add(y))]
    }

    /// Encrypts or decrypts four bytes.
    #[inline(always)]
    pub(super) fn apply_word(&mut self, word: &mut [u8; 4]) {
        let stream = [self.next(), self.next(), self.next(), self.next()];
        *word = (u32::from_le_bytes(*word) ^ u32::from_le_bytes(stream)).to_le_bytes();
    }

    pub(super) fn stop(&self) -> Stop {
        Stop(self.at)
    }
}

impl Drop for KeyStream {
    fn drop(&mut self) {
        self.table.zeroize();
        (self.at.i, self.at.j) = (0, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::KeyStream;

    #[test]
    fn the_stream_is_that_of_rfc_6229() {
        let key = 0x0102_0304_0506_0708_090a_0b0c_0d0e_0f10_u128.to_be_bytes();
        let mut stream = [0; 4112];
        let mut keys = KeyStream::new(&key);
        let (head, tail) = stream.split_at_mut(7);
        keys.apply(head);
        keys.apply(tail);
        let at =
            |offset: usize| u128::from_be_bytes(stream[offset..offset + 16].try_into().unwrap());
        assert_eq!(at(0), 0x9ac7_cc9a_609d_1ef7_b293_2899_cde4_1b97);
        assert_eq!(at(16), 0x5248_c495_9014_126a_6e8a_84f1_1d1a_9e1c);
        assert_eq!(at(4096), 0xa36a_4c30_1ae8_ac13_610c_cbc1_2256_cacc);
    }
}
