//! Where a shell stands, as its client sees it. All transitions are in one table.

use crate::Error;

/// Where the shell stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Nothing was asked for.
    New,
    /// A request for the shell is on its way.
    Opening,
    /// A request to take the shell over is on its way.
    Connecting,
    /// Usable.
    Open,
    /// A request to leave is on its way.
    Disconnecting,
    /// Left alone.
    Disconnected,
    /// A request to come back is on its way.
    Reconnecting,
    /// A request to end is on its way.
    Closing,
    /// Gone.
    Closed,
}

/// What moves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trigger {
    Open,
    Connect,
    Disconnect,
    Reconnect,
    Close,
    /// What was asked for was done.
    Done,
    /// What was asked for was refused or got lost.
    Failed,
    /// The service says that there is no such shell.
    Lost,
}

use Phase::{Closed, Closing, Connecting, Disconnected, Disconnecting, New, Opening, Reconnecting};

/// From, on what, to.
#[rustfmt::skip]
const TRANSITIONS: &[(Phase, Trigger, Phase)] = &[
    (New,           Trigger::Open,       Opening),
    (New,           Trigger::Connect,    Connecting),
    (Opening,       Trigger::Done,       Phase::Open),
    (Opening,       Trigger::Failed,     Closed),
    (Opening,       Trigger::Close,      Closing),
    (Connecting,    Trigger::Done,       Phase::Open),
    (Connecting,    Trigger::Failed,     Closed),
    (Connecting,    Trigger::Close,      Closing),
    (Phase::Open,   Trigger::Disconnect, Disconnecting),
    // After a broken network the client is still open in its own eyes.
    (Phase::Open,   Trigger::Reconnect,  Reconnecting),
    (Phase::Open,   Trigger::Close,      Closing),
    (Phase::Open,   Trigger::Lost,       Closed),
    (Disconnecting, Trigger::Done,       Disconnected),
    (Disconnecting, Trigger::Failed,     Phase::Open),
    (Disconnecting, Trigger::Close,      Closing),
    (Disconnecting, Trigger::Lost,       Closed),
    (Disconnected,  Trigger::Reconnect,  Reconnecting),
    (Disconnected,  Trigger::Close,      Closing),
    (Reconnecting,  Trigger::Done,       Phase::Open),
    (Reconnecting,  Trigger::Failed,     Disconnected),
    (Reconnecting,  Trigger::Close,      Closing),
    (Reconnecting,  Trigger::Lost,       Closed),
    (Closing,       Trigger::Done,       Closed),
    (Closing,       Trigger::Failed,     Closed),
    (Closing,       Trigger::Lost,       Closed),
];

impl Phase {
    /// Where the shell stands after `trigger`.
    ///
    /// # Errors
    /// [`Error::ApiMisuse`] when the table has no such row.
    pub(super) fn on(self, trigger: Trigger) -> Result<Self, Error> {
        TRANSITIONS
            .iter()
            .find(|(from, on, _)| *from == self && *on == trigger)
            .map(|(_, _, to)| *to)
            .ok_or_else(|| Error::misuse(format!("{trigger:?} while the shell is {self:?}")))
    }
}

#[cfg(test)]
mod tests {
    use super::{Phase, TRANSITIONS, Trigger};

    #[test]
    fn the_table_is_a_function_and_ends() {
        for (index, (from, on, to)) in TRANSITIONS.iter().enumerate() {
            assert_eq!(from.on(*on), Ok(*to));
            assert!(!TRANSITIONS[index + 1..].iter().any(|(f, o, _)| (f, o) == (from, on)));
            assert_ne!(*from, Phase::Closed);
        }
        assert!(Phase::Closed.on(Trigger::Open).is_err());
        assert!(Phase::New.on(Trigger::Close).is_err());
    }
}
