//! Properties: reading, setting, listing.

use remora_dotnet::registry;
use remora_psobject::{
    ErrorCategory, Exception, InstanceMember, MemberKind, ObjectKind, PsString, TypeId, Value,
};

use super::instance::instance_member;
use super::method::collected;
use crate::Runtime;
use crate::convert;
use crate::enumerate;
use crate::error::{LanguageError, Result};

/// What a property holds.
#[derive(Clone, Debug)]
pub enum Property {
    /// A value.
    Value(Value),
    /// A script block that the engine runs with `$this`.
    Script {
        /// The script block.
        block: Value,
        /// `$this`
        this: Value,
    },
    /// A code property: a static method of a type, whose argument is the object.
    Code {
        /// What implements it.
        target: Value,
        /// The object.
        this: Value,
    },
    /// There is a member of this name that is a method or a set of members.
    Member(InstanceMember),
    /// There is no such property.
    Missing,
}

/// `target.name`: members of the object, then of its type, then of its items; `Count` and `Length`
/// of what is no collection.
///
/// # Errors
/// What a script raises inside a getter.
pub fn get_property(target: &Value, name: &str, runtime: &dyn Runtime) -> Result<Property> {
    if let Value::Object(object) = target
        && let Some(value) = object.get(name)
    {
        return Ok(Property::Value(value));
    }
    if let Some(member) = instance_member(target, name) {
        return of_member(member, target, runtime);
    }
    match get_adapted(target, name, runtime)? {
        Property::Missing => {}
        found => return Ok(found),
    }
    if let Some(items) = enumerate::items(target) {
        return of_items(&items, name, runtime);
    }
    Ok(scalar_length(target, name).map_or(Property::Missing, Property::Value))
}

/// `Count` and `Length` of a value that has none: one, and zero for null.
fn scalar_length(target: &Value, name: &str) -> Option<Value> {
    (name.eq_ignore_ascii_case("Count") || name.eq_ignore_ascii_case("Length"))
        .then(|| Value::I32(i32::from(!target.is_null())))
}

fn of_member(member: InstanceMember, target: &Value, runtime: &dyn Runtime) -> Result<Property> {
    Ok(match &member.kind {
        MemberKind::Note(value) | MemberKind::DeserializedProperty(value) => {
            Property::Value(value.clone())
        }
        MemberKind::Alias { target: other, conversion } => {
            match (get_property(target, other, runtime)?, conversion) {
                (Property::Value(value), Some(id)) => {
                    Property::Value(convert::to_type(&value, *id, runtime)?)
                }
                (found, _) => found,
            }
        }
        MemberKind::ScriptProperty { getter, .. } => {
            Property::Script { block: getter.clone(), this: target.clone() }
        }
        MemberKind::Code { method: false, target: code, .. } => {
            Property::Code { target: code.clone(), this: target.clone() }
        }
        _ => Property::Member(member),
    })
}

/// The property of every item that has it, those that are collections unrolled.
fn of_items(items: &[Value], name: &str, runtime: &dyn Runtime) -> Result<Property> {
    let mut values = Vec::new();
    let mut found = false;
    let mut missing = 0_usize;
    for item in items {
        if item.is_null() {
            continue;
        }
        // Items that have no such property do not count, whatever their length would be.
        let property = match get_property(item, name, runtime)? {
            Property::Value(_) if !has_property(item, name, runtime) => Property::Missing,
            property => property,
        };
        let value = match property {
            Property::Value(value) => value,
            Property::Script { block, this } | Property::Code { target: block, this } => {
                runtime.invoke(&block, &[this])?
            }
            // A property bag without the property counts as one that has null there.
            Property::Missing if matches!(item, Value::Object(_)) => {
                missing += 1;
                values.push(Value::Null);
                continue;
            }
            Property::Member(_) | Property::Missing => continue,
        };
        found = true;
        match enumerate::items(&value) {
            Some(inner) => values.extend(inner),
            None => values.push(value),
        }
    }
    Ok(if found || missing > 0 {
        Property::Value(collected(values).or_null())
    } else {
        Property::Missing
    })
}

/// Whether [`get_property`] found more than the length of a scalar.
fn has_property(item: &Value, name: &str, runtime: &dyn Runtime) -> bool {
    if scalar_length(item, name).is_none() || instance_member(item, name).is_some() {
        return true;
    }
    !matches!(get_adapted(item, name, runtime), Ok(Property::Missing))
}

/// A property that the type gives the object: a key of a dictionary, a property of a live object, a
/// property of .NET.
///
/// # Errors
/// What a script raises inside a getter; other exceptions of getters give null.
pub fn get_adapted(target: &Value, name: &str, runtime: &dyn Runtime) -> Result<Property> {
    let base = target.base();
    match base {
        Value::Null | Value::AutomationNull => return Ok(Property::Missing),
        Value::Str(text) if name.eq_ignore_ascii_case("Length") => {
            return Ok(Property::Value(length(text.unit_len())));
        }
        Value::Array(array)
            if name.eq_ignore_ascii_case("Length") || name.eq_ignore_ascii_case("Count") =>
        {
            return Ok(Property::Value(length(array.len())));
        }
        Value::List(list) if name.eq_ignore_ascii_case("Count") => {
            return Ok(Property::Value(length(list.len())));
        }
        Value::Dictionary(table) => {
            if let Some(value) = table.get_str(name).or_else(|| {
                let number: i32 = name.parse().ok()?;
                table.get(&Value::I32(number))
            }) {
                return Ok(Property::Value(value));
            }
            if name.eq_ignore_ascii_case("Count") {
                return Ok(Property::Value(length(table.len())));
            }
        }
        Value::Object(_) => return Ok(Property::Missing),
        Value::Live(live) => {
            if let Some(result) = live.property(name) {
                return read(result);
            }
        }
        _ => {}
    }
    let Some(id) = base.type_id() else {
        return Ok(Property::Missing);
    };
    for part in id.chain() {
        if let Some(property) =
            registry::definition(part).and_then(|definition| definition.property(name))
            && property.can_read
            && !property.is_indexer()
        {
            return read(property.get(base, &[], part, runtime));
        }
        if part.element_type().is_some() || part.generic().is_some() {
            continue;
        }
    }
    Ok(Property::Missing)
}

/// What a getter gives. One that throws gives null: reading a property does not fail. Errors that a
/// script raised, and members that are not there yet, are told.
fn read(result: std::result::Result<Value, Exception>) -> Result<Property> {
    match result {
        Ok(value) => Ok(Property::Value(value)),
        Err(cause)
            if cause.error_record().is_some()
                || cause.exception_type() == TypeId::NOT_IMPLEMENTED_EXCEPTION =>
        {
            Err(LanguageError::thrown(cause))
        }
        Err(_) => Ok(Property::Value(Value::Null)),
    }
}

fn length(count: usize) -> Value {
    Value::I32(i32::try_from(count).unwrap_or(i32::MAX))
}

/// `Exception getting "X": "…"`
pub(super) fn getter_failed(name: &str, cause: Exception) -> Box<LanguageError> {
    if cause.error_record().is_some() {
        return LanguageError::thrown(cause);
    }
    let message = format!("Exception getting \"{name}\": \"{}\"", cause.message());
    LanguageError::new(
        "ExceptionWhenGetting",
        ErrorCategory::NotSpecified,
        Exception::new(TypeId::GET_VALUE_INVOCATION_EXCEPTION, message).with_inner(cause),
    )
}

/// `Exception setting "X": "…"`
fn setter_failed(name: &str, cause: std::sync::Arc<Exception>) -> Box<LanguageError> {
    let message = format!("Exception setting \"{name}\": \"{}\"", cause.message());
    LanguageError::new(
        "ExceptionWhenSetting",
        ErrorCategory::NotSpecified,
        Exception::new(TypeId::SET_VALUE_INVOCATION_EXCEPTION, message).with_inner(cause),
    )
}

/// A property that is not there to be set.
pub fn property_missing(target: &Value, name: &str) -> Box<LanguageError> {
    let message = format!(
        "The property '{name}' cannot be found on this object. Verify that the property exists and \
         can be set."
    );
    if target.is_null() {
        return LanguageError::runtime("PropertyNotFound", message);
    }
    if matches!(target.base(), Value::Object(_)) {
        let cause = Exception::new(TypeId::RUNTIME_EXCEPTION, message);
        return setter_failed(name, std::sync::Arc::new(cause));
    }
    LanguageError::runtime("PropertyAssignmentException", message)
}

fn read_only(name: &str) -> Box<LanguageError> {
    let message = format!("'{name}' is a ReadOnly property.");
    let cause = Exception::new(TypeId::SET_VALUE_EXCEPTION, message.clone());
    LanguageError::new(
        "PropertyAssignmentException",
        ErrorCategory::InvalidOperation,
        Exception::new(TypeId::RUNTIME_EXCEPTION, message).with_inner(cause),
    )
}

/// `target.name = value`. A setter that is a script block is left to the engine: what comes back is
/// then [`Property::Script`] or [`Property::Code`].
///
/// # Errors
/// `PropertyNotFound`, `PropertyAssignmentException`, `ExceptionWhenSetting`.
pub fn set_property(
    target: &Value,
    name: &str,
    value: Value,
    runtime: &dyn Runtime,
) -> Result<Property> {
    let value = value.or_null();
    if target.is_null() {
        return Err(property_missing(target, name));
    }
    if let Some(member) = instance_member(target, name) {
        return set_member(&member, target, value, runtime);
    }
    set_adapted(target, name, value, runtime).map(|()| Property::Missing)
}

fn set_member(
    member: &InstanceMember,
    target: &Value,
    value: Value,
    runtime: &dyn Runtime,
) -> Result<Property> {
    match &member.kind {
        MemberKind::Note(_) | MemberKind::DeserializedProperty(_) => {
            let note = InstanceMember { kind: MemberKind::Note(value), ..member.clone() };
            match target {
                Value::Object(object) if object.member(&member.name).is_some() => {
                    object.set_member(note);
                }
                other => {
                    if let Some(header) = other.base().header() {
                        header.set_member(note);
                    }
                }
            }
            Ok(Property::Missing)
        }
        MemberKind::Alias { target: other, .. } => set_property(target, other, value, runtime),
        MemberKind::ScriptProperty { setter, .. } if !setter.is_null() => {
            Ok(Property::Script { block: setter.clone(), this: target.clone() })
        }
        MemberKind::Code { method: false, setter, .. } if !setter.is_null() => {
            Ok(Property::Code { target: setter.clone(), this: target.clone() })
        }
        _ => Err(LanguageError::new(
            "SetWithoutSetterFromScriptProperty",
            ErrorCategory::NotSpecified,
            Exception::new(
                TypeId::SET_VALUE_EXCEPTION,
                format!("Set accessor for property \"{}\" is unavailable.", member.name),
            ),
        )),
    }
}

/// As [`set_property`], but for members that the object itself carries.
///
/// # Errors
/// See [`set_property`].
pub fn set_adapted(target: &Value, name: &str, value: Value, runtime: &dyn Runtime) -> Result<()> {
    let base = target.base();
    if let Value::Dictionary(table) = base {
        table.insert(Value::from(name), value);
        return Ok(());
    }
    let Some(id) = base.type_id() else {
        return Err(property_missing(target, name));
    };
    for part in id.chain() {
        let Some(property) =
            registry::definition(part).and_then(|definition| definition.property(name))
        else {
            continue;
        };
        if !property.can_write {
            return Err(read_only(property.name));
        }
        let wanted = property.type_ref.resolve(part).unwrap_or(TypeId::OBJECT);
        let converted = convert::to_type(&value, wanted, runtime).map_err(|error| {
            setter_failed(property.name, std::sync::Arc::clone(&error.exception))
        })?;
        return property
            .set(base, &[], converted, part, runtime)
            .map_err(|cause| setter_failed(property.name, std::sync::Arc::new(cause)));
    }
    if let Value::Live(live) = base {
        if let Some(result) = live.set_property(name, value) {
            return result.map_err(|cause| setter_failed(name, std::sync::Arc::new(cause)));
        }
        if live.property(name).is_some() {
            return Err(read_only(name));
        }
    }
    Err(property_missing(target, name))
}

/// Names of the properties that are listed: those of the object first, then those of its type.
pub fn property_names(target: &Value) -> Vec<PsString> {
    let mut names: Vec<PsString> = Vec::new();
    let mut push = |name: PsString| {
        if !names.iter().any(|known| known.eq_ignore_case(&name)) {
            names.push(name);
        }
    };
    if let Value::Object(object) = target {
        object.for_each_member(|member| {
            if member.is_property() && !member.hidden {
                push(member.name.clone());
            }
        });
        if object.kind() != ObjectKind::Wrapper {
            return names;
        }
    }
    let base = target.base();
    if let Some(header) = base.header() {
        for member in header.members() {
            if member.is_property() && !member.hidden {
                push(member.name);
            }
        }
    }
    if let Value::Live(live) = base {
        for name in live.property_names() {
            push(name);
        }
    }
    if let Some(definition) = base.type_id().and_then(registry::definition) {
        for property in &definition.properties {
            if !property.is_indexer() {
                push(property.name.into());
            }
        }
    }
    names
}
