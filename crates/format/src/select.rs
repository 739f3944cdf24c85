//! Which shape and view an object gets.

use std::sync::Arc;

use remora_psobject::{PsString, Value};

use crate::context::FormatContext;
use crate::shape::{ShapeError, ShapeKind, ShapeParameters};
use crate::view::{View, ViewTable};

/// Objects with at most so many properties are shown as a table.
const PROPERTIES_IN_TABLE: usize = 4;

/// A shape, with the view that describes it, if there is one.
#[derive(Clone, Debug)]
pub struct ShapeChoice {
    /// The shape.
    pub kind: ShapeKind,
    /// The view.
    pub view: Option<Arc<View>>,
}

/// The shape and the view for an object that a command formats.
///
/// # Errors
/// There is no view of the name that the command asks for.
pub fn choose_shape(
    value: &Value,
    parameters: &ShapeParameters,
    views: &ViewTable,
    context: &dyn FormatContext,
) -> Result<ShapeChoice, ShapeError> {
    let type_names = context.type_names(value);
    let Some(kind) = parameters.kind else {
        return Ok(match views.find(&type_names, None, None) {
            Some(view) => ShapeChoice { kind: view.kind(), view: Some(view) },
            None => ShapeChoice { kind: natural_kind(value, context), view: None },
        });
    };
    if !parameters.properties.is_empty() {
        return Ok(ShapeChoice { kind, view: None });
    }
    if let Some(name) = &parameters.view {
        return match views.find(&type_names, Some(kind), Some(name)) {
            Some(view) => Ok(ShapeChoice { kind, view: Some(view) }),
            None => Err(no_such_view(name, kind, &type_names, views)),
        };
    }
    Ok(ShapeChoice { kind, view: views.find(&type_names, Some(kind), None) })
}

/// A table where there are few properties to show, a list where there are many.
fn natural_kind(value: &Value, context: &dyn FormatContext) -> ShapeKind {
    let mut count = default_properties(value, context).len();
    if count == 0 {
        count = context.property_names(value).len();
    }
    if count <= PROPERTIES_IN_TABLE { ShapeKind::Table } else { ShapeKind::List }
}

fn no_such_view(
    name: &str,
    kind: ShapeKind,
    type_names: &[PsString],
    views: &ViewTable,
) -> ShapeError {
    let type_name = type_names.first().map_or("", PsString::as_str);
    let of_type = |view: &&Arc<View>| view.types.iter().any(|t| t.eq_ignore_case(type_name));
    let mut names: Vec<&str> = views
        .views()
        .iter()
        .filter(of_type)
        .filter(|view| !view.out_of_band && view.kind() == kind)
        .map(|view| view.name.as_str())
        .collect();
    names.dedup();
    let shape = kind.name();
    let rest = if names.is_empty() {
        format!("There are no existing {shape} views for {type_name} objects.")
    } else {
        format!("Specify one of the following {shape} views and try again: {}.", names.join(", "))
    };
    ShapeError {
        error_id: "FormatViewNotFound",
        message: format!("The view name {name} cannot be found. {rest}"),
    }
}

/// The properties that the type wants to be shown where none are named, those that the object has.
pub fn default_properties(value: &Value, context: &dyn FormatContext) -> Vec<PsString> {
    let Some(names) = context.default_display_properties(value) else {
        return Vec::new();
    };
    names.iter().flat_map(|name| crate::view::resolve(name, value, context)).collect()
}

/// Whether an object that came from another computer shows which.
pub fn shows_computer_name(value: &Value, context: &dyn FormatContext) -> bool {
    let carries_members = match value {
        Value::Object(_) => true,
        other => other.header().is_some_and(remora_psobject::Header::has_members),
    };
    carries_members
        && matches!(context.property(value, "PSShowComputerName"), Some(Ok(Value::Bool(true))))
}
