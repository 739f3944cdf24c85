//! What a request carries: texts, forms, files.

use remora_engine::prelude::*;

use super::options::{Options, text};
use crate::text_file::Encoding;

/// What a request carries and how it is called.
#[derive(Clone, Debug, Default)]
pub(crate) struct Content {
    pub(crate) body: Option<Vec<u8>>,
    pub(crate) content_type: Option<String>,
    /// What is added to the query of the address.
    pub(crate) query: Option<String>,
}

impl Content {
    /// The content that the parameters of the running command describe.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub(crate) fn of(
        runtime: &mut CommandRuntime<'_>,
        options: &Options,
        body: &Value,
    ) -> CommandResult<Self> {
        let mut content = Self {
            content_type: text(runtime, "ContentType").map(|name| name.to_string()),
            ..Self::default()
        };
        if let Some(path) = &options.in_file {
            content.body = Some(read(runtime, path)?);
        } else if let Some(Value::Dictionary(form)) =
            runtime.bound("Form").as_ref().map(|form| form.base().clone())
        {
            let mut bytes = [0; 16];
            runtime.system().random_bytes(&mut bytes);
            let boundary: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            content.body = Some(multipart(runtime, &form.entries(), &boundary)?);
            content.content_type = Some(format!("multipart/form-data; boundary=\"{boundary}\""));
        } else {
            content.add_body(runtime, options, body)?;
        }
        let is_post = options.method == "POST";
        if is_post && content.content_type.is_none() && content.body.is_some() {
            content.content_type = Some("application/x-www-form-urlencoded".to_owned());
        }
        Ok(content)
    }

    fn add_body(
        &mut self,
        runtime: &mut CommandRuntime<'_>,
        options: &Options,
        body: &Value,
    ) -> CommandResult {
        match body.base() {
            Value::Null | Value::AutomationNull => {}
            Value::Dictionary(form) => {
                let pairs = pairs(runtime, &form.entries());
                if matches!(options.method.as_str(), "" | "GET") {
                    self.query = (!pairs.is_empty()).then_some(pairs);
                } else {
                    self.body = Some(pairs.into_bytes());
                }
            }
            Value::Array(array) if array.to_bytes().is_some() => {
                self.body = array.to_bytes();
            }
            Value::Live(live) if live.object_type() == TypeId::XML_DOCUMENT => {
                let outer = runtime.get_property(body, "OuterXml")?.unwrap_or_default();
                self.body = Some(runtime.text(&outer).as_bytes().to_vec());
            }
            _ => {
                let encoding = match &self.content_type {
                    Some(name) if name.to_ascii_lowercase().contains("charset=") => {
                        let charset = name.to_ascii_lowercase();
                        let charset = charset.split("charset=").nth(1).unwrap_or_default();
                        let charset = charset.split(';').next().unwrap_or_default();
                        let charset = Value::from(charset.trim().trim_matches('"'));
                        Encoding::of(runtime, &charset).unwrap_or_default()
                    }
                    _ => Encoding::Utf8,
                };
                self.body = Some(encoding.encode(&runtime.text(body)));
            }
        }
        Ok(())
    }
}

fn read(runtime: &CommandRuntime<'_>, path: &str) -> CommandResult<Vec<u8>> {
    runtime
        .system()
        .read(path)
        .map_err(|failure| crate::text_file::open_failure(runtime, path, &failure))
}

/// Names and values as a form sends them.
fn pairs(runtime: &mut CommandRuntime<'_>, entries: &[(Value, Value)]) -> String {
    let mut parts = Vec::with_capacity(entries.len());
    for (key, value) in entries {
        let (key, value) = (runtime.text(key), runtime.text(value));
        parts.push(format!("{}={}", form_escaped(&key), form_escaped(&value)));
    }
    parts.join("&")
}

/// `application/x-www-form-urlencoded`
fn form_escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b' ' => out.push('+'),
            b'-' | b'.' | b'_' | b'!' | b'*' | b'(' | b')' => out.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
            _ => out += &format!("%{byte:02x}"),
        }
    }
    out
}

/// `multipart/form-data` (RFC 7578); files are sent with their names.
fn multipart(
    runtime: &mut CommandRuntime<'_>,
    entries: &[(Value, Value)],
    boundary: &str,
) -> CommandResult<Vec<u8>> {
    let mut out = Vec::new();
    for (key, value) in entries {
        let key = runtime.text(key);
        let items = runtime.enumerate(value).unwrap_or_else(|| vec![value.clone()]);
        for item in items {
            out.extend(format!("--{boundary}\r\n").into_bytes());
            let is_file = item.type_names().iter().any(|name| *name == "System.IO.FileInfo");
            if is_file {
                let path = runtime.get_property(&item, "FullName")?.unwrap_or_default();
                let path = runtime.text(&path);
                let name = path.rsplit('/').next().unwrap_or_default();
                out.extend(
                    format!(
                        "Content-Disposition: form-data; name=\"{key}\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
                    )
                    .into_bytes(),
                );
                out.extend(read(runtime, &path)?);
            } else {
                let shown = runtime.text(&item);
                out.extend(
                    format!(
                        "Content-Type: text/plain; charset=utf-8\r\nContent-Disposition: form-data; name={key}\r\n\r\n{shown}"
                    )
                    .into_bytes(),
                );
            }
            out.extend(b"\r\n");
        }
    }
    out.extend(format!("--{boundary}--\r\n").into_bytes());
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_escaped() {
        assert_eq!(form_escaped("v w&é"), "v+w%26%c3%a9");
    }
}
