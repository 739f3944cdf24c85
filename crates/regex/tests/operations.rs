//! Positions, group tables, replacing, splitting, budgets.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may fail loudly"
)]

mod common;

use common::{regex, show};
use remora_regex::{
    CheckLimit, Match, Options, Regex, RegexCache, Replacement, Stopped, Subject, Unlimited,
};

fn replace(pattern: &str, letters: &str, text: &str, with: &str, count: Option<usize>) -> String {
    let regex = regex(pattern, letters);
    let subject = Subject::new(text);
    let replacement = Replacement::new(with, &regex).unwrap();
    let start = regex.default_start(&subject);
    regex.replace(&subject, &replacement, count, start, &mut Unlimited).unwrap()
}

fn split(pattern: &str, letters: &str, text: &str, count: usize) -> String {
    let regex = regex(pattern, letters);
    let subject = Subject::new(text);
    let start = regex.default_start(&subject);
    regex.split(&subject, count, start, &mut Unlimited).unwrap().join("|")
}

#[test]
fn substitutions() {
    let table = [
        ("(b)", "[$1]", "a[b]c"),
        ("(b)", "[$0]", "a[b]c"),
        ("b", "[$`|$&|$']", "a[a|b|c]c"),
        ("(b)(c)", "$+", "ac"),
        ("b", "$_", "aabcc"),
        ("b", "$9", "a$9c"),
        ("(b)", "${1}1", "ab1c"),
        ("(b)", "$11", "a$11c"),
        ("b", "$x", "a$xc"),
        ("b", "$$1", "a$1c"),
        ("b", "$", "a$c"),
        ("b", "${", "a${c"),
        ("b", "${nope}", "a${nope}c"),
        ("(?<n>b)", "<${n}>", "a<b>c"),
        ("(?<n>b)", "<${n>", "a<${n>c"),
        ("(z)?b", "<$1>", "a<>c"),
        ("(?<5>b)", "$5${5}", "abbc"),
    ];
    for (pattern, with, expected) in table {
        assert_eq!(replace(pattern, "", "abc", with, None), expected, "{pattern} {with}");
    }
}

#[test]
fn replacing() {
    assert_eq!(replace("a*", "", "aaa", "x", None), "xx");
    assert_eq!(replace("", "", "abc", "-", None), "-a-b-c-");
    assert_eq!(replace("$", "", "a\nb", "!", None), "a\nb!");
    assert_eq!(replace("(?m)^", "", "l1\nl2", "> ", None), "> l1\n> l2");
    assert_eq!(replace("a", "", "aaa", "b", Some(1)), "baa");
    assert_eq!(replace("a", "", "aaa", "b", Some(0)), "aaa");
    assert_eq!(replace("a", "r", "aaa", "b", Some(1)), "aab");
    assert_eq!(replace(r"(\d+)-(\d+)", "", "10-20", "$2/$1", None), "20/10");
    assert_eq!(replace("é", "", "aéé😀", "e", None), "aee😀");
    assert_eq!(replace(r"[^\x00-\x7F]", "", "naïve", "?", None), "na?ve");
    let regex = regex("a", "");
    let subject = Subject::new("aaa");
    let with = Replacement::new("b", &regex).unwrap();
    assert_eq!(regex.replace(&subject, &with, None, 1, &mut Unlimited).unwrap(), "abb");
}

#[test]
fn replacing_with_a_callback() {
    let subject = Subject::new("a1b22");
    for (letters, expected, order) in [("", "a<1>b<22>", "1,22"), ("r", "a<1>b<22>", "22,1")] {
        let regex = regex(r"\d+", letters);
        let mut seen = Vec::new();
        let start = regex.default_start(&subject);
        let replaced = regex.replace_with(&subject, None, start, &mut Unlimited, |found| {
            seen.push(found.text(&subject).into_owned());
            Ok::<_, Stopped>(format!("<{}>", found.text(&subject)))
        });
        assert_eq!(replaced.unwrap(), expected);
        assert_eq!(seen.join(","), order);
    }
    let failing = regex("a", "")
        .replace_with(&subject, None, 0, &mut Unlimited, |_: &Match| Err(Stopped::Cancelled));
    assert_eq!(failing, Err(Stopped::Cancelled));
}

#[test]
fn splitting() {
    assert_eq!(split(r"\d", "", "a1b2c", 0), "a|b|c");
    assert_eq!(split(r"(\d)", "", "a1b2c", 0), "a|1|b|2|c");
    assert_eq!(split(r"\d", "", "a1b2c3d", 2), "a|b2c3d");
    assert_eq!(split("", "", "abc", 0), "|a|b|c|");
    assert_eq!(split("(,)|(;)", "", "a,b;c", 0), "a|,|b|;|c");
    assert_eq!(split(",", "", ",a,", 0), "|a|");
    assert_eq!(split("x", "", "abc", 0), "abc");
    assert_eq!(split(",", "", "a,b", 1), "a,b");
    assert_eq!(split("x", "r", "1x2x3", 2), "1x2|3");
    assert_eq!(split("(x)(y)", "r", "1xy2", 0), "1|y|x|2");
    assert_eq!(split("-", "", "é-😀", 0), "é|😀");
}

#[test]
fn positions_and_starts() {
    let subject = Subject::new("abab");
    let b = regex("b", "");
    let found = b.find_at(&subject, 2, &mut Unlimited).unwrap().unwrap();
    assert_eq!((found.index(), found.length(), found.end()), (3, 1, 4));
    assert!(!regex("^b", "").is_match_at(&subject, 1, &mut Unlimited).unwrap());
    assert!(regex(r"\Gb", "").is_match_at(&subject, 1, &mut Unlimited).unwrap());
    assert!(regex("(?<=a)b", "").is_match_at(&subject, 1, &mut Unlimited).unwrap());
    assert!(b.find_in(&subject, 0, 1, &mut Unlimited).unwrap().is_none());
    let part = regex("^(b)$", "").find_in(&subject, 1, 1, &mut Unlimited).unwrap().unwrap();
    assert_eq!((part.index(), part.groups()[1].index()), (1, 1));
    let wide = Subject::new("😀é1");
    let digit = regex(r"\d", "").find(&wide, &mut Unlimited).unwrap().unwrap();
    assert_eq!(digit.index(), 3);
    assert_eq!(b.count(&subject, 0, &mut Unlimited).unwrap(), 2);
    let next = b.find_next(&subject, &found, &mut Unlimited).unwrap();
    assert!(next.is_none());
}

#[test]
fn group_names_and_numbers() {
    let regex = regex(r"(?<y>\d{4})-(?<m>\d\d)(x)?(?<9>z)?", "");
    assert_eq!(regex.group_names(), ["0", "1", "y", "m", "9"]);
    assert_eq!(regex.group_numbers(), [0, 1, 2, 3, 9]);
    assert_eq!(regex.group_number_from_name("m"), Some(3));
    assert_eq!(regex.group_number_from_name("nope"), None);
    assert_eq!(regex.group_name_from_number(2), "y");
    assert_eq!(regex.group_name_from_number(7), "");
    let subject = Subject::new("2024-03z");
    let found = regex.find(&subject, &mut Unlimited).unwrap().unwrap();
    assert_eq!(show(&found, &subject), "2024-03z|-|2024|03|z");
    assert_eq!(found.group_by_name("y").unwrap().text(&subject), "2024");
    assert_eq!(found.group_by_number(9).unwrap().text(&subject), "z");
    assert!(found.group_by_number(5).is_none() && found.group_by_name("nope").is_none());
    let unset = found.group_by_number(1).unwrap();
    assert_eq!((unset.success(), unset.index(), unset.length()), (false, 0, 0));
}

#[test]
fn results_of_one_match() {
    let regex = regex(r"(?<a>\w+)\.(\w+)", "");
    let subject = Subject::new("foo.bar");
    let found = regex.find(&subject, &mut Unlimited).unwrap().unwrap();
    let swap = Replacement::new("$1.${a}", &regex).unwrap();
    assert_eq!(swap.expand(&subject, &found), "bar.foo");
}

#[test]
fn a_time_limit_stops_what_would_never_end() {
    let text = format!("{}!", "a".repeat(40));
    let mut budget = CheckLimit { remaining: 100 };
    let found = regex("^(a+)+$", "").find(&Subject::new(&text), &mut budget);
    assert_eq!(found.unwrap_err(), Stopped::TimedOut);
    assert!(Stopped::TimedOut.to_string().starts_with("The Regex engine has timed out while"));
}

#[test]
fn answers_stay_the_same_when_a_pattern_becomes_hot() {
    let cache = RegexCache::new(16);
    for (pattern, text) in [
        (r"(\d+)", "abc123"),
        (r"^(?<k>\w+)=(?<v>.*)$", "key=some value"),
        ("b$", "ab\n"),
        ("(x)?b", "ab"),
    ] {
        let subject = Subject::new(text);
        let mut shown = Vec::new();
        for _ in 0..300 {
            let regex: Regex = cache.get(pattern, Options::IGNORE_CASE).unwrap();
            let found = regex.find(&subject, &mut Unlimited).unwrap().unwrap();
            shown.push(show(&found, &subject));
        }
        shown.dedup();
        assert_eq!(shown.len(), 1, "{pattern}");
    }
}
