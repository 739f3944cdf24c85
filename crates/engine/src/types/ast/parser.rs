//! `Parser`, its tokens and errors, and what writes code.

use std::sync::Arc;

use remora_language::invoke::Reference;
use remora_psobject::{PsString, TypeId, Value};
use remora_syntax::{ParseError, ParseOutput, ScriptSource, Token, TokenKind};

use super::{enumeration, extent, object, properties};
use crate::context::{ExecutionContext, NativeMethod};
use crate::errors::{self, ErrorCategory, Flow};

/// The static methods, by type.
pub(super) const METHODS: &[(&str, &[(&str, NativeMethod)])] = &[
    (
        "System.Management.Automation.Language.Parser",
        &[("ParseInput", parse_input), ("ParseFile", parse_file)],
    ),
    (
        "System.Management.Automation.Language.CodeGeneration",
        &[
            ("EscapeSingleQuotedStringContent", |context, _, arguments| {
                Ok(escape(
                    context,
                    arguments,
                    &['\'', '\u{2018}', '\u{2019}', '\u{201a}', '\u{201b}'],
                    None,
                ))
            }),
            ("EscapeVariableName", |context, _, arguments| {
                Ok(escape(context, arguments, &['{', '}', '`'], Some('`')))
            }),
            ("EscapeFormatStringContent", |context, _, arguments| {
                Ok(escape(context, arguments, &['{', '}'], None))
            }),
            ("EscapeBlockCommentContent", |context, _, arguments| {
                let text = arguments.first().map(|text| context.text(text)).unwrap_or_default();
                Ok(text.replace("<#", "<`#").replace("#>", "#`>").into())
            }),
        ],
    ),
];

/// Puts a character in front of those that mean something: the given one, or the same again.
fn escape(
    context: &mut ExecutionContext,
    arguments: &[Value],
    special: &[char],
    mark: Option<char>,
) -> Value {
    let text = arguments.first().map(|text| context.text(text)).unwrap_or_default();
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if special.contains(&character) {
            escaped.push(mark.unwrap_or(character));
        }
        escaped.push(character);
    }
    escaped.into()
}

fn parse_input(
    context: &mut ExecutionContext,
    _: &Value,
    arguments: &[Value],
) -> Result<Value, Flow> {
    let text = arguments.first().map(|text| context.text(text)).unwrap_or_default();
    // The name of a file may stand between the text and the places for tokens and errors.
    let (file, places) = match arguments {
        [_, file, rest @ ..] if rest.len() == 2 => (Some(context.text(file)), rest),
        [_, rest @ ..] => (None, rest),
        [] => (None, arguments),
    };
    parsed(remora_syntax::parse(&text, file.as_deref()), places)
}

fn parse_file(
    context: &mut ExecutionContext,
    _: &Value,
    arguments: &[Value],
) -> Result<Value, Flow> {
    let file = arguments.first().map(|file| context.text(file)).unwrap_or_default();
    let bytes = context.system.read(&file).map_err(|failure| {
        errors::error(
            TypeId::FILE_NOT_FOUND_EXCEPTION,
            format!("Could not find file '{file}'. {failure}"),
            "FileNotFoundException",
            ErrorCategory::NotSpecified,
            Value::Null,
        )
    })?;
    let text = String::from_utf8_lossy(&bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    parsed(remora_syntax::parse(text, Some(&file)), arguments.get(1..).unwrap_or_default())
}

fn parsed(output: ParseOutput, places: &[Value]) -> Result<Value, Flow> {
    let source = &output.script.source;
    let tokens = output.tokens.iter().map(|token| token_value(source, token)).collect();
    let errors = output.errors.iter().map(error_value).collect();
    let lists = [
        Value::array_of(super::language_type("Token"), tokens),
        Value::array_of(super::language_type("ParseError"), errors),
    ];
    for (place, list) in places.iter().zip(lists) {
        if let Some(reference) = place.downcast::<Reference>() {
            reference
                .set(list)
                .map_err(|cause| Flow::from(remora_language::LanguageError::thrown(cause)))?;
        }
    }
    Ok(super::script_block(&output.script))
}

fn error_value(error: &ParseError) -> Value {
    object(
        "System.Management.Automation.Language.ParseError",
        &error.to_string(),
        vec![
            ("Extent", extent(&error.source, error.extent)),
            ("ErrorId", error.id.into()),
            ("Message", error.message.as_str().into()),
            ("IncompleteInput", Value::Bool(error.incomplete)),
        ],
    )
}

fn token_value(source: &Arc<ScriptSource>, token: &Token) -> Value {
    let text = source.slice(token.extent);
    let mut members = vec![
        ("Text", Value::from(text)),
        ("TokenFlags", enumeration("TokenFlags", i64::from(token.token_flags()))),
        ("Kind", properties::token_kind(token.kind)),
        ("HasError", Value::Bool(false)),
        ("Extent", extent(source, token.extent)),
    ];
    let type_name = match token.kind {
        TokenKind::Number => {
            let number = remora_syntax::parse(text, None);
            let value = number
                .script
                .end_block
                .as_ref()
                .and_then(|block| block.statements.first())
                .and_then(|statement| statement.pure_expression())
                .and_then(properties::number_of);
            members.insert(0, ("Value", value.unwrap_or_default()));
            "NumberToken"
        }
        TokenKind::Variable | TokenKind::SplattedVariable => {
            let name = text.trim_start_matches(['$', '@']).trim_start_matches('{');
            members.insert(0, ("Name", name.trim_end_matches('}').into()));
            "VariableToken"
        }
        TokenKind::Parameter => {
            let name = text.trim_start_matches('-').trim_end_matches(':');
            members.insert(0, ("ParameterName", name.into()));
            "ParameterToken"
        }
        TokenKind::StringLiteral | TokenKind::HereStringLiteral => {
            members.insert(0, ("Value", literal_text(text)));
            "StringLiteralToken"
        }
        TokenKind::StringExpandable | TokenKind::HereStringExpandable => {
            let nested = token.nested.as_deref().map_or(Value::Null, |nested| {
                Value::array(nested.iter().map(|token| token_value(source, token)).collect())
            });
            members.insert(0, ("NestedTokens", nested));
            members.insert(0, ("Value", literal_text(text)));
            "StringExpandableToken"
        }
        _ => "Token",
    };
    object(&format!("System.Management.Automation.Language.{type_name}"), text, members)
}

/// The text between the quotes of a token.
fn literal_text(text: &str) -> Value {
    let output = remora_syntax::parse(text, None);
    let first = output.script.end_block.as_ref().and_then(|block| block.statements.first());
    match first.and_then(|statement| statement.pure_expression()) {
        Some(remora_syntax::ast::Expression::StringConstant(node)) => Value::from(&*node.value),
        Some(remora_syntax::ast::Expression::ExpandableString(node)) => Value::from(&*node.value),
        _ => PsString::from(text).into(),
    }
}
