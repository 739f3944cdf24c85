//! State of other crates.

use std::any::{Any, TypeId};
use std::collections::HashMap;

/// One value of each type.
#[derive(Default)]
pub(crate) struct Extensions(HashMap<TypeId, Box<dyn Any + Send>>);

impl Extensions {
    /// The value of a type; made when it is first asked for.
    pub(crate) fn get<T: Default + Send + 'static>(&mut self) -> &mut T {
        let entry = self.0.entry(TypeId::of::<T>());
        let slot = entry.or_insert_with(|| Box::new(T::default()));
        if !slot.is::<T>() {
            *slot = Box::new(T::default());
        }
        match slot.downcast_mut() {
            Some(value) => value,
            // The key is the type's own, and a value of another type was replaced above.
            None => unreachable!("an extension is stored under its own type"),
        }
    }
}
