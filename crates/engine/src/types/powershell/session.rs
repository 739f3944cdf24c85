//! `Runspace`, `SessionStateProxy` and `RunspaceFactory`.

use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};

use remora_hosting::{Command, PipelineCommand, Runspace, RunspaceAvailability, RunspaceState};
use remora_psobject::{Exception, Guid, LiveObject, PsString, TypeId, Value};

use super::initial::InitialState;
use super::run::{self, Input, Run};
use super::{
    Method, SessionSource, enumeration, invalid_operation, pool, runspace_info, text, this,
};
use crate::context::ExecutionContext;
use crate::errors::Flow;
use crate::runspace::LocalRunspace;

/// The number of the session that a script runs in; those that it makes count on from there.
static LAST_ID: AtomicI32 = AtomicI32::new(1);

/// Another session, or the one that the script runs in.
pub(super) struct RunspaceObject {
    /// `None` for the session that the script runs in.
    runspace: Option<Arc<LocalRunspace>>,
    initial: Option<Arc<InitialState>>,
    number: i32,
    id: Guid,
}

const RUNSPACE: &str = "System.Management.Automation.Runspaces.Runspace";
const LOCAL: &str = "System.Management.Automation.Runspaces.LocalRunspace";
const PROXY: &str = "System.Management.Automation.Runspaces.SessionStateProxy";
const FACTORY: &str = "System.Management.Automation.Runspaces.RunspaceFactory";

fn random_id(context: &ExecutionContext) -> Guid {
    let mut bytes = [0; 16];
    context.system().random_bytes(&mut bytes);
    Guid::from_random(bytes)
}

impl RunspaceObject {
    /// A session that is not open yet, with the tables of this one.
    pub(super) fn fresh(
        context: &mut ExecutionContext,
        initial: Option<Arc<InitialState>>,
    ) -> Result<Self, Flow> {
        let builder = context.extension::<SessionSource>().0.clone().ok_or_else(|| {
            invalid_operation("Sessions cannot be made from inside this session.")
        })?;
        let id = random_id(context);
        Ok(Self {
            runspace: Some(Arc::new(LocalRunspace::of_shared_builder(builder, id))),
            initial,
            number: LAST_ID.fetch_add(1, Ordering::Relaxed) + 1,
            id,
        })
    }

    /// The session that the script runs in.
    fn current(context: &ExecutionContext) -> Self {
        Self { runspace: None, initial: None, number: 1, id: random_id(context) }
    }

    /// The session, unless it is the one that the script runs in.
    pub(super) fn runspace(&self) -> Option<&Arc<LocalRunspace>> {
        self.runspace.as_ref()
    }

    pub(super) fn open(&self, context: &mut ExecutionContext) -> Result<(), Flow> {
        let Some(runspace) = &self.runspace else { return Ok(()) };
        run::open(context, &**runspace)?;
        match &self.initial {
            Some(initial) => initial.apply(context, runspace),
            None => Ok(()),
        }
    }

    pub(super) fn close(&self, context: &ExecutionContext) -> Result<(), Flow> {
        match &self.runspace {
            Some(runspace) => run::close(context, &**runspace),
            None => Ok(()),
        }
    }

    fn state(&self) -> RunspaceState {
        self.runspace.as_ref().map_or(RunspaceState::Opened, |runspace| runspace.state())
    }
}

impl LiveObject for RunspaceObject {
    fn object_type(&self) -> TypeId {
        let base = TypeId::register(RUNSPACE, Some(TypeId::OBJECT));
        TypeId::register(LOCAL, Some(base))
    }

    fn property_names(&self) -> Vec<PsString> {
        [
            "Name",
            "Id",
            "InstanceId",
            "RunspaceStateInfo",
            "RunspaceAvailability",
            "RunspaceIsRemote",
            "SessionStateProxy",
            "ConnectionInfo",
            "ThreadOptions",
        ]
        .map(PsString::from)
        .to_vec()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "name" => format!("Runspace{}", self.number).into(),
            "id" => Value::I32(self.number),
            "instanceid" => self.id.into(),
            "runspacestateinfo" => runspace_info(self.state()),
            "runspaceavailability" => {
                // The session that the script runs in is busy with it.
                let busy = RunspaceAvailability::Busy;
                let found = self.runspace.as_ref().map_or(busy, |known| known.availability());
                enumeration(
                    "System.Management.Automation.Runspaces.RunspaceAvailability",
                    i64::from(found as i32),
                )
            }
            "runspaceisremote" => Value::Bool(false),
            "sessionstateproxy" => Value::live(Proxy(self.runspace.clone())),
            "connectioninfo" => Value::Null,
            "threadoptions" => {
                enumeration("System.Management.Automation.Runspaces.PSThreadOptions", 0)
            }
            _ => return None,
        }))
    }
}

/// The variables of a session, from outside.
struct Proxy(Option<Arc<LocalRunspace>>);

impl LiveObject for Proxy {
    fn object_type(&self) -> TypeId {
        TypeId::register(PROXY, Some(TypeId::OBJECT))
    }

    fn property_names(&self) -> Vec<PsString> {
        vec!["LanguageMode".into()]
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        name.eq_ignore_ascii_case("LanguageMode").then(|| self.language_mode(None))
    }

    fn set_property(&self, name: &str, value: Value) -> Option<Result<(), Exception>> {
        name.eq_ignore_ascii_case("LanguageMode")
            .then(|| self.language_mode(Some(value)).map(|_| ()))
    }
}

impl Proxy {
    /// Reads or sets the language mode of the session.
    fn language_mode(&self, set: Option<Value>) -> Result<Value, Exception> {
        let Some(runspace) = &self.0 else {
            return Ok(crate::object_view::with_session(|context| match set {
                Some(value) => {
                    context.assign_language_mode(&value).map_or(Value::Null, |()| Value::Null)
                }
                None => context.language_mode().to_value(),
            })
            .unwrap_or_default());
        };
        let state = "$ExecutionContext.SessionState.LanguageMode";
        let command = match set {
            Some(value) => Command {
                is_script: true,
                ..Command::named(format!("{state} = $args[0]").as_str())
            }
            .argument(value),
            None => Command { is_script: true, ..Command::named(state) },
        };
        let answer =
            crate::object_view::with_session(|context| run_in(context, &**runspace, command));
        match answer {
            Some(Ok(output)) => Ok(crate::context::collapse(output)),
            Some(Err(Flow::Throw(thrown))) => {
                let exception = &thrown.record.exception;
                Err(Exception::new(exception.exception_type(), exception.message().clone()))
            }
            Some(Err(_)) | None => Ok(Value::Null),
        }
    }
}

/// Runs commands in a session and gives what they wrote.
pub(super) fn run_in(
    context: &ExecutionContext,
    runspace: &dyn Runspace,
    command: Command,
) -> Result<Vec<Value>, Flow> {
    let command = PipelineCommand::of(command);
    let run = Run::start(runspace, command, Input::None, Arc::default(), None)?;
    match run.wait(context).reason {
        Some(reason) => Err(Flow::statement_error(reason)),
        None => Ok(run.take_output()),
    }
}

pub(super) const PROXY_METHODS: (&str, &[Method]) = (
    PROXY,
    &[
        ("GetVariable", |context, target, arguments| {
            let name = text(context, arguments, 0);
            let Some(runspace) = &this::<Proxy>(target)?.0 else {
                return Ok(context.variable(&name).unwrap_or_default());
            };
            let command = Command::named("Get-Variable")
                .parameter("Name", Value::Str(name))
                .parameter("ValueOnly", true)
                .parameter("ErrorAction", "Ignore");
            Ok(crate::context::collapse(run_in(context, &**runspace, command)?))
        }),
        ("SetVariable", |context, target, arguments| {
            let name = text(context, arguments, 0);
            let value = arguments.get(1).cloned().unwrap_or_default();
            let Some(runspace) = &this::<Proxy>(target)?.0 else {
                context.set_variable(&name, value)?;
                return Ok(Value::AutomationNull);
            };
            set_variable(context, runspace, name, value)?;
            Ok(Value::AutomationNull)
        }),
    ],
);

/// Sets a global variable of a session.
pub(super) fn set_variable(
    context: &ExecutionContext,
    runspace: &LocalRunspace,
    name: PsString,
    value: Value,
) -> Result<(), Flow> {
    // A parameter without a value would be a switch; null goes as the text of a script.
    let command = if value.is_null() {
        Command { is_script: true, ..Command::named("Set-Variable $args[0] $null -Scope Global") }
            .argument(Value::Str(name))
    } else {
        Command::named("Set-Variable")
            .parameter("Name", Value::Str(name))
            .parameter("Value", value)
            .parameter("Scope", "Global")
    };
    run_in(context, runspace, command).map(drop)
}

pub(super) const METHODS: (&str, &[Method]) = (
    LOCAL,
    &[
        ("Open", |context, target, _| {
            this::<RunspaceObject>(target)?.open(context)?;
            Ok(Value::AutomationNull)
        }),
        ("OpenAsync", |context, target, _| {
            this::<RunspaceObject>(target)?.open(context)?;
            Ok(Value::AutomationNull)
        }),
        ("Close", |context, target, _| {
            this::<RunspaceObject>(target)?.close(context)?;
            Ok(Value::AutomationNull)
        }),
        ("CloseAsync", |context, target, _| {
            this::<RunspaceObject>(target)?.close(context)?;
            Ok(Value::AutomationNull)
        }),
        ("Dispose", |context, target, _| {
            this::<RunspaceObject>(target)?.close(context)?;
            Ok(Value::AutomationNull)
        }),
        ("ResetRunspaceState", |context, target, _| {
            if let Some(runspace) = this::<RunspaceObject>(target)?.runspace() {
                run::reset(context, &**runspace)?;
            }
            Ok(Value::AutomationNull)
        }),
    ],
);

/// Static members of `[runspace]`.
pub(super) const STATIC_METHODS: (&str, &[Method]) = (
    RUNSPACE,
    &[
        ("get_DefaultRunspace", |context, _, _| Ok(Value::live(RunspaceObject::current(context)))),
        ("get_CanUseDefaultRunspace", |_, _, _| Ok(Value::Bool(true))),
    ],
);

pub(super) const FACTORY_METHODS: (&str, &[Method]) = (
    FACTORY,
    &[
        ("CreateRunspace", |context, _, arguments| {
            let initial = arguments.iter().find_map(Value::downcast_arc::<InitialState>);
            Ok(Value::live(RunspaceObject::fresh(context, initial)?))
        }),
        ("CreateRunspacePool", |context, _, arguments| pool::create(context, arguments)),
    ],
);
