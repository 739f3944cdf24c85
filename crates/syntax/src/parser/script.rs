//! Script blocks: `using`, `param`, named blocks, lists of statements.

use super::Parser;
use super::diagnostics::{
    DUPLICATE_SCRIPT_COMMAND_CLAUSE, INVALID_FUNCTION_PARAMETER, MISSING_END_CURLY_BRACE,
    MISSING_END_PARENTHESIS_IN_FUNCTION_PARAMETER_LIST, MISSING_EXPRESSION_AFTER_TOKEN,
    MISSING_NAMED_BLOCKS, MISSING_NAMED_STATEMENT_BLOCK, TYPE_NOT_ALLOWED_BEFORE_PARAM,
    UNEXPECTED_TOKEN,
};
use super::tokens::{after, before};
use crate::ast::{
    AttributeBase, NamedBlockAst, NamedBlockKind, ParamBlockAst, ParameterAst, ScriptBlockAst,
    Statement, StatementBlockAst, TrapStatementAst, VariableExpressionAst, VariablePath,
};
use crate::tokenizer::lexer::{LexMode, Lexeme, LexemeValue};
use crate::{Extent, TokenKind};
use std::sync::Arc;

/// Statements read one after the other, with the extent from the first to the last.
#[derive(Default)]
pub(super) struct StatementList {
    pub(super) traps: Vec<TrapStatementAst>,
    pub(super) statements: Vec<Statement>,
    pub(super) extent: Option<Extent>,
}

impl Parser<'_> {
    /// A whole script.
    pub(super) fn script(&mut self) -> ScriptBlockAst {
        self.script_block(None, false, None)
    }

    /// The inside of a script block. `curly` was taken and its partner is looked for; without it
    /// the block is the whole text. `first` is put in front of the statements.
    pub(super) fn script_block(
        &mut self,
        curly: Option<Extent>,
        is_filter: bool,
        first: Option<Statement>,
    ) -> ScriptBlockAst {
        self.skip_newlines();
        let using_statements = match curly {
            None => self.using_statements(),
            Some(_) => Vec::new(),
        };
        let mark = self.mark();
        let param_block = self.param_block();
        if param_block.is_none() {
            self.rewind(mark);
        }
        self.skip_terminators();
        let mut block = ScriptBlockAst {
            extent: Extent::default(),
            source: Arc::clone(&self.source),
            attributes: Vec::new(),
            using_statements,
            param_block,
            dynamic_param_block: None,
            begin_block: None,
            process_block: None,
            end_block: None,
            clean_block: None,
            requirements: None,
            is_configuration: false,
        };
        if self.peek_kind().is_block_name() {
            self.named_blocks(curly, &mut block);
        } else {
            self.unnamed_block(curly, is_filter, first, &mut block);
        }
        block
    }

    fn whole_text(&self) -> Extent {
        self.lexer.extent(0, self.lexer.text.len())
    }

    fn unnamed_block(
        &mut self,
        curly: Option<Extent>,
        is_filter: bool,
        first: Option<Statement>,
        block: &mut ScriptBlockAst,
    ) {
        let mut list = StatementList::default();
        list.statements.extend(first);
        let mut extent = block.param_block.as_ref().map(|param| param.extent);
        loop {
            list.extent = None;
            self.statement_list(&mut list);
            extent = match (extent, list.extent) {
                (Some(before), Some(more)) => Some(before.to(more)),
                (before, more) => before.or(more),
            };
            match self.finish_block(curly, &mut extent) {
                Some(full) => {
                    block.extent = full;
                    break;
                }
                None => continue,
            }
        }
        let kind = if is_filter { NamedBlockKind::Process } else { NamedBlockKind::End };
        let named = NamedBlockAst {
            extent: extent.unwrap_or_default(),
            unnamed: true,
            kind,
            traps: list.traps,
            statements: list.statements,
        };
        if is_filter {
            block.process_block = Some(named);
        } else {
            block.end_block = Some(named);
        }
    }

    /// Looks for the end of the block; gives its whole extent. At the end of a script an
    /// unexpected token is dropped, and `None` asks to go on.
    fn finish_block(&mut self, curly: Option<Extent>, body: &mut Option<Extent>) -> Option<Extent> {
        let token = self.next();
        let Some(curly) = curly else {
            if token.kind == TokenKind::EndOfInput {
                self.unget(token);
                return Some(self.whole_text());
            }
            self.report(token.extent, UNEXPECTED_TOKEN, &[self.text(&token)]);
            return None;
        };
        if token.kind == TokenKind::RCurly {
            if body.is_none() && curly.end != token.extent.start {
                *body = Some(after(curly).to(before(token.extent)));
            }
            return Some(curly.to(token.extent));
        }
        let seen_at = token.extent;
        self.unget(token);
        self.report_incomplete_at(curly, seen_at, MISSING_END_CURLY_BRACE, &[]);
        Some(curly.to(body.unwrap_or(curly)))
    }

    fn named_blocks(&mut self, curly: Option<Extent>, block: &mut ScriptBlockAst) {
        let mut start = curly.or(block.param_block.as_ref().map(|param| param.extent));
        let mut end = None;
        loop {
            let name = self.next();
            let kind = match name.kind {
                TokenKind::Dynamicparam => NamedBlockKind::DynamicParam,
                TokenKind::Begin => NamedBlockKind::Begin,
                TokenKind::Process => NamedBlockKind::Process,
                TokenKind::End => NamedBlockKind::End,
                TokenKind::Clean => NamedBlockKind::Clean,
                TokenKind::RCurly | TokenKind::EndOfInput => {
                    self.unget(name);
                    break;
                }
                _ => {
                    let text = self.text(&name);
                    self.report(name.extent, MISSING_NAMED_BLOCKS, &[text]);
                    block.extent = match (curly, start, end) {
                        (Some(_), Some(start), Some(end)) => start.to(end),
                        (Some(curly), ..) => curly,
                        _ => self.whole_text(),
                    };
                    if curly.is_some() {
                        self.unget(name);
                    }
                    return;
                }
            };
            start.get_or_insert(name.extent);
            let body = match self.statement_block() {
                Some(body) => body,
                None => {
                    let text = name.kind.text();
                    let place = after(name.extent);
                    self.report_incomplete(place, MISSING_NAMED_STATEMENT_BLOCK, &[text]);
                    StatementBlockAst { extent: name.extent, ..StatementBlockAst::default() }
                }
            };
            end = Some(body.extent);
            let named = NamedBlockAst {
                extent: name.extent.to(body.extent),
                unnamed: false,
                kind,
                traps: body.traps,
                statements: body.statements,
            };
            let slot = match kind {
                NamedBlockKind::DynamicParam => &mut block.dynamic_param_block,
                NamedBlockKind::Begin => &mut block.begin_block,
                NamedBlockKind::Process => &mut block.process_block,
                NamedBlockKind::End => &mut block.end_block,
                NamedBlockKind::Clean => &mut block.clean_block,
            };
            if slot.is_none() {
                *slot = Some(named);
            } else {
                let clause = name.kind.text();
                self.report(named.extent, DUPLICATE_SCRIPT_COMMAND_CLAUSE, &[clause]);
            }
            self.skip_terminators();
        }
        let mut body = start.zip(end).map(|(start, end)| start.to(end));
        block.extent = match self.finish_block(curly, &mut body) {
            Some(extent) => extent,
            None => self.whole_text(),
        };
    }

    /// `[attributes] param (…)`. The caller goes back when there is none.
    fn param_block(&mut self) -> Option<ParamBlockAst> {
        self.skip_newlines();
        let candidates = self.attribute_list(false);
        self.skip_newlines();
        let keyword = self.eat(TokenKind::Param)?;
        self.skip_newlines();
        // Without parenthesis it is a command of that name.
        let open = self.eat(TokenKind::LParen)?;
        let parameters = self.parameter_list();
        self.skip_newlines();
        let close = self.next();
        let end = if close.kind == TokenKind::RParen {
            close.extent
        } else {
            let last = parameters.last().map_or(open.extent, |parameter| parameter.extent);
            let end = before(close.extent);
            self.unget(close);
            let message = MISSING_END_PARENTHESIS_IN_FUNCTION_PARAMETER_LIST;
            self.report_incomplete(after(last), message, &[]);
            end
        };
        let mut attributes = Vec::new();
        for candidate in candidates.unwrap_or_default() {
            match candidate {
                AttributeBase::Attribute(_) => attributes.push(candidate),
                AttributeBase::TypeConstraint(constraint) => {
                    let name = constraint.type_name.full_name();
                    self.report(constraint.extent, TYPE_NOT_ALLOWED_BEFORE_PARAM, &[&name]);
                }
            }
        }
        Some(ParamBlockAst { extent: keyword.extent.to(end), attributes, parameters })
    }

    /// Parameters separated by commas, up to something that is none.
    pub(super) fn parameter_list(&mut self) -> Vec<ParameterAst> {
        let mut parameters = Vec::new();
        let mut comma: Option<Lexeme> = None;
        loop {
            match self.parameter() {
                Some(parameter) => parameters.push(parameter),
                None => {
                    if let Some(comma) = comma {
                        let place = after(comma.extent);
                        self.report_incomplete(place, MISSING_EXPRESSION_AFTER_TOKEN, &[","]);
                    }
                    return parameters;
                }
            }
            self.skip_newlines();
            comma = self.eat(TokenKind::Comma);
            if comma.is_none() {
                return parameters;
            }
        }
    }

    fn parameter(&mut self) -> Option<ParameterAst> {
        self.with_no_comma(true, |parser| {
            parser.in_mode(LexMode::Expression, Self::parameter_inside)
        })
    }

    fn parameter_inside(&mut self) -> Option<ParameterAst> {
        self.skip_newlines();
        let attributes = self.attribute_list(false).unwrap_or_default();
        self.skip_newlines();
        let token = self.next();
        let splatted = token.kind == TokenKind::SplattedVariable;
        let LexemeValue::Variable(name) = &token.value else {
            self.unget(token);
            let (first, last) = (attributes.first()?.extent(), attributes.last()?.extent());
            self.report_incomplete(after(last), INVALID_FUNCTION_PARAMETER, &[]);
            self.sync(true, &[TokenKind::RParen]);
            let extent = first.to(last);
            let path = VariablePath::new("__error__");
            let name = VariableExpressionAst { extent, path, splatted: false };
            return Some(ParameterAst { extent, attributes, name, default_value: None });
        };
        let name =
            VariableExpressionAst { extent: token.extent, path: VariablePath::new(name), splatted };
        self.skip_newlines();
        let mut default_value = None;
        if let Some(equals) = self.eat(TokenKind::Equals) {
            self.skip_newlines();
            default_value = self.expression(false).map(Box::new);
            if default_value.is_none() {
                let place = after(equals.extent);
                self.report_incomplete(place, MISSING_EXPRESSION_AFTER_TOKEN, &["="]);
            }
        }
        let start = attributes.first().map_or(name.extent, AttributeBase::extent);
        let end = default_value.as_ref().map_or(name.extent, |value| value.extent());
        Some(ParameterAst { extent: start.to(end), attributes, name, default_value })
    }

    /// `{ … }` as the body of a statement.
    pub(super) fn statement_block(&mut self) -> Option<StatementBlockAst> {
        self.skip_newlines();
        let open = self.eat(TokenKind::LCurly)?;
        let mut list = StatementList::default();
        self.statement_list(&mut list);
        let close = self.next();
        let end = if close.kind == TokenKind::RCurly {
            close.extent
        } else {
            let seen_at = close.extent;
            self.unget(close);
            self.report_incomplete_at(open.extent, seen_at, MISSING_END_CURLY_BRACE, &[]);
            list.extent.unwrap_or(open.extent)
        };
        Some(StatementBlockAst {
            extent: open.extent.to(end),
            traps: list.traps,
            statements: list.statements,
        })
    }

    /// Statements up to a closing bracket or the end.
    pub(super) fn statement_list(&mut self, list: &mut StatementList) {
        self.skip_terminators();
        while let Some(statement) = self.statement() {
            let extent = statement.extent();
            list.extent = Some(list.extent.map_or(extent, |before| before.to(extent)));
            match statement {
                Statement::Trap(trap) => list.traps.push(*trap),
                other => list.statements.push(other),
            }
            self.skip_terminators();
            if matches!(self.peek_kind(), TokenKind::RParen | TokenKind::RCurly) {
                return;
            }
        }
    }
}
