//! `Write-Error`

use remora_engine::prelude::*;
use std::sync::Arc;

/// # Synopsis
/// Writes an error that does not end the command.
///
/// # Description
/// From a message, an exception or a record.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/write-error
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Write",
    noun = "Error",
    class = "Microsoft.PowerShell.Commands.WriteErrorCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "NoException",
    remoting = "None"
)]
pub(crate) struct WriteError {
    /// The exception.
    #[parameter(set = "WithException", position = 0, mandatory, type = "System.Exception")]
    exception: Value,
    /// The text.
    #[parameter(
        set = "NoException",
        position = 0,
        mandatory,
        pipeline,
        aliases("Msg"),
        allow_null,
        allow_empty_string
    )]
    #[parameter(set = "WithException")]
    message: Option<PsString>,
    /// The record.
    #[parameter(
        set = "ErrorRecord",
        position = 0,
        mandatory,
        type = "System.Management.Automation.ErrorRecord"
    )]
    error_record: Value,
    /// What kind of error it is.
    #[parameter(
        sets("NoException", "WithException"),
        type = "System.Management.Automation.ErrorCategory"
    )]
    category: Value,
    /// Identifier of the error.
    #[parameter(sets("NoException", "WithException"))]
    error_id: Option<PsString>,
    /// What was worked on.
    #[parameter(sets("NoException", "WithException"))]
    target_object: Value,
    /// What to do about it.
    #[parameter]
    recommended_action: Option<PsString>,
    /// What was being done.
    #[parameter(aliases("Activity"))]
    category_activity: Option<PsString>,
    /// Why it happened.
    #[parameter(aliases("Reason"))]
    category_reason: Option<PsString>,
    /// Name of what was worked on.
    #[parameter(aliases("TargetName"))]
    category_target_name: Option<PsString>,
    /// Type of what was worked on.
    #[parameter(aliases("TargetType"))]
    category_target_type: Option<PsString>,
}

impl WriteError {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Writes an error of a function, with an identifier",
        script: "function f { Write-Error 'no' -ErrorId MyId -ErrorAction SilentlyContinue }; f; $Error[0].FullyQualifiedErrorId",
        output: "MyId,f",
    }];
}

impl Cmdlet for WriteError {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let mut record = match self.error_record.downcast::<ErrorRecord>() {
            Some(given) => given.clone(),
            None => self.new_record(),
        };
        if let Some(action) = &self.recommended_action {
            let mut details = record.details().unwrap_or_default();
            if details.message.is_empty() {
                details.message = record.message();
            }
            details.recommended_action = action.clone();
            record.set_details(Some(details));
        }
        let category = &mut record.category_info;
        category.activity = self.category_activity.clone().unwrap_or_else(|| "Write-Error".into());
        let fields = [
            (&self.category_reason, &mut category.reason),
            (&self.category_target_name, &mut category.target_name),
            (&self.category_target_type, &mut category.target_type),
        ];
        for (given, field) in fields {
            if let Some(text) = given.as_ref().filter(|text| !text.is_empty()) {
                *field = text.clone();
            }
        }
        runtime.write_error_of_caller(record)
    }
}

impl WriteError {
    fn new_record(&self) -> ErrorRecord {
        let exception = match self.exception.downcast_arc::<Exception>() {
            Some(given) => given,
            None => {
                let message = self.message.clone().unwrap_or_default();
                Arc::new(Exception::new(TypeId::WRITE_ERROR_EXCEPTION, message))
            }
        };
        let id = match &self.error_id {
            Some(id) if !id.is_empty() => id.clone(),
            _ => exception.exception_type().full_name().into(),
        };
        let category = ErrorCategory::from_number(self.category.as_i64().unwrap_or(0));
        let with_exception = !self.exception.is_null();
        let record = ErrorRecord::new(exception, id, category, self.target_object.clone());
        match &self.message {
            Some(message) if with_exception => record.with_details(message.clone()),
            _ => record,
        }
    }
}
