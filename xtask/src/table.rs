//! Plain text tables for the terminal.

/// Lays out rows in columns: the first to the left, the others to the right.
pub(crate) fn lay_out(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width_of = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max()
    };
    let widths: Vec<usize> = (0..columns).map(|column| width_of(column).unwrap_or(0)).collect();
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let padding = " ".repeat(width.saturating_sub(cell.chars().count()));
            if column == 0 {
                line += cell;
                line += &padding;
            } else {
                line += "  ";
                line += &padding;
                line += cell;
            }
        }
        text += line.trim_end();
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::lay_out;

    #[test]
    fn first_column_left_others_right() {
        let row = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        let text = lay_out(&[row(["area", "cases"]), row(["op.arithmetic", "7"])]);
        assert_eq!(text, "area           cases\nop.arithmetic      7\n");
    }
}
