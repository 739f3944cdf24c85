//! `Format-Hex`

use crate::byte_lines::{Source, bytes_of, lines};
use remora_engine::prelude::*;

/// # Synopsis
/// Shows bytes as hexadecimal numbers.
///
/// # Description
/// The bytes come from files, texts, numbers or arrays.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/format-hex
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Format",
    noun = "Hex",
    class = "Microsoft.PowerShell.Commands.FormatHex",
    module = "Microsoft.PowerShell.Utility",
    remoting = "PowerShell",
    aliases("fhx"),
    output("Microsoft.PowerShell.Commands.ByteCollection")
)]
pub(crate) struct FormatHex {
    /// Files; wildcards are allowed.
    #[parameter(set = "Path", position = 0, mandatory, validate_not_null_or_empty)]
    path: Vec<PsString>,
    /// Files, taken as they are written.
    #[parameter(
        set = "LiteralPath",
        mandatory,
        aliases("PSPath", "LP"),
        validate_not_null_or_empty
    )]
    literal_path: Vec<PsString>,
    /// The objects.
    #[parameter(set = "ByInputObject", mandatory, pipeline, type = "psobject")]
    input_object: Value,
    /// Encoding of the text.
    #[parameter(
        set = "ByInputObject",
        type = "System.Text.Encoding",
        transformation = "System.Management.Automation.ArgumentToEncodingTransformationAttribute",
        attribute = "ArgumentEncodingCompletions",
        validate_not_null_or_empty
    )]
    encoding: Value,
    /// How many.
    #[parameter(validate_range("Positive"))]
    count: Option<i64>,
    /// How many bytes are skipped.
    #[parameter(validate_range("NonNegative"))]
    offset: Option<i64>,
    /// The lines alone.
    #[parameter(set = "ByInputObject", dont_show, obsolete = "Raw parameter is deprecated.")]
    raw: Switch,
    /// Bytes of numbers of one type that came so far.
    collected: Option<(TypeId, Vec<u8>)>,
}

impl FormatHex {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Shows the bytes of a text",
        script: "('AB' | Format-Hex).HexBytes",
        output: "41 42",
    }];

    /// The part of the bytes that is asked for, and where it begins.
    fn part<'b>(&self, bytes: &'b [u8]) -> (&'b [u8], u64) {
        let offset = self.offset.and_then(|offset| usize::try_from(offset).ok()).unwrap_or(0);
        let count = self.count.and_then(|count| usize::try_from(count).ok()).unwrap_or(usize::MAX);
        let rest = bytes.get(offset..).unwrap_or_default();
        (rest.get(..count.min(rest.len())).unwrap_or_default(), offset as u64)
    }

    fn write(
        &self,
        runtime: &mut CommandRuntime<'_>,
        bytes: &[u8],
        source: &Source,
    ) -> CommandResult {
        let (bytes, offset) = self.part(bytes);
        for line in lines(bytes, offset, source) {
            runtime.check_stop()?;
            runtime.write_object(line)?;
        }
        Ok(())
    }

    fn write_files(
        &self,
        runtime: &mut CommandRuntime<'_>,
        path: &str,
        literal: bool,
    ) -> CommandResult {
        for file in runtime.resolve_paths(path, literal)? {
            let path = file.provider_path;
            let is_folder = runtime
                .system()
                .metadata(&path, true)
                .is_ok_and(|known| known.kind == remora_dotnet::system::FileKind::Directory);
            if is_folder {
                let record = error(
                    TypeId::UNAUTHORIZED_ACCESS_EXCEPTION,
                    format!("Access to the path '{path}' is denied."),
                    "FormatHexUnauthorizedAccessError",
                    ErrorCategory::PermissionDenied,
                    path,
                );
                runtime.write_error(record)?;
                continue;
            }
            let bytes = runtime
                .system()
                .read(&path)
                .map_err(|failure| crate::text_file::open_failure(runtime, &path, &failure))?;
            self.write(runtime, &bytes, &Source::file(&path))?;
        }
        Ok(())
    }

    /// Writes the numbers that were collected.
    fn flush(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let Some((type_id, bytes)) = self.collected.take() else {
            return Ok(());
        };
        self.write(runtime, &bytes, &Source::of_type(runtime, type_id))
    }
}

impl Cmdlet for FormatHex {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        match runtime.parameter_set() {
            "LiteralPath" => {
                for path in self.literal_path.clone() {
                    self.write_files(runtime, &path, true)?;
                }
                return Ok(());
            }
            "Path" => {
                for path in self.path.clone() {
                    self.write_files(runtime, &path, false)?;
                }
                return Ok(());
            }
            _ => {}
        }
        let input = std::mem::take(&mut self.input_object);
        let names = input.type_names();
        if names.iter().any(|name| *name == "System.IO.FileSystemInfo") {
            self.flush(runtime)?;
            let path = runtime.get_property(&input, "FullName")?.unwrap_or_default();
            let path = runtime.text(&path);
            return self.write_files(runtime, &path, true);
        }
        let encoding = crate::text_file::Encoding::of(runtime, &self.encoding)?;
        let Some((type_id, bytes)) = bytes_of(&input, encoding) else {
            self.flush(runtime)?;
            let name = names.first().cloned().unwrap_or_default();
            let record = error(
                TypeId::ARGUMENT_EXCEPTION,
                format!(
                    "Cannot convert input of type '{name}' to hexadecimal. To view the hexadecimal format of its string representation, pipe it to the Out-String cmdlet before piping it to Format-Hex."
                ),
                "FormatHexTypeNotSupported",
                ErrorCategory::InvalidArgument,
                input,
            );
            return runtime.write_error(record);
        };
        // Numbers of one type that follow each other are shown as one run of bytes; a text or an array
        // stands alone.
        let alone = matches!(input.base(), Value::Str(_) | Value::Array(_));
        match &mut self.collected {
            Some((known, collected)) if *known == type_id && !alone => {
                collected.extend(bytes);
                return Ok(());
            }
            _ => self.flush(runtime)?,
        }
        self.collected = Some((type_id, bytes));
        if alone { self.flush(runtime) } else { Ok(()) }
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        self.flush(runtime)
    }
}
