//! `Group-Object`

use crate::ordering::{Entry, default_keys, order};
use crate::property_selector::{KeyKind, Selector, parse};
use crate::record_object::RecordObject;
use indexmap::IndexMap;
use remora_engine::prelude::*;
use remora_language::compare::{Case, GroupKey};
use remora_psobject::DictionaryKind;
use remora_psobject::DictionaryObject;
use remora_psobject::KeyComparer;
use remora_psobject::ListObject;

/// # Synopsis
/// Groups objects that have equal values.
///
/// # Description
/// By value, by properties or by what a script block gives.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/group-object
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Group",
    noun = "Object",
    class = "Microsoft.PowerShell.Commands.GroupObjectCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "None",
    aliases("group"),
    output("System.Collections.Hashtable", "Microsoft.PowerShell.Commands.GroupInfo")
)]
pub(crate) struct GroupObject {
    /// Without the objects of the groups.
    #[parameter]
    no_element: Switch,
    /// A table, the groups under their names.
    #[parameter(set = "HashTable", aliases("AHT"))]
    as_hash_table: Switch,
    /// Compares and names by text.
    #[parameter(set = "HashTable")]
    as_string: Switch,
    /// The objects.
    #[parameter(pipeline, type = "psobject")]
    input_object: Value,
    /// Properties, names or script blocks or tables.
    #[parameter(position = 0)]
    property: Vec<Value>,
    /// Culture of the comparison.
    #[parameter]
    culture: Option<PsString>,
    /// Texts that differ in case only are not equal.
    #[parameter]
    case_sensitive: Switch,
    selectors: Vec<Selector>,
    entries: Vec<Entry>,
}

impl GroupObject {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Counts words by length",
        script: "'one', 'two', 'three' | Group-Object Length | ForEach-Object { \"$($_.Name): $($_.Count)\" }",
        output: "3: 2\n5: 1",
    }];
}

/// Entries with equal keys.
struct Group {
    first: Entry,
    objects: Vec<Value>,
}

impl Cmdlet for GroupObject {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let input = std::mem::take(&mut self.input_object);
        if input.is_null() {
            return Ok(());
        }
        if self.entries.is_empty() {
            self.selectors = match self.property.as_slice() {
                [] => default_keys(runtime, Some(&input)),
                given => parse(given, &[KeyKind::Expression])?,
            };
            self.check()?;
        }
        let entry = Entry::new(runtime, input, &self.selectors)?;
        self.entries.push(entry);
        Ok(())
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let entries = std::mem::take(&mut self.entries);
        let groups = self.groups(runtime, entries)?;
        if groups.is_empty() {
            return Ok(());
        }
        if *self.as_hash_table {
            return self.write_table(runtime, groups);
        }
        for group in groups {
            let info = self.info(runtime, group);
            runtime.write_object(info)?;
        }
        Ok(())
    }
}

impl GroupObject {
    fn check(&self) -> CommandResult {
        let refused = |message: &str, target: Value| {
            Err(error(
                TypeId::ARGUMENT_EXCEPTION,
                message,
                "ArgumentException",
                ErrorCategory::InvalidArgument,
                target,
            )
            .into())
        };
        if *self.as_string && !*self.as_hash_table {
            let message = "The command cannot be run because the AsString parameter requires that you specify the AsHashtable parameter.";
            return refused(message, Value::Switch(true));
        }
        if *self.as_hash_table && !*self.as_string && self.selectors.len() > 1 {
            let message = "The command cannot be run because using the AsHashTable parameter with more than one property requires adding the AsString parameter.";
            return refused(message, Value::array(self.property.clone()));
        }
        Ok(())
    }

    fn groups(
        &self,
        runtime: &mut CommandRuntime<'_>,
        entries: Vec<Entry>,
    ) -> CommandResult<Vec<Group>> {
        let sensitive = *self.case_sensitive;
        let case = if sensitive { Case::Sensitive } else { Case::Ignore };
        let alike = of_one_type(&entries);
        let sorted = alike
            && (!self.selectors.is_empty()
                || entries.iter().all(|entry| has_order(entry.object.base())));
        let mut found: IndexMap<Vec<Option<GroupKey>>, usize> = IndexMap::new();
        let mut groups: Vec<Group> = Vec::new();
        for entry in entries {
            let key =
                entry.keys.iter().map(|key| key.clone().map(|value| GroupKey::new(value, case)));
            let key: Vec<Option<GroupKey>> = key.collect();
            let mut at = found.get(&key).copied();
            if at.is_none() && !alike {
                for (place, group) in groups.iter().enumerate() {
                    if group.first.compare(runtime, &entry, &[false], sensitive)?.is_eq() {
                        at = Some(place);
                        break;
                    }
                }
            }
            match at.and_then(|at| groups.get_mut(at)) {
                Some(group) => group.objects.push(entry.object),
                None => {
                    found.insert(key, groups.len());
                    let objects = vec![entry.object.clone()];
                    groups.push(Group { first: entry, objects });
                }
            }
        }
        if !sorted {
            return Ok(groups);
        }
        // Sorted by their keys; those whose keys compare equal, though not the same, are one.
        let mut firsts: Vec<Entry> = groups
            .iter()
            .enumerate()
            .map(|(at, group)| Entry {
                object: Value::I32(i32::try_from(at).unwrap_or(i32::MAX)),
                keys: group.first.keys.clone(),
            })
            .collect();
        order(runtime, &mut firsts, &[false], sensitive)?;
        let mut slots: Vec<Option<Group>> = groups.into_iter().map(Some).collect();
        let mut result: Vec<Group> = Vec::with_capacity(slots.len());
        for place in firsts {
            let at = place.object.as_i64().and_then(|at| usize::try_from(at).ok());
            let Some(group) = at.and_then(|at| slots.get_mut(at)).and_then(Option::take) else {
                continue;
            };
            match result.last_mut() {
                Some(last)
                    if last.first.compare(runtime, &group.first, &[false], sensitive)?.is_eq() =>
                {
                    last.objects.extend(group.objects);
                }
                _ => result.push(group),
            }
        }
        Ok(result)
    }

    fn collection(&self, group: &Group) -> Value {
        let objects = if *self.no_element { Vec::new() } else { group.objects.clone() };
        let type_id = TypeId::COLLECTION.generic_of(&[TypeId::PS_OBJECT]);
        ListObject::new(type_id, objects).into()
    }

    fn info(&self, runtime: &mut CommandRuntime<'_>, group: Group) -> Value {
        let name = self.name(runtime, &group.first);
        let values = group.first.keys.iter().map(|key| key.clone().unwrap_or_default()).collect();
        let count = i32::try_from(group.objects.len()).unwrap_or(i32::MAX);
        let class = if *self.no_element { "GroupInfoNoElement" } else { "GroupInfo" };
        Value::live(RecordObject::new(
            &format!("Microsoft.PowerShell.Commands.{class}"),
            [
                ("Values", ListObject::array_list(values).into()),
                ("Count", Value::I32(count)),
                ("Group", self.collection(&group)),
                ("Name", Value::Str(name)),
            ],
        ))
    }

    /// The texts of the values; the items of a property's collection stand in braces.
    fn name(&self, runtime: &mut CommandRuntime<'_>, entry: &Entry) -> PsString {
        let mut texts: Vec<String> = Vec::new();
        for key in &entry.keys {
            let key = key.clone().unwrap_or_default();
            let text = match runtime.enumerate(&key) {
                Some(_) if self.selectors.is_empty() => runtime.text(&key).to_string(),
                Some(items) => {
                    let items: Vec<String> =
                        items.iter().map(|item| runtime.display_text(item).to_string()).collect();
                    format!("{{{}}}", items.join(", "))
                }
                None => runtime.display_text(&key).to_string(),
            };
            texts.push(text);
        }
        texts.join(", ").into()
    }

    fn write_table(&self, runtime: &mut CommandRuntime<'_>, groups: Vec<Group>) -> CommandResult {
        let comparer =
            if *self.case_sensitive { KeyComparer::Ordinal } else { KeyComparer::IgnoreCase };
        let table = DictionaryObject::new(TypeId::HASHTABLE, DictionaryKind::Hashtable, comparer);
        for group in groups {
            let key = if *self.as_string {
                Value::Str(self.name(runtime, &group.first))
            } else {
                group.first.keys.first().cloned().flatten().unwrap_or_default()
            };
            if key.is_null() || table.contains(&key) {
                let message = "The objects grouped by this property cannot be expanded because there is a key duplication. Provide a valid value for the property, and then try again.";
                let record = error(
                    TypeId::EXCEPTION,
                    message,
                    message,
                    ErrorCategory::InvalidArgument,
                    Value::Null,
                );
                return runtime.write_error(record);
            }
            let objects = self.collection(&group);
            table.insert(key, objects);
        }
        runtime.write_object(table)
    }
}

/// Whether all values of each key are of one type; missing ones do not count.
fn of_one_type(entries: &[Entry]) -> bool {
    let Some(first) = entries.first() else {
        return true;
    };
    let mut types: Vec<Option<TypeId>> = vec![None; first.keys.len()];
    for entry in entries {
        if entry.keys.len() != types.len() {
            return false;
        }
        for (known, key) in types.iter_mut().zip(&entry.keys) {
            let Some(id) = key.as_ref().and_then(Value::type_id) else {
                continue;
            };
            match known {
                Some(known) if *known != id => return false,
                _ => *known = Some(id),
            }
        }
    }
    true
}

/// Whether values of this kind come in an order.
fn has_order(value: &Value) -> bool {
    !matches!(
        value,
        Value::Object(_) | Value::Live(_) | Value::Array(_) | Value::List(_) | Value::Dictionary(_)
    )
}
