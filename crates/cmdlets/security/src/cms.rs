//! What the cmdlets for encrypted messages (RFC 5652) share. Opening a message needs the private keys of
//! certificates, which this platform has no store for; texts without a message are told apart.

use remora_engine::prelude::*;

const BEGIN: &str = "-----BEGIN CMS-----";
const END: &str = "-----END CMS-----";

/// The text that came so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Input(String);

impl Input {
    /// Adds a text of the pipeline, or that of a file.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub(crate) fn add(
        &mut self,
        runtime: &mut CommandRuntime<'_>,
        content: &Option<PsString>,
        path: &Option<PsString>,
        literal_path: &Option<PsString>,
    ) -> CommandResult {
        let (path, literal) = match (path, literal_path) {
            (Some(path), _) => (path, false),
            (None, Some(path)) => (path, true),
            (None, None) => {
                if !self.0.is_empty() {
                    self.0.push('\n');
                }
                self.0 += content.as_deref().unwrap_or_default();
                return Ok(());
            }
        };
        for file in runtime.resolve_paths(path, literal)? {
            let bytes = runtime.system().read(&file.provider_path).map_err(|failure| {
                error(
                    TypeId::IO_EXCEPTION,
                    format!("{failure} : '{}'", file.provider_path),
                    "FileOpenFailure",
                    ErrorCategory::OpenError,
                    file.provider_path.clone(),
                )
            })?;
            self.0 += &String::from_utf8_lossy(&bytes);
        }
        Ok(())
    }

    /// All of it.
    pub(crate) fn text(&self) -> &str {
        &self.0
    }

    /// Whether a message stands in it.
    pub(crate) fn has_message(&self) -> bool {
        self.0.split_once(BEGIN).is_some_and(|(_, rest)| rest.contains(END))
    }
}

/// The text holds no message.
pub(crate) fn no_content() -> ErrorRecord {
    error(
        TypeId::ARGUMENT_EXCEPTION,
        "Cannot unprotect message. The input contained no encrypted content.",
        "InputContainedNoEncryptedContent",
        ErrorCategory::ObjectNotFound,
        Value::Null,
    )
}

/// A message that would have to be opened.
pub(crate) fn unsupported(command: &str) -> ErrorRecord {
    not_supported(
        format!("{command} cannot open messages here: there is no store of certificates."),
        Value::Null,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_has_a_begin_and_an_end() {
        assert!(Input(format!("x\n{BEGIN}\nAA==\n{END}\n")).has_message());
        assert!(!Input(format!("{END} {BEGIN}")).has_message());
        assert!(!Input("text".to_owned()).has_message());
    }
}
