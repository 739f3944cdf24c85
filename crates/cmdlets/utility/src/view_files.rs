//! The files of views that a session has read: which, in which order, and reading them again.

use std::sync::Arc;

use remora_engine::prelude::*;
use remora_engine::views::SessionViews;
use remora_format::{View, ViewTable, view_file};

/// Files before and behind the views that PowerShell brings. An extension of the session.
#[derive(Clone, Default)]
struct ViewFiles {
    before: Vec<PsString>,
    behind: Vec<PsString>,
}

/// Adds files and reads all files again. Where one of them is wrong, nothing changes.
///
/// # Errors
/// What is wrong, as an error record that does not end the pipeline; in the outer result what stops it.
pub(crate) fn update(
    runtime: &mut CommandRuntime<'_>,
    before: Vec<PsString>,
    behind: Vec<PsString>,
) -> CommandResult<Result<(), ErrorRecord>> {
    let mut files = runtime.context().extension::<ViewFiles>().clone();
    let is_new = |known: &[PsString], path: &PsString| !known.contains(path);
    let mut first: Vec<PsString> =
        before.into_iter().filter(|path| is_new(&files.before, path)).collect();
    first.append(&mut files.before);
    files.before = first;
    let last: Vec<PsString> =
        behind.into_iter().filter(|path| is_new(&files.behind, path)).collect();
    files.behind.extend(last);

    let mut errors = String::new();
    let mut table = (*ViewTable::built_in()).clone();
    let mut views_of = |runtime: &mut CommandRuntime<'_>, paths: &[PsString]| {
        let mut views: Vec<Arc<View>> = Vec::new();
        for path in paths {
            let text = crate::text_file::read(runtime, path, Default::default())?;
            let mut compile = |script: &str| {
                let block = runtime.context().parse_file(script, None).ok()?;
                Some(Value::live(block))
            };
            let found = view_file::read(&text, path, &mut compile);
            for line in found.errors {
                errors += &format!("{path}, {line}\n");
            }
            views.extend(found.views);
        }
        CommandResult::Ok(views)
    };
    let before = views_of(runtime, &files.before)?;
    let behind = views_of(runtime, &files.behind)?;
    if !errors.is_empty() {
        let message = format!("Errors occurred while loading the format data file: \n{errors}");
        return Ok(Err(error(
            TypeId::RUNTIME_EXCEPTION,
            message,
            "FormatXmlUpdateException",
            ErrorCategory::InvalidOperation,
            Value::Null,
        )));
    }
    table.prepend(before);
    table.append(behind);
    runtime.context().extension::<SessionViews>().0 = Arc::new(table);
    *runtime.context().extension::<ViewFiles>() = files;
    Ok(Ok(()))
}
