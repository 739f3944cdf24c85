//! Asking the user before something is done.

use remora_psobject::host::ChoiceDescription;
use remora_psobject::{ErrorCategory, PsString, TypeId, Value};

use super::flow::Flow;
use super::make::error;
use crate::command::{CommandState, ConfirmImpact, Confirmation};
use crate::context::ExecutionContext;
use crate::pipeline::Sink;
use crate::session::{Slot, Symbol};

fn choice(label: &str, help: &str) -> ChoiceDescription {
    ChoiceDescription { label: label.into(), help_message: help.into() }
}

const NON_INTERACTIVE: &str =
    "PowerShell is in NonInteractive mode. Read and Prompt functionality is not available.";

fn ask(
    context: &mut ExecutionContext,
    caption: &str,
    question: &str,
    choices: &[ChoiceDescription],
) -> Result<usize, Flow> {
    let host = context.host().clone();
    let non_interactive = || {
        error(
            TypeId::PS_INVALID_OPERATION_EXCEPTION,
            NON_INTERACTIVE,
            "InvalidOperation",
            ErrorCategory::InvalidOperation,
            Value::Null,
        )
    };
    if context.is_non_interactive() {
        return Err(non_interactive().into());
    }
    let Some(ui) = host.ui() else {
        return Err(non_interactive().into());
    };
    match ui.prompt_for_choice(caption, question, choices, 0) {
        Ok(answer) => Ok(usize::try_from(answer).unwrap_or(0)),
        Err(failure) => Err(context.host_failure(failure)),
    }
}

fn what_if(context: &ExecutionContext, state: &CommandState) -> bool {
    state.common.what_if.unwrap_or_else(|| {
        context
            .session
            .find_slot(Symbol::WHAT_IF)
            .and_then(Slot::value)
            .is_some_and(|value| context.is_true(&value))
    })
}

fn impact_preference(context: &ExecutionContext) -> ConfirmImpact {
    let value = context.session.find_slot(Symbol::CONFIRM).and_then(Slot::value);
    let text = value.as_ref().and_then(Value::as_str).map(str::to_ascii_lowercase);
    match (text.as_deref(), value.as_ref().and_then(Value::as_i64)) {
        (Some("none"), _) | (None, Some(0)) => ConfirmImpact::None,
        (Some("low"), _) | (None, Some(1)) => ConfirmImpact::Low,
        (Some("medium"), _) | (None, Some(2)) => ConfirmImpact::Medium,
        _ => ConfirmImpact::High,
    }
}

/// `ShouldProcess`
pub(crate) fn should_process(
    context: &mut ExecutionContext,
    state: &mut CommandState,
    output: &mut dyn Sink,
    description: &PsString,
    question: &PsString,
    caption: &PsString,
) -> Result<bool, Flow> {
    if state.confirmation.yes_to_all {
        return Ok(true);
    }
    if state.confirmation.no_to_all {
        return Ok(false);
    }
    if what_if(context, state) {
        let text = format!("What if: {description}");
        context.write_host_line(&text);
        return Ok(false);
    }
    let metadata = state.info.metadata(context);
    let impact = metadata.map_or(ConfirmImpact::Medium, |metadata| metadata.confirm_impact);
    let preference = impact_preference(context);
    let asks = state.common.confirm.unwrap_or_else(|| {
        preference != ConfirmImpact::None && impact >= preference && impact != ConfirmImpact::None
    });
    if !asks {
        super::report::write_verbose(context, state, output, description.clone())?;
        return Ok(true);
    }
    let caption = if caption.is_empty() { "Confirm" } else { caption.as_str() };
    let mut confirmation = state.confirmation;
    let head =
        if caption == "Confirm" { "Are you sure you want to perform this action?" } else { "" };
    let text = if head.is_empty() { question.to_string() } else { format!("{head}\n{question}") };
    let answer = continue_or_not(context, caption, &text, &mut confirmation, "operation")?;
    state.confirmation = confirmation;
    Ok(answer)
}

fn continue_or_not(
    context: &mut ExecutionContext,
    caption: &str,
    question: &str,
    confirmation: &mut Confirmation,
    what: &str,
) -> Result<bool, Flow> {
    let choices = [
        choice("&Yes", &format!("Continue with only the next step of the {what}.")),
        choice("Yes to &All", &format!("Continue with all the steps of the {what}.")),
        choice("&No", &format!("Skip this {what} and proceed with the next {what}.")),
        choice("No to A&ll", &format!("Skip this {what} and all subsequent {what}s.")),
        choice(
            "&Suspend",
            "Pause the current pipeline and return to the command prompt. Type \"exit\" to resume the pipeline.",
        ),
    ];
    loop {
        match ask(context, caption, question, &choices)? {
            0 => return Ok(true),
            1 => {
                confirmation.yes_to_all = true;
                return Ok(true);
            }
            2 => return Ok(false),
            3 => {
                confirmation.no_to_all = true;
                return Ok(false);
            }
            _ => {
                let host = context.host().clone();
                host.enter_nested_prompt().map_err(|failure| context.host_failure(failure))?;
            }
        }
    }
}

/// `ShouldContinue`
pub(crate) fn should_continue(
    context: &mut ExecutionContext,
    question: &PsString,
    caption: &PsString,
    confirmation: Option<&mut Confirmation>,
) -> Result<bool, Flow> {
    match confirmation {
        Some(confirmation) => {
            if confirmation.yes_to_all {
                return Ok(true);
            }
            if confirmation.no_to_all {
                return Ok(false);
            }
            continue_or_not(context, caption, question, confirmation, "operation")
        }
        None => {
            let choices = [
                choice("&Yes", "Continue with only the next step of the operation."),
                choice("&No", "Skip this operation and proceed with the next operation."),
                choice(
                    "&Suspend",
                    "Pause the current pipeline and return to the command prompt. Type \"exit\" to resume the pipeline.",
                ),
            ];
            Ok(ask(context, caption, question, &choices)? == 0)
        }
    }
}

/// The question of a preference that is `Inquire`: whether to go on.
pub(crate) fn inquire(context: &mut ExecutionContext, message: &PsString) -> Result<bool, Flow> {
    let choices = [
        choice("&Yes", "Continue with only the next step of the operation."),
        choice("Yes to &All", "Continue with all the steps of the operation."),
        choice("&Halt Command", "Stop this command."),
        choice(
            "&Suspend",
            "Pause the current pipeline and return to the command prompt. Type \"exit\" to resume the pipeline.",
        ),
    ];
    let question = format!("{message}\nContinue with this operation?");
    Ok(ask(context, "Confirm", &question, &choices)? < 2)
}
