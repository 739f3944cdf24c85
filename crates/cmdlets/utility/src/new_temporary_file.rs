//! `New-TemporaryFile`

use remora_engine::prelude::*;

/// # Synopsis
/// Makes an empty file in the folder for temporary files.
///
/// # Description
/// Nothing removes it by itself.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/new-temporaryfile
#[derive(Cmdlet)]
#[cmdlet(
    verb = "New",
    noun = "TemporaryFile",
    class = "Microsoft.PowerShell.Commands.NewTemporaryFileCommand",
    module = "Microsoft.PowerShell.Utility",
    should_process,
    confirm_impact = "Low",
    remoting = "PowerShell",
    output("System.IO.FileInfo")
)]
pub(crate) struct NewTemporaryFile {}

impl Cmdlet for NewTemporaryFile {
    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let folder = runtime.system().temp_directory();
        let folder = folder.trim_end_matches('/').to_owned();
        if !runtime.should_process_target(format!("{folder}/"))? {
            return Ok(());
        }
        const LETTERS: &[u8; 62] =
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        let mut bytes = [0; 6];
        runtime.system().random_bytes(&mut bytes);
        let name: String = bytes
            .iter()
            .filter_map(|byte| LETTERS.get(usize::from(*byte) % LETTERS.len()))
            .map(|letter| char::from(*letter))
            .collect();
        let path = format!("{folder}/tmp{name}.tmp");
        runtime.system().write(&path, &[]).map_err(|failure| {
            Flow::from(error(
                TypeId::IO_EXCEPTION,
                failure.to_string(),
                "NewTemporaryFileWriteError",
                ErrorCategory::WriteError,
                path.clone(),
            ))
        })?;
        let made =
            runtime.invoke_command("Get-Item", [("LiteralPath".into(), Value::from(path))])?;
        for item in made {
            runtime.write_object(item)?;
        }
        Ok(())
    }
}
