//! Signatures as PowerShell shows them, taken apart.

use remora_psobject::TypeId;

use super::TypeRef;
use super::type_ref::{generic_parameter, split_top};

/// A parameter of a method or constructor.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// Its type, as it is shown.
    pub type_name: &'static str,
    /// Its type.
    pub type_ref: TypeRef,
    /// Takes any number of arguments (`params`); the type is an array.
    pub is_params: bool,
    /// Is passed by reference (`[ref]`).
    pub is_ref: bool,
    /// What is taken where no argument is given, as it is shown.
    pub default: Option<&'static str>,
}

/// The part of a signature before the list of parameters.
fn head(signature: &'static str) -> &'static str {
    signature.split('(').next().unwrap_or(signature)
}

/// The name of the member, and the interface that it implements if it says so.
pub(super) fn name_of(signature: &'static str) -> (&'static str, Option<&'static str>) {
    let head = without_generic_parameters(head(signature));
    let last = head.rsplit(' ').next().unwrap_or(head);
    // An interface may have arguments, which may have dots of their own.
    let mut depth = 0_i32;
    for (at, byte) in last.bytes().enumerate().rev() {
        match byte {
            b']' => depth += 1,
            b'[' => depth -= 1,
            b'.' if depth == 0 => {
                return (last.get(at + 1..).unwrap_or_default(), last.get(..at));
            }
            _ => {}
        }
    }
    (last, None)
}

fn without_generic_parameters(head: &'static str) -> &'static str {
    if !head.ends_with(']') {
        return head;
    }
    let mut depth = 0_i32;
    for (at, byte) in head.bytes().enumerate().rev() {
        match byte {
            b']' => depth += 1,
            b'[' => {
                depth -= 1;
                if depth == 0 {
                    return head.get(..at).unwrap_or(head);
                }
            }
            _ => {}
        }
    }
    head
}

/// The names of the type parameters of a generic method.
pub(super) fn generic_parameters(signature: &'static str) -> Vec<&'static str> {
    let head = head(signature);
    let name = without_generic_parameters(head);
    head.get(name.len()..)
        .and_then(|rest| rest.strip_prefix('['))
        .and_then(|rest| rest.strip_suffix(']'))
        .map(|list| split_top(list).collect())
        .unwrap_or_default()
}

/// The type that a member gives.
pub(super) fn return_type(signature: &'static str) -> &'static str {
    let head = without_generic_parameters(head(signature));
    let head = head.strip_prefix("static ").unwrap_or(head);
    let end = last_top_space(head).unwrap_or(head.len());
    head.get(..end).unwrap_or(head)
}

fn last_top_space(text: &str) -> Option<usize> {
    let mut depth = 0_i32;
    let mut found = None;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'[' => depth += 1,
            b']' => depth -= 1,
            b' ' if depth == 0 => found = Some(at),
            _ => {}
        }
    }
    found
}

/// The parameters of a method, a constructor or an indexed property.
pub(super) fn parameters(signature: &'static str) -> Vec<Parameter> {
    let Some(open) = signature.find('(') else {
        return Vec::new();
    };
    let Some(close) = signature.rfind(')') else {
        return Vec::new();
    };
    let list = signature.get(open + 1..close).unwrap_or_default();
    split_top(list).map(parameter).collect()
}

fn parameter(text: &'static str) -> Parameter {
    let (declaration, default) = match text.split_once(" = ") {
        Some((declaration, default)) => (declaration, Some(default)),
        None => (text, None),
    };
    let (is_ref, declaration) = strip(declaration, "[ref] ");
    let (is_params, declaration) = strip(declaration, "Params ");
    let split = last_top_space(declaration).unwrap_or(declaration.len());
    let type_name = declaration.get(..split).unwrap_or(declaration);
    Parameter {
        name: declaration.get(split..).unwrap_or_default().trim(),
        type_name,
        type_ref: TypeRef::parse(type_name),
        is_params,
        is_ref,
        default,
    }
}

/// A signature with the parameters of the generic type `owner` replaced by its arguments.
pub(super) fn closed(signature: &'static str, owner: TypeId) -> String {
    let Some((_, arguments)) = owner.generic() else {
        return signature.to_owned();
    };
    let own = generic_parameters(signature);
    let mut out = String::with_capacity(signature.len());
    let mut rest = signature;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        // A name behind a dot or before a list of parameters is no type.
        let is_type = !word.is_empty() && !out.ends_with('.') && !own.contains(&word);
        match generic_parameter(word, owner).filter(|_| is_type && !arguments.is_empty()) {
            Some(id) => out.push_str(&super::shown_name(id)),
            None => out.push_str(word),
        }
        let mark = after.chars().next().map_or(0, char::len_utf8);
        out.push_str(after.get(..mark).unwrap_or_default());
        rest = after.get(mark..).unwrap_or_default();
    }
    out
}

fn strip(text: &'static str, prefix: &str) -> (bool, &'static str) {
    match text.strip_prefix(prefix) {
        Some(rest) => (true, rest),
        None => (false, text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_come_apart() {
        let text = "static bool TryParse(string s, System.IFormatProvider provider = null, [ref] int result)";
        assert_eq!(name_of(text), ("TryParse", None));
        assert_eq!(return_type(text), "bool");
        let list = parameters(text);
        assert_eq!(list[1].default, Some("null"));
        assert!(list[2].is_ref && list[2].name == "result" && list[2].type_name == "int");
        assert_eq!(
            name_of("void ICollection[System.Int32].CopyTo(T[] array, int arrayIndex)"),
            ("CopyTo", Some("ICollection[System.Int32]"))
        );
        let generic = "static string Join[T](string separator, System.Collections.Generic.IEnumerable[T] values)";
        assert_eq!(name_of(generic).0, "Join");
        assert_eq!(generic_parameters(generic), ["T"]);
        assert!(parameters("static string Concat(Params string[] values)")[0].is_params);
        assert_eq!(
            return_type("System.Collections.Generic.KeyValuePair[TKey, TValue] Get()"),
            "System.Collections.Generic.KeyValuePair[TKey, TValue]"
        );
    }
}
