//! `PSSession.Runspace` and `Runspace.ConnectionInfo`: what scripts read of them.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use remora_engine::ExecutionContext;
use remora_engine::context::NativeMethod;
use remora_engine::prelude::*;
use remora_hosting::{ConnectionInfo, Runspace};
use remora_psobject::LiveObject;

use crate::leave::wait_for;

use super::object::{Absence, PsSession, availability_value, enumeration, state_value};

const NAMESPACE: &str = "System.Management.Automation.Runspaces.";

static RUNSPACE_TYPE: LazyLock<TypeId> = LazyLock::new(|| {
    let base =
        TypeId::register("System.Management.Automation.Runspaces.Runspace", Some(TypeId::OBJECT));
    TypeId::register("System.Management.Automation.RemoteRunspace", Some(base))
});
static STATE_INFO_TYPE: LazyLock<TypeId> = LazyLock::new(|| {
    TypeId::register(
        "System.Management.Automation.Runspaces.RunspaceStateInfo",
        Some(TypeId::OBJECT),
    )
});
static WSMAN_TYPE: LazyLock<TypeId> =
    LazyLock::new(|| connection_type("System.Management.Automation.Runspaces.WSManConnectionInfo"));
static SSH_TYPE: LazyLock<TypeId> =
    LazyLock::new(|| connection_type("System.Management.Automation.Runspaces.SSHConnectionInfo"));
static PROCESS_TYPE: LazyLock<TypeId> = LazyLock::new(|| {
    connection_type("System.Management.Automation.Runspaces.NewProcessConnectionInfo")
});

fn connection_type(name: &'static str) -> TypeId {
    let base = TypeId::register(
        "System.Management.Automation.Runspaces.RunspaceConnectionInfo",
        Some(TypeId::OBJECT),
    );
    TypeId::register(name, Some(base))
}

fn names(list: &[&str]) -> Vec<PsString> {
    list.iter().map(|name| PsString::from(*name)).collect()
}

/// A runspace at another computer.
pub(super) struct RunspaceView {
    id: i32,
    name: PsString,
    runspace: Arc<dyn Runspace>,
    absence: Option<Absence>,
}

impl RunspaceView {
    pub(super) fn new(session: &PsSession) -> Self {
        Self {
            // A session and its runspace are counted together, the runspace first.
            id: session.id - 1,
            name: session.name.clone(),
            runspace: Arc::clone(&session.runspace),
            absence: *session.absence.lock(),
        }
    }
}

impl LiveObject for RunspaceView {
    fn object_type(&self) -> TypeId {
        *RUNSPACE_TYPE
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&[
            "InitialSessionState",
            "JobManager",
            "Version",
            "RunspaceStateInfo",
            "RunspaceAvailability",
            "ConnectionInfo",
            "OriginalConnectionInfo",
            "ThreadOptions",
            "ApartmentState",
            "DisconnectedOn",
            "ExpiresOn",
            "RunspaceIsRemote",
            "InstanceId",
            "Id",
            "Name",
        ])
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "version" => remora_psobject::Version::new(7, 6).into(),
            "runspaceavailability" => availability_value(self.runspace.availability()),
            "instanceid" => self.runspace.id().into(),
            "runspacestateinfo" => Value::live(StateInfo(state_value(self.runspace.state()))),
            "connectioninfo" | "originalconnectioninfo" => {
                Value::live(ConnectionView(self.runspace.connection().clone()))
            }
            "threadoptions" => enumeration(&[NAMESPACE, "PSThreadOptions"].concat(), 0),
            "apartmentstate" => enumeration("System.Threading.ApartmentState", 2),
            "disconnectedon" => self.absence.map_or(Value::Null, |a| Value::DateTime(a.since)),
            "expireson" => self.absence.map_or(Value::Null, |a| Value::DateTime(a.until)),
            "runspaceisremote" => Value::Bool(true),
            "id" => self.id.into(),
            "name" => self.name.clone().into(),
            "initialsessionstate" | "jobmanager" => Value::Null,
            _ => return None,
        }))
    }
}

/// Methods of a runspace at another computer, for the session builder.
pub(crate) const METHODS: &[(&str, NativeMethod)] =
    &[("Close", close), ("CloseAsync", close), ("Dispose", close), ("Disconnect", disconnect)];

fn runspace(value: &Value) -> Option<Arc<dyn Runspace>> {
    Some(Arc::clone(&value.downcast::<RunspaceView>()?.runspace))
}

fn close(
    context: &mut ExecutionContext,
    value: &Value,
    _arguments: &[Value],
) -> Result<Value, Flow> {
    if let Some(runspace) = runspace(value) {
        let _ = wait_for(context.stop_token(), |done| runspace.close(done));
    }
    Ok(Value::AutomationNull)
}

fn disconnect(
    context: &mut ExecutionContext,
    value: &Value,
    _arguments: &[Value],
) -> Result<Value, Flow> {
    let Some(runspace) = runspace(value) else { return Ok(Value::AutomationNull) };
    let leaving = remora_hosting::Leaving::default();
    match wait_for(context.stop_token(), |done| runspace.disconnect(leaving, done)) {
        Some(Err(reason)) => Err(Flow::statement_error(reason)),
        _ => Ok(Value::AutomationNull),
    }
}

/// `RunspaceStateInfo`
struct StateInfo(Value);

impl LiveObject for StateInfo {
    fn object_type(&self) -> TypeId {
        *STATE_INFO_TYPE
    }

    fn text(&self) -> PsString {
        match &self.0 {
            Value::Enum(id, number) => {
                id.enum_definition().map_or_else(String::new, |names| names.text_of(*number)).into()
            }
            _ => PsString::empty(),
        }
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&["State", "Reason"])
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        match name.to_ascii_lowercase().as_str() {
            "state" => Some(Ok(self.0.clone())),
            "reason" => Some(Ok(Value::Null)),
            _ => None,
        }
    }
}

/// `RunspaceConnectionInfo`: how a computer is reached.
struct ConnectionView(ConnectionInfo);

const COMMON: [&str; 9] = [
    "ComputerName",
    "Credential",
    "AuthenticationMechanism",
    "CertificateThumbprint",
    "Culture",
    "UICulture",
    "OpenTimeout",
    "CancelTimeout",
    "OperationTimeout",
];
const OF_WSMAN: [&str; 19] = [
    "ConnectionUri",
    "Scheme",
    "Port",
    "AppName",
    "ShellUri",
    "MaximumReceivedDataSizePerCommand",
    "MaximumReceivedObjectSize",
    "UseCompression",
    "NoMachineProfile",
    "SkipCACheck",
    "SkipCNCheck",
    "SkipRevocationCheck",
    "NoEncryption",
    "UseUTF16",
    "OutputBufferingMode",
    "IncludePortInSPN",
    "MaxConnectionRetryCount",
    "MaximumConnectionRedirectionCount",
    "IdleTimeout",
];
const OF_SSH: [&str; 5] = ["UserName", "KeyFilePath", "Port", "Subsystem", "ConnectingTimeout"];

fn milliseconds(time: Duration) -> Value {
    i32::try_from(time.as_millis()).unwrap_or(i32::MAX).into()
}

impl ConnectionView {
    fn of_wsman(connection: &remora_hosting::WsManConnection, name: &str) -> Option<Value> {
        let option = &connection.option;
        let text = |text: &str| Value::from(PsString::from(text));
        let size = |size: Option<u64>| {
            size.and_then(|size| i32::try_from(size).ok()).map_or(Value::Null, Value::I32)
        };
        let scheme = if connection.use_tls { "https" } else { "http" };
        let port = match (connection.port, connection.use_tls) {
            (0, true) => 5986,
            (0, false) => 5985,
            (port, _) => port,
        };
        Some(match name {
            "credential" => connection.credential.clone().map_or(Value::Null, Value::live_arc),
            "authenticationmechanism" => enumeration(
                &[NAMESPACE, "AuthenticationMechanism"].concat(),
                connection.authentication as i64,
            ),
            "certificatethumbprint" => {
                connection.certificate_thumbprint.as_deref().map_or(Value::Null, text)
            }
            "connectionuri" => {
                let path = &connection.application_name;
                let original = format!("{scheme}://{}:{port}/{path}", connection.host).into();
                remora_psobject::Uri { original }.into()
            }
            "scheme" => text(scheme),
            "port" => i32::from(port).into(),
            "appname" => text(&format!("/{}", connection.application_name)),
            "shelluri" => {
                let name = connection.configuration_name.as_str();
                let prefix = "http://schemas.microsoft.com/powershell/";
                text(&if name.contains("://") { name.to_owned() } else { [prefix, name].concat() })
            }
            "maximumreceiveddatasizepercommand" => size(option.maximum_received_data_size),
            "maximumreceivedobjectsize" => size(option.maximum_received_object_size),
            "usecompression" => Value::Bool(!option.no_compression),
            "nomachineprofile" => Value::Bool(option.no_machine_profile),
            "skipcacheck" => Value::Bool(option.skip_ca_check),
            "skipcncheck" => Value::Bool(option.skip_cn_check),
            "skiprevocationcheck" => Value::Bool(option.skip_revocation_check),
            "noencryption" => Value::Bool(option.no_encryption),
            "useutf16" => Value::Bool(option.use_utf16),
            "outputbufferingmode" => enumeration(
                &[NAMESPACE, "OutputBufferingMode"].concat(),
                i64::from(option.output_buffering_mode),
            ),
            "includeportinspn" => Value::Bool(option.include_port_in_spn),
            "maxconnectionretrycount" => {
                i32::try_from(option.max_connection_retry_count).unwrap_or(i32::MAX).into()
            }
            "maximumconnectionredirectioncount" => {
                i32::try_from(option.maximum_redirection).unwrap_or(i32::MAX).into()
            }
            "idletimeout" => option.idle_timeout.map_or(Value::I32(-1), milliseconds),
            "opentimeout" => milliseconds(option.open_timeout),
            "canceltimeout" => milliseconds(option.cancel_timeout),
            "operationtimeout" => milliseconds(option.operation_timeout),
            "culture" => option.culture.clone().map_or(Value::Null, Value::from),
            "uiculture" => option.ui_culture.clone().map_or(Value::Null, Value::from),
            _ => return None,
        })
    }

    fn of_ssh(connection: &remora_hosting::SshConnection, name: &str) -> Option<Value> {
        Some(match name {
            "username" => PsString::from(connection.user_name.as_str()).into(),
            "keyfilepath" => PsString::from(connection.key_file_path.as_str()).into(),
            "port" => i32::from(connection.port).into(),
            "subsystem" => PsString::from(connection.subsystem.as_str()).into(),
            "connectingtimeout" => {
                connection.connecting_timeout.map_or(Value::I32(-1), milliseconds)
            }
            _ => return None,
        })
    }
}

impl LiveObject for ConnectionView {
    fn object_type(&self) -> TypeId {
        match &self.0 {
            ConnectionInfo::WsMan(_) => *WSMAN_TYPE,
            ConnectionInfo::Ssh(_) => *SSH_TYPE,
            ConnectionInfo::Process(_) | ConnectionInfo::Local => *PROCESS_TYPE,
        }
    }

    fn property_names(&self) -> Vec<PsString> {
        let own: &[&str] = match &self.0 {
            ConnectionInfo::WsMan(_) => &OF_WSMAN,
            ConnectionInfo::Ssh(_) => &OF_SSH,
            ConnectionInfo::Process(_) | ConnectionInfo::Local => &[],
        };
        names(own).into_iter().chain(names(&COMMON)).collect()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        let name = name.to_ascii_lowercase();
        let own = match &self.0 {
            _ if name == "computername" => Some(self.0.computer_name().into()),
            ConnectionInfo::WsMan(connection) => Self::of_wsman(connection, &name),
            ConnectionInfo::Ssh(connection) => Self::of_ssh(connection, &name),
            ConnectionInfo::Process(_) | ConnectionInfo::Local => None,
        };
        let is_common = COMMON.iter().any(|common| common.eq_ignore_ascii_case(&name));
        own.or(is_common.then_some(Value::Null)).map(Ok)
    }
}
