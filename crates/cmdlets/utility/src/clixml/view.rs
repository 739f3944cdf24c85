//! Objects as the session sees them: with the members of the extended type system.

use std::cell::RefCell;

use remora_engine::errors::Flow;
use remora_engine::types::TypeMemberKind;
use remora_engine::{Culture, ExecutionContext};
use remora_psobject::{
    DateTime, InstanceMember, MemberKind, ObjectKind, ObjectView, Properties, PsString,
    SerializationMethod, SerializationPolicy, Value,
};

/// Lends a session to a serializer.
pub(super) struct SessionView<'a> {
    context: RefCell<&'a mut ExecutionContext>,
    /// A stop or an `exit` of a getter's script, kept while the serializer ends.
    flow: RefCell<Option<Flow>>,
}

impl<'a> SessionView<'a> {
    pub(super) fn new(context: &'a mut ExecutionContext) -> Self {
        Self { context: RefCell::new(context), flow: RefCell::new(None) }
    }

    /// What ended a getter that was no error.
    ///
    /// # Errors
    /// Just that.
    pub(super) fn finish(&self) -> Result<(), Flow> {
        self.flow.borrow_mut().take().map_or(Ok(()), Err)
    }

    /// The value of a property; `None` where its getter throws.
    fn read(&self, value: &Value, name: &str) -> Option<Value> {
        match self.context.borrow_mut().get_property(value, name) {
            Ok(found) => Some(found.unwrap_or_default()),
            Err(Flow::Throw(_)) => None,
            Err(flow) => {
                *self.flow.borrow_mut() = Some(flow);
                None
            }
        }
    }

    fn named(&self, value: &Value, names: &[PsString]) -> Properties {
        let read = |name: &PsString| Some((name.clone(), self.read(value, name)?));
        Properties { adapted: Vec::new(), extended: names.iter().filter_map(read).collect() }
    }
}

fn add(list: &mut Vec<PsString>, name: &PsString) {
    if !list.iter().any(|known| known.eq_ignore_case(name)) {
        list.push(name.clone());
    }
}

/// The members that a value carries itself.
fn own_members(value: &Value) -> Vec<InstanceMember> {
    match value {
        Value::Object(object) => {
            let mut members = object.members();
            if object.kind() == ObjectKind::Wrapper {
                members.extend(own_members(object.base()));
            }
            members
        }
        other => other.header().map(|header| header.members()).unwrap_or_default(),
    }
}

fn is_written(kind: &MemberKind) -> bool {
    matches!(
        kind,
        MemberKind::Note(_) | MemberKind::Alias { .. } | MemberKind::ScriptProperty { .. }
    )
}

impl ObjectView for SessionView<'_> {
    fn properties(&self, value: &Value) -> Properties {
        let types = self.context.borrow_mut().types().of_value(value);
        if let Some(data) = types.iter().find(|data| {
            data.serialization_method
                .as_ref()
                .is_some_and(|method| method.eq_ignore_case("SpecificProperties"))
        }) {
            return self.named(value, &data.serialization_properties);
        }
        let mut found = Properties::default();
        let mut extended: Vec<PsString> = Vec::new();
        // Members that are not listed are written all the same.
        for member in own_members(value) {
            match &member.kind {
                MemberKind::DeserializedProperty(inner) => {
                    found.adapted.push((member.name.clone(), inner.clone()));
                }
                kind if is_written(kind) => add(&mut extended, &member.name),
                _ => {}
            }
        }
        for member in types.iter().flat_map(|data| &data.members) {
            let written = match &member.kind {
                TypeMemberKind::Plain(kind) => is_written(kind),
                TypeMemberKind::Native(_) => true,
            };
            if written {
                add(&mut extended, &member.name);
            }
        }
        let names = remora_engine::object_view::written_names(value);
        for name in &names {
            let known = extended.iter().any(|known| known.eq_ignore_case(name))
                || found.adapted.iter().any(|(known, _)| known.eq_ignore_case(name));
            if !known && let Some(inner) = self.read(value, name) {
                found.adapted.push((name.clone(), inner));
            }
        }
        for name in extended {
            if let Some(inner) = self.read(value, &name) {
                found.extended.push((name, inner));
            }
        }
        found
    }

    fn text(&self, value: &Value) -> Option<PsString> {
        let mut context = self.context.borrow_mut();
        match value.base() {
            Value::Object(object) => object.text().or_else(|| Some(context.text(value))),
            Value::Live(_) => Some(remora_dotnet::text::to_text(value, &Culture::invariant())),
            _ => Some(context.text(value)),
        }
    }

    fn policy(&self, type_names: &[PsString]) -> SerializationPolicy {
        let mut context = self.context.borrow_mut();
        let mut policy = SerializationPolicy::default();
        let mut method = None;
        for data in type_names.iter().filter_map(|name| context.types().get(name).cloned()) {
            policy.depth = policy
                .depth
                .or_else(|| data.serialization_depth.and_then(|depth| u32::try_from(depth).ok()));
            method = method.or_else(|| data.serialization_method.clone());
        }
        policy.method = match method {
            Some(name) if name.eq_ignore_case("String") => SerializationMethod::String,
            Some(name) if name.eq_ignore_case("SpecificProperties") => {
                SerializationMethod::SpecificProperties
            }
            _ => SerializationMethod::AllPublicProperties,
        };
        policy
    }

    fn local_offset(&self, at: DateTime) -> i16 {
        let mut context = self.context.borrow_mut();
        let utc = context.invoke_method(&Value::DateTime(at), "ToUniversalTime", &[]);
        match utc {
            Ok(Value::DateTime(utc)) => {
                i16::try_from((at.ticks() - utc.ticks()) / 600_000_000).unwrap_or(0)
            }
            _ => 0,
        }
    }
}
