//! What may stop a match.

use std::fmt;

/// Why a match was stopped before it had an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// The time that the caller allowed is over (`RegexMatchTimeoutException`).
    TimedOut,
    /// The caller does not want the answer any more.
    Cancelled,
    /// Backtracking needs more memory than a match may have.
    OutOfMemory,
}

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TimedOut => {
                "The Regex engine has timed out while trying to match a pattern to an input \
                 string. This can occur for many reasons, including very large inputs or excessive \
                 backtracking caused by nested quantifiers, back-references and other factors."
            }
            Self::Cancelled => "The match was cancelled.",
            Self::OutOfMemory => "The match needs more memory than it may have.",
        })
    }
}

impl std::error::Error for Stopped {}

/// Asked now and then, every few thousand steps, whether a match may go on.
pub trait Budget {
    /// `Err` ends the match.
    fn check(&mut self) -> Result<(), Stopped>;

    /// Whether the caller set a time limit (`Regex.MatchTimeout`). Such a match always runs step by
    /// step, so that it times out where .NET does: the linear-time engine would just finish.
    fn has_time_limit(&self) -> bool {
        false
    }
}

/// No limit.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unlimited;

impl Budget for Unlimited {
    fn check(&mut self) -> Result<(), Stopped> {
        Ok(())
    }
}

/// A limit in checks, for tests and for callers without a clock.
#[derive(Clone, Copy, Debug)]
pub struct CheckLimit {
    /// How many checks are left.
    pub remaining: u32,
}

impl Budget for CheckLimit {
    fn check(&mut self) -> Result<(), Stopped> {
        self.remaining = self.remaining.checked_sub(1).ok_or(Stopped::TimedOut)?;
        Ok(())
    }

    fn has_time_limit(&self) -> bool {
        true
    }
}

/// A budget that ends at its first check, for a match that something else can take over.
pub(crate) struct Patience<'b> {
    inner: &'b mut dyn Budget,
    exhausted: bool,
}

impl<'b> Patience<'b> {
    pub(crate) fn new(inner: &'b mut dyn Budget) -> Self {
        Self { inner, exhausted: false }
    }

    /// Whether the match was stopped here, and not by the caller's budget.
    pub(crate) fn exhausted(&self) -> bool {
        self.exhausted
    }
}

impl Budget for Patience<'_> {
    fn check(&mut self) -> Result<(), Stopped> {
        self.inner.check()?;
        self.exhausted = true;
        Err(Stopped::TimedOut)
    }
}
