//! `Update-TypeData`

use remora_engine::prelude::*;
use remora_engine::types::{TypeData, TypeMember, TypeMemberKind};
use remora_psobject::MemberKind;

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
pub(crate) struct UpdateTypeData {
    /// Kind of the member.
    #[parameter(
        set = "DynamicTypeSet",
        type = "System.Management.Automation.PSMemberTypes",
        validate_not_null_or_empty,
        validate_set(
            "NoteProperty",
            "AliasProperty",
            "ScriptProperty",
            "CodeProperty",
            "ScriptMethod",
            "CodeMethod"
        )
    )]
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
    #[parameter(
        set = "DynamicTypeSet",
        mandatory,
        pipeline,
        transformation = "Microsoft.PowerShell.Commands.ArgumentToTypeNameTransformationAttribute",
        validate_not_null_or_empty
    )]
    type_name: Option<PsString>,
    /// Goes on where it would stop.
    #[parameter(sets("DynamicTypeSet", "TypeDataSet"))]
    force: Switch,
    /// What is added.
    #[parameter(
        set = "TypeDataSet",
        position = 0,
        mandatory,
        pipeline,
        by_name,
        type = "System.Management.Automation.Runspaces.TypeData[]"
    )]
    type_data: Vec<Value>,
    /// Files whose contents go behind what is known.
    #[parameter(
        set = "FileSet",
        position = 0,
        pipeline,
        by_name,
        aliases("PSPath", "Path"),
        validate_not_null
    )]
    append_path: Vec<PsString>,
    /// Files whose contents go before what is known.
    #[parameter(set = "FileSet", validate_not_null)]
    prepend_path: Vec<PsString>,
}

impl UpdateTypeData {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Gives a type a property",
        script: "Update-TypeData -TypeName Demo.T -MemberType ScriptProperty -MemberName Twice -Value { $this.n * 2 }; ([pscustomobject]@{ PSTypeName = 'Demo.T'; n = 4 }).Twice",
        output: "8",
    }];
}

impl Cmdlet for UpdateTypeData {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if runtime.parameter_set() != "DynamicTypeSet" {
            return Err(not_implemented("Type data from files or objects").into());
        }
        let name = self.type_name.clone().unwrap_or_default();
        let data = self.data(runtime, &name)?;
        let Some(data) = data else {
            let message = format!("No member is specified for the update on type \"{name}\".");
            return runtime.write_error(refused("TypeDataEmpty", message));
        };
        if !runtime.should_process(format!("Type to update: {name}"), "Update TypeData")? {
            return Ok(());
        }
        let known = runtime.types().get(&name).cloned();
        if !*self.force
            && let Some(member) = data.members.first()
            && known.as_ref().is_some_and(|known| known.member(&member.name).is_some())
        {
            let message = format!(
                "Error in TypeData \"{name}\": The member {} is already present.",
                member.name
            );
            return runtime.write_error(error(
                TypeId::RUNTIME_EXCEPTION,
                message,
                "TypesDynamicUpdateException",
                ErrorCategory::InvalidOperation,
                Value::Null,
            ));
        }
        runtime.types().add(data);
        Ok(())
    }
}

fn refused(error_id: &str, message: impl Into<PsString>) -> ErrorRecord {
    error(
        TypeId::INVALID_OPERATION_EXCEPTION,
        message,
        error_id,
        ErrorCategory::InvalidOperation,
        Value::Null,
    )
}

impl UpdateTypeData {
    /// What the arguments say; `None` where they say nothing.
    fn data(
        &self,
        runtime: &mut CommandRuntime<'_>,
        name: &PsString,
    ) -> CommandResult<Option<TypeData>> {
        let mut data = TypeData::new(name.clone());
        let mut anything = false;
        if let Some(member) = self.member(runtime)? {
            data.members.push(member);
            anything = true;
        }
        let mut note = |given: bool| anything |= given;
        note(!self.default_display_property_set.is_empty());
        note(!self.default_key_property_set.is_empty());
        note(self.default_display_property.is_some() || self.serialization_depth.is_some());
        note(self.serialization_method.is_some() || !self.property_serialization_set.is_empty());
        note(
            self.inherit_property_serialization_set.is_some()
                || self.string_serialization_source.is_some(),
        );
        note(
            self.target_type_for_deserialization.is_some()
                || self.type_converter.is_some()
                || self.type_adapter.is_some(),
        );
        data.default_display.clone_from(&self.default_display_property_set);
        data.default_keys.clone_from(&self.default_key_property_set);
        data.default_display_property = self.default_display_property.clone();
        data.serialization_depth = self.serialization_depth;
        data.serialization_method = self.serialization_method.clone();
        data.serialization_properties.clone_from(&self.property_serialization_set);
        data.inherit_serialization_properties = self.inherit_property_serialization_set;
        data.serialization_text = self.string_serialization_source.clone().map(Value::Str);
        data.target_type = self.target_type_for_deserialization.map(|id| id.full_name().into());
        data.converter = self.type_converter.or(self.type_adapter).map(|id| id.full_name().into());
        Ok(anything.then_some(data))
    }

    fn member(&self, runtime: &mut CommandRuntime<'_>) -> CommandResult<Option<TypeMember>> {
        let kind_name = crate::record_object::enum_name(&self.member_type);
        if kind_name.is_empty() {
            if self.member_name.is_some() || !self.value.is_null() || !self.second_value.is_null() {
                let message = "The MemberName, Value, and SecondValue parameters cannot be specified without the MemberType parameter.";
                return Err(refused("MemberTypeIsMissing", message).into());
            }
            return Ok(None);
        }
        let Some(member_name) = self.member_name.clone() else {
            let message = format!(
                "The MemberName parameter is required for the type \"{kind_name}\". Please specify the MemberName parameter."
            );
            return Err(refused("MemberNameShouldBeSpecified", message).into());
        };
        let needs_value = || {
            let message = format!(
                "The Value parameter is required for the type \"{kind_name}\". Please specify the Value parameter."
            );
            Flow::from(refused("ValueShouldBeSpecified", message))
        };
        let has_value = runtime.is_bound("Value");
        let kind = match kind_name.to_ascii_lowercase().as_str() {
            "noteproperty" if has_value => MemberKind::Note(self.value.clone()),
            "aliasproperty" => {
                let target = runtime.text(&self.value);
                if target.is_empty() {
                    let message = "The Value parameter should not be null or an empty string for a member of type \"AliasProperty\". Specify a non-null value for the Value parameter when updating this member type.";
                    return Err(refused("ValueShouldBeSpecified", message).into());
                }
                MemberKind::Alias { target, conversion: None }
            }
            "scriptproperty" if !self.value.is_null() || !self.second_value.is_null() => {
                MemberKind::ScriptProperty {
                    getter: crate::add_member::block(runtime, &self.value)?,
                    setter: crate::add_member::block(runtime, &self.second_value)?,
                }
            }
            "scriptmethod" if has_value => {
                MemberKind::ScriptMethod(crate::add_member::block(runtime, &self.value)?)
            }
            "codeproperty" | "codemethod" if has_value => {
                return Err(not_implemented("A code member").into());
            }
            _ => return Err(needs_value()),
        };
        Ok(Some(TypeMember { name: member_name, kind: TypeMemberKind::Plain(kind), hidden: false }))
    }
}
