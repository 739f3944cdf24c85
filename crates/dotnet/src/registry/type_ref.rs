//! Types as signatures name them.

use remora_psobject::TypeId;

use super::index::find_type;

/// A type in a signature: `int`, `T[]`, `System.Collections.Generic.IEnumerable[T]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeRef {
    /// A type without arguments.
    Named(&'static str),
    /// A generic type and its arguments.
    Generic(&'static str, Vec<TypeRef>),
    /// An array and its rank.
    Array(Box<TypeRef>, u32),
}

impl TypeRef {
    /// Reads a type as PowerShell shows it.
    pub fn parse(text: &'static str) -> Self {
        let text = text.trim();
        let Some(open) = last_group(text) else {
            return Self::Named(text);
        };
        let head = text.get(..open).unwrap_or(text);
        let inner = text.get(open + 1..text.len() - 1).unwrap_or_default();
        if inner.bytes().all(|byte| byte == b',') {
            let rank = u32::try_from(inner.len() + 1).unwrap_or(1);
            return Self::Array(Box::new(Self::parse(head)), rank);
        }
        Self::Generic(head, split_top(inner).map(Self::parse).collect())
    }

    /// The type, with the parameters of the generic type `owner` replaced by its arguments. `None` for
    /// types that are not known and for parameters of generic methods.
    pub fn resolve(&self, owner: TypeId) -> Option<TypeId> {
        match self {
            Self::Named(name) => generic_parameter(name, owner).or_else(|| find_type(name)),
            Self::Array(element, rank) => Some(element.resolve(owner)?.array_of_rank(*rank)),
            Self::Generic(name, arguments) => {
                let open = open_type(name, arguments.len())?;
                let arguments: Option<Vec<TypeId>> =
                    arguments.iter().map(|argument| argument.resolve(owner)).collect();
                Some(open.generic_of(&arguments?))
            }
        }
    }

    /// The type with generic arguments left open.
    pub fn open(&self) -> Option<TypeId> {
        match self {
            Self::Named(name) => find_type(name),
            Self::Array(element, rank) => Some(element.open()?.array_of_rank(*rank)),
            Self::Generic(name, arguments) => open_type(name, arguments.len()),
        }
    }

    /// The name without arguments.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Named(name) | Self::Generic(name, _) => name,
            Self::Array(element, _) => element.name(),
        }
    }
}

fn open_type(name: &str, arguments: usize) -> Option<TypeId> {
    if name.contains('`') {
        return find_type(name);
    }
    find_type(&format!("{name}`{arguments}"))
}

/// The names of type parameters, by generic type.
pub(super) fn generic_parameter(name: &str, owner: TypeId) -> Option<TypeId> {
    let (_, arguments) = owner.generic()?;
    let place = match (name, arguments.len()) {
        ("T" | "TSource", _) | ("TKey" | "TElement" | "T1", _) => 0,
        ("TValue" | "TPriority" | "T2", _) => 1,
        ("TItem", 2) => 1,
        ("TItem", _) => 0,
        ("T3", _) => 2,
        ("T4", _) => 3,
        ("T5", _) => 4,
        ("T6", _) => 5,
        ("T7", _) => 6,
        _ => return None,
    };
    arguments.get(place).copied()
}

/// Where the last bracket group of a type begins, if the text ends with one.
fn last_group(text: &str) -> Option<usize> {
    if !text.ends_with(']') {
        return None;
    }
    let mut depth = 0_i32;
    for (at, byte) in text.bytes().enumerate().rev() {
        match byte {
            b']' => depth += 1,
            b'[' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// The parts of a list that its own commas separate.
pub(super) fn split_top(list: &'static str) -> impl Iterator<Item = &'static str> {
    let mut depth = 0_i32;
    list.split(move |character| {
        match character {
            '[' | '(' => depth += 1,
            ']' | ')' => depth -= 1,
            _ => {}
        }
        character == ',' && depth == 0
    })
    .map(str::trim)
    .filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_follow_the_owner() {
        let list = TypeId::GENERIC_LIST.generic_of(&[TypeId::INT32]);
        let resolve = |text| TypeRef::parse(text).resolve(list);
        assert_eq!(resolve("T"), Some(TypeId::INT32));
        assert_eq!(resolve("T[]"), Some(TypeId::INT32.array_of()));
        assert_eq!(resolve("System.Collections.Generic.List`1[T]"), Some(list));
        assert_eq!(
            resolve("System.Collections.Generic.Dictionary[string,System.Object[]]")
                .and_then(TypeId::generic)
                .map(|(_, arguments)| arguments[1]),
            Some(TypeId::OBJECT.array_of())
        );
        assert_eq!(resolve("int[,]"), Some(TypeId::INT32.array_of_rank(2)));
        assert_eq!(resolve("TOutput"), None);
    }
}
