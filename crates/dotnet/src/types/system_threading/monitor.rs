//! `System.Threading.Monitor`

use std::collections::HashMap;
use std::sync::LazyLock;
use std::thread::ThreadId;
use std::time::Duration;

use parking_lot::Mutex;

use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Threading.Monitor",
    static_methods: &[
        ("Enter", |call| {
            enter(call, None)?;
            if call.count() > 1 {
                call.set_output(1, true);
            }
            Ok(Value::AutomationNull)
        }),
        ("Exit", exit),
        ("IsEntered", |call| {
            let key = key(call)?;
            let held = HELD.lock().get(&key).is_some_and(|(owner, _)| *owner == me());
            Ok(held.into())
        }),
        ("Pulse", |_| Ok(Value::AutomationNull)),
        ("PulseAll", |_| Ok(Value::AutomationNull)),
        ("TryEnter", |call| {
            let limit = super::signals::milliseconds(call.argument(1)).unwrap_or(0);
            Ok(enter(call, Some(limit))?.into())
        }),
    ],
    ..Implementation::EMPTY
};

/// Objects that are locked: by which thread, and how often.
static HELD: LazyLock<Mutex<HashMap<usize, (ThreadId, u32)>>> = LazyLock::new(Mutex::default);

fn me() -> ThreadId {
    std::thread::current().id()
}

fn key(call: &Call<'_>) -> Result<usize, Exception> {
    Ok(match call.argument(0).base() {
        Value::Null | Value::AutomationNull => return Err(errors::argument_null("obj")),
        Value::Live(live) => live.identity(),
        Value::Array(array) => Arc::as_ptr(array).addr(),
        Value::List(list) => Arc::as_ptr(list).addr(),
        Value::Dictionary(dictionary) => Arc::as_ptr(dictionary).addr(),
        Value::Object(object) => Arc::as_ptr(object).addr(),
        Value::Str(text) => text.as_ptr().addr(),
        _ => 1,
    })
}

/// Waits for the object, at most so many milliseconds.
fn enter(call: &Call<'_>, limit: Option<i64>) -> Result<bool, Exception> {
    let key = key(call)?;
    let begin = call.system().monotonic_ticks();
    loop {
        {
            let mut held = HELD.lock();
            let (owner, count) = held.entry(key).or_insert((me(), 0));
            if *count == 0 || *owner == me() {
                *owner = me();
                *count += 1;
                return Ok(true);
            }
        }
        let waited = (call.system().monotonic_ticks() - begin) / 10_000;
        if limit.is_some_and(|limit| limit >= 0 && waited >= limit) {
            return Ok(false);
        }
        call.system().sleep(Duration::from_millis(1));
    }
}

fn exit(call: &mut Call<'_>) -> Outcome {
    let key = key(call)?;
    let mut held = HELD.lock();
    match held.get_mut(&key) {
        Some((owner, count)) if *owner == me() && *count > 0 => {
            *count -= 1;
            if *count == 0 {
                held.remove(&key);
            }
            Ok(Value::AutomationNull)
        }
        _ => Err(errors::of(
            "System.Threading.SynchronizationLockException",
            "Object synchronization method was called from an unsynchronized block of code.",
        )),
    }
}
