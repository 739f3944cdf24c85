//! `Wait-Job`

use std::sync::Arc;
use std::time::Duration;

use remora_engine::prelude::*;
use remora_psobject::{DictionaryObject, Guid};

use crate::errors;
use crate::job::{Job, JobSelector, JobState, select};

/// # Synopsis
/// Waits until jobs have ended.
///
/// # Description
/// The jobs that have ended are given. With -Any the first one is enough.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Wait",
    noun = "Job",
    class = "Microsoft.PowerShell.Commands.WaitJobCommand",
    module = "Microsoft.PowerShell.Core",
    default_set = "SessionIdParameterSet",
    remoting = "PowerShell",
    aliases("wjb"),
    output("System.Management.Automation.Job")
)]
pub(crate) struct WaitJob {
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
    /// Ends when one of the jobs has ended.
    #[parameter]
    any: Switch,
    /// Seconds to wait; -1 for ever.
    #[parameter(aliases("TimeoutSec"), validate_range(-1, 2147483647))]
    timeout: Option<i32>,
    /// Goes on where it would stop.
    #[parameter]
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
    /// Properties and values.
    #[parameter(
        set = "FilterParameterSet",
        position = 0,
        mandatory,
        by_name,
        validate_not_null_or_empty
    )]
    filter: Option<Arc<DictionaryObject>>,
    /// The jobs that are waited for.
    found: Vec<(Arc<Job>, Value)>,
}

impl WaitJob {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

/// How long the cmdlet sleeps in one go; it looks for Ctrl-C in between.
const NAP: Duration = Duration::from_millis(50);

impl Cmdlet for WaitJob {
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
        if !selector.is_empty() {
            let found = select(runtime, &selector)?;
            self.found.extend(found);
        }
        Ok(())
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        const SECOND: i64 = 10_000_000;
        let limit = self
            .timeout
            .filter(|seconds| *seconds >= 0)
            .map(|seconds| runtime.system().monotonic_ticks() + i64::from(seconds) * SECOND);
        loop {
            let ended: Vec<&(Arc<Job>, Value)> =
                self.found.iter().filter(|(job, _)| job.state().is_final()).collect();
            let enough =
                if *self.any { !ended.is_empty() } else { ended.len() == self.found.len() };
            let is_late = limit.is_some_and(|limit| runtime.system().monotonic_ticks() >= limit);
            if enough || is_late || self.found.is_empty() {
                let count = if *self.any { 1 } else { ended.len() };
                let values: Vec<Value> =
                    ended.into_iter().take(count).map(|(_, value)| value.clone()).collect();
                for value in values {
                    runtime.write_object(value)?;
                }
                return Ok(());
            }
            runtime.sleep(NAP)?;
        }
    }
}
