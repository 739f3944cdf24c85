//! Responses as objects.

use std::sync::Arc;

use remora_engine::prelude::*;
use remora_psobject::{ArrayObject, DictionaryObject};

use super::address::Address;
use super::message::{Headers, Response};
use super::options::{Options, switch};
use crate::record_object::{RecordObject, enum_value, type_named};

/// Headers by name; values that come several times stand side by side.
fn header_table(headers: &Headers) -> Value {
    let table = DictionaryObject::hashtable();
    for (name, value) in headers {
        let key = Value::from(name.as_str());
        let mut values = match table.get_str(name) {
            Some(Value::Array(known)) => known.to_vec(),
            _ => Vec::new(),
        };
        values.push(Value::from(value.as_str()));
        table.insert(key, Value::array_of(TypeId::STRING, values));
    }
    Value::Dictionary(Arc::new(table))
}

/// The text of a response, in the encoding that it names.
fn text_of(response: &Response) -> String {
    let charset = response
        .header("Content-Type")
        .and_then(|value| value.to_ascii_lowercase().split("charset=").nth(1).map(str::to_owned))
        .unwrap_or_default();
    let charset = charset.split(';').next().unwrap_or_default().trim().trim_matches('"');
    let encoding =
        encoding_rs::Encoding::for_label(charset.as_bytes()).unwrap_or(encoding_rs::UTF_8);
    encoding.decode(&response.body).0.into_owned()
}

fn is_text(response: &Response) -> bool {
    let kind = response.header("Content-Type").unwrap_or("text/plain").to_ascii_lowercase();
    ["text/", "json", "xml", "javascript", "x-www-form-urlencoded"]
        .iter()
        .any(|part| kind.contains(part))
}

fn head_text(response: &Response) -> String {
    let mut head = format!("HTTP/{} {} {}\r\n", response.version, response.status, response.reason);
    for (name, value) in &response.headers {
        head += &format!("{name}: {value}\r\n");
    }
    head + "\r\n"
}

/// `HttpResponseMessage`, as far as scripts look at it.
fn message(response: &Response, address: &Address) -> Value {
    let status = enum_value("System.Net.HttpStatusCode", &status_name(response.status));
    let status = if matches!(status, Value::Enum(..)) {
        status
    } else {
        Value::I32(i32::from(response.status))
    };
    Value::live(RecordObject::new(
        "System.Net.Http.HttpResponseMessage",
        [
            ("StatusCode", status),
            ("ReasonPhrase", Value::from(response.reason.as_str())),
            ("Headers", header_table(&response.headers)),
            ("IsSuccessStatusCode", Value::Bool(response.is_success())),
            ("RequestUri", Value::from(address.to_text())),
        ],
    ))
}

/// The name that .NET has for a status; the number where it has none.
fn status_name(status: u16) -> String {
    let id = remora_dotnet::registry::find_exact("System.Net.HttpStatusCode");
    let definition = id.and_then(TypeId::enum_definition);
    definition.map_or_else(|| status.to_string(), |known| known.text_of(i64::from(status)))
}

/// What `Invoke-WebRequest` gives.
pub(crate) fn response_object(response: &Response, address: &Address) -> Value {
    let (class, content) = if is_text(response) {
        ("BasicHtmlWebResponseObject", Value::from(text_of(response)))
    } else {
        ("WebResponseObject", Value::from(ArrayObject::from_bytes(response.body.clone())))
    };
    let length = i64::try_from(response.body.len()).unwrap_or(i64::MAX);
    let raw = head_text(response) + &text_of(response);
    let mut properties = vec![
        ("StatusCode", Value::I32(i32::from(response.status))),
        ("StatusDescription", Value::from(response.reason.as_str())),
        ("Content", content),
        ("RawContent", Value::from(raw.as_str())),
        ("Headers", header_table(&response.headers)),
        ("BaseResponse", message(response, address)),
        ("RawContentLength", Value::I64(length)),
        ("RelationLink", Value::Dictionary(Arc::new(DictionaryObject::hashtable()))),
    ];
    if class == "BasicHtmlWebResponseObject" {
        let text = text_of(response);
        properties.push(("Images", elements(&text, "img")));
        properties.push(("InputFields", elements(&text, "input")));
        properties.push(("Links", elements(&text, "a")));
    }
    let object = RecordObject::new(&format!("Microsoft.PowerShell.Commands.{class}"), properties);
    Value::live(object.with_text(raw))
}

/// The start tags of a name, as objects with their attributes.
fn elements(html: &str, tag: &str) -> Value {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = rest.get(at + 1..).unwrap_or_default();
        let end = rest.find('>').unwrap_or(rest.len());
        let inside = rest.get(..end).unwrap_or_default();
        let name_end = inside.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(inside.len());
        let (name, attributes) = inside.split_at(name_end);
        if !name.eq_ignore_ascii_case(tag) {
            continue;
        }
        let mut outer = format!("<{inside}>");
        if tag == "a" {
            let behind = rest.get(end + 1..).unwrap_or_default();
            let close = behind.to_ascii_lowercase().find("</a>").map_or(0, |at| at + 4);
            outer += behind.get(..close).unwrap_or_default();
        }
        let mut members =
            vec![("outerHTML".to_owned(), outer), ("tagName".to_owned(), tag.to_uppercase())];
        members.extend(attribute_pairs(attributes));
        let members = members.into_iter().map(|(name, value)| (name, Value::from(value)));
        found.push(Value::custom_object(members));
    }
    Value::array(found)
}

fn attribute_pairs(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() && !rest.starts_with('/') {
        let end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        let (name, behind) = rest.split_at(end);
        let behind = behind.trim_start();
        let Some(value) = behind.strip_prefix('=').map(str::trim_start) else {
            found.push((name.to_owned(), String::new()));
            rest = behind;
            continue;
        };
        let (value, behind) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let inner = value.get(1..).unwrap_or_default();
                inner.split_once(quote).unwrap_or((inner, ""))
            }
            _ => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
        };
        found.push((name.to_owned(), value.to_owned()));
        rest = behind.trim_start();
    }
    found
}

/// What `Invoke-RestMethod` makes of a response: objects of JSON, a document of XML, else the text.
///
/// # Errors
/// A stop.
pub(crate) fn rest_value(
    runtime: &mut CommandRuntime<'_>,
    response: &Response,
) -> CommandResult<Value> {
    let kind = response.header("Content-Type").unwrap_or_default().to_ascii_lowercase();
    let text = text_of(response);
    let looks_like_json = || matches!(text.trim_start().chars().next(), Some('{' | '['));
    if kind.contains("xml") && !kind.contains("html") {
        if let Ok(document) = remora_dotnet::types::system_xml::document::parse_document(&text) {
            return Ok(document);
        }
    } else if !text.trim().is_empty()
        && (kind.contains("json") || (kind.is_empty() && looks_like_json()))
    {
        let converted = runtime.invoke_command(
            "Microsoft.PowerShell.Utility\\ConvertFrom-Json",
            [
                (PsString::from("InputObject"), Value::from(text.as_str())),
                (PsString::from("NoEnumerate"), Value::Switch(true)),
            ],
        );
        match converted {
            Ok(mut values) if values.len() == 1 => return Ok(values.pop().unwrap_or_default()),
            Ok(values) => return Ok(Value::array(values)),
            // What only calls itself JSON is a text.
            Err(Flow::Throw(_)) => {}
            Err(flow) => return Err(flow),
        }
    }
    Ok(Value::from(text))
}

/// Writes the content to the file of `-OutFile`, into a folder under the name in the address.
///
/// # Errors
/// A file that cannot be written.
pub(crate) fn save(
    runtime: &CommandRuntime<'_>,
    options: &Options,
    response: &Response,
    address: &Address,
) -> CommandResult {
    let Some(path) = &options.out_file else {
        return Ok(());
    };
    let known = runtime.system().metadata(path, true);
    let is_folder = known.is_ok_and(|file| file.kind == remora_dotnet::system::FileKind::Directory);
    let path = if is_folder {
        let target = address.target.split('?').next().unwrap_or_default();
        let name = target.rsplit('/').find(|part| !part.is_empty()).unwrap_or(&address.host);
        format!("{path}/{name}")
    } else {
        path.to_string()
    };
    let done = if switch(runtime, "Resume") && response.status == 206 {
        runtime.system().append(&path, &response.body)
    } else {
        runtime.system().write(&path, &response.body)
    };
    done.map_err(|failure| crate::text_file::open_failure(runtime, &path, &failure))
}

impl Response {
    /// The error for a status that says that not all went well.
    pub(crate) fn failure(&self, address: &Address) -> ErrorRecord {
        let message_text = format!(
            "Response status code does not indicate success: {} ({}).",
            self.status, self.reason
        );
        let exception = Exception::new(
            type_named("Microsoft.PowerShell.Commands.HttpResponseException"),
            message_text,
        )
        .with_property("Response", message(self, address))
        .with_property("StatusCode", Value::I32(i32::from(self.status)));
        let record = ErrorRecord::new(
            exception,
            "WebCmdletWebResponseException",
            ErrorCategory::InvalidOperation,
            Value::from(address.to_text()),
        );
        let details = text_of(self);
        if details.is_empty() { record } else { record.with_details(details) }
    }

    /// The headers as `-ResponseHeadersVariable` gives them.
    pub(crate) fn header_table(&self) -> Value {
        header_table(&self.headers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_read_in_all_forms() {
        let found = attribute_pairs(" href=\"a b\" x='1' y=2 z");
        let expected = [("href", "a b"), ("x", "1"), ("y", "2"), ("z", "")];
        assert_eq!(found, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }

    #[test]
    fn texts_have_the_encoding_that_they_name() {
        let response = Response {
            headers: vec![("Content-Type".into(), "text/plain; charset=iso-8859-1".into())],
            body: vec![0xe9],
            ..Response::default()
        };
        assert_eq!(text_of(&response), "é");
        assert!(is_text(&response));
    }
}
