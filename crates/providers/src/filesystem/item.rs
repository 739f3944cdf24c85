//! Files and folders as objects: `FileInfo` and `DirectoryInfo`.

use std::sync::Arc;

use parking_lot::RwLock;
use remora_dotnet::system::{FileKind, FileMetadata};
use remora_engine::{System, TypeId, Value};
use remora_psobject::{Exception, LiveObject, PsString};

use super::errors::{exception, name_of, parent_of};
use super::time;
use super::unix_stat::UnixStat;

/// `FileAttributes`, as bits.
pub(super) mod attributes {
    pub(crate) const READ_ONLY: i64 = 1;
    pub(crate) const HIDDEN: i64 = 2;
    pub(crate) const SYSTEM: i64 = 4;
    pub(crate) const DIRECTORY: i64 = 16;
    pub(crate) const ARCHIVE: i64 = 32;
    pub(crate) const NORMAL: i64 = 128;
    pub(crate) const REPARSE_POINT: i64 = 1024;
}

/// A file or a folder: what was known of it when it was made, until it is refreshed.
pub struct FileSystemItem {
    system: Arc<dyn System>,
    path: PsString,
    is_directory: bool,
    metadata: RwLock<Option<FileMetadata>>,
}

fn type_named(name: &'static str, base: Option<TypeId>) -> TypeId {
    remora_dotnet::registry::find_type(name).unwrap_or_else(|| TypeId::register(name, base))
}

fn file_system_info() -> TypeId {
    let root = type_named("System.MarshalByRefObject", Some(TypeId::OBJECT));
    type_named("System.IO.FileSystemInfo", Some(root))
}

/// A value of an enumeration, or its number where the enumeration is not known.
pub(crate) fn enum_value(name: &str, number: i64) -> Value {
    match remora_dotnet::registry::find_type(name) {
        Some(id) => Value::Enum(id, number),
        None => Value::I64(number),
    }
}

impl FileSystemItem {
    /// What stands under a path, or would stand there.
    pub fn new(system: &Arc<dyn System>, path: &str) -> Self {
        let metadata = system.metadata(path, false).ok();
        let is_directory = match metadata.as_ref().map(|metadata| metadata.kind) {
            Some(FileKind::Directory) => true,
            // A link is what it leads to.
            Some(FileKind::SymbolicLink) => system
                .metadata(path, true)
                .is_ok_and(|target| target.kind == FileKind::Directory),
            _ => false,
        };
        Self {
            system: Arc::clone(system),
            path: path.into(),
            is_directory,
            metadata: RwLock::new(metadata),
        }
    }

    /// A folder, whether it is there or not.
    fn directory(system: &Arc<dyn System>, path: &str) -> Self {
        Self {
            is_directory: true,
            ..Self::new(system, path)
        }
    }

    /// The whole path.
    pub fn path(&self) -> &PsString {
        &self.path
    }

    /// Whether it is a folder, or a link to one.
    pub fn is_directory(&self) -> bool {
        self.is_directory
    }

    /// Whether something is there.
    pub fn exists(&self) -> bool {
        self.metadata.read().is_some()
    }

    /// Whether it is a symbolic link.
    pub fn is_link(&self) -> bool {
        let metadata = self.metadata.read();
        metadata.as_ref().is_some_and(|metadata| metadata.kind == FileKind::SymbolicLink)
    }

    /// When it was last written, in ticks of UTC.
    pub fn modified(&self) -> Option<i64> {
        self.metadata.read().as_ref().map(|metadata| metadata.modified)
    }

    /// Looks again.
    pub fn refresh(&self) {
        *self.metadata.write() = self.system.metadata(&self.path, false).ok();
    }

    /// The bits of `FileAttributes`; -1 where nothing is there.
    pub fn attributes(&self) -> i64 {
        let metadata = self.metadata.read();
        let Some(metadata) = metadata.as_ref() else {
            return -1;
        };
        let mut bits = 0;
        if metadata.read_only {
            bits |= attributes::READ_ONLY;
        }
        if name_of(&self.path).starts_with('.') {
            bits |= attributes::HIDDEN;
        }
        if self.is_directory {
            bits |= attributes::DIRECTORY;
        }
        if metadata.kind == FileKind::SymbolicLink {
            bits |= attributes::REPARSE_POINT;
        }
        if bits == 0 { attributes::NORMAL } else { bits }
    }

    fn link_target(&self) -> Option<String> {
        let metadata = self.metadata.read();
        let metadata = metadata.as_ref()?;
        if metadata.kind != FileKind::SymbolicLink {
            return None;
        }
        metadata.link_target.clone()
    }

    fn time(&self, of: impl Fn(&FileMetadata) -> i64, is_local: bool) -> Value {
        // Windows' epoch stands for files that are not there.
        const MISSING: i64 = 504_911_232_000_000_000;
        let ticks = self.metadata.read().as_ref().map_or(MISSING, of);
        if is_local {
            return Value::DateTime(time::local(&*self.system, ticks));
        }
        let kind = remora_psobject::DateTimeKind::Utc;
        remora_psobject::DateTime::new(ticks, kind).map_or(Value::Null, Value::DateTime)
    }

    fn extension(&self) -> &str {
        let name = name_of(&self.path);
        match name.rfind('.') {
            Some(dot) if dot + 1 < name.len() => name.get(dot..).unwrap_or(""),
            _ => "",
        }
    }

    /// Five letters: kind, archive, read-only, hidden, system.
    fn mode(&self, with_hard_links: bool) -> String {
        let bits = self.attributes();
        let linked = self.is_link()
            || (with_hard_links
                && UnixStat::of(&self.path).is_some_and(|stat| stat.has_hard_links()));
        let kind = match (linked, self.is_directory) {
            (true, _) => 'l',
            (false, true) => 'd',
            (false, false) => '-',
        };
        let mut text = String::from(kind);
        for (bit, letter) in [
            (attributes::ARCHIVE, 'a'),
            (attributes::READ_ONLY, 'r'),
            (attributes::HIDDEN, 'h'),
            (attributes::SYSTEM, 's'),
        ] {
            text.push(if bits & bit == 0 { '-' } else { letter });
        }
        text
    }

    /// The members that the extended type system has for files.
    fn extended(&self, name: &str) -> Option<Value> {
        let stat = || UnixStat::of(&self.path);
        let of_stat = |property: &str| {
            let value = stat().and_then(|stat| stat.property(property));
            value.and_then(Result::ok).unwrap_or_default()
        };
        Some(match name {
            "basename" if self.is_directory => name_of(&self.path).into(),
            "basename" => {
                let name = name_of(&self.path);
                name.strip_suffix(self.extension()).unwrap_or(name).into()
            }
            "mode" => self.mode(true).into(),
            "modewithouthardlink" => self.mode(false).into(),
            "linktype" if self.is_link() => "SymbolicLink".into(),
            "linktype" => match stat().is_some_and(|stat| stat.has_hard_links()) {
                true => "HardLink".into(),
                false => Value::Null,
            },
            "target" => Value::from(self.link_target()),
            "resolvedtarget" => super::resolve_links(&*self.system, &self.path).into(),
            "lengthstring" if self.is_directory => "".into(),
            "lengthstring" => {
                let metadata = self.metadata.read();
                metadata.as_ref().map_or(0, |metadata| metadata.length).to_string().into()
            }
            "unixmode" => of_stat("ModeString"),
            "user" => of_stat("UserName"),
            "group" => of_stat("GroupName"),
            "size" => of_stat("Size"),
            _ => return None,
        })
    }
}

impl LiveObject for FileSystemItem {
    fn object_type(&self) -> TypeId {
        if self.is_directory {
            type_named("System.IO.DirectoryInfo", Some(file_system_info()))
        } else {
            type_named("System.IO.FileInfo", Some(file_system_info()))
        }
    }

    fn text(&self) -> PsString {
        self.path.clone()
    }

    fn property_names(&self) -> Vec<PsString> {
        let own: &[&str] = if self.is_directory {
            &["Name", "Parent", "Root", "Exists", "FullName", "Extension"]
        } else {
            &[
                "Name", "Length", "DirectoryName", "Directory", "IsReadOnly", "Exists", "FullName",
                "Extension",
            ]
        };
        let common = [
            "CreationTime", "CreationTimeUtc", "LastAccessTime", "LastAccessTimeUtc",
            "LastWriteTime", "LastWriteTimeUtc", "LinkTarget", "UnixFileMode", "Attributes",
        ];
        own.iter().chain(&common).map(|name| PsString::from(*name)).collect()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        let name = name.to_ascii_lowercase();
        let metadata = || self.metadata.read().clone();
        Some(Ok(match name.as_str() {
            "name" => name_of(&self.path).into(),
            "fullname" => Value::Str(self.path.clone()),
            "extension" => self.extension().into(),
            "exists" => Value::Bool(self.exists()),
            "creationtime" => self.time(|known| known.created, true),
            "creationtimeutc" => self.time(|known| known.created, false),
            "lastaccesstime" => self.time(|known| known.accessed, true),
            "lastaccesstimeutc" => self.time(|known| known.accessed, false),
            "lastwritetime" => self.time(|known| known.modified, true),
            "lastwritetimeutc" => self.time(|known| known.modified, false),
            "linktarget" => Value::from(self.link_target()),
            "attributes" => enum_value("System.IO.FileAttributes", self.attributes()),
            "unixfilemode" => {
                let mode = metadata().map_or(-1, |known| i64::from(known.mode));
                enum_value("System.IO.UnixFileMode", mode)
            }
            "parent" if self.is_directory && &*self.path == "/" => Value::Null,
            "parent" if self.is_directory => {
                Value::live(Self::directory(&self.system, parent_of(&self.path)))
            }
            "root" if self.is_directory => Value::live(Self::directory(&self.system, "/")),
            "length" if !self.is_directory => match metadata() {
                Some(known) => Value::I64(i64::try_from(known.length).unwrap_or(i64::MAX)),
                None => {
                    return Some(Err(Exception::new(
                        TypeId::FILE_NOT_FOUND_EXCEPTION,
                        format!("Could not find file '{}'.", self.path),
                    )));
                }
            },
            "directoryname" if !self.is_directory => parent_of(&self.path).into(),
            "directory" if !self.is_directory => {
                Value::live(Self::directory(&self.system, parent_of(&self.path)))
            }
            "isreadonly" if !self.is_directory => {
                Value::Bool(metadata().is_some_and(|known| known.read_only))
            }
            other => return self.extended(other).map(Ok),
        }))
    }

    fn set_property(&self, name: &str, value: Value) -> Option<Result<(), Exception>> {
        let system = &*self.system;
        let instant = || match value.base() {
            Value::DateTime(moment) => Some(time::utc_ticks(system, *moment)),
            _ => None,
        };
        let done = match name.to_ascii_lowercase().as_str() {
            "isreadonly" if !self.is_directory => {
                system.set_read_only(&self.path, value.as_bool().unwrap_or(false))
            }
            "lastwritetime" | "lastwritetimeutc" => system.set_times(&self.path, None, instant()),
            // The system has no way to set when a file was made; .NET sets the last write too.
            "creationtime" | "creationtimeutc" => system.set_times(&self.path, None, instant()),
            "lastaccesstime" | "lastaccesstimeutc" => system.set_times(&self.path, instant(), None),
            "unixfilemode" => {
                let mode = value.as_i64().and_then(|mode| u32::try_from(mode).ok());
                system.set_mode(&self.path, mode.unwrap_or(0))
            }
            "attributes" => {
                let read_only = value.as_i64().is_some_and(|bits| bits & attributes::READ_ONLY != 0);
                system.set_read_only(&self.path, read_only)
            }
            _ => return None,
        };
        self.refresh();
        Some(done.map_err(|failure| exception(system, &failure, &self.path)))
    }

    fn equals(&self, other: &Value) -> Option<bool> {
        let _ = other;
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use remora_dotnet::system::{Environment as _, Files as _, FixedSystem};

    #[test]
    fn a_file_tells_its_names_and_kind() {
        let system: Arc<dyn System> = Arc::new(FixedSystem::default());
        system.write("/tmp/a.b.txt", b"abc").unwrap();
        let item = FileSystemItem::new(&system, "/tmp/a.b.txt");
        let text = |name: &str| match item.property(name) {
            Some(Ok(Value::Str(text))) => text.to_string(),
            other => format!("{other:?}"),
        };
        assert_eq!((text("Name").as_str(), text("Extension").as_str()), ("a.b.txt", ".txt"));
        assert_eq!((text("BaseName").as_str(), text("Mode").as_str()), ("a.b", "-----"));
        assert!(matches!(item.property("Length"), Some(Ok(Value::I64(3)))));
        assert!(FileSystemItem::new(&system, &system.home_directory()).is_directory());
        assert_eq!(FileSystemItem::new(&system, "/tmp/none").attributes(), -1);
    }
}
