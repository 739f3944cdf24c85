//! Functions, and the methods of classes, which are functions too.

use super::Parser;
use super::diagnostics::{
    MISSING_BASE_CTOR_CALL, MISSING_END_PARENTHESIS_IN_FUNCTION_PARAMETER_LIST,
    MISSING_FUNCTION_BODY, MISSING_METHOD_PARAMETER_LIST, MISSING_NAME_AFTER_KEYWORD,
    WORKFLOW_NOT_SUPPORTED_IN_POWER_SHELL_CORE,
};
use super::statements::error_statement;
use super::tokens::after;
use crate::ast::{
    CommandExpressionAst, ErrorStatementAst, Expression, FunctionDefinitionAst,
    InvokeMemberExpressionAst, ParameterAst, Statement,
};
use crate::tokenizer::lexer::{LexMode, Lexeme, LexemeValue};
use crate::{Extent, TokenFlags, TokenKind};
use std::sync::Arc;

/// Parameters between parentheses behind a name.
struct Signature {
    /// `None` when there are no parentheses.
    parameters: Option<Vec<ParameterAst>>,
    close: Option<Extent>,
    /// Set when `)` is missing: the last thing that belongs to the definition.
    broken_at: Option<Extent>,
}

/// `: base(…)` behind a constructor's parameters.
#[derive(Default)]
pub(super) struct BaseCall {
    keyword: Option<Extent>,
    end: Extent,
    arguments: Vec<Expression>,
}

/// A method or constructor as its name, parameters and body make it.
pub(super) struct Method {
    pub(super) function: FunctionDefinitionAst,
    pub(super) base_call: Option<Vec<Expression>>,
}

/// What cannot be the name of a function: punctuation, strings, variables.
fn is_no_name(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Pipe
            | TokenKind::LParen
            | TokenKind::LCurly
            | TokenKind::AtParen
            | TokenKind::AtCurly
            | TokenKind::RCurly
            | TokenKind::RParen
            | TokenKind::EndOfInput
            | TokenKind::Semi
            | TokenKind::Redirection
            | TokenKind::RedirectInStd
            | TokenKind::AndAnd
            | TokenKind::OrOr
            | TokenKind::Ampersand
            | TokenKind::Variable
            | TokenKind::SplattedVariable
            | TokenKind::HereStringExpandable
            | TokenKind::HereStringLiteral
            | TokenKind::StringLiteral
            | TokenKind::StringExpandable
    )
}

impl Parser<'_> {
    pub(super) fn function_definition(&mut self, keyword: Lexeme) -> Statement {
        self.skip_newlines();
        let name = self.next();
        if is_no_name(name.kind) {
            self.unget(name);
            let text = self.text(&keyword);
            let place = after(keyword.extent);
            self.report_incomplete(place, MISSING_NAME_AFTER_KEYWORD, &[text]);
            return error_statement(keyword.extent);
        }
        self.unmark_keyword(name.extent);
        let signature = self.signature();
        let open = self.next();
        if open.kind != TokenKind::LCurly {
            self.unget(open);
            let end = signature.broken_at.unwrap_or_else(|| {
                let end = signature.close.unwrap_or(name.extent);
                self.report_incomplete(after(end), MISSING_FUNCTION_BODY, &[]);
                end
            });
            return broken(keyword.extent.to(end), signature.parameters);
        }
        if let Some(end) = signature.broken_at {
            // The brace was taken; what follows is read as statements.
            return broken(keyword.extent.to(end), signature.parameters);
        }
        let is_filter = keyword.kind == TokenKind::Filter;
        let body = self.script_block(Some(open.extent), is_filter, None);
        let extent = keyword.extent.to(body.extent);
        let is_workflow = keyword.kind == TokenKind::Workflow;
        if is_workflow {
            self.report(extent, WORKFLOW_NOT_SUPPORTED_IN_POWER_SHELL_CORE, &[]);
        }
        let text = match &name.value {
            LexemeValue::Text(value) => value.to_string(),
            LexemeValue::Expandable(value) => value.value.clone(),
            _ => self.text(&name).to_owned(),
        };
        Statement::FunctionDefinition(Arc::new(FunctionDefinitionAst {
            extent,
            is_filter,
            is_workflow,
            name: text.into(),
            name_extent: name.extent,
            parameters: signature.parameters,
            help_comments: self.help_comments(extent.start, &body),
            body: Arc::new(body),
        }))
    }

    fn signature(&mut self) -> Signature {
        self.skip_newlines();
        let mut signature = Signature { parameters: None, close: None, broken_at: None };
        let Some(open) = self.eat(TokenKind::LParen) else { return signature };
        let parameters = self.parameter_list();
        self.skip_newlines();
        match self.eat(TokenKind::RParen) {
            Some(close) => signature.close = Some(close.extent),
            None => {
                let end = parameters.last().map_or(open.extent, |parameter| parameter.extent);
                signature.broken_at = Some(end);
                let message = MISSING_END_PARENTHESIS_IN_FUNCTION_PARAMETER_LIST;
                self.report_incomplete(after(end), message, &[]);
            }
        }
        self.skip_newlines();
        signature.parameters = Some(parameters);
        signature
    }

    /// A method or constructor behind its name; what is broken is reported and gives nothing.
    pub(super) fn method(
        &mut self,
        name: &Lexeme,
        is_constructor: bool,
        is_static: bool,
    ) -> Option<Method> {
        let mut signature = Signature { parameters: None, close: None, broken_at: None };
        if self.peek_kind() == TokenKind::LParen {
            signature = self.signature();
        } else {
            let place = after(name.extent);
            self.report_incomplete(place, MISSING_METHOD_PARAMETER_LIST, &[]);
        }
        let calls_base = is_constructor && !is_static;
        let mut base_call = BaseCall::default();
        if calls_base {
            self.skip_newlines();
            base_call = self
                .in_mode(LexMode::Signature, |parser| parser.base_call(&mut signature.broken_at));
        }
        let open = self.next();
        let has_body = open.kind == TokenKind::LCurly;
        let open_extent = open.extent;
        if !has_body {
            self.unget(open);
            if signature.broken_at.is_none() {
                let end = signature.close.unwrap_or(name.extent);
                signature.broken_at = Some(end);
                self.report_incomplete(after(end), MISSING_FUNCTION_BODY, &[]);
            }
        }
        let parameters = signature.parameters.unwrap_or_default();
        if signature.broken_at.is_some() {
            return None;
        }
        let first = calls_base.then(|| base_call_statement(&base_call));
        let body = self.in_mode(LexMode::Command, |parser| {
            parser.script_block(Some(open_extent), false, first)
        });
        let extent = name.extent.to(body.extent);
        let function = FunctionDefinitionAst {
            extent,
            is_filter: false,
            is_workflow: false,
            name: self.text(name).into(),
            name_extent: name.extent,
            parameters: Some(parameters),
            help_comments: self.help_comments(extent.start, &body),
            body: Arc::new(body),
        };
        let base_call = base_call.keyword.map(|_| base_call.arguments);
        Some(Method { function, base_call })
    }

    fn base_call(&mut self, broken_at: &mut Option<Extent>) -> BaseCall {
        let mut call = BaseCall::default();
        let Some(colon) = self.eat(TokenKind::Colon) else { return call };
        self.skip_newlines();
        let Some(base) = self.eat(TokenKind::Base) else {
            *broken_at = Some(colon.extent);
            self.report_incomplete(after(colon.extent), MISSING_BASE_CTOR_CALL, &[]);
            return call;
        };
        call.keyword = Some(base.extent);
        self.mark_token(base.extent, TokenFlags::KEYWORD);
        self.skip_newlines();
        match self.eat(TokenKind::LParen) {
            Some(open) => {
                (call.arguments, call.end) = self.invoke_arguments(&open);
                self.skip_newlines();
            }
            None => {
                *broken_at = Some(base.extent);
                self.report_incomplete(after(base.extent), MISSING_METHOD_PARAMETER_LIST, &[]);
            }
        }
        call
    }
}

/// The call of the base constructor as the first statement of the body.
fn base_call_statement(call: &BaseCall) -> Statement {
    let keyword = call.keyword.unwrap_or_default();
    let extent = if call.keyword.is_some() { keyword.to(call.end) } else { Extent::default() };
    let name = |text| super::literals::bare_word(keyword, text);
    let invocation = InvokeMemberExpressionAst {
        extent,
        expression: name("base"),
        member: name(".ctor"),
        arguments: call.arguments.clone(),
        generic_type_arguments: Vec::new(),
        is_static: false,
        null_conditional: false,
    };
    Statement::CommandExpression(Box::new(CommandExpressionAst {
        extent,
        expression: Expression::BaseCtorInvokeMember(Box::new(invocation)),
        redirections: Vec::new(),
    }))
}

fn broken(extent: Extent, parameters: Option<Vec<ParameterAst>>) -> Statement {
    Statement::Error(Box::new(ErrorStatementAst {
        extent,
        kind: Some(TokenKind::Function),
        parameters: parameters.unwrap_or_default(),
        ..ErrorStatementAst::default()
    }))
}
