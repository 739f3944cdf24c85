//! `-join`

use remora_dotnet::Culture;
use remora_psobject::Value;

use super::operands;
use crate::string_conversion::{item_text_in, join_in, to_string};

/// `items -join separator`, numbers and dates in the current culture.
pub fn join(left: &Value, separator: &Value, culture: &Culture) -> Value {
    match operands(left) {
        Some(items) => Value::Str(join_in(items.iter(), &to_string(separator), culture)),
        None => Value::Str(item_text_in(left, culture)),
    }
}

/// `-join items`
pub fn join_unary(items: &Value, culture: &Culture) -> Value {
    join(items, &Value::Null, culture)
}
