//! Processes: the table of the system, and processes as objects.

mod extended;

use std::sync::Arc;

use remora_engine::command::{CommandResult, CommandRuntime};
use remora_engine::errors::{ErrorCategory, ErrorRecord, error};
use remora_engine::native::{ProcessRequest, StreamMode};
use remora_engine::{TypeId, Value};
use remora_language::wildcard::{WildcardPattern, contains_wildcards};
use remora_psobject::{LiveObject as _, PsString};

pub use extended::types;
pub(crate) use remora_dotnet::types::system_diagnostics::process::{
    ExitState, ProcessObject, all, split_arguments,
};

fn process_error(
    message: String,
    error_id: &str,
    category: ErrorCategory,
    target: impl Into<Value>,
) -> ErrorRecord {
    let kind = TypeId::register(
        "Microsoft.PowerShell.Commands.ProcessCommandException",
        Some(TypeId::SYSTEM_EXCEPTION),
    );
    error(kind, message, error_id, category, target)
}

/// No process has the id.
pub(crate) fn no_such_id(id: i32) -> ErrorRecord {
    process_error(
        format!("Cannot find a process with the process identifier {id}."),
        "NoProcessFoundForGivenId",
        ErrorCategory::ObjectNotFound,
        id,
    )
}

/// No process has the name.
pub(crate) fn no_such_name(name: &PsString) -> ErrorRecord {
    process_error(
        format!(
            "Cannot find a process with the name \"{name}\". Verify the process name and call the cmdlet again."
        ),
        "NoProcessFoundForGivenName",
        ErrorCategory::ObjectNotFound,
        name.clone(),
    )
}

/// A process did not end in the time that was given.
pub(crate) fn not_terminated(process: &ProcessObject) -> ErrorRecord {
    let message = format!(
        "This command stopped operation because process \"{} ({})\" is not stopped in the specified time-out.",
        process.name(),
        process.id()
    );
    let kind = TypeId::TIMEOUT_EXCEPTION;
    error(kind, message, "ProcessNotTerminated", ErrorCategory::CloseError, process.id())
}

/// A process could not be ended.
pub(crate) fn could_not_stop(process: &ProcessObject, failure: &std::io::Error) -> ErrorRecord {
    let message = format!(
        "Cannot stop process \"{} ({})\" because of the following error: {failure}",
        process.name(),
        process.id()
    );
    process_error(message, "CouldNotStopProcess", ErrorCategory::CloseError, process.id())
}

/// The name of the user that a process belongs to.
pub(crate) fn user_name(process: &ProcessObject) -> Value {
    let stat = remora_providers::filesystem::UnixStat::of(&format!("/proc/{}", process.id()));
    let name = stat.and_then(|stat| stat.property("UserName"));
    name.and_then(Result::ok).unwrap_or_default()
}

/// Which processes are meant.
pub(crate) struct ProcessSelection<'a> {
    pub(crate) names: &'a [PsString],
    pub(crate) ids: &'a [i32],
    pub(crate) objects: &'a [Value],
}

impl ProcessSelection<'_> {
    /// The processes. What is not there is reported, and the others go on.
    pub(crate) fn find(
        &self,
        runtime: &mut CommandRuntime<'_>,
    ) -> CommandResult<Vec<Arc<ProcessObject>>> {
        let system = Arc::clone(runtime.system());
        let mut found: Vec<Arc<ProcessObject>> = Vec::new();
        for object in self.objects {
            match object.downcast_arc::<ProcessObject>() {
                Some(process) => found.push(process),
                None => {
                    let id = runtime.get_property(object, "Id")?.and_then(|id| id.as_i32());
                    let process = id.and_then(|id| ProcessObject::of_id(&system, id));
                    found.extend(process.map(Arc::new));
                }
            }
        }
        for id in self.ids {
            match ProcessObject::of_id(&system, *id) {
                Some(process) => found.push(Arc::new(process)),
                None => runtime.write_error(no_such_id(*id))?,
            }
        }
        if self.names.is_empty() {
            return Ok(found);
        }
        let all: Vec<Arc<ProcessObject>> = all(&system).into_iter().map(Arc::new).collect();
        for name in self.names {
            let Ok(pattern) = WildcardPattern::new(name, true) else {
                continue;
            };
            let matching = all.iter().filter(|process| pattern.is_match(process.name()));
            let before = found.len();
            for process in matching {
                if !found.iter().any(|known| known.id() == process.id()) {
                    found.push(Arc::clone(process));
                }
            }
            if found.len() == before && !contains_wildcards(name) {
                runtime.write_error(no_such_name(name))?;
            }
        }
        found.sort_by_key(|process| (process.name().to_lowercase(), process.id()));
        Ok(found)
    }
}

/// Asks the system to go down.
pub(crate) fn shut_down(runtime: &mut CommandRuntime<'_>, how: &str) -> CommandResult {
    let launcher = runtime.context().launcher().cloned();
    let program = ["/sbin/shutdown", "/usr/sbin/shutdown"]
        .into_iter()
        .find(|path| launcher.as_ref().is_some_and(|launcher| launcher.is_executable(path)));
    let (Some(launcher), Some(program)) = (launcher, program) else {
        return Err(error(
            TypeId::INVALID_OPERATION_EXCEPTION,
            "The program shutdown, which asks the system to go down, is not there.",
            "CommandNotFound",
            ErrorCategory::ObjectNotFound,
            "shutdown",
        )
        .into());
    };
    let request = ProcessRequest {
        program: program.to_owned(),
        arguments: vec![how.to_owned(), "now".to_owned()],
        working_directory: "/".to_owned(),
        environment: Vec::new(),
        input: StreamMode::Null,
        output: StreamMode::Inherit,
        error: StreamMode::Inherit,
    };
    let started = launcher.start(&request);
    let code = started.and_then(|mut process| process.wait(&runtime.stop_token()));
    match code {
        Ok(0) => Ok(()),
        Ok(code) => Err(invalid(format!("shutdown ended with code {code}.")).into()),
        Err(failure) => Err(invalid(failure.to_string()).into()),
    }
}

fn invalid(message: String) -> ErrorRecord {
    remora_engine::errors::invalid_operation(message, "CommandFailed", Value::Null)
}
