//! Trees as compact text, for tests and for looking at them.

use super::*;
use std::fmt::{self, Display, Formatter};

/// Writes a node as `(Kind details child child …)`: the kind without `Ast`, then what the kind has
/// besides children.
impl Display for NodeRef<'_> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let kind = self.kind_name();
        let kind = kind.strip_suffix("Ast").unwrap_or(kind);
        let shorter = kind.strip_suffix("Expression").or_else(|| kind.strip_suffix("Statement"));
        // `CommandExpression` would be taken for a command.
        let kind = shorter.filter(|_| kind != "CommandExpression").unwrap_or(kind);
        write!(formatter, "({kind}")?;
        self.details(formatter)?;
        for child in self.children() {
            write!(formatter, " {child}")?;
        }
        formatter.write_str(")")
    }
}

fn flag(formatter: &mut Formatter<'_>, set: bool, name: &str) -> fmt::Result {
    if set { write!(formatter, " {name}") } else { Ok(()) }
}

fn label(formatter: &mut Formatter<'_>, label: Option<&str>) -> fmt::Result {
    match label {
        Some(label) => write!(formatter, " :{label}"),
        None => Ok(()),
    }
}

impl NodeRef<'_> {
    fn details(self, formatter: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::NamedBlock(node) => {
                write!(formatter, " {:?}", node.kind)?;
                flag(formatter, node.unnamed, "unnamed")
            }
            Self::Pipeline(node) => flag(formatter, node.background, "&"),
            Self::PipelineChain(node) => {
                write!(formatter, " {}", node.operator.text())?;
                flag(formatter, node.background, "&")
            }
            Self::Assignment(node) => write!(formatter, " {}", node.operator.text()),
            Self::Command(node) => match node.invocation_operator {
                InvocationOperator::None => Ok(()),
                InvocationOperator::Ampersand => formatter.write_str(" &"),
                InvocationOperator::Dot => formatter.write_str(" ."),
            },
            Self::CommandParameter(node) => write!(formatter, " -{}", node.parameter_name),
            Self::FileRedirection(node) => {
                write!(formatter, " {:?}", node.from_stream)?;
                flag(formatter, node.append, "append")
            }
            Self::MergingRedirection(node) => {
                write!(formatter, " {:?}>{:?}", node.from_stream, node.to_stream)
            }
            Self::While(node) => label(formatter, node.label.as_deref()),
            Self::DoWhile(node) | Self::DoUntil(node) => label(formatter, node.label.as_deref()),
            Self::For(node) => label(formatter, node.label.as_deref()),
            Self::ForEach(node) => label(formatter, node.label.as_deref()),
            Self::Switch(node) => {
                label(formatter, node.label.as_deref())?;
                let flags = &node.flags;
                flag(formatter, flags.file, "-file")?;
                flag(formatter, flags.regex, "-regex")?;
                flag(formatter, flags.wildcard, "-wildcard")?;
                flag(formatter, flags.case_sensitive, "-casesensitive")
            }
            Self::Data(node) => match &node.variable {
                Some(name) => write!(formatter, " {name}"),
                None => Ok(()),
            },
            Self::FunctionDefinition(node) => {
                flag(formatter, node.is_filter, "filter")?;
                write!(formatter, " {}", node.name)
            }
            Self::TypeDefinition(node) => write!(formatter, " {:?} {}", node.kind, node.name),
            Self::PropertyMember(node) => {
                flag(formatter, node.is_hidden, "hidden")?;
                flag(formatter, node.is_static, "static")?;
                write!(formatter, " {}", node.name)
            }
            Self::FunctionMember(node) => {
                flag(formatter, node.is_hidden, "hidden")?;
                flag(formatter, node.is_static, "static")?;
                flag(formatter, node.is_constructor, "constructor")?;
                write!(formatter, " {}", node.name)
            }
            Self::Using(node) => write!(formatter, " {:?}", node.kind),
            Self::NamedAttributeArgument(node) => write!(formatter, " {}", node.argument_name),
            Self::Attribute(node) => write!(formatter, " {}", node.type_name),
            Self::TypeConstraint(node) => write!(formatter, " {}", node.type_name),
            _ => self.expression_details(formatter),
        }
    }

    fn expression_details(self, formatter: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Constant(node) => write!(formatter, " {:?}", node.value),
            Self::StringConstant(node) => match node.kind {
                StringConstantType::BareWord => write!(formatter, " {}", node.value),
                _ => write!(formatter, " {:?}", node.value),
            },
            Self::ExpandableString(node) => write!(formatter, " {:?}", node.value),
            Self::Variable(node) => {
                let sigil = if node.splatted { '@' } else { '$' };
                write!(formatter, " {sigil}{}", node.path.user_path)
            }
            Self::Type(node) => write!(formatter, " {}", node.type_name),
            Self::Unary(node) => write!(formatter, " {:?}", node.operator),
            Self::Binary(node) => write!(formatter, " {:?}", node.operator),
            Self::Member(node) => {
                flag(formatter, node.is_static, "::")?;
                flag(formatter, node.null_conditional, "?.")
            }
            Self::InvokeMember(node) => {
                flag(formatter, node.is_static, "::")?;
                flag(formatter, node.null_conditional, "?.")?;
                for argument in &node.generic_type_arguments {
                    write!(formatter, " <{argument}>")?;
                }
                Ok(())
            }
            Self::Index(node) => flag(formatter, node.null_conditional, "?["),
            _ => Ok(()),
        }
    }
}
