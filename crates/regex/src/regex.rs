//! The regular expression itself: making one and searching with it.

use std::fmt;
use std::sync::{Arc, Mutex};

use crate::error::{RegexError, check_supported};
use crate::fast_path::FastPath;
use crate::found::{Capture, Group, Match};
use crate::matcher::{Budget, Matcher, Patience, Span, State, Stopped};
use crate::program::{Program, compile};
use crate::subject::{Subject, UnitsOf};
use crate::syntax::{GroupTable, Options, parse};
use crate::unicode::CaseCulture;

/// A compiled regular expression. Cloning it is cheap, and clones may be used by several threads.
#[derive(Clone)]
pub struct Regex {
    inner: Arc<Inner>,
}

struct Inner {
    pattern: String,
    options: Options,
    table: Arc<GroupTable>,
    program: Program,
    fast_path: FastPath,
    /// Memory of matches that are over, for those to come.
    states: Mutex<Vec<State>>,
}

impl fmt::Debug for Regex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Regex")
            .field("pattern", &self.inner.pattern)
            .field("options", &self.inner.options)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Regex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.inner.pattern)
    }
}

impl Regex {
    /// Compiles a pattern; letter case follows [`CaseCulture::Neutral`] unless the options say
    /// [`Options::CULTURE_INVARIANT`].
    pub fn new(pattern: &str, options: Options) -> Result<Self, RegexError> {
        Self::with_culture(pattern, options, CaseCulture::Neutral)
    }

    /// Compiles a pattern for a culture.
    pub fn with_culture(
        pattern: &str,
        options: Options,
        culture: CaseCulture,
    ) -> Result<Self, RegexError> {
        if !options.is_valid() {
            return Err(RegexError::InvalidOptions);
        }
        let invariant = options.contains(Options::CULTURE_INVARIANT);
        let culture = if invariant { CaseCulture::Invariant } else { culture };
        let units: Vec<u16> = pattern.encode_utf16().collect();
        let (tree, table) = parse(&units, options, culture)?;
        check_supported(&tree, options)?;
        let right_to_left = options.contains(Options::RIGHT_TO_LEFT);
        let inner = Inner {
            pattern: pattern.to_owned(),
            options,
            program: compile(&tree, table.len(), right_to_left, culture),
            fast_path: FastPath::new(&tree, right_to_left),
            table: Arc::new(table),
            states: Mutex::default(),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The pattern as given.
    pub fn pattern(&self) -> &str {
        &self.inner.pattern
    }

    /// The options as given.
    pub fn options(&self) -> Options {
        self.inner.options
    }

    /// Whether searches go from the end to the start.
    pub fn right_to_left(&self) -> bool {
        self.inner.program.right_to_left
    }

    /// Numbers and names of the groups.
    pub fn table(&self) -> &GroupTable {
        &self.inner.table
    }

    /// The names of the groups in order of their numbers (`GetGroupNames`).
    pub fn group_names(&self) -> &[String] {
        self.inner.table.names()
    }

    /// The numbers of the groups in ascending order (`GetGroupNumbers`).
    pub fn group_numbers(&self) -> &[u32] {
        self.inner.table.numbers()
    }

    /// The name of a group; empty when there is no such group (`GroupNameFromNumber`).
    pub fn group_name_from_number(&self, number: u32) -> &str {
        let slot = self.inner.table.slot_of_number(number);
        slot.and_then(|slot| self.group_names().get(slot)).map_or("", String::as_str)
    }

    /// The number of a named group; `None` when there is no such group (`GroupNumberFromName`).
    pub fn group_number_from_name(&self, name: &str) -> Option<u32> {
        let slot = self.inner.table.slot_of_name(name)?;
        self.group_numbers().get(slot).copied()
    }

    /// Where a search of the whole subject begins: at its start, or at its end from right to left.
    pub fn default_start(&self, subject: &Subject<'_>) -> usize {
        if self.right_to_left() { subject.len() } else { 0 }
    }

    /// Whether the pattern matches anywhere.
    pub fn is_match(
        &self,
        subject: &Subject<'_>,
        budget: &mut dyn Budget,
    ) -> Result<bool, Stopped> {
        self.is_match_at(subject, self.default_start(subject), budget)
    }

    /// Whether the pattern matches at `start` or further on. What lies before `start` still counts
    /// for anchors and look-behind.
    pub fn is_match_at(
        &self,
        subject: &Subject<'_>,
        start: usize,
        budget: &mut dyn Budget,
    ) -> Result<bool, Stopped> {
        let start = start.min(subject.len());
        let nothing = |_: Span, _: &State| ();
        let Some(text) = ascii_without_time_limit(subject, budget) else {
            return Ok(self.search(subject, start, budget, nothing)?.is_some());
        };
        if let Some(linear) = self.inner.fast_path.for_long_search(text, start) {
            return Ok(linear.is_match(text, start));
        }
        if !self.inner.fast_path.suits(text) {
            return Ok(self.search(subject, start, budget, nothing)?.is_some());
        }
        let mut patience = Patience::new(budget);
        match self.search(subject, start, &mut patience, nothing) {
            Err(_) if patience.exhausted() => match self.inner.fast_path.linear(text) {
                Some(linear) => Ok(linear.is_match(text, start)),
                None => Ok(self.search(subject, start, budget, nothing)?.is_some()),
            },
            answer => Ok(answer?.is_some()),
        }
    }

    /// The first match.
    pub fn find(
        &self,
        subject: &Subject<'_>,
        budget: &mut dyn Budget,
    ) -> Result<Option<Match>, Stopped> {
        self.find_at(subject, self.default_start(subject), budget)
    }

    /// The first match at `start` or further on in the direction of the search.
    pub fn find_at(
        &self,
        subject: &Subject<'_>,
        start: usize,
        budget: &mut dyn Budget,
    ) -> Result<Option<Match>, Stopped> {
        let mut start = start.min(subject.len());
        let Some(text) = ascii_without_time_limit(subject, budget) else {
            return self.backtrack(subject, start, budget);
        };
        if let Some(linear) = self.inner.fast_path.for_long_search(text, start) {
            match linear.find(text, start) {
                None => return Ok(None),
                Some(whole) if self.inner.table.len() == 1 => {
                    return Ok(Some(self.found(whole, vec![Group::one(Some(whole))])));
                }
                Some(whole) => start = whole.index,
            }
        }
        if !self.inner.fast_path.suits(text) {
            return self.backtrack(subject, start, budget);
        }
        let mut patience = Patience::new(budget);
        match self.backtrack(subject, start, &mut patience) {
            Err(_) if patience.exhausted() => self.find_patiently(subject, text, start, budget),
            answer => answer,
        }
    }

    /// Searches with the linear engine, as far as it can tell.
    fn find_patiently(
        &self,
        subject: &Subject<'_>,
        text: &[u8],
        start: usize,
        budget: &mut dyn Budget,
    ) -> Result<Option<Match>, Stopped> {
        let Some(linear) = self.inner.fast_path.linear(text) else {
            return self.backtrack(subject, start, budget);
        };
        if linear.knows_groups() {
            let found = linear.find_groups(text, start, self.inner.table.len());
            return Ok(found.map(|(whole, groups)| self.found(whole, groups)));
        }
        match linear.find(text, start) {
            Some(whole) => self.backtrack(subject, whole.index, budget),
            None => Ok(None),
        }
    }

    /// Searches with the backtracking matcher.
    fn backtrack(
        &self,
        subject: &Subject<'_>,
        start: usize,
        budget: &mut dyn Budget,
    ) -> Result<Option<Match>, Stopped> {
        self.search(subject, start, budget, |whole, state| {
            let whole = Capture::from(whole);
            // An engine without backtracking knows the last capture only.
            let last_only = self.inner.options.contains(Options::NON_BACKTRACKING);
            let captured = state.captures().iter().skip(1).map(|spans| match spans.last() {
                Some(&last) if last_only => Group::one(Some(last.into())),
                _ => Group::many(spans),
            });
            let groups = std::iter::once(Group::one(Some(whole))).chain(captured).collect();
            self.found(whole, groups)
        })
    }

    fn found(&self, whole: Capture, groups: Vec<Group>) -> Match {
        Match::new(whole, groups, Arc::clone(&self.inner.table))
    }

    /// The first match in a part of the subject, which is searched as if it were the whole text;
    /// positions count from the start of the whole (`Match(input, beginning, length)`).
    pub fn find_in(
        &self,
        subject: &Subject<'_>,
        beginning: usize,
        length: usize,
        budget: &mut dyn Budget,
    ) -> Result<Option<Match>, Stopped> {
        let found = self.find(&subject.part(beginning, length), budget)?;
        Ok(found.map(|found| found.shifted(beginning)))
    }

    /// The match after `previous` (`Match.NextMatch`). After an empty match the search begins one
    /// unit further on.
    pub fn find_next(
        &self,
        subject: &Subject<'_>,
        previous: &Match,
        budget: &mut dyn Budget,
    ) -> Result<Option<Match>, Stopped> {
        match self.start_after(subject, previous) {
            Some(start) => self.find_at(subject, start, budget),
            None => Ok(None),
        }
    }

    fn start_after(&self, subject: &Subject<'_>, previous: &Match) -> Option<usize> {
        let step = usize::from(previous.length() == 0);
        if self.right_to_left() {
            previous.index().checked_sub(step)
        } else {
            Some(previous.end() + step).filter(|&start| start <= subject.len())
        }
    }

    /// All matches in the order in which they are found, the first at `start` or further on.
    pub fn matches<'a>(
        &'a self,
        subject: &'a Subject<'a>,
        start: usize,
        budget: &'a mut dyn Budget,
    ) -> Matches<'a> {
        Matches { regex: self, subject, budget, next: Some(start) }
    }

    /// How many matches there are.
    pub fn count(
        &self,
        subject: &Subject<'_>,
        start: usize,
        budget: &mut dyn Budget,
    ) -> Result<usize, Stopped> {
        let mut next = Some(start);
        let mut count = 0;
        while let Some(start) = next {
            let Some(found) = self.find_at(subject, start, budget)? else {
                break;
            };
            count += 1;
            next = self.start_after(subject, &found);
        }
        Ok(count)
    }

    /// Runs the backtracking matcher and lets `read` take what it needs from the result.
    fn search<T>(
        &self,
        subject: &Subject<'_>,
        start: usize,
        budget: &mut dyn Budget,
        read: impl FnOnce(Span, &State) -> T,
    ) -> Result<Option<T>, Stopped> {
        let program = &self.inner.program;
        let mut state = self.take_state();
        let found = match subject.units() {
            UnitsOf::Ascii(text) => Matcher::new(program, text, &mut state, budget).search(start),
            UnitsOf::Wide(text) => Matcher::new(program, text, &mut state, budget).search(start),
        };
        let answer = found.map(|span| span.map(|span| read(span, &state)));
        self.give_state(state);
        answer
    }

    fn take_state(&self) -> State {
        self.inner.states.try_lock().ok().and_then(|mut states| states.pop()).unwrap_or_default()
    }

    fn give_state(&self, state: State) {
        const KEEP: usize = 4;
        if let Ok(mut states) = self.inner.states.try_lock()
            && states.len() < KEEP
        {
            states.push(state);
        }
    }

    /// What the linear engine alone finds: the groups it knows. `None` when it is not for the
    /// pattern or the text.
    #[cfg(test)]
    pub(crate) fn find_linear(&self, text: &str, start: usize) -> Option<Option<Vec<Group>>> {
        let linear = self.inner.fast_path.linear(text.as_bytes()).filter(|_| text.is_ascii())?;
        Some(if linear.knows_groups() {
            linear.find_groups(text.as_bytes(), start, self.inner.table.len()).map(|found| found.1)
        } else {
            linear.find(text.as_bytes(), start).map(|whole| vec![Group::one(Some(whole))])
        })
    }
}

/// The text, if the linear engine may search it.
fn ascii_without_time_limit<'s>(subject: &'s Subject<'_>, budget: &dyn Budget) -> Option<&'s [u8]> {
    match subject.units() {
        UnitsOf::Ascii(text) if !budget.has_time_limit() => Some(text),
        _ => None,
    }
}

/// Iterator over matches; see [`Regex::matches`]. After an error it ends.
pub struct Matches<'a> {
    regex: &'a Regex,
    subject: &'a Subject<'a>,
    budget: &'a mut dyn Budget,
    next: Option<usize>,
}

impl Iterator for Matches<'_> {
    type Item = Result<Match, Stopped>;

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.next.take()?;
        match self.regex.find_at(self.subject, start, self.budget) {
            Ok(None) => None,
            Ok(Some(found)) => {
                self.next = self.regex.start_after(self.subject, &found);
                Some(Ok(found))
            }
            Err(stopped) => Some(Err(stopped)),
        }
    }
}
