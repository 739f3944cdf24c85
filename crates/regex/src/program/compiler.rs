//! From syntax tree to program.

use super::analysis::{begins_with, can_match_empty, first_set};
use super::{Address, Instruction, Item, LeadingRun, Program, Register};
use crate::syntax::tree::{Anchor, Node, UNBOUNDED};
use crate::unicode::CaseCulture;

/// Compiles a tree. `slots` counts the groups, group 0 included.
pub(crate) fn compile(
    tree: &Node,
    slots: usize,
    right_to_left: bool,
    culture: CaseCulture,
) -> Program {
    let mut compiler = Compiler { instructions: Vec::new(), registers: 0 };
    compiler.node(tree, right_to_left);
    compiler.emit(Instruction::Match);
    compiler.note_what_follows();
    Program {
        leading_run: if right_to_left { None } else { compiler.leading_run() },
        instructions: compiler.instructions,
        registers: compiler.registers as usize,
        slots,
        right_to_left,
        first: if right_to_left { None } else { first_set(tree) },
        anchored_at_start: !right_to_left && begins_with(tree, Anchor::Start),
        anchored_at_search_start: !right_to_left && begins_with(tree, Anchor::SearchStart),
        culture,
    }
}

struct Compiler {
    instructions: Vec<Instruction>,
    registers: Register,
}

/// Stands for an address that is not known yet.
const UNKNOWN: Address = Address::MAX;

impl Compiler {
    fn emit(&mut self, instruction: Instruction) -> usize {
        self.instructions.push(instruction);
        self.instructions.len() - 1
    }

    fn here(&self) -> Address {
        self.instructions.len() as Address
    }

    fn take_registers(&mut self, count: Register) -> Register {
        let first = self.registers;
        self.registers += count;
        first
    }

    /// Lets the jump at `index` go to the next instruction.
    fn land(&mut self, index: usize) {
        let here = self.here();
        match self.instructions.get_mut(index) {
            Some(
                Instruction::Branch { other: target }
                | Instruction::Jump { to: target }
                | Instruction::LoopTest { exit: target, .. }
                | Instruction::TestEnter { other: target, .. }
                | Instruction::IfGroup { other: target, .. },
            ) => *target = here,
            _ => debug_assert!(false, "only jumps land"),
        }
    }

    fn node(&mut self, node: &Node, back: bool) {
        match node {
            Node::Empty => {}
            Node::Unit(unit) => {
                self.emit(Instruction::Unit { unit: *unit, back });
            }
            Node::Set(set) => {
                self.emit(Instruction::Set { set: set.clone(), back });
            }
            Node::Anchor(anchor) => {
                self.emit(Instruction::Anchor(*anchor));
            }
            Node::BackReference { slot, ignore_case, empty_when_unset } => {
                self.emit(Instruction::BackReference {
                    slot: *slot as u32,
                    ignore_case: *ignore_case,
                    empty_when_unset: *empty_when_unset,
                    back,
                });
            }
            Node::Concat(items) => self.concat(items, back),
            Node::Alternate(choices) => self.alternate(choices, back),
            Node::Capture { slot, uncapture, body } => {
                let register = self.take_registers(1);
                self.emit(Instruction::CaptureStart { register });
                self.node(body, back);
                self.emit(Instruction::CaptureEnd {
                    register,
                    slot: slot.map(|slot| slot as u32),
                    uncapture: uncapture.map(|slot| slot as u32),
                });
            }
            Node::Atomic(body) => {
                let register = self.take_registers(1);
                self.emit(Instruction::AtomicEnter { register });
                self.node(body, back);
                self.emit(Instruction::AtomicLeave { register });
            }
            Node::Look { behind, negative: false, body } => {
                let register = self.take_registers(2);
                self.emit(Instruction::LookEnter { register });
                self.node(body, *behind);
                self.emit(Instruction::LookLeave { register });
            }
            Node::Look { behind, negative: true, body } => {
                let register = self.take_registers(2);
                let enter = self.emit(Instruction::TestEnter { register, other: UNKNOWN });
                self.node(body, *behind);
                self.emit(Instruction::NegativeLeave { register });
                self.land(enter);
            }
            Node::IfGroup { slot, yes, no } => {
                let test = self.emit(Instruction::IfGroup { slot: *slot as u32, other: UNKNOWN });
                self.then_else(test, yes, no, back);
            }
            Node::IfLook { condition, yes, no } => {
                let register = self.take_registers(2);
                let enter = self.emit(Instruction::TestEnter { register, other: UNKNOWN });
                self.node(condition, back);
                self.emit(Instruction::LookLeave { register });
                self.then_else(enter, yes, no, back);
            }
            Node::Repeat { body, min, max, lazy } => self.repeat(body, *min, *max, *lazy, back),
        }
    }

    fn then_else(&mut self, test: usize, yes: &Node, no: &Node, back: bool) {
        self.node(yes, back);
        let end = self.emit(Instruction::Jump { to: UNKNOWN });
        self.land(test);
        self.node(no, back);
        self.land(end);
    }

    /// Items follow each other in the direction of the match; literals in a row become one text.
    fn concat(&mut self, items: &[Node], back: bool) {
        let mut rest = items;
        while !rest.is_empty() {
            let literals = if back {
                rest.iter().rev().take_while(|item| matches!(item, Node::Unit(_))).count()
            } else {
                rest.iter().take_while(|item| matches!(item, Node::Unit(_))).count()
            };
            let take = literals.max(1);
            let (now, later) = if back {
                let (later, now) = rest.split_at(rest.len() - take);
                (now, later)
            } else {
                rest.split_at(take)
            };
            rest = later;
            if literals > 1 {
                let units = now.iter().filter_map(|item| match item {
                    Node::Unit(unit) => Some(*unit),
                    _ => None,
                });
                let units = units.collect();
                self.emit(Instruction::Text { units, back });
            } else if let Some(item) = now.first() {
                self.node(item, back);
            }
        }
    }

    fn alternate(&mut self, choices: &[Node], back: bool) {
        let Some((last, others)) = choices.split_last() else {
            return;
        };
        let mut ends = Vec::with_capacity(others.len());
        for choice in others {
            let branch = self.emit(Instruction::Branch { other: UNKNOWN });
            self.node(choice, back);
            ends.push(self.emit(Instruction::Jump { to: UNKNOWN }));
            self.land(branch);
        }
        self.node(last, back);
        for end in ends {
            self.land(end);
        }
    }

    fn repeat(&mut self, body: &Node, min: u32, max: u32, lazy: bool, back: bool) {
        let item = match body {
            _ if max == 0 => return,
            Node::Unit(unit) => Some(Item::Unit(*unit)),
            Node::Set(set) => Some(Item::Set(set.clone())),
            _ => None,
        };
        if let Some(item) = item {
            self.emit(Instruction::RepeatItem {
                item,
                min,
                max,
                lazy,
                back,
                follow: None,
                exclusive: false,
            });
        } else if (min, max) == (1, 1) {
            self.node(body, back);
        } else if !lazy && (min, max) == (0, 1) {
            let branch = self.emit(Instruction::Branch { other: UNKNOWN });
            self.node(body, back);
            self.land(branch);
        } else if !lazy && min <= 1 && max == UNBOUNDED && !can_match_empty(body) {
            self.endless(body, min, back);
        } else {
            let counter = self.take_registers(2);
            self.emit(Instruction::LoopInit { counter });
            let test = self.emit(Instruction::LoopTest { counter, min, max, lazy, exit: UNKNOWN });
            self.emit(Instruction::LoopIterate { counter });
            self.node(body, back);
            self.emit(Instruction::Jump { to: test as Address });
            self.land(test);
        }
    }

    /// `*` or `+` over a body that always consumes something needs no counter.
    fn endless(&mut self, body: &Node, min: u32, back: bool) {
        let start = self.here();
        if min == 1 {
            self.node(body, back);
        }
        let branch = self.emit(Instruction::Branch { other: UNKNOWN });
        if min == 0 {
            self.node(body, back);
        }
        self.emit(Instruction::Jump { to: start });
        self.land(branch);
    }

    /// Tells single-unit loops what must follow, so that they give back only to where that is. A
    /// jump target is no obstacle: every path out of the loop goes through its successor.
    fn note_what_follows(&mut self) {
        for index in 0..self.instructions.len() {
            let next = self.item_at(index + 1);
            if let Some(Instruction::RepeatItem { item, follow, exclusive, back, .. }) =
                self.instructions.get_mut(index)
                && let Some((next, next_back)) = next
                && next_back == *back
            {
                *exclusive = item.excludes(&next);
                *follow = Some(next);
            }
        }
    }

    fn leading_run(&self) -> Option<LeadingRun> {
        let first = self
            .instructions
            .iter()
            .find(|instruction| !matches!(instruction, Instruction::CaptureStart { .. }))?;
        match first {
            Instruction::RepeatItem {
                item,
                min: 1..,
                max: UNBOUNDED,
                back: false,
                exclusive: true,
                follow: Some(follow),
                ..
            } => Some(LeadingRun { item: item.clone(), follow: follow.clone() }),
            _ => None,
        }
    }

    /// What the program takes first from `index` on, with the direction, if it takes something
    /// whatever happens. Instructions that take nothing and go on are passed over.
    fn item_at(&self, index: usize) -> Option<(Item, bool)> {
        let next = self.instructions.get(index..)?.iter().find(|instruction| {
            !matches!(
                instruction,
                Instruction::CaptureStart { .. }
                    | Instruction::CaptureEnd { .. }
                    | Instruction::AtomicEnter { .. }
                    | Instruction::AtomicLeave { .. }
                    | Instruction::Anchor(_)
            )
        })?;
        match next {
            Instruction::Unit { unit, back } => Some((Item::Unit(*unit), *back)),
            Instruction::Set { set, back } => Some((Item::Set(set.clone()), *back)),
            Instruction::RepeatItem { item, min: 1.., back, .. } => Some((item.clone(), *back)),
            Instruction::Text { units, back } => {
                let unit = if *back { units.last() } else { units.first() };
                unit.map(|&unit| (Item::Unit(unit), *back))
            }
            _ => None,
        }
    }
}
