//! The queue of events and the subscriptions of a session.

use std::sync::Arc;

use remora_engine::prelude::*;

use crate::record_object::RecordObject;

/// What a session keeps.
#[derive(Default)]
pub(crate) struct Events {
    pub(crate) queue: Vec<Arc<RecordObject>>,
    pub(crate) subscribers: Vec<Arc<RecordObject>>,
    pub(crate) next_event: i32,
    pub(crate) next_subscriber: i32,
}

/// The events or subscriptions that a name with wildcards or a number means.
///
/// # Errors
/// A pattern that is not well formed.
pub(crate) fn matching(
    all: &[Arc<RecordObject>],
    name: Option<&PsString>,
    number: Option<(&str, i32)>,
) -> CommandResult<Vec<Arc<RecordObject>>> {
    let names: Vec<PsString> = name.cloned().into_iter().collect();
    let filter = crate::scope::NameFilter::new(&names, &[])?;
    let wanted = |item: &&Arc<RecordObject>| match number {
        Some((field, number)) => item.get(field).as_i32() == Some(number),
        None => filter.takes(item.get("SourceIdentifier").as_str().unwrap_or_default()),
    };
    Ok(all.iter().filter(wanted).cloned().collect())
}

/// What was asked for is not there.
pub(crate) fn missing(message: String, error_id: &str) -> ErrorRecord {
    error(
        TypeId::ARGUMENT_EXCEPTION,
        message,
        error_id,
        ErrorCategory::InvalidArgument,
        Value::Null,
    )
}

/// Whether a name was given that means one thing.
pub(crate) fn is_plain(name: &PsString) -> bool {
    !remora_language::wildcard::contains_wildcards(name)
}
