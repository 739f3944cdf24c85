//! What the client wants, done in its order.

use std::sync::{Arc, mpsc};

use parking_lot::Mutex;
use remora_hosting::{Pipeline, Runspace};
use remora_psobject::{ErrorRecord, Guid, Value, Version};
use remora_psrp::PipelineState;
use remora_psrp::message::{InitRunspacePool, primitive_dictionary, version_entries};
use remora_psrp::server::{Event, PipelineRequest};

use super::command::pipeline_command;
use super::pipeline::{PipelineSink, Purpose};
use super::pool::{Entry, Waiting, Wanted};
use super::{SessionHost, Task, metadata};

/// Handles tasks until the end.
pub(super) fn run(host: &Arc<SessionHost>, tasks: &mpsc::Receiver<Task>) {
    while let Ok(task) = tasks.recv() {
        match task {
            Task::Event(event) => host.on_event(event),
            Task::Ready { pipeline, runspace } => host.on_ready(pipeline, runspace),
            Task::End => return,
        }
    }
}

impl SessionHost {
    fn on_event(self: &Arc<Self>, event: Event) {
        match event {
            Event::Negotiated(_) | Event::Connected | Event::KeyExchanged => {}
            Event::Open { id, request } => self.on_open(id, &request),
            Event::PipelineCreated { id, request } => {
                let waiting = Waiting {
                    request,
                    input: Default::default(),
                    input_ended: false,
                    stopped: false,
                };
                self.pool.lock().pipelines.insert(id, Entry::Waiting(Box::new(waiting)));
            }
            Event::Start { id } => self.on_start(id),
            Event::Input { id, value } => {
                self.with_pipeline(
                    id,
                    |pipeline| pipeline.write_input(value.clone()),
                    |waiting| {
                        waiting.input.push_back(value.clone());
                    },
                );
            }
            Event::InputEnded { id } => {
                self.with_pipeline(
                    id,
                    |pipeline| pipeline.end_input(),
                    |waiting| {
                        waiting.input_ended = true;
                    },
                );
            }
            Event::Stop { id } => {
                self.interrupt(id);
                self.with_pipeline(
                    id,
                    |pipeline| pipeline.stop(),
                    |waiting| {
                        waiting.stopped = true;
                    },
                );
            }
            Event::PipelineClosed { id } => {
                self.pool.lock().pipelines.remove(&id);
            }
            Event::HostResponse { target, response } => self.on_answer(target, response),
            Event::Resized { min, max } => {
                let number = |count: i32| usize::try_from(count).unwrap_or(1).max(1);
                if let Some(wanted) = &mut self.pool.lock().request {
                    (wanted.min, wanted.max) = (number(min), number(max));
                }
                self.close_surplus();
            }
            Event::Reset { call_id } => self.on_reset(call_id),
            Event::Close => {
                self.interrupt_all();
                let host = Arc::clone(self);
                self.close_runspaces(move || {
                    host.pool.lock().pipelines.clear();
                    host.tell("the end of the pool", |pool| pool.closed());
                });
            }
        }
    }

    /// Tells the machine something; what it refuses came too late.
    pub(super) fn tell(
        &self,
        what: &str,
        act: impl FnOnce(&mut remora_psrp::server::RunspacePool) -> Result<(), remora_psrp::Error>,
    ) {
        if let Err(error) = self.with_session(|session| act(session.pool_mut())) {
            tracing::debug!(%error, what, "it was not told");
        }
    }

    /// Does something with a pipeline that runs, or with one that waits.
    fn with_pipeline(
        &self,
        id: Guid,
        running: impl FnOnce(&dyn Pipeline),
        waiting: impl FnOnce(&mut Waiting),
    ) {
        let pipeline = match self.pool.lock().pipelines.get_mut(&id) {
            None => return,
            Some(Entry::Waiting(entry)) => return waiting(entry),
            Some(Entry::Running(pipeline)) => Arc::clone(pipeline),
        };
        // Without the lock: a pipeline may answer at once.
        running(&*pipeline);
    }

    /// Opens as many runspaces as the pool has at least; then the client is told.
    fn on_open(self: &Arc<Self>, id: Guid, request: &InitRunspacePool) {
        let wanted = Wanted::new(request);
        let count = wanted.min;
        let can_debug = has_version_table(&request.application_arguments);
        self.pool.lock().request = Some(wanted);
        tracing::debug!(pool = %id, count, "a pool is opened");
        let outcome = Arc::new(Mutex::new((count, None::<Arc<ErrorRecord>>)));
        for _ in 0..count {
            let (host, outcome) = (Arc::clone(self), Arc::clone(&outcome));
            self.open_runspace(move |result| {
                let (left, failure) = {
                    let mut outcome = outcome.lock();
                    outcome.0 -= 1;
                    match result {
                        Ok(runspace) => host.pool.lock().idle.push(runspace),
                        Err(record) => outcome.1 = Some(record),
                    }
                    (outcome.0, outcome.1.clone())
                };
                match failure {
                    _ if left > 0 => {}
                    None => {
                        let data = host.private_data(can_debug);
                        host.tell("the opening", |pool| pool.opened(data));
                    }
                    Some(record) => {
                        host.close_runspaces(|| ());
                        let text = record.message().to_string();
                        host.tell("the failed opening", |pool| pool.open_failed(text));
                    }
                }
            });
        }
    }

    /// What the client is told of this end (MS-PSRP section 2.2.2.13).
    fn private_data(&self, client_can_debug: bool) -> Value {
        let own = self.pool.lock().idle.first().map(|first| first.application_private_data());
        if let Some(own) = own.filter(|own| !own.is_null()) {
            return own;
        }
        let version = self.with_session(|session| session.pool().version());
        let spoken = Version::new(version.major, version.minor);
        let mut table = self.services.version_table();
        table.retain(|(name, _)| *name != "PSRemotingProtocolVersion");
        table.push(("PSRemotingProtocolVersion".into(), Value::from(spoken)));
        let table = primitive_dictionary(version_entries(table));
        let mut entries = vec![("PSVersionTable", table)];
        if client_can_debug && self.services.has_debugger() {
            entries.extend([
                ("DebugMode", Value::I32(1)),
                ("DebugStop", Value::Bool(false)),
                ("DebugBreakpointCount", Value::I32(0)),
                ("BreakAll", Value::Bool(false)),
                ("UnhandledBreakpointMode", Value::I32(1)),
            ]);
        }
        primitive_dictionary(entries)
    }

    /// Finds a runspace for a pipeline, or opens one more.
    fn on_start(self: &Arc<Self>, id: Guid) {
        let found = {
            let pool = &mut *self.pool.lock();
            let Some(Entry::Waiting(waiting)) = pool.pipelines.get(&id) else { return };
            if waiting.request.is_nested()
                && let Some((_, outer)) = pool.busy.last()
            {
                Some(Arc::clone(outer))
            } else {
                pool.idle.pop()
            }
        };
        match found {
            Some(runspace) => self.on_ready(id, Ok(runspace)),
            None => {
                let host = Arc::clone(self);
                self.open_runspace(move |runspace| {
                    host.task(Task::Ready { pipeline: id, runspace });
                });
            }
        }
    }

    /// Starts a pipeline in its runspace.
    fn on_ready(self: &Arc<Self>, id: Guid, runspace: Result<Arc<dyn Runspace>, Arc<ErrorRecord>>) {
        let runspace = match runspace {
            Ok(runspace) => runspace,
            Err(record) => return self.finish(id, PipelineState::Failed, Some(record)),
        };
        let (waiting, wanted) = {
            let pool = &mut *self.pool.lock();
            let Some(Entry::Waiting(waiting)) = pool.pipelines.remove(&id) else {
                pool.idle.push(runspace);
                return;
            };
            pool.busy.push((id, Arc::clone(&runspace)));
            (*waiting, pool.request.clone())
        };
        if waiting.stopped {
            return self.finish(id, PipelineState::Stopped, None);
        }
        if is_debugger_command(&waiting.request) {
            // Modes of the debugger are taken and mean nothing as long as nothing breaks.
            return self.finish(id, PipelineState::Completed, None);
        }
        let (command, own_host, purpose) = match &waiting.request {
            PipelineRequest::Commands(request) => {
                let options = request.remote_stream_options;
                let own = (!request.host_info.use_runspace_host).then_some(&request.host_info);
                (pipeline_command(request), own, Purpose::Commands { options })
            }
            PipelineRequest::Metadata(request) => {
                (metadata::query(request), None, Purpose::Metadata(Mutex::default()))
            }
        };
        let host = match (own_host, &wanted) {
            (Some(info), _) => self.client_host(Some(id), info, super::channel::defaults_of(info)),
            (None, Some(wanted)) => {
                self.client_host(Some(id), &wanted.host, wanted.defaults.clone())
            }
            (None, None) => return self.finish(id, PipelineState::Stopped, None),
        };
        let shared = own_host.is_none().then(|| Arc::clone(&host));
        match runspace.create_pipeline(command, Some(host)) {
            Err(record) => self.finish(id, PipelineState::Failed, Some(record)),
            Ok(pipeline) => {
                let running = Entry::Running(Arc::clone(&pipeline));
                self.pool.lock().pipelines.insert(id, running);
                let encoder = self.with_session(|session| session.pool_mut().encoder());
                pipeline.start(Arc::new(PipelineSink::new(self, id, purpose, encoder, shared)));
                for value in waiting.input {
                    pipeline.write_input(value);
                }
                if waiting.input_ended || waiting.request.no_input() {
                    pipeline.end_input();
                }
            }
        }
    }

    /// A pipeline has ended: its runspace is free, and the client is told.
    pub(super) fn finish(&self, id: Guid, state: PipelineState, reason: Option<Arc<ErrorRecord>>) {
        self.interrupt(id);
        {
            let pool = &mut *self.pool.lock();
            pool.pipelines.remove(&id);
            if let Some(place) = pool.busy.iter().position(|(own, _)| *own == id) {
                let (_, runspace) = pool.busy.remove(place);
                // A nested pipeline leaves its runspace to the one around it.
                if !pool.busy.iter().any(|(_, other)| Arc::ptr_eq(other, &runspace)) {
                    pool.idle.push(runspace);
                }
            }
        }
        self.close_surplus();
        self.tell("the end of a pipeline", |pool| pool.finish_pipeline(id, state, reason));
    }

    /// Closes runspaces that the pool has too many.
    fn close_surplus(&self) {
        let surplus: Vec<_> = {
            let pool = &mut *self.pool.lock();
            let max = pool.request.as_ref().map_or(usize::MAX, |wanted| wanted.max);
            let keep = max.saturating_sub(pool.busy.len()).min(pool.idle.len());
            pool.idle.drain(keep..).collect()
        };
        for runspace in surplus {
            runspace.close(Box::new(|_| ()));
        }
    }

    fn on_reset(self: &Arc<Self>, call_id: i64) {
        let idle = self.pool.lock().idle.first().cloned();
        let host = Arc::clone(self);
        let done = move |done: bool| {
            host.tell("the end of a reset", |pool| pool.reset_done(call_id, done));
        };
        match idle {
            Some(runspace) => runspace.reset(Box::new(move |result| done(result.is_ok()))),
            None => done(false),
        }
    }
}

/// Whether the client speaks to its remote debugger: these commands exist for it alone.
fn is_debugger_command(request: &PipelineRequest) -> bool {
    const COMMANDS: [&str; 7] = [
        "__Get-PSDebuggerStopArgs",
        "__Set-PSDebuggerAction",
        "__Set-PSDebugMode",
        "__Set-PSDebuggerStepMode",
        "__Set-PSUnhandledBreakpointMode",
        "__Get-PSBreakpoint",
        "__Set-PSBreakpoint",
    ];
    let PipelineRequest::Commands(request) = request else { return false };
    let first = request.power_shell.statements.first().and_then(|first| first.commands.first());
    first.is_some_and(|first| {
        COMMANDS.iter().any(|known| !first.is_script && first.text.eq_ignore_ascii_case(known))
    })
}

/// Whether the client says which PowerShell it is; only those ask for the debugger.
fn has_version_table(arguments: &Value) -> bool {
    match arguments.base() {
        Value::Dictionary(table) => table.get_str("PSVersionTable").is_some(),
        _ => false,
    }
}
