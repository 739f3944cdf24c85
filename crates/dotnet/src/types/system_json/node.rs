//! `System.Text.Json.Nodes`: `JsonNode`, `JsonObject`, `JsonArray`, `JsonValue`

use indexmap::IndexMap;
use parking_lot::RwLock;
use remora_psobject::LiveRef;

use super::read::{Json, parse};
use super::{serializer, write};
use crate::call::Body;
use crate::types::prelude::*;
use crate::types::record::Record;
use crate::types::system_collections::enumerator;

const METHODS: &[(&str, Body)] = &[
    ("Add", |call| {
        let own = this(call)?;
        let added = node_of(call, call.count() - 1)?;
        match &mut *own.body.write() {
            Content::Array(items) => items.push(added),
            Content::Object(members) => {
                let name = call.required_string(0, "propertyName")?.to_string();
                if members.contains_key(&name) {
                    return Err(errors::argument_for(
                        "propertyName",
                        &format!("An item with the same key has already been added. Key: {name}"),
                    ));
                }
                members.insert(name, added);
            }
            Content::Value(_) => return Err(wrong_kind("JsonArray")),
        }
        Ok(Value::AutomationNull)
    }),
    ("AsArray", |call| as_kind(call, "JsonArray")),
    ("AsObject", |call| as_kind(call, "JsonObject")),
    ("AsValue", |call| as_kind(call, "JsonValue")),
    ("Clear", |call| {
        match &mut *this(call)?.body.write() {
            Content::Array(items) => items.clear(),
            Content::Object(members) => members.clear(),
            Content::Value(_) => {}
        }
        Ok(Value::AutomationNull)
    }),
    ("Contains", |call| {
        let wanted = call.argument(0).downcast::<Node>().map(Node::json);
        let found = match &*this(call)?.body.read() {
            Content::Array(items) => items.iter().any(|item| Some(json_or_null(item)) == wanted),
            _ => false,
        };
        Ok(found.into())
    }),
    ("ContainsKey", |call| {
        let name = call.required_string(0, "propertyName")?;
        Ok(matches!(&*this(call)?.body.read(), Content::Object(members) if members.contains_key(name.as_str())).into())
    }),
    ("DeepClone", |call| Ok(node(this(call)?.json()))),
    ("GetEnumerator", |call| {
        Ok(enumerator::over("System.Array+ArrayEnumerator", this(call)?.items()))
    }),
    ("GetValue", |call| {
        let wanted = call.type_arguments.first().copied().unwrap_or(TypeId::OBJECT);
        serializer::value(call, &this(call)?.json(), wanted)
    }),
    ("GetValueKind", |call| Ok(kind_value(&this(call)?.json()))),
    ("IndexOf", |call| {
        let found = match (&*this(call)?.body.read(), call.string(0)) {
            (Content::Object(members), Some(name)) => members.get_index_of(name.as_str()),
            (Content::Array(items), _) => {
                items.iter().position(|item| item.same_reference(call.argument(0)))
            }
            _ => None,
        };
        Ok(found.map_or(Value::I32(-1), sequence::count))
    }),
    ("Insert", |call| {
        let added = node_of(call, 1)?;
        if let Content::Array(items) = &mut *this(call)?.body.write() {
            let at = sequence::index_in(call.int(0), items.len() + 1)?;
            items.insert(at, added);
        }
        Ok(Value::AutomationNull)
    }),
    ("Remove", |call| {
        let removed = match &mut *this(call)?.body.write() {
            Content::Object(members) => {
                members.shift_remove(call.required_string(0, "propertyName")?.as_str()).is_some()
            }
            Content::Array(items) => {
                let at = items.iter().position(|item| item.same_reference(call.argument(0)));
                if let Some(at) = at {
                    items.remove(at);
                }
                at.is_some()
            }
            Content::Value(_) => false,
        };
        Ok(removed.into())
    }),
    ("RemoveAt", |call| {
        match &mut *this(call)?.body.write() {
            Content::Array(items) => {
                let at = sequence::index_in(call.int(0), items.len())?;
                items.remove(at);
            }
            Content::Object(members) => {
                let at = sequence::index_in(call.int(0), members.len())?;
                members.shift_remove_index(at);
            }
            Content::Value(_) => {}
        }
        Ok(Value::AutomationNull)
    }),
    ("ToJsonString", |call| {
        let options = call.argument(0).downcast::<Record>();
        let indent = options.is_some_and(|options| options.get_bool("WriteIndented"));
        Ok(write::text(&this(call)?.json(), indent).into())
    }),
    ("TryAdd", |call| {
        let added = node_of(call, 1)?;
        let name = call.required_string(0, "propertyName")?.to_string();
        Ok(match &mut *this(call)?.body.write() {
            Content::Object(members) if !members.contains_key(&name) => {
                members.insert(name, added);
                true
            }
            _ => false,
        }
        .into())
    }),
    ("TryGetPropertyValue", |call| {
        let name = call.required_string(0, "propertyName")?;
        let found = match &*this(call)?.body.read() {
            Content::Object(members) => members.get(name.as_str()).cloned(),
            _ => None,
        };
        call.try_result(found, Value::Null)
    }),
];

const fn node_type(name: &'static str, constructor: Option<Body>) -> Implementation {
    Implementation {
        name,
        constructor,
        methods: METHODS,
        static_methods: &[
            ("DeepEquals", |call| {
                let json = |place: usize| json_or_null(call.argument(place));
                Ok((json(0) == json(1)).into())
            }),
            ("Parse", |call| Ok(node(parse(call.required_string(0, "json")?)?))),
            ("Create", |call| node_of(call, 0)),
        ],
        properties: &[
            ("Count", |call| Ok(sequence::count(this(call)?.len()))),
            ("Item", get_item),
            ("Options", |_| Ok(Value::Null)),
            ("Parent", |_| Ok(Value::Null)),
            ("Root", |call| Ok(call.this.clone())),
        ],
        setters: &[("Item", set_item)],
        ..Implementation::EMPTY
    }
}

pub(crate) static NODE: Implementation = node_type("System.Text.Json.Nodes.JsonNode", None);
pub(crate) static OBJECT: Implementation = node_type(
    "System.Text.Json.Nodes.JsonObject",
    Some(|_| Ok(node(Json::Object(IndexMap::new())))),
);
pub(crate) static ARRAY: Implementation = node_type(
    "System.Text.Json.Nodes.JsonArray",
    Some(|call| {
        let array = node(Json::Array(Vec::new()));
        if let Some(own) = array.downcast::<Node>()
            && let Content::Array(items) = &mut *own.body.write()
        {
            for given in call.arguments.iter().filter(|given| given.downcast::<Record>().is_none())
            {
                for item in sequence::items_of(given) {
                    items.push(as_node(call, &item)?);
                }
            }
        }
        Ok(array)
    }),
);
pub(crate) static VALUE: Implementation = node_type("System.Text.Json.Nodes.JsonValue", None);

/// What a node holds; the parts are nodes themselves.
enum Content {
    Value(Json),
    Array(Vec<Value>),
    Object(IndexMap<String, Value>),
}

/// A node that can be changed.
pub(super) struct Node {
    body: RwLock<Content>,
}

/// A tree as nodes; null is null.
pub(super) fn node(json: Json) -> Value {
    let body = match json {
        Json::Null => return Value::Null,
        Json::Array(items) => Content::Array(items.into_iter().map(node).collect()),
        Json::Object(members) => {
            Content::Object(members.into_iter().map(|(name, json)| (name, node(json))).collect())
        }
        other => Content::Value(other),
    };
    Value::Live(LiveRef::new(Node { body: RwLock::new(body) }))
}

/// The tree that a node stands for.
pub(super) fn json_of(value: &Value) -> Option<Json> {
    value.downcast::<Node>().map(Node::json)
}

fn json_or_null(value: &Value) -> Json {
    json_of(value).unwrap_or(Json::Null)
}

fn as_node(call: &Call<'_>, value: &Value) -> Outcome {
    match value.downcast::<Node>() {
        Some(_) => Ok(value.clone()),
        None => Ok(node(write::tree(value, &write::Style::plain(call), 0)?)),
    }
}

fn node_of(call: &Call<'_>, place: usize) -> Outcome {
    as_node(call, call.argument(place))
}

impl Node {
    fn json(&self) -> Json {
        match &*self.body.read() {
            Content::Value(json) => json.clone(),
            Content::Array(items) => Json::Array(items.iter().map(json_or_null).collect()),
            Content::Object(members) => Json::Object(
                members.iter().map(|(name, item)| (name.clone(), json_or_null(item))).collect(),
            ),
        }
    }

    fn len(&self) -> usize {
        match &*self.body.read() {
            Content::Array(items) => items.len(),
            Content::Object(members) => members.len(),
            Content::Value(_) => 0,
        }
    }

    fn items(&self) -> Vec<Value> {
        match &*self.body.read() {
            Content::Array(items) => items.clone(),
            Content::Object(members) => {
                let node = type_named("System.Text.Json.Nodes.JsonNode");
                let table = TypeId::GENERIC_DICTIONARY.generic_of(&[TypeId::STRING, node]);
                let entry = |(name, item): (&String, &Value)| {
                    crate::types::entry_of(table, name.as_str().into(), item.clone())
                };
                members.iter().map(entry).collect()
            }
            Content::Value(_) => Vec::new(),
        }
    }

    fn kind(&self) -> &'static str {
        match &*self.body.read() {
            Content::Value(_) => "JsonValue",
            Content::Array(_) => "JsonArray",
            Content::Object(_) => "JsonObject",
        }
    }
}

impl LiveObject for Node {
    fn object_type(&self) -> TypeId {
        type_named(match self.kind() {
            "JsonArray" => "System.Text.Json.Nodes.JsonArray",
            "JsonObject" => "System.Text.Json.Nodes.JsonObject",
            _ => "System.Text.Json.Nodes.JsonValue",
        })
    }

    /// A text shows itself without quotes, anything else is written on lines of its own.
    fn text(&self) -> PsString {
        match self.json() {
            Json::Text(text) => text.into(),
            Json::Bool(truth) => if truth { "true" } else { "false" }.into(),
            json => write::text(&json, true).into(),
        }
    }

    fn enumerate(&self) -> Option<Box<dyn Iterator<Item = Value> + Send>> {
        (self.kind() != "JsonValue").then(|| {
            let items: Box<dyn Iterator<Item = Value> + Send> = Box::new(self.items().into_iter());
            items
        })
    }
}

fn this<'a>(call: &Call<'a>) -> Result<&'a Node, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

fn wrong_kind(wanted: &str) -> Exception {
    errors::invalid_operation(format!("The node must be of type '{wanted}'."))
}

fn as_kind(call: &Call<'_>, wanted: &str) -> Outcome {
    if this(call)?.kind() == wanted { Ok(call.this.clone()) } else { Err(wrong_kind(wanted)) }
}

fn kind_value(json: &Json) -> Value {
    enum_named(
        "System.Text.Json.JsonValueKind",
        match json {
            Json::Null => "Null",
            Json::Bool(true) => "True",
            Json::Bool(false) => "False",
            Json::Number(_) => "Number",
            Json::Text(_) => "String",
            Json::Array(_) => "Array",
            Json::Object(_) => "Object",
        },
    )
}

/// The kind of a tree, as `JsonValueKind` names it.
pub(super) fn value_kind(json: &Json) -> Value {
    kind_value(json)
}

fn get_item(call: &mut Call<'_>) -> Outcome {
    match &*this(call)?.body.read() {
        Content::Array(items) => {
            let at = sequence::index_in(call.int(0), items.len())?;
            Ok(items.get(at).cloned().unwrap_or_default())
        }
        Content::Object(members) => Ok(match call.string(0) {
            Some(name) => members.get(name.as_str()).cloned().unwrap_or_default(),
            None => {
                let at = sequence::index_in(call.int(0), members.len())?;
                members.get_index(at).map(|(_, item)| item.clone()).unwrap_or_default()
            }
        }),
        Content::Value(_) => Err(wrong_kind("JsonObject")),
    }
}

fn set_item(call: &mut Call<'_>) -> Outcome {
    let value = node_of(call, 1)?;
    match &mut *this(call)?.body.write() {
        Content::Array(items) => {
            let at = sequence::index_in(call.int(0), items.len())?;
            if let Some(slot) = items.get_mut(at) {
                *slot = value;
            }
        }
        Content::Object(members) => {
            let name = call.required_string(0, "propertyName")?.to_string();
            members.insert(name, value);
        }
        Content::Value(_) => return Err(wrong_kind("JsonObject")),
    }
    Ok(Value::AutomationNull)
}
