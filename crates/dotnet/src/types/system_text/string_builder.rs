//! `System.Text.StringBuilder`

use parking_lot::RwLock;

use crate::types::prelude::*;
use crate::types::system::string::units_of;
use crate::types::system::string_search::{Comparison, replace_units};
use crate::types::system::string_static::text_of;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Text.StringBuilder",
    constructor: Some(construct),
    methods: &[
        ("Append", append),
        ("AppendFormat", append_format),
        ("AppendJoin", append_join),
        ("AppendLine", |call| {
            let mut units = text_units(call, 0);
            units.push(u16::from(b'\n'));
            push(call, &units)
        }),
        ("Clear", |call| change(call, Vec::clear)),
        ("CopyTo", |call| {
            let units = this(call)?.units.read().clone();
            let range = sequence::range_in(call.int(0), call.int(3), units.len())?;
            let items: Vec<Value> =
                units.get(range).unwrap_or(&[]).iter().map(|unit| Value::Char(*unit)).collect();
            sequence::copy_to(&items, call.argument(1), call.int(2))?;
            Ok(Value::AutomationNull)
        }),
        ("EnsureCapacity", |call| {
            let builder = this(call)?;
            let wanted = usize::try_from(call.int(0)).unwrap_or(0);
            builder.reserve(wanted);
            Ok(sequence::count(*builder.capacity.read()))
        }),
        ("Equals", |call| {
            let same = call
                .argument(0)
                .downcast::<Builder>()
                .is_some_and(|other| *other.units.read() == *this_units(call));
            Ok((same || call.this.same_reference(call.argument(0))).into())
        }),
        ("Insert", insert),
        ("Remove", |call| {
            let size = this(call)?.units.read().len();
            let range = sequence::range_in(call.int(0), call.int(1), size).map_err(|_| {
                errors::out_of_range(
                    if call.int(0) < 0 { "startIndex" } else { "length" },
                    "Index was out of range. Must be non-negative and less than or equal to the size of the collection.",
                )
            })?;
            change(call, |units| {
                units.drain(range);
            })
        }),
        ("Replace", replace),
        ("ToString", |call| {
            let units = this(call)?.units.read();
            let range = if call.count() >= 2 {
                sequence::range_in(call.int(0), call.int(1), units.len())?
            } else {
                0..units.len()
            };
            Ok(PsString::from_units(units.get(range).unwrap_or(&[])).into())
        }),
    ],
    properties: &[("Chars", |call| {
        let at = usize::try_from(call.int(0)).unwrap_or(usize::MAX);
        let unit = this(call)?.units.read().get(at).copied();
        unit.map(Value::Char).ok_or_else(errors::index_out_of_range)
    })],
    setters: &[("Chars", |call| {
        let at = usize::try_from(call.int(0)).unwrap_or(usize::MAX);
        let Value::Char(unit) = call.argument(1) else {
            return Err(errors::argument_null("value"));
        };
        match this(call)?.units.write().get_mut(at) {
            Some(slot) => *slot = *unit,
            None => {
                return Err(errors::out_of_range(
                    "index",
                    "Index was out of range. Must be non-negative and less than the size of the collection.",
                ));
            }
        }
        Ok(Value::AutomationNull)
    })],
    ..Implementation::EMPTY
};

/// A text that grows.
pub struct Builder {
    units: RwLock<Vec<u16>>,
    capacity: RwLock<usize>,
    max_capacity: usize,
}

const MAX: usize = 0x7FFF_FFFF;

impl Builder {
    /// A builder that holds this text.
    pub fn new(text: &PsString) -> Self {
        let units = text.units().into_owned();
        Self {
            capacity: RwLock::new(units.len().max(16)),
            units: RwLock::new(units),
            max_capacity: MAX,
        }
    }

    /// Adds a text at the end.
    pub(crate) fn push(&self, more: &[u16]) {
        let mut units = self.units.write();
        self.reserve(units.len() + more.len());
        units.extend_from_slice(more);
    }

    fn reserve(&self, wanted: usize) {
        let mut capacity = self.capacity.write();
        if wanted > *capacity {
            // A new chunk is as large as the text so far, within limits, or as what is added.
            let chunk = (*capacity).clamp(16, 8000).max(wanted - *capacity);
            *capacity += chunk;
        }
    }
}

impl LiveObject for Builder {
    fn object_type(&self) -> TypeId {
        type_named("System.Text.StringBuilder")
    }

    fn text(&self) -> PsString {
        PsString::from_units(&self.units.read())
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&["Capacity", "MaxCapacity", "Length"])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        match name.to_ascii_lowercase().as_str() {
            "capacity" => Some(Ok(sequence::count(*self.capacity.read()))),
            "maxcapacity" => Some(Ok(sequence::count(self.max_capacity))),
            "length" => Some(Ok(sequence::count(self.units.read().len()))),
            _ => None,
        }
    }

    fn set_property(&self, name: &str, value: Value) -> Option<Result<(), Exception>> {
        let size = value.as_i32().and_then(|size| usize::try_from(size).ok());
        let Some(size) = size else {
            return Some(Err(errors::out_of_range("value", "Length cannot be less than zero.")));
        };
        if name.eq_ignore_ascii_case("Length") {
            self.units.write().resize(size, 0);
            self.reserve(size);
            Some(Ok(()))
        } else if name.eq_ignore_ascii_case("Capacity") {
            if size < self.units.read().len() {
                return Some(Err(errors::out_of_range(
                    "value",
                    "capacity was less than the current size.",
                )));
            }
            *self.capacity.write() = size;
            Some(Ok(()))
        } else {
            None
        }
    }
}

fn this<'a>(call: &Call<'a>) -> Result<&'a Builder, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

fn this_units(call: &Call<'_>) -> Vec<u16> {
    this(call).map(|builder| builder.units.read().clone()).unwrap_or_default()
}

fn construct(call: &mut Call<'_>) -> Outcome {
    if let Some(negative) = call.argument(0).as_i32().filter(|capacity| *capacity < 0) {
        return Err(errors::out_of_range_value(
            "capacity",
            &format!("capacity ('{negative}') must be a non-negative value."),
            negative,
        ));
    }
    let numbers: Vec<usize> = call
        .arguments
        .iter()
        .filter_map(|argument| match argument.base() {
            Value::I32(number) => usize::try_from(*number).ok(),
            _ => None,
        })
        .collect();
    let text = call.string(0).cloned().unwrap_or_default();
    let text = match (call.string(0), &numbers[..]) {
        (Some(_), [start, length, _]) => text.substring(*start, *length).unwrap_or_default(),
        _ => text,
    };
    let builder = Builder::new(&text);
    let (capacity, max) = match (call.string(0), &numbers[..]) {
        (None, [capacity, max]) => (*capacity, *max),
        (_, [.., capacity]) => (*capacity, MAX),
        (_, []) => (16, MAX),
    };
    let size = text.unit_len();
    *builder.capacity.write() = if capacity == 0 { size.max(16) } else { capacity.max(size) };
    Ok(Value::live(Builder { max_capacity: max, ..builder }))
}

/// Changes the text and gives the builder back, so that calls can be chained.
fn change(call: &Call<'_>, change: impl FnOnce(&mut Vec<u16>)) -> Outcome {
    let builder = this(call)?;
    let size = {
        let mut units = builder.units.write();
        change(&mut units);
        units.len()
    };
    builder.reserve(size);
    Ok(call.this.base().clone())
}

fn push(call: &Call<'_>, units: &[u16]) -> Outcome {
    change(call, |text| text.extend_from_slice(units))
}

/// An argument as text: characters and arrays of them, or what `ToString()` gives.
fn text_units(call: &Call<'_>, index: usize) -> Vec<u16> {
    let value = call.argument(index);
    let is_chars =
        matches!(value.base(), Value::Array(array) if array.element_type() == TypeId::CHAR);
    if is_chars {
        return units_of(&call.items(index));
    }
    text_of(call, value).units().into_owned()
}

/// `Append(value)`, `Append(char, count)`, `Append(text, start, count)`
fn append(call: &mut Call<'_>) -> Outcome {
    let units = text_units(call, 0);
    match (call.argument(0).base(), call.count()) {
        (Value::Char(unit), 2) => {
            let count = usize::try_from(call.int(1)).map_err(|_| {
                errors::out_of_range("repeatCount", "Non-negative number required.")
            })?;
            push(call, &vec![*unit; count])
        }
        (_, 3) => {
            let range = sequence::range_in(call.int(1), call.int(2), units.len())?;
            push(call, units.get(range).unwrap_or(&[]))
        }
        _ => push(call, &units),
    }
}

fn append_format(call: &mut Call<'_>) -> Outcome {
    let with_provider = call.string(0).is_none() || call.provider_index() == Some(0);
    let first = usize::from(with_provider);
    let culture = if with_provider { call.culture_at(0) } else { call.context.culture() };
    let pattern = call.required_string(first, "format")?;
    let rest = call.arguments.get(first + 1..).unwrap_or(&[]);
    let arguments = match rest {
        [single] if sequence::is_collection(single) => sequence::items_of(single),
        several => several.to_vec(),
    };
    let zone = call.system().local_time_zone();
    let text = crate::composite::format(pattern, &arguments, &mut |value, format| {
        crate::format::format_value(value, format, &culture, &zone)
    })?;
    push(call, &text.units())
}

fn append_join(call: &mut Call<'_>) -> Outcome {
    let separator = text_units(call, 0);
    let rest = call.arguments.get(1..).unwrap_or(&[]);
    let items = match rest {
        [single] if sequence::is_collection(single) => sequence::items_of(single),
        several => several.to_vec(),
    };
    let mut units = Vec::new();
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            units.extend_from_slice(&separator);
        }
        units.extend_from_slice(&text_of(call, item).units());
    }
    push(call, &units)
}

fn insert(call: &mut Call<'_>) -> Outcome {
    let size = this(call)?.units.read().len();
    let at = usize::try_from(call.int(0))
        .ok()
        .filter(|at| *at <= size)
        .ok_or_else(|| {
            errors::out_of_range(
                "index",
                "Index was out of range. Must be non-negative and less than or equal to the size of the collection.",
            )
        })?;
    let mut added = text_units(call, 1);
    if let (3, Ok(count)) = (call.count(), usize::try_from(call.int(2))) {
        added = added.repeat(count);
    }
    change(call, |units| {
        units.splice(at..at, added);
    })
}

/// `Replace(old, new)`, `Replace(old, new, start, count)`
fn replace(call: &mut Call<'_>) -> Outcome {
    let (old, new) = (text_units(call, 0), text_units(call, 1));
    if old.is_empty() {
        return Err(errors::argument_for("oldValue", "The value cannot be an empty string."));
    }
    let size = this(call)?.units.read().len();
    let range = if call.count() >= 4 {
        sequence::range_in(call.int(2), call.int(3), size)?
    } else {
        0..size
    };
    change(call, |units| {
        let part = units.get(range.clone()).unwrap_or(&[]).to_vec();
        let replaced = replace_units(&part, &old, &new, Comparison::of(&Value::Null));
        units.splice(range, replaced);
    })
}
