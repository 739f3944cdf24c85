//! The runspaces of a pool, and what runs in them.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, mpsc};

use parking_lot::Mutex;
use remora_hosting::host::HostResult;
use remora_hosting::{ConnectionInfo, HostDefaults, Pipeline, Runspace, RunspaceRequest};
use remora_psobject::{ErrorRecord, Guid, Value};
use remora_psrp::Target;
use remora_psrp::message::{HostInfo, InitRunspacePool};
use remora_psrp::server::PipelineRequest;

use super::SessionHost;
use super::channel::defaults_of;

/// What is there between the opening of a pool and its end.
#[derive(Default)]
pub(super) struct Pool {
    /// How the pool was asked for.
    pub(super) request: Option<Wanted>,
    pub(super) idle: Vec<Arc<dyn Runspace>>,
    /// Runspaces by the pipeline that runs in them, the latest last.
    pub(super) busy: Vec<(Guid, Arc<dyn Runspace>)>,
    pub(super) pipelines: HashMap<Guid, Entry>,
    /// Host calls that wait for their answer.
    pub(super) calls: HashMap<(Target, i64), mpsc::Sender<HostResult<Value>>>,
}

/// How the pool was asked for.
#[derive(Clone)]
pub(super) struct Wanted {
    pub(super) host: HostInfo,
    /// What the screen is like now; commands may have changed it.
    pub(super) defaults: HostDefaults,
    pub(super) application_arguments: Value,
    pub(super) min: usize,
    pub(super) max: usize,
}

impl Wanted {
    pub(super) fn new(request: &InitRunspacePool) -> Self {
        let number = |count: i32| usize::try_from(count).unwrap_or(1).max(1);
        Self {
            defaults: defaults_of(&request.host_info),
            host: request.host_info.clone(),
            application_arguments: request.application_arguments.clone(),
            min: number(request.min_runspaces),
            max: number(request.max_runspaces),
        }
    }
}

/// A pipeline.
pub(super) enum Entry {
    /// It waits for its turn, or for a runspace.
    Waiting(Box<Waiting>),
    /// It runs.
    Running(Arc<dyn Pipeline>),
}

/// What came for a pipeline that does not run yet.
pub(super) struct Waiting {
    pub(super) request: PipelineRequest,
    pub(super) input: VecDeque<Value>,
    pub(super) input_ended: bool,
    pub(super) stopped: bool,
}

impl Pool {
    /// The pipeline that was started last and still runs.
    pub(super) fn last_started(&self) -> Option<Guid> {
        self.busy.last().map(|(id, _)| *id)
    }
}

impl SessionHost {
    /// Makes a runspace and starts opening it; `then` gets it, or why there is none.
    pub(super) fn open_runspace(
        self: &Arc<Self>,
        then: impl FnOnce(Result<Arc<dyn Runspace>, Arc<ErrorRecord>>) + Send + 'static,
    ) {
        let wanted = self.pool.lock().request.clone();
        let mut request = RunspaceRequest::new(ConnectionInfo::Local, None);
        if let Some(wanted) = wanted {
            request.host = Some(self.client_host(None, &wanted.host, wanted.defaults));
            request.application_arguments = wanted.application_arguments;
        }
        match self.services.factory().create(request) {
            Ok(runspace) => {
                let opened = Arc::clone(&runspace);
                runspace.open(Box::new(move |result| then(result.map(|()| opened))));
            }
            Err(record) => then(Err(record)),
        }
    }

    /// Starts closing all runspaces; `then` is called when they are closed.
    pub(super) fn close_runspaces(&self, then: impl FnOnce() + Send + 'static) {
        let runspaces: Vec<_> = {
            let mut pool = self.pool.lock();
            pool.request = None;
            let idle = std::mem::take(&mut pool.idle);
            let busy = std::mem::take(&mut pool.busy);
            idle.into_iter().chain(busy.into_iter().map(|(_, runspace)| runspace)).collect()
        };
        let then = LastOne::new(then);
        for runspace in runspaces {
            let then = Arc::clone(&then);
            runspace.close(Box::new(move |result| {
                if let Err(record) = result {
                    tracing::warn!(error = %record.message(), "a runspace was not closed");
                }
                drop(then);
            }));
        }
    }
}

/// Calls back when the last clone goes.
struct LastOne<F: FnOnce()>(Mutex<Option<F>>);

impl<F: FnOnce()> LastOne<F> {
    fn new(then: F) -> Arc<Self> {
        Arc::new(Self(Mutex::new(Some(then))))
    }
}

impl<F: FnOnce()> Drop for LastOne<F> {
    fn drop(&mut self) {
        if let Some(then) = self.0.get_mut().take() {
            then();
        }
    }
}
