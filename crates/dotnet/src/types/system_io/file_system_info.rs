//! `System.IO.FileInfo` and `System.IO.DirectoryInfo`

use remora_psobject::time::{DateTime, DateTimeKind};

use super::failure::{at_directory, at_file};
use super::path::{self, extension, file_name, full};
use crate::call::Body;
use crate::system::{FileKind, FileMetadata, System, clock_math};
use crate::types::prelude::*;

const COMMON: &[(&str, Body)] = &[
    ("Refresh", |_| Ok(Value::AutomationNull)),
    ("ResolveLinkTarget", |call| {
        let own = this(call)?;
        let target = own.metadata().and_then(|found| found.link_target);
        Ok(target.map_or(Value::Null, |target| {
            let base = path::parent(&own.path).unwrap_or("/");
            let target = path::absolute(&target, base);
            Value::live(FileSystemObject::new(call.system(), &target, own.is_directory))
        }))
    }),
];

pub(crate) static INFO: Implementation =
    Implementation { name: "System.IO.FileSystemInfo", methods: COMMON, ..Implementation::EMPTY };

pub(crate) static FILE: Implementation = Implementation {
    name: "System.IO.FileInfo",
    constructor: Some(|call| construct(call, false)),
    methods: &[
        ("AppendText", |call| {
            let path = this(call)?.path.clone();
            super::writers::file_writer(
                call,
                &path,
                true,
                crate::types::system_text::codec::Codec::Utf8(false),
            )
        }),
        ("CopyTo", |call| {
            let to = super::file::path(call, 0)?;
            super::file::copy_file(call, &this(call)?.path, &to, call.bool(1))?;
            Ok(Value::live(FileSystemObject::new(call.system(), &to, false)))
        }),
        ("Create", |call| {
            let mode = crate::system::OpenMode {
                read: true,
                write: true,
                create: true,
                truncate: true,
                ..Default::default()
            };
            super::stream::open(call, &this(call)?.path, mode)
        }),
        ("CreateText", |call| {
            let path = this(call)?.path.clone();
            super::writers::file_writer(
                call,
                &path,
                false,
                crate::types::system_text::codec::Codec::Utf8(false),
            )
        }),
        ("Delete", |call| {
            let path = &this(call)?.path;
            match call.system().remove_file(path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    Err(at_file(call, &error, path))
                }
                _ => Ok(Value::AutomationNull),
            }
        }),
        ("MoveTo", |call| {
            let to = super::file::path(call, 0)?;
            super::file::move_file(call, &this(call)?.path, &to, call.bool(1))?;
            Ok(Value::AutomationNull)
        }),
        ("OpenRead", |call| {
            let mode = crate::system::OpenMode { read: true, ..Default::default() };
            super::stream::open(call, &this(call)?.path, mode)
        }),
        ("Open", |call| {
            let mode = super::open_mode::mode_of(call.argument(0), call.argument(1));
            super::stream::open(call, &this(call)?.path, mode)
        }),
        ("OpenText", |call| {
            super::readers::file_reader(
                call,
                &this(call)?.path,
                crate::types::system_text::codec::Codec::Utf8(true),
            )
        }),
        ("OpenWrite", |call| {
            let mode = crate::system::OpenMode { write: true, create: true, ..Default::default() };
            super::stream::open(call, &this(call)?.path, mode)
        }),
        ("ToString", |call| Ok(this(call)?.original.as_str().into())),
    ],
    ..Implementation::EMPTY
};

pub(crate) static DIRECTORY: Implementation = Implementation {
    name: "System.IO.DirectoryInfo",
    constructor: Some(|call| construct(call, true)),
    methods: &[
        ("Create", |call| {
            let path = &this(call)?.path;
            call.system().create_directory(path).map_err(|error| at_directory(&error, path))?;
            Ok(Value::AutomationNull)
        }),
        ("CreateSubdirectory", |call| {
            let path = path::absolute(call.required_string(0, "path")?, &this(call)?.path);
            call.system().create_directory(&path).map_err(|error| at_directory(&error, &path))?;
            Ok(Value::live(FileSystemObject::new(call.system(), &path, true)))
        }),
        ("Delete", |call| {
            let path = &this(call)?.path;
            call.system()
                .remove_directory(path, call.bool(0))
                .map_err(|error| at_directory(&error, path))?;
            Ok(Value::AutomationNull)
        }),
        ("EnumerateDirectories", |call| children(call, false, true)),
        ("EnumerateFiles", |call| children(call, true, false)),
        ("EnumerateFileSystemInfos", |call| children(call, true, true)),
        ("GetDirectories", |call| children(call, false, true)),
        ("GetFiles", |call| children(call, true, false)),
        ("GetFileSystemInfos", |call| children(call, true, true)),
        ("MoveTo", |call| {
            let to = super::file::path(call, 0)?;
            let from = &this(call)?.path;
            call.system().rename(from, &to).map_err(|error| at_directory(&error, from))?;
            Ok(Value::AutomationNull)
        }),
        ("ToString", |call| Ok(this(call)?.original.as_str().into())),
    ],
    ..Implementation::EMPTY
};

/// A file or a folder by its path; what is asked is read from the system at that moment.
pub struct FileSystemObject {
    system: Arc<dyn System>,
    /// The whole path.
    pub path: String,
    original: String,
    /// Whether it stands for a folder.
    pub is_directory: bool,
}

impl FileSystemObject {
    /// The file or folder at a whole path.
    pub fn new(system: &Arc<dyn System>, path: &str, is_directory: bool) -> Self {
        Self {
            system: Arc::clone(system),
            path: path.to_owned(),
            original: path.to_owned(),
            is_directory,
        }
    }

    fn metadata(&self) -> Option<FileMetadata> {
        self.system.metadata(&self.path, false).ok()
    }

    fn followed(&self) -> Option<FileMetadata> {
        self.system.metadata(&self.path, true).ok()
    }

    fn exists(&self) -> bool {
        self.followed()
            .is_some_and(|found| (found.kind == FileKind::Directory) == self.is_directory)
    }

    fn name(&self) -> &str {
        let trimmed = self.path.trim_end_matches('/');
        if trimmed.is_empty() { "/" } else { file_name(trimmed) }
    }

    fn time(&self, name: &str) -> Value {
        let found = self.followed();
        let ticks = found.map_or(MISSING, |found| match () {
            () if name.starts_with("creation") => found.created,
            () if name.starts_with("lastaccess") => found.accessed,
            () => found.modified,
        });
        if name.ends_with("utc") {
            return DateTime::new(ticks, DateTimeKind::Utc).map_or(Value::Null, Value::from);
        }
        clock_math::local_from_utc(&self.system.local_time_zone(), ticks).into()
    }
}

/// 1 January 1601: the time of files that are not there.
const MISSING: i64 = 504_911_232_000_000_000;

/// The number of `FileAttributes` for what was found.
pub fn attributes_of(found: &FileMetadata, path: &str) -> i64 {
    const READ_ONLY: i64 = 1;
    const HIDDEN: i64 = 2;
    const DIRECTORY: i64 = 16;
    const NORMAL: i64 = 128;
    const REPARSE_POINT: i64 = 1024;
    let mut flags = 0;
    if found.read_only {
        flags |= READ_ONLY;
    }
    let name = file_name(path.trim_end_matches('/'));
    if name.starts_with('.') && name != "." && name != ".." {
        flags |= HIDDEN;
    }
    match found.kind {
        FileKind::Directory => flags |= DIRECTORY,
        FileKind::SymbolicLink => flags |= REPARSE_POINT,
        FileKind::File => {}
    }
    if flags == 0 { NORMAL } else { flags }
}

impl LiveObject for FileSystemObject {
    fn object_type(&self) -> TypeId {
        type_named(if self.is_directory { "System.IO.DirectoryInfo" } else { "System.IO.FileInfo" })
    }

    fn text(&self) -> PsString {
        self.original.as_str().into()
    }

    fn property_names(&self) -> Vec<PsString> {
        let mut list: Vec<&str> = if self.is_directory {
            vec!["Parent", "Root"]
        } else {
            vec!["Length", "DirectoryName", "Directory", "IsReadOnly"]
        };
        list.extend([
            "FullName",
            "Extension",
            "Name",
            "Exists",
            "CreationTime",
            "CreationTimeUtc",
            "LastAccessTime",
            "LastAccessTimeUtc",
            "LastWriteTime",
            "LastWriteTimeUtc",
            "LinkTarget",
            "UnixFileMode",
            "Attributes",
        ]);
        names(&list)
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        let name = name.to_ascii_lowercase();
        let folder = |path: &str| Value::live(Self::new(&self.system, path, true));
        Some(Ok(match name.as_str() {
            "fullname" => self.path.as_str().into(),
            "name" => self.name().into(),
            "extension" => extension(self.name()).into(),
            "exists" => self.exists().into(),
            "attributes" => {
                let flags = self.metadata().map_or(-1, |found| attributes_of(&found, &self.path));
                enum_value("System.IO.FileAttributes", flags)
            }
            "creationtime" | "creationtimeutc" | "lastaccesstime" | "lastaccesstimeutc"
            | "lastwritetime" | "lastwritetimeutc" => self.time(&name),
            "linktarget" => {
                self.metadata().and_then(|found| found.link_target).map_or(Value::Null, Value::from)
            }
            "unixfilemode" => {
                let mode = self.followed().map_or(-1, |found| i64::from(found.mode & 0o7777));
                enum_value("System.IO.UnixFileMode", mode)
            }
            "length" if !self.is_directory => match self.followed() {
                Some(found) if found.kind == FileKind::File => {
                    Value::I64(i64::try_from(found.length).unwrap_or(i64::MAX))
                }
                _ => {
                    return Some(Err(Exception::new(
                        TypeId::FILE_NOT_FOUND_EXCEPTION,
                        format!("Could not find file '{}'.", self.path),
                    )
                    .with_property("FileName", self.path.as_str())));
                }
            },
            "directoryname" if !self.is_directory => {
                path::parent(&self.path).map_or(Value::Null, Value::from)
            }
            "directory" if !self.is_directory => {
                path::parent(&self.path).map_or(Value::Null, folder)
            }
            "isreadonly" if !self.is_directory => {
                self.followed().is_some_and(|found| found.read_only).into()
            }
            "parent" if self.is_directory => path::parent(&self.path).map_or(Value::Null, folder),
            "root" if self.is_directory => folder("/"),
            _ => return None,
        }))
    }

    fn set_property(&self, name: &str, value: Value) -> Option<Result<(), Exception>> {
        let name = name.to_ascii_lowercase();
        let failed = |error: std::io::Error| {
            super::failure::exception(&error, &self.path, self.is_directory, true)
        };
        let done = match name.as_str() {
            "lastwritetime" | "lastwritetimeutc" | "creationtime" | "creationtimeutc" => {
                let ticks = utc_ticks(&*self.system, &value, name.ends_with("utc"));
                self.system.set_times(&self.path, None, Some(ticks))
            }
            "lastaccesstime" | "lastaccesstimeutc" => {
                let ticks = utc_ticks(&*self.system, &value, name.ends_with("utc"));
                self.system.set_times(&self.path, Some(ticks), None)
            }
            "isreadonly" => self.system.set_read_only(&self.path, value.as_bool().unwrap_or(false)),
            "attributes" => {
                let flags = value.as_i64().unwrap_or(0);
                self.system.set_read_only(&self.path, flags & 1 != 0)
            }
            "unixfilemode" => {
                let mode = u32::try_from(value.as_i64().unwrap_or(0)).unwrap_or(0);
                self.system.set_mode(&self.path, mode)
            }
            _ => return None,
        };
        Some(done.map_err(failed))
    }
}

fn utc_ticks(system: &dyn System, value: &Value, is_utc: bool) -> i64 {
    let Value::DateTime(date) = value.base() else {
        return 0;
    };
    if is_utc || date.kind() == DateTimeKind::Utc {
        return date.ticks();
    }
    date.ticks() - clock_math::offset_at_local(&system.local_time_zone(), date.ticks())
}

fn this<'a>(call: &Call<'a>) -> Result<&'a FileSystemObject, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

fn construct(call: &mut Call<'_>, is_directory: bool) -> Outcome {
    let given = call.required_string(0, if is_directory { "path" } else { "fileName" })?;
    if given.is_empty() {
        return Err(errors::argument_for("path", "The value cannot be an empty string."));
    }
    Ok(Value::live(FileSystemObject {
        original: given.to_string(),
        ..FileSystemObject::new(call.system(), &full(call, given), is_directory)
    }))
}

/// A time of a file, by the name of the property.
pub(super) fn time_of(call: &Call<'_>, path: &str, name: &str) -> Outcome {
    let object = FileSystemObject::new(call.system(), path, false);
    Ok(object.time(&name.to_ascii_lowercase()))
}

/// Sets a time of a file, by the name of the property.
pub(super) fn set_time(call: &Call<'_>, path: &str, name: &str, value: &Value) -> Outcome {
    let object = FileSystemObject::new(call.system(), path, false);
    object.set_property(name, value.clone()).unwrap_or(Ok(()))?;
    Ok(Value::AutomationNull)
}

/// Sets what can be set of the attributes.
pub(super) fn set_attributes(call: &Call<'_>, path: &str, flags: i64) -> Result<(), Exception> {
    call.system().set_read_only(path, flags & 1 != 0).map_err(|error| at_file(call, &error, path))
}

fn children(call: &Call<'_>, files: bool, folders: bool) -> Outcome {
    let own = this(call)?;
    let found = super::directory::entries(call, &own.path, 0, files, folders)?;
    let items: Vec<Value> = found
        .into_iter()
        .map(|(path, is_directory)| {
            Value::live(FileSystemObject::new(call.system(), &path, is_directory))
        })
        .collect();
    let element = match (files, folders) {
        (true, true) => "System.IO.FileSystemInfo",
        (true, false) => "System.IO.FileInfo",
        _ => "System.IO.DirectoryInfo",
    };
    Ok(Value::array_of(type_named(element), items))
}
