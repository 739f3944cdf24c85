//! The methods that all streams have

use std::io::SeekFrom;

use super::stream::Stream;
use crate::call::Body;
use crate::types::prelude::*;
use crate::types::system_threading::task;

pub(super) const METHODS: &[(&str, Body)] = &[
    ("Close", close),
    ("CopyTo", |call| {
        let rest = this(call)?.read_rest()?;
        let target: Arc<Stream> =
            call.argument(0).downcast_arc().ok_or_else(|| errors::argument_null("destination"))?;
        target.write(&rest)?;
        Ok(Value::AutomationNull)
    }),
    ("CopyToAsync", |call| {
        let copied = this(call)?.read_rest().and_then(|rest| {
            let target: Option<Arc<Stream>> = call.argument(0).downcast_arc();
            target.ok_or_else(|| errors::argument_null("destination"))?.write(&rest)
        });
        task::of_outcome(copied.map(|()| Value::AutomationNull))
    }),
    ("Dispose", close),
    ("DisposeAsync", |call| {
        let closed = close(call);
        task::of_outcome(closed)
    }),
    ("Flush", flush),
    ("FlushAsync", |call| {
        let flushed = flush(call);
        task::of_outcome(flushed)
    }),
    ("Read", read_part),
    ("ReadAsync", |call| {
        let count = read_part(call);
        task::of_outcome(count)
    }),
    ("ReadAtLeast", |call| {
        let minimum = usize::try_from(call.int(1)).unwrap_or(0);
        let bytes = this(call)?.read(minimum)?;
        if bytes.len() < minimum && (call.count() < 3 || call.bool(2)) {
            return Err(end_of_stream());
        }
        fill(call, &bytes, 0)
    }),
    ("ReadExactly", |call| {
        let Value::Array(buffer) = call.argument(0).base() else {
            return Err(errors::argument_null("buffer"));
        };
        let count = match call.argument(2).as_i32() {
            Some(count) => usize::try_from(count).unwrap_or(0),
            None => buffer.len(),
        };
        let bytes = this(call)?.read(count)?;
        if bytes.len() < count {
            return Err(end_of_stream());
        }
        fill(call, &bytes, call.int(1))?;
        Ok(Value::AutomationNull)
    }),
    ("ReadByte", |call| {
        let bytes = this(call)?.read(1)?;
        Ok(Value::I32(bytes.first().map_or(-1, |byte| i32::from(*byte))))
    }),
    ("Seek", |call| {
        let offset = call.long(0);
        let to = match call.argument(1).as_i64().unwrap_or(0) {
            0 => SeekFrom::Start(u64::try_from(offset).map_err(|_| {
                Exception::new(
                    TypeId::IO_EXCEPTION,
                    "An attempt was made to move the position before the beginning of the stream.",
                )
            })?),
            1 => SeekFrom::Current(offset),
            _ => SeekFrom::End(offset),
        };
        let place = this(call)?.seek(to)?;
        Ok(Value::I64(i64::try_from(place).unwrap_or(i64::MAX)))
    }),
    ("SetLength", |call| {
        let length = u64::try_from(call.long(0)).unwrap_or(0);
        this(call)?.set_length(length)?;
        Ok(Value::AutomationNull)
    }),
    ("ToArray", |call| Ok(Value::bytes(this(call)?.memory()?))),
    ("GetBuffer", |call| {
        let stream = this(call)?;
        if !stream.expandable {
            return Err(Exception::new(
                TypeId::UNAUTHORIZED_ACCESS_EXCEPTION,
                "MemoryStream's internal buffer cannot be accessed.",
            ));
        }
        let mut bytes = stream.memory()?;
        bytes.resize(bytes.len().max(*stream.capacity.lock()), 0);
        Ok(Value::bytes(bytes))
    }),
    ("ToString", |call| Ok(this(call)?.text().into())),
    ("Write", write_part),
    ("WriteAsync", |call| {
        let written = write_part(call);
        task::of_outcome(written)
    }),
    ("WriteByte", |call| {
        this(call)?.write(&[u8::try_from(call.long(0)).unwrap_or(0)])?;
        Ok(Value::AutomationNull)
    }),
    ("WriteTo", |call| {
        let all = this(call)?.memory()?;
        let target: Arc<Stream> =
            call.argument(0).downcast_arc().ok_or_else(|| errors::argument_null("stream"))?;
        target.write(&all)?;
        Ok(Value::AutomationNull)
    }),
];

fn this<'a>(call: &Call<'a>) -> Result<&'a Stream, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

fn close(call: &mut Call<'_>) -> Outcome {
    this(call)?.close()?;
    Ok(Value::AutomationNull)
}

fn flush(call: &mut Call<'_>) -> Outcome {
    this(call)?.flush()?;
    Ok(Value::AutomationNull)
}

fn end_of_stream() -> Exception {
    errors::of("System.IO.EndOfStreamException", "Unable to read beyond the end of the stream.")
}

/// Puts bytes into the array that a caller gave.
fn fill(call: &Call<'_>, bytes: &[u8], at: i32) -> Outcome {
    let items: Vec<Value> = bytes.iter().map(|byte| Value::U8(*byte)).collect();
    sequence::copy_to(&items, call.argument(0), at)?;
    Ok(sequence::count(bytes.len()))
}

/// `Read(buffer, offset, count)`
fn read_part(call: &mut Call<'_>) -> Outcome {
    let Value::Array(buffer) = call.argument(0).base() else {
        return Err(errors::argument_null("buffer"));
    };
    let count = match call.argument(2).as_i32() {
        Some(count) => usize::try_from(count)
            .map_err(|_| errors::out_of_range("count", "Non-negative number required."))?,
        None => buffer.len(),
    };
    let bytes = this(call)?.read(count)?;
    fill(call, &bytes, call.int(1))
}

/// `Write(buffer, offset, count)`
fn write_part(call: &mut Call<'_>) -> Outcome {
    let bytes = call.bytes(0).ok_or_else(|| errors::argument_null("buffer"))?;
    let range = if call.argument(2).as_i32().is_some() {
        sequence::range_in(call.int(1), call.int(2), bytes.len())?
    } else {
        0..bytes.len()
    };
    this(call)?.write(bytes.get(range).unwrap_or(&[]))?;
    Ok(Value::AutomationNull)
}
