//! `Write-Progress`

use remora_engine::prelude::*;
use remora_psobject::ProgressRecord;
use remora_psobject::ProgressRecordType;

/// # Synopsis
/// Shows how far a work has come.
///
/// # Description
/// In a bar, for as long as the work lasts.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/write-progress
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Write",
    noun = "Progress",
    class = "Microsoft.PowerShell.Commands.WriteProgressCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "None"
)]
pub(crate) struct WriteProgress {
    /// The work, as the head line.
    #[parameter(position = 0)]
    activity: Option<PsString>,
    /// State of the work.
    #[parameter(position = 1, validate_not_null_or_empty)]
    status: Option<PsString>,
    /// Number of the bar.
    #[parameter(position = 2, validate_range(0, 2147483647))]
    id: Option<i32>,
    /// How much is done, in percent.
    #[parameter(validate_range(-1, 100))]
    percent_complete: Option<i32>,
    /// Seconds that are left.
    #[parameter]
    seconds_remaining: Option<i32>,
    /// What is being done now.
    #[parameter]
    current_operation: Option<PsString>,
    /// Number of the bar above.
    #[parameter(validate_range(-1, 2147483647))]
    parent_id: Option<i32>,
    /// The work is done.
    #[parameter]
    completed: Switch,
    /// Numbers of the activity's source.
    #[parameter]
    source_id: Option<i32>,
}

impl WriteProgress {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Shows a bar and takes it away",
        script: "Write-Progress -Activity Copying -PercentComplete 50; Write-Progress -Activity Copying -Completed; 'done'",
        output: "done",
    }];
}

impl Cmdlet for WriteProgress {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let status = match &self.status {
            Some(status) if !status.is_empty() => status.clone(),
            _ => PsString::from("Processing"),
        };
        let activity = match &self.activity {
            Some(activity) if !activity.is_empty() => activity.clone(),
            _ => PsString::from(" "),
        };
        let mut record = ProgressRecord::new(self.id.unwrap_or(0), activity, status);
        record.parent_activity_id = self.parent_id.unwrap_or(-1);
        record.percent_complete = self.percent_complete.unwrap_or(-1);
        record.seconds_remaining = self.seconds_remaining.unwrap_or(-1);
        record.current_operation = self.current_operation.clone().unwrap_or_default();
        if *self.completed {
            record.record_type = ProgressRecordType::Completed;
        }
        runtime.write_progress(record)
    }
}
