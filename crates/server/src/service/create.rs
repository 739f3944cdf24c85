//! Making shells.

use std::sync::Arc;

use remora_psrp::Stream;
use remora_wsman::fault::Known;
use remora_wsman::shell::server::{CreateShell, Reply};
use remora_wsman::{Guid, ShellId};
use tokio::time::Instant;

use super::{Refusal, Service, host_gone, shutdown};
use crate::Verified;
use crate::configuration::SessionConfiguration;
use crate::session_host::{LaunchRequest, Relay, pump};
use crate::store::{Backend, Shell, ShellFacts};
use crate::system::random_id;

/// Streams of a PowerShell shell.
const INPUT_STREAMS: [&str; 2] = ["stdin", "pr"];
const OUTPUT_STREAMS: [&str; 1] = ["stdout"];

impl Service {
    /// Makes a shell: chooses its configuration, takes a place, starts its process, and brings the
    /// first fragments there.
    pub(super) async fn create_shell(
        self: &Arc<Self>,
        caller: &Verified,
        create: CreateShell,
    ) -> Result<Reply, Refusal> {
        let Some(name) = &create.configuration else {
            return self.create_text_shell(caller, create).await;
        };
        // Clients append parameters for other services.
        let name = name.split('?').next().unwrap_or_default();
        let configuration = self.admit(caller, name)?;
        let id = shell_id(create.shell.id.clone())?;
        if self.store.has(caller, &id) {
            return Err(exists_already(&id));
        }
        let quotas = self.store.quotas().clone();
        let idle_timeout = match create.shell.idle_timeout {
            Some(asked) => quotas.check_idle(asked)?,
            None => quotas.idle_timeout,
        };
        let seat = self.store.reserve(caller)?;
        let request = LaunchRequest {
            caller: caller.clone(),
            configuration: with_cultures(configuration.clone(), &create),
            max_line: quotas.max_line,
        };
        let process = self.launcher.launch(request).await.map_err(|error| {
            tracing::error!(user = caller.name(), configuration = configuration.name, %error,
                "no session host");
            Known::Internal(format!("{error}. "))
        })?;
        let process_id = process.process_id();
        let facts = ShellFacts {
            id,
            owner: caller.clone(),
            resource_uri: create.resource_uri,
            configuration: configuration.name,
            name: create.shell.name,
            locale: create.locale,
            data_locale: create.data_locale,
            input_streams: or_default(create.shell.input_streams, &INPUT_STREAMS),
            output_streams: or_default(create.shell.output_streams, &OUTPUT_STREAMS),
            process_id,
            received: configuration.received,
            profile_loaded: true,
            created: Instant::now(),
        };
        let (relay, incoming) = Relay::start(process, quotas.input_buffer, self.close_timeout);
        let backend = Backend::Session(relay.clone());
        let shell = Shell::new(facts, backend, quotas, idle_timeout, seat);
        let _use = shell.begin_use();
        tokio::spawn(pump(incoming, relay.clone(), Arc::clone(&shell)));
        self.keep(&shell).await?;
        tracing::info!(
            user = caller.name(),
            client = %caller.address(),
            shell = %shell.id(),
            configuration = shell.facts().configuration,
            process = process_id,
            "shell opened"
        );
        if let Some(fragments) = create.shell.creation_xml {
            self.count_received(&shell, None, &fragments, false)?;
            let sent = relay.send(None, Stream::Default, &fragments).await;
            if let Err(gone) = sent {
                self.store.remove(&shell);
                return Err(host_gone(&shell)(gone));
            }
        }
        Ok(Reply::Shell(Box::new(shell.describe(Instant::now(), None))))
    }

    /// Puts a new shell into the store.
    pub(super) async fn keep(&self, shell: &Arc<Shell>) -> Result<(), Refusal> {
        let Err(shell) = self.store.insert(Arc::clone(shell)) else { return Ok(()) };
        // Another request was faster with the same id, or the endpoint is about to stop.
        shutdown(&shell, "The shell could not be kept. ", self.close_timeout).await;
        let stops = self.store.is_draining();
        Err(if stops { Known::Aborted } else { exists_already(shell.id()) })
    }

    /// The configuration of this name, where the caller may use it.
    pub(super) fn admit(
        &self,
        caller: &Verified,
        name: &str,
    ) -> Result<SessionConfiguration, Refusal> {
        let found = self.sessions.find(name).map_err(|error| {
            tracing::error!(%error, "a session configuration cannot be used");
            Known::Internal(format!("The session configuration {name} cannot be used. "))
        })?;
        let found = found.ok_or_else(|| Known::ConfigurationNotFound(name.to_owned()))?;
        if !found.admits(caller.principal()) {
            tracing::warn!(user = caller.name(), client = %caller.address(), configuration = name,
                "access denied");
            return Err(Known::AccessDenied);
        }
        Ok(found)
    }
}

/// The configuration with the cultures that the client wants (MS-WSMV 3.1.4.1.8 wsman:Locale and
/// 3.1.4.1.9 wsmv:DataLocale), where it does not say its own.
fn with_cultures(
    mut configuration: SessionConfiguration,
    create: &CreateShell,
) -> SessionConfiguration {
    // Longer than any language tag in use.
    const LONGEST: usize = 35;
    let is_tag = |text: &&String| {
        text.len() <= LONGEST
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let wanted = [
        ("REMORA_SESSION_CULTURE", &create.data_locale),
        ("REMORA_SESSION_UI_CULTURE", &create.locale),
    ];
    for (variable, tag) in wanted {
        if let Some(tag) = tag.as_ref().filter(is_tag) {
            let entry = configuration.environment.entry(variable.to_owned());
            entry.or_insert_with(|| tag.clone());
        }
    }
    configuration
}

/// The id that the client chose, or a fresh one. Only GUIDs are ids of runspace pools.
pub(super) fn shell_id(chosen: Option<ShellId>) -> Result<ShellId, Refusal> {
    match chosen {
        None => Ok(ShellId::from(random_id())),
        Some(id) if id.guid().is_some_and(|guid| guid != Guid([0; 16])) => Ok(id),
        Some(_) => Err(Known::InvalidSelectors),
    }
}

pub(super) fn exists_already(id: &ShellId) -> Refusal {
    Known::Internal(format!("A shell with the id {id} exists already. "))
}

pub(super) fn or_default(asked: Vec<String>, default: &[&str]) -> Vec<String> {
    if asked.is_empty() { default.iter().map(|name| (*name).to_owned()).collect() } else { asked }
}
