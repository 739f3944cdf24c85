//! The URIs of the protocol: namespaces, actions, resources, dialects (MS-WSMV 2.2.1 Namespaces).

/// An XML namespace that this crate writes, with the prefix that Windows uses for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Namespace {
    /// SOAP 1.2 envelope.
    Soap,
    /// WS-Addressing of August 2004.
    Addressing,
    /// WS-Transfer.
    Transfer,
    /// WS-Enumeration.
    Enumeration,
    /// DMTF WS-Management.
    Wsman,
    /// Microsoft's additions to WS-Management.
    WsmanMicrosoft,
    /// Remote shell.
    Shell,
    /// Identify.
    Identify,
    /// Fault detail.
    Fault,
    /// Service configuration.
    Config,
    /// PowerShell's payload elements.
    PowerShell,
    /// XML Schema instance attributes.
    SchemaInstance,
    /// The namespace of `xml:lang`, always in scope.
    Xml,
}

impl Namespace {
    /// Every namespace, in the order of their bits in the writer's scope set.
    pub const ALL: [Self; 13] = [
        Self::Soap,
        Self::Addressing,
        Self::Transfer,
        Self::Enumeration,
        Self::Wsman,
        Self::WsmanMicrosoft,
        Self::Shell,
        Self::Identify,
        Self::Fault,
        Self::Config,
        Self::PowerShell,
        Self::SchemaInstance,
        Self::Xml,
    ];

    /// The namespace name.
    #[must_use]
    pub const fn uri(self) -> &'static str {
        match self {
            Self::Soap => "http://www.w3.org/2003/05/soap-envelope",
            Self::Addressing => "http://schemas.xmlsoap.org/ws/2004/08/addressing",
            Self::Transfer => "http://schemas.xmlsoap.org/ws/2004/09/transfer",
            Self::Enumeration => "http://schemas.xmlsoap.org/ws/2004/09/enumeration",
            Self::Wsman => "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd",
            Self::WsmanMicrosoft => "http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd",
            Self::Shell => "http://schemas.microsoft.com/wbem/wsman/1/windows/shell",
            Self::Identify => "http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd",
            Self::Fault => "http://schemas.microsoft.com/wbem/wsman/1/wsmanfault",
            Self::Config => "http://schemas.microsoft.com/wbem/wsman/1/config",
            Self::PowerShell => "http://schemas.microsoft.com/powershell",
            Self::SchemaInstance => "http://www.w3.org/2001/XMLSchema-instance",
            Self::Xml => "http://www.w3.org/XML/1998/namespace",
        }
    }

    /// The prefix that is written; empty for the default namespace.
    #[must_use]
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Soap => "s",
            Self::Addressing => "a",
            Self::Transfer => "x",
            Self::Enumeration => "n",
            Self::Wsman => "w",
            Self::WsmanMicrosoft => "p",
            Self::Shell => "rsp",
            Self::Identify => "wsmid",
            Self::Fault => "f",
            Self::Config => "cfg",
            Self::PowerShell => "",
            Self::SchemaInstance => "xsi",
            Self::Xml => "xml",
        }
    }

    /// The namespace with this name, if it is one of ours.
    #[must_use]
    pub fn from_uri(uri: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|namespace| namespace.uri() == uri)
    }
}

/// The Identify namespace as MS-WSMV 2.2.1 spells it (`identify`); services and clients in the
/// field use DSP0226's `identity`, so this one is only read.
pub const IDENTIFY_ALTERNATIVE: &str =
    "http://schemas.dmtf.org/wbem/wsman/identify/1/wsmanidentity.xsd";

/// The only reply address that servers accept (MS-WSMV 3.1.4.1.3 wsa:ReplyTo).
pub const ANONYMOUS: &str = "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous";

/// Action URIs (MS-WSMV 3.1.4 Message Processing Events and Sequencing Rules).
pub mod action {
    /// WS-Transfer Get.
    pub const GET: &str = "http://schemas.xmlsoap.org/ws/2004/09/transfer/Get";
    /// Answer to [`GET`].
    pub const GET_RESPONSE: &str = "http://schemas.xmlsoap.org/ws/2004/09/transfer/GetResponse";
    /// WS-Transfer Put.
    pub const PUT: &str = "http://schemas.xmlsoap.org/ws/2004/09/transfer/Put";
    /// Answer to [`PUT`].
    pub const PUT_RESPONSE: &str = "http://schemas.xmlsoap.org/ws/2004/09/transfer/PutResponse";
    /// WS-Transfer Create.
    pub const CREATE: &str = "http://schemas.xmlsoap.org/ws/2004/09/transfer/Create";
    /// Answer to [`CREATE`].
    pub const CREATE_RESPONSE: &str =
        "http://schemas.xmlsoap.org/ws/2004/09/transfer/CreateResponse";
    /// WS-Transfer Delete.
    pub const DELETE: &str = "http://schemas.xmlsoap.org/ws/2004/09/transfer/Delete";
    /// Answer to [`DELETE`].
    pub const DELETE_RESPONSE: &str =
        "http://schemas.xmlsoap.org/ws/2004/09/transfer/DeleteResponse";
    /// WS-Enumeration Enumerate.
    pub const ENUMERATE: &str = "http://schemas.xmlsoap.org/ws/2004/09/enumeration/Enumerate";
    /// Answer to [`ENUMERATE`].
    pub const ENUMERATE_RESPONSE: &str =
        "http://schemas.xmlsoap.org/ws/2004/09/enumeration/EnumerateResponse";
    /// WS-Enumeration Pull.
    pub const PULL: &str = "http://schemas.xmlsoap.org/ws/2004/09/enumeration/Pull";
    /// Answer to [`PULL`].
    pub const PULL_RESPONSE: &str =
        "http://schemas.xmlsoap.org/ws/2004/09/enumeration/PullResponse";
    /// WS-Enumeration Release.
    pub const RELEASE: &str = "http://schemas.xmlsoap.org/ws/2004/09/enumeration/Release";
    /// Answer to [`RELEASE`].
    pub const RELEASE_RESPONSE: &str =
        "http://schemas.xmlsoap.org/ws/2004/09/enumeration/ReleaseResponse";
    /// Shell Command.
    pub const COMMAND: &str = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/Command";
    /// Answer to [`COMMAND`].
    pub const COMMAND_RESPONSE: &str =
        "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/CommandResponse";
    /// Shell Signal.
    pub const SIGNAL: &str = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/Signal";
    /// Answer to [`SIGNAL`].
    pub const SIGNAL_RESPONSE: &str =
        "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/SignalResponse";
    /// Shell Send.
    pub const SEND: &str = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/Send";
    /// Answer to [`SEND`].
    pub const SEND_RESPONSE: &str =
        "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/SendResponse";
    /// Shell Receive.
    pub const RECEIVE: &str = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/Receive";
    /// Answer to [`RECEIVE`].
    pub const RECEIVE_RESPONSE: &str =
        "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/ReceiveResponse";
    /// Shell Disconnect.
    pub const DISCONNECT: &str =
        "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/Disconnect";
    /// Answer to [`DISCONNECT`].
    pub const DISCONNECT_RESPONSE: &str =
        "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/DisconnectResponse";
    /// Shell Reconnect.
    pub const RECONNECT: &str = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/Reconnect";
    /// Answer to [`RECONNECT`].
    pub const RECONNECT_RESPONSE: &str =
        "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/ReconnectResponse";
    /// Shell Connect.
    pub const CONNECT: &str = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/Connect";
    /// Answer to [`CONNECT`].
    pub const CONNECT_RESPONSE: &str =
        "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/ConnectResponse";
    /// Faults that WS-Management defines (subcodes `w:`).
    pub const WSMAN_FAULT: &str = "http://schemas.dmtf.org/wbem/wsman/1/wsman/fault";
    /// Faults that WS-Addressing defines (subcodes `a:`).
    pub const ADDRESSING_FAULT: &str = "http://schemas.xmlsoap.org/ws/2004/08/addressing/fault";
    /// Faults that WS-Transfer defines (subcodes `x:`).
    pub const TRANSFER_FAULT: &str = "http://schemas.xmlsoap.org/ws/2004/09/transfer/fault";
    /// Faults that WS-Enumeration defines (subcodes `n:`).
    pub const ENUMERATION_FAULT: &str = "http://schemas.xmlsoap.org/ws/2004/09/enumeration/fault";
}

/// Resource URIs (MS-WSMV 3.1.4.1.1 wsman:ResourceURI).
pub mod resource {
    /// The text shell that `winrs` uses.
    pub const SHELL_CMD: &str = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/cmd";
    /// Any shell, for Get and Enumerate.
    pub const SHELL: &str = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell";
    /// The commands of a shell, for Enumerate.
    pub const SHELL_COMMAND: &str =
        "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/Command";
    /// The service's configuration.
    pub const CONFIG: &str = "http://schemas.microsoft.com/wbem/wsman/1/config";
    /// What session configuration names are appended to.
    pub const POWERSHELL_PREFIX: &str = "http://schemas.microsoft.com/powershell/";
    /// The default session configuration.
    pub const POWERSHELL: &str = "http://schemas.microsoft.com/powershell/Microsoft.PowerShell";
}

/// Filter dialects (MS-WSMV 3.1.4.1.13 wsen:Filter).
pub mod dialect {
    /// Selection by selectors (DSP0226 annex E).
    pub const SELECTOR: &str = "http://schemas.dmtf.org/wbem/wsman/1/wsman/SelectorFilter";
    /// WQL.
    pub const WQL: &str = "http://schemas.microsoft.com/wbem/wsman/1/WQL";
}

/// The states of a command (MS-WSMV 2.2.5.4 CommandStateEnumeration).
pub const COMMAND_STATE_PREFIX: &str =
    "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/CommandState/";

/// The prefix of the shell signals (MS-WSMV 2.2.5.6 SignalCodeEnumeration).
pub const SIGNAL_PREFIX: &str = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/signal/";

/// The prefix of fault details (MS-WSMV 3.1.4.1.21 Fault Detail).
pub const FAULT_DETAIL_PREFIX: &str = "http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail/";

#[cfg(test)]
mod tests {
    use super::Namespace;

    #[test]
    fn prefixes_and_uris_are_unique() {
        for (index, one) in Namespace::ALL.iter().enumerate() {
            assert_eq!(Namespace::from_uri(one.uri()), Some(*one));
            assert_eq!(*one as usize, index);
            for other in &Namespace::ALL[index + 1..] {
                assert_ne!(one.prefix(), other.prefix());
                assert_ne!(one.uri(), other.uri());
            }
        }
    }
}
