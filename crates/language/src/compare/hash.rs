//! Keys of Group-Object and of unique selection: equal where `-eq` says so for values of one kind.

use std::hash::{Hash, Hasher};

use remora_psobject::{Value, equality};

use super::collation::{Case, same_text};

/// A value as a key of a hash table. Texts are compared linguistically, all else by `Equals`.
#[derive(Clone, Debug)]
pub struct GroupKey {
    value: Value,
    case: Case,
}

impl GroupKey {
    /// A key.
    pub fn new(value: Value, case: Case) -> Self {
        Self { value, case }
    }

    /// The value behind the key.
    pub fn value(&self) -> &Value {
        &self.value
    }
}

impl PartialEq for GroupKey {
    fn eq(&self, other: &Self) -> bool {
        match (self.value.as_str(), other.value.as_str()) {
            (Some(a), Some(b)) => same_text(a, b, self.case),
            _ => equality::equals(&self.value, &other.value),
        }
    }
}

impl Eq for GroupKey {}

impl Hash for GroupKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self.value.as_str() {
            // Equal texts may differ in characters without weight and in the form of accents: only
            // what every equal text shares goes into the hash.
            Some(text) => {
                for byte in text.bytes().filter(u8::is_ascii_alphanumeric) {
                    byte.to_ascii_lowercase().hash(state);
                }
            }
            None => equality::hash_into(&self.value, state),
        }
    }
}
