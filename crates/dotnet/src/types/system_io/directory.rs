//! `System.IO.Directory`

use super::failure::at_directory;
use super::file::path;
use super::file_system_info::{FileSystemObject, set_time, time_of};
use crate::system::FileKind;
use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.IO.Directory",
    static_methods: &[
        ("CreateDirectory", |call| {
            let path = path(call, 0)?;
            call.system().create_directory(&path).map_err(|error| at_directory(&error, &path))?;
            Ok(Value::live(FileSystemObject::new(call.system(), &path, true)))
        }),
        ("CreateTempSubdirectory", |call| {
            let mut bytes = [0; 4];
            call.system().random_bytes(&mut bytes);
            let name = super::super::system::convert::hex(&bytes, false);
            let prefix = call.string(0).map_or("", PsString::as_str);
            let path = format!("{}{prefix}{name}", call.system().temp_directory());
            call.system().create_directory(&path).map_err(|error| at_directory(&error, &path))?;
            Ok(Value::live(FileSystemObject::new(call.system(), &path, true)))
        }),
        ("Delete", |call| {
            let path = path(call, 0)?;
            call.system()
                .remove_directory(&path, call.bool(1))
                .map_err(|error| at_directory(&error, &path))?;
            Ok(Value::AutomationNull)
        }),
        ("EnumerateDirectories", |call| listed(call, false, true)),
        ("EnumerateFileSystemEntries", |call| listed(call, true, true)),
        ("EnumerateFiles", |call| listed(call, true, false)),
        ("Exists", |call| {
            let name = call.string(0).map_or("", PsString::as_str);
            let found = call.system().metadata(&super::path::full(call, name), true);
            Ok((!name.is_empty() && found.is_ok_and(|found| found.kind == FileKind::Directory))
                .into())
        }),
        ("GetCreationTime", |call| time_of(call, &path(call, 0)?, "CreationTime")),
        ("GetCurrentDirectory", |call| Ok(call.system().current_directory().into())),
        ("GetDirectories", |call| listed(call, false, true)),
        ("GetDirectoryRoot", |_| Ok(Value::string("/"))),
        ("GetFileSystemEntries", |call| listed(call, true, true)),
        ("GetFiles", |call| listed(call, true, false)),
        ("GetLastAccessTime", |call| time_of(call, &path(call, 0)?, "LastAccessTime")),
        ("GetLastWriteTime", |call| time_of(call, &path(call, 0)?, "LastWriteTime")),
        ("GetLastWriteTimeUtc", |call| time_of(call, &path(call, 0)?, "LastWriteTimeUtc")),
        ("GetLogicalDrives", |call| Ok(Value::strings(call.system().drives()))),
        ("GetParent", |call| {
            let path = path(call, 0)?;
            Ok(super::path::parent(&path).map_or(Value::Null, |above| {
                Value::live(FileSystemObject::new(call.system(), above, true))
            }))
        }),
        ("Move", |call| {
            let (from, to) = (path(call, 0)?, path(call, 1)?);
            if call.system().metadata(&to, false).is_ok() {
                return Err(Exception::new(
                    TypeId::IO_EXCEPTION,
                    format!(
                        "Cannot create '{to}' because a file or directory with the same name already exists."
                    ),
                ));
            }
            call.system().rename(&from, &to).map_err(|error| at_directory(&error, &from))?;
            Ok(Value::AutomationNull)
        }),
        ("SetCurrentDirectory", |call| {
            let path = path(call, 0)?;
            call.system()
                .set_current_directory(&path)
                .map_err(|error| at_directory(&error, &path))?;
            Ok(Value::AutomationNull)
        }),
        ("SetLastWriteTime", |call| {
            set_time(call, &path(call, 0)?, "LastWriteTime", call.argument(1))
        }),
    ],
    ..Implementation::EMPTY
};

/// Whether a name fits a pattern of `*` and `?`.
fn fits(pattern: &[char], name: &[char]) -> bool {
    match pattern.split_first() {
        None => name.is_empty(),
        Some(('*', rest)) => {
            (0..=name.len()).any(|at| name.get(at..).is_some_and(|tail| fits(rest, tail)))
        }
        Some(('?', rest)) => name.split_first().is_some_and(|(_, tail)| fits(rest, tail)),
        Some((letter, rest)) => {
            name.split_first().is_some_and(|(first, tail)| first == letter && fits(rest, tail))
        }
    }
}

/// What stands in a folder: whole paths, and whether each is a folder. The pattern and the option to go
/// deeper are arguments from `first` on.
pub(super) fn entries(
    call: &Call<'_>,
    folder: &str,
    first: usize,
    files: bool,
    folders: bool,
) -> Result<Vec<(String, bool)>, Exception> {
    let pattern = call.string(first).map_or("*", PsString::as_str);
    let pattern: Vec<char> = match pattern {
        "*.*" => vec!['*'],
        other => other.chars().collect(),
    };
    let deep = matches!(call.argument(first + 1).base(), Value::Enum(_, 1))
        || call.argument(first).downcast::<EnumerationOptions>().is_some();
    let mut found = Vec::new();
    let mut open = vec![folder.trim_end_matches('/').to_owned()];
    while let Some(folder) = open.pop() {
        let path = if folder.is_empty() { "/" } else { folder.as_str() };
        let names = call.system().list(path).map_err(|error| at_directory(&error, path))?;
        let mut deeper = Vec::new();
        for name in names {
            let path = format!("{folder}/{name}");
            let metadata = call
                .system()
                .metadata(&path, true)
                .or_else(|_| call.system().metadata(&path, false));
            let is_folder = metadata.as_ref().is_ok_and(|found| found.kind == FileKind::Directory);
            let is_link = call
                .system()
                .metadata(&path, false)
                .is_ok_and(|found| found.kind == FileKind::SymbolicLink);
            let letters: Vec<char> = name.chars().collect();
            if (if is_folder { folders } else { files }) && fits(&pattern, &letters) {
                found.push((path.clone(), is_folder));
            }
            if deep && is_folder && !is_link {
                deeper.push(path);
            }
        }
        deeper.reverse();
        open.extend(deeper);
    }
    Ok(found)
}

struct EnumerationOptions;

impl LiveObject for EnumerationOptions {
    fn object_type(&self) -> TypeId {
        type_named("System.IO.EnumerationOptions")
    }
}

/// Paths begin as the folder was named.
fn listed(call: &Call<'_>, files: bool, folders: bool) -> Outcome {
    let given = call.required_string(0, "path")?;
    let whole = path(call, 0)?;
    let found = entries(call, &whole, 1, files, folders)?;
    let head = whole.trim_end_matches('/');
    Ok(Value::strings(found.into_iter().map(|(path, _)| {
        let rest = path.get(head.len() + 1..).unwrap_or_default();
        if given.ends_with('/') { format!("{given}{rest}") } else { format!("{given}/{rest}") }
    })))
}
