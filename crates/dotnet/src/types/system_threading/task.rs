//! `System.Threading.Tasks.Task`, `TaskCompletionSource` and `ValueTask`: tasks that are done when they
//! are made, or when their source says so

use std::sync::atomic::{AtomicI32, Ordering};
use std::time::Duration;

use parking_lot::Mutex;
use remora_psobject::LiveRef;

use super::signals::milliseconds;
use crate::call::Body;
use crate::types::prelude::*;

const METHODS: &[(&str, Body)] = &[
    ("ConfigureAwait", |call| Ok(call.this.clone())),
    ("ContinueWith", |call| {
        let task = this(call)?;
        let result = call.context.invoke(call.argument(0), std::slice::from_ref(call.this));
        let _ = task;
        let typed =
            call.argument(0).type_id().is_some_and(|id| id.short_name().starts_with("Func"));
        Ok(match result {
            Ok(value) => done(value.or_null(), typed),
            Err(failure) => failed(Arc::new(failure), typed),
        })
    }),
    ("Dispose", |_| Ok(Value::AutomationNull)),
    ("GetAwaiter", |call| {
        let task = call.this.downcast_arc::<Task>().ok_or_else(errors::null_reference)?;
        Ok(Value::live(Awaiter(task)))
    }),
    ("RunSynchronously", start),
    ("Start", start),
    ("Wait", |call| {
        let limit = milliseconds(call.argument(0));
        let ended = this(call)?.wait(call, limit)?;
        Ok(if limit.is_some() { ended.into() } else { Value::AutomationNull })
    }),
    ("WaitAsync", |call| Ok(call.this.clone())),
];

const STATIC: &[(&str, Body)] = &[
    ("Delay", |call| {
        let milliseconds = milliseconds(call.argument(0)).unwrap_or(0);
        call.system().sleep(Duration::from_millis(u64::try_from(milliseconds).unwrap_or(0)));
        Ok(done(Value::Null, false))
    }),
    ("FromCanceled", |call| Ok(task(State::Canceled, !call.type_arguments.is_empty()))),
    ("FromException", |call| {
        let failure = call.argument(0).downcast_arc::<Exception>();
        let failure = failure.ok_or_else(|| errors::argument_null("exception"))?;
        Ok(failed(failure, !call.type_arguments.is_empty()))
    }),
    ("FromResult", |call| Ok(done(call.argument(0).clone(), true))),
    ("Run", |call| {
        // The threads of .NET's pool have no runspace, so a script block cannot run there.
        let inner =
            errors::of("System.Management.Automation.PSInvalidOperationException", NO_RUNSPACE);
        let typed =
            call.argument(0).type_id().is_some_and(|id| id.short_name().starts_with("Func"));
        Ok(failed(Arc::new(inner), typed))
    }),
    ("WaitAll", |call| {
        let tasks = tasks(call);
        for task in &tasks {
            task.wait(call, None)?;
        }
        let limited = call.count() > 1 && milliseconds(call.argument(1)).is_some();
        Ok(if limited { true.into() } else { Value::AutomationNull })
    }),
    ("WaitAny", |call| {
        let at = tasks(call).iter().position(|task| task.is_completed());
        Ok(at.map_or(Value::I32(-1), sequence::count))
    }),
    ("WhenAll", |call| {
        let tasks = tasks(call);
        let failure = tasks.iter().find_map(|task| task.failure());
        if let Some(failure) = failure {
            return Ok(failed(failure, false));
        }
        let typed = !tasks.is_empty() && tasks.iter().all(|task| task.typed);
        if !typed {
            return Ok(done(Value::Null, false));
        }
        let results: Result<Vec<Value>, Exception> =
            tasks.iter().map(|task| task.result(call)).collect();
        let results = results?;
        let element = results.first().and_then(Value::type_id).unwrap_or(TypeId::OBJECT);
        Ok(done(Value::array_of(element, results), true))
    }),
    ("WhenAny", |call| {
        let items: Vec<Value> = call.arguments.iter().flat_map(sequence::items_of).collect();
        let ended = items
            .iter()
            .find(|item| item.downcast::<Task>().is_some_and(|task| task.is_completed()));
        Ok(done(ended.or(items.first()).cloned().unwrap_or_default(), true))
    }),
];

const NO_RUNSPACE: &str = "There is no Runspace available to run scripts in this thread. You can provide one in the DefaultRunspace property of the System.Management.Automation.Runspaces.Runspace type. The script block you attempted to invoke was: ";

const fn task_type(name: &'static str) -> Implementation {
    Implementation {
        name,
        constructor: Some(|call| {
            let typed = call.type_id.generic().is_some();
            Ok(task(State::Waiting(call.argument(0).clone()), typed))
        }),
        methods: METHODS,
        static_methods: STATIC,
        static_properties: &[("CompletedTask", |_| Ok(done(Value::Null, false)))],
        ..Implementation::EMPTY
    }
}

pub(crate) static TASK: Implementation = task_type("System.Threading.Tasks.Task");
pub(crate) static TYPED: Implementation = task_type("System.Threading.Tasks.Task`1");

/// How far a task is.
#[derive(Clone)]
enum State {
    /// It has not run; what it would run.
    Waiting(Value),
    Done(Value),
    Failed(Arc<Exception>),
    Canceled,
}

/// A task.
struct Task {
    id: i32,
    typed: bool,
    /// The type of the result, where it is known before there is one.
    result_type: Option<TypeId>,
    state: Mutex<State>,
}

fn task(state: State, typed: bool) -> Value {
    task_of(state, typed, None)
}

fn task_of(state: State, typed: bool, result_type: Option<TypeId>) -> Value {
    static NEXT: AtomicI32 = AtomicI32::new(1);
    let id = NEXT.fetch_add(1, Ordering::Relaxed);
    Value::live(Task { id, typed, result_type, state: Mutex::new(state) })
}

/// A task that has ended with a value.
pub(crate) fn done(value: Value, typed: bool) -> Value {
    task(State::Done(value), typed)
}

fn failed(failure: Arc<Exception>, typed: bool) -> Value {
    task(State::Failed(failure), typed)
}

/// What a body gives, as a task that has ended.
pub(crate) fn of_outcome(outcome: Outcome) -> Outcome {
    Ok(match outcome {
        Ok(Value::AutomationNull) => done(Value::Null, false),
        Ok(value) => done(value, true),
        Err(failure) => failed(Arc::new(failure), false),
    })
}

fn aggregate(failure: &Arc<Exception>) -> Exception {
    errors::of(
        "System.AggregateException",
        format!("One or more errors occurred. ({})", failure.message()),
    )
    .with_inner(Arc::clone(failure))
}

fn canceled() -> Arc<Exception> {
    Arc::new(errors::of("System.Threading.Tasks.TaskCanceledException", "A task was canceled."))
}

impl Task {
    fn is_completed(&self) -> bool {
        !matches!(*self.state.lock(), State::Waiting(_))
    }

    fn failure(&self) -> Option<Arc<Exception>> {
        match &*self.state.lock() {
            State::Failed(failure) => Some(Arc::clone(failure)),
            State::Canceled => Some(canceled()),
            _ => None,
        }
    }

    /// Waits for the end; false where the time ran out.
    fn wait(&self, call: &Call<'_>, limit: Option<i64>) -> Result<bool, Exception> {
        let begin = call.system().monotonic_ticks();
        while !self.is_completed() {
            let waited = (call.system().monotonic_ticks() - begin) / 10_000;
            if limit.is_some_and(|limit| limit >= 0 && waited >= limit) {
                return Ok(false);
            }
            call.system().sleep(Duration::from_millis(1));
        }
        match self.failure() {
            Some(failure) => Err(aggregate(&failure)),
            None => Ok(true),
        }
    }

    fn result(&self, call: &Call<'_>) -> Outcome {
        self.wait(call, None)?;
        Ok(self.value())
    }

    fn value(&self) -> Value {
        match &*self.state.lock() {
            State::Done(value) => value.clone(),
            _ => Value::Null,
        }
    }
}

fn start(call: &mut Call<'_>) -> Outcome {
    let task = this(call)?;
    let State::Waiting(action) = task.state.lock().clone() else {
        return Err(errors::invalid_operation(
            "Start may not be called on a task that has completed.",
        ));
    };
    let ended = match call.context.invoke(&action, &[]) {
        Ok(value) => State::Done(value.or_null()),
        Err(failure) => State::Failed(Arc::new(failure)),
    };
    *task.state.lock() = ended;
    Ok(Value::AutomationNull)
}

impl LiveObject for Task {
    fn object_type(&self) -> TypeId {
        if !self.typed {
            return type_named("System.Threading.Tasks.Task");
        }
        let argument = self.result_type.or_else(|| self.value().type_id());
        type_named("System.Threading.Tasks.Task`1")
            .generic_of(&[argument.unwrap_or(TypeId::OBJECT)])
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
        let state = self.state.lock().clone();
        let is = |wanted: fn(&State) -> bool| wanted(&state).into();
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "result" => match &state {
                State::Failed(failure) => return Some(Err(aggregate(failure))),
                State::Canceled => return Some(Err(aggregate(&canceled()))),
                _ => self.value(),
            },
            "id" => Value::I32(self.id),
            "status" => enum_named(
                "System.Threading.Tasks.TaskStatus",
                match &state {
                    State::Waiting(action) if action.is_null() => "WaitingForActivation",
                    State::Waiting(_) => "Created",
                    State::Done(_) => "RanToCompletion",
                    State::Failed(_) => "Faulted",
                    State::Canceled => "Canceled",
                },
            ),
            "iscompleted" => is(|state| !matches!(state, State::Waiting(_))),
            "iscompletedsuccessfully" => is(|state| matches!(state, State::Done(_))),
            "isfaulted" => is(|state| matches!(state, State::Failed(_))),
            "iscanceled" => is(|state| matches!(state, State::Canceled)),
            "exception" => match &state {
                State::Failed(failure) => Value::live(aggregate(failure)),
                _ => Value::Null,
            },
            "creationoptions" => enum_named("System.Threading.Tasks.TaskCreationOptions", "None"),
            "asyncstate" => Value::Null,
            _ => return None,
        }))
    }
}

fn this<'a>(call: &Call<'a>) -> Result<&'a Task, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

/// The tasks among the arguments.
fn tasks(call: &Call<'_>) -> Vec<Arc<Task>> {
    let items = call.arguments.iter().flat_map(sequence::items_of);
    items.filter_map(|item| item.downcast_arc::<Task>()).collect()
}

const AWAITER_NAME: &str = "System.Runtime.CompilerServices.TaskAwaiter";

pub(crate) static AWAITER: Implementation = Implementation {
    name: AWAITER_NAME,
    surface: "m System.Object GetResult()\np bool IsCompleted {get;}\n",
    methods: &[("GetResult", |call| {
        let awaiter: &Awaiter = call.this.downcast().ok_or_else(errors::null_reference)?;
        let task = &awaiter.0;
        match task.wait(call, None) {
            Ok(_) if task.typed => Ok(task.value()),
            Ok(_) => Ok(Value::AutomationNull),
            Err(failure) => Err(match task.failure() {
                // The awaiter gives the failure itself, not the collection around it.
                Some(inner) => Exception::new(inner.exception_type(), inner.message().clone()),
                None => failure,
            }),
        }
    })],
    ..Implementation::EMPTY
};

/// What `GetAwaiter()` gives.
struct Awaiter(Arc<Task>);

impl LiveObject for Awaiter {
    fn object_type(&self) -> TypeId {
        type_named(AWAITER_NAME)
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        name.eq_ignore_ascii_case("IsCompleted").then(|| Ok(self.0.is_completed().into()))
    }
}

const SOURCE_METHODS: &[(&str, Body)] = &[
    ("SetCanceled", |call| settle(call, State::Canceled, true)),
    ("SetException", |call| settle(call, failure_of(call)?, true)),
    ("SetResult", |call| settle(call, State::Done(call.argument(0).clone()), true)),
    ("TrySetCanceled", |call| settle(call, State::Canceled, false)),
    ("TrySetException", |call| settle(call, failure_of(call)?, false)),
    ("TrySetResult", |call| settle(call, State::Done(call.argument(0).clone()), false)),
];

const fn source(name: &'static str) -> Implementation {
    Implementation {
        name,
        constructor: Some(|call| {
            let result = call.type_id.generic().and_then(|(_, list)| list.first().copied());
            let task = task_of(State::Waiting(Value::Null), result.is_some(), result);
            Ok(Value::live(Source { type_id: call.type_id, task }))
        }),
        methods: SOURCE_METHODS,
        ..Implementation::EMPTY
    }
}

pub(crate) static SOURCE: Implementation = source("System.Threading.Tasks.TaskCompletionSource");
pub(crate) static TYPED_SOURCE: Implementation =
    source("System.Threading.Tasks.TaskCompletionSource`1");

/// What ends a task.
struct Source {
    type_id: TypeId,
    task: Value,
}

impl LiveObject for Source {
    fn object_type(&self) -> TypeId {
        self.type_id
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        name.eq_ignore_ascii_case("Task").then(|| Ok(self.task.clone()))
    }
}

fn failure_of(call: &Call<'_>) -> Result<State, Exception> {
    let failure = call.argument(0).downcast_arc::<Exception>();
    failure.map(State::Failed).ok_or_else(|| errors::argument_null("exception"))
}

fn settle(call: &Call<'_>, state: State, must: bool) -> Outcome {
    let source: &Source = call.this.downcast().ok_or_else(errors::null_reference)?;
    let task: &Task = source.task.downcast().ok_or_else(errors::null_reference)?;
    let mut current = task.state.lock();
    let open = matches!(*current, State::Waiting(_));
    if open {
        *current = state;
    } else if must {
        return Err(errors::invalid_operation(
            "An attempt was made to transition a task to a final state when it had already completed.",
        ));
    }
    Ok(if must { Value::AutomationNull } else { open.into() })
}

pub(crate) static VALUE_TASK: Implementation = Implementation {
    name: "System.Threading.Tasks.ValueTask`1",
    surface: "n System.Threading.Tasks.ValueTask`1[TResult] new(TResult result)\n\
        m System.Threading.Tasks.Task AsTask()\nm System.Object GetAwaiter()\n\
        p TResult Result {get;}\np bool IsCompleted {get;}\np bool IsCompletedSuccessfully {get;}\n\
        p bool IsFaulted {get;}\np bool IsCanceled {get;}\n",
    constructor: Some(|call| {
        Ok(Value::live(ValueTask {
            type_id: call.type_id,
            task: done(call.argument(0).clone(), true),
        }))
    }),
    methods: &[
        ("AsTask", |call| {
            let own: &ValueTask = call.this.downcast().ok_or_else(errors::null_reference)?;
            Ok(own.task.clone())
        }),
        ("GetAwaiter", |call| {
            let own: &ValueTask = call.this.downcast().ok_or_else(errors::null_reference)?;
            let task = own.task.downcast_arc::<Task>().ok_or_else(errors::null_reference)?;
            Ok(Value::Live(LiveRef::new(Awaiter(task))))
        }),
    ],
    ..Implementation::EMPTY
};

/// A task that was done when it was made.
struct ValueTask {
    type_id: TypeId,
    task: Value,
}

impl LiveObject for ValueTask {
    fn object_type(&self) -> TypeId {
        self.type_id
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        self.task.downcast::<Task>()?.property(name)
    }
}
