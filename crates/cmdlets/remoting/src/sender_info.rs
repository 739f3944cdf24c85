//! `$PSSenderInfo`: who is at the other end of a session.

use std::sync::LazyLock;

use remora_engine::prelude::*;
use remora_psobject::LiveObject;

static SENDER_TYPE: LazyLock<TypeId> = LazyLock::new(|| {
    TypeId::register("System.Management.Automation.Remoting.PSSenderInfo", Some(TypeId::OBJECT))
});
static PRINCIPAL_TYPE: LazyLock<TypeId> = LazyLock::new(|| {
    TypeId::register("System.Management.Automation.Remoting.PSPrincipal", Some(TypeId::OBJECT))
});
static IDENTITY_TYPE: LazyLock<TypeId> = LazyLock::new(|| {
    TypeId::register("System.Management.Automation.Remoting.PSIdentity", Some(TypeId::OBJECT))
});

/// What a session host that is reached through pipes says of its own address.
const CONNECTION_STRING: &str = "http://localhost";

/// The object that `$PSSenderInfo` holds in a session that serves a client. The arguments are what the
/// client says, and prove nothing.
pub fn sender_info(application_arguments: Value) -> Value {
    Value::live(SenderInfo { application_arguments })
}

struct SenderInfo {
    application_arguments: Value,
}

fn names(list: &[&str]) -> Vec<PsString> {
    list.iter().map(|name| PsString::from(*name)).collect()
}

impl LiveObject for SenderInfo {
    fn object_type(&self) -> TypeId {
        *SENDER_TYPE
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&["UserInfo", "ClientTimeZone", "ConnectionString", "ApplicationArguments"])
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "userinfo" => Value::live(Principal),
            "clienttimezone" => Value::Null,
            "connectionstring" => CONNECTION_STRING.into(),
            "applicationarguments" => self.application_arguments.clone(),
            _ => return None,
        }))
    }
}

/// `PSPrincipal`
struct Principal;

impl LiveObject for Principal {
    fn object_type(&self) -> TypeId {
        *PRINCIPAL_TYPE
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&["Identity", "WindowsIdentity"])
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        match name.to_ascii_lowercase().as_str() {
            "identity" => Some(Ok(Value::live(Identity))),
            "windowsidentity" => Some(Ok(Value::Null)),
            _ => None,
        }
    }
}

/// `PSIdentity`: who started the session host is not told it, as with PowerShell over pipes.
struct Identity;

impl LiveObject for Identity {
    fn object_type(&self) -> TypeId {
        *IDENTITY_TYPE
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&["AuthenticationType", "IsAuthenticated", "Name", "CertificateDetails"])
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "authenticationtype" | "name" => "".into(),
            "isauthenticated" => Value::Bool(true),
            "certificatedetails" => Value::Null,
            _ => return None,
        }))
    }
}
