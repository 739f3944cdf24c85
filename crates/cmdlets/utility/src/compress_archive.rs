//! `Compress-Archive`

use crate::archive::collect::{Collector, broken};
use crate::archive::{check_ending, io_failure, with_ending, zip};
use flate2::Compression;
use remora_engine::prelude::*;

/// # Synopsis
/// Packs files and folders into an archive.
///
/// # Description
/// The archive is a ZIP file. A folder brings its name and all that is in it, but hidden files.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.archive/compress-archive
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Compress",
    noun = "Archive",
    class = "Compress-Archive",
    module = "Microsoft.PowerShell.Archive",
    default_set = "Path",
    should_process,
    remoting = "PowerShell",
    output("System.IO.File")
)]
pub(crate) struct CompressArchive {
    /// Files and folders; wildcards are allowed.
    #[parameter(
        sets("Path", "PathWithForce", "PathWithUpdate"),
        position = 0,
        mandatory,
        pipeline,
        by_name,
        validate_not_null_or_empty
    )]
    path: Vec<PsString>,
    /// Files and folders, taken as they are written.
    #[parameter(
        sets("LiteralPath", "LiteralPathWithForce", "LiteralPathWithUpdate"),
        mandatory,
        by_name,
        aliases("PSPath"),
        validate_not_null_or_empty
    )]
    literal_path: Vec<PsString>,
    /// The archive; `.zip` is added where the name has no ending.
    #[parameter(position = 1, mandatory, validate_not_null_or_empty)]
    destination_path: Option<PsString>,
    /// How much work is spent on making it small.
    #[parameter(validate_set("Optimal", "NoCompression", "Fastest"))]
    compression_level: Option<PsString>,
    /// Adds to an archive; files that it has are replaced.
    #[parameter(sets("LiteralPathWithUpdate", "PathWithUpdate"), mandatory)]
    update: Switch,
    /// Replaces an archive.
    #[parameter(sets("LiteralPathWithForce", "PathWithForce"), mandatory)]
    force: Switch,
    /// Gives the archive.
    #[parameter]
    pass_thru: Switch,
    /// The paths so far.
    sources: Vec<PsString>,
}

impl Cmdlet for CompressArchive {
    fn process(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        self.sources.append(&mut self.path);
        self.sources.append(&mut self.literal_path);
        Ok(())
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let given = self.destination_path.clone().unwrap_or_default();
        let target = with_ending(&runtime.resolve_path_unchecked(&given)?.provider_path);
        check_ending(&target)?;
        let system = std::sync::Arc::clone(runtime.system());
        let exists = system.metadata(&target, true).is_ok();
        if exists && !*self.update && !*self.force {
            let message = format!(
                "The archive file {target} already exists. Use the -Update parameter to update the existing archive file or use the -Force parameter to overwrite the existing archive file."
            );
            return Err(error(
                TypeId::IO_EXCEPTION,
                message,
                "ArchiveFileExists",
                ErrorCategory::InvalidArgument,
                given,
            )
            .into());
        }
        let literal = runtime.is_bound("LiteralPath");
        let mut collector = Collector { level: self.level(), entries: Vec::new() };
        if exists && *self.update {
            let bytes = system.read(&target).map_err(|failure| io_failure(&target, &failure))?;
            collector.entries = zip::read(&bytes).map_err(|failure| broken(&target, &failure))?;
        }
        let sources = std::mem::take(&mut self.sources);
        collector.add_paths(runtime, &sources, literal)?;
        if !runtime.should_process_target(target.as_str())? {
            return Ok(());
        }
        let bytes = zip::write(&collector.entries).map_err(|failure| broken(&target, &failure))?;
        system.write(&target, &bytes).map_err(|failure| io_failure(&target, &failure))?;
        if *self.pass_thru {
            let parameters = [("LiteralPath".into(), Value::from(target))];
            for item in runtime.invoke_command("Get-Item", parameters)? {
                runtime.write_object(item)?;
            }
        }
        Ok(())
    }
}

impl CompressArchive {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Packs a file and names the archive",
        script: "'text' > page.txt; Compress-Archive page.txt pages -PassThru | ForEach-Object Name",
        output: "pages.zip",
    }];

    fn level(&self) -> Compression {
        match self.compression_level.as_deref().unwrap_or("Optimal") {
            level if level.eq_ignore_ascii_case("NoCompression") => Compression::none(),
            level if level.eq_ignore_ascii_case("Fastest") => Compression::fast(),
            _ => Compression::default(),
        }
    }
}
