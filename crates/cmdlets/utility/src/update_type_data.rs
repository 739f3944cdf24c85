//! `Update-TypeData`

use remora_engine::prelude::*;

/// # Synopsis
/// Adds members to types.
///
/// # Description
/// From files, from an object or from parameters.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/update-typedata
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Update",
    noun = "TypeData",
    class = "Microsoft.PowerShell.Commands.UpdateTypeDataCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "FileSet",
    should_process,
    confirm_impact = "Low",
    remoting = "PowerShell"
)]
pub struct UpdateTypeData {
    /// Kind of the member.
    #[parameter(set = "DynamicTypeSet", type = "System.Management.Automation.PSMemberTypes", validate_not_null_or_empty, validate_set("NoteProperty", "AliasProperty", "ScriptProperty", "CodeProperty", "ScriptMethod", "CodeMethod"))]
    member_type: Value,
    /// Name of the member.
    #[parameter(set = "DynamicTypeSet", validate_not_null_or_empty)]
    member_name: Option<PsString>,
    /// The value.
    #[parameter(set = "DynamicTypeSet")]
    value: Value,
    /// What writes the property, or the type of an alias.
    #[parameter(set = "DynamicTypeSet", validate_not_null)]
    second_value: Value,
    /// Type that converts values.
    #[parameter(set = "DynamicTypeSet", validate_not_null)]
    type_converter: Option<TypeId>,
    /// Type that adapts objects.
    #[parameter(set = "DynamicTypeSet", validate_not_null)]
    type_adapter: Option<TypeId>,
    /// How objects are serialized.
    #[parameter(set = "DynamicTypeSet", validate_not_null_or_empty)]
    serialization_method: Option<PsString>,
    /// Type that deserialized objects become.
    #[parameter(set = "DynamicTypeSet", validate_not_null)]
    target_type_for_deserialization: Option<TypeId>,
    /// How many levels are serialized.
    #[parameter(set = "DynamicTypeSet", validate_not_null, validate_range(0, 2147483647))]
    serialization_depth: Option<i32>,
    /// Property that stands for an object in a wide list.
    #[parameter(set = "DynamicTypeSet", validate_not_null_or_empty)]
    default_display_property: Option<PsString>,
    /// Whether the properties of the base type are serialized.
    #[parameter(set = "DynamicTypeSet", type = "System.Nullable[bool]", validate_not_null)]
    inherit_property_serialization_set: Option<bool>,
    /// Property that gives the text of a serialized object.
    #[parameter(set = "DynamicTypeSet", validate_not_null_or_empty)]
    string_serialization_source: Option<PsString>,
    /// Properties that are shown.
    #[parameter(set = "DynamicTypeSet", validate_not_null_or_empty)]
    default_display_property_set: Vec<PsString>,
    /// Properties that objects are compared by.
    #[parameter(set = "DynamicTypeSet", validate_not_null_or_empty)]
    default_key_property_set: Vec<PsString>,
    /// Properties that are serialized.
    #[parameter(set = "DynamicTypeSet", validate_not_null_or_empty)]
    property_serialization_set: Vec<PsString>,
    /// Names of types.
    #[parameter(set = "DynamicTypeSet", mandatory, pipeline, transformation = "Microsoft.PowerShell.Commands.ArgumentToTypeNameTransformationAttribute", validate_not_null_or_empty)]
    type_name: Option<PsString>,
    /// Goes on where it would stop.
    #[parameter(sets("DynamicTypeSet", "TypeDataSet"))]
    force: Switch,
    /// What is added.
    #[parameter(set = "TypeDataSet", position = 0, mandatory, pipeline, by_name, type = "System.Management.Automation.Runspaces.TypeData[]")]
    type_data: Vec<Value>,
    /// Files whose contents go behind what is known.
    #[parameter(set = "FileSet", position = 0, pipeline, by_name, aliases("PSPath", "Path"), validate_not_null)]
    append_path: Vec<PsString>,
    /// Files whose contents go before what is known.
    #[parameter(set = "FileSet", validate_not_null)]
    prepend_path: Vec<PsString>,
}

impl Cmdlet for UpdateTypeData {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Update-TypeData").into())
    }
}
