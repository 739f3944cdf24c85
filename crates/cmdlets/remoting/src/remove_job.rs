//! `Remove-Job`

use std::sync::Arc;

use remora_engine::prelude::*;
use remora_psobject::{DictionaryObject, Guid};

use crate::errors;
use crate::job::{JobSelector, JobState, Jobs, select};

/// # Synopsis
/// Removes jobs from the list.
///
/// # Description
/// A job that still runs is an error, unless -Force stops it first.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Remove",
    noun = "Job",
    class = "Microsoft.PowerShell.Commands.RemoveJobCommand",
    module = "Microsoft.PowerShell.Core",
    default_set = "SessionIdParameterSet",
    should_process,
    remoting = "PowerShell",
    aliases("rjb"),
    output("System.Management.Automation.Job", set = "JobParameterSet")
)]
pub(crate) struct RemoveJob {
    /// The jobs.
    #[parameter(
        set = "JobParameterSet",
        position = 0,
        mandatory,
        pipeline,
        by_name,
        type = "System.Management.Automation.Job[]",
        validate_not_null_or_empty
    )]
    job: Vec<Value>,
    /// Goes on where it would stop.
    #[parameter(
        sets(
            "FilterParameterSet",
            "InstanceIdParameterSet",
            "JobParameterSet",
            "NameParameterSet",
            "SessionIdParameterSet"
        ),
        aliases("F")
    )]
    force: Switch,
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
    /// Numbers in this session.
    #[parameter(
        set = "SessionIdParameterSet",
        position = 0,
        mandatory,
        by_name,
        validate_not_null_or_empty
    )]
    id: Vec<i32>,
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

impl RemoveJob {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for RemoveJob {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if self.filter.is_some() {
            return Err(runtime.throw(errors::not_yet("A filter for jobs")));
        }
        let selector = JobSelector {
            jobs: std::mem::take(&mut self.job),
            ids: self.id.clone(),
            names: self.name.clone(),
            instance_ids: self.instance_id.clone(),
            state: self.state.map(|state| JobState::from_number(state.0)),
            commands: self.command.clone(),
        };
        if selector.is_empty() {
            return Ok(());
        }
        for (job, value) in select(runtime, &selector)? {
            let target = format!("Command: {}, Location: {}", job.command, job.location());
            if !runtime.should_process(target, "Remove-Job")? {
                continue;
            }
            if !job.state().is_final() {
                if !*self.force {
                    let message = format!(
                        "The command cannot remove the job with the job ID {} and name {} because the job is not finished. \
                         To remove the job, first stop the job, or use the Force parameter.",
                        job.id, job.name
                    );
                    runtime.write_error(error(
                        TypeId::ARGUMENT_EXCEPTION,
                        message,
                        "JobObjectNotFinishedCannotBeRemoved",
                        ErrorCategory::InvalidOperation,
                        value,
                    ))?;
                    continue;
                }
                job.stop.stop();
            }
            runtime.context().extension::<Jobs>().remove(job.id);
        }
        Ok(())
    }
}
