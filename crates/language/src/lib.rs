//! Conversion, comparison, arithmetic and truth as PowerShell defines them.
//!
//! Pure functions over [`Value`](remora_psobject::Value)s: no session state, no clock, no files. What
//! must run code, a script block, a delegate or a class of a script, goes through [`Runtime`].
//!
//! | module | what it is |
//! |---|---|
//! | [`error`] | [`LanguageError`]: error id, category, exception, target |
//! | [`truth`] | what counts as true |
//! | [`string_conversion`] | `[string]`, `"$x"` |
//! | [`enumerate`] | what a pipeline unrolls |
//! | [`arithmetic`] | `+ - * / %`, bits, shifts, ranges, `++` |
//! | [`compare`] | `-eq -lt -contains`, the order of texts, the order of Sort-Object, hash keys |
//! | [`wildcard`] | `-like` patterns |
//! | [`convert`] | casts, and their rank for the choice of overloads |
//! | [`type_name`] | type names as scripts write and see them |
//! | [`index`] | `target[index]` |
//! | [`invoke`] | members: properties, methods, constructors, operators of types |
//! | [`operators`] | `-join -split -replace -match -f -is -as` |

pub mod arithmetic;
pub mod compare;
pub mod convert;
pub mod enumerate;
pub mod error;
pub mod index;
pub mod invoke;
pub mod number_scan;
pub mod number_text;
pub mod operators;
pub mod runtime;
pub mod string_conversion;
#[cfg(test)]
mod test_support;
pub mod truth;
pub mod type_name;
pub mod wildcard;

pub use error::{LanguageError, Result};
pub use remora_dotnet::{Context, Culture};
pub use runtime::{Runtime, ScriptOverload, ScriptType};
