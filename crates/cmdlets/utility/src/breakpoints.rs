//! The breakpoints of a session.

use std::sync::Arc;

use remora_engine::prelude::*;

use crate::record_object::RecordObject;

/// What a session keeps.
#[derive(Default)]
pub(crate) struct Breakpoints {
    all: Vec<Arc<RecordObject>>,
    next: i32,
}

impl Breakpoints {
    /// Adds a breakpoint of a kind with the properties that the kind has.
    pub(crate) fn add(
        &mut self,
        kind: &str,
        properties: impl IntoIterator<Item = (&'static str, Value)>,
        text: String,
    ) -> Arc<RecordObject> {
        self.next += 1;
        let mut all: Vec<(&'static str, Value)> = properties.into_iter().collect();
        all.extend([
            ("Enabled", Value::Bool(true)),
            ("HitCount", Value::I32(0)),
            ("Id", Value::I32(self.next)),
        ]);
        let class = format!("System.Management.Automation.{kind}Breakpoint");
        let object = Arc::new(RecordObject::new(&class, all).with_text(text));
        self.all.push(Arc::clone(&object));
        object
    }

    /// All breakpoints in the order in which they were set.
    pub(crate) fn all(&self) -> Vec<Arc<RecordObject>> {
        self.all.clone()
    }

    /// Forgets a breakpoint.
    pub(crate) fn remove(&mut self, breakpoint: &Arc<RecordObject>) {
        self.all.retain(|known| !Arc::ptr_eq(known, breakpoint));
    }
}

/// The number of a breakpoint.
pub(crate) fn id_of(breakpoint: &RecordObject) -> i32 {
    breakpoint.get("Id").as_i32().unwrap_or(0)
}

/// The breakpoints that are given as objects or by number; a number that no breakpoint has is an error.
///
/// # Errors
/// What writing the error gives.
pub(crate) fn given(
    runtime: &mut CommandRuntime<'_>,
    objects: &[Value],
    ids: &[i32],
) -> CommandResult<Vec<Arc<RecordObject>>> {
    let mut found: Vec<Arc<RecordObject>> =
        objects.iter().filter_map(|value| value.downcast_arc()).collect();
    for id in ids {
        let all = runtime.context().extension::<Breakpoints>().all();
        match all.into_iter().find(|known| id_of(known) == *id) {
            Some(known) => found.push(known),
            None => {
                let record = error(
                    TypeId::ARGUMENT_EXCEPTION,
                    format!("There is no breakpoint with ID '{id}'."),
                    "PSBreakpoint:BreakpointIdNotFound",
                    ErrorCategory::InvalidArgument,
                    Value::Null,
                );
                runtime.write_error(record)?;
            }
        }
    }
    Ok(found)
}
