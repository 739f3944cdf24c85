//! INIT_RUNSPACEPOOL (MS-PSRP section 2.2.2.2, INIT_RUNSPACEPOOL Message).

use remora_psobject::Value;

use super::application_private_data::as_primitive_dictionary;
use super::fields::{Bag, Fields, enumeration};
use super::{Body, HostInfo};
use crate::error::Error;

pub(super) const APARTMENT_STATE: &str = "System.Threading.ApartmentState";
const THREAD_OPTIONS: &str = "System.Management.Automation.Runspaces.PSThreadOptions";

/// Opens a runspace pool.
#[derive(Clone, Debug)]
pub struct InitRunspacePool {
    /// Fewest runspaces, at least 1.
    pub min_runspaces: i32,
    /// Most runspaces, not less than the fewest.
    pub max_runspaces: i32,
    /// `PSThreadOptions`: 0 `Default`, 1 `UseNewThread`, 2 `ReuseThread`, 3 `UseCurrentThread`.
    pub thread_options: i32,
    /// `ApartmentState`: 0 `STA`, 1 `MTA`, 2 `Unknown`.
    pub apartment_state: i32,
    /// The client's host.
    pub host_info: HostInfo,
    /// `$PSSenderInfo.ApplicationArguments`: a dictionary, or null.
    pub application_arguments: Value,
}

impl Default for InitRunspacePool {
    fn default() -> Self {
        Self {
            min_runspaces: 1,
            max_runspaces: 1,
            thread_options: 0,
            apartment_state: 2,
            host_info: HostInfo::none(),
            application_arguments: Value::Null,
        }
    }
}

impl Body for InitRunspacePool {
    fn to_value(&self) -> Value {
        Bag::new()
            .with("MinRunspaces", self.min_runspaces)
            .with("MaxRunspaces", self.max_runspaces)
            .with("PSThreadOptions", enumeration(THREAD_OPTIONS, self.thread_options))
            .with("ApartmentState", enumeration(APARTMENT_STATE, self.apartment_state))
            .with("ApplicationArguments", self.application_arguments.clone())
            .with("HostInfo", self.host_info.to_value())
            .build()
    }

    fn from_value(value: &Value) -> Result<Self, Error> {
        let fields = Fields(value);
        Ok(Self {
            min_runspaces: fields.i32("MinRunspaces")?,
            max_runspaces: fields.i32("MaxRunspaces")?,
            thread_options: fields.i32("PSThreadOptions")?,
            apartment_state: fields.i32("ApartmentState")?,
            host_info: HostInfo::from_value(&fields.value("HostInfo")?)?,
            application_arguments: as_primitive_dictionary(&fields.value("ApplicationArguments")?),
        })
    }
}

#[cfg(test)]
mod tests {
    use remora_psobject::host::HostDefaults;

    use super::super::tests::crossed;
    use super::super::{Message, primitive_dictionary};
    use super::*;

    #[test]
    fn it_crosses() {
        let init = InitRunspacePool {
            max_runspaces: 3,
            thread_options: 1,
            host_info: HostInfo::full(HostDefaults::default()),
            application_arguments: primitive_dictionary([("a", Value::I32(1))]),
            ..InitRunspacePool::default()
        };
        let Message::InitRunspacePool(back) =
            crossed(&Message::InitRunspacePool(Box::new(init.clone())))
        else {
            panic!()
        };
        assert_eq!((back.min_runspaces, back.max_runspaces), (1, 3));
        assert_eq!((back.thread_options, back.apartment_state), (1, 2));
        assert_eq!(back.host_info, init.host_info);
        let Value::Dictionary(arguments) = &back.application_arguments else { panic!() };
        assert_eq!(arguments.get_str("a").and_then(|value| value.as_i32()), Some(1));
    }
}
