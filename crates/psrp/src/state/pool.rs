//! The states of a runspace pool (MS-PSRP sections 2.2.3.4, RunspacePoolState; 3.1.1.2 and 3.2.1.2,
//! RunspacePool Data).

use super::Transition;

/// The state of a runspace pool.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PoolState {
    /// Nothing was done yet.
    #[default]
    BeforeOpen,
    /// Both ends know what the other speaks, and the runspaces are made.
    Opening,
    /// It takes pipelines.
    Opened,
    /// It is gone.
    Closed,
    /// It is going.
    Closing,
    /// Something went wrong, and it is gone.
    Broken,
    /// The client said what it speaks.
    NegotiationSent,
    /// Both ends know what the other speaks.
    NegotiationSucceeded,
    /// A client takes up a pool that exists.
    Connecting,
    /// It lives on without its client.
    Disconnected,
}

/// What changes the state of a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PoolStep {
    /// A capability goes out, and its answer is awaited.
    Negotiate,
    /// The other end's capability is there and fits.
    Negotiated,
    /// The client asks for runspaces.
    Open,
    /// The client asks for the runspaces of a pool that exists.
    Connect,
    /// The runspaces are there.
    Opened,
    /// One end wants to end it.
    Close,
    /// It ended.
    Closed,
    /// Something went wrong.
    Fail,
    /// The client leaves it.
    Disconnect,
    /// The same process takes a new pool.
    Reuse,
}

use PoolState as S;
use PoolStep as E;

pub(super) const TRANSITIONS: &[Transition<PoolState, PoolStep>] = &[
    (S::BeforeOpen, E::Negotiate, S::NegotiationSent),
    (S::BeforeOpen, E::Negotiated, S::NegotiationSucceeded),
    (S::BeforeOpen, E::Close, S::Closing),
    (S::BeforeOpen, E::Fail, S::Broken),
    (S::NegotiationSent, E::Negotiated, S::NegotiationSucceeded),
    (S::NegotiationSent, E::Close, S::Closing),
    (S::NegotiationSent, E::Fail, S::Broken),
    (S::NegotiationSucceeded, E::Open, S::Opening),
    (S::NegotiationSucceeded, E::Connect, S::Connecting),
    (S::NegotiationSucceeded, E::Close, S::Closing),
    (S::NegotiationSucceeded, E::Fail, S::Broken),
    (S::Opening, E::Opened, S::Opened),
    (S::Opening, E::Close, S::Closing),
    (S::Opening, E::Fail, S::Broken),
    (S::Connecting, E::Opened, S::Opened),
    (S::Connecting, E::Close, S::Closing),
    (S::Connecting, E::Fail, S::Broken),
    (S::Opened, E::Disconnect, S::Disconnected),
    (S::Opened, E::Close, S::Closing),
    (S::Opened, E::Fail, S::Broken),
    (S::Disconnected, E::Connect, S::Connecting),
    (S::Disconnected, E::Opened, S::Opened),
    (S::Disconnected, E::Close, S::Closing),
    (S::Disconnected, E::Fail, S::Broken),
    (S::Closing, E::Closed, S::Closed),
    (S::Closing, E::Fail, S::Broken),
    (S::Closed, E::Reuse, S::BeforeOpen),
    (S::Broken, E::Reuse, S::BeforeOpen),
];

/// Number and name, as the specification has them.
const NAMES: &[(PoolState, i32, &str)] = &[
    (S::BeforeOpen, 0, "BeforeOpen"),
    (S::Opening, 1, "Opening"),
    (S::Opened, 2, "Opened"),
    (S::Closed, 3, "Closed"),
    (S::Closing, 4, "Closing"),
    (S::Broken, 5, "Broken"),
    (S::NegotiationSent, 6, "NegotiationSent"),
    (S::NegotiationSucceeded, 7, "NegotiationSucceeded"),
    (S::Connecting, 8, "Connecting"),
    (S::Disconnected, 9, "Disconnected"),
];

impl PoolState {
    /// Where a step leads from here; `None` where it may not be taken.
    pub fn after(self, step: PoolStep) -> Option<Self> {
        let mut rows = TRANSITIONS.iter();
        rows.find(|(from, by, _)| *from == self && *by == step).map(|(.., to)| *to)
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

    /// Whether it is gone for good.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Closed | Self::Broken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_way() {
        let steps = [E::Negotiate, E::Negotiated, E::Open, E::Opened, E::Close, E::Closed];
        let end = steps.into_iter().try_fold(S::BeforeOpen, PoolState::after);
        assert_eq!(end, Some(S::Closed));
        assert_eq!(S::Closed.after(E::Opened), None);
        assert_eq!(S::BeforeOpen.after(E::Open), None);
    }

    #[test]
    fn numbers_are_those_of_the_specification() {
        for number in 0..10 {
            assert_eq!(PoolState::from_number(number).map(PoolState::number), Some(number));
        }
        assert_eq!(PoolState::from_number(10), None);
        assert_eq!(S::Opened.number(), 2);
    }
}
