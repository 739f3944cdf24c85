//! Streams, compression, binary readers, XML readers and writers, the console, processes.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail like tests")]

mod common;

use common::Engine;
use remora_psobject::Value;

fn s(text: &str) -> Value {
    Value::from(text)
}

fn i(number: i32) -> Value {
    Value::I32(number)
}

fn set(target: &Value, name: &str, value: Value) {
    let Value::Live(live) = target.base() else {
        panic!("{name} of a value that has no properties");
    };
    live.set_property(name, value).unwrap_or_else(|| panic!("no {name}")).unwrap();
}

#[test]
fn a_closed_memory_stream_keeps_its_bytes() {
    let e = Engine::default();
    let stream = e.make("System.IO.MemoryStream", &[]);
    e.call(&stream, "Write", &[Value::bytes(vec![1, 2, 3, 4]), i(1), i(2)]);
    assert_eq!(e.text(&e.property(&stream, "Capacity")), "256");
    e.call(&stream, "Close", &[]);
    assert_eq!(e.text(&e.property(&stream, "CanRead")), "False");
    assert_eq!(e.text(&e.call(&stream, "ToArray", &[])), "2|3");
    let late = e.try_call(&stream, "ReadByte", &[]).unwrap_err();
    assert_eq!(late.message(), "Cannot access a closed Stream.");
}

#[test]
fn a_stream_over_an_array_does_not_grow() {
    let e = Engine::default();
    let stream = e.make("System.IO.MemoryStream", &[Value::bytes(vec![0; 2])]);
    let refused =
        e.try_call(&stream, "Write", &[Value::bytes(vec![9; 3]), i(0), i(3)]).unwrap_err();
    assert_eq!(refused.message(), "Memory stream is not expandable.");
    assert!(e.try_call(&stream, "GetBuffer", &[]).is_err());
}

#[test]
fn compressed_bytes_come_back() {
    let e = Engine::default();
    let mode = |number| Value::Enum(e.type_id("System.IO.Compression.CompressionMode"), number);
    for name in ["System.IO.Compression.GZipStream", "System.IO.Compression.DeflateStream"] {
        let packed = e.make("System.IO.MemoryStream", &[]);
        let packer = e.make(name, &[packed.clone(), mode(1), true.into()]);
        e.call(&packer, "Write", &[Value::bytes(vec![7; 1000]), i(0), i(1000)]);
        let refused = e.try_call(&packer, "ReadByte", &[]).unwrap_err();
        assert_eq!(refused.message(), "Reading from the compression stream is not supported.");
        e.call(&packer, "Close", &[]);
        assert!(e.property(&packed, "Length").as_i64().unwrap() < 100);
        set(&packed, "Position", Value::I64(0));
        let unpacker = e.make(name, &[packed, mode(0)]);
        let target = e.make("System.IO.MemoryStream", &[]);
        e.call(&unpacker, "CopyTo", std::slice::from_ref(&target));
        assert_eq!(e.property(&target, "Length").as_i64(), Some(1000), "{name}");
    }
    let rubbish = e.make("System.IO.MemoryStream", &[Value::bytes((1..12).collect())]);
    let unpacker = e.make("System.IO.Compression.GZipStream", &[rubbish, mode(0)]);
    let failure = e.try_call(&unpacker, "ReadByte", &[]).unwrap_err();
    assert_eq!(failure.exception_type().full_name(), "System.IO.InvalidDataException");
}

#[test]
fn binary_values_come_back() {
    let e = Engine::default();
    let stream = e.make("System.IO.MemoryStream", &[]);
    let writer = e.make("System.IO.BinaryWriter", std::slice::from_ref(&stream));
    for value in [i(-2), s("é"), true.into(), Value::F64(1.5), Value::Char(0x20AC)] {
        e.call(&writer, "Write", &[value]);
    }
    e.call(&writer, "Write7BitEncodedInt", &[i(300)]);
    assert_eq!(e.property(&stream, "Length").as_i64(), Some(4 + 3 + 1 + 8 + 3 + 2));
    set(&stream, "Position", Value::I64(0));
    let reader = e.make("System.IO.BinaryReader", &[stream]);
    let read = |member: &str| e.text(&e.call(&reader, member, &[]));
    assert_eq!(read("ReadInt32"), "-2");
    assert_eq!(read("ReadString"), "é");
    assert_eq!(read("ReadBoolean"), "True");
    assert_eq!(read("ReadDouble"), "1.5");
    assert_eq!(read("PeekChar"), "8364");
    assert_eq!(read("ReadChar"), "€");
    assert_eq!(read("Read7BitEncodedInt"), "300");
    let end = e.try_call(&reader, "ReadByte", &[]).unwrap_err();
    assert_eq!(end.message(), "Unable to read beyond the end of the stream.");
}

#[test]
fn a_reader_decodes_across_its_chunks() {
    let e = Engine::default();
    // The first character leaves every later one across the border of a chunk.
    let text = format!("a{}\r\nlast", "€".repeat(3000));
    let stream = e.make("System.IO.MemoryStream", &[Value::bytes(text.as_bytes().to_vec())]);
    let reader = e.make("System.IO.StreamReader", &[stream]);
    assert_eq!(e.call(&reader, "ReadLine", &[]).as_str().unwrap().chars().count(), 3001);
    assert_eq!(e.text(&e.property(&reader, "EndOfStream")), "False");
    assert_eq!(e.text(&e.call(&reader, "ReadToEnd", &[])), "last");
    assert!(e.call(&reader, "ReadLine", &[]).is_null());
}

fn written(settings: &[(&str, Value)], write: impl Fn(&Engine, &Value)) -> String {
    let e = Engine::default();
    let chosen = e.make("System.Xml.XmlWriterSettings", &[]);
    for (name, value) in settings {
        set(&chosen, name, value.clone());
    }
    let target = e.make("System.Text.StringBuilder", &[]);
    let writer = e.call_static("System.Xml.XmlWriter", "Create", &[target.clone(), chosen]);
    write(&e, &writer);
    e.call(&writer, "Close", &[]);
    e.text(&target)
}

#[test]
fn a_writer_indents_what_holds_no_text() {
    let settings = [("Indent", true.into()), ("OmitXmlDeclaration", true.into())];
    let text = written(&settings, |e, w| {
        e.call(w, "WriteStartElement", &[s("r")]);
        e.call(w, "WriteAttributeString", &[s("a"), s("1<\"2")]);
        e.call(w, "WriteElementString", &[s("e"), s("t&t")]);
        e.call(w, "WriteStartElement", &[s("m")]);
        e.call(w, "WriteEndElement", &[]);
        e.call(w, "WriteStartElement", &[s("mixed")]);
        e.call(w, "WriteString", &[s("x")]);
        e.call(w, "WriteElementString", &[s("b"), s("y")]);
        e.call(w, "WriteEndElement", &[]);
        e.call(w, "WriteFullEndElement", &[]);
    });
    assert_eq!(
        text,
        "<r a=\"1&lt;&quot;2\">\n  <e>t&amp;t</e>\n  <m />\n  <mixed>x<b>y</b></mixed>\n</r>"
    );
}

#[test]
fn a_writer_declares_name_spaces_once() {
    let text = written(&[], |e, w| {
        e.call(w, "WriteStartElement", &[s("p"), s("r"), s("urn:x")]);
        e.call(w, "WriteElementString", &[s("c"), s("urn:x"), s("1")]);
        e.call(w, "WriteElementString", &[s("d"), s("urn:y"), s("")]);
        e.call(w, "WriteEndElement", &[]);
    });
    assert_eq!(
        text,
        "<?xml version=\"1.0\" encoding=\"utf-16\"?><p:r xmlns:p=\"urn:x\"><p:c>1</p:c><d xmlns=\"urn:y\" /></p:r>"
    );
}

#[test]
fn a_reader_walks_the_nodes() {
    let e = Engine::default();
    let source = e.make("System.IO.StringReader", &[s("<a b=\"1\">t<c/><d>5</d></a>")]);
    let reader = e.call_static("System.Xml.XmlReader", "Create", &[source]);
    let mut steps = Vec::new();
    while e.call(&reader, "Read", &[]).as_bool() == Some(true) {
        let part = |name: &str| e.text(&e.property(&reader, name));
        steps.push(format!("{}{}{}", part("Name"), part("Value"), part("Depth")));
        if part("Name") == "c" {
            assert_eq!(part("IsEmptyElement"), "True");
            e.call(&reader, "Read", &[]);
            assert_eq!(e.text(&e.call(&reader, "ReadElementContentAsString", &[])), "5");
            assert_eq!(part("Name"), "a");
        }
    }
    assert_eq!(steps, ["a0", "t1", "c1"]);
    assert_eq!(e.text(&e.property(&reader, "EOF")), "True");
}

#[test]
fn an_element_remembers_how_it_was_closed() {
    let e = Engine::default();
    let document = e.make("System.Xml.XmlDocument", &[]);
    e.call(&document, "LoadXml", &[s("<r><a></a><b/><c>1</c></r>")]);
    assert_eq!(e.text(&e.property(&document, "OuterXml")), "<r><a></a><b /><c>1</c></r>");
}

#[test]
fn the_process_of_a_fixed_machine_is_not_found() {
    let e = Engine::default();
    let (found, _) = e.try_static("System.Diagnostics.Process", "GetProcessById", &[i(999_999)]);
    assert_eq!(found.unwrap_err().message(), "Process with an Id of 999999 is not running.");
    let unstarted = e.make("System.Diagnostics.Process", &[]);
    let refused = e.try_call(&unstarted, "WaitForExit", &[]).unwrap_err();
    assert_eq!(refused.message(), "No process is associated with this object.");
}

#[test]
fn the_console_tells_what_is_redirected() {
    let e = Engine::default();
    assert_eq!(e.text(&e.static_property("System.Console", "IsOutputRedirected")), "True");
    assert_eq!(e.text(&e.static_property("System.Console", "WindowWidth")), "80");
    let lines = e.make("System.Collections.ArrayList", &[]);
    e.call(&lines, "Add", &[e.call_static("System.Console", "ReadLine", &[])]);
    assert!(e.index(&lines, i(0)).unwrap().is_null());
    let (key, _) = e.try_static("System.Console", "ReadKey", &[]);
    assert!(key.unwrap_err().message().starts_with("Cannot read keys"));
}
