//! Lines of comma-separated values.

mod read;
mod write;

pub(crate) use read::Reader;
pub(crate) use write::{Columns, Quotes};

use remora_engine::prelude::*;

/// The character between values: `-Delimiter`, the culture's list separator, or a comma.
pub(crate) fn delimiter(
    runtime: &CommandRuntime<'_>,
    given: Option<char>,
    use_culture: bool,
) -> char {
    if use_culture {
        return runtime.culture().list_separator.chars().next().unwrap_or(',');
    }
    given.unwrap_or(',')
}

/// The values of one line; `None` where its quotes are not closed.
pub(crate) fn fields(line: &str, delimiter: char) -> Option<Vec<String>> {
    read::split_record(line, delimiter).map(|(fields, _)| fields)
}
