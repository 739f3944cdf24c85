//! The variables of a fresh session that need this program: `$Host`, `$ExecutionContext`, `$PROFILE`.

use std::sync::Arc;

use remora_dotnet::system::Environment;
use remora_dotnet::types::automation::ps_style::{PsStyle, Rendering};
use remora_engine::ExecutionContext;
use remora_engine::session::{ItemOptions, ScopeId, SessionBuilder, Variable};
use remora_engine::types::{MemberType, NativeMember, TypeData, TypeMember, TypeMemberKind};
use remora_hosting::Host;
use remora_psobject::host::Size;
use remora_psobject::{DictionaryObject, Exception, LiveObject, PsString, TypeId, Value};

use crate::session;

const FIXED: ItemOptions = ItemOptions::CONSTANT.with(ItemOptions::ALL_SCOPE);
const SHARED: ItemOptions = ItemOptions::READ_ONLY.with(ItemOptions::ALL_SCOPE);

/// `ActionPreference`
const SILENTLY_CONTINUE: i64 = 0;
const CONTINUE: i64 = 2;

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
    let plain: [(&str, Value); 10] = [
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
    builder.types(types()).prepare(prepare)
}

fn enumeration(type_name: &str, number: i64) -> Value {
    TypeId::find(type_name).map_or(Value::I64(number), |id| Value::Enum(id, number))
}

/// What differs from session to session, and what must not be shared between them.
fn prepare(context: &mut ExecutionContext) {
    let host = Value::live(HostObject(Arc::clone(context.host())));
    let (culture, ui_culture) = (context.culture().name.clone(), context.ui_culture().name.clone());
    let intrinsics = named(
        "System.Management.Automation.EngineIntrinsics",
        vec![
            ("Host", host.clone()),
            (
                "SessionState",
                named(
                    "System.Management.Automation.SessionState",
                    vec![(
                        "Path",
                        named("System.Management.Automation.PathIntrinsics", Vec::new()),
                    )],
                ),
            ),
        ],
    );
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

/// A property bag that goes by a .NET type's name.
fn named(type_name: &'static str, properties: Vec<(&'static str, Value)>) -> Value {
    let object = Value::custom_object(properties);
    if let Some(bag) = object.as_object() {
        bag.set_type_names(vec![type_name.into(), "System.Object".into()]);
    }
    object
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

/// `$Host`
struct HostObject(Arc<dyn Host>);

const HOST_PROPERTIES: &[&str] = &[
    "Name",
    "Version",
    "InstanceId",
    "UI",
    "CurrentCulture",
    "CurrentUICulture",
    "PrivateData",
    "DebuggerEnabled",
    "IsRunspacePushed",
    "Runspace",
];

impl HostObject {
    /// `$Host.UI`
    fn user_interface(&self) -> Value {
        let Some(ui) = self.0.ui() else { return Value::Null };
        let is_console = self.0.name().as_str() == "ConsoleHost";
        let terminal = if is_console {
            // What the terminal can do, whether or not the output goes to it.
            session::system().variable("TERM").as_deref() != Some("dumb")
        } else {
            ui.supports_virtual_terminal()
        };
        let raw = ui.raw().map_or(Value::Null, |raw| {
            let screen = raw.defaults();
            let size = |size: Size| {
                named(
                    "System.Management.Automation.Host.Size",
                    vec![("Width", size.width.into()), ("Height", size.height.into())],
                )
            };
            named(
                "System.Management.Automation.Internal.Host.InternalHostRawUserInterface",
                vec![
                    ("BufferSize", size(screen.buffer_size)),
                    ("WindowSize", size(screen.window_size)),
                    ("MaxWindowSize", size(screen.max_window_size)),
                    ("WindowTitle", screen.window_title.into()),
                ],
            )
        });
        named(
            "System.Management.Automation.Internal.Host.InternalHostUserInterface",
            vec![("RawUI", raw), ("SupportsVirtualTerminal", terminal.into())],
        )
    }
}

impl LiveObject for HostObject {
    fn object_type(&self) -> TypeId {
        TypeId::register(
            "System.Management.Automation.Internal.Host.InternalHost",
            TypeId::find("System.Management.Automation.Host.PSHost"),
        )
    }

    fn property_names(&self) -> Vec<PsString> {
        HOST_PROPERTIES.iter().copied().map(PsString::from).collect()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        let name = HOST_PROPERTIES.iter().find(|known| known.eq_ignore_ascii_case(name))?;
        Some(Ok(match *name {
            "Name" => self.0.name().into(),
            "Version" => self.0.version().into(),
            "InstanceId" => self.0.instance_id().into(),
            "UI" => self.user_interface(),
            "CurrentCulture" => session::culture_value(&self.0.current_culture()),
            "CurrentUICulture" => session::culture_value(&self.0.current_ui_culture()),
            "DebuggerEnabled" => true.into(),
            "IsRunspacePushed" => false.into(),
            _ => Value::Null,
        }))
    }
}
