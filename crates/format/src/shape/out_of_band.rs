//! Objects that print where they come: primitives, strings, script blocks, error records.

use std::sync::Arc;

use remora_psobject::{ObjectKind, PsString, Value};

use super::generator::Generator;
use super::{ShapeKind, ShapeParameters, custom};
use crate::context::FormatContext;
use crate::format_object::{EntryInfo, FormatEntry, WriteStream};
use crate::select::ShapeChoice;
use crate::value_text::{REMOTING_PROPERTIES, is_scalar};
use crate::view::{Control, ViewTable};

/// Records whose text is their message.
const MESSAGES: [&str; 2] =
    ["System.Management.Automation.VerboseRecord", "System.Management.Automation.DebugRecord"];

/// What an object prints outside of any shape. `None` for an object that belongs into one, unless
/// `as_list` asks for a list of its properties instead.
pub fn out_of_band(
    value: &Value,
    as_list: bool,
    limit: i64,
    views: &ViewTable,
    context: &dyn FormatContext,
) -> Option<FormatEntry> {
    let text_entry = |text: PsString| {
        Some(FormatEntry {
            info: EntryInfo::RawText(text),
            out_of_band: true,
            write_stream: WriteStream::None,
        })
    };
    if let Value::Str(text) = value {
        return text_entry(text.clone());
    }
    if !as_list && is_plain_bag(value) {
        // No view is for it, and it has properties.
        return None;
    }
    let type_names = context.type_names(value);
    if let Some(view) = views.find_out_of_band(&type_names)
        && let Control::Custom(control) = &view.control
    {
        let mut values = Vec::new();
        custom::run(control, value, limit, 0, &mut values, context);
        return Some(FormatEntry {
            info: EntryInfo::Custom(values),
            out_of_band: true,
            write_stream: WriteStream::None,
        });
    }
    let is_message = type_names.first().is_some_and(|name| MESSAGES.iter().any(|m| name == m));
    if is_message || is_scalar(value, context) || is_property_less(value, context) {
        return text_entry(context.to_text(value));
    }
    if !as_list || context.property_names(value).is_empty() {
        return None;
    }
    let choice = ShapeChoice { kind: ShapeKind::List, view: None };
    let parameters = Arc::new(ShapeParameters::default());
    let mut entry =
        Generator::new(choice, parameters, limit, value, context).payload(value, context);
    entry.out_of_band = true;
    Some(entry)
}

/// Whether a value is a property bag without type names of its own, and has properties.
fn is_plain_bag(value: &Value) -> bool {
    let Value::Object(object) = value else {
        return false;
    };
    if object.kind() != ObjectKind::Custom || object.own_type_names().is_some() {
        return false;
    }
    let mut has_own = false;
    object.for_each_member(|member| {
        has_own |= member.is_property()
            && !REMOTING_PROPERTIES.iter().any(|known| member.name.eq_ignore_case(known));
    });
    has_own
}

/// Whether an object has no properties but those that remoting adds.
pub fn is_property_less(value: &Value, context: &dyn FormatContext) -> bool {
    if matches!(value.base(), Value::Dictionary(_)) {
        // What a dictionary holds are entries; where those are not shown, its text is.
        return true;
    }
    let names = context.property_names(value);
    names.is_empty()
        || ((3..=4).contains(&names.len())
            && names
                .iter()
                .all(|name| REMOTING_PROPERTIES.iter().any(|known| name.eq_ignore_case(known))))
}
