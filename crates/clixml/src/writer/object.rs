//! Objects and containers (MS-PSRP section 2.2.5.2, Serialization of Complex Objects).

use std::sync::Arc;

use remora_psobject::{
    ErrorRecord, InformationRecord, InformationalRecord, ObjectKind, Properties, PsString,
    Sequence, SequenceKind, SerializationMethod, TypeId, Value,
};

use super::{MAX_LEVEL, Writer};
use crate::error::Error;
use crate::record;
use crate::{DESERIALIZED_ENUM, ENUM_TEXT};

/// What stands inside the element of an object.
enum Content {
    /// A primitive value with members of its own.
    Primitive(Value),
    /// The number of an enumeration value.
    Enum(TypeId, i64),
    /// Items in an element of this name.
    Items(&'static str, Vec<Value>),
    /// Keys and values.
    Entries(Vec<(Value, Value)>),
    /// Properties alone.
    Properties,
}

impl Writer<'_> {
    /// Writes any value. `depth` says how much further properties are followed.
    pub(super) fn value(
        &mut self,
        value: &Value,
        name: Option<&PsString>,
        depth: u32,
    ) -> Result<(), Error> {
        if self.primitive(value, name)? {
            return Ok(());
        }
        if self.level > MAX_LEVEL * 2 {
            // Deeper than .NET's own serializer goes; such a thing is nearly always a cycle.
            self.empty("Nil", name);
            return Ok(());
        }
        if let Some(bag) = flattened_record(value) {
            return self.value(&bag, name, depth);
        }
        let content = content_of(value);
        if let Some(known) = identity(value).and_then(|key| self.objects.get(&key).copied()) {
            self.begin("Ref", name);
            self.attribute("RefId", known);
            self.out.push_str(" />");
            return Ok(());
        }
        let names = value.type_names();
        let policy = self.options.view.policy(&names);
        let depth = policy.depth.map_or(depth, |own| own.max(u32::from(depth > 0)));
        let as_text = policy.method == SerializationMethod::String
            || (depth == 0 && matches!(content, Content::Properties | Content::Enum(..)));
        if as_text {
            return self.as_text(value, name);
        }
        let reference = self.next_object;
        self.next_object += 1;
        if let Some(key) = identity(value) {
            self.objects.insert(key, reference);
        }
        self.open("Obj", name, Some(reference));
        // A primitive value that only has members of its own is what it is without names.
        let is_plain = matches!(content, Content::Primitive(_)) && !has_own_names(value);
        if !is_plain {
            self.names(names);
        }
        self.content(value, content, depth)?;
        self.close("Obj");
        Ok(())
    }

    /// An object that is not followed: its text.
    fn as_text(&mut self, value: &Value, name: Option<&PsString>) -> Result<(), Error> {
        match self.options.view.text(value) {
            Some(text) => self.text("S", name, &text),
            None => self.empty("Nil", name),
        }
        Ok(())
    }

    /// The list of type names, or a reference to an equal one.
    fn names(&mut self, names: Vec<PsString>) {
        if names.is_empty() {
            return;
        }
        if let Some(known) = self.type_names.get(&names).copied() {
            self.begin("TNRef", None);
            self.attribute("RefId", known);
            self.out.push_str(" />");
            return;
        }
        let number = u32::try_from(self.type_names.len()).unwrap_or(u32::MAX);
        self.open("TN", None, Some(number));
        for name in &names {
            self.text("T", None, name);
        }
        self.close("TN");
        self.type_names.insert(names, number);
    }

    fn content(&mut self, value: &Value, content: Content, depth: u32) -> Result<(), Error> {
        let below = depth.saturating_sub(1);
        match content {
            Content::Primitive(inner) => {
                if let Some(text) = deserialized_enum_text(value) {
                    self.text("ToString", None, &text);
                }
                self.primitive(&inner, None)?;
            }
            Content::Enum(id, number) => {
                if let Some(text) = self.options.view.text(value) {
                    self.text("ToString", None, &text);
                }
                let number = underlying(id, number);
                self.primitive(&number, None)?;
            }
            Content::Items(element, items) => {
                self.open(element, None, None);
                for item in &items {
                    self.value(item, None, depth)?;
                }
                self.close(element);
            }
            Content::Entries(entries) => {
                let (key_name, value_name) = (PsString::from("Key"), PsString::from("Value"));
                self.open("DCT", None, None);
                for (key, item) in &entries {
                    self.open("En", None, None);
                    self.value(key, Some(&key_name), depth)?;
                    self.value(item, Some(&value_name), depth)?;
                    self.close("En");
                }
                self.close("DCT");
            }
            Content::Properties => {
                let is_bag = matches!(value, Value::Object(object)
                    if object.kind() != ObjectKind::Wrapper && object.text().is_none());
                if !is_bag && let Some(text) = self.options.view.text(value) {
                    if text.is_empty() {
                        self.empty("ToString", None);
                    } else {
                        self.text("ToString", None, &text);
                    }
                }
                let properties = self.options.view.properties(value);
                return self.properties(&properties, below, depth);
            }
        }
        // Containers and primitive values keep only what was added to them.
        let mut properties = self.options.view.properties(value);
        if deserialized_enum_text(value).is_some() {
            properties.extended.retain(|(name, _)| *name != ENUM_TEXT);
        }
        let extended = Properties { adapted: Vec::new(), extended: properties.extended };
        self.properties(&extended, below, depth)
    }

    /// Properties of the type one level down, added ones on the level of the object: so a property bag
    /// is followed to its end.
    fn properties(&mut self, properties: &Properties, below: u32, same: u32) -> Result<(), Error> {
        let groups = [("Props", &properties.adapted, below), ("MS", &properties.extended, same)];
        for (element, members, depth) in groups {
            if members.is_empty() {
                continue;
            }
            self.open(element, None, None);
            for (name, value) in members {
                self.value(value, Some(name), depth)?;
            }
            self.close(element);
        }
        Ok(())
    }
}

/// Whether type names were given to the value.
fn has_own_names(value: &Value) -> bool {
    match value {
        Value::Object(object) => object.own_type_names().is_some(),
        other => other.header().is_some_and(|header| header.type_names().is_some()),
    }
}

/// The text of an enumeration value that arrived: it lies beside the number.
fn deserialized_enum_text(value: &Value) -> Option<PsString> {
    let Value::Object(object) = value else { return None };
    let names = object.own_type_names()?;
    let is_enum = names.iter().any(|name| *name == DESERIALIZED_ENUM);
    is_enum.then(|| object.get(ENUM_TEXT)?.as_string().cloned()).flatten()
}

fn content_of(value: &Value) -> Content {
    match value {
        Value::Object(object) if object.kind() == ObjectKind::Wrapper => {
            match content_of(object.base()) {
                Content::Properties
                    if !matches!(object.base(), Value::Object(_) | Value::Live(_)) =>
                {
                    Content::Primitive(object.base().clone())
                }
                other => other,
            }
        }
        Value::Enum(id, number) => Content::Enum(*id, *number),
        Value::Array(array) if array.to_bytes().is_some() => Content::Primitive(value.clone()),
        Value::Array(array) => Content::Items("LST", array.to_vec()),
        Value::List(list) => Content::Items("LST", list.to_vec()),
        Value::Dictionary(dictionary) => Content::Entries(dictionary.entries()),
        Value::Live(live) => {
            if let Some(sequence) = live.downcast::<Sequence>() {
                let element = match sequence.kind() {
                    SequenceKind::Queue => "QUE",
                    SequenceKind::Stack => "STK",
                };
                return Content::Items(element, sequence.to_vec());
            }
            match live.enumerate() {
                Some(items) if live.downcast::<ErrorRecord>().is_none() => {
                    Content::Items("IE", items.collect())
                }
                _ => Content::Properties,
            }
        }
        Value::Object(_)
        // A switch is a structure with one property.
        | Value::Switch(_)
        | Value::Type(_)
        | Value::BigInt(_)
        | Value::SemanticVersion(_)
        | Value::DateTimeOffset(_) => Content::Properties,
        primitive => Content::Primitive(primitive.clone()),
    }
}

/// Records cross as property bags with names of their own (MS-PSRP sections 2.2.3.15 and following).
fn flattened_record(value: &Value) -> Option<Value> {
    let Value::Live(live) = value else {
        return None;
    };
    if let Some(error) = live.downcast::<ErrorRecord>() {
        return Some(record::error_to_value(error, false));
    }
    if let Some(informational) = live.downcast::<InformationalRecord>() {
        return Some(record::informational_to_value(informational, false));
    }
    live.downcast::<InformationRecord>().map(record::information_to_value)
}

/// What tells one shared object from another.
fn identity(value: &Value) -> Option<usize> {
    match value {
        Value::Array(array) => Some(Arc::as_ptr(array).addr()),
        Value::List(list) => Some(Arc::as_ptr(list).addr()),
        Value::Dictionary(dictionary) => Some(Arc::as_ptr(dictionary).addr()),
        Value::Object(object) => Some(Arc::as_ptr(object).addr()),
        Value::Live(live) => Some(live.identity()),
        _ => None,
    }
}

/// The number of an enumeration value, of the type that lies under the enumeration.
fn underlying(id: TypeId, number: i64) -> Value {
    let narrow = match id.enum_definition().map(|definition| definition.underlying) {
        Some("System.SByte") => i8::try_from(number).ok().map(Value::I8),
        Some("System.Byte") => u8::try_from(number).ok().map(Value::U8),
        Some("System.Int16") => i16::try_from(number).ok().map(Value::I16),
        Some("System.UInt16") => u16::try_from(number).ok().map(Value::U16),
        Some("System.UInt32") => u32::try_from(number).ok().map(Value::U32),
        Some("System.UInt64") => Some(Value::U64(number.cast_unsigned())),
        Some("System.Int64") => Some(Value::I64(number)),
        _ => i32::try_from(number).ok().map(Value::I32),
    };
    narrow.unwrap_or(Value::I64(number))
}
