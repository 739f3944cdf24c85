//! The messages (MS-PSRP section 2.2.2, Message Types), one file each: a struct, its body, its test.
//!
//! [`RawMessage`] is a message as it arrives; [`RawMessage::decode`] makes a [`Message`] of it, and
//! [`Message::encode`] the other way. Bodies are CLIXML of property bags; those of output, input and
//! records are any value.

mod application_private_data;
mod command;
mod connect_runspace_pool;
mod create_pipeline;
mod encrypted_session_key;
mod error_record;
mod fields;
mod get_available_runspaces;
mod get_command_metadata;
mod header;
pub mod host;
mod information_record;
mod informational_record;
mod init_runspace_pool;
mod message_type;
mod pipeline_data;
mod pipeline_host_call;
mod pipeline_host_response;
mod pipeline_state;
mod progress_record;
mod public_key;
mod reset_runspace_state;
mod runspace_availability;
mod runspace_pool_init_data;
mod runspace_pool_state;
mod session_capability;
mod set_runspaces;
mod user_event;

use remora_clixml::{ReadOptions, Rehydrator, SecretCodec, WriteOptions};
use remora_psobject::{Guid, ObjectView, PlainView, Value};

pub use application_private_data::{ApplicationPrivateData, primitive_dictionary, version_entries};
pub use command::{Command, CommandParameter, Merges, ResultTypes, Statement, StreamMerges};
pub use connect_runspace_pool::ConnectRunspacePool;
pub use create_pipeline::{CreatePipeline, PowerShell};
pub use encrypted_session_key::EncryptedSessionKey;
pub use error_record::ErrorRecordMessage;
pub use get_available_runspaces::GetAvailableRunspaces;
pub use get_command_metadata::GetCommandMetadata;
pub use header::{Destination, HEADER_SIZE, RawMessage};
pub use host::{HostCall, HostInfo, HostResponse};
pub use information_record::InformationRecordMessage;
pub use informational_record::InformationalRecordMessage;
pub use init_runspace_pool::InitRunspacePool;
pub use message_type::MessageType;
pub use pipeline_data::{PipelineInput, PipelineOutput};
pub use pipeline_host_call::PipelineHostCall;
pub use pipeline_host_response::PipelineHostResponse;
pub use pipeline_state::PipelineStateMessage;
pub use progress_record::ProgressRecordMessage;
pub use public_key::PublicKey;
pub use reset_runspace_state::ResetRunspaceState;
pub use runspace_availability::{Availability, RunspaceAvailability};
pub use runspace_pool_init_data::RunspacePoolInitData;
pub use runspace_pool_state::RunspacePoolStateMessage;
pub use session_capability::SessionCapability;
pub use set_runspaces::{SetMaxRunspaces, SetMinRunspaces};
pub use user_event::UserEvent;

use crate::error::{Error, Malformation, Misuse};

/// What a body is read and written with.
#[derive(Clone, Copy)]
pub struct Codec<'a> {
    /// Who encrypts and decrypts secure strings; without one they are an error.
    pub secrets: Option<&'a dyn SecretCodec>,
    /// Who answers for objects that are written.
    pub view: &'a dyn ObjectView,
    /// Bounds on what is read.
    pub limits: remora_clixml::Limits,
    /// Who makes objects of a closed list of types out of what is read.
    pub rehydrator: Option<&'a dyn Rehydrator>,
}

impl Default for Codec<'_> {
    fn default() -> Self {
        Self {
            secrets: None,
            view: &PlainView,
            limits: remora_clixml::Limits::default(),
            rehydrator: None,
        }
    }
}

impl Codec<'_> {
    fn read(&self, text: &str) -> Result<Value, Error> {
        let options = ReadOptions {
            limits: self.limits,
            view: self.view,
            secrets: self.secrets,
            rehydrator: self.rehydrator,
        };
        remora_clixml::read(text, &options).map_err(|error| Malformation::Clixml(error).into())
    }

    fn write(&self, value: &Value) -> Result<Vec<u8>, Error> {
        let options =
            WriteOptions { view: self.view, secrets: self.secrets, ..WriteOptions::default() };
        let text = remora_clixml::write_onto(header::BYTE_ORDER_MARK.into(), value, &options);
        Ok(text.map_err(Misuse::Unserializable)?.into_bytes())
    }
}

/// A message that knows its body.
pub(crate) trait Body: Sized {
    /// The value that the body is made of.
    fn to_value(&self) -> Value;

    /// Reads the value that a body was made of.
    fn from_value(value: &Value) -> Result<Self, Error>;
}

/// A message.
#[derive(Clone, Debug)]
pub enum Message {
    /// What an end speaks.
    SessionCapability(SessionCapability),
    /// Ends the session. Not in the specification, but PowerShell has it; no body.
    CloseSession,
    /// Opens a pool.
    InitRunspacePool(Box<InitRunspacePool>),
    /// The client's public key.
    PublicKey(PublicKey),
    /// The session key.
    EncryptedSessionKey(EncryptedSessionKey),
    /// Asks the client for its public key (section 2.2.2.5, PUBLIC_KEY_REQUEST Message); the body is an
    /// empty string.
    PublicKeyRequest,
    /// Takes up a pool that a client left.
    ConnectRunspacePool(ConnectRunspacePool),
    /// Changes how many runspaces a pool may have.
    SetMaxRunspaces(SetMaxRunspaces),
    /// Changes how many runspaces a pool has at least.
    SetMinRunspaces(SetMinRunspaces),
    /// Answers a question about the runspaces of a pool.
    RunspaceAvailability(RunspaceAvailability),
    /// The state of the pool.
    RunspacePoolState(RunspacePoolStateMessage),
    /// Starts a pipeline.
    CreatePipeline(Box<CreatePipeline>),
    /// Asks how many runspaces are free.
    GetAvailableRunspaces(GetAvailableRunspaces),
    /// An event of the far end.
    UserEvent(Box<UserEvent>),
    /// What the server says of itself.
    ApplicationPrivateData(ApplicationPrivateData),
    /// Asks for the metadata of commands.
    GetCommandMetadata(Box<GetCommandMetadata>),
    /// How many runspaces a pool has that was taken up.
    RunspacePoolInitData(RunspacePoolInitData),
    /// Takes a runspace back to its first state.
    ResetRunspaceState(ResetRunspaceState),
    /// Calls the pool's host (section 2.2.2.15, RUNSPACEPOOL_HOST_CALL Message).
    RunspacePoolHostCall(Box<HostCall>),
    /// Answers a call of the pool's host (section 2.2.2.16, RUNSPACEPOOL_HOST_RESPONSE Message).
    RunspacePoolHostResponse(Box<HostResponse>),
    /// An object of the input.
    PipelineInput(PipelineInput),
    /// No more input comes (section 2.2.2.18, END_OF_PIPELINE_INPUT Message); no body.
    EndOfPipelineInput,
    /// An object of the output.
    PipelineOutput(PipelineOutput),
    /// An error that did not end the pipeline.
    ErrorRecord(ErrorRecordMessage),
    /// The state of the pipeline.
    PipelineState(PipelineStateMessage),
    /// A debug text.
    DebugRecord(InformationalRecordMessage),
    /// A verbose text.
    VerboseRecord(InformationalRecordMessage),
    /// A warning.
    WarningRecord(InformationalRecordMessage),
    /// How far a work has come.
    ProgressRecord(ProgressRecordMessage),
    /// An information record.
    InformationRecord(InformationRecordMessage),
    /// Stops a pipeline. Not in the specification, but PowerShell has it; no body.
    StopPipeline,
    /// Calls the pipeline's host.
    PipelineHostCall(Box<PipelineHostCall>),
    /// Answers a call of the pipeline's host.
    PipelineHostResponse(Box<PipelineHostResponse>),
}

impl Message {
    /// Its type.
    pub fn message_type(&self) -> MessageType {
        use MessageType as T;
        match self {
            Self::SessionCapability(_) => T::SessionCapability,
            Self::CloseSession => T::CloseSession,
            Self::InitRunspacePool(_) => T::InitRunspacePool,
            Self::PublicKey(_) => T::PublicKey,
            Self::EncryptedSessionKey(_) => T::EncryptedSessionKey,
            Self::PublicKeyRequest => T::PublicKeyRequest,
            Self::ConnectRunspacePool(_) => T::ConnectRunspacePool,
            Self::SetMaxRunspaces(_) => T::SetMaxRunspaces,
            Self::SetMinRunspaces(_) => T::SetMinRunspaces,
            Self::RunspaceAvailability(_) => T::RunspaceAvailability,
            Self::RunspacePoolState(_) => T::RunspacePoolState,
            Self::CreatePipeline(_) => T::CreatePipeline,
            Self::GetAvailableRunspaces(_) => T::GetAvailableRunspaces,
            Self::UserEvent(_) => T::UserEvent,
            Self::ApplicationPrivateData(_) => T::ApplicationPrivateData,
            Self::GetCommandMetadata(_) => T::GetCommandMetadata,
            Self::RunspacePoolInitData(_) => T::RunspacePoolInitData,
            Self::ResetRunspaceState(_) => T::ResetRunspaceState,
            Self::RunspacePoolHostCall(_) => T::RunspacePoolHostCall,
            Self::RunspacePoolHostResponse(_) => T::RunspacePoolHostResponse,
            Self::PipelineInput(_) => T::PipelineInput,
            Self::EndOfPipelineInput => T::EndOfPipelineInput,
            Self::PipelineOutput(_) => T::PipelineOutput,
            Self::ErrorRecord(_) => T::ErrorRecord,
            Self::PipelineState(_) => T::PipelineState,
            Self::DebugRecord(_) => T::DebugRecord,
            Self::VerboseRecord(_) => T::VerboseRecord,
            Self::WarningRecord(_) => T::WarningRecord,
            Self::ProgressRecord(_) => T::ProgressRecord,
            Self::InformationRecord(_) => T::InformationRecord,
            Self::StopPipeline => T::StopPipeline,
            Self::PipelineHostCall(_) => T::PipelineHostCall,
            Self::PipelineHostResponse(_) => T::PipelineHostResponse,
        }
    }

    /// The value of the body; `None` where there is none.
    fn to_value(&self) -> Option<Value> {
        Some(match self {
            Self::CloseSession | Self::EndOfPipelineInput | Self::StopPipeline => return None,
            Self::PublicKeyRequest => Value::from(""),
            Self::SessionCapability(body) => body.to_value(),
            Self::InitRunspacePool(body) => body.to_value(),
            Self::PublicKey(body) => body.to_value(),
            Self::EncryptedSessionKey(body) => body.to_value(),
            Self::ConnectRunspacePool(body) => body.to_value(),
            Self::SetMaxRunspaces(body) => body.to_value(),
            Self::SetMinRunspaces(body) => body.to_value(),
            Self::RunspaceAvailability(body) => body.to_value(),
            Self::RunspacePoolState(body) => body.to_value(),
            Self::CreatePipeline(body) => body.to_value(),
            Self::GetAvailableRunspaces(body) => body.to_value(),
            Self::UserEvent(body) => body.to_value(),
            Self::ApplicationPrivateData(body) => body.to_value(),
            Self::GetCommandMetadata(body) => body.to_value(),
            Self::RunspacePoolInitData(body) => body.to_value(),
            Self::ResetRunspaceState(body) => body.to_value(),
            Self::RunspacePoolHostCall(body) => body.to_value(),
            Self::RunspacePoolHostResponse(body) => body.to_value(),
            // Null crosses as a message without a body.
            Self::PipelineInput(body) if body.value.is_null() => return None,
            Self::PipelineInput(body) => body.value.clone(),
            Self::PipelineOutput(body) if body.value.is_null() => return None,
            Self::PipelineOutput(body) => body.value.clone(),
            Self::ErrorRecord(body) => body.to_value(),
            Self::PipelineState(body) => body.to_value(),
            Self::DebugRecord(body) | Self::VerboseRecord(body) | Self::WarningRecord(body) => {
                body.to_value()
            }
            Self::ProgressRecord(body) => body.to_value(),
            Self::InformationRecord(body) => body.to_value(),
            Self::PipelineHostCall(body) => body.0.to_value(),
            Self::PipelineHostResponse(body) => body.0.to_value(),
        })
    }

    /// Serializes the body.
    ///
    /// # Errors
    /// [`Misuse::Unserializable`] for a secure string without a key.
    pub fn encode_body(&self, codec: &Codec<'_>) -> Result<Vec<u8>, Error> {
        self.to_value().map_or(Ok(Vec::new()), |value| codec.write(&value))
    }

    /// The message with its header.
    ///
    /// # Errors
    /// [`Misuse::Unserializable`] for a secure string without a key.
    pub fn encode(
        &self,
        destination: Destination,
        pool: Guid,
        pipeline: Guid,
        codec: &Codec<'_>,
    ) -> Result<RawMessage, Error> {
        Ok(RawMessage {
            destination: destination.number(),
            code: self.message_type().code(),
            pool,
            pipeline,
            body: self.encode_body(codec)?,
        })
    }
}

impl RawMessage {
    /// Reads the body; `None` for a type that is not of the protocol.
    ///
    /// # Errors
    /// [`Error::Malformed`] where the body is none of its type.
    pub fn decode(&self, codec: &Codec<'_>) -> Result<Option<Message>, Error> {
        use MessageType as T;
        let Some(message_type) = self.message_type() else { return Ok(None) };
        // These say all that they say by their type; whatever else they carry is not looked at.
        match message_type {
            T::CloseSession => return Ok(Some(Message::CloseSession)),
            T::EndOfPipelineInput => return Ok(Some(Message::EndOfPipelineInput)),
            T::StopPipeline => return Ok(Some(Message::StopPipeline)),
            T::PublicKeyRequest => return Ok(Some(Message::PublicKeyRequest)),
            _ => {}
        }
        let text = self.text()?;
        let value = if text.is_empty() { Value::Null } else { codec.read(text)? };
        if matches!(message_type, T::PipelineInput | T::PipelineOutput) {
            // Null is written without a body; a body that says null is refused, as PowerShell does.
            if value.is_null() && !text.is_empty() {
                return Err(Malformation::Body.into());
            }
            return Ok(Some(match message_type {
                T::PipelineInput => Message::PipelineInput(PipelineInput { value }),
                _ => Message::PipelineOutput(PipelineOutput { value }),
            }));
        }
        if text.is_empty() {
            return Err(Malformation::Body.into());
        }
        Message::from_value(message_type, &value).map(Some)
    }
}

impl Message {
    fn from_value(message_type: MessageType, value: &Value) -> Result<Self, Error> {
        use MessageType as T;
        Ok(match message_type {
            T::SessionCapability => Self::SessionCapability(Body::from_value(value)?),
            T::InitRunspacePool => Self::InitRunspacePool(boxed(value)?),
            T::PublicKey => Self::PublicKey(Body::from_value(value)?),
            T::EncryptedSessionKey => Self::EncryptedSessionKey(Body::from_value(value)?),
            T::ConnectRunspacePool => Self::ConnectRunspacePool(Body::from_value(value)?),
            T::SetMaxRunspaces => Self::SetMaxRunspaces(Body::from_value(value)?),
            T::SetMinRunspaces => Self::SetMinRunspaces(Body::from_value(value)?),
            T::RunspaceAvailability => Self::RunspaceAvailability(Body::from_value(value)?),
            T::RunspacePoolState => Self::RunspacePoolState(Body::from_value(value)?),
            T::CreatePipeline => Self::CreatePipeline(boxed(value)?),
            T::GetAvailableRunspaces => Self::GetAvailableRunspaces(Body::from_value(value)?),
            T::UserEvent => Self::UserEvent(boxed(value)?),
            T::ApplicationPrivateData => Self::ApplicationPrivateData(Body::from_value(value)?),
            T::GetCommandMetadata => Self::GetCommandMetadata(boxed(value)?),
            T::RunspacePoolInitData => Self::RunspacePoolInitData(Body::from_value(value)?),
            T::ResetRunspaceState => Self::ResetRunspaceState(Body::from_value(value)?),
            T::RunspacePoolHostCall => Self::RunspacePoolHostCall(boxed(value)?),
            T::RunspacePoolHostResponse => Self::RunspacePoolHostResponse(boxed(value)?),
            T::ErrorRecord => Self::ErrorRecord(Body::from_value(value)?),
            T::PipelineState => Self::PipelineState(Body::from_value(value)?),
            T::DebugRecord => Self::DebugRecord(InformationalRecordMessage::read_debug(value)?),
            T::VerboseRecord => {
                Self::VerboseRecord(InformationalRecordMessage::read_verbose(value)?)
            }
            T::WarningRecord => {
                Self::WarningRecord(InformationalRecordMessage::read_warning(value)?)
            }
            T::ProgressRecord => Self::ProgressRecord(Body::from_value(value)?),
            T::InformationRecord => Self::InformationRecord(Body::from_value(value)?),
            T::PipelineHostCall => {
                Self::PipelineHostCall(Box::new(PipelineHostCall(Body::from_value(value)?)))
            }
            T::PipelineHostResponse => {
                Self::PipelineHostResponse(Box::new(PipelineHostResponse(Body::from_value(value)?)))
            }
            T::PipelineInput => Self::PipelineInput(PipelineInput { value: value.clone() }),
            T::PipelineOutput => Self::PipelineOutput(PipelineOutput { value: value.clone() }),
            T::CloseSession => Self::CloseSession,
            T::PublicKeyRequest => Self::PublicKeyRequest,
            T::EndOfPipelineInput => Self::EndOfPipelineInput,
            T::StopPipeline => Self::StopPipeline,
        })
    }
}

fn boxed<T: Body>(value: &Value) -> Result<Box<T>, Error> {
    T::from_value(value).map(Box::new)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::crypto::Secrets;

    /// The message as it arrives after it was sent.
    pub(crate) fn crossed(message: &Message) -> Message {
        let (raw, _) = sent(message);
        let codec = Codec { secrets: Some(&Secrets::Clear), ..Codec::default() };
        RawMessage::parse(raw.to_bytes()).unwrap().decode(&codec).unwrap().unwrap()
    }

    /// The message as it is sent, and its CLIXML.
    pub(crate) fn sent(message: &Message) -> (RawMessage, String) {
        let codec = Codec { secrets: Some(&Secrets::Clear), ..Codec::default() };
        let raw = message.encode(Destination::Client, Guid::EMPTY, Guid::EMPTY, &codec).unwrap();
        let text = raw.text().unwrap().to_owned();
        (raw, text)
    }

    /// Reads a body.
    pub(crate) fn read(message_type: MessageType, body: &str) -> Result<Message, Error> {
        let raw = RawMessage {
            destination: 1,
            code: message_type.code(),
            pool: Guid::EMPTY,
            pipeline: Guid::EMPTY,
            body: body.as_bytes().to_vec(),
        };
        let codec = Codec { secrets: Some(&Secrets::Clear), ..Codec::default() };
        raw.decode(&codec).map(Option::unwrap)
    }

    #[test]
    fn messages_without_a_body_have_none() {
        for message in [Message::CloseSession, Message::EndOfPipelineInput, Message::StopPipeline] {
            let (raw, _) = sent(&message);
            assert_eq!(raw.to_bytes().len(), HEADER_SIZE);
            assert_eq!(crossed(&message).message_type(), message.message_type());
        }
        let (_, text) = sent(&Message::PublicKeyRequest);
        assert_eq!(text, "<S></S>");
        assert!(matches!(crossed(&Message::PublicKeyRequest), Message::PublicKeyRequest));
    }

    #[test]
    fn null_is_no_body_and_a_body_of_null_is_refused() {
        let (raw, _) = sent(&Message::PipelineInput(PipelineInput { value: Value::Null }));
        assert!(raw.body.is_empty());
        assert!(matches!(
            crossed(&Message::PipelineOutput(PipelineOutput { value: Value::Null })),
            Message::PipelineOutput(PipelineOutput { value: Value::Null })
        ));
        let refused = read(MessageType::PipelineInput, "<Nil />").unwrap_err();
        assert_eq!(refused, Malformation::Body.into());
    }

    #[test]
    fn a_missing_property_is_named() {
        let error =
            read(MessageType::SetMaxRunspaces, "<Obj RefId=\"0\"><MS /></Obj>").unwrap_err();
        assert_eq!(error, Malformation::MissingProperty("MaxRunspaces").into());
    }
}
