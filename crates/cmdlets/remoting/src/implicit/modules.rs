//! The files of a module for a session, and the modules that were imported.

use std::sync::Arc;

use remora_engine::modules::ModuleInfo;
use remora_engine::prelude::*;
use remora_psobject::Guid;

use super::module_text;
use super::parameters::Gathered;

/// Modules that were made for sessions. An extension of the session.
#[derive(Default)]
pub(crate) struct ImportedModules(Vec<ImportedModule>);

struct ImportedModule {
    session: Guid,
    module: Arc<ModuleInfo>,
}

impl ImportedModules {
    /// Remembers a module.
    pub(crate) fn add(&mut self, session: Guid, module: Arc<ModuleInfo>) {
        self.0.push(ImportedModule { session, module });
    }

    /// The modules of a session, which are forgotten: the session ends.
    pub(crate) fn take(&mut self, session: Guid) -> Vec<Arc<ModuleInfo>> {
        let taken = self.0.extract_if(.., |imported| imported.session == session);
        taken.map(|imported| imported.module).collect()
    }
}

/// The last part of a path without its extension stays as it is: it is the module's name.
fn file_name(folder: &str) -> &str {
    folder.trim_end_matches('/').rsplit('/').next().unwrap_or(folder)
}

/// A name for the folder of an imported module that no other module has.
pub(crate) fn folder_name(runtime: &CommandRuntime<'_>) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz012345";
    let mut bytes = [0; 11];
    runtime.system().random_bytes(&mut bytes);
    let letter =
        |byte: &u8| LETTERS.get(usize::from(*byte) % LETTERS.len()).copied().map(char::from);
    let (name, extension) = bytes.split_at_checked(8).unwrap_or((&bytes, &[]));
    let name: String = name.iter().filter_map(letter).collect();
    let extension: String = extension.iter().filter_map(letter).collect();
    format!("tmp_{name}.{extension}")
}

/// Writes the three files of the module and gives their paths.
///
/// # Errors
/// A folder or a file that cannot be written.
pub(crate) fn write(
    runtime: &mut CommandRuntime<'_>,
    folder: &str,
    gathered: &Gathered,
    encoding: Option<Value>,
) -> CommandResult<Vec<PsString>> {
    let name = file_name(folder);
    let runspace = &gathered.session.runspace;
    let (session, connection) = (runspace.id(), runspace.connection());
    let mut bytes = [0; 16];
    runtime.system().random_bytes(&mut bytes);
    let manifest = module_text::manifest(
        name,
        Guid::from_random(bytes),
        connection,
        session,
        gathered.has_views,
    );
    let script = module_text::script(&gathered.commands, session, connection);
    let folder_failed = |reason: std::io::Error| not_written(folder, &reason);
    runtime.system().create_directory(folder).map_err(folder_failed)?;
    let mut paths = Vec::new();
    for (extension, text) in
        [("psm1", &script), ("format.ps1xml", &gathered.views), ("psd1", &manifest)]
    {
        let path = format!("{folder}/{name}.{extension}");
        match &encoding {
            None => {
                let written = runtime.system().write(&path, text.as_bytes());
                written.map_err(|reason| not_written(&path, &reason))?;
            }
            Some(encoding) => {
                let parameters = [
                    ("LiteralPath", Value::from(path.as_str())),
                    ("Value", text.as_str().into()),
                    ("NoNewline", Value::Bool(true)),
                    ("Encoding", encoding.clone()),
                ];
                let parameters = parameters.map(|(name, value)| (name.into(), value));
                runtime.invoke_command("Set-Content", parameters)?;
            }
        }
        paths.push(path.into());
    }
    Ok(paths)
}

fn not_written(path: &str, reason: &std::io::Error) -> Flow {
    error(
        TypeId::IO_EXCEPTION,
        format!("The module cannot be written to '{path}': {reason}."),
        "ImplicitModuleNotWritten",
        ErrorCategory::WriteError,
        path,
    )
    .into()
}
