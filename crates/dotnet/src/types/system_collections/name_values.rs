//! `System.Collections.Specialized.NameValueCollection`

use indexmap::IndexMap;
use parking_lot::RwLock;

use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Collections.Specialized.NameValueCollection",
    constructor: Some(|call| {
        let made = NameValues::default();
        if let Some(source) = call.argument(0).downcast::<NameValues>() {
            made.0.write().clone_from(&source.0.read());
        }
        Ok(Value::live(made))
    }),
    methods: &[
        ("Add", |call| {
            let (name, value) = pair(call);
            this(call)?.add(&name, value);
            Ok(Value::AutomationNull)
        }),
        ("Clear", |call| {
            this(call)?.0.write().clear();
            Ok(Value::AutomationNull)
        }),
        ("Get", |call| get(call)),
        ("GetKey", |call| {
            let at = usize::try_from(call.int(0)).unwrap_or(usize::MAX);
            let found = this(call)?.0.read().get_index(at).map(|(_, (name, _))| name.clone());
            found.map(Value::from).ok_or_else(errors::index_out_of_collection)
        }),
        ("GetValues", |call| {
            let name = call.string(0).map_or("", PsString::as_str);
            let found =
                this(call)?.0.read().get(&name.to_lowercase()).map(|(_, values)| values.clone());
            Ok(found.map_or(Value::Null, Value::strings))
        }),
        ("HasKeys", |call| Ok((!this(call)?.0.read().is_empty()).into())),
        ("Remove", |call| {
            let name = call.string(0).map_or("", PsString::as_str);
            this(call)?.0.write().shift_remove(&name.to_lowercase());
            Ok(Value::AutomationNull)
        }),
        ("Set", set),
    ],
    properties: &[("Item", |call| get(call))],
    setters: &[("Item", set)],
    ..Implementation::EMPTY
};

type Table = IndexMap<String, (String, Vec<String>)>;

/// Names with any number of values; case does not matter.
#[derive(Default)]
pub(crate) struct NameValues(RwLock<Table>);

impl NameValues {
    /// Adds a value under a name.
    pub(crate) fn add(&self, name: &str, value: String) {
        let mut table = self.0.write();
        let entry = table.entry(name.to_lowercase());
        entry.or_insert_with(|| (name.to_owned(), Vec::new())).1.push(value);
    }

    fn names(&self) -> Vec<String> {
        self.0.read().values().map(|(name, _)| name.clone()).collect()
    }
}

impl LiveObject for NameValues {
    fn object_type(&self) -> TypeId {
        type_named("System.Collections.Specialized.NameValueCollection")
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&["AllKeys", "Count", "Keys"])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        match name.to_ascii_lowercase().as_str() {
            "allkeys" | "keys" => Some(Ok(Value::strings(self.names()))),
            "count" => Some(Ok(sequence::count(self.0.read().len()))),
            _ => None,
        }
    }

    fn enumerate(&self) -> Option<Box<dyn Iterator<Item = Value> + Send>> {
        Some(Box::new(self.names().into_iter().map(Value::from)))
    }
}

fn this<'a>(call: &Call<'a>) -> Result<&'a NameValues, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

fn pair(call: &Call<'_>) -> (PsString, String) {
    let text = |index| call.string(index).cloned().unwrap_or_default();
    (text(0), text(1).to_string())
}

/// The values of a name or a place, joined by commas.
fn get(call: &Call<'_>) -> Outcome {
    let table = this(call)?.0.read();
    let found = match call.argument(0).as_i32() {
        Some(at) => {
            usize::try_from(at).ok().and_then(|at| table.get_index(at)).map(|(_, entry)| entry)
        }
        None => table.get(&call.string(0).map_or("", PsString::as_str).to_lowercase()),
    };
    Ok(found.map_or(Value::Null, |(_, values)| values.join(",").into()))
}

fn set(call: &mut Call<'_>) -> Outcome {
    let (name, value) = pair(call);
    let mut table = this(call)?.0.write();
    let entry = table.entry(name.to_lowercase());
    entry.or_insert_with(|| (name.to_string(), Vec::new())).1 = vec![value];
    Ok(Value::AutomationNull)
}
