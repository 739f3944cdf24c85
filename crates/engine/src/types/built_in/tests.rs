//! The built-in data against what PowerShell itself was asked for.

use std::collections::{BTreeMap, BTreeSet};

use remora_psobject::{MemberKind, PsString, Value};
use serde_json::{Map, Value as Json, json};

use super::all;
use crate::types::{TypeData, TypeMember, TypeMemberKind};

/// Types that other crates bring, each with what implements it.
const ELSEWHERE: [&str; 5] = [
    "System.Diagnostics.Process",
    "System.IO.DirectoryInfo",
    "System.IO.FileInfo",
    "System.IO.FileSystemInfo",
    "System.Management.Automation.PSDriveInfo",
];

/// Members that are left out. All are script methods, which need a session that parses them, of types
/// whose objects this engine never makes.
const WITHOUT: [(&str, &str); 4] = [
    ("System.Management.ManagementObject", "ConvertFromDateTime"),
    ("System.Management.ManagementObject", "ConvertToDateTime"),
    ("System.ServiceProcess.ServiceController", "ToString"),
    ("System.Version#IncludeLabel", "ToString"),
];

fn reference() -> BTreeMap<String, Map<String, Json>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/corpora/reference/types.jsonl");
    let text = std::fs::read_to_string(path).expect("the table of types");
    text.lines()
        .map(|line| {
            let Json::Object(row) = serde_json::from_str(line).expect("a row") else {
                panic!("{line}");
            };
            (row["type"].as_str().expect("a name").to_owned(), row)
        })
        .filter(|(name, _)| !ELSEWHERE.contains(&name.as_str()))
        .collect()
}

fn strings(names: &[PsString]) -> Json {
    names.iter().map(|name| name.as_str().to_owned()).collect::<Vec<_>>().into()
}

/// Name, kind, what it is made of, and whether it is hidden.
fn member_row(member: &TypeMember) -> Json {
    let (kind, detail) = match &member.kind {
        TypeMemberKind::Plain(MemberKind::Alias { target, .. }) => {
            ("AliasProperty".to_owned(), json!(target.as_str()))
        }
        TypeMemberKind::Plain(MemberKind::PropertySet(names)) => {
            ("PropertySet".to_owned(), strings(names))
        }
        TypeMemberKind::Plain(MemberKind::Code { method: true, target, .. }) => {
            ("CodeMethod".to_owned(), json!([target.as_str()]))
        }
        TypeMemberKind::Native(native) => (format!("{:?}", native.shown_as), Json::Null),
        TypeMemberKind::Plain(other) => panic!("{}: {other:?}", member.name.as_str()),
    };
    json!([member.name.as_str(), kind, detail, member.hidden])
}

fn built_in_row(data: &TypeData) -> Json {
    let members: Vec<Json> = data.members.iter().map(member_row).collect();
    let text = data.serialization_text.as_ref().and_then(Value::as_str);
    json!({
        "members": sorted(members),
        "display": strings(&data.default_display),
        "keys": strings(&data.default_keys),
        "one": data.default_display_property.as_ref().map(PsString::as_str),
        "depth": data.serialization_depth,
        "method": data.serialization_method.as_ref().map(PsString::as_str),
        "serialized": strings(&data.serialization_properties),
        "text": text,
        "target": data.target_type.as_ref().map(PsString::as_str),
        "converter": data.converter.as_ref().map(PsString::as_str),
    })
}

fn sorted(mut members: Vec<Json>) -> Vec<Json> {
    members.sort_by_key(ToString::to_string);
    members
}

fn reference_row(name: &str, row: &Map<String, Json>) -> Json {
    let members = row.get("members").and_then(Json::as_array).into_iter().flatten();
    let members = members
        .filter(|member| !WITHOUT.contains(&(name, member["name"].as_str().unwrap_or_default())))
        .map(|member| {
            let detail = ["target", "properties", "overloads"]
                .into_iter()
                .find_map(|key| member.get(key).cloned())
                .unwrap_or_default();
            let hidden = member.get("hidden").and_then(Json::as_bool).unwrap_or_default();
            json!([member["name"], member["kind"], detail, hidden])
        })
        .collect();
    let list = |key: &str| row.get(key).cloned().unwrap_or_else(|| json!([]));
    let one = |key: &str| row.get(key).cloned().unwrap_or_default();
    json!({
        "members": sorted(members),
        "display": list("DefaultDisplayPropertySet"),
        "keys": list("DefaultKeyPropertySet"),
        "one": one("DefaultDisplayProperty"),
        "depth": one("SerializationDepth"),
        "method": one("SerializationMethod"),
        "serialized": list("PropertySerializationSet"),
        "text": one("StringSerializationSource").get("target").cloned().unwrap_or_default(),
        "target": one("TargetTypeForDeserialization"),
        "converter": one("converter"),
    })
}

#[test]
fn says_of_every_type_what_the_reference_says() {
    let reference = reference();
    let mut wrong = Vec::new();
    for (name, row) in &reference {
        let nothing = std::sync::Arc::new(TypeData::new(name.as_str()));
        let known = all().iter().find(|data| data.type_name.as_str() == name).unwrap_or(&nothing);
        let (expected, found) = (reference_row(name, row), built_in_row(known));
        if expected != found {
            wrong.push(format!("{name}\n  expected {expected}\n  found    {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let more: Vec<&str> = all()
        .iter()
        .map(|data| data.type_name.as_str())
        .filter(|name| !reference.contains_key(*name))
        .collect();
    assert!(more.is_empty(), "types that the reference does not have: {more:?}");
}

#[test]
fn has_every_type_once() {
    let names: BTreeSet<String> =
        all().iter().map(|data| data.type_name.as_str().to_ascii_lowercase()).collect();
    assert_eq!(names.len(), all().len());
}

#[test]
fn shows_members_as_get_member_does() {
    let path =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/corpora/reference/getmember.jsonl");
    let text = std::fs::read_to_string(path).expect("the table of members");
    let mut definitions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in text.lines() {
        let row: Json = serde_json::from_str(line).expect("a row");
        for member in row["members"].as_array().into_iter().flatten() {
            if member[0] == "ScriptProperty" {
                let name = member[1].as_str().expect("a name").to_owned();
                let definition = member[2].as_str().expect("a definition").to_owned();
                definitions.entry(name).or_default().insert(definition);
            }
        }
    }
    let recorded = [
        ("System.DateTime", "DateTime"),
        ("System.Guid", "Guid"),
        ("System.Net.IPAddress", "IPAddressToString"),
        ("System.Management.Automation.AliasInfo", "DisplayName"),
        ("System.Management.Automation.AliasInfo", "ResolvedCommandName"),
        ("System.Management.Automation.CmdletInfo", "DLL"),
        ("System.Management.Automation.CommandInfo", "HelpUri"),
        ("System.Management.Automation.ErrorRecord", "PSMessageDetails"),
        ("System.Management.Automation.Job", "State"),
    ];
    for (type_name, name) in recorded {
        let data = all().iter().find(|data| data.type_name.as_str() == type_name).expect(type_name);
        let TypeMemberKind::Native(native) = &data.member(name).expect(name).kind else {
            panic!("{type_name} {name}");
        };
        assert!(
            definitions[name].contains(native.definition),
            "{type_name}: {}",
            native.definition
        );
    }
}
