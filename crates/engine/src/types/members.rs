//! Finding, reading, setting and listing members of any value.

use remora_psobject::{
    ErrorCategory, InstanceMember, MemberKind, ObjectKind, PsObject, PsString, TypeId, Value,
};

use super::{PropertyValue, TypeMember, TypeMemberKind};
use crate::context::ExecutionContext;
use crate::errors::{self, Flow};
use crate::script::{Invocation, ScriptBlock};

/// `PSMemberTypes`, one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are PowerShell's and say what they mean")]
pub enum MemberType {
    AliasProperty,
    CodeProperty,
    Property,
    NoteProperty,
    ScriptProperty,
    PropertySet,
    Method,
    CodeMethod,
    ScriptMethod,
    ParameterizedProperty,
    MemberSet,
    Event,
}

/// A member as `Get-Member` shows it.
#[derive(Clone, Debug)]
pub struct MemberInfo {
    /// Its name.
    pub name: PsString,
    /// What it is.
    pub member_type: MemberType,
    /// How it is declared.
    pub definition: PsString,
    /// Whether it is left out without `-Force`.
    pub hidden: bool,
    /// Whether it belongs to the type's table or the instance, not to the type itself.
    pub extended: bool,
}

/// The instance member of a value.
pub(crate) fn instance_member(value: &Value, name: &str) -> Option<InstanceMember> {
    match value {
        Value::Object(object) => match object.member(name) {
            None if object.kind() == ObjectKind::Wrapper => instance_member(object.base(), name),
            found => found,
        },
        other => other
            .header()
            .filter(|header| header.has_members())
            .and_then(|header| header.member(name)),
    }
}

/// All instance members of a value.
pub(crate) fn instance_members(value: &Value) -> Vec<InstanceMember> {
    match value {
        Value::Object(object) => {
            let mut members = object.members();
            if object.kind() == ObjectKind::Wrapper {
                members.extend(instance_members(object.base()));
            }
            members
        }
        other => other
            .header()
            .filter(|header| header.has_members())
            .map(|header| header.members())
            .unwrap_or_default(),
    }
}

impl ExecutionContext {
    /// The value of a property: instance members, extended members, the object's own; `None` where
    /// there is none. Collections are not looked into.
    ///
    /// # Errors
    /// What the getter threw.
    pub fn get_property(&mut self, value: &Value, name: &str) -> Result<Option<Value>, Flow> {
        // Property bags are what most scripts read.
        if let Value::Object(object) = value
            && let Some(found) = object.get(name)
        {
            return Ok(Some(found));
        }
        if let Some(member) = instance_member(value, name) {
            return self.read_member(value, &member.kind).map(Some);
        }
        if let Some(member) = self.types.find(value, name).cloned() {
            return self.read_type_member(value, &member);
        }
        self.own_property(value, name)
    }

    pub(crate) fn read_member(&mut self, target: &Value, kind: &MemberKind) -> Result<Value, Flow> {
        match kind {
            MemberKind::Note(value) | MemberKind::DeserializedProperty(value) => Ok(value.clone()),
            MemberKind::Alias { target: name, conversion } => {
                let found = self.get_property(target, name)?.unwrap_or_default();
                match conversion {
                    Some(conversion) => self.convert(&found, *conversion),
                    None => Ok(found),
                }
            }
            MemberKind::ScriptProperty { getter, .. } => self.run_getter(target, getter),
            MemberKind::PropertySet(names) => Ok(Value::strings(names.iter().cloned())),
            MemberKind::MemberSet { members, .. } => {
                Ok(PsObject::custom_of(members.clone()).into())
            }
            MemberKind::Code { target: code, .. } => {
                let variable = code.downcast::<crate::session::Variable>();
                Ok(variable.map_or_else(|| code.clone(), |variable| variable.value()))
            }
            MemberKind::ScriptMethod(_) => Ok(Value::Null),
        }
    }

    fn run_getter(&mut self, target: &Value, getter: &Value) -> Result<Value, Flow> {
        let Some(block) = getter.downcast::<ScriptBlock>() else {
            return Ok(Value::Null);
        };
        let mut output = Vec::new();
        let invocation = Invocation::new().this(target.clone());
        self.invoke_block(&block.clone(), invocation, &mut output)?;
        Ok(match output.len() {
            0 => Value::Null,
            1 => output.pop().unwrap_or_default(),
            _ => Value::array(output),
        })
    }

    fn read_type_member(
        &mut self,
        target: &Value,
        member: &TypeMember,
    ) -> Result<Option<Value>, Flow> {
        match &member.kind {
            TypeMemberKind::Plain(kind) => self.read_member(target, kind).map(Some),
            TypeMemberKind::Native(native) => (native.get)(self, target).map(Some),
        }
    }

    /// Sets a property.
    ///
    /// # Errors
    /// Where there is no such property, it cannot be set, or the setter threw.
    pub fn set_property(&mut self, target: &Value, name: &str, value: Value) -> Result<(), Flow> {
        let value = value.or_null();
        if let Some(member) = instance_member(target, name) {
            return self.write_member(target, &member, value);
        }
        if let Some(member) = self.types.find(target, name).cloned() {
            return match &member.kind {
                TypeMemberKind::Plain(kind) => {
                    let member = InstanceMember::new(member.name.clone(), kind.clone());
                    self.write_member(target, &member, value)
                }
                TypeMemberKind::Native(native) => match native.set {
                    Some(set) => set(self, target, value),
                    None => Err(read_only(name)),
                },
            };
        }
        self.set_own_property(target, name, value)
    }

    fn write_member(
        &mut self,
        target: &Value,
        member: &InstanceMember,
        value: Value,
    ) -> Result<(), Flow> {
        match &member.kind {
            MemberKind::Code { method: false, setter, .. }
                if let Some(variable) = setter.downcast_arc::<crate::session::Variable>() =>
            {
                self.store(&variable, value)
            }
            MemberKind::Note(_) => {
                let changed = InstanceMember::note(member.name.clone(), value);
                match target {
                    Value::Object(object) => object.set_member(changed),
                    other => {
                        if let Some(header) = other.header() {
                            header.set_member(changed);
                        }
                    }
                }
                Ok(())
            }
            MemberKind::Alias { target: name, .. } => self.set_property(target, name, value),
            MemberKind::ScriptProperty { setter, .. } => {
                let Some(block) = setter.downcast::<ScriptBlock>().cloned() else {
                    return Err(errors::error(
                        TypeId::SET_VALUE_EXCEPTION,
                        "Set accessor for property \"".to_owned()
                            + &member.name
                            + "\" is unavailable.",
                        "SetWithoutSetterFromScriptProperty",
                        ErrorCategory::NotSpecified,
                        Value::Null,
                    )
                    .into());
                };
                let invocation = Invocation::new().this(target.clone()).argument(value);
                self.invoke_block(&block, invocation, &mut crate::pipeline::Null)
            }
            _ => Err(read_only(&member.name)),
        }
    }

    /// The names of an object's properties in the order in which they are shown.
    pub fn property_names(&mut self, value: &Value) -> Vec<PsString> {
        let mut names: Vec<PsString> = Vec::new();
        let mut add = |name: PsString| {
            if !names.iter().any(|known| known.eq_ignore_case(&name)) {
                names.push(name);
            }
        };
        for member in instance_members(value) {
            if member.is_property() && !member.hidden {
                add(member.name);
            }
        }
        for data in self.types.of_value(value) {
            for member in &data.members {
                let property = match &member.kind {
                    TypeMemberKind::Plain(kind) => {
                        InstanceMember::new("", kind.clone()).is_property()
                    }
                    TypeMemberKind::Native(_) => true,
                };
                if property && !member.hidden {
                    add(member.name.clone());
                }
            }
        }
        for name in self.own_property_names(value) {
            add(name);
        }
        names
    }

    /// All properties with their values. A getter that throws gives null.
    ///
    /// # Errors
    /// Only a stop or a control flow that a getter's script started.
    pub fn properties(&mut self, value: &Value) -> Result<Vec<PropertyValue>, Flow> {
        let mut found = Vec::new();
        for name in self.property_names(value) {
            let value = match self.get_property(value, &name) {
                Ok(value) => value.unwrap_or_default(),
                Err(Flow::Throw(_)) => Value::Null,
                Err(flow) => return Err(flow),
            };
            found.push(PropertyValue { name, value });
        }
        Ok(found)
    }
}

/// A property that cannot be set.
pub(crate) fn read_only(name: &str) -> Flow {
    errors::error(
        TypeId::SET_VALUE_EXCEPTION,
        format!("'{name}' is a ReadOnly property."),
        "PropertyAssignmentException",
        ErrorCategory::InvalidOperation,
        Value::Null,
    )
    .into()
}
