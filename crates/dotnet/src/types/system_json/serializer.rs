//! `JsonSerializer` and `JsonSerializerOptions`

use super::read::{Json, parse};
use super::{node, write};
use crate::types::prelude::*;
use crate::types::record::{Record, this};

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Text.Json.JsonSerializer",
    static_methods: &[
        ("Deserialize", |call| {
            let text = match call.bytes(0) {
                Some(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
                None => call.required_string(0, "json")?.to_string(),
            };
            let wanted = match (call.type_arguments.first(), call.argument(1).base()) {
                (Some(id), _) => *id,
                (None, Value::Type(id)) => *id,
                _ => TypeId::OBJECT,
            };
            let json = parse(&text).map_err(|cause| at_path(&cause))?;
            value(call, &json, wanted)
        }),
        ("Serialize", |call| Ok(serialized(call)?.into())),
        ("SerializeToNode", |call| Ok(node::node(tree(call)?))),
        ("SerializeToUtf8Bytes", |call| Ok(Value::bytes(serialized(call)?.into_bytes()))),
    ],
    static_properties: &[("IsReflectionEnabledByDefault", |_| Ok(true.into()))],
    ..Implementation::EMPTY
};

/// A failed reading as the serializer tells it.
fn at_path(cause: &Exception) -> Exception {
    let message = cause.message().to_string();
    let message = match message.split_once(" LineNumber:") {
        Some((head, rest)) => format!("{head} Path: $ | LineNumber:{rest}"),
        None => message,
    };
    errors::of("System.Text.Json.JsonException", message)
}

fn options<'a>(call: &Call<'a>) -> Option<&'a Record> {
    call.arguments.iter().rev().find_map(|argument| argument.downcast::<Record>())
}

fn tree(call: &Call<'_>) -> Result<Json, Exception> {
    let camel = options(call).is_some_and(|options| options.get_bool("CamelCase"));
    let style = write::Style { camel, ..write::Style::plain(call) };
    write::tree(call.argument(0), &style, 0)
}

fn serialized(call: &Call<'_>) -> Result<String, Exception> {
    let indent = options(call).is_some_and(|options| options.get_bool("WriteIndented"));
    Ok(write::text(&tree(call)?, indent))
}

/// A tree as a value of a type.
pub(super) fn value(call: &Call<'_>, json: &Json, wanted: TypeId) -> Outcome {
    let failed = |cause: Exception| {
        errors::of(
            "System.Text.Json.JsonException",
            format!(
                "The JSON value could not be converted to {}. Path: $ | LineNumber: 0 | BytePositionInLine: {}.",
                crate::text::type_text(wanted),
                write::text(json, false).len()
            ),
        )
        .with_inner(cause)
    };
    let generic = wanted.generic();
    let inner = |place: usize| {
        generic.and_then(|(_, list)| list.get(place).copied()).unwrap_or(TypeId::OBJECT)
    };
    match json {
        Json::Null => Ok(Value::Null),
        _ if wanted == TypeId::OBJECT => Ok(super::document::element(json.clone())),
        Json::Array(items) => {
            let element = wanted.element_type().unwrap_or_else(|| inner(0));
            let items: Result<Vec<Value>, Exception> =
                items.iter().map(|item| value(call, item, element)).collect();
            let array = Value::array_of(element, items?);
            if wanted.element_type().is_some() {
                return Ok(array);
            }
            call.context.convert(&array, wanted).map_err(failed)
        }
        Json::Object(members) => {
            let element = if generic.is_some() { inner(1) } else { TypeId::OBJECT };
            let table = DictionaryObject::new(
                TypeId::HASHTABLE,
                DictionaryKind::Hashtable,
                KeyComparer::Ordinal,
            );
            for (name, item) in members {
                table.insert(name.as_str().into(), value(call, item, element)?);
            }
            let table: Value = table.into();
            if wanted == TypeId::HASHTABLE {
                return Ok(table);
            }
            if let (Some(_), Value::Dictionary(source)) = (generic, &table) {
                let made =
                    DictionaryObject::new(wanted, DictionaryKind::Generic, KeyComparer::Ordinal);
                for (key, item) in source.entries() {
                    made.insert(call.context.convert(&key, inner(0))?, item);
                }
                return Ok(made.into());
            }
            call.context.convert(&table, wanted).map_err(failed)
        }
        Json::Bool(truth) if wanted == TypeId::BOOLEAN => Ok((*truth).into()),
        Json::Text(text) if wanted == TypeId::STRING => Ok(text.as_str().into()),
        Json::Text(text)
            if matches!(
                wanted,
                TypeId::DATE_TIME
                    | TypeId::DATE_TIME_OFFSET
                    | TypeId::GUID
                    | TypeId::URI
                    | TypeId::VERSION
                    | TypeId::TIME_SPAN
                    | TypeId::CHAR
            ) =>
        {
            call.context.convert(&text.as_str().into(), wanted).map_err(failed)
        }
        Json::Text(text) if wanted == TypeId::BYTE.array_of() => {
            use base64::Engine as _;
            let decoded = base64::engine::general_purpose::STANDARD.decode(text);
            decoded.map(Value::bytes).map_err(|error| failed(errors::format(error.to_string())))
        }
        Json::Number(text) if wanted.is_value_type() && wanted != TypeId::BOOLEAN => {
            call.context.convert(&text.as_str().into(), wanted).map_err(failed)
        }
        _ => Err(failed(errors::invalid_operation(format!(
            "Cannot get the value of a token type '{}' as a {}.",
            match json {
                Json::Bool(true) => "True",
                Json::Bool(false) => "False",
                Json::Number(_) => "Number",
                _ => "String",
            },
            match wanted {
                TypeId::STRING => "string",
                TypeId::BOOLEAN => "boolean",
                _ => "number",
            }
        )))),
    }
}

pub(crate) static OPTIONS: Implementation = Implementation {
    name: "System.Text.Json.JsonSerializerOptions",
    constructor: Some(|call| Ok(made(call.argument(0).as_i64() == Some(1)))),
    methods: &[("MakeReadOnly", |_| Ok(Value::AutomationNull))],
    static_properties: &[
        ("Default", |_| Ok(made(false))),
        ("Strict", |_| Ok(made(false))),
        ("Web", |_| Ok(made(true))),
    ],
    properties: &[("PropertyNamingPolicy", |call| {
        let camel = this(call)?.get_bool("CamelCase");
        Ok(if camel { policy("CamelCase") } else { Value::Null })
    })],
    setters: &[("PropertyNamingPolicy", |call| {
        this(call)?.set("CamelCase", call.has(0).into());
        Ok(Value::AutomationNull)
    })],
    ..Implementation::EMPTY
};

fn made(web: bool) -> Value {
    let fields = vec![
        ("AllowTrailingCommas", false.into()),
        ("CamelCase", web.into()),
        ("DefaultBufferSize", Value::I32(16384)),
        ("IncludeFields", false.into()),
        ("IndentCharacter", Value::Char(32)),
        ("IndentSize", Value::I32(2)),
        ("MaxDepth", Value::I32(0)),
        ("NewLine", "\n".into()),
        ("PropertyNameCaseInsensitive", web.into()),
        ("WriteIndented", false.into()),
    ];
    Value::live(Record::new(type_named("System.Text.Json.JsonSerializerOptions"), fields))
}

pub(crate) static NAMING_POLICY: Implementation = Implementation {
    name: "System.Text.Json.JsonNamingPolicy",
    static_properties: &[("CamelCase", |_| Ok(policy("CamelCase")))],
    ..Implementation::EMPTY
};

fn policy(name: &'static str) -> Value {
    let id = type_named("System.Text.Json.JsonNamingPolicy");
    Value::live(Record::new(id, vec![("Name", name.into())]))
}
