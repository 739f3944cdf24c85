//! `System.Random`

use parking_lot::Mutex;

use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Random",
    constructor: Some(construct),
    methods: &[
        ("GetItems", |call| {
            let random = random(call)?;
            let items = call.items(0);
            let count = usize::try_from(call.int(1)).unwrap_or(0);
            let chosen =
                (0..count).filter_map(|_| items.get(random.index(items.len())).cloned()).collect();
            Ok(same_array(call.argument(0), chosen))
        }),
        ("Next", next),
        ("NextBytes", |call| {
            let random = random(call)?;
            if let Value::Array(array) = call.argument(0).base() {
                for index in 0..array.len() {
                    array.set(index, Value::U8(random.byte()));
                }
            }
            Ok(Value::AutomationNull)
        }),
        ("NextDouble", |call| Ok(Value::F64(random(call)?.sample()))),
        ("NextInt64", next_int64),
        ("NextSingle", |call| Ok(Value::F32(random(call)?.sample() as f32))),
        ("Shuffle", |call| {
            let random = random(call)?;
            if let Value::Array(array) = call.argument(0).base() {
                array.modify(|items| {
                    let count = items.len();
                    for at in 0..count.saturating_sub(1) {
                        items.swap(at, at + random.index(count - at));
                    }
                });
            }
            Ok(Value::AutomationNull)
        }),
    ],
    static_properties: &[("Shared", |call| Ok(Value::live(Random::unseeded(call))))],
    ..Implementation::EMPTY
};

fn same_array(like: &Value, items: Vec<Value>) -> Value {
    match like.base() {
        Value::Array(array) => Value::array_of(array.element_type(), items),
        _ => Value::array(items),
    }
}

/// A source of numbers: the classic subtractive generator for a seed, xoshiro256** without one.
pub(crate) struct Random(Mutex<Generator>);

enum Generator {
    Seeded(Box<Subtractive>),
    Free([u64; 4]),
}

/// Knuth's subtractive generator, whose numbers for a seed are the same everywhere.
struct Subtractive {
    seeds: [i32; 56],
    next: usize,
    next_other: usize,
}

const BIG: i32 = i32::MAX;

impl Subtractive {
    fn new(seed: i32) -> Self {
        let mut seeds = [0_i32; 56];
        let start = if seed == i32::MIN { i32::MAX } else { seed.abs() };
        let mut previous = 161_803_398 - start;
        seeds[55] = previous;
        let mut current = 1;
        let mut place = 0;
        for _ in 1..55 {
            place = (place + 21) % 55;
            seeds[place] = current;
            current = previous - current;
            if current < 0 {
                current += BIG;
            }
            previous = seeds[place];
        }
        for _ in 1..5 {
            for at in 1..56 {
                let other = 1 + (at + 30) % 55;
                seeds[at] = seeds[at].wrapping_sub(seeds[other]);
                if seeds[at] < 0 {
                    seeds[at] += BIG;
                }
            }
        }
        Self { seeds, next: 0, next_other: 21 }
    }

    fn number(&mut self) -> i32 {
        let advance = |place: usize| if place >= 55 { 1 } else { place + 1 };
        self.next = advance(self.next);
        self.next_other = advance(self.next_other);
        let mut number = self.seeds[self.next].wrapping_sub(self.seeds[self.next_other]);
        if number == BIG {
            number -= 1;
        }
        if number < 0 {
            number += BIG;
        }
        self.seeds[self.next] = number;
        number
    }

    fn sample(&mut self) -> f64 {
        f64::from(self.number()) * (1.0 / f64::from(BIG))
    }

    /// For ranges wider than the numbers.
    fn wide_sample(&mut self) -> f64 {
        let mut number = self.number();
        if self.number() % 2 == 0 {
            number = -number;
        }
        (f64::from(number) + f64::from(BIG - 1)) / (2.0 * f64::from(BIG) - 1.0)
    }
}

fn xoshiro(state: &mut [u64; 4]) -> u64 {
    let result = state[1].wrapping_mul(5).rotate_left(7).wrapping_mul(9);
    let shifted = state[1] << 17;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = state[3].rotate_left(45);
    result
}

impl Random {
    /// The generator of a seed.
    pub(crate) fn seeded(seed: i32) -> Self {
        Self(Mutex::new(Generator::Seeded(Box::new(Subtractive::new(seed)))))
    }

    /// A generator of random state.
    fn unseeded(call: &Call<'_>) -> Self {
        let mut bytes = [0; 32];
        call.system().random_bytes(&mut bytes);
        let mut state = [1_u64; 4];
        for (word, chunk) in state.iter_mut().zip(bytes.chunks_exact(8)) {
            *word = u64::from_le_bytes(chunk.try_into().unwrap_or([1; 8]));
        }
        Self(Mutex::new(Generator::Free(state)))
    }

    /// At least 0 and below 1.
    pub(crate) fn sample(&self) -> f64 {
        match &mut *self.0.lock() {
            Generator::Seeded(generator) => generator.sample(),
            Generator::Free(state) => (xoshiro(state) >> 11) as f64 / (1_u64 << 53) as f64,
        }
    }

    /// At least 0 and below `limit`.
    fn below(&self, limit: u64) -> u64 {
        match &mut *self.0.lock() {
            Generator::Seeded(generator) => {
                let sample = if limit > u64::from(BIG.unsigned_abs()) {
                    generator.wide_sample()
                } else {
                    generator.sample()
                };
                (sample * limit as f64) as u64
            }
            Generator::Free(state) => {
                let wide = u128::from(xoshiro(state)) * u128::from(limit);
                u64::try_from(wide >> 64).unwrap_or(0)
            }
        }
    }

    fn byte(&self) -> u8 {
        let bits = match &mut *self.0.lock() {
            Generator::Seeded(generator) => u64::from(generator.number().cast_unsigned()),
            Generator::Free(state) => xoshiro(state),
        };
        u8::try_from(bits & 0xFF).unwrap_or(0)
    }

    /// At least 0 and below `limit`, from as many bits as the limit has.
    fn below_wide(&self, limit: u64) -> u64 {
        if limit <= 1 {
            return 0;
        }
        if matches!(&*self.0.lock(), Generator::Free(_)) {
            return self.below(limit);
        }
        let bits = 64 - (limit - 1).leading_zeros();
        loop {
            let word =
                self.below(1 << 22) | (self.below(1 << 22) << 22) | (self.below(1 << 20) << 44);
            let number = word >> (64 - bits);
            if number < limit {
                return number;
            }
        }
    }

    /// A place in a list.
    pub(crate) fn index(&self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).unwrap_or(0)
    }
}

impl LiveObject for Random {
    fn object_type(&self) -> TypeId {
        type_named("System.Random")
    }
}

fn random<'a>(call: &Call<'a>) -> Result<&'a Random, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

fn construct(call: &mut Call<'_>) -> Outcome {
    Ok(Value::live(match call.argument(0).as_i32() {
        Some(seed) => Random::seeded(seed),
        None => Random::unseeded(call),
    }))
}

fn range(call: &Call<'_>, most: i64) -> Result<(i64, u64), Exception> {
    let (low, high) = match call.count() {
        0 => (0, most),
        1 => (0, call.long(0)),
        _ => (call.long(0), call.long(1)),
    };
    if low > high {
        return Err(if call.count() == 1 {
            errors::out_of_range_value(
                "maxValue",
                &format!("maxValue ('{high}') must be a non-negative value."),
                high,
            )
        } else {
            errors::out_of_range("minValue", "'minValue' cannot be greater than maxValue.")
        });
    }
    Ok((low, high.abs_diff(low)))
}

fn next(call: &mut Call<'_>) -> Outcome {
    let random = random(call)?;
    if call.count() == 0
        && let Generator::Seeded(generator) = &mut *random.0.lock()
    {
        return Ok(Value::I32(generator.number()));
    }
    let (low, width) = range(call, i64::from(i32::MAX))?;
    let number = low.wrapping_add_unsigned(random.below(width));
    Ok(Value::I32(i32::try_from(number).unwrap_or(0)))
}

fn next_int64(call: &mut Call<'_>) -> Outcome {
    let random = random(call)?;
    let (low, width) = range(call, i64::MAX)?;
    Ok(Value::I64(low.wrapping_add_unsigned(random.below_wide(width))))
}
