//! `ShouldProcess` and `ShouldContinue`.

use remora_psobject::PsString;

use super::CommandRuntime;
use crate::command::CommandResult;

/// Answers that hold for the questions that follow; one value for all questions of an invocation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Confirmation {
    /// Yes to all.
    pub yes_to_all: bool,
    /// No to all.
    pub no_to_all: bool,
}

impl CommandRuntime<'_> {
    /// Whether to act on a target: `-WhatIf` tells what would be done and says no, `-Confirm` asks.
    ///
    /// # Errors
    /// Where there is nobody to ask, or the pipeline is stopped.
    pub fn should_process(
        &mut self,
        target: impl Into<PsString>,
        action: impl Into<PsString>,
    ) -> CommandResult<bool> {
        let (target, action) = (target.into(), action.into());
        let description = format!("Performing the operation \"{action}\" on target \"{target}\".");
        self.should_process_text(description.clone(), description, "Confirm")
    }

    /// As [`CommandRuntime::should_process`] with the command's own name as the action.
    ///
    /// # Errors
    /// As [`CommandRuntime::should_process`].
    pub fn should_process_target(&mut self, target: impl Into<PsString>) -> CommandResult<bool> {
        let action = self.command.info.name.clone();
        self.should_process(target, action)
    }

    /// As [`CommandRuntime::should_process`] with texts of one's own: what `-Verbose` and `-WhatIf`
    /// tell, what the user is asked, and the head line of the question.
    ///
    /// # Errors
    /// As [`CommandRuntime::should_process`].
    pub fn should_process_text(
        &mut self,
        description: impl Into<PsString>,
        question: impl Into<PsString>,
        caption: impl Into<PsString>,
    ) -> CommandResult<bool> {
        crate::errors::confirm::should_process(
            self.context,
            self.command,
            self.output,
            &description.into(),
            &question.into(),
            &caption.into(),
        )
    }

    /// Asks a question that `-Force` would have answered, whatever the preferences say.
    ///
    /// # Errors
    /// Where there is nobody to ask, or the pipeline is stopped.
    pub fn should_continue(
        &mut self,
        question: impl Into<PsString>,
        caption: impl Into<PsString>,
    ) -> CommandResult<bool> {
        crate::errors::confirm::should_continue(
            self.context,
            &question.into(),
            &caption.into(),
            None,
        )
    }

    /// As [`CommandRuntime::should_continue`] with answers that hold for the next questions too.
    ///
    /// # Errors
    /// As [`CommandRuntime::should_continue`].
    pub fn should_continue_all(
        &mut self,
        question: impl Into<PsString>,
        caption: impl Into<PsString>,
        confirmation: &mut Confirmation,
    ) -> CommandResult<bool> {
        crate::errors::confirm::should_continue(
            self.context,
            &question.into(),
            &caption.into(),
            Some(confirmation),
        )
    }
}
