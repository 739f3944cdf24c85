//! The file system, as `System.IO` needs it. Paths are whole.

use std::io::{self, Read, Seek, Write};

/// What stands under a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// An ordinary file, or anything that is neither of the others.
    File,
    /// A folder.
    Directory,
    /// A symbolic link, where links are not followed.
    SymbolicLink,
}

/// What is known of a file without opening it. Times are ticks since 0001-01-01 UTC.
#[derive(Clone, Debug)]
pub struct FileMetadata {
    /// What it is.
    pub kind: FileKind,
    /// Length in bytes.
    pub length: u64,
    /// When it was made.
    pub created: i64,
    /// When it was last read.
    pub accessed: i64,
    /// When it was last written.
    pub modified: i64,
    /// Whether nobody may write it.
    pub read_only: bool,
    /// The permission bits.
    pub mode: u32,
    /// What a symbolic link points at.
    pub link_target: Option<String>,
}

/// How a file is opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OpenMode {
    /// To be read.
    pub read: bool,
    /// To be written.
    pub write: bool,
    /// Each write goes to the end.
    pub append: bool,
    /// Made where there is none.
    pub create: bool,
    /// Made; it is an error if there is one.
    pub create_new: bool,
    /// Emptied.
    pub truncate: bool,
}

/// An open file.
pub trait FileHandle: Read + Write + Seek + Send {
    /// Cuts the file or fills it with zeros up to this length.
    ///
    /// # Errors
    /// What the system reports.
    fn set_length(&mut self, length: u64) -> io::Result<()>;
}

/// Reads and changes the file system.
#[allow(clippy::missing_errors_doc, reason = "each method gives the error of the system")]
pub trait Files {
    /// What stands under a path; `follow` says whether a link stands for its target.
    fn metadata(&self, path: &str, follow: bool) -> io::Result<FileMetadata>;
    /// Opens a file.
    fn open(&self, path: &str, mode: OpenMode) -> io::Result<Box<dyn FileHandle>>;
    /// The names in a folder, in the order of the system.
    fn list(&self, path: &str) -> io::Result<Vec<String>>;
    /// Makes a folder and those above it.
    fn create_directory(&self, path: &str) -> io::Result<()>;
    /// Removes a file or a link.
    fn remove_file(&self, path: &str) -> io::Result<()>;
    /// Removes a folder; `recursive` with all that is in it.
    fn remove_directory(&self, path: &str, recursive: bool) -> io::Result<()>;
    /// Renames or moves; what stands under the new name is replaced.
    fn rename(&self, from: &str, to: &str) -> io::Result<()>;
    /// Sets the times of last access and last write that are given.
    fn set_times(&self, path: &str, accessed: Option<i64>, modified: Option<i64>)
    -> io::Result<()>;
    /// Sets or clears the right to write.
    fn set_read_only(&self, path: &str, read_only: bool) -> io::Result<()>;
    /// Sets the permission bits.
    fn set_mode(&self, path: &str, mode: u32) -> io::Result<()>;
    /// Makes a symbolic link.
    fn create_symbolic_link(&self, path: &str, target: &str) -> io::Result<()>;
    /// The mount points.
    fn drives(&self) -> Vec<String> {
        vec!["/".to_owned()]
    }

    /// The content of a file.
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        let mode = OpenMode { read: true, ..OpenMode::default() };
        let mut content = Vec::new();
        self.open(path, mode)?.read_to_end(&mut content)?;
        Ok(content)
    }

    /// Replaces the content of a file, or makes it.
    fn write(&self, path: &str, content: &[u8]) -> io::Result<()> {
        let mode = OpenMode { write: true, create: true, truncate: true, ..OpenMode::default() };
        self.open(path, mode)?.write_all(content)
    }

    /// Adds to a file, or makes it.
    fn append(&self, path: &str, content: &[u8]) -> io::Result<()> {
        let mode = OpenMode { write: true, append: true, create: true, ..OpenMode::default() };
        self.open(path, mode)?.write_all(content)
    }
}
