//! The subtractive generator of Knuth (The Art of Computer Programming, volume 2, section 3.2.2), as
//! `System.Random` has it for a seed.

/// A sequence that a seed determines.
#[derive(Clone, Debug)]
pub(crate) struct Sequence {
    table: [i32; 56],
    first: usize,
    second: usize,
}

const MODULUS: i32 = i32::MAX;
const START: i32 = 161_803_398;

impl Sequence {
    /// The sequence of a seed.
    pub(crate) fn new(seed: i32) -> Self {
        let magnitude = seed.checked_abs().unwrap_or(i32::MAX);
        let mut last = START - magnitude;
        let mut next = 1;
        let mut table = [0; 56];
        table[55] = last;
        let mut place = 0;
        for _ in 1..55 {
            place = (place + 21) % 55;
            table[place] = next;
            next = last.wrapping_sub(next);
            if next < 0 {
                next = next.wrapping_add(MODULUS);
            }
            last = table[place];
        }
        for _ in 1..5 {
            for at in 1..56 {
                let other = 1 + (at + 30) % 55;
                table[at] = table[at].wrapping_sub(table[other]);
                if table[at] < 0 {
                    table[at] = table[at].wrapping_add(MODULUS);
                }
            }
        }
        Self { table, first: 0, second: 21 }
    }

    fn sample(&mut self) -> i32 {
        let step = |place: usize| if place + 1 >= 56 { 1 } else { place + 1 };
        (self.first, self.second) = (step(self.first), step(self.second));
        let mut value = self.table[self.first].wrapping_sub(self.table[self.second]);
        if value == MODULUS {
            value -= 1;
        }
        if value < 0 {
            value = value.wrapping_add(MODULUS);
        }
        self.table[self.first] = value;
        value
    }

    /// The next byte: the low bits of the next number.
    pub(crate) fn next_byte(&mut self) -> u8 {
        self.sample().to_le_bytes()[0]
    }
}
