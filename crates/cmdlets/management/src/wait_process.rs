//! `Wait-Process`

use std::sync::Arc;
use std::time::{Duration, Instant};

use remora_engine::prelude::*;

use crate::processes::{ProcessObject, ProcessSelection, not_terminated};

/// # Synopsis
/// Waits until processes end.
///
/// # Description
/// Where a time is given and passes, an error tells which still run.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/wait-process
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Wait",
    noun = "Process",
    class = "Microsoft.PowerShell.Commands.WaitProcessCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "Name",
    output("System.Diagnostics.Process")
)]
pub(crate) struct WaitProcess {
    /// The process ids.
    #[parameter(
        set = "Id",
        position = 0,
        mandatory,
        by_name,
        aliases("PID", "ProcessId"),
        validate_not_null_or_empty
    )]
    id: Vec<i32>,
    /// The names. Wildcards are allowed.
    #[parameter(set = "Name", position = 0, mandatory, by_name, aliases("ProcessName"))]
    name: Vec<PsString>,
    /// How many seconds to wait at most.
    #[parameter(
        position = 1,
        aliases("TimeoutSec"),
        validate_not_null_or_empty,
        validate_range(0, 32767)
    )]
    timeout: Option<i32>,
    /// Ends as soon as one of them ends.
    #[parameter]
    any: Switch,
    /// Writes the object that was worked on.
    #[parameter]
    pass_thru: Switch,
    /// The objects to work on.
    #[parameter(set = "InputObject", mandatory, pipeline, type = "System.Diagnostics.Process[]")]
    input_object: Vec<Value>,
    /// What is waited for.
    waiting: Vec<Arc<ProcessObject>>,
}

impl Cmdlet for WaitProcess {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let selection =
            ProcessSelection { names: &self.name, ids: &self.id, objects: &self.input_object };
        self.waiting.extend(selection.find(runtime)?);
        Ok(())
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let limit =
            self.timeout.map(|seconds| Duration::from_secs(u64::try_from(seconds).unwrap_or(0)));
        let start = Instant::now();
        let mut left = self.waiting.clone();
        while !left.is_empty() {
            left.retain(|process| !process.has_exited());
            if left.is_empty() || (*self.any && left.len() < self.waiting.len()) {
                break;
            }
            if limit.is_some_and(|limit| start.elapsed() >= limit) {
                for process in &left {
                    runtime.write_error(not_terminated(process))?;
                }
                break;
            }
            runtime.sleep(Duration::from_millis(10))?;
        }
        if *self.pass_thru {
            for process in std::mem::take(&mut self.waiting) {
                // A child's code is known a moment after its end.
                let still_runs = left.iter().any(|running| running.id() == process.id());
                if !still_runs {
                    let stop = runtime.stop_token();
                    process.wait(Some(Duration::from_secs(1)), |pause| stop.wait(pause));
                }
                runtime.write_object(Value::live_arc(process))?;
            }
        }
        Ok(())
    }
}
