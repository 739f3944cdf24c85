//! Which expressions have a value without running anything.

use crate::ast::{ExpandablePart, Expression, StatementBlockAst};

/// True when the value is known before the script runs. Script blocks count as values where
/// `script_blocks` says so.
pub(in crate::parser) fn is_constant(expression: &Expression, script_blocks: bool) -> bool {
    let constant = |inner: &Expression| is_constant(inner, script_blocks);
    match expression {
        Expression::Constant(_) | Expression::StringConstant(_) | Expression::Type(_) => true,
        Expression::Variable(variable) => variable.is_constant(),
        Expression::ScriptBlock(_) => script_blocks,
        Expression::ExpandableString(text) => {
            !text.parts.iter().any(|part| matches!(part, ExpandablePart::Expression(_)))
        }
        Expression::Convert(convert) => constant(&convert.child),
        Expression::Unary(unary) => folds(unary.operator) && constant(&unary.child),
        Expression::Binary(binary) => {
            folds(binary.operator) && constant(&binary.left) && constant(&binary.right)
        }
        Expression::Ternary(ternary) => {
            constant(&ternary.condition)
                && constant(&ternary.if_true)
                && constant(&ternary.if_false)
        }
        Expression::ArrayLiteral(array) => array.elements.iter().all(constant),
        Expression::Paren(paren) => paren.pipeline.pure_expression().is_some_and(constant),
        Expression::Array(array) => block_is_constant(&array.sub_expression, script_blocks),
        Expression::Sub(sub) => block_is_constant(&sub.sub_expression, script_blocks),
        Expression::Hashtable(hashtable) => hashtable
            .key_value_pairs
            .iter()
            .all(|(key, value)| constant(key) && value.pure_expression().is_some_and(constant)),
        Expression::Member(member) => {
            member.is_static
                && matches!(member.expression, Expression::Type(_))
                && matches!(member.member, Expression::StringConstant(_))
        }
        Expression::Index(index) => constant(&index.target) && constant(&index.index),
        _ => false,
    }
}

fn folds(operator: crate::TokenKind) -> bool {
    const CAN_CONSTANT_FOLD: u32 = 0x80_0000;
    operator.static_flags() & CAN_CONSTANT_FOLD != 0
}

fn block_is_constant(block: &StatementBlockAst, script_blocks: bool) -> bool {
    block.traps.is_empty()
        && block.statements.iter().all(|statement| {
            statement
                .pure_expression()
                .is_some_and(|expression| is_constant(expression, script_blocks))
        })
}
