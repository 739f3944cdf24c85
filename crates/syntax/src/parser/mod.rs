//! The parser.

use crate::ast::ScriptBlockAst;
use crate::{Extent, ParseError, ScriptSource, Token};
use std::sync::Arc;

/// What parsing a text gives.
#[derive(Debug)]
pub struct ParseOutput {
    /// The tree; as complete as the text allows.
    pub script: Arc<ScriptBlockAst>,
    /// Mistakes in the order in which PowerShell reports them.
    pub errors: Vec<ParseError>,
    /// All tokens, comments and line breaks included.
    pub tokens: Vec<Token>,
}

/// Parses `text`, which came from `file` when it came from one.
pub fn parse(text: &str, file: Option<&str>) -> ParseOutput {
    let source = ScriptSource::new(text, file);
    let script = ScriptBlockAst {
        extent: Extent::new(0, text.len() as u32),
        source,
        attributes: Vec::new(),
        using_statements: Vec::new(),
        param_block: None,
        dynamic_param_block: None,
        begin_block: None,
        process_block: None,
        end_block: None,
        clean_block: None,
        requirements: None,
        is_configuration: false,
    };
    ParseOutput { script: Arc::new(script), errors: Vec::new(), tokens: Vec::new() }
}
