//! [`Sessions`]: the sessions that New-PSSession made in this session.

use std::sync::Arc;

use remora_hosting::Runspace;
use remora_psobject::{PsString, Value};

use super::PsSession;

/// The list that Get-PSSession shows.
#[derive(Default)]
pub(crate) struct Sessions {
    next_id: i32,
    /// In the order in which they were made.
    list: Vec<(Arc<PsSession>, Value)>,
}

impl Sessions {
    /// The number that the next session gets. Numbers are not used again; they are even, because a session
    /// and its runspace are counted together.
    pub(crate) fn next_id(&mut self) -> i32 {
        self.next_id += 2;
        self.next_id
    }

    /// Adds a session and gives the object that stands for it everywhere.
    pub(crate) fn add(
        &mut self,
        id: i32,
        name: Option<PsString>,
        runspace: Arc<dyn Runspace>,
    ) -> Value {
        let name = name.unwrap_or_else(|| format!("Runspace{}", id - 1).into());
        let session = Arc::new(PsSession::new(id, name, runspace));
        let value = Value::live_arc(Arc::clone(&session));
        self.list.push((session, value.clone()));
        value
    }

    /// Lists a session that was found at another computer and is this client's now.
    pub(crate) fn adopt(&mut self, session: Arc<PsSession>, value: Value) {
        if !self.list.iter().any(|(known, _)| known.id == session.id) {
            self.list.push((session, value));
        }
    }

    /// The sessions that are listed, with their objects.
    pub(crate) fn all(&self) -> &[(Arc<PsSession>, Value)] {
        &self.list
    }

    /// Takes a session off the list.
    pub(crate) fn remove(&mut self, id: i32) {
        self.list.retain(|(session, _)| session.id != id);
    }
}
