//! `Get-TypeData`

use crate::record_object::RecordObject;
use crate::scope::NameFilter;
use remora_engine::prelude::*;
use remora_psobject::DictionaryKind;
use remora_psobject::DictionaryObject;
use remora_psobject::KeyComparer;

/// # Synopsis
/// Gets members that were added to types.
///
/// # Description
/// By the names of the types.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/get-typedata
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "TypeData",
    class = "Microsoft.PowerShell.Commands.GetTypeDataCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "PowerShell",
    output("System.Management.Automation.PSObject")
)]
pub(crate) struct GetTypeData {
    /// Names of types.
    #[parameter(position = 0, pipeline, validate_not_null_or_empty)]
    type_name: Vec<PsString>,
}

impl GetTypeData {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Looks at what a type got",
        script: "Update-TypeData -TypeName Demo.G -MemberType NoteProperty -MemberName N -Value 1; (Get-TypeData Demo.G).TypeName",
        output: "Demo.G",
    }];
}

impl Cmdlet for GetTypeData {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let filter = NameFilter::new(&self.type_name, &[])?;
        let mut known: Vec<_> =
            runtime.types().iter().filter(|data| filter.takes(&data.type_name)).cloned().collect();
        known.sort_by_key(|data| data.type_name.to_lowercase());
        for data in known {
            let members = DictionaryObject::new(
                TypeId::HASHTABLE,
                DictionaryKind::Hashtable,
                KeyComparer::IgnoreCase,
            );
            for member in &data.members {
                let shown = RecordObject::new(
                    "System.Management.Automation.Runspaces.TypeMemberData",
                    [
                        ("Name", Value::Str(member.name.clone())),
                        ("IsHidden", Value::Bool(member.hidden)),
                    ],
                );
                members.insert(Value::Str(member.name.clone()), Value::live(shown));
            }
            let names = |names: &[PsString]| {
                if names.is_empty() { Value::Null } else { Value::strings(names.iter().cloned()) }
            };
            runtime.write_object(Value::live(RecordObject::new(
                "System.Management.Automation.Runspaces.TypeData",
                [
                    ("TypeName", Value::Str(data.type_name.clone())),
                    ("Members", members.into()),
                    ("TypeConverter", Value::from(data.converter.clone())),
                    ("TypeAdapter", Value::Null),
                    ("IsOverride", Value::Bool(false)),
                    ("SerializationMethod", Value::from(data.serialization_method.clone())),
                    ("TargetTypeForDeserialization", Value::from(data.target_type.clone())),
                    ("SerializationDepth", Value::from(data.serialization_depth)),
                    ("DefaultDisplayProperty", Value::from(data.default_display_property.clone())),
                    (
                        "InheritPropertySerializationSet",
                        Value::from(data.inherit_serialization_properties),
                    ),
                    ("StringSerializationSource", Value::from(data.serialization_text.clone())),
                    ("DefaultDisplayPropertySet", names(&data.default_display)),
                    ("DefaultKeyPropertySet", names(&data.default_keys)),
                    ("PropertySerializationSet", names(&data.serialization_properties)),
                ],
            )))?;
        }
        Ok(())
    }
}
