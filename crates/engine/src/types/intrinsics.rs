//! `$ExecutionContext` and what scripts reach through it: commands to invoke and paths.

use std::sync::Arc;

use remora_psobject::{Exception, ListObject, LiveObject, PsObject, PsString, TypeId, Value};

use crate::command::{CommandInfo, CommandKind};
use crate::context::{ExecutionContext, NativeMethod, collapse};
use crate::errors::Flow;
use crate::pipeline::PipelineBuilder;
use crate::script::{Invocation, ScriptBlock};

const COMMANDS: &str = "System.Management.Automation.CommandInvocationIntrinsics";
const PATHS: &str = "System.Management.Automation.PathIntrinsics";

/// `EngineIntrinsics`: the value of `$ExecutionContext`.
struct EngineIntrinsics {
    host: Value,
    state: Value,
}

/// `$ExecutionContext` of a session, or of a module.
pub fn engine_intrinsics(host: Value, module: Option<Arc<crate::modules::ModuleInfo>>) -> Value {
    Value::live(EngineIntrinsics { host, state: crate::modules::session_state(module) })
}

impl LiveObject for EngineIntrinsics {
    fn object_type(&self) -> TypeId {
        TypeId::register("System.Management.Automation.EngineIntrinsics", Some(TypeId::OBJECT))
    }

    fn property_names(&self) -> Vec<PsString> {
        ["Host", "Events", "InvokeProvider", "SessionState", "InvokeCommand"]
            .map(PsString::from)
            .to_vec()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "host" => self.host.clone(),
            "sessionstate" => self.state.clone(),
            "invokecommand" => invoke_command(),
            "events" | "invokeprovider" => Value::Null,
            _ => return None,
        }))
    }
}

/// `CommandInvocationIntrinsics`: running and finding commands.
struct CommandIntrinsics;

/// The value of `InvokeCommand`.
pub(crate) fn invoke_command() -> Value {
    Value::live(CommandIntrinsics)
}

impl LiveObject for CommandIntrinsics {
    fn object_type(&self) -> TypeId {
        TypeId::register(COMMANDS, Some(TypeId::OBJECT))
    }

    fn property_names(&self) -> Vec<PsString> {
        let mut names = vec![PsString::from("HasErrors")];
        names.extend(LookupActions::NAMES.map(PsString::from));
        names
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        if name.eq_ignore_ascii_case("HasErrors") {
            return Some(Ok(Value::Bool(false)));
        }
        let at = LookupActions::position(name)?;
        let action = crate::object_view::with_session(|context| {
            context.extension::<LookupActions>().actions.get(at).cloned().flatten()
        });
        Some(Ok(action.flatten().map_or(Value::Null, Value::live)))
    }
}

/// Blocks that are asked when a command is looked for.
#[derive(Default)]
struct LookupActions {
    actions: [Option<ScriptBlock>; 4],
    /// Whether one of them runs: it is not asked about its own commands.
    asking: bool,
}

impl LookupActions {
    const NAMES: [&'static str; 4] = [
        "PreCommandLookupAction",
        "PostCommandLookupAction",
        "CommandNotFoundAction",
        "LocationChangedAction",
    ];

    fn position(name: &str) -> Option<usize> {
        Self::NAMES.iter().position(|known| known.eq_ignore_ascii_case(name))
    }
}

/// Sets a property of `InvokeCommand`.
pub(crate) fn set_member(
    context: &mut ExecutionContext,
    target: &Value,
    name: &str,
    value: &Value,
) -> Option<Result<(), Flow>> {
    target.downcast::<CommandIntrinsics>()?;
    let at = LookupActions::position(name)?;
    let action = value.downcast::<ScriptBlock>().cloned();
    let known = context.extension::<LookupActions>();
    if let Some(slot) = known.actions.get_mut(at) {
        *slot = action;
    }
    let any = known.actions.iter().any(Option::is_some);
    context.asks_for_commands = any;
    Some(Ok(()))
}

/// When a command is looked for.
#[derive(Clone, Copy)]
pub(crate) enum Lookup {
    /// Before anything is looked at.
    Before = 0,
    /// Nothing was found.
    Missing = 2,
}

/// The command that a script names in place of the one that is looked for.
pub(crate) fn ask(
    context: &mut ExecutionContext,
    name: &str,
    when: Lookup,
) -> Result<Option<Arc<CommandInfo>>, Flow> {
    let known = context.extension::<LookupActions>();
    let Some(action) = known.actions.get(when as usize).cloned().flatten() else {
        return Ok(None);
    };
    if std::mem::replace(&mut known.asking, true) {
        return Ok(None);
    }
    let details = PsObject::custom([
        ("CommandName".into(), Value::from(name)),
        ("CommandOrigin".into(), Value::from("Internal")),
        ("StopSearch".into(), Value::Bool(false)),
        ("Command".into(), Value::Null),
        ("CommandScriptBlock".into(), Value::Null),
    ]);
    details.set_type_names(vec![
        "System.Management.Automation.CommandLookupEventArgs".into(),
        "System.EventArgs".into(),
        "System.Object".into(),
    ]);
    let details = Value::from(details);
    let invocation = Invocation::new().argument(Value::from(name)).argument(details.clone());
    let result = context.invoke_block(&action, invocation, &mut crate::pipeline::Null);
    context.extension::<LookupActions>().asking = false;
    result?;
    let Some(bag) = details.as_object() else {
        return Ok(None);
    };
    if let Some(block) = bag.get("CommandScriptBlock")
        && let Some(block) = block.downcast::<ScriptBlock>()
    {
        let info = CommandInfo::new("", CommandKind::Script(block.clone()));
        return Ok(Some(Arc::new(info)));
    }
    Ok(bag.get("Command").and_then(|command| command.downcast_arc::<CommandInfo>()))
}

fn text(context: &mut ExecutionContext, arguments: &[Value], index: usize) -> PsString {
    arguments.get(index).map_or_else(PsString::empty, |value| context.text(value))
}

/// Objects as PowerShell's own methods give them back.
fn objects(items: Vec<Value>) -> Value {
    ListObject::new(TypeId::COLLECTION.generic_of(&[TypeId::PS_OBJECT]), items).into()
}

/// The overloads differ by where the script stands: `(script, args)`, `(newScope, block, input, args)`,
/// `(script, newScope, results, input, args)`, `(state, block, args)`.
fn invoke_script(context: &mut ExecutionContext, arguments: &[Value]) -> Result<Value, Flow> {
    let block_at =
        |index: usize| arguments.get(index).and_then(|value| value.downcast::<ScriptBlock>());
    let flag = |index: usize| arguments.get(index).and_then(|value| value.base().as_bool());
    let (block, own_scope, input, rest) = match (block_at(1), flag(0), flag(1)) {
        (Some(block), Some(own_scope), _) => (block.clone(), own_scope, arguments.get(2), 3),
        (Some(block), None, _) => (block.clone(), true, None, 2),
        (None, _, Some(own_scope)) if arguments.len() > 2 => {
            let script = text(context, arguments, 0);
            (context.parse_script(&script)?, own_scope, arguments.get(3), 4)
        }
        _ => match block_at(0) {
            Some(block) => (block.clone(), true, None, 1),
            None => {
                let script = text(context, arguments, 0);
                (context.parse_script(&script)?, true, None, 1)
            }
        },
    };
    let input = input.filter(|input| !input.is_null());
    let input = input.map(|input| context.enumerate(input).unwrap_or_else(|| vec![input.clone()]));
    let rest = arguments.iter().skip(rest).flat_map(|argument| match argument.base() {
        Value::Array(items) => items.to_vec(),
        Value::Null | Value::AutomationNull => Vec::new(),
        _ => vec![argument.clone()],
    });
    let invocation = if own_scope { Invocation::new() } else { Invocation::in_current_scope() };
    let invocation = invocation.arguments(rest).input(input.unwrap_or_default());
    let mut output = Vec::new();
    context.guarded(|context| context.invoke_block(&block, invocation, &mut output))?;
    Ok(objects(output))
}

/// The text with its variables and expressions replaced, as between double quotes.
fn expand_string(context: &mut ExecutionContext, source: &str) -> Result<PsString, Flow> {
    let mut quoted = String::with_capacity(source.len() + 2);
    quoted.push('"');
    for character in source.chars() {
        // Each of these would end the string.
        if matches!(character, '"' | '\u{201c}' | '\u{201d}' | '\u{201e}') {
            quoted.push(character);
        }
        quoted.push(character);
    }
    quoted.push('"');
    let output = context.run_script(&quoted)?;
    Ok(context.text(&collapse(output)))
}

fn find(
    context: &mut ExecutionContext,
    name: &str,
    kind: Option<&Value>,
) -> Result<Vec<Value>, Flow> {
    let mut builder = PipelineBuilder::new()
        .command("Get-Command")
        .parameter("Name", Value::from(name))
        .parameter("ErrorAction", Value::from("Ignore"))
        .switch("ListImported");
    if let Some(kind) = kind {
        builder = builder.parameter("CommandType", kind.clone());
    }
    let mut found = Vec::new();
    builder.run(context, Vec::new(), &mut found)?;
    Ok(found)
}

const COMMAND_METHODS: &[(&str, NativeMethod)] = &[
    ("InvokeScript", |context, _, arguments| invoke_script(context, arguments)),
    ("NewScriptBlock", |context, _, arguments| {
        let script = text(context, arguments, 0);
        Ok(Value::live(context.parse_script(&script)?))
    }),
    ("ExpandString", |context, _, arguments| {
        let source = text(context, arguments, 0);
        expand_string(context, &source).map(Value::Str)
    }),
    ("GetCommand", |context, _, arguments| {
        let name = text(context, arguments, 0);
        Ok(find(context, &name, arguments.get(1))?.into_iter().next().unwrap_or_default())
    }),
    ("GetCommands", |context, _, arguments| {
        let name = text(context, arguments, 0);
        find(context, &name, arguments.get(1)).map(objects)
    }),
    ("GetCmdlet", |context, _, arguments| {
        let name = text(context, arguments, 0);
        let found = find(context, &name, Some(&Value::from("Cmdlet")))?;
        Ok(found.into_iter().next().unwrap_or_default())
    }),
    ("GetCmdlets", |context, _, arguments| {
        let name = if arguments.is_empty() { "*".into() } else { text(context, arguments, 0) };
        find(context, &name, Some(&Value::from("Cmdlet"))).map(objects)
    }),
    ("GetCommandName", |context, _, arguments| {
        let name = text(context, arguments, 0);
        let found = find(context, &name, None)?;
        let mut names = Vec::with_capacity(found.len());
        for command in &found {
            names.extend(context.get_property(command, "Name")?);
        }
        Ok(ListObject::new(TypeId::GENERIC_LIST.generic_of(&[TypeId::STRING]), names).into())
    }),
];

/// The value of a session state's `Path`.
pub(crate) fn path_intrinsics() -> Value {
    Value::live(PathIntrinsics)
}

/// `PathIntrinsics`: paths of drives.
struct PathIntrinsics;

impl LiveObject for PathIntrinsics {
    fn object_type(&self) -> TypeId {
        TypeId::register(PATHS, Some(TypeId::OBJECT))
    }

    fn property_names(&self) -> Vec<PsString> {
        vec!["CurrentLocation".into(), "CurrentFileSystemLocation".into()]
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        let known = ["CurrentLocation", "CurrentFileSystemLocation"];
        if !known.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            return None;
        }
        let location =
            crate::object_view::with_session(|context| context.variable("PWD").unwrap_or_default());
        Some(Ok(location.unwrap_or_default()))
    }
}

/// Runs a cmdlet on a path and gives the property of what it writes.
fn resolved(
    context: &mut ExecutionContext,
    path: &str,
    property: &str,
) -> Result<Vec<Value>, Flow> {
    let mut found = Vec::new();
    PipelineBuilder::new()
        .command("Resolve-Path")
        .parameter("Path", Value::from(path))
        .parameter("ErrorAction", Value::from("Stop"))
        .run(context, Vec::new(), &mut found)?;
    let mut values = Vec::with_capacity(found.len());
    for item in &found {
        values.extend(context.get_property(item, property)?);
    }
    Ok(values)
}

fn strings(items: Vec<Value>) -> Value {
    ListObject::new(TypeId::COLLECTION.generic_of(&[TypeId::STRING]), items).into()
}

/// The parts of a path before and behind its last separator.
fn split(path: &str) -> (&str, &str) {
    let trimmed = path.trim_end_matches(['/', '\\']);
    match trimmed.rfind(['/', '\\']) {
        Some(0) => ("/", trimmed.get(1..).unwrap_or("")),
        Some(at) => (trimmed.get(..at).unwrap_or(""), trimmed.get(at + 1..).unwrap_or("")),
        None => ("", trimmed),
    }
}

const PATH_METHODS: &[(&str, NativeMethod)] = &[
    ("GetUnresolvedProviderPathFromPSPath", |context, _, arguments| {
        let path = text(context, arguments, 0);
        context.resolve_path(&path).map(|resolved| Value::Str(resolved.provider_path))
    }),
    ("GetResolvedProviderPathFromPSPath", |context, _, arguments| {
        let path = text(context, arguments, 0);
        resolved(context, &path, "ProviderPath").map(strings)
    }),
    ("GetResolvedPSPathFromPSPath", |context, _, arguments| {
        let path = text(context, arguments, 0);
        let mut found = Vec::new();
        PipelineBuilder::new()
            .command("Resolve-Path")
            .parameter("Path", Value::Str(path))
            .parameter("ErrorAction", Value::from("Stop"))
            .run(context, Vec::new(), &mut found)?;
        Ok(objects(found))
    }),
    ("SetLocation", |context, _, arguments| {
        let path = text(context, arguments, 0);
        let mut found = Vec::new();
        PipelineBuilder::new()
            .command("Set-Location")
            .parameter("Path", Value::Str(path))
            .switch("PassThru")
            .run(context, Vec::new(), &mut found)?;
        Ok(collapse(found))
    }),
    ("Combine", |context, _, arguments| {
        let (parent, child) = (text(context, arguments, 0), text(context, arguments, 1));
        let parent = parent.trim_end_matches('/');
        Ok(format!("{parent}/{}", child.trim_start_matches('/')).into())
    }),
    ("ParseParent", |context, _, arguments| {
        let path = text(context, arguments, 0);
        Ok(split(&path).0.into())
    }),
    ("ParseChildName", |context, _, arguments| {
        let path = text(context, arguments, 0);
        Ok(split(&path).1.into())
    }),
    ("IsPSAbsolute", |context, _, arguments| {
        let path = text(context, arguments, 0);
        Ok(Value::Bool(path.starts_with('/') || path.contains(':')))
    }),
    ("IsProviderQualified", |context, _, arguments| {
        Ok(Value::Bool(text(context, arguments, 0).contains("::")))
    }),
];

/// Adds the methods of these types.
pub(crate) fn install(
    methods: &mut std::collections::HashMap<&'static str, Vec<(&'static str, NativeMethod)>>,
) {
    methods.entry(COMMANDS).or_default().extend(COMMAND_METHODS);
    methods.entry(PATHS).or_default().extend(PATH_METHODS);
}
