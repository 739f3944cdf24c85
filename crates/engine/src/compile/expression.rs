//! Expressions.

use std::sync::Arc;

use remora_psobject::{BigInt, Decimal, PsString, Value};
use remora_syntax::TokenKind;
use remora_syntax::ast::{
    AttributeBase, ConstantValue, ExpandablePart, Expression, HashtableAst,
    Statement as StatementAst,
};

use super::node::{Expr, MemberName, MethodCall, Part, Statement, Target};
use super::{Compiler, numeric};
use crate::script::Body;

/// The value of a number literal.
pub(crate) fn constant(value: &ConstantValue) -> Value {
    match value {
        ConstantValue::SByte(number) => Value::I8(*number),
        ConstantValue::Byte(number) => Value::U8(*number),
        ConstantValue::Int16(number) => Value::I16(*number),
        ConstantValue::UInt16(number) => Value::U16(*number),
        ConstantValue::Int32(number) => Value::I32(*number),
        ConstantValue::UInt32(number) => Value::U32(*number),
        ConstantValue::Int64(number) => Value::I64(*number),
        ConstantValue::UInt64(number) => Value::U64(*number),
        ConstantValue::Double(number) => Value::F64(*number),
        ConstantValue::Boolean(truth) => Value::Bool(*truth),
        ConstantValue::Decimal(literal) => {
            let mantissa = i128::try_from(literal.mantissa).unwrap_or(i128::MAX);
            let signed = if literal.negative { -mantissa } else { mantissa };
            Value::from(Decimal::from_i128_with_scale(signed, u32::from(literal.scale)))
        }
        ConstantValue::BigInteger(digits) => {
            Value::from(digits.parse::<BigInt>().unwrap_or_default())
        }
    }
}

impl Compiler {
    pub(super) fn expression(&mut self, expression: &Expression) -> Expr {
        match expression {
            Expression::Constant(node) => Expr::Constant(constant(&node.value)),
            Expression::StringConstant(node) => Expr::Constant(Value::from(&*node.value)),
            Expression::ExpandableString(node) => {
                let parts = node
                    .parts
                    .iter()
                    .map(|part| match part {
                        ExpandablePart::Text(text) => Part::Text(PsString::from(&**text)),
                        ExpandablePart::Expression(inner) => {
                            Part::Expression(self.expression(inner))
                        }
                    })
                    .collect();
                Expr::Interpolate(parts)
            }
            Expression::Variable(node) => {
                if node.path.is_named("true") {
                    return Expr::Constant(Value::Bool(true));
                }
                if node.path.is_named("false") {
                    return Expr::Constant(Value::Bool(false));
                }
                if node.path.is_named("null") {
                    return Expr::Constant(Value::Null);
                }
                Expr::Variable(self.variable(&node.path))
            }
            Expression::Using(node) => Expr::Using {
                text: self.source.slice(node.extent).into(),
                variable: self.boxed(&node.sub_expression),
            },
            Expression::Type(node) => Expr::Type(Box::new(Self::type_ref(&node.type_name))),
            Expression::Convert(node) => self.convert(node),
            Expression::Attributed(node) => self.expression(&node.child),
            Expression::Unary(node) => self.unary(node),
            Expression::Binary(node) => {
                let operands = || (self.expression(&node.left), self.expression(&node.right));
                let operands = Box::new({
                    let mut operands = operands;
                    operands()
                });
                match node.operator {
                    TokenKind::And => Expr::And(operands),
                    TokenKind::Or => Expr::Or(operands),
                    TokenKind::QuestionQuestion => Expr::Coalesce(operands),
                    operator => {
                        let numeric = numeric::classify(operator, &operands.0, &operands.1);
                        Expr::Binary { operator, numeric, operands }
                    }
                }
            }
            Expression::Ternary(node) => Expr::Ternary(Box::new((
                self.expression(&node.condition),
                self.expression(&node.if_true),
                self.expression(&node.if_false),
            ))),
            Expression::Member(node) => Expr::Member {
                object: self.boxed(&node.expression),
                name: self.member_name(&node.member),
                is_static: node.is_static,
                null_conditional: node.null_conditional,
            },
            Expression::InvokeMember(node) => Expr::Call(Box::new(MethodCall {
                object: self.expression(&node.expression),
                name: self.member_name(&node.member),
                arguments: node
                    .arguments
                    .iter()
                    .map(|argument| self.expression(argument))
                    .collect(),
                type_arguments: node.generic_type_arguments.iter().map(Self::type_ref).collect(),
                is_static: node.is_static,
                null_conditional: node.null_conditional,
                site: remora_language::invoke::CallSite::default(),
            })),
            Expression::BaseCtorInvokeMember(node) => Expr::BaseConstructor(
                node.arguments.iter().map(|argument| self.expression(argument)).collect(),
            ),
            Expression::Index(node) => Expr::Index {
                object: self.boxed(&node.target),
                index: self.boxed(&node.index),
                null_conditional: node.null_conditional,
            },
            Expression::Array(node) => Expr::Array(Box::new(self.block(&node.sub_expression))),
            Expression::ArrayLiteral(node) => {
                Expr::List(node.elements.iter().map(|item| self.expression(item)).collect())
            }
            Expression::Hashtable(node) => Expr::Hashtable(self.pairs(node)),
            Expression::ScriptBlock(node) => {
                Expr::ScriptBlock(Arc::new(Body::new(Arc::clone(&node.script_block))))
            }
            Expression::Paren(node) => self.paren(&node.pipeline),
            Expression::Sub(node) => Expr::Sub(Box::new(self.block(&node.sub_expression))),
            Expression::Error(_) => Expr::Unsupported("A script with parse errors"),
        }
    }

    fn paren(&mut self, pipeline: &StatementAst) -> Expr {
        Expr::Paren(Box::new(self.value_statement(pipeline)))
    }

    fn pairs(&mut self, table: &HashtableAst) -> Vec<(Expr, Statement)> {
        table
            .key_value_pairs
            .iter()
            .map(|(key, value)| (self.expression(key), self.value_statement(value)))
            .collect()
    }

    pub(super) fn member_name(&mut self, member: &Expression) -> MemberName {
        match member.as_string() {
            Some(name) => MemberName::Constant(name.into()),
            None => match member {
                Expression::Constant(node) => MemberName::Constant(
                    remora_language::string_conversion::to_string(&constant(&node.value)),
                ),
                other => MemberName::Dynamic(self.boxed(other)),
            },
        }
    }

    fn convert(&mut self, node: &remora_syntax::ast::ConvertExpressionAst) -> Expr {
        let name = &node.type_constraint.type_name;
        if let Expression::Hashtable(table) = &node.child {
            if name.is_simple("ordered") {
                return Expr::Ordered(self.pairs(table));
            }
            if name.is_simple("pscustomobject")
                || name.is_simple("System.Management.Automation.PSCustomObject")
            {
                return Expr::CustomObject(self.pairs(table));
            }
        }
        if name.is_simple("ref") {
            let read = self.boxed(&node.child);
            return Expr::Reference(Box::new(self.target(&node.child)), read);
        }
        let mut target = Self::type_ref(name);
        if name.is_simple("pscustomobject") {
            // The accelerator names PSObject; as a cast it makes a property bag.
            target.name = "System.Management.Automation.PSCustomObject".to_owned();
        }
        Expr::Convert { target: Box::new(target), child: self.boxed(&node.child) }
    }

    fn unary(&mut self, node: &remora_syntax::ast::UnaryExpressionAst) -> Expr {
        let (down, prefix) = match node.operator {
            TokenKind::PlusPlus => (false, true),
            TokenKind::MinusMinus => (true, true),
            TokenKind::PostfixPlusPlus => (false, false),
            TokenKind::PostfixMinusMinus => (true, false),
            operator => {
                return Expr::Unary { operator, child: self.boxed(&node.child) };
            }
        };
        Expr::Increment {
            target: Box::new(self.target(&node.child)),
            read: self.boxed(&node.child),
            down,
            prefix,
        }
    }

    /// What an assignment assigns to.
    pub(super) fn target(&mut self, expression: &Expression) -> Target {
        match expression {
            Expression::Variable(node) => Target::Variable(self.variable(&node.path)),
            Expression::Member(node) => Target::Member {
                object: self.boxed(&node.expression),
                name: self.member_name(&node.member),
                is_static: node.is_static,
            },
            Expression::Index(node) => {
                Target::Index { object: self.boxed(&node.target), index: self.boxed(&node.index) }
            }
            Expression::ArrayLiteral(node) => {
                Target::List(node.elements.iter().map(|item| self.target(item)).collect())
            }
            Expression::Paren(node) => match node.pipeline.pure_expression() {
                Some(inner) => self.target(inner),
                None => Target::Invalid,
            },
            Expression::Convert(_) | Expression::Attributed(_) => {
                let mut attributes = Vec::new();
                let mut inner = expression;
                loop {
                    match inner {
                        Expression::Convert(node) => {
                            attributes
                                .push(AttributeBase::TypeConstraint(node.type_constraint.clone()));
                            inner = &node.child;
                        }
                        Expression::Attributed(node) => {
                            attributes.push(node.attribute.clone());
                            inner = &node.child;
                        }
                        Expression::Variable(node) => {
                            return Target::Constrained {
                                variable: self.variable(&node.path),
                                attributes,
                            };
                        }
                        other => return self.target(other),
                    }
                }
            }
            _ => Target::Invalid,
        }
    }
}
