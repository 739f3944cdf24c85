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
            extent: node.extent,
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
                        value: parameter.argument.as_ref().map(|value| self.expression(value)),
                    });
                }
                CommandElement::Argument(Expression::Variable(variable)) if variable.splatted => {
                    let variable = self.variable(&variable.path);
                    arguments.push(Argument::Splat(variable));
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
            redirections: self.redirections(&command.redirections),
        }
    }

    fn argument(&mut self, expression: &Expression) -> Argument {
        match expression {
            Expression::Constant(node) => Argument::Word {
                value: super::expression::constant(&node.value),
                text: self.source.slice(node.extent).into(),
            },
            other => Argument::Positional(self.expression(other)),
        }
    }
}
