//! Loops as scripts write them stay cheap.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may fail loudly"
)]

use std::time::Instant;

use remora_regex::{Options, RegexCache, Subject, Unlimited};

/// Prints what one search costs; run with `--ignored --nocapture` on an optimised build.
#[test]
#[ignore = "a measurement, not a check"]
fn cost_of_one_search() {
    let cache = RegexCache::new(64);
    let ordinary = "The quick brown fox, order 12345-678, jumps over key=value at 10:20:30.";
    for (pattern, text) in [
        (r"(\d+)", "abc123"),
        ("b", "abc"),
        (r"^\d+$", "12345"),
        (r"^(\w+)\s(\w+)$", "John Smith"),
        (r"(?<k>\w+)=(?<v>\w+)", ordinary),
        (r"(\w)\1", "abcdeffg"),
        (r"(?<=o)x", ordinary),
        ("café", "un café noir"),
    ] {
        let rounds = 100_000;
        let begin = Instant::now();
        let mut found = 0;
        for _ in 0..rounds {
            let regex = cache.get(pattern, Options::IGNORE_CASE).unwrap();
            let subject = Subject::new(text);
            found += usize::from(regex.find(&subject, &mut Unlimited).unwrap().is_some());
        }
        println!("{pattern:30} {:4} ns", begin.elapsed().as_nanos() / rounds);
        assert_eq!(found, rounds as usize);
    }
}
