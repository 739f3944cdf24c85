//! A command in one session whose output is wanted as values.

use std::sync::Arc;
use std::time::Duration;

use remora_engine::prelude::*;
use remora_hosting::{PipelineCommand, Record, Runspace};

use crate::fan_out::{FanOut, Outcome, Target};

/// How long the wait lasts in one go; a stop ends it at once.
const NAP: Duration = Duration::from_secs(60);

/// What a command gave.
#[derive(Default)]
pub(crate) struct Answer {
    pub(crate) output: Vec<Value>,
    pub(crate) errors: Vec<Arc<ErrorRecord>>,
    /// Why the command ended before its end.
    pub(crate) failure: Option<Arc<ErrorRecord>>,
}

/// Runs a command and waits for its end.
///
/// # Errors
/// A stop.
pub(crate) fn call(
    runtime: &mut CommandRuntime<'_>,
    runspace: &Arc<dyn Runspace>,
    mut command: PipelineCommand,
) -> CommandResult<Answer> {
    command.no_input = true;
    let host = Arc::clone(runtime.host());
    let target = Target::new(Arc::clone(runspace), false);
    let mut fan_out = FanOut::new(vec![target], command, Some(host), 1);
    let token = runtime.stop_token();
    let _registration = token.on_stop(fan_out.waker());
    let mut answer = Answer::default();
    let mut outcomes = runtime.context().lent(|| fan_out.start());
    loop {
        for outcome in outcomes {
            match outcome {
                Outcome::Record(_, Record::Output(value)) => answer.output.push(value),
                Outcome::Record(_, Record::Error(record)) => answer.errors.push(record),
                Outcome::Record(..) => {}
                Outcome::NotStarted(_, reason) => answer.failure = Some(reason),
                Outcome::Ended(_, _, reason) => answer.failure = reason,
            }
        }
        if fan_out.is_over() {
            return Ok(answer);
        }
        if token.is_stopped() {
            fan_out.stop();
            runtime.check_stop()?;
        }
        outcomes = runtime.context().lent(|| fan_out.wait(NAP));
    }
}
