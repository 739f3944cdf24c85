//! Members that values have by themselves, and the calls of methods.

use remora_language::invoke::{self, CallSite, Property};
use remora_psobject::{MemberKind, PsString, TypeId, Value};

use super::TypeMemberKind;
use super::members::instance_member;
use crate::context::ExecutionContext;
use crate::errors::{self, Flow};
use crate::script::{Invocation, ScriptBlock};
use crate::session::StrictMode;

impl ExecutionContext {
    /// A property that the value's type gives it.
    pub(crate) fn own_property(
        &mut self,
        value: &Value,
        name: &str,
    ) -> Result<Option<Value>, Flow> {
        match self.bridged(|runtime| invoke::get_adapted(value, name, runtime))? {
            Property::Value(found) => Ok(Some(found)),
            Property::Script { block, this } => {
                self.run_member_script(&block, &this, &[]).map(Some)
            }
            Property::Code { target, .. } => {
                let variable = target.downcast::<crate::session::Variable>();
                Ok(Some(variable.map_or_else(|| target.clone(), |variable| variable.value())))
            }
            Property::Member(_) | Property::Missing => Ok(None),
        }
    }

    pub(super) fn set_own_property(
        &mut self,
        target: &Value,
        name: &str,
        value: Value,
    ) -> Result<(), Flow> {
        if let Some(done) = super::class::set_field(self, target, name, &value) {
            return done;
        }
        if let Some(done) = crate::modules::set_member(self, target, name, &value)
            .or_else(|| super::set_member(self, target, name, &value))
        {
            return done;
        }
        self.bridged(|runtime| invoke::set_adapted(target, name, value, runtime))
    }

    pub(crate) fn own_property_names(&mut self, value: &Value) -> Vec<PsString> {
        invoke::property_names(value)
    }

    /// Runs the script of a property or method with `$this`.
    pub(super) fn run_member_script(
        &mut self,
        block: &Value,
        this: &Value,
        arguments: &[Value],
    ) -> Result<Value, Flow> {
        let Some(block) = block.downcast::<ScriptBlock>().cloned() else {
            return Ok(Value::Null);
        };
        let mut output = Vec::new();
        let invocation = Invocation::new().this(this.clone()).arguments(arguments.iter().cloned());
        self.invoke_block(&block, invocation, &mut output)?;
        Ok(crate::context::collapse(output))
    }

    /// `target.name` as scripts read it: properties, then those of the items of a collection, then
    /// `Count` and `Length` of what is none; null where there is nothing.
    ///
    /// # Errors
    /// What a getter threw; under strict mode a property that is not there.
    pub fn get_member(&mut self, target: &Value, name: &str) -> Result<Value, Flow> {
        if let Some(view) = super::view::special(self, target, name) {
            return Ok(view);
        }
        if let Some(value) = self.get_property(target, name)? {
            return Ok(value);
        }
        if let Some(items) = super::enumerate(target) {
            let mut found = Vec::new();
            let mut any = false;
            for item in items {
                if item.is_null() {
                    continue;
                }
                let mut found_here = self.get_property(&item, name)?;
                if found_here.is_none()
                    && target.downcast::<super::enumerator::Enumerator>().is_some()
                    && (name.eq_ignore_ascii_case("Count") || name.eq_ignore_ascii_case("Length"))
                {
                    found_here = Some(Value::I32(1));
                }
                if found_here.is_none()
                    && matches!(item, Value::Dictionary(_))
                    && self.session.is_strict(StrictMode::V2)
                {
                    return Err(property_not_found(name));
                }
                if let Some(value) = found_here {
                    any = true;
                    crate::pipeline::write_enumerated(self, &mut found, value)?;
                }
            }
            if any {
                return Ok(crate::context::collapse(found));
            }
            if name.eq_ignore_ascii_case("Count") || name.eq_ignore_ascii_case("Length") {
                let items = super::enumerate(target).map_or(0, Iterator::count);
                return Ok(Value::I32(i32::try_from(items).unwrap_or(i32::MAX)));
            }
        } else if (name.eq_ignore_ascii_case("Count") || name.eq_ignore_ascii_case("Length"))
            && (matches!(target, Value::Object(_)) || !self.session.is_strict(StrictMode::V2))
        {
            return Ok(Value::I32(i32::from(!target.is_null())));
        }
        let method = !target.is_null()
            && self.bridged(|runtime| Ok(invoke::has_method(target, name, runtime)))?;
        if method || self.has_script_method(target, name) {
            return Ok(super::view::method(self, target, name));
        }
        if self.session.is_strict(StrictMode::V2) {
            let no_items = matches!(target.base(), Value::Array(_) | Value::List(_))
                && super::enumerate(target).is_some_and(|mut items| items.next().is_none());
            if no_items {
                return Err(errors::make::runtime(
                    missing_property(name),
                    "PropertyNotFoundStrict",
                    errors::ErrorCategory::InvalidOperation,
                    Value::Null,
                )
                .into());
            }
            return Err(property_not_found(name));
        }
        Ok(Value::Null)
    }

    pub(crate) fn has_script_method(&self, target: &Value, name: &str) -> bool {
        let instance = instance_member(target, name)
            .is_some_and(|member| matches!(member.kind, MemberKind::ScriptMethod(_)));
        instance
            || self.types.find(target, name).is_some_and(|member| {
                matches!(&member.kind, TypeMemberKind::Plain(MemberKind::ScriptMethod(_)))
            })
    }

    /// `[type]::name`
    pub(crate) fn get_static_member(&mut self, target: &Value, name: &str) -> Result<Value, Flow> {
        let Value::Type(id) = target.base() else {
            return self.get_static_of_object(target, name);
        };
        let id = *id;
        if let Some(found) = super::class::get_static(self, id, name) {
            return found;
        }
        if let Some(getter) = self.native_method(id, &format!("get_{name}")) {
            return getter(self, &Value::Null, &[]);
        }
        if let Some(value) = self.bridged(|runtime| invoke::get_static(id, name, runtime))? {
            return Ok(value);
        }
        // A type is an object too.
        if self.session.is_strict(StrictMode::V2) {
            return Err(property_not_found(name));
        }
        let methods = remora_dotnet::registry::definition(id)
            .is_some_and(|definition| definition.static_method(name).is_some());
        if methods || name.eq_ignore_ascii_case("new") {
            return Ok(super::view::static_method(id, name));
        }
        Ok(Value::Null)
    }

    /// `$object::name`: the static member of the object's type.
    fn get_static_of_object(&mut self, target: &Value, name: &str) -> Result<Value, Flow> {
        match target.type_id() {
            Some(id) => Ok(self
                .bridged(|runtime| invoke::get_static(id, name, runtime))?
                .unwrap_or_default()),
            None => Err(errors::make::runtime(
                "You cannot call a method on a null-valued expression.",
                "InvokeMethodOnNull",
                errors::ErrorCategory::InvalidOperation,
                Value::Null,
            )
            .into()),
        }
    }

    /// `[type]::name(arguments)`
    pub(crate) fn call_static_method(
        &mut self,
        target: &Value,
        name: &str,
        arguments: &[Value],
    ) -> Result<Value, Flow> {
        self.call_static_method_at(&CallSite::default(), target, name, arguments)
    }

    /// As [`Self::call_static_method`], from a place of a script that makes the call again.
    pub(crate) fn call_static_method_at(
        &mut self,
        site: &CallSite,
        target: &Value,
        name: &str,
        arguments: &[Value],
    ) -> Result<Value, Flow> {
        let id = match target.base() {
            Value::Type(id) => *id,
            other => match other.type_id() {
                Some(id) => id,
                None => {
                    return Err(invoke::on_null().into());
                }
            },
        };
        if site.knows(id) {
            return self.bridged(|runtime| site.call_static(id, name, arguments, runtime));
        }
        if id == TypeId::SCRIPT_BLOCK && name.eq_ignore_ascii_case("Create") {
            let text = match arguments.first() {
                Some(text) => self.text(text),
                None => PsString::empty(),
            };
            let block =
                self.parse_script(&text).map_err(|flow| method_failed("Create", 1, whole(flow)))?;
            return Ok(Value::live(block));
        }
        if let Some(body) = self.native_method(id, name) {
            return body(self, &Value::Null, arguments)
                .map_err(|flow| method_failed(name, arguments.len(), flow));
        }
        if let Some(done) = super::class::call_static(self, id, name, arguments) {
            return done;
        }
        self.bridged(|runtime| site.call_static(id, name, arguments, runtime))
    }

    /// Calls a method: of the instance, of the type's table, of the object itself.
    ///
    /// # Errors
    /// Where there is no such method or overload, or it threw.
    pub fn invoke_method(
        &mut self,
        target: &Value,
        name: &str,
        arguments: &[Value],
    ) -> Result<Value, Flow> {
        self.invoke_method_at(&CallSite::default(), target, name, arguments)
    }

    /// As [`Self::invoke_method`], from a place of a script that makes the call again.
    pub(crate) fn invoke_method_at(
        &mut self,
        site: &CallSite,
        target: &Value,
        name: &str,
        arguments: &[Value],
    ) -> Result<Value, Flow> {
        if target.is_null() {
            return Err(invoke::on_null().into());
        }
        if let Some(member) = instance_member(target, name) {
            match &member.kind {
                MemberKind::ScriptMethod(block) => {
                    return self.run_member_script(block, target, arguments);
                }
                MemberKind::Note(value)
                    if value.downcast::<super::view::MethodView>().is_some() => {}
                _ => {}
            }
        }
        if let Some(member) = self.types.find(target, name)
            && let TypeMemberKind::Plain(MemberKind::ScriptMethod(block)) = &member.kind
        {
            let block = block.clone();
            return self.run_member_script(&block, target, arguments);
        }
        if let Some(done) = super::class::call_instance(self, target, name, arguments) {
            return done;
        }
        if let Some(done) = super::view::call(self, target, name, arguments) {
            return done;
        }
        if let Value::Live(live) = target.base()
            && let Some(body) = self.native_method(live.object_type(), name)
        {
            return body(self, target, arguments)
                .map_err(|flow| method_failed(name, arguments.len(), flow));
        }
        self.bridged(|runtime| site.call(target, name, arguments, runtime))
    }

    /// The body that another crate has of a method of a type or of one of its bases.
    fn native_method(&self, id: TypeId, name: &str) -> Option<crate::context::NativeMethod> {
        id.chain().find_map(|part| {
            let type_name = part.full_name();
            let type_name = type_name.split_once('[').map_or(type_name, |(open, _)| open);
            let is_own = ["System.Management.", "Microsoft.", "System.Timers."]
                .iter()
                .any(|namespace| type_name.starts_with(namespace));
            let bodies = if is_own { self.native_methods.get(type_name)? } else { return None };
            let found = bodies.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
            found.map(|(_, body)| *body)
        })
    }
}

/// A mistake of a text that is complete as it is: nobody is asked for the rest.
fn whole(flow: Flow) -> Flow {
    match flow {
        Flow::Throw(mut thrown)
            if thrown.record.exception.exception_type() == TypeId::INCOMPLETE_PARSE_EXCEPTION =>
        {
            let source = &thrown.record.exception;
            let mut exception =
                errors::Exception::new(TypeId::PARSE_EXCEPTION, source.message().clone());
            if let Some(Ok(mistakes)) = remora_psobject::LiveObject::property(&**source, "Errors") {
                exception = exception.with_property("Errors", mistakes);
            }
            let mut record = errors::ErrorRecord::clone(&thrown.record);
            record.exception = std::sync::Arc::new(exception);
            thrown.record = std::sync::Arc::new(record);
            Flow::Throw(thrown)
        }
        other => other,
    }
}

fn missing_property(name: &str) -> String {
    format!(
        "The property '{name}' cannot be found on this object. Verify that the property exists."
    )
}

/// What strict rules say of a property that is not there.
fn property_not_found(name: &str) -> Flow {
    errors::error(
        TypeId::PROPERTY_NOT_FOUND_EXCEPTION,
        missing_property(name),
        "PropertyNotFoundStrict",
        errors::ErrorCategory::NotSpecified,
        Value::Null,
    )
    .into()
}

/// An error inside a call of a method, as `MethodInvocationException`.
pub(crate) fn method_failed(name: &str, count: usize, flow: Flow) -> Flow {
    let Flow::Throw(thrown) = flow else {
        return flow;
    };
    let inner = std::sync::Arc::clone(&thrown.record.exception);
    let message = format!(
        "Exception calling \"{name}\" with \"{count}\" argument(s): \"{}\"",
        inner.message()
    );
    let id = inner.exception_type().short_name();
    let exception = remora_psobject::Exception::new(TypeId::METHOD_INVOCATION_EXCEPTION, message)
        .with_inner(inner);
    remora_psobject::ErrorRecord::new(
        exception,
        id,
        errors::ErrorCategory::NotSpecified,
        Value::Null,
    )
    .into()
}
