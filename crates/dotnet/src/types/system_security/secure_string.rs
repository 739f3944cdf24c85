//! `System.Security.SecureString` and `System.Management.Automation.PSCredential`

use remora_psobject::{PsCredential, SecureString};

use crate::types::prelude::*;

pub(crate) static SECURE: Implementation = Implementation {
    name: "System.Security.SecureString",
    constructor: Some(|_| Ok(Value::live(SecureString::default()))),
    methods: &[
        ("AppendChar", |call| {
            if let Value::Char(unit) = call.argument(0) {
                secret(call.this)?.append(*unit);
            }
            Ok(Value::AutomationNull)
        }),
        ("Copy", |call| {
            Ok(secret(call.this)?
                .reveal(|units| Value::live(SecureString::from_units(units.to_vec()))))
        }),
        ("Dispose", |_| Ok(Value::AutomationNull)),
        ("IsReadOnly", |_| Ok(false.into())),
        ("MakeReadOnly", |_| Ok(Value::AutomationNull)),
    ],
    ..Implementation::EMPTY
};

pub(crate) static CREDENTIAL: Implementation = Implementation {
    name: "System.Management.Automation.PSCredential",
    constructor: Some(|call| {
        let user = call.required_string(0, "userName")?;
        if user.is_empty() {
            return Err(errors::of(
                "System.Management.Automation.PSArgumentException",
                "Cannot process argument because the value of argument \"userName\" is not valid. Change the value of the \"userName\" argument and run the operation again.",
            ));
        }
        secret(call.argument(1))?;
        Ok(Value::live(PsCredential {
            user_name: user.clone(),
            password: call.argument(1).clone(),
        }))
    }),
    methods: &[("GetNetworkCredential", |call| {
        let credential: &PsCredential = call.this.downcast().ok_or_else(errors::null_reference)?;
        Ok(network_credential(credential))
    })],
    static_properties: &[("Empty", |_| {
        Ok(Value::live(PsCredential::new("", SecureString::default())))
    })],
    ..Implementation::EMPTY
};

pub(crate) static NETWORK: Implementation = Implementation {
    name: "System.Net.NetworkCredential",
    constructor: Some(|call| {
        let text = |index| call.string(index).cloned().unwrap_or_default();
        let password = match call.argument(1).downcast::<SecureString>() {
            Some(secret) => secret.reveal(PsString::from_units),
            None => text(1),
        };
        Ok(Value::live(NetworkCredential {
            user: text(0),
            password: SecureString::new(&password),
            domain: text(2),
        }))
    }),
    methods: &[("GetCredential", |call| Ok(call.this.clone()))],
    ..Implementation::EMPTY
};

fn secret(value: &Value) -> Result<&SecureString, Exception> {
    value.downcast().ok_or_else(|| errors::argument_null("password"))
}

struct NetworkCredential {
    user: PsString,
    password: SecureString,
    domain: PsString,
}

/// User, domain and password of a credential, apart.
fn network_credential(credential: &PsCredential) -> Value {
    let name = credential.user_name.as_str();
    let (domain, user) = name.split_once('\\').unwrap_or(("", name));
    let password = credential.password().map(|secret| secret.reveal(|units| units.to_vec()));
    Value::live(NetworkCredential {
        user: user.into(),
        password: SecureString::from_units(password.unwrap_or_default()),
        domain: domain.into(),
    })
}

impl LiveObject for NetworkCredential {
    fn object_type(&self) -> TypeId {
        type_named("System.Net.NetworkCredential")
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&["UserName", "Password", "SecurePassword", "Domain"])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "username" => self.user.clone().into(),
            "password" => self.password.reveal(PsString::from_units).into(),
            "securepassword" => {
                self.password.reveal(|units| Value::live(SecureString::from_units(units.to_vec())))
            }
            "domain" => self.domain.clone().into(),
            _ => return None,
        }))
    }
}
