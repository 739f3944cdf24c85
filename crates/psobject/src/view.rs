//! What a serializer asks about an object.
//!
//! The extended type system belongs to the engine; whoever writes objects to a wire or a file gets an
//! [`ObjectView`] from it and need not know it.

use crate::object::{InstanceMember, MemberKind};
use crate::string::PsString;
use crate::time::DateTime;
use crate::value::Value;

/// Properties by where they come from.
#[derive(Clone, Debug, Default)]
pub struct Properties {
    /// Those of the object's own type.
    pub adapted: Vec<(PsString, Value)>,
    /// Those of the object alone and of the extended type system.
    pub extended: Vec<(PsString, Value)>,
}

/// `SerializationMethod` of a type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SerializationMethod {
    /// All properties.
    #[default]
    AllPublicProperties,
    /// Its text alone.
    String,
    /// The properties that the type names; [`ObjectView::properties`] gives just those.
    SpecificProperties,
}

/// How objects of a type are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SerializationPolicy {
    /// What is written.
    pub method: SerializationMethod,
    /// How deep properties are followed, where the type says it.
    pub depth: Option<u32>,
}

/// Answers a serializer's questions about objects.
pub trait ObjectView {
    /// The properties that are written. A property whose getter throws is left out or null, as the
    /// implementation decides.
    fn properties(&self, value: &Value) -> Properties;

    /// What `ToString()` gives; `None` where the object has no text worth writing.
    fn text(&self, value: &Value) -> Option<PsString>;

    /// How objects with these type names are written.
    fn policy(&self, type_names: &[PsString]) -> SerializationPolicy;

    /// Minutes that local time is east of UTC at a point in time, local or UTC by its kind.
    fn local_offset(&self, at: DateTime) -> i16;
}

/// Sees what values carry in themselves, without extended members, with UTC as local time.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlainView;

impl ObjectView for PlainView {
    fn properties(&self, value: &Value) -> Properties {
        let mut properties = Properties::default();
        let mut add = |member: &InstanceMember| match &member.kind {
            MemberKind::DeserializedProperty(inner) => {
                properties.adapted.push((member.name.clone(), inner.clone()));
            }
            MemberKind::Note(inner) => {
                properties.extended.push((member.name.clone(), inner.clone()));
            }
            _ => {}
        };
        if let Value::Object(object) = value {
            object.for_each_member(&mut add);
        } else if let Some(header) = value.header() {
            header.members().iter().for_each(&mut add);
        }
        if let Value::Live(live) = value.base() {
            for name in live.property_names() {
                if let Some(result) = live.property(&name) {
                    properties.adapted.push((name, result.unwrap_or_default()));
                }
            }
        }
        properties
    }

    fn text(&self, value: &Value) -> Option<PsString> {
        match value.base() {
            Value::Live(live) => Some(live.text()),
            Value::Object(object) => object.text(),
            Value::Enum(id, number) => Some(
                id.enum_definition()
                    .map_or_else(|| number.to_string(), |d| d.text_of(*number))
                    .into(),
            ),
            other => Some(other.type_name()),
        }
    }

    fn policy(&self, _type_names: &[PsString]) -> SerializationPolicy {
        SerializationPolicy::default()
    }

    fn local_offset(&self, _at: DateTime) -> i16 {
        0
    }
}
