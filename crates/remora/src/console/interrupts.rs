//! What Ctrl-C does: it stops the innermost work.

use std::sync::Arc;

use parking_lot::Mutex;

/// Stops a work.
pub(crate) type Interrupt = Arc<dyn Fn() + Send + Sync>;

/// The works that can be stopped, the innermost last.
#[derive(Default)]
pub(crate) struct Interrupts {
    works: Mutex<Vec<Interrupt>>,
}

impl Interrupts {
    pub(crate) fn push(&self, interrupt: Interrupt) {
        self.works.lock().push(interrupt);
    }

    pub(crate) fn pop(&self) {
        self.works.lock().pop();
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.works.lock().is_empty()
    }

    /// Stops the innermost work. Whether there was any.
    pub(crate) fn interrupt(&self) -> bool {
        let action = self.works.lock().last().cloned();
        action.is_some_and(|action| {
            action();
            true
        })
    }
}
