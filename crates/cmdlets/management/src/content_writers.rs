//! The writers that Set-Content and Add-Content keep open while objects come.

use std::sync::Arc;

use remora_engine::command::{CommandResult, CommandRuntime};
use remora_engine::errors::{ErrorCategory, ErrorRecord, Flow};
use remora_engine::providers::{ContentWriter, ResolvedPath};
use remora_engine::{TypeId, Value};
use remora_language::wildcard::{contains_wildcards, unescape};
use remora_psobject::PsString;

use crate::paths::{self, Selection};

/// An item that is being written.
struct Open {
    path: ResolvedPath,
    writer: Box<dyn ContentWriter>,
}

/// The items that are being written.
#[derive(Default)]
pub(crate) struct ContentWriters {
    /// The paths that the writers were opened for.
    paths: Option<Vec<PsString>>,
    open: Vec<Open>,
}

impl ContentWriters {
    /// Writes values to the items of the paths; opens them where they are not the ones before.
    pub(crate) fn write(
        &mut self,
        runtime: &mut CommandRuntime<'_>,
        selection: &Selection,
        values: &[Value],
        append: bool,
    ) -> CommandResult {
        if self.paths.as_ref() != Some(&selection.paths) {
            self.close(runtime)?;
            self.paths = Some(selection.paths.clone());
            for path in &selection.paths {
                if let Err(flow) = self.open(runtime, selection, path, append) {
                    paths::report(runtime, flow)?;
                }
            }
        }
        for open in &mut self.open {
            let written = paths::with_provider(runtime, &selection.options, &open.path, |lent| {
                open.writer.write(lent, values.to_vec())
            });
            if let Err(flow) = written {
                report_write(runtime, flow)?;
            }
        }
        Ok(())
    }

    fn open(
        &mut self,
        runtime: &mut CommandRuntime<'_>,
        selection: &Selection,
        path: &PsString,
        append: bool,
    ) -> CommandResult {
        let targets = if selection.literal {
            vec![paths::resolve(runtime, path)?]
        } else if contains_wildcards(path) {
            let found = selection.expand(runtime, path)?;
            if found.is_empty() {
                return runtime.write_error(paths::nothing_matches(path));
            }
            found
        } else {
            vec![paths::resolve(runtime, &unescape(path))?]
        };
        let action = if append { "Add Content" } else { "Set Content" };
        for target in targets {
            if !runtime.should_process(format!("Path: {}", target.provider_path), action)? {
                continue;
            }
            let provider = Arc::clone(&target.provider);
            let opened = paths::with_provider(runtime, &selection.options, &target, |lent| {
                provider.content_writer(lent, &target.provider_path, append)
            });
            match opened {
                Ok(writer) => self.open.push(Open { path: target, writer }),
                Err(flow) => paths::report_kinds(
                    runtime,
                    flow,
                    &[
                        TypeId::PS_NOT_SUPPORTED_EXCEPTION,
                        TypeId::ITEM_NOT_FOUND_EXCEPTION,
                        TypeId::IO_EXCEPTION,
                        TypeId::UNAUTHORIZED_ACCESS_EXCEPTION,
                    ],
                )?,
            }
        }
        Ok(())
    }

    /// Lets all items go.
    pub(crate) fn close(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        self.paths = None;
        for mut open in std::mem::take(&mut self.open) {
            if let Err(flow) = open.writer.close() {
                report_write(runtime, flow)?;
            }
        }
        Ok(())
    }
}

/// Reports that an item could not be written; what else ended the work goes on.
fn report_write(runtime: &mut CommandRuntime<'_>, flow: Flow) -> CommandResult {
    let Some(record) = flow.error().cloned() else {
        return Err(flow);
    };
    let kind = record.exception.exception_type();
    if kind.derives_from(TypeId::RUNTIME_EXCEPTION) || kind == TypeId::PS_ARGUMENT_EXCEPTION {
        return runtime.write_error(record);
    }
    runtime.write_error(ErrorRecord::new(
        Arc::clone(&record.exception),
        "ProviderContentWriteError",
        ErrorCategory::InvalidOperation,
        Value::Null,
    ))
}
