//! `PSSessionOption`: the object that New-PSSessionOption makes, and what it means to a connection.

use std::sync::LazyLock;
use std::time::Duration;

use parking_lot::Mutex;
use remora_engine::prelude::*;
use remora_hosting::SessionOption;
use remora_psobject::{LiveObject, TimeSpan};

/// `System.Management.Automation.Remoting.PSSessionOption`
static TYPE: LazyLock<TypeId> = LazyLock::new(|| {
    TypeId::register("System.Management.Automation.Remoting.PSSessionOption", Some(TypeId::OBJECT))
});

/// A session option as scripts see it: properties that can be set.
pub(crate) struct SessionOptionObject(Mutex<Vec<(&'static str, Value)>>);

/// Ticks in a millisecond.
const MILLISECOND: i64 = 10_000;

fn milliseconds(number: i64) -> Value {
    Value::TimeSpan(TimeSpan(number * MILLISECOND))
}

impl Default for SessionOptionObject {
    fn default() -> Self {
        Self(Mutex::new(vec![
            ("MaximumConnectionRedirectionCount", Value::I32(0)),
            ("NoCompression", Value::Bool(false)),
            ("NoMachineProfile", Value::Bool(false)),
            ("ProxyAccessType", Value::I32(0)),
            ("ProxyAuthentication", Value::I32(2)),
            ("ProxyCredential", Value::Null),
            ("SkipCACheck", Value::Bool(false)),
            ("SkipCNCheck", Value::Bool(false)),
            ("SkipRevocationCheck", Value::Bool(false)),
            ("OperationTimeout", milliseconds(180_000)),
            ("NoEncryption", Value::Bool(false)),
            ("UseUTF16", Value::Bool(false)),
            ("IncludePortInSPN", Value::Bool(false)),
            ("OutputBufferingMode", Value::I32(0)),
            ("MaxConnectionRetryCount", Value::I32(5)),
            ("Culture", Value::Null),
            ("UICulture", Value::Null),
            ("MaximumReceivedDataSizePerCommand", Value::Null),
            ("MaximumReceivedObjectSize", Value::I32(209_715_200)),
            ("ApplicationArguments", Value::Null),
            ("OpenTimeout", milliseconds(180_000)),
            ("CancelTimeout", milliseconds(60_000)),
            ("IdleTimeout", milliseconds(-1)),
        ]))
    }
}

impl SessionOptionObject {
    /// Sets a property that is there.
    pub(crate) fn set(&self, name: &str, value: Value) {
        let mut properties = self.0.lock();
        if let Some((_, slot)) =
            properties.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(name))
        {
            *slot = value;
        }
    }

    fn get(&self, name: &str) -> Value {
        let properties = self.0.lock();
        let found = properties.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    }
}

impl LiveObject for SessionOptionObject {
    fn object_type(&self) -> TypeId {
        *TYPE
    }

    fn property_names(&self) -> Vec<PsString> {
        self.0.lock().iter().map(|(name, _)| PsString::from(*name)).collect()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        let known = self.0.lock().iter().any(|(known, _)| known.eq_ignore_ascii_case(name));
        known.then(|| Ok(self.get(name)))
    }

    fn set_property(&self, name: &str, value: Value) -> Option<Result<(), Exception>> {
        self.property(name)?.ok()?;
        self.set(name, value);
        Some(Ok(()))
    }
}

/// What a session option means to a connection. Anything else means the defaults.
pub(crate) fn read(value: &Value) -> SessionOption {
    let defaults = SessionOption::default();
    let Some(option) = value.downcast::<SessionOptionObject>() else { return defaults };
    let flag = |name: &str| option.get(name).as_bool().unwrap_or(false);
    let number = |name: &str| option.get(name).as_i64();
    let time = |name: &str, default: Duration| match option.get(name) {
        Value::TimeSpan(span) => {
            u64::try_from(span.0 / MILLISECOND).map_or(default, Duration::from_millis)
        }
        _ => default,
    };
    let culture = |name: &str| {
        let value = option.get(name);
        match value.base() {
            Value::Null => None,
            Value::Live(live) => Some(live.text()),
            other => other.as_string().cloned(),
        }
    };
    SessionOption {
        open_timeout: time("OpenTimeout", defaults.open_timeout),
        operation_timeout: time("OperationTimeout", defaults.operation_timeout),
        cancel_timeout: time("CancelTimeout", defaults.cancel_timeout),
        idle_timeout: Some(time("IdleTimeout", Duration::ZERO)).filter(|limit| !limit.is_zero()),
        skip_ca_check: flag("SkipCACheck"),
        skip_cn_check: flag("SkipCNCheck"),
        skip_revocation_check: flag("SkipRevocationCheck"),
        no_encryption: flag("NoEncryption"),
        no_compression: flag("NoCompression"),
        no_machine_profile: flag("NoMachineProfile"),
        use_utf16: flag("UseUTF16"),
        include_port_in_spn: flag("IncludePortInSPN"),
        maximum_received_data_size: number("MaximumReceivedDataSizePerCommand")
            .and_then(|n| u64::try_from(n).ok()),
        maximum_received_object_size: number("MaximumReceivedObjectSize")
            .and_then(|n| u64::try_from(n).ok()),
        max_connection_retry_count: number("MaxConnectionRetryCount")
            .and_then(|n| u32::try_from(n).ok())
            .unwrap_or(5),
        maximum_redirection: number("MaximumConnectionRedirectionCount")
            .and_then(|n| u32::try_from(n).ok())
            .unwrap_or(0),
        culture: culture("Culture"),
        ui_culture: culture("UICulture"),
        application_arguments: option.get("ApplicationArguments"),
        output_buffering_mode: number("OutputBufferingMode")
            .and_then(|n| i32::try_from(n).ok())
            .unwrap_or(0),
    }
}
