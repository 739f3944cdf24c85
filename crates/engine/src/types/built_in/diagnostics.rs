//! Version resources of files, modules of processes, event logs, services.

use std::sync::Arc;

use remora_psobject::{Value, Version};

use super::{alias, follow, own_or, script, with_display, with_members};
use crate::context::ExecutionContext;
use crate::errors::Flow;
use crate::types::TypeData;

pub(super) fn types() -> Vec<TypeData> {
    vec![file_version(), process_module(), event_log_entry(), service()]
}

/// A version of the four numbers that these properties hold.
fn version(context: &mut ExecutionContext, value: &Value, parts: [&str; 4]) -> Result<Value, Flow> {
    let mut number = |name| -> Result<i32, Flow> {
        Ok(context.get_member(value, name)?.as_i32().unwrap_or_default())
    };
    let [major, minor, build, revision] = parts;
    Ok(Value::Version(Arc::new(Version {
        major: number(major)?,
        minor: number(minor)?,
        build: number(build)?,
        revision: number(revision)?,
    })))
}

fn file_version() -> TypeData {
    with_members(
        "System.Diagnostics.FileVersionInfo",
        vec![
            script(
                "FileVersionRaw",
                "System.Object FileVersionRaw {get=[version]::new($this.FileMajorPart, $this.FileMinorPart, $this.FileBuildPart, $this.FilePrivatePart);}",
                |context, value| {
                    let parts =
                        ["FileMajorPart", "FileMinorPart", "FileBuildPart", "FilePrivatePart"];
                    version(context, value, parts)
                },
            ),
            script(
                "ProductVersionRaw",
                "System.Object ProductVersionRaw {get=[version]::new($this.ProductMajorPart, $this.ProductMinorPart, $this.ProductBuildPart, $this.ProductPrivatePart);}",
                |context, value| {
                    let parts = [
                        "ProductMajorPart",
                        "ProductMinorPart",
                        "ProductBuildPart",
                        "ProductPrivatePart",
                    ];
                    version(context, value, parts)
                },
            ),
        ],
    )
}

fn process_module() -> TypeData {
    with_members(
        "System.Diagnostics.ProcessModule",
        vec![
            script("Size", "System.Object Size {get=$this.ModuleMemorySize / 1024;}", size),
            script(
                "Company",
                "System.Object Company {get=$this.FileVersionInfo.CompanyName;}",
                |context, value| follow(context, value, &["FileVersionInfo", "CompanyName"]),
            ),
            script(
                "FileVersion",
                "System.Object FileVersion {get=$this.FileVersionInfo.FileVersion;}",
                |context, value| follow(context, value, &["FileVersionInfo", "FileVersion"]),
            ),
            script(
                "ProductVersion",
                "System.Object ProductVersion {get=$this.FileVersionInfo.ProductVersion;}",
                |context, value| follow(context, value, &["FileVersionInfo", "ProductVersion"]),
            ),
            script(
                "Description",
                "System.Object Description {get=$this.FileVersionInfo.FileDescription;}",
                |context, value| follow(context, value, &["FileVersionInfo", "FileDescription"]),
            ),
            script(
                "Product",
                "System.Object Product {get=$this.FileVersionInfo.ProductName;}",
                |context, value| follow(context, value, &["FileVersionInfo", "ProductName"]),
            ),
        ],
    )
}

/// KiB, whole where they come out even, as a division of integers does.
fn size(context: &mut ExecutionContext, value: &Value) -> Result<Value, Flow> {
    let bytes = context.get_member(value, "ModuleMemorySize")?.as_i32().unwrap_or_default();
    Ok(if bytes % 1024 == 0 {
        Value::I32(bytes / 1024)
    } else {
        Value::F64(f64::from(bytes) / 1024.0)
    })
}

fn event_log_entry() -> TypeData {
    with_members(
        "System.Diagnostics.EventLogEntry",
        vec![script(
            "EventID",
            "System.Object EventID {get=$this.get_EventID() -band 0xFFFF;}",
            |context, value| {
                let whole = own_or(context, value, "EventID", &["InstanceId"])?;
                Ok(whole.as_i64().map_or(Value::Null, |id| Value::I64(id & 0xFFFF)))
            },
        )],
    )
}

fn service() -> TypeData {
    let mut data =
        with_display("System.ServiceProcess.ServiceController", "Status Name DisplayName");
    data.members =
        vec![alias("Name", "ServiceName"), alias("RequiredServices", "ServicesDependedOn")];
    data
}
