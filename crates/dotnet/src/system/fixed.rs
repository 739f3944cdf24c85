//! A machine that stands still: for tests.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;

use jiff::tz::TimeZone;
use parking_lot::Mutex;
use remora_psobject::Version;

use super::{
    Clock, Environment, FileHandle, FileKind, FileMetadata, Files, Network, OpenMode, Processes,
    StandardStreams, System,
};

/// Noon of 2 January 2026, in ticks.
const NOON: i64 = 639_029_520_000_000_000;

type Shared = Arc<Mutex<Vec<u8>>>;

enum Node {
    Directory,
    File(Shared),
}

/// A clock that shows one time, a small environment, files in memory, and bytes that count up.
pub struct FixedSystem {
    now: Mutex<i64>,
    zone: TimeZone,
    variables: Mutex<BTreeMap<String, String>>,
    directory: Mutex<String>,
    nodes: Mutex<BTreeMap<String, Node>>,
    next_random: Mutex<u8>,
}

impl Default for FixedSystem {
    fn default() -> Self {
        let folders = ["/", "/tmp", "/home", "/home/user"];
        Self {
            now: Mutex::new(NOON),
            zone: TimeZone::UTC,
            variables: Mutex::default(),
            directory: Mutex::new("/home/user".to_owned()),
            nodes: Mutex::new(
                folders.iter().map(|path| ((*path).to_owned(), Node::Directory)).collect(),
            ),
            next_random: Mutex::new(0),
        }
    }
}

impl FixedSystem {
    /// Such a machine in another zone.
    #[must_use]
    pub fn in_zone(zone: TimeZone) -> Self {
        Self { zone, ..Self::default() }
    }
}

impl System for FixedSystem {
    fn random_bytes(&self, buffer: &mut [u8]) {
        let mut next = self.next_random.lock();
        for byte in buffer {
            *byte = *next;
            *next = next.wrapping_add(1);
        }
    }
}

impl Clock for FixedSystem {
    fn now_utc_ticks(&self) -> i64 {
        *self.now.lock()
    }

    fn monotonic_ticks(&self) -> i64 {
        *self.now.lock() - NOON
    }

    fn local_time_zone(&self) -> TimeZone {
        self.zone.clone()
    }

    fn time_zone(&self, id: &str) -> Option<TimeZone> {
        TimeZone::get(id).ok()
    }

    fn time_zone_ids(&self) -> Vec<String> {
        vec!["UTC".to_owned()]
    }

    fn sleep(&self, duration: Duration) {
        let ticks = i64::try_from(duration.as_nanos() / 100).unwrap_or(i64::MAX);
        *self.now.lock() += ticks;
    }
}

impl Environment for FixedSystem {
    fn variable(&self, name: &str) -> Option<String> {
        self.variables.lock().get(name).cloned()
    }

    fn set_variable(&self, name: &str, value: Option<&str>) {
        let mut variables = self.variables.lock();
        match value {
            Some(value) => variables.insert(name.to_owned(), value.to_owned()),
            None => variables.remove(name),
        };
    }

    fn variables(&self) -> Vec<(String, String)> {
        let variables = self.variables.lock();
        variables.iter().map(|(name, value)| (name.clone(), value.clone())).collect()
    }

    fn process_id(&self) -> u32 {
        4242
    }

    fn executable_path(&self) -> String {
        "/usr/bin/remora".to_owned()
    }

    fn command_line(&self) -> Vec<String> {
        vec![self.executable_path()]
    }

    fn exit(&self, _code: i32) {}

    fn user_name(&self) -> String {
        "user".to_owned()
    }

    fn home_directory(&self) -> String {
        "/home/user".to_owned()
    }

    fn machine_name(&self) -> String {
        "machine".to_owned()
    }

    fn os_version(&self) -> (String, Version) {
        ("Unix".to_owned(), Version::with_build(6, 1, 0))
    }

    fn os_description(&self) -> String {
        "Linux".to_owned()
    }

    fn processor_count(&self) -> usize {
        2
    }

    fn current_directory(&self) -> String {
        self.directory.lock().clone()
    }

    fn set_current_directory(&self, path: &str) -> io::Result<()> {
        self.metadata(path, true)?;
        path.clone_into(&mut self.directory.lock());
        Ok(())
    }
}

impl Processes for FixedSystem {}

impl StandardStreams for FixedSystem {}

impl Network for FixedSystem {
    fn host_name(&self) -> String {
        self.machine_name()
    }

    fn resolve(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        match host {
            "localhost" | "machine" => Ok(vec![IpAddr::V4(Ipv4Addr::LOCALHOST)]),
            _ => Err(io::ErrorKind::NotFound.into()),
        }
    }
}

struct MemoryFile {
    content: Shared,
    cursor: u64,
    append: bool,
}

impl Read for MemoryFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let content = self.content.lock();
        let mut cursor = Cursor::new(content.as_slice());
        cursor.set_position(self.cursor);
        let count = cursor.read(buffer)?;
        self.cursor = cursor.position();
        Ok(count)
    }
}

impl Write for MemoryFile {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let mut content = self.content.lock();
        if self.append {
            self.cursor = content.len() as u64;
        }
        let mut cursor = Cursor::new(&mut *content);
        cursor.set_position(self.cursor);
        let count = cursor.write(buffer)?;
        self.cursor = cursor.position();
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for MemoryFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let content = self.content.lock();
        let mut cursor = Cursor::new(content.as_slice());
        cursor.set_position(self.cursor);
        self.cursor = cursor.seek(to)?;
        Ok(self.cursor)
    }
}

impl FileHandle for MemoryFile {
    fn set_length(&mut self, length: u64) -> io::Result<()> {
        let length = usize::try_from(length).map_err(io::Error::other)?;
        self.content.lock().resize(length, 0);
        Ok(())
    }
}

fn parent(path: &str) -> &str {
    match path.rfind('/') {
        Some(0) | None => "/",
        Some(slash) => path.get(..slash).unwrap_or("/"),
    }
}

impl Files for FixedSystem {
    fn metadata(&self, path: &str, _follow: bool) -> io::Result<FileMetadata> {
        let nodes = self.nodes.lock();
        let trimmed = if path.len() > 1 { path.trim_end_matches('/') } else { path };
        let node = nodes.get(trimmed).ok_or(io::ErrorKind::NotFound)?;
        let (kind, length) = match node {
            Node::Directory => (FileKind::Directory, 0),
            Node::File(content) => (FileKind::File, content.lock().len() as u64),
        };
        Ok(FileMetadata {
            kind,
            length,
            created: NOON,
            accessed: NOON,
            modified: NOON,
            read_only: false,
            mode: 0o644,
            link_target: None,
        })
    }

    fn open(&self, path: &str, mode: OpenMode) -> io::Result<Box<dyn FileHandle>> {
        let mut nodes = self.nodes.lock();
        if !nodes.contains_key(parent(path)) {
            return Err(io::ErrorKind::NotFound.into());
        }
        let content = match nodes.get(path) {
            Some(Node::Directory) => return Err(io::ErrorKind::IsADirectory.into()),
            Some(Node::File(_)) if mode.create_new => {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            Some(Node::File(content)) => Arc::clone(content),
            None if mode.create || mode.create_new => {
                let content = Shared::default();
                nodes.insert(path.to_owned(), Node::File(Arc::clone(&content)));
                content
            }
            None => return Err(io::ErrorKind::NotFound.into()),
        };
        if mode.truncate {
            content.lock().clear();
        }
        Ok(Box::new(MemoryFile { content, cursor: 0, append: mode.append }))
    }

    fn list(&self, path: &str) -> io::Result<Vec<String>> {
        self.metadata(path, true)?;
        let nodes = self.nodes.lock();
        let prefix = format!("{}/", path.trim_end_matches('/'));
        Ok(nodes
            .keys()
            .filter_map(|key| key.strip_prefix(&prefix))
            .filter(|name| !name.is_empty() && !name.contains('/'))
            .map(str::to_owned)
            .collect())
    }

    fn create_directory(&self, path: &str) -> io::Result<()> {
        let mut nodes = self.nodes.lock();
        let mut at = path.trim_end_matches('/').to_owned();
        while !at.is_empty() {
            let above = parent(&at).to_owned();
            nodes.entry(at.clone()).or_insert(Node::Directory);
            at = if above == "/" { String::new() } else { above };
        }
        Ok(())
    }

    fn remove_file(&self, path: &str) -> io::Result<()> {
        match self.nodes.lock().remove(path) {
            Some(_) => Ok(()),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn remove_directory(&self, path: &str, recursive: bool) -> io::Result<()> {
        if !recursive && !self.list(path)?.is_empty() {
            return Err(io::ErrorKind::DirectoryNotEmpty.into());
        }
        let prefix = format!("{path}/");
        self.nodes.lock().retain(|key, _| key != path && !key.starts_with(&prefix));
        Ok(())
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let mut nodes = self.nodes.lock();
        let node = nodes.remove(from).ok_or(io::ErrorKind::NotFound)?;
        nodes.insert(to.to_owned(), node);
        Ok(())
    }

    fn set_times(&self, _: &str, _: Option<i64>, _: Option<i64>) -> io::Result<()> {
        Ok(())
    }

    fn set_read_only(&self, _: &str, _: bool) -> io::Result<()> {
        Ok(())
    }

    fn set_mode(&self, _: &str, _: u32) -> io::Result<()> {
        Ok(())
    }

    fn create_symbolic_link(&self, _: &str, _: &str) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }
}
