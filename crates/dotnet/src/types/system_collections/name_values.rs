//! `System.Collections.Specialized.NameValueCollection`

use indexmap::IndexMap;
use parking_lot::RwLock;

use crate::types::prelude::*;

const fn collection(name: &'static str) -> Implementation {
    Implementation {
        name,
        constructor: Some(construct),
        methods: METHODS,
        properties: &[("Item", |call| get(call))],
        setters: &[("Item", set)],
        ..Implementation::EMPTY
    }
}

pub(crate) static DEFINITION: Implementation =
    collection("System.Collections.Specialized.NameValueCollection");
pub(crate) static QUERY: Implementation =
    Implementation { surface: "m string ToString()\n", ..collection(QUERY_NAME) };
pub(crate) static HEADERS: Implementation = collection("System.Net.WebHeaderCollection");

const QUERY_NAME: &str = "System.Web.HttpUtility+HttpQSCollection";

fn construct(call: &mut Call<'_>) -> Outcome {
    let made = NameValues::new(call.type_id);
    for argument in call.arguments {
        if let Some(source) = argument.downcast::<NameValues>() {
            made.table.write().clone_from(&source.table.read());
        }
    }
    Ok(Value::live(made))
}

const METHODS: &[(&str, crate::call::Body)] = &[
    ("Add", |call| {
        if let Some(source) = call.argument(0).downcast::<NameValues>() {
            let others = source.table.read().clone();
            for (name, values) in others.into_values() {
                for value in values {
                    this(call)?.add(&name, value);
                }
            }
            return Ok(Value::AutomationNull);
        }
        if call.count() == 1 {
            let line = call.string(0).map_or("", PsString::as_str);
            let (name, value) = line.split_once(':').unwrap_or((line, ""));
            this(call)?.add(name.trim(), value.trim().to_owned());
            return Ok(Value::AutomationNull);
        }
        let (name, value) = pair(call);
        this(call)?.add(&name, value);
        Ok(Value::AutomationNull)
    }),
    ("Clear", |call| {
        this(call)?.table.write().clear();
        Ok(Value::AutomationNull)
    }),
    ("Get", |call| get(call)),
    ("GetKey", |call| {
        let at = usize::try_from(call.int(0)).unwrap_or(usize::MAX);
        let found = this(call)?.table.read().get_index(at).map(|(_, (name, _))| name.clone());
        found.map(Value::from).ok_or_else(errors::index_out_of_collection)
    }),
    ("GetValues", |call| {
        let name = call.string(0).map_or("", PsString::as_str);
        let found =
            this(call)?.table.read().get(&name.to_lowercase()).map(|(_, values)| values.clone());
        Ok(found.map_or(Value::Null, Value::strings))
    }),
    ("HasKeys", |call| Ok((!this(call)?.table.read().is_empty()).into())),
    ("Remove", |call| {
        let name = call.string(0).map_or("", PsString::as_str);
        this(call)?.table.write().shift_remove(&name.to_lowercase());
        Ok(Value::AutomationNull)
    }),
    ("Set", set),
    ("CopyTo", |call| {
        let table = this(call)?.table.read();
        let values: Vec<Value> = table.values().map(|(_, list)| list.join(",").into()).collect();
        sequence::copy_to(&values, call.argument(0), call.int(1))?;
        Ok(Value::AutomationNull)
    }),
    ("GetEnumerator", |call| {
        let names = this(call)?.names().into_iter().map(Value::from).collect();
        Ok(super::enumerator::over("System.Array+ArrayEnumerator", names))
    }),
    ("ToString", |call| Ok(this(call)?.text().into())),
    ("ToByteArray", |call| Ok(Value::bytes(this(call)?.text().as_str().as_bytes().to_vec()))),
];

type Table = IndexMap<String, (String, Vec<String>)>;

/// Names with any number of values; case does not matter.
pub(crate) struct NameValues {
    type_id: TypeId,
    table: RwLock<Table>,
}

impl NameValues {
    fn new(type_id: TypeId) -> Self {
        Self { type_id, table: RwLock::default() }
    }

    /// An empty collection that writes itself as a query.
    pub(crate) fn query() -> Self {
        let base = type_named("System.Collections.Specialized.NameValueCollection");
        Self::new(TypeId::register(QUERY_NAME, Some(base)))
    }

    /// Adds a value under a name.
    pub(crate) fn add(&self, name: &str, value: String) {
        let mut table = self.table.write();
        let entry = table.entry(name.to_lowercase());
        entry.or_insert_with(|| (name.to_owned(), Vec::new())).1.push(value);
    }

    fn names(&self) -> Vec<String> {
        self.table.read().values().map(|(name, _)| name.clone()).collect()
    }
}

impl LiveObject for NameValues {
    fn object_type(&self) -> TypeId {
        self.type_id
    }

    /// A query writes its pairs, headers write lines; any other collection has only its name.
    fn text(&self) -> PsString {
        let table = self.table.read();
        if self.type_id.full_name() == QUERY_NAME {
            let encode = crate::types::system_net::web_utility::form_encode;
            let pairs: Vec<String> = table
                .values()
                .flat_map(|(name, values)| {
                    values.iter().map(move |value| {
                        if name.is_empty() {
                            encode(value)
                        } else {
                            format!("{}={}", encode(name), encode(value))
                        }
                    })
                })
                .collect();
            return pairs.join("&").into();
        }
        if self.type_id.full_name() == "System.Net.WebHeaderCollection" {
            let lines: String = table
                .values()
                .map(|(name, values)| format!("{name}: {}\r\n", values.join(",")))
                .collect();
            return format!("{lines}\r\n").into();
        }
        self.type_id.full_name().into()
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&["AllKeys", "Count", "Keys"])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        match name.to_ascii_lowercase().as_str() {
            "allkeys" | "keys" => Some(Ok(Value::strings(self.names()))),
            "count" => Some(Ok(sequence::count(self.table.read().len()))),
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
    let table = this(call)?.table.read();
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
    let mut table = this(call)?.table.write();
    let entry = table.entry(name.to_lowercase());
    entry.or_insert_with(|| (name.to_string(), Vec::new())).1 = vec![value];
    Ok(Value::AutomationNull)
}
