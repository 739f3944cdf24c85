//! The compression function of MD5 (RFC 1321 section 3.4), with room for other work beside it.
//!
//! Each step waits for the one before, so most of the processor idles meanwhile. A sealed message
//! needs a key stream over the same bytes, whose steps wait for each other likewise: done side by
//! side the two take little longer than one.

/// What a digest begins with.
pub(super) const START: [u32; 4] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476];

/// `floor(abs(sin(n + 1)) * 2^32)` for each step.
#[rustfmt::skip]
const SINES: [u32; 64] = [
    0xd76a_a478, 0xe8c7_b756, 0x2420_70db, 0xc1bd_ceee, 0xf57c_0faf, 0x4787_c62a, 0xa830_4613, 0xfd46_9501,
    0x6980_98d8, 0x8b44_f7af, 0xffff_5bb1, 0x895c_d7be, 0x6b90_1122, 0xfd98_7193, 0xa679_438e, 0x49b4_0821,
    0xf61e_2562, 0xc040_b340, 0x265e_5a51, 0xe9b6_c7aa, 0xd62f_105d, 0x0244_1453, 0xd8a1_e681, 0xe7d3_fbc8,
    0x21e1_cde6, 0xc337_07d6, 0xf4d5_0d87, 0x455a_14ed, 0xa9e3_e905, 0xfcef_a3f8, 0x676f_02d9, 0x8d2a_4c8a,
    0xfffa_3942, 0x8771_f681, 0x6d9d_6122, 0xfde5_380c, 0xa4be_ea44, 0x4bde_cfa9, 0xf6bb_4b60, 0xbebf_bc70,
    0x289b_7ec6, 0xeaa1_27fa, 0xd4ef_3085, 0x0488_1d05, 0xd9d4_d039, 0xe6db_99e5, 0x1fa2_7cf8, 0xc4ac_5665,
    0xf429_2244, 0x432a_ff97, 0xab94_23a7, 0xfc93_a039, 0x655b_59c3, 0x8f0c_cc92, 0xffef_f47d, 0x8584_5dd1,
    0x6fa8_7e4f, 0xfe2c_e6e0, 0xa301_4314, 0x4e08_11a1, 0xf753_7e82, 0xbd3a_f235, 0x2ad7_d2bb, 0xeb86_d391,
];

/// How far the steps of each round turn.
const TURNS: [[u32; 4]; 4] = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];

type State = [u32; 4];

/// Takes in a block. `beside` is called sixteen times, with the numbers from 0.
#[inline(always)]
pub(super) fn compress(state: &mut State, words: &[u32; 16], mut beside: impl FnMut(usize)) {
    let [a, b, c, d] = *state;
    let mut now = *state;
    // Not a loop: in straight code all tables are constants in instructions.
    now = four_steps(0, now, words);
    beside(0);
    now = four_steps(1, now, words);
    beside(1);
    now = four_steps(2, now, words);
    beside(2);
    now = four_steps(3, now, words);
    beside(3);
    now = four_steps(4, now, words);
    beside(4);
    now = four_steps(5, now, words);
    beside(5);
    now = four_steps(6, now, words);
    beside(6);
    now = four_steps(7, now, words);
    beside(7);
    now = four_steps(8, now, words);
    beside(8);
    now = four_steps(9, now, words);
    beside(9);
    now = four_steps(10, now, words);
    beside(10);
    now = four_steps(11, now, words);
    beside(11);
    now = four_steps(12, now, words);
    beside(12);
    now = four_steps(13, now, words);
    beside(13);
    now = four_steps(14, now, words);
    beside(14);
    now = four_steps(15, now, words);
    beside(15);
    let [e, f, g, h] = now;
    *state = [a.wrapping_add(e), b.wrapping_add(f), c.wrapping_add(g), d.wrapping_add(h)];
}

#[inline(always)]
fn four_steps(number: usize, [a, b, c, d]: State, words: &[u32; 16]) -> State {
    let first = number * 4;
    let a = step(first, [a, b, c, d], words);
    let d = step(first + 1, [d, a, b, c], words);
    let c = step(first + 2, [c, d, a, b], words);
    let b = step(first + 3, [b, c, d, a], words);
    [a, b, c, d]
}

#[inline(always)]
fn step(number: usize, [a, b, c, d]: State, words: &[u32; 16]) -> u32 {
    let round = number / 16;
    let word = match round {
        0 => number,
        1 => 5 * number + 1,
        2 => 3 * number + 5,
        _ => 7 * number,
    };
    let known = a.wrapping_add(words[word % 16]).wrapping_add(SINES[number % 64]);
    // `b` is the newest value: as little as possible stands behind it.
    let mixed = match round {
        0 => known.wrapping_add(d ^ (b & (c ^ d))),
        // The two parts have no bit in common, so adding them is the same as joining them.
        1 => known.wrapping_add(c & !d).wrapping_add(b & d),
        2 => known.wrapping_add(b ^ (c ^ d)),
        _ => known.wrapping_add(c ^ (b | !d)),
    };
    b.wrapping_add(mixed.rotate_left(TURNS[round % 4][number % 4]))
}
