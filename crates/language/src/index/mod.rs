//! `target[index]`, read and written.

mod errors;
mod get;
mod set;

pub use get::get;
pub use set::set;

use remora_psobject::Value;

use crate::convert;

/// A place from an index: negative ones count from the end. `None` lies outside.
fn place(index: i32, length: usize) -> Option<usize> {
    let length = i64::try_from(length).ok()?;
    let index = i64::from(index);
    let at = if index < 0 { index + length } else { index };
    (at < length).then(|| usize::try_from(at).ok()).flatten()
}

/// The index as a number, if it is one or can be read as one.
fn number(index: &Value) -> Option<i32> {
    match index {
        Value::I32(number) => Some(*number),
        other => convert::to_i32(other).ok(),
    }
}

#[cfg(test)]
mod tests;
