//! Members by type name, as `Update-TypeData` adds them.

use std::collections::HashMap;
use std::sync::Arc;

use remora_language::ScriptType;
use remora_psobject::{MemberKind, PsString, TypeId, Value};

use super::class::Class;
use crate::context::ExecutionContext;
use crate::errors::Flow;

/// A member that this engine implements itself.
#[derive(Clone, Copy)]
pub struct NativeMember {
    /// Gives the value.
    pub get: fn(&mut ExecutionContext, &Value) -> Result<Value, Flow>,
    /// Takes a new value.
    pub set: Option<fn(&mut ExecutionContext, &Value, Value) -> Result<(), Flow>>,
    /// How `Get-Member` shows it: `ScriptProperty`, `CodeProperty`.
    pub shown_as: super::MemberType,
    /// The definition that `Get-Member` shows.
    pub definition: &'static str,
}

/// What a member of the table does.
#[derive(Clone)]
pub enum TypeMemberKind {
    /// As a member of an instance does it.
    Plain(MemberKind),
    /// This engine does it.
    Native(NativeMember),
}

impl std::fmt::Debug for TypeMemberKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Plain(kind) => kind.fmt(f),
            Self::Native(native) => f.write_str(native.definition),
        }
    }
}

/// A member that a type gets.
#[derive(Clone, Debug)]
pub struct TypeMember {
    /// Its name.
    pub name: PsString,
    /// What it does.
    pub kind: TypeMemberKind,
    /// Whether it is left out where members are listed.
    pub hidden: bool,
}

/// What is known of one type.
#[derive(Clone, Debug, Default)]
pub struct TypeData {
    /// The type's name.
    pub type_name: PsString,
    /// Its members.
    pub members: Vec<TypeMember>,
    /// `DefaultDisplayPropertySet`
    pub default_display: Vec<PsString>,
    /// `DefaultKeyPropertySet`
    pub default_keys: Vec<PsString>,
    /// `DefaultDisplayProperty`
    pub default_display_property: Option<PsString>,
    /// `SerializationDepth`
    pub serialization_depth: Option<i32>,
    /// `SerializationMethod`
    pub serialization_method: Option<PsString>,
    /// `PropertySerializationSet`
    pub serialization_properties: Vec<PsString>,
    /// `InheritPropertySerializationSet`
    pub inherit_serialization_properties: Option<bool>,
    /// `StringSerializationSource`
    pub serialization_text: Option<Value>,
    /// `TargetTypeForDeserialization`
    pub target_type: Option<PsString>,
    /// `TypeConverter`, `TypeAdapter`
    pub converter: Option<PsString>,
}

impl TypeData {
    /// Nothing known of a type yet.
    pub fn new(type_name: impl Into<PsString>) -> Self {
        Self { type_name: type_name.into(), ..Self::default() }
    }

    /// The member of this name.
    pub fn member(&self, name: &str) -> Option<&TypeMember> {
        self.members.iter().find(|member| member.name.eq_ignore_case(name))
    }

    /// Adds a member, or replaces the one of that name.
    pub fn set_member(&mut self, member: TypeMember) {
        match self.members.iter_mut().find(|known| known.name.eq_ignore_case(&member.name)) {
            Some(known) => *known = member,
            None => self.members.push(member),
        }
    }
}

/// The table.
#[derive(Default)]
pub struct TypeTable {
    types: HashMap<String, Arc<TypeData>>,
    classes: HashMap<TypeId, Arc<Class>>,
    text_methods: bool,
    names: NameFilter,
}

/// Says of most names at once that no type of the table has a member of that name.
#[derive(Clone, Copy)]
struct NameFilter([u64; 64]);

impl Default for NameFilter {
    fn default() -> Self {
        Self([0; 64])
    }
}

impl NameFilter {
    fn place(name: &str) -> (usize, u64) {
        let mut hash = 0x811c_9dc5_u32;
        for byte in name.bytes() {
            hash = (hash ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193);
        }
        let folded = hash ^ (hash >> 15);
        ((folded >> 6) as usize & 63, 1 << (folded & 63))
    }

    fn add(&mut self, name: &str) {
        // Other letters than those of ASCII have capitals of their own: they could be any name.
        if !name.is_ascii() {
            *self = Self([u64::MAX; 64]);
        }
        let (word, bit) = Self::place(name);
        if let Some(word) = self.0.get_mut(word) {
            *word |= bit;
        }
    }

    fn may_have(&self, name: &str) -> bool {
        let (word, bit) = Self::place(name);
        self.0.get(word).is_none_or(|word| word & bit != 0) || !name.is_ascii()
    }
}

impl TypeTable {
    /// What is known of a type, by its name.
    pub fn get(&self, type_name: &str) -> Option<&Arc<TypeData>> {
        self.types.get(&type_name.to_ascii_lowercase())
    }

    /// What is known of a type, to be changed; made where there is nothing.
    pub fn entry(&mut self, type_name: &str) -> &mut TypeData {
        // What the caller adds is not seen here.
        self.names = NameFilter([u64::MAX; 64]);
        self.data(type_name)
    }

    /// Puts in what is known of a type, in place of what was. It is shared until it is changed.
    pub(crate) fn replace(&mut self, data: &Arc<TypeData>) {
        for member in &data.members {
            self.names.add(&member.name);
        }
        self.types.insert(data.type_name.to_ascii_lowercase(), Arc::clone(data));
    }

    fn data(&mut self, type_name: &str) -> &mut TypeData {
        let entry = self.types.entry(type_name.to_ascii_lowercase());
        Arc::make_mut(entry.or_insert_with(|| Arc::new(TypeData::new(type_name))))
    }

    /// Adds what is known of a type; members of known names are replaced.
    pub fn add(&mut self, data: TypeData) {
        self.text_methods |= data.member("ToString").is_some();
        for member in &data.members {
            self.names.add(&member.name);
        }
        let known = self.data(&data.type_name.clone());
        for member in data.members {
            known.set_member(member);
        }
        if !data.default_display.is_empty() {
            known.default_display = data.default_display;
        }
        if !data.default_keys.is_empty() {
            known.default_keys = data.default_keys;
        }
        known.default_display_property =
            data.default_display_property.or(known.default_display_property.take());
        known.serialization_depth = data.serialization_depth.or(known.serialization_depth);
        known.serialization_method =
            data.serialization_method.or(known.serialization_method.take());
        if !data.serialization_properties.is_empty() {
            known.serialization_properties = data.serialization_properties;
        }
        known.inherit_serialization_properties =
            data.inherit_serialization_properties.or(known.inherit_serialization_properties);
        known.serialization_text = data.serialization_text.or(known.serialization_text.take());
        known.target_type = data.target_type.or(known.target_type.take());
        known.converter = data.converter.or(known.converter.take());
    }

    /// Forgets a type.
    pub fn remove(&mut self, type_name: &str) -> bool {
        self.types.remove(&type_name.to_ascii_lowercase()).is_some()
    }

    /// All types.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<TypeData>> {
        self.types.values()
    }

    /// Whether nothing is known of any type.
    pub fn is_empty(&self) -> bool {
        self.types.is_empty()
    }

    /// The member of this name of a value's type or of one of its bases, the nearest first.
    pub fn find(&self, value: &Value, name: &str) -> Option<&TypeMember> {
        if self.types.is_empty() || !self.names.may_have(name) {
            return None;
        }
        value.type_names().iter().find_map(|type_name| self.get(type_name)?.member(name))
    }

    /// What is known of a value's type and its bases, the nearest first.
    pub fn of_value(&self, value: &Value) -> Vec<Arc<TypeData>> {
        value.type_names().iter().filter_map(|type_name| self.get(type_name).cloned()).collect()
    }

    pub(crate) fn has_script_text(&self, value: &Value) -> bool {
        self.text_methods && self.find(value, "ToString").is_some()
    }

    /// Whether a type of the table may have a member of this name.
    pub(crate) fn may_have_member(&self, name: &str) -> bool {
        self.names.may_have(name)
    }

    /// The class that a script defined, as the language sees it.
    pub fn script_type(&self, id: TypeId) -> Option<Arc<dyn ScriptType>> {
        self.class(id).map(|class| class as Arc<dyn ScriptType>)
    }

    /// Whether scripts defined classes.
    pub(crate) fn has_classes(&self) -> bool {
        !self.classes.is_empty()
    }

    /// The class that a script defined.
    pub(crate) fn class(&self, id: TypeId) -> Option<Arc<Class>> {
        if self.classes.is_empty() {
            return None;
        }
        self.classes.get(&id).cloned()
    }

    /// Makes a script's class known.
    pub(crate) fn add_class(&mut self, class: Arc<Class>) {
        self.classes.insert(class.id, class);
    }
}
