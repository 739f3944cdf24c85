//! Jobs on threads of this process.

use std::collections::VecDeque;
use std::sync::Arc;

use parking_lot::{Condvar, Mutex};
use remora_engine::prelude::*;
use remora_engine::runspace::{End, JobRequest};
use remora_hosting::{Record, StopToken};
use remora_psobject::Guid;

use super::{ChildJob, Job, JobState, Jobs, THREAD_JOB};

/// How many blocks may still be started.
struct Room {
    free: Mutex<usize>,
    changed: Condvar,
}

/// Starts a job of blocks and lists it.
///
/// # Errors
/// A session that cannot make others.
pub(crate) fn start(runtime: &mut CommandRuntime<'_>, request: JobRequest) -> CommandResult<Value> {
    let starter = runtime.context().beside_starter()?;
    let system = Arc::clone(runtime.system());
    let guid = || {
        let mut bytes = [0; 16];
        system.random_bytes(&mut bytes);
        Guid::from_random(bytes)
    };
    let shows_children = request.kind != THREAD_JOB;
    let jobs = runtime.context().extension::<Jobs>();
    let id = jobs.next_id();
    let children: Vec<Arc<ChildJob>> = request
        .work
        .iter()
        .map(|_| {
            let child = if shows_children { jobs.next_id() } else { id };
            let command = request.command.clone();
            Arc::new(ChildJob::new(child, guid(), "PowerShell".into(), command, None))
        })
        .collect();
    let stop = StopToken::new();
    let end = Arc::new(Mutex::new(None));
    let job = Arc::new(Job {
        id,
        name: request.name.unwrap_or_else(|| format!("Job{id}").into()),
        instance_id: guid(),
        command: request.command,
        kind: request.kind,
        children: children.clone(),
        begin: system.now_local(),
        stop: stop.clone(),
        end: Arc::clone(&end),
    });
    for child in &children {
        child.enter(JobState::Running, None);
    }
    let room = Arc::new(Room { free: Mutex::new(request.limit.max(1)), changed: Condvar::new() });
    let mut waiting: VecDeque<_> = request.work.into_iter().zip(children).collect();
    std::thread::spawn(move || {
        while let Some((work, child)) = waiting.pop_front() {
            let mut free = room.free.lock();
            while *free == 0 {
                room.changed.wait(&mut free);
            }
            *free -= 1;
            drop(free);
            if stop.is_stopped() {
                child.enter(JobState::Stopped, None);
                continue;
            }
            let (records, last) = (Arc::clone(&child), Arc::clone(&child));
            let (room, end, system) = (Arc::clone(&room), Arc::clone(&end), Arc::clone(&system));
            let started = starter.start(
                work,
                Arc::new(move |record: Record| records.push(record)),
                stop.clone(),
                Box::new(move |how| {
                    ended(&last, how);
                    *end.lock() = Some(system.now_local());
                    *room.free.lock() += 1;
                    room.changed.notify_all();
                }),
            );
            if let Err(flow) = started {
                child.enter(JobState::Failed, flow.error().cloned());
            }
        }
    });
    Ok(runtime.context().extension::<Jobs>().add(job))
}

fn ended(child: &ChildJob, end: End) {
    match (end.error, end.stopped) {
        (Some(reason), _) => {
            child.push(Record::Error(Arc::clone(&reason)));
            child.enter(JobState::Failed, Some(reason));
        }
        (None, true) => child.enter(JobState::Stopped, None),
        (None, false) => child.enter(JobState::Completed, None),
    }
}
