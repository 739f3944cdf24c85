//! From a written name to the type.

use remora_dotnet::registry;
use remora_psobject::{TypeId, Value};

use super::parse::{TypeName, parse};
use crate::error::LanguageError;

/// Names beyond those that everybody knows: classes of the script, name spaces in use.
pub trait Names {
    /// The type of this name, if it is one of them. The name has no arguments and no array marks; an
    /// open generic type ends in `` `N ``.
    fn find(&self, name: &str) -> Option<TypeId>;
}

impl<F: Fn(&str) -> Option<TypeId>> Names for F {
    fn find(&self, name: &str) -> Option<TypeId> {
        self(name)
    }
}

/// The type of a name, in any case: accelerators, full names, names without `System.`, arrays,
/// generic types.
pub fn resolve(name: &str) -> Option<TypeId> {
    resolve_with(name, &|_: &str| None)
}

/// As [`resolve`], asking for names of the session first.
pub fn resolve_with(name: &str, names: &dyn Names) -> Option<TypeId> {
    let name = name.trim();
    if let Some(found) = names.find(name) {
        return Some(found);
    }
    // In arrays and generic types the session's own names come first as well.
    if name.contains('[')
        && let Some(found) = parse(name).ok().and_then(|parsed| of(&parsed, names))
    {
        return Some(found);
    }
    registry::find_type(name).or_else(|| of(&parse(name).ok()?, names))
}

fn plain(name: &str, names: &dyn Names) -> Option<TypeId> {
    names.find(name).or_else(|| registry::find_type(name))
}

fn of(name: &TypeName, names: &dyn Names) -> Option<TypeId> {
    match name {
        TypeName::Plain { name, .. } => plain(name, names),
        TypeName::Array { element, rank } => Some(of(element, names)?.array_of_rank(*rank)),
        TypeName::Generic { name, arguments } => {
            let arguments: Option<Vec<TypeId>> =
                arguments.iter().map(|argument| of(argument, names)).collect();
            let arguments = arguments?;
            let counted = format!("{name}`{}", arguments.len());
            let written_out = name
                .rsplit_once('`')
                .is_some_and(|(_, count)| count.parse() == Ok(arguments.len()));
            let open = if written_out { plain(name, names)? } else { plain(&counted, names)? };
            Some(open.generic_of(&arguments))
        }
    }
}

/// The part of a name that stands for no type: the name itself, or the generic type or argument in
/// it. `None` where all parts are known.
pub fn unknown_part(name: &str, names: &dyn Names) -> Option<String> {
    if resolve_with(name, names).is_some() {
        return None;
    }
    match parse(name) {
        Ok(parsed) => unknown_in(&parsed, names),
        Err(_) => Some(name.to_owned()),
    }
}

fn unknown_in(name: &TypeName, names: &dyn Names) -> Option<String> {
    if of(name, names).is_some() {
        return None;
    }
    match name {
        TypeName::Plain { name, .. } => Some(name.clone()),
        TypeName::Array { element, .. } => unknown_in(element, names),
        TypeName::Generic { name, arguments } => arguments
            .iter()
            .find_map(|argument| unknown_in(argument, names))
            .or_else(|| Some(name.clone())),
    }
}

/// `Unable to find type [nosuch].`, with the unknown part as target.
pub fn not_found(name: &str, names: &dyn Names) -> Box<LanguageError> {
    let part = unknown_part(name, names).unwrap_or_else(|| name.to_owned());
    LanguageError::runtime("TypeNotFound", format!("Unable to find type [{part}]."))
        .with_target(Value::from(part))
}
