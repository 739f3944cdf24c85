//! The current location, the way that led there, and stacks of locations.

use std::sync::Arc;

use parking_lot::Mutex;
use remora_engine::command::{CommandResult, CommandRuntime};
use remora_engine::errors::{Exception, error, invalid_argument};
use remora_engine::providers::{Drive, PathInfo, ProviderOptions, ResolvedPath};
use remora_engine::{TypeId, Value};
use remora_psobject::{ErrorCategory, LiveObject, PsString};

use crate::paths;

/// How many locations Set-Location remembers.
const HISTORY_LIMIT: usize = 20;

/// What a session knows of its locations beside the current one.
#[derive(Default)]
pub(crate) struct LocationState {
    back: Vec<PsString>,
    forward: Vec<PsString>,
    default_stack: PsString,
}

fn state<'a>(runtime: &'a mut CommandRuntime<'_>) -> &'a mut LocationState {
    runtime.context().extension::<LocationState>()
}

/// The name of the stack that is meant where none is named, or where the name is empty.
pub(crate) fn stack_name(runtime: &mut CommandRuntime<'_>, name: Option<&PsString>) -> PsString {
    match name {
        Some(name) if !name.is_empty() && &**name != "default" => name.clone(),
        _ => state(runtime).default_stack.clone(),
    }
}

/// Makes a stack the one that is meant where none is named.
pub(crate) fn set_default_stack(runtime: &mut CommandRuntime<'_>, name: &str) {
    state(runtime).default_stack = name.into();
}

/// The location as an object.
pub(crate) fn current(runtime: &mut CommandRuntime<'_>) -> CommandResult<PathInfo> {
    let drive = runtime.session().current_drive();
    Ok(PathInfo {
        provider: Arc::clone(&drive.provider),
        provider_path: runtime.session().current_provider_path(),
        path: runtime.session().current_location(),
        drive: Some(drive),
    })
}

/// The location on a drive.
pub(crate) fn on_drive(drive: Arc<Drive>) -> PathInfo {
    let inside = drive.current_location();
    let path = if &*drive.root == "/" {
        format!("/{inside}")
    } else {
        format!("{}:/{inside}", drive.name)
    };
    PathInfo {
        provider: Arc::clone(&drive.provider),
        provider_path: paths::join(&drive.root, &inside).into(),
        path: path.into(),
        drive: Some(drive),
    }
}

/// Goes to a container that has been found, and remembers where it came from.
fn enter(runtime: &mut CommandRuntime<'_>, target: &ResolvedPath) -> CommandResult {
    let Some(drive) = target.drive.clone().or_else(|| drive_for(runtime, target)) else {
        return Err(paths::path_not_found(paths::shown(target)).into());
    };
    let root = drive.root.clone();
    let inside = target.provider_path.strip_prefix(root.as_str()).unwrap_or(&target.provider_path);
    drive.set_current_location(inside.trim_matches('/'));
    runtime.session().set_current_drive(drive);
    Ok(())
}

/// The drive of a path that names only its provider.
fn drive_for(runtime: &mut CommandRuntime<'_>, target: &ResolvedPath) -> Option<Arc<Drive>> {
    let provider = target.info().name.clone();
    let drives = runtime.session().drives();
    let of_provider = drives.iter().filter(|drive| drive.provider.name == provider);
    of_provider.min_by_key(|drive| drive.root.len()).cloned()
}

/// The container that a path leads to.
///
/// # Errors
/// A path that leads nowhere, to several containers, or to something that is none.
fn find(
    runtime: &mut CommandRuntime<'_>,
    path: &str,
    literal: bool,
) -> CommandResult<ResolvedPath> {
    let options = ProviderOptions { force: true, literal, ..ProviderOptions::default() };
    let mut found = paths::expand(runtime, &options, path, literal)?;
    let mut containers = Vec::new();
    for item in found.drain(..) {
        if paths::is_container(runtime, &options, &item)? {
            containers.push(item);
        }
    }
    if containers.len() > 1 {
        let message = format!(
            "Cannot set the location because path '{path}' resolved to multiple containers. You can only set the location to a single container at a time."
        );
        return Err(invalid_argument(message, "Argument", Value::Null).into());
    }
    match containers.pop() {
        Some(container) => Ok(container),
        None => Err(paths::path_not_found(path).into()),
    }
}

/// Goes to a path.
///
/// # Errors
/// Where it is no container.
pub(crate) fn go(runtime: &mut CommandRuntime<'_>, path: &str, literal: bool) -> CommandResult {
    let before = runtime.session().current_location();
    let target = find(runtime, if path.is_empty() { "." } else { path }, literal)?;
    enter(runtime, &target)?;
    let state = state(runtime);
    state.forward.clear();
    state.back.push(before);
    let surplus = state.back.len().saturating_sub(HISTORY_LIMIT);
    state.back.drain(..surplus);
    Ok(())
}

/// Goes to the location before, or forward again.
///
/// # Errors
/// Where there is none.
pub(crate) fn step(runtime: &mut CommandRuntime<'_>, forward: bool) -> CommandResult {
    let here = runtime.session().current_location();
    let state = state(runtime);
    let (from, to) = if forward {
        (&mut state.forward, &mut state.back)
    } else {
        (&mut state.back, &mut state.forward)
    };
    let Some(target) = from.pop() else {
        let direction = if forward { "forwards" } else { "backwards" };
        return Err(Exception::new(
            TypeId::INVALID_OPERATION_EXCEPTION,
            format!("There is no location history left to navigate {direction}."),
        )
        .into());
    };
    to.push(here);
    let target = find(runtime, &target, true)?;
    enter(runtime, &target)
}

/// Puts the location on a stack.
pub(crate) fn push(runtime: &mut CommandRuntime<'_>, stack: &str) {
    let here = runtime.session().current_location();
    runtime.session().location_stack(stack).push(here);
}

/// Goes to the location on top of a stack and takes it off. Where the stack is empty nothing happens.
///
/// # Errors
/// Where the location is gone.
pub(crate) fn pop(runtime: &mut CommandRuntime<'_>, stack: &str) -> CommandResult {
    let Some(target) = runtime.session().location_stack(stack).pop() else {
        return Ok(());
    };
    let target = find(runtime, &target, true)?;
    enter(runtime, &target)
}

/// Whether a stack holds something. The default stack always counts.
pub(crate) fn stack_exists(runtime: &mut CommandRuntime<'_>, name: &str) -> bool {
    let is_default = state(runtime).default_stack.eq_ignore_case(name) || name.is_empty();
    is_default || !runtime.session().location_stack(name).is_empty()
}

/// A stack that nobody has pushed on.
pub(crate) fn stack_not_found(name: &str) -> remora_engine::errors::ErrorRecord {
    error(
        TypeId::ITEM_NOT_FOUND_EXCEPTION,
        format!("Cannot find path '{name}' because it does not exist."),
        "StackNotFound",
        ErrorCategory::ObjectNotFound,
        name,
    )
}

/// `PathInfoStack`: a stack of locations, the newest first.
pub(crate) struct PathInfoStack {
    name: PsString,
    locations: Mutex<Vec<Value>>,
}

impl PathInfoStack {
    /// The stack of a name as it is now.
    pub(crate) fn of(runtime: &mut CommandRuntime<'_>, name: &PsString) -> CommandResult<Self> {
        let paths = runtime.session().location_stack(name).clone();
        let mut locations = Vec::with_capacity(paths.len());
        for path in paths.iter().rev() {
            let resolved = paths::resolve(runtime, path)?;
            locations.push(Value::live(resolved.to_path_info()));
        }
        Ok(Self {
            name: if name.is_empty() { "".into() } else { name.clone() },
            locations: Mutex::new(locations),
        })
    }
}

impl LiveObject for PathInfoStack {
    fn object_type(&self) -> TypeId {
        TypeId::register("System.Management.Automation.PathInfoStack", Some(TypeId::OBJECT))
    }

    fn property_names(&self) -> Vec<PsString> {
        vec!["Name".into(), "Count".into()]
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "name" => Value::Str(self.name.clone()),
            "count" => Value::I32(i32::try_from(self.locations.lock().len()).unwrap_or(i32::MAX)),
            _ => return None,
        }))
    }

    fn enumerate(&self) -> Option<Box<dyn Iterator<Item = Value> + Send>> {
        Some(Box::new(self.locations.lock().clone().into_iter()))
    }
}

/// A drive that is not there.
pub(crate) fn drive_not_found(name: &str, error_id: &str) -> remora_engine::errors::ErrorRecord {
    error(
        TypeId::DRIVE_NOT_FOUND_EXCEPTION,
        format!("Cannot find drive. A drive with the name '{name}' does not exist."),
        error_id,
        ErrorCategory::ObjectNotFound,
        name,
    )
}

/// A provider that is not there.
pub(crate) fn provider_not_found(name: &str, target: Value) -> remora_engine::errors::ErrorRecord {
    let id =
        if target.as_str().is_some() { "ProviderNotFound" } else { "GetLocationNoMatchingDrive" };
    error(
        TypeId::PROVIDER_NOT_FOUND_EXCEPTION,
        format!("Cannot find a provider with the name '{name}'."),
        id,
        ErrorCategory::ObjectNotFound,
        target,
    )
}
