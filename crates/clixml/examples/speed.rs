//! How fast objects and texts are written and read: `cargo run --release -p remora-clixml --example speed`.

#![allow(clippy::print_stdout, reason = "it prints what it measures")]

use std::time::Instant;

use remora_clixml::{Error, ReadOptions, WriteOptions, read, read_all, write, write_all};
use remora_psobject::{DateTime, DateTimeKind, Value};

const OBJECTS: i32 = 1000;
const ROUNDS: u32 = 30;
/// 2024-01-01 in ticks.
const WHEN: i64 = 638_396_640_000_000_000;

fn main() -> Result<(), Error> {
    let objects: Vec<Value> = (0..OBJECTS).map(object).collect();
    let (writing, reading) = (WriteOptions::default(), ReadOptions::default());
    let mut messages = Vec::new();
    measure("objects, a document each, written", || {
        let written: Result<Vec<String>, Error> =
            objects.iter().map(|object| write(object, &writing)).collect();
        messages = written?;
        Ok(messages.iter().map(String::len).sum())
    })?;
    measure("objects, a document each, read", || {
        for message in &messages {
            read(message, &reading)?;
        }
        Ok(messages.iter().map(String::len).sum())
    })?;
    let mut document = String::new();
    measure("objects, one document, written", || {
        document = write_all(&objects, &writing)?;
        Ok(document.len())
    })?;
    measure("objects, one document, read", || {
        read_all(&document, &reading)?;
        Ok(document.len())
    })?;
    let text = Value::from("x".repeat(10 * 1024 * 1024));
    measure("a long text, written", || write(&text, &writing).map(|text| text.len()))?;
    let text = write(&text, &writing)?;
    measure("a long text, read", || read(&text, &reading).map(|_| text.len()))
}

fn object(number: i32) -> Value {
    let when = DateTime::new(WHEN, DateTimeKind::Unspecified);
    Value::custom_object([
        ("Id", Value::I32(number)),
        ("Name", Value::from(format!("name {number}"))),
        ("When", when.map_or(Value::Null, Value::DateTime)),
        ("Size", Value::I64(i64::from(number) * 1000)),
        ("Tags", Value::array(vec![Value::from("a"), Value::from("b")])),
    ])
}

fn measure(what: &str, mut work: impl FnMut() -> Result<usize, Error>) -> Result<(), Error> {
    let mut bytes = work()?;
    let start = Instant::now();
    for _ in 0..ROUNDS {
        bytes = work()?;
    }
    let seconds = start.elapsed().as_secs_f64() / f64::from(ROUNDS);
    println!("{what}: {:.0} MB/s ({:.2} ms)", bytes as f64 / seconds / 1e6, seconds * 1e3);
    Ok(())
}
