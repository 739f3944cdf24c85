//! `System.Delegate`: something that can be called under the type of a delegate.

use crate::call::Body;
use crate::registry::{Overload, definition};
use crate::types::prelude::*;

const METHODS: &[(&str, Body)] = &[
    ("Clone", |call| Ok(call.this.clone())),
    ("Equals", |call| Ok(same(call.this, call.argument(0)).into())),
    ("GetInvocationList", |call| {
        let own = this(call)?;
        let list = own.callees.iter().map(|callee| Value::live(own.with(vec![callee.clone()])));
        Ok(Value::array_of(type_named("System.Delegate"), list.collect()))
    }),
];

const STATIC: &[(&str, Body)] = &[
    ("Combine", |call| {
        let parts: Vec<Value> = match call.argument(0).base() {
            Value::Array(array) => array.to_vec(),
            _ => call.arguments.to_vec(),
        };
        let mut made: Option<Delegate> = None;
        for part in &parts {
            let Some(delegate) = part.downcast::<Delegate>() else { continue };
            made = Some(match made {
                None => delegate.with(delegate.callees.clone()),
                Some(known) if known.type_id != delegate.type_id => {
                    return Err(errors::argument("Delegates must be of the same type."));
                }
                Some(known) => {
                    let all = [known.callees.clone(), delegate.callees.clone()].concat();
                    known.with(all)
                }
            });
        }
        Ok(made.map_or(Value::Null, Value::live))
    }),
    ("Remove", |call| remove(call, false)),
    ("RemoveAll", |call| remove(call, true)),
    ("op_Equality", |call| Ok(same(call.argument(0), call.argument(1)).into())),
    ("op_Inequality", |call| Ok((!same(call.argument(0), call.argument(1))).into())),
];

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Delegate",
    methods: METHODS,
    static_methods: STATIC,
    properties: &[
        ("HasSingleTarget", |call| Ok((this(call)?.callees.len() == 1).into())),
        ("Method", |call| Ok(invoke_of(this(call)?.type_id))),
        ("Target", |call| Ok(this(call)?.callees.last().cloned().unwrap_or_default())),
    ],
    ..Implementation::EMPTY
};

/// Script blocks or methods under the type of a delegate. Calling it calls them all; the answer is the
/// last one's.
pub struct Delegate {
    type_id: TypeId,
    /// What is called.
    pub callees: Vec<Value>,
}

impl Delegate {
    /// A delegate of this type over something that can be called.
    pub fn new(type_id: TypeId, callee: Value) -> Self {
        Self { type_id, callees: vec![callee] }
    }

    fn with(&self, callees: Vec<Value>) -> Self {
        Self { type_id: self.type_id, callees }
    }
}

impl LiveObject for Delegate {
    fn object_type(&self) -> TypeId {
        self.type_id
    }
}

fn this<'a>(call: &Call<'a>) -> Result<&'a Delegate, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

fn same(left: &Value, right: &Value) -> bool {
    match (left.downcast::<Delegate>(), right.downcast::<Delegate>()) {
        (Some(a), Some(b)) => {
            a.type_id == b.type_id
                && a.callees.len() == b.callees.len()
                && a.callees.iter().zip(&b.callees).all(|(a, b)| a.same_reference(b))
        }
        _ => left.is_null() && right.is_null(),
    }
}

/// Takes the last run of the second delegate's callees, or all of them, out of the first.
fn remove(call: &Call<'_>, all: bool) -> Outcome {
    let (Some(source), Some(taken)) =
        (call.argument(0).downcast::<Delegate>(), call.argument(1).downcast::<Delegate>())
    else {
        return Ok(call.argument(0).clone());
    };
    let mut callees = source.callees.clone();
    let length = taken.callees.len();
    loop {
        let found = (0..(callees.len() + 1).saturating_sub(length)).rev().find(|at| {
            let part = callees.get(*at..at + length).unwrap_or(&[]);
            part.iter().zip(&taken.callees).all(|(a, b)| a.same_reference(b))
        });
        let Some(at) = found.filter(|_| length > 0) else { break };
        callees.drain(at..at + length);
        if !all {
            break;
        }
    }
    Ok(if callees.is_empty() { Value::Null } else { Value::live(source.with(callees)) })
}

/// The method `Invoke` of a delegate's type.
fn invoke_of(delegate: TypeId) -> Value {
    let signature = definition(delegate).and_then(|known| known.invoke.as_ref());
    signature.map_or(Value::Null, |overload| {
        let owner = delegate;
        Value::live(DelegateMethod { owner, overload })
    })
}

/// What a delegate calls, seen as a method.
struct DelegateMethod {
    owner: TypeId,
    overload: &'static Overload,
}

impl LiveObject for DelegateMethod {
    fn object_type(&self) -> TypeId {
        type_named("System.Reflection.MethodInfo")
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "name" => "lambda_method".into(),
            "returntype" => {
                let returned = self.overload.return_type();
                let last =
                    self.owner.generic().and_then(|(_, arguments)| arguments.last().copied());
                Value::Type(match returned.name() {
                    "TResult" | "TOutput" => last.unwrap_or(TypeId::OBJECT),
                    _ => returned.resolve(self.owner).unwrap_or(TypeId::OBJECT),
                })
            }
            "isstatic" => true.into(),
            _ => return None,
        }))
    }
}
