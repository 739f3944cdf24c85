//! GET_COMMAND_METADATA (MS-PSRP section 2.2.2.14, GET_COMMAND_METADATA Message).
//!
//! It is answered as a pipeline is, on the stream of a pipeline of its own: first an object with the
//! number of commands (section 2.2.3.21, CommandMetadataCount), then the commands (section 2.2.3.22,
//! CommandMetadata).

use remora_psobject::{PsString, Value};

use super::Body;
use super::fields::{Bag, Fields, enumeration};
use crate::error::Error;

const COMMAND_TYPES: &str = "System.Management.Automation.CommandTypes";

/// Asks for the metadata of commands.
#[derive(Clone, Debug, Default)]
pub struct GetCommandMetadata {
    /// Wildcard patterns of names; `None` for all.
    pub name: Option<Vec<PsString>>,
    /// A set of `CommandTypes`.
    pub command_type: i32,
    /// Wildcard patterns of modules; `None` for all.
    pub namespace: Option<Vec<PsString>>,
    /// Specifications of modules, by clients that know them.
    pub fully_qualified_module: Value,
    /// Arguments that decide which dynamic parameters there are.
    pub argument_list: Option<Vec<Value>>,
}

impl Body for GetCommandMetadata {
    fn to_value(&self) -> Value {
        let texts = |list: &Option<Vec<PsString>>| match list {
            Some(list) => texts_value(list),
            None => Value::Null,
        };
        Bag::new()
            .with("Name", texts(&self.name))
            .with("CommandType", enumeration(COMMAND_TYPES, self.command_type))
            .with("Namespace", texts(&self.namespace))
            .with("FullyQualifiedModule", self.fully_qualified_module.clone())
            .with("ArgumentList", self.argument_list.clone().map_or(Value::Null, Value::array))
            .build()
    }

    fn from_value(value: &Value) -> Result<Self, Error> {
        let fields = Fields(value);
        let texts = |name| -> Result<Option<Vec<PsString>>, Error> {
            let items = fields.optional_items(name)?;
            Ok(items.map(|items| items.iter().filter_map(Value::as_string).cloned().collect()))
        };
        Ok(Self {
            name: texts("Name")?,
            command_type: fields.i32("CommandType")?,
            namespace: texts("Namespace")?,
            fully_qualified_module: fields.get("FullyQualifiedModule").unwrap_or_default(),
            argument_list: fields.optional_items("ArgumentList")?,
        })
    }
}

/// A `string[]` with the type names that .NET's inheritance gives it; scripts see one more.
fn texts_value(list: &[PsString]) -> Value {
    let value = Value::strings(list.iter().cloned());
    if let Some(header) = value.header() {
        let names = ["System.String[]", "System.Array", "System.Object"];
        header.set_type_names(names.map(PsString::from).to_vec());
    }
    value
}

#[cfg(test)]
mod tests {
    use super::super::Message;
    use super::super::tests::crossed;
    use super::*;

    #[test]
    fn it_crosses() {
        let query = GetCommandMetadata {
            name: Some(vec!["Get-*".into()]),
            command_type: 271,
            ..GetCommandMetadata::default()
        };
        let message = Message::GetCommandMetadata(Box::new(query.clone()));
        let Message::GetCommandMetadata(back) = crossed(&message) else { panic!() };
        assert_eq!(back.name, query.name);
        assert_eq!((back.command_type, back.namespace), (271, None));
    }
}
