//! The queue of events and the subscriptions of a session.

use std::sync::Arc;

use remora_engine::prelude::*;
use remora_psobject::{Guid, ListObject};

use crate::record_object::{RecordObject, enum_value};

/// What a session keeps.
#[derive(Default)]
pub(crate) struct Events {
    pub(crate) queue: Vec<Arc<RecordObject>>,
    pub(crate) subscribers: Vec<Arc<RecordObject>>,
    pub(crate) next_event: i32,
    pub(crate) next_subscriber: i32,
    pub(crate) next_job: i32,
    /// By the number of the subscription.
    pub(crate) actions: std::collections::HashMap<i32, Action>,
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

/// What runs when an event comes.
#[derive(Clone)]
pub(crate) struct Action {
    pub(crate) block: ScriptBlock,
    /// The job that keeps what the block writes.
    pub(crate) job: Arc<RecordObject>,
    /// How often it still runs; `None` without end.
    pub(crate) left: Option<i32>,
}

/// Enters a state of a job.
pub(crate) fn enter_state(job: &RecordObject, state: &str) {
    let state_value = enum_value("System.Management.Automation.JobState", state);
    let info = RecordObject::new(
        "System.Management.Automation.JobStateInfo",
        [("State", state_value), ("Reason", Value::Null)],
    );
    job.set("JobStateInfo", Value::live(info.with_text(state)));
}

/// The job of a subscription (`PSEventJob`).
pub(crate) fn new_job(
    runtime: &mut CommandRuntime<'_>,
    name: &PsString,
    block: &ScriptBlock,
) -> Arc<RecordObject> {
    let mut bytes = [0; 16];
    runtime.system().random_bytes(&mut bytes);
    let events = runtime.context().extension::<Events>();
    events.next_job += 1;
    let id = events.next_job;
    let list = || Value::from(ListObject::array_list(Vec::new()));
    let job = RecordObject::new(
        "System.Management.Automation.PSEventJob",
        [
            ("Module", Value::Null),
            ("StatusMessage", Value::Null),
            ("HasMoreData", Value::Bool(true)),
            ("Location", Value::from("")),
            ("Command", Value::Str(block.text_inside())),
            ("JobStateInfo", Value::Null),
            ("InstanceId", Value::from(Guid::from_random(bytes))),
            ("Id", Value::I32(id)),
            ("Name", Value::Str(name.clone())),
            ("ChildJobs", list()),
            ("PSBeginTime", Value::Null),
            ("PSEndTime", Value::Null),
            ("PSJobTypeName", Value::Null),
            ("Output", list()),
            ("Error", list()),
        ],
    );
    enter_state(&job, "NotStarted");
    Arc::new(job)
}

/// Gives an event to the actions that wait for it. Whether there was one.
///
/// # Errors
/// A stop or an `exit` of an action.
pub(crate) fn run_actions(
    runtime: &mut CommandRuntime<'_>,
    event: &Arc<RecordObject>,
) -> CommandResult<bool> {
    let name = event.get("SourceIdentifier");
    let name = runtime.text(&name);
    let events = runtime.context().extension::<Events>();
    let fitting: Vec<(Arc<RecordObject>, Action)> = events
        .subscribers
        .iter()
        .filter(|known| {
            known.get("SourceIdentifier").as_str().is_some_and(|known| name.eq_ignore_case(known))
        })
        .filter_map(|known| {
            let id = known.get("SubscriptionId").as_i32()?;
            Some((Arc::clone(known), events.actions.get(&id)?.clone()))
        })
        .collect();
    for (subscriber, action) in &fitting {
        enter_state(&action.job, "Running");
        let source_args = event.get("SourceArgs");
        let arguments = runtime.enumerate(&source_args).unwrap_or_default();
        let invocation = Invocation::new()
            .variable("Event", Value::live_arc(Arc::clone(event)))
            .variable("EventSubscriber", Value::live_arc(Arc::clone(subscriber)))
            .variable("Sender", event.get("Sender"))
            .variable("EventArgs", event.get("SourceEventArgs"))
            .arguments(arguments);
        let kept = match runtime.invoke(&action.block, invocation) {
            Ok(values) => ("Output", values),
            // What an action throws is kept, and the script goes on.
            Err(Flow::Throw(thrown)) => ("Error", vec![Value::live_arc(thrown.record)]),
            Err(flow) => return Err(flow),
        };
        if let Value::List(list) = action.job.get(kept.0) {
            list.modify(|items| items.extend(kept.1));
        }
        count_down(runtime, subscriber);
    }
    Ok(!fitting.is_empty())
}

/// Ends a subscription whose action has run as often as it was to.
fn count_down(runtime: &mut CommandRuntime<'_>, subscriber: &Arc<RecordObject>) {
    let id = subscriber.get("SubscriptionId").as_i32().unwrap_or(0);
    let events = runtime.context().extension::<Events>();
    let Some(action) = events.actions.get_mut(&id) else {
        return;
    };
    action.left = action.left.map(|left| left - 1);
    if action.left == Some(0) {
        enter_state(&action.job, "Completed");
        events.actions.remove(&id);
        events.subscribers.retain(|known| !Arc::ptr_eq(known, subscriber));
    }
}
