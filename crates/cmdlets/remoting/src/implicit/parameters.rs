//! What Import-PSSession and Export-PSSession have in common: asking the session for its commands and
//! views.

use std::sync::Arc;

use remora_engine::prelude::*;
use remora_hosting::{Command, PipelineCommand, RunspaceAvailability, RunspaceState};
use remora_psobject::Version;

use super::choose::{Choice, choose};
use super::metadata::{PROPERTIES, RemoteCommand};
use super::views;
use crate::call::{Answer, call};
use crate::errors;
use crate::session::PsSession;

/// Aliases, functions, filters, cmdlets and configurations.
const COMMAND_TYPES: i64 = 1 | 2 | 4 | 8 | 256;

/// The parameters that both cmdlets have.
#[derive(Default)]
pub(crate) struct ImplicitParameters {
    pub(crate) prefix: PsString,
    pub(crate) command_name: Vec<PsString>,
    pub(crate) allow_clobber: bool,
    pub(crate) argument_list: Option<Vec<Value>>,
    pub(crate) command_type: Value,
    pub(crate) module: Vec<PsString>,
    pub(crate) fully_qualified_module: Vec<Value>,
    pub(crate) format_type_name: Vec<PsString>,
}

/// What the session gave.
pub(crate) struct Gathered {
    pub(crate) session: Arc<PsSession>,
    pub(crate) commands: Vec<RemoteCommand>,
    /// Views, as the text of a file.
    pub(crate) views: String,
    /// Whether there is a view in it.
    pub(crate) has_views: bool,
}

impl ImplicitParameters {
    /// Asks the session.
    ///
    /// # Errors
    /// A session that cannot be asked, an answer without commands or views.
    pub(crate) fn gather(
        &self,
        runtime: &mut CommandRuntime<'_>,
        session: &Value,
    ) -> CommandResult<Gathered> {
        let Some(session) = session.downcast_arc::<PsSession>() else {
            return Err(runtime.throw(errors::no_valid_sessions()));
        };
        let state = session.runspace.state();
        let availability = session.runspace.availability();
        if state != RunspaceState::Opened {
            return Err(runtime.throw(errors::session_not_open(&session, state)));
        }
        if availability != RunspaceAvailability::Available {
            return Err(runtime.throw(errors::session_not_available(&session, availability)));
        }
        let commands = self.commands(runtime, &session)?;
        let choice = Choice {
            prefix: &self.prefix,
            allow_clobber: self.allow_clobber,
            is_named: !self.command_name.is_empty(),
        };
        let commands = choose(runtime, commands, &choice)?;
        let definitions = self.definitions(runtime, &session)?;
        let views = views::file(runtime, &definitions)?;
        Ok(Gathered { session, commands, views, has_views: !definitions.is_empty() })
    }

    fn commands(
        &self,
        runtime: &mut CommandRuntime<'_>,
        session: &PsSession,
    ) -> CommandResult<Vec<RemoteCommand>> {
        let names = match self.command_name.as_slice() {
            [] => vec!["*".into()],
            names => names.to_vec(),
        };
        let kind = match &self.command_type {
            Value::Null => TypeId::find("System.Management.Automation.CommandTypes")
                .map_or(Value::I64(COMMAND_TYPES), |id| Value::Enum(id, COMMAND_TYPES)),
            kind => kind.clone(),
        };
        let mut get = Command::named("Get-Command")
            .parameter("CommandType", kind)
            .parameter("Name", Value::strings(names));
        if !self.module.is_empty() {
            get = get.parameter("Module", Value::strings(self.module.iter().cloned()));
        }
        if !self.fully_qualified_module.is_empty() {
            let modules = Value::array(self.fully_qualified_module.clone());
            get = get.parameter("FullyQualifiedModule", modules);
        }
        if let Some(arguments) = &self.argument_list {
            get = get.parameter("ArgumentList", Value::array(arguments.clone()));
        }
        // Names without a command are no errors here: the answer shows what there is.
        get = get.parameter("ErrorAction", "SilentlyContinue");
        let select = Command::named("Select-Object");
        let select = select.parameter("Property", Value::strings(PROPERTIES));
        let answer = call(runtime, &session.runspace, PipelineCommand::of(get).pipe(select))?;
        let objects = checked(runtime, answer, "Get-Command")?;
        let mut commands = Vec::with_capacity(objects.len());
        for object in &objects {
            commands.extend(RemoteCommand::read(runtime, object)?);
        }
        if commands.is_empty() {
            return Err(runtime.throw(no_results("Get-Command")));
        }
        Ok(commands)
    }

    /// The views: those that were named, or all where no commands were.
    fn definitions(
        &self,
        runtime: &mut CommandRuntime<'_>,
        session: &PsSession,
    ) -> CommandResult<Vec<Value>> {
        let names = match (self.format_type_name.as_slice(), self.command_name.as_slice()) {
            ([], []) => vec!["*".into()],
            ([], _) => return Ok(Vec::new()),
            (names, _) => names.to_vec(),
        };
        let get = Command::named("Get-FormatData")
            .parameter("TypeName", Value::strings(names))
            .parameter("PowerShellVersion", Version::new(7, 6));
        let answer = call(runtime, &session.runspace, PipelineCommand::of(get))?;
        let found = checked(runtime, answer, "Get-FormatData")?;
        if found.is_empty() && !self.format_type_name.is_empty() {
            return Err(runtime.throw(no_results("Get-FormatData")));
        }
        Ok(found)
    }
}

/// The output of an answer; its errors are written, a failure ends the cmdlet.
fn checked(
    runtime: &mut CommandRuntime<'_>,
    answer: Answer,
    command: &str,
) -> CommandResult<Vec<Value>> {
    for record in answer.errors {
        runtime.write_error(from_remote(&record, command))?;
    }
    match answer.failure {
        Some(reason) => Err(runtime.throw(from_remote(&reason, command))),
        None => Ok(answer.output),
    }
}

fn from_remote(reason: &ErrorRecord, command: &str) -> ErrorRecord {
    let message = format!(
        "Running the {command} command in a remote session reported the following error: {}.",
        reason.message()
    );
    let exception = Exception::new(TypeId::RUNTIME_EXCEPTION, message)
        .with_inner(Arc::clone(&reason.exception));
    ErrorRecord::new(exception, "ErrorFromRemoteCommand", ErrorCategory::InvalidResult, Value::Null)
}

fn no_results(command: &str) -> ErrorRecord {
    error(
        TypeId::INVALID_OPERATION_EXCEPTION,
        format!("Running the {command} command in a remote session returned no results."),
        "ErrorNoResultsFromRemoteEnd",
        ErrorCategory::InvalidResult,
        Value::Null,
    )
}
