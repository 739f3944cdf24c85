//! To objects of any type: `Parse`, a constructor, a cast operator, or properties set one by one.

use std::sync::Arc;

use remora_dotnet::registry::{self, Overload, TypeDefinition, TypeKind};
use remora_psobject::{
    Exception, InstanceMember, MemberBag, ObjectKind, PsObject, PsString, TypeId, Value,
};

use super::errors::{invalid_cast, no_conversion, not_created, with_cause};
use super::rank::{Rank, rank};
use super::{is_assignable, is_bag, numeric};
use crate::Runtime;
use crate::error::{LanguageError, Result};
use crate::invoke;
use crate::string_conversion::to_string;
use crate::type_name::net_text;

/// The last resorts of a cast, in order.
pub(super) fn convert(value: &Value, target: TypeId, runtime: &dyn Runtime) -> Result {
    if let Some(class) = runtime.script_type(target) {
        return to_class(value, target, class.as_ref(), runtime);
    }
    let Some(definition) = registry::definition(target) else {
        return Err(no_conversion(value, target));
    };
    if definition.kind == TypeKind::Delegate {
        // A script block or a method is as good as a delegate: it is called through the runtime.
        let callable = value.type_id().is_some_and(|id| {
            id == TypeId::SCRIPT_BLOCK
                || id.full_name().starts_with("System.Management.Automation.PSMethod")
        });
        return if callable {
            Ok(invoke::delegate(value, target))
        } else {
            Err(no_conversion(value, target))
        };
    }
    if let Some(result) = special(value, target, runtime) {
        return result;
    }
    if let Value::Str(text) = value.base()
        && let Some(result) = by_parse(text, definition, target, runtime)
    {
        return result;
    }
    if let Some(overload) = constructor_for(definition, target, value) {
        return by_constructor(value, overload, target, runtime);
    }
    if let Some(result) = by_items(value, definition, target, runtime) {
        return result;
    }
    if let Some(result) = by_operator(value, definition, target, runtime) {
        return result;
    }
    if let Some(result) = by_properties(value, definition, target, runtime) {
        return result;
    }
    let is_primitive =
        crate::arithmetic::number_of(value).is_some() || matches!(value.base(), Value::DateTime(_));
    if is_primitive && target.is_value_type() && target != TypeId::SWITCH_PARAMETER {
        return Err(invalid_cast(value, target));
    }
    Err(no_conversion(value, target))
}

/// Types whose conversion has an id of its own.
fn special(value: &Value, target: TypeId, runtime: &dyn Runtime) -> Option<Result> {
    let text = match value.base() {
        Value::Str(text) => text.clone(),
        base if target.full_name() == "System.Text.RegularExpressions.Regex" => to_string(base),
        _ => return None,
    };
    let (id, argument) = match target.full_name() {
        "System.Xml.XmlDocument" => ("InvalidCastToXmlDocument", text),
        "System.Text.RegularExpressions.Regex" => ("InvalidCastFromStringToRegex", text),
        _ => return None,
    };
    let source = Value::Str(argument);
    let made = if target == TypeId::XML_DOCUMENT {
        xml_document(&source, target, runtime)
    } else {
        invoke::construct_raw(target, std::slice::from_ref(&source), runtime)
    };
    Some(made.map_err(|cause| with_cause(id, &source, target, cause)))
}

/// `[xml]text`: an empty document that loads the text.
fn xml_document(
    source: &Value,
    target: TypeId,
    runtime: &dyn Runtime,
) -> std::result::Result<Value, Exception> {
    let document = invoke::construct_raw(target, &[], runtime)?;
    if !to_string(source).is_empty() {
        invoke::call_raw(&document, target, "LoadXml", std::slice::from_ref(source), runtime)?;
    }
    Ok(document)
}

/// `Parse(string, IFormatProvider)` with the invariant culture, or `Parse(string)`.
fn by_parse(
    text: &PsString,
    definition: &'static TypeDefinition,
    target: TypeId,
    runtime: &dyn Runtime,
) -> Option<Result> {
    let method = definition.static_method("Parse")?;
    let takes = |overload: &&Overload, names: &[&str]| {
        let parameters = overload.parameters();
        parameters.len() == names.len()
            && parameters
                .iter()
                .zip(names)
                .all(|(parameter, name)| parameter.type_name.eq_ignore_ascii_case(name))
    };
    let implemented = || method.overloads.iter().filter(|overload| overload.is_implemented);
    let with_culture =
        implemented().find(|overload| takes(overload, &["string", "System.IFormatProvider"]));
    let plain = implemented().find(|overload| takes(overload, &["string"]));
    let (id, overload, arguments) = match (with_culture, plain) {
        (Some(overload), _) => (
            "InvalidCastParseTargetInvocationWithFormatProvider",
            overload,
            vec![Value::Str(text.clone()), invoke::invariant_culture(runtime)],
        ),
        (None, Some(overload)) => {
            ("InvalidCastParseTargetInvocation", overload, vec![Value::Str(text.clone())])
        }
        (None, None) => return None,
    };
    let result = invoke::run_body(overload, &Value::Null, &arguments, target, runtime);
    Some(result.map_err(|cause| with_cause(id, &Value::Str(text.clone()), target, cause)))
}

/// The constructor whose only parameter takes the value as it is, or by widening a number.
pub(super) fn constructor_for(
    definition: &'static TypeDefinition,
    target: TypeId,
    value: &Value,
) -> Option<&'static Overload> {
    if definition.is_abstract {
        return None;
    }
    let from = value.type_id()?;
    let is_collection =
        registry::implements(target, TypeId::find("System.Collections.IEnumerable")?);
    // The capacity of a collection is no value to convert from.
    if is_collection && (numeric::is_integer_type(from)) {
        return None;
    }
    let candidates = definition.constructors.iter().filter_map(|overload| {
        let [parameter] = overload.parameters() else {
            return None;
        };
        let wanted = parameter.type_ref.resolve(target)?;
        // Any object would do, which says nothing.
        if wanted == TypeId::OBJECT && from != TypeId::OBJECT {
            return Some((overload, 0));
        }
        let fits = is_assignable(from, wanted) || super::rank::widens(from, wanted);
        fits.then(|| (overload, specificity(from, wanted)))
    });
    candidates.max_by_key(|(_, score)| *score).map(|(overload, _)| overload)
}

fn specificity(from: TypeId, wanted: TypeId) -> usize {
    if from == wanted {
        return 3;
    }
    if from.derives_from(wanted) { 2 } else { 1 }
}

fn by_constructor(
    value: &Value,
    overload: &'static Overload,
    target: TypeId,
    runtime: &dyn Runtime,
) -> Result {
    let wanted = overload
        .parameters()
        .first()
        .and_then(|parameter| parameter.type_ref.resolve(target))
        .unwrap_or(TypeId::OBJECT);
    let argument = super::to_type(value, wanted, runtime)?;
    invoke::run_body(overload, &Value::Null, &[argument], target, runtime)
        .map_err(|cause| with_cause("InvalidCastConstructorException", value, target, cause))
}

/// A collection made of the items of another: the constructor takes anything that enumerates.
fn by_items(
    value: &Value,
    definition: &'static TypeDefinition,
    target: TypeId,
    runtime: &dyn Runtime,
) -> Option<Result> {
    let items = crate::enumerate::items(value);
    let is_scalar = items.is_none();
    if is_scalar && properties_of(value).is_some() {
        return None;
    }
    let items = items.unwrap_or_else(|| vec![value.clone()]);
    let (overload, element) = definition.constructors.iter().find_map(|overload| {
        let [parameter] = overload.parameters() else {
            return None;
        };
        let wanted = parameter.type_ref.resolve(target)?;
        let (open, arguments) = wanted.generic()?;
        let takes_items = open.full_name() == "System.Collections.Generic.IEnumerable`1";
        takes_items.then_some((overload, *arguments.first()?))
    })?;
    let mut converted = Vec::with_capacity(items.len());
    for item in &items {
        match super::to_type(item, element, runtime) {
            Ok(item) => converted.push(item),
            Err(error) if is_scalar => return Some(Err(error)),
            Err(_) => return Some(Err(no_conversion(value, target))),
        }
    }
    let argument = Value::array_of(element, converted);
    let made = invoke::run_body(overload, &Value::Null, &[argument], target, runtime);
    Some(made.map_err(|cause| with_cause("InvalidCastConstructorException", value, target, cause)))
}

/// `op_Implicit` and `op_Explicit` of the target type or of the value's own.
fn by_operator(
    value: &Value,
    definition: &'static TypeDefinition,
    target: TypeId,
    runtime: &dyn Runtime,
) -> Option<Result> {
    let from = value.type_id()?;
    let own = registry::definition(from);
    for (holder, holder_id) in [(Some(definition), target), (own, from)] {
        let Some(holder) = holder else { continue };
        for name in ["op_Implicit", "op_Explicit"] {
            let Some(method) = holder.static_method(name) else {
                continue;
            };
            for overload in &method.overloads {
                let [parameter] = overload.parameters() else {
                    continue;
                };
                let takes = parameter.type_ref.resolve(holder_id);
                let gives = overload.return_type().resolve(holder_id);
                if gives == Some(target)
                    && takes.is_some_and(|takes| is_assignable(from, takes))
                    && overload.is_implemented
                {
                    let arguments = [value.base().clone()];
                    let result =
                        invoke::run_body(overload, &Value::Null, &arguments, holder_id, runtime);
                    let id = format!("InvalidCastTargetInvocationException{name}");
                    return Some(result.map_err(|cause| with_cause(&id, value, target, cause)));
                }
            }
        }
    }
    None
}

/// Whether an object can be made without arguments.
pub(super) fn has_default_constructor(definition: &TypeDefinition) -> bool {
    !definition.is_abstract
        && (definition.kind == TypeKind::Struct
            || definition.constructors.iter().any(|overload| overload.parameters().is_empty()))
}

/// Keys of a dictionary or properties of a bag, as the properties of a new object.
fn by_properties(
    value: &Value,
    definition: &'static TypeDefinition,
    target: TypeId,
    runtime: &dyn Runtime,
) -> Option<Result> {
    let properties = properties_of(value)?;
    if matches!(definition.kind, TypeKind::Interface | TypeKind::Static) {
        return None;
    }
    if !has_default_constructor(definition) {
        return None;
    }
    let made = match invoke::construct_raw(target, &[], runtime) {
        Ok(made) => made,
        // A structure whose default value the table does not know is probed by its properties only.
        Err(_) if definition.kind == TypeKind::Struct => Value::Null,
        Err(cause) => return Some(Err(LanguageError::thrown(cause))),
    };
    Some(set_all(made, &properties, target, runtime))
}

fn properties_of(value: &Value) -> Option<Vec<(PsString, Value)>> {
    match value.base() {
        Value::Dictionary(table) => {
            Some(table.entries().into_iter().map(|(key, value)| (to_string(&key), value)).collect())
        }
        Value::Object(object) if is_bag(value) => {
            let mut properties = Vec::new();
            object.for_each_member(|member| {
                if let Some(value) = member.value() {
                    properties.push((member.name.clone(), value.clone()));
                }
            });
            Some(properties)
        }
        _ => None,
    }
}

fn set_all(
    object: Value,
    properties: &[(PsString, Value)],
    target: TypeId,
    runtime: &dyn Runtime,
) -> Result {
    set_properties(&object, properties, target, runtime)?;
    Ok(object)
}

/// Sets properties of a new object, as a cast of a hashtable and `New-Object -Property` do.
///
/// # Errors
/// `ObjectCreationError`: a property that is not there, is read-only, or does not take the value.
pub fn set_properties(
    object: &Value,
    properties: &[(PsString, Value)],
    target: TypeId,
    runtime: &dyn Runtime,
) -> Result<()> {
    for (name, value) in properties {
        let Some(definition) = registry::definition(target) else {
            invoke::set_property(object, name, value.clone(), runtime)?;
            continue;
        };
        let Some(property) = definition.property(name) else {
            let settable: Vec<String> = definition
                .properties
                .iter()
                .filter(|property| property.can_write && !property.is_indexer())
                .map(|property| {
                    let id = property.type_ref.resolve(target);
                    let shown = id.map_or_else(String::new, net_text);
                    format!("[{} <{shown}>]", property.name)
                })
                .collect();
            return Err(no_such_property(name, target, &settable.join(", ")));
        };
        if !property.can_write {
            let reason = format!("\"{}\" is a ReadOnly property.", property.name);
            let cause = Exception::new(TypeId::SET_VALUE_EXCEPTION, reason.clone());
            return Err(not_created(target, &reason, Some(Arc::new(cause))));
        }
        invoke::set_property(object, name, value.clone(), runtime)
            .map_err(|error| creation_error(target, &error))?;
    }
    Ok(())
}

fn no_such_property(name: &str, target: TypeId, settable: &str) -> Box<LanguageError> {
    let advice = if settable.is_empty() {
        "There is no settable property available.".to_owned()
    } else {
        format!("The settable properties are: {settable}.")
    };
    let reason = format!(
        "The property '{name}' was not found for the '{}' object. {advice}",
        target.full_name()
    );
    let cause = Exception::new(TypeId::INVALID_OPERATION_EXCEPTION, reason.clone());
    not_created(target, &reason, Some(Arc::new(cause)))
}

/// A failed setter, as the creation of the object tells it.
fn creation_error(target: TypeId, error: &LanguageError) -> Box<LanguageError> {
    let cause = match error.exception.inner() {
        Some(inner)
            if error.exception.exception_type().derives_from(TypeId::SET_VALUE_EXCEPTION) =>
        {
            Arc::clone(inner)
        }
        _ => Arc::clone(&error.exception),
    };
    let message = cause.message().clone();
    not_created(target, &message, Some(cause))
}

/// To a class that a script defines.
fn to_class(
    value: &Value,
    target: TypeId,
    class: &dyn crate::ScriptType,
    runtime: &dyn Runtime,
) -> Result {
    let constructors = class.constructors();
    let best = constructors
        .iter()
        .filter_map(|overload| match overload.parameters.as_slice() {
            [(_, wanted)] => {
                let fit = rank(value, *wanted);
                let direct = value.type_id().is_some_and(|from| {
                    is_assignable(from, *wanted) || super::rank::widens(from, *wanted)
                });
                let usable = direct || (fit.rank == Rank::NumericText && *wanted == TypeId::STRING);
                usable.then_some((overload, fit))
            }
            _ => None,
        })
        .max_by_key(|(_, fit)| *fit);
    if let Some((overload, _)) = best {
        let wanted = overload.parameters.first().map_or(TypeId::OBJECT, |(_, id)| *id);
        let argument = super::to_type(value, wanted, runtime)?;
        return runtime
            .run_member(class, overload, &Value::Null, &[argument])
            .map_err(|cause| with_cause("InvalidCastConstructorException", value, target, cause));
    }
    for name in ["op_Implicit", "op_Explicit"] {
        for overload in class.static_methods(name) {
            if let [(_, wanted)] = overload.parameters.as_slice()
                && value.type_id().is_some_and(|from| is_assignable(from, *wanted))
            {
                return Ok(runtime.run_member(
                    class,
                    &overload,
                    &Value::Null,
                    std::slice::from_ref(value),
                )?);
            }
        }
    }
    let default = constructors.iter().find(|overload| overload.parameters.is_empty());
    let (Some(default), Some(properties)) = (default, properties_of(value)) else {
        return Err(no_conversion(value, target));
    };
    let object = runtime.run_member(class, default, &Value::Null, &[])?;
    let settable = class.settable_properties();
    for (name, item) in &properties {
        let Some((_, wanted)) = settable.iter().find(|(known, _)| name.eq_ignore_case(known))
        else {
            let list: Vec<String> =
                settable.iter().map(|(name, id)| format!("[{name} <{}>]", net_text(*id))).collect();
            return Err(no_such_property(name, target, &list.join(", ")));
        };
        let converted = super::to_type(item, *wanted, runtime)
            .map_err(|error| creation_error(target, &error))?;
        invoke::set_property(&object, name, converted, runtime)
            .map_err(|error| creation_error(target, &error))?;
    }
    Ok(object)
}

/// `[pscustomobject]value`: a dictionary becomes a property bag of its entries; anything else stays
/// as it is.
///
/// # Errors
/// `ConvertToFinalInvalidCastException`
pub fn custom_object(value: &Value) -> Result {
    match value.base() {
        Value::Dictionary(table) => {
            let members: MemberBag = table
                .entries()
                .into_iter()
                .map(|(key, value)| InstanceMember::note(to_string(&key), value.or_null()))
                .collect();
            Ok(Value::Object(Arc::new(PsObject::custom_of(members))))
        }
        Value::Object(object) if object.kind() != ObjectKind::Wrapper => Ok(value.clone()),
        _ => Err(no_conversion(value, TypeId::PS_CUSTOM_OBJECT)),
    }
}
