//! `Add-Member`

use remora_engine::prelude::*;

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
pub struct AddMember {
    /// The objects.
    #[parameter(sets("MemberSet", "NotePropertyMultiMemberSet", "NotePropertySingleMemberSet", "TypeNameSet"), mandatory, pipeline, type = "psobject")]
    input_object: Value,
    /// Kind of the member.
    #[parameter(set = "MemberSet", position = 0, mandatory, type = "System.Management.Automation.PSMemberTypes", aliases("Type"))]
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
    #[parameter(sets("MemberSet", "NotePropertyMultiMemberSet", "NotePropertySingleMemberSet"), validate_not_null_or_empty)]
    #[parameter(set = "TypeNameSet", mandatory)]
    type_name: Option<PsString>,
    /// Goes on where it would stop.
    #[parameter(sets("MemberSet", "NotePropertyMultiMemberSet", "NotePropertySingleMemberSet"))]
    force: Switch,
    /// Gives what was worked on.
    #[parameter(sets("MemberSet", "NotePropertyMultiMemberSet", "NotePropertySingleMemberSet", "TypeNameSet"))]
    pass_thru: Switch,
    /// Name of a property.
    #[parameter(set = "NotePropertySingleMemberSet", position = 0, mandatory, attribute = "ValidateNotePropertyName", transformation = "Microsoft.PowerShell.Commands.AddMemberCommand+NotePropertyTransformationAttribute", validate_not_null_or_empty)]
    note_property_name: Option<PsString>,
    /// Value of the property.
    #[parameter(set = "NotePropertySingleMemberSet", position = 1, mandatory, allow_null)]
    note_property_value: Value,
    /// Names and values of properties.
    #[parameter(set = "NotePropertyMultiMemberSet", position = 0, mandatory, type = "System.Collections.IDictionary", validate_not_null_or_empty)]
    note_property_members: Value,
}

impl Cmdlet for AddMember {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Add-Member").into())
    }
}
