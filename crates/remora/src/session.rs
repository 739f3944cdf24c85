//! Putting a session together: the engine with all cmdlets, providers, views, and this machine.

use std::sync::{Arc, LazyLock, OnceLock};

use remora_clixml::Rehydrator;
use remora_cmdlets_remoting::RemotingServices;
use remora_dotnet::system::Environment;
use remora_dotnet::types::system_globalization::culture_info;
use remora_dotnet::types::system_net::ip_address;
use remora_dotnet::types::system_xml::document::parse_document;
use remora_dotnet::{Culture, System};
use remora_engine::errors::Flow;
use remora_engine::native::ProcessLauncher;
use remora_engine::object_view::SessionView;
use remora_engine::session::ItemOptions;
use remora_engine::{ExecutionContext, LocalRunspace, SessionBuilder};
use remora_hosting::{ConnectionInfo, Host, Runspace, RunspaceFactory, RunspaceRequest};
use remora_providers::system::NativeSystem;
use remora_psobject::{ErrorRecord, ObjectView, PsString, SemanticVersion, TypeId, Value, Version};

use crate::{variables, version};

/// How the session of the console is wanted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    pub(crate) non_interactive: bool,
    /// `$PROFILE`
    pub(crate) profile: Value,
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
        .cultures(culture().clone(), ui_culture().clone())
        .cmdlets(remora_cmdlets_core::CMDLETS)
        .cmdlets(remora_cmdlets_utility::CMDLETS)
        .cmdlets(remora_cmdlets_management::CMDLETS)
        .cmdlets(remora_cmdlets_security::CMDLETS)
        .cmdlets(remora_cmdlets_remoting::CMDLETS)
        .formatter(Arc::new(remora_engine::views::ViewFormatter))
        .types(remora_providers::filesystem::types())
        .types(remora_cmdlets_management::types())
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
    builder = remora_cmdlets_utility::extend(builder);
    for provider in remora_providers::providers() {
        builder = builder.provider(provider);
    }
    for (name, body) in FUNCTIONS {
        builder = builder.function(name, body);
    }
    variables::add(remora_cmdlets_remoting::extend(builder))
}

/// `Latest` as the version that it stands for, a number without a dot as a major version; anything
/// else is left to conversion.
fn strict_mode_version(_: &mut ExecutionContext, value: Value) -> Result<Value, Flow> {
    let text = remora_language::string_conversion::to_string(&value);
    let text = text.trim();
    Ok(if text.eq_ignore_ascii_case("latest") {
        version::POWERSHELL.into()
    } else if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        format!("{text}.0").into()
    } else {
        value
    })
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
    let builder = builder().host(host).non_interactive(options.non_interactive).variable(
        "PROFILE",
        options.profile.clone(),
        "",
        ItemOptions::NONE,
    );
    Arc::new(LocalRunspace::new(builder, new_guid()))
}

/// Makes sessions in this process, for a session host.
pub(crate) struct LocalFactory;

impl RunspaceFactory for LocalFactory {
    fn create(&self, request: RunspaceRequest) -> Result<Arc<dyn Runspace>, Arc<ErrorRecord>> {
        debug_assert!(matches!(request.connection, ConnectionInfo::Local));
        let sender = remora_cmdlets_remoting::sender_info(request.application_arguments);
        let mut builder = builder().variable("PSSenderInfo", sender, "", ItemOptions::READ_ONLY);
        if let Some(host) = request.host {
            builder = builder.host(host);
        }
        Ok(Arc::new(LocalRunspace::new(builder, new_guid())))
    }
}

/// The machine that all sessions of this program run on.
pub(crate) fn system() -> &'static NativeSystem {
    &SYSTEM
}

/// The user's home folder; empty where the environment names none.
pub(crate) fn home() -> String {
    SYSTEM.variable("HOME").unwrap_or_default()
}

/// The culture of numbers and dates: the one that the client of this session wants, or the
/// environment's.
pub(crate) fn culture() -> &'static Culture {
    static CULTURE: LazyLock<Culture> = LazyLock::new(|| wanted_culture("REMORA_SESSION_CULTURE"));
    &CULTURE
}

/// The culture of texts.
pub(crate) fn ui_culture() -> &'static Culture {
    static CULTURE: LazyLock<Culture> =
        LazyLock::new(|| wanted_culture("REMORA_SESSION_UI_CULTURE"));
    &CULTURE
}

fn wanted_culture(variable: &str) -> Culture {
    let wanted = SYSTEM.variable(variable).and_then(|name| Culture::find(&name));
    wanted.unwrap_or_else(|| environment_culture().clone())
}

/// The culture that the environment asks for; English where it names no language.
fn environment_culture() -> &'static Culture {
    static CULTURE: LazyLock<Culture> = LazyLock::new(|| {
        if SYSTEM
            .variable("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT")
            .is_some_and(|value| value == "1")
        {
            return Culture::invariant();
        }
        let asked = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .filter_map(|name| SYSTEM.variable(name))
            .find(|value| !value.is_empty());
        let name = asked.as_deref().unwrap_or_default();
        let name = name.split(['.', '@']).next().unwrap_or_default().replace('_', "-");
        let is_language = !matches!(name.as_str(), "" | "C" | "POSIX");
        is_language.then(|| Culture::find(&name)).flatten().unwrap_or_else(Culture::en_us)
    });
    &CULTURE
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
    Arc::new(SessionView)
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
            "System.Xml.XmlDocument" => parse_document(&text).ok(),
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
