//! Whole documents: what PowerShell writes, and what nobody should.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failed step of a test ends it"
)]

use std::sync::Arc;

use remora_clixml::{
    Error, ErrorKind, Layout, Limits, ReadOptions, SecretCodec, WriteOptions, read, read_all,
    write, write_all,
};
use remora_psobject::*;

fn indented(value: &Value) -> String {
    let options = WriteOptions { layout: Layout::Indented, depth: 2, ..WriteOptions::default() };
    write_all([value], &options).unwrap()
}

fn compact(value: &Value) -> String {
    write(value, &WriteOptions::default()).unwrap()
}

fn back(text: &str) -> Value {
    read(text, &ReadOptions::default()).unwrap()
}

#[test]
fn a_document_as_a_file_holds_it() {
    let inner = Value::custom_object([("b", Value::I32(1))]);
    let value = Value::custom_object([("a", inner), ("n", Value::Null), ("e", Value::from(""))]);
    let expected = r#"<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">
  <Obj RefId="0">
    <TN RefId="0">
      <T>System.Management.Automation.PSCustomObject</T>
      <T>System.Object</T>
    </TN>
    <MS>
      <Obj N="a" RefId="1">
        <TNRef RefId="0" />
        <MS>
          <I32 N="b">1</I32>
        </MS>
      </Obj>
      <Nil N="n" />
      <S N="e"></S>
    </MS>
  </Obj>
</Objs>"#;
    assert_eq!(indented(&value), expected);
    let value = back(expected);
    let names: Vec<_> = value.type_names().iter().map(PsString::to_string).collect();
    assert_eq!(
        names,
        ["Deserialized.System.Management.Automation.PSCustomObject", "Deserialized.System.Object"]
    );
}

#[test]
fn containers_keep_their_shape() {
    let list = Value::array(vec![Value::I32(1), "a".into(), Value::Null]);
    let text = compact(&list);
    assert_eq!(
        text,
        "<Obj RefId=\"0\"><TN RefId=\"0\"><T>System.Object[]</T><T>System.Array</T><T>System.Object</T></TN>\
         <LST><I32>1</I32><S>a</S><Nil /></LST></Obj>"
    );
    let Value::List(items) = back(&text) else { panic!("no list") };
    assert_eq!(items.len(), 3);
    assert_eq!(Value::List(items).type_name(), "Deserialized.System.Object[]");
    assert!(compact(&Value::array(Vec::new())).ends_with("<LST /></Obj>"));

    let table = DictionaryObject::ordered();
    table.insert("z".into(), 1.into());
    table.insert("a".into(), 2.into());
    let Value::Dictionary(table) = back(&compact(&table.into())) else { panic!("no table") };
    assert_eq!(table.kind(), DictionaryKind::Ordered);
    assert_eq!(table.keys().first().and_then(Value::as_str), Some("z"));

    let stack = Sequence::new(SequenceKind::Stack, TypeId::STACK, vec![1.into(), 2.into()]);
    let text = compact(&Value::live(stack));
    assert!(text.contains("<STK><I32>2</I32><I32>1</I32></STK>"), "{text}");
    let value = back(&text);
    assert_eq!(value.downcast::<Sequence>().unwrap().take().and_then(|v| v.as_i32()), Some(2));
}

#[test]
fn enumerations_are_numbers_with_a_text() {
    let id = TypeId::find("System.DayOfWeek").unwrap();
    let text = compact(&Value::Enum(id, 1));
    assert!(text.ends_with("<ToString>Monday</ToString><I32>1</I32></Obj>"), "{text}");
    let value = back(&text);
    assert_eq!(value.as_i32(), Some(1));
    assert_eq!(value.type_name(), "Deserialized.System.DayOfWeek");
}

#[test]
fn cycles_become_references() {
    let object = Arc::new(PsObject::custom([("n".into(), Value::I32(1))]));
    object.set("me", Value::Object(Arc::clone(&object)));
    let text = compact(&Value::Object(object));
    assert!(text.contains("<Ref N=\"me\" RefId=\"0\" />"), "{text}");
    let value = back(&text);
    let me = value.as_object().unwrap().get("me").unwrap();
    assert!(me.same_reference(&value));
}

#[test]
fn depth_ends_at_text_but_bags_are_followed() {
    let exception = Exception::new(TypeId::EXCEPTION, "outer")
        .with_inner(Exception::new(TypeId::EXCEPTION, "inner"));
    let text = compact(&Value::live(exception));
    assert!(text.contains("<S N=\"InnerException\">System.Exception: inner</S>"), "{text}");
    let deep = (0..20).fold(Value::I32(7), |inner, _| Value::custom_object([("x", inner)]));
    assert!(compact(&deep).contains("<I32 N=\"x\">7</I32>"));
}

#[test]
fn members_on_primitives_survive() {
    let wrapper = PsObject::wrapper("s".into());
    wrapper.set("n", Value::I32(5));
    let text = compact(&wrapper.into());
    assert!(text.contains("<S>s</S><MS><I32 N=\"n\">5</I32></MS>"), "{text}");
    let value = back(&text);
    assert_eq!(value.as_str(), Some("s"));
    assert_eq!(value.as_object().unwrap().get("n").and_then(|n| n.as_i32()), Some(5));
}

struct Rot;

impl SecretCodec for Rot {
    fn encrypt(&self, units: &[u16]) -> Result<String, Error> {
        Ok(units.iter().map(|unit| format!("{:04x}", unit ^ 1)).collect())
    }

    fn decrypt(&self, text: &str) -> Result<Vec<u16>, Error> {
        let chunks = text.as_bytes().chunks(4).map(|chunk| {
            let digits = std::str::from_utf8(chunk).ok()?;
            Some(u16::from_str_radix(digits, 16).ok()? ^ 1)
        });
        chunks.collect::<Option<_>>().ok_or(Error::new(ErrorKind::Secret))
    }
}

#[test]
fn credentials_come_back_and_need_a_codec() {
    let credential = Value::live(PsCredential::new("user", SecureString::new("secret")));
    assert_eq!(write(&credential, &WriteOptions::default()).unwrap_err().kind, ErrorKind::Secret);
    let text = write(&credential, &WriteOptions { secrets: Some(&Rot), ..WriteOptions::default() })
        .unwrap();
    assert!(!text.contains("secret"));
    assert!(read(&text, &ReadOptions::default()).is_err());
    let value =
        read(&text, &ReadOptions { secrets: Some(&Rot), ..ReadOptions::default() }).unwrap();
    let credential = value.downcast::<PsCredential>().unwrap();
    assert_eq!(credential.password().unwrap().reveal_string(), "secret");
}

#[test]
fn what_arrives_is_inert() {
    let text = "<Obj RefId='0'><TN RefId='0'><T>System.Diagnostics.Process</T></TN>\
                <Props><S N='Name'>x</S></Props></Obj>";
    let value = back(text);
    assert_eq!(value.type_name(), "Deserialized.System.Diagnostics.Process");
    assert_eq!(value.type_id(), Some(TypeId::PS_OBJECT));
    assert_eq!(back("<SBK>Remove-Item /</SBK>").as_str(), Some("Remove-Item /"));
}

#[test]
fn hostile_documents_are_errors() {
    let options = ReadOptions {
        limits: Limits { size: 100_000, depth: 20, values: 1_000 },
        ..ReadOptions::default()
    };
    let nested = "<Obj RefId=\"0\"><LST>".repeat(10_000);
    let many = format!("<Obj RefId=\"0\"><LST>{}</LST></Obj>", "<Nil />".repeat(2_000));
    let long = format!("<S>{}</S>", "x".repeat(200_000));
    for (text, kind) in [
        (nested.as_str(), "LimitExceeded"),
        (many.as_str(), "LimitExceeded"),
        (long.as_str(), "LimitExceeded"),
        ("<!DOCTYPE a [<!ENTITY b \"c\">]><S>&b;</S>", "Malformed"),
        ("<S>&b;</S>", "Malformed"),
        ("<Ref RefId=\"1\" />", "UnknownReference"),
        ("<Obj RefId=\"0\"><TNRef RefId=\"7\" /></Obj>", "UnknownReference"),
        ("<I32>1.5</I32>", "BadValue"),
        ("<I32>99999999999</I32>", "BadValue"),
        ("<BA>!</BA>", "BadValue"),
        ("<X>1</X>", "UnexpectedElement"),
        ("<S><S>a</S></S>", "UnexpectedElement"),
        ("", "Malformed"),
        ("<S>a", "Malformed"),
        ("<S>a</S><S>b</S>", "Malformed"),
        ("<Obj RefId=\"0\"><DCT><En><Nil N=\"Key\" /></En></DCT></Obj>", "BadValue"),
    ] {
        let error = read(text, &options).unwrap_err();
        assert!(format!("{:?}", error.kind).starts_with(kind), "{error:?} for {text:.60}");
    }
    assert_eq!(read_all("<Objs><S>hi</S><I32>5</I32></Objs>", &options).unwrap().len(), 2);
}

#[test]
fn every_cut_of_a_document_is_an_error_and_no_panic() {
    let value = Value::custom_object([("a", Value::array(vec![1.into(), "é😀_x0041_".into()]))]);
    let text = compact(&value);
    for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
        assert!(read(&text[..end], &ReadOptions::default()).is_err(), "{}", &text[..end]);
    }
}
