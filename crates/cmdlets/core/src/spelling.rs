//! How far apart two names are.

/// How many letters must be changed, added or taken away to make one text of the other.
pub(crate) fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (line, a) in left.chars().enumerate() {
        let mut previous = line + 1;
        let mut next = vec![previous];
        for (diagonal, (above, b)) in row.iter().zip(row.iter().skip(1).zip(&right)) {
            let changed = diagonal + usize::from(a != *b);
            previous = changed.min(above + 1).min(previous + 1);
            next.push(previous);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn letters_are_counted() {
        assert_eq!(distance("get-date", "get-dat"), 1);
        assert_eq!(distance("abc", "xbd"), 2);
        assert_eq!(distance("", "abc"), 3);
    }
}
