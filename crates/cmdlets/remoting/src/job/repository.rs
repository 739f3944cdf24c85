//! [`Jobs`]: the jobs of this session.

use std::sync::Arc;

use remora_psobject::Value;

use super::Job;

/// The list that Get-Job shows.
#[derive(Default)]
pub(crate) struct Jobs {
    next_id: i32,
    list: Vec<(Arc<Job>, Value)>,
}

impl Jobs {
    /// The number that the next job or child job gets. Numbers are not used again.
    pub(crate) fn next_id(&mut self) -> i32 {
        self.next_id += 1;
        self.next_id
    }

    /// Adds a job and gives the object that stands for it everywhere.
    pub(crate) fn add(&mut self, job: Arc<Job>) -> Value {
        let value = Value::live_arc(Arc::clone(&job));
        self.list.push((job, value.clone()));
        value
    }

    /// All jobs with their objects.
    pub(crate) fn all(&self) -> &[(Arc<Job>, Value)] {
        &self.list
    }

    /// Takes a job off the list.
    pub(crate) fn remove(&mut self, id: i32) {
        self.list.retain(|(job, _)| job.id != id);
    }
}
