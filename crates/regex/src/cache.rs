//! Compiled patterns for loops that name a pattern by its text.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::error::RegexError;
use crate::regex::Regex;
use crate::syntax::Options;
use crate::unicode::CaseCulture;

/// A bounded cache of compiled patterns that forgets the one unused for longest. Threads may share
/// it. Patterns with errors are not kept.
#[derive(Debug)]
pub struct RegexCache {
    capacity: usize,
    entries: Mutex<Entries>,
}

#[derive(Debug, Default)]
struct Entries {
    /// By pattern; one pattern is rarely used with several options.
    by_pattern: HashMap<Box<str>, Vec<Entry>>,
    count: usize,
    clock: u64,
}

#[derive(Debug)]
struct Entry {
    options: Options,
    culture: CaseCulture,
    regex: Regex,
    last_used: u64,
}

impl RegexCache {
    /// A cache for up to `capacity` patterns.
    pub fn new(capacity: usize) -> Self {
        Self { capacity: capacity.max(1), entries: Mutex::default() }
    }

    /// The regular expression for `pattern`, compiled now or earlier.
    pub fn get(&self, pattern: &str, options: Options) -> Result<Regex, RegexError> {
        self.get_for_culture(pattern, options, CaseCulture::Neutral)
    }

    /// As [`RegexCache::get`], for a culture.
    pub fn get_for_culture(
        &self,
        pattern: &str,
        options: Options,
        culture: CaseCulture,
    ) -> Result<Regex, RegexError> {
        if let Some(regex) = self.lock().find(pattern, options, culture) {
            return Ok(regex);
        }
        // Compiled outside the lock: another thread may do the same at the same time, no harm done.
        let regex = Regex::with_culture(pattern, options, culture)?;
        let mut entries = self.lock();
        if entries.find(pattern, options, culture).is_none() {
            while entries.count >= self.capacity {
                entries.forget_oldest();
            }
            entries.add(pattern, options, culture, regex.clone());
        }
        Ok(regex)
    }

    /// How many patterns are kept.
    pub fn len(&self) -> usize {
        self.lock().count
    }

    /// Whether none is kept.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Entries {
    fn find(&mut self, pattern: &str, options: Options, culture: CaseCulture) -> Option<Regex> {
        self.clock += 1;
        let clock = self.clock;
        let entry = self
            .by_pattern
            .get_mut(pattern)?
            .iter_mut()
            .find(|entry| entry.options == options && entry.culture == culture)?;
        entry.last_used = clock;
        Some(entry.regex.clone())
    }

    fn add(&mut self, pattern: &str, options: Options, culture: CaseCulture, regex: Regex) {
        let entry = Entry { options, culture, regex, last_used: self.clock };
        self.by_pattern.entry(pattern.into()).or_default().push(entry);
        self.count += 1;
    }

    fn forget_oldest(&mut self) {
        let oldest = self
            .by_pattern
            .iter()
            .flat_map(|(pattern, entries)| entries.iter().map(move |one| (one.last_used, pattern)))
            .min_by_key(|(last_used, _)| *last_used)
            .map(|(last_used, pattern)| (last_used, pattern.clone()));
        let Some((last_used, pattern)) = oldest else {
            self.count = 0;
            return;
        };
        if let Some(entries) = self.by_pattern.get_mut(&pattern) {
            entries.retain(|entry| entry.last_used != last_used);
            if entries.is_empty() {
                self.by_pattern.remove(&pattern);
            }
        }
        self.count -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::RegexCache;
    use crate::syntax::Options;

    #[test]
    fn the_pattern_unused_for_longest_goes_first() {
        let cache = RegexCache::new(2);
        for pattern in ["a", "b", "a", "c"] {
            cache.get(pattern, Options::NONE).unwrap();
        }
        assert_eq!(cache.len(), 2);
        let kept = |pattern| cache.lock().by_pattern.contains_key(pattern);
        assert!(kept("a") && kept("c") && !kept("b"));
    }

    #[test]
    fn options_are_part_of_the_key_and_errors_are_not_kept() {
        let cache = RegexCache::new(8);
        let plain = cache.get("a", Options::NONE).unwrap();
        let folded = cache.get("a", Options::IGNORE_CASE).unwrap();
        assert_ne!(plain.options(), folded.options());
        assert!(cache.get("(", Options::NONE).is_err());
        assert_eq!(cache.len(), 2);
    }
}
