//! Files that cmdlets write and read as a whole, and their encodings.

use std::io;

use remora_engine::prelude::*;

/// How a text becomes bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// UTF-8 without a mark at the start.
    #[default]
    Utf8,
    /// UTF-8 with a mark at the start.
    Utf8Mark,
    /// UTF-16, low byte first.
    Utf16,
    /// UTF-16, high byte first.
    Utf16Big,
    /// UTF-32, low byte first.
    Utf32,
    /// UTF-32, high byte first.
    Utf32Big,
    /// Seven bits.
    Ascii,
    /// Eight bits.
    Latin1,
}

impl Encoding {
    /// The encoding that an argument names: by PowerShell's name, a .NET name, or as an object.
    ///
    /// # Errors
    /// A name that is not known.
    pub(crate) fn of(runtime: &mut CommandRuntime<'_>, value: &Value) -> CommandResult<Self> {
        if value.is_null() {
            return Ok(Self::default());
        }
        let name = match value.as_string() {
            Some(name) => name.clone(),
            None => match runtime.get_property(value, "WebName")? {
                Some(name) => runtime.text(&name),
                None => runtime.text(value),
            },
        };
        let marked = value.as_string().is_none() && name.eq_ignore_case("utf-8") && {
            let preamble = runtime.get_property(value, "Preamble")?.unwrap_or_default();
            runtime.enumerate(&preamble).is_some_and(|bytes| !bytes.is_empty())
        };
        Ok(match name.to_ascii_lowercase().as_str() {
            "utf8" | "utf8nobom" | "utf-8" | "default" | "65001" if !marked => Self::Utf8,
            "utf8bom" | "utf-8" => Self::Utf8Mark,
            "unicode" | "utf-16" | "utf16" | "1200" | "string" | "unknown" => Self::Utf16,
            "bigendianunicode" | "utf-16be" | "1201" => Self::Utf16Big,
            "utf32" | "utf-32" | "12000" => Self::Utf32,
            "bigendianutf32" | "utf-32be" | "12001" => Self::Utf32Big,
            "ascii" | "us-ascii" | "20127" => Self::Ascii,
            "latin1" | "iso-8859-1" | "28591" | "ansi" | "oem" | "1252" => Self::Latin1,
            _ => {
                let message = format!("'{name}' is not a supported encoding name.");
                return Err(invalid_argument(message, "Argument", value.clone()).into());
            }
        })
    }

    /// The mark at the start of a file.
    pub(crate) fn mark(self) -> &'static [u8] {
        match self {
            Self::Utf8 | Self::Ascii | Self::Latin1 => &[],
            Self::Utf8Mark => &[0xef, 0xbb, 0xbf],
            Self::Utf16 => &[0xff, 0xfe],
            Self::Utf16Big => &[0xfe, 0xff],
            Self::Utf32 => &[0xff, 0xfe, 0, 0],
            Self::Utf32Big => &[0, 0, 0xfe, 0xff],
        }
    }

    /// The bytes of a text, without a mark.
    pub(crate) fn encode(self, text: &str) -> Vec<u8> {
        match self {
            Self::Utf8 | Self::Utf8Mark => text.as_bytes().to_vec(),
            Self::Utf16 => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Self::Utf16Big => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            Self::Utf32 => {
                text.chars().flat_map(|letter| u32::from(letter).to_le_bytes()).collect()
            }
            Self::Utf32Big => {
                text.chars().flat_map(|letter| u32::from(letter).to_be_bytes()).collect()
            }
            Self::Ascii => text
                .encode_utf16()
                .map(|unit| if unit < 128 { unit.to_le_bytes()[0] } else { b'?' })
                .collect(),
            Self::Latin1 => text
                .encode_utf16()
                .map(|unit| if unit < 256 { unit.to_le_bytes()[0] } else { b'?' })
                .collect(),
        }
    }

    /// The text of bytes; a mark at their start decides before the encoding does.
    pub(crate) fn decode(self, bytes: &[u8]) -> String {
        let marks = [Self::Utf8Mark, Self::Utf32, Self::Utf32Big, Self::Utf16, Self::Utf16Big];
        let marked = marks
            .iter()
            .find_map(|encoding| Some((*encoding, bytes.strip_prefix(encoding.mark())?)));
        let (encoding, bytes) = marked.unwrap_or((self, bytes));
        let units = |read: fn([u8; 2]) -> u16| -> String {
            let units: Vec<u16> =
                bytes.chunks_exact(2).filter_map(|pair| pair.try_into().ok().map(read)).collect();
            String::from_utf16_lossy(&units)
        };
        let letters = |read: fn([u8; 4]) -> u32| -> String {
            let numbers = bytes.chunks_exact(4).filter_map(|part| part.try_into().ok().map(read));
            numbers.map(|number| char::from_u32(number).unwrap_or('\u{fffd}')).collect()
        };
        match encoding {
            Self::Utf8 | Self::Utf8Mark | Self::Ascii => {
                String::from_utf8_lossy(bytes).into_owned()
            }
            Self::Utf16 => units(u16::from_le_bytes),
            Self::Utf16Big => units(u16::from_be_bytes),
            Self::Utf32 => letters(u32::from_le_bytes),
            Self::Utf32Big => letters(u32::from_be_bytes),
            Self::Latin1 => bytes.iter().map(|byte| char::from(*byte)).collect(),
        }
    }
}

/// What is to happen with a file that is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct WriteMode {
    pub(crate) append: bool,
    pub(crate) no_clobber: bool,
    pub(crate) force: bool,
}

/// A file that is being written.
#[derive(Clone, Debug, Default)]
pub(crate) struct TextFile {
    pub(crate) path: PsString,
    pub(crate) encoding: Encoding,
}

impl TextFile {
    /// Makes a file, or opens one to add to it.
    ///
    /// # Errors
    /// `NoClobber` where it must not be there; `FileOpenFailure`.
    pub(crate) fn create(
        runtime: &mut CommandRuntime<'_>,
        path: &str,
        literal: bool,
        encoding: Encoding,
        mode: WriteMode,
    ) -> CommandResult<Self> {
        let path = target(runtime, path, literal)?;
        let system = std::sync::Arc::clone(runtime.system());
        let known = system.metadata(&path, true).ok();
        if known.is_some() && mode.no_clobber && !mode.append {
            return Err(error(
                TypeId::IO_EXCEPTION,
                format!("The file '{path}' already exists."),
                "NoClobber",
                ErrorCategory::ResourceExists,
                path,
            )
            .into());
        }
        if mode.force && known.as_ref().is_some_and(|file| file.read_only) {
            let _ = system.set_read_only(&path, false);
        }
        let empty = known.as_ref().is_none_or(|file| file.length == 0);
        let start: &[u8] = if mode.append && !empty { &[] } else { encoding.mark() };
        let done =
            if mode.append { system.append(&path, start) } else { system.write(&path, start) };
        done.map_err(|failure| open_failure(runtime, &path, &failure))?;
        Ok(Self { path, encoding })
    }

    /// Adds a text.
    ///
    /// # Errors
    /// What the system reports.
    pub(crate) fn append(&self, runtime: &CommandRuntime<'_>, text: &str) -> CommandResult {
        let bytes = self.encoding.encode(text);
        runtime
            .system()
            .append(&self.path, &bytes)
            .map_err(|failure| open_failure(runtime, &self.path, &failure))
    }
}

/// The whole path of a file that need not exist.
///
/// # Errors
/// A path with wildcards that matches nothing; an unknown drive.
pub(crate) fn target(
    runtime: &mut CommandRuntime<'_>,
    path: &str,
    literal: bool,
) -> CommandResult<PsString> {
    if !literal && remora_language::wildcard::contains_wildcards(path) {
        let found = runtime.resolve_paths(path, false)?;
        let Some(first) = found.first() else {
            let exception = Exception::new(
                TypeId::FILE_NOT_FOUND_EXCEPTION,
                "Unable to find the specified file.",
            );
            return Err(ErrorRecord::new(
                exception,
                "FileOpenFailure",
                ErrorCategory::OpenError,
                Value::Null,
            )
            .with_details(format!(
                "Cannot perform operation because the wildcard path {path} did not resolve to a file."
            ))
            .into());
        };
        return Ok(first.provider_path.clone());
    }
    Ok(runtime.resolve_path_unchecked(path)?.provider_path)
}

/// The text of a file.
///
/// # Errors
/// `FileOpenFailure`
pub(crate) fn read(
    runtime: &CommandRuntime<'_>,
    path: &str,
    encoding: Encoding,
) -> CommandResult<String> {
    let bytes =
        runtime.system().read(path).map_err(|failure| open_failure(runtime, path, &failure))?;
    Ok(encoding.decode(&bytes))
}

/// The record of a file that cannot be opened.
pub(crate) fn open_failure(runtime: &CommandRuntime<'_>, path: &str, failure: &io::Error) -> Flow {
    let parent = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let parent_exists = parent.is_empty() || runtime.system().metadata(parent, true).is_ok();
    let (type_id, message) = match failure.kind() {
        io::ErrorKind::NotFound if parent_exists => {
            (TypeId::FILE_NOT_FOUND_EXCEPTION, format!("Could not find file '{path}'."))
        }
        io::ErrorKind::NotFound => (
            TypeId::DIRECTORY_NOT_FOUND_EXCEPTION,
            format!("Could not find a part of the path '{path}'."),
        ),
        io::ErrorKind::PermissionDenied | io::ErrorKind::IsADirectory => (
            TypeId::UNAUTHORIZED_ACCESS_EXCEPTION,
            format!("Access to the path '{path}' is denied."),
        ),
        _ => (TypeId::IO_EXCEPTION, format!("{failure} : '{path}'")),
    };
    ErrorRecord::new(
        Exception::new(type_id, message),
        "FileOpenFailure",
        ErrorCategory::OpenError,
        Value::Null,
    )
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_is_decoded() {
        let all = [
            Encoding::Utf8,
            Encoding::Utf8Mark,
            Encoding::Utf16,
            Encoding::Utf16Big,
            Encoding::Utf32,
            Encoding::Utf32Big,
        ];
        for encoding in all {
            let mut bytes = encoding.mark().to_vec();
            bytes.extend(encoding.encode("aé😀"));
            assert_eq!(Encoding::Utf8.decode(&bytes), "aé😀", "{encoding:?}");
        }
        assert_eq!(Encoding::Ascii.encode("aé"), b"a?");
        assert_eq!(Encoding::Latin1.decode(&Encoding::Latin1.encode("é")), "é");
    }
}
