//! Splitting a text at matches.

use crate::matcher::{Budget, Stopped};
use crate::regex::Regex;
use crate::subject::Subject;

impl Regex {
    /// The pieces of the text between matches, at most `count` of them (0: no limit), searching from
    /// `start` on. The captures of the groups that took part in a match stand between the pieces
    /// around it and do not count. Pieces are in text order, also from right to left.
    pub fn split(
        &self,
        subject: &Subject<'_>,
        count: usize,
        start: usize,
        budget: &mut dyn Budget,
    ) -> Result<Vec<String>, Stopped> {
        let mut pieces: Vec<String> = Vec::new();
        let backwards = self.right_to_left();
        let cuts = match count {
            0 => usize::MAX,
            _ => count - 1,
        };
        // The end of the text that is not yet split off, on the side where the search began.
        let mut edge = if backwards { subject.len() } else { 0 };
        for found in self.matches(subject, start, budget).take(cuts) {
            let found = found?;
            let (from, to) = if backwards { (found.end(), edge) } else { (edge, found.index()) };
            pieces.push(subject.slice(from, to.saturating_sub(from)).into_owned());
            edge = if backwards { found.index() } else { found.end() };
            let captured = found.groups().iter().skip(1).filter(|group| group.success());
            pieces.extend(captured.map(|group| group.text(subject).into_owned()));
        }
        let (from, to) = if backwards { (0, edge) } else { (edge, subject.len()) };
        pieces.push(subject.slice(from, to - from).into_owned());
        if backwards {
            pieces.reverse();
        }
        Ok(pieces)
    }
}
