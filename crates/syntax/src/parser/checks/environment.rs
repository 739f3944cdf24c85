//! What a script may refer to outside of itself.

use crate::ast::TypeName;

/// What the checks need to know of an attribute's type.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AttributeFacts {
    /// The type's name as messages show it: the accelerator, else the full name.
    pub display_name: String,
    /// The declarations that it may stand on, as `AttributeTargets` prints them
    /// (`Property, Field`); empty when it may stand on all.
    pub targets: String,
}

/// Knows the types and modules that exist outside of a script.
///
/// Class definitions name types that have to exist when the script is parsed, which a parser
/// alone cannot know. Everything has a default under which all may exist. `namespaces` are those
/// that the script names with `using namespace`.
pub trait ParseEnvironment {
    /// True when there is such a type.
    fn has_type(&self, name: &TypeName, namespaces: &[&str]) -> bool {
        let _ = (name, namespaces);
        true
    }

    /// The facts of an attribute; `None` when there is no such attribute.
    fn attribute(&self, name: &TypeName, namespaces: &[&str]) -> Option<AttributeFacts> {
        let _ = (name, namespaces);
        Some(AttributeFacts::default())
    }

    /// The full name of the exception `narrow` when `catch [wide]` takes it too.
    fn catches(&self, wide: &TypeName, narrow: &TypeName, namespaces: &[&str]) -> Option<String> {
        let _ = namespaces;
        let name = narrow.full_name();
        wide.full_name().eq_ignore_ascii_case(&name).then_some(name)
    }

    /// True when there is a module of that name, or may be.
    fn has_module(&self, name: &str) -> bool {
        let _ = name;
        true
    }
}

/// The environment in which every type and module may exist.
#[derive(Debug, Clone, Copy, Default)]
pub struct PermissiveEnvironment;

impl ParseEnvironment for PermissiveEnvironment {}
