//! How the job cmdlets find the jobs that are meant.

use std::sync::Arc;

use remora_engine::prelude::*;
use remora_language::wildcard::WildcardPattern;
use remora_psobject::Guid;

use super::{Job, JobState, Jobs};

/// What the user said about the jobs.
#[derive(Default)]
pub(crate) struct JobSelector {
    pub(crate) jobs: Vec<Value>,
    pub(crate) ids: Vec<i32>,
    pub(crate) names: Vec<PsString>,
    pub(crate) instance_ids: Vec<Guid>,
    pub(crate) state: Option<JobState>,
    pub(crate) commands: Vec<PsString>,
}

impl JobSelector {
    /// Whether nothing was said, so that all jobs are meant.
    pub(crate) fn is_empty(&self) -> bool {
        self.jobs.is_empty()
            && self.ids.is_empty()
            && self.names.is_empty()
            && self.instance_ids.is_empty()
            && self.state.is_none()
            && self.commands.is_empty()
    }
}

/// The jobs that are meant, with their objects. What is not found is an error that does not end the
/// cmdlet.
///
/// # Errors
/// What writing such an error gave.
pub(crate) fn select(
    runtime: &mut CommandRuntime<'_>,
    selector: &JobSelector,
) -> CommandResult<Vec<(Arc<Job>, Value)>> {
    let all: Vec<(Arc<Job>, Value)> = runtime.context().extension::<Jobs>().all().to_vec();
    if selector.is_empty() {
        return Ok(all);
    }
    let mut found: Vec<(Arc<Job>, Value)> = Vec::new();
    for value in &selector.jobs {
        if let Some(job) = value.downcast_arc::<Job>() {
            found.push((job, value.clone()));
        }
    }
    for id in &selector.ids {
        match all.iter().find(|(job, _)| job.id == *id) {
            Some(job) => found.push(job.clone()),
            None => {
                let message = format!(
                    "The command cannot find a job with the job ID {id}. Verify the value of the Id parameter and then try the command again."
                );
                missing(runtime, message, "JobWithSpecifiedSessionIdNotFound", Value::I32(*id))?;
            }
        }
    }
    for id in &selector.instance_ids {
        match all.iter().find(|(job, _)| job.instance_id == *id) {
            Some(job) => found.push(job.clone()),
            None => {
                let message = format!(
                    "The command cannot find a job with the instance identifier {id}. Verify the value of the InstanceId parameter and then try the command again."
                );
                missing(runtime, message, "JobWithSpecifiedInstanceIdNotFound", (*id).into())?;
            }
        }
    }
    for name in &selector.names {
        let matching = matching(&all, name, |job| job.name.clone());
        if matching.is_empty() && !remora_language::wildcard::contains_wildcards(name) {
            let message = format!(
                "The command cannot find the job because the job name {name} was not found. Verify the value of the Name parameter, and then try the command again."
            );
            missing(runtime, message, "JobWithSpecifiedNameNotFound", name.clone().into())?;
        }
        found.extend(matching);
    }
    for command in &selector.commands {
        found.extend(matching(&all, command, |job| job.command.trim().into()));
    }
    if let Some(state) = selector.state {
        found.extend(all.iter().filter(|(job, _)| job.state() == state).cloned());
    }
    Ok(found)
}

fn matching(
    all: &[(Arc<Job>, Value)],
    pattern: &str,
    text: impl Fn(&Job) -> PsString,
) -> Vec<(Arc<Job>, Value)> {
    let Ok(pattern) = WildcardPattern::new(pattern, true) else { return Vec::new() };
    all.iter().filter(|(job, _)| pattern.is_match(&text(job))).cloned().collect()
}

fn missing(
    runtime: &mut CommandRuntime<'_>,
    message: String,
    id: &'static str,
    target: Value,
) -> CommandResult {
    let category = ErrorCategory::ObjectNotFound;
    runtime.write_error(error(TypeId::PS_ARGUMENT_EXCEPTION, message, id, category, target))
}
