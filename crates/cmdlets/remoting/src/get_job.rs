//! `Get-Job`

use std::sync::Arc;

use remora_engine::prelude::*;
use remora_psobject::{DateTime, DictionaryObject, Guid};

use crate::errors;
use crate::job::{Job, JobSelector, JobState, select};

/// # Synopsis
/// Gives jobs.
///
/// # Description
/// Without parameters all jobs of this session are given.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Job",
    class = "Microsoft.PowerShell.Commands.GetJobCommand",
    module = "Microsoft.PowerShell.Core",
    default_set = "SessionIdParameterSet",
    remoting = "PowerShell",
    aliases("gjb"),
    output("System.Management.Automation.Job")
)]
pub(crate) struct GetJob {
    /// Gives child jobs too.
    #[parameter(sets(
        "CommandParameterSet",
        "InstanceIdParameterSet",
        "NameParameterSet",
        "SessionIdParameterSet",
        "StateParameterSet"
    ))]
    include_child_job: Switch,
    /// The state of child jobs that is wanted.
    #[parameter(
        sets(
            "CommandParameterSet",
            "InstanceIdParameterSet",
            "NameParameterSet",
            "SessionIdParameterSet",
            "StateParameterSet"
        ),
        type = "System.Management.Automation.JobState"
    )]
    child_job_state: Option<EnumValue>,
    /// Whether there must be something to receive.
    #[parameter(sets(
        "CommandParameterSet",
        "InstanceIdParameterSet",
        "NameParameterSet",
        "SessionIdParameterSet",
        "StateParameterSet"
    ))]
    has_more_data: Option<bool>,
    /// Jobs that ended before this time.
    #[parameter(sets(
        "CommandParameterSet",
        "InstanceIdParameterSet",
        "NameParameterSet",
        "SessionIdParameterSet",
        "StateParameterSet"
    ))]
    before: Option<DateTime>,
    /// Jobs that ended after this time.
    #[parameter(sets(
        "CommandParameterSet",
        "InstanceIdParameterSet",
        "NameParameterSet",
        "SessionIdParameterSet",
        "StateParameterSet"
    ))]
    after: Option<DateTime>,
    /// How many of the newest jobs.
    #[parameter(sets(
        "CommandParameterSet",
        "InstanceIdParameterSet",
        "NameParameterSet",
        "SessionIdParameterSet",
        "StateParameterSet"
    ))]
    newest: Option<i32>,
    /// Numbers in this session.
    #[parameter(set = "SessionIdParameterSet", position = 0, by_name, validate_not_null_or_empty)]
    id: Vec<i32>,
    /// Friendly names.
    #[parameter(
        set = "NameParameterSet",
        position = 0,
        mandatory,
        by_name,
        validate_not_null_or_empty
    )]
    name: Vec<PsString>,
    /// Identifiers that are unique everywhere.
    #[parameter(
        set = "InstanceIdParameterSet",
        position = 0,
        mandatory,
        by_name,
        validate_not_null_or_empty
    )]
    instance_id: Vec<Guid>,
    /// The state that is wanted.
    #[parameter(
        set = "StateParameterSet",
        position = 0,
        mandatory,
        by_name,
        type = "System.Management.Automation.JobState"
    )]
    state: Option<EnumValue>,
    /// Texts of commands; wildcards are allowed.
    #[parameter(set = "CommandParameterSet", by_name, validate_not_null_or_empty)]
    command: Vec<PsString>,
    /// Properties and values.
    #[parameter(
        set = "FilterParameterSet",
        position = 0,
        mandatory,
        by_name,
        validate_not_null_or_empty
    )]
    filter: Option<Arc<DictionaryObject>>,
}

impl GetJob {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for GetJob {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if self.filter.is_some() {
            return Err(runtime.throw(errors::not_yet("A filter for jobs")));
        }
        let selector = JobSelector {
            ids: self.id.clone(),
            names: self.name.clone(),
            instance_ids: self.instance_id.clone(),
            state: self.state.map(|state| JobState::from_number(state.0)),
            commands: self.command.clone(),
            ..JobSelector::default()
        };
        let mut jobs = select(runtime, &selector)?;
        if let Some(wanted) = self.has_more_data {
            jobs.retain(|(job, _)| job.has_more_data() == wanted);
        }
        let ended = |job: &Job| *job.end.lock();
        if let Some(time) = self.before {
            jobs.retain(|(job, _)| ended(job).is_some_and(|end| end < time));
        }
        if let Some(time) = self.after {
            jobs.retain(|(job, _)| ended(job).is_some_and(|end| end > time));
        }
        if let Some(count) = self.newest.and_then(|count| usize::try_from(count).ok()) {
            jobs.sort_by_key(|(job, _)| std::cmp::Reverse(job.id));
            jobs.truncate(count);
        }
        for (job, value) in jobs {
            runtime.write_object(value)?;
            let wanted = self.child_job_state.map(|state| JobState::from_number(state.0));
            if *self.include_child_job || wanted.is_some() {
                for child in &job.children {
                    if wanted.is_none_or(|wanted| child.state() == wanted) {
                        runtime.write_object(Value::live_arc(Arc::clone(child)))?;
                    }
                }
            }
        }
        Ok(())
    }
}
