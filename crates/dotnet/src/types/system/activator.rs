//! `System.Activator`

use crate::registry::{TypeKind, definition};
use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Activator",
    static_methods: &[("CreateInstance", create_instance)],
    ..Implementation::EMPTY
};

/// Makes an object with the constructor of so many parameters.
fn create_instance(call: &mut Call<'_>) -> Outcome {
    let named = call.type_arguments.first().copied().map(Value::Type);
    let Value::Type(id) = named.as_ref().unwrap_or(call.argument(0)).base() else {
        return Err(errors::argument_null("type"));
    };
    let known = definition(*id);
    if known.is_some_and(|known| known.is_abstract || known.kind == TypeKind::Interface) {
        let what = if known.is_some_and(|known| known.kind == TypeKind::Interface) {
            "an interface"
        } else {
            "an abstract class"
        };
        return Err(errors::of(
            "System.MissingMethodException",
            format!(
                "Cannot dynamically create an instance of type '{}'. Reason: Cannot create {what}.",
                id.full_name()
            ),
        ));
    }
    let arguments = call.arguments.get(1..).unwrap_or(&[]);
    let arguments: Vec<Value> = match arguments {
        [single] if sequence::is_collection(single) => sequence::items_of(single),
        several => several.to_vec(),
    };
    make(call, *id, &arguments)
}

/// An object of a type, made with the constructor of so many parameters.
pub(super) fn make(call: &Call<'_>, id: TypeId, arguments: &[Value]) -> Outcome {
    if arguments.is_empty() && id.is_value_type() {
        return Ok(super::array::default_of(id));
    }
    let found = definition(id).and_then(|definition| {
        definition
            .constructors
            .iter()
            .find(|overload| overload.parameters().len() == arguments.len())
    });
    let Some(overload) = found else {
        return Err(errors::of(
            "System.MissingMethodException",
            format!(
                "Cannot dynamically create an instance of type '{}'. Reason: No parameterless constructor defined.",
                id.full_name()
            ),
        ));
    };
    (overload.body)(&mut Call::new(&Value::Null, arguments, id, Some(overload), call.context))
}
