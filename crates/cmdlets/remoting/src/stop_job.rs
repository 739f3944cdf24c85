//! `Stop-Job`

use std::sync::Arc;
use std::time::Duration;

use remora_engine::prelude::*;
use remora_psobject::{DictionaryObject, Guid};

use crate::errors;
use crate::job::{JobSelector, JobState, select};

/// # Synopsis
/// Stops jobs.
///
/// # Description
/// The commands of the jobs are stopped where they run. What they wrote can still be received.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Stop",
    noun = "Job",
    class = "Microsoft.PowerShell.Commands.StopJobCommand",
    module = "Microsoft.PowerShell.Core",
    default_set = "SessionIdParameterSet",
    should_process,
    remoting = "PowerShell",
    aliases("spjb"),
    output("System.Management.Automation.Job")
)]
pub(crate) struct StopJob {
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
    /// Gives the jobs.
    #[parameter]
    pass_thru: Switch,
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

impl StopJob {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

/// How long one job is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

impl Cmdlet for StopJob {
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
            ..JobSelector::default()
        };
        if selector.is_empty() {
            return Ok(());
        }
        for (job, value) in select(runtime, &selector)? {
            let target = format!("Command: {}, Location: {}", job.command, job.location());
            if !runtime.should_process(target, "Stop-Job")? {
                continue;
            }
            job.stop.stop();
            for child in &job.children {
                let mut rounds = PATIENCE.as_millis() / NAP.as_millis();
                while !child.state().is_final() && rounds > 0 {
                    runtime.sleep(NAP)?;
                    rounds -= 1;
                }
            }
            if *self.pass_thru {
                runtime.write_object(value)?;
            }
        }
        Ok(())
    }
}

/// How long the cmdlet sleeps in one go.
const NAP: Duration = Duration::from_millis(20);
