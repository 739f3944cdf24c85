//! The states of a pipeline (MS-PSRP sections 2.2.3.5, PSInvocationState; 3.1.1.3 and 3.2.1.3, Pipeline
//! Data).

use super::Transition;

/// The state of a pipeline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PipelineState {
    /// It waits for a runspace, or was not asked for yet.
    #[default]
    NotStarted,
    /// It runs.
    Running,
    /// It was told to stop.
    Stopping,
    /// It was stopped.
    Stopped,
    /// It came to its end.
    Completed,
    /// An error ended it.
    Failed,
    /// It runs on without its client.
    Disconnected,
}

/// What changes the state of a pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PipelineStep {
    /// It starts to run.
    Start,
    /// The client wants it to stop.
    Stop,
    /// It was stopped.
    Stopped,
    /// It came to its end.
    Complete,
    /// An error ended it.
    Fail,
    /// Its client leaves.
    Disconnect,
    /// A client takes it up.
    Connect,
}

use PipelineState as S;
use PipelineStep as E;

pub(super) const TRANSITIONS: &[Transition<PipelineState, PipelineStep>] = &[
    (S::NotStarted, E::Start, S::Running),
    (S::NotStarted, E::Stop, S::Stopping),
    (S::NotStarted, E::Stopped, S::Stopped),
    (S::NotStarted, E::Fail, S::Failed),
    (S::NotStarted, E::Connect, S::Running),
    (S::Running, E::Stop, S::Stopping),
    (S::Running, E::Stopped, S::Stopped),
    (S::Running, E::Complete, S::Completed),
    (S::Running, E::Fail, S::Failed),
    (S::Running, E::Disconnect, S::Disconnected),
    (S::Stopping, E::Stopped, S::Stopped),
    (S::Stopping, E::Complete, S::Completed),
    (S::Stopping, E::Fail, S::Failed),
    (S::Disconnected, E::Connect, S::Running),
    (S::Disconnected, E::Stopped, S::Stopped),
    (S::Disconnected, E::Complete, S::Completed),
    (S::Disconnected, E::Fail, S::Failed),
];

/// Number and name, as the specification has them.
const NAMES: &[(PipelineState, i32, &str)] = &[
    (S::NotStarted, 0, "NotStarted"),
    (S::Running, 1, "Running"),
    (S::Stopping, 2, "Stopping"),
    (S::Stopped, 3, "Stopped"),
    (S::Completed, 4, "Completed"),
    (S::Failed, 5, "Failed"),
    (S::Disconnected, 6, "Disconnected"),
];

impl PipelineState {
    /// Where a step leads from here; `None` where it may not be taken.
    pub fn after(self, step: PipelineStep) -> Option<Self> {
        let mut rows = TRANSITIONS.iter();
        rows.find(|(from, by, _)| *from == self && *by == step).map(|(.., to)| *to)
    }

    /// The step that leads into this state when the other end says it; `None` where none does.
    pub fn step(self) -> Option<PipelineStep> {
        match self {
            Self::NotStarted => None,
            Self::Running => Some(E::Start),
            Self::Stopping => Some(E::Stop),
            Self::Stopped => Some(E::Stopped),
            Self::Completed => Some(E::Complete),
            Self::Failed => Some(E::Fail),
            Self::Disconnected => Some(E::Disconnect),
        }
    }

    /// The state of this number.
    pub fn from_number(number: i32) -> Option<Self> {
        NAMES.iter().find(|(_, own, _)| *own == number).map(|(state, ..)| *state)
    }

    /// The number on the wire.
    pub fn number(self) -> i32 {
        NAMES.iter().find(|(state, ..)| *state == self).map_or(0, |(_, number, _)| *number)
    }

    /// The name that the specification gives it.
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(state, ..)| *state == self).map_or("", |(.., name)| *name)
    }

    /// Whether nothing more will come.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Stopped | Self::Completed | Self::Failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_final_state_is_never_left() {
        assert!(TRANSITIONS.iter().all(|(from, ..)| !from.is_final()));
        assert_eq!(S::NotStarted.after(E::Start), Some(S::Running));
        assert_eq!(S::Completed.after(E::Stop), None);
    }

    #[test]
    fn numbers_are_those_of_the_specification() {
        for number in 0..7 {
            assert_eq!(PipelineState::from_number(number).map(PipelineState::number), Some(number));
        }
        assert_eq!(PipelineState::from_number(7), None);
    }
}
