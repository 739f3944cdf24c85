//! `ManualResetEvent(Slim)`, `AutoResetEvent`, `SemaphoreSlim`, `Mutex`

use std::time::Duration;

use parking_lot::Mutex;

use crate::call::Body;
use crate::types::prelude::*;

const METHODS: &[(&str, Body)] = &[
    ("Close", |_| Ok(Value::AutomationNull)),
    ("Dispose", |_| Ok(Value::AutomationNull)),
    ("Release", |call| {
        let signal = this(call)?;
        let by = if call.count() > 0 { call.int(0) } else { 1 };
        let mut count = signal.count.lock();
        if *count + by > signal.most {
            return Err(errors::of(
                "System.Threading.SemaphoreFullException",
                "Adding the specified count to the semaphore would cause it to exceed its maximum count.",
            ));
        }
        let before = *count;
        *count += by;
        Ok(Value::I32(before))
    }),
    ("ReleaseMutex", |call| {
        *this(call)?.count.lock() = 1;
        Ok(Value::AutomationNull)
    }),
    ("Reset", |call| {
        *this(call)?.count.lock() = 0;
        Ok(event_answer(call))
    }),
    ("Set", |call| {
        *this(call)?.count.lock() = 1;
        Ok(event_answer(call))
    }),
    ("Wait", wait),
    ("WaitOne", wait),
];

const fn signal(name: &'static str) -> Implementation {
    Implementation { name, constructor: Some(construct), methods: METHODS, ..Implementation::EMPTY }
}

pub(crate) static MANUAL: Implementation = signal("System.Threading.ManualResetEvent");
pub(crate) static MANUAL_SLIM: Implementation = signal("System.Threading.ManualResetEventSlim");
pub(crate) static AUTO: Implementation = signal("System.Threading.AutoResetEvent");
pub(crate) static SEMAPHORE: Implementation = signal("System.Threading.Semaphore");
pub(crate) static SEMAPHORE_SLIM: Implementation = signal("System.Threading.SemaphoreSlim");
pub(crate) static MUTEX: Implementation = signal("System.Threading.Mutex");

/// How many may pass.
struct Signal {
    type_id: TypeId,
    count: Mutex<i32>,
    most: i32,
    /// Whether one who passes takes away from the count.
    consumes: bool,
}

impl LiveObject for Signal {
    fn object_type(&self) -> TypeId {
        self.type_id
    }

    fn property_names(&self) -> Vec<PsString> {
        match self.type_id.short_name() {
            "ManualResetEventSlim" => names(&["IsSet", "SpinCount", "WaitHandle"]),
            "SemaphoreSlim" => names(&["CurrentCount", "AvailableWaitHandle"]),
            _ => names(&["Handle", "SafeWaitHandle"]),
        }
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        match name.to_ascii_lowercase().as_str() {
            "isset" => Some(Ok((*self.count.lock() > 0).into())),
            "currentcount" => Some(Ok(Value::I32(*self.count.lock()))),
            _ => None,
        }
    }
}

fn this<'a>(call: &Call<'a>) -> Result<&'a Signal, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

/// `EventWaitHandle` answers true, its slim kin nothing.
fn event_answer(call: &Call<'_>) -> Value {
    let slim = call.this.type_id().is_some_and(|id| id.short_name().ends_with("Slim"));
    if slim { Value::AutomationNull } else { true.into() }
}

fn construct(call: &mut Call<'_>) -> Outcome {
    let name = call.type_id.short_name();
    let (count, most) = match name {
        "Semaphore" | "SemaphoreSlim" => {
            let most = if call.count() > 1 { call.int(1) } else { i32::MAX };
            (call.int(0), most)
        }
        "Mutex" => (i32::from(!call.bool(0)), 1),
        _ => (i32::from(call.bool(0)), 1),
    };
    Ok(Value::live(Signal {
        type_id: call.type_id,
        count: Mutex::new(count),
        most,
        consumes: !name.starts_with("Manual"),
    }))
}

/// A number of milliseconds or a duration; negative for ever.
pub(super) fn milliseconds(value: &Value) -> Option<i64> {
    match value.base() {
        Value::TimeSpan(span) => Some(span.0 / 10_000),
        Value::I32(_) | Value::I64(_) => value.as_i64(),
        _ => None,
    }
}

fn wait(call: &mut Call<'_>) -> Outcome {
    let signal = this(call)?;
    let limit = milliseconds(call.argument(0));
    let begin = call.system().monotonic_ticks();
    loop {
        {
            let mut count = signal.count.lock();
            if *count > 0 {
                if signal.consumes {
                    *count -= 1;
                }
                let silent = limit.is_none() && signal.type_id.short_name().ends_with("Slim");
                return Ok(if silent { Value::AutomationNull } else { true.into() });
            }
        }
        let waited = (call.system().monotonic_ticks() - begin) / 10_000;
        if limit.is_some_and(|limit| limit >= 0 && waited >= limit) {
            return Ok(false.into());
        }
        call.system().sleep(Duration::from_millis(1));
    }
}
