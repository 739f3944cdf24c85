//! `CountdownEvent`, `Barrier`, `ReaderWriterLockSlim`

use std::time::Duration;

use parking_lot::Mutex;

use super::signals::milliseconds;
use crate::types::prelude::*;

pub(crate) static COUNTDOWN: Implementation = Implementation {
    name: "System.Threading.CountdownEvent",
    constructor: Some(|call| {
        if call.int(0) < 0 {
            return Err(errors::out_of_range("initialCount", "Non-negative number required."));
        }
        Ok(Value::live(Countdown {
            initial: Mutex::new(call.int(0)),
            left: Mutex::new(call.int(0)),
        }))
    }),
    methods: &[
        (
            "AddCount",
            |call| {
                if add(call)? { Ok(Value::AutomationNull) } else { Err(already_set()) }
            },
        ),
        ("Dispose", |_| Ok(Value::AutomationNull)),
        ("Reset", |call| {
            let countdown = countdown(call)?;
            if call.count() > 0 {
                *countdown.initial.lock() = call.int(0);
            }
            *countdown.left.lock() = *countdown.initial.lock();
            Ok(Value::AutomationNull)
        }),
        ("Signal", |call| {
            let by = call.argument(0).as_i32().unwrap_or(1);
            let mut left = countdown(call)?.left.lock();
            if *left < by {
                return Err(errors::invalid_operation(
                    "Invalid attempt made to decrement the event's count below zero.",
                ));
            }
            *left -= by;
            Ok((*left == 0).into())
        }),
        ("TryAddCount", |call| add(call).map(Value::Bool)),
        ("Wait", |call| {
            let limit = milliseconds(call.argument(0));
            let open = wait_until(call, limit, || Ok(*countdown(call)?.left.lock() == 0))?;
            Ok(if limit.is_some() { open.into() } else { Value::AutomationNull })
        }),
    ],
    ..Implementation::EMPTY
};

struct Countdown {
    initial: Mutex<i32>,
    left: Mutex<i32>,
}

impl LiveObject for Countdown {
    fn object_type(&self) -> TypeId {
        type_named("System.Threading.CountdownEvent")
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&["CurrentCount", "InitialCount", "IsSet", "WaitHandle"])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "currentcount" => Value::I32(*self.left.lock()),
            "initialcount" => Value::I32(*self.initial.lock()),
            "isset" => (*self.left.lock() == 0).into(),
            _ => return None,
        }))
    }
}

fn countdown<'a>(call: &Call<'a>) -> Result<&'a Countdown, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

fn already_set() -> Exception {
    errors::invalid_operation("The event is already signaled and cannot be incremented.")
}

fn add(call: &Call<'_>) -> Result<bool, Exception> {
    let by = call.argument(0).as_i32().unwrap_or(1);
    let mut left = countdown(call)?.left.lock();
    let open = *left > 0;
    if open {
        *left += by;
    }
    Ok(open)
}

/// Waits until something is so, at most so many milliseconds; negative for ever.
fn wait_until(
    call: &Call<'_>,
    limit: Option<i64>,
    is_so: impl Fn() -> Result<bool, Exception>,
) -> Result<bool, Exception> {
    let begin = call.system().monotonic_ticks();
    loop {
        if is_so()? {
            return Ok(true);
        }
        let waited = (call.system().monotonic_ticks() - begin) / 10_000;
        if limit.is_some_and(|limit| limit >= 0 && waited >= limit) {
            return Ok(false);
        }
        call.system().sleep(Duration::from_millis(1));
    }
}

pub(crate) static BARRIER: Implementation = Implementation {
    name: "System.Threading.Barrier",
    constructor: Some(|call| {
        Ok(Value::live(Barrier {
            state: Mutex::new(Phase { participants: call.int(0), arrived: 0, number: 0 }),
            after: call.argument(1).clone(),
        }))
    }),
    methods: &[
        ("AddParticipant", |call| change(call, 1)),
        ("AddParticipants", |call| change(call, call.int(0))),
        ("Dispose", |_| Ok(Value::AutomationNull)),
        ("RemoveParticipant", |call| {
            change(call, -1)?;
            Ok(Value::AutomationNull)
        }),
        ("RemoveParticipants", |call| {
            change(call, -call.int(0))?;
            Ok(Value::AutomationNull)
        }),
        ("SignalAndWait", signal_and_wait),
    ],
    ..Implementation::EMPTY
};

struct Phase {
    participants: i32,
    arrived: i32,
    number: i64,
}

struct Barrier {
    state: Mutex<Phase>,
    after: Value,
}

impl LiveObject for Barrier {
    fn object_type(&self) -> TypeId {
        type_named("System.Threading.Barrier")
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&["ParticipantsRemaining", "ParticipantCount", "CurrentPhaseNumber"])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        let state = self.state.lock();
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "participantcount" => Value::I32(state.participants),
            "participantsremaining" => Value::I32(state.participants - state.arrived),
            "currentphasenumber" => Value::I64(state.number),
            _ => return None,
        }))
    }
}

fn barrier<'a>(call: &Call<'a>) -> Result<&'a Barrier, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

fn change(call: &Call<'_>, by: i32) -> Outcome {
    let mut state = barrier(call)?.state.lock();
    if state.participants + by < 0 {
        return Err(errors::out_of_range("participantCount", "Non-negative number required."));
    }
    state.participants += by;
    Ok(Value::I64(state.number))
}

fn signal_and_wait(call: &mut Call<'_>) -> Outcome {
    let barrier = barrier(call)?;
    let limit = milliseconds(call.argument(0));
    let (mine, last) = {
        let mut state = barrier.state.lock();
        state.arrived += 1;
        (state.number, state.arrived >= state.participants)
    };
    let passed = if last {
        if !barrier.after.is_null() {
            call.context.invoke(&barrier.after, std::slice::from_ref(call.this))?;
        }
        let mut state = barrier.state.lock();
        state.arrived = 0;
        state.number += 1;
        true
    } else {
        let passed = wait_until(call, limit, || Ok(barrier.state.lock().number != mine))?;
        if !passed {
            barrier.state.lock().arrived -= 1;
        }
        passed
    };
    Ok(if limit.is_some() { passed.into() } else { Value::AutomationNull })
}

pub(crate) static READER_WRITER: Implementation = Implementation {
    name: "System.Threading.ReaderWriterLockSlim",
    constructor: Some(|_| Ok(Value::live(ReaderWriter::default()))),
    methods: &[
        ("Dispose", |_| Ok(Value::AutomationNull)),
        ("EnterReadLock", |call| enter(call, Level::Read)),
        ("EnterUpgradeableReadLock", |call| enter(call, Level::Upgradeable)),
        ("EnterWriteLock", |call| enter(call, Level::Write)),
        ("ExitReadLock", |call| leave(call, Level::Read)),
        ("ExitUpgradeableReadLock", |call| leave(call, Level::Upgradeable)),
        ("ExitWriteLock", |call| leave(call, Level::Write)),
        ("TryEnterReadLock", |call| enter(call, Level::Read)),
        ("TryEnterUpgradeableReadLock", |call| enter(call, Level::Upgradeable)),
        ("TryEnterWriteLock", |call| enter(call, Level::Write)),
    ],
    ..Implementation::EMPTY
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Read,
    Upgradeable,
    Write,
}

/// How often each level is held.
#[derive(Default)]
struct ReaderWriter(Mutex<[i32; 3]>);

impl LiveObject for ReaderWriter {
    fn object_type(&self) -> TypeId {
        type_named("System.Threading.ReaderWriterLockSlim")
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        let [read, upgradeable, write] = *self.0.lock();
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "isreadlockheld" => (read > 0).into(),
            "isupgradeablereadlockheld" => (upgradeable > 0).into(),
            "iswritelockheld" => (write > 0).into(),
            "currentreadcount" | "recursivereadcount" => Value::I32(read),
            "recursiveupgradecount" => Value::I32(upgradeable),
            "recursivewritecount" => Value::I32(write),
            "waitingreadcount" | "waitingwritecount" | "waitingupgradecount" => Value::I32(0),
            "recursionpolicy" => enum_named("System.Threading.LockRecursionPolicy", "NoRecursion"),
            _ => return None,
        }))
    }
}

fn reader_writer<'a>(call: &Call<'a>) -> Result<&'a ReaderWriter, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

fn held(counts: &mut [i32; 3], level: Level) -> &mut i32 {
    let [read, upgradeable, write] = counts;
    match level {
        Level::Read => read,
        Level::Upgradeable => upgradeable,
        Level::Write => write,
    }
}

fn enter(call: &Call<'_>, level: Level) -> Outcome {
    let gate = reader_writer(call)?;
    let mut counts = gate.0.lock();
    if *held(&mut counts, level) > 0 {
        let what = if level == Level::Write { "Write" } else { "Read" };
        return Err(errors::of(
            "System.Threading.LockRecursionException",
            format!(
                "Recursive {} lock acquisitions not allowed in this mode.",
                what.to_lowercase()
            ),
        ));
    }
    drop(counts);
    let limit = milliseconds(call.argument(0));
    let free = wait_until(call, limit, || {
        let [read, _, write] = *gate.0.lock();
        Ok(match level {
            Level::Write => read == 0 && write == 0,
            _ => write == 0,
        })
    })?;
    if free {
        counts = gate.0.lock();
        *held(&mut counts, level) += 1;
    }
    Ok(if limit.is_some() { free.into() } else { Value::AutomationNull })
}

fn leave(call: &Call<'_>, level: Level) -> Outcome {
    let mut counts = reader_writer(call)?.0.lock();
    let held = held(&mut counts, level);
    if *held == 0 {
        let what = if level == Level::Write { "write" } else { "read" };
        return Err(errors::of(
            "System.Threading.SynchronizationLockException",
            format!("The {what} lock is being released without being held."),
        ));
    }
    *held -= 1;
    Ok(Value::AutomationNull)
}
