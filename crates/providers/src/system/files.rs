//! The file system.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::Path;

use nix::fcntl::AT_FDCWD;
use nix::sys::stat::{UtimensatFlags, utimensat};
use nix::sys::time::{TimeSpec, TimeValLike as _};
use nix::unistd::{Gid, Group, Uid, User};
use remora_dotnet::system::{FileHandle, FileKind, FileMetadata, Files, OpenMode};
use remora_psobject::time::{TICKS_PER_SECOND, UNIX_EPOCH_TICKS};

use super::NativeSystem;
use super::clock::ticks_of;

/// A file of the system.
struct NativeFile(File);

impl Read for NativeFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl Write for NativeFile {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.0.write(buffer)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Seek for NativeFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}

impl FileHandle for NativeFile {
    fn set_length(&mut self, length: u64) -> io::Result<()> {
        self.0.set_len(length)
    }
}

/// The names of the user and group of these numbers; the numbers themselves where there are no names.
pub fn owner_names(user: u32, group: u32) -> (String, String) {
    let user_name = User::from_uid(Uid::from_raw(user)).ok().flatten().map(|user| user.name);
    let group_name = Group::from_gid(Gid::from_raw(group)).ok().flatten().map(|group| group.name);
    (user_name.unwrap_or_else(|| user.to_string()), group_name.unwrap_or_else(|| group.to_string()))
}

/// Whether the rights that concern the user of this process leave out writing.
fn is_read_only(metadata: &fs::Metadata) -> bool {
    let mode = metadata.mode();
    let bit = if metadata.uid() == Uid::effective().as_raw() {
        0o200
    } else if metadata.gid() == Gid::effective().as_raw() {
        0o020
    } else {
        0o002
    };
    mode & bit == 0
}

fn describe(path: &str, metadata: &fs::Metadata) -> FileMetadata {
    let file_type = metadata.file_type();
    let modified = metadata.modified().map_or(UNIX_EPOCH_TICKS, ticks_of);
    let kind = if file_type.is_symlink() {
        FileKind::SymbolicLink
    } else if file_type.is_dir() {
        FileKind::Directory
    } else {
        FileKind::File
    };
    FileMetadata {
        kind,
        length: metadata.len(),
        created: metadata.created().map_or(modified, ticks_of),
        accessed: metadata.accessed().map_or(modified, ticks_of),
        modified,
        read_only: is_read_only(metadata),
        mode: metadata.mode() & 0o7777,
        link_target: fs::read_link(path).ok().map(|target| target.to_string_lossy().into_owned()),
    }
}

fn time_spec(ticks: Option<i64>) -> TimeSpec {
    let Some(ticks) = ticks else {
        return TimeSpec::UTIME_OMIT;
    };
    let since_epoch = ticks.saturating_sub(UNIX_EPOCH_TICKS);
    let nanoseconds = since_epoch.rem_euclid(TICKS_PER_SECOND).saturating_mul(100);
    let seconds = TimeSpec::seconds(since_epoch.div_euclid(TICKS_PER_SECOND));
    TimeSpec::new(seconds.tv_sec(), nanoseconds)
}

/// Copies a file to another file system and removes it here, as a rename cannot do it.
fn move_across(from: &str, to: &str) -> io::Result<()> {
    if fs::symlink_metadata(from)?.is_dir() {
        return Err(io::ErrorKind::CrossesDevices.into());
    }
    fs::copy(from, to)?;
    fs::remove_file(from)
}

impl Files for NativeSystem {
    fn metadata(&self, path: &str, follow: bool) -> io::Result<FileMetadata> {
        let metadata = if follow { fs::metadata(path) } else { fs::symlink_metadata(path) };
        metadata.map(|metadata| describe(path, &metadata))
    }

    fn open(&self, path: &str, mode: OpenMode) -> io::Result<Box<dyn FileHandle>> {
        let file = OpenOptions::new()
            .read(mode.read)
            .write(mode.write && !mode.append)
            .append(mode.append)
            .create(mode.create && (mode.write || mode.append))
            .create_new(mode.create_new)
            .truncate(mode.truncate && !mode.append)
            .open(path)?;
        if file.metadata()?.is_dir() {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        Ok(Box::new(NativeFile(file)))
    }

    fn list(&self, path: &str) -> io::Result<Vec<String>> {
        let entries = fs::read_dir(path)?;
        entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
    }

    fn create_directory(&self, path: &str) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    fn remove_file(&self, path: &str) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_directory(&self, path: &str, recursive: bool) -> io::Result<()> {
        if recursive { fs::remove_dir_all(path) } else { fs::remove_dir(path) }
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        match fs::rename(from, to) {
            Err(error) if error.kind() == io::ErrorKind::CrossesDevices => move_across(from, to),
            result => result,
        }
    }

    fn set_times(
        &self,
        path: &str,
        accessed: Option<i64>,
        modified: Option<i64>,
    ) -> io::Result<()> {
        utimensat(
            AT_FDCWD,
            Path::new(path),
            &time_spec(accessed),
            &time_spec(modified),
            UtimensatFlags::FollowSymlink,
        )
        .map_err(io::Error::from)
    }

    fn set_read_only(&self, path: &str, read_only: bool) -> io::Result<()> {
        let mode = fs::metadata(path)?.mode() & 0o7777;
        let changed = if read_only { mode & !0o222 } else { mode | 0o200 };
        self.set_mode(path, changed)
    }

    fn set_mode(&self, path: &str, mode: u32) -> io::Result<()> {
        fs::set_permissions(path, fs::Permissions::from_mode(mode))
    }

    fn create_symbolic_link(&self, path: &str, target: &str) -> io::Result<()> {
        std::os::unix::fs::symlink(target, path)
    }

    fn drives(&self) -> Vec<String> {
        let mounts = fs::read_to_string("/proc/self/mounts").unwrap_or_default();
        let points = mounts.lines().filter_map(|line| line.split(' ').nth(1));
        let mut points: Vec<String> = points.map(|point| point.replace("\\040", " ")).collect();
        if points.is_empty() {
            points.push("/".to_owned());
        }
        points
    }
}
