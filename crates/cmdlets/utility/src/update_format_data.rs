//! `Update-FormatData`

use remora_engine::prelude::*;

use crate::view_files;

/// # Synopsis
/// Reads views from files.
///
/// # Description
/// And puts them before or behind those that are known.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/update-formatdata
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Update",
    noun = "FormatData",
    class = "Microsoft.PowerShell.Commands.UpdateFormatDataCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "FileSet",
    should_process,
    confirm_impact = "Low",
    remoting = "PowerShell"
)]
pub(crate) struct UpdateFormatData {
    /// Files whose contents go behind what is known.
    #[parameter(
        set = "FileSet",
        position = 0,
        pipeline,
        by_name,
        aliases("PSPath", "Path"),
        validate_not_null
    )]
    append_path: Vec<PsString>,
    /// Files whose contents go before what is known.
    #[parameter(set = "FileSet", validate_not_null)]
    prepend_path: Vec<PsString>,
    before: Vec<PsString>,
    behind: Vec<PsString>,
}

impl UpdateFormatData {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Reads views from a file, before those that are known",
        script: "Update-FormatData -PrependPath ./mine.format.ps1xml",
        output: "*",
    }];
}

impl Cmdlet for UpdateFormatData {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        // Only what comes before is bound once.
        if self.before.is_empty() {
            let given = std::mem::take(&mut self.prepend_path);
            self.before = files(runtime, &given)?;
        }
        let given = std::mem::take(&mut self.append_path);
        let found = files(runtime, &given)?;
        self.behind.extend(found);
        Ok(())
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let before = std::mem::take(&mut self.before);
        let behind = std::mem::take(&mut self.behind);
        match view_files::update(runtime, before, behind)? {
            Ok(()) => Ok(()),
            Err(record) => runtime.write_error(record),
        }
    }
}

/// The whole paths of files that are there and may be read; what is wrong with others is told.
fn files(runtime: &mut CommandRuntime<'_>, given: &[PsString]) -> CommandResult<Vec<PsString>> {
    let mut files = Vec::new();
    for path in given {
        let found = match runtime.resolve_paths(path, false) {
            Ok(found) => found,
            Err(Flow::Throw(thrown)) => {
                runtime.write_error(thrown.record)?;
                continue;
            }
            Err(flow) => return Err(flow),
        };
        for file in found {
            let path = file.provider_path;
            if !path.to_ascii_lowercase().ends_with(".ps1xml") {
                runtime.write_error(error(
                    TypeId::PS_INVALID_OPERATION_EXCEPTION,
                    format!(
                        "Cannot read the file \"{path}\"  because it does not have the file name \
                         extension \"ps1xml\"."
                    ),
                    "WrongExtension",
                    ErrorCategory::InvalidArgument,
                    Value::Null,
                ))?;
            } else if runtime.should_process(format!("FileName: {path}"), "Update FormatData")? {
                files.push(path);
            }
        }
    }
    Ok(files)
}
