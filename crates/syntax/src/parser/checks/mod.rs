//! Checks of the finished tree: what is well formed and still no script.

use super::diagnostics::Diagnostics;
use crate::ast::{ScriptBlockAst, TypeName};

/// What the checks need to know about a type.
#[derive(Debug, Clone, Copy, Default)]
pub struct TypeFacts {
    /// The declarations that an attribute may stand on (`AttributeTargets`); all without a limit.
    pub attribute_targets: Option<&'static str>,
}

/// Knows the types that exist outside of the script.
///
/// Classes name types that have to exist when they are defined; a parser alone cannot know them.
pub trait TypeCatalog: Sync {
    /// What is known of the type; `None` when there is no such type. `Some(None)` when the catalog
    /// does not know.
    fn resolve(&self, name: &TypeName) -> Option<Option<TypeFacts>>;
}

/// A catalog that does not know anything: every type may exist.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoTypes;

impl TypeCatalog for NoTypes {
    fn resolve(&self, _name: &TypeName) -> Option<Option<TypeFacts>> {
        Some(None)
    }
}

pub(super) fn check(
    _script: &ScriptBlockAst,
    _types: &dyn TypeCatalog,
    _diagnostics: &mut Diagnostics,
) {
}
