//! `Receive-Job`

use std::sync::Arc;
use std::time::Duration;

use remora_engine::prelude::*;
use remora_psobject::Guid;

use crate::job::{ChildJob, Job, JobSelector, Jobs, select};
use crate::records;

/// # Synopsis
/// Gives what jobs have written so far.
///
/// # Description
/// What was given is gone from the job unless -Keep is used. Errors, warnings and the other streams come as what they are.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Receive",
    noun = "Job",
    class = "Microsoft.PowerShell.Commands.ReceiveJobCommand",
    module = "Microsoft.PowerShell.Core",
    default_set = "Location",
    remoting = "SupportedByCommand",
    aliases("rcjb")
)]
pub(crate) struct ReceiveJob {
    /// The jobs.
    #[parameter(
        sets("ComputerName", "Location", "Session"),
        position = 0,
        mandatory,
        pipeline,
        by_name,
        type = "System.Management.Automation.Job[]"
    )]
    job: Vec<Value>,
    /// Names or addresses of computers, or names of the inventory.
    #[parameter(
        set = "ComputerName",
        position = 1,
        by_name,
        aliases("Cn"),
        validate_not_null_or_empty
    )]
    computer_name: Vec<PsString>,
    /// Locations of child jobs.
    #[parameter(set = "Location", position = 1, validate_not_null_or_empty)]
    location: Vec<PsString>,
    /// Sessions in which the command runs.
    #[parameter(
        set = "Session",
        position = 1,
        by_name,
        type = "System.Management.Automation.Runspaces.PSSession[]",
        validate_not_null
    )]
    session: Vec<Value>,
    /// Leaves what was received with the job.
    #[parameter]
    keep: Switch,
    /// Looks at the jobs themselves, not at their child jobs.
    #[parameter]
    no_recurse: Switch,
    /// Goes on where it would stop.
    #[parameter]
    force: Switch,
    /// Waits until the jobs have ended.
    #[parameter]
    wait: Switch,
    /// Removes the jobs when they have ended.
    #[parameter]
    auto_remove_job: Switch,
    /// Writes changes of state too.
    #[parameter]
    write_events: Switch,
    /// Writes the job before its results.
    #[parameter]
    write_job_in_results: Switch,
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
}

impl ReceiveJob {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

/// How long the cmdlet sleeps where nothing comes; it looks for Ctrl-C in between.
const NAP: Duration = Duration::from_millis(50);

impl Cmdlet for ReceiveJob {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let mut children = Vec::new();
        let (parents, single): (Vec<Value>, Vec<Value>) =
            self.job.iter().cloned().partition(|job| job.downcast::<Job>().is_some());
        children.extend(single.iter().filter_map(|value| value.downcast_arc::<ChildJob>()));
        self.of_other_kinds(runtime, &single)?;
        let selector = JobSelector {
            jobs: parents,
            ids: self.id.clone(),
            names: self.name.clone(),
            instance_ids: self.instance_id.clone(),
            ..JobSelector::default()
        };
        let jobs = if selector.is_empty() { Vec::new() } else { select(runtime, &selector)? };
        for (job, value) in &jobs {
            if *self.write_job_in_results {
                runtime.write_object(value.clone())?;
            }
            children.extend(job.children.iter().filter(|child| self.is_wanted(child)).cloned());
        }
        self.receive(runtime, &children)?;
        if *self.wait {
            let token = runtime.stop_token();
            while children.iter().any(|child| !child.state().is_final()) && !token.is_stopped() {
                if let Some(child) = children.iter().find(|child| !child.state().is_final()) {
                    child.wait(NAP);
                }
                self.receive(runtime, &children)?;
            }
            runtime.check_stop()?;
            self.receive(runtime, &children)?;
        }
        if *self.auto_remove_job {
            for (job, _) in jobs {
                runtime.context().extension::<Jobs>().remove(job.id);
            }
        }
        Ok(())
    }
}

impl ReceiveJob {
    fn is_wanted(&self, child: &ChildJob) -> bool {
        let names = if self.location.is_empty() { &self.computer_name } else { &self.location };
        names.is_empty() || names.iter().any(|name| child.location.eq_ignore_case(name))
    }

    /// Jobs that another crate has (those of events) keep what they wrote in the list `Output`.
    fn of_other_kinds(&self, runtime: &mut CommandRuntime<'_>, jobs: &[Value]) -> CommandResult {
        for job in jobs.iter().filter(|job| job.downcast::<ChildJob>().is_none()) {
            let Some(Value::List(output)) = runtime.get_property(job, "Output")? else {
                continue;
            };
            for value in output.to_vec() {
                runtime.write_object(value)?;
            }
            if !*self.keep {
                output.modify(Vec::clear);
            }
        }
        Ok(())
    }

    fn receive(
        &self,
        runtime: &mut CommandRuntime<'_>,
        children: &[Arc<ChildJob>],
    ) -> CommandResult {
        for child in children {
            for record in child.take(*self.keep) {
                records::write_shown(runtime, record, child.origin.as_ref())?;
            }
        }
        Ok(())
    }
}
