//! `System.IO.File`

use super::failure::at_file;
use super::file_system_info::{FileSystemObject, attributes_of, set_attributes, set_time, time_of};
use super::path::full;
use super::stream;
use crate::system::{FileKind, OpenMode};
use crate::types::prelude::*;
use crate::types::system_text::codec::Codec;
use crate::types::system_text::encoding::codec_of;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.IO.File",
    static_methods: &[
        ("AppendAllBytes", |call| write(call, call.bytes(1).unwrap_or_default(), true)),
        ("AppendAllLines", |call| write_lines(call, true)),
        ("AppendAllText", |call| write_text(call, true)),
        ("AppendText", |call| {
            let path = path(call, 0)?;
            super::writers::file_writer(call, &path, true, Codec::Utf8(false))
        }),
        ("Copy", copy),
        ("Create", |call| {
            let mode = OpenMode {
                read: true,
                write: true,
                create: true,
                truncate: true,
                ..OpenMode::default()
            };
            stream::open(call, &path(call, 0)?, mode)
        }),
        ("CreateSymbolicLink", |call| {
            let (path, target) = (path(call, 0)?, call.required_string(1, "pathToTarget")?);
            call.system()
                .create_symbolic_link(&path, target)
                .map_err(|error| at_file(call, &error, &path))?;
            Ok(Value::live(FileSystemObject::new(call.system(), &path, false)))
        }),
        ("CreateText", |call| {
            let path = path(call, 0)?;
            super::writers::file_writer(call, &path, false, Codec::Utf8(false))
        }),
        ("Delete", |call| {
            let path = path(call, 0)?;
            match call.system().remove_file(&path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    Err(at_file(call, &error, &path))
                }
                _ => Ok(Value::AutomationNull),
            }
        }),
        ("Exists", |call| {
            let name = call.string(0).map_or("", PsString::as_str);
            let found = call.system().metadata(&full(call, name), true);
            Ok((!name.is_empty() && found.is_ok_and(|found| found.kind == FileKind::File)).into())
        }),
        ("GetAttributes", |call| {
            let path = path(call, 0)?;
            let found = call.system().metadata(&path, false);
            let found = found.map_err(|error| at_file(call, &error, &path))?;
            Ok(enum_value("System.IO.FileAttributes", attributes_of(&found, &path)))
        }),
        ("GetCreationTime", |call| time_of(call, &path(call, 0)?, "CreationTime")),
        ("GetCreationTimeUtc", |call| time_of(call, &path(call, 0)?, "CreationTimeUtc")),
        ("GetLastAccessTime", |call| time_of(call, &path(call, 0)?, "LastAccessTime")),
        ("GetLastAccessTimeUtc", |call| time_of(call, &path(call, 0)?, "LastAccessTimeUtc")),
        ("GetLastWriteTime", |call| time_of(call, &path(call, 0)?, "LastWriteTime")),
        ("GetLastWriteTimeUtc", |call| time_of(call, &path(call, 0)?, "LastWriteTimeUtc")),
        ("GetUnixFileMode", |call| {
            let path = path(call, 0)?;
            let found = call.system().metadata(&path, true);
            let found = found.map_err(|error| at_file(call, &error, &path))?;
            Ok(enum_value("System.IO.UnixFileMode", i64::from(found.mode & 0o7777)))
        }),
        ("Move", rename),
        ("Open", |call| {
            let mode = super::open_mode::mode_of(call.argument(1), call.argument(2));
            stream::open(call, &path(call, 0)?, mode)
        }),
        ("OpenRead", |call| {
            stream::open(call, &path(call, 0)?, OpenMode { read: true, ..OpenMode::default() })
        }),
        ("OpenText", |call| super::readers::file_reader(call, &path(call, 0)?, Codec::Utf8(true))),
        ("OpenWrite", |call| {
            let mode = OpenMode { write: true, create: true, ..OpenMode::default() };
            stream::open(call, &path(call, 0)?, mode)
        }),
        ("ReadAllBytes", read_all_bytes),
        ("ReadAllLines", read_all_lines),
        ("ReadAllText", read_all_text),
        ("ReadAllTextAsync", |call| later(call, read_all_text)),
        ("ReadAllBytesAsync", |call| later(call, read_all_bytes)),
        ("ReadAllLinesAsync", |call| later(call, read_all_lines)),
        ("WriteAllTextAsync", |call| later(call, |call| write_text(call, false))),
        ("WriteAllLinesAsync", |call| later(call, |call| write_lines(call, false))),
        ("WriteAllBytesAsync", |call| {
            later(call, |call| write(call, call.bytes(1).unwrap_or_default(), false))
        }),
        ("AppendAllTextAsync", |call| later(call, |call| write_text(call, true))),
        ("AppendAllLinesAsync", |call| later(call, |call| write_lines(call, true))),
        ("ReadLines", |call| {
            let text = read_text(call)?;
            Ok(Value::strings(lines(&text)))
        }),
        ("Replace", |call| {
            let (from, to) = (path(call, 0)?, path(call, 1)?);
            if let Some(backup) = call.string(2) {
                let backup = full(call, backup);
                call.system().rename(&to, &backup).map_err(|error| at_file(call, &error, &to))?;
            }
            call.system().rename(&from, &to).map_err(|error| at_file(call, &error, &from))?;
            Ok(Value::AutomationNull)
        }),
        ("SetAttributes", |call| {
            set_attributes(call, &path(call, 0)?, call.argument(1).as_i64().unwrap_or(0))?;
            Ok(Value::AutomationNull)
        }),
        ("SetCreationTime", |call| {
            set_time(call, &path(call, 0)?, "LastWriteTime", call.argument(1))
        }),
        ("SetLastAccessTime", |call| {
            set_time(call, &path(call, 0)?, "LastAccessTime", call.argument(1))
        }),
        ("SetLastAccessTimeUtc", |call| {
            set_time(call, &path(call, 0)?, "LastAccessTimeUtc", call.argument(1))
        }),
        ("SetLastWriteTime", |call| {
            set_time(call, &path(call, 0)?, "LastWriteTime", call.argument(1))
        }),
        ("SetLastWriteTimeUtc", |call| {
            set_time(call, &path(call, 0)?, "LastWriteTimeUtc", call.argument(1))
        }),
        ("SetUnixFileMode", |call| {
            let path = path(call, 0)?;
            let mode = u32::try_from(call.argument(1).as_i64().unwrap_or(0)).unwrap_or(0);
            call.system().set_mode(&path, mode).map_err(|error| at_file(call, &error, &path))?;
            Ok(Value::AutomationNull)
        }),
        ("WriteAllBytes", |call| write(call, call.bytes(1).unwrap_or_default(), false)),
        ("WriteAllLines", |call| write_lines(call, false)),
        ("WriteAllText", |call| write_text(call, false)),
    ],
    ..Implementation::EMPTY
};

/// The asynchronous form: a task that has ended already.
fn later(call: &mut Call<'_>, body: crate::call::Body) -> Outcome {
    crate::types::system_threading::task::of_outcome(body(call))
}

fn read_all_bytes(call: &mut Call<'_>) -> Outcome {
    read(call).map(Value::bytes)
}

fn read_all_lines(call: &mut Call<'_>) -> Outcome {
    let text = read_text(call)?;
    Ok(Value::strings(lines(&text)))
}

fn read_all_text(call: &mut Call<'_>) -> Outcome {
    Ok(PsString::from(read_text(call)?).into())
}

/// A path argument, made whole.
pub(super) fn path(call: &Call<'_>, index: usize) -> Result<String, Exception> {
    let name = call.required_string(index, "path")?;
    if name.is_empty() {
        return Err(errors::argument_for("path", "The value cannot be an empty string."));
    }
    Ok(full(call, name))
}

fn read(call: &Call<'_>) -> Result<Vec<u8>, Exception> {
    let path = path(call, 0)?;
    call.system().read(&path).map_err(|error| at_file(call, &error, &path))
}

/// Bytes as text: the encoding that their first bytes tell, or this one.
pub(super) fn decode(bytes: &[u8], otherwise: Codec) -> PsString {
    let (codec, skip) = Codec::detect(bytes).unwrap_or((otherwise, 0));
    PsString::from_units(&codec.decode(bytes.get(skip..).unwrap_or(&[])))
}

fn codec(call: &Call<'_>, index: usize) -> Codec {
    codec_of(call.argument(index)).unwrap_or(Codec::Utf8(false))
}

fn read_text(call: &Call<'_>) -> Result<String, Exception> {
    Ok(decode(&read(call)?, codec(call, 1)).to_string())
}

/// Lines that end with a line feed, a carriage return, or both.
pub fn lines(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut line = String::new();
    let mut characters = text.chars().peekable();
    let mut open = false;
    while let Some(character) = characters.next() {
        open = true;
        match character {
            '\r' | '\n' => {
                if character == '\r' && characters.peek() == Some(&'\n') {
                    characters.next();
                }
                out.push(std::mem::take(&mut line));
                open = false;
            }
            other => line.push(other),
        }
    }
    if open {
        out.push(line);
    }
    out
}

fn write(call: &Call<'_>, content: Vec<u8>, append: bool) -> Outcome {
    let path = path(call, 0)?;
    let done = if append {
        call.system().append(&path, &content)
    } else {
        call.system().write(&path, &content)
    };
    done.map_err(|error| at_file(call, &error, &path))?;
    Ok(Value::AutomationNull)
}

/// Text as bytes, with a preamble where the file is new.
fn encoded(call: &Call<'_>, text: &PsString, append: bool) -> Vec<u8> {
    let codec = codec(call, 2);
    let mut out = if append { Vec::new() } else { codec.preamble().to_vec() };
    out.extend(codec.encode(&text.units()));
    out
}

fn write_text(call: &Call<'_>, append: bool) -> Outcome {
    let text = match call.argument(1).base() {
        Value::Str(text) => text.clone(),
        other => crate::text::to_text(other, &Culture::invariant()),
    };
    write(call, encoded(call, &text, append), append)
}

fn write_lines(call: &Call<'_>, append: bool) -> Outcome {
    let culture = Culture::invariant();
    let mut text = String::new();
    let items = match call.argument(1).base() {
        Value::Str(text) => vec![Value::Str(text.clone())],
        _ => call.items(1),
    };
    for item in items {
        text.push_str(&crate::text::to_text(&item, &culture));
        text.push('\n');
    }
    write(call, encoded(call, &text.into(), append), append)
}

/// `Copy(from, to[, overwrite])`
fn copy(call: &mut Call<'_>) -> Outcome {
    let (from, to) = (path(call, 0)?, path(call, 1)?);
    copy_file(call, &from, &to, call.bool(2))?;
    Ok(Value::AutomationNull)
}

pub(super) fn copy_file(
    call: &Call<'_>,
    from: &str,
    to: &str,
    overwrite: bool,
) -> Result<(), Exception> {
    let content = call.system().read(from).map_err(|error| at_file(call, &error, from))?;
    if !overwrite && call.system().metadata(to, true).is_ok() {
        return Err(Exception::new(
            TypeId::IO_EXCEPTION,
            format!("The file '{to}' already exists."),
        ));
    }
    call.system().write(to, &content).map_err(|error| at_file(call, &error, to))
}

fn rename(call: &mut Call<'_>) -> Outcome {
    let (from, to) = (path(call, 0)?, path(call, 1)?);
    move_file(call, &from, &to, call.bool(2))?;
    Ok(Value::AutomationNull)
}

pub(super) fn move_file(
    call: &Call<'_>,
    from: &str,
    to: &str,
    overwrite: bool,
) -> Result<(), Exception> {
    call.system().metadata(from, false).map_err(|error| at_file(call, &error, from))?;
    if !overwrite && call.system().metadata(to, false).is_ok() {
        return Err(Exception::new(
            TypeId::IO_EXCEPTION,
            format!("The file '{to}' already exists."),
        ));
    }
    call.system().rename(from, to).map_err(|error| at_file(call, &error, to))
}
