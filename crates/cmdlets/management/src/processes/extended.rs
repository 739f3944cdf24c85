//! What the extended type system adds to processes.

use remora_engine::errors::Flow;
use remora_engine::types::{MemberType, NativeMember, TypeData, TypeMember, TypeMemberKind};
use remora_engine::{ExecutionContext, Value};
use remora_psobject::{InstanceMember, LiveObject as _, MemberKind, PsString};

use super::ProcessObject;

const TYPE: &str = "System.Diagnostics.Process";

fn plain(name: &str, kind: MemberKind, hidden: bool) -> TypeMember {
    TypeMember { name: name.into(), kind: TypeMemberKind::Plain(kind), hidden }
}

fn alias(name: &str, target: &str) -> TypeMember {
    let kind = MemberKind::Alias { target: target.into(), conversion: None };
    plain(name, kind, false)
}

fn script(
    name: &'static str,
    get: fn(&mut ExecutionContext, &Value) -> Result<Value, Flow>,
    definition: &'static str,
) -> TypeMember {
    let native = NativeMember { get, set: None, shown_as: MemberType::ScriptProperty, definition };
    TypeMember { name: name.into(), kind: TypeMemberKind::Native(native), hidden: false }
}

/// The process that started it.
fn parent() -> TypeMember {
    let native = NativeMember {
        get: |_, value| Ok(of_process(value, "parent")),
        set: None,
        shown_as: MemberType::CodeProperty,
        definition: "System.Object Parent{get=GetParentProcess;}",
    };
    TypeMember { name: "Parent".into(), kind: TypeMemberKind::Native(native), hidden: false }
}

fn of_process(value: &Value, name: &str) -> Value {
    let known = value.downcast::<ProcessObject>().and_then(|process| process.property(name));
    known.and_then(Result::ok).unwrap_or_default()
}

fn names(list: &[&str]) -> Vec<PsString> {
    list.iter().map(|name| PsString::from(*name)).collect()
}

/// What the extended type system adds to the types of this module, for the builder of a session.
pub fn types() -> Vec<TypeData> {
    let mut data = TypeData::new(TYPE);
    data.default_display = names(&["Id", "Handles", "CPU", "SI", "Name"]);
    let configuration = names(&["Name", "Id", "PriorityClass", "FileVersion"]);
    let resources = names(&[
        "Name",
        "Id",
        "Handlecount",
        "WorkingSet",
        "NonPagedMemorySize",
        "PagedMemorySize",
        "PrivateMemorySize",
        "VirtualMemorySize",
        "Threads.Count",
        "TotalProcessorTime",
    ]);
    let noun = InstanceMember::note("__NounName", "Process");
    data.members = vec![
        plain("PSConfiguration", MemberKind::PropertySet(configuration), false),
        plain("PSResources", MemberKind::PropertySet(resources), false),
        alias("Name", "ProcessName"),
        alias("SI", "SessionId"),
        alias("Handles", "HandleCount"),
        alias("VM", "VirtualMemorySize64"),
        alias("WS", "WorkingSet64"),
        alias("PM", "PagedMemorySize64"),
        alias("NPM", "NonpagedSystemMemorySize64"),
        script(
            "Path",
            |_, value| Ok(of_process(value, "path")),
            "System.Object Path {get=$this.Mainmodule.FileName;}",
        ),
        script(
            "CommandLine",
            |_, value| Ok(of_process(value, "commandline")),
            "System.Object CommandLine {get=;}",
        ),
        script(
            "CPU",
            |_, value| Ok(of_process(value, "cpu")),
            "System.Object CPU {get=$this.TotalProcessorTime.TotalSeconds;}",
        ),
        script(
            "Company",
            |_, _| Ok(Value::Null),
            "System.Object Company {get=$this.Mainmodule.FileVersionInfo.CompanyName;}",
        ),
        script(
            "FileVersion",
            |_, _| Ok(Value::Null),
            "System.Object FileVersion {get=$this.Mainmodule.FileVersionInfo.FileVersion;}",
        ),
        script(
            "ProductVersion",
            |_, _| Ok(Value::Null),
            "System.Object ProductVersion {get=$this.Mainmodule.FileVersionInfo.ProductVersion;}",
        ),
        script(
            "Description",
            |_, _| Ok(Value::Null),
            "System.Object Description {get=$this.Mainmodule.FileVersionInfo.FileDescription;}",
        ),
        script(
            "Product",
            |_, _| Ok(Value::Null),
            "System.Object Product {get=$this.Mainmodule.FileVersionInfo.ProductName;}",
        ),
        parent(),
        plain(&noun.name, noun.kind, false),
    ];
    vec![data]
}
