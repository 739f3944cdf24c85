//! What clients are told about a shell.

use std::time::Duration;

use remora_wsman::message::{ConnectionState, Shell as ShellDescription};
use tokio::time::Instant;

use super::{Presence, Shell};
use crate::usage::UsageByGroup;

/// Bytes of a megabyte.
const MEGABYTE: u64 = 1024 * 1024;

impl Shell {
    /// What a client is told about it; with what its processes use where that was looked at.
    #[must_use]
    pub(crate) fn describe(&self, now: Instant, usage: Option<&UsageByGroup>) -> ShellDescription {
        let usage = usage.and_then(|usage| usage.of(&self.process_groups()));
        let state = self.state.lock();
        let facts = &self.facts;
        ShellDescription {
            id: Some(facts.id.clone()),
            name: facts.name.clone(),
            resource_uri: Some(facts.resource_uri.clone()),
            owner: Some(facts.owner.name().to_owned()),
            client_ip: Some(facts.owner.address().ip().to_string()),
            process_id: facts.process_id,
            idle_timeout: Some(state.idle_timeout),
            input_streams: facts.input_streams.clone(),
            output_streams: facts.output_streams.clone(),
            max_idle_timeout: Some(self.quotas.max_idle_timeout),
            locale: facts.locale.clone(),
            data_locale: facts.data_locale.clone(),
            compression_mode: Some("NoCompression".to_owned()),
            profile_loaded: Some(facts.profile_loaded),
            encoding: Some("UTF8".to_owned()),
            buffer_mode: Some(state.buffer_mode),
            memory_used: usage.map(|usage| format!("{}MB", usage.memory / MEGABYTE)),
            child_processes: usage.map(|usage| usage.processes),
            state: Some(match state.presence {
                Presence::Connected => ConnectionState::Connected,
                Presence::Disconnected => ConnectionState::Disconnected,
            }),
            run_time: Some(now.saturating_duration_since(facts.created)),
            inactivity: Some(if state.uses > 0 {
                Duration::ZERO
            } else {
                now.saturating_duration_since(state.last_used)
            }),
            ..ShellDescription::default()
        }
    }
}
