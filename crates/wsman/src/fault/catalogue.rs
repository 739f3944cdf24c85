//! The faults that this crate raises or recognises, with code, subcode and text.

use crate::ShellId;
use crate::fault::{Fault, ProviderFault, Side, Subcode, WsmanFault};
use crate::names::Namespace;

/// A fault of the catalogue, with what its text needs to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// Nothing to report within `OperationTimeout`; clients simply ask again.
    TimedOut,
    /// There is no such shell, said to everything but Get.
    ShellNotFound(ShellId),
    /// There is no such shell, said to Get.
    InvalidSelectors,
    /// There is no such command in the shell.
    CommandNotFound,
    /// A time-out header is no time-out; the text as it was sent.
    InvalidTimeout(String),
    /// A header is unusable.
    InvalidHeader,
    /// A header is missing.
    HeaderRequired,
    /// `ReplyTo` or `FaultTo` names another place than the connection itself.
    AddressingMode,
    /// A header has to be understood and is not.
    MustUnderstand(String),
    /// The envelope is of another SOAP version.
    VersionMismatch,
    /// The language has to be obeyed, which is not supported.
    LocaleDemanded,
    /// The language of numbers and dates has to be obeyed, which is not supported.
    DataLocaleDemanded,
    /// A compression algorithm is demanded that is not available.
    CompressionNotSupported(String),
    /// An option has to be obeyed and is not known.
    OptionNotSupported(String),
    /// The text is not the XML it should be.
    SchemaValidation(String),
    /// The answer may not be as large as an answer has to be.
    EnvelopeLimitTooSmall,
    /// The answer is larger than the client allows.
    EnvelopeTooLarge(u32),
    /// The action is none that is known.
    ActionNotSupported(String),
    /// There is no such resource.
    ResourceNotFound,
    /// There is no such session configuration.
    ConfigurationNotFound(String),
    /// There is no such enumeration, or no longer.
    InvalidEnumerationContext,
    /// The resource cannot be filtered.
    FilteringNotSupported,
    /// The caller may not do that.
    AccessDenied,
    /// A parameter is wrong, said by the text shell.
    InvalidParameter,
    /// The program does not exist, said by the text shell.
    FileNotFound,
    /// The folder that a text shell is to start in does not exist.
    NoDirectory,
    /// The request cannot be done at all, for example because it was sent in chunks.
    NotSupported,
    /// The shell is disconnected; only connecting and deleting are possible.
    ShellDisconnected,
    /// Shells of this kind cannot be disconnected.
    DisconnectNotSupported,
    /// The shell is connected already.
    ShellConnected,
    /// The client left the shell while this request was waiting.
    StreamDisconnected,
    /// The command was ended while this request was waiting.
    CommandTerminated,
    /// The service is going down.
    Aborted,
    /// Nobody may open shells here.
    RemoteShellsNotAllowed,
    /// One user has too many shells; how many are allowed.
    MaxShellsPerUser(u32),
    /// One user has too many operations; how many are allowed.
    MaxOperationsPerUser(u32),
    /// One shell has too many commands that have not ended; how many are allowed.
    MaxCommandsPerShell(u32),
    /// Too many users have shells.
    MaxShellUsers,
    /// One user asks too often.
    UserQuota,
    /// Everybody together asks too often.
    SystemQuota,
    /// The idle time-out asked for is longer than allowed; what was asked and what is allowed, in
    /// milliseconds.
    IdleTimeoutTooLong(u64, u64),
    /// Anything that has no better name; the text.
    Internal(String),
}

/// What is fixed about a fault.
struct Entry {
    code: u32,
    side: Side,
    namespace: Option<Namespace>,
    subcode: &'static str,
    detail: Option<&'static str>,
    reason: &'static str,
}

const TIMED_OUT: &str = "The WS-Management service cannot complete the operation within the time \
                         specified in OperationTimeout. ";
const INVALID_SELECTORS: &str = "The WS-Management service cannot process the request because the \
                                 request contained invalid selectors for the resource. ";
const COMMAND_NOT_FOUND: &str = "The Windows Remote Shell received a request to perform an operation on a command identifier \
     that does not exist. Either the command has completed execution or the client specified an \
     invalid command identifier. ";
const INVALID_HEADERS: &str = "The WS-Management service cannot process the request. The request \
                               contains one or more invalid SOAP headers. ";
const RESOURCE_NOT_FOUND: &str = "The WS-Management service cannot process the request. The service cannot find the resource \
     identified by the resource URI and selectors. ";
const QUOTA: &str = "The WS-Management service cannot process the request. A quota was exceeded. ";
const INVALID_PARAMETER: &str = "The parameter is incorrect. ";
const FILE_NOT_FOUND: &str = "The system cannot find the file specified. ";
const NO_DIRECTORY: &str = "The directory name is invalid. ";
const INTERNAL: &str = "The WS-Management service could not complete the operation. ";

/// The provider that speaks for text shells.
const CMD_PROVIDER: (&str, &str) = ("Shell cmd plugin", "%systemroot%\\system32\\winrscmd.dll");
/// The provider that speaks for shells as resources.
const SHELL_PROVIDER: (&str, &str) = ("Shell provider", "%systemroot%\\system32\\WsmSvc.dll");

const fn entry(
    code: u32,
    side: Side,
    namespace: Namespace,
    subcode: &'static str,
    detail: Option<&'static str>,
    reason: &'static str,
) -> Entry {
    Entry { code, side, namespace: Some(namespace), subcode, detail, reason }
}

impl Known {
    #[rustfmt::skip]
    const fn entry(&self) -> Entry {
        use Namespace::{Addressing, Enumeration, Wsman};
        use Side::{Receiver, Sender};
        match self {
            Self::TimedOut => entry(2_150_858_793, Receiver, Wsman, "TimedOut", None, TIMED_OUT),
            Self::ShellNotFound(_) | Self::InvalidSelectors | Self::CommandNotFound =>
                entry(2_150_858_843, Sender, Wsman, "InvalidSelectors", Some("UnexpectedSelectors"), INVALID_SELECTORS),
            Self::InvalidTimeout(_) | Self::InvalidHeader =>
                entry(2_150_858_767, Sender, Addressing, "InvalidMessageInformationHeader", None, INVALID_HEADERS),
            Self::HeaderRequired =>
                entry(2_150_858_769, Sender, Addressing, "MessageInformationHeaderRequired", None, "A header that the request needs is missing. "),
            Self::AddressingMode =>
                entry(2_150_858_870, Sender, Wsman, "UnsupportedFeature", Some("AddressingMode"), "Answers go to the connection that a request came from, and nowhere else. "),
            Self::MustUnderstand(_) =>
                Entry { code: 2_150_858_768, side: Side::MustUnderstand, namespace: None, subcode: "", detail: None, reason: "The request has a header that must be understood and is not known to the service. " },
            Self::VersionMismatch =>
                Entry { code: 2_150_858_765, side: Side::VersionMismatch, namespace: None, subcode: "", detail: None, reason: "The service speaks SOAP 1.2 only. " },
            Self::LocaleDemanded =>
                entry(2_150_858_887, Sender, Wsman, "UnsupportedFeature", Some("Locale"), "The service cannot promise answers in a given language. "),
            Self::DataLocaleDemanded =>
                entry(2_150_858_887, Sender, Wsman, "UnsupportedFeature", Some("DataLocale"), "The service cannot promise answers in a given language. "),
            Self::CompressionNotSupported(_) =>
                entry(2_150_858_818, Sender, Wsman, "UnsupportedFeature", None, "The service does not support the compression that the request demands. "),
            Self::OptionNotSupported(_) =>
                entry(2_150_858_833, Sender, Wsman, "InvalidOptions", Some("NotSupported"), "The request has an option that must be obeyed and is not known to the service. "),
            Self::SchemaValidation(_) =>
                entry(2_150_858_817, Sender, Wsman, "SchemaValidationError", None, "The service cannot read the request. "),
            Self::EnvelopeLimitTooSmall =>
                entry(2_150_858_878, Sender, Wsman, "EncodingLimit", Some("MinimumEnvelopeLimit"), "The request allows fewer than 8192 bytes for the answer. "),
            Self::EnvelopeTooLarge(_) =>
                entry(2_150_858_824, Sender, Wsman, "EncodingLimit", Some("MaxEnvelopeSizeExceeded"), "The answer is larger than the request allows. "),
            Self::ActionNotSupported(_) =>
                entry(2_150_858_753, Sender, Addressing, "ActionNotSupported", None, "The service does not know the action of the request. "),
            Self::ResourceNotFound =>
                entry(2_150_858_752, Sender, Addressing, "DestinationUnreachable", Some("ResourceNotFound"), RESOURCE_NOT_FOUND),
            Self::ConfigurationNotFound(_) =>
                entry(2_150_858_811, Sender, Addressing, "DestinationUnreachable", Some("InvalidResourceURI"), "The WS-Management service cannot process the request. The resource URI names nothing here. "),
            Self::InvalidEnumerationContext =>
                entry(2_150_858_779, Receiver, Enumeration, "InvalidEnumerationContext", None, "There is no such enumeration, or it has ended. "),
            Self::FilteringNotSupported =>
                entry(2_150_858_776, Sender, Enumeration, "FilteringNotSupported", None, "The resource cannot be filtered. "),
            Self::AccessDenied => entry(5, Sender, Wsman, "AccessDenied", None, "Access is denied. "),
            Self::InvalidParameter => entry(87, Sender, Wsman, "InvalidParameter", Some("InvalidValue"), INVALID_PARAMETER),
            Self::FileNotFound => entry(2_147_942_402, Receiver, Wsman, "InternalError", None, FILE_NOT_FOUND),
            Self::NoDirectory => entry(2_147_942_667, Receiver, Wsman, "InternalError", None, NO_DIRECTORY),
            Self::NotSupported => entry(50, Receiver, Wsman, "InternalError", None, "The request is not supported. "),
            Self::ShellDisconnected => entry(2_150_859_204, Receiver, Wsman, "InternalError", None, "The shell is disconnected. Connect to it first. "),
            Self::StreamDisconnected => entry(2_150_859_230, Receiver, Wsman, "InternalError", None, "The shell was disconnected while the request was waiting. "),
            Self::ShellConnected => entry(2_150_859_213, Receiver, Wsman, "InternalError", None, "A client is connected to the shell already. "),
            Self::CommandTerminated => entry(2_150_859_212, Receiver, Wsman, "InternalError", None, "The command was ended while the request was waiting. "),
            Self::Aborted => entry(995, Receiver, Wsman, "InternalError", None, "The I/O operation has been aborted because of either a thread exit or an application request. "),
            Self::RemoteShellsNotAllowed => entry(2_150_859_180, Receiver, Wsman, "InternalError", None, "The service does not accept remote shells. "),
            Self::MaxShellsPerUser(_) => entry(2_150_859_173, Sender, Wsman, "QuotaLimit", None, QUOTA),
            Self::MaxOperationsPerUser(_) => entry(2_150_859_174, Sender, Wsman, "QuotaLimit", None, QUOTA),
            Self::MaxCommandsPerShell(_) => entry(2_150_859_241, Sender, Wsman, "QuotaLimit", None, QUOTA),
            Self::UserQuota => entry(2_150_859_175, Sender, Wsman, "QuotaLimit", None, QUOTA),
            Self::SystemQuota => entry(2_150_859_176, Receiver, Wsman, "QuotaLimit", None, QUOTA),
            Self::MaxShellUsers => entry(2_150_859_179, Receiver, Wsman, "QuotaLimit", None, QUOTA),
            Self::IdleTimeoutTooLong(..) => entry(2_150_859_250, Sender, Wsman, "InvalidParameter", Some("InvalidValue"), INVALID_PARAMETER),
            Self::DisconnectNotSupported => entry(2_150_859_205, Receiver, Wsman, "InternalError", None, "The shell cannot be disconnected. "),
            Self::Internal(_) => entry(1359, Receiver, Wsman, "InternalError", None, INTERNAL),
        }
    }

    /// The Windows error code.
    #[must_use]
    pub const fn code(&self) -> u32 {
        self.entry().code
    }

    /// The text of the detail; the fixed reason where there is nothing to add.
    fn message(&self) -> String {
        match self {
            Self::ShellNotFound(id) => [
                "The request for the Windows Remote Shell with ShellId ",
                id.as_str(),
                " failed because the shell was not found on the server. It may have been deleted, \
                 or the ShellId is wrong. ",
            ]
            .concat(),
            Self::CommandNotFound => COMMAND_NOT_FOUND.to_owned(),
            Self::InvalidTimeout(text) => [
                "The WS-Management service cannot process the request. The XML contains an invalid \
                 timeout field in the SOAP header: ",
                text,
                ". ",
            ]
            .concat(),
            Self::MustUnderstand(name) => ["The header is ", name, ". "].concat(),
            Self::CompressionNotSupported(name) => {
                ["The service cannot compress with ", name, ". Connect without compression. "]
                    .concat()
            }
            Self::OptionNotSupported(name) => ["The option is ", name, ". "].concat(),
            Self::SchemaValidation(text) | Self::Internal(text) => text.clone(),
            Self::EnvelopeTooLarge(size) => {
                ["The request allows ", &size.to_string(), " bytes for the answer. "].concat()
            }
            Self::ActionNotSupported(uri) => ["The action is ", uri, ". "].concat(),
            Self::ConfigurationNotFound(name) => [
                "The WS-Management service cannot process the request. Cannot find the ",
                name,
                " session configuration. ",
            ]
            .concat(),
            Self::MaxShellsPerUser(maximum) => quota(*maximum, "shells", "shells"),
            Self::MaxOperationsPerUser(maximum) => {
                quota(*maximum, "operations", "operations for this user")
            }
            Self::MaxCommandsPerShell(maximum) => [
                "The WS-Management service cannot process the request. This shell is allowed a \
                 maximum number of ",
                &maximum.to_string(),
                " concurrent commands, which has been exceeded. Retry later or raise the quota. ",
            ]
            .concat(),
            Self::MaxShellUsers => {
                "The Windows Remote Shell cannot process the request. The server exceeded the \
                 maximum number of users concurrently performing remote operations on the same \
                 system. Retry later. "
                    .to_owned()
            }
            Self::IdleTimeoutTooLong(asked, allowed) => [
                "The idle time-out of ",
                &asked.to_string(),
                " milliseconds is longer than the ",
                &allowed.to_string(),
                " milliseconds that are allowed. ",
            ]
            .concat(),
            _ => self.entry().reason.to_owned(),
        }
    }

    /// The whole fault.
    #[must_use]
    pub fn fault(&self) -> Fault {
        let Entry { code, side, namespace, subcode, detail, reason } = self.entry();
        let mut wsman = WsmanFault { code, ..WsmanFault::default() };
        match self {
            Self::InvalidParameter | Self::FileNotFound | Self::NoDirectory => {
                wsman.provider = Some(provider(CMD_PROVIDER, reason.to_owned(), None));
            }
            Self::InvalidSelectors => {
                let inner = WsmanFault { code, message: self.message(), ..WsmanFault::default() };
                wsman.provider = Some(provider(SHELL_PROVIDER, String::new(), Some(inner)));
            }
            _ => wsman.message = self.message(),
        }
        Fault {
            side,
            subcode: Some(Subcode { namespace, name: subcode.to_owned() })
                .filter(|subcode| !subcode.name.is_empty()),
            reason: reason.to_owned(),
            detail: detail.map(str::to_owned),
            wsman: Some(wsman),
            wmi_error_code: None,
        }
    }
}

impl From<Known> for Fault {
    fn from(known: Known) -> Self {
        known.fault()
    }
}

impl From<Known> for Box<Fault> {
    fn from(known: Known) -> Self {
        Self::new(known.fault())
    }
}

fn provider(
    (name, path): (&str, &str),
    message: String,
    inner: Option<WsmanFault>,
) -> Box<ProviderFault> {
    Box::new(ProviderFault {
        provider: Some(name.to_owned()),
        path: Some(path.to_owned()),
        provider_id: None,
        message,
        inner,
    })
}

fn quota(maximum: u32, what: &str, close: &str) -> String {
    [
        "The WS-Management service cannot process the request. This user is allowed a maximum \
         number of ",
        &maximum.to_string(),
        " concurrent ",
        what,
        ", which has been exceeded. Close existing ",
        close,
        " or raise the quota for this user. ",
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    use super::Known;
    use crate::fault::Fault;
    use crate::names::action;
    use crate::soap::{Envelope, Header};
    use crate::xml::Document;
    use crate::{Limits, ShellId};

    fn read_back(fault: &Fault) -> Fault {
        let request = Header { message_id: Some("uuid:REQUEST".into()), ..Header::default() };
        let text = fault.to_envelope(&request, "uuid:ANSWER".into());
        let document = Document::parse(&text, &Limits::default()).unwrap();
        let envelope = Envelope::read(&document).unwrap();
        assert_eq!(envelope.header.relates_to.as_deref(), Some("uuid:REQUEST"));
        assert_eq!(envelope.header.action.as_deref(), Some(fault.action()));
        envelope.fault().unwrap().unwrap()
    }

    fn trimmed(mut fault: Fault) -> Fault {
        fault.reason = fault.reason.trim().to_owned();
        if let Some(wsman) = &mut fault.wsman {
            wsman.message = wsman.message.trim().to_owned();
            if let Some(provider) = &mut wsman.provider {
                provider.message = provider.message.trim().to_owned();
                if let Some(inner) = &mut provider.inner {
                    inner.message = inner.message.trim().to_owned();
                }
            }
        }
        fault
    }

    #[test]
    fn every_entry_survives_a_round_trip() {
        let all = [
            Known::TimedOut,
            Known::ShellNotFound(ShellId::new("X").unwrap()),
            Known::InvalidSelectors,
            Known::CommandNotFound,
            Known::InvalidTimeout("PT-1S".into()),
            Known::InvalidHeader,
            Known::HeaderRequired,
            Known::AddressingMode,
            Known::MustUnderstand("{urn:x}y".into()),
            Known::VersionMismatch,
            Known::LocaleDemanded,
            Known::DataLocaleDemanded,
            Known::CompressionNotSupported("xpress".into()),
            Known::OptionNotSupported("x".into()),
            Known::SchemaValidation("x".into()),
            Known::EnvelopeLimitTooSmall,
            Known::EnvelopeTooLarge(9),
            Known::ActionNotSupported("urn:x".into()),
            Known::ResourceNotFound,
            Known::ConfigurationNotFound("JEA".into()),
            Known::InvalidEnumerationContext,
            Known::FilteringNotSupported,
            Known::AccessDenied,
            Known::InvalidParameter,
            Known::FileNotFound,
            Known::NoDirectory,
            Known::NotSupported,
            Known::ShellDisconnected,
            Known::DisconnectNotSupported,
            Known::ShellConnected,
            Known::StreamDisconnected,
            Known::CommandTerminated,
            Known::Aborted,
            Known::RemoteShellsNotAllowed,
            Known::MaxShellsPerUser(5),
            Known::MaxOperationsPerUser(15),
            Known::MaxCommandsPerShell(25),
            Known::MaxShellUsers,
            Known::UserQuota,
            Known::SystemQuota,
            Known::IdleTimeoutTooLong(9, 8),
            Known::Internal("x".into()),
        ];
        for known in all {
            let fault = known.fault().from_machine("Server01");
            let again = read_back(&fault);
            assert_eq!(again, trimmed(fault), "{known:?}");
            assert!(again.is(&known), "{known:?}");
            assert!(!again.text().is_empty());
        }
    }

    #[test]
    fn texts_that_clients_look_for() {
        let shown = |known: Known| known.fault().to_string();
        assert_eq!(
            shown(Known::InvalidTimeout("PT-1S".into())),
            "The WS-Management service cannot process the request. The XML contains an invalid \
             timeout field in the SOAP header: PT-1S. (WSManFault 2150858767)"
        );
        assert_eq!(
            shown(Known::MaxShellsPerUser(5)),
            "The WS-Management service cannot process the request. This user is allowed a maximum \
             number of 5 concurrent shells, which has been exceeded. Close existing shells or \
             raise the quota for this user. (WSManFault 2150859173)"
        );
        assert_eq!(Known::AccessDenied.fault().text(), "Access is denied.");
        assert_eq!(Known::FileNotFound.fault().code(), Some(2_147_942_402));
        assert_eq!(Known::TimedOut.fault().action(), action::WSMAN_FAULT);
        assert_eq!(Known::InvalidHeader.fault().action(), action::ADDRESSING_FAULT);
    }

    #[test]
    fn a_fault_without_detail_is_known_by_its_subcode() {
        let text = "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope' \
                    xmlns:q='http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd'><s:Body><s:Fault>\
                    <s:Code><s:Value>s:Receiver</s:Value><s:Subcode><s:Value>q:TimedOut</s:Value>\
                    </s:Subcode></s:Code><s:Reason><s:Text xml:lang='en'>late</s:Text></s:Reason>\
                    </s:Fault></s:Body></s:Envelope>";
        let document = Document::parse(text, &Limits::default()).unwrap();
        let fault = Envelope::read(&document).unwrap().fault().unwrap().unwrap();
        assert!(fault.is(&Known::TimedOut));
        assert!(!fault.is(&Known::AccessDenied));
        assert_eq!(fault.text(), "late");
    }
}
