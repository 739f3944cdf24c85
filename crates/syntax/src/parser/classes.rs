//! Classes and enums.

use super::Parser;
use super::diagnostics::{
    DUPLICATE_QUALIFIER, EXPECTED_VALUE_EXPRESSION, INCOMPLETE_MEMBER_DEFINITION,
    INVALID_UNDERLYING_TYPE, MISSING_END_CURLY_BRACE, MISSING_NAME_AFTER_KEYWORD,
    MISSING_PROPERTY_TERMINATOR, MISSING_TYPE_BODY, TOO_MANY_TYPES, TYPE_NAME_EXPECTED,
};
use super::statements::error_statement;
use super::tokens::after;
use crate::ast::{
    AttributeBase, FunctionMemberAst, MemberAst, PropertyMemberAst, Statement, TypeAttributes,
    TypeConstraintAst, TypeDefinitionAst,
};
use crate::tokenizer::lexer::{LexMode, Lexeme, LexemeValue};
use crate::{Extent, TokenFlags, TokenKind};
use std::sync::Arc;

/// What stands in front of a member.
#[derive(Default)]
struct Qualifiers {
    start: Option<Extent>,
    /// The last attribute or keyword.
    last: Option<Extent>,
    attributes: Vec<AttributeBase>,
    type_constraint: Option<TypeConstraintAst>,
    is_static: bool,
    is_hidden: bool,
}

/// What was found where a member of a class may stand.
enum Found {
    Member(MemberAst),
    /// Something that was reported; the members go on behind it.
    Broken,
    Nothing,
}

/// The types that enums can have underneath.
const INTEGRAL_TYPES: [&str; 16] = [
    "byte", "sbyte", "short", "int16", "ushort", "uint16", "int", "int32", "uint", "uint32",
    "long", "int64", "ulong", "uint64", "char", "bool",
];

impl Parser<'_> {
    fn definition_name(&mut self, keyword: &Lexeme) -> Option<(Box<str>, Extent)> {
        self.skip_newlines();
        let name = self.simple_name();
        match &name {
            Some((_, extent)) => {
                if let Some(token) = self.saved(*extent) {
                    token.flags.remove(TokenFlags::MEMBER_NAME);
                    token.flags.insert(TokenFlags::TYPE_NAME);
                }
            }
            None => {
                let text = self.text(keyword);
                let place = after(keyword.extent);
                self.report_incomplete(place, MISSING_NAME_AFTER_KEYWORD, &[text]);
            }
        }
        name
    }

    pub(super) fn class_definition(
        &mut self,
        attributes: Vec<AttributeBase>,
        keyword: Lexeme,
    ) -> Statement {
        let Some((name, name_extent)) = self.definition_name(&keyword) else {
            return error_statement(keyword.extent);
        };
        self.skip_newlines();
        self.in_mode(LexMode::Signature, |parser| {
            let base_types = parser.base_types();
            let Some(open) = parser.eat(TokenKind::LCurly) else {
                let last = base_types.last().map_or(name_extent, |base| base.extent);
                parser.report_incomplete(after(last), MISSING_TYPE_BODY, &["class"]);
                return error_statement(keyword.extent.to(last));
            };
            let mut members = Vec::new();
            let mut broken = false;
            loop {
                match parser.class_member(&name) {
                    Found::Member(member) => members.push(member),
                    Found::Broken => broken = true,
                    Found::Nothing => break,
                }
            }
            let last = members.last().map_or(open.extent, MemberAst::extent);
            let end = parser.close_body(&open, last);
            let start = attributes.first().map_or(keyword.extent, AttributeBase::extent);
            let extent = start.to(end);
            if broken {
                return error_statement(extent);
            }
            Statement::TypeDefinition(Arc::new(TypeDefinitionAst {
                extent,
                attributes,
                name,
                name_extent,
                kind: TypeAttributes::Class,
                base_types,
                members,
            }))
        })
    }

    /// `}` behind the members.
    fn close_body(&mut self, open: &Lexeme, last: Extent) -> Extent {
        if let Some(close) = self.eat(TokenKind::RCurly) {
            return close.extent;
        }
        let seen_at = self.peek_extent();
        let place = after(open.extent);
        self.report_incomplete_at(place, seen_at, MISSING_END_CURLY_BRACE, &[]);
        last
    }

    /// `: base, interface`.
    fn base_types(&mut self) -> Vec<TypeConstraintAst> {
        let mut types = Vec::new();
        let Some(colon) = self.eat(TokenKind::Colon) else { return types };
        let mut last = colon.extent;
        loop {
            self.skip_newlines();
            let Some(type_name) = self.type_name(false) else {
                self.report_incomplete(after(last), TYPE_NAME_EXPECTED, &[]);
                return types;
            };
            types.push(TypeConstraintAst { extent: type_name.extent, type_name });
            self.skip_newlines();
            match self.eat(TokenKind::Comma) {
                Some(comma) => last = comma.extent,
                None => return types,
            }
        }
    }

    fn qualifiers(&mut self) -> Qualifiers {
        let mut found = Qualifiers::default();
        loop {
            self.skip_newlines();
            if let Some(attribute) = self.attribute() {
                let extent = attribute.extent();
                found.start.get_or_insert(extent);
                found.last = Some(extent);
                match attribute {
                    AttributeBase::Attribute(_) => found.attributes.push(attribute),
                    AttributeBase::TypeConstraint(constraint) => {
                        if found.type_constraint.is_none() {
                            found.type_constraint = Some(constraint);
                        } else {
                            self.report(extent, TOO_MANY_TYPES, &[]);
                        }
                    }
                }
                continue;
            }
            let kind = self.peek_kind();
            let extent = self.peek_extent();
            found.start.get_or_insert(extent);
            let seen = match kind {
                TokenKind::Hidden => &mut found.is_hidden,
                TokenKind::Static => &mut found.is_static,
                _ => return found,
            };
            if std::mem::replace(seen, true) {
                let text = self.peek_text();
                self.report(extent, DUPLICATE_QUALIFIER, &[text]);
            }
            found.last = Some(extent);
            self.skip();
        }
    }

    fn class_member(&mut self, class_name: &str) -> Found {
        let qualifiers = self.qualifiers();
        let kind = self.peek_kind();
        if kind == TokenKind::Variable {
            return self.property(qualifiers);
        }
        if matches!(kind, TokenKind::Identifier | TokenKind::DynamicKeyword) || kind.is_keyword() {
            return self.method_member(qualifiers, class_name);
        }
        let Some(last) = qualifiers.last else { return Found::Nothing };
        self.report_incomplete(after(last), INCOMPLETE_MEMBER_DEFINITION, &[]);
        if qualifiers.attributes.is_empty() && qualifiers.type_constraint.is_none() {
            Found::Nothing
        } else {
            Found::Broken
        }
    }

    fn property(&mut self, qualifiers: Qualifiers) -> Found {
        let name = self.next();
        let mut initial_value = None;
        if self.eat(TokenKind::Equals).is_some() {
            self.skip_newlines();
            initial_value = self.expression(false);
        }
        let mut end = initial_value.as_ref().map_or(name.extent, |value| value.extent());
        let terminator = self.peek_kind();
        if !matches!(terminator, TokenKind::NewLine | TokenKind::Semi | TokenKind::RCurly) {
            self.report_incomplete(after(end), MISSING_PROPERTY_TERMINATOR, &[]);
        }
        if terminator == TokenKind::Semi {
            end = self.peek_extent();
        }
        self.skip_terminators();
        let LexemeValue::Variable(path) = &name.value else { return Found::Broken };
        Found::Member(MemberAst::Property(PropertyMemberAst {
            extent: qualifiers.start.unwrap_or(name.extent).to(end),
            name: path.clone(),
            name_extent: name.extent,
            property_type: qualifiers.type_constraint,
            attributes: qualifiers.attributes,
            initial_value,
            is_static: qualifiers.is_static,
            is_hidden: qualifiers.is_hidden,
            is_literal: false,
        }))
    }

    fn method_member(&mut self, qualifiers: Qualifiers, class_name: &str) -> Found {
        let name = self.next();
        if let Some(token) = self.saved(name.extent) {
            token.flags = TokenFlags::default();
        }
        let text = self.text(&name);
        let is_constructor = text.eq_ignore_ascii_case(class_name);
        match self.method(&name, is_constructor, qualifiers.is_static) {
            Some(method) => {
                let function = method.function;
                let start = qualifiers.start.unwrap_or(name.extent);
                Found::Member(MemberAst::Function(FunctionMemberAst {
                    extent: start.to(function.extent),
                    name: text.into(),
                    name_extent: name.extent,
                    return_type: qualifiers.type_constraint,
                    attributes: qualifiers.attributes,
                    is_static: qualifiers.is_static,
                    is_hidden: qualifiers.is_hidden,
                    is_constructor,
                    base_call: method.base_call,
                    function: Arc::new(function),
                }))
            }
            None => {
                self.sync(false, &[TokenKind::RCurly]);
                if qualifiers.attributes.is_empty() && qualifiers.type_constraint.is_none() {
                    Found::Nothing
                } else {
                    Found::Broken
                }
            }
        }
    }

    pub(super) fn enum_definition(
        &mut self,
        attributes: Vec<AttributeBase>,
        keyword: Lexeme,
    ) -> Statement {
        let Some((name, name_extent)) = self.definition_name(&keyword) else {
            return error_statement(keyword.extent);
        };
        self.in_mode(LexMode::Signature, |parser| {
            let base_types = parser.underlying_type();
            parser.skip_newlines();
            let Some(open) = parser.eat(TokenKind::LCurly) else {
                parser.report_incomplete(after(name_extent), MISSING_TYPE_BODY, &["enum"]);
                return error_statement(keyword.extent.to(name_extent));
            };
            let mut members = Vec::new();
            while let Some(member) = parser.enum_member() {
                members.push(member);
            }
            let last = members.last().map_or(open.extent, MemberAst::extent);
            let end = parser.close_body(&open, last);
            let start = attributes.first().map_or(keyword.extent, AttributeBase::extent);
            Statement::TypeDefinition(Arc::new(TypeDefinitionAst {
                extent: start.to(end),
                attributes,
                name,
                name_extent,
                kind: TypeAttributes::Enum,
                base_types,
                members,
            }))
        })
    }

    fn underlying_type(&mut self) -> Vec<TypeConstraintAst> {
        let Some(colon) = self.eat(TokenKind::Colon) else { return Vec::new() };
        self.skip_newlines();
        let Some(type_name) = self.type_name(false) else {
            self.report_incomplete(after(colon.extent), TYPE_NAME_EXPECTED, &[]);
            return Vec::new();
        };
        let full = type_name.full_name();
        let simple = full.get(..7).filter(|start| start.eq_ignore_ascii_case("system."));
        let simple = simple.and_then(|_| full.get(7..)).unwrap_or(&full);
        if !INTEGRAL_TYPES.iter().any(|known| known.eq_ignore_ascii_case(simple)) {
            self.report(type_name.extent, INVALID_UNDERLYING_TYPE, &[&full]);
        }
        vec![TypeConstraintAst { extent: type_name.extent, type_name }]
    }

    fn enum_member(&mut self) -> Option<MemberAst> {
        self.skip_newlines();
        let (name, name_extent) = self.simple_name()?;
        let mut end = name_extent;
        let mut value_missing = false;
        let initial_value = self.in_mode(LexMode::Expression, |parser| {
            let equals = parser.eat(TokenKind::Equals)?;
            let value = parser.expression(false);
            match &value {
                Some(value) => end = value.extent(),
                None => {
                    value_missing = true;
                    end = equals.extent;
                    parser.report(after(equals.extent), EXPECTED_VALUE_EXPRESSION, &["="]);
                }
            }
            value
        });
        let terminator = self.peek_kind();
        let terminated =
            matches!(terminator, TokenKind::NewLine | TokenKind::Semi | TokenKind::RCurly);
        if !terminated && !value_missing {
            self.report_incomplete(after(end), MISSING_PROPERTY_TERMINATOR, &[]);
        }
        if terminator == TokenKind::Semi {
            end = self.peek_extent();
        }
        self.skip_terminators();
        Some(MemberAst::Property(PropertyMemberAst {
            extent: name_extent.to(end),
            name,
            name_extent,
            property_type: None,
            attributes: Vec::new(),
            initial_value,
            is_static: true,
            is_hidden: false,
            is_literal: true,
        }))
    }
}
