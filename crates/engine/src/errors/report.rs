//! Writing errors, warnings and the other records, under the preferences.

use std::sync::Arc;

use remora_hosting::Record;
use remora_psobject::record::HostInformationMessage;
use remora_psobject::{
    ErrorCategory, ErrorRecord, Exception, InformationRecord, InformationalRecord, ProgressRecord,
    PsString, TypeId, Value,
};

use super::flow::{Flow, ThrowKind, Thrown};
use crate::command::{ActionPreference, CommandState};
use crate::context::ExecutionContext;
use crate::pipeline::{Sink, Stream};
use crate::session::Symbol;

/// Writes an error that does not end the command, if the preference lets it.
pub(crate) fn write_error(
    context: &mut ExecutionContext,
    state: &CommandState,
    output: &mut dyn Sink,
    record: Arc<ErrorRecord>,
) -> Result<(), Flow> {
    let action =
        state.common.error_action.unwrap_or_else(|| context.preference_of(Symbol::ERROR_ACTION));
    context.status = false;
    context.pipeline_failed = true;
    emit_error(context, output, record, action)
}

/// Writes an error under an action.
pub(crate) fn emit_error(
    context: &mut ExecutionContext,
    output: &mut dyn Sink,
    record: Arc<ErrorRecord>,
    action: ActionPreference,
) -> Result<(), Flow> {
    let value = Value::live_arc(Arc::clone(&record));
    match action {
        ActionPreference::Ignore => Ok(()),
        ActionPreference::SilentlyContinue => {
            context.routes.tap(Stream::Error, &value);
            context.remember_error(value);
            Ok(())
        }
        ActionPreference::Stop => {
            let exception = stop_exception("ErrorActionPreference", &record.message());
            context.routes.tap(Stream::Error, &Value::live(exception));
            Err(stopped_by_preference(record))
        }
        ActionPreference::Inquire => {
            let question = record.message();
            if super::confirm::inquire(context, &question)? {
                write_error_record(context, output, record, value)
            } else {
                Err(stopped_by_preference(record))
            }
        }
        _ => write_error_record(context, output, record, value),
    }
}

fn write_error_record(
    context: &mut ExecutionContext,
    output: &mut dyn Sink,
    record: Arc<ErrorRecord>,
    value: Value,
) -> Result<(), Flow> {
    context.routes.tap(Stream::Error, &value);
    context.remember_error(value.clone());
    route(context, output, Stream::Error, value, Record::Error(record))
}

/// Passes a record to where its stream goes.
pub(crate) fn route(
    context: &mut ExecutionContext,
    output: &mut dyn Sink,
    stream: Stream,
    value: Value,
    record: Record,
) -> Result<(), Flow> {
    deliver(context, output, stream, &value, record, true)
}

/// Gives a record to where its stream is redirected, else to whoever runs the pipeline, and to the host
/// where it is to be shown.
fn deliver(
    context: &mut ExecutionContext,
    output: &mut dyn Sink,
    stream: Stream,
    value: &Value,
    record: Record,
    is_shown: bool,
) -> Result<(), Flow> {
    if context.routes.divert(stream, value) {
        return output.flush(context);
    }
    if is_shown {
        publish_and_show(context, record);
    } else {
        context.publish(record);
    }
    Ok(())
}

fn publish_and_show(context: &mut ExecutionContext, record: Record) {
    context.publish(record.clone());
    show(context, &record);
}

/// Passes on a record that another session wrote and has shown already: preferences do not count.
pub(crate) fn pass_on(
    context: &mut ExecutionContext,
    output: &mut dyn Sink,
    record: Record,
) -> Result<(), Flow> {
    let (stream, value) = match &record {
        Record::Warning(record) => (Stream::Warning, Value::live_arc(Arc::clone(record))),
        Record::Verbose(record) => (Stream::Verbose, Value::live_arc(Arc::clone(record))),
        Record::Debug(record) => (Stream::Debug, Value::live_arc(Arc::clone(record))),
        Record::Output(value) => return output.write(context, value.clone()),
        Record::Error(_) | Record::Information(_) | Record::Progress(_) | Record::State(_) => {
            context.publish(record);
            return Ok(());
        }
    };
    context.routes.tap(stream, &value);
    deliver(context, output, stream, &value, record, false)
}

/// Shows a record on the host. Errors are left to whoever runs the pipeline.
fn show(context: &ExecutionContext, record: &Record) {
    let Some(ui) = context.host.ui() else { return };
    match record {
        Record::Warning(record) => ui.write_warning_line(&record.message),
        Record::Verbose(record) => ui.write_verbose_line(&record.message),
        Record::Debug(record) => ui.write_debug_line(&record.message),
        Record::Progress(record) => ui.write_progress(0, record),
        Record::Information(record) => {
            if record.is_forwarded() {
                return;
            }
            match record.message_data.downcast::<HostInformationMessage>() {
                Some(message) => {
                    let colors = (message.foreground_color, message.background_color);
                    if message.no_new_line.unwrap_or(false) {
                        ui.write(&message.message, colors.0, colors.1);
                    } else {
                        ui.write_line(&message.message, colors.0, colors.1);
                    }
                }
                None => ui.write_line(&remora_psobject::LiveObject::text(&**record), None, None),
            }
        }
        Record::Output(_) | Record::Error(_) | Record::State(_) => {}
    }
}

/// The error that an error becomes where the preference is to stop.
pub(crate) fn stopped_by_preference(record: Arc<ErrorRecord>) -> Flow {
    Flow::Throw(Box::new(Thrown {
        record,
        kind: ThrowKind::Script,
        recorded: false,
        raised_by_preference: true,
    }))
}

/// What a warning, verbose or debug text does under its preference.
struct Text<'a> {
    stream: Stream,
    symbol: Symbol,
    variable: &'static str,
    action: Option<ActionPreference>,
    message: &'a PsString,
}

fn stop_exception(variable: &str, message: &PsString) -> Exception {
    let text = format!(
        "The running command stopped because the preference variable \"{variable}\" or common parameter is set to Stop: {message}"
    );
    Exception::new(TypeId::ACTION_PREFERENCE_STOP_EXCEPTION, text)
}

fn stop_error(variable: &str, message: &PsString) -> Flow {
    let record = ErrorRecord::new(
        stop_exception(variable, message),
        "ActionPreferenceStop",
        ErrorCategory::OperationStopped,
        Value::Null,
    );
    Flow::script_error(record)
}

fn write_text(
    context: &mut ExecutionContext,
    state: &CommandState,
    output: &mut dyn Sink,
    text: &Text<'_>,
) -> Result<(), Flow> {
    let action = text.action.unwrap_or_else(|| context.preference_of(text.symbol));
    if action == ActionPreference::Ignore
        || (action == ActionPreference::SilentlyContinue && !context.routes.is_tapped(text.stream))
    {
        return Ok(());
    }
    let mut record = match text.stream {
        Stream::Warning => InformationalRecord::warning(text.message.clone()),
        Stream::Verbose => InformationalRecord::verbose(text.message.clone()),
        _ => InformationalRecord::debug(text.message.clone()),
    };
    record.invocation_info = Some(state.invocation(context));
    let record = Arc::new(record);
    let value = Value::live_arc(Arc::clone(&record));
    context.routes.tap(text.stream, &value);
    if action == ActionPreference::SilentlyContinue {
        return Ok(());
    }
    if action == ActionPreference::Inquire && !super::confirm::inquire(context, text.message)? {
        return Err(stop_error(text.variable, text.message));
    }
    let hosted = match text.stream {
        Stream::Warning => Record::Warning(record),
        Stream::Verbose => Record::Verbose(record),
        _ => Record::Debug(record),
    };
    route(context, output, text.stream, value, hosted)?;
    if action == ActionPreference::Stop {
        return Err(stop_error(text.variable, text.message));
    }
    Ok(())
}

pub(crate) fn write_warning(
    context: &mut ExecutionContext,
    state: &CommandState,
    output: &mut dyn Sink,
    message: PsString,
) -> Result<(), Flow> {
    let text = Text {
        stream: Stream::Warning,
        symbol: Symbol::WARNING,
        variable: "WarningPreference",
        action: state.common.warning_action,
        message: &message,
    };
    write_text(context, state, output, &text)
}

/// `-Verbose` and `-Debug` as actions.
fn switch_action(switch: Option<bool>) -> Option<ActionPreference> {
    switch.map(
        |on| {
            if on { ActionPreference::Continue } else { ActionPreference::SilentlyContinue }
        },
    )
}

pub(crate) fn write_verbose(
    context: &mut ExecutionContext,
    state: &CommandState,
    output: &mut dyn Sink,
    message: PsString,
) -> Result<(), Flow> {
    let text = Text {
        stream: Stream::Verbose,
        symbol: Symbol::VERBOSE,
        variable: "VerbosePreference",
        action: switch_action(state.common.verbose),
        message: &message,
    };
    write_text(context, state, output, &text)
}

pub(crate) fn write_debug(
    context: &mut ExecutionContext,
    state: &CommandState,
    output: &mut dyn Sink,
    message: PsString,
) -> Result<(), Flow> {
    let text = Text {
        stream: Stream::Debug,
        symbol: Symbol::DEBUG,
        variable: "DebugPreference",
        action: switch_action(state.common.debug),
        message: &message,
    };
    write_text(context, state, output, &text)
}

pub(crate) fn write_information(
    context: &mut ExecutionContext,
    state: &CommandState,
    output: &mut dyn Sink,
    record: Arc<InformationRecord>,
) -> Result<(), Flow> {
    let mut action = state
        .common
        .information_action
        .unwrap_or_else(|| context.preference_of(Symbol::INFORMATION));
    let value = Value::live_arc(Arc::clone(&record));
    if action != ActionPreference::Ignore {
        context.routes.tap(Stream::Information, &value);
    }
    // Write-Host shows its text whatever the preference says, but for Ignore given as a parameter.
    if record.is_host_message() && action == ActionPreference::SilentlyContinue {
        action = ActionPreference::Continue;
    }
    if matches!(action, ActionPreference::Ignore) {
        return Ok(());
    }
    if action == ActionPreference::SilentlyContinue {
        // Nobody sees it, but whoever reads the stream gets it.
        let record = Record::Information(record);
        return deliver(context, output, Stream::Information, &value, record, false);
    }
    let text = remora_psobject::LiveObject::text(&*record);
    route(context, output, Stream::Information, value, Record::Information(record))?;
    if action == ActionPreference::Stop {
        return Err(stop_error("InformationPreference", &text));
    }
    Ok(())
}

pub(crate) fn write_progress(
    context: &mut ExecutionContext,
    state: &CommandState,
    _output: &mut dyn Sink,
    record: ProgressRecord,
) -> Result<(), Flow> {
    let action =
        state.common.progress_action.unwrap_or_else(|| context.preference_of(Symbol::PROGRESS));
    match action {
        ActionPreference::Ignore | ActionPreference::SilentlyContinue => Ok(()),
        _ => {
            let record = Arc::new(record);
            publish_and_show(context, Record::Progress(Arc::clone(&record)));
            match action {
                ActionPreference::Stop => Err(stop_error("ProgressPreference", &record.activity)),
                _ => Ok(()),
            }
        }
    }
}
