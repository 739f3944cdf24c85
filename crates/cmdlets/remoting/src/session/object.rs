//! [`PsSession`].

use std::sync::{Arc, LazyLock};

use parking_lot::Mutex;
use remora_engine::prelude::*;
use remora_hosting::{ConnectionInfo, Runspace, RunspaceAvailability, RunspaceState};
use remora_psobject::{DateTime, LiveObject};

use super::runspace_view::RunspaceView;
use crate::kept_pipeline::LeftCommand;

/// `System.Management.Automation.Runspaces.PSSession`
pub(crate) static SESSION_TYPE: LazyLock<TypeId> = LazyLock::new(|| {
    TypeId::register("System.Management.Automation.Runspaces.PSSession", Some(TypeId::OBJECT))
});

/// What stands before the name of a session configuration in its resource URI.
const RESOURCE_PREFIX: &str = "http://schemas.microsoft.com/powershell/";

/// A session with another computer that stays open.
pub(crate) struct PsSession {
    pub(crate) id: i32,
    pub(crate) name: PsString,
    pub(crate) runspace: Arc<dyn Runspace>,
    /// When it was disconnected, and when the far end gives it up; nothing while it is connected.
    pub(crate) absence: Mutex<Option<Absence>>,
    /// A command that was started and left, and what it gave since.
    pub(crate) left: Mutex<Option<LeftCommand>>,
}

/// A session without a client.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Absence {
    /// When it began.
    pub(crate) since: DateTime,
    /// When the far end gives the session up.
    pub(crate) until: DateTime,
}

impl PsSession {
    pub(crate) fn new(id: i32, name: PsString, runspace: Arc<dyn Runspace>) -> Self {
        Self { id, name, runspace, absence: Mutex::new(None), left: Mutex::new(None) }
    }

    /// What the user called the computer.
    pub(crate) fn computer_name(&self) -> PsString {
        self.runspace.connection().computer_name()
    }

    /// How messages about the session call it.
    pub(crate) fn label(&self) -> String {
        format!("{}, {}, {}", self.name, self.runspace.id(), self.computer_name())
    }

    fn transport(&self) -> &'static str {
        match self.runspace.connection() {
            ConnectionInfo::WsMan(_) => "WSMan",
            ConnectionInfo::Ssh(_) => "SSH",
            ConnectionInfo::Process(_) => "Process",
            ConnectionInfo::Local => "Local",
        }
    }
}

/// A value of an enumeration by its full name.
pub(crate) fn enumeration(type_name: &str, number: i64) -> Value {
    let id = remora_dotnet::registry::find_exact(type_name).or_else(|| TypeId::find(type_name));
    id.map_or(Value::Null, |id| Value::Enum(id, number))
}

/// `RunspaceState` as a value.
pub(crate) fn state_value(state: RunspaceState) -> Value {
    enumeration("System.Management.Automation.Runspaces.RunspaceState", state as i64)
}

/// `RunspaceAvailability` as a value.
pub(crate) fn availability_value(availability: RunspaceAvailability) -> Value {
    enumeration("System.Management.Automation.Runspaces.RunspaceAvailability", availability as i64)
}

impl LiveObject for PsSession {
    fn object_type(&self) -> TypeId {
        *SESSION_TYPE
    }

    fn text(&self) -> PsString {
        format!("[PSSession]{}", self.name).into()
    }

    fn property_names(&self) -> Vec<PsString> {
        [
            // The type's table has more: State, IdleTimeout and what else the runspace knows.
            "ComputerType",
            "ComputerName",
            "ContainerId",
            "VMName",
            "VMId",
            "ConfigurationName",
            "InstanceId",
            "Id",
            "Name",
            "Availability",
            "ApplicationPrivateData",
            "Runspace",
            "Transport",
        ]
        .map(PsString::from)
        .to_vec()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "state" => state_value(self.runspace.state()),
            "computertype" => {
                enumeration("System.Management.Automation.Runspaces.TargetMachineType", 0)
            }
            "computername" => self.computer_name().into(),
            "configurationname" => {
                let name = self.runspace.connection().configuration_name();
                match name.strip_prefix(RESOURCE_PREFIX) {
                    Some(short) => short.into(),
                    None => name.into(),
                }
            }
            "instanceid" => self.runspace.id().into(),
            "id" => self.id.into(),
            "name" => self.name.clone().into(),
            "availability" => availability_value(self.runspace.availability()),
            "applicationprivatedata" => self.runspace.application_private_data(),
            "runspace" => Value::live(RunspaceView::new(self)),
            "transport" => self.transport().into(),
            "containerid" | "vmname" | "vmid" => Value::Null,
            _ => return None,
        }))
    }
}
