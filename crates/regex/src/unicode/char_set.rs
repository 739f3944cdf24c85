//! Sets of UTF-16 code units.

/// A set of UTF-16 code units, kept as sorted, disjoint, non-adjacent inclusive ranges.
///
/// .NET matches code units, not characters, so a set covers `0..=0xFFFF` and surrogates are
/// ordinary members. Membership of ASCII units is one bit test.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(crate) struct CharSet {
    ranges: Vec<(u16, u16)>,
    ascii: u128,
}

impl CharSet {
    /// The set without members.
    pub(crate) fn empty() -> Self {
        Self::default()
    }

    /// The set of all code units.
    pub(crate) fn all() -> Self {
        Self::from_ranges(vec![(0, u16::MAX)])
    }

    /// The set of one code unit.
    pub(crate) fn single(unit: u16) -> Self {
        Self::from_ranges(vec![(unit, unit)])
    }

    /// The set that holds every inclusive range of `ranges`, which may overlap and be unsorted.
    pub(crate) fn from_ranges(mut ranges: Vec<(u16, u16)>) -> Self {
        ranges.sort_unstable();
        let mut merged: Vec<(u16, u16)> = Vec::with_capacity(ranges.len());
        for (low, high) in ranges {
            match merged.last_mut() {
                Some(last) if u32::from(low) <= u32::from(last.1) + 1 => last.1 = last.1.max(high),
                _ => merged.push((low, high)),
            }
        }
        let mut ascii = 0u128;
        for &(low, high) in merged.iter().take_while(|range| range.0 < 128) {
            for unit in low..=high.min(127) {
                ascii |= 1 << unit;
            }
        }
        Self { ranges: merged, ascii }
    }

    /// The ranges in ascending order.
    pub(crate) fn ranges(&self) -> &[(u16, u16)] {
        &self.ranges
    }

    /// One bit for each ASCII unit that is a member.
    pub(crate) fn ascii_bits(&self) -> u128 {
        self.ascii
    }

    /// Whether `unit` is a member.
    #[inline]
    pub(crate) fn contains(&self, unit: u16) -> bool {
        if unit < 128 { self.ascii >> unit & 1 == 1 } else { self.contains_wide(unit) }
    }

    fn contains_wide(&self, unit: u16) -> bool {
        let after = self.ranges.partition_point(|range| range.0 <= unit);
        after > 0 && self.ranges[after - 1].1 >= unit
    }

    /// Whether no unit is a member of both sets.
    pub(crate) fn is_disjoint(&self, other: &Self) -> bool {
        let (mut ours, mut theirs) =
            (self.ranges.iter().peekable(), other.ranges.iter().peekable());
        while let (Some(one), Some(two)) = (ours.peek(), theirs.peek()) {
            if one.1 < two.0 {
                ours.next();
            } else if two.1 < one.0 {
                theirs.next();
            } else {
                return false;
            }
        }
        true
    }

    /// The members of either set.
    pub(crate) fn union(&self, other: &Self) -> Self {
        let mut ranges = self.ranges.clone();
        ranges.extend_from_slice(&other.ranges);
        Self::from_ranges(ranges)
    }

    /// The units that are not members.
    pub(crate) fn negate(&self) -> Self {
        let mut ranges = Vec::with_capacity(self.ranges.len() + 1);
        let mut next = 0u32;
        for &(low, high) in &self.ranges {
            if next < u32::from(low) {
                ranges.push((next as u16, low - 1));
            }
            next = u32::from(high) + 1;
        }
        if next <= u32::from(u16::MAX) {
            ranges.push((next as u16, u16::MAX));
        }
        Self::from_ranges(ranges)
    }

    /// The members of this set that are not in `other`.
    pub(crate) fn subtract(&self, other: &Self) -> Self {
        self.negate().union(other).negate()
    }
}

#[cfg(test)]
mod tests {
    use super::CharSet;

    #[test]
    fn adjacent_and_overlapping_ranges_merge() {
        let set = CharSet::from_ranges(vec![(5, 9), (1, 4), (8, 12), (20, 20)]);
        assert_eq!(set.ranges(), &[(1, 12), (20, 20)]);
    }

    #[test]
    fn negation_is_its_own_inverse_at_the_borders() {
        for set in [
            CharSet::empty(),
            CharSet::all(),
            CharSet::single(0),
            CharSet::single(u16::MAX),
            CharSet::from_ranges(vec![(0, 3), (200, u16::MAX)]),
        ] {
            assert_eq!(set.negate().negate(), set);
        }
    }

    #[test]
    fn subtraction_removes_members() {
        let set = CharSet::from_ranges(vec![(97, 122)]).subtract(&CharSet::single(101));
        assert!(set.contains(100) && !set.contains(101) && set.contains(102));
    }

    #[test]
    fn sets_are_disjoint_when_no_range_meets() {
        let odd = CharSet::from_ranges(vec![(1, 1), (3, 5), (9, 9)]);
        let even = CharSet::from_ranges(vec![(2, 2), (6, 8), (10, 300)]);
        assert!(odd.is_disjoint(&even) && even.is_disjoint(&odd));
        assert!(!odd.is_disjoint(&even.union(&CharSet::single(5))));
        assert!(odd.is_disjoint(&CharSet::empty()));
    }

    #[test]
    fn wide_members_are_found_by_range() {
        let set = CharSet::from_ranges(vec![(0x370, 0x3FF), (0xD800, 0xDBFF)]);
        assert!(set.contains(0x3B1) && set.contains(0xD800) && !set.contains(0xDC00));
        assert!(!set.contains(0x36F));
    }
}
