//! `System.Threading.Tasks.Task`: tasks that are done already

use std::time::Duration;

use crate::call::Body;
use crate::types::prelude::*;

const METHODS: &[(&str, Body)] = &[
    ("Dispose", |_| Ok(Value::AutomationNull)),
    ("GetAwaiter", |call| Ok(call.this.clone())),
    ("GetResult", |call| this(call)?.result()),
    ("Wait", |call| {
        let task = this(call)?;
        if let Some(failure) = &task.failure {
            return Err(aggregate(failure));
        }
        Ok(if call.count() > 0 { true.into() } else { Value::AutomationNull })
    }),
];

const STATIC: &[(&str, Body)] = &[
    ("Delay", |call| {
        let milliseconds = super::signals::milliseconds(call.argument(0)).unwrap_or(0);
        call.system().sleep(Duration::from_millis(u64::try_from(milliseconds).unwrap_or(0)));
        Ok(done(Value::Null, false))
    }),
    ("FromException", |call| {
        let failure = call.argument(0).downcast_arc::<Exception>();
        Ok(Value::live(Task { value: Value::Null, failure, typed: false }))
    }),
    ("FromResult", |call| Ok(done(call.argument(0).clone(), true))),
    ("WaitAll", |_| Ok(Value::AutomationNull)),
    ("WaitAny", |_| Ok(Value::I32(0))),
    ("WhenAll", |_| Ok(done(Value::Null, false))),
];

const fn task(name: &'static str) -> Implementation {
    Implementation {
        name,
        methods: METHODS,
        static_methods: STATIC,
        static_properties: &[("CompletedTask", |_| Ok(done(Value::Null, false)))],
        ..Implementation::EMPTY
    }
}

pub(crate) static TASK: Implementation = task("System.Threading.Tasks.Task");
pub(crate) static TYPED: Implementation = Implementation {
    surface: "m System.Object GetResult()\n",
    ..task("System.Threading.Tasks.Task`1")
};

/// A task that has ended.
struct Task {
    value: Value,
    failure: Option<Arc<Exception>>,
    typed: bool,
}

fn done(value: Value, typed: bool) -> Value {
    Value::live(Task { value, failure: None, typed })
}

fn aggregate(failure: &Arc<Exception>) -> Exception {
    errors::of(
        "System.AggregateException",
        format!("One or more errors occurred. ({})", failure.message()),
    )
    .with_inner(Arc::clone(failure))
}

impl Task {
    fn result(&self) -> Outcome {
        match &self.failure {
            Some(failure) => Err(aggregate(failure)),
            None => Ok(self.value.clone()),
        }
    }
}

impl LiveObject for Task {
    fn object_type(&self) -> TypeId {
        if !self.typed {
            return type_named("System.Threading.Tasks.Task");
        }
        let argument = self.value.type_id().unwrap_or(TypeId::OBJECT);
        type_named("System.Threading.Tasks.Task`1").generic_of(&[argument])
    }

    fn property_names(&self) -> Vec<PsString> {
        let mut list = Vec::new();
        if self.typed {
            list.push("Result");
        }
        list.extend([
            "Id",
            "Exception",
            "Status",
            "IsCanceled",
            "IsCompleted",
            "IsCompletedSuccessfully",
            "CreationOptions",
            "AsyncState",
            "IsFaulted",
        ]);
        names(&list)
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        let failed = self.failure.is_some();
        Some(match name.to_ascii_lowercase().as_str() {
            "result" => self.result(),
            "id" => Ok(Value::I32(1)),
            "status" => Ok(enum_named(
                "System.Threading.Tasks.TaskStatus",
                if failed { "Faulted" } else { "RanToCompletion" },
            )),
            "iscompleted" => Ok(true.into()),
            "iscompletedsuccessfully" => Ok((!failed).into()),
            "isfaulted" => Ok(failed.into()),
            "iscanceled" => Ok(false.into()),
            "exception" => Ok(self
                .failure
                .as_ref()
                .map_or(Value::Null, |failure| Value::live(aggregate(failure)))),
            "asyncstate" => Ok(Value::Null),
            _ => return None,
        })
    }
}

fn this<'a>(call: &Call<'a>) -> Result<&'a Task, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}
