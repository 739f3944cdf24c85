//! [`PsSession`].

use std::sync::{Arc, LazyLock};

use remora_engine::prelude::*;
use remora_hosting::{ConnectionInfo, Runspace, RunspaceAvailability, RunspaceState};
use remora_psobject::LiveObject;

/// `System.Management.Automation.Runspaces.PSSession`
pub(crate) static SESSION_TYPE: LazyLock<TypeId> = LazyLock::new(|| {
    TypeId::register("System.Management.Automation.Runspaces.PSSession", Some(TypeId::OBJECT))
});

static RUNSPACE_TYPE: LazyLock<TypeId> = LazyLock::new(|| {
    let base =
        TypeId::register("System.Management.Automation.Runspaces.Runspace", Some(TypeId::OBJECT));
    TypeId::register("System.Management.Automation.RemoteRunspace", Some(base))
});

/// A session with another computer that stays open.
pub(crate) struct PsSession {
    pub(crate) id: i32,
    pub(crate) name: PsString,
    pub(crate) runspace: Arc<dyn Runspace>,
}

impl PsSession {
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

fn enumeration(type_name: &str, number: i64) -> Value {
    TypeId::find(type_name).map_or(Value::Null, |id| Value::Enum(id, number))
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
            "State",
            "IdleTimeout",
            "OutputBufferingMode",
            "DisconnectedOn",
            "ExpiresOn",
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
            "computertype" => "RemoteMachine".into(),
            "computername" => self.computer_name().into(),
            "configurationname" => self.runspace.connection().configuration_name().into(),
            "instanceid" => self.runspace.id().into(),
            "id" => self.id.into(),
            "name" => self.name.clone().into(),
            "availability" => availability_value(self.runspace.availability()),
            "applicationprivatedata" => self.runspace.application_private_data(),
            "runspace" => Value::live(RunspaceView(Arc::clone(&self.runspace))),
            "transport" => self.transport().into(),
            "containerid"
            | "vmname"
            | "vmid"
            | "disconnectedon"
            | "expireson"
            | "idletimeout"
            | "outputbufferingmode" => Value::Null,
            _ => return None,
        }))
    }
}

/// `PSSession.Runspace`: what scripts read of it.
struct RunspaceView(Arc<dyn Runspace>);

impl LiveObject for RunspaceView {
    fn object_type(&self) -> TypeId {
        *RUNSPACE_TYPE
    }

    fn property_names(&self) -> Vec<PsString> {
        ["RunspaceStateInfo", "RunspaceAvailability", "InstanceId", "ConnectionInfo"]
            .map(PsString::from)
            .to_vec()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "runspaceavailability" => availability_value(self.0.availability()),
            "instanceid" => self.0.id().into(),
            "runspacestateinfo" => Value::custom_object([
                ("State", state_value(self.0.state())),
                ("Reason", Value::Null),
            ]),
            "connectioninfo" => Value::custom_object([(
                "ComputerName",
                Value::from(self.0.connection().computer_name()),
            )]),
            _ => return None,
        }))
    }
}
