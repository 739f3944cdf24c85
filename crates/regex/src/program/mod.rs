//! The program that the matcher runs.

mod analysis;
mod compiler;

use std::sync::Arc;

use crate::syntax::tree::Anchor;
use crate::unicode::CharSet;

pub(crate) use analysis::can_match_empty;
pub(crate) use compiler::compile;

/// Index of an instruction.
pub(crate) type Address = u32;

/// Index of a register. Registers hold positions and counters.
pub(crate) type Register = u32;

/// What a single-unit loop repeats.
#[derive(Clone, Debug)]
pub(crate) enum Item {
    Unit(u16),
    Set(Arc<CharSet>),
}

impl Item {
    #[inline]
    pub(crate) fn contains(&self, unit: u16) -> bool {
        match self {
            Self::Unit(own) => *own == unit,
            Self::Set(set) => set.contains(unit),
        }
    }

    /// Whether no unit is in both.
    pub(crate) fn excludes(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Unit(unit), item) | (item, Self::Unit(unit)) => !item.contains(*unit),
            (Self::Set(one), Self::Set(two)) => one.is_disjoint(two),
        }
    }
}

/// One instruction. `back` means that units are taken to the left of the position.
#[derive(Clone, Debug)]
pub(crate) enum Instruction {
    Unit {
        unit: u16,
        back: bool,
    },
    /// Several units; in text order whatever the direction.
    Text {
        units: Box<[u16]>,
        back: bool,
    },
    Set {
        set: Arc<CharSet>,
        back: bool,
    },
    /// A loop over one item. `follow` is what must come next, where that is known;
    /// `exclusive` says that it excludes the item, so that giving back can never help.
    RepeatItem {
        item: Item,
        min: u32,
        max: u32,
        lazy: bool,
        back: bool,
        follow: Option<Item>,
        exclusive: bool,
    },
    Anchor(Anchor),
    BackReference {
        slot: u32,
        ignore_case: bool,
        empty_when_unset: bool,
        back: bool,
    },
    /// Go on, and come back to `other` if that fails.
    Branch {
        other: Address,
    },
    Jump {
        to: Address,
    },
    /// Sets the counter of a general loop to zero.
    LoopInit {
        counter: Register,
    },
    /// Decides after `counter` iterations whether to iterate again (the next instruction) or to go
    /// to `exit`. An iteration that matched the empty string is the last.
    LoopTest {
        counter: Register,
        min: u32,
        max: u32,
        lazy: bool,
        exit: Address,
    },
    /// Begins an iteration: counts it and notes the position in the register after the counter.
    LoopIterate {
        counter: Register,
    },
    CaptureStart {
        register: Register,
    },
    CaptureEnd {
        register: Register,
        slot: Option<u32>,
        uncapture: Option<u32>,
    },
    /// Notes how many choices are open.
    AtomicEnter {
        register: Register,
    },
    /// Forgets the choices opened since `AtomicEnter`.
    AtomicLeave {
        register: Register,
    },
    /// Notes choices and position.
    LookEnter {
        register: Register,
    },
    /// Forgets the choices and goes back to the position.
    LookLeave {
        register: Register,
    },
    /// Notes choices; if what follows fails, goes on at `other` with the position.
    TestEnter {
        register: Register,
        other: Address,
    },
    /// What followed `TestEnter` matched: undoes it all and fails.
    NegativeLeave {
        register: Register,
    },
    /// Goes on if the group has a capture, else to `other`.
    IfGroup {
        slot: u32,
        other: Address,
    },
    Match,
}

/// An endless loop that every match begins with, and what must follow it. The two exclude each
/// other: where a run is followed by something else, no match begins anywhere in that run.
#[derive(Debug)]
pub(crate) struct LeadingRun {
    pub(crate) item: Item,
    pub(crate) follow: Item,
}

/// A compiled pattern.
#[derive(Debug)]
pub(crate) struct Program {
    pub(crate) instructions: Vec<Instruction>,
    pub(crate) registers: usize,
    pub(crate) slots: usize,
    pub(crate) right_to_left: bool,
    /// Every match begins with a member, where that is known.
    pub(crate) first: Option<CharSet>,
    /// Every match begins with this run of units.
    pub(crate) leading_run: Option<LeadingRun>,
    /// A match can begin nowhere but at the start of the text.
    pub(crate) anchored_at_start: bool,
    /// A match can begin nowhere but where the search begins.
    pub(crate) anchored_at_search_start: bool,
    pub(crate) culture: crate::unicode::CaseCulture,
}
