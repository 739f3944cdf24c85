//! `System.Diagnostics.Stopwatch`

use parking_lot::Mutex;
use remora_psobject::TimeSpan;

use crate::system::System;
use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Diagnostics.Stopwatch",
    constructor: Some(|call| Ok(Value::live(Stopwatch::new(call)))),
    methods: &[
        ("Reset", |call| {
            this(call)?.set(0, None);
            Ok(Value::AutomationNull)
        }),
        ("Restart", |call| {
            let watch = this(call)?;
            watch.set(0, Some(watch.system.monotonic_ticks()));
            Ok(Value::AutomationNull)
        }),
        ("Start", |call| {
            let watch = this(call)?;
            let (elapsed, started) = *watch.state.lock();
            watch.set(elapsed, started.or(Some(watch.system.monotonic_ticks())));
            Ok(Value::AutomationNull)
        }),
        ("Stop", |call| {
            let watch = this(call)?;
            watch.set(watch.elapsed(), None);
            Ok(Value::AutomationNull)
        }),
    ],
    static_methods: &[
        ("GetElapsedTime", |call| {
            let end = if call.count() > 1 {
                call.long(1)
            } else {
                call.system().monotonic_ticks() * NANOSECONDS
            };
            Ok(TimeSpan((end - call.long(0)) / NANOSECONDS).into())
        }),
        ("GetTimestamp", |call| Ok(Value::I64(call.system().monotonic_ticks() * NANOSECONDS))),
        ("StartNew", |call| {
            let watch = Stopwatch::new(call);
            watch.set(0, Some(watch.system.monotonic_ticks()));
            Ok(Value::live(watch))
        }),
    ],
    ..Implementation::EMPTY
};

/// A stopwatch counts in nanoseconds, time spans in ticks of a hundred.
const NANOSECONDS: i64 = 100;

/// A stopwatch.
pub struct Stopwatch {
    system: Arc<dyn System>,
    /// Ticks so far, and when it was last started.
    state: Mutex<(i64, Option<i64>)>,
}

impl Stopwatch {
    fn new(call: &Call<'_>) -> Self {
        Self { system: Arc::clone(call.system()), state: Mutex::new((0, None)) }
    }

    fn set(&self, elapsed: i64, started: Option<i64>) {
        *self.state.lock() = (elapsed, started);
    }

    fn elapsed(&self) -> i64 {
        let (elapsed, started) = *self.state.lock();
        elapsed + started.map_or(0, |started| self.system.monotonic_ticks() - started)
    }
}

impl LiveObject for Stopwatch {
    fn object_type(&self) -> TypeId {
        type_named("System.Diagnostics.Stopwatch")
    }

    fn text(&self) -> PsString {
        crate::timespan::to_string(TimeSpan(self.elapsed())).into()
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&["IsRunning", "Elapsed", "ElapsedMilliseconds", "ElapsedTicks"])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "isrunning" => self.state.lock().1.is_some().into(),
            "elapsed" => TimeSpan(self.elapsed()).into(),
            "elapsedmilliseconds" => Value::I64(self.elapsed() / 10_000),
            "elapsedticks" => Value::I64(self.elapsed() * NANOSECONDS),
            _ => return None,
        }))
    }
}

fn this<'a>(call: &Call<'a>) -> Result<&'a Stopwatch, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

/// No debugger of .NET is ever attached.
pub(crate) static DEBUGGER: Implementation = Implementation {
    name: "System.Diagnostics.Debugger",
    static_methods: &[
        ("Break", |_| Ok(Value::AutomationNull)),
        ("IsLogging", |_| Ok(false.into())),
    ],
    static_properties: &[("IsAttached", |_| Ok(false.into()))],
    ..Implementation::EMPTY
};
