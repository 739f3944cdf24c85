//! The numbers and names of a pattern's groups.

use std::collections::HashMap;

/// Groups in ascending order of their numbers. The place of a group in that order is its *slot*;
/// group 0, the whole match, has slot 0. Numbers may have gaps: `(?<5>a)`.
#[derive(Clone, Debug, Default)]
pub struct GroupTable {
    numbers: Vec<u32>,
    names: Vec<String>,
    slots: HashMap<String, usize>,
    /// For each slot: where in the pattern the group was first seen.
    positions: Vec<usize>,
}

impl GroupTable {
    /// How many groups there are, group 0 included.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Never true: group 0 is always there.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// The numbers in ascending order.
    pub fn numbers(&self) -> &[u32] {
        &self.numbers
    }

    /// The names in order of the groups' numbers; an unnamed group's name is its number.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The slot of a group number.
    pub fn slot_of_number(&self, number: u32) -> Option<usize> {
        if self.numbers.get(number as usize) == Some(&number) {
            return Some(number as usize);
        }
        self.numbers.binary_search(&number).ok()
    }

    /// The slot of a group name; a number in digits is a name too.
    pub fn slot_of_name(&self, name: &str) -> Option<usize> {
        self.slots.get(name).copied()
    }

    /// The slot of a name that was given in the pattern: digits do not count.
    pub(crate) fn slot_of_given_name(&self, name: &str) -> Option<usize> {
        self.slot_of_name(name).filter(|_| !name.starts_with(|c: char| c.is_ascii_digit()))
    }

    pub(crate) fn last_number(&self) -> u32 {
        self.numbers.last().copied().unwrap_or(0)
    }

    pub(crate) fn position(&self, slot: usize) -> usize {
        self.positions.get(slot).copied().unwrap_or(usize::MAX)
    }
}

/// Collects groups while the pattern is scanned for them.
#[derive(Debug, Default)]
pub(crate) struct GroupCollector {
    unnamed: u32,
    numbered: HashMap<u32, usize>,
    named: Vec<(String, usize)>,
}

impl GroupCollector {
    pub(crate) fn unnamed(&mut self, position: usize) {
        self.unnamed += 1;
        self.number(self.unnamed, position);
    }

    pub(crate) fn number(&mut self, number: u32, position: usize) {
        self.numbered.entry(number).or_insert(position);
    }

    pub(crate) fn name(&mut self, name: String, position: usize) {
        if !self.named.iter().any(|known| known.0 == name) {
            self.named.push((name, position));
        }
    }

    /// Named groups take the free numbers that follow the unnamed groups.
    pub(crate) fn finish(self) -> GroupTable {
        let mut groups: Vec<(u32, String, usize)> =
            self.numbered.iter().map(|(&n, &at)| (n, n.to_string(), at)).collect();
        groups.push((0, "0".to_owned(), 0));
        let mut next = self.unnamed + 1;
        for (name, position) in self.named {
            while self.numbered.contains_key(&next) {
                next += 1;
            }
            groups.push((next, name, position));
            next += 1;
        }
        groups.sort_by_key(|group| group.0);
        let mut table = GroupTable::default();
        for (slot, (number, name, position)) in groups.into_iter().enumerate() {
            table.numbers.push(number);
            table.slots.insert(name.clone(), slot);
            table.names.push(name);
            table.positions.push(position);
        }
        table
    }
}

#[cfg(test)]
mod tests {
    use super::GroupCollector;

    #[test]
    fn names_come_after_unnamed_groups_and_skip_taken_numbers() {
        let mut collector = GroupCollector::default();
        collector.name("first".to_owned(), 1);
        collector.unnamed(2);
        collector.number(2, 3);
        collector.name("second".to_owned(), 4);
        collector.name("first".to_owned(), 5);
        let table = collector.finish();
        assert_eq!(table.numbers(), [0, 1, 2, 3, 4]);
        assert_eq!(table.names(), ["0", "1", "2", "first", "second"]);
    }

    #[test]
    fn sparse_numbers_have_dense_slots() {
        let mut collector = GroupCollector::default();
        collector.number(1, 0);
        collector.number(5, 1);
        let table = collector.finish();
        assert_eq!(table.slot_of_number(5), Some(2));
        assert_eq!(table.slot_of_number(2), None);
        assert_eq!(table.slot_of_name("5"), Some(2));
    }
}
