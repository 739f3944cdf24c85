//! Definitions of views.

use super::{hidden_code, with_depth, with_serialized};
use crate::types::TypeData;

/// Parts of views, and how deep they are serialized.
const PARTS: [(&str, i32); 11] = [
    ("System.Management.Automation.CustomControlEntry", 1),
    ("System.Management.Automation.CustomItemBase", 1),
    ("System.Management.Automation.DisplayEntry", 1),
    ("System.Management.Automation.EntrySelectedBy", 1),
    ("System.Management.Automation.ListControlEntryItem", 1),
    ("System.Management.Automation.PSControl", 1),
    ("System.Management.Automation.PSControlGroupBy", 2),
    ("System.Management.Automation.TableControlColumn", 1),
    ("System.Management.Automation.TableControlColumnHeader", 1),
    ("System.Management.Automation.TableControlRow", 1),
    ("System.Management.Automation.WideControlEntryItem", 1),
];

pub(super) fn types() -> Vec<TypeData> {
    let mut all: Vec<TypeData> =
        PARTS.iter().map(|(name, depth)| with_depth(name, *depth)).collect();
    all.extend([
        TypeData {
            serialization_depth: Some(1),
            default_display: super::names("TypeNames FormatViewDefinition"),
            ..with_serialized(
                "System.Management.Automation.ExtendedTypeDefinition",
                "TypeName TypeNames FormatViewDefinition",
            )
        },
        TypeData {
            serialization_depth: Some(1),
            default_display: super::names("Items EntrySelectedBy"),
            ..with_serialized(
                "System.Management.Automation.ListControlEntry",
                "Items SelectedBy EntrySelectedBy",
            )
        },
        TypeData {
            members: vec![hidden_code(
                "InstanceId",
                "System.Guid InstanceId{get=GetFormatViewDefinitionInstanceId;}",
                |context, value| {
                    let found = context.own_property(value, "InstanceId")?;
                    Ok(found.unwrap_or_default())
                },
            )],
            ..with_depth("System.Management.Automation.FormatViewDefinition", 1)
        },
    ]);
    all
}
