//! `Get-Member`

use crate::record_object::{RecordObject, enum_value};
use crate::scope::NameFilter;
use remora_engine::prelude::*;
use remora_engine::types::MemberInfo;
use std::collections::HashSet;

/// # Synopsis
/// Lists members of objects.
///
/// # Description
/// Once for each type among the objects of the pipeline.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/get-member
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Member",
    class = "Microsoft.PowerShell.Commands.GetMemberCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "None",
    aliases("gm"),
    output("Microsoft.PowerShell.Commands.MemberDefinition")
)]
pub(crate) struct GetMember {
    /// The objects.
    #[parameter(pipeline, type = "psobject")]
    input_object: Value,
    /// Names; wildcards are allowed where things are looked for.
    #[parameter(position = 0, validate_not_null_or_empty)]
    name: Vec<PsString>,
    /// Kind of the member.
    #[parameter(type = "System.Management.Automation.PSMemberTypes", aliases("Type"))]
    member_type: Value,
    /// Which kinds of members are listed.
    #[parameter(type = "System.Management.Automation.PSMemberViewTypes")]
    view: Value,
    /// Members of the type itself.
    #[parameter]
    r#static: Switch,
    /// Goes on where it would stop.
    #[parameter]
    force: Switch,
    seen: HashSet<PsString>,
}

impl GetMember {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Lists properties",
        script: "[pscustomobject]@{ a = 1 } | Get-Member -MemberType NoteProperty | ForEach-Object Definition",
        output: "int a=1",
    }];
}

impl Cmdlet for GetMember {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let input = std::mem::take(&mut self.input_object);
        if input.is_null() {
            return Ok(());
        }
        let type_name = input.type_name();
        if !self.seen.insert(type_name.clone()) {
            return Ok(());
        }
        let filter = NameFilter::new(&self.name, &[])?;
        let mut members: Vec<MemberInfo> = runtime.members(&input);
        members.retain(|member| {
            filter.takes(&member.name)
                && self.takes_type(member)
                && self.takes_view(member)
                && (*self.force || !member.hidden)
        });
        members.sort_by(|a, b| {
            rank(a).cmp(&rank(b)).then_with(|| a.name.to_lowercase().cmp(&b.name.to_lowercase()))
        });
        for member in members {
            let kind = format!("{:?}", member.member_type);
            let shown = RecordObject::new(
                "Microsoft.PowerShell.Commands.MemberDefinition",
                [
                    ("TypeName", Value::Str(type_name.clone())),
                    ("Name", Value::Str(member.name.clone())),
                    ("MemberType", enum_value("System.Management.Automation.PSMemberTypes", &kind)),
                    ("Definition", Value::Str(member.definition.clone())),
                ],
            );
            runtime.write_object(Value::live(shown.with_text(member.definition)))?;
        }
        Ok(())
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if !self.seen.is_empty() {
            return Ok(());
        }
        runtime.write_error(error(
            TypeId::INVALID_OPERATION_EXCEPTION,
            "You must specify an object for the Get-Member cmdlet.",
            "NoObjectInGetMember",
            ErrorCategory::CloseError,
            Value::Null,
        ))
    }
}

/// The place of a kind in the list: methods, then properties, each group by name.
fn rank(member: &MemberInfo) -> usize {
    use remora_engine::types::MemberType as Kind;
    let order = [
        Kind::AliasProperty,
        Kind::CodeMethod,
        Kind::Event,
        Kind::Method,
        Kind::MemberSet,
        Kind::CodeProperty,
        Kind::NoteProperty,
        Kind::ParameterizedProperty,
        Kind::Property,
        Kind::PropertySet,
        Kind::ScriptMethod,
        Kind::ScriptProperty,
    ];
    order.iter().position(|kind| *kind == member.member_type).unwrap_or(order.len())
}

impl GetMember {
    fn takes_type(&self, member: &MemberInfo) -> bool {
        let wanted = crate::record_object::enum_name(&self.member_type);
        let kind = format!("{:?}", member.member_type);
        wanted.is_empty()
            || wanted.split(',').any(|word| match word.trim() {
                "All" => true,
                "Properties" => kind.ends_with("Property") || kind == "PropertySet",
                "Methods" => kind.ends_with("Method"),
                word => word.eq_ignore_ascii_case(&kind),
            })
    }

    fn takes_view(&self, member: &MemberInfo) -> bool {
        let wanted = crate::record_object::enum_name(&self.view);
        match wanted.as_str() {
            "Extended" => member.extended,
            "Adapted" | "Base" => !member.extended,
            _ => true,
        }
    }
}
