//! `System.Net.Mail.MailAddress`

use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Net.Mail.MailAddress",
    constructor: Some(|call| {
        let address = call.required_string(0, "address")?;
        if address.is_empty() {
            return Err(errors::argument_for("address", "The value cannot be an empty string."));
        }
        MailAddress::parse(address, call.string(1)).map(Value::live).ok_or_else(|| {
            if address.trim_end().ends_with('@') {
                errors::format("An invalid character was found in the mail header: '@'.")
            } else {
                malformed()
            }
        })
    }),
    static_methods: &[("TryCreate", |call| {
        let found =
            call.string(0).and_then(|address| MailAddress::parse(address, None)).map(Value::live);
        call.try_result(found, Value::Null)
    })],
    ..Implementation::EMPTY
};

fn malformed() -> Exception {
    errors::format("The specified string is not in the form required for an e-mail address.")
}

struct MailAddress {
    display: String,
    user: String,
    host: String,
}

impl MailAddress {
    /// `user@host`, or `Name <user@host>`.
    fn parse(text: &str, display: Option<&PsString>) -> Option<Self> {
        let text = text.trim();
        let (name, address) = match text.strip_suffix('>').and_then(|rest| rest.rsplit_once('<')) {
            Some((name, address)) => (name.trim().trim_matches('"'), address),
            None => ("", text),
        };
        let (user, host) = address.rsplit_once('@')?;
        let good = |part: &str| {
            !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || "<>@,;:".contains(c))
        };
        let dots = host.starts_with('.') || host.ends_with('.') || host.contains("..");
        (good(user) && good(host) && !dots && !user.ends_with('.')).then(|| Self {
            display: display
                .map(|display| display.to_string())
                .filter(|display| !display.is_empty())
                .unwrap_or_else(|| name.to_owned()),
            user: user.to_owned(),
            host: host.to_owned(),
        })
    }

    fn address(&self) -> String {
        format!("{}@{}", self.user, self.host)
    }
}

impl LiveObject for MailAddress {
    fn object_type(&self) -> TypeId {
        type_named("System.Net.Mail.MailAddress")
    }

    fn text(&self) -> PsString {
        if self.display.is_empty() {
            self.address()
        } else {
            format!("\"{}\" <{}>", self.display, self.address())
        }
        .into()
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&["DisplayName", "User", "Host", "Address"])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "displayname" => self.display.as_str().into(),
            "user" => self.user.as_str().into(),
            "host" => self.host.as_str().into(),
            "address" => self.address().into(),
            _ => return None,
        }))
    }
}
