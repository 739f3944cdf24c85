//! Putting a session together: the engine with all cmdlets, providers, views, and this machine.

use std::sync::{Arc, LazyLock, OnceLock};

use remora_clixml::Rehydrator;
use remora_cmdlets_remoting::RemotingServices;
use remora_dotnet::system::Environment;
use remora_dotnet::types::system_globalization::culture_info;
use remora_dotnet::types::system_net::ip_address;
use remora_dotnet::{Culture, System};
use remora_engine::errors::Flow;
use remora_engine::native::ProcessLauncher;
use remora_engine::{ExecutionContext, LocalRunspace, SessionBuilder};
use remora_hosting::{ConnectionInfo, Host, Runspace, RunspaceFactory, RunspaceRequest};
use remora_providers::system::NativeSystem;
use remora_psobject::{
    ErrorRecord, ObjectView, PlainView, PsString, SemanticVersion, TypeId, Value, Version,
};

use crate::{variables, version};

/// How the session of the console is wanted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    pub(crate) non_interactive: bool,
}

static SYSTEM: LazyLock<Arc<NativeSystem>> = LazyLock::new(Arc::default);
static FACTORY: OnceLock<Arc<dyn RunspaceFactory>> = OnceLock::new();

/// The factory that all sessions of this program use for runspaces elsewhere.
pub(crate) fn set_factory(factory: Arc<dyn RunspaceFactory>) {
    // The first one stays: a program has one.
    let _ = FACTORY.set(factory);
}

fn prepare(context: &mut ExecutionContext) {
    context.extension::<RemotingServices>().factory = FACTORY.get().cloned();
}

/// What every session of this program starts with.
fn builder() -> SessionBuilder {
    let system: Arc<dyn System> = Arc::clone(&SYSTEM) as Arc<dyn System>;
    let mut builder = SessionBuilder::new(system)
        .cmdlets(remora_cmdlets_core::CMDLETS)
        .cmdlets(remora_cmdlets_utility::CMDLETS)
        .cmdlets(remora_cmdlets_management::CMDLETS)
        .cmdlets(remora_cmdlets_security::CMDLETS)
        .cmdlets(remora_cmdlets_remoting::CMDLETS)
        .formatter(Arc::new(remora_engine::views::ViewFormatter::default()))
        .types(remora_providers::filesystem::types())
        .types(remora_cmdlets_management::types())
        .prepare(remora_cmdlets_management::prepare)
        .prepare(prepare)
        .launcher(Arc::clone(&SYSTEM) as Arc<dyn ProcessLauncher>)
        .transformation(
            "SetStrictModeCommand+ArgumentToPSVersionTransformationAttribute",
            strict_mode_version,
        )
        .transformation(
            "ArgumentToEncodingTransformationAttribute",
            remora_providers::filesystem::argument_to_encoding,
        );
    for provider in remora_providers::providers() {
        builder = builder.provider(provider);
    }
    for (name, body) in FUNCTIONS {
        builder = builder.function(name, body);
    }
    variables::add(builder)
}

/// `Latest` as the version that it stands for; anything else is left to conversion.
fn strict_mode_version(_: &mut ExecutionContext, value: Value) -> Result<Value, Flow> {
    let is_latest = value.as_str().is_some_and(|text| text.eq_ignore_ascii_case("latest"));
    Ok(if is_latest { version::POWERSHELL.into() } else { value })
}

/// The functions of a fresh session.
const FUNCTIONS: &[(&str, &str)] = &[
    (
        "prompt",
        r#""PS $($executionContext.SessionState.Path.CurrentLocation)$('>' * ($nestedPromptLevel + 1)) ""#,
    ),
    ("cd..", "Set-Location .."),
    ("cd\\", "Set-Location \\"),
    ("cd~", "Set-Location ~"),
    ("Pause", "$null = Read-Host 'Press Enter to continue...'"),
    (
        "Clear-Host",
        "[Console]::Write((& (Get-Command -CommandType Application clear | Select-Object -First 1).Definition))",
    ),
];

/// The session of the console.
pub(crate) fn local_runspace(host: Arc<dyn Host>, options: &Options) -> Arc<dyn Runspace> {
    let builder = builder().host(host).non_interactive(options.non_interactive);
    Arc::new(LocalRunspace::new(builder, new_guid()))
}

/// Makes sessions in this process, for a session host.
pub(crate) struct LocalFactory;

impl RunspaceFactory for LocalFactory {
    fn create(&self, request: RunspaceRequest) -> Result<Arc<dyn Runspace>, Arc<ErrorRecord>> {
        debug_assert!(matches!(request.connection, ConnectionInfo::Local));
        let mut builder = builder();
        if let Some(host) = request.host {
            builder = builder.host(host);
        }
        Ok(Arc::new(LocalRunspace::new(builder, new_guid())))
    }
}

/// The user's home folder.
pub(crate) fn home() -> String {
    SYSTEM.home_directory()
}

/// The culture of this name as scripts see it.
pub(crate) fn culture_value(name: &str) -> Value {
    Culture::find(name).map_or(Value::Null, culture_info::value)
}

fn new_guid() -> remora_psobject::Guid {
    let mut bytes = [0; 16];
    SYSTEM.random_bytes(&mut bytes);
    remora_psobject::Guid::from_random(bytes)
}

/// How objects look to whoever writes them to a wire.
pub(crate) fn object_view() -> Arc<dyn ObjectView + Send + Sync> {
    Arc::new(PlainView)
}

/// Brings objects of a closed list of types back to life.
pub(crate) fn rehydrator() -> Arc<dyn Rehydrator + Send + Sync> {
    Arc::new(KnownTypes)
}

struct KnownTypes;

impl Rehydrator for KnownTypes {
    fn rehydrate(&self, type_name: &str, object: &Value) -> Option<Value> {
        let text = match object {
            Value::Object(object) => object.text()?,
            Value::Str(text) => text.clone(),
            _ => return None,
        };
        match type_name {
            "System.Globalization.CultureInfo" => Culture::find(&text).map(culture_info::value),
            "System.Net.IPAddress" => text.parse().ok().map(ip_address::value),
            _ => None,
        }
    }
}

/// `$PSVersionTable`
pub(crate) fn version_table() -> Vec<(PsString, Value)> {
    let semantic = SemanticVersion {
        major: version::POWERSHELL.major,
        minor: version::POWERSHELL.minor,
        patch: version::POWERSHELL.build,
        pre_release: None,
        build: None,
    };
    let compatible = [(1, 0), (2, 0), (3, 0), (4, 0), (5, 0), (5, 1), (6, 0), (7, 0)]
        .map(|(major, minor)| Value::from(Version::new(major, minor)));
    let text = version::BANNER.trim_start_matches("PowerShell ");
    vec![
        ("PSVersion".into(), semantic.into()),
        ("PSEdition".into(), "Core".into()),
        ("GitCommitId".into(), text.into()),
        ("OS".into(), SYSTEM.os_description().into()),
        ("Platform".into(), "Unix".into()),
        ("PSCompatibleVersions".into(), Value::array_of(TypeId::VERSION, compatible.to_vec())),
        ("PSRemotingProtocolVersion".into(), Version::new(2, 4).into()),
        (
            "SerializationVersion".into(),
            Version { major: 1, minor: 1, build: 0, revision: 1 }.into(),
        ),
        ("WSManStackVersion".into(), Version::new(3, 0).into()),
    ]
}
