//! A command in a shell: a pipeline, for PowerShell.

use remora_wsman::CommandId;
use remora_wsman::shell::server::Outbox;

use super::received::Received;

/// How many commands are remembered after their end was told; clients may still signal them.
pub(super) const REMEMBERED: usize = 32;

/// Where a command stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommandStatus {
    /// It runs.
    Running,
    /// It has ended; its client may not know yet.
    Ended,
}

/// A command and its output.
#[derive(Debug)]
pub(super) struct Command {
    pub(super) id: CommandId,
    /// What a text shell runs; empty for PowerShell.
    pub(super) line: String,
    pub(super) outbox: Outbox,
    /// What it was sent.
    pub(super) received: Received,
    pub(super) status: CommandStatus,
    /// Counts up; tells old from new.
    pub(super) number: u64,
}

impl Command {
    /// Whether nobody needs it any more.
    pub(super) fn is_over(&self) -> bool {
        self.outbox.is_done()
    }
}
