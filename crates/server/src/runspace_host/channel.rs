//! Host calls on their way to the client, and their answers.

use std::sync::{Arc, Weak, mpsc};

use remora_hosting::host::HostResult;
use remora_hosting::{ForwardingHost, Host, HostCallChannel, HostDefaults, HostError, HostMethod};
use remora_psobject::{Guid, Value};
use remora_psrp::Target;
use remora_psrp::message::{HostInfo, HostResponse};

use super::SessionHost;

/// Where a host's calls go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Caller {
    /// This pipeline.
    Pipeline(Guid),
    /// The pipeline that was started last, since clients expect calls from pipelines; the pool where
    /// none runs.
    Pool,
}

/// Sends host calls to the client.
struct ClientChannel {
    host: Weak<SessionHost>,
    caller: Caller,
}

impl ClientChannel {
    fn target(&self, host: &SessionHost) -> Target {
        match self.caller {
            Caller::Pipeline(id) => Target::Pipeline(id),
            Caller::Pool => host.pool.lock().last_started().map_or(Target::Pool, Target::Pipeline),
        }
    }
}

impl HostCallChannel for ClientChannel {
    fn send(&self, method: HostMethod, parameters: Vec<Value>) {
        let Some(host) = self.host.upgrade() else { return };
        let target = self.target(&host);
        host.outlet.wait_for_room(|| false);
        let sent = host.with_session(|session| {
            session.pool_mut().tell_host(target, method.number(), parameters)
        });
        if let Err(error) = sent {
            // The pipeline has ended, and nobody is there to be told.
            tracing::debug!(method = method.name(), %error, "a host call was not sent");
        }
    }

    fn call(&self, method: HostMethod, parameters: Vec<Value>) -> HostResult<Value> {
        let host = self.host.upgrade().ok_or(HostError::Interrupted)?;
        let target = self.target(&host);
        let (sender, answer) = mpsc::channel();
        let sent = host.with_session(|session| {
            let id = session.pool_mut().call_host(target, method.number(), parameters)?;
            // Before the session is free again: the answer may come at once.
            host.pool.lock().calls.insert((target, id), sender);
            Ok::<_, remora_psrp::Error>(())
        });
        if let Err(error) = sent {
            tracing::debug!(method = method.name(), %error, "a host call was not sent");
            return Err(HostError::Interrupted);
        }
        drop(host);
        answer.recv().unwrap_or(Err(HostError::Interrupted))
    }
}

/// The client has no host: what is written vanishes, and nobody can be asked.
struct NobodyThere;

impl HostCallChannel for NobodyThere {
    fn send(&self, _method: HostMethod, _parameters: Vec<Value>) {}

    fn call(&self, method: HostMethod, _parameters: Vec<Value>) -> HostResult<Value> {
        Err(HostError::NotImplemented(method))
    }
}

impl SessionHost {
    /// The host that commands of a pipeline see, or those of the pool itself.
    pub(super) fn client_host(
        self: &Arc<Self>,
        pipeline: Option<Guid>,
        info: &HostInfo,
        defaults: HostDefaults,
    ) -> Arc<dyn Host> {
        let (identity, version) = (random_guid(), self.services.host_version());
        let cultures = self.services.cultures();
        if info.is_host_null {
            let channel = Arc::new(NobodyThere);
            let host = ForwardingHost::new(identity, version, cultures, channel, false, None);
            return Arc::new(host);
        }
        let caller = pipeline.map_or(Caller::Pool, Caller::Pipeline);
        let channel = Arc::new(ClientChannel { host: Arc::downgrade(self), caller });
        let screen = (!info.is_host_raw_ui_null).then_some(defaults);
        let has_ui = !info.is_host_ui_null;
        Arc::new(ForwardingHost::new(identity, version, cultures, channel, has_ui, screen))
    }

    /// The client answered a call.
    pub(super) fn on_answer(&self, target: Target, response: HostResponse) {
        let waiting = self.pool.lock().calls.remove(&(target, response.call_id));
        if let Some(waiting) = waiting {
            // Who asked may have given up.
            let _ = waiting.send(response.result.map_err(HostError::Failed));
        }
    }

    /// Nobody will answer the calls of a pipeline any more.
    pub(super) fn interrupt(&self, pipeline: Guid) {
        let target = Target::Pipeline(pipeline);
        self.pool.lock().calls.retain(|(caller, _), _| *caller != target);
    }

    /// Nobody will answer any call any more.
    pub(super) fn interrupt_all(&self) {
        self.pool.lock().calls.clear();
    }
}

/// What the client says of its screen.
pub(super) fn defaults_of(info: &HostInfo) -> HostDefaults {
    info.default_data.clone().unwrap_or_default()
}

fn random_guid() -> Guid {
    Guid(crate::system::random_id().0)
}
