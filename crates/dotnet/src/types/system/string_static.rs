//! `System.String`: static members.

use super::string::units_of;
use super::string_search::Comparison;
use crate::types::prelude::*;

pub(super) static METHODS: &[(&str, crate::call::Body)] = &[
    ("Compare", compare),
    ("CompareOrdinal", compare_ordinal),
    ("Concat", concat),
    ("Copy", copy),
    ("Equals", equals),
    ("Format", format),
    ("Intern", copy),
    ("IsInterned", copy),
    ("IsNullOrEmpty", is_null_or_empty),
    ("IsNullOrWhiteSpace", is_null_or_white_space),
    ("Join", join),
    ("op_Equality", equals),
    ("op_Inequality", not_equals),
];

/// An argument as text: what `ToString()` gives, in the current culture.
pub(crate) fn text_of(call: &Call<'_>, value: &Value) -> PsString {
    crate::text::to_text(value, &call.context.culture())
}

fn order(value: std::cmp::Ordering) -> Value {
    Value::I32(value as i32)
}

/// Null stands before every text.
fn compare_maybe(
    call: &Call<'_>,
    left: Option<&PsString>,
    right: Option<&PsString>,
    comparison: Comparison,
) -> Value {
    order(match (left, right) {
        (Some(left), Some(right)) => comparison.compare(call, left, right),
        (left, right) => left.is_some().cmp(&right.is_some()),
    })
}

fn compare(call: &mut Call<'_>) -> Outcome {
    if !matches!(call.argument(1).base(), Value::I32(_)) {
        let options = call.arguments.iter().skip(2).find(|argument| {
            matches!(argument.base(), Value::Enum(id, _) if id.full_name() != "System.StringComparison")
        });
        let comparison = match options.and_then(|options| options.as_i64()) {
            // CompareOptions: IgnoreCase, Ordinal, OrdinalIgnoreCase.
            Some(flags) if flags & 0x4000_0000 != 0 => Comparison::of(&Value::Null),
            Some(flags) if flags & 0x1000_0000 != 0 || flags & 1 != 0 => {
                Comparison::or_culture(&Value::Bool(true))
            }
            Some(_) => Comparison::or_culture(&Value::Null),
            None => Comparison::or_culture(call.argument(2)),
        };
        return Ok(compare_maybe(call, call.string(0), call.string(1), comparison));
    }
    let length = call.int(4);
    let part = |text: Option<&PsString>, start: i32| {
        let text = text?;
        let start = usize::try_from(start).ok()?;
        let rest = text.unit_len().checked_sub(start)?;
        text.substring(start, rest.min(usize::try_from(length).ok()?))
    };
    let left = part(call.string(0), call.int(1));
    let right = part(call.string(2), call.int(3));
    let comparison = Comparison::or_culture(call.argument(5));
    Ok(compare_maybe(call, left.as_ref(), right.as_ref(), comparison))
}

fn compare_ordinal(call: &mut Call<'_>) -> Outcome {
    // With five arguments parts of the texts: text, start, text, start, length.
    let parts = call.count() == 5;
    let (left, right) = (call.string(0), call.string(if parts { 2 } else { 1 }));
    let (Some(left), Some(right)) = (left, right) else {
        return Ok(order(left.is_some().cmp(&right.is_some())));
    };
    let (left, right) = (left.units(), right.units());
    let part = |units: &[u16], start: i32, name: &str| -> Result<Vec<u16>, Exception> {
        if !parts {
            return Ok(units.to_vec());
        }
        let rest = usize::try_from(start).ok().and_then(|start| units.get(start..));
        let length = usize::try_from(call.int(4)).unwrap_or(0);
        let rest = rest.ok_or_else(|| {
            errors::out_of_range(
                name,
                "Index was out of range. Must be non-negative and less than or equal to the size of the collection.",
            )
        })?;
        Ok(rest.get(..length).unwrap_or(rest).to_vec())
    };
    let left = part(&left, call.int(1), "indexA")?;
    let right = part(&right, call.int(3), "indexB")?;
    let difference = left
        .iter()
        .zip(right.iter())
        .find(|(a, b)| a != b)
        .map(|(a, b)| i32::from(*a) - i32::from(*b));
    let by_length = || {
        let size = |units: &[u16]| i32::try_from(units.len()).unwrap_or(i32::MAX);
        size(&left) - size(&right)
    };
    Ok(Value::I32(difference.unwrap_or_else(by_length)))
}

/// The arguments of a `params` method: an array stands for its items.
fn spread(call: &Call<'_>, from: usize) -> Vec<Value> {
    let rest = call.arguments.get(from..).unwrap_or(&[]);
    match rest {
        [single] if sequence::is_collection(single) => sequence::items_of(single),
        rest => rest.to_vec(),
    }
}

fn concat(call: &mut Call<'_>) -> Outcome {
    let mut units = Vec::new();
    let mut text = String::new();
    for item in spread(call, 0) {
        let piece = text_of(call, &item);
        if piece.has_lone_surrogates() || !units.is_empty() {
            if units.is_empty() {
                units = text.encode_utf16().collect();
            }
            units.extend_from_slice(&piece.units());
        } else {
            text.push_str(&piece);
        }
    }
    Ok(if units.is_empty() { text.into() } else { PsString::from_units(&units).into() })
}

fn copy(call: &mut Call<'_>) -> Outcome {
    Ok(call.required_string(0, "str")?.clone().into())
}

fn equals(call: &mut Call<'_>) -> Outcome {
    let (left, right) = (call.argument(0), call.argument(1));
    let (Some(left), Some(right)) = (left.as_string(), right.as_string()) else {
        return Ok(remora_psobject::equality::equals(left, right).into());
    };
    let comparison = Comparison::of(call.argument(2));
    Ok(comparison.equals(call, left, right).into())
}

fn not_equals(call: &mut Call<'_>) -> Outcome {
    Ok((!equals(call)?.as_bool().unwrap_or(false)).into())
}

fn is_null_or_empty(call: &mut Call<'_>) -> Outcome {
    Ok(call.string(0).is_none_or(|text| text.is_empty()).into())
}

fn is_null_or_white_space(call: &mut Call<'_>) -> Outcome {
    let blank = call.string(0).is_none_or(|text| text.chars().all(char::is_whitespace));
    Ok(blank.into())
}

fn join(call: &mut Call<'_>) -> Outcome {
    let separator = units_of(std::slice::from_ref(call.argument(0)));
    let ranged = call.count() == 4
        && matches!(call.argument(2).base(), Value::I32(_))
        && sequence::is_collection(call.argument(1));
    let mut items = if ranged { call.items(1) } else { spread(call, 1) };
    // The generic form joins the items of whatever enumerates.
    if let [only] = items.as_slice()
        && call.count() == 2
        && matches!(only.base(), Value::Array(_) | Value::List(_) | Value::Live(_))
        && sequence::is_collection(only)
    {
        items = sequence::items_of(only);
    }
    if ranged {
        let range = sequence::range_in(call.int(2), call.int(3), items.len())?;
        items = items.drain(range).collect();
    }
    let mut units = Vec::new();
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            units.extend_from_slice(&separator);
        }
        units.extend_from_slice(&text_of(call, item).units());
    }
    Ok(PsString::from_units(&units).into())
}

fn format(call: &mut Call<'_>) -> Outcome {
    let with_provider =
        call.provider_index() == Some(0) || (call.overload.is_none() && call.string(0).is_none());
    let (culture, first) =
        if with_provider { (call.culture_at(0), 1) } else { (call.context.culture(), 0) };
    let pattern = call.required_string(first, "format")?;
    let arguments = spread(call, first + 1);
    let zone = call.system().local_time_zone();
    let text = crate::composite::format(pattern, &arguments, &mut |value, format| {
        crate::format::format_value(value, format, &culture, &zone)
    })?;
    Ok(text.into())
}
