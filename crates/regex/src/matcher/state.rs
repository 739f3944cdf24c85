//! The matcher's memory: open choices, the undo log, registers and captures.

use super::budget::Stopped;

/// One capture, in units from the start of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// What an open choice does when the match comes back to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FrameKind {
    /// Goes on at its address and position.
    Resume,
    /// A greedy single-unit loop: gives one unit back, as long as the position is not at `limit`.
    GiveBack,
    /// A lazy single-unit loop: takes one unit more, at most `limit` times.
    TakeMore,
}

/// An open choice.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub(super) kind: FrameKind,
    pub(super) address: u32,
    pub(super) position: u32,
    pub(super) limit: u32,
    /// Height of the undo log when the choice was opened.
    trail: u32,
}

/// How to undo one change.
#[derive(Clone, Copy, Debug)]
enum Undo {
    Register {
        register: u32,
        value: u32,
    },
    /// A capture was added.
    Added {
        slot: u32,
    },
    /// A capture was taken away.
    Removed {
        slot: u32,
        span: Span,
    },
}

/// More open choices than this (some hundred megabytes) is out of memory.
const MAX_FRAMES: usize = 1 << 24;

/// Kept between matches so that a match allocates nothing.
#[derive(Debug, Default)]
pub(crate) struct State {
    pub(super) frames: Vec<Frame>,
    trail: Vec<Undo>,
    registers: Vec<u32>,
    captures: Vec<Vec<Span>>,
}

impl State {
    pub(super) fn prepare(&mut self, registers: usize, slots: usize) {
        self.registers.clear();
        self.registers.resize(registers, 0);
        self.captures.resize_with(slots, Vec::new);
        self.restart();
    }

    /// Forgets everything about an attempt.
    pub(super) fn restart(&mut self) {
        self.frames.clear();
        self.trail.clear();
        for captures in &mut self.captures {
            captures.clear();
        }
    }

    /// Whether so much is in use that the match must end.
    pub(super) fn check_size(&self) -> Result<(), Stopped> {
        if self.frames.len().max(self.trail.len()) > MAX_FRAMES {
            Err(Stopped::OutOfMemory)
        } else {
            Ok(())
        }
    }

    /// Gives back memory that an unusual match needed.
    pub(super) fn trim(&mut self) {
        const KEEP: usize = 1 << 16;
        if self.frames.capacity() > KEEP {
            self.frames = Vec::new();
        }
        if self.trail.capacity() > KEEP {
            self.trail = Vec::new();
        }
    }

    pub(super) fn push_frame(&mut self, kind: FrameKind, address: u32, position: u32, limit: u32) {
        let trail = self.trail.len() as u32;
        self.frames.push(Frame { kind, address, position, limit, trail });
    }

    pub(super) fn register(&self, register: u32) -> u32 {
        self.registers[register as usize]
    }

    /// Sets a register that backtracking restores.
    pub(super) fn set_register(&mut self, register: u32, value: u32) {
        if !self.frames.is_empty() {
            let value = self.registers[register as usize];
            self.trail.push(Undo::Register { register, value });
        }
        self.registers[register as usize] = value;
    }

    /// Sets a register of an atomic group or a look-around. It needs no undoing: no choice inside
    /// survives the group, so the value is never read again after the group was left.
    pub(super) fn set_scratch_register(&mut self, register: u32, value: u32) {
        self.registers[register as usize] = value;
    }

    pub(super) fn last_capture(&self, slot: u32) -> Option<Span> {
        self.captures[slot as usize].last().copied()
    }

    pub(super) fn add_capture(&mut self, slot: u32, span: Span) {
        if !self.frames.is_empty() {
            self.trail.push(Undo::Added { slot });
        }
        self.captures[slot as usize].push(span);
    }

    pub(super) fn remove_capture(&mut self, slot: u32) {
        if let Some(span) = self.captures[slot as usize].pop()
            && !self.frames.is_empty()
        {
            self.trail.push(Undo::Removed { slot, span });
        }
    }

    /// Undoes every change made since `frame` was opened.
    pub(super) fn unwind(&mut self, frame: Frame) {
        while self.trail.len() > frame.trail as usize {
            match self.trail.pop() {
                Some(Undo::Register { register, value }) => {
                    self.registers[register as usize] = value;
                }
                Some(Undo::Added { slot }) => {
                    self.captures[slot as usize].pop();
                }
                Some(Undo::Removed { slot, span }) => self.captures[slot as usize].push(span),
                None => return,
            }
        }
    }

    /// The captures of every group after a match.
    pub(crate) fn captures(&self) -> &[Vec<Span>] {
        &self.captures
    }
}
