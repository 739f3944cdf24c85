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
    /// A loop over one item. `follow` is the unit that must come next, where that is known.
    RepeatItem {
        item: Item,
        min: u32,
        max: u32,
        lazy: bool,
        back: bool,
        follow: Option<u16>,
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

/// A compiled pattern.
#[derive(Debug)]
pub(crate) struct Program {
    pub(crate) instructions: Vec<Instruction>,
    pub(crate) registers: usize,
    pub(crate) slots: usize,
    pub(crate) right_to_left: bool,
    /// Every match begins with a member, where that is known.
    pub(crate) first: Option<CharSet>,
    /// A match can begin nowhere but at the start of the text.
    pub(crate) anchored_at_start: bool,
    /// A match can begin nowhere but where the search begins.
    pub(crate) anchored_at_search_start: bool,
    pub(crate) culture: crate::unicode::CaseCulture,
}
