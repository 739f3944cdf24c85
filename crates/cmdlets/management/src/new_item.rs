//! `New-Item`

use remora_engine::command::ParameterSpec;
use remora_engine::prelude::*;
use remora_engine::providers::{Operation, ProviderOptions};
use remora_language::wildcard::unescape;

use crate::paths::{self, Dynamic};

/// # Synopsis
/// Makes items.
///
/// # Description
/// Files, folders, links, variables, functions, aliases: what is made depends on the drive.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/new-item
#[derive(Cmdlet)]
#[cmdlet(
    verb = "New",
    noun = "Item",
    class = "Microsoft.PowerShell.Commands.NewItemCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "pathSet",
    should_process,
    aliases("ni")
)]
pub(crate) struct NewItem {
    /// The paths. Wildcards are expanded.
    #[parameter(set = "nameSet", position = 0, by_name)]
    #[parameter(set = "pathSet", position = 0, mandatory, by_name)]
    path: Vec<PsString>,
    /// The name of the new item, joined to the path.
    #[parameter(set = "nameSet", mandatory, by_name, allow_null, allow_empty_string)]
    name: Option<PsString>,
    /// What is made: on the file system file, directory, symboliclink, hardlink.
    #[parameter(by_name, aliases("Type"))]
    item_type: Option<PsString>,
    /// The value.
    #[parameter(pipeline, by_name, aliases("Target"))]
    value: Value,
    /// Acts on items that are hidden or read-only too.
    #[parameter]
    force: Switch,
    /// The account to act as. No provider of the session supports one.
    #[parameter(by_name, type = "pscredential", credential)]
    credential: Value,
    /// What the parameters of the provider are.
    dynamic: Dynamic,
}

impl NewItem {
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Makes a variable",
        script: "$null = New-Item variable:answer -Value 42; $answer",
        output: "42",
    }];

    fn is_link(&self) -> bool {
        let kind = self.item_type.as_ref().map(|kind| kind.to_lowercase()).unwrap_or_default();
        !kind.is_empty()
            && ["symboliclink", "junction", "hardlink"]
                .iter()
                .any(|known| known.starts_with(kind.as_str()))
    }

    fn make(&self, runtime: &mut CommandRuntime<'_>, path: &str) -> CommandResult {
        let whole = match &self.name {
            Some(name) if !name.is_empty() => {
                let container = if path.is_empty() { "." } else { path };
                let container = paths::resolve(runtime, &unescape(container))?;
                paths::child_of(&container, &name.replace('\\', "/"))
            }
            _ => paths::resolve(runtime, path)?,
        };
        if self.is_link() && self.value.is_null() && whole.info().name == "FileSystem" {
            return Err(error(
                TypeId::PS_ARGUMENT_NULL_EXCEPTION,
                format!(
                    "Link '{path}' cannot be created because the target Value was not specified."
                ),
                "ArgumentNull",
                ErrorCategory::InvalidArgument,
                Value::Null,
            )
            .into());
        }
        let options = ProviderOptions {
            force: *self.force,
            credential: self.credential.clone(),
            dynamic: self.dynamic.clone(),
            ..ProviderOptions::default()
        };
        let provider = std::sync::Arc::clone(&whole.provider);
        let provider_path = provider.normalize(&whole.provider_path);
        paths::with_provider(runtime, &options, &whole, |lent| {
            provider.new_item(lent, &provider_path, self.item_type.as_deref(), self.value.clone())
        })
    }
}

impl Cmdlet for NewItem {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let paths = if self.path.is_empty() { vec![PsString::empty()] } else { self.path.clone() };
        for path in paths {
            if let Err(flow) = self.make(runtime, &path) {
                paths::report(runtime, flow)?;
            }
        }
        Ok(())
    }

    fn dynamic_parameters(
        &mut self,
        runtime: &mut CommandRuntime<'_>,
    ) -> CommandResult<&'static [ParameterSpec]> {
        Ok(paths::dynamic_parameters(runtime, Operation::NewItem, &self.path))
    }

    fn bind_dynamic(&mut self, name: &str, value: Value) {
        self.dynamic.push((name.into(), value));
    }
}
