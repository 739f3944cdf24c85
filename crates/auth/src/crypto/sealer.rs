//! Sealing in one pass: the key stream over a message, and HMAC-MD5 (RFC 2104) over its sequence
//! number and its plain bytes (MS-NLMP 3.4.4.2).

use zeroize::Zeroize;

use super::key_stream::KeyStream;
use super::md5::{START, compress};

/// Bytes of a block of MD5.
const BLOCK: usize = 64;

/// Encrypts a message; gives the code over its plain bytes.
pub(crate) fn encrypt(
    stream: &mut KeyStream,
    key: &[u8; 16],
    sequence: u32,
    message: &mut [u8],
) -> [u8; 16] {
    let mut code = Code::new(key, sequence);
    let (blocks, rest) = message.as_chunks_mut::<BLOCK>();
    let mut run = stream.run();
    for block in blocks {
        let words = code.next_words(block);
        let (parts, _) = block.as_chunks_mut::<4>();
        let mut parts = parts.iter_mut();
        compress(&mut code.inner, &words, |_| {
            if let Some(part) = parts.next() {
                run.apply_word(part);
            }
        });
    }
    let stop = run.stop();
    stream.resume(stop);
    let code = code.finish(rest);
    stream.apply(rest);
    code
}

/// Decrypts a message; gives the code over its plain bytes.
pub(crate) fn decrypt(
    stream: &mut KeyStream,
    key: &[u8; 16],
    sequence: u32,
    message: &mut [u8],
) -> [u8; 16] {
    let mut code = Code::new(key, sequence);
    let (blocks, rest) = message.as_chunks_mut::<BLOCK>();
    // A block is taken in while the one behind it is decrypted.
    let mut blocks = blocks.iter_mut();
    if let Some(first) = blocks.next() {
        stream.apply(first);
        let mut words = code.next_words(first);
        let mut run = stream.run();
        for block in blocks {
            let (parts, _) = block.as_chunks_mut::<4>();
            let mut parts = parts.iter_mut();
            compress(&mut code.inner, &words, |_| {
                if let Some(part) = parts.next() {
                    run.apply_word(part);
                }
            });
            words = code.next_words(block);
        }
        let stop = run.stop();
        stream.resume(stop);
        compress(&mut code.inner, &words, |_| ());
    }
    stream.apply(rest);
    code.finish(rest)
}

/// An authentication code under way.
struct Code {
    inner: [u32; 4],
    outer: [u32; 4],
    /// The four bytes that stand before the next bytes of the message: the sequence number moves
    /// everything by as much.
    carried: u32,
    /// Bytes that were taken in, the padded key and the carried ones included.
    length: u64,
}

impl Code {
    fn new(key: &[u8; 16], sequence: u32) -> Self {
        let padded = |pad: u8| {
            let mut block = [pad; BLOCK];
            block.iter_mut().zip(key).for_each(|(to, from)| *to ^= from);
            let mut state = START;
            compress(&mut state, &words_of(&block), |_| ());
            block.zeroize();
            state
        };
        let length = BLOCK as u64 + 4;
        Self { inner: padded(0x36), outer: padded(0x5C), carried: sequence, length }
    }

    /// The words of the next block, whose last four bytes are carried on.
    #[inline(always)]
    fn next_words(&mut self, block: &[u8; BLOCK]) -> [u32; 16] {
        self.length += BLOCK as u64;
        let mut words = words_of(block);
        words.rotate_right(1);
        let [first, ..] = &mut words;
        std::mem::swap(first, &mut self.carried);
        words
    }

    /// Takes in less than a block, and ends.
    fn finish(mut self, rest: &[u8]) -> [u8; 16] {
        let length = self.length + rest.len() as u64;
        let mut last = Vec::with_capacity(2 * BLOCK);
        last.extend(self.carried.to_le_bytes());
        last.extend(rest);
        pad(&mut last, length);
        absorb(&mut self.inner, &last);
        let mut last = octets(self.inner).to_vec();
        let length = (BLOCK + last.len()) as u64;
        pad(&mut last, length);
        absorb(&mut self.outer, &last);
        octets(self.outer)
    }
}

/// Fills the last block: a bit, zeros and the length of everything in bits.
fn pad(bytes: &mut Vec<u8>, length: u64) {
    bytes.push(0x80);
    while bytes.len() % BLOCK != BLOCK - 8 {
        bytes.push(0);
    }
    bytes.extend(length.wrapping_mul(8).to_le_bytes());
}

fn absorb(state: &mut [u32; 4], bytes: &[u8]) {
    let (blocks, _) = bytes.as_chunks::<BLOCK>();
    for block in blocks {
        compress(state, &words_of(block), |_| ());
    }
}

#[inline(always)]
fn words_of(block: &[u8; BLOCK]) -> [u32; 16] {
    let mut words = [0; 16];
    let (parts, _) = block.as_chunks::<4>();
    words.iter_mut().zip(parts).for_each(|(word, part)| *word = u32::from_le_bytes(*part));
    words
}

fn octets(state: [u32; 4]) -> [u8; 16] {
    let mut bytes = [0; 16];
    let (parts, _) = bytes.as_chunks_mut::<4>();
    parts.iter_mut().zip(state).for_each(|(part, word)| *part = word.to_le_bytes());
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::hmac_md5;

    #[test]
    fn one_pass_gives_what_two_give() {
        let key = [0xA5; 16];
        let mut sealing = KeyStream::new(&[7; 16]);
        let mut plain_stream = KeyStream::new(&[7; 16]);
        let mut opening = KeyStream::new(&[7; 16]);
        let lengths = (0..200).chain([255, 256, 1000, 4096, 4099, 70_000]);
        for (sequence, length) in (0_u32..).zip(lengths) {
            let plain: Vec<u8> = (0..length).map(|at: usize| (at * 31 % 251) as u8).collect();
            let expected = hmac_md5(&key, &[&sequence.to_le_bytes(), &plain]);
            let mut by_two = plain.clone();
            plain_stream.apply(&mut by_two);
            let mut message = plain.clone();
            assert_eq!(encrypt(&mut sealing, &key, sequence, &mut message), expected, "{length}");
            assert_eq!(message, by_two, "{length}");
            assert_eq!(decrypt(&mut opening, &key, sequence, &mut message), expected, "{length}");
            assert_eq!(message, plain, "{length}");
        }
    }
}
