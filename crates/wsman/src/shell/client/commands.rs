//! The commands of a shell, as their client sees them.

use crate::shell::ExchangeId;
use crate::{CommandId, Error};

/// Where a command stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// The request to start or take it over is on its way.
    Opening,
    /// It runs.
    Running,
    /// It has ended; the service still remembers it.
    Done,
    /// The request to forget it is on its way.
    Closing,
}

struct Entry {
    id: CommandId,
    stage: Stage,
    receive: Option<ExchangeId>,
}

/// All commands that the service remembers.
#[derive(Default)]
pub(super) struct Commands(Vec<Entry>);

impl Commands {
    fn get(&self, id: &CommandId) -> Option<&Entry> {
        self.0.iter().find(|entry| entry.id == *id)
    }

    fn get_mut(&mut self, id: &CommandId) -> Option<&mut Entry> {
        self.0.iter_mut().find(|entry| entry.id == *id)
    }

    fn unknown(id: &CommandId) -> Error {
        Error::misuse(format!("there is no running command {id}"))
    }

    /// Remembers a command that is being opened.
    pub(super) fn add(&mut self, id: &CommandId) -> Result<(), Error> {
        if self.get(id).is_some() {
            return Err(Error::misuse(format!("the command {id} exists already")));
        }
        self.0.push(Entry { id: id.clone(), stage: Stage::Opening, receive: None });
        Ok(())
    }

    /// The command runs; it may be one whose id the service chose.
    pub(super) fn opened(&mut self, id: &CommandId) {
        match self.get_mut(id) {
            Some(entry) if entry.stage == Stage::Opening => entry.stage = Stage::Running,
            Some(_) => {}
            None => {
                self.0.push(Entry { id: id.clone(), stage: Stage::Running, receive: None });
            }
        }
    }

    /// The command has ended.
    pub(super) fn done(&mut self, id: &CommandId) {
        if let Some(entry) = self.get_mut(id)
            && entry.stage != Stage::Closing
        {
            entry.stage = Stage::Done;
        }
    }

    /// The command is to be forgotten.
    pub(super) fn close(&mut self, id: &CommandId) -> Result<(), Error> {
        match self.get_mut(id) {
            Some(entry) if entry.stage != Stage::Closing => {
                entry.stage = Stage::Closing;
                Ok(())
            }
            _ => Err(Self::unknown(id)),
        }
    }

    /// Forgets the command; gives the request for output that is left waiting.
    pub(super) fn remove(&mut self, id: &CommandId) -> Option<ExchangeId> {
        let index = self.0.iter().position(|entry| entry.id == *id)?;
        self.0.swap_remove(index).receive
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// Whether input for the command may be sent now.
    pub(super) fn takes_input(&self, id: &CommandId) -> bool {
        self.get(id).is_some_and(|entry| matches!(entry.stage, Stage::Running | Stage::Done))
    }

    /// Whether a request for output of the command should be sent now.
    pub(super) fn wants_receive(&self, id: &CommandId) -> bool {
        self.get(id).is_some_and(|entry| entry.stage == Stage::Running && entry.receive.is_none())
    }

    /// The request for output of the command.
    pub(super) fn set_receive(&mut self, id: &CommandId, exchange: ExchangeId) {
        if let Some(entry) = self.get_mut(id) {
            entry.receive = Some(exchange);
        }
    }

    /// The request is no longer waiting.
    pub(super) fn release(&mut self, exchange: ExchangeId) {
        for entry in self.0.iter_mut().filter(|entry| entry.receive == Some(exchange)) {
            entry.receive = None;
        }
    }

    /// The commands whose output may still come.
    pub(super) fn running(&self) -> Vec<CommandId> {
        self.0
            .iter()
            .filter(|entry| entry.stage == Stage::Running)
            .map(|entry| entry.id.clone())
            .collect()
    }

    /// Refuses commands that are unknown or being forgotten.
    pub(super) fn require_alive(&self, id: &CommandId) -> Result<(), Error> {
        match self.get(id) {
            Some(entry) if entry.stage != Stage::Closing => Ok(()),
            _ => Err(Self::unknown(id)),
        }
    }

    /// Whether the command is being forgotten, so that what it says does not matter.
    pub(super) fn is_closing(&self, id: &CommandId) -> bool {
        self.get(id).is_none_or(|entry| entry.stage == Stage::Closing)
    }
}
