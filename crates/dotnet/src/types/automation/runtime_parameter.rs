//! `System.Management.Automation.RuntimeDefinedParameter` and its dictionary: what a `dynamicparam` block
//! gives.

use crate::types::prelude::*;
use crate::types::record::Record;

pub(crate) static PARAMETER: Implementation = Implementation {
    name: "System.Management.Automation.RuntimeDefinedParameter",
    constructor: Some(|call| {
        let attributes = match call.argument(2) {
            Value::Null => Value::from(ListObject::new(
                TypeId::COLLECTION.generic_of(&[type_named("System.Attribute")]),
                Vec::new(),
            )),
            given => given.clone(),
        };
        let kind = match call.argument(1) {
            Value::Null => Value::Type(TypeId::OBJECT),
            given => given.clone(),
        };
        Ok(Value::live(Record::new(
            call.type_id,
            vec![
                ("Name", call.string(0).cloned().unwrap_or_default().into()),
                ("ParameterType", kind),
                ("Value", Value::Null),
                ("IsSet", false.into()),
                ("Attributes", attributes),
            ],
        )))
    }),
    ..Implementation::EMPTY
};

pub(crate) static DICTIONARY: Implementation = Implementation {
    name: "System.Management.Automation.RuntimeDefinedParameterDictionary",
    constructor: Some(|call| {
        let table =
            DictionaryObject::new(call.type_id, DictionaryKind::Generic, KeyComparer::IgnoreCase);
        Ok(table.into())
    }),
    methods: crate::types::system_collections::dictionary_body::METHODS,
    properties: crate::types::system_collections::dictionary_body::PROPERTIES,
    setters: crate::types::system_collections::dictionary_body::SETTERS,
    ..Implementation::EMPTY
};
