//! The two engines against each other, and both against random patterns.

use proptest::prelude::*;

use crate::{Budget, CheckLimit, Group, Options, Regex, Stopped, Subject, Unlimited};

/// A budget that forbids the fast path without limiting anything.
struct StepByStep;

impl Budget for StepByStep {
    fn check(&mut self) -> Result<(), Stopped> {
        Ok(())
    }
    fn has_time_limit(&self) -> bool {
        true
    }
}

fn positions(groups: &[Group]) -> Vec<Vec<(usize, usize)>> {
    groups
        .iter()
        .map(|group| group.captures().iter().map(|one| (one.index, one.length)).collect())
        .collect()
}

fn all_matches(
    regex: &Regex,
    text: &str,
    budget: &mut dyn Budget,
) -> Vec<Vec<Vec<(usize, usize)>>> {
    let subject = Subject::new(text);
    regex.matches(&subject, 0, budget).map(|found| positions(found.unwrap().groups())).collect()
}

/// Patterns of constructs that the fast path may take.
fn plain_pattern() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        8 => "[ab1 ]",
        1 => Just(".".to_owned()),
        1 => Just(r"\w".to_owned()),
        1 => Just(r"\d".to_owned()),
        1 => Just(r"\s".to_owned()),
        1 => Just("[^a]".to_owned()),
        1 => Just("[a-b-[b]]".to_owned()),
        1 => Just("^".to_owned()),
        1 => Just("$".to_owned()),
        1 => Just(r"\b".to_owned()),
        1 => Just(r"\B".to_owned()),
        1 => Just("é".to_owned()),
        1 => Just("(?m:^)".to_owned()),
        1 => Just("(?m:$)".to_owned()),
        1 => Just("(?i:A)".to_owned()),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(|parts| parts.concat()),
            prop::collection::vec(inner.clone(), 1..4)
                .prop_map(|parts| format!("(?:{})", parts.join("|"))),
            inner.clone().prop_map(|part| format!("({part})")),
            (inner.clone(), "[*+?]|\\{1,2\\}|\\{0,3\\}", "\\??")
                .prop_map(|(part, loops, lazy)| format!("(?:{part}){loops}{lazy}")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn fast_path_equals_slow_path(pattern in plain_pattern(), text in "[ab1 \n]{0,10}") {
        let regex = Regex::new(&pattern, Options::NONE).unwrap();
        for start in 0..=text.len() {
            let Some(fast) = regex.find_linear(&text, start) else { continue };
            let slow = regex.find_at(&Subject::new(&text), start, &mut StepByStep).unwrap();
            let fast = fast.map(|groups| positions(&groups));
            let slow = slow.map(|found| {
                let known = fast.as_ref().map_or(usize::MAX, Vec::len);
                positions(found.groups().get(..known).unwrap_or(found.groups()))
            });
            prop_assert_eq!(fast, slow, "pattern {} text {:?} from {}", pattern, text, start);
        }
    }

    #[test]
    fn long_texts_match_as_short_ones(pattern in plain_pattern(), text in "[ab1 \n]{0,10}") {
        let regex = Regex::new(&pattern, Options::NONE).unwrap();
        let text = text.repeat(40);
        let mixed = all_matches(&regex, &text, &mut Unlimited);
        prop_assert_eq!(mixed, all_matches(&regex, &text, &mut StepByStep));
    }

    #[test]
    fn ascii_and_wide_texts_match_alike(pattern in plain_pattern(), text in "[ab1 \n]{0,10}") {
        let regex = Regex::new(&pattern, Options::NONE).unwrap();
        let units: Vec<u16> = text.encode_utf16().collect();
        let wide = Subject::from_utf16(&units);
        let ascii: Vec<_> = all_matches(&regex, &text, &mut StepByStep);
        let wide: Vec<_> =
            regex.matches(&wide, 0, &mut StepByStep).map(|one| positions(one.unwrap().groups())).collect();
        prop_assert_eq!(ascii, wide);
    }

    #[test]
    fn random_patterns_never_panic(
        pattern in r"([()\[\]{}?*+|^$.<>=!:'#,\\\-abkpPxux1-9imnsé ]|\(\?|\(\?<|\(\?\(|\\k<|\[\^){0,16}",
        text in "[ab1é \n]{0,8}",
        bits in 0u32..1024,
    ) {
        let options = Options::from_bits(bits & !128).unwrap_or(Options::NONE);
        if let Ok(regex) = Regex::new(&pattern, options) {
            let subject = Subject::new(&text);
            let mut budget = CheckLimit { remaining: 20 };
            let start = regex.default_start(&subject);
            for found in regex.matches(&subject, start, &mut budget) {
                let Ok(found) = found else { break };
                for group in found.groups() {
                    for capture in group.captures() {
                        prop_assert!(capture.end() <= subject.len());
                    }
                }
            }
        }
    }

    #[test]
    fn rightmost_search_finds_a_match_when_leftmost_does(
        pattern in plain_pattern(),
        text in "[ab1 \n]{0,8}",
    ) {
        let forward = Regex::new(&pattern, Options::NONE).unwrap();
        let backward = Regex::new(&pattern, Options::RIGHT_TO_LEFT).unwrap();
        let subject = Subject::new(&text);
        prop_assert_eq!(
            forward.is_match(&subject, &mut Unlimited),
            backward.is_match(&subject, &mut Unlimited)
        );
    }
}

#[test]
fn catastrophic_patterns_stop_at_the_budget() {
    let text = format!("{}!", "a".repeat(60));
    let subject = Subject::new(&text);
    for pattern in [r"^(a+)+$", r"^(?:a|a)*$", r"^(\w+\s?)*$", r"^(a|aa)+$", r"(?:a*)*(?:a*)*b"] {
        let regex = Regex::new(pattern, Options::NONE).unwrap();
        let mut budget = CheckLimit { remaining: 50 };
        assert_eq!(regex.is_match(&subject, &mut budget), Err(Stopped::TimedOut), "{pattern}");
    }
}

#[test]
fn the_linear_engine_takes_over_where_it_can() {
    let text = format!("{}!", "a".repeat(60));
    let subject = Subject::new(&text);
    for pattern in [r"^(?:a+)+$", r"^(a+)+$", r"^(\w+\s?)*$"] {
        let regex = Regex::new(pattern, Options::NONE).unwrap();
        assert_eq!(regex.is_match(&subject, &mut Unlimited), Ok(false), "{pattern}");
        assert!(regex.find(&subject, &mut Unlimited).unwrap().is_none(), "{pattern}");
    }
}

#[test]
fn deep_nesting_is_refused_or_handled() {
    let nested = |depth: usize| format!("{}a{}", "(".repeat(depth), ")".repeat(depth));
    assert!(Regex::new(&nested(250), Options::NONE).is_ok());
    let busy = format!("{}a{}", "(?:x|y(?=z)(".repeat(125), ")+|b){2,}?".repeat(125));
    let regex = Regex::new(&busy, Options::IGNORE_CASE).unwrap();
    assert_eq!(regex.is_match(&Subject::new("xxyz"), &mut Unlimited), Ok(true));
    assert!(Regex::new(&nested(100_000), Options::NONE).is_err());
    assert!(Regex::new(&"[a-".repeat(100_000), Options::NONE).is_err());
}
