//! `PSSessionOption`: the object that New-PSSessionOption makes, and what it means to a connection.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use parking_lot::Mutex;
use remora_engine::prelude::*;
use remora_hosting::SessionOption;
use remora_psobject::{LiveObject, TimeSpan};

use crate::session::enumeration;

/// `System.Management.Automation.Remoting.PSSessionOption`
static TYPE: LazyLock<TypeId> = LazyLock::new(|| {
    TypeId::register("System.Management.Automation.Remoting.PSSessionOption", Some(TypeId::OBJECT))
});

/// A session option as scripts see it: properties that can be set.
pub(crate) struct SessionOptionObject(Mutex<Vec<(&'static str, Value)>>);

/// Longer than anything that is waited for.
const UNLIMITED: Duration = Duration::from_secs(24 * 24 * 3600);

/// Ticks in a millisecond.
const MILLISECOND: i64 = 10_000;

/// A value of the enumeration that a property has.
fn choice(property: &str, number: i64) -> Value {
    enumeration(
        match property {
            "ProxyAccessType" => "System.Management.Automation.Remoting.ProxyAccessType",
            "ProxyAuthentication" => {
                "System.Management.Automation.Runspaces.AuthenticationMechanism"
            }
            _ => "System.Management.Automation.Runspaces.OutputBufferingMode",
        },
        number,
    )
}

fn milliseconds(number: i64) -> Value {
    Value::TimeSpan(TimeSpan(number * MILLISECOND))
}

impl Default for SessionOptionObject {
    fn default() -> Self {
        Self(Mutex::new(vec![
            ("MaximumConnectionRedirectionCount", Value::I32(0)),
            ("NoCompression", Value::Bool(false)),
            ("NoMachineProfile", Value::Bool(false)),
            ("ProxyAccessType", choice("ProxyAccessType", 0)),
            ("ProxyAuthentication", choice("ProxyAuthentication", 2)),
            ("ProxyCredential", Value::Null),
            ("SkipCACheck", Value::Bool(false)),
            ("SkipCNCheck", Value::Bool(false)),
            ("SkipRevocationCheck", Value::Bool(false)),
            ("OperationTimeout", milliseconds(180_000)),
            ("NoEncryption", Value::Bool(false)),
            ("UseUTF16", Value::Bool(false)),
            ("IncludePortInSPN", Value::Bool(false)),
            ("OutputBufferingMode", choice("OutputBufferingMode", 0)),
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

    /// Sets a time in milliseconds.
    pub(crate) fn set_time(&self, name: &str, number: i32) {
        self.set(name, milliseconds(number.into()));
    }

    /// Sets a property that is a value of an enumeration.
    pub(crate) fn set_choice(&self, name: &str, number: i64) {
        self.set(name, choice(name, number));
    }

    /// Sets a property as a script gives it: a time or a choice may be a number or a text.
    fn set_loosely(&self, name: &str, value: Value) -> Result<(), Exception> {
        let value = match (self.get(name), &value) {
            (Value::TimeSpan(_), Value::TimeSpan(_)) | (Value::Enum(..), Value::Enum(..)) => value,
            // As in .NET: a number is a count of ticks.
            (Value::TimeSpan(_), other) => match other.as_i64() {
                Some(ticks) => Value::TimeSpan(TimeSpan(ticks)),
                None => return Err(refused(name)),
            },
            (Value::Enum(id, _), other) => {
                let by_name = other.as_str().and_then(|text| {
                    let known = id.enum_definition()?.members.iter();
                    known.copied().find(|(known, _)| known.eq_ignore_ascii_case(text))
                });
                match other.as_i64().or(by_name.map(|(_, number)| number)) {
                    Some(number) => Value::Enum(id, number),
                    None => return Err(refused(name)),
                }
            }
            (Value::Bool(_), other) => Value::Bool(other.as_bool().ok_or_else(|| refused(name))?),
            _ => value,
        };
        self.set(name, value);
        Ok(())
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
        Some(self.set_loosely(name, value))
    }
}

fn refused(name: &str) -> Exception {
    let message = format!("The value is of no use for the property \"{name}\".");
    Exception::new(TypeId::ARGUMENT_EXCEPTION, message)
}

/// What `-SessionOption` was given, as an option: a table names the properties that differ from the
/// defaults.
fn object_of(value: &Value) -> Option<Arc<SessionOptionObject>> {
    if let Some(option) = value.downcast_arc::<SessionOptionObject>() {
        return Some(option);
    }
    let Value::Dictionary(table) = value.base() else { return None };
    let option = SessionOptionObject::default();
    for (name, value) in table.entries() {
        let _ = option.set_loosely(name.as_str().unwrap_or_default(), value);
    }
    Some(Arc::new(option))
}

/// `$PSSessionOption` of a fresh session.
pub(crate) fn default_session_option() -> Value {
    Value::live(SessionOptionObject::default())
}

/// What a session option means to a connection. Anything else means the defaults.
pub(crate) fn read(value: &Value) -> SessionOption {
    let defaults = SessionOption::default();
    let Some(option) = object_of(value) else { return defaults };
    let flag = |name: &str| option.get(name).as_bool().unwrap_or(false);
    let number = |name: &str| option.get(name).as_i64();
    let time = |name: &str, default: Duration| match option.get(name) {
        // None stands for no limit.
        Value::TimeSpan(TimeSpan(0)) => UNLIMITED,
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
        idle_timeout: match option.get("IdleTimeout") {
            Value::TimeSpan(span) if span.0 > 0 => Some(time("IdleTimeout", Duration::ZERO)),
            _ => None,
        },
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
        output_buffering_mode: match option.get("OutputBufferingMode") {
            Value::Enum(_, number) => i32::try_from(number).unwrap_or(0),
            _ => 0,
        },
    }
}

#[cfg(test)]
mod tests {
    use remora_psobject::DictionaryObject;

    use super::*;

    #[test]
    fn a_table_changes_the_defaults() {
        let table = DictionaryObject::hashtable();
        table.insert("OpenTimeout".into(), Value::TimeSpan(TimeSpan(5000 * MILLISECOND)));
        table.insert("idletimeout".into(), Value::I64(60_000 * MILLISECOND));
        table.insert("SkipCACheck".into(), Value::Bool(true));
        table.insert("OutputBufferingMode".into(), "Drop".into());
        table.insert("OperationTimeout".into(), Value::I32(0));
        let option = read(&Value::from(table));
        assert_eq!(option.open_timeout, Duration::from_secs(5));
        assert_eq!(option.idle_timeout, Some(Duration::from_secs(60)));
        assert_eq!((option.skip_ca_check, option.output_buffering_mode), (true, 1));
        assert_eq!(option.operation_timeout, UNLIMITED);
        assert_eq!(option.cancel_timeout, Duration::from_secs(60));
    }
}
