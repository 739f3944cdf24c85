//! `System.Collections.BitArray` and `BitVector32`

use parking_lot::RwLock;

use super::enumerator;
use crate::types::prelude::*;

pub(crate) static ARRAY: Implementation = Implementation {
    name: "System.Collections.BitArray",
    constructor: Some(construct_array),
    methods: &[
        ("And", |call| combine(call, |a, b| a & b)),
        ("Clone", |call| {
            let bits = this(call)?.0.read().clone();
            Ok(Value::live(Bits(RwLock::new(bits))))
        }),
        ("CopyTo", |call| {
            let values = this(call)?.values();
            sequence::copy_to(&values, call.argument(0), call.int(1))?;
            Ok(Value::AutomationNull)
        }),
        ("Get", |call| get(this(call)?, call.int(0))),
        ("GetEnumerator", |call| {
            Ok(enumerator::over("System.Array+ArrayEnumerator", this(call)?.values()))
        }),
        ("HasAllSet", |call| Ok(this(call)?.0.read().iter().all(|bit| *bit).into())),
        ("HasAnySet", |call| Ok(this(call)?.0.read().iter().any(|bit| *bit).into())),
        ("LeftShift", |call| shift(call, true)),
        ("Not", |call| {
            this(call)?.0.write().iter_mut().for_each(|bit| *bit = !*bit);
            Ok(call.this.clone())
        }),
        ("Or", |call| combine(call, |a, b| a | b)),
        ("RightShift", |call| shift(call, false)),
        ("Set", |call| set(call, 1)),
        ("SetAll", |call| {
            this(call)?.0.write().fill(call.bool(0));
            Ok(Value::AutomationNull)
        }),
        ("Xor", |call| combine(call, |a, b| a ^ b)),
    ],
    properties: &[
        ("Count", |call| Ok(sequence::count(this(call)?.0.read().len()))),
        ("IsReadOnly", |_| Ok(false.into())),
        ("IsSynchronized", |_| Ok(false.into())),
        ("Item", |call| get(this(call)?, call.int(0))),
        ("Length", |call| Ok(sequence::count(this(call)?.0.read().len()))),
        ("SyncRoot", |call| Ok(call.this.clone())),
    ],
    setters: &[
        ("Item", |call| set(call, 1)),
        ("Length", |call| {
            let length = usize::try_from(call.int(0))
                .map_err(|_| errors::out_of_range("value", "Non-negative number required."))?;
            this(call)?.0.write().resize(length, false);
            Ok(Value::AutomationNull)
        }),
    ],
    ..Implementation::EMPTY
};

/// Single bits.
struct Bits(RwLock<Vec<bool>>);

impl Bits {
    fn values(&self) -> Vec<Value> {
        self.0.read().iter().map(|bit| Value::Bool(*bit)).collect()
    }
}

impl LiveObject for Bits {
    fn object_type(&self) -> TypeId {
        type_named("System.Collections.BitArray")
    }

    fn enumerate(&self) -> Option<Box<dyn Iterator<Item = Value> + Send>> {
        Some(Box::new(self.values().into_iter()))
    }
}

fn this<'a>(call: &Call<'a>) -> Result<&'a Bits, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

/// `new(length[, value])`, `new(bool[])`, `new(byte[])`, `new(int[])`, `new(BitArray)`
fn construct_array(call: &mut Call<'_>) -> Outcome {
    let given = call.argument(0);
    if let Some(other) = given.downcast::<Bits>() {
        let bits = other.0.read().clone();
        return Ok(Value::live(Bits(RwLock::new(bits))));
    }
    let bits = match given.base() {
        Value::I32(length) => {
            let length = usize::try_from(*length)
                .map_err(|_| errors::out_of_range("length", "Non-negative number required."))?;
            vec![call.bool(1); length]
        }
        Value::Null => return Err(errors::argument_null("bits")),
        _ => call
            .items(0)
            .iter()
            .flat_map(|item| -> Vec<bool> {
                match item.base() {
                    Value::Bool(bit) => vec![*bit],
                    Value::U8(byte) => (0..8).map(|at| byte >> at & 1 == 1).collect(),
                    other => {
                        let number = other.as_i64().unwrap_or(0);
                        (0..32).map(|at| number >> at & 1 == 1).collect()
                    }
                }
            })
            .collect(),
    };
    Ok(Value::live(Bits(RwLock::new(bits))))
}

fn place(bits: &[bool], index: i32) -> Result<usize, Exception> {
    usize::try_from(index).ok().filter(|at| *at < bits.len()).ok_or_else(|| {
        errors::out_of_range(
            "index",
            "Index was out of range. Must be non-negative and less than the size of the collection.",
        )
    })
}

fn get(bits: &Bits, index: i32) -> Outcome {
    let bits = bits.0.read();
    let at = place(&bits, index)?;
    Ok(bits.get(at).copied().unwrap_or(false).into())
}

fn set(call: &Call<'_>, value_at: usize) -> Outcome {
    let mut bits = this(call)?.0.write();
    let at = place(&bits, call.int(0))?;
    if let Some(slot) = bits.get_mut(at) {
        *slot = call.bool(value_at);
    }
    Ok(Value::AutomationNull)
}

fn combine(call: &Call<'_>, rule: fn(bool, bool) -> bool) -> Outcome {
    let other =
        call.argument(0).downcast::<Bits>().ok_or_else(|| errors::argument_null("value"))?;
    let other = other.0.read().clone();
    let mut bits = this(call)?.0.write();
    if bits.len() != other.len() {
        return Err(errors::argument("Array lengths must be the same."));
    }
    for (bit, other) in bits.iter_mut().zip(other) {
        *bit = rule(*bit, other);
    }
    drop(bits);
    Ok(call.this.clone())
}

/// Left means to higher places.
fn shift(call: &Call<'_>, left: bool) -> Outcome {
    let count = usize::try_from(call.int(0))
        .map_err(|_| errors::out_of_range("count", "Non-negative number required."))?;
    let mut bits = this(call)?.0.write();
    let length = bits.len();
    let old = bits.clone();
    for (at, bit) in bits.iter_mut().enumerate() {
        let from = if left { at.checked_sub(count) } else { at.checked_add(count) };
        *bit = from
            .filter(|from| *from < length)
            .and_then(|from| old.get(from).copied())
            .unwrap_or(false);
    }
    drop(bits);
    Ok(call.this.clone())
}

pub(crate) static VECTOR: Implementation = Implementation {
    name: "System.Collections.Specialized.BitVector32",
    constructor: Some(|call| {
        let data = match call.argument(0).downcast::<Vector>() {
            Some(other) => *other.0.read(),
            None => call.int(0),
        };
        Ok(Value::live(Vector(RwLock::new(data))))
    }),
    methods: &[("ToString", |call| Ok(vector(call)?.text().into()))],
    static_methods: &[("CreateMask", |call| {
        Ok(Value::I32(match call.argument(0).as_i32() {
            None | Some(0) => 1,
            Some(i32::MIN) => {
                return Err(errors::invalid_operation("Bit vector is full."));
            }
            Some(previous) => previous << 1,
        }))
    })],
    properties: &[
        ("Data", |call| Ok(Value::I32(*vector(call)?.0.read()))),
        ("Item", |call| {
            let mask = call.int(0);
            Ok((*vector(call)?.0.read() & mask == mask).into())
        }),
    ],
    setters: &[("Item", |call| {
        let mask = call.int(0);
        let mut data = vector(call)?.0.write();
        *data = if call.bool(1) { *data | mask } else { *data & !mask };
        Ok(Value::AutomationNull)
    })],
    ..Implementation::EMPTY
};

/// Thirty-two bits.
struct Vector(RwLock<i32>);

impl LiveObject for Vector {
    fn object_type(&self) -> TypeId {
        type_named("System.Collections.Specialized.BitVector32")
    }

    fn text(&self) -> PsString {
        format!("BitVector32{{{:032b}}}", *self.0.read()).into()
    }

    fn equals(&self, other: &Value) -> Option<bool> {
        other.downcast::<Self>().map(|other| *self.0.read() == *other.0.read())
    }
}

fn vector<'a>(call: &Call<'a>) -> Result<&'a Vector, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}
