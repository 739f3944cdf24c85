//! Pipelines and commands.

use parking_lot::Mutex;
use remora_psobject::{PsString, Value};
use remora_syntax::ast::{
    CommandAst, CommandBase, CommandElement, CommandExpressionAst, Expression, PipelineAst,
    Redirection as RedirectionAst, StringConstantType,
};

use super::Compiler;
use super::node::{Argument, Command, Element, Expr, Name, Pipeline, Redirection};

impl Compiler {
    pub(super) fn pipeline(&mut self, pipeline: &PipelineAst) -> Pipeline {
        let text = self.source.slice(pipeline.extent).trim_end();
        let text = if pipeline.background {
            text.strip_suffix('&').unwrap_or(text).trim_end()
        } else {
            text
        };
        Pipeline {
            extent: pipeline.extent,
            text: text.into(),
            background: pipeline.background,
            elements: pipeline
                .elements
                .iter()
                .map(|element| match element {
                    CommandBase::Command(command) => Element::Command(self.command(command)),
                    CommandBase::CommandExpression(node) => self.expression_element(node),
                })
                .collect(),
        }
    }

    pub(super) fn expression_pipeline(&mut self, node: &CommandExpressionAst) -> Pipeline {
        Pipeline {
            extent: node.extent,
            text: self.source.slice(node.extent).into(),
            background: false,
            elements: vec![self.expression_element(node)],
        }
    }

    fn expression_element(&mut self, node: &CommandExpressionAst) -> Element {
        Element::Expression {
            expression: self.expression(&node.expression),
            redirections: self.redirections(&node.redirections),
        }
    }

    fn redirections(&mut self, redirections: &[RedirectionAst]) -> Vec<Redirection> {
        redirections
            .iter()
            .map(|redirection| match redirection {
                RedirectionAst::File(file) => Redirection::File {
                    stream: file.from_stream,
                    append: file.append,
                    target: self.expression(&file.location),
                },
                RedirectionAst::Merging(merging) => {
                    Redirection::Merge { from: merging.from_stream, to: merging.to_stream }
                }
            })
            .collect()
    }

    fn command(&mut self, command: &CommandAst) -> Command {
        let mut elements = command.elements.iter();
        let name = match elements.next() {
            Some(CommandElement::Argument(Expression::StringConstant(text))) => Name::Word {
                text: PsString::from(&*text.value),
                extent: text.extent,
                cache: Mutex::new(None),
            },
            Some(CommandElement::Argument(expression)) => {
                Name::Expression(Box::new(self.expression(expression)))
            }
            Some(CommandElement::Parameter(parameter)) => Name::Word {
                text: self.source.slice(parameter.extent).into(),
                extent: parameter.extent,
                cache: Mutex::new(None),
            },
            None => Name::Expression(Box::new(Expr::Constant(Value::Null))),
        };
        let mut arguments = Vec::new();
        let mut verbatim = false;
        for element in elements {
            if verbatim {
                arguments.push(Argument::Verbatim(self.source.slice(element.extent()).into()));
                continue;
            }
            match element {
                CommandElement::Parameter(parameter)
                    if self.source.slice(parameter.extent) == "--" =>
                {
                    arguments.push(Argument::EndOfParameters);
                }
                CommandElement::Parameter(parameter) => {
                    let error = parameter.error_position;
                    arguments.push(Argument::Named {
                        name: PsString::from(&*parameter.parameter_name),
                        text: self.source.slice(error).into(),
                        extent: parameter.extent,
                        value: parameter
                            .argument
                            .as_ref()
                            .map(|value| (self.expression(value), value.extent())),
                    });
                }
                CommandElement::Argument(Expression::Variable(variable)) if variable.splatted => {
                    let extent = variable.extent;
                    let variable = Expr::Variable(self.variable(&variable.path));
                    arguments.push(Argument::Splat { variable, extent });
                }
                CommandElement::Argument(expression @ Expression::Using(using)) if matches!(&using.sub_expression, Expression::Variable(inner) if inner.splatted) =>
                {
                    let variable = self.expression(expression);
                    arguments.push(Argument::Splat { variable, extent: using.extent });
                }
                CommandElement::Argument(Expression::StringConstant(text))
                    if text.kind == StringConstantType::BareWord && &*text.value == "--%" =>
                {
                    verbatim = true;
                }
                CommandElement::Argument(Expression::StringConstant(text))
                    if &*text.value == "--" && self.source.slice(text.extent) == "--" =>
                {
                    arguments.push(Argument::EndOfParameters);
                }
                CommandElement::Argument(expression) => {
                    arguments.push(self.argument(expression));
                }
            }
        }
        Command {
            extent: command.extent,
            operator: command.invocation_operator,
            name,
            arguments,
            as_method: is_called_as_method(command),
            redirections: self.redirections(&command.redirections),
        }
    }

    fn argument(&mut self, expression: &Expression) -> Argument {
        match expression {
            Expression::Constant(node) => Argument::Word {
                value: super::expression::constant(&node.value),
                text: self.source.slice(node.extent).into(),
                extent: node.extent,
            },
            other => Argument::Positional {
                value: self.expression(other),
                extent: other.extent(),
                quoted: match other {
                    Expression::StringConstant(text) => text.kind != StringConstantType::BareWord,
                    Expression::ExpandableString(text) => text.kind != StringConstantType::BareWord,
                    _ => false,
                },
            },
        }
    }
}

/// Whether the only argument is a list in parentheses right behind the name.
fn is_called_as_method(command: &CommandAst) -> bool {
    let [name, CommandElement::Argument(Expression::Paren(list))] = command.elements.as_slice()
    else {
        return false;
    };
    name.extent().end == list.extent.start
        && matches!(list.pipeline.pure_expression(), Some(Expression::ArrayLiteral(_)))
}
