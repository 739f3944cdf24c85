//! `Start-ThreadJob`

use std::sync::Arc;

use remora_engine::prelude::*;
use remora_engine::runspace::{Beside, JobRequest};

use crate::{job, script_file};

/// # Synopsis
/// Runs commands on a thread of this process while this session goes on.
///
/// # Description
/// The commands run in a session of their own that shares objects with this one. Their output waits
/// until Receive-Job asks for it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/threadjob/start-threadjob
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Start",
    noun = "ThreadJob",
    class = "Microsoft.PowerShell.ThreadJob.StartThreadJobCommand",
    module = "Microsoft.PowerShell.ThreadJob",
    default_set = "ScriptBlock",
    remoting = "PowerShell",
    output("Microsoft.PowerShell.ThreadJob.ThreadJob")
)]
pub(crate) struct StartThreadJob {
    /// The commands.
    #[parameter(
        set = "ScriptBlock",
        position = 0,
        mandatory,
        aliases("Command"),
        validate_not_null
    )]
    script_block: Option<ScriptBlock>,
    /// A script file.
    #[parameter(set = "FilePath", position = 0, mandatory, validate_not_null_or_empty)]
    file_path: Option<PsString>,
    /// Friendly name.
    #[parameter(sets("FilePath", "ScriptBlock"), validate_not_null_or_empty)]
    name: Option<PsString>,
    /// Commands that run before the job.
    #[parameter(sets("FilePath", "ScriptBlock"), validate_not_null)]
    initialization_script: Option<ScriptBlock>,
    /// Objects for the input of the command.
    #[parameter(sets("FilePath", "ScriptBlock"), pipeline, type = "psobject", validate_not_null)]
    input_object: Value,
    /// Arguments of the command.
    #[parameter(sets("FilePath", "ScriptBlock"), aliases("Args"))]
    argument_list: Vec<Value>,
    /// How many thread jobs run at the same time.
    #[parameter(sets("FilePath", "ScriptBlock"), validate_range(1, 1000000))]
    throttle_limit: Option<i32>,
    /// Host that shows what the job shows.
    #[parameter(
        sets("FilePath", "ScriptBlock"),
        type = "System.Management.Automation.Host.PSHost"
    )]
    streaming_host: Value,
    /// Input for the job.
    input: Vec<Value>,
}

impl StartThreadJob {
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Calculates beside the session",
        script: "Start-ThreadJob { 1 + 1 } | Receive-Job -Wait -AutoRemoveJob",
        output: "2",
    }];
}

impl Cmdlet for StartThreadJob {
    fn process(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if !self.input_object.is_null() {
            self.input.push(self.input_object.clone());
        }
        Ok(())
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let block = match (&self.script_block, &self.file_path) {
            (Some(block), _) => block.clone(),
            (None, Some(path)) => {
                let text = script_file::read(runtime, path)?;
                runtime.context().parse_script(&text)?
            }
            (None, None) => return Ok(()),
        };
        let using = runtime.context().using_values(&block, false)?;
        let request = JobRequest {
            command: block.text_inside(),
            work: vec![Beside {
                initialization: self.initialization_script.clone(),
                block: Some(block),
                using: Arc::new(using),
                dollar_under: None,
                arguments: self.argument_list.clone(),
                input: std::mem::take(&mut self.input),
                location: runtime.location(),
            }],
            limit: 1,
            kind: job::THREAD_JOB,
            name: self.name.clone(),
        };
        let job = job::start_on_threads(runtime, request)?;
        runtime.write_object(job)
    }
}
