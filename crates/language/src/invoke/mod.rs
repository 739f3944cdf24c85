//! Members: properties, methods, constructors, operators.
//!
//! The engine asks in PowerShell's order: [`instance_member`] (what the object carries), then its own
//! table of extended members, then [`get_adapted`] (what the type has). [`get_property`] does it all
//! but the engine's part.

mod call;
mod delegate;
mod errors;
mod instance;
mod method;
mod overload;
mod property;
mod reference;
mod site;
mod static_member;

pub(crate) use call::call_class_method;
pub use call::{call_operator, call_raw, construct, construct_raw, run_body};
pub use delegate::{Delegate, delegate};
pub use errors::{ambiguous_overloads, argument_error, method_not_found, on_null, wrap_failure};
pub use instance::instance_member;
pub use method::{Invocation, call_adapted, call_method, has_method};
pub use overload::{Candidate, Choice, ParameterInfo, choose};
pub use property::{
    Property, get_adapted, get_property, property_missing, property_names, set_adapted,
    set_property,
};
pub use reference::Reference;
pub use site::CallSite;
pub use static_member::{call_generic, call_static, get_static, set_static};

use remora_psobject::Value;

use crate::Runtime;

/// The invariant culture as a value, for parameters that take an `IFormatProvider`.
pub(crate) fn invariant_culture(runtime: &dyn Runtime) -> Value {
    remora_dotnet::registry::find_type("System.Globalization.CultureInfo")
        .and_then(|id| {
            let property =
                remora_dotnet::registry::definition(id)?.static_property("InvariantCulture")?;
            property.get(&Value::Null, &[], id, runtime).ok()
        })
        .unwrap_or(Value::Null)
}

#[cfg(test)]
mod tests;
