//! Objects and containers (MS-PSRP section 2.2.5.2, Serialization of Complex Objects).

use std::sync::Arc;

use remora_psobject::{
    DictionaryObject, InstanceMember, ListObject, MemberBag, MemberKind, ObjectKind, PsCredential,
    PsObject, PsString, SecureString, Sequence, SequenceKind, TypeId, Value,
};

use super::{Known, Reader};
use crate::error::{Error, ErrorKind};
use crate::scanner::Start;
use crate::{DESERIALIZED_ENUM, ENUM_TEXT};

/// What an object is made of, as its parts arrive.
#[derive(Default)]
struct Parts {
    names: Option<Vec<PsString>>,
    text: Option<PsString>,
    base: Option<Value>,
    members: MemberBag,
}

impl<'a> Reader<'a> {
    /// The object of an `Obj` element whose start was read.
    pub(super) fn object(&mut self, start: Start<'a>, depth: u32) -> Result<Value, Error> {
        let reference = start.attribute("RefId");
        // A member may refer to the object around it. A container is known as soon as it stands.
        if let Some(reference) = reference {
            self.objects.insert(reference, Known::Open(None));
        }
        let mut parts = Parts::default();
        while let Some(child) = self.child()? {
            match child.name {
                "TN" => parts.names = Some(self.names(child)?),
                "TNRef" => {
                    let known =
                        child.attribute("RefId").and_then(|id| self.type_names.get(id)).cloned();
                    parts.names =
                        Some(known.ok_or_else(|| self.scanner.error(ErrorKind::UnknownReference))?);
                    self.finish()?;
                }
                "ToString" => parts.text = Some(self.text()?),
                "Props" => {
                    self.members(&mut parts.members, MemberKind::DeserializedProperty, depth)?
                }
                "MS" => self.members(&mut parts.members, MemberKind::Note, depth)?,
                "LST" | "IE" | "QUE" | "STK" => {
                    parts.base = Some(self.items(child.name, reference, depth)?);
                }
                "DCT" => {
                    let names = parts.names.as_deref().unwrap_or_default();
                    parts.base = Some(self.entries(names, reference, depth)?);
                }
                _ => parts.base = Some(self.value(child, depth + 1)?),
            }
        }
        let shell = match reference.and_then(|reference| self.objects.get_mut(reference)) {
            Some(Known::Open(shell)) => shell.take(),
            _ => None,
        };
        let object = self.assemble(parts, shell);
        if let Some(reference) = reference {
            self.objects.insert(reference, Known::Whole(object.clone()));
        }
        Ok(object)
    }

    fn names(&mut self, start: Start<'a>) -> Result<Vec<PsString>, Error> {
        let mut names = Vec::new();
        while let Some(child) = self.child()? {
            if child.name != "T" {
                return Err(self.scanner.error(ErrorKind::UnexpectedElement));
            }
            names.push(self.text()?);
        }
        if let Some(reference) = start.attribute("RefId") {
            self.type_names.insert(reference, names.clone());
        }
        Ok(names)
    }

    fn members(
        &mut self,
        members: &mut MemberBag,
        kind: fn(Value) -> MemberKind,
        depth: u32,
    ) -> Result<(), Error> {
        while let Some(child) = self.child()? {
            let name = self.name(child)?.unwrap_or_default();
            let value = self.value(child, depth + 1)?;
            members.set(InstanceMember::new(name, kind(value)));
        }
        Ok(())
    }

    fn items(
        &mut self,
        element: &str,
        reference: Option<&'a str>,
        depth: u32,
    ) -> Result<Value, Error> {
        let list = Arc::new(ListObject::array_list(Vec::new()));
        if matches!(element, "LST" | "IE")
            && let Some(reference) = reference
        {
            self.objects.insert(reference, Known::Whole(Value::List(Arc::clone(&list))));
        }
        while let Some(child) = self.child()? {
            let item = self.value(child, depth + 1)?;
            list.push(item);
        }
        Ok(match element {
            "QUE" => Value::live(Sequence::new(SequenceKind::Queue, TypeId::QUEUE, list.to_vec())),
            // A stack is written from its top.
            "STK" => {
                let items = list.to_vec().into_iter().rev().collect();
                Value::live(Sequence::new(SequenceKind::Stack, TypeId::STACK, items))
            }
            _ => Value::List(list),
        })
    }

    fn entries(
        &mut self,
        names: &[PsString],
        reference: Option<&'a str>,
        depth: u32,
    ) -> Result<Value, Error> {
        let is_ordered =
            names.iter().any(|name| *name == "System.Collections.Specialized.OrderedDictionary");
        let table = Arc::new(if is_ordered {
            DictionaryObject::ordered()
        } else {
            DictionaryObject::hashtable()
        });
        if let Some(reference) = reference {
            let known = Known::Whole(Value::Dictionary(Arc::clone(&table)));
            self.objects.insert(reference, known);
        }
        while let Some(entry) = self.child()? {
            if entry.name != "En" {
                return Err(self.scanner.error(ErrorKind::UnexpectedElement));
            }
            let (mut key, mut item) = (None, Value::Null);
            while let Some(child) = self.child()? {
                match child.attribute("N") {
                    Some("Key") => key = Some(self.value(child, depth + 1)?),
                    Some("Value") => item = self.value(child, depth + 1)?,
                    _ => return Err(self.scanner.error(ErrorKind::UnexpectedElement)),
                }
            }
            let key = key.filter(|key| !key.is_null());
            let key =
                key.ok_or_else(|| self.scanner.error(ErrorKind::BadValue("key of a table")))?;
            table.insert(key, item);
        }
        Ok(Value::Dictionary(table))
    }

    /// Puts the parts of an object together, in `shell` where members refer to it already.
    fn assemble(&self, parts: Parts, shell: Option<Arc<PsObject>>) -> Value {
        let names = parts.names.unwrap_or_default();
        let labels: Vec<PsString> = names.iter().map(deserialized_name).collect();
        let Some(base) = parts.base else {
            let object = match shell {
                None => Arc::new(PsObject::deserialized(labels, parts.members, parts.text)),
                Some(shell) => {
                    for member in parts.members.iter() {
                        shell.set_member(member.clone());
                    }
                    shell.set_type_names(labels);
                    shell.set_text(parts.text);
                    shell
                }
            };
            let value = Value::Object(object);
            let Some(alive) = self.rehydrated(&names, &value) else {
                return value;
            };
            if let (Some(header), Value::Object(object)) = (alive.header(), &value) {
                // What was added to the object is still there.
                object.for_each_member(|member| {
                    if matches!(member.kind, MemberKind::Note(_)) {
                        header.set_member(member.clone());
                    }
                });
            }
            return alive;
        };
        if labels.is_empty() && parts.members.is_empty() {
            return base;
        }
        if let Some(header) = base.header() {
            for member in parts.members.iter() {
                header.set_member(member.clone());
            }
            if !labels.is_empty() {
                header.set_type_names(labels);
            }
            return base;
        }
        // The number is the value; its name stands beside it.
        let is_enum = labels.iter().any(|label| *label == DESERIALIZED_ENUM);
        let wrapper = PsObject::wrapper(base);
        for member in parts.members.iter() {
            wrapper.set_member(member.clone());
        }
        let text = match parts.text {
            Some(text) if is_enum => {
                wrapper.set_member(InstanceMember::note(ENUM_TEXT, text));
                None
            }
            text => text,
        };
        if !labels.is_empty() {
            wrapper.set_type_names(labels);
        }
        wrapper.set_text(text);
        Value::from(wrapper)
    }

    /// An object of the closed list of types that come back to life.
    fn rehydrated(&self, names: &[PsString], value: &Value) -> Option<Value> {
        let name = names.first()?;
        let name = name.strip_prefix("Deserialized.").unwrap_or(name);
        if name == "System.Management.Automation.PSCredential"
            && let Value::Object(object) = value
            && object.kind() == ObjectKind::Deserialized
        {
            let user_name = object.get("UserName")?.as_string()?.clone();
            let password = object.get("Password")?;
            password.downcast::<SecureString>()?;
            return Some(Value::live(PsCredential { user_name, password }));
        }
        self.options.rehydrator?.rehydrate(name, value)
    }
}

/// An object that is filled later.
pub(super) fn empty() -> Arc<PsObject> {
    Arc::new(PsObject::deserialized(Vec::new(), MemberBag::default(), None))
}

/// The label of a type that arrived.
fn deserialized_name(name: &PsString) -> PsString {
    if name.starts_with("Deserialized.") {
        return name.clone();
    }
    const PREFIX: &str = "Deserialized.";
    let mut label = String::with_capacity(PREFIX.len() + name.len());
    label.push_str(PREFIX);
    label.push_str(name);
    label.into()
}
