//! Writing to the streams.

use std::sync::Arc;

use remora_hosting::Record;
use remora_psobject::record::HostInformationMessage;
use remora_psobject::{
    ErrorRecord, InformationRecord, InvocationInfo, ProgressRecord, PsString, Value,
};

use super::CommandRuntime;
use crate::command::{CommandInfo, CommandResult};
use crate::errors::Flow;

impl CommandRuntime<'_> {
    /// Writes an object as it is: a collection goes as one object. "No output" is not written.
    ///
    /// # Errors
    /// What a command further down the pipeline threw, or that it wants no more.
    pub fn write_object(&mut self, value: impl Into<Value>) -> CommandResult {
        let value = value.into();
        if matches!(value, Value::AutomationNull) {
            return Ok(());
        }
        self.output.write(self.context, value)
    }

    /// Writes a collection item by item, anything else as it is.
    ///
    /// # Errors
    /// As [`CommandRuntime::write_object`].
    pub fn write_enumerated(&mut self, value: impl Into<Value>) -> CommandResult {
        crate::pipeline::write_enumerated(self.context, self.output, value.into())
    }

    /// Writes an error that does not end the command. The class of the command is added to its id, and
    /// the place where the command stands.
    ///
    /// # Errors
    /// [`Flow::Throw`] where the error action is to stop.
    pub fn write_error(&mut self, record: impl Into<Arc<ErrorRecord>>) -> CommandResult {
        let record = self.command.complete(self.context, record.into());
        crate::errors::report::write_error(self.context, self.command, self.output, record)
    }

    /// Writes an error in the name of the function or script that called this command, as `Write-Error`
    /// does: the caller's name stands in the id, and its place is shown. The error action is this
    /// command's own.
    ///
    /// # Errors
    /// [`Flow::Throw`] where the error action is to stop.
    pub fn write_error_of_caller(&mut self, record: impl Into<Arc<ErrorRecord>>) -> CommandResult {
        let mut record = ErrorRecord::clone(&record.into());
        if record.category_info.activity.is_empty() {
            record.category_info.activity = self.command.info.name.clone();
        }
        let caller = self.variable("MyInvocation");
        let caller = caller.as_ref().and_then(Value::downcast_arc::<InvocationInfo>);
        let caller = caller.unwrap_or_else(|| self.invocation());
        if record.invocation_info.is_none() {
            let command = caller.my_command.downcast::<CommandInfo>();
            let mut suffix = command.map(CommandInfo::error_suffix).unwrap_or_default();
            if suffix.is_empty() && self.host().name() == "ServerRemoteHost" {
                // For another computer a script that goes by no name leaves the id to the command.
                suffix = self.command.info.error_suffix();
            }
            if !suffix.is_empty() {
                let id = &record.fully_qualified_error_id;
                record.fully_qualified_error_id = format!("{id},{suffix}").into();
            }
        }
        record.invocation_info = Some(caller);
        crate::errors::report::write_error(self.context, self.command, self.output, record.into())
    }

    /// A terminating error: `return Err(runtime.throw(record))`. `return Err(record.into())` does the
    /// same.
    pub fn throw(&mut self, record: impl Into<Arc<ErrorRecord>>) -> Flow {
        Flow::statement_error(self.command.complete(self.context, record.into()))
    }

    /// Writes a warning.
    ///
    /// # Errors
    /// [`Flow::Throw`] where the warning action is to stop.
    pub fn write_warning(&mut self, message: impl Into<PsString>) -> CommandResult {
        crate::errors::report::write_warning(
            self.context,
            self.command,
            self.output,
            message.into(),
        )
    }

    /// Writes a verbose text.
    ///
    /// # Errors
    /// [`Flow::Throw`] where the preference is to stop.
    pub fn write_verbose(&mut self, message: impl Into<PsString>) -> CommandResult {
        crate::errors::report::write_verbose(
            self.context,
            self.command,
            self.output,
            message.into(),
        )
    }

    /// Writes a debug text.
    ///
    /// # Errors
    /// [`Flow::Throw`] where the preference is to stop.
    pub fn write_debug(&mut self, message: impl Into<PsString>) -> CommandResult {
        crate::errors::report::write_debug(self.context, self.command, self.output, message.into())
    }

    /// Writes information with these tags.
    ///
    /// # Errors
    /// [`Flow::Throw`] where the information action is to stop.
    pub fn write_information(
        &mut self,
        data: impl Into<Value>,
        tags: impl IntoIterator<Item = PsString>,
    ) -> CommandResult {
        // The script that the command stands in; without one the command.
        let script =
            self.context.variable("PSCommandPath").and_then(|path| path.as_string().cloned());
        let source = match script.filter(|path| !path.is_empty()) {
            Some(path) => path,
            None => match self.invocation().my_command.downcast::<CommandInfo>() {
                Some(command) => command.name.clone(),
                None => PsString::empty(),
            },
        };
        let mut record = self.context.information_record(data.into(), source);
        record.tags.extend(tags);
        self.write_information_record(record)
    }

    /// Writes an information record.
    ///
    /// # Errors
    /// [`Flow::Throw`] where the information action is to stop.
    pub fn write_information_record(
        &mut self,
        record: impl Into<Arc<InformationRecord>>,
    ) -> CommandResult {
        crate::errors::report::write_information(
            self.context,
            self.command,
            self.output,
            record.into(),
        )
    }

    /// Writes a text for the screen as `Write-Host` does: information that the host shows at once.
    ///
    /// # Errors
    /// [`Flow::Throw`] where the information action is to stop.
    pub fn write_host(&mut self, message: HostInformationMessage) -> CommandResult {
        let tags = ["PSHOST".into()];
        self.write_information(Value::live(message), tags)
    }

    /// Passes on a record of another session, which has been shown already. Errors and information count
    /// as this command's, but errors keep their own place and id.
    ///
    /// # Errors
    /// [`Flow::Throw`] where the action is to stop; what a command further down threw.
    pub fn pass_on(&mut self, record: Record) -> CommandResult {
        match record {
            Record::Error(record) => {
                crate::errors::report::write_error(self.context, self.command, self.output, record)
            }
            Record::Information(record) => self.write_information_record(record),
            other => crate::errors::report::pass_on(self.context, self.output, other),
        }
    }

    /// Writes how far a work has come.
    ///
    /// # Errors
    /// [`Flow::Throw`] where the progress action is to stop.
    pub fn write_progress(&mut self, record: ProgressRecord) -> CommandResult {
        crate::errors::report::write_progress(self.context, self.command, self.output, record)
    }
}
