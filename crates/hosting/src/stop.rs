//! How running work is told to end.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use parking_lot::{Condvar, Mutex};

/// A flag that many hold and one raises. It stays raised.
///
/// Work looks at it in loops, sleeps on it with a time limit, or leaves a call-back where it waits for
/// something else. A child is raised with its parent, not the other way round.
#[derive(Clone, Default)]
pub struct StopToken(Arc<Inner>);

type Action = Box<dyn FnOnce() + Send>;

#[derive(Default)]
struct Inner {
    raised: AtomicBool,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    actions: Vec<(u64, Action)>,
    next: u64,
    /// Where this is a child: what raises it with its parent.
    parent: Option<Registration>,
}

/// Takes the call-back of [`StopToken::on_stop`] away when it goes.
#[must_use = "the call-back goes with it"]
pub struct Registration {
    token: StopToken,
    number: u64,
}

impl StopToken {
    /// A token that nobody has raised.
    pub fn new() -> Self {
        Self::default()
    }

    /// A token that is raised with this one, or alone.
    pub fn child(&self) -> Self {
        let child = Self::new();
        let link = Arc::downgrade(&child.0);
        let registration = self.on_stop(move || {
            if let Some(inner) = link.upgrade() {
                Self(inner).stop();
            }
        });
        // A session makes a child for each command: the parent forgets those that are gone.
        child.0.state.lock().parent = Some(registration);
        child
    }

    /// Raises the flag and runs the call-backs, once.
    pub fn stop(&self) {
        let actions = {
            let mut state = self.0.state.lock();
            if self.0.raised.swap(true, Ordering::SeqCst) {
                return;
            }
            std::mem::take(&mut state.actions)
        };
        self.0.changed.notify_all();
        for (_, action) in actions {
            action();
        }
    }

    /// Whether the flag is raised.
    #[inline]
    pub fn is_stopped(&self) -> bool {
        self.0.raised.load(Ordering::Relaxed)
    }

    /// Runs `action` when the flag is raised, or at once where it is. The action must not block.
    pub fn on_stop(&self, action: impl FnOnce() + Send + 'static) -> Registration {
        let mut state = self.0.state.lock();
        let number = state.next;
        state.next += 1;
        if self.is_stopped() {
            drop(state);
            action();
        } else {
            state.actions.push((number, Box::new(action)));
        }
        Registration { token: self.clone(), number }
    }

    /// Sleeps until the flag is raised or the time is over. Whether it is raised.
    pub fn wait(&self, limit: std::time::Duration) -> bool {
        let mut state = self.0.state.lock();
        if !self.is_stopped() {
            self.0.changed.wait_for(&mut state, limit);
        }
        self.is_stopped()
    }
}

impl Drop for Registration {
    fn drop(&mut self) {
        self.token.0.state.lock().actions.retain(|(number, _)| *number != self.number);
    }
}

impl fmt::Debug for StopToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StopToken({})", self.is_stopped())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicU32;

    #[test]
    fn call_backs_run_once_and_can_be_taken_away() {
        let count = Arc::new(AtomicU32::new(0));
        let add = |number: u32| {
            let count = Arc::clone(&count);
            move || {
                count.fetch_add(number, Ordering::SeqCst);
            }
        };
        let token = StopToken::new();
        let kept = token.on_stop(add(1));
        drop(token.on_stop(add(10)));
        token.stop();
        token.stop();
        let late = token.on_stop(add(100));
        assert_eq!(count.load(Ordering::SeqCst), 101);
        drop((kept, late));
    }

    #[test]
    fn children_follow_their_parent() {
        let parent = StopToken::new();
        let child = parent.child();
        let other = parent.child();
        other.stop();
        assert!(!parent.is_stopped() && !child.is_stopped());
        parent.stop();
        assert!(child.wait(std::time::Duration::ZERO));
    }

    #[test]
    fn a_parent_forgets_children_that_are_gone() {
        let parent = StopToken::new();
        let kept = parent.child();
        for _ in 0..100 {
            drop(parent.child());
        }
        assert_eq!(parent.0.state.lock().actions.len(), 1);
        drop(kept);
        assert!(parent.0.state.lock().actions.is_empty());
    }
}
