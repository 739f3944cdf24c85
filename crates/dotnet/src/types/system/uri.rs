//! `System.Uri`

use remora_psobject::Uri;

use super::uri_parts::{self, Parts};
use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Uri",
    constructor: Some(construct),
    methods: &[
        ("Equals", |call| {
            let same = match (parts(call.this), parts(call.argument(0))) {
                (Some(a), Some(b)) => a.same_resource(&b),
                (None, None) => text(call.this) == text(call.argument(0)),
                _ => false,
            };
            Ok(same.into())
        }),
        ("GetComponents", |call| Ok(display_value(call.this))),
        ("GetLeftPart", get_left_part),
        ("IsBaseOf", |call| {
            let base = absolute(call.this)?.absolute();
            let other = absolute(call.argument(0))?.absolute();
            let folder = base.rfind('/').and_then(|at| base.get(..=at)).unwrap_or(&base);
            Ok(other.starts_with(folder).into())
        }),
        ("IsWellFormedOriginalString", |call| {
            Ok(uri_parts::is_well_formed(&text(call.this)).into())
        }),
        ("MakeRelativeUri", make_relative_uri),
        ("ToString", |call| Ok(display_value(call.this))),
    ],
    static_methods: &[
        ("CheckHostName", |call| {
            let host = call.string(0).map_or("", PsString::as_str);
            Ok(enum_named("System.UriHostNameType", uri_parts::host_type(host)))
        }),
        ("CheckSchemeName", |call| {
            Ok(call.string(0).is_some_and(|name| uri_parts::is_scheme(name)).into())
        }),
        ("EscapeDataString", |call| {
            Ok(uri_parts::escape(call.required_string(0, "stringToEscape")?, "-_.~").into())
        }),
        ("EscapeUriString", |call| {
            let kept = "-_.~:/?#[]@!$&'()*+,;=%";
            Ok(uri_parts::escape(call.required_string(0, "stringToEscape")?, kept).into())
        }),
        ("HexEscape", |call| match call.argument(0) {
            Value::Char(unit) => Ok(format!("%{unit:02X}").into()),
            _ => Err(errors::argument_null("character")),
        }),
        ("IsHexDigit", |call| match call.argument(0) {
            Value::Char(unit) => {
                Ok(char::from_u32(u32::from(*unit)).is_some_and(|c| c.is_ascii_hexdigit()).into())
            }
            _ => Ok(false.into()),
        }),
        ("IsWellFormedUriString", |call| {
            let text = call.string(0).map_or("", PsString::as_str);
            let good = uri_parts::is_well_formed(text);
            let kind = call.argument(1).as_i64().unwrap_or(1);
            let is_absolute = Parts::parse(text).is_some();
            Ok((good && (kind == 0 || (kind == 1) == is_absolute)).into())
        }),
        ("TryCreate", |call| {
            let made = make(call).ok();
            call.try_result(made, Value::Null)
        }),
        ("UnescapeDataString", |call| {
            Ok(uri_parts::unescape(call.required_string(0, "stringToUnescape")?).into())
        }),
    ],
    properties: &[
        ("AbsolutePath", |call| Ok(absolute(call.this)?.path.into())),
        ("AbsoluteUri", |call| Ok(absolute(call.this)?.absolute().into())),
        ("Authority", |call| Ok(absolute(call.this)?.authority().into())),
        ("DnsSafeHost", |call| {
            let host = absolute(call.this)?.host;
            Ok(host.trim_matches(['[', ']']).to_owned().into())
        }),
        ("Fragment", |call| Ok(absolute(call.this)?.fragment.into())),
        ("Host", |call| Ok(absolute(call.this)?.host.into())),
        ("HostNameType", |call| {
            let host = absolute(call.this)?.host;
            let kind = if host.is_empty() { "Basic" } else { uri_parts::host_type(&host) };
            Ok(enum_named("System.UriHostNameType", kind))
        }),
        ("IdnHost", |call| {
            let host = absolute(call.this)?.host;
            let ascii = crate::types::system_globalization::idn_mapping::to_ascii(&host);
            Ok(ascii.unwrap_or(host).into())
        }),
        ("IsAbsoluteUri", |call| Ok(parts(call.this).is_some().into())),
        ("IsDefaultPort", |call| Ok(absolute(call.this)?.is_default_port().into())),
        ("IsFile", |call| Ok((absolute(call.this)?.scheme == "file").into())),
        ("IsLoopback", |call| Ok(absolute(call.this)?.is_loopback().into())),
        ("IsUnc", |call| {
            let parts = absolute(call.this)?;
            Ok((parts.scheme == "file" && !parts.host.is_empty()).into())
        }),
        ("LocalPath", |call| Ok(absolute(call.this)?.local_path().into())),
        ("OriginalString", |call| Ok(text(call.this).into())),
        ("PathAndQuery", |call| {
            let parts = absolute(call.this)?;
            Ok(format!("{}{}", parts.path, parts.query).into())
        }),
        ("Port", |call| Ok(Value::I32(absolute(call.this)?.port))),
        ("Query", |call| Ok(absolute(call.this)?.query.into())),
        ("Scheme", |call| Ok(absolute(call.this)?.scheme.into())),
        ("Segments", |call| Ok(Value::strings(absolute(call.this)?.segments()))),
        ("UserEscaped", |_| Ok(false.into())),
        ("UserInfo", |call| Ok(absolute(call.this)?.user_info.into())),
    ],
    ..Implementation::EMPTY
};

/// `ToString()`: the canonical form, readable where it can be; relative addresses as they were given.
pub fn display(uri: &Uri) -> PsString {
    match Parts::parse(&uri.original) {
        Some(parts) => parts.readable().into(),
        None => uri.original.clone(),
    }
}

fn display_value(value: &Value) -> Value {
    match value.base() {
        Value::Uri(uri) => Value::Str(display(uri)),
        other => other.clone(),
    }
}

fn text(value: &Value) -> PsString {
    match value.base() {
        Value::Uri(uri) => uri.original.clone(),
        Value::Str(text) => text.clone(),
        _ => PsString::empty(),
    }
}

fn parts(value: &Value) -> Option<Parts> {
    Parts::parse(&text(value))
}

fn absolute(value: &Value) -> Result<Parts, Exception> {
    parts(value).ok_or_else(|| {
        errors::invalid_operation("This operation is not supported for a relative URI.")
    })
}

fn invalid(message: &str) -> Exception {
    errors::of("System.UriFormatException", message)
}

/// Whether an absolute address can be had from the text, and if not why.
fn check(text: &str) -> Result<(), Exception> {
    if Parts::parse(text).is_some() {
        return Ok(());
    }
    if text.is_empty() {
        return Err(invalid("Invalid URI: The URI is empty."));
    }
    match text.split_once(':') {
        Some((scheme, rest)) if uri_parts::is_scheme(scheme) => {
            let authority = rest.strip_prefix("//");
            Err(invalid(match authority {
                Some(rest) if rest.is_empty() || rest.starts_with(['/', '?', '#', ':']) => {
                    "Invalid URI: The hostname could not be parsed."
                }
                Some(rest) if rest.contains(':') => "Invalid URI: Invalid port specified.",
                _ => "Invalid URI: The hostname could not be parsed.",
            }))
        }
        Some((scheme, _)) if !scheme.contains('/') && !scheme.is_empty() => {
            Err(invalid("Invalid URI: The URI scheme is not valid."))
        }
        _ => Err(invalid("Invalid URI: The format of the URI could not be determined.")),
    }
}

fn make(call: &Call<'_>) -> Outcome {
    let uri = |original: PsString| Value::from(Uri { original });
    if let Value::Uri(base) = call.argument(0).base() {
        let relative = text(call.argument(1));
        if Parts::parse(&relative).is_some() {
            return Ok(uri(relative));
        }
        let base = Parts::parse(&base.original).ok_or_else(|| {
            errors::out_of_range(
                "baseUri",
                "Specified argument was out of the range of valid values.",
            )
        })?;
        return Ok(uri(base.join(&relative).into()));
    }
    let original = call.required_string(0, "uriString")?.clone();
    // UriKind: 0 either, 1 absolute, 2 relative.
    let kind = match call.argument(1).base() {
        Value::Enum(_, kind) => *kind,
        _ => 1,
    };
    match kind {
        1 => check(&original)?,
        2 if Parts::parse(&original).is_some() => {
            return Err(invalid(
                "A relative URI cannot be created because the 'uriString' parameter represents an absolute URI.",
            ));
        }
        _ => {}
    }
    Ok(uri(original))
}

fn construct(call: &mut Call<'_>) -> Outcome {
    make(call)
}

fn get_left_part(call: &mut Call<'_>) -> Outcome {
    let parts = absolute(call.this)?;
    let delimiter = if uri_parts::has_authority(&parts.scheme) { "://" } else { ":" };
    let mut out = format!("{}{delimiter}", parts.scheme);
    let wanted = call.argument(0).as_i64().unwrap_or(0);
    if wanted >= 1 {
        if !parts.user_info.is_empty() {
            out.push_str(&format!("{}@", parts.user_info));
        }
        out.push_str(&parts.authority());
    }
    if wanted >= 2 {
        out.push_str(&parts.path);
    }
    if wanted >= 3 {
        out.push_str(&parts.query);
    }
    Ok(out.into())
}

fn make_relative_uri(call: &mut Call<'_>) -> Outcome {
    let (from, to) = (absolute(call.this)?, absolute(call.argument(0))?);
    if from.scheme != to.scheme || from.authority() != to.authority() {
        return Ok(call.argument(0).clone());
    }
    let folders: Vec<&str> = from.path.split('/').collect();
    let target: Vec<&str> = to.path.split('/').collect();
    let shared = folders
        .iter()
        .zip(&target)
        .take(folders.len().min(target.len()) - 1)
        .take_while(|(a, b)| a == b)
        .count();
    let mut out = "../".repeat(folders.len() - 1 - shared);
    out.push_str(&target.get(shared..).unwrap_or(&[]).join("/"));
    out.push_str(&to.query);
    out.push_str(&to.fragment);
    Ok(Uri { original: out.into() }.into())
}
