//! `JsonDocument`, `JsonElement` and `JsonProperty`

use super::read::{Json, parse};
use super::{node, serializer, write};
use crate::call::Body;
use crate::types::prelude::*;
use crate::types::record::Record;

pub(crate) static DOCUMENT: Implementation = Implementation {
    name: "System.Text.Json.JsonDocument",
    methods: &[("Dispose", |_| Ok(Value::AutomationNull))],
    static_methods: &[("Parse", |call| {
        let root = element(parse(call.required_string(0, "json")?)?);
        let id = type_named("System.Text.Json.JsonDocument");
        Ok(Value::live(Record::new(id, vec![("RootElement", root)])))
    })],
    ..Implementation::EMPTY
};

const METHODS: &[(&str, Body)] = &[
    ("Clone", |call| Ok(call.this.clone())),
    ("EnumerateArray", |call| match &this(call)?.0 {
        Json::Array(items) => {
            let items = items.iter().cloned().map(element).collect();
            Ok(Value::array_of(type_named("System.Text.Json.JsonElement"), items))
        }
        other => Err(wrong_kind("Array", other)),
    }),
    ("EnumerateObject", |call| match &this(call)?.0 {
        Json::Object(members) => {
            let id = type_named("System.Text.Json.JsonProperty");
            let items = members.iter().map(|(name, item)| {
                let fields = vec![("Value", element(item.clone())), ("Name", name.as_str().into())];
                Value::live(Record::new(id, fields))
            });
            Ok(Value::array_of(id, items.collect()))
        }
        other => Err(wrong_kind("Object", other)),
    }),
    ("GetArrayLength", |call| match &this(call)?.0 {
        Json::Array(items) => Ok(sequence::count(items.len())),
        other => Err(wrong_kind("Array", other)),
    }),
    ("GetBoolean", |call| match &this(call)?.0 {
        Json::Bool(truth) => Ok((*truth).into()),
        other => Err(wrong_kind("Boolean", other)),
    }),
    ("GetByte", |call| number(call, TypeId::BYTE)),
    ("GetDateTime", |call| as_type(call, TypeId::DATE_TIME)),
    ("GetDateTimeOffset", |call| as_type(call, TypeId::DATE_TIME_OFFSET)),
    ("GetDecimal", |call| number(call, TypeId::DECIMAL)),
    ("GetDouble", |call| number(call, TypeId::DOUBLE)),
    ("GetGuid", |call| as_type(call, TypeId::GUID)),
    ("GetInt16", |call| number(call, TypeId::INT16)),
    ("GetInt32", |call| number(call, TypeId::INT32)),
    ("GetInt64", |call| number(call, TypeId::INT64)),
    ("GetProperty", |call| {
        let name = call.required_string(0, "propertyName")?;
        match &this(call)?.0 {
            Json::Object(members) => {
                members.get(name.as_str()).cloned().map(element).ok_or_else(|| {
                    Exception::new(
                        TypeId::KEY_NOT_FOUND_EXCEPTION,
                        "The given key was not present in the dictionary.",
                    )
                })
            }
            other => Err(wrong_kind("Object", other)),
        }
    }),
    ("GetPropertyCount", |call| match &this(call)?.0 {
        Json::Object(members) => Ok(sequence::count(members.len())),
        other => Err(wrong_kind("Object", other)),
    }),
    ("GetRawText", |call| Ok(write::text(&this(call)?.0, false).into())),
    ("GetSByte", |call| number(call, TypeId::SBYTE)),
    ("GetSingle", |call| number(call, TypeId::SINGLE)),
    ("GetString", |call| match &this(call)?.0 {
        Json::Text(text) => Ok(text.as_str().into()),
        Json::Null => Ok(Value::Null),
        other => Err(wrong_kind("String", other)),
    }),
    ("GetUInt16", |call| number(call, TypeId::UINT16)),
    ("GetUInt32", |call| number(call, TypeId::UINT32)),
    ("GetUInt64", |call| number(call, TypeId::UINT64)),
    ("TryGetInt32", |call| {
        let found = number(call, TypeId::INT32).ok();
        call.try_result(found, Value::I32(0))
    }),
    ("TryGetProperty", |call| {
        let name = call.required_string(0, "propertyName")?;
        let found = match &this(call)?.0 {
            Json::Object(members) => members.get(name.as_str()).cloned().map(element),
            _ => None,
        };
        call.try_result(found, Value::Null)
    }),
];

pub(crate) static ELEMENT: Implementation = Implementation {
    name: "System.Text.Json.JsonElement",
    methods: METHODS,
    static_methods: &[
        ("DeepEquals", |call| {
            let json = |place: usize| call.argument(place).downcast::<Element>().map(|own| &own.0);
            Ok((json(0) == json(1)).into())
        }),
        ("Parse", |call| Ok(element(parse(call.required_string(0, "json")?)?))),
    ],
    properties: &[
        ("Item", |call| match &this(call)?.0 {
            Json::Array(items) => {
                let at = usize::try_from(call.int(0)).ok();
                let found = at.and_then(|at| items.get(at).cloned());
                found.map(element).ok_or_else(errors::index_out_of_range)
            }
            other => Err(wrong_kind("Array", other)),
        }),
        ("ValueKind", |call| Ok(node::value_kind(&this(call)?.0))),
    ],
    ..Implementation::EMPTY
};

/// A part of a document, which does not change.
struct Element(Json);

/// A tree as an element.
pub(super) fn element(json: Json) -> Value {
    Value::live(Element(json))
}

impl LiveObject for Element {
    fn object_type(&self) -> TypeId {
        type_named("System.Text.Json.JsonElement")
    }

    fn text(&self) -> PsString {
        match &self.0 {
            Json::Text(text) => text.as_str().into(),
            Json::Null => PsString::empty(),
            Json::Bool(truth) => if *truth { "True" } else { "False" }.into(),
            json => write::text(json, false).into(),
        }
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&["ValueKind"])
    }
}

fn this<'a>(call: &Call<'a>) -> Result<&'a Element, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

fn wrong_kind(wanted: &str, given: &Json) -> Exception {
    let given = crate::text::to_text(&node::value_kind(given), &Culture::invariant());
    errors::invalid_operation(format!(
        "The requested operation requires an element of type '{wanted}', but the target element has type '{given}'."
    ))
}

fn number(call: &Call<'_>, id: TypeId) -> Outcome {
    match &this(call)?.0 {
        Json::Number(text) => call
            .context
            .convert(&text.as_str().into(), id)
            .map_err(|_| errors::format("One of the identified items was in an invalid format.")),
        other => Err(wrong_kind("Number", other)),
    }
}

fn as_type(call: &Call<'_>, id: TypeId) -> Outcome {
    match &this(call)?.0 {
        Json::Text(_) => serializer::value(call, &this(call)?.0, id)
            .map_err(|_| errors::format("One of the identified items was in an invalid format.")),
        other => Err(wrong_kind("String", other)),
    }
}
