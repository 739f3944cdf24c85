//! The object that stands for a process.

use std::time::Duration;

use parking_lot::{Condvar, Mutex};
use remora_psobject::time::{TICKS_PER_SECOND, TimeSpan};
use remora_psobject::{DateTime, DateTimeKind};

use super::snapshot::{Snapshot, boot_time, text};
use crate::system::System;
use crate::types::prelude::*;
use crate::types::record::Record;

/// How often a process that is no child is looked at.
const PAUSE: Duration = Duration::from_millis(10);

/// The end of a child: its code, once it has ended.
#[derive(Default)]
pub struct ExitState {
    code: Mutex<Option<i32>>,
    ended: Condvar,
}

impl ExitState {
    /// Waits for a child on a thread of its own; `wait` gives its code.
    pub fn of_child(wait: impl FnOnce() -> i32 + Send + 'static) -> Arc<Self> {
        let state = Arc::new(Self::default());
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            let code = wait();
            *shared.code.lock() = Some(code);
            shared.ended.notify_all();
        });
        state
    }

    fn code(&self) -> Option<i32> {
        *self.code.lock()
    }

    /// Whether the child ends before the time is over.
    fn wait(&self, limit: Duration) -> bool {
        let mut code = self.code.lock();
        if code.is_none() {
            self.ended.wait_for(&mut code, limit);
        }
        code.is_some()
    }
}

/// A process.
pub struct ProcessObject {
    system: Arc<dyn System>,
    id: i32,
    name: PsString,
    /// When it started, which tells it from a later one with the same id.
    started: i64,
    snapshot: Snapshot,
    exit: Option<Arc<ExitState>>,
    /// What a process was started with, and its ends of the pipes.
    started_with: Option<Started>,
}

/// What a process was started with.
#[derive(Clone)]
pub struct Started {
    /// `StartInfo`
    pub info: Value,
    /// `StandardInput`; null where it is not redirected.
    pub input: Value,
    /// `StandardOutput`
    pub output: Value,
    /// `StandardError`
    pub error: Value,
}

impl ProcessObject {
    /// The process of an id, if it runs.
    pub fn of_id(system: &Arc<dyn System>, id: i32) -> Option<Self> {
        let snapshot = Snapshot::of(&**system, id)?;
        Some(Self {
            system: Arc::clone(system),
            id,
            name: snapshot.name.as_str().into(),
            started: snapshot.started,
            snapshot,
            exit: None,
            started_with: None,
        })
    }

    /// A child of this process.
    pub fn of_child(system: &Arc<dyn System>, id: i32, name: &str, exit: Arc<ExitState>) -> Self {
        let snapshot = Snapshot::of(&**system, id).unwrap_or_default();
        Self {
            system: Arc::clone(system),
            id,
            name: name.into(),
            started: snapshot.started,
            snapshot,
            exit: Some(exit),
            started_with: None,
        }
    }

    /// The same with what it was started with.
    #[must_use]
    pub fn with_start(self, start: Started) -> Self {
        Self { started_with: Some(start), ..self }
    }

    /// Its id.
    pub fn id(&self) -> i32 {
        self.id
    }

    /// The name of its program.
    pub fn name(&self) -> &PsString {
        &self.name
    }

    /// As it is now; as it was when it is gone.
    fn now(&self) -> Snapshot {
        let now = Snapshot::of(&*self.system, self.id);
        now.filter(|now| now.started == self.started).unwrap_or_else(|| self.snapshot.clone())
    }

    /// Whether it has ended.
    pub fn has_exited(&self) -> bool {
        if let Some(exit) = &self.exit
            && exit.code().is_some()
        {
            return true;
        }
        Snapshot::of(&*self.system, self.id)
            .is_none_or(|now| now.is_zombie || now.started != self.started)
    }

    /// Waits; whether it ended before the time was over. `None` waits for ever, but for a stop.
    /// `stop` waits so long for a stop and says whether it came.
    pub fn wait(&self, limit: Option<Duration>, mut stop: impl FnMut(Duration) -> bool) -> bool {
        let start = self.system.monotonic_ticks();
        loop {
            if self.has_exited() {
                // The thread that waits for a child may be a moment late.
                if let Some(exit) = &self.exit {
                    exit.wait(Duration::from_secs(1));
                }
                return true;
            }
            let left = limit.map(|limit| {
                let ticks = self.system.monotonic_ticks().saturating_sub(start);
                limit.saturating_sub(Duration::from_nanos(ticks.unsigned_abs().saturating_mul(100)))
            });
            if left.is_some_and(|left| left.is_zero()) || stop(PAUSE) {
                return self.has_exited();
            }
        }
    }

    /// Ends it.
    ///
    /// # Errors
    /// Where it belongs to somebody else.
    pub fn end(&self) -> std::io::Result<()> {
        if self.has_exited() {
            return Ok(());
        }
        self.system.end_process(self.id)
    }

    fn start_time(&self) -> Value {
        let ticks = boot_time(&*self.system).saturating_add(self.started);
        let zone = self.system.local_time_zone();
        let seconds = ticks
            .saturating_sub(remora_psobject::time::UNIX_EPOCH_TICKS)
            .div_euclid(TICKS_PER_SECOND);
        let offset = jiff::Timestamp::from_second(seconds)
            .map_or(0, |moment| i64::from(zone.to_offset(moment).seconds()) * TICKS_PER_SECOND);
        DateTime::new(ticks.saturating_add(offset), DateTimeKind::Local)
            .map_or(Value::Null, Value::DateTime)
    }

    fn link(&self, name: &str) -> Option<String> {
        let metadata = self.system.metadata(&format!("/proc/{}/{name}", self.id), false).ok()?;
        metadata.link_target
    }

    fn handles(&self) -> i32 {
        let open = self.system.list(&format!("/proc/{}/fd", self.id));
        i32::try_from(open.map_or(0, |open| open.len())).unwrap_or(i32::MAX)
    }

    fn command_line(&self) -> Value {
        let line = text(&*self.system, &format!("/proc/{}/cmdline", self.id));
        line.map_or(Value::Null, |line| line.trim_end_matches('\0').replace('\0', " ").into())
    }

    /// The files that it has loaded, the program first.
    pub fn modules(&self) -> Vec<Value> {
        let maps = text(&*self.system, &format!("/proc/{}/maps", self.id)).unwrap_or_default();
        let mut paths: Vec<&str> = Vec::new();
        for line in maps.lines() {
            let executable = line.split(' ').nth(1).is_some_and(|rights| rights.contains('x'));
            let path = line.find('/').and_then(|at| line.get(at..));
            if let Some(path) = path.filter(|_| executable)
                && !paths.contains(&path)
            {
                paths.push(path);
            }
        }
        paths
            .into_iter()
            .map(|path| {
                let name = path.rsplit('/').next().unwrap_or(path);
                let fields = vec![("FileName", path.into()), ("ModuleName", name.into())];
                let id = type_named("System.Diagnostics.ProcessModule");
                Value::live(Record::new(id, fields).shown_as(|record| {
                    format!("System.Diagnostics.ProcessModule ({})", record.get_text("ModuleName"))
                        .into()
                }))
            })
            .collect()
    }

    /// Properties of the side that started the process.
    fn started_property(&self, name: &str) -> Option<Outcome> {
        let pipe = |pipe: fn(&Started) -> &Value, shown: &str| {
            let found = self.started_with.as_ref().map(pipe).filter(|pipe| !pipe.is_null());
            found.cloned().ok_or_else(|| {
                errors::invalid_operation(format!(
                    "{shown} has not been redirected or the process hasn't started yet."
                ))
            })
        };
        Some(match name {
            "standardinput" => pipe(|start| &start.input, "StandardIn"),
            "standardoutput" => pipe(|start| &start.output, "StandardOut"),
            "standarderror" => pipe(|start| &start.error, "StandardError"),
            "startinfo" => match &self.started_with {
                Some(start) => Ok(start.info.clone()),
                None => Err(not_started_here()),
            },
            _ => return None,
        })
    }

    /// Members that the extended type system has for processes.
    fn extended(&self, name: &str) -> Option<Value> {
        let snapshot = self.now();
        Some(match name {
            "name" => Value::Str(self.name.clone()),
            "handles" => Value::I32(self.handles()),
            "vm" => Value::I64(snapshot.virtual_memory),
            "ws" => Value::I64(snapshot.working_set),
            "pm" => Value::I64(snapshot.swapped),
            "npm" => Value::I64(0),
            "si" => Value::I32(snapshot.session),
            "path" => Value::from(self.link("exe")),
            "commandline" => self.command_line(),
            "cpu" => {
                let total = snapshot.user_time.saturating_add(snapshot.system_time);
                Value::F64(TimeSpan(total).total_seconds())
            }
            _ => return None,
        })
    }
}

/// A size in the 32 bits of the old properties, which wrap.
fn int(number: i64) -> Value {
    Value::I32(u32::try_from(number & 0xFFFF_FFFF).unwrap_or(0).cast_signed())
}

fn not_started_here() -> Exception {
    errors::invalid_operation(
        "Process was not started by this object, so requested information cannot be determined.",
    )
}

/// The number of `ProcessPriorityClass`.
fn priority_class(nice: i64) -> i64 {
    match nice {
        ..=-15 => 128,
        -14..=-5 => 32768,
        -4..=4 => 32,
        5..=9 => 16384,
        _ => 64,
    }
}

impl LiveObject for ProcessObject {
    fn object_type(&self) -> TypeId {
        type_named("System.Diagnostics.Process")
    }

    fn text(&self) -> PsString {
        format!("System.Diagnostics.Process ({})", self.name).into()
    }

    fn property_names(&self) -> Vec<PsString> {
        [
            "BasePriority",
            "ExitCode",
            "HasExited",
            "ExitTime",
            "Handle",
            "HandleCount",
            "Id",
            "MachineName",
            "MainWindowHandle",
            "MainWindowTitle",
            "MainModule",
            "NonpagedSystemMemorySize64",
            "PagedMemorySize64",
            "PagedSystemMemorySize64",
            "PeakPagedMemorySize64",
            "PeakWorkingSet64",
            "PeakVirtualMemorySize64",
            "PriorityClass",
            "PrivateMemorySize64",
            "ProcessName",
            "SessionId",
            "Threads",
            "VirtualMemorySize64",
            "WorkingSet64",
            "PrivilegedProcessorTime",
            "Responding",
            "StartTime",
            "TotalProcessorTime",
            "UserProcessorTime",
            "Modules",
        ]
        .map(PsString::from)
        .to_vec()
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        let name = name.to_ascii_lowercase();
        if let Some(found) = self.started_property(&name) {
            return Some(found);
        }
        let snapshot = self.now();
        Some(Ok(match name.as_str() {
            "id" => Value::I32(self.id),
            "processname" => Value::Str(self.name.clone()),
            "basepriority" => Value::I32(i32::try_from(snapshot.nice).unwrap_or(0)),
            "exitcode" => match self.exit.as_ref().and_then(|exit| exit.code()) {
                Some(code) => Value::I32(code),
                None if self.exit.is_some() => {
                    let message =
                        "Process must exit before requested information can be determined.";
                    return Some(Err(Exception::new(TypeId::INVALID_OPERATION_EXCEPTION, message)));
                }
                None => return Some(Err(not_started_here())),
            },
            "hasexited" => Value::Bool(self.has_exited()),
            "exittime" => Value::Null,
            "handle" => Value::I64(i64::from(self.id)),
            "handlecount" => Value::I32(self.handles()),
            "machinename" => ".".into(),
            "mainwindowhandle" => Value::I64(0),
            "mainwindowtitle" => "".into(),
            "mainmodule" => self.modules().into_iter().next().unwrap_or_default(),
            "modules" => Value::array(self.modules()),
            "nonpagedsystemmemorysize" | "pagedsystemmemorysize" => Value::I32(0),
            "workingset" => int(snapshot.working_set),
            "virtualmemorysize" => int(snapshot.virtual_memory),
            "privatememorysize" => int(snapshot.private_memory),
            "peakworkingset" => int(snapshot.peak_working_set),
            "peakvirtualmemorysize" => int(snapshot.peak_virtual_memory),
            "pagedmemorysize" | "peakpagedmemorysize" => int(snapshot.swapped),
            "enableraisingevents" | "priorityboostenabled" => false.into(),
            "site" | "container" | "synchronizingobject" => Value::Null,
            "nonpagedsystemmemorysize64" | "pagedsystemmemorysize64" => Value::I64(0),
            "pagedmemorysize64" | "peakpagedmemorysize64" => Value::I64(snapshot.swapped),
            "peakworkingset64" => Value::I64(snapshot.peak_working_set),
            "peakvirtualmemorysize64" => Value::I64(snapshot.peak_virtual_memory),
            "priorityclass" => {
                enum_value("System.Diagnostics.ProcessPriorityClass", priority_class(snapshot.nice))
            }
            "privatememorysize64" => Value::I64(snapshot.private_memory),
            "sessionid" => Value::I32(snapshot.session),
            "threads" => Value::array((0..snapshot.threads).map(Value::I64).collect()),
            "virtualmemorysize64" => Value::I64(snapshot.virtual_memory),
            "workingset64" => Value::I64(snapshot.working_set),
            "privilegedprocessortime" => Value::TimeSpan(TimeSpan(snapshot.system_time)),
            "userprocessortime" => Value::TimeSpan(TimeSpan(snapshot.user_time)),
            "totalprocessortime" => {
                Value::TimeSpan(TimeSpan(snapshot.user_time.saturating_add(snapshot.system_time)))
            }
            "responding" => Value::Bool(true),
            "starttime" => self.start_time(),
            "parent" => {
                let parent = Self::of_id(&self.system, snapshot.parent);
                parent.map_or(Value::Null, Value::live)
            }
            other => return self.extended(other).map(Ok),
        }))
    }

    fn equals(&self, other: &Value) -> Option<bool> {
        let other = other.downcast::<Self>()?;
        Some(other.id == self.id && other.started == self.started)
    }
}
