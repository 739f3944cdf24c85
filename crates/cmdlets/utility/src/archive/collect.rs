//! The files that go into an archive.

use flate2::Compression;
use remora_dotnet::system::{FileKind, FileMetadata};
use remora_engine::prelude::*;
use remora_psobject::{DateTime, DateTimeKind};

use super::zip::{DosTime, Entry, ZipError};
use super::{io_failure, path_not_found};

/// Packs the files and folders that a command names.
pub(crate) struct Collector {
    pub(crate) level: Compression,
    pub(crate) entries: Vec<Entry>,
}

impl Collector {
    /// Adds what paths of the user mean.
    ///
    /// # Errors
    /// A path under which nothing stands; a file that cannot be read.
    pub(crate) fn add_paths(
        &mut self,
        runtime: &mut CommandRuntime<'_>,
        paths: &[PsString],
        literal: bool,
    ) -> CommandResult {
        for path in paths {
            let found = match runtime.resolve_paths(path, literal) {
                Ok(found) if !found.is_empty() => found,
                Ok(_) | Err(Flow::Throw(_)) => return Err(path_not_found(path).into()),
                Err(flow) => return Err(flow),
            };
            for item in found {
                let path = item.provider_path;
                let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
                self.add(runtime, &path, name)?;
            }
        }
        Ok(())
    }

    /// Adds a file, or a folder with all that is in it but hidden things.
    fn add(&mut self, runtime: &mut CommandRuntime<'_>, path: &str, name: &str) -> CommandResult {
        runtime.check_stop()?;
        let system = std::sync::Arc::clone(runtime.system());
        let failed = |failure| Flow::from(io_failure(path, &failure));
        let metadata = system.metadata(path, true).map_err(failed)?;
        let modified = modified(runtime, &metadata)?;
        if metadata.kind != FileKind::Directory {
            let content = system.read(path).map_err(failed)?;
            let entry = Entry::file(name.to_owned(), modified, &content, self.level)
                .map_err(|failure| broken(path, &failure))?;
            self.put(entry);
            return Ok(());
        }
        self.put(Entry::folder(format!("{name}/"), modified));
        let mut inner = system.list(path).map_err(failed)?;
        inner.retain(|name| !name.starts_with('.'));
        inner.sort();
        for inner in inner {
            self.add(runtime, &format!("{path}/{inner}"), &format!("{name}/{inner}"))?;
        }
        Ok(())
    }

    /// Adds an entry in place of the one that has its name.
    fn put(&mut self, entry: Entry) {
        match self.entries.iter_mut().find(|known| known.name == entry.name) {
            Some(known) => *known = entry,
            None => self.entries.push(entry),
        }
    }
}

/// The record of an archive that cannot be read or written.
pub(crate) fn broken(path: &str, failure: &ZipError) -> Flow {
    let message = failure.message();
    error(TypeId::IO_EXCEPTION, message, "InvalidDataException", ErrorCategory::InvalidData, path)
        .into()
}

fn modified(runtime: &mut CommandRuntime<'_>, metadata: &FileMetadata) -> CommandResult<DosTime> {
    let Some(utc) = DateTime::new(metadata.modified, DateTimeKind::Utc) else {
        return Ok(DosTime::default());
    };
    let local = runtime.invoke_method(&Value::DateTime(utc), "ToLocalTime", &[])?;
    let Value::DateTime(local) = local.base() else {
        return Ok(DosTime::default());
    };
    let (hour, minute, second, _) = local.time_of_day();
    Ok(DosTime::new(local.date(), (hour, minute, second)))
}

/// The ticks of a local time of an archive, since 0001-01-01 UTC.
pub(crate) fn utc_ticks(
    runtime: &mut CommandRuntime<'_>,
    time: DosTime,
) -> CommandResult<Option<i64>> {
    let (date, clock) = (time.date(), time.time());
    let local = DateTime::from_parts(date, clock, 0, DateTimeKind::Local);
    let Some(local) = local else {
        return Ok(None);
    };
    let utc = runtime.invoke_method(&Value::DateTime(local), "ToUniversalTime", &[])?;
    Ok(match utc.base() {
        Value::DateTime(utc) => Some(utc.ticks()),
        _ => None,
    })
}
