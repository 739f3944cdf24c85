//! Validation attributes.

use remora_language::compare::Case;
use remora_psobject::{PsString, TypeId, Value};

use super::{Constraint, Failure};
use crate::command::RangeKind;
use crate::context::ExecutionContext;
use crate::errors::Flow;
use crate::script::Invocation;

/// Items that an attribute looks at one by one.
fn items(value: &Value) -> Option<Vec<Value>> {
    match value.base() {
        Value::Array(array) => Some(array.to_vec()),
        Value::List(list) => Some(list.to_vec()),
        Value::Live(_) => crate::types::enumerate(value).map(Iterator::collect),
        _ => None,
    }
}

/// What is wrong with a value; `None` where nothing is.
pub(crate) fn complaint(
    context: &mut ExecutionContext,
    constraint: &Constraint,
    value: &Value,
) -> Result<Option<String>, Failure> {
    match constraint {
        Constraint::NotNull | Constraint::NotNullOrEmpty | Constraint::NotNullOrWhiteSpace => {
            Ok(emptiness(context, constraint, value))
        }
        Constraint::Count(bound) => {
            let count = items(value).map_or(1, |items| items.len());
            let count = i32::try_from(count).unwrap_or(i32::MAX);
            if value.is_null() || items(value).is_none() && bound.max < 0 {
                return Ok(Some("The ValidateCount attribute cannot be applied to a non-array parameter. Either remove the attribute from the parameter or make the parameter an array parameter.".to_owned()));
            }
            if bound.min == bound.max && count != bound.max {
                return Ok(Some(format!(
                    "The parameter requires exactly {} value(s), but {count} value(s) were provided.",
                    bound.max
                )));
            }
            if count < bound.min || count > bound.max {
                return Ok(Some(format!(
                    "The parameter requires at least {} value(s) and no more than {} value(s) - {count} value(s) were provided.",
                    bound.min, bound.max
                )));
            }
            Ok(None)
        }
        Constraint::Set { .. }
        | Constraint::Range { .. }
        | Constraint::RangeKind(_)
        | Constraint::Length(_)
        | Constraint::Pattern { .. }
        | Constraint::Script { .. }
        | Constraint::Drive(_)
        | Constraint::SetOfClass(_) => match items(value) {
            Some(items) => {
                for item in &items {
                    if let Some(message) = of_item(context, constraint, item)? {
                        return Ok(Some(message));
                    }
                }
                if items.is_empty() && matches!(constraint, Constraint::Set { .. }) {
                    return Ok(None);
                }
                Ok(None)
            }
            None => of_item(context, constraint, value),
        },
        Constraint::Object(attribute) => validate_by_class(context, attribute, value),
        _ => Ok(None),
    }
}

fn emptiness(
    context: &mut ExecutionContext,
    constraint: &Constraint,
    value: &Value,
) -> Option<String> {
    const NULL: &str = "The argument is null. Provide a valid value for the argument, and then try running the command again.";
    const EMPTY: &str = "The argument is null or empty. Provide an argument that is not null or empty, and then try the command again.";
    const NULL_ITEM: &str = "The argument is null, empty, or an element of the argument collection contains a null value. Supply a collection that does not contain any null values and then try the command again.";
    const NULL_COLLECTION_ITEM: &str = "The argument has a null value, or an element of the argument collection contains a null value. Provide a collection that does not contain any null values, and then try the command again.";
    const WHITE: &str = "The argument is null, empty, or consists of only white-space characters. Provide an argument that contains non white-space characters, and then try the command again.";
    const WHITE_ITEM: &str = "The argument is null, empty, or an element of the argument collection contains only white-space characters. Supply a collection that does not contain any null values and then try the command again.";
    let _ = context;
    let only_null = matches!(constraint, Constraint::NotNull);
    let white = matches!(constraint, Constraint::NotNullOrWhiteSpace);
    if value.is_null() {
        return Some(
            if only_null {
                NULL
            } else if white {
                WHITE
            } else {
                EMPTY
            }
            .to_owned(),
        );
    }
    if let Some(text) = value.as_string() {
        if only_null {
            return None;
        }
        if text.is_empty() || (white && text.trim().is_empty()) {
            return Some(if white { WHITE } else { EMPTY }.to_owned());
        }
        return None;
    }
    if let Some(items) = items(value) {
        if only_null {
            return items.iter().any(Value::is_null).then(|| NULL_COLLECTION_ITEM.to_owned());
        }
        if items.is_empty() {
            return Some("The argument is null, empty, or an element of the argument collection contains a null value. Supply a collection that does not contain any null values and then try the command again.".to_owned());
        }
        let bad = items.iter().any(|item| {
            item.is_null()
                || item
                    .as_str()
                    .is_some_and(|text| text.is_empty() || (white && text.trim().is_empty()))
        });
        return bad.then(|| if white { WHITE_ITEM } else { NULL_ITEM }.to_owned());
    }
    if let Value::Dictionary(table) = value.base()
        && !only_null
        && table.is_empty()
    {
        return Some(EMPTY.to_owned());
    }
    None
}

fn filled(template: &PsString, parts: [&str; 2]) -> String {
    template.replace("{0}", parts[0]).replace("{1}", parts[1])
}

fn of_item(
    context: &mut ExecutionContext,
    constraint: &Constraint,
    value: &Value,
) -> Result<Option<String>, Failure> {
    match constraint {
        Constraint::Set { values, ignore_case, error_message } => {
            let text = context.text(value);
            let found = values.iter().any(|known| {
                if *ignore_case { known.eq_ignore_case(&text) } else { *known == text }
            });
            if found && !value.is_null() {
                return Ok(None);
            }
            let joined = values.iter().map(PsString::as_str).collect::<Vec<_>>().join(",");
            Ok(Some(match error_message {
                Some(message) => filled(message, [&text, &joined]),
                None => format!(
                    "The argument \"{text}\" does not belong to the set \"{joined}\" specified by the ValidateSet attribute. Supply an argument that is in the set and then try the command again."
                ),
            }))
        }
        Constraint::SetOfClass(id) => {
            let words = generated_values(context, *id)?;
            of_item(
                context,
                &Constraint::Set { values: words.into(), ignore_case: true, error_message: None },
                value,
            )
        }
        Constraint::Range { min, max } => range(context, min, max, value),
        Constraint::RangeKind(kind) => range_kind(context, *kind, value),
        Constraint::Length(bound) => {
            let Some(text) = value.as_string() else {
                return Ok(Some("The ValidateLength attribute cannot be applied to a parameter that is not a string or string[] parameter. Make the parameter a string or string[] parameter.".to_owned()));
            };
            let length = i32::try_from(text.unit_len()).unwrap_or(i32::MAX);
            if length < bound.min {
                return Ok(Some(format!(
                    "The character length ({length}) of the argument is too short. Specify an argument with a length that is greater than or equal to \"{}\", and then try the command again.",
                    bound.min
                )));
            }
            if length > bound.max {
                return Ok(Some(format!(
                    "The character length of the {length} argument is too long. Shorten the character length of the argument so it is fewer than or equal to \"{}\" characters, and then try the command again.",
                    bound.max
                )));
            }
            Ok(None)
        }
        Constraint::Pattern { pattern, options, error_message } => {
            let text = context.text(value);
            let subject = Value::Str(text.clone());
            let case = if options & 1 == 1 { Case::Ignore } else { Case::Sensitive };
            let wanted = Value::Str(pattern.clone());
            let found = context.bridged(|runtime| {
                remora_language::operators::match_one(&subject, &wanted, case, runtime)
            })?;
            if found.is_some() {
                return Ok(None);
            }
            Ok(Some(match error_message {
                Some(message) => filled(message, [&text, pattern]),
                None => format!(
                    "The argument \"{text}\" does not match the \"{pattern}\" pattern. Supply an argument that matches \"{pattern}\" and try the command again."
                ),
            }))
        }
        Constraint::Script { block, error_message } => {
            let mut output = Vec::new();
            let invocation = Invocation::new().dollar_under(value.clone());
            match context.guarded(|context| context.invoke_block(block, invocation, &mut output)) {
                Ok(()) => {}
                // What the script throws is the complaint.
                Err(Flow::Throw(thrown)) => return Ok(Some(thrown.record.message().to_string())),
                Err(flow) => return Err(flow.into()),
            }
            let answer = crate::context::collapse(output);
            if context.is_true(&answer) {
                return Ok(None);
            }
            let text = context.text(value);
            let source = block.text_inside();
            Ok(Some(match error_message {
                Some(message) => filled(message, [&text, &source]),
                None => format!(
                    "The \"{source}\" validation script for the argument with value \"{text}\" did not return a result of True. Determine why the validation script failed, and then try the command again."
                ),
            }))
        }
        Constraint::Drive(drives) => {
            let text = context.text(value);
            let resolved = context.resolve_path(&text)?;
            let name = resolved.drive.map_or_else(PsString::empty, |drive| drive.name.clone());
            if drives.iter().any(|drive| drive.eq_ignore_case(&name)) {
                return Ok(None);
            }
            let joined = drives.iter().map(PsString::as_str).collect::<Vec<_>>().join(",");
            Ok(Some(format!(
                "The path argument drive {name} does not belong to the set of approved drives: {joined}. Supply a path argument with an approved drive."
            )))
        }
        _ => Ok(None),
    }
}

fn range(
    context: &mut ExecutionContext,
    min: &Value,
    max: &Value,
    value: &Value,
) -> Result<Option<String>, Failure> {
    let mismatch = || {
        Some(format!(
            "The argument cannot be validated because its type \"{}\" is not the same type ({}) as the maximum and minimum limits of the parameter. Make sure the argument is of type {} and then try the command again.",
            value.type_id().map_or("", TypeId::short_name),
            min.type_id().map_or("", TypeId::short_name),
            min.type_id().map_or("", TypeId::short_name)
        ))
    };
    if value.is_null() {
        return Ok(mismatch());
    }
    let compare = |context: &mut ExecutionContext, bound: &Value| {
        context.bridged(|runtime| {
            remora_language::compare::compare(value, bound, Case::Ignore, runtime)
        })
    };
    let (Ok(low), Ok(high)) = (compare(context, min), compare(context, max)) else {
        return Ok(mismatch());
    };
    let text = context.text(value);
    if low.is_some_and(std::cmp::Ordering::is_lt) {
        let bound = context.text(min);
        return Ok(Some(format!(
            "The {text} argument is less than the minimum allowed range of {bound}. Supply an argument that is greater than or equal to {bound} and then try the command again."
        )));
    }
    if high.is_some_and(std::cmp::Ordering::is_gt) {
        let bound = context.text(max);
        return Ok(Some(format!(
            "The {text} argument is greater than the maximum allowed range of {bound}. Supply an argument that is less than or equal to {bound} and then try the command again."
        )));
    }
    Ok(None)
}

fn range_kind(
    context: &mut ExecutionContext,
    kind: RangeKind,
    value: &Value,
) -> Result<Option<String>, Failure> {
    let zero = Value::I32(0);
    let order = context.bridged(|runtime| {
        remora_language::compare::compare(value, &zero, Case::Ignore, runtime)
    })?;
    let Some(order) = order else { return Ok(None) };
    let good = match kind {
        RangeKind::Positive => order.is_gt(),
        RangeKind::NonNegative => order.is_ge(),
        RangeKind::Negative => order.is_lt(),
        RangeKind::NonPositive => order.is_le(),
    };
    if good {
        return Ok(None);
    }
    let text = context.text(value);
    Ok(Some(match kind {
        RangeKind::Positive => format!(
            "The argument \"{text}\" cannot be validated because its value is not greater than zero."
        ),
        RangeKind::NonNegative => format!(
            "The argument \"{text}\" cannot be validated because its value is not greater than or equal to zero."
        ),
        RangeKind::Negative => format!(
            "The argument \"{text}\" cannot be validated because its value is not less than zero."
        ),
        RangeKind::NonPositive => format!(
            "The argument \"{text}\" cannot be validated because its value is not less than or equal to zero."
        ),
    }))
}

/// An attribute that is an instance of a script's class.
fn validate_by_class(
    context: &mut ExecutionContext,
    attribute: &Value,
    value: &Value,
) -> Result<Option<String>, Failure> {
    let has = context.bridged(|runtime| {
        Ok((
            remora_language::invoke::has_method(attribute, "Validate", runtime),
            remora_language::invoke::has_method(attribute, "ValidateElement", runtime),
        ))
    })?;
    let calls: Vec<(&str, Vec<Value>)> = if has.1 {
        let each = items(value).unwrap_or_else(|| vec![value.clone()]);
        each.into_iter().map(|item| ("ValidateElement", vec![item])).collect()
    } else if has.0 {
        vec![("Validate", vec![value.clone(), Value::Null])]
    } else {
        return Ok(None);
    };
    for (name, arguments) in calls {
        match context.guarded(|context| context.invoke_method(attribute, name, &arguments)) {
            Ok(_) => {}
            Err(Flow::Throw(thrown)) => {
                return Ok(Some(thrown.record.exception.root().message().to_string()));
            }
            Err(flow) => return Err(flow.into()),
        }
    }
    Ok(None)
}

/// What the class behind `[ValidateSet([class])]` gives.
pub(super) fn generated_values(
    context: &mut ExecutionContext,
    id: TypeId,
) -> Result<Vec<PsString>, Flow> {
    let made = context.construct(id, &[])?;
    let values = context.invoke_method(&made, "GetValidValues", &[])?;
    let values = items(&values).unwrap_or_else(|| vec![values.clone()]);
    Ok(values.iter().map(|word| context.text(word)).collect())
}
