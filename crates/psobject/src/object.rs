//! Property bags, deserialized objects, and values with members of their own.

use std::collections::HashMap;
use std::fmt;

use parking_lot::RwLock;

use crate::string::{PsString, eq_ignore_case, fold_char};
use crate::value::Value;

/// What an [`InstanceMember`] does.
#[derive(Clone, Debug)]
pub enum MemberKind {
    /// `NoteProperty`: a value that the object carries.
    Note(Value),
    /// A property of the original of a deserialized object; it cannot be set.
    DeserializedProperty(Value),
    /// `AliasProperty`: another name for a member, with an optional conversion.
    Alias {
        /// The member that is meant.
        target: PsString,
        /// The type that the value is converted to.
        conversion: Option<crate::TypeId>,
    },
    /// `ScriptProperty`: script blocks that read and write it.
    ScriptProperty {
        /// The script block that gives the value.
        getter: Value,
        /// The script block that takes a new value, or null.
        setter: Value,
    },
    /// `ScriptMethod`: a script block that is called.
    ScriptMethod(Value),
    /// `CodeProperty` and `CodeMethod`: a method of a .NET type, as the extended type system names it.
    Code {
        /// Whether it is called like a method.
        method: bool,
        /// What implements it.
        target: Value,
        /// What implements the setter, or null.
        setter: Value,
    },
    /// `PropertySet`: names of properties.
    PropertySet(Vec<PsString>),
    /// `MemberSet`: members under one name, such as `PSStandardMembers`.
    MemberSet {
        /// The members in it.
        members: MemberBag,
        /// Whether those of the type are seen too.
        inherit: bool,
    },
}

/// A member that belongs to one object.
#[derive(Clone, Debug)]
pub struct InstanceMember {
    /// Its name, as it was first written.
    pub name: PsString,
    /// What it does.
    pub kind: MemberKind,
    /// Whether it is left out where members are listed.
    pub hidden: bool,
}

impl InstanceMember {
    /// A visible member.
    pub fn new(name: impl Into<PsString>, kind: MemberKind) -> Self {
        Self { name: name.into(), kind, hidden: false }
    }

    /// A visible `NoteProperty`.
    pub fn note(name: impl Into<PsString>, value: impl Into<Value>) -> Self {
        Self::new(name, MemberKind::Note(value.into()))
    }

    /// The value, if it is stored in the member.
    pub fn value(&self) -> Option<&Value> {
        match &self.kind {
            MemberKind::Note(value) | MemberKind::DeserializedProperty(value) => Some(value),
            _ => None,
        }
    }

    /// Whether it is read like a property, not called like a method.
    pub fn is_property(&self) -> bool {
        match &self.kind {
            MemberKind::Note(_)
            | MemberKind::DeserializedProperty(_)
            | MemberKind::Alias { .. }
            | MemberKind::ScriptProperty { .. } => true,
            MemberKind::Code { method, .. } => !method,
            MemberKind::ScriptMethod(_)
            | MemberKind::PropertySet(_)
            | MemberKind::MemberSet { .. } => false,
        }
    }
}

/// Members by name, without regard to case, in the order in which they were added.
#[derive(Clone, Default)]
pub struct MemberBag {
    entries: Vec<InstanceMember>,
    /// Folded name to place; kept only where a walk would take too long.
    index: Option<Box<HashMap<String, usize>>>,
}

/// Up to this many members are searched one by one.
const WALK_LIMIT: usize = 16;

fn folded(name: &str) -> String {
    name.chars().map(fold_char).collect()
}

impl MemberBag {
    fn position(&self, name: &str) -> Option<usize> {
        match &self.index {
            Some(index) => index.get(&folded(name)).copied(),
            None => self.entries.iter().position(|member| eq_ignore_case(&member.name, name)),
        }
    }

    /// Number of members.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no member.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The member of this name.
    pub fn get(&self, name: &str) -> Option<&InstanceMember> {
        self.entries.get(self.position(name)?)
    }

    /// The member of this name, to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut InstanceMember> {
        let at = self.position(name)?;
        self.entries.get_mut(at)
    }

    /// Adds a member, or replaces the one of that name where it stands.
    pub fn set(&mut self, member: InstanceMember) {
        match self.position(&member.name).and_then(|at| self.entries.get_mut(at)) {
            Some(known) => *known = member,
            None => {
                if let Some(index) = &mut self.index {
                    index.insert(folded(&member.name), self.entries.len());
                }
                self.entries.push(member);
                if self.index.is_none() && self.entries.len() > WALK_LIMIT {
                    self.rebuild_index();
                }
            }
        }
    }

    /// Takes a member away.
    pub fn remove(&mut self, name: &str) -> Option<InstanceMember> {
        let at = self.position(name)?;
        let removed = self.entries.remove(at);
        if self.index.is_some() {
            self.rebuild_index();
        }
        Some(removed)
    }

    fn rebuild_index(&mut self) {
        let places = self.entries.iter().enumerate().map(|(at, member)| (folded(&member.name), at));
        self.index = (self.entries.len() > WALK_LIMIT).then(|| Box::new(places.collect()));
    }

    /// The members in order.
    pub fn iter(&self) -> std::slice::Iter<'_, InstanceMember> {
        self.entries.iter()
    }
}

impl fmt::Debug for MemberBag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl FromIterator<InstanceMember> for MemberBag {
    fn from_iter<I: IntoIterator<Item = InstanceMember>>(members: I) -> Self {
        let mut bag = Self::default();
        for member in members {
            bag.set(member);
        }
        bag
    }
}

/// What a [`PsObject`] stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObjectKind {
    /// A property bag: `[pscustomobject]@{…}`, the result of Select-Object.
    Custom,
    /// What is left of an object of another process: labels for type names, properties, a text.
    Deserialized,
    /// Another value with members or type names of its own.
    Wrapper,
}

/// A property bag, a deserialized object, or a wrapper that adds members to a value.
pub struct PsObject {
    kind: ObjectKind,
    base: Value,
    inner: RwLock<Inner>,
}

#[derive(Default, Clone)]
struct Inner {
    members: MemberBag,
    type_names: Option<Vec<PsString>>,
    text: Option<PsString>,
}

impl PsObject {
    /// A property bag.
    pub fn custom(properties: impl IntoIterator<Item = (PsString, Value)>) -> Self {
        let members = properties
            .into_iter()
            .map(|(name, value)| InstanceMember::new(name, MemberKind::Note(value)))
            .collect();
        Self::custom_of(members)
    }

    /// A property bag of these members.
    pub fn custom_of(members: MemberBag) -> Self {
        Self {
            kind: ObjectKind::Custom,
            base: Value::Null,
            inner: RwLock::new(Inner { members, ..Inner::default() }),
        }
    }

    /// What arrived of an object: its type names as labels, its members, and the text it had.
    pub fn deserialized(
        type_names: Vec<PsString>,
        members: MemberBag,
        text: Option<PsString>,
    ) -> Self {
        Self {
            kind: ObjectKind::Deserialized,
            base: Value::Null,
            inner: RwLock::new(Inner { members, type_names: Some(type_names), text }),
        }
    }

    /// A value with members of its own, none yet.
    pub fn wrapper(base: Value) -> Self {
        Self { kind: ObjectKind::Wrapper, base, inner: RwLock::default() }
    }

    /// What the object stands for.
    pub fn kind(&self) -> ObjectKind {
        self.kind
    }

    /// Whether it is what is left of an object with properties of its own, not of a property bag.
    pub fn is_adapted(&self) -> bool {
        let adapted =
            |member: &InstanceMember| matches!(member.kind, MemberKind::DeserializedProperty(_));
        self.kind == ObjectKind::Deserialized && self.inner.read().members.iter().any(adapted)
    }

    /// The wrapped value; null for the other kinds.
    pub fn base(&self) -> &Value {
        &self.base
    }

    /// The member of this name.
    pub fn member(&self, name: &str) -> Option<InstanceMember> {
        self.inner.read().members.get(name).cloned()
    }

    /// The value of a property that is stored in the object.
    pub fn get(&self, name: &str) -> Option<Value> {
        self.inner.read().members.get(name).and_then(InstanceMember::value).cloned()
    }

    /// Stores a value under a name: in the property of that name, or in a new `NoteProperty`.
    pub fn set(&self, name: &str, value: Value) {
        let mut inner = self.inner.write();
        match inner.members.get_mut(name) {
            Some(InstanceMember { kind: MemberKind::Note(slot), .. }) => *slot = value,
            _ => inner.members.set(InstanceMember::note(name, value)),
        }
    }

    /// Adds a member, or replaces the one of that name.
    pub fn set_member(&self, member: InstanceMember) {
        self.inner.write().members.set(member);
    }

    /// Takes a member away.
    pub fn remove_member(&self, name: &str) -> Option<InstanceMember> {
        self.inner.write().members.remove(name)
    }

    /// All members in order.
    pub fn members(&self) -> Vec<InstanceMember> {
        self.inner.read().members.iter().cloned().collect()
    }

    /// Calls `visit` for each member in order, without copying them. `visit` must not touch the object.
    pub fn for_each_member(&self, mut visit: impl FnMut(&InstanceMember)) {
        self.inner.read().members.iter().for_each(&mut visit);
    }

    /// Number of members.
    pub fn member_count(&self) -> usize {
        self.inner.read().members.len()
    }

    /// Type names, if they were given or changed.
    pub fn own_type_names(&self) -> Option<Vec<PsString>> {
        self.inner.read().type_names.clone()
    }

    /// Replaces the type names.
    pub fn set_type_names(&self, names: Vec<PsString>) {
        self.inner.write().type_names = Some(names);
    }

    /// The text that a deserialized object had at its origin.
    pub fn text(&self) -> Option<PsString> {
        self.inner.read().text.clone()
    }

    /// Sets the text that stands for the object.
    pub fn set_text(&self, text: Option<PsString>) {
        self.inner.write().text = text;
    }

    /// A copy with members of its own (`PSObject.Copy()`).
    #[must_use]
    pub fn copy(&self) -> Self {
        Self {
            kind: self.kind,
            base: self.base.clone(),
            inner: RwLock::new(self.inner.read().clone()),
        }
    }
}

impl fmt::Debug for PsObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = self.inner.read();
        f.debug_struct("PsObject")
            .field("kind", &self.kind)
            .field("base", &self.base)
            .field("type_names", &inner.type_names)
            .field("members", &inner.members)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_any_case_and_kept_in_order() {
        let object = PsObject::custom([("B".into(), Value::I32(1)), ("a".into(), Value::I32(2))]);
        object.set("b", Value::I32(3));
        object.set("c", Value::Null);
        let names: Vec<_> = object.members().into_iter().map(|m| m.name.to_string()).collect();
        assert_eq!(names, ["B", "a", "c"]);
        assert!(matches!(object.get("B"), Some(Value::I32(3))));
    }

    #[test]
    fn large_bags_are_indexed_and_stay_right() {
        let mut bag = MemberBag::default();
        for number in 0..100 {
            bag.set(InstanceMember::note(format!("Name{number}"), number));
        }
        assert!(bag.remove("name50").is_some());
        assert!(bag.get("NAME50").is_none());
        assert!(matches!(bag.get("NAME99").and_then(InstanceMember::value), Some(Value::I32(99))));
        assert_eq!(bag.len(), 99);
    }
}
