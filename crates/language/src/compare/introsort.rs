//! The sort of .NET, comparison by comparison.
//!
//! Sort-Object compares values that need not agree on one order: a number with a text goes one way, a
//! text with a number another. What comes out then depends on which pairs are compared, so the
//! algorithm is part of the answer; and it must end whatever the comparisons say.

use std::cmp::Ordering;

/// Up to this many items are sorted by insertion.
const SMALL: usize = 16;

/// Sorts in place as `Array.Sort` and `List<T>.Sort` do. Equal items may change places: callers that
/// need a stable order compare their first places last.
pub fn introsort<T>(items: &mut [T], compare: &mut dyn FnMut(&T, &T) -> Ordering) {
    if items.len() > 1 {
        let depth = 2 * (items.len().ilog2() + 1);
        sort_part(items, depth, compare);
    }
}

fn swap_if_greater<T>(
    items: &mut [T],
    left: usize,
    right: usize,
    compare: &mut dyn FnMut(&T, &T) -> Ordering,
) {
    if compare(&items[left], &items[right]).is_gt() {
        items.swap(left, right);
    }
}

fn sort_part<T>(items: &mut [T], mut depth: u32, compare: &mut dyn FnMut(&T, &T) -> Ordering) {
    let mut size = items.len();
    while size > 1 {
        if size <= SMALL {
            match size {
                2 => swap_if_greater(items, 0, 1, compare),
                3 => {
                    swap_if_greater(items, 0, 1, compare);
                    swap_if_greater(items, 0, 2, compare);
                    swap_if_greater(items, 1, 2, compare);
                }
                _ => insert(&mut items[..size], compare),
            }
            return;
        }
        if depth == 0 {
            heap(&mut items[..size], compare);
            return;
        }
        depth -= 1;
        let pivot = partition(&mut items[..size], compare);
        sort_part(&mut items[pivot + 1..size], depth, compare);
        size = pivot;
    }
}

fn insert<T>(items: &mut [T], compare: &mut dyn FnMut(&T, &T) -> Ordering) {
    for end in 1..items.len() {
        let mut at = end;
        while at > 0 && compare(&items[at], &items[at - 1]).is_lt() {
            items.swap(at, at - 1);
            at -= 1;
        }
    }
}

/// Puts smaller items before a pivot and larger ones behind it; gives the pivot's place.
fn partition<T>(items: &mut [T], compare: &mut dyn FnMut(&T, &T) -> Ordering) -> usize {
    let high = items.len() - 1;
    let middle = high / 2;
    swap_if_greater(items, 0, middle, compare);
    swap_if_greater(items, 0, high, compare);
    swap_if_greater(items, middle, high, compare);
    let pivot = high - 1;
    items.swap(middle, pivot);
    let (mut left, mut right) = (0, pivot);
    while left < right {
        left += 1;
        while left < pivot && compare(&items[left], &items[pivot]).is_lt() {
            left += 1;
        }
        right -= 1;
        while right > 0 && compare(&items[pivot], &items[right]).is_lt() {
            right -= 1;
        }
        if left >= right {
            break;
        }
        items.swap(left, right);
    }
    if left != pivot {
        items.swap(left, pivot);
    }
    left
}

fn heap<T>(items: &mut [T], compare: &mut dyn FnMut(&T, &T) -> Ordering) {
    let length = items.len();
    for root in (0..length / 2).rev() {
        sift(items, root, length, compare);
    }
    for end in (1..length).rev() {
        items.swap(0, end);
        sift(items, 0, end, compare);
    }
}

fn sift<T>(
    items: &mut [T],
    mut root: usize,
    end: usize,
    compare: &mut dyn FnMut(&T, &T) -> Ordering,
) {
    loop {
        let mut child = 2 * root + 1;
        if child >= end {
            return;
        }
        if child + 1 < end && compare(&items[child], &items[child + 1]).is_lt() {
            child += 1;
        }
        if !compare(&items[root], &items[child]).is_lt() {
            return;
        }
        items.swap(root, child);
        root = child;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sorts_what_has_an_order(mut items in proptest::collection::vec(any::<i16>(), 0..200)) {
            let mut expected = items.clone();
            expected.sort_unstable();
            introsort(&mut items, &mut |a, b| a.cmp(b));
            prop_assert_eq!(items, expected);
        }

        #[test]
        fn ends_whatever_the_comparisons_say(mut items in proptest::collection::vec(any::<i16>(), 0..200), seed in any::<u64>()) {
            let mut state = seed | 1;
            let mut before = items.clone();
            introsort(&mut items, &mut |_, _| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                [Ordering::Less, Ordering::Equal, Ordering::Greater][(state >> 33) as usize % 3]
            });
            items.sort_unstable();
            before.sort_unstable();
            prop_assert_eq!(items, before);
        }
    }
}
