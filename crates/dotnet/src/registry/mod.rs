//! Types by name, their members, bases and interfaces.
//!
//! What a type looks like – the signatures of its members in the order in which PowerShell shows them,
//! its base, its interfaces, the members of an enumeration – is data (`data/types.txt`, one line a
//! type, sorted; `data/surface.txt`, the members). What a type does stands in [`crate::types`]. Both
//! are joined when a type is first asked for; nothing is read at start.

mod accelerators;
mod constant;
mod definition;
mod id_map;
mod implementation;
mod index;
mod interfaces;
mod order;
mod signature;
mod type_ref;

pub use accelerators::{accelerator, accelerators, shown_name};
pub use definition::{Method, Overload, Property, TypeDefinition, TypeKind, definition};
pub use implementation::Implementation;
pub use index::{assembly_name, find_exact, find_type, type_names};
pub use interfaces::{implements, interfaces};
pub use order::declared_order;
pub use signature::Parameter;
pub use type_ref::TypeRef;
