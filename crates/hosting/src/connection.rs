//! How another computer is reached: the choices of New-PSSession and its kin, as data.

use std::sync::Arc;
use std::time::Duration;

use remora_psobject::{PsCredential, PsString, Value};

/// The name of the session configuration that is used where none is given.
pub const DEFAULT_CONFIGURATION: &str = "Microsoft.PowerShell";

/// Where a runspace lives.
#[derive(Clone, Debug)]
pub enum ConnectionInfo {
    /// In this process.
    Local,
    /// On another computer, through WS-Management.
    WsMan(Box<WsManConnection>),
    /// On another computer, through the system's `ssh`.
    Ssh(Box<SshConnection>),
    /// In a child process, through its standard input and output.
    Process(Box<ProcessConnection>),
}

impl ConnectionInfo {
    /// The name that output and errors carry as `PSComputerName`.
    pub fn computer_name(&self) -> PsString {
        match self {
            Self::Local | Self::Process(_) => "localhost".into(),
            Self::WsMan(connection) => connection.computer_name.clone(),
            Self::Ssh(connection) => connection.host_name.clone(),
        }
    }

    /// The name of the session configuration.
    pub fn configuration_name(&self) -> PsString {
        match self {
            Self::WsMan(connection) => connection.configuration_name.clone(),
            Self::Ssh(_) => "DefaultShell".into(),
            Self::Local | Self::Process(_) => PsString::empty(),
        }
    }
}

/// `AuthenticationMechanism`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Authentication {
    /// What the two ends agree on.
    #[default]
    Default,
    /// The password itself, in the clear but for TLS.
    Basic,
    /// Kerberos or NTLM, negotiated.
    Negotiate,
    /// As `Negotiate`, with the credentials of this process.
    NegotiateWithImplicitCredential,
    /// The password is handed on to the far end, inside TLS.
    Credssp,
    /// A digest of the password.
    Digest,
    /// Kerberos alone.
    Kerberos,
}

/// A connection through WS-Management.
#[derive(Clone, Debug)]
pub struct WsManConnection {
    /// What the user typed; shown as `PSComputerName`.
    pub computer_name: PsString,
    /// Name or address that is connected to.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// Path of the service, such as `wsman`, without the first slash.
    pub application_name: String,
    /// Whether TLS is used.
    pub use_tls: bool,
    /// Name or resource URI of the session configuration.
    pub configuration_name: PsString,
    /// Who connects; `None` for the user of this process.
    pub credential: Option<Arc<PsCredential>>,
    /// How the user is proved.
    pub authentication: Authentication,
    /// Thumbprint of a client certificate.
    pub certificate_thumbprint: Option<String>,
    /// Whether the server may redirect to another address.
    pub allow_redirection: bool,
    /// Time limits, certificate checks, proxies.
    pub option: SessionOption,
}

/// `PSSessionOption`: time limits, checks and sizes of a connection.
#[derive(Clone, Debug)]
pub struct SessionOption {
    /// How long opening may take.
    pub open_timeout: Duration,
    /// How long a request may take.
    pub operation_timeout: Duration,
    /// How long stopping a command may take.
    pub cancel_timeout: Duration,
    /// After which time without a client the far end ends the session; `None` leaves it to the far end.
    pub idle_timeout: Option<Duration>,
    /// Accept a certificate whose issuer is not trusted.
    pub skip_ca_check: bool,
    /// Accept a certificate of another name.
    pub skip_cn_check: bool,
    /// Accept a certificate without asking whether it was revoked.
    pub skip_revocation_check: bool,
    /// Send messages that are not encrypted.
    pub no_encryption: bool,
    /// Do not compress.
    pub no_compression: bool,
    /// Do not load the user's profile.
    pub no_machine_profile: bool,
    /// Use UTF-16 for envelopes.
    pub use_utf16: bool,
    /// Add the port to the service principal name.
    pub include_port_in_spn: bool,
    /// Largest message in bytes that is accepted; `None` for no limit.
    pub maximum_received_data_size: Option<u64>,
    /// Largest object in bytes that is accepted; `None` for no limit.
    pub maximum_received_object_size: Option<u64>,
    /// How often a broken connection is made anew.
    pub max_connection_retry_count: u32,
    /// How often a redirection is followed.
    pub maximum_redirection: u32,
    /// Culture for numbers and dates at the far end.
    pub culture: Option<PsString>,
    /// Culture for texts at the far end.
    pub ui_culture: Option<PsString>,
    /// `ApplicationArguments`, which the far end sees in `$PSSenderInfo`.
    pub application_arguments: Value,
    /// `OutputBufferingMode`: 0 none, 1 drop, 2 block.
    pub output_buffering_mode: i32,
}

impl Default for SessionOption {
    fn default() -> Self {
        Self {
            open_timeout: Duration::from_secs(180),
            operation_timeout: Duration::from_secs(180),
            cancel_timeout: Duration::from_secs(60),
            idle_timeout: None,
            skip_ca_check: false,
            skip_cn_check: false,
            skip_revocation_check: false,
            no_encryption: false,
            no_compression: false,
            no_machine_profile: false,
            use_utf16: false,
            include_port_in_spn: false,
            maximum_received_data_size: None,
            maximum_received_object_size: Some(200 * 1024 * 1024),
            max_connection_retry_count: 5,
            maximum_redirection: 0,
            culture: None,
            ui_culture: None,
            application_arguments: Value::Null,
            output_buffering_mode: 0,
        }
    }
}

/// A connection through the system's `ssh`.
#[derive(Clone, Debug)]
pub struct SshConnection {
    /// Host name, shown as `PSComputerName`.
    pub host_name: PsString,
    /// User; empty leaves it to ssh.
    pub user_name: String,
    /// TCP port; 0 leaves it to ssh.
    pub port: u16,
    /// File with the private key; empty leaves it to ssh.
    pub key_file_path: String,
    /// Subsystem that is started at the far end.
    pub subsystem: String,
    /// How long connecting may take; `None` for no limit.
    pub connecting_timeout: Option<Duration>,
    /// Options for ssh (`-o`), in order.
    pub options: Vec<(String, String)>,
}

/// A connection to a child process.
#[derive(Clone, Debug, Default)]
pub struct ProcessConnection {
    /// Program and arguments; empty for this program with `-s`.
    pub command: Vec<String>,
    /// Folder to start in.
    pub working_directory: Option<String>,
}
