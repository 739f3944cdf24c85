//! PowerShell's own figures, read from the page that holds them.

/// Figures of one script, in the order of the page.
pub(super) struct Figures {
    rows: Vec<(String, f64)>,
}

impl Figures {
    /// Reads the table below the heading that starts with `script`; the best of the columns of
    /// micro.ps1, the median of others.
    pub(super) fn parse(page: &str, script: &str) -> Self {
        let heading = format!("## {script}");
        let mut rows = Vec::new();
        let section = page.lines().skip_while(|line| !line.starts_with(&heading)).skip(1);
        for line in section.take_while(|line| !line.starts_with("## ")) {
            let mut cells = line.trim_matches('|').split('|').map(str::trim);
            let name = cells.next().unwrap_or_default().to_owned();
            let figures: Vec<f64> = cells.filter_map(|cell| cell.parse().ok()).collect();
            // The second column of the remoting table is a percentile, never below the first.
            if let Some(best) = figures.into_iter().reduce(f64::min) {
                rows.push((name, best));
            }
        }
        Self { rows }
    }

    pub(super) fn get(&self, name: &str) -> Option<f64> {
        self.rows.iter().find(|(known, _)| known == name).map(|(_, seconds)| *seconds)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().map(|(name, _)| name.as_str())
    }
}

/// The geometric mean, or none of nothing.
pub(super) fn geometric_mean(ratios: &[f64]) -> Option<f64> {
    let count = u32::try_from(ratios.len()).ok().filter(|count| *count > 0)?;
    Some((ratios.iter().map(|ratio| ratio.ln()).sum::<f64>() / f64::from(count)).exp())
}

/// Reads lines `name seconds` and `name p50 seconds p95 seconds`.
pub(super) fn parse_line(line: &str) -> Option<(String, f64)> {
    let mut words = line.split_whitespace();
    let name = words.next()?;
    let figure = words.find(|word| *word != "p50")?.parse().ok()?;
    // `clixml.bytes 4185924` and the like are no times.
    (!name.ends_with(".bytes")).then(|| (name.to_owned(), figure))
}

/// Whether a name matches a pattern with `*`.
pub(super) fn matches(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((start, rest)) => name.strip_prefix(start).is_some_and(|tail| {
            let ends = tail.char_indices().map(|(at, _)| at).chain([tail.len()]);
            ends.into_iter().any(|at| tail.get(at..).is_some_and(|tail| matches(rest, tail)))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# A\n\n## micro.ps1 (seconds)\n\n| line | first | second |\n|---|---|---|\n\
                        | for.sum | 0.04 | 0.03 |\n\n## remoting.ps1 over SSH\n\n\
                        | cold.session | 0.5007 | 0.5361 |\n";

    #[test]
    fn the_best_column_of_the_right_table_counts() {
        let figures = Figures::parse(PAGE, "micro.ps1");
        assert_eq!(figures.get("for.sum"), Some(0.03));
        assert_eq!(figures.names().count(), 1);
        assert_eq!(Figures::parse(PAGE, "remoting.ps1").get("cold.session"), Some(0.5007));
    }

    #[test]
    fn lines_of_both_scripts_are_read() {
        assert_eq!(parse_line("for.sum 0.0398"), Some(("for.sum".into(), 0.0398)));
        assert_eq!(parse_line("warm p50 0.0035 p95 0.0089"), Some(("warm".into(), 0.0035)));
        assert_eq!(parse_line("clixml.bytes 4185924"), None);
        assert_eq!(parse_line("Line |"), None);
    }

    #[test]
    fn means_and_wildcards() {
        assert_eq!(geometric_mean(&[]), None);
        assert!((geometric_mean(&[2.0, 8.0]).unwrap() - 4.0).abs() < 1e-9);
        assert!(matches("pipe.*", "pipe.sort") && matches("*", "a") && !matches("a*c", "ab"));
    }
}
