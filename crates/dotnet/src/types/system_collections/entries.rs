//! `DictionaryEntry` and `KeyValuePair[K,V]`

use crate::types::prelude::*;

pub(crate) static ENTRY: Implementation = Implementation {
    name: "System.Collections.DictionaryEntry",
    constructor: Some(construct),
    methods: &[("Deconstruct", deconstruct)],
    ..Implementation::EMPTY
};

pub(crate) static PAIR: Implementation = Implementation {
    name: "System.Collections.Generic.KeyValuePair`2",
    constructor: Some(construct),
    methods: &[("Deconstruct", deconstruct)],
    ..Implementation::EMPTY
};

fn parts<'a>(call: &Call<'a>) -> Result<&'a Entry, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

pub(crate) static PAIR_FACTORY: Implementation = Implementation {
    name: "System.Collections.Generic.KeyValuePair",
    static_methods: &[("Create", |call| {
        let id = |index| call.argument(index).type_id().unwrap_or(TypeId::OBJECT);
        let type_id = TypeId::GENERIC_KEY_VALUE_PAIR.generic_of(&[id(0), id(1)]);
        Ok(Value::live(Entry {
            type_id,
            key: call.argument(0).clone(),
            value: call.argument(1).clone(),
        }))
    })],
    ..Implementation::EMPTY
};

/// A key and a value.
pub struct Entry {
    type_id: TypeId,
    /// `Key`
    pub key: Value,
    /// `Value`
    pub value: Value,
}

fn deconstruct(call: &mut Call<'_>) -> Outcome {
    let entry = parts(call)?;
    call.set_output(0, entry.key.clone());
    call.set_output(1, entry.value.clone());
    Ok(Value::AutomationNull)
}

fn construct(call: &mut Call<'_>) -> Outcome {
    Ok(Value::live(Entry {
        type_id: call.type_id,
        key: call.argument(0).clone(),
        value: call.argument(1).clone(),
    }))
}

/// An entry of a dictionary as enumeration gives it: a `KeyValuePair` of a generic one, a
/// `DictionaryEntry` of the others.
pub fn entry_of(dictionary: TypeId, key: Value, value: Value) -> Value {
    let type_id = match dictionary.generic() {
        Some((_, arguments)) if arguments.len() == 2 => {
            TypeId::GENERIC_KEY_VALUE_PAIR.generic_of(arguments)
        }
        _ => TypeId::DICTIONARY_ENTRY,
    };
    Value::live(Entry { type_id, key, value })
}

impl LiveObject for Entry {
    fn object_type(&self) -> TypeId {
        self.type_id
    }

    /// `[key, value]`
    fn text(&self) -> PsString {
        let culture = Culture::invariant();
        let text = |value| crate::text::to_text(value, &culture);
        format!("[{}, {}]", text(&self.key), text(&self.value)).into()
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&["Key", "Value"])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        match name.to_ascii_lowercase().as_str() {
            "key" => Some(Ok(self.key.clone())),
            "value" => Some(Ok(self.value.clone())),
            _ => None,
        }
    }

    fn equals(&self, other: &Value) -> Option<bool> {
        let other = other.downcast::<Self>()?;
        Some(
            remora_psobject::equality::equals(&self.key, &other.key)
                && remora_psobject::equality::equals(&self.value, &other.value),
        )
    }
}
