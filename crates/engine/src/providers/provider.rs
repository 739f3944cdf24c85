//! [`Provider`]: what a provider implements.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use remora_psobject::{Exception, InstanceMember, LiveObject, PsObject, PsString, TypeId, Value};

use super::Drive;
use crate::command::{CommandResult, CommandRuntime, ParameterSpec};
use crate::context::ExecutionContext;
use crate::errors;

/// `ProviderCapabilities`, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Capabilities(pub u8);

impl Capabilities {
    /// Nothing beyond the operations.
    pub const NONE: Self = Self(0);
    /// `-Include`
    pub const INCLUDE: Self = Self(1);
    /// `-Exclude`
    pub const EXCLUDE: Self = Self(2);
    /// `-Filter`
    pub const FILTER: Self = Self(4);
    /// Wildcards are its own business.
    pub const EXPAND_WILDCARDS: Self = Self(8);
    /// `-WhatIf` and `-Confirm`
    pub const SHOULD_PROCESS: Self = Self(16);
    /// `-Credential`
    pub const CREDENTIALS: Self = Self(32);
    /// Transactions.
    pub const TRANSACTIONS: Self = Self(64);

    /// Whether all of `other` is there.
    pub fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// `ProviderInfo`: a provider as scripts see it.
#[derive(Debug)]
pub struct ProviderInfo {
    /// Its name, such as `FileSystem`.
    pub name: PsString,
    /// Full name of its .NET class.
    pub class: PsString,
    /// The module that it belongs to.
    pub module: PsString,
    /// What it can do.
    pub capabilities: Capabilities,
    /// The home location (`~`).
    pub home: parking_lot::RwLock<PsString>,
}

impl ProviderInfo {
    /// A provider without a home.
    pub fn new(
        name: impl Into<PsString>,
        class: impl Into<PsString>,
        module: impl Into<PsString>,
        capabilities: Capabilities,
    ) -> Self {
        Self {
            name: name.into(),
            class: class.into(),
            module: module.into(),
            capabilities,
            home: parking_lot::RwLock::default(),
        }
    }

    /// `Module\Name`, as paths that name the provider begin.
    pub fn full_name(&self) -> String {
        if self.module.is_empty() {
            self.name.to_string()
        } else {
            format!("{}\\{}", self.module, self.name)
        }
    }
}

impl LiveObject for ProviderInfo {
    fn object_type(&self) -> TypeId {
        TypeId::register("System.Management.Automation.ProviderInfo", Some(TypeId::OBJECT))
    }

    fn text(&self) -> PsString {
        self.full_name().into()
    }

    fn property_names(&self) -> Vec<PsString> {
        [
            "ImplementingType",
            "HelpFile",
            "Name",
            "PSSnapIn",
            "ModuleName",
            "Module",
            "Description",
            "Capabilities",
            "Home",
            "Drives",
            "VolumeSeparatedByColon",
            "ItemSeparator",
            "AltItemSeparator",
        ]
        .map(PsString::from)
        .to_vec()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "implementingtype" => match TypeId::find(&self.class) {
                Some(id) => Value::Type(id),
                None => Value::Str(self.class.clone()),
            },
            "helpfile" => "System.Management.Automation.dll-Help.xml".into(),
            "name" => Value::Str(self.name.clone()),
            "modulename" => Value::Str(self.module.clone()),
            "pssnapin" | "module" => Value::Null,
            "description" => "".into(),
            "capabilities" => {
                let id = remora_dotnet::registry::find_exact(
                    "System.Management.Automation.Provider.ProviderCapabilities",
                );
                id.map_or(Value::I32(i32::from(self.capabilities.0)), |id| {
                    Value::Enum(id, i64::from(self.capabilities.0))
                })
            }
            "home" => Value::Str(self.home.read().clone()),
            "drives" => Value::array(Vec::new()),
            "volumeseparatedbycolon" => Value::Bool(true),
            "itemseparator" => Value::Char(u16::from(b'/')),
            "altitemseparator" => Value::Char(u16::from(b'\\')),
            _ => return None,
        }))
    }
}

/// What the parameters of a provider cmdlet say beside the path.
#[derive(Clone, Debug, Default)]
pub struct ProviderOptions {
    /// `-Force`
    pub force: bool,
    /// `-Filter`, in the provider's own language.
    pub filter: Option<PsString>,
    /// `-Include`
    pub include: Vec<PsString>,
    /// `-Exclude`
    pub exclude: Vec<PsString>,
    /// `-Credential`
    pub credential: Value,
    /// Whether wildcards in the path are to be taken as they are.
    pub literal: bool,
    /// Dynamic parameters that were given, by name.
    pub dynamic: Vec<(PsString, Value)>,
}

impl ProviderOptions {
    /// The value of a dynamic parameter.
    pub fn dynamic(&self, name: &str) -> Option<&Value> {
        let entry = self.dynamic.iter().find(|(known, _)| known.eq_ignore_case(name));
        entry.map(|(_, value)| value)
    }

    /// Whether a dynamic switch is on.
    pub fn dynamic_switch(&self, name: &str) -> bool {
        self.dynamic(name).and_then(Value::as_bool).unwrap_or(false)
    }
}

/// What a provider can ask while it works: all that a cmdlet can, and the cmdlet's options.
pub struct ProviderRuntime<'a, 'b> {
    runtime: &'a mut CommandRuntime<'b>,
    /// The options.
    pub options: &'a ProviderOptions,
    /// The drive of the path, where it has one.
    pub drive: Option<Arc<Drive>>,
    /// The provider.
    pub provider: Arc<ProviderInfo>,
}

impl<'a, 'b> ProviderRuntime<'a, 'b> {
    /// Lends a cmdlet's runtime to a provider.
    pub fn new(
        runtime: &'a mut CommandRuntime<'b>,
        options: &'a ProviderOptions,
        drive: Option<Arc<Drive>>,
        provider: Arc<ProviderInfo>,
    ) -> Self {
        Self { runtime, options, drive, provider }
    }

    /// Writes an item with `PSPath` and its kin.
    ///
    /// # Errors
    /// What a command further down the pipeline threw.
    pub fn write_item(&mut self, item: Value, path: &str, is_container: bool) -> CommandResult {
        let item = self.with_path_properties(item, path, is_container);
        self.runtime.write_object(item)
    }

    /// Gives an item `PSPath`, `PSParentPath`, `PSChildName`, `PSDrive`, `PSProvider` and
    /// `PSIsContainer`. `path` is the provider's own.
    pub fn with_path_properties(&self, item: Value, path: &str, is_container: bool) -> Value {
        let qualified =
            |path: &str| -> Value { format!("{}::{path}", self.provider.full_name()).into() };
        let (parent, child) = super::path::split(path);
        let mut members = vec![
            InstanceMember::note("PSPath", qualified(path)),
            InstanceMember::note(
                "PSParentPath",
                if parent.is_empty() { "".into() } else { qualified(parent) },
            ),
            InstanceMember::note("PSChildName", child),
        ];
        if let Some(drive) = &self.drive {
            members.push(InstanceMember::note("PSDrive", Value::live_arc(Arc::clone(drive))));
        }
        members
            .push(InstanceMember::note("PSProvider", Value::live_arc(Arc::clone(&self.provider))));
        members.push(InstanceMember::note("PSIsContainer", is_container));
        match item.header() {
            Some(header) => {
                members.into_iter().for_each(|member| header.set_member(member));
                item
            }
            None => {
                let object = match &item {
                    Value::Object(object) => Arc::clone(object),
                    _ => Arc::new(PsObject::wrapper(item)),
                };
                members.into_iter().for_each(|member| object.set_member(member));
                Value::Object(object)
            }
        }
    }
}

impl<'b> Deref for ProviderRuntime<'_, 'b> {
    type Target = CommandRuntime<'b>;
    fn deref(&self) -> &Self::Target {
        self.runtime
    }
}

impl DerefMut for ProviderRuntime<'_, '_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        self.runtime
    }
}

/// The cmdlet that asks for dynamic parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are those of the cmdlets")]
pub enum Operation {
    GetItem,
    SetItem,
    ClearItem,
    InvokeItem,
    GetChildItem,
    NewItem,
    RemoveItem,
    RenameItem,
    CopyItem,
    MoveItem,
    TestPath,
    GetContent,
    SetContent,
    AddContent,
    ClearContent,
    GetProperty,
    SetProperty,
    NewDrive,
}

/// Reads the content of an item.
pub trait ContentReader: Send {
    /// Up to `count` blocks; all where `count` is 0. Empty at the end.
    ///
    /// # Errors
    /// What reading gave.
    fn read(
        &mut self,
        runtime: &mut ProviderRuntime<'_, '_>,
        count: usize,
    ) -> CommandResult<Vec<Value>>;

    /// Moves to the end, as `-Wait` and `-Tail` need it.
    ///
    /// # Errors
    /// Where the content cannot be sought.
    fn seek_to_end(&mut self) -> CommandResult {
        Err(errors::not_supported("The content cannot be sought.", Value::Null).into())
    }
}

/// Writes the content of an item.
pub trait ContentWriter: Send {
    /// Writes blocks.
    ///
    /// # Errors
    /// What writing gave.
    fn write(&mut self, runtime: &mut ProviderRuntime<'_, '_>, blocks: Vec<Value>)
    -> CommandResult;

    /// Writes what is held back and lets the item go.
    ///
    /// # Errors
    /// What writing gave.
    fn close(&mut self) -> CommandResult;
}

fn unsupported<T>(runtime: &ProviderRuntime<'_, '_>) -> CommandResult<T> {
    let message =
        "Provider operation stopped because the provider does not support this operation.";
    Err(errors::not_supported(message, Value::Str(runtime.provider.name.clone())).into())
}

/// A provider. Paths are its own: without a drive, separators as it likes them. What a store does not
/// have it leaves to the defaults, which say that the operation is not supported.
#[allow(
    unused_variables,
    reason = "the names of the parameters are documentation, the defaults use none of them"
)]
pub trait Provider: Send + Sync {
    /// The provider as scripts see it.
    fn info(&self) -> Arc<ProviderInfo>;

    /// The drives that are there from the start.
    fn default_drives(&self, context: &mut ExecutionContext) -> Vec<Arc<Drive>> {
        Vec::new()
    }

    /// Checks and completes a drive that is being made.
    ///
    /// # Errors
    /// Where the root cannot be used.
    fn new_drive(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        drive: Drive,
    ) -> CommandResult<Drive> {
        Ok(drive)
    }

    /// Lets go of a drive.
    ///
    /// # Errors
    /// Where it is in use.
    fn remove_drive(&self, runtime: &mut ProviderRuntime<'_, '_>, drive: &Drive) -> CommandResult {
        Ok(())
    }

    /// The parameters that an operation has on this path.
    fn dynamic_parameters(&self, operation: Operation, path: &str) -> &'static [ParameterSpec] {
        &[]
    }

    /// Brings a path into the provider's form: separators, `.` and `..`. The path need not exist.
    fn normalize(&self, path: &str) -> PsString {
        super::path::normalize(path).into()
    }

    /// Whether the text is a path at all.
    fn is_valid_path(&self, path: &str) -> bool {
        !path.is_empty()
    }

    /// Whether an item exists.
    ///
    /// # Errors
    /// Where nobody can tell.
    fn item_exists(&self, runtime: &mut ProviderRuntime<'_, '_>, path: &str)
    -> CommandResult<bool>;

    /// Whether the item holds others.
    ///
    /// # Errors
    /// Where nobody can tell.
    fn is_container(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
    ) -> CommandResult<bool> {
        Ok(false)
    }

    /// The names of the items in a container, for wildcards. Hidden ones too.
    ///
    /// # Errors
    /// Where they cannot be read.
    fn child_names(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
    ) -> CommandResult<Vec<PsString>> {
        Ok(Vec::new())
    }

    /// Writes an item.
    ///
    /// # Errors
    /// Where it is not there.
    fn get_item(&self, runtime: &mut ProviderRuntime<'_, '_>, path: &str) -> CommandResult;

    /// Gives an item a value.
    ///
    /// # Errors
    /// Where it cannot have it.
    fn set_item(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
        value: Value,
    ) -> CommandResult {
        unsupported(runtime)
    }

    /// Takes the value of an item away.
    ///
    /// # Errors
    /// Where that cannot be done.
    fn clear_item(&self, runtime: &mut ProviderRuntime<'_, '_>, path: &str) -> CommandResult {
        unsupported(runtime)
    }

    /// Opens an item with what the system has for it.
    ///
    /// # Errors
    /// Where there is nothing.
    fn invoke_item(&self, runtime: &mut ProviderRuntime<'_, '_>, path: &str) -> CommandResult {
        unsupported(runtime)
    }

    /// Writes the items of a container, to a depth (`None` for all).
    ///
    /// # Errors
    /// Where they cannot be read.
    fn get_child_items(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
        recurse: bool,
        depth: Option<u32>,
    ) -> CommandResult {
        unsupported(runtime)
    }

    /// Writes the names of the items of a container.
    ///
    /// # Errors
    /// Where they cannot be read.
    fn get_child_names(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
        recurse: bool,
        depth: Option<u32>,
    ) -> CommandResult {
        unsupported(runtime)
    }

    /// Whether a container holds anything.
    ///
    /// # Errors
    /// Where nobody can tell.
    fn has_child_items(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
    ) -> CommandResult<bool> {
        Ok(!self.child_names(runtime, path)?.is_empty())
    }

    /// Makes an item and writes it.
    ///
    /// # Errors
    /// Where it cannot be made.
    fn new_item(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
        item_type: Option<&str>,
        value: Value,
    ) -> CommandResult {
        unsupported(runtime)
    }

    /// Takes an item away.
    ///
    /// # Errors
    /// Where that cannot be done.
    fn remove_item(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
        recurse: bool,
    ) -> CommandResult {
        unsupported(runtime)
    }

    /// Gives an item another name. With `pass_through` the item is written.
    ///
    /// # Errors
    /// Where that cannot be done.
    fn rename_item(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
        new_name: &str,
        pass_through: bool,
    ) -> CommandResult {
        unsupported(runtime)
    }

    /// Copies an item.
    ///
    /// # Errors
    /// Where that cannot be done.
    fn copy_item(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
        destination: &str,
        recurse: bool,
        pass_through: bool,
    ) -> CommandResult {
        unsupported(runtime)
    }

    /// Moves an item.
    ///
    /// # Errors
    /// Where that cannot be done.
    fn move_item(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
        destination: &str,
        pass_through: bool,
    ) -> CommandResult {
        unsupported(runtime)
    }

    /// Opens the content of an item for reading.
    ///
    /// # Errors
    /// Where there is none.
    fn content_reader(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
    ) -> CommandResult<Box<dyn ContentReader>> {
        unsupported(runtime)
    }

    /// Opens the content of an item for writing: from the start, or behind what is there.
    ///
    /// # Errors
    /// Where there is none.
    fn content_writer(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
        append: bool,
    ) -> CommandResult<Box<dyn ContentWriter>> {
        unsupported(runtime)
    }

    /// Takes the content of an item away.
    ///
    /// # Errors
    /// Where there is none.
    fn clear_content(&self, runtime: &mut ProviderRuntime<'_, '_>, path: &str) -> CommandResult {
        unsupported(runtime)
    }

    /// Writes an object with the properties of an item; all where none is named.
    ///
    /// # Errors
    /// Where there are none.
    fn get_property(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
        names: &[PsString],
    ) -> CommandResult {
        unsupported(runtime)
    }

    /// Sets properties of an item.
    ///
    /// # Errors
    /// Where that cannot be done.
    fn set_property(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
        properties: &[(PsString, Value)],
    ) -> CommandResult {
        unsupported(runtime)
    }

    /// Takes the values of properties away.
    ///
    /// # Errors
    /// Where that cannot be done.
    fn clear_property(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
        names: &[PsString],
    ) -> CommandResult {
        unsupported(runtime)
    }
}
