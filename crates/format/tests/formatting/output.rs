//! What comes out where: styles, streams, rows that wait, objects from other computers.

use remora_format::format_object::WriteStream;
use remora_format::output::Sink;
use remora_format::{Formatter, FormatterOptions, OutputRendering, Preferences};
use remora_psobject::{InstanceMember, MemberKind, PsObject, PsString, Value};

use super::support::context::TestContext;

fn one(name: &str, value: impl Into<Value>) -> Value {
    Value::custom_object([(name, value.into())])
}

fn lines(values: &[Value], options: FormatterOptions) -> Vec<String> {
    let context = TestContext::default();
    let mut formatter = Formatter::new(79, options);
    let mut output = Vec::new();
    let mut sink = |line: &str| output.push(line.to_owned());
    for value in values {
        formatter.push(value, &context, &mut sink).unwrap();
    }
    formatter.finish(&mut sink);
    output
}

#[test]
fn labels_are_decorated_where_asked_for() {
    let options = FormatterOptions { decorate: true, ..FormatterOptions::plain() };
    assert_eq!(
        lines(&[one("a", 1)], options.clone()),
        ["", "\u{1b}[32;1ma\u{1b}[0m", "\u{1b}[32;1m-\u{1b}[0m", "1", ""]
    );
    let five = Value::custom_object(["a", "b", "c", "d", "e"].map(|name| (name, Value::I32(1))));
    assert_eq!(lines(&[five], options)[1], "\u{1b}[32;1ma : \u{1b}[0m1");
    assert_eq!(Preferences::default().output_rendering, OutputRendering::Host);
}

#[derive(Default)]
struct Tagged {
    stream: WriteStream,
    lines: Vec<(WriteStream, String)>,
}

impl Sink for Tagged {
    fn line(&mut self, line: &str) {
        self.lines.push((self.stream, line.to_owned()));
    }

    fn stream(&mut self, stream: WriteStream) {
        self.stream = stream;
    }
}

#[test]
fn lines_know_their_stream_also_when_they_waited() {
    let context = TestContext::default();
    let mut formatter = Formatter::new(79, FormatterOptions::plain());
    let mut sink = Tagged::default();
    formatter.push(&one("a", 1), &context, &mut sink).unwrap();
    formatter.push_from(WriteStream::Error, &"bad".into(), &context, &mut sink).unwrap();
    formatter.push(&one("a", 2), &context, &mut sink).unwrap();
    assert!(formatter.is_waiting());
    assert_eq!(sink.lines.len(), 1, "the empty line before the table does not wait");
    formatter.finish(&mut sink);
    let shown: Vec<(WriteStream, &str)> =
        sink.lines.iter().map(|(stream, line)| (*stream, line.as_str())).collect();
    let plain = |line| (WriteStream::None, line);
    assert_eq!(
        shown,
        [
            plain(""),
            plain("a"),
            plain("-"),
            plain("1"),
            (WriteStream::Error, "bad"),
            plain("2"),
            plain("")
        ]
    );
}

#[test]
fn released_rows_fix_the_widths_of_those_that_follow() {
    let context = TestContext::default();
    let mut formatter = Formatter::new(79, FormatterOptions::plain());
    let mut output = Vec::new();
    let mut sink = |line: &str| output.push(line.to_owned());
    formatter.push(&one("a", "x"), &context, &mut sink).unwrap();
    formatter.release(&mut sink);
    assert!(!formatter.is_waiting());
    formatter.push(&one("a", "longer"), &context, &mut sink).unwrap();
    formatter.finish(&mut sink);
    assert_eq!(output, ["", "a", "-", "x", "l", ""]);
}

/// What Invoke-Command gives of an object of another computer.
fn from_computer(type_names: &[&str], properties: &[(&str, Value)], shown: bool) -> Value {
    let mut members: Vec<InstanceMember> = properties
        .iter()
        .map(|(name, value)| {
            InstanceMember::new(*name, MemberKind::DeserializedProperty(value.clone()))
        })
        .collect();
    members.push(InstanceMember::note("PSComputerName", "web01"));
    members.push(InstanceMember::note("RunspaceId", "r1"));
    members.push(InstanceMember::note("PSShowComputerName", shown));
    let names: Vec<PsString> = type_names.iter().map(|name| PsString::from(*name)).collect();
    PsObject::deserialized(names, members.into_iter().collect(), None).into()
}

#[test]
fn objects_of_other_computers_say_from_where() {
    const SERVICE: [&str; 1] = ["Deserialized.System.ServiceProcess.ServiceController"];
    let properties = [
        ("Status", Value::from("Running")),
        ("Name", Value::from("sshd")),
        ("DisplayName", Value::from("OpenSSH")),
    ];
    let table = lines(&[from_computer(&SERVICE, &properties, true)], FormatterOptions::plain());
    assert_eq!(
        table[1],
        "Status   Name               DisplayName                            PSComputerNa"
    );
    assert_eq!(
        table[4],
        "Running  sshd               OpenSSH                                web01"
    );
    let table = lines(&[from_computer(&SERVICE, &properties, false)], FormatterOptions::plain());
    assert!(!table.iter().any(|line| line.contains("web01")), "{table:?}");

    const CUSTOM: [&str; 1] = ["Deserialized.System.Management.Automation.PSCustomObject"];
    let bag = |shown| from_computer(&CUSTOM, &[("a", Value::I32(1)), ("b", Value::I32(2))], shown);
    assert_eq!(
        lines(&[bag(true)], FormatterOptions::plain()),
        [
            "",
            "a              : 1",
            "b              : 2",
            "PSComputerName : web01",
            "RunspaceId     : r1",
            ""
        ]
    );
    assert_eq!(
        lines(&[bag(false)], FormatterOptions::plain()),
        ["", "a          : 1", "b          : 2", "RunspaceId : r1", ""]
    );
}
