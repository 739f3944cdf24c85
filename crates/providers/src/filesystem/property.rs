//! Properties of files and folders.

use std::sync::Arc;

use remora_engine::command::CommandResult;
use remora_engine::errors::{ErrorCategory, ErrorRecord, Exception, Flow, invalid_argument};
use remora_engine::providers::ProviderRuntime;
use remora_engine::{TypeId, Value};
use remora_psobject::{LiveObject, PsString};

use super::errors::{io_error, path_not_found};
use super::item::FileSystemItem;
use super::{with_stat, write_info};

/// The property that an error is about, as its target.
struct PropertyText(String);

impl LiveObject for PropertyText {
    fn object_type(&self) -> TypeId {
        TypeId::register("System.Management.Automation.PSNoteProperty", Some(TypeId::OBJECT))
    }

    fn text(&self) -> PsString {
        self.0.as_str().into()
    }
}

/// Writes the item, or an object with those of its properties that are named.
pub(super) fn get(
    runtime: &mut ProviderRuntime<'_, '_>,
    path: &str,
    names: &[PsString],
) -> CommandResult {
    let system = Arc::clone(runtime.system());
    let item = FileSystemItem::new(&system, path);
    if !item.exists() {
        return runtime.write_error(path_not_found(path));
    }
    if names.is_empty() {
        return write_info(runtime, item);
    }
    let is_directory = item.is_directory();
    let item = item.to_value();
    let mut found: Vec<(PsString, Value)> = Vec::new();
    for name in names {
        match runtime.get_property(&item, name)? {
            Some(value) => found.push((name.clone(), value)),
            None => runtime.write_error(io_error(
                format!("The property {name} does not exist or was not found."),
                "GetValueError",
                ErrorCategory::ReadError,
                name.clone(),
            ))?,
        }
    }
    if found.is_empty() {
        return Ok(());
    }
    let object = Value::custom_object(found);
    let object = with_stat(runtime, object, path, is_directory);
    if let Value::Object(bag) = &object {
        bag.remove_member("PSIsContainer");
    }
    runtime.write_object(object)
}

/// Sets properties.
pub(super) fn set(
    runtime: &mut ProviderRuntime<'_, '_>,
    path: &str,
    properties: &[(PsString, Value)],
) -> CommandResult {
    let system = Arc::clone(runtime.system());
    let item = FileSystemItem::new(&system, path);
    if !item.exists() {
        return runtime.write_error(path_not_found(path));
    }
    let action = if item.is_directory() { "Set Property Directory" } else { "Set Property File" };
    let item = item.to_value();
    for (name, value) in properties {
        if runtime.get_property(&item, name)?.is_none() {
            let type_name = match value.type_id() {
                Some(id) => remora_language::type_name::display(id).to_string(),
                None => "object".to_owned(),
            };
            let shown = format!("{type_name} {name}={}", runtime.text(value));
            runtime.write_error(io_error(
                format!("The property {shown} does not exist or was not found."),
                "SetPropertyError",
                ErrorCategory::ReadError,
                Value::live(PropertyText(shown)),
            ))?;
            continue;
        }
        let shown = runtime.text(value);
        let target = format!("Item: {path} Property: {name} Value: {shown}");
        if runtime.should_process(target, action)? {
            set_one(runtime, &item, name, value.clone())?;
        }
    }
    Ok(())
}

fn set_one(
    runtime: &mut ProviderRuntime<'_, '_>,
    item: &Value,
    name: &str,
    value: Value,
) -> CommandResult {
    const READ_ONLY: [&str; 12] = [
        "name",
        "length",
        "directoryname",
        "directory",
        "exists",
        "fullname",
        "extension",
        "parent",
        "root",
        "linktarget",
        "basename",
        "mode",
    ];
    if READ_ONLY.contains(&name.to_ascii_lowercase().as_str()) {
        let thrown = Exception::new(
            TypeId::SET_VALUE_EXCEPTION,
            format!("\"{name}\" is a ReadOnly property."),
        );
        let record =
            ErrorRecord::new(thrown, "ReadOnlyProperty", ErrorCategory::NotSpecified, Value::Null);
        return Err(Flow::from(record));
    }
    let value = match name.to_ascii_lowercase().as_str() {
        "isreadonly" => Value::Bool(runtime.is_true(&value)),
        "attributes" => runtime.convert_to(&value, "System.IO.FileAttributes")?,
        "unixfilemode" => runtime.convert_to(&value, "System.IO.UnixFileMode")?,
        lower if lower.contains("time") => runtime.convert_to(&value, "datetime")?,
        _ => value,
    };
    runtime.set_property(item, name, value)
}

/// Takes the values of properties away: of `Attributes` alone.
pub(super) fn clear(
    runtime: &mut ProviderRuntime<'_, '_>,
    path: &str,
    names: &[PsString],
) -> CommandResult {
    let only_attributes = names.iter().all(|name| name.eq_ignore_case("Attributes"));
    if names.is_empty() || !only_attributes {
        return Err(invalid_argument(
            "The property cannot be cleared because the property is not supported. Only the Attributes property can be cleared.",
            "Argument",
            Value::Null,
        )
        .into());
    }
    let system = Arc::clone(runtime.system());
    let target = format!("Item: {path} Property: Attributes");
    if runtime.should_process(target, "Clear Property File")? {
        system
            .set_read_only(path, false)
            .map_err(|failure| Flow::from(super::errors::exception(&*system, &failure, path)))?;
    }
    Ok(())
}
