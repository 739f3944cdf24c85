//! What a session lets a text do that somebody sends it.

use std::sync::Arc;

use remora_psobject::{ErrorCategory, TypeId, Value};

use super::LanguageMode;
use crate::context::ExecutionContext;
use crate::errors::{self, Flow};
use crate::script::ScriptBlock;

/// The error with its record behind the exception too, for clients that only see the exception.
fn with_own_record(flow: Flow) -> Flow {
    if let Flow::Throw(thrown) = &flow {
        // A copy, so that record and exception do not hold each other.
        let source = &thrown.record.exception;
        let copy = errors::Exception::new(source.exception_type(), source.message().clone());
        let mut inside = errors::ErrorRecord::clone(&thrown.record);
        inside.exception = Arc::new(copy);
        source.set_error_record(Arc::new(inside));
    }
    flow
}

impl ExecutionContext {
    /// Parses a text that a client of the session wants to run, where the mode of the session lets it.
    ///
    /// # Errors
    /// `ScriptsNotAllowed` without a language, the mistakes of the text, what a restricted language does
    /// not have.
    pub fn parse_request(&mut self, text: &str) -> Result<ScriptBlock, Flow> {
        if self.language_mode == LanguageMode::NoLanguage {
            let message = "The syntax is not supported by this runspace. This can occur if the runspace is in no-language mode.";
            let mut record = errors::error(
                TypeId::PARSE_EXCEPTION,
                message,
                "ScriptsNotAllowed",
                ErrorCategory::ParserError,
                Value::Null,
            );
            record.category_info.reason = "ParentContainsErrorRecordException".into();
            return Err(with_own_record(Flow::script_error(record)));
        }
        let block = self.parse_script(text)?;
        if self.language_mode == LanguageMode::RestrictedLanguage {
            let mistakes = remora_syntax::check_restricted(block.ast(), None);
            if !mistakes.is_empty() {
                return Err(with_own_record(errors::parse_error(&mistakes)));
            }
        }
        Ok(block)
    }
}
