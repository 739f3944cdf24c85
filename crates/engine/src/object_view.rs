//! [`SessionView`]: objects as a serializer sees them, with the members that the session adds.
//!
//! A serializer asks about objects deep inside a protocol, where no session is at hand. Whoever writes
//! an object while a session runs lends the session to the thread for that time
//! ([`ExecutionContext::lent`]); on a thread without one, objects look as they are by themselves.

use remora_psobject::{
    DateTime, MemberKind, ObjectKind, ObjectView, PlainView, Properties, PsString,
    SerializationMethod, SerializationPolicy, Value,
};
use scoped_tls_hkt::scoped_thread_local;

use crate::context::ExecutionContext;
use crate::types::{TypeMemberKind, instance_members};

scoped_thread_local!(static mut LENT: ExecutionContext);

impl ExecutionContext {
    /// Does something that may ask a [`SessionView`] about objects of this session.
    pub fn lent<R>(&mut self, work: impl FnOnce() -> R) -> R {
        LENT.set(self, work)
    }
}

/// Sees objects as the session does that is lent to the thread.
#[derive(Clone, Copy, Debug, Default)]
pub struct SessionView;

/// Asks the session that is lent to the thread; `None` where there is none.
pub(crate) fn with_session<R>(ask: impl FnOnce(&mut ExecutionContext) -> R) -> Option<R> {
    LENT.is_set().then(|| LENT.with(ask))
}

/// As [`with_session`], where the session is known to be lent: within a call through the bridge.
pub(crate) fn lent<R>(ask: impl FnOnce(&mut ExecutionContext) -> R) -> R {
    LENT.with(ask)
}

impl ObjectView for SessionView {
    fn properties(&self, value: &Value) -> Properties {
        with_session(|context| properties(context, value))
            .unwrap_or_else(|| PlainView.properties(value))
    }

    fn text(&self, value: &Value) -> Option<PsString> {
        match value.base() {
            Value::Live(_)
            | Value::Type(_)
            | Value::BigInt(_)
            | Value::SemanticVersion(_)
            | Value::DateTimeOffset(_)
            | Value::Switch(_) => with_session(|context| context.display_text(value))
                .or_else(|| PlainView.text(value)),
            Value::Object(object)
                if object.kind() != ObjectKind::Wrapper && object.text().is_none() =>
            {
                with_session(|context| context.text(value))
            }
            _ => PlainView.text(value),
        }
    }

    fn policy(&self, type_names: &[PsString]) -> SerializationPolicy {
        with_session(|context| policy(context, type_names)).unwrap_or_default()
    }

    fn local_offset(&self, at: DateTime) -> i16 {
        PlainView.local_offset(at)
    }
}

/// The properties of the object itself and those that it or its type was given. A getter that throws
/// gives null.
fn properties(context: &mut ExecutionContext, value: &Value) -> Properties {
    let mut found = Properties::default();
    for member in instance_members(value) {
        if member.hidden && matches!(value, Value::Dictionary(_)) {
            continue;
        }
        let read = match &member.kind {
            MemberKind::DeserializedProperty(inner) => {
                found.adapted.push((member.name, inner.clone()));
                continue;
            }
            MemberKind::Note(inner) => inner.clone(),
            MemberKind::Alias { .. } | MemberKind::ScriptProperty { .. } => {
                read(context, value, &member.name)
            }
            _ => continue,
        };
        found.extended.push((member.name, read));
    }
    let base = value.base();
    let is_object = matches!(
        base,
        Value::Live(_)
            | Value::Object(_)
            | Value::Type(_)
            | Value::BigInt(_)
            | Value::SemanticVersion(_)
            | Value::DateTimeOffset(_)
            | Value::Switch(_)
    );
    if !is_object || context.types().is_empty() {
        return found;
    }
    for name in written_names(value) {
        if !has(&found.adapted, &name) {
            let read = match context.own_property(value, &name) {
                Ok(read) => read.unwrap_or_default(),
                Err(_) => Value::Null,
            };
            found.adapted.push((name, read));
        }
    }
    let types = context.types().of_value(value);
    if let Some(wanted) = types.iter().find_map(|data| {
        let is_specific = data.serialization_method.as_ref()?.eq_ignore_case("SpecificProperties");
        is_specific.then(|| data.serialization_properties.clone())
    }) {
        // Just these, wherever they come from.
        let read = wanted.into_iter().map(|name| {
            let value = read(context, value, &name);
            (name, value)
        });
        return Properties { adapted: read.collect(), extended: Vec::new() };
    }
    for data in types {
        for member in &data.members {
            let is_property = match &member.kind {
                TypeMemberKind::Native(_) => true,
                TypeMemberKind::Plain(kind) => matches!(
                    kind,
                    MemberKind::Note(_)
                        | MemberKind::Alias { .. }
                        | MemberKind::ScriptProperty { .. }
                ),
            };
            // Members that are not listed are written all the same.
            if is_property && !has(&found.extended, &member.name) {
                let read = read(context, value, &member.name);
                found.extended.push((member.name.clone(), read));
            }
        }
    }
    found
}

/// Names of the properties that an object's own type has, in the order in which they are written. Spans
/// are left out: they cannot leave the stack.
pub fn written_names(value: &Value) -> Vec<PsString> {
    use remora_dotnet::registry;
    let mut names = remora_language::invoke::property_names(value);
    let base = value.base();
    if matches!(base, Value::Switch(_)) {
        names.retain(|name| *name != "IsPresent");
        names.push("IsPresent".into());
    }
    let Some(id) = base.type_id() else {
        return names;
    };
    if let Some(definition) = registry::definition(id) {
        names.retain(|name| {
            let found = definition.properties.iter().find(|property| *name == property.name);
            !found.is_some_and(|property| property.signature.contains("Span["))
        });
    }
    let order = registry::declared_order(id);
    if !order.is_empty() {
        names.sort_by_key(|name| {
            order.iter().position(|known| name == known).unwrap_or(order.len())
        });
    }
    names
}

fn has(properties: &[(PsString, Value)], name: &PsString) -> bool {
    properties.iter().any(|(known, _)| known.eq_ignore_case(name))
}

fn read(context: &mut ExecutionContext, value: &Value, name: &str) -> Value {
    match context.get_property(value, name) {
        Ok(read) => read.unwrap_or_default(),
        Err(_) => Value::Null,
    }
}

/// What the table says of the nearest type that it says anything of.
fn policy(context: &mut ExecutionContext, type_names: &[PsString]) -> SerializationPolicy {
    let table = context.types();
    let mut policy = SerializationPolicy::default();
    let mut has_method = false;
    for name in type_names {
        let Some(data) = table.get(name) else { continue };
        if policy.depth.is_none() {
            policy.depth = data.serialization_depth.and_then(|depth| u32::try_from(depth).ok());
        }
        if let Some(method) = data.serialization_method.as_ref().filter(|_| !has_method) {
            has_method = true;
            policy.method = match method.to_ascii_lowercase().as_str() {
                "string" => SerializationMethod::String,
                "specificproperties" => SerializationMethod::SpecificProperties,
                _ => SerializationMethod::AllPublicProperties,
            };
        }
    }
    policy
}
