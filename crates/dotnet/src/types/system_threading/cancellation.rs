//! `CancellationTokenSource` and `CancellationToken`

use std::sync::atomic::{AtomicBool, Ordering};

use crate::types::prelude::*;

pub(crate) static SOURCE: Implementation = Implementation {
    name: "System.Threading.CancellationTokenSource",
    constructor: Some(|_| Ok(Value::live(Source(Arc::default())))),
    methods: &[
        ("Cancel", |call| {
            source(call)?.0.store(true, Ordering::SeqCst);
            Ok(Value::AutomationNull)
        }),
        ("CancelAfter", |_| Ok(Value::AutomationNull)),
        ("Dispose", |_| Ok(Value::AutomationNull)),
        ("TryReset", |call| Ok((!source(call)?.0.load(Ordering::SeqCst)).into())),
    ],
    ..Implementation::EMPTY
};

pub(crate) static TOKEN: Implementation = Implementation {
    name: "System.Threading.CancellationToken",
    constructor: Some(|call| {
        Ok(Value::live(Token(Arc::new(AtomicBool::new(call.bool(0))), call.bool(0))))
    }),
    methods: &[("ThrowIfCancellationRequested", |call| {
        let token: &Token = call.this.downcast().ok_or_else(errors::null_reference)?;
        if token.0.load(Ordering::SeqCst) {
            return Err(errors::of(
                "System.OperationCanceledException",
                "The operation was canceled.",
            ));
        }
        Ok(Value::AutomationNull)
    })],
    static_properties: &[("None", |_| Ok(Value::live(Token(Arc::default(), false))))],
    ..Implementation::EMPTY
};

struct Source(Arc<AtomicBool>);

/// The flag, and whether anybody can set it.
struct Token(Arc<AtomicBool>, bool);

impl LiveObject for Source {
    fn object_type(&self) -> TypeId {
        type_named("System.Threading.CancellationTokenSource")
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&["IsCancellationRequested", "Token"])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        match name.to_ascii_lowercase().as_str() {
            "iscancellationrequested" => Some(Ok(self.0.load(Ordering::SeqCst).into())),
            "token" => Some(Ok(Value::live(Token(Arc::clone(&self.0), true)))),
            _ => None,
        }
    }
}

impl LiveObject for Token {
    fn object_type(&self) -> TypeId {
        type_named("System.Threading.CancellationToken")
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&["IsCancellationRequested", "CanBeCanceled", "WaitHandle"])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        match name.to_ascii_lowercase().as_str() {
            "iscancellationrequested" => Some(Ok(self.0.load(Ordering::SeqCst).into())),
            "canbecanceled" => Some(Ok(self.1.into())),
            _ => None,
        }
    }
}

fn source<'a>(call: &Call<'a>) -> Result<&'a Source, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}
