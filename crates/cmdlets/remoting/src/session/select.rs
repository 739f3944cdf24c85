//! How the session cmdlets find the sessions that are meant.

use std::sync::Arc;

use remora_engine::prelude::*;
use remora_language::wildcard::WildcardPattern;
use remora_psobject::Guid;

use super::{PsSession, Sessions};
use crate::errors;

/// What the user said about the sessions.
#[derive(Default)]
pub(crate) struct SessionSelector {
    pub(crate) sessions: Vec<Value>,
    pub(crate) ids: Vec<i32>,
    pub(crate) names: Vec<PsString>,
    pub(crate) instance_ids: Vec<Guid>,
    pub(crate) computers: Vec<PsString>,
}

impl SessionSelector {
    fn is_empty(&self) -> bool {
        self.sessions.is_empty()
            && self.ids.is_empty()
            && self.names.is_empty()
            && self.instance_ids.is_empty()
            && self.computers.is_empty()
    }
}

/// The sessions that are meant, with their objects. What is not found is an error that does not end
/// the cmdlet. Where nothing was said, all are meant if `all_without` says so, else none.
///
/// # Errors
/// What writing such an error gave.
pub(crate) fn select(
    runtime: &mut CommandRuntime<'_>,
    selector: &SessionSelector,
    all_without: bool,
) -> CommandResult<Vec<(Arc<PsSession>, Value)>> {
    let all = runtime.context().extension::<Sessions>().all().to_vec();
    if selector.is_empty() {
        return Ok(if all_without { all } else { Vec::new() });
    }
    let mut found: Vec<(Arc<PsSession>, Value)> = Vec::new();
    for value in &selector.sessions {
        if let Some(session) = value.downcast_arc::<PsSession>() {
            found.push((session, value.clone()));
        }
    }
    for id in &selector.ids {
        match all.iter().find(|(session, _)| session.id == *id) {
            Some(session) => found.push(session.clone()),
            None => runtime.write_error(errors::session_not_found(
                &format!("the session ID {id}"),
                "RemoteRunspaceNotAvailableForSpecifiedSessionId",
            ))?,
        }
    }
    for id in &selector.instance_ids {
        match all.iter().find(|(session, _)| session.runspace.id() == *id) {
            Some(session) => found.push(session.clone()),
            None => runtime.write_error(errors::session_not_available_for(
                format!("Remote session is not available for {id}."),
                "RemoteRunspaceNotAvailableForSpecifiedRunspaceId",
            ))?,
        }
    }
    for name in &selector.names {
        let matching = matching(&all, name, |session| session.name.clone())?;
        if matching.is_empty() && !remora_language::wildcard::contains_wildcards(name) {
            runtime.write_error(errors::session_not_found(
                // Two blanks, as PowerShell has them.
                &format!("the name {name} "),
                "RemoteRunspaceNotAvailableForSpecifiedName",
            ))?;
        }
        found.extend(matching);
    }
    for name in &selector.computers {
        let matching = matching(&all, name, PsSession::computer_name)?;
        if matching.is_empty() && !remora_language::wildcard::contains_wildcards(name) {
            runtime.write_error(errors::session_not_found(
                &format!("the computer name {name}"),
                "RemoteRunspaceNotAvailableForSpecifiedComputer",
            ))?;
        }
        found.extend(matching);
    }
    Ok(found)
}

fn matching(
    all: &[(Arc<PsSession>, Value)],
    pattern: &str,
    text: impl Fn(&PsSession) -> PsString,
) -> CommandResult<Vec<(Arc<PsSession>, Value)>> {
    let Ok(pattern) = WildcardPattern::new(pattern, true) else { return Ok(Vec::new()) };
    Ok(all.iter().filter(|(session, _)| pattern.is_match(&text(session))).cloned().collect())
}
