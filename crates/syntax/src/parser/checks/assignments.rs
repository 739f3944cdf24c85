//! What can be assigned to, and conversions that only some operands allow.

use super::Checker;
use crate::ast::{
    AssignmentStatementAst, AttributeBase, ConvertExpressionAst, Expression, NodeRef,
    TypeConstraintAst, UnaryExpressionAst,
};
use crate::parser::diagnostics::{
    INVALID_LEFT_HAND_SIDE, OPERATOR_REQUIRES_VARIABLE_OR_PROPERTY,
    ORDERED_ATTRIBUTE_ONLY_ON_HASH_LITERAL_NODE,
    REFERENCE_NEEDS_TO_BE_BY_ITSELF_IN_TYPE_CONSTRAINT,
    REFERENCE_NEEDS_TO_BE_LAST_TYPE_IN_TYPE_CONVERSION, VOID_TYPE_CONSTRAINT_NOT_ALLOWED,
};
use crate::{Extent, TokenKind};

/// True for the names of `System.Void`.
pub(super) fn is_void(constraint: &TypeConstraintAst) -> bool {
    constraint.type_name.is_simple("void") || constraint.type_name.is_simple("System.Void")
}

fn is_reference(constraint: &TypeConstraintAst) -> bool {
    ["ref", "psreference", "System.Management.Automation.PSReference"]
        .iter()
        .any(|name| constraint.type_name.is_simple(name))
}

impl Checker<'_> {
    pub(super) fn assignment(&mut self, assignment: &AssignmentStatementAst) {
        let mut wrong = Vec::new();
        let simple = assignment.operator == TokenKind::Equals;
        self.target(&assignment.left, simple, &mut wrong);
        for extent in wrong {
            self.report(extent, INVALID_LEFT_HAND_SIDE, &[]);
        }
    }

    pub(super) fn increment(&mut self, unary: &UnaryExpressionAst) {
        if matches!(
            unary.operator,
            TokenKind::PlusPlus
                | TokenKind::MinusMinus
                | TokenKind::PostfixPlusPlus
                | TokenKind::PostfixMinusMinus
        ) {
            let mut wrong = Vec::new();
            self.target(&unary.child, false, &mut wrong);
            for extent in wrong {
                let message = OPERATOR_REQUIRES_VARIABLE_OR_PROPERTY;
                self.report(extent, message, &[unary.operator.text()]);
            }
        }
    }

    /// Collects the parts of a target that nothing can be assigned to. Only a simple assignment
    /// takes several targets.
    fn target(&mut self, target: &Expression, simple: bool, wrong: &mut Vec<Extent>) {
        match target {
            Expression::ArrayLiteral(array) if simple => {
                for element in &array.elements {
                    self.target(element, true, wrong);
                }
            }
            Expression::Paren(paren) => match paren.pipeline.pure_expression() {
                Some(inner) => self.target(inner, simple, wrong),
                None => wrong.push(paren.pipeline.extent()),
            },
            Expression::Member(member) if !member.null_conditional => {}
            Expression::InvokeMember(member) if !member.null_conditional => {}
            Expression::Index(index) if !index.null_conditional => {}
            Expression::Variable(_) => {}
            Expression::Convert(_) | Expression::Attributed(_) => {
                self.constrained_target(target, simple, wrong);
            }
            _ => wrong.push(target.extent()),
        }
    }

    fn constrained_target(&mut self, target: &Expression, simple: bool, wrong: &mut Vec<Extent>) {
        let mut inner = target;
        let mut conversions = 0;
        let mut reference = None;
        loop {
            inner = match inner {
                Expression::Convert(convert) => {
                    conversions += 1;
                    let constraint = &convert.type_constraint;
                    if is_reference(constraint) {
                        reference = Some(constraint.extent);
                    } else if is_void(constraint) {
                        self.report(constraint.extent, VOID_TYPE_CONSTRAINT_NOT_ALLOWED, &[]);
                    }
                    &convert.child
                }
                Expression::Attributed(attributed) => &attributed.child,
                _ => break,
            };
        }
        match reference {
            Some(extent) if conversions > 1 => {
                let message = REFERENCE_NEEDS_TO_BE_BY_ITSELF_IN_TYPE_CONSTRAINT;
                self.report(extent, message, &[]);
            }
            _ => self.target(inner, simple, wrong),
        }
    }

    /// `[ordered]` is for hashtable literals, and nothing converts a `[ref]` further.
    pub(super) fn conversion(&mut self, convert: &ConvertExpressionAst, ancestors: &[NodeRef<'_>]) {
        let name = &convert.type_constraint.type_name;
        if name.is_simple("ordered") && !matches!(convert.child, Expression::Hashtable(_)) {
            let message = ORDERED_ATTRIBUTE_ONLY_ON_HASH_LITERAL_NODE;
            self.report(convert.extent, message, &[&name.full_name()]);
        }
        let converted = matches!(ancestors.last(), Some(NodeRef::Convert(outer))
            if !is_reference(&outer.type_constraint));
        let assigned = ancestors.iter().rev().find_map(|ancestor| match ancestor {
            NodeRef::Assignment(node) => Some(node.left.extent().end >= convert.extent.end),
            NodeRef::CommandExpression(_) => Some(false),
            _ => None,
        }) == Some(true);
        if converted && !assigned && is_reference(&convert.type_constraint) {
            let place = convert.type_constraint.extent;
            self.report(place, REFERENCE_NEEDS_TO_BE_LAST_TYPE_IN_TYPE_CONVERSION, &[]);
        }
    }
}

/// The type constraints among attributes.
pub(super) fn constraints(
    attributes: &[AttributeBase],
) -> impl Iterator<Item = &TypeConstraintAst> {
    attributes.iter().filter_map(|attribute| match attribute {
        AttributeBase::TypeConstraint(constraint) => Some(constraint),
        AttributeBase::Attribute(_) => None,
    })
}
