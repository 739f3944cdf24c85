//! `Get-ChildItem`

use remora_engine::command::ParameterSpec;
use remora_engine::prelude::*;
use remora_engine::providers::Operation;
use remora_engine::providers::ResolvedPath;

use crate::paths::{self, Dynamic, Selection};

/// # Synopsis
/// Lists the items of a container.
///
/// # Description
/// Folders come before files, each in the order of their names. With -Recurse what is below is
/// listed too, to the depth of -Depth. Hidden items need -Force.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/get-childitem
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "ChildItem",
    class = "Microsoft.PowerShell.Commands.GetChildItemCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "Items",
    aliases("dir", "gci")
)]
pub(crate) struct GetChildItem {
    /// The paths. Wildcards are expanded.
    #[parameter(set = "Items", position = 0, pipeline, by_name)]
    path: Vec<PsString>,
    /// The paths, taken as they are: no character is a wildcard.
    #[parameter(set = "LiteralItems", mandatory, by_name, aliases("PSPath", "LP"))]
    literal_path: Vec<PsString>,
    /// A pattern in the language of the provider, which it applies itself.
    #[parameter(position = 1)]
    filter: Option<PsString>,
    /// Patterns of names: only items that match one are taken.
    #[parameter]
    include: Vec<PsString>,
    /// Patterns of names: items that match one are left out.
    #[parameter]
    exclude: Vec<PsString>,
    /// Works on all that is below too.
    #[parameter(aliases("s", "r"))]
    recurse: Switch,
    /// How many levels below are listed.
    #[parameter]
    depth: Option<u32>,
    /// Acts on items that are hidden or read-only too.
    #[parameter]
    force: Switch,
    /// Gives names instead of objects.
    #[parameter]
    name: Switch,
    /// What the parameters of the provider are.
    dynamic: Dynamic,
}

impl GetChildItem {
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Lists the folders of a name",
        script: "Get-ChildItem /usr -Filter b?n -Directory -Name",
        output: "bin",
    }];
}

impl GetChildItem {
    fn depth(&self) -> (bool, Option<u32>) {
        (*self.recurse || self.depth.is_some(), self.depth)
    }

    fn list(
        &self,
        runtime: &mut CommandRuntime<'_>,
        selection: &Selection,
        path: &ResolvedPath,
    ) -> CommandResult {
        let (recurse, depth) = self.depth();
        paths::with_provider(runtime, &selection.options, path, |lent| {
            if *self.name {
                path.provider.get_child_names(lent, &path.provider_path, recurse, depth)
            } else {
                path.provider.get_child_items(lent, &path.provider_path, recurse, depth)
            }
        })
    }

    /// Lists what is below a container where names are looked at: each container before what is in it.
    fn walk(
        &self,
        runtime: &mut CommandRuntime<'_>,
        selection: &Selection,
        container: &ResolvedPath,
        inside: &str,
        depth: u32,
    ) -> CommandResult {
        runtime.check_stop()?;
        let provider = std::sync::Arc::clone(&container.provider);
        let names = paths::with_provider(runtime, &selection.options, container, |lent| {
            provider.child_names(lent, &container.provider_path)
        })?;
        for name in names {
            let child = paths::child_of(container, &name);
            let shown = paths::join(inside, &name);
            if selection.accepts(&name) {
                self.write_one(runtime, selection, &child, &shown)?;
            }
            if depth > 0 && paths::is_container(runtime, &selection.options, &child)? {
                self.walk(runtime, selection, &child, &shown, depth - 1)?;
            }
        }
        Ok(())
    }

    fn write_one(
        &self,
        runtime: &mut CommandRuntime<'_>,
        selection: &Selection,
        item: &ResolvedPath,
        shown: &str,
    ) -> CommandResult {
        if *self.name {
            return runtime.write_object(shown);
        }
        let provider = std::sync::Arc::clone(&item.provider);
        paths::with_provider(runtime, &selection.options, item, |lent| {
            if provider.is_container(lent, &item.provider_path)? {
                // The switches of the provider choose among folders and files.
                let only_files = lent.options.dynamic_switch("File")
                    && !lent.options.dynamic_switch("Directory");
                if only_files { Ok(()) } else { provider.get_item(lent, &item.provider_path) }
            } else {
                provider.get_child_items(lent, &item.provider_path, false, None)
            }
        })
    }

    fn list_path(
        &self,
        runtime: &mut CommandRuntime<'_>,
        selection: &mut Selection,
        path: &PsString,
    ) -> CommandResult {
        let path = if path.is_empty() { PsString::from(".") } else { path.clone() };
        let has_wildcards =
            !selection.literal && remora_language::wildcard::contains_wildcards(&path);
        let (recurse, depth) = self.depth();
        let named = !selection.options.include.is_empty() || !selection.options.exclude.is_empty();
        let unescaped = if selection.literal || has_wildcards {
            path.to_string()
        } else {
            remora_language::wildcard::unescape(&path)
        };
        let plain = paths::resolve(runtime, &unescaped)?;
        let is_container =
            !has_wildcards && paths::is_container(runtime, &selection.options, &plain)?;
        if recurse && !named && !is_container && !plain.provider_path.is_empty() {
            // What the last part names is looked for everywhere below.
            let leaf = paths::leaf(&plain.provider_path).to_owned();
            let there = !has_wildcards && paths::exists(runtime, &selection.options, &plain)?;
            if !there && leaf != "*" && !selection.literal {
                let container = match paths::parent(&path) {
                    "" => paths::resolve(runtime, ".")?,
                    folder => paths::resolve(runtime, folder)?,
                };
                if !paths::is_container(runtime, &selection.options, &container)? {
                    return Err(paths::path_not_found(paths::shown(&plain)).into());
                }
                selection.options.include = vec![leaf.as_str().into()];
                let listed =
                    self.walk(runtime, selection, &container, "", depth.unwrap_or(u32::MAX));
                selection.options.include.clear();
                return listed;
            }
        }
        if has_wildcards {
            for item in selection.expand(runtime, &path)? {
                if named && !recurse {
                    self.write_one(runtime, selection, &item, paths::leaf(&item.provider_path))?;
                } else if named && paths::is_container(runtime, &selection.options, &item)? {
                    self.walk(runtime, selection, &item, "", depth.unwrap_or(u32::MAX))?;
                } else {
                    self.list(runtime, selection, &item)?;
                }
            }
            return Ok(());
        }
        if !paths::exists(runtime, &selection.options, &plain)? {
            let is_value = plain.info().name != "FileSystem";
            let shown = if is_value { plain.provider_path.clone() } else { paths::shown(&plain) };
            return Err(paths::path_not_found(shown).into());
        }
        if !named || !is_container {
            let included = !named || selection.accepts(paths::leaf(&plain.provider_path));
            return if included { self.list(runtime, selection, &plain) } else { Ok(()) };
        }
        if !recurse && !selection.accepts(paths::leaf(&plain.provider_path)) {
            // Without -Recurse -Include looks at the path itself, -Exclude at what is in it.
            return Ok(());
        }
        self.walk(
            runtime,
            selection,
            &plain,
            "",
            if recurse { depth.unwrap_or(u32::MAX) } else { 0 },
        )
    }
}

impl Cmdlet for GetChildItem {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let mut selection = Selection::new(&self.path, &self.literal_path)
            .filtered(self.filter.as_ref(), &self.include, &self.exclude)
            .with(*self.force, &self.dynamic);
        if selection.paths.is_empty() {
            selection.paths.push(".".into());
        }
        for path in selection.paths.clone() {
            if let Err(flow) = self.list_path(runtime, &mut selection, &path) {
                paths::report(runtime, flow)?;
            }
        }
        Ok(())
    }

    fn dynamic_parameters(
        &mut self,
        runtime: &mut CommandRuntime<'_>,
    ) -> CommandResult<&'static [ParameterSpec]> {
        let paths = if self.literal_path.is_empty() { &self.path } else { &self.literal_path };
        Ok(paths::dynamic_parameters(runtime, Operation::GetChildItem, paths))
    }

    fn bind_dynamic(&mut self, name: &str, value: Value) {
        self.dynamic.push((name.into(), value));
    }
}
