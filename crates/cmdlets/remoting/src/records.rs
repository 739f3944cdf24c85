//! Records of another computer on their way into this session's streams.

use std::sync::Arc;

use remora_engine::prelude::*;
use remora_hosting::Record;

use crate::origin::Origin;

/// Writes a record to the stream that it belongs to, marked with where it came from. The far end has
/// shown it on this session's host already, so that preferences do not count.
///
/// # Errors
/// What writing gave: an action preference, the end of the pipeline.
pub(crate) fn write(
    runtime: &mut CommandRuntime<'_>,
    record: Record,
    origin: Option<&Origin>,
) -> CommandResult {
    let Some(origin) = origin else { return runtime.pass_on(record) };
    runtime.pass_on(match record {
        Record::Output(value) => Record::Output(origin.mark(value)),
        Record::Error(error) => Record::Error(origin.mark_error(&error)),
        Record::Information(record) => {
            Record::Information(Arc::new(origin.mark_information(&record)))
        }
        other => other,
    })
}

/// Writes a record that nobody has shown yet, as of a job.
///
/// # Errors
/// What writing gave: an action preference, the end of the pipeline.
pub(crate) fn write_shown(
    runtime: &mut CommandRuntime<'_>,
    record: Record,
    origin: Option<&Origin>,
) -> CommandResult {
    match record {
        Record::Warning(record) => runtime.write_warning(record.message.clone()),
        Record::Verbose(record) => runtime.write_verbose(record.message.clone()),
        Record::Debug(record) => runtime.write_debug(record.message.clone()),
        Record::Information(record) => runtime.write_information_record(record),
        other => write(runtime, other, origin),
    }
}
