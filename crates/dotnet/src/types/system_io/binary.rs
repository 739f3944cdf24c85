//! `System.IO.BinaryReader`, `BinaryWriter`

use std::io::SeekFrom;

use parking_lot::Mutex;

use super::stream::Stream;
use crate::call::Body;
use crate::types::prelude::*;
use crate::types::system_text::codec::Codec;
use crate::types::system_text::encoding::codec_of;

/// Bytes that are numbers and texts; reads or writes a stream.
struct Binary {
    stream: Value,
    codec: Codec,
    leave_open: bool,
    writes: bool,
    /// Characters that were decoded and not asked for.
    ahead: Mutex<Vec<u16>>,
}

impl LiveObject for Binary {
    fn object_type(&self) -> TypeId {
        type_named(if self.writes { "System.IO.BinaryWriter" } else { "System.IO.BinaryReader" })
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&["BaseStream"])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        name.eq_ignore_ascii_case("BaseStream").then(|| Ok(self.stream.clone()))
    }
}

impl Binary {
    fn stream(&self) -> Result<&Stream, Exception> {
        self.stream.downcast().ok_or_else(errors::null_reference)
    }

    /// Exactly so many bytes.
    fn take<const COUNT: usize>(&self) -> Result<[u8; COUNT], Exception> {
        let bytes = self.stream()?.read(COUNT)?;
        bytes.try_into().map_err(|_| beyond_end())
    }

    /// An integer in groups of seven bits, the lowest first.
    fn packed(&self, most_bytes: u32) -> Result<u64, Exception> {
        let mut number = 0;
        for at in 0..most_bytes {
            let [byte] = self.take::<1>()?;
            number |= u64::from(byte & 0x7F) << (7 * at);
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(errors::format("Too many bytes in what should have been a 7-bit encoded integer."))
    }

    /// The next code unit; `None` at the end.
    fn next_unit(&self) -> Result<Option<u16>, Exception> {
        let mut ahead = self.ahead.lock();
        if !ahead.is_empty() {
            return Ok(Some(ahead.remove(0)));
        }
        let stream = self.stream()?;
        let mut bytes = stream.read(self.least_bytes())?;
        if bytes.is_empty() {
            return Ok(None);
        }
        let length = match (self.codec, bytes.first()) {
            (Codec::Utf8(_), Some(0xC0..=0xDF)) => 2,
            (Codec::Utf8(_), Some(0xE0..=0xEF)) => 3,
            (Codec::Utf8(_), Some(0xF0..=0xF7)) => 4,
            _ => bytes.len(),
        };
        bytes.extend(stream.read(length - bytes.len().min(length))?);
        let mut units = self.codec.decode(&bytes).into_iter();
        let first = units.next();
        ahead.extend(units);
        Ok(first)
    }

    fn least_bytes(&self) -> usize {
        match self.codec {
            Codec::Utf16(..) => 2,
            Codec::Utf32(..) => 4,
            _ => 1,
        }
    }

    fn put(&self, bytes: &[u8]) -> Outcome {
        self.stream()?.write(bytes)?;
        Ok(Value::AutomationNull)
    }

    fn put_packed(&self, mut number: u64) -> Outcome {
        let mut bytes = Vec::new();
        while number >= 0x80 {
            bytes.push(u8::try_from(number & 0x7F).unwrap_or(0) | 0x80);
            number >>= 7;
        }
        bytes.push(u8::try_from(number).unwrap_or(0));
        self.put(&bytes)
    }
}

fn beyond_end() -> Exception {
    errors::of("System.IO.EndOfStreamException", "Unable to read beyond the end of the stream.")
}

fn this<'a>(call: &Call<'a>) -> Result<&'a Binary, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

fn construct(call: &Call<'_>, writes: bool) -> Outcome {
    let stream = call.argument(0);
    if stream.downcast::<Stream>().is_none() {
        return Err(errors::argument_null(if writes { "output" } else { "input" }));
    }
    Ok(Value::live(Binary {
        stream: stream.clone(),
        codec: codec_of(call.argument(1)).unwrap_or(Codec::Utf8(false)),
        leave_open: call.bool(2),
        writes,
        ahead: Mutex::default(),
    }))
}

fn close(call: &mut Call<'_>) -> Outcome {
    let binary = this(call)?;
    if binary.leave_open {
        binary.stream()?.flush()?;
    } else {
        binary.stream()?.close()?;
    }
    Ok(Value::AutomationNull)
}

fn flush(call: &mut Call<'_>) -> Outcome {
    this(call)?.stream()?.flush()?;
    Ok(Value::AutomationNull)
}

fn count(call: &Call<'_>, index: usize) -> Result<usize, Exception> {
    usize::try_from(call.int(index)).map_err(|_| {
        errors::out_of_range_value(
            "count",
            "'count' must be a non-negative value.",
            call.int(index),
        )
    })
}

fn text(binary: &Binary, length: usize) -> Result<Vec<u16>, Exception> {
    let mut units = Vec::with_capacity(length.min(4096));
    while units.len() < length
        && let Some(unit) = binary.next_unit()?
    {
        units.push(unit);
    }
    Ok(units)
}

/// `Read()` gives a code unit; with a buffer it fills a part of an array of bytes or characters.
fn read(call: &mut Call<'_>) -> Outcome {
    let binary = this(call)?;
    if call.count() == 0 {
        return Ok(Value::I32(binary.next_unit()?.map_or(-1, i32::from)));
    }
    let is_text = matches!(
        call.argument(0).base(), Value::Array(array) if array.element_type() == TypeId::CHAR
    );
    let items: Vec<Value> = if is_text {
        text(binary, count(call, 2)?)?.into_iter().map(Value::Char).collect()
    } else {
        binary.stream()?.read(count(call, 2)?)?.into_iter().map(Value::U8).collect()
    };
    sequence::copy_to(&items, call.argument(0), call.int(1))?;
    Ok(sequence::count(items.len()))
}

const READ: &[(&str, Body)] = &[
    ("Close", close),
    ("Dispose", close),
    ("PeekChar", |call| {
        let binary = this(call)?;
        let stream = binary.stream()?;
        let Ok(place) = stream.seek(SeekFrom::Current(0)) else {
            return Ok(Value::I32(-1));
        };
        let unit = binary.next_unit()?;
        stream.seek(SeekFrom::Start(place))?;
        Ok(Value::I32(unit.map_or(-1, i32::from)))
    }),
    ("Read", read),
    ("Read7BitEncodedInt", |call| {
        let number = this(call)?.packed(5)?;
        Ok(Value::I32(u32::try_from(number & 0xFFFF_FFFF).unwrap_or(0).cast_signed()))
    }),
    ("Read7BitEncodedInt64", |call| Ok(Value::I64(this(call)?.packed(10)?.cast_signed()))),
    ("ReadBoolean", |call| Ok((this(call)?.take::<1>()? != [0]).into())),
    ("ReadByte", |call| Ok(Value::U8(u8::from_le_bytes(this(call)?.take()?)))),
    ("ReadBytes", |call| Ok(Value::bytes(this(call)?.stream()?.read(count(call, 0)?)?))),
    ("ReadChar", |call| this(call)?.next_unit()?.map(Value::Char).ok_or_else(beyond_end)),
    ("ReadChars", |call| {
        let units = text(this(call)?, count(call, 0)?)?;
        Ok(Value::array_of(TypeId::CHAR, units.into_iter().map(Value::Char).collect()))
    }),
    ("ReadDecimal", |call| {
        let bytes = this(call)?.take::<16>()?;
        let part = |at: usize| {
            let four = bytes.get(at..at + 4).and_then(|four| <[u8; 4]>::try_from(four).ok());
            u32::from_le_bytes(four.unwrap_or_default())
        };
        let flags = part(12);
        let negative = flags & 0x8000_0000 != 0;
        let scale = (flags >> 16) & 0xFF;
        Ok(rust_decimal::Decimal::from_parts(part(0), part(4), part(8), negative, scale).into())
    }),
    ("ReadDouble", |call| Ok(Value::F64(f64::from_le_bytes(this(call)?.take()?)))),
    ("ReadInt16", |call| Ok(Value::I16(i16::from_le_bytes(this(call)?.take()?)))),
    ("ReadInt32", |call| Ok(Value::I32(i32::from_le_bytes(this(call)?.take()?)))),
    ("ReadInt64", |call| Ok(Value::I64(i64::from_le_bytes(this(call)?.take()?)))),
    ("ReadSByte", |call| Ok(Value::I8(i8::from_le_bytes(this(call)?.take()?)))),
    ("ReadSingle", |call| Ok(Value::F32(f32::from_le_bytes(this(call)?.take()?)))),
    ("ReadString", |call| {
        let binary = this(call)?;
        let length = usize::try_from(binary.packed(5)?).unwrap_or(0);
        let bytes = binary.stream()?.read(length)?;
        if bytes.len() < length {
            return Err(beyond_end());
        }
        Ok(PsString::from_units(&binary.codec.decode(&bytes)).into())
    }),
    ("ReadUInt16", |call| Ok(Value::U16(u16::from_le_bytes(this(call)?.take()?)))),
    ("ReadUInt32", |call| Ok(Value::U32(u32::from_le_bytes(this(call)?.take()?)))),
    ("ReadUInt64", |call| Ok(Value::U64(u64::from_le_bytes(this(call)?.take()?)))),
];

/// `Write` of a value in the width of its type.
fn write(call: &mut Call<'_>) -> Outcome {
    let binary = this(call)?;
    match call.argument(0).base() {
        Value::Bool(flag) => binary.put(&[u8::from(*flag)]),
        Value::U8(number) => binary.put(&[*number]),
        Value::I8(number) => binary.put(&number.to_le_bytes()),
        Value::I16(number) => binary.put(&number.to_le_bytes()),
        Value::U16(number) => binary.put(&number.to_le_bytes()),
        Value::I32(number) => binary.put(&number.to_le_bytes()),
        Value::U32(number) => binary.put(&number.to_le_bytes()),
        Value::I64(number) => binary.put(&number.to_le_bytes()),
        Value::U64(number) => binary.put(&number.to_le_bytes()),
        Value::F32(number) => binary.put(&number.to_le_bytes()),
        Value::F64(number) => binary.put(&number.to_le_bytes()),
        Value::Decimal(number) => {
            let number = number.unpack();
            let flags = (number.scale << 16) | if number.negative { 0x8000_0000 } else { 0 };
            let parts = [number.lo, number.mid, number.hi, flags];
            binary.put(&parts.map(u32::to_le_bytes).concat())
        }
        Value::Char(unit) => {
            if (0xD800..0xE000).contains(unit) {
                return Err(errors::argument(
                    "Unicode surrogate characters must be written out as pairs together in the same call, not individually. Consider passing in a character array instead.",
                ));
            }
            binary.put(&binary.codec.encode(&[*unit]))
        }
        Value::Str(text) => {
            let bytes = binary.codec.encode(&text.units());
            binary.put_packed(bytes.len() as u64)?;
            binary.put(&bytes)
        }
        Value::Array(array) if array.element_type() == TypeId::CHAR => {
            let units = crate::types::system::string::units_of(&call.items(0));
            let range = part(call, units.len())?;
            binary.put(&binary.codec.encode(units.get(range).unwrap_or(&[])))
        }
        _ => {
            let bytes = call.bytes(0).ok_or_else(|| errors::argument_null("buffer"))?;
            let range = part(call, bytes.len())?;
            binary.put(bytes.get(range).unwrap_or(&[]))
        }
    }
}

fn part(call: &Call<'_>, length: usize) -> Result<std::ops::Range<usize>, Exception> {
    if call.count() < 3 {
        return Ok(0..length);
    }
    sequence::range_in(call.int(1), call.int(2), length)
}

pub(crate) static READER: Implementation = Implementation {
    name: "System.IO.BinaryReader",
    constructor: Some(|call| construct(call, false)),
    methods: READ,
    ..Implementation::EMPTY
};

pub(crate) static WRITER: Implementation = Implementation {
    name: "System.IO.BinaryWriter",
    constructor: Some(|call| construct(call, true)),
    methods: &[
        ("Close", close),
        ("Dispose", close),
        ("DisposeAsync", |call| {
            let closed = close(call);
            crate::types::system_threading::task::of_outcome(closed)
        }),
        ("Flush", flush),
        ("Seek", |call| {
            let offset = i64::from(call.int(0));
            let to = match call.argument(1).as_i64() {
                Some(1) => SeekFrom::Current(offset),
                Some(2) => SeekFrom::End(offset),
                _ => SeekFrom::Start(u64::try_from(offset).unwrap_or(0)),
            };
            let place = this(call)?.stream()?.seek(to)?;
            Ok(Value::I64(i64::try_from(place).unwrap_or(i64::MAX)))
        }),
        ("Write", write),
        ("Write7BitEncodedInt", |call| {
            this(call)?.put_packed(u64::from(call.int(0).cast_unsigned()))
        }),
        ("Write7BitEncodedInt64", |call| this(call)?.put_packed(call.long(0).cast_unsigned())),
    ],
    ..Implementation::EMPTY
};
