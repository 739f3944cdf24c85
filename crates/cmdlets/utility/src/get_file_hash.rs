//! `Get-FileHash`

use crate::record_object::RecordObject;
use md5::Digest as _;
use remora_engine::prelude::*;

/// # Synopsis
/// Computes the hash of a file.
///
/// # Description
/// Of files or of a stream; SHA256 unless said otherwise.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/get-filehash
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "FileHash",
    class = "Microsoft.PowerShell.Commands.GetFileHashCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Path",
    remoting = "PowerShell",
    output("Microsoft.PowerShell.Commands.FileHashInfo")
)]
pub(crate) struct GetFileHash {
    /// Files; wildcards are allowed.
    #[parameter(set = "Path", position = 0, mandatory, pipeline, by_name)]
    path: Vec<PsString>,
    /// Files, taken as they are written.
    #[parameter(set = "LiteralPath", position = 0, mandatory, by_name, aliases("PSPath", "LP"))]
    literal_path: Vec<PsString>,
    /// Stream to read.
    #[parameter(set = "StreamParameterSet", position = 0, mandatory, type = "System.IO.Stream")]
    input_stream: Value,
    /// The hash function.
    #[parameter(position = 1, validate_set("SHA1", "SHA256", "SHA384", "SHA512", "MD5"))]
    algorithm: Option<PsString>,
}

impl Cmdlet for GetFileHash {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if !self.input_stream.is_null() {
            let bytes = runtime.invoke_method(&self.input_stream, "ToArray", &[])?;
            let bytes = match bytes.base() {
                Value::Array(array) => array.to_bytes().unwrap_or_default(),
                _ => Vec::new(),
            };
            return self.write(runtime, &bytes, Value::Null);
        }
        let literal = !self.literal_path.is_empty();
        let paths = if literal { self.literal_path.clone() } else { self.path.clone() };
        for path in paths {
            let found = match runtime.resolve_paths(&path, literal) {
                Ok(found) => found,
                Err(Flow::Throw(_)) => {
                    let shown = runtime.resolve_path_unchecked(&path)?.provider_path;
                    let message = format!("Cannot find path '{shown}' because it does not exist.");
                    runtime.write_error(not_found(message, "FileNotFound", path))?;
                    continue;
                }
                Err(flow) => return Err(flow),
            };
            for file in found {
                let path = file.provider_path.clone();
                match runtime.system().read(&path) {
                    Ok(bytes) => self.write(runtime, &bytes, Value::Str(path))?,
                    Err(failure) if failure.kind() == std::io::ErrorKind::NotFound => {
                        let message =
                            format!("Cannot find path '{path}' because it does not exist.");
                        runtime.write_error(not_found(message, "FileNotFound", path))?;
                    }
                    Err(_) => {
                        let message = format!(
                            "The file '{path}' cannot be read: Access to the path '{path}' is denied."
                        );
                        runtime.write_error(error(
                            TypeId::UNAUTHORIZED_ACCESS_EXCEPTION,
                            message,
                            "UnauthorizedAccessError",
                            ErrorCategory::InvalidData,
                            path,
                        ))?;
                    }
                }
            }
        }
        Ok(())
    }
}

impl GetFileHash {
    fn write(&self, runtime: &mut CommandRuntime<'_>, bytes: &[u8], path: Value) -> CommandResult {
        let name = self.algorithm.clone().unwrap_or_else(|| "SHA256".into()).to_ascii_uppercase();
        let hash = match name.as_str() {
            "MD5" => md5::Md5::digest(bytes).to_vec(),
            "SHA1" => sha1::Sha1::digest(bytes).to_vec(),
            "SHA384" => sha2::Sha384::digest(bytes).to_vec(),
            "SHA512" => sha2::Sha512::digest(bytes).to_vec(),
            _ => sha2::Sha256::digest(bytes).to_vec(),
        };
        let hash: String = hash.iter().map(|byte| format!("{byte:02X}")).collect();
        runtime.write_object(Value::live(RecordObject::new(
            "Microsoft.PowerShell.Commands.FileHashInfo",
            [("Algorithm", Value::from(name)), ("Hash", Value::from(hash)), ("Path", path)],
        )))
    }
}
