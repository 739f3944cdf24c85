//! What a pipeline gives → messages.

use std::sync::{Arc, Weak};

use parking_lot::Mutex;
use remora_hosting::{Host, InvocationState, Record, RecordSink};
use remora_psobject::{Guid, Value};
use remora_psrp::PipelineState;
use remora_psrp::message::{
    ErrorRecordMessage, InformationRecordMessage, InformationalRecordMessage, Message,
    PipelineOutput, ProgressRecordMessage,
};
use remora_psrp::server::Encoder;

use super::{SessionHost, metadata};

/// `RemoteStreamOptions` (MS-PSRP section 2.2.2.10): records that say where they were written.
mod options {
    pub(super) const ERROR: i32 = 1;
    pub(super) const WARNING: i32 = 2;
    pub(super) const DEBUG: i32 = 4;
    pub(super) const VERBOSE: i32 = 8;
}

/// What a pipeline is for.
pub(super) enum Purpose {
    /// It runs the client's commands; a set of `RemoteStreamOptions`.
    Commands {
        /// The options.
        options: i32,
    },
    /// It finds metadata; the count goes out before the objects.
    Metadata(Mutex<Vec<Value>>),
}

/// Takes the records of one pipeline, on the engine's thread.
pub(super) struct PipelineSink {
    session_host: Weak<SessionHost>,
    id: Guid,
    purpose: Purpose,
    encoder: Encoder,
    /// The pool's host as this pipeline saw it.
    shared_host: Option<Arc<dyn Host>>,
}

impl PipelineSink {
    pub(super) fn new(
        session_host: &Arc<SessionHost>,
        id: Guid,
        purpose: Purpose,
        encoder: Encoder,
        shared_host: Option<Arc<dyn Host>>,
    ) -> Self {
        Self { session_host: Arc::downgrade(session_host), id, purpose, encoder, shared_host }
    }

    fn send(&self, host: &SessionHost, message: &Message) {
        // Objects may run scripts while they are looked at: nothing is locked meanwhile.
        let encoded = match self.encoder.encode(message) {
            Ok(encoded) => encoded,
            Err(error) => {
                tracing::warn!(pipeline = %self.id, %error, "a record cannot be sent");
                return;
            }
        };
        host.outlet.wait_for_room(|| false);
        let sent = host
            .with_session_for_record(|session| session.pool_mut().send_encoded(self.id, encoded));
        if let Err(error) = sent {
            tracing::debug!(%error, "a record came too late");
        }
    }

    fn output(&self, host: &SessionHost, value: Value) {
        match &self.purpose {
            Purpose::Commands { .. } => {
                self.send(host, &Message::PipelineOutput(PipelineOutput { value }));
            }
            Purpose::Metadata(found) => found.lock().push(value),
        }
    }

    fn end(
        &self,
        host: &SessionHost,
        state: PipelineState,
        reason: Option<Arc<remora_psobject::ErrorRecord>>,
    ) {
        if let Purpose::Metadata(found) = &self.purpose
            && state == PipelineState::Completed
        {
            let found = std::mem::take(&mut *found.lock());
            let count = metadata::count(found.len());
            for value in std::iter::once(count).chain(found) {
                self.send(host, &Message::PipelineOutput(PipelineOutput { value }));
            }
        }
        if let Some(screen) = self.shared_host.as_ref().and_then(|own| own.ui()?.raw())
            && let Some(wanted) = &mut host.pool.lock().request
        {
            wanted.defaults = screen.defaults();
        }
        host.finish(self.id, state, reason);
    }
}

impl RecordSink for PipelineSink {
    fn record(&self, record: Record) {
        let Some(host) = self.session_host.upgrade() else { return };
        let chosen = match self.purpose {
            Purpose::Commands { options } => options,
            Purpose::Metadata(_) => 0,
        };
        let extended = |option: i32| chosen & option != 0;
        let informational =
            |record, option| InformationalRecordMessage { record, extended: extended(option) };
        let message = match record {
            Record::Output(value) => return self.output(&host, value),
            Record::Error(record) => {
                let extended = extended(options::ERROR);
                Message::ErrorRecord(ErrorRecordMessage { record, extended })
            }
            Record::Warning(record) => {
                Message::WarningRecord(informational(record, options::WARNING))
            }
            Record::Verbose(record) => {
                Message::VerboseRecord(informational(record, options::VERBOSE))
            }
            Record::Debug(record) => Message::DebugRecord(informational(record, options::DEBUG)),
            Record::Information(record) => {
                Message::InformationRecord(InformationRecordMessage { record })
            }
            Record::Progress(record) => Message::ProgressRecord(ProgressRecordMessage { record }),
            Record::State(change) => {
                let state = match change.state {
                    InvocationState::Completed => PipelineState::Completed,
                    InvocationState::Failed => PipelineState::Failed,
                    InvocationState::Stopped => PipelineState::Stopped,
                    // A server tells nothing but the end.
                    _ => return,
                };
                return self.end(&host, state, change.reason);
            }
        };
        self.send(&host, &message);
    }
}
