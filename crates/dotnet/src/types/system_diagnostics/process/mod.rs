//! `System.Diagnostics.Process`

mod arguments;
mod object;
mod snapshot;
mod start;

use std::time::Duration;

pub use arguments::split_arguments;
pub use object::{ExitState, ProcessObject, Started};
pub(crate) use start::START_INFO;

use crate::call::Body;
use crate::types::prelude::*;
use crate::types::system_threading::task;

/// All processes that run, by name and then by id.
pub fn all(system: &Arc<dyn crate::System>) -> Vec<ProcessObject> {
    let ids = system.list("/proc").unwrap_or_default();
    let mut found: Vec<ProcessObject> = ids
        .iter()
        .filter_map(|name| name.parse().ok())
        .filter_map(|id| ProcessObject::of_id(system, id))
        .collect();
    found.sort_by_key(|process| (process.name().to_lowercase(), process.id()));
    found
}

const METHODS: &[(&str, Body)] = &[
    ("Close", |_| Ok(Value::AutomationNull)),
    ("CloseMainWindow", |_| Ok(false.into())),
    ("Dispose", |_| Ok(Value::AutomationNull)),
    ("Kill", |call| {
        this(call)?.end().map_err(|error| {
            errors::of("System.ComponentModel.Win32Exception", error.to_string())
        })?;
        Ok(Value::AutomationNull)
    }),
    ("Refresh", |_| Ok(Value::AutomationNull)),
    ("Start", |call| match call.this.downcast::<start::Unstarted>() {
        Some(process) => process.start(call).map(|()| true.into()),
        None => Ok(false.into()),
    }),
    ("ToString", |call| Ok(crate::text::to_text(call.this, &call.context.culture()).into())),
    ("WaitForExit", |call| {
        if call.count() == 0 {
            this(call)?.wait(None, sleep(call));
            return Ok(Value::AutomationNull);
        }
        let limit = match call.argument(0).base() {
            Value::TimeSpan(span) => u64::try_from(span.0 / 10_000).ok(),
            other => other.as_i64().and_then(|limit| u64::try_from(limit).ok()),
        };
        Ok(this(call)?.wait(limit.map(Duration::from_millis), sleep(call)).into())
    }),
    ("WaitForExitAsync", |call| {
        this(call)?.wait(None, sleep(call));
        task::of_outcome(Ok(Value::AutomationNull))
    }),
    ("WaitForInputIdle", |_| Ok(true.into())),
];

/// Passes the time between two looks at a process.
fn sleep<'a>(call: &Call<'a>) -> impl FnMut(Duration) -> bool + 'a {
    let system = call.system();
    move |pause| {
        system.sleep(pause);
        false
    }
}

/// The object of a call as a process that was started.
fn this(call: &Call<'_>) -> Result<Arc<ProcessObject>, Exception> {
    if let Some(process) = call.this.downcast_arc::<ProcessObject>() {
        return Ok(process);
    }
    let waiting = call.this.downcast::<start::Unstarted>();
    waiting.and_then(start::Unstarted::process).ok_or_else(no_process)
}

fn no_process() -> Exception {
    errors::invalid_operation("No process is associated with this object.")
}

fn by_id(call: &Call<'_>, id: i32) -> Outcome {
    let found = ProcessObject::of_id(call.system(), id);
    found
        .map(Value::live)
        .ok_or_else(|| errors::argument(format!("Process with an Id of {id} is not running.")))
}

fn array(processes: impl Iterator<Item = ProcessObject>) -> Value {
    let id = type_named("System.Diagnostics.Process");
    Value::array_of(id, processes.map(Value::live).collect())
}

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Diagnostics.Process",
    constructor: Some(|_| Ok(Value::live(start::Unstarted::default()))),
    methods: METHODS,
    static_methods: &[
        ("EnterDebugMode", |_| Ok(Value::AutomationNull)),
        ("LeaveDebugMode", |_| Ok(Value::AutomationNull)),
        ("GetCurrentProcess", |call| {
            by_id(call, i32::try_from(call.system().process_id()).unwrap_or(0))
        }),
        ("GetProcessById", |call| by_id(call, call.int(0))),
        ("GetProcesses", |call| Ok(array(all(call.system()).into_iter()))),
        ("GetProcessesByName", |call| {
            let name = call.string(0).cloned().unwrap_or_default();
            let found = all(call.system()).into_iter();
            Ok(array(found.filter(|process| process.name().eq_ignore_case(&name))))
        }),
        ("Start", start::start),
    ],
    ..Implementation::EMPTY
};
