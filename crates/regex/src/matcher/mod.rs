//! The backtracking matcher.
//!
//! It runs a [`Program`] with an explicit stack of open choices and an undo log, so neither pattern
//! nor text can exhaust the call stack, and it asks the [`Budget`] every few thousand steps.

mod anchors;
mod budget;
mod state;

pub(crate) use budget::Patience;
pub use budget::{Budget, CheckLimit, Stopped, Unlimited};
pub(crate) use state::{Span, State};

use state::{Frame, FrameKind};

use crate::program::{Instruction, Item, Program};
use crate::subject::Units;
use crate::unicode::case;

/// Steps between two questions to the budget.
const STEPS_PER_CHECK: i64 = 4096;

/// Marks a loop that has not begun an iteration.
const NO_POSITION: u32 = u32::MAX;

/// A match of a program against a text.
pub(crate) struct Matcher<'a, U> {
    program: &'a Program,
    units: U,
    search_start: usize,
    state: &'a mut State,
    budget: &'a mut dyn Budget,
    fuel: i64,
}

impl<'a, U: Units> Matcher<'a, U> {
    pub(crate) fn new(
        program: &'a Program,
        units: U,
        state: &'a mut State,
        budget: &'a mut dyn Budget,
    ) -> Self {
        Self { program, units, search_start: 0, state, budget, fuel: STEPS_PER_CHECK }
    }

    /// Searches from `start` in the program's direction; the answer is the span of the match, and
    /// the state then holds the captures.
    pub(crate) fn search(&mut self, start: usize) -> Result<Option<Span>, Stopped> {
        self.search_start = start;
        self.state.prepare(self.program.registers, self.program.slots);
        let found = self.search_prepared(start);
        self.state.trim();
        found
    }

    fn search_prepared(&mut self, start: usize) -> Result<Option<Span>, Stopped> {
        if self.program.right_to_left {
            for begin in (0..=start).rev() {
                if let Some(end) = self.attempt(begin)? {
                    return Ok(Some(Span { start: end, end: begin as u32 }));
                }
            }
            return Ok(None);
        }
        let last = if self.program.anchored_at_start && start > 0 {
            return Ok(None);
        } else if self.program.anchored_at_start || self.program.anchored_at_search_start {
            start
        } else {
            self.units.len()
        };
        let mut begin = start;
        while begin <= last {
            if let Some(first) = &self.program.first {
                while begin < self.units.len() && !first.contains(self.units.at(begin)) {
                    begin += 1;
                }
                if begin >= self.units.len() || begin > last {
                    return Ok(None);
                }
            }
            if let Some(run) = &self.program.leading_run {
                let length = self.run_length(&run.item, begin, usize::MAX, false);
                self.spend(length as i64 / 16)?;
                if !self.follows(begin + length, false, Some(&run.follow)) {
                    begin += length + 1;
                    continue;
                }
            }
            if let Some(end) = self.attempt(begin)? {
                return Ok(Some(Span { start: begin as u32, end }));
            }
            begin += 1;
        }
        Ok(None)
    }

    fn spend(&mut self, steps: i64) -> Result<(), Stopped> {
        self.fuel -= steps;
        if self.fuel <= 0 {
            self.fuel = STEPS_PER_CHECK;
            self.state.check_size()?;
            self.budget.check()?;
        }
        Ok(())
    }

    /// Runs the program at one position; the answer is where the match ends.
    fn attempt(&mut self, begin: usize) -> Result<Option<u32>, Stopped> {
        self.state.restart();
        let program = self.program;
        let mut address = 0usize;
        let mut position = begin;
        loop {
            self.spend(1)?;
            let next = match &program.instructions[address] {
                Instruction::Unit { unit, back } => {
                    self.take(position, *back).filter(|taken| taken.0 == *unit).map(|taken| taken.1)
                }
                Instruction::Text { units, back } => self.take_text(position, units, *back),
                Instruction::Set { set, back } => self
                    .take(position, *back)
                    .filter(|taken| set.contains(taken.0))
                    .map(|taken| taken.1),
                Instruction::RepeatItem { .. } => self.repeat_item(address, position)?,
                Instruction::Anchor(anchor) => {
                    anchors::holds(*anchor, self.units, position, self.search_start)
                        .then_some(position)
                }
                Instruction::BackReference { slot, ignore_case, empty_when_unset, back } => {
                    self.back_reference(*slot, *ignore_case, *empty_when_unset, *back, position)?
                }
                Instruction::Match => return Ok(Some(position as u32)),
                control => match self.control(control, address, position) {
                    Some((to, at)) => {
                        address = to;
                        position = at;
                        continue;
                    }
                    None => None,
                },
            };
            match next {
                Some(at) => {
                    position = at;
                    address += 1;
                }
                None => match self.backtrack()? {
                    Some((to, at)) => {
                        address = to;
                        position = at;
                    }
                    None => return Ok(None),
                },
            }
        }
    }

    /// Runs an instruction that consumes nothing; the answer is where to go on, `None` is failure.
    #[inline]
    fn control(
        &mut self,
        instruction: &Instruction,
        address: usize,
        position: usize,
    ) -> Option<(usize, usize)> {
        let state = &mut *self.state;
        let here = position as u32;
        match instruction {
            Instruction::Branch { other } => state.push_frame(FrameKind::Resume, *other, here, 0),
            Instruction::Jump { to } => return Some((*to as usize, position)),
            Instruction::LoopInit { counter } => {
                state.set_register(*counter, 0);
                state.set_register(*counter + 1, NO_POSITION);
            }
            Instruction::LoopTest { counter, min, max, lazy, exit } => {
                let done = state.register(*counter);
                let was_empty = state.register(*counter + 1) == here;
                if done < *min {
                    // Too few iterations so far: another one without a choice.
                } else if done >= *max || was_empty {
                    return Some((*exit as usize, position));
                } else if *lazy {
                    state.push_frame(FrameKind::Resume, address as u32 + 1, here, 0);
                    return Some((*exit as usize, position));
                } else {
                    state.push_frame(FrameKind::Resume, *exit, here, 0);
                }
            }
            Instruction::LoopIterate { counter } => {
                let done = state.register(*counter);
                state.set_register(*counter, done.saturating_add(1));
                state.set_register(*counter + 1, here);
            }
            Instruction::CaptureStart { register } => state.set_register(*register, here),
            Instruction::CaptureEnd { register, slot, uncapture } => {
                let begin = state.register(*register);
                let own = Span { start: begin.min(here), end: begin.max(here) };
                capture(state, own, *slot, *uncapture)?;
            }
            Instruction::AtomicEnter { register } => {
                let height = state.frames.len() as u32;
                state.set_scratch_register(*register, height);
            }
            Instruction::AtomicLeave { register } => {
                let height = state.register(*register) as usize;
                state.frames.truncate(height);
            }
            Instruction::LookEnter { register } => {
                let height = state.frames.len() as u32;
                state.set_scratch_register(*register, height);
                state.set_scratch_register(*register + 1, here);
            }
            Instruction::LookLeave { register } => {
                let height = state.register(*register) as usize;
                state.frames.truncate(height);
                return Some((address + 1, state.register(*register + 1) as usize));
            }
            Instruction::TestEnter { register, other } => {
                let height = state.frames.len() as u32;
                state.set_scratch_register(*register, height);
                state.set_scratch_register(*register + 1, here);
                state.push_frame(FrameKind::Resume, *other, here, 0);
            }
            Instruction::NegativeLeave { register } => {
                let height = state.register(*register) as usize;
                if let Some(&frame) = state.frames.get(height) {
                    state.unwind(frame);
                }
                state.frames.truncate(height);
                return None;
            }
            Instruction::IfGroup { slot, other } => {
                if state.last_capture(*slot).is_none() {
                    return Some((*other as usize, position));
                }
            }
            _ => return None,
        }
        Some((address + 1, position))
    }

    /// Goes back to the last open choice.
    fn backtrack(&mut self) -> Result<Option<(usize, usize)>, Stopped> {
        while let Some(frame) = self.state.frames.pop() {
            self.state.unwind(frame);
            let address = frame.address as usize;
            let next = match frame.kind {
                FrameKind::Resume => return Ok(Some((address, frame.position as usize))),
                FrameKind::GiveBack => self.give_back(frame)?,
                FrameKind::TakeMore => self.take_more(frame)?,
            };
            if let Some(position) = next {
                return Ok(Some((address + 1, position)));
            }
        }
        Ok(None)
    }

    /// The unit next to `position` and the position behind it.
    #[inline]
    fn take(&self, position: usize, back: bool) -> Option<(u16, usize)> {
        if back {
            let before = position.checked_sub(1)?;
            Some((self.units.at(before), before))
        } else {
            (position < self.units.len()).then(|| (self.units.at(position), position + 1))
        }
    }

    fn take_text(&self, position: usize, text: &[u16], back: bool) -> Option<usize> {
        let start = if back { position.checked_sub(text.len())? } else { position };
        if self.units.len() - start < text.len() {
            return None;
        }
        let same = text.iter().enumerate().all(|(i, &unit)| self.units.at(start + i) == unit);
        same.then_some(if back { start } else { start + text.len() })
    }

    /// Whether the unit next to `position` is one that may follow a loop.
    #[inline]
    fn follows(&self, position: usize, back: bool, follow: Option<&Item>) -> bool {
        follow.is_none_or(|item| {
            self.take(position, back).is_some_and(|taken| item.contains(taken.0))
        })
    }

    /// A loop over one item at its first run.
    fn repeat_item(&mut self, address: usize, start: usize) -> Result<Option<usize>, Stopped> {
        let program = self.program;
        let Instruction::RepeatItem { item, min, max, lazy, back, exclusive, .. } =
            &program.instructions[address]
        else {
            return Ok(None);
        };
        let wanted = if *lazy { *min } else { *max };
        let count = self.run_length(item, start, wanted as usize, *back);
        self.spend(count as i64 / 16)?;
        if count < *min as usize {
            return Ok(None);
        }
        let moved = |by: usize| if *back { start - by } else { start + by };
        let (here, address) = (moved(count), address as u32);
        if *lazy {
            if max > min {
                let kind = FrameKind::TakeMore;
                self.state.push_frame(kind, address, here as u32, max - min);
            }
            return Ok(Some(here));
        }
        // Where what must follow excludes the item, no shorter run can be right.
        if count > *min as usize && !*exclusive {
            let limit = moved(*min as usize) as u32;
            self.state.push_frame(FrameKind::GiveBack, address, here as u32, limit);
        }
        Ok(Some(here))
    }

    /// How many items, at most `wanted`, stand next to `start`.
    #[inline]
    fn run_length(&self, item: &Item, start: usize, wanted: usize, back: bool) -> usize {
        let available = if back { start } else { self.units.len() - start };
        let most = wanted.min(available);
        let mut count = 0;
        if back {
            while count < most && item.contains(self.units.at(start - count - 1)) {
                count += 1;
            }
        } else {
            while count < most && item.contains(self.units.at(start + count)) {
                count += 1;
            }
        }
        count
    }

    fn give_back(&mut self, frame: Frame) -> Result<Option<usize>, Stopped> {
        let program = self.program;
        let Instruction::RepeatItem { back, follow, .. } =
            &program.instructions[frame.address as usize]
        else {
            return Ok(None);
        };
        let mut position = frame.position;
        while position != frame.limit {
            position = if *back { position + 1 } else { position - 1 };
            if self.follows(position as usize, *back, follow.as_ref()) {
                if position != frame.limit {
                    let kind = FrameKind::GiveBack;
                    self.state.push_frame(kind, frame.address, position, frame.limit);
                }
                return Ok(Some(position as usize));
            }
            self.spend(1)?;
        }
        Ok(None)
    }

    fn take_more(&mut self, frame: Frame) -> Result<Option<usize>, Stopped> {
        let program = self.program;
        let Instruction::RepeatItem { item, back, follow, .. } =
            &program.instructions[frame.address as usize]
        else {
            return Ok(None);
        };
        let mut position = frame.position as usize;
        let mut left = frame.limit;
        while left > 0 {
            match self.take(position, *back) {
                Some((unit, next)) if item.contains(unit) => position = next,
                _ => return Ok(None),
            }
            left -= 1;
            if self.follows(position, *back, follow.as_ref()) {
                if left > 0 {
                    let kind = FrameKind::TakeMore;
                    self.state.push_frame(kind, frame.address, position as u32, left);
                }
                return Ok(Some(position));
            }
            self.spend(1)?;
        }
        Ok(None)
    }

    fn back_reference(
        &mut self,
        slot: u32,
        ignore_case: bool,
        empty_when_unset: bool,
        back: bool,
        position: usize,
    ) -> Result<Option<usize>, Stopped> {
        let Some(span) = self.state.last_capture(slot) else {
            return Ok(empty_when_unset.then_some(position));
        };
        let length = (span.end - span.start) as usize;
        self.spend(length as i64 / 16)?;
        let available = if back { position } else { self.units.len() - position };
        if available < length {
            return Ok(None);
        }
        let start = if back { position - length } else { position };
        let culture = self.program.culture;
        let same = (0..length).all(|offset| {
            let a = self.units.at(start + offset);
            let b = self.units.at(span.start as usize + offset);
            a == b || (ignore_case && case::lower(a, culture) == case::lower(b, culture))
        });
        Ok(same.then_some(if back { start } else { start + length }))
    }
}

/// Ends a group: takes the last capture of `uncapture` away and gives `slot` its own. A balancing
/// group captures what lies between the capture it takes away and itself.
fn capture(state: &mut State, own: Span, slot: Option<u32>, uncapture: Option<u32>) -> Option<()> {
    let mut span = own;
    if let Some(other) = uncapture {
        let opened = state.last_capture(other)?;
        span = if own.start >= opened.end {
            Span { start: opened.end, end: own.start }
        } else if own.end <= opened.start {
            Span { start: own.end, end: opened.start }
        } else {
            Span { start: own.start.max(opened.start), end: own.end.min(opened.end) }
        };
        state.remove_capture(other);
    }
    if let Some(slot) = slot {
        state.add_capture(slot, span);
    }
    Some(())
}
