//! How a value looks in a cell.

use remora_psobject::{PsString, TypeId, Value};

use crate::cells::ELLIPSIS;
use crate::context::{FormatContext, FormatError};
use crate::view::resolve;

/// Names of properties that say what an item is, in the order in which they are tried.
const NAMING: [&str; 6] = ["name", "id", "key", "*key", "*name", "*id"];

/// Properties that remoting adds; they name nothing.
pub const REMOTING_PROPERTIES: [&str; 4] =
    ["PSComputerName", "PSShowComputerName", "RunspaceId", "PSSourceJobInstanceId"];

/// How values are turned to text.
#[derive(Clone, Debug, Default)]
pub struct Directive {
    /// A .NET format or a composite format.
    pub format: Option<PsString>,
    /// Whether fractions have the culture's number of decimals, as in tables without a view.
    pub fixed_decimals: bool,
}

/// The text of a value in a cell.
///
/// # Errors
/// The format does not fit the value. Without a format there is no error.
pub fn field(
    value: &Value,
    directive: &Directive,
    limit: i64,
    context: &dyn FormatContext,
) -> Result<PsString, FormatError> {
    match &directive.format {
        Some(format) if !format.is_empty() => {
            if value.is_null() {
                return Ok(PsString::empty());
            }
            if format.contains("{0") || format.contains('}') {
                context.format_composite(format, value)
            } else {
                context.to_text_formatted(value, format)
            }
        }
        _ => Ok(display(value, directive.fixed_decimals, limit, context)),
    }
}

/// The text of a value: a collection as `{a, b…}`, other values as their text.
pub fn display(
    value: &Value,
    fixed_decimals: bool,
    limit: i64,
    context: &dyn FormatContext,
) -> PsString {
    match value.base() {
        Value::Null | Value::AutomationNull => return PsString::empty(),
        Value::Str(text) => return text.clone(),
        Value::F32(_) | Value::F64(_) | Value::Decimal(_) if fixed_decimals => {
            return context
                .to_text_formatted(value, "F")
                .unwrap_or_else(|_| context.to_text(value));
        }
        _ => {}
    }
    match items(value, limit, context) {
        Some(items) => collection(&items, limit, context).into(),
        None => context.to_text(value),
    }
}

/// The items of a collection, one more than are named.
fn items(value: &Value, limit: i64, context: &dyn FormatContext) -> Option<Vec<Value>> {
    let wanted = usize::try_from(limit).ok().map(|limit| limit.saturating_add(1));
    match value.base() {
        Value::Array(array) if array.rank() == 1 => {
            let count = wanted.unwrap_or(usize::MAX).min(array.len());
            Some((0..count).filter_map(|at| array.get(at)).collect())
        }
        Value::List(list) => {
            let count = wanted.unwrap_or(usize::MAX).min(list.len());
            Some((0..count).filter_map(|at| list.get(at)).collect())
        }
        other if is_single(other) => None,
        _ => context.enumerate(value, wanted),
    }
}

/// Whether a value is surely no collection.
pub fn is_single(value: &Value) -> bool {
    !matches!(
        value,
        Value::Array(_) | Value::List(_) | Value::Dictionary(_) | Value::Live(_) | Value::Object(_)
    )
}

fn collection(items: &[Value], limit: i64, context: &dyn FormatContext) -> String {
    let shown = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut text = String::from("{");
    for (at, item) in items.iter().enumerate() {
        if at == shown {
            text.push(ELLIPSIS);
            break;
        }
        if at > 0 {
            text.push_str(", ");
        }
        text.push_str(&item_name(item, context));
    }
    text.push('}');
    text
}

/// What names an item of a collection: its text, if its own type says what that is, or else the
/// property that seems to name it.
fn item_name(item: &Value, context: &dyn FormatContext) -> PsString {
    match item {
        Value::Null | Value::AutomationNull => return "$null".into(),
        Value::Array(_) | Value::List(_) | Value::Dictionary(_) | Value::Live(_) => {}
        Value::Object(object) if object.kind() != remora_psobject::ObjectKind::Custom => {}
        _ => return context.to_text(item),
    }
    let inner = match item.base() {
        Value::Array(array) => Some(array.to_vec()),
        Value::List(list) => Some(list.to_vec()),
        _ => None,
    };
    if let Some(inner) = inner {
        let texts: Vec<PsString> = inner.iter().map(|item| context.to_text(item)).collect();
        return texts.iter().map(PsString::as_str).collect::<Vec<_>>().join(" ").into();
    }
    if context.has_own_text(item) {
        return context.to_text(item);
    }
    match naming_property(item, context).and_then(|name| context.property(item, &name)) {
        Some(Ok(value)) => context.to_text(&value),
        _ => context.to_text(item),
    }
}

/// The property that says what an object is: the one its type says, or one with a telling name.
pub fn naming_property(value: &Value, context: &dyn FormatContext) -> Option<PsString> {
    if let Some(name) = context.default_display_property(value) {
        return Some(name);
    }
    NAMING.iter().find_map(|pattern| {
        resolve(pattern, value, context)
            .into_iter()
            .find(|name| !REMOTING_PROPERTIES.iter().any(|known| name.eq_ignore_case(known)))
    })
}

/// Types whose objects always print as their text.
const SCALARS: [TypeId; 16] = [
    TypeId::STRING,
    TypeId::SBYTE,
    TypeId::BYTE,
    TypeId::INT16,
    TypeId::UINT16,
    TypeId::INT32,
    TypeId::UINT32,
    TypeId::INT64,
    TypeId::UINT64,
    TypeId::CHAR,
    TypeId::SINGLE,
    TypeId::DOUBLE,
    TypeId::BOOLEAN,
    TypeId::DECIMAL,
    TypeId::SECURE_STRING,
    TypeId::BIG_INTEGER,
];

/// Whether objects with these type names print as their text: primitives, strings, enumerations.
pub fn is_scalar_type(type_names: &[PsString]) -> bool {
    let Some(first) = type_names.first() else {
        return false;
    };
    let name = crate::view::original_name(first).unwrap_or(first);
    // A value of another process is a number with its name beside it, and no enumeration any more.
    type_names.get(1).is_some_and(|second| *second == "System.Enum")
        || name == "System.IntPtr"
        || SCALARS.iter().any(|id| id.full_name() == name)
}

/// The same for a value; quick where its kind tells it.
pub fn is_scalar(value: &Value, context: &dyn FormatContext) -> bool {
    match value {
        Value::Bool(_)
        | Value::Char(_)
        | Value::I8(_)
        | Value::U8(_)
        | Value::I16(_)
        | Value::U16(_)
        | Value::I32(_)
        | Value::U32(_)
        | Value::I64(_)
        | Value::U64(_)
        | Value::F32(_)
        | Value::F64(_)
        | Value::Decimal(_)
        | Value::BigInt(_)
        | Value::Str(_)
        | Value::Enum(..) => true,
        Value::Object(object) if object.own_type_names().is_none() => {
            object.kind() == remora_psobject::ObjectKind::Wrapper
                && is_scalar_type(&context.type_names(value))
        }
        Value::Array(_) | Value::List(_) | Value::Dictionary(_) => false,
        _ => is_scalar_type(&context.type_names(value)),
    }
}
