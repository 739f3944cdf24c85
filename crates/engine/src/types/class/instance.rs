//! Objects of classes, their fields, conversion to them.

use std::sync::{Arc, Weak};

use parking_lot::RwLock;
use remora_psobject::{
    ErrorCategory, Exception, Header, InstanceMember, LiveObject, LiveRef, MemberBag, PsString,
    TypeId, Value,
};

use super::{Class, Property};
use crate::context::ExecutionContext;
use crate::errors::{self, Flow};

/// An object of a class.
pub(crate) struct ClassInstance {
    type_id: TypeId,
    fields: RwLock<MemberBag>,
    /// Instance members: they belong to the object, however it is reached.
    header: Header,
    /// The object itself, for methods that are asked from outside a session's code.
    this: Weak<Self>,
}

impl ClassInstance {
    /// A new object without fields.
    pub(super) fn make(type_id: TypeId) -> Value {
        Value::Live(LiveRef::from_arc(Arc::new_cyclic(|this| Self {
            type_id,
            fields: RwLock::default(),
            header: Header::default(),
            this: Weak::clone(this),
        })))
    }

    /// What a method of the class answers, if the class has it, a session is lent to the thread, and
    /// the method throws nothing.
    fn ask(&self, method: &str, arguments: &[Value]) -> Option<Value> {
        let this = Value::Live(LiveRef::from_arc(self.this.upgrade()?));
        let answer = crate::object_view::with_session(|context| {
            super::call_instance(context, &this, method, arguments)
        });
        answer??.ok()
    }

    fn set(&self, name: &PsString, value: Value, hidden: bool) {
        let mut member = InstanceMember::note(name.clone(), value);
        member.hidden = hidden;
        self.fields.write().set(member);
    }
}

impl LiveObject for ClassInstance {
    fn object_type(&self) -> TypeId {
        self.type_id
    }

    fn own_header(&self) -> Option<&Header> {
        Some(&self.header)
    }

    fn text(&self) -> PsString {
        match self.ask("ToString", &[]) {
            Some(Value::Str(text)) => text,
            _ => self.type_id.full_name().into(),
        }
    }

    fn equals(&self, other: &Value) -> Option<bool> {
        let answer = self.ask("Equals", std::slice::from_ref(other))?;
        Some(remora_language::truth::is_true(&answer))
    }

    fn hash_code(&self) -> Option<u64> {
        let code = self.ask("GetHashCode", &[])?;
        Some(code.as_i64()?.cast_unsigned())
    }

    fn property_names(&self) -> Vec<PsString> {
        self.fields
            .read()
            .iter()
            .filter(|field| !field.hidden)
            .map(|field| field.name.clone())
            .collect()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        let fields = self.fields.read();
        fields.get(name).and_then(InstanceMember::value).cloned().map(Ok)
    }

    fn set_property(&self, name: &str, value: Value) -> Option<Result<(), Exception>> {
        let mut fields = self.fields.write();
        let field = fields.get_mut(name)?;
        field.kind = remora_psobject::MemberKind::Note(value);
        Some(Ok(()))
    }
}

/// The classes of an object, the nearest first.
pub(super) fn classes_of(context: &ExecutionContext, id: TypeId) -> Vec<Arc<Class>> {
    id.chain().filter_map(|id| context.types.class(id)).collect()
}

/// The first value of a property.
pub(super) fn initial_value(
    context: &mut ExecutionContext,
    class: &Arc<Class>,
    property: &Property,
    this: Option<&Value>,
) -> Result<Value, Flow> {
    let value = match &property.initial {
        Some(initial) => {
            let compiled = crate::compile::lone_expression(&class.source, initial);
            super::call::evaluate_in(context, class, &compiled, this)?
        }
        None if property.type_id == TypeId::STRING => return Ok(Value::Null),
        None if property.type_id.is_value_type() => {
            let id = property.type_id;
            return Ok(match context.convert(&Value::Null, id) {
                Ok(value) if !value.is_null() => value,
                _ => context
                    .bridged(|runtime| remora_language::invoke::construct(id, &[], runtime))
                    .unwrap_or_default(),
            });
        }
        None => return Ok(Value::Null),
    };
    if value.is_null() && property.type_id == TypeId::STRING {
        return Ok(Value::Null);
    }
    context.convert(&value, property.type_id)
}

/// Gives a new object its fields, those of base classes first.
pub(super) fn fill(
    context: &mut ExecutionContext,
    class: &Arc<Class>,
    this: &Value,
) -> Result<(), Flow> {
    let mut classes = classes_of(context, class.id);
    // The fields of the derived class stand first, those of the base get their values first.
    if let Some(instance) = this.downcast::<ClassInstance>() {
        for class in &classes {
            for property in class.members.read().properties.iter().filter(|own| !own.is_static) {
                instance.set(&property.name, Value::Null, property.is_hidden);
            }
        }
    }
    classes.reverse();
    for class in classes {
        let properties = class.members.read().properties.clone();
        for property in properties.iter().filter(|property| !property.is_static) {
            let value = initial_value(context, &class, property, Some(this))?;
            if let Some(instance) = this.downcast::<ClassInstance>() {
                instance.set(&property.name, value, property.is_hidden);
            } else if let Some(exception) = this.downcast::<Exception>() {
                exception.set_extra(&property.name, value);
            }
        }
    }
    Ok(())
}

fn property_of(
    context: &ExecutionContext,
    id: TypeId,
    name: &str,
    is_static: bool,
) -> Option<(Arc<Class>, Property)> {
    classes_of(context, id).into_iter().find_map(|class| {
        let found = class
            .members
            .read()
            .properties
            .iter()
            .find(|property| property.is_static == is_static && property.name.eq_ignore_case(name))
            .cloned();
        found.map(|property| (class, property))
    })
}

fn checked(
    context: &mut ExecutionContext,
    property: &Property,
    value: &Value,
) -> Result<Value, Flow> {
    let converted = if value.is_null() && property.type_id == TypeId::STRING {
        Value::Str(PsString::empty())
    } else {
        context.convert(value, property.type_id).map_err(|flow| match flow {
            Flow::Throw(thrown) => {
                let inner = Arc::clone(&thrown.record.exception);
                let message =
                    format!("Exception setting \"{}\": \"{}\"", property.name, inner.message());
                let exception = Exception::new(TypeId::SET_VALUE_INVOCATION_EXCEPTION, message)
                    .with_inner(inner);
                remora_psobject::ErrorRecord::new(
                    exception,
                    "ExceptionWhenSetting",
                    ErrorCategory::NotSpecified,
                    Value::Null,
                )
                .into()
            }
            other => other,
        })?
    };
    for constraint in property.constraints.iter() {
        if let Some(message) = crate::binder::complaint(context, constraint, &converted)? {
            let inner = Exception::new(TypeId::VALIDATION_METADATA_EXCEPTION, message.clone());
            let text = format!("Exception setting \"{}\": \"{message}\"", property.name);
            let exception =
                Exception::new(TypeId::SET_VALUE_INVOCATION_EXCEPTION, text).with_inner(inner);
            return Err(remora_psobject::ErrorRecord::new(
                exception,
                "ExceptionWhenSetting",
                ErrorCategory::NotSpecified,
                Value::Null,
            )
            .into());
        }
    }
    Ok(converted)
}

/// Sets a field of an object of a class; `None` where it is none.
pub(crate) fn set_field(
    context: &mut ExecutionContext,
    target: &Value,
    name: &str,
    value: &Value,
) -> Option<Result<(), Flow>> {
    let id = target.type_id()?;
    if !context.types.has_classes() || context.types.class(id).is_none() {
        return None;
    }
    let (_, property) = property_of(context, id, name, false)?;
    let value = match checked(context, &property, value) {
        Ok(value) => value,
        Err(flow) => return Some(Err(flow)),
    };
    if let Some(instance) = target.downcast::<ClassInstance>() {
        instance.set(&property.name, value, property.is_hidden);
    } else if let Some(exception) = target.downcast::<Exception>() {
        exception.set_extra(&property.name, value);
    }
    Some(Ok(()))
}

/// `[class]::name`
pub(crate) fn get_static(
    context: &mut ExecutionContext,
    id: TypeId,
    name: &str,
) -> Option<Result<Value, Flow>> {
    let (class, property) = property_of(context, id, name, true)?;
    let value = class.statics.lock().get(&property.name).and_then(InstanceMember::value).cloned();
    Some(Ok(value.unwrap_or_default()))
}

/// `[class]::name = value`
pub(crate) fn set_static(
    context: &mut ExecutionContext,
    id: TypeId,
    name: &str,
    value: &Value,
) -> Option<Result<(), Flow>> {
    let (class, property) = property_of(context, id, name, true)?;
    Some(checked(context, &property, value).map(|value| {
        class.statics.lock().set(InstanceMember::note(property.name, value));
    }))
}

/// A value as an object of a class: from a table of properties, or through a constructor. `None` where
/// the type is no class.
pub(crate) fn convert(
    context: &mut ExecutionContext,
    value: &Value,
    target: TypeId,
) -> Option<Result<Value, Flow>> {
    if !context.types.has_classes() {
        return None;
    }
    context.types.class(target)?;
    if value.is_null() {
        return Some(Ok(Value::Null));
    }
    if value.type_id().is_some_and(|id| id.derives_from(target)) {
        return Some(Ok(value.clone()));
    }
    let entries: Option<Vec<(PsString, Value)>> = match value.base() {
        Value::Dictionary(table) => Some(
            table.entries().into_iter().map(|(key, value)| (context.text(&key), value)).collect(),
        ),
        Value::Object(object) => Some(
            object
                .members()
                .into_iter()
                .filter_map(|member| Some((member.name.clone(), member.value()?.clone())))
                .collect(),
        ),
        _ => None,
    };
    if let Some(entries) = entries {
        return Some((|| {
            let made = super::construct(context, target, &[])?;
            for (name, value) in entries {
                match set_field(context, &made, &name, &value) {
                    Some(result) => result.map_err(|flow| not_filled(target, flow))?,
                    None => return Err(no_such_property(context, target, &name)),
                }
            }
            Ok(made)
        })());
    }
    let takes_one = context.types.class(target).is_some_and(|class| {
        class.members.read().methods.iter().any(|method| {
            method.is_constructor && !method.is_static && method.parameters.len() == 1
        })
    });
    if takes_one {
        return Some(super::construct(context, target, std::slice::from_ref(value)));
    }
    None
}

fn creation_error(target: TypeId, reason: &str) -> Flow {
    errors::error(
        TypeId::PS_INVALID_CAST_EXCEPTION,
        format!("Cannot create object of type \"{}\". {reason}", target.full_name()),
        "ObjectCreationError",
        ErrorCategory::InvalidArgument,
        Value::Null,
    )
    .into()
}

/// A property that refused its value while an object was made of a table.
fn not_filled(target: TypeId, flow: Flow) -> Flow {
    let Flow::Throw(thrown) = flow else { return flow };
    let exception = &thrown.record.exception;
    let reason = exception.inner().map_or_else(|| exception.message(), |inner| inner.message());
    creation_error(target, reason)
}

/// An entry of a table that no property of the class takes.
fn no_such_property(context: &ExecutionContext, target: TypeId, name: &str) -> Flow {
    let mut classes = classes_of(context, target);
    classes.reverse();
    let mut settable = Vec::new();
    for class in classes {
        for property in
            class.members.read().properties.iter().filter(|property| !property.is_static)
        {
            settable.push(format!("[{} <{}>]", property.name, property.type_id.full_name()));
        }
    }
    creation_error(
        target,
        &format!(
            "The property '{name}' was not found for the '{}' object. The settable properties are: {}.",
            target.full_name(),
            settable.join(", ")
        ),
    )
}
