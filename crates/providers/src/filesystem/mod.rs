//! The FileSystem provider.

mod children;
mod content;
mod copy;
mod create;
pub(crate) mod errors;
mod extended;
mod item;
mod parameters;
mod property;
mod relocate;
mod remove;
mod time;
mod unix_stat;

use std::sync::Arc;

use remora_dotnet::system::FileKind;
use remora_engine::command::{CommandResult, ParameterSpec};
use remora_engine::errors::ErrorCategory;
use remora_engine::providers::{
    Capabilities, ContentReader, ContentWriter, Drive, Operation, Provider, ProviderInfo,
    ProviderRuntime,
};
use remora_engine::{ExecutionContext, System, Value};
use remora_language::compare::{Case, compare_text};
use remora_psobject::{InstanceMember, PsObject, PsString};

pub use content::{DEFAULT_ENCODING, argument_to_encoding, encoding_of_argument, encoding_of_name};
pub use extended::types;
pub use item::FileSystemItem;
pub use unix_stat::UnixStat;

/// How many links to follow before they are taken for a circle.
const LINK_LIMIT: usize = 40;

/// Puts names in the order in which they are shown.
pub(crate) fn sort_names<T>(items: &mut [T], name: impl Fn(&T) -> &str) {
    items.sort_by(|left, right| compare_text(name(left), name(right), Case::Ignore));
}

/// A path below a folder.
pub(crate) fn join(folder: &str, name: &str) -> String {
    if folder.ends_with('/') { format!("{folder}{name}") } else { format!("{folder}/{name}") }
}

/// Where the links of a path end.
pub(crate) fn resolve_links(system: &dyn System, path: &str) -> String {
    let mut current = path.to_owned();
    for _ in 0..LINK_LIMIT {
        let target = system
            .metadata(&current, false)
            .ok()
            .filter(|metadata| metadata.kind == FileKind::SymbolicLink)
            .and_then(|metadata| metadata.link_target);
        let Some(target) = target else {
            break;
        };
        current = if target.starts_with('/') {
            target
        } else {
            normalize(&join(errors::parent_of(&current), &target))
        };
    }
    current
}

/// Takes `.`, `..` and doubled separators out of a whole path.
fn normalize(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    format!("/{}", parts.join("/"))
}

/// Adds `PSPath` and its kin, and `UnixStat` among them.
fn with_stat(
    runtime: &ProviderRuntime<'_, '_>,
    item: Value,
    path: &str,
    is_container: bool,
) -> Value {
    // The places of the first three are taken here, so that UnixStat stands behind them.
    let first =
        ["PSPath", "PSParentPath", "PSChildName"].map(|name| InstanceMember::note(name, ""));
    let stat = UnixStat::of(path).map(|stat| InstanceMember::note("UnixStat", Value::live(stat)));
    let members = first.into_iter().chain(stat);
    match (item.header(), &item) {
        (Some(header), _) => members.for_each(|member| header.set_member(member)),
        (None, Value::Object(object)) => members.for_each(|member| object.set_member(member)),
        (None, _) => {}
    }
    let item = runtime.with_path_properties(item, path, is_container);
    if path == "/"
        && let Some(header) = item.header()
    {
        header.set_member(InstanceMember::note("PSChildName", ""));
    }
    item
}

/// Writes a file or folder.
fn write_info(runtime: &mut ProviderRuntime<'_, '_>, item: FileSystemItem) -> CommandResult {
    let (path, is_container) = (item.path().clone(), item.is_directory());
    let item = with_stat(runtime, item.to_value(), &path, is_container);
    runtime.write_object(item)
}

/// Writes the name of a file or folder.
fn write_name(
    runtime: &mut ProviderRuntime<'_, '_>,
    name: &str,
    item: &FileSystemItem,
) -> CommandResult {
    let text = Value::Object(Arc::new(PsObject::wrapper(name.into())));
    let text = runtime.with_path_properties(text, item.path(), item.is_directory());
    runtime.write_object(text)
}

/// Files and folders.
pub struct FileSystemProvider {
    info: Arc<ProviderInfo>,
}

impl Default for FileSystemProvider {
    fn default() -> Self {
        let capabilities = Capabilities(
            Capabilities::FILTER.0 | Capabilities::SHOULD_PROCESS.0 | Capabilities::CREDENTIALS.0,
        );
        let info = ProviderInfo::new(
            "FileSystem",
            "Microsoft.PowerShell.Commands.FileSystemProvider",
            "Microsoft.PowerShell.Core",
            capabilities,
        );
        Self { info: Arc::new(info) }
    }
}

impl Provider for FileSystemProvider {
    fn info(&self) -> Arc<ProviderInfo> {
        Arc::clone(&self.info)
    }

    fn default_drives(&self, context: &mut ExecutionContext) -> Vec<Arc<Drive>> {
        let system = context.system();
        *self.info.home.write() = system.home_directory().into();
        let root = Drive::new("/", self.info(), "/", "/");
        let current = system.current_directory();
        root.set_current_location(current.trim_start_matches('/'));
        let temporary = Drive::new(
            "Temp",
            self.info(),
            system.temp_directory(),
            "Drive that maps to the temporary directory path for the current user",
        );
        vec![Arc::new(root), Arc::new(temporary)]
    }

    fn new_drive(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        drive: Drive,
    ) -> CommandResult<Drive> {
        let system = Arc::clone(runtime.system());
        let given = drive.root.clone();
        let root = match given.starts_with('/') {
            true => PsString::from(normalize(&given)),
            false => runtime.resolve_path_unchecked(&given)?.provider_path,
        };
        if !FileSystemItem::new(&system, &root).is_directory() {
            let message = format!(
                "The specified drive root \"{given}\" either does not exist, or it is not a folder."
            );
            let target = Value::live(drive);
            return Err(errors::io_error(
                message,
                "DriveRootError",
                ErrorCategory::ReadError,
                target,
            )
            .into());
        }
        let mut made = Drive::new(drive.name.clone(), self.info(), root, drive.description.clone());
        made.credential = drive.credential.clone();
        Ok(made)
    }

    fn dynamic_parameters(&self, operation: Operation, _path: &str) -> &'static [ParameterSpec] {
        parameters::of(operation)
    }

    fn normalize(&self, path: &str) -> PsString {
        normalize(path).into()
    }

    fn is_valid_path(&self, path: &str) -> bool {
        !path.is_empty() && !path.contains('\0')
    }

    fn item_exists(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
    ) -> CommandResult<bool> {
        let system = Arc::clone(runtime.system());
        let item = FileSystemItem::new(&system, path);
        let Some(modified) = item.modified() else {
            return Ok(false);
        };
        let mut limit = |name: &str| -> CommandResult<Option<i64>> {
            let Some(value) = runtime.options.dynamic(name).filter(|value| !value.is_null()) else {
                return Ok(None);
            };
            let moment = runtime.convert_to(&value.clone(), "datetime")?;
            Ok(match moment.base() {
                Value::DateTime(moment) => Some(time::utc_ticks(&*system, *moment)),
                _ => None,
            })
        };
        let older = limit("OlderThan")?.is_none_or(|limit| modified < limit);
        let newer = limit("NewerThan")?.is_none_or(|limit| modified > limit);
        Ok(older && newer)
    }

    fn is_container(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
    ) -> CommandResult<bool> {
        Ok(FileSystemItem::new(runtime.system(), path).is_directory())
    }

    fn child_names(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
    ) -> CommandResult<Vec<PsString>> {
        children::child_names(runtime, path)
    }

    fn get_item(&self, runtime: &mut ProviderRuntime<'_, '_>, path: &str) -> CommandResult {
        let item = FileSystemItem::new(runtime.system(), path);
        let hidden = item.attributes() & item::attributes::HIDDEN != 0;
        if !item.exists() || (hidden && !runtime.options.force) {
            return runtime.write_error(errors::io_error(
                format!("Could not find item {path}."),
                "ItemNotFound",
                ErrorCategory::ObjectNotFound,
                path,
            ));
        }
        write_info(runtime, item)
    }

    fn get_child_items(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
        recurse: bool,
        depth: Option<u32>,
    ) -> CommandResult {
        children::items(runtime, path, recurse, depth)
    }

    fn get_child_names(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
        recurse: bool,
        depth: Option<u32>,
    ) -> CommandResult {
        children::names(runtime, path, recurse, depth)
    }

    fn has_child_items(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
    ) -> CommandResult<bool> {
        let item = FileSystemItem::new(runtime.system(), path);
        if !item.is_directory() || item.is_link() {
            return Ok(false);
        }
        Ok(runtime.system().list(path).is_ok_and(|names| !names.is_empty()))
    }

    fn new_item(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
        item_type: Option<&str>,
        value: Value,
    ) -> CommandResult {
        create::new_item(runtime, path, item_type, &value)
    }

    fn remove_item(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
        recurse: bool,
    ) -> CommandResult {
        remove::remove_item(runtime, path, recurse)
    }

    fn rename_item(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
        new_name: &str,
        pass_through: bool,
    ) -> CommandResult {
        relocate::rename_item(runtime, path, new_name, pass_through)
    }

    fn copy_item(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
        destination: &str,
        recurse: bool,
        pass_through: bool,
    ) -> CommandResult {
        copy::copy_item(runtime, path, destination, recurse, pass_through)
    }

    fn move_item(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
        destination: &str,
        pass_through: bool,
    ) -> CommandResult {
        relocate::move_item(runtime, path, destination, pass_through)
    }

    fn content_reader(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
    ) -> CommandResult<Box<dyn ContentReader>> {
        content::open_reader(runtime, path)
    }

    fn content_writer(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
        append: bool,
    ) -> CommandResult<Box<dyn ContentWriter>> {
        content::open_writer(runtime, path, append)
    }

    fn clear_content(&self, runtime: &mut ProviderRuntime<'_, '_>, path: &str) -> CommandResult {
        content::clear(runtime, path)
    }

    fn get_property(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
        names: &[PsString],
    ) -> CommandResult {
        property::get(runtime, path, names)
    }

    fn set_property(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
        properties: &[(PsString, Value)],
    ) -> CommandResult {
        property::set(runtime, path, properties)
    }

    fn clear_property(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
        names: &[PsString],
    ) -> CommandResult {
        property::clear(runtime, path, names)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_brought_into_form() {
        assert_eq!(normalize("/a/./b//../c\\d"), "/a/c/d");
        assert_eq!(normalize("/.."), "/");
        assert_eq!(join("/", "a"), "/a");
    }

    #[test]
    fn names_are_shown_without_regard_to_case() {
        let mut names = vec!["b", "A", "c", "B1"];
        sort_names(&mut names, |name| name);
        assert_eq!(names, ["A", "b", "B1", "c"]);
    }
}
