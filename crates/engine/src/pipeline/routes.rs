//! Where the records of the streams beside the output go.
//!
//! A redirection of a command holds for all that runs inside it. What is merged into an output waits in
//! a queue until that output is written to or flushed, so that order is kept.

use std::collections::VecDeque;
use std::sync::Arc;

use parking_lot::Mutex;
use remora_psobject::{ListObject, Value};

/// A stream beside the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stream {
    Error = 0,
    Warning = 1,
    Verbose = 2,
    Debug = 3,
    Information = 4,
}

impl Stream {
    /// All of them.
    pub(crate) const ALL: [Self; 5] =
        [Self::Error, Self::Warning, Self::Verbose, Self::Debug, Self::Information];
}

/// Records on their way into an output.
#[derive(Debug, Default)]
pub(crate) struct MergeQueue(Mutex<VecDeque<Value>>);

impl MergeQueue {
    /// Adds a record.
    pub(crate) fn push(&self, value: Value) {
        self.0.lock().push_back(value);
    }

    /// Takes the oldest record.
    pub(crate) fn pop(&self) -> Option<Value> {
        self.0.lock().pop_front()
    }
}

/// Where a stream goes.
#[derive(Clone, Debug, Default)]
pub(crate) enum Route {
    /// To whoever runs the pipeline.
    #[default]
    Default,
    /// Nowhere.
    Discard,
    /// Into an output, or a file behind it.
    Queue(Arc<MergeQueue>),
}

/// A variable that collects a stream (`-ErrorVariable`), and those around it.
#[derive(Debug)]
pub(crate) struct Tap {
    pub(crate) stream: Stream,
    pub(crate) list: Arc<ListObject>,
    pub(crate) next: Option<Arc<Tap>>,
}

/// The routes of all streams.
#[derive(Clone, Debug, Default)]
pub(crate) struct Routes {
    routes: [Route; 5],
    taps: Option<Arc<Tap>>,
}

impl Routes {
    /// Sets the route of a stream.
    pub(crate) fn set(&mut self, stream: Stream, route: Route) {
        if let Some(slot) = self.routes.get_mut(stream as usize) {
            *slot = route;
        }
    }

    /// The route of a stream.
    pub(crate) fn get(&self, stream: Stream) -> &Route {
        self.routes.get(stream as usize).unwrap_or(&Route::Default)
    }

    /// Adds a variable that collects a stream.
    pub(crate) fn add_tap(&mut self, stream: Stream, list: Arc<ListObject>) {
        self.taps = Some(Arc::new(Tap { stream, list, next: self.taps.take() }));
    }

    /// The same without the innermost variable that collects a stream.
    pub(crate) fn without_tap(&self, stream: Stream) -> Self {
        fn rest(tap: Option<&Arc<Tap>>, stream: Stream) -> Option<Arc<Tap>> {
            let tap = tap?;
            if tap.stream == stream {
                return tap.next.clone();
            }
            let next = rest(tap.next.as_ref(), stream);
            Some(Arc::new(Tap { stream: tap.stream, list: Arc::clone(&tap.list), next }))
        }
        Self { routes: self.routes.clone(), taps: rest(self.taps.as_ref(), stream) }
    }

    /// Gives a record to the variables that collect its stream.
    pub(crate) fn tap(&self, stream: Stream, value: &Value) {
        let mut tap = self.taps.as_ref();
        while let Some(current) = tap {
            if current.stream == stream {
                current.list.push(value.clone());
            }
            tap = current.next.as_ref();
        }
    }

    /// Whether a variable collects the stream.
    pub(crate) fn is_tapped(&self, stream: Stream) -> bool {
        let mut tap = self.taps.as_ref();
        while let Some(current) = tap {
            if current.stream == stream {
                return true;
            }
            tap = current.next.as_ref();
        }
        false
    }

    /// Takes a record where its stream is redirected; whether it was.
    pub(crate) fn divert(&self, stream: Stream, value: &Value) -> bool {
        match self.get(stream) {
            Route::Default => false,
            Route::Discard => true,
            Route::Queue(queue) => {
                queue.push(value.clone());
                true
            }
        }
    }
}
