//! The types of messages by number (MS-PSRP section 2.2.1, PowerShell Remoting Protocol Message).

use super::Destination;

/// A type of message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(
    missing_docs,
    reason = "the names are those of the specification, each with a file of its own"
)]
pub enum MessageType {
    SessionCapability,
    CloseSession,
    InitRunspacePool,
    PublicKey,
    EncryptedSessionKey,
    PublicKeyRequest,
    ConnectRunspacePool,
    SetMaxRunspaces,
    SetMinRunspaces,
    RunspaceAvailability,
    RunspacePoolState,
    CreatePipeline,
    GetAvailableRunspaces,
    UserEvent,
    ApplicationPrivateData,
    GetCommandMetadata,
    RunspacePoolInitData,
    ResetRunspaceState,
    RunspacePoolHostCall,
    RunspacePoolHostResponse,
    PipelineInput,
    EndOfPipelineInput,
    PipelineOutput,
    ErrorRecord,
    PipelineState,
    DebugRecord,
    VerboseRecord,
    WarningRecord,
    ProgressRecord,
    InformationRecord,
    StopPipeline,
    PipelineHostCall,
    PipelineHostResponse,
}

/// Who may send a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sender {
    Client,
    Server,
    Both,
}

/// Type, number, name, who sends it.
const TABLE: &[(MessageType, u32, &str, Sender)] = &[
    (MessageType::SessionCapability, 0x0001_0002, "SESSION_CAPABILITY", Sender::Both),
    (MessageType::CloseSession, 0x0001_0003, "CLOSE_SESSION", Sender::Client),
    (MessageType::InitRunspacePool, 0x0001_0004, "INIT_RUNSPACEPOOL", Sender::Client),
    (MessageType::PublicKey, 0x0001_0005, "PUBLIC_KEY", Sender::Client),
    (MessageType::EncryptedSessionKey, 0x0001_0006, "ENCRYPTED_SESSION_KEY", Sender::Server),
    (MessageType::PublicKeyRequest, 0x0001_0007, "PUBLIC_KEY_REQUEST", Sender::Server),
    (MessageType::ConnectRunspacePool, 0x0001_0008, "CONNECT_RUNSPACEPOOL", Sender::Client),
    (MessageType::SetMaxRunspaces, 0x0002_1002, "SET_MAX_RUNSPACES", Sender::Client),
    (MessageType::SetMinRunspaces, 0x0002_1003, "SET_MIN_RUNSPACES", Sender::Client),
    (MessageType::RunspaceAvailability, 0x0002_1004, "RUNSPACE_AVAILABILITY", Sender::Server),
    (MessageType::RunspacePoolState, 0x0002_1005, "RUNSPACEPOOL_STATE", Sender::Server),
    (MessageType::CreatePipeline, 0x0002_1006, "CREATE_PIPELINE", Sender::Client),
    (MessageType::GetAvailableRunspaces, 0x0002_1007, "GET_AVAILABLE_RUNSPACES", Sender::Client),
    (MessageType::UserEvent, 0x0002_1008, "USER_EVENT", Sender::Server),
    (MessageType::ApplicationPrivateData, 0x0002_1009, "APPLICATION_PRIVATE_DATA", Sender::Server),
    (MessageType::GetCommandMetadata, 0x0002_100A, "GET_COMMAND_METADATA", Sender::Client),
    (MessageType::RunspacePoolInitData, 0x0002_100B, "RUNSPACEPOOL_INIT_DATA", Sender::Server),
    (MessageType::ResetRunspaceState, 0x0002_100C, "RESET_RUNSPACE_STATE", Sender::Client),
    (MessageType::RunspacePoolHostCall, 0x0002_1100, "RUNSPACEPOOL_HOST_CALL", Sender::Server),
    (
        MessageType::RunspacePoolHostResponse,
        0x0002_1101,
        "RUNSPACEPOOL_HOST_RESPONSE",
        Sender::Client,
    ),
    (MessageType::PipelineInput, 0x0004_1002, "PIPELINE_INPUT", Sender::Client),
    (MessageType::EndOfPipelineInput, 0x0004_1003, "END_OF_PIPELINE_INPUT", Sender::Client),
    (MessageType::PipelineOutput, 0x0004_1004, "PIPELINE_OUTPUT", Sender::Server),
    (MessageType::ErrorRecord, 0x0004_1005, "ERROR_RECORD", Sender::Server),
    (MessageType::PipelineState, 0x0004_1006, "PIPELINE_STATE", Sender::Server),
    (MessageType::DebugRecord, 0x0004_1007, "DEBUG_RECORD", Sender::Server),
    (MessageType::VerboseRecord, 0x0004_1008, "VERBOSE_RECORD", Sender::Server),
    (MessageType::WarningRecord, 0x0004_1009, "WARNING_RECORD", Sender::Server),
    (MessageType::ProgressRecord, 0x0004_1010, "PROGRESS_RECORD", Sender::Server),
    (MessageType::InformationRecord, 0x0004_1011, "INFORMATION_RECORD", Sender::Server),
    (MessageType::StopPipeline, 0x0004_1012, "STOP_PIPELINE", Sender::Client),
    (MessageType::PipelineHostCall, 0x0004_1100, "PIPELINE_HOST_CALL", Sender::Server),
    (MessageType::PipelineHostResponse, 0x0004_1101, "PIPELINE_HOST_RESPONSE", Sender::Client),
];

impl MessageType {
    /// All types in the order of their numbers.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|(own, ..)| *own)
    }

    fn entry(self) -> Option<&'static (Self, u32, &'static str, Sender)> {
        TABLE.iter().find(|(own, ..)| *own == self)
    }

    /// The type of this number.
    pub fn from_code(code: u32) -> Option<Self> {
        TABLE.iter().find(|(_, number, ..)| *number == code).map(|(own, ..)| *own)
    }

    /// The number on the wire.
    pub fn code(self) -> u32 {
        self.entry().map_or(0, |(_, number, ..)| *number)
    }

    /// The name that the specification gives it.
    pub fn name(self) -> &'static str {
        self.entry().map_or("", |(_, _, name, _)| *name)
    }

    /// Whether an end may send it to this destination.
    pub fn may_go_to(self, destination: Destination) -> bool {
        matches!(
            (self.entry().map(|(.., sender)| *sender), destination),
            (Some(Sender::Both), _)
                | (Some(Sender::Client), Destination::Server)
                | (Some(Sender::Server), Destination::Client)
        )
    }

    /// Whether it belongs to a pipeline. Those that create one do, too.
    pub fn is_of_pipeline(self) -> bool {
        self.code() >= 0x0004_0000
            || matches!(self, Self::CreatePipeline | Self::GetCommandMetadata)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_types_are_in_step() {
        assert_eq!(MessageType::all().count(), 33);
        for message_type in MessageType::all() {
            assert_eq!(MessageType::from_code(message_type.code()), Some(message_type));
            assert!(!message_type.name().is_empty());
        }
        assert_eq!(MessageType::from_code(0x0004_1999), None);
        assert!(MessageType::PipelineInput.may_go_to(Destination::Server));
        assert!(!MessageType::PipelineInput.may_go_to(Destination::Client));
    }
}
