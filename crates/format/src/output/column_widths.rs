//! How the cells of a line are shared out among columns.

/// Cells between columns.
pub(super) const SEPARATOR: usize = 1;

/// Columns without a width (0) share what the others leave; then columns that do not fit are cut or
/// left out (0), from the right.
pub fn distribute(widths: &mut [usize], total: usize) {
    let open: Vec<bool> = widths.iter().map(|width| *width == 0).collect();
    for width in widths.iter_mut() {
        *width = (*width).max(1);
    }
    let used = used_cells(widths);
    if used > total {
        trim(widths, total);
        return;
    }
    let count = open.iter().filter(|is_open| **is_open).count();
    if count == 0 {
        return;
    }
    let (each, mut rest) = ((total - used) / count, (total - used) % count);
    for (width, _) in widths.iter_mut().zip(&open).filter(|(_, is_open)| **is_open) {
        *width += each;
        if rest > 0 {
            *width += 1;
            rest -= 1;
        }
    }
}

fn used_cells(widths: &[usize]) -> usize {
    let visible = widths.iter().filter(|width| **width > 0).count();
    widths.iter().sum::<usize>() + visible.saturating_sub(1) * SEPARATOR
}

fn trim(widths: &mut [usize], total: usize) {
    loop {
        let excess = used_cells(widths).saturating_sub(total);
        if excess == 0 {
            return;
        }
        let Some(last) = widths.iter_mut().rev().find(|width| **width > 0) else {
            return;
        };
        *last = last.saturating_sub(excess);
    }
}

#[cfg(test)]
mod tests {
    use super::distribute;

    fn of<const N: usize>(mut widths: [usize; N], total: usize) -> [usize; N] {
        distribute(&mut widths, total);
        widths
    }

    #[test]
    fn open_columns_share_the_rest_from_the_left() {
        assert_eq!(of([0, 0], 15), [7, 7]);
        assert_eq!(of([0, 0, 0], 15), [5, 4, 4]);
        assert_eq!(of([5, 10, 0], 79), [5, 10, 62]);
    }

    #[test]
    fn columns_are_cut_and_left_out_from_the_right() {
        assert_eq!(of([6, 6, 6, 8], 14), [6, 6, 0, 0]);
        assert_eq!(of([15, 50, 10, 0], 79), [15, 50, 10, 1]);
        assert_eq!(of([10, 5, 24, 5], 20), [10, 5, 3, 0]);
        assert_eq!(of([30], 20), [20]);
    }
}
