//! What a client says of its host (MS-PSRP section 2.2.3.14, HostInfo).

use remora_psobject::host::{Coordinates, HostDefaults, Size};
use remora_psobject::{DictionaryObject, Value};

use super::super::fields::{Bag, Fields};
use super::{decode, encode};
use crate::error::{Error, Malformation};

/// What a client says of its host, for a pool or for one pipeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostInfo {
    /// There is no host.
    pub is_host_null: bool,
    /// The host has no user interface.
    pub is_host_ui_null: bool,
    /// The user interface has no screen.
    pub is_host_raw_ui_null: bool,
    /// A pipeline talks to the pool's host.
    pub use_runspace_host: bool,
    /// What the screen is like.
    pub default_data: Option<HostDefaults>,
}

impl HostInfo {
    /// No host.
    pub fn none() -> Self {
        Self {
            is_host_null: true,
            is_host_ui_null: true,
            is_host_raw_ui_null: true,
            use_runspace_host: false,
            default_data: None,
        }
    }

    /// The pool's host, as a pipeline says it.
    pub fn of_pool() -> Self {
        Self { use_runspace_host: true, ..Self::none() }
    }

    /// A host with a user interface and a screen.
    pub fn full(default_data: HostDefaults) -> Self {
        Self {
            is_host_null: false,
            is_host_ui_null: false,
            is_host_raw_ui_null: false,
            use_runspace_host: false,
            default_data: Some(default_data),
        }
    }

    pub(in super::super) fn to_value(&self) -> Value {
        let data = self.default_data.as_ref().map(defaults_to_value);
        Bag::new()
            .with("_isHostUINull", self.is_host_ui_null)
            .with("_isHostRawUINull", self.is_host_raw_ui_null)
            .with("_isHostNull", self.is_host_null)
            .with_some("_hostDefaultData", data)
            .with("_useRunspaceHost", self.use_runspace_host)
            .build()
    }

    pub(in super::super) fn from_value(value: &Value) -> Result<Self, Error> {
        let fields = Fields(value);
        let default_data = match fields.get("_hostDefaultData") {
            None | Some(Value::Null) => None,
            Some(data) => Some(
                defaults_from_value(&data).ok_or(Malformation::BadProperty("_hostDefaultData"))?,
            ),
        };
        Ok(Self {
            is_host_null: fields.bool("_isHostNull")?,
            is_host_ui_null: fields.bool("_isHostUINull")?,
            is_host_raw_ui_null: fields.bool("_isHostRawUINull")?,
            use_runspace_host: fields.bool("_useRunspaceHost")?,
            default_data,
        })
    }
}

/// A value with the name of its type, as the entries are written.
fn typed(type_name: &str, value: impl Into<Value>) -> Value {
    Bag::new().with("T", type_name).with("V", value).build()
}

/// `_hostDefaultData`: what a server answers without a call.
fn defaults_to_value(defaults: &HostDefaults) -> Value {
    let color = |number: i32| typed("System.ConsoleColor", number);
    let size = |size: Size| typed("System.Management.Automation.Host.Size", encode::size(size));
    let position = |at: Coordinates| {
        typed("System.Management.Automation.Host.Coordinates", encode::coordinates(at))
    };
    let entries: DictionaryObject = [
        (9, typed("System.String", defaults.window_title.clone())),
        (8, size(defaults.max_physical_window_size)),
        (7, size(defaults.max_window_size)),
        (6, size(defaults.window_size)),
        (5, size(defaults.buffer_size)),
        (4, typed("System.Int32", defaults.cursor_size)),
        (3, position(defaults.window_position)),
        (2, position(defaults.cursor_position)),
        (1, color(defaults.background_color)),
        (0, color(defaults.foreground_color)),
    ]
    .into_iter()
    .collect();
    Bag::new().with("data", entries).build()
}

fn defaults_from_value(value: &Value) -> Option<HostDefaults> {
    let table = Fields(value).get("data")?;
    let Value::Dictionary(table) = table.base() else { return None };
    let entry = |key: i32| Fields(&table.get(&Value::I32(key))?).get("V");
    // A host may leave out what it cannot tell.
    let defaults = HostDefaults::default();
    let number = |key, default| entry(key).and_then(|value| value.as_i32()).unwrap_or(default);
    let position =
        |key, default| entry(key).and_then(|value| decode::coordinates(&value)).unwrap_or(default);
    let size = |key, default| entry(key).and_then(|value| decode::size(&value)).unwrap_or(default);
    Some(HostDefaults {
        foreground_color: number(0, defaults.foreground_color),
        background_color: number(1, defaults.background_color),
        cursor_position: position(2, defaults.cursor_position),
        window_position: position(3, defaults.window_position),
        cursor_size: number(4, defaults.cursor_size),
        buffer_size: size(5, defaults.buffer_size),
        window_size: size(6, defaults.window_size),
        max_window_size: size(7, defaults.max_window_size),
        max_physical_window_size: size(8, defaults.max_physical_window_size),
        window_title: entry(9).and_then(|title| title.as_string().cloned()).unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_read() {
        let data = HostDefaults {
            foreground_color: 7,
            cursor_position: Coordinates { x: 3, y: 4 },
            window_size: Size { width: 120, height: 50 },
            window_title: "title".into(),
            ..HostDefaults::default()
        };
        for info in [HostInfo::full(data), HostInfo::none(), HostInfo::of_pool()] {
            assert_eq!(HostInfo::from_value(&info.to_value()).unwrap(), info);
        }
    }

    #[test]
    fn what_a_host_leaves_out_has_a_default() {
        let value = Bag::new().with("data", DictionaryObject::hashtable()).build();
        assert_eq!(defaults_from_value(&value), Some(HostDefaults::default()));
        assert_eq!(defaults_from_value(&Value::I32(1)), None);
    }
}
