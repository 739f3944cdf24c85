//! `System.Globalization.CultureInfo`

use remora_psobject::Value;

use crate::culture::Culture;

/// The culture that an `IFormatProvider` stands for.
pub fn culture_of(_value: &Value) -> Option<Culture> {
    None
}
