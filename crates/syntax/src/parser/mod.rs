//! The parser: recursive descent over tokens that it asks the tokenizer for, one at a time.
//!
//! It never fails. Where the text is wrong it reports what PowerShell reports, keeps what it has
//! in error nodes and goes on where PowerShell goes on. A function that finds nothing of its kind
//! returns `None` and leaves the token to its caller.

mod attributes;
mod branches;
mod checks;
mod classes;
mod commands;
mod data;
pub(crate) mod diagnostics;
mod expressions;
mod functions;
mod help;
mod literals;
mod loops;
mod members;
mod pipelines;
mod requires;
mod script;
mod statements;
mod tokens;
mod try_catch;
mod type_names;
mod using;

pub use checks::{AttributeFacts, ParseEnvironment, PermissiveEnvironment, check_restricted};

use crate::ast::{Expression, ScriptBlockAst, TypeName};
use crate::tokenizer::lexer::{LexMode, Lexeme, Lexer, Origin};
use crate::{ParseError, ScriptSource, Token, TokenKind};
use diagnostics::{Diagnostics, SCRIPT_TOO_COMPLICATED};
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

impl ParseOutput {
    /// True when the first error is that the text ends too early: a prompt asks for more then.
    pub fn is_incomplete(&self) -> bool {
        self.errors.first().is_some_and(|error| error.incomplete)
    }
}

/// Parses `text`, which came from `file` when it came from one.
pub fn parse(text: &str, file: Option<&str>) -> ParseOutput {
    parse_in(text, file, &PermissiveEnvironment)
}

/// Parses `text` and checks what it refers to against `environment`.
pub fn parse_in(text: &str, file: Option<&str>, environment: &dyn ParseEnvironment) -> ParseOutput {
    let source = ScriptSource::new(text, file);
    let mut parser =
        Parser::new(source.text(), Arc::clone(&source), Origin::At(0), Diagnostics::default(), 0);
    let mut script = parser.script();
    script.requirements = parser.requirements();
    let tokens = std::mem::take(&mut parser.lexer.tokens);
    let mut diagnostics = std::mem::take(&mut parser.lexer.diagnostics);
    if !diagnostics.muted {
        checks::check(&script, may_define_types(&tokens), environment, &mut diagnostics);
    }
    let errors = std::mem::take(&mut diagnostics.errors);
    ParseOutput { script: Arc::new(script), errors, tokens }
}

/// Parses `text` as the inside of a double-quoted string in which quotes stand for themselves, as
/// `ExpandString` does. Extents count from a quote that is put in front, quotes twice.
pub fn parse_expandable_string(text: &str) -> Result<Expression, Vec<ParseError>> {
    let quoted = format!("\"{}\"", text.replace('"', "\"\""));
    let source = ScriptSource::new(quoted, None);
    let diagnostics = Diagnostics::default();
    let origin = Origin::At(0);
    let mut parser = Parser::new(source.text(), Arc::clone(&source), origin, diagnostics, 0);
    let expression = parser.primary(false);
    match (expression, parser.lexer.diagnostics.is_empty()) {
        (Some(expression), true) => Ok(expression),
        _ => Err(std::mem::take(&mut parser.lexer.diagnostics.errors)),
    }
}

/// True when there is a keyword that defines a type, also inside of strings.
fn may_define_types(tokens: &[Token]) -> bool {
    tokens.iter().any(|token| {
        matches!(token.kind, TokenKind::Class | TokenKind::Enum)
            || token.nested.as_deref().is_some_and(may_define_types)
    })
}

/// Parses the name of a type as it stands between brackets: `List[int]`, `int[,]`. `None` when
/// `text` is anything else.
pub fn parse_type_name(text: &str) -> Option<TypeName> {
    let text = text.trim();
    let source = ScriptSource::new(text, None);
    let origin = Origin::At(0);
    let mut parser =
        Parser::new(source.text(), Arc::clone(&source), origin, Diagnostics::default(), 0);
    let name = parser.type_name(true)?;
    let whole = name.extent.start == 0 && name.extent.end as usize >= text.len();
    (whole && parser.lexer.diagnostics.is_empty()).then_some(name)
}

/// How deep statements and expressions may nest. Deeper scripts get an error, since evaluating
/// them would end in a stack overflow.
const MAX_DEPTH: usize = 600;

/// How often the stack is continued in a new thread.
const STACK_STEP: usize = 48;

/// The size of each of those stacks in bytes: debug builds need several KiB a level.
const STACK_SIZE: usize = 4 << 20;

/// How many operands a chain of left-associative operators may have: the tree is as deep.
const MAX_CHAIN: usize = 3000;

/// The state of the parser.
struct Parser<'t> {
    lexer: Lexer<'t>,
    source: Arc<ScriptSource>,
    /// A token that was read and not used.
    ahead: Option<Lexeme>,
    /// Commas separate arguments and make no arrays.
    no_comma: bool,
    depth: usize,
}

impl<'t> Parser<'t> {
    fn new(
        text: &'t str,
        source: Arc<ScriptSource>,
        origin: Origin,
        diagnostics: Diagnostics,
        depth: usize,
    ) -> Self {
        let lexer = Lexer::new(text, Arc::clone(&source), origin, diagnostics);
        Self { lexer, source, ahead: None, no_comma: false, depth }
    }

    /// Runs `parse` one level deeper; the default value when that is too deep.
    fn nested<T: Default + Send>(&mut self, parse: impl FnOnce(&mut Self) -> T + Send) -> T {
        self.depth += 1;
        let result = if self.depth > MAX_DEPTH {
            self.give_up();
            T::default()
        } else if self.depth.is_multiple_of(STACK_STEP) {
            self.on_new_stack(parse)
        } else {
            parse(self)
        };
        self.depth -= 1;
        result
    }

    fn on_new_stack<T: Default + Send>(&mut self, parse: impl FnOnce(&mut Self) -> T + Send) -> T {
        let this = &mut *self;
        let result = std::thread::scope(|scope| {
            std::thread::Builder::new()
                .stack_size(STACK_SIZE)
                .spawn_scoped(scope, move || parse(this))
                .ok()
                .and_then(|thread| thread.join().ok())
        });
        result.unwrap_or_else(|| {
            self.give_up();
            T::default()
        })
    }

    /// Reports that the script is too deep and makes the rest of it read as its end.
    fn give_up(&mut self) {
        if !self.lexer.stopped {
            let extent = self.lexer.last_extent();
            self.report(extent, SCRIPT_TOO_COMPLICATED, &[]);
            self.lexer.stopped = true;
            self.lexer.diagnostics.muted = true;
        }
        self.ahead = None;
    }

    /// Runs `parse` in another mode of the tokenizer.
    fn in_mode<T>(&mut self, mode: LexMode, parse: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.lexer.mode;
        self.set_mode(mode);
        let result = parse(self);
        self.set_mode(before);
        result
    }

    /// Runs `parse` with commas separating (`true`) or making arrays (`false`).
    fn with_no_comma<T>(&mut self, no_comma: bool, parse: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.no_comma, no_comma);
        let result = parse(self);
        self.no_comma = before;
        result
    }
}
