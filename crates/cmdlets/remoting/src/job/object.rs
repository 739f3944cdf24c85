//! [`Job`] and its [`ChildJob`]s: one child for each computer.

use std::collections::VecDeque;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use parking_lot::{Condvar, Mutex};
use remora_engine::prelude::*;
use remora_hosting::{Record, StopToken};
use remora_psobject::{DateTime, EnumDefinition, Guid, ListObject, LiveObject};

use crate::origin::Origin;

/// `JobState`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum JobState {
    #[default]
    NotStarted,
    Running,
    Completed,
    Failed,
    Stopped,
}

impl JobState {
    /// Whether nothing more will happen.
    pub(crate) fn is_final(self) -> bool {
        matches!(self, Self::Completed | Self::Failed | Self::Stopped)
    }

    /// The state as a value of the enumeration.
    pub(crate) fn to_value(self) -> Value {
        Value::Enum(*JOB_STATE, self as i64)
    }

    /// The state of this number.
    pub(crate) fn from_number(number: i64) -> Self {
        [Self::NotStarted, Self::Running, Self::Completed, Self::Failed]
            .into_iter()
            .find(|state| *state as i64 == number)
            .unwrap_or(Self::Stopped)
    }
}

static JOB_STATE: LazyLock<TypeId> = LazyLock::new(|| TypeId::register_enum(&JOB_STATES));

static JOB_STATES: EnumDefinition = EnumDefinition {
    name: "System.Management.Automation.JobState",
    underlying: "System.Int32",
    flags: false,
    members: &[
        ("NotStarted", 0),
        ("Running", 1),
        ("Completed", 2),
        ("Failed", 3),
        ("Stopped", 4),
        ("Blocked", 5),
        ("Suspended", 6),
        ("Disconnected", 7),
        ("Suspending", 8),
        ("Stopping", 9),
        ("AtBreakpoint", 10),
    ],
};

static BASE: LazyLock<TypeId> =
    LazyLock::new(|| TypeId::register("System.Management.Automation.Job", Some(TypeId::OBJECT)));
static PARENT: LazyLock<TypeId> =
    LazyLock::new(|| TypeId::register("System.Management.Automation.PSRemotingJob", Some(*BASE)));
static THREAD: LazyLock<TypeId> =
    LazyLock::new(|| TypeId::register("Microsoft.PowerShell.ThreadJob.ThreadJob", Some(*BASE)));
static TASK: LazyLock<TypeId> = LazyLock::new(|| {
    TypeId::register("System.Management.Automation.PSTasks.PSTaskJob", Some(*BASE))
});

/// The kind of a job on a thread of this process. Its one child is not shown.
pub(crate) const THREAD_JOB: &str = "ThreadJob";

/// The kind of a job of parallel blocks.
pub(crate) const TASK_JOB: &str = "PSTaskJob";

static CHILD: LazyLock<TypeId> = LazyLock::new(|| {
    TypeId::register("System.Management.Automation.PSRemotingChildJob", Some(*BASE))
});

/// The command on one computer.
pub(crate) struct ChildJob {
    pub(crate) id: i32,
    pub(crate) name: PsString,
    pub(crate) instance_id: Guid,
    pub(crate) location: PsString,
    pub(crate) command: PsString,
    pub(crate) origin: Option<Origin>,
    inner: Mutex<Inner>,
    changed: Condvar,
}

#[derive(Default)]
struct Inner {
    state: JobState,
    records: VecDeque<Record>,
    reason: Option<Arc<ErrorRecord>>,
}

impl ChildJob {
    pub(crate) fn new(
        id: i32,
        instance_id: Guid,
        location: PsString,
        command: PsString,
        origin: Option<Origin>,
    ) -> Self {
        Self {
            id,
            name: format!("Job{id}").into(),
            instance_id,
            location,
            command,
            origin,
            inner: Mutex::default(),
            changed: Condvar::new(),
        }
    }

    pub(crate) fn state(&self) -> JobState {
        self.inner.lock().state
    }

    pub(crate) fn reason(&self) -> Option<Arc<ErrorRecord>> {
        self.inner.lock().reason.clone()
    }

    /// Keeps a record until it is received.
    pub(crate) fn push(&self, record: Record) {
        self.inner.lock().records.push_back(record);
        self.changed.notify_all();
    }

    /// Enters a state. A final one stays.
    pub(crate) fn enter(&self, state: JobState, reason: Option<Arc<ErrorRecord>>) {
        let mut inner = self.inner.lock();
        if !inner.state.is_final() {
            inner.state = state;
            inner.reason = reason;
        }
        drop(inner);
        self.changed.notify_all();
    }

    /// The records that wait; `keep` leaves them.
    pub(crate) fn take(&self, keep: bool) -> Vec<Record> {
        let mut inner = self.inner.lock();
        if keep {
            inner.records.iter().cloned().collect()
        } else {
            inner.records.drain(..).collect()
        }
    }

    /// Whether a record waits.
    pub(crate) fn has_more_data(&self) -> bool {
        let inner = self.inner.lock();
        !inner.records.is_empty() || !inner.state.is_final()
    }

    /// Waits until something changes, or the time is over.
    pub(crate) fn wait(&self, limit: Duration) {
        let mut inner = self.inner.lock();
        if inner.records.is_empty() && !inner.state.is_final() {
            self.changed.wait_for(&mut inner, limit);
        }
    }
}

/// A job as the user sees it.
pub(crate) struct Job {
    pub(crate) id: i32,
    pub(crate) name: PsString,
    pub(crate) instance_id: Guid,
    pub(crate) command: PsString,
    /// `RemoteJob` or `BackgroundJob`.
    pub(crate) kind: &'static str,
    pub(crate) children: Vec<Arc<ChildJob>>,
    pub(crate) begin: DateTime,
    /// Raised to stop the job.
    pub(crate) stop: StopToken,
    /// When the last child ended.
    pub(crate) end: Arc<Mutex<Option<DateTime>>>,
}

impl Job {
    /// Running while a child runs, else failed, stopped or completed.
    pub(crate) fn state(&self) -> JobState {
        let states: Vec<JobState> = self.children.iter().map(|child| child.state()).collect();
        let any = |wanted| states.contains(&wanted);
        if states.iter().any(|state| !state.is_final()) {
            JobState::Running
        } else if any(JobState::Failed) {
            JobState::Failed
        } else if any(JobState::Stopped) {
            JobState::Stopped
        } else {
            JobState::Completed
        }
    }

    /// The child of a job that shows none.
    fn only_child(&self) -> Option<&ChildJob> {
        self.children.first().filter(|_| self.kind == THREAD_JOB).map(Arc::as_ref)
    }

    pub(crate) fn location(&self) -> PsString {
        if self.kind == TASK_JOB {
            return "PowerShell".into();
        }
        let names: Vec<&str> = self.children.iter().map(|child| child.location.as_str()).collect();
        names.join(",").into()
    }

    pub(crate) fn has_more_data(&self) -> bool {
        self.children.iter().any(|child| child.has_more_data())
    }
}

const PROPERTIES: &[&str] = &[
    "State",
    "HasMoreData",
    "StatusMessage",
    "Location",
    "Command",
    "JobStateInfo",
    "InstanceId",
    "Id",
    "Name",
    "ChildJobs",
    "PSBeginTime",
    "PSEndTime",
    "PSJobTypeName",
    "Output",
    "Error",
    "Progress",
    "Verbose",
    "Debug",
    "Warning",
    "Information",
];

fn state_info(state: JobState, reason: Option<Arc<ErrorRecord>>) -> Value {
    let reason =
        reason.map_or(Value::Null, |reason| Value::live_arc(Arc::clone(&reason.exception)));
    Value::custom_object([("State", state.to_value()), ("Reason", reason)])
}

impl LiveObject for Job {
    fn object_type(&self) -> TypeId {
        match self.kind {
            THREAD_JOB => *THREAD,
            TASK_JOB => *TASK,
            _ => *PARENT,
        }
    }

    fn property_names(&self) -> Vec<PsString> {
        PROPERTIES.iter().map(|name| PsString::from(*name)).collect()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "state" => self.state().to_value(),
            "hasmoredata" => Value::Bool(self.has_more_data()),
            "statusmessage" => Value::from(PsString::empty()),
            "location" => self.location().into(),
            "command" => self.command.clone().into(),
            "jobstateinfo" => {
                state_info(self.state(), self.only_child().and_then(ChildJob::reason))
            }
            "instanceid" => self.instance_id.into(),
            "id" => self.id.into(),
            "name" => self.name.clone().into(),
            "childjobs" if self.kind == THREAD_JOB => {
                ListObject::new(TypeId::GENERIC_LIST.generic_of(&[*BASE]), Vec::new()).into()
            }
            "childjobs" => {
                let children = self.children.iter().map(|child| Value::live_arc(Arc::clone(child)));
                let type_id = TypeId::GENERIC_LIST.generic_of(&[*BASE]);
                ListObject::new(type_id, children.collect()).into()
            }
            "psbegintime" => Value::DateTime(self.begin),
            "psendtime" => self.end.lock().map_or(Value::Null, Value::DateTime),
            "psjobtypename" => self.kind.into(),
            "output" | "error" | "progress" | "verbose" | "debug" | "warning" | "information" => {
                if let Some(child) = self.only_child() {
                    return child.property(name);
                }
                // A job of several computers keeps nothing itself.
                ListObject::array_list(Vec::new()).into()
            }
            _ => return None,
        }))
    }
}

impl LiveObject for ChildJob {
    fn object_type(&self) -> TypeId {
        *CHILD
    }

    fn property_names(&self) -> Vec<PsString> {
        PROPERTIES.iter().map(|name| PsString::from(*name)).collect()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        let stream = |pick: fn(&Record) -> Option<Value>| {
            let inner = self.inner.lock();
            let items = inner.records.iter().filter_map(pick).collect();
            Value::from(ListObject::array_list(items))
        };
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "state" => self.state().to_value(),
            "hasmoredata" => Value::Bool(self.has_more_data()),
            "statusmessage" => Value::from(PsString::empty()),
            "location" => self.location.clone().into(),
            "command" => self.command.clone().into(),
            "jobstateinfo" => state_info(self.state(), self.reason()),
            "instanceid" => self.instance_id.into(),
            "id" => self.id.into(),
            "name" => self.name.clone().into(),
            "childjobs" => {
                ListObject::new(TypeId::GENERIC_LIST.generic_of(&[*BASE]), Vec::new()).into()
            }
            "psjobtypename" => "".into(),
            "psbegintime" | "psendtime" => Value::Null,
            "output" => stream(|record| match record {
                Record::Output(value) => Some(value.clone()),
                _ => None,
            }),
            "error" => stream(|record| match record {
                Record::Error(error) => Some(Value::live_arc(Arc::clone(error))),
                _ => None,
            }),
            "warning" => stream(|record| match record {
                Record::Warning(warning) => Some(Value::live_arc(Arc::clone(warning))),
                _ => None,
            }),
            "verbose" => stream(|record| match record {
                Record::Verbose(verbose) => Some(Value::live_arc(Arc::clone(verbose))),
                _ => None,
            }),
            "debug" => stream(|record| match record {
                Record::Debug(debug) => Some(Value::live_arc(Arc::clone(debug))),
                _ => None,
            }),
            "information" => stream(|record| match record {
                Record::Information(record) => Some(Value::live_arc(Arc::clone(record))),
                _ => None,
            }),
            "progress" => stream(|record| match record {
                Record::Progress(record) => Some(Value::live_arc(Arc::clone(record))),
                _ => None,
            }),
            _ => return None,
        }))
    }
}
