//! `System.Net.DnsEndPoint`, `PhysicalAddress`, `HttpMethod`, `Cookie`

use crate::types::prelude::*;
use crate::types::record::Record;

pub(crate) static DNS_END_POINT: Implementation = Implementation {
    name: "System.Net.DnsEndPoint",
    constructor: Some(|call| {
        let host = call.required_string(0, "host")?;
        if host.is_empty() {
            return Err(errors::argument_for("host", "The value cannot be an empty string."));
        }
        if !(0..=0xFFFF).contains(&call.int(1)) {
            return Err(errors::out_of_range(
                "port",
                "Specified argument was out of the range of valid values.",
            ));
        }
        let family = "System.Net.Sockets.AddressFamily";
        let family = match call.argument(2) {
            given @ Value::Enum(..) => given.clone(),
            _ => enum_named(family, "Unspecified"),
        };
        let fields = vec![
            ("Host", host.clone().into()),
            ("AddressFamily", family),
            ("Port", Value::I32(call.int(1))),
        ];
        Ok(Value::live(Record::new(call.type_id, fields).shown_as(|record| {
            let family = crate::text::to_text(&record.get("AddressFamily"), &Culture::invariant());
            let port = record.get("Port").as_i32().unwrap_or(0);
            format!("{family}/{}:{port}", record.get_text("Host")).into()
        })))
    }),
    ..Implementation::EMPTY
};

pub(crate) static PHYSICAL: Implementation = Implementation {
    name: "System.Net.NetworkInformation.PhysicalAddress",
    constructor: Some(|call| Ok(Value::live(Physical(call.bytes(0).unwrap_or_default())))),
    methods: &[
        ("Equals", |call| {
            let other = call.argument(0).downcast::<Physical>();
            Ok(other.is_some_and(|other| physical(call).is_ok_and(|own| own.0 == other.0)).into())
        }),
        ("GetAddressBytes", |call| Ok(Value::bytes(physical(call)?.0.clone()))),
    ],
    static_methods: &[
        ("Parse", |call| {
            let Some(text) = call.string(0) else {
                return Ok(Value::live(Physical(Vec::new())));
            };
            parse_physical(text).map(|bytes| Value::live(Physical(bytes))).ok_or_else(|| {
                errors::format(format!("An invalid physical address was specified: '{text}'."))
            })
        }),
        ("TryParse", |call| {
            let found = call.string(0).and_then(|text| parse_physical(text));
            call.try_result(found.map(|bytes| Value::live(Physical(bytes))), Value::Null)
        }),
    ],
    static_properties: &[("None", |_| Ok(Value::live(Physical(Vec::new()))))],
    ..Implementation::EMPTY
};

/// The address of a network card.
struct Physical(Vec<u8>);

impl LiveObject for Physical {
    fn object_type(&self) -> TypeId {
        type_named("System.Net.NetworkInformation.PhysicalAddress")
    }

    fn text(&self) -> PsString {
        self.0.iter().map(|byte| format!("{byte:02X}")).collect::<String>().into()
    }

    fn equals(&self, other: &Value) -> Option<bool> {
        other.downcast::<Self>().map(|other| self.0 == other.0)
    }
}

fn physical<'a>(call: &Call<'a>) -> Result<&'a Physical, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

/// Pairs of digits with dashes, colons or nothing between, or groups of four with dots.
fn parse_physical(text: &str) -> Option<Vec<u8>> {
    let separator = ['-', ':', '.'].into_iter().find(|mark| text.contains(*mark));
    let groups: Vec<&str> = match separator {
        Some(mark) => text.split(mark).collect(),
        None => vec![text],
    };
    let width = match separator {
        Some('.') => Some(4),
        Some(_) => Some(2),
        None => None,
    };
    let mut bytes = Vec::new();
    for group in groups {
        if !group.len().is_multiple_of(2) || width.is_some_and(|width| group.len() != width) {
            return None;
        }
        for at in (0..group.len()).step_by(2) {
            bytes.push(u8::from_str_radix(group.get(at..at + 2)?, 16).ok()?);
        }
    }
    Some(bytes)
}

const METHODS: &[&str] =
    &["CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY", "TRACE"];

pub(crate) static HTTP_METHOD: Implementation = Implementation {
    name: "System.Net.Http.HttpMethod",
    constructor: Some(|call| {
        let text = call.required_string(0, "method")?;
        if text.is_empty() {
            return Err(errors::argument_for("method", "The value cannot be an empty string."));
        }
        Ok(http_method(text.clone()))
    }),
    methods: &[("Equals", |call| Ok(same_method(call.this, call.argument(0)).into()))],
    static_methods: &[
        ("Parse", |call| Ok(http_method(call.required_string(0, "method")?.clone()))),
        ("op_Equality", |call| Ok(same_method(call.argument(0), call.argument(1)).into())),
        ("op_Inequality", |call| Ok((!same_method(call.argument(0), call.argument(1))).into())),
    ],
    static_properties: &[
        ("Connect", |_| Ok(known_method(0))),
        ("Delete", |_| Ok(known_method(1))),
        ("Get", |_| Ok(known_method(2))),
        ("Head", |_| Ok(known_method(3))),
        ("Options", |_| Ok(known_method(4))),
        ("Patch", |_| Ok(known_method(5))),
        ("Post", |_| Ok(known_method(6))),
        ("Put", |_| Ok(known_method(7))),
        ("Query", |_| Ok(known_method(8))),
        ("Trace", |_| Ok(known_method(9))),
    ],
    ..Implementation::EMPTY
};

fn known_method(place: usize) -> Value {
    http_method(METHODS.get(place).copied().unwrap_or_default().into())
}

fn http_method(text: PsString) -> Value {
    let id = type_named("System.Net.Http.HttpMethod");
    let record = Record::new(id, vec![("Method", text.into())]);
    Value::live(record.shown_as(|record| record.get_text("Method").into()))
}

fn same_method(left: &Value, right: &Value) -> bool {
    match (left.downcast::<Record>(), right.downcast::<Record>()) {
        (Some(a), Some(b)) => a.get_text("Method").eq_ignore_ascii_case(&b.get_text("Method")),
        _ => left.is_null() && right.is_null(),
    }
}

pub(crate) static COOKIE: Implementation = Implementation {
    name: "System.Net.Cookie",
    constructor: Some(|call| {
        let text = |place: usize| Value::from(call.string(place).cloned().unwrap_or_default());
        let fields = vec![
            ("Comment", "".into()),
            ("CommentUri", Value::Null),
            ("HttpOnly", false.into()),
            ("Discard", false.into()),
            ("Domain", text(3)),
            ("Expired", false.into()),
            ("Expires", remora_psobject::DateTime::MIN.into()),
            ("Name", text(0)),
            ("Path", text(2)),
            ("Port", "".into()),
            ("Secure", false.into()),
            ("TimeStamp", call.system().now_local().into()),
            ("Value", text(1)),
            ("Version", Value::I32(0)),
        ];
        Ok(Value::live(Record::new(call.type_id, fields).shown_as(|record| {
            format!("{}={}", record.get_text("Name"), record.get_text("Value")).into()
        })))
    }),
    ..Implementation::EMPTY
};
