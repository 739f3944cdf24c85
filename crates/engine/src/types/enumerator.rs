//! `$input`, `$foreach`, `$switch`: what is left of a sequence, taken by whoever asks.

use std::collections::VecDeque;
use std::sync::Arc;

use parking_lot::Mutex;
use remora_psobject::{Exception, LiveObject, PsString, TypeId, Value};

/// A sequence that is read once. Clones read the same one.
#[derive(Clone, Debug)]
pub(crate) struct Enumerator {
    state: Arc<Mutex<State>>,
    type_id: TypeId,
}

#[derive(Debug, Default)]
struct State {
    items: VecDeque<Value>,
    current: Value,
    all: Vec<Value>,
}

impl Enumerator {
    /// `$input`
    pub(crate) fn of_input(items: Vec<Value>) -> Self {
        Self::new(items, "System.Collections.ArrayList+ArrayListEnumeratorSimple")
    }

    /// `$foreach`, `$switch`
    pub(crate) fn of_loop(items: Vec<Value>) -> Self {
        Self::new(items, "System.Array+ArrayEnumerator")
    }

    fn new(items: Vec<Value>, type_name: &'static str) -> Self {
        Self {
            state: Arc::new(Mutex::new(State {
                items: items.iter().cloned().collect(),
                current: Value::Null,
                all: items,
            })),
            type_id: TypeId::register(type_name, Some(TypeId::OBJECT)),
        }
    }

    /// Takes the next item.
    pub(crate) fn advance(&self) -> Option<Value> {
        let mut state = self.state.lock();
        let item = state.items.pop_front()?;
        state.current = item.clone();
        Some(item)
    }

    /// Starts anew.
    fn reset(&self) {
        let mut state = self.state.lock();
        state.items = state.all.iter().cloned().collect();
        state.current = Value::Null;
    }

    /// The methods of an enumerator, by name in small letters.
    pub(crate) fn call(&self, name: &str) -> Option<Value> {
        match name {
            "movenext" => Some(Value::Bool(self.advance().is_some())),
            "reset" => {
                self.reset();
                Some(Value::AutomationNull)
            }
            _ => None,
        }
    }
}

impl LiveObject for Enumerator {
    fn object_type(&self) -> TypeId {
        self.type_id
    }

    fn property_names(&self) -> Vec<PsString> {
        vec!["Current".into()]
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        name.eq_ignore_ascii_case("Current").then(|| Ok(self.state.lock().current.clone()))
    }

    fn enumerate(&self) -> Option<Box<dyn Iterator<Item = Value> + Send>> {
        let own = self.clone();
        Some(Box::new(std::iter::from_fn(move || own.advance())))
    }
}
