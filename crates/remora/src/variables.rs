//! The variables of a fresh session that need this program: `$Host`, `$ExecutionContext`, `$PROFILE`.

use std::sync::Arc;

use remora_dotnet::system::Environment;
use remora_dotnet::types::automation::ps_style::{PsStyle, Rendering};
use remora_engine::ExecutionContext;
use remora_engine::session::{ItemOptions, ScopeId, SessionBuilder, Variable};
use remora_engine::types::{MemberType, NativeMember, TypeData, TypeMember, TypeMemberKind};
use remora_psobject::{DictionaryObject, Value};

use crate::{host_object, session};

const FIXED: ItemOptions = ItemOptions::CONSTANT.with(ItemOptions::ALL_SCOPE);
const SHARED: ItemOptions = ItemOptions::READ_ONLY.with(ItemOptions::ALL_SCOPE);

/// `ActionPreference`
const SILENTLY_CONTINUE: i64 = 0;
const CONTINUE: i64 = 2;
/// `NativeArgumentPassingStyle`: exactly what was written.
const STANDARD_PASSING: i64 = 1;

/// Adds them to a builder.
pub(crate) fn add(mut builder: SessionBuilder) -> SessionBuilder {
    let preferences = [
        (
            "DebugPreference",
            SILENTLY_CONTINUE,
            "Dictates the action taken when a Debug message is delivered",
        ),
        (
            "ErrorActionPreference",
            CONTINUE,
            "Dictates the action taken when an error message is delivered",
        ),
        (
            "InformationPreference",
            SILENTLY_CONTINUE,
            "Dictates the action taken when an Information message is delivered",
        ),
        (
            "ProgressPreference",
            CONTINUE,
            "Dictates the action taken when progress records are delivered",
        ),
        (
            "VerbosePreference",
            SILENTLY_CONTINUE,
            "Dictates the action taken when a Verbose message is delivered",
        ),
        (
            "WarningPreference",
            CONTINUE,
            "Dictates the action taken when a Warning message is delivered",
        ),
    ];
    for (name, number, description) in preferences {
        let value = enumeration("System.Management.Automation.ActionPreference", number);
        builder = builder.variable(name, value, description, ItemOptions::NONE);
    }
    let passing = "System.Management.Automation.NativeArgumentPassingStyle";
    let plain: [(&str, Value); 11] = [
        ("ConfirmPreference", enumeration("System.Management.Automation.ConfirmImpact", 3)),
        ("WhatIfPreference", false.into()),
        ("FormatEnumerationLimit", 4.into()),
        ("MaximumHistoryCount", 4096.into()),
        ("NestedPromptLevel", 0.into()),
        ("PSEmailServer", "".into()),
        ("PSSessionApplicationName", "wsman".into()),
        (
            "PSSessionConfigurationName",
            "http://schemas.microsoft.com/powershell/Microsoft.PowerShell".into(),
        ),
        ("PSNativeCommandArgumentPassing", enumeration(passing, STANDARD_PASSING)),
        ("PSNativeCommandUseErrorActionPreference", false.into()),
        ("StackTrace", Value::Null),
    ];
    for (name, value) in plain {
        builder = builder.variable(name, value, "", ItemOptions::NONE);
    }
    let program = session::system().executable_path();
    let program_folder = program.rsplit_once('/').map_or("", |(folder, _)| folder);
    let platform: [(&str, Value, ItemOptions); 9] = [
        ("IsCoreCLR", true.into(), SHARED),
        ("IsLinux", cfg!(target_os = "linux").into(), SHARED),
        ("IsMacOS", cfg!(target_os = "macos").into(), SHARED),
        ("IsWindows", cfg!(windows).into(), SHARED),
        ("HOME", session::home().into(), SHARED),
        ("PSEdition", "Core".into(), FIXED),
        ("PSHOME", program_folder.into(), FIXED),
        ("PID", i32::try_from(std::process::id()).unwrap_or_default().into(), FIXED),
        ("ShellId", "Microsoft.PowerShell".into(), FIXED),
    ];
    for (name, value, options) in platform {
        builder = builder.variable(name, value, "", options);
    }
    host_object::extend(builder).types(types()).prepare(prepare)
}

fn enumeration(type_name: &str, number: i64) -> Value {
    remora_dotnet::registry::find_type(type_name)
        .map_or(Value::I64(number), |id| Value::Enum(id, number))
}

/// What differs from session to session, and what must not be shared between them.
fn prepare(context: &mut ExecutionContext) {
    let host = host_object::value(context.host());
    let (culture, ui_culture) = (context.culture().name.clone(), context.ui_culture().name.clone());
    let intrinsics = remora_engine::types::engine_intrinsics(host.clone(), None);
    let table = DictionaryObject::hashtable();
    for (name, value) in session::version_table() {
        table.insert(Value::Str(name), value);
    }
    // See https://no-color.org: who sets the variable wants no colours.
    let rendering = match context.system().variable("NO_COLOR") {
        Some(_) => Rendering::PlainText,
        None => Rendering::Host,
    };
    let variables: [(&str, Value, ItemOptions); 7] = [
        ("Host", host, FIXED),
        ("PSStyle", Value::live(PsStyle::new(rendering)), FIXED),
        ("ExecutionContext", intrinsics, FIXED),
        ("PSVersionTable", Value::Dictionary(Arc::new(table)), FIXED),
        ("PSDefaultParameterValues", empty_table(), ItemOptions::NONE),
        ("PSCulture", culture.into(), SHARED),
        ("PSUICulture", ui_culture.into(), SHARED),
    ];
    for (name, value, options) in variables {
        let variable = Variable::new(name, value, options);
        context.session().put_variable(ScopeId::GLOBAL, variable);
    }
}

fn empty_table() -> Value {
    Value::Dictionary(Arc::new(DictionaryObject::hashtable()))
}

/// Members that look at the session when they are read.
fn types() -> Vec<TypeData> {
    let native = NativeMember {
        get: |context, _| Ok(context.variable("PWD").unwrap_or_default()),
        set: None,
        shown_as: MemberType::Property,
        definition: "System.Management.Automation.PathInfo CurrentLocation {get;}",
    };
    let mut paths = TypeData::new("System.Management.Automation.PathIntrinsics");
    paths.members = vec![TypeMember {
        name: "CurrentLocation".into(),
        kind: TypeMemberKind::Native(native),
        hidden: false,
    }];
    vec![paths]
}
