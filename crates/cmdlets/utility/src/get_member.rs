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
        let static_type = match input.base() {
            Value::Type(id) => Some(*id),
            base => base.type_id(),
        };
        let static_type = static_type.filter(|_| *self.r#static);
        let type_name = match static_type {
            Some(id) => id.full_name().into(),
            None => input.type_name(),
        };
        if !self.seen.insert(type_name.clone()) {
            return Ok(());
        }
        let mut members = match static_type {
            Some(id) => static_members(id),
            None => runtime.members(&input),
        };
        if *self.force && static_type.is_none() {
            let intrinsic = intrinsic_members(&members);
            members.extend(intrinsic);
        }
        members.retain(|member| {
            self.takes_type(member) && self.takes_view(member) && (*self.force || !member.hidden)
        });
        members.sort_by(|a, b| {
            rank(a).cmp(&rank(b)).then_with(|| a.name.to_lowercase().cmp(&b.name.to_lowercase()))
        });
        // Names are shown in the order in which they were asked for.
        let mut shown: Vec<MemberInfo> = Vec::new();
        let asked: Vec<Vec<PsString>> = if self.name.is_empty() {
            vec![Vec::new()]
        } else {
            self.name.iter().map(|name| vec![name.clone()]).collect()
        };
        for names in asked {
            let filter = NameFilter::new(&names, &[])?;
            let fitting = members.iter().filter(|member| filter.takes(&member.name));
            for member in fitting {
                if !shown.iter().any(|known| known.name == member.name) {
                    shown.push(member.clone());
                }
            }
        }
        for member in shown {
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

/// The static members of a type.
fn static_members(id: TypeId) -> Vec<MemberInfo> {
    use remora_engine::types::MemberType as Kind;
    let member = |name: &str, member_type: Kind, definition: String, hidden: bool| MemberInfo {
        name: name.into(),
        member_type,
        definition: definition.into(),
        hidden,
        extended: false,
    };
    let mut found: Vec<MemberInfo> = Vec::new();
    for part in id.chain() {
        let Some(definition) = remora_dotnet::registry::definition(part) else {
            continue;
        };
        for property in &definition.static_properties {
            found.push(member(property.name, Kind::Property, property.signature.to_owned(), false));
        }
        for method in &definition.static_methods {
            let hidden = ["get_", "set_", "add_", "remove_", "op_"]
                .iter()
                .any(|prefix| method.name.starts_with(prefix));
            let signatures: Vec<&str> =
                method.overloads.iter().map(|overload| overload.signature).collect();
            found.push(member(method.name, Kind::Method, signatures.join(", "), hidden));
        }
    }
    let mut seen = HashSet::new();
    found.retain(|member| seen.insert(member.name.clone()));
    found
}

/// The members that every object has and that only `-Force` shows.
fn intrinsic_members(members: &[MemberInfo]) -> Vec<MemberInfo> {
    use remora_engine::types::MemberType as Kind;
    let names = |wanted: &dyn Fn(&MemberInfo) -> bool| {
        let names: Vec<&str> = members
            .iter()
            .filter(|member| wanted(member))
            .map(|member| member.name.as_str())
            .collect();
        names.join(", ")
    };
    let own = names(&|member| !member.extended);
    let sets = [
        ("psadapted", own.clone()),
        ("psbase", own),
        ("psextended", names(&|member| member.extended)),
        (
            "psobject",
            "Members, Properties, Methods, ImmediateBaseObject, BaseObject, TypeNames, get_Members, get_Properties, get_Methods, get_ImmediateBaseObject, get_BaseObject, get_TypeNames, ToString, Copy, CompareTo, Equals, GetHashCode, GetMetaObject, GetObjectData, GetType".to_owned(),
        ),
    ];
    let mut found: Vec<MemberInfo> = sets
        .into_iter()
        .map(|(name, names)| MemberInfo {
            name: name.into(),
            member_type: Kind::MemberSet,
            definition: format!("{name} {{{names}}}").into(),
            hidden: true,
            extended: true,
        })
        .collect();
    found.push(MemberInfo {
        name: "pstypenames".into(),
        member_type: Kind::CodeProperty,
        definition: "System.Collections.ObjectModel.Collection`1[[System.String, System.Private.CoreLib, Version=10.0.0.0, Culture=neutral, PublicKeyToken=7cec85d7bea7798e]] pstypenames{get=PSTypeNames;}".into(),
        hidden: true,
        extended: true,
    });
    found
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
                "Properties" => kind.ends_with("Property") && kind != "ParameterizedProperty",
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
