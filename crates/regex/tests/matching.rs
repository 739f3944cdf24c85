//! What patterns match. `-` is a group that took no part; a group's captures are joined by commas.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may fail loudly"
)]

mod common;

use common::{all, first};

/// (pattern, options, text, first match)
type Row = (&'static str, &'static str, &'static str, &'static str);

fn check(table: &[Row]) {
    for &(pattern, letters, text, expected) in table {
        assert_eq!(first(pattern, letters, text), expected, "{pattern:?} {letters} on {text:?}");
    }
}

#[test]
fn quantifiers() {
    check(&[
        ("a{2,3}", "", "aaaa", "aaa"),
        ("a{2,3}?", "", "aaaa", "aa"),
        ("<.+>", "", "<b>x</b>", "<b>x</b>"),
        ("<.+?>", "", "<b>x</b>", "<b>"),
        ("x*?y", "", "xxxyz", "xxxy"),
        ("a??b", "", "aaab", "ab"),
        ("a{0}b", "", "ab", "b"),
        ("(a){0}b", "", "ab", "b|-"),
        ("a{,2}", "", "aa{,2}", "a{,2}"),
        ("^(a?){8}a{8}$", "", "aaaaaaaa", "aaaaaaaa|,,,,,,,"),
        ("(?:abc){2}", "", "abcabc", "abcabc"),
        ("(ab){2,3}?c", "", "abababc", "abababc|ab,ab,ab"),
        ("(a|b)*c", "", "abac", "abac|a,b,a"),
        ("(?:(a)|b)*", "", "ab", "ab|a"),
        ("(a*)*", "", "aab", "aa|aa,"),
        ("(a*)+", "", "aab", "aa|aa,"),
        ("(a?)*", "", "aaabbb", "aaa|a,a,a,"),
        (r"(a\1|(?(1)\1)){0,2}", "", "aaabbb", "|"),
        (r"(a\1|(?(1)\1)){2}", "", "aaabbb", "a|,a"),
        ("(a*?)*?b", "", "aab", "aab|a,a"),
        ("(|a)*", "", "aa", "|"),
        ("(a|b|)+x", "", "abx", "abx|a,b,"),
        ("(?:){3}a", "", "a", "a"),
        (".*b", "", "abcbd", "abcb"),
        (".*?b", "", "abcbd", "ab"),
        ("a*ab", "", "aaab", "aaab"),
        ("[ab]{2,}b", "", "ababa", "abab"),
        (r"(\w+)=(\w+)", "", "a bc def=g", "def=g|def|g"),
        (r"\w+\b\s+x", "", "a b x", "b x"),
        (r"\d{2,}-", "", "1-12-", "12-"),
        (r"(a+)b\1c", "", "aaabac", "abac|a"),
        ("(?:(a+)|b)c", "", "aab bc", "bc|-"),
    ]);
}

#[test]
fn alternation_and_groups() {
    check(&[
        ("a(b|)c", "", "ac", "ac|"),
        ("ab|abc", "", "abc", "ab"),
        ("(a|ab)(c|bcd)(d*)", "", "abcd", "abcd|a|bcd|"),
        ("(?:ab|a)bc", "", "abc", "abc"),
        ("(?<a>x)|(?<b>y)", "", "x", "x|x|-"),
        ("(a)(?<n>b)(c)", "", "abc", "abc|a|c|b"),
        ("(?<5>a)(b)", "", "ab", "ab|b|a"),
        ("(?<1>a)(b)", "", "ab", "ab|a,b"),
        ("(?<x>a)(?<x>b)", "", "ab", "ab|a,b"),
        ("(a)(?<n>b)", "n", "ab", "ab|b"),
        ("(?n)(a)(?-n)(b)", "", "ab", "ab|b"),
        ("(?n:(a))(b)", "", "ab", "ab|b"),
        ("^(?:a(?=(a*)))+$", "", "aaa", "aaa|aa,a,"),
    ]);
}

#[test]
fn atomic_groups_and_look_around() {
    check(&[
        ("(?>a+)ab", "", "aaab", "none"),
        ("(?>a|ab)c", "", "abc", "none"),
        ("(?>(a+))b", "", "aab", "aab|aa"),
        ("(?:(?>a+)b|a+c)", "", "aac", "aac"),
        ("foo(?=bar)", "", "foobar", "foo"),
        ("foo(?!bar)", "", "foobar foobaz", "foo"),
        ("(?=(?<two>..))a", "", "xaby", "a|ab"),
        ("(?!(a)b)a(c)", "", "abac", "ac|-|c"),
        ("(?<=foo)bar", "", "foobar", "bar"),
        ("(?<!^)([A-Z])", "", "CamelCase", "C|C"),
        (r"(?<=(?<pre>..))c", "", "abcde", "c|ab"),
        (r"(?<!\d)\d{2}(?!\d)", "", "123 45", "45"),
        (r"(?<=\$\d{1,3}(?:,\d{3})*)\.", "", "$1,234.5", "."),
        ("(?<=(a+))b", "", "aab", "b|aa"),
        ("(?<=(a+?))b", "", "aab", "b|a"),
        ("(?<=(?<a>a)b(?<c>c))d", "", "abcd", "d|a|c"),
        (r"(?<=\1(a))b", "", "aab", "b|a"),
        ("(?<=a(?=bc)b)c", "", "abc", "c"),
        ("(?<!a(?!b).)c", "", "abc", "c"),
        (r"(?=(a))\1b", "", "ab", "ab|a"),
        ("(?:(?=(a))a)+b", "", "aab", "aab|a,a"),
    ]);
}

#[test]
fn references() {
    check(&[
        (r"(ab)\1", "", "abab", "abab|ab"),
        (r#"(?<q>["'])(.*?)\k<q>"#, "", r#"a "b' c" d"#, r#""b' c"|b' c|""#),
        (r"(?<c>\w)\k'c'", "", "abcc", "cc|c"),
        (r"(?<c>\w)\<c>", "", "abcc", "cc|c"),
        (r"(a)|\1b", "", "b", "none"),
        (r"(a)?\1b", "e", "b", "b|-"),
        (r"(a)?\1b", "", "b", "none"),
        (r"(a)\1", "i", "aA", "aA|a"),
        (r"(\w)(?i:\1)", "", "aA", "aA|a"),
        (r"\1(a)", "", "aa", "none"),
        (r"(?:\1b|(a))+", "", "aab", "aab|a"),
        (r"(a)\10", "e", "aa0", "aa0|a"),
        (r"(a)\101", "", "aA", "aA|a"),
    ]);
}

#[test]
fn conditionals() {
    check(&[
        ("(a)(?(1)ab|bb)", "", "aabb", "aab|a"),
        ("(a)?(?(1)ab|bb)", "", "xbb", "bb|-"),
        ("(?<q>a)?(?(q)b|c)", "", "ab", "ab|a"),
        ("(?<q>a)?(?(q)b|c)", "", "xc", "c|-"),
        ("(?(?=foo)foob|zzz)", "", "foobar", "foob"),
        ("(?(foo)foob|zzz)", "", "foobar", "foob"),
        ("(?(foo)foob|zzz)", "", "zzz", "zzz"),
        ("(?(?!a)b|ac)", "", "ac", "ac"),
        ("(a)?(?(1)b)", "", "b", "|-"),
        ("(?(a)ab)", "", "ab", "ab"),
        (r"\b(?<n2>\d{2}-)?(?(n2)\d{2}|\d{3})\b", "", "01-23 456", "01-23|01-"),
        ("(?((a))ab|c)", "", "ab", "ab|a"),
    ]);
}

#[test]
fn balancing_groups() {
    let nested = r"^[^<>]*(?:(?:(?<open><)[^<>]*)+(?:(?<close-open>>)[^<>]*)+)*(?(open)(?!))$";
    check(&[
        (nested, "", "<a<b>c>", "<a<b>c>|-|b,a<b>c"),
        (nested, "", "<a<b>c", "none"),
        (r"^(?:(?<o>\()|(?<-o>\))|[^()])+(?(o)(?!))$", "", "(a(b)c)(d)", "(a(b)c)(d)|-"),
        (r"^(?:(?<o>\()|(?<-o>\))|[^()])+(?(o)(?!))$", "", "(a(b)c", "none"),
        ("(?<a>x)(?<b-a>y)", "", "xy", "xy|-|"),
        ("(?<a>x)-+(?<b-a>y)", "", "x--y", "x--y|-|--"),
        ("(?<-a>x)(?<a>y)", "", "xy", "none"),
        ("(?:(?<a>x)|(?<-a>y))*", "", "xxy", "xxy|x"),
        ("(?<a>x)(?:(?<-a>y)z|y)", "", "xy", "xy|x"),
        ("(a)(?<1-1>b)", "", "ab", "ab|"),
    ]);
}

#[test]
fn anchors() {
    check(&[
        ("^a$", "", "a\r\nb", "none"),
        (r"^a\r?$", "m", "a\r\nb", "a\r"),
        ("a$", "", "a\n", "a"),
        (r"a\z", "", "a\n", "none"),
        (r"a\Z", "", "a\n", "a"),
        (r"\Aa", "m", "b\na", "none"),
        ("^a", "m", "b\na", "a"),
        (r"\bcat\b", "", "concat cat", "cat"),
        (r"\Bcat", "", "cat concat", "cat"),
        (r"a\b", "", "a\u{200D}b a", "a"),
        ("(?m)^$", "", "a\n\nb", ""),
    ]);
    assert_eq!(all(r"(?m)^.*$", "", "l1\nl2\r\nl3"), ["l1", "l2\r", "l3"]);
    assert_eq!(all(r"\G\d", "", "112a3"), ["1", "1", "2"]);
    assert_eq!(all(r"\GX", "", "aXbX"), [""; 0]);
    assert_eq!(all("(?m)$", "", "a\nb\n").len(), 3);
    assert_eq!(all("$", "", "a\n").len(), 2);
    assert_eq!(all("(?m)^", "", "a\nb\n").len(), 3);
    assert_eq!(all(r"\b\w", "", "the cat"), ["t", "c"]);
    assert_eq!(all(r"\B\w", "", "the cat").len(), 4);
}

#[test]
fn classes() {
    check(&[
        ("[k-p-[mo]]+", "", "mknxo", "kn"),
        (r"[\w-[d-v]]+", "", "edabXY_45wvz", "abXY_45w"),
        (r"[\p{L}-[^\p{Ll}]]+", "", "12XYzw", "zw"),
        ("[^xyz-[pq]]+", "", "pqmnxk", "mn"),
        (r"b[\w-[^0-9]]+", "", "bx b42x", "b42"),
        ("[k-[m-p]]+", "", "mmkkp", "kk"),
        ("[[wxyz]-[xy]]+", "", "w-x]", "w-x]"),
        ("[^-[xy]]", "", "x] y] -] kkk]", "k]"),
        (r"[kl\-\[mn-[-[]]]]", "", "k]]", "k]]"),
        ("[a-p-[ako-[k]]]+", "", "akb", "kb"),
        ("[]a]+", "", "x]a]", "]a]"),
        (r"[\]-]+", "", "a-]", "-]"),
        ("[-e-g]+", "", "d--eefh", "--eef"),
        ("[^\n]+", "", "\nab", "ab"),
        ("[a-c]+", "i", "xABCabc", "ABCabc"),
        ("[^a]", "i", "Aab", "b"),
        ("[a-z-[m]]+", "i", "abMn", "ab"),
        (r"\p{Lu}+", "i", "abAB", "AB"),
        (r"\p{IsGreek}+", "", "abαβ", "αβ"),
        (r"\P{L}+", "", "ab12", "12"),
        (r"[\P{Nd}-[\p{Ll}]]+", "", "az09AZ", "AZ"),
        (r"\d+", "", "x１２", "１２"),
        (r"\d+", "e", "x１２", "none"),
        (r"\w+", "e", "éa", "a"),
        ("[^]+", "e", "a]", "a]"),
        ("[]a]+", "e", "x]a", "]a"),
        (r"[^\s]+", "e", " \u{a0}", "\u{a0}"),
        (r"\s", "", "x\u{85}", "\u{85}"),
        (r"\s", "", "\u{200b}", "none"),
        (r"^\w+$", "", "a\u{301}", "a\u{301}"),
        (".", "", "\n\r", "\r"),
        (".", "s", "\n", "\n"),
        ("[[::]]+", "", "x[", "["),
    ]);
}

#[test]
fn escapes() {
    check(&[
        (r"\x41\u0042\103", "", "ABC", "ABC"),
        (r"\a\e\f\n\r\t\v", "", "\u{7}\u{1b}\u{c}\n\r\t\u{b}", "\u{7}\u{1b}\u{c}\n\r\t\u{b}"),
        (r"\cI\ci", "", "\t\t", "\t\t"),
        (r"[\b]", "", "\u{8}", "\u{8}"),
        (r"\.\*\_", "e", ".*_", ".*_"),
        (r"\0", "", "\0", "\0"),
        (r"\08", "", "\u{0}8", "\u{0}8"),
        (r"\-\#\ ", "x", "-# ", "-# "),
        ("a # c\n b", "x", "ab", "ab"),
        ("a(?# c )b", "", "ab", "ab"),
        ("[ #]+", "x", "a # ", " # "),
        ("a{1 }", "x", "a{1}", "a{1}"),
        ("a *b", "x", "aab", "aab"),
    ]);
}

#[test]
fn letter_case() {
    check(&[
        ("i", "i", "I", "I"),
        ("i", "i", "İ", "İ"),
        ("i", "ic", "İ", "none"),
        ("I", "i", "ı", "none"),
        ("SS", "i", "ß", "none"),
        ("k", "i", "\u{212a}", "\u{212a}"),
        ("\u{212a}", "ic", "K", "K"),
        ("s", "i", "\u{17f}", "none"),
        ("ς", "i", "σ", "none"),
        ("é", "i", "É", "É"),
        ("(?i)ab(?-i)c", "", "ABc", "ABc"),
        ("(?i)ab(?-i)c", "", "ABC", "none"),
        ("a(?i:b)c", "", "aBc", "aBc"),
        ("(a(?i)b)c", "", "aBC", "none"),
        ("(?-i)t", "i", "Tt", "t"),
        ("[à-ý]+", "i", "ÀÝ", "ÀÝ"),
        ("[ǅ]", "i", "Ǆ", "Ǆ"),
    ]);
}

#[test]
fn right_to_left() {
    check(&[
        (r"\d+", "r", "12 345", "345"),
        (r"(\w+)$", "r", "foo bar", "bar|bar"),
        ("(a+)(a+)", "r", "aaaa", "aaaa|a|aaa"),
        ("(a+?)(b)", "r", "aab", "ab|a|b"),
        (r"\1(a)", "r", "xaa", "aa|a"),
        ("(?=b)..", "r", "xabc", "bc"),
        ("(?<=a)b", "r", "ab", "b"),
        ("a(?!c)", "r", "abac", "a"),
        ("abc", "r", "abcabcx", "abc"),
        ("a*", "r", "baa", "aa"),
    ]);
    assert_eq!(all(r"\w\d", "r", "a1b2c3"), ["c3", "b2", "a1"]);
    assert_eq!(all("", "r", "ab").len(), 3);
    assert_eq!(all(r"\d\G", "r", "1a23"), ["3", "2"]);
}

#[test]
fn surrogate_pairs_are_two_units() {
    check(&[
        ("^.$", "", "😀", "none"),
        ("^..$", "", "😀", "😀"),
        ("😀+", "", "😀😀", "😀"),
        (r"\uD83D\uDE00", "", "x😀", "😀"),
        (r"\p{Cs}+", "", "a😀b", "😀"),
    ]);
    assert_eq!(all("", "", "😀").len(), 3);
}

#[test]
fn searching_goes_on_after_empty_matches() {
    assert_eq!(all("a*", "", "baac"), ["", "aa", "", ""]);
    assert_eq!(all("(?=(aa))", "", "aaaa"), ["|aa", "|aa", "|aa"]);
    assert_eq!(all("", "", "abc").len(), 4);
    assert_eq!(all("(?<=b)", "", "abc").len(), 1);
    assert_eq!(
        all(r#"(?:^|,)(?:"([^"]*)"|([^,]*))"#, "", "a,\"b,c\",,d"),
        ["a|-|a", ",\"b,c\"|b,c|-", ",|-|", ",d|-|d"]
    );
}
