//! Pipelines as a server sees them: who runs, who waits, how they end.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use remora_psobject::{ErrorCategory, ErrorRecord, Exception, Guid, TypeId, Value};

use super::{Event, PipelineRequest, RunspacePool, Verb};
use crate::channel::Target;
use crate::error::{Error, Exceeded, Misbehaviour, Misuse};
use crate::message::{Message, PipelineStateMessage};
use crate::state::{PipelineState, PipelineStep, PoolState};

/// What is known of a pipeline.
#[derive(Debug, Default)]
pub(super) struct Pipeline {
    pub(super) state: PipelineState,
    /// Whether its request arrived.
    pub(super) is_created: bool,
    /// Whether it runs in a runspace of its own, not inside another pipeline.
    takes_runspace: bool,
    is_nested: bool,
    pub(super) input_ended: bool,
    /// Signals that are answered when it ends.
    signals: u32,
    /// Whether it is closed when it ends.
    close_requested: bool,
    pub(super) last_call: i64,
    /// Calls of its host that wait for an answer.
    pub(super) calls: BTreeSet<i64>,
}

impl Pipeline {
    fn is_active(&self) -> bool {
        matches!(self.state, PipelineState::Running | PipelineState::Stopping)
    }

    fn waits(&self) -> bool {
        self.is_created && self.state == PipelineState::NotStarted
    }
}

impl RunspacePool {
    /// Runspaces that run a pipeline.
    pub(super) fn busy(&self) -> i32 {
        let count = self
            .pipelines
            .values()
            .filter(|pipeline| pipeline.is_active() && pipeline.takes_runspace);
        i32::try_from(count.count()).unwrap_or(i32::MAX)
    }

    pub(super) fn open_pipeline(&mut self, id: Guid) -> Result<(), Error> {
        if self.pipelines.contains_key(&id) {
            return Err(Misbehaviour::DuplicateCommand(id).into());
        }
        if self.pipelines.len() >= self.settings.limits.pipelines {
            return Err(Exceeded::Pipelines.into());
        }
        self.pipelines.insert(id, Pipeline::default());
        self.verb(Verb::PipelineOpened { id });
        Ok(())
    }

    pub(super) fn create_pipeline(
        &mut self,
        id: Guid,
        request: PipelineRequest,
    ) -> Result<(), Error> {
        let Some(pipeline) = self.pipelines.get_mut(&id) else { return Ok(()) };
        if std::mem::replace(&mut pipeline.is_created, true) {
            return Err(Misbehaviour::DuplicatePipeline(id).into());
        }
        pipeline.is_nested = request.is_nested();
        self.event(Event::PipelineCreated { id, request });
        self.queue.push_back(id);
        self.start_waiting();
        Ok(())
    }

    /// A pipeline whose request cannot be read ends at once, so that its client does not wait forever.
    pub(super) fn refuse_pipeline(&mut self, id: Guid, error: &Error) {
        let Some(pipeline) = self.pipelines.get_mut(&id) else { return };
        if std::mem::replace(&mut pipeline.is_created, true) {
            return;
        }
        let exception =
            Exception::new(TypeId::PS_REMOTING_DATA_STRUCTURE_EXCEPTION, error.to_string());
        let record =
            ErrorRecord::new(exception, "PipelineRefused", ErrorCategory::InvalidData, Value::Null);
        self.end(id, PipelineStep::Fail, Some(Arc::new(record)));
    }

    /// Starts what waits, in order, as far as there are runspaces. Nested pipelines start inside a
    /// pipeline that allows them.
    pub(super) fn start_waiting(&mut self) {
        if self.state != PoolState::Opened {
            return;
        }
        let mut free = self.max.saturating_sub(self.busy());
        let mut kept = VecDeque::new();
        for id in std::mem::take(&mut self.queue) {
            let nested_allowed = self.nested_allowed;
            let Some(pipeline) = self.pipelines.get_mut(&id).filter(|pipeline| pipeline.waits())
            else {
                continue;
            };
            let inside = pipeline.is_nested && nested_allowed;
            // Whoever came first starts first.
            if !inside && (free < 1 || !kept.is_empty()) {
                kept.push_back(id);
                continue;
            }
            if !inside {
                free -= 1;
            }
            pipeline.takes_runspace = !inside;
            pipeline.state = PipelineState::Running;
            self.event(Event::Start { id });
        }
        self.queue = kept;
    }

    pub(super) fn signal(&mut self, id: Guid) {
        match self.pipelines.get_mut(&id) {
            Some(pipeline) if pipeline.state == PipelineState::Running => {
                pipeline.signals += 1;
                self.stop(id);
                return;
            }
            Some(pipeline) if pipeline.waits() => self.end(id, PipelineStep::Stopped, None),
            _ => {}
        }
        self.verb(Verb::Signaled { id });
    }

    /// Tells a running pipeline to stop; one that waits is stopped at once.
    pub(super) fn stop(&mut self, id: Guid) {
        let Some(pipeline) = self.pipelines.get_mut(&id) else { return };
        if pipeline.waits() {
            self.end(id, PipelineStep::Stopped, Some(stopped_record()));
        } else if pipeline.state == PipelineState::Running {
            pipeline.state = PipelineState::Stopping;
            pipeline.calls.clear();
            self.event(Event::Stop { id });
        }
    }

    pub(super) fn close_pipeline(&mut self, id: Guid) {
        self.drop_held(Target::Pipeline(id));
        match self.pipelines.get_mut(&id) {
            Some(pipeline) if pipeline.is_active() => {
                pipeline.close_requested = true;
                self.stop(id);
            }
            Some(pipeline) => {
                if pipeline.waits() {
                    self.stop(id);
                }
                self.forget(id);
            }
            None => self.verb(Verb::PipelineClosed { id }),
        }
    }

    fn forget(&mut self, id: Guid) {
        self.pipelines.remove(&id);
        self.streams.retain(|(target, _), _| *target != Target::Pipeline(id));
        self.event(Event::PipelineClosed { id });
        self.verb(Verb::PipelineClosed { id });
        self.close_when_empty();
    }

    pub(super) fn stop_all(&mut self) {
        let ids: Vec<Guid> = self.pipelines.keys().copied().collect();
        for id in ids {
            self.stop(id);
        }
    }

    /// Says that a pipeline came to its end. Nothing of it may be sent afterwards.
    ///
    /// # Errors
    /// [`Misuse::UnknownPipeline`]; [`Misuse::PipelineState`] where it does not run, or the state is not
    /// a final one.
    pub fn finish_pipeline(
        &mut self,
        id: Guid,
        state: PipelineState,
        reason: Option<Arc<ErrorRecord>>,
    ) -> Result<(), Error> {
        let known = self.pipelines.get(&id).ok_or(Misuse::UnknownPipeline(id))?;
        let step = state.step().filter(|_| state.is_final() && known.is_active());
        let step = step.ok_or(Misuse::PipelineState(known.state))?;
        let reason = match state {
            PipelineState::Stopped => Some(reason.unwrap_or_else(stopped_record)),
            _ => reason,
        };
        self.end(id, step, reason);
        Ok(())
    }

    fn end(&mut self, id: Guid, step: PipelineStep, reason: Option<Arc<ErrorRecord>>) {
        let Some(pipeline) = self.pipelines.get_mut(&id) else { return };
        let Some(state) = pipeline.state.after(step) else { return };
        pipeline.state = state;
        pipeline.calls.clear();
        let signals = std::mem::take(&mut pipeline.signals);
        let close = pipeline.close_requested;
        let message = Message::PipelineState(PipelineStateMessage { state, error: reason });
        self.send_or_bare(id, message, state);
        for _ in 0..signals {
            self.verb(Verb::Signaled { id });
        }
        if close {
            self.forget(id);
        }
        self.start_waiting();
    }

    /// Sends a state; where its reason cannot be written, the state alone.
    fn send_or_bare(&mut self, id: Guid, message: Message, state: PipelineState) {
        if self.send(Target::Pipeline(id), &message).is_err() {
            let bare = Message::PipelineState(PipelineStateMessage { state, error: None });
            let _ = self.send(Target::Pipeline(id), &bare);
        }
    }

    /// Says whether nested pipelines may run now inside the one that is running, because it stands at a
    /// breakpoint.
    pub fn allow_nested(&mut self, allowed: bool) {
        self.nested_allowed = allowed;
        self.start_waiting();
    }
}

/// Why a pipeline is stopped, as PowerShell says it.
pub(super) fn stopped_record() -> Arc<ErrorRecord> {
    // What `Exception.Data` is; known wherever .NET's types are, which need not be here.
    TypeId::register("System.Collections.ListDictionaryInternal", Some(TypeId::OBJECT));
    let exception = || {
        Exception::new(TypeId::PIPELINE_STOPPED_EXCEPTION, "The pipeline has been stopped.")
            .with_property("WasThrownFromThrowStatement", false)
    };
    let record = |exception: Exception| {
        let category = ErrorCategory::OperationStopped;
        Arc::new(ErrorRecord::new(exception, "PipelineStopped", category, Value::Null))
    };
    // An exception of this kind carries a record of its own.
    let inner = record(exception());
    record(exception().with_error_record(inner))
}
