//! `RunspacePool`

use std::sync::Arc;

use parking_lot::Mutex;
use remora_hosting::{Runspace, RunspaceAvailability, RunspaceState};
use remora_psobject::{Exception, LiveObject, PsString, TypeId, Value};

use super::initial::InitialState;
use super::session::RunspaceObject;
use super::{Facts, Method, enumeration, invalid_operation, this};
use crate::context::ExecutionContext;
use crate::errors::Flow;

/// Sessions that are lent to commands.
pub(super) struct Pool {
    inner: Mutex<Inner>,
    initial: Option<Arc<InitialState>>,
}

struct Inner {
    min: i32,
    max: i32,
    state: RunspaceState,
    sessions: Vec<Arc<RunspaceObject>>,
    /// Whose turn it is where all are busy.
    next: usize,
}

const POOL: &str = "System.Management.Automation.Runspaces.RunspacePool";

/// `[runspacefactory]::CreateRunspacePool(…)`
pub(super) fn create(context: &mut ExecutionContext, arguments: &[Value]) -> Result<Value, Flow> {
    let _ = context;
    let numbers: Vec<i32> = arguments.iter().filter_map(Value::as_i32).collect();
    let initial = arguments.iter().find_map(Value::downcast_arc::<InitialState>);
    let (min, max) = match numbers.as_slice() {
        [min, max, ..] => (*min, *max),
        _ => (1, 1),
    };
    let inner = Inner { min, max, state: RunspaceState::BeforeOpen, sessions: Vec::new(), next: 0 };
    Ok(Value::live(Pool { inner: Mutex::new(inner), initial }))
}

impl Pool {
    /// A session for commands: one that is free, a new one while there may be more, else the one whose
    /// turn it is; the commands wait there.
    pub(super) fn lend(&self, context: &mut ExecutionContext) -> Result<Arc<RunspaceObject>, Flow> {
        {
            let mut inner = self.inner.lock();
            if inner.state != RunspaceState::Opened {
                return Err(invalid_operation("The runspace pool is not open."));
            }
            let is_free = |session: &&Arc<RunspaceObject>| {
                session.runspace().is_some_and(|runspace| {
                    runspace.availability() == RunspaceAvailability::Available
                })
            };
            if let Some(free) = inner.sessions.iter().find(is_free) {
                return Ok(Arc::clone(free));
            }
            let count = i32::try_from(inner.sessions.len()).unwrap_or(i32::MAX);
            if count >= inner.max && count > 0 {
                inner.next = (inner.next + 1) % inner.sessions.len();
                if let Some(session) = inner.sessions.get(inner.next) {
                    return Ok(Arc::clone(session));
                }
            }
        }
        let session = Arc::new(RunspaceObject::fresh(context, self.initial.clone())?);
        session.open(context)?;
        self.inner.lock().sessions.push(Arc::clone(&session));
        Ok(session)
    }

    fn close(&self, context: &ExecutionContext) -> Result<(), Flow> {
        let sessions = {
            let mut inner = self.inner.lock();
            inner.state = RunspaceState::Closed;
            std::mem::take(&mut inner.sessions)
        };
        sessions.iter().try_for_each(|session| session.close(context))
    }

    fn available(&self) -> i32 {
        let inner = self.inner.lock();
        let is_busy = |session: &&Arc<RunspaceObject>| {
            session
                .runspace()
                .is_some_and(|runspace| runspace.availability() == RunspaceAvailability::Busy)
        };
        let busy = inner.sessions.iter().filter(is_busy).count();
        inner.max - i32::try_from(busy).unwrap_or(inner.max)
    }
}

impl LiveObject for Pool {
    fn object_type(&self) -> TypeId {
        TypeId::register(POOL, Some(TypeId::OBJECT))
    }

    fn property_names(&self) -> Vec<PsString> {
        ["RunspacePoolStateInfo", "RunspacePoolAvailability", "IsDisposed"]
            .map(PsString::from)
            .to_vec()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        let state = self.inner.lock().state;
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "runspacepoolstateinfo" => {
                let number = i64::from(state as i32);
                let state =
                    enumeration("System.Management.Automation.Runspaces.RunspacePoolState", number);
                Value::live(Facts {
                    type_name: "System.Management.Automation.RunspacePoolStateInfo",
                    properties: vec![("State", state), ("Reason", Value::Null)],
                })
            }
            "runspacepoolavailability" => enumeration(
                "System.Management.Automation.Runspaces.RunspacePoolAvailability",
                i64::from(state == RunspaceState::Opened),
            ),
            "isdisposed" => Value::Bool(state == RunspaceState::Closed),
            _ => return None,
        }))
    }
}

pub(super) const METHODS: (&str, &[Method]) = (
    POOL,
    &[
        ("Open", |_, target, _| {
            this::<Pool>(target)?.inner.lock().state = RunspaceState::Opened;
            Ok(Value::AutomationNull)
        }),
        ("Close", |context, target, _| {
            this::<Pool>(target)?.close(context)?;
            Ok(Value::AutomationNull)
        }),
        ("Dispose", |context, target, _| {
            this::<Pool>(target)?.close(context)?;
            Ok(Value::AutomationNull)
        }),
        ("GetMinRunspaces", |_, target, _| Ok(Value::I32(this::<Pool>(target)?.inner.lock().min))),
        ("GetMaxRunspaces", |_, target, _| Ok(Value::I32(this::<Pool>(target)?.inner.lock().max))),
        ("GetAvailableRunspaces", |_, target, _| Ok(Value::I32(this::<Pool>(target)?.available()))),
        ("SetMinRunspaces", |_, target, arguments| {
            let pool = this::<Pool>(target)?;
            let mut inner = pool.inner.lock();
            let wanted = arguments.first().and_then(Value::as_i32).unwrap_or(0);
            let is_good = wanted >= 1 && wanted <= inner.max && wanted != inner.min;
            if is_good {
                inner.min = wanted;
            }
            Ok(Value::Bool(is_good))
        }),
        ("SetMaxRunspaces", |_, target, arguments| {
            let pool = this::<Pool>(target)?;
            let mut inner = pool.inner.lock();
            let wanted = arguments.first().and_then(Value::as_i32).unwrap_or(0);
            let is_good = wanted >= inner.min && wanted != inner.max;
            if is_good {
                inner.max = wanted;
            }
            Ok(Value::Bool(is_good))
        }),
    ],
);
