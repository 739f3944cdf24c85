//! Commands and their arguments.

use super::Parser;
use super::diagnostics::{
    MISSING_ARGUMENT, MISSING_EXPRESSION, PARAMETER_REQUIRES_ARGUMENT, UNEXPECTED_TOKEN,
};
use super::literals::bare_word;
use super::tokens::after;
use crate::ast::{
    ArrayLiteralAst, CommandAst, CommandElement, CommandParameterAst, ErrorExpressionAst,
    Expression, InvocationOperator, StringConstantType,
};
use crate::tokenizer::lexer::{LexMode, Lexeme, LexemeValue};
use crate::{Extent, TokenFlags, TokenKind};

/// Where an argument stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    /// The name of a command, which is not expanded.
    CommandName,
    /// The name behind `&` or `.`, which is.
    AfterOperator,
    /// The file of a redirection or `switch -file`.
    FileName,
    /// An argument: commas make it an array.
    Argument,
    /// The condition of a switch clause.
    SwitchCondition,
}

impl Context {
    fn is_name(self) -> bool {
        matches!(self, Self::CommandName | Self::AfterOperator)
    }
}

/// Everything behind this word is passed on as it is.
const VERBATIM: &str = "--%";

fn ends_command(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Pipe
            | TokenKind::RCurly
            | TokenKind::RParen
            | TokenKind::EndOfInput
            | TokenKind::NewLine
            | TokenKind::Semi
            | TokenKind::AndAnd
            | TokenKind::OrOr
            | TokenKind::Ampersand
    )
}

impl Parser<'_> {
    pub(super) fn unexpected(&mut self, token: &Lexeme) {
        let text = self.text(token);
        self.report(token.extent, UNEXPECTED_TOKEN, &[text]);
    }

    /// A command with its arguments and redirections.
    pub(super) fn command(&mut self) -> Option<CommandAst> {
        self.in_mode(LexMode::Command, Self::command_inside)
    }

    fn command_inside(&mut self) -> Option<CommandAst> {
        let mut token = self.next();
        let start = token.extent;
        let start_text = self.text(&token);
        let mut context = Context::CommandName;
        let mut operator = InvocationOperator::None;
        if matches!(token.kind, TokenKind::Dot | TokenKind::Ampersand) {
            operator = match token.kind {
                TokenKind::Dot => InvocationOperator::Dot,
                _ => InvocationOperator::Ampersand,
            };
            context = Context::AfterOperator;
            token = self.next();
        }
        let mut command = CommandAst {
            extent: start,
            invocation_operator: operator,
            elements: Vec::new(),
            redirections: Vec::new(),
        };
        let mut dash_dash = false;
        while !ends_command(token.kind) {
            let Some(end) = self.command_element(&mut command, token, context, &mut dash_dash)
            else {
                // A word that no argument can be: left to whoever called.
                return self.finish_command(command, start, start_text);
            };
            command.extent = start.to(end);
            context = Context::Argument;
            token = self.next();
        }
        self.unget(token);
        self.finish_command(command, start, start_text)
    }

    fn finish_command(
        &mut self,
        command: CommandAst,
        start: Extent,
        start_text: &str,
    ) -> Option<CommandAst> {
        if command.elements.is_empty() {
            if command.invocation_operator != InvocationOperator::None {
                self.report(start, MISSING_EXPRESSION, &[start_text]);
            }
            return None;
        }
        Some(command)
    }

    /// Adds what `token` starts to the command; gives where it ends.
    fn command_element(
        &mut self,
        command: &mut CommandAst,
        token: Lexeme,
        context: Context,
        dash_dash: &mut bool,
    ) -> Option<Extent> {
        let extent = token.extent;
        match token.kind {
            TokenKind::MinusMinus => {
                // The first one is a parameter that says: no parameters behind me.
                command.elements.push(if *dash_dash {
                    CommandElement::Argument(bare_word(extent, self.text(&token)))
                } else {
                    CommandElement::Parameter(CommandParameterAst {
                        extent,
                        parameter_name: "-".into(),
                        argument: None,
                        error_position: extent,
                    })
                });
                *dash_dash = true;
                Some(extent)
            }
            TokenKind::Comma => {
                self.report(extent, MISSING_ARGUMENT, &[]);
                self.skip_newlines();
                Some(extent)
            }
            TokenKind::Parameter if context.is_name() || *dash_dash => {
                if context.is_name() {
                    self.mark_token(extent, TokenFlags::COMMAND_NAME);
                }
                let word = bare_word(extent, self.text(&token));
                command.elements.push(CommandElement::Argument(word));
                Some(extent)
            }
            TokenKind::Parameter => {
                let parameter = self.command_parameter(&token);
                let end = parameter.extent;
                command.elements.push(CommandElement::Parameter(parameter));
                Some(end)
            }
            TokenKind::Redirection | TokenKind::RedirectInStd if context.is_name() => {
                let word = bare_word(extent, self.text(&token));
                command.elements.push(CommandElement::Argument(word));
                Some(extent)
            }
            TokenKind::Redirection | TokenKind::RedirectInStd => {
                Some(self.redirection(token, &mut command.redirections))
            }
            _ => {
                let verbatim = context == Context::Argument
                    && token.kind == TokenKind::Generic
                    && self.text(&token) == VERBATIM;
                let argument = self.argument(context, token)?;
                let mut end = argument.extent();
                command.elements.push(CommandElement::Argument(argument));
                if verbatim && let Some(rest) = self.verbatim_argument() {
                    end = rest.extent();
                    command.elements.push(CommandElement::Argument(rest));
                }
                Some(end)
            }
        }
    }

    fn verbatim_argument(&mut self) -> Option<Expression> {
        if self.ahead.is_some() {
            return None;
        }
        let token = self.lexer.verbatim_argument();
        let text = self.text(&token);
        (!text.is_empty()).then(|| bare_word(token.extent, text))
    }

    fn command_parameter(&mut self, token: &Lexeme) -> CommandParameterAst {
        let mut extent = token.extent;
        let parameter_name = self.parameter_name(token).into();
        let mut argument = None;
        if matches!(token.value, LexemeValue::Parameter { colon: true })
            && self.peek_kind() != TokenKind::Comma
        {
            let next = self.next();
            argument = self.argument(Context::Argument, next).map(Box::new);
            match &argument {
                Some(argument) => extent = token.extent.to(argument.extent()),
                None => {
                    let text = self.text(token);
                    self.report(after(extent), PARAMETER_REQUIRES_ARGUMENT, &[text]);
                }
            }
        }
        CommandParameterAst { extent, parameter_name, argument, error_position: token.extent }
    }

    /// An argument where only one may stand.
    pub(super) fn single_argument(&mut self, context: Context) -> Option<Expression> {
        if matches!(self.peek_kind(), TokenKind::Comma | TokenKind::EndOfInput) {
            return None;
        }
        self.in_mode(LexMode::Command, |parser| {
            let token = parser.next();
            parser.argument(context, token)
        })
    }

    /// The argument that `token` starts; `None`, and the token given back, when it starts none.
    pub(super) fn argument(&mut self, context: Context, token: Lexeme) -> Option<Expression> {
        let mut token = token;
        let mut elements: Vec<Expression> = Vec::new();
        let mut comma: Option<Extent> = None;
        loop {
            if ends_command(token.kind)
                || matches!(
                    token.kind,
                    TokenKind::Redirection
                        | TokenKind::RedirectInStd
                        | TokenKind::MinusMinus
                        | TokenKind::Comma
                )
            {
                self.unget(token);
                let comma = comma?;
                self.report_incomplete(after(comma), MISSING_EXPRESSION, &[","]);
                let extent = elements.first().map_or(comma, Expression::extent).to(comma);
                let error = ErrorExpressionAst { extent, expressions: elements };
                return Some(Expression::Error(Box::new(error)));
            }
            let verbatim = token.kind == TokenKind::Generic && self.text(&token) == VERBATIM;
            let element = self.argument_element(context, token)?;
            if context != Context::Argument || verbatim || self.peek_kind() != TokenKind::Comma {
                if elements.is_empty() {
                    return Some(element);
                }
                elements.push(element);
                let start = elements.first().map_or(Extent::default(), Expression::extent);
                let end = elements.last().map_or(start, Expression::extent);
                let array = ArrayLiteralAst { extent: start.to(end), elements };
                return Some(Expression::ArrayLiteral(Box::new(array)));
            }
            elements.push(element);
            comma = Some(self.next().extent);
            self.skip_newlines();
            token = self.next();
        }
    }

    fn argument_element(&mut self, context: Context, token: Lexeme) -> Option<Expression> {
        let extent = token.extent;
        match token.kind {
            TokenKind::SplattedVariable
            | TokenKind::Variable
            | TokenKind::Number
            | TokenKind::HereStringExpandable
            | TokenKind::StringExpandable
            | TokenKind::HereStringLiteral
            | TokenKind::StringLiteral
            | TokenKind::LParen
            | TokenKind::DollarParen
            | TokenKind::AtParen
            | TokenKind::AtCurly
            | TokenKind::LCurly => {
                self.unget(token);
                self.primary(true)
            }
            TokenKind::Generic => {
                if context.is_name() {
                    self.mark_token(extent, TokenFlags::COMMAND_NAME);
                }
                Some(match token.value {
                    LexemeValue::Expandable(text) if context != Context::CommandName => {
                        self.expandable(extent, StringConstantType::BareWord, *text)
                    }
                    LexemeValue::Expandable(text) => bare_word(extent, &text.value),
                    LexemeValue::Text(text) => super::literals::bare_word_shared(extent, text),
                    _ => bare_word(extent, self.text(&token)),
                })
            }
            _ => {
                let keyword = token.kind != TokenKind::Identifier;
                self.unmark_keyword(extent);
                if context.is_name() {
                    self.mark_token(extent, TokenFlags::COMMAND_NAME);
                } else if keyword && let Some(saved) = self.saved(extent) {
                    saved.kind = TokenKind::Generic;
                }
                Some(bare_word(extent, self.text(&token)))
            }
        }
    }
}
