//! `Get-Content`

use std::collections::VecDeque;
use std::sync::Arc;

use remora_engine::command::ParameterSpec;
use remora_engine::prelude::*;
use remora_engine::providers::Operation;
use remora_engine::providers::{ContentReader, ProviderOptions, ResolvedPath};
use remora_psobject::{ErrorCategory as Category, InstanceMember, PsObject};

use crate::paths::{self, Dynamic, Selection};

/// # Synopsis
/// Reads the content of items.
///
/// # Description
/// Files are read line by line; each line is an object that knows where it comes from. The mark at
/// the start of a file tells its encoding.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/get-content
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Content",
    class = "Microsoft.PowerShell.Commands.GetContentCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "Path",
    aliases("gc", "type")
)]
pub(crate) struct GetContent {
    /// How many blocks are sent down the pipeline together; 0 sends all at once.
    #[parameter(by_name, default = 1)]
    read_count: i64,
    /// How many blocks are read from the start.
    #[parameter(by_name, aliases("First", "Head"), validate_range(0, 9223372036854775807), default = -1)]
    total_count: i64,
    /// How many blocks are read from the end.
    #[parameter(by_name, aliases("Last"), validate_range(0, 2147483647), default = -1)]
    tail: i32,
    /// The paths. Wildcards are expanded.
    #[parameter(set = "Path", position = 0, mandatory, by_name)]
    path: Vec<PsString>,
    /// The paths, taken as they are: no character is a wildcard.
    #[parameter(set = "LiteralPath", mandatory, by_name, aliases("PSPath", "LP"))]
    literal_path: Vec<PsString>,
    /// A pattern in the language of the provider, which it applies itself.
    #[parameter]
    filter: Option<PsString>,
    /// Patterns of names: only items that match one are taken.
    #[parameter]
    include: Vec<PsString>,
    /// Patterns of names: items that match one are left out.
    #[parameter]
    exclude: Vec<PsString>,
    /// Acts on items that are hidden or read-only too.
    #[parameter]
    force: Switch,
    /// The account to act as. No provider of the session supports one.
    #[parameter(by_name, type = "pscredential", credential)]
    credential: Value,
    /// What the parameters of the provider are.
    dynamic: Dynamic,
}

impl GetContent {
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Counts the lines of a file",
        script: "(Get-Content /proc/version).Count",
        output: "1",
    }];
}

/// The properties that tell where a block comes from.
struct Origin(Vec<InstanceMember>);

impl Origin {
    fn of(path: &ResolvedPath) -> Self {
        let full = path.info().full_name();
        let qualified = |path: &str| format!("{full}::{path}");
        let parent = paths::parent(&path.provider_path);
        let mut members = vec![
            InstanceMember::note("PSPath", qualified(&path.provider_path)),
            InstanceMember::note(
                "PSParentPath",
                if parent.is_empty() { full.clone() } else { qualified(parent) },
            ),
            InstanceMember::note("PSChildName", paths::leaf(&path.provider_path)),
        ];
        if let Some(drive) = &path.drive {
            members.push(InstanceMember::note("PSDrive", Value::live_arc(Arc::clone(drive))));
        }
        members.push(InstanceMember::note("PSProvider", Value::live_arc(path.info())));
        Self(members)
    }

    /// A block with the properties, and how many have been read with it.
    fn mark(&self, block: Value, count: i64) -> Value {
        let read = InstanceMember::note("ReadCount", count);
        let members = self.0.iter().cloned().chain([read]);
        match block.header() {
            Some(header) => {
                members.for_each(|member| header.set_member(member));
                block
            }
            None => {
                let object = match block {
                    Value::Object(object) => object,
                    plain => Arc::new(PsObject::wrapper(plain)),
                };
                members.for_each(|member| object.set_member(member));
                Value::Object(object)
            }
        }
    }
}

impl GetContent {
    fn open(
        runtime: &mut CommandRuntime<'_>,
        options: &ProviderOptions,
        path: &ResolvedPath,
    ) -> CommandResult<Option<Box<dyn ContentReader>>> {
        let provider = Arc::clone(&path.provider);
        let opened = paths::with_provider(runtime, options, path, |lent| {
            provider.content_reader(lent, &path.provider_path)
        });
        match opened {
            Ok(reader) => Ok(Some(reader)),
            Err(flow) => {
                paths::report_kinds(
                    runtime,
                    flow,
                    &[
                        TypeId::PS_NOT_SUPPORTED_EXCEPTION,
                        TypeId::ITEM_NOT_FOUND_EXCEPTION,
                        TypeId::IO_EXCEPTION,
                        TypeId::UNAUTHORIZED_ACCESS_EXCEPTION,
                    ],
                )?;
                Ok(None)
            }
        }
    }

    /// Writes blocks in groups.
    fn copy(
        &self,
        runtime: &mut CommandRuntime<'_>,
        options: &ProviderOptions,
        path: &ResolvedPath,
        reader: &mut dyn ContentReader,
    ) -> CommandResult {
        let origin = Origin::of(path);
        let group = usize::try_from(self.read_count.max(0)).unwrap_or(usize::MAX);
        let mut left = (self.total_count >= 0).then_some(self.total_count);
        let mut read = 0_i64;
        loop {
            let mut wanted = group;
            if let Some(left) = left {
                let left = usize::try_from(left).unwrap_or(usize::MAX);
                if left == 0 {
                    return Ok(());
                }
                wanted = if group == 0 { left } else { group.min(left) };
            }
            let blocks =
                paths::with_provider(runtime, options, path, |lent| reader.read(lent, wanted))?;
            if blocks.is_empty() {
                return Ok(());
            }
            let count = i64::try_from(blocks.len()).unwrap_or(i64::MAX);
            read += count;
            left = left.map(|left| left - count);
            write_group(runtime, &origin, blocks, group, read)?;
        }
    }

    /// Writes the last blocks, and with -Wait those that come later.
    fn copy_tail(
        &self,
        runtime: &mut CommandRuntime<'_>,
        options: &ProviderOptions,
        path: &ResolvedPath,
    ) -> CommandResult {
        let mut now = options.clone();
        now.dynamic.retain(|(name, _)| !name.eq_ignore_case("Wait"));
        let Some(mut reader) = Self::open(runtime, &now, path)? else {
            return Ok(());
        };
        let limit = usize::try_from(self.tail).unwrap_or(0);
        let mut last: VecDeque<Value> = VecDeque::new();
        loop {
            let blocks = paths::with_provider(runtime, &now, path, |lent| reader.read(lent, 1024))?;
            if blocks.is_empty() {
                break;
            }
            last.extend(blocks);
            let surplus = last.len().saturating_sub(limit);
            last.drain(..surplus);
        }
        let origin = Origin::of(path);
        let group = usize::try_from(self.read_count.max(0)).unwrap_or(usize::MAX);
        let blocks: Vec<Value> = last.into();
        let mut read = 0;
        let size = if group == 0 { blocks.len().max(1) } else { group };
        for part in blocks.chunks(size) {
            read += i64::try_from(part.len()).unwrap_or(i64::MAX);
            write_group(runtime, &origin, part.to_vec(), group, read)?;
        }
        if options.dynamic_switch("Wait")
            && let Some(mut reader) = Self::open(runtime, options, path)?
        {
            reader.seek_to_end()?;
            self.copy(runtime, options, path, &mut *reader)?;
        }
        Ok(())
    }
}

/// Writes blocks: one by one where groups have one block, as an array otherwise.
fn write_group(
    runtime: &mut CommandRuntime<'_>,
    origin: &Origin,
    mut blocks: Vec<Value>,
    group: usize,
    read: i64,
) -> CommandResult {
    match blocks.len() {
        1 if group == 1 => {
            let block = blocks.pop().unwrap_or_default();
            runtime.write_object(origin.mark(block, read))
        }
        _ if group == 1 => {
            // A provider of values gives all of them at once.
            blocks.into_iter().try_for_each(|block| runtime.write_object(origin.mark(block, read)))
        }
        _ => runtime.write_object(origin.mark(Value::array(blocks), read)),
    }
}

impl Cmdlet for GetContent {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if self.total_count >= 0 && self.tail >= 0 {
            return runtime.write_error(error(
                TypeId::INVALID_OPERATION_EXCEPTION,
                "The parameters TotalCount and Tail cannot be used together. Please specify only one parameter.",
                "TailAndHeadCannotCoexist",
                Category::InvalidOperation,
                Value::Null,
            ));
        }
        let selection = Selection::new(&self.path, &self.literal_path)
            .filtered(self.filter.as_ref(), &self.include, &self.exclude)
            .with(*self.force, &self.dynamic);
        if self.tail >= 0 && selection.options.dynamic_switch("Raw") {
            let message =
                "The 'Raw' and 'Tail' parameters cannot be specified in the same command.";
            return Err(invalid_operation(message, "InvalidOperation", Value::Null).into());
        }
        for path in &selection.paths {
            let items = match selection.expand(runtime, path) {
                Ok(items) => items,
                Err(flow) => {
                    paths::report(runtime, flow)?;
                    continue;
                }
            };
            if items.is_empty() {
                runtime.write_error(paths::nothing_matches(path))?;
            }
            for item in items {
                if self.total_count == 0 {
                    continue;
                }
                if self.tail >= 0 {
                    self.copy_tail(runtime, &selection.options, &item)?;
                } else if let Some(mut reader) = Self::open(runtime, &selection.options, &item)? {
                    self.copy(runtime, &selection.options, &item, &mut *reader)?;
                }
            }
        }
        Ok(())
    }

    fn dynamic_parameters(
        &mut self,
        runtime: &mut CommandRuntime<'_>,
    ) -> CommandResult<&'static [ParameterSpec]> {
        let paths = if self.literal_path.is_empty() { &self.path } else { &self.literal_path };
        Ok(paths::dynamic_parameters(runtime, Operation::GetContent, paths))
    }

    fn bind_dynamic(&mut self, name: &str, value: Value) {
        self.dynamic.push((name.into(), value));
    }
}
