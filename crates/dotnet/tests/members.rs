//! What members give, as PowerShell 7.6 shows it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail like tests")]

mod common;

use common::Engine;
use remora_psobject::{TypeId, Value};

fn s(text: &str) -> Value {
    Value::from(text)
}

fn i(number: i32) -> Value {
    Value::I32(number)
}

fn c(character: char) -> Value {
    Value::Char(u32::from(character) as u16)
}

fn chars(text: &str) -> Value {
    Value::array_of(TypeId::CHAR, text.chars().map(c).collect())
}

#[test]
fn strings() {
    let e = Engine::default();
    let cases: &[(&str, &str, Vec<Value>, &str)] = &[
        ("a1b2c3", "Split", vec![chars("123")], "a|b|c|"),
        ("a1b2c3", "Split", vec![s("12")], "a1b2c3"),
        ("a,,b", "Split", vec![c(','), Value::Enum(e.type_id("StringSplitOptions"), 1)], "a|b"),
        ("a,b,c", "Split", vec![c(','), i(2)], "a|b,c"),
        (" a  b ", "Split", vec![], "|a||b|"),
        ("hello", "Substring", vec![i(1), i(3)], "ell"),
        ("hello", "IndexOf", vec![s("l")], "2"),
        ("hello", "LastIndexOf", vec![c('l')], "3"),
        ("hello", "Replace", vec![s("l"), s("LL")], "heLLLLo"),
        ("hello", "Insert", vec![i(2), s("--")], "he--llo"),
        ("hello", "Remove", vec![i(1), i(2)], "hlo"),
        ("7", "PadLeft", vec![i(3), c('0')], "007"),
        ("xxaxx", "Trim", vec![chars("x")], "a"),
        ("straße", "ToUpper", vec![], "STRAßE"),
        ("abc", "Contains", vec![s("B"), Value::Enum(e.type_id("StringComparison"), 5)], "True"),
        ("abc", "StartsWith", vec![s("ab")], "True"),
        ("abc", "CompareTo", vec![s("abd")], "-1"),
        ("a\r\nb", "ReplaceLineEndings", vec![s("|")], "a|b"),
    ];
    for (this, member, arguments, expected) in cases {
        let value = e.call(&s(this), member, arguments);
        assert_eq!(&e.text(&value), expected, "'{this}'.{member}({arguments:?})");
    }
    let error = e.try_call(&s("abc"), "Substring", &[i(1), i(9)]).unwrap_err();
    assert_eq!(
        error.message().as_str(),
        "Index and length must refer to a location within the string. (Parameter 'length')"
    );
    let join = e.call_static("string", "Join", &[s("-"), Value::strings(["a", "b"])]);
    assert_eq!(e.text(&join), "a-b");
    let format = e.call_static("string", "Format", &[s("{0:X}-{1,4}|"), i(255), s("a")]);
    assert_eq!(e.text(&format), "FF-   a|");
    assert_eq!(e.text(&e.call_static("string", "IsNullOrEmpty", &[s("")])), "True");
    assert_eq!(e.text(&e.make("string", &[c('x'), i(3)])), "xxx");
}

#[test]
fn numbers() {
    let e = Engine::default();
    let number = |text: &str| {
        e.try_static("int", "Parse", &[s(text)])
            .0
            .map_or_else(|error| error.message().to_string(), |v| e.text(&v))
    };
    assert_eq!(number("12"), "12");
    assert_eq!(number("1,234"), "The input string '1,234' was not in a correct format.");
    assert_eq!(number("99999999999"), "Value was either too large or too small for an Int32.");
    let (good, outputs) = e.try_static("double", "TryParse", &[s("2.5e-1"), Value::F64(0.0)]);
    assert_eq!((e.text(&good.unwrap()), e.text(&outputs[0].1)), ("True".into(), "0.25".into()));
    let styles = |name: &str| {
        let id = e.type_id("Globalization.NumberStyles");
        Value::Enum(id, id.enum_definition().unwrap().value_of(name).unwrap())
    };
    for (text, style, expected) in [
        ("(5)", "AllowParentheses", "-5"),
        ("101", "BinaryNumber", "5"),
        ("5-", "AllowTrailingSign", "-5"),
        ("ffffffff", "HexNumber", "-1"),
    ] {
        assert_eq!(
            e.text(&e.call_static("int", "Parse", &[s(text), styles(style)])),
            expected,
            "{text}"
        );
    }
    assert_eq!(e.text(&e.static_property("int", "MaxValue")), "2147483647");
    assert_eq!(e.text(&e.static_property("double", "MaxValue")), "1.7976931348623157E+308");
    assert_eq!(e.text(&e.call_static("int", "PopCount", &[i(255)])), "8");
    let text = |value: Value, format: &str| e.text(&e.call(&value, "ToString", &[s(format)]));
    assert_eq!(text(i(255), "x4"), "00ff");
    assert_eq!(text(i(-1), "x"), "ffffffff");
    assert_eq!(text(i(1234567), "0,,.#M"), "1.2M");
    assert_eq!(text(Value::F64(2.5), "F0"), "2");
    assert_eq!(text(Value::F64(2.5), "0"), "3");
    assert_eq!(text(Value::F64(-0.4), "0"), "-0");
    assert_eq!(text(Value::F64(-0.001), "f2"), "-0.00");
    assert_eq!(text(Value::F64(1234.5678), "g3"), "1.23e+03");
    assert_eq!(text(Value::F64(0.1), "g17"), "0.10000000000000001");
    assert_eq!(text(Value::F64(1e21), "n0"), "1,000,000,000,000,000,000,000");
    assert_eq!(text(Value::F64(0.123), "0‰"), "123‰");
    assert_eq!(text(Value::F64(12345.0), "0.0e+0"), "1.2e+4");
    assert_eq!(text(i(0), "#.##"), "");
    let decimal = e.call_static("decimal", "Parse", &[s("1.500")]);
    assert_eq!(text(decimal.clone(), "g"), "1.500");
    assert_eq!(text(decimal, "f1"), "1.5");
    let big = e.call_static("bigint", "Parse", &[s("255")]);
    assert_eq!((text(big.clone(), "x"), text(big, "b")), ("0ff".into(), "011111111".into()));
    assert_eq!(
        e.text(&e.call_static(
            "Math",
            "Round",
            &[Value::F64(2.345), i(2), Value::Enum(e.type_id("MidpointRounding"), 1)]
        )),
        "2.35"
    );
    assert_eq!(e.text(&e.call_static("Math", "Round", &[Value::F64(2.5)])), "2");
    assert_eq!(e.text(&e.call_static("Convert", "ToInt32", &[s("ff"), i(16)])), "255");
    assert_eq!(e.text(&e.call_static("Convert", "ToString", &[i(10), i(2)])), "1010");
    assert_eq!(
        e.text(&e.call_static("Convert", "ToBase64String", &[Value::bytes(vec![1, 2, 3])])),
        "AQID"
    );
    assert_eq!(
        e.text(&e.call_static("BitConverter", "ToString", &[Value::bytes(vec![1, 255])])),
        "01-FF"
    );
}

#[test]
fn seeded_random_numbers_are_those_of_dot_net() {
    let e = Engine::default();
    let random = e.make("Random", &[i(42)]);
    let numbers: Vec<String> =
        (0..3).map(|_| e.text(&e.call(&random, "Next", &[i(100)]))).collect();
    assert_eq!(numbers, ["66", "14", "12"]);
    let random = e.make("Random", &[i(42)]);
    let next = |member: &str, arguments: &[Value]| e.text(&e.call(&random, member, arguments));
    assert_eq!(next("Next", &[]), "1434747710");
    assert_eq!(next("Next", &[i(10)]), "1");
    assert_eq!(next("Next", &[i(5), i(8)]), "5");
    assert_eq!(
        next("NextDouble", &[]).get(..17),
        Some("0.522764276025241".get(..17).unwrap_or(""))
    );
    assert_eq!(next("NextInt64", &[Value::I64(100)]), "92");
    assert_eq!(next("NextSingle", &[]), "0.51292276");
    let bytes = Value::bytes(vec![0; 4]);
    e.call(&random, "NextBytes", std::slice::from_ref(&bytes));
    assert_eq!(e.text(&bytes), "153|134|158|86");
    let random = e.make("Random", &[i(1)]);
    let numbers: Vec<String> =
        (0..5).map(|_| e.text(&e.call(&random, "Next", &[i(100)]))).collect();
    assert_eq!(numbers, ["24", "11", "46", "77", "65"]);
    let list = Value::array_of(TypeId::INT32, (1..=5).map(i).collect());
    e.call(&random, "Shuffle", std::slice::from_ref(&list));
    assert_eq!(e.text(&list), "3|1|5|4|2");
}

#[test]
fn dates() {
    let e = Engine::default();
    let date = |text: &str| e.call_static("datetime", "Parse", &[s(text)]);
    let iso = |value: &Value| e.text(&e.call(value, "ToString", &[s("s")]));
    for (text, expected) in [
        ("2024-03-04 15:06:07", "2024-03-04T15:06:07"),
        ("3/4/2024 3:06 PM", "2024-03-04T15:06:00"),
        ("March 4, 2024", "2024-03-04T00:00:00"),
        ("4 Mar 2024", "2024-03-04T00:00:00"),
        ("Mon, 04 Mar 2024 15:06:07 GMT", "2024-03-04T15:06:07"),
        ("2024-03-04T15:06:07.123Z", "2024-03-04T15:06:07"),
        ("2024-03-04T15:06:07+02:00", "2024-03-04T13:06:07"),
        ("10:30", "2026-01-02T10:30:00"),
        ("2024/12", "2024-12-01T00:00:00"),
        ("1/2/30", "2030-01-02T00:00:00"),
    ] {
        assert_eq!(iso(&date(text)), expected, "{text}");
    }
    let error = e.try_static("datetime", "Parse", &[s("nope")]).0.unwrap_err();
    assert_eq!(
        error.message().as_str(),
        "The string 'nope' was not recognized as a valid DateTime. There is an unknown word starting at index '0'."
    );
    let day = date("2024-01-31");
    assert_eq!(iso(&e.call(&day, "AddMonths", &[i(1)])), "2024-02-29T00:00:00");
    assert_eq!(iso(&e.call(&day, "AddDays", &[Value::F64(1.5)])), "2024-02-01T12:00:00");
    assert_eq!(e.text(&e.property(&day, "DayOfWeek")), "Wednesday");
    assert_eq!(e.text(&day), "1/31/2024 12:00:00\u{202f}AM");
    let exact = e.call_static(
        "datetime",
        "ParseExact",
        &[s("31.01.2024 23:59"), s("dd.MM.yyyy HH:mm"), Value::Null],
    );
    assert_eq!(iso(&exact), "2024-01-31T23:59:00");
    let span = e.call_static("timespan", "Parse", &[s("1.02:03:04.005")]);
    assert_eq!(e.text(&span), "1.02:03:04.0050000");
    assert_eq!(e.text(&e.property(&span, "TotalHours")), "26.0511125");
    assert_eq!(e.text(&e.call_static("timespan", "FromMinutes", &[Value::I64(90)])), "01:30:00");
    let offset = e.call_static("DateTimeOffset", "Parse", &[s("2024-03-04T15:06:07+02:00")]);
    assert_eq!(e.text(&offset), "3/4/2024 3:06:07\u{202f}PM +02:00");
    assert_eq!(e.text(&e.call(&offset, "ToUnixTimeSeconds", &[])), "1709557567");
    assert_eq!(iso(&e.static_property("datetime", "Now")), "2026-01-02T12:00:00");
}

#[test]
fn collections() {
    let e = Engine::default();
    let list_type = TypeId::GENERIC_LIST.generic_of(&[TypeId::INT32]);
    let list = e.new_object(list_type, &[]).unwrap();
    for number in [3, 1, 2] {
        e.call(&list, "Add", &[i(number)]);
    }
    e.call(&list, "Sort", &[]);
    assert_eq!(e.text(&list), "1|2|3");
    assert_eq!(e.text(&e.call(&list, "Contains", &[i(2)])), "True");
    e.call(&list, "RemoveAt", &[i(0)]);
    assert_eq!(e.text(&e.call(&list, "ToArray", &[])), "2|3");
    assert_eq!(
        e.index(&list, 5).unwrap_err().message().as_str(),
        "Index was out of range. Must be non-negative and less than the size of the collection. (Parameter 'index')"
    );
    let table = e.make("hashtable", &[]);
    e.call(&table, "Add", &[s("a"), i(1)]);
    let error = e.try_call(&table, "Add", &[s("a"), i(2)]).unwrap_err();
    assert_eq!(
        error.message().as_str(),
        "Item has already been added. Key in dictionary: 'a'  Key being added: 'a'"
    );
    let dictionary_type = TypeId::GENERIC_DICTIONARY.generic_of(&[TypeId::STRING, TypeId::INT32]);
    let dictionary = e.new_object(dictionary_type, &[]).unwrap();
    e.call(&dictionary, "Add", &[s("k"), i(7)]);
    assert_eq!(e.text(&e.index(&dictionary, "k").unwrap()), "7");
    assert_eq!(
        e.index(&dictionary, "x").unwrap_err().message().as_str(),
        "The given key 'x' was not present in the dictionary."
    );
    let queue = e.make("Collections.Queue", &[]);
    e.call(&queue, "Enqueue", &[i(1)]);
    e.call(&queue, "Enqueue", &[i(2)]);
    assert_eq!(e.text(&e.call(&queue, "Dequeue", &[])), "1");
    let set_type = TypeId::GENERIC_HASH_SET.generic_of(&[TypeId::STRING]);
    let set = e
        .new_object(set_type, &[e.static_property("StringComparer", "OrdinalIgnoreCase")])
        .unwrap();
    assert_eq!(e.text(&e.call(&set, "Add", &[s("A")])), "True");
    assert_eq!(e.text(&e.call(&set, "Add", &[s("a")])), "False");
    let array = Value::array_of(TypeId::INT32, vec![i(3), i(1), i(2)]);
    e.call_static("array", "Sort", std::slice::from_ref(&array));
    assert_eq!(e.text(&array), "1|2|3");
    assert_eq!(e.text(&e.call_static("array", "IndexOf", &[array.clone(), i(3)])), "2");
    let enumerator = e.call(&array, "GetEnumerator", &[]);
    assert_eq!(e.text(&e.call(&enumerator, "MoveNext", &[])), "True");
    assert_eq!(e.text(&e.property(&enumerator, "Current")), "1");
}

#[test]
fn text_and_expressions() {
    let e = Engine::default();
    let builder = e.make("Text.StringBuilder", &[s("ab")]);
    e.call(&builder, "Append", &[i(5)]);
    e.call(&builder, "AppendLine", &[s("x")]);
    e.call(&builder, "Insert", &[i(0), s(">")]);
    assert_eq!(e.text(&builder), ">ab5x\n");
    let utf8 = e.static_property("Text.Encoding", "UTF8");
    assert_eq!(e.text(&e.call(&utf8, "GetBytes", &[s("é")])), "195|169");
    assert_eq!(e.text(&e.call(&utf8, "GetString", &[Value::bytes(vec![0xC3, 0xA9])])), "é");
    let page = e.call_static("Text.Encoding", "GetEncoding", &[i(1252)]);
    assert_eq!(e.text(&e.call(&page, "GetBytes", &[s("€")])), "128");
    let regex = e.make("regex", &[s("(?<word>\\w+)-(\\d+)")]);
    let found = e.call(&regex, "Match", &[s("x abc-12 y")]);
    let groups = e.property(&found, "Groups");
    assert_eq!(e.text(&e.index(&groups, "word").unwrap()), "abc");
    assert_eq!(e.text(&e.index(&groups, 1).unwrap()), "12");
    assert_eq!(e.text(&e.call(&regex, "Replace", &[s("abc-12"), s("$1-${word}")])), "12-abc");
    assert_eq!(e.text(&e.call_static("regex", "Split", &[s("a1b2c"), s("\\d")])), "a|b|c");
    assert_eq!(e.text(&e.call_static("regex", "Escape", &[s("a.b*c")])), "a\\.b\\*c");
    let error = e.new_object(e.type_id("regex"), &[s("(")]).unwrap_err();
    assert_eq!(error.message().as_str(), "Invalid pattern '(' at offset 1. Not enough )'s.");
    let pattern = e.make("WildcardPattern", &[s("a[b-d]*")]);
    assert_eq!(e.text(&e.call(&pattern, "IsMatch", &[s("acx")])), "True");
}

#[test]
fn small_values() {
    let e = Engine::default();
    let version = e.call_static("version", "Parse", &[s("1.2.3")]);
    assert_eq!(e.text(&e.call(&version, "ToString", &[i(2)])), "1.2");
    let error = e.try_static("version", "Parse", &[s("1")]).0.unwrap_err();
    assert_eq!(
        error.message().as_str(),
        "Version string portion was too short or too long. (Parameter 'input')"
    );
    let uri = e.make("uri", &[s("HTTP://User@Example.com:8080/a/../b%20c?q=1#f")]);
    for (name, expected) in [
        ("Scheme", "http"),
        ("Host", "example.com"),
        ("Port", "8080"),
        ("AbsolutePath", "/b%20c"),
        ("Query", "?q=1"),
        ("Fragment", "#f"),
        ("UserInfo", "User"),
        ("Authority", "example.com:8080"),
    ] {
        assert_eq!(e.text(&e.property(&uri, name)), expected, "{name}");
    }
    let address = e.call_static("ipaddress", "Parse", &[s("10.1")]);
    assert_eq!(e.text(&address), "10.0.0.1");
    let names = e.call_static("enum", "GetNames", &[Value::Type(e.type_id("DayOfWeek"))]);
    assert_eq!(e.text(&names), "Sunday|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday");
    let attributes = e.call_static(
        "enum",
        "Parse",
        &[Value::Type(e.type_id("IO.FileAttributes")), s("ReadOnly, Hidden")],
    );
    assert_eq!(e.text(&attributes), "ReadOnly, Hidden");
    let type_value =
        Value::Type(e.type_id("Collections.Generic.List`1").generic_of(&[TypeId::INT32]));
    assert_eq!(e.text(&e.property(&type_value, "Name")), "List`1");
    assert_eq!(e.text(&type_value), "System.Collections.Generic.List`1[System.Int32]");
    let exception = e.make("ArgumentException", &[s("bad"), s("p")]);
    assert_eq!(e.text(&e.property(&exception, "Message")), "bad (Parameter 'p')");
    assert_eq!(
        e.text(&e.property(&e.make("IO.FileNotFoundException", &[]), "Message")),
        "Unable to find the specified file."
    );
    let culture = e.make("cultureinfo", &[s("en-US")]);
    assert_eq!(
        (e.text(&e.property(&culture, "LCID")), e.text(&e.property(&culture, "DisplayName"))),
        ("1033".into(), "English (United States)".into())
    );
    let md5 = e.call_static("Security.Cryptography.MD5", "Create", &[]);
    let hash = e.call(&md5, "ComputeHash", &[Value::bytes(b"abc".to_vec())]);
    assert_eq!(
        e.text(&e.call_static("Convert", "ToHexString", &[hash])),
        "900150983CD24FB0D6963F7D28E17F72"
    );
}

#[test]
fn files() {
    let e = Engine::default();
    e.call_static("IO.File", "WriteAllText", &[s("/tmp/a.txt"), s("one\ntwo\n")]);
    assert_eq!(e.text(&e.call_static("IO.File", "ReadAllLines", &[s("/tmp/a.txt")])), "one|two");
    let error = e.try_static("IO.File", "ReadAllText", &[s("/tmp/nope")]).0.unwrap_err();
    assert_eq!(error.message().as_str(), "Could not find file '/tmp/nope'.");
    let info = e.make("IO.FileInfo", &[s("/tmp/a.txt")]);
    assert_eq!(
        (e.text(&e.property(&info, "Length")), e.text(&e.property(&info, "Extension"))),
        ("8".into(), ".txt".into())
    );
    assert_eq!(e.text(&e.call_static("IO.Path", "Combine", &[s("/a"), s("b")])), "/a/b");
    assert_eq!(e.text(&e.call_static("IO.Path", "GetFullPath", &[s("../x")])), "/home/x");
    let writer = e.make("IO.StreamWriter", &[s("/tmp/b.txt")]);
    e.call(&writer, "WriteLine", &[s("line")]);
    e.call(&writer, "Close", &[]);
    let reader = e.make("IO.StreamReader", &[s("/tmp/b.txt")]);
    assert_eq!(e.text(&e.call(&reader, "ReadLine", &[])), "line");
    assert_eq!(e.text(&e.call(&reader, "ReadLine", &[])), "null");
}

#[test]
fn documents() {
    let e = Engine::default();
    let text = "<r a=\"1\"><i n=\"x\">t1</i><i n=\"y\">t2</i><e/><c><![CDATA[d<d]]></c></r>";
    let document = remora_dotnet::types::system_xml::document::parse_document(text).unwrap();
    let root = e.property(&document, "r");
    assert_eq!(e.text(&e.property(&root, "a")), "1");
    assert_eq!(e.text(&e.property(&root, "e")), "");
    assert_eq!(e.text(&e.call(&root, "GetAttribute", &[s("a")])), "1");
    let nodes = e.call(&document, "SelectNodes", &[s("//i[@n='y']")]);
    assert_eq!(e.text(&e.property(&nodes, "Count")), "1");
    let child = e.call(&document, "CreateElement", &[s("b")]);
    e.call(&root, "AppendChild", &[child]);
    assert_eq!(
        e.text(&e.property(&document, "OuterXml")),
        "<r a=\"1\"><i n=\"x\">t1</i><i n=\"y\">t2</i><e /><c><![CDATA[d<d]]></c><b /></r>"
    );
    let spaced = "<n:r xmlns:n=\"urn:n\" xmlns=\"urn:d\"><n:a>1</n:a><b>2</b></n:r>";
    let document = remora_dotnet::types::system_xml::document::parse_document(spaced).unwrap();
    assert_eq!(e.text(&e.property(&document, "OuterXml")), spaced);
    assert_eq!(e.text(&e.property(&e.property(&document, "r"), "xmlns")), "urn:d");
}

#[test]
fn signatures_stand_in_the_order_of_power_shell() {
    let e = Engine::default();
    let known = remora_dotnet::registry::definition(TypeId::INT32).unwrap();
    let signatures: Vec<&str> = known
        .method("equals")
        .unwrap()
        .overloads
        .iter()
        .map(|overload| overload.signature)
        .collect();
    assert_eq!(
        signatures,
        [
            "bool Equals(System.Object obj)",
            "bool Equals(int obj)",
            "bool IEquatable[int].Equals(int other)"
        ]
    );
    let span = remora_dotnet::registry::definition(TypeId::TIME_SPAN).unwrap();
    let first = &span.method("Equals").unwrap().overloads[0];
    assert_eq!(first.signature, "bool Equals(System.Object value)");
    assert_eq!(e.text(&e.static_property("DayOfWeek", "Friday")), "Friday");
    assert_eq!(
        remora_dotnet::registry::shown_name(TypeId::GENERIC_LIST.generic_of(&[TypeId::INT32])),
        "System.Collections.Generic.List[int]"
    );
}
