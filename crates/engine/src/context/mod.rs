//! [`ExecutionContext`]: everything that running code can reach.

mod bridge;
mod commands;
mod extension;
mod invoke;
mod values;
mod variables;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use remora_dotnet::{Culture, System};
use remora_hosting::{Host, Record, RecordSink, StopToken};
use remora_psobject::{InformationRecord, ListObject, PsString, Value};

use crate::command::CommandState;
use crate::errors::Flow;
use crate::formatting::Formatter;
use crate::language_mode::LanguageMode;
use crate::native::ProcessLauncher;
use crate::pipeline::Routes;
use crate::session::SessionState;
use crate::types::TypeTable;

pub(crate) use commands::command_not_found;
pub(crate) use extension::Extensions;
pub(crate) use invoke::collapse;

/// What an attribute does to an argument before it is bound.
pub type Transformation = fn(&mut ExecutionContext, Value) -> Result<Value, Flow>;

/// A method of a .NET type whose body another crate has: the session, the object (null for a static
/// method), the arguments.
pub type NativeMethod = fn(&mut ExecutionContext, &Value, &[Value]) -> Result<Value, Flow>;

/// From so many nested calls on a script has run away.
pub(crate) const CALL_DEPTH_LIMIT: usize = 5_000;

/// All the state of a session, lent to whatever runs in it. One thread at a time has it.
pub struct ExecutionContext {
    pub(crate) session: SessionState,
    pub(crate) host: Arc<dyn Host>,
    pub(crate) system: Arc<dyn System>,
    pub(crate) culture: Culture,
    pub(crate) ui_culture: Culture,
    pub(crate) types: TypeTable,
    pub(crate) formatter: Arc<dyn Formatter>,
    pub(crate) launcher: Option<Arc<dyn ProcessLauncher>>,
    pub(crate) stop: StopToken,
    /// Where the records of the running pipeline go that nobody redirects.
    pub(crate) records: Arc<dyn RecordSink>,
    pub(crate) routes: Routes,
    /// `$?`
    pub(crate) status: bool,
    /// `$?` at the end of the last script that ran in its caller's scope.
    pub(crate) script_status: bool,
    /// `$Error`
    pub(crate) error_list: Arc<ListObject>,
    pub(crate) frames: Vec<CallFrame>,
    /// How many `try` blocks and traps surround the running code.
    pub(crate) handlers: usize,
    /// The errors whose handlers run, the innermost last.
    pub(crate) handled: Vec<Arc<remora_psobject::ErrorRecord>>,
    /// Whether a command of the running pipeline wrote an error.
    pub(crate) pipeline_failed: bool,
    /// What the running method of a class returned.
    pub(crate) method_result: Option<Value>,
    pub(crate) transformations: HashMap<&'static str, Transformation>,
    /// Bodies of methods that other crates have, by full name of the type and name of the method.
    pub(crate) native_methods: HashMap<&'static str, Vec<(&'static str, NativeMethod)>>,
    pub(crate) next_stage: u64,
    pub(crate) extensions: Extensions,
    /// Whether nobody can be asked.
    pub(crate) non_interactive: bool,
    /// Number of the running command in the history; -1 where there is none.
    pub(crate) history: i64,
    /// Whether a script wants to be asked when commands are looked for.
    pub(crate) asks_for_commands: bool,
    /// What the running code may do.
    pub(crate) language_mode: LanguageMode,
}

/// A function, script or script block that runs.
#[derive(Clone, Debug)]
pub(crate) struct CallFrame {
    pub(crate) command: Arc<CommandState>,
    /// The script whose statement runs, and where.
    pub(crate) source: Arc<remora_syntax::ScriptSource>,
    pub(crate) extent: remora_syntax::Extent,
    pub(crate) phase: Phase,
    pub(crate) scope: crate::session::ScopeId,
    /// A method of a class: only what it returns is its value.
    pub(crate) is_method: bool,
}

/// Which block of a function runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Phase {
    /// The unnamed or `end` block of a function without others.
    #[default]
    Body,
    Begin,
    Process,
    End,
    Clean,
}

impl Phase {
    /// What a stack trace shows behind the function's name.
    pub(crate) fn suffix(self) -> &'static str {
        match self {
            Self::Body | Self::End => "",
            Self::Begin => "<Begin>",
            Self::Process => "<Process>",
            Self::Clean => "<Clean>",
        }
    }
}

impl ExecutionContext {
    /// Scopes, commands, drives, locations and modules.
    pub fn session(&mut self) -> &mut SessionState {
        &mut self.session
    }

    /// As [`ExecutionContext::session`], for looking only.
    pub fn session_ref(&self) -> &SessionState {
        &self.session
    }

    /// Who answers for the user.
    pub fn host(&self) -> &Arc<dyn Host> {
        &self.host
    }

    /// Clock, environment, files, randomness.
    pub fn system(&self) -> &Arc<dyn System> {
        &self.system
    }

    /// The culture that numbers and dates are formatted with.
    pub fn culture(&self) -> Culture {
        self.culture.clone()
    }

    /// The culture of texts.
    pub fn ui_culture(&self) -> Culture {
        self.ui_culture.clone()
    }

    /// Replaces the culture of the session's thread.
    pub fn set_culture(&mut self, culture: Culture) {
        self.culture = culture;
    }

    /// The extended type system's table.
    pub fn types(&mut self) -> &mut TypeTable {
        &mut self.types
    }

    /// What turns objects into text.
    pub fn formatter(&self) -> &Arc<dyn Formatter> {
        &self.formatter
    }

    /// What starts programs; `None` where none may be started.
    pub fn launcher(&self) -> Option<&Arc<dyn ProcessLauncher>> {
        self.launcher.as_ref()
    }

    /// Raised when the running pipeline is stopped.
    pub fn stop_token(&self) -> &StopToken {
        &self.stop
    }

    /// Sleeps, and wakes when the pipeline is stopped.
    ///
    /// # Errors
    /// [`Flow::Stopped`].
    pub fn sleep(&self, duration: Duration) -> Result<(), Flow> {
        if self.stop.wait(duration) { Err(Flow::Stopped) } else { Ok(()) }
    }

    /// Ends what runs where the pipeline is being stopped.
    ///
    /// # Errors
    /// [`Flow::Stopped`].
    #[inline]
    pub fn check_stop(&self) -> Result<(), Flow> {
        if self.stop.is_stopped() { Err(Flow::Stopped) } else { Ok(()) }
    }

    /// `$?`
    pub fn status(&self) -> bool {
        self.status
    }

    /// Sets `$?`.
    pub fn set_status(&mut self, success: bool) {
        self.status = success;
    }

    /// `$Error`, the newest first.
    pub fn error_list(&self) -> &Arc<ListObject> {
        &self.error_list
    }

    /// Puts an error at the head of `$Error`.
    pub fn remember_error(&mut self, error: Value) {
        const LIMIT: usize = 256;
        self.error_list.modify(|errors| {
            if errors.first().is_some_and(|newest| newest.same_reference(&error)) {
                return;
            }
            errors.insert(0, error);
            errors.truncate(LIMIT);
        });
    }

    /// Whether nobody can be asked: questions fail at once.
    pub fn is_non_interactive(&self) -> bool {
        self.non_interactive
    }

    /// Gives a record to whoever runs the pipeline, past all redirections.
    pub fn publish(&self, record: Record) {
        self.records.record(record);
    }

    /// An information record with time, user, computer and process.
    pub fn information_record(&self, data: Value, source: PsString) -> InformationRecord {
        let mut record = InformationRecord::new(data, source);
        record.time_generated = self.system.now_local();
        record.user = self.system.user_name().into();
        record.computer = self.system.machine_name().into();
        record.process_id = self.system.process_id();
        record
    }

    /// State that a crate keeps for the session; made when it is first asked for.
    pub fn extension<T: Default + Send + 'static>(&mut self) -> &mut T {
        self.extensions.get()
    }

    /// A number for a stage of a pipeline.
    pub(crate) fn stage_id(&mut self) -> u64 {
        self.next_stage += 1;
        self.next_stage
    }
}
