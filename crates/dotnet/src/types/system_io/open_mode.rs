//! `System.IO.FileMode` and `FileAccess` as a way to open a file

use crate::system::OpenMode;
use crate::types::prelude::*;

/// What `FileMode` and `FileAccess` ask for.
pub(super) fn mode_of(mode: &Value, access: &Value) -> OpenMode {
    let mode = mode.as_i64().unwrap_or(3);
    let access = match access.base() {
        Value::Enum(id, number) if id.short_name() == "FileAccess" => *number,
        _ if mode == 6 => 2,
        _ => 3,
    };
    OpenMode {
        read: access & 1 != 0,
        write: access & 2 != 0,
        append: mode == 6,
        create: matches!(mode, 2 | 4 | 6),
        create_new: mode == 1,
        truncate: matches!(mode, 2 | 5),
    }
}
