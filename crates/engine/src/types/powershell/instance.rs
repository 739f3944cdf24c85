//! `PowerShell`: commands, and the session that runs them.

use std::sync::Arc;

use parking_lot::Mutex;
use remora_hosting::{InvocationState, Record, Runspace, StateChange};
use remora_psobject::{
    ErrorRecord, Exception, Guid, ListObject, LiveObject, PsString, TypeId, Value,
};

use super::collection::{DataCollection, Streams};
use super::command::PsCommand;
use super::initial::InitialState;
use super::pool::Pool;
use super::run::{Input, Run};
use super::session::RunspaceObject;
use super::{Facts, Method, invalid_operation, invocation_info, refused, this};
use crate::context::ExecutionContext;
use crate::errors::Flow;

const POWER_SHELL: &str = "System.Management.Automation.PowerShell";

/// `[powershell]`
pub(super) struct PowerShell {
    inner: Mutex<Inner>,
    streams: Value,
    id: Guid,
    /// Its commands run in the session of the script that made it.
    is_nested: bool,
}

struct Inner {
    commands: Value,
    runspace: Value,
    pool: Value,
    initial: Option<Arc<InitialState>>,
    owns_runspace: bool,
    state: InvocationState,
    reason: Option<Arc<ErrorRecord>>,
    had_errors: bool,
    run: Option<Arc<Run>>,
    is_disposed: bool,
}

impl PowerShell {
    fn new(context: &mut ExecutionContext, runspace: Value, is_nested: bool) -> Self {
        let mut bytes = [0; 16];
        context.system().random_bytes(&mut bytes);
        Self {
            inner: Mutex::new(Inner {
                commands: Value::live(PsCommand::default()),
                runspace,
                pool: Value::Null,
                initial: None,
                owns_runspace: false,
                state: InvocationState::NotStarted,
                reason: None,
                had_errors: false,
                run: None,
                is_disposed: false,
            }),
            streams: Value::live(Streams::default()),
            id: Guid::from_random(bytes),
            is_nested,
        }
    }

    fn commands(&self) -> Result<Arc<PsCommand>, Flow> {
        let commands = self.usable()?.commands.clone();
        this::<PsCommand>(&commands)
    }

    fn usable(&self) -> Result<parking_lot::MutexGuard<'_, Inner>, Flow> {
        let inner = self.inner.lock();
        if inner.is_disposed {
            let disposed = TypeId::register(
                "System.Management.Automation.PSObjectDisposedException",
                Some(TypeId::OBJECT_DISPOSED_EXCEPTION),
            );
            return Err(refused(
                disposed,
                "Cannot access a disposed object.\nObject name: 'PowerShell'.",
            ));
        }
        Ok(inner)
    }

    /// The session that the commands run in, opened; its own one where none was given.
    fn session(&self, context: &mut ExecutionContext) -> Result<Arc<RunspaceObject>, Flow> {
        let (runspace, pool, initial) = {
            let inner = self.usable()?;
            (inner.runspace.clone(), inner.pool.clone(), inner.initial.clone())
        };
        if let Some(pool) = pool.downcast_arc::<Pool>() {
            return pool.lend(context);
        }
        if let Some(session) = runspace.downcast_arc::<RunspaceObject>() {
            return Ok(session);
        }
        let session = Arc::new(RunspaceObject::fresh(context, initial)?);
        session.open(context)?;
        let mut inner = self.inner.lock();
        inner.runspace = Value::live_arc(Arc::clone(&session));
        inner.owns_runspace = true;
        Ok(session)
    }

    fn start(
        &self,
        context: &mut ExecutionContext,
        input: Input,
        target: Option<Arc<DataCollection>>,
    ) -> Result<Arc<Run>, Flow> {
        let no_commands = || invalid_operation("No commands are specified.");
        let command = self.commands()?.hosted().ok_or_else(no_commands)?;
        let session = self.session(context)?;
        let Some(runspace) = session.runspace() else {
            return Err(invalid_operation(
                "Commands of the session that is running cannot be started without waiting.",
            ));
        };
        let streams = this::<Streams>(&self.streams)?;
        {
            let mut inner = self.inner.lock();
            inner.state = InvocationState::Running;
            inner.had_errors = false;
        }
        let runspace: &dyn Runspace = &**runspace;
        let run = Run::start(runspace, command, input, streams, target)?;
        self.inner.lock().run = Some(Arc::clone(&run));
        Ok(run)
    }

    /// Notes how commands ended. An error that ended them is thrown.
    fn settle(&self, end: StateChange<InvocationState>) -> Result<(), Flow> {
        let mut inner = self.inner.lock();
        inner.state = end.state;
        inner.reason.clone_from(&end.reason);
        inner.had_errors = end.reason.is_some() || self.wrote_errors();
        match end.reason {
            Some(reason) => Err(Flow::statement_error(reason)),
            None => Ok(()),
        }
    }

    fn wrote_errors(&self) -> bool {
        let errors =
            self.streams.downcast::<Streams>().and_then(|streams| streams.property("Error"));
        matches!(errors, Some(Ok(Value::List(list))) if !list.is_empty())
    }

    fn invoke(&self, context: &mut ExecutionContext, input: Input) -> Result<Vec<Value>, Flow> {
        if self.is_nested {
            return self.invoke_here(context, input);
        }
        let run = self.start(context, input, None)?;
        let end = run.wait(context);
        context.check_stop()?;
        self.settle(end)?;
        Ok(run.take_output())
    }

    /// Runs the commands in the session of the script.
    fn invoke_here(
        &self,
        context: &mut ExecutionContext,
        input: Input,
    ) -> Result<Vec<Value>, Flow> {
        let no_commands = || invalid_operation("No commands are specified.");
        let command = self.commands()?.hosted().ok_or_else(no_commands)?;
        let input = match input {
            Input::Items(items) => items,
            Input::None | Input::Growing(_) => Vec::new(),
        };
        let streams = this::<Streams>(&self.streams)?;
        let usual = std::mem::replace(
            &mut context.records,
            Arc::new(move |record: Record| streams.keep(&record)),
        );
        let mut output = Vec::new();
        let result = context.guarded(|context| {
            crate::runspace::run_commands(context, &command, &input, &mut output)
        });
        context.records = usual;
        let reason = match result {
            Ok(()) => None,
            Err(Flow::Throw(thrown)) => Some(thrown.record),
            Err(flow) => return Err(flow),
        };
        let state = match reason {
            Some(_) => InvocationState::Failed,
            None => InvocationState::Completed,
        };
        self.settle(StateChange { state, reason })?;
        Ok(output)
    }
}

impl LiveObject for PowerShell {
    fn object_type(&self) -> TypeId {
        TypeId::register(POWER_SHELL, Some(TypeId::OBJECT))
    }

    fn property_names(&self) -> Vec<PsString> {
        [
            "Commands",
            "Streams",
            "InstanceId",
            "InvocationStateInfo",
            "IsNested",
            "HadErrors",
            "Runspace",
            "RunspacePool",
            "IsRunspaceOwner",
            "HistoryString",
        ]
        .map(PsString::from)
        .to_vec()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        let mut inner = self.inner.lock();
        if let Some(end) = inner.run.as_ref().and_then(|run| run.end())
            && inner.state == InvocationState::Running
        {
            inner.state = end.state;
            inner.had_errors = end.reason.is_some() || self.wrote_errors();
            inner.reason = end.reason;
        }
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "commands" => inner.commands.clone(),
            "streams" => self.streams.clone(),
            "instanceid" => self.id.into(),
            "invocationstateinfo" => invocation_info(inner.state, inner.reason.as_ref()),
            "isnested" => Value::Bool(self.is_nested),
            "haderrors" => Value::Bool(inner.had_errors),
            "runspace" => inner.runspace.clone(),
            "runspacepool" => inner.pool.clone(),
            "isrunspaceowner" => Value::Bool(inner.owns_runspace),
            "historystring" => Value::Null,
            _ => return None,
        }))
    }

    fn set_property(&self, name: &str, value: Value) -> Option<Result<(), Exception>> {
        let mut inner = self.inner.lock();
        match name.to_ascii_lowercase().as_str() {
            "commands" => inner.commands = value,
            "runspace" => {
                inner.runspace = value;
                inner.owns_runspace = false;
            }
            "runspacepool" => inner.pool = value,
            "historystring" => {}
            _ => return None,
        }
        Some(Ok(()))
    }
}

/// Commands that were started, as `BeginInvoke` gives them.
struct AsyncResult(Arc<Run>);

impl LiveObject for AsyncResult {
    fn object_type(&self) -> TypeId {
        TypeId::register("System.Management.Automation.PowerShellAsyncResult", Some(TypeId::OBJECT))
    }

    fn property_names(&self) -> Vec<PsString> {
        ["CompletedSynchronously", "IsCompleted", "AsyncState"].map(PsString::from).to_vec()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "completedsynchronously" => Value::Bool(false),
            "iscompleted" => Value::Bool(self.0.end().is_some()),
            "asyncstate" => Value::Null,
            _ => return None,
        }))
    }
}

fn collected(items: Vec<Value>) -> Value {
    ListObject::new(TypeId::COLLECTION.generic_of(&[TypeId::PS_OBJECT]), items).into()
}

/// The input that a call gives: none, a collection that grows, or items.
fn input_of(context: &mut ExecutionContext, value: Option<&Value>) -> Input {
    match value {
        Some(value) if !value.is_null() => match value.downcast_arc::<DataCollection>() {
            Some(collection) => Input::Growing(collection),
            None => Input::Items(context.enumerate(value).unwrap_or_else(|| vec![value.clone()])),
        },
        _ => Input::None,
    }
}

fn create(context: &mut ExecutionContext, _: &Value, arguments: &[Value]) -> Result<Value, Flow> {
    let Some(first) = arguments.first() else {
        return Ok(Value::live(PowerShell::new(context, Value::Null, false)));
    };
    if first.downcast::<RunspaceObject>().is_some() {
        return Ok(Value::live(PowerShell::new(context, first.clone(), false)));
    }
    if let Some(initial) = first.downcast_arc::<InitialState>() {
        let made = PowerShell::new(context, Value::Null, false);
        made.inner.lock().initial = Some(initial);
        return Ok(Value::live(made));
    }
    let is_here = context.text(first).eq_ignore_ascii_case("CurrentRunspace");
    Ok(Value::live(PowerShell::new(context, Value::Null, is_here)))
}

fn invoke(
    context: &mut ExecutionContext,
    target: &Value,
    arguments: &[Value],
) -> Result<Value, Flow> {
    let input = input_of(context, arguments.first());
    let output = this::<PowerShell>(target)?.invoke(context, input)?;
    match arguments.get(1).map(Value::base) {
        Some(Value::List(list)) => {
            for item in output {
                list.push(item);
            }
            Ok(Value::AutomationNull)
        }
        _ => Ok(collected(output)),
    }
}

fn begin_invoke(
    context: &mut ExecutionContext,
    target: &Value,
    arguments: &[Value],
) -> Result<Value, Flow> {
    let input = input_of(context, arguments.first());
    let output = arguments.get(1).and_then(Value::downcast_arc::<DataCollection>);
    let run = this::<PowerShell>(target)?.start(context, input, output)?;
    Ok(Value::live(AsyncResult(run)))
}

fn end_invoke(
    context: &mut ExecutionContext,
    target: &Value,
    arguments: &[Value],
) -> Result<Value, Flow> {
    let null = Value::Null;
    let started = this::<AsyncResult>(arguments.first().unwrap_or(&null))?;
    let end = started.0.wait(context);
    context.check_stop()?;
    this::<PowerShell>(target)?.settle(end)?;
    Ok(collected(started.0.take_output()))
}

fn stop(context: &mut ExecutionContext, target: &Value, _: &[Value]) -> Result<Value, Flow> {
    let shell = this::<PowerShell>(target)?;
    let run = shell.inner.lock().run.clone();
    match run {
        Some(run) => {
            run.stop();
            let end = run.wait(context);
            // What the stopped commands threw is nobody's business any more.
            let _ = shell.settle(end);
        }
        None => shell.inner.lock().state = InvocationState::Stopped,
    }
    Ok(Value::AutomationNull)
}

fn dispose(context: &mut ExecutionContext, target: &Value, _: &[Value]) -> Result<Value, Flow> {
    let shell = this::<PowerShell>(target)?;
    let own = {
        let mut inner = shell.inner.lock();
        inner.is_disposed = true;
        if inner.owns_runspace { std::mem::take(&mut inner.runspace) } else { Value::Null }
    };
    if let Some(session) = own.downcast_arc::<RunspaceObject>() {
        session.close(context)?;
    }
    Ok(Value::AutomationNull)
}

/// `InvokeAsync`: a task that has its result once somebody asks; here it is asked at once.
fn invoke_async(
    context: &mut ExecutionContext,
    target: &Value,
    arguments: &[Value],
) -> Result<Value, Flow> {
    let result = invoke(context, target, arguments)?;
    Ok(Value::live(Facts {
        type_name: "System.Threading.Tasks.Task`1",
        properties: vec![
            ("Result", result),
            ("IsCompleted", Value::Bool(true)),
            ("IsFaulted", Value::Bool(false)),
            ("IsCanceled", Value::Bool(false)),
        ],
    }))
}

macro_rules! methods {
    ($($change:literal),*; $($entry:expr),*) => {
        &[
            $(($change, |context, target, arguments| {
                this::<PowerShell>(target)?.commands()?.change(context, $change, arguments)?;
                Ok(target.clone())
            }),)*
            $($entry,)*
        ]
    };
}

pub(super) const METHODS: (&str, &[Method]) = (
    POWER_SHELL,
    methods!(
        "AddCommand", "AddScript", "AddParameter", "AddParameters", "AddArgument", "AddStatement";
        ("Create", create), ("Invoke", invoke), ("BeginInvoke", begin_invoke),
        ("EndInvoke", end_invoke), ("InvokeAsync", invoke_async), ("Stop", stop),
        ("Dispose", dispose)
    ),
);
