//! What the extended type system adds to files, folders and drives.

use remora_dotnet::types::system_io::file_system_info::FileSystemObject;
use remora_engine::errors::Flow;
use remora_engine::providers::Drive;
use remora_engine::types::{MemberType, NativeMember, TypeData, TypeMember, TypeMemberKind};
use remora_engine::{ExecutionContext, Value};
use remora_psobject::{LiveObject as _, MemberKind, PsString};

use super::item::FileSystemItem;
use super::unix_stat::UnixStat;

type Getter = fn(&mut ExecutionContext, &Value) -> Result<Value, Flow>;

fn member(
    name: &'static str,
    get: Getter,
    shown_as: MemberType,
    definition: &'static str,
    hidden: bool,
) -> TypeMember {
    let native = NativeMember { get, set: None, shown_as, definition };
    TypeMember { name: name.into(), kind: TypeMemberKind::Native(native), hidden }
}

/// What [`FileSystemItem`] knows of a file.
fn of_item(context: &ExecutionContext, value: &Value, name: &str) -> Value {
    let Some(file) = value.downcast::<FileSystemObject>() else {
        return Value::Null;
    };
    FileSystemItem::new(context.system(), &file.path).extended(name).unwrap_or_default()
}

/// What the `UnixStat` of a value knows; nothing without one.
fn of_stat(value: &Value, name: &str) -> Value {
    let stat = value.header().and_then(|header| header.member("UnixStat"));
    let stat = stat.and_then(|member| member.value().cloned());
    let known = stat.as_ref().and_then(Value::downcast::<UnixStat>);
    let value = known.and_then(|stat| stat.property(name));
    value.and_then(Result::ok).unwrap_or_default()
}

/// Date and time as columns: the date to the right in ten places, the time in eight.
fn last_write_time(context: &mut ExecutionContext, value: &Value) -> Result<Value, Flow> {
    let time = context.get_property(value, "LastWriteTime")?.unwrap_or_default();
    let Value::DateTime(time) = time.base() else {
        return Ok(Value::Null);
    };
    let (culture, zone) = (context.culture(), context.system().local_time_zone());
    let part = |format: &str| {
        remora_dotnet::datetime::format(*time, format, &culture, &zone).unwrap_or_default()
    };
    Ok(format!("{:>10} {:>8}", part("d"), part("t")).into())
}

macro_rules! item_property {
    ($name:literal) => {
        |context, value| Ok(of_item(context, value, $name))
    };
}

/// The members of files and folders.
fn of_files(type_name: &'static str) -> TypeData {
    use MemberType::{CodeProperty, ScriptProperty};
    let code = |name, get, definition, hidden| member(name, get, CodeProperty, definition, hidden);
    let base_name = if type_name.ends_with("DirectoryInfo") {
        "System.Object BaseName {get=$this.Name;}"
    } else {
        "System.Object BaseName {get=if ($this.Extension.Length -gt 0){$this.Name.Remove($this.Name.Length - $this.Extension.Length)}else{$this.Name};}"
    };
    let mut data = TypeData::new(type_name);
    data.members = vec![
        code("Mode", item_property!("mode"), "System.String Mode{get=Mode;}", false),
        code(
            "ModeWithoutHardLink",
            item_property!("modewithouthardlink"),
            "System.String ModeWithoutHardLink{get=ModeWithoutHardLink;}",
            false,
        ),
        member("BaseName", item_property!("basename"), ScriptProperty, base_name, false),
        code(
            "ResolvedTarget",
            item_property!("resolvedtarget"),
            "System.String ResolvedTarget{get=ResolvedTarget;}",
            false,
        ),
        TypeMember {
            name: "Target".into(),
            kind: TypeMemberKind::Plain(MemberKind::Alias {
                target: "LinkTarget".into(),
                conversion: None,
            }),
            hidden: false,
        },
        code(
            "LinkType",
            item_property!("linktype"),
            "System.String LinkType{get=GetLinkType;}",
            false,
        ),
        code(
            "NameString",
            item_property!("namestring"),
            "System.String NameString{get=NameString;}",
            true,
        ),
        code(
            "LengthString",
            item_property!("lengthstring"),
            "System.String LengthString{get=LengthString;}",
            true,
        ),
        code(
            "LastWriteTimeString",
            last_write_time,
            "System.String LastWriteTimeString{get=LastWriteTimeString;}",
            true,
        ),
    ];
    if type_name.ends_with("DirectoryInfo") {
        data.default_display_property = Some("Name".into());
    } else {
        data.default_display = ["LastWriteTime", "Length", "Name"].map(PsString::from).to_vec();
    }
    data
}

/// The members that come from `UnixStat`.
fn of_both() -> TypeData {
    let script =
        |name, get, definition| member(name, get, MemberType::ScriptProperty, definition, false);
    let mut data = TypeData::new("System.IO.FileSystemInfo");
    data.members = vec![
        script(
            "UnixMode",
            |_, value| Ok(of_stat(value, "ModeString")),
            "System.Object UnixMode {get=if ($this.UnixStat) { $this.UnixStat.GetModeString() };}",
        ),
        script(
            "User",
            |_, value| Ok(of_stat(value, "UserName")),
            "System.Object User {get= if ($this.UnixStat) { $this.UnixStat.GetUserName() } ;}",
        ),
        script(
            "Group",
            |_, value| Ok(of_stat(value, "GroupName")),
            "System.Object Group {get= if ($this.UnixStat) { $this.UnixStat.GetGroupName() } ;}",
        ),
        script(
            "Size",
            |_, value| Ok(of_stat(value, "Size")),
            "System.Object Size {get=$this.UnixStat.Size;}",
        ),
    ];
    data
}

/// The space of a drive's file system: in use and free.
fn space(value: &Value) -> Option<(i64, i64)> {
    let drive = value.downcast::<Drive>()?;
    if &*drive.provider.name != "FileSystem" {
        return None;
    }
    let known = nix::sys::statvfs::statvfs(drive.root.as_str()).ok()?;
    let size = |blocks: u64| i64::try_from(blocks.saturating_mul(known.fragment_size())).ok();
    let free = size(known.blocks_available())?;
    Some((size(known.blocks())?.saturating_sub(free), free))
}

fn of_drives() -> TypeData {
    let script =
        |name, get, definition| member(name, get, MemberType::ScriptProperty, definition, false);
    let mut data = TypeData::new("System.Management.Automation.PSDriveInfo");
    data.members = vec![
        script(
            "Used",
            |_, value| Ok(space(value).map(|space| space.0).into()),
            "System.Object Used",
        ),
        script(
            "Free",
            |_, value| Ok(space(value).map(|space| space.1).into()),
            "System.Object Free",
        ),
    ];
    data
}

/// What the extended type system adds to the types of this provider, for the builder of a session.
pub fn types() -> Vec<TypeData> {
    vec![
        of_both(),
        of_files("System.IO.DirectoryInfo"),
        of_files("System.IO.FileInfo"),
        of_drives(),
    ]
}
