//! `System.Lazy[T]`, `System.Nullable`, `System.EventArgs`, `System.GC`

use parking_lot::Mutex;

use crate::types::prelude::*;
use crate::types::record::Record;

pub(crate) static LAZY: Implementation = Implementation {
    name: "System.Lazy`1",
    constructor: Some(|call| {
        let given = call.argument(0);
        let (factory, value) = if sequence::is_callable(given) {
            (given.clone(), None)
        } else if call.count() == 1 && !matches!(given.base(), Value::Bool(_) | Value::Enum(..)) {
            (Value::Null, Some(given.clone()))
        } else {
            (Value::Null, None)
        };
        Ok(Value::live(Lazy { type_id: call.type_id, factory, value: Mutex::new(value) }))
    }),
    methods: &[("ToString", |call| {
        let lazy = this(call)?;
        let known = lazy.value.lock().clone();
        Ok(known.map_or_else(
            || "Value is not created.".into(),
            |value| crate::text::to_text(&value, &call.context.culture()).into(),
        ))
    })],
    properties: &[
        ("IsValueCreated", |call| Ok(this(call)?.value.lock().is_some().into())),
        ("Value", |call| {
            let lazy = this(call)?;
            if let Some(known) = lazy.value.lock().clone() {
                return Ok(known);
            }
            let made = lazy.make(call)?;
            *lazy.value.lock() = Some(made.clone());
            Ok(made)
        }),
    ],
    ..Implementation::EMPTY
};

/// A value that is made when it is first asked for.
struct Lazy {
    type_id: TypeId,
    factory: Value,
    value: Mutex<Option<Value>>,
}

impl Lazy {
    fn make(&self, call: &Call<'_>) -> Outcome {
        let wanted = self.type_id.generic().and_then(|(_, list)| list.first().copied());
        let wanted = wanted.unwrap_or(TypeId::OBJECT);
        if !self.factory.is_null() {
            let made = call.context.invoke(&self.factory, &[])?.or_null();
            return if wanted == TypeId::OBJECT {
                Ok(made)
            } else {
                call.context.convert(&made, wanted)
            };
        }
        super::activator::make(call, wanted, &[])
    }
}

impl LiveObject for Lazy {
    fn object_type(&self) -> TypeId {
        self.type_id
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&["IsValueCreated", "Value"])
    }
}

fn this<'a>(call: &Call<'a>) -> Result<&'a Lazy, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

pub(crate) static NULLABLE: Implementation = Implementation {
    name: "System.Nullable",
    static_methods: &[
        ("Compare", |call| {
            let order = call.context.compare(call.argument(0), call.argument(1))?;
            Ok(Value::I32(order as i32))
        }),
        ("Equals", |call| {
            Ok(remora_psobject::equality::equals(call.argument(0), call.argument(1)).into())
        }),
        ("GetUnderlyingType", |call| match call.argument(0).base() {
            Value::Type(id) => Ok(match id.generic() {
                Some((TypeId::NULLABLE, arguments)) => {
                    arguments.first().map_or(Value::Null, |inner| Value::Type(*inner))
                }
                _ => Value::Null,
            }),
            _ => Err(errors::argument_null("nullableType")),
        }),
    ],
    ..Implementation::EMPTY
};

/// A nullable value is the value itself.
pub(crate) static NULLABLE_OF: Implementation = Implementation {
    name: "System.Nullable`1",
    constructor: Some(|call| Ok(call.argument(0).clone())),
    ..Implementation::EMPTY
};

pub(crate) static EVENT_ARGS: Implementation = Implementation {
    name: "System.EventArgs",
    constructor: Some(|call| Ok(Value::live(Record::new(call.type_id, Vec::new())))),
    static_properties: &[("Empty", |call| Ok(Value::live(Record::new(call.type_id, Vec::new()))))],
    ..Implementation::EMPTY
};

/// There is nothing to collect: values go when nobody holds them.
pub(crate) static GC: Implementation = Implementation {
    name: "System.GC",
    static_methods: &[
        ("AddMemoryPressure", |_| Ok(Value::AutomationNull)),
        ("CancelFullGCNotification", |_| Ok(Value::AutomationNull)),
        ("Collect", |_| Ok(Value::AutomationNull)),
        ("CollectionCount", |_| Ok(Value::I32(0))),
        ("GetGeneration", |_| Ok(Value::I32(0))),
        ("GetTotalAllocatedBytes", |call| Ok(Value::I64(call.system().working_set()))),
        ("GetTotalMemory", |call| Ok(Value::I64(call.system().working_set()))),
        ("KeepAlive", |_| Ok(Value::AutomationNull)),
        ("RemoveMemoryPressure", |_| Ok(Value::AutomationNull)),
        ("ReRegisterForFinalize", |_| Ok(Value::AutomationNull)),
        ("SuppressFinalize", |_| Ok(Value::AutomationNull)),
        ("WaitForPendingFinalizers", |_| Ok(Value::AutomationNull)),
    ],
    static_properties: &[("MaxGeneration", |_| Ok(Value::I32(2)))],
    ..Implementation::EMPTY
};
