//! Random numbers as Get-Random and Get-SecureRandom draw them, and picking from objects.

mod draw;
mod sequence;

use std::sync::Arc;

use remora_engine::System;

pub(crate) use draw::{Bounds, draw};
pub(crate) use sequence::Sequence;

/// The sequence that a session goes on with once a seed was given.
#[derive(Default)]
pub(crate) struct RandomState(pub(crate) Option<Sequence>);

/// Where bytes come from.
pub(crate) enum Source {
    /// A sequence that can be repeated.
    Sequence(Sequence),
    /// The operating system.
    System(Arc<dyn System>),
}

impl Source {
    fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        match self {
            Self::Sequence(sequence) => bytes.fill_with(|| sequence.next_byte()),
            Self::System(system) => system.random_bytes(&mut bytes),
        }
        bytes
    }

    /// A number from 0 to below `i32::MAX`.
    pub(crate) fn next(&mut self) -> i32 {
        loop {
            let bits = i32::from_le_bytes(self.bytes());
            let number = if bits < 0 { bits + i32::MAX } else { bits };
            // The smallest number stays below zero.
            if (0..i32::MAX).contains(&number) {
                return number;
            }
        }
    }

    /// A number from 0 to below 1.
    pub(crate) fn next_real(&mut self) -> f64 {
        f64::from(self.next()) * (1.0 / f64::from(i32::MAX))
    }

    /// A number from `minimum` to below `maximum`.
    #[allow(clippy::cast_possible_truncation, reason = "the product lies between the bounds")]
    pub(crate) fn next_between(&mut self, minimum: i32, maximum: i32) -> i32 {
        let range = i64::from(maximum) - i64::from(minimum);
        if range <= i64::from(i32::MAX) {
            let offset = (self.next_real() * range as f64) as i64;
            return (offset + i64::from(minimum)) as i32;
        }
        // A sample of one bit more: a negative one half of the time.
        let sample = self.next();
        let negative = self.next() % 2 == 0;
        let sample = f64::from(if negative { -sample } else { sample });
        let share = (sample + f64::from(i32::MAX - 1)) / (2.0 * f64::from(i32::MAX) - 1.0);
        ((share * range as f64) as i64 + i64::from(minimum)) as i32
    }

    /// An index below `count`.
    pub(crate) fn next_index(&mut self, count: usize) -> usize {
        let count = i32::try_from(count).unwrap_or(i32::MAX);
        usize::try_from(self.next_between(0, count)).unwrap_or(0)
    }

    /// A number from `minimum` to below `maximum`: bits are drawn until they fit the range.
    pub(crate) fn next_long(&mut self, minimum: i64, maximum: i64) -> i64 {
        let range = maximum.wrapping_sub(minimum).cast_unsigned();
        if let Ok(small) = i32::try_from(range) {
            return minimum + i64::from(self.next_between(0, small));
        }
        let mask = u64::MAX >> range.leading_zeros();
        loop {
            let bits = u64::from_le_bytes(self.bytes()) & mask;
            if bits < range {
                return minimum.wrapping_add(bits.cast_signed());
            }
        }
    }

    /// A number from `minimum` to below `maximum`.
    pub(crate) fn next_real_between(&mut self, minimum: f64, maximum: f64) -> f64 {
        let mut range = maximum - minimum;
        if range.is_infinite() {
            return self.next_real().mul_add(maximum, (1.0 - self.next_real()) * minimum);
        }
        loop {
            let share = self.next_real();
            let number = minimum + share * range;
            range *= share;
            if number < maximum {
                return number;
            }
        }
    }
}

/// Objects that are picked while they come by, each with the same chance.
#[derive(Debug, Default)]
pub(crate) struct Picker<T> {
    chosen: Vec<T>,
    seen: usize,
}

impl<T> Picker<T> {
    /// Takes an object into account where `count` are wanted.
    pub(crate) fn offer(&mut self, source: &mut Source, item: T, count: usize) {
        if self.seen < count {
            self.chosen.push(item);
        } else if source.next_index(self.seen + 1) < count {
            let at = source.next_index(self.chosen.len());
            if let Some(slot) = self.chosen.get_mut(at) {
                *slot = item;
            }
        }
        self.seen += 1;
    }

    /// What was picked, in random order.
    pub(crate) fn finish(&mut self, source: &mut Source) -> Vec<T> {
        let mut chosen = std::mem::take(&mut self.chosen);
        for at in 0..chosen.len() {
            let low = i32::try_from(at).unwrap_or(i32::MAX);
            let high = i32::try_from(chosen.len()).unwrap_or(i32::MAX);
            let other = usize::try_from(source.next_between(low, high)).unwrap_or(at);
            chosen.swap(at, other);
        }
        chosen
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seeded(seed: i32) -> Source {
        Source::Sequence(Sequence::new(seed))
    }

    #[test]
    fn seeds_give_the_numbers_that_powershell_gives() {
        let mut source = seeded(42);
        let drawn: Vec<i32> = (0..3).map(|_| source.next_between(0, 100)).collect();
        assert_eq!(drawn, [17, 46, 67]);
        assert_eq!(seeded(1).next_between(0, i32::MAX), 42_389_573);
        assert_eq!(seeded(7).next_between(-5, 5), 4);
        assert_eq!(seeded(5).next_long(0, 10), 6);
        let mut source = seeded(5);
        let drawn: Vec<i32> = (0..5).map(|_| source.next_between(0, 10)).collect();
        assert_eq!(drawn, [6, 6, 0, 4, 2]);
        assert!((seeded(5).next_real_between(0.0, 1.0) - 0.621_272_796_588_611).abs() < 1e-14);
    }

    #[test]
    fn picking_is_as_powershell_picks() {
        let pick = |seed: i32, items: i32, count: usize| {
            let mut source = seeded(seed);
            let mut picker = Picker::default();
            for item in 1..=items {
                picker.offer(&mut source, item, count);
            }
            picker.finish(&mut source)
        };
        assert_eq!(pick(3, 5, 1), [3]);
        assert_eq!(pick(3, 10, 4), [7, 6, 1, 3]);
        assert_eq!(pick(9, 6, usize::MAX), [2, 6, 5, 4, 1, 3]);
    }
}
