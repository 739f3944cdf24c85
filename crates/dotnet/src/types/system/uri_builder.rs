//! `System.UriBuilder`

use remora_psobject::Uri;

use super::uri_parts::Parts;
use crate::types::prelude::*;
use crate::types::record::{Record, this};

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.UriBuilder",
    constructor: Some(construct),
    methods: &[("Equals", |call| {
        let other = call.argument(0).downcast::<Record>();
        Ok(other.is_some_and(|other| this(call).is_ok_and(|own| whole(own) == whole(other))).into())
    })],
    properties: &[("Uri", |call| {
        let text = whole(this(call)?);
        if Parts::parse(&text).is_none() {
            return Err(errors::of(
                "System.UriFormatException",
                "Invalid URI: The format of the URI could not be determined.",
            ));
        }
        Ok(Value::Uri(Arc::new(Uri { original: text.into() })))
    })],
    setters: &[
        ("Fragment", |call| set_marked(call, "Fragment", '#')),
        ("Path", |call| {
            let path = call.string(0).map_or("", PsString::as_str);
            let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
            this(call)?.set("Path", escaped(&path).into());
            Ok(Value::AutomationNull)
        }),
        ("Port", |call| {
            if !(-1..=0xFFFF).contains(&call.int(0)) {
                return Err(errors::out_of_range(
                    "value",
                    "Specified argument was out of the range of valid values.",
                ));
            }
            this(call)?.set("Port", Value::I32(call.int(0)));
            Ok(Value::AutomationNull)
        }),
        ("Query", |call| set_marked(call, "Query", '?')),
        ("Scheme", |call| {
            let scheme = call.string(0).map_or("", PsString::as_str);
            let scheme = scheme.split(':').next().unwrap_or_default().to_ascii_lowercase();
            this(call)?.set("Scheme", scheme.into());
            Ok(Value::AutomationNull)
        }),
    ],
    ..Implementation::EMPTY
};

fn escaped(path: &str) -> String {
    super::uri_parts::escape(&path.replace('\\', "/"), "-_.~:/[]@!$&'()*+,;=%")
}

/// A query or a fragment keeps its mark; an empty one has none.
fn set_marked(call: &Call<'_>, name: &str, mark: char) -> Outcome {
    let text = call.string(0).map_or("", PsString::as_str);
    let text = if text.is_empty() || text.starts_with(mark) {
        text.to_owned()
    } else {
        format!("{mark}{text}")
    };
    this(call)?.set(name, text.into());
    Ok(Value::AutomationNull)
}

/// The address that the parts make.
fn whole(record: &Record) -> String {
    let part = |name: &str| record.get_text(name);
    let mut user = part("UserName");
    if !part("Password").is_empty() {
        user = format!("{user}:{}", part("Password"));
    }
    if !user.is_empty() {
        user.push('@');
    }
    let (scheme, host) = (part("Scheme"), part("Host"));
    let port = match record.get("Port").as_i32() {
        Some(port) if port != -1 && !host.is_empty() => format!(":{port}"),
        _ => String::new(),
    };
    let mark = match scheme.as_str() {
        "" => "",
        _ if host.is_empty() && !super::uri_parts::has_authority(&scheme) => ":",
        _ => "://",
    };
    format!("{scheme}{mark}{user}{host}{port}{}{}{}", part("Path"), part("Query"), part("Fragment"))
}

/// `new()`, `new(uri)`, `new(scheme, host[, port[, path[, extra]]])`
fn construct(call: &mut Call<'_>) -> Outcome {
    let parts = if call.count() <= 1 {
        of_address(call)?
    } else {
        let text = |place: usize| call.string(place).map_or("", PsString::as_str);
        let (query, fragment) = match text(4).split_once('#') {
            Some((query, fragment)) => (query.to_owned(), format!("#{fragment}")),
            None => (text(4).to_owned(), String::new()),
        };
        let path =
            if text(3).starts_with('/') { text(3).to_owned() } else { format!("/{}", text(3)) };
        Parts {
            scheme: text(0).to_ascii_lowercase(),
            host: text(1).to_owned(),
            port: if call.count() > 2 { call.int(2) } else { -1 },
            path: escaped(&path),
            query,
            fragment,
            ..Parts::default()
        }
    };
    let (user, password) =
        parts.user_info.split_once(':').unwrap_or((parts.user_info.as_str(), ""));
    let fields = vec![
        ("Fragment", parts.fragment.as_str().into()),
        ("Host", parts.host.as_str().into()),
        ("Password", password.into()),
        ("Path", parts.path.as_str().into()),
        ("Port", Value::I32(parts.port)),
        ("Query", parts.query.as_str().into()),
        ("Scheme", parts.scheme.as_str().into()),
        ("UserName", user.into()),
    ];
    Ok(Value::live(Record::new(call.type_id, fields).shown_as(|record| whole(record).into())))
}

fn of_address(call: &Call<'_>) -> Result<Parts, Exception> {
    let text = match call.argument(0).base() {
        Value::Uri(uri) => uri.original.to_string(),
        Value::Str(text) => text.to_string(),
        _ if call.count() == 0 => "http://localhost".to_owned(),
        _ => return Err(errors::argument_null("uri")),
    };
    Parts::parse(&text).or_else(|| Parts::parse(&format!("http://{text}"))).ok_or_else(|| {
        errors::of(
            "System.UriFormatException",
            "Invalid URI: The format of the URI could not be determined.",
        )
    })
}
