//! `Add-Member`

use crate::members::{add_type_name, can_own, owner, set};
use remora_engine::prelude::*;
use remora_psobject::InstanceMember;
use remora_psobject::MemberBag;
use remora_psobject::MemberKind;

/// # Synopsis
/// Adds a member to an object.
///
/// # Description
/// The member belongs to this one object, not to its type. Values that are copied, such as numbers
/// and strings, keep it only in what -PassThru gives.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/add-member
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Add",
    noun = "Member",
    class = "Microsoft.PowerShell.Commands.AddMemberCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "TypeNameSet",
    remoting = "None"
)]
pub(crate) struct AddMember {
    /// The objects.
    #[parameter(
        sets(
            "MemberSet",
            "NotePropertyMultiMemberSet",
            "NotePropertySingleMemberSet",
            "TypeNameSet"
        ),
        mandatory,
        pipeline,
        type = "psobject"
    )]
    input_object: Value,
    /// Kind of the member.
    #[parameter(
        set = "MemberSet",
        position = 0,
        mandatory,
        type = "System.Management.Automation.PSMemberTypes",
        aliases("Type")
    )]
    member_type: Value,
    /// Names; wildcards are allowed where things are looked for.
    #[parameter(set = "MemberSet", position = 1, mandatory)]
    name: Option<PsString>,
    /// The value.
    #[parameter(set = "MemberSet", position = 2)]
    value: Value,
    /// What writes the property, or the type of an alias.
    #[parameter(set = "MemberSet", position = 3)]
    second_value: Value,
    /// Type name that the object gets.
    #[parameter(
        sets("MemberSet", "NotePropertyMultiMemberSet", "NotePropertySingleMemberSet"),
        validate_not_null_or_empty
    )]
    #[parameter(set = "TypeNameSet", mandatory)]
    type_name: Option<PsString>,
    /// Goes on where it would stop.
    #[parameter(sets("MemberSet", "NotePropertyMultiMemberSet", "NotePropertySingleMemberSet"))]
    force: Switch,
    /// Gives what was worked on.
    #[parameter(sets(
        "MemberSet",
        "NotePropertyMultiMemberSet",
        "NotePropertySingleMemberSet",
        "TypeNameSet"
    ))]
    pass_thru: Switch,
    /// Name of a property.
    #[parameter(
        set = "NotePropertySingleMemberSet",
        position = 0,
        mandatory,
        attribute = "ValidateNotePropertyName",
        transformation = "Microsoft.PowerShell.Commands.AddMemberCommand+NotePropertyTransformationAttribute",
        validate_not_null_or_empty
    )]
    note_property_name: Option<PsString>,
    /// Value of the property.
    #[parameter(set = "NotePropertySingleMemberSet", position = 1, mandatory, allow_null)]
    note_property_value: Value,
    /// Names and values of properties.
    #[parameter(
        set = "NotePropertyMultiMemberSet",
        position = 0,
        mandatory,
        type = "System.Collections.IDictionary",
        validate_not_null_or_empty
    )]
    note_property_members: Value,
}

impl AddMember {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Adds a property",
        script: "([pscustomobject]@{ n = 5 } | Add-Member m 6 -PassThru).m",
        output: "6",
    }];
}

impl Cmdlet for AddMember {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let input = std::mem::take(&mut self.input_object);
        // Values that are copied keep members only where they are passed on.
        let target = if *self.pass_thru || can_own(&input) { owner(input) } else { input };
        let name_given = self.type_name.clone().filter(|name| !name.is_empty());
        let mut added = true;
        if can_own(&target) {
            if let Some(type_name) = &name_given {
                add_type_name(&target, type_name);
            }
            added = self.add(runtime, &target)?;
        }
        if *self.pass_thru && added { runtime.write_object(target) } else { Ok(()) }
    }
}

impl AddMember {
    fn add(&self, runtime: &mut CommandRuntime<'_>, target: &Value) -> CommandResult<bool> {
        if let Value::Dictionary(table) = self.note_property_members.base() {
            let mut added = true;
            for (name, value) in table.entries() {
                let name = runtime.text(&name);
                added &= self.add_one(runtime, target, InstanceMember::note(name, value))?;
            }
            return Ok(added);
        }
        if let Some(name) = &self.note_property_name {
            let member = InstanceMember::note(name.clone(), self.note_property_value.clone());
            return self.add_one(runtime, target, member);
        }
        let Some(name) = self.name.clone() else {
            return Ok(true);
        };
        let kind = match crate::record_object::enum_name(&self.member_type)
            .to_ascii_lowercase()
            .as_str()
        {
            "noteproperty" => MemberKind::Note(self.value.clone()),
            "scriptproperty" => MemberKind::ScriptProperty {
                getter: block(runtime, &self.value)?,
                setter: block(runtime, &self.second_value)?,
            },
            "scriptmethod" => MemberKind::ScriptMethod(block(runtime, &self.value)?),
            "aliasproperty" => {
                let conversion = match &self.second_value {
                    Value::Null => None,
                    given => {
                        let converted = runtime.convert_to(given, "System.Type")?;
                        match converted {
                            Value::Type(id) => Some(id),
                            _ => None,
                        }
                    }
                };
                MemberKind::Alias { target: runtime.text(&self.value), conversion }
            }
            "propertyset" => {
                let names =
                    runtime.enumerate(&self.value).unwrap_or_else(|| vec![self.value.clone()]);
                MemberKind::PropertySet(names.iter().map(|name| runtime.text(name)).collect())
            }
            "memberset" => MemberKind::MemberSet { members: MemberBag::default(), inherit: true },
            "codeproperty" | "codemethod" => {
                runtime.convert_to(&self.value, "System.Reflection.MethodInfo")?;
                return Err(not_implemented("A code member").into());
            }
            other => {
                let message = format!(
                    "Cannot add a member with type \"{other}\". Specify a different type for the MemberTypes parameter."
                );
                let record = error(
                    TypeId::INVALID_OPERATION_EXCEPTION,
                    message,
                    "CannotAddMemberType",
                    ErrorCategory::InvalidOperation,
                    target.clone(),
                );
                runtime.write_error(record)?;
                return Ok(false);
            }
        };
        self.add_one(runtime, target, InstanceMember::new(name, kind))
    }

    fn add_one(
        &self,
        runtime: &mut CommandRuntime<'_>,
        target: &Value,
        member: InstanceMember,
    ) -> CommandResult<bool> {
        let own = match target {
            Value::Object(object) => object.member(&member.name),
            other => other.header().and_then(|header| header.member(&member.name)),
        };
        let known = own.is_some() || runtime.get_property(target, &member.name)?.is_some();
        if known && !*self.force {
            let message = format!(
                "Cannot add a member with the name \"{}\" because a member with that name already exists. To overwrite the member anyway, add the Force parameter to your command.",
                member.name
            );
            let record = error(
                TypeId::INVALID_OPERATION_EXCEPTION,
                message,
                "MemberAlreadyExists",
                ErrorCategory::InvalidOperation,
                target.clone(),
            );
            runtime.write_error(record)?;
            return Ok(false);
        }
        set(target, member);
        Ok(true)
    }
}

/// A script block; null stays null.
pub(crate) fn block(runtime: &mut CommandRuntime<'_>, value: &Value) -> CommandResult<Value> {
    if value.is_null() || value.downcast::<ScriptBlock>().is_some() {
        return Ok(value.clone());
    }
    runtime.convert(value, TypeId::SCRIPT_BLOCK)
}

/// What `-NotePropertyName` does with its argument: a word that names a kind of member is none, so that
/// `Add-Member ScriptMethod …` means the other parameters.
///
/// # Errors
/// Such a word.
pub(crate) fn note_property_name(
    context: &mut remora_engine::ExecutionContext,
    value: Value,
) -> CommandResult<Value> {
    const KINDS: [&str; 8] = [
        "AliasProperty",
        "CodeMethod",
        "CodeProperty",
        "MemberSet",
        "NoteProperty",
        "PropertySet",
        "ScriptMethod",
        "ScriptProperty",
    ];
    let name = context.text(&value);
    match KINDS.iter().find(|kind| name.eq_ignore_case(kind)) {
        Some(kind) => {
            let message = format!(
                "The note property name '{kind}' is the name of a kind of member. Specify the MemberType parameter."
            );
            Err(Exception::new(TypeId::ARGUMENT_TRANSFORMATION_METADATA_EXCEPTION, message).into())
        }
        None => Ok(value),
    }
}
