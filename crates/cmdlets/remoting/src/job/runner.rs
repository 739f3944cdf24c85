//! What drives a job: one thread, however many computers it has.

use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use remora_engine::System;
use remora_engine::prelude::*;
use remora_hosting::{InvocationState, Record, StopToken};
use remora_psobject::Guid;

use super::{ChildJob, Job, JobState, Jobs};
use crate::errors;
use crate::fan_out::{FanOut, Outcome};

/// How long the thread sleeps where nothing happens; it is woken by what does.
const NAP: Duration = Duration::from_secs(60);

/// Starts a job and lists it.
pub(crate) fn start(
    runtime: &mut CommandRuntime<'_>,
    mut fan_out: FanOut,
    count: usize,
    name: Option<PsString>,
    command: PsString,
    kind: &'static str,
    hide: bool,
) -> Value {
    let system = Arc::clone(runtime.system());
    let jobs = runtime.context().extension::<Jobs>();
    let id = jobs.next_id();
    let children: Vec<Arc<ChildJob>> = (0..count)
        .map(|index| {
            let location = fan_out.computer_name(index);
            let origin = fan_out.origin(index, hide);
            let child = jobs.next_id();
            let guid = new_guid(&*system);
            Arc::new(ChildJob::new(child, guid, location, command.clone(), origin))
        })
        .collect();
    let stop = StopToken::new();
    let end = Arc::new(Mutex::new(None));
    let job = Arc::new(Job {
        id,
        name: name.unwrap_or_else(|| format!("Job{id}").into()),
        instance_id: new_guid(&*system),
        command,
        kind,
        children: children.clone(),
        begin: system.now_local(),
        stop: stop.clone(),
        end: Arc::clone(&end),
    });
    for child in &children {
        child.enter(JobState::Running, None);
    }
    let waker = fan_out.waker();
    std::thread::spawn(move || {
        let _registration = stop.on_stop(waker);
        let outcomes = fan_out.start();
        apply(&children, outcomes);
        while !fan_out.is_over() {
            if stop.is_stopped() {
                fan_out.stop();
            }
            let outcomes = fan_out.wait(NAP);
            apply(&children, outcomes);
        }
        for child in &children {
            child.enter(JobState::Stopped, None);
        }
        *end.lock() = Some(system.now_local());
    });
    runtime.context().extension::<Jobs>().add(job)
}

fn apply(children: &[Arc<ChildJob>], outcomes: Vec<Outcome>) {
    for outcome in outcomes {
        match outcome {
            Outcome::Record(index, record) => {
                if let Some(child) = children.get(index) {
                    child.push(record);
                }
            }
            Outcome::NotStarted(index, reason) => {
                if let Some(child) = children.get(index) {
                    let record =
                        errors::open_failed(&child.location, &reason, "PSSessionStateBroken");
                    child.push(Record::Error(Arc::new(record)));
                    child.enter(JobState::Failed, Some(reason));
                }
            }
            Outcome::Ended(index, state, reason) => {
                if let Some(child) = children.get(index) {
                    let state = match state {
                        InvocationState::Completed => JobState::Completed,
                        InvocationState::Stopped => JobState::Stopped,
                        _ => JobState::Failed,
                    };
                    if state == JobState::Failed
                        && let Some(reason) = &reason
                    {
                        child.push(Record::Error(Arc::clone(reason)));
                    }
                    child.enter(state, reason);
                }
            }
        }
    }
}

fn new_guid(system: &dyn System) -> Guid {
    let mut bytes = [0; 16];
    system.random_bytes(&mut bytes);
    Guid::from_random(bytes)
}
