//! What stands under a path: a file, a folder, a link.

use std::sync::Arc;

use remora_dotnet::system::{FileKind, FileMetadata};
use remora_dotnet::types::system_io::file_system_info::FileSystemObject;
use remora_engine::{System, Value};
use remora_psobject::{LiveObject as _, PsString};

use super::errors::name_of;
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

/// What stands under a path, as it was at one moment.
pub struct FileSystemItem {
    system: Arc<dyn System>,
    path: PsString,
    is_directory: bool,
    metadata: Option<FileMetadata>,
}

impl FileSystemItem {
    /// What stands under a path, or would stand there.
    pub fn new(system: &Arc<dyn System>, path: &str) -> Self {
        let metadata = system.metadata(path, false).ok();
        let is_directory = match metadata.as_ref().map(|metadata| metadata.kind) {
            Some(FileKind::Directory) => true,
            // A link is what it leads to.
            Some(FileKind::SymbolicLink) => {
                system.metadata(path, true).is_ok_and(|target| target.kind == FileKind::Directory)
            }
            _ => false,
        };
        Self { system: Arc::clone(system), path: path.into(), is_directory, metadata }
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
        self.metadata.is_some()
    }

    /// Whether it is a symbolic link.
    pub fn is_link(&self) -> bool {
        self.metadata.as_ref().is_some_and(|metadata| metadata.kind == FileKind::SymbolicLink)
    }

    /// When it was last written, in ticks of UTC.
    pub fn modified(&self) -> Option<i64> {
        self.metadata.as_ref().map(|metadata| metadata.modified)
    }

    /// The `FileInfo` or `DirectoryInfo` of it.
    pub fn to_value(&self) -> Value {
        Value::live(FileSystemObject::new(&self.system, &self.path, self.is_directory))
    }

    /// The bits of `FileAttributes`; -1 where nothing is there.
    pub fn attributes(&self) -> i64 {
        let Some(metadata) = &self.metadata else {
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
        let metadata = self.metadata.as_ref()?;
        if metadata.kind != FileKind::SymbolicLink {
            return None;
        }
        metadata.link_target.clone()
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

    /// The members that the extended type system has for files, by name in small letters.
    pub(super) fn extended(&self, name: &str) -> Option<Value> {
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
            "namestring" => match self.link_target() {
                Some(target) => format!("{} -> {target}", name_of(&self.path)).into(),
                None => name_of(&self.path).into(),
            },
            "linktype" if self.is_link() => "SymbolicLink".into(),
            "linktype" => match stat().is_some_and(|stat| stat.has_hard_links()) {
                true => "HardLink".into(),
                false => Value::Null,
            },
            "target" => Value::from(self.link_target()),
            "resolvedtarget" => super::resolve_links(&*self.system, &self.path).into(),
            "lengthstring" if self.is_directory => "".into(),
            "lengthstring" => {
                self.metadata.as_ref().map_or(0, |metadata| metadata.length).to_string().into()
            }
            "unixmode" => of_stat("ModeString"),
            "user" => of_stat("UserName"),
            "group" => of_stat("GroupName"),
            "size" => of_stat("Size"),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use remora_dotnet::system::FixedSystem;

    #[test]
    fn a_file_tells_its_kind() {
        let system: Arc<dyn System> = Arc::new(FixedSystem::default());
        system.write("/tmp/a.b.txt", b"abc").unwrap();
        let item = FileSystemItem::new(&system, "/tmp/a.b.txt");
        let text = |name: &str| item.extended(name).unwrap().as_string().cloned().unwrap();
        assert_eq!(
            (&*text("basename"), &*text("mode"), &*text("lengthstring")),
            ("a.b", "-----", "3")
        );
        assert_eq!(item.attributes(), attributes::NORMAL);
        assert!(FileSystemItem::new(&system, &system.home_directory()).is_directory());
        assert_eq!(FileSystemItem::new(&system, "/tmp/none").attributes(), -1);
    }
}
