//! Script blocks that are nothing but one simple pipeline: they cross as commands, not as text.
//!
//! PowerShell evaluates the arguments of such a block on the caller's side, where it does not know yet
//! what the far end can do: with names of computers, not with sessions that are open.

use std::sync::Arc;

use remora_engine::prelude::*;
use remora_hosting::{Command, CommandParameter, MergeTarget, PipelineCommand};
use remora_syntax::Extent;
use remora_syntax::ast::{
    CommandAst, CommandBase, CommandElement, Expression, InvocationOperator, NodeRef, PipelineAst,
    Redirection, RedirectionStream, ScriptBlockAst, Statement,
};

/// The commands of a block that is one simple pipeline; `None` where it is more than that.
///
/// # Errors
/// What evaluating an argument gave, as an error of the running cmdlet.
pub(crate) fn convert(
    runtime: &mut CommandRuntime<'_>,
    block: &ScriptBlock,
    arguments: &[Value],
) -> CommandResult<Option<PipelineCommand>> {
    let ast = block.ast();
    let Some(commands) = simple_commands(ast) else { return Ok(None) };
    let mut made = Vec::with_capacity(commands.len());
    for command in commands {
        let mut converter = Converter { runtime, ast, arguments };
        match converter.command(command) {
            Ok(command) => made.push(command),
            Err(Flow::Throw(thrown)) => {
                // It stands where this command does.
                let mut record = ErrorRecord::clone(&thrown.record);
                record.invocation_info = Some(runtime.invocation());
                return Err(Flow::statement_error(Arc::new(record)));
            }
            Err(flow) => return Err(flow),
        }
    }
    let mut pipeline = PipelineCommand::default();
    pipeline.statements.push(remora_hosting::Statement { commands: made });
    pipeline.add_to_history = true;
    Ok(Some(pipeline))
}

/// The commands, if the block consists of them alone and everything in them has a value here.
fn simple_commands(ast: &ScriptBlockAst) -> Option<Vec<&CommandAst>> {
    let only_end = ast.begin_block.is_none()
        && ast.process_block.is_none()
        && ast.clean_block.is_none()
        && ast.dynamic_param_block.is_none()
        && ast.using_statements.is_empty();
    let end = ast.end_block.as_ref().filter(|end| only_end && end.traps.is_empty())?;
    let [Statement::Pipeline(pipeline)] = end.statements.as_slice() else { return None };
    let parameters: Vec<&str> = ast
        .param_block
        .iter()
        .flat_map(|block| &block.parameters)
        .map(|parameter| &*parameter.name.path.user_path)
        .collect();
    commands_of(pipeline)?
        .into_iter()
        .map(|command| is_simple(command, &parameters).then_some(command))
        .collect()
}

fn commands_of(pipeline: &PipelineAst) -> Option<Vec<&CommandAst>> {
    if pipeline.background {
        return None;
    }
    let commands = pipeline.elements.iter().map(|element| match element {
        CommandBase::Command(command) => Some(command),
        CommandBase::CommandExpression(_) => None,
    });
    commands.collect()
}

/// Whether a command's name and arguments can be evaluated here: no variables but parameters and
/// constants, no commands, no blocks.
fn is_simple(command: &CommandAst, parameters: &[&str]) -> bool {
    let to_output = |redirection: &Redirection| match redirection {
        Redirection::Merging(merging) => merging.to_stream == RedirectionStream::Output,
        Redirection::File(_) => false,
    };
    if command.invocation_operator == InvocationOperator::Dot
        || !command.redirections.iter().all(to_output)
    {
        return false;
    }
    let mut is_simple = true;
    for element in &command.elements {
        let root = match element {
            CommandElement::Argument(expression) => expression,
            CommandElement::Parameter(parameter) => match &parameter.argument {
                Some(argument) => argument,
                None => continue,
            },
        };
        // What stands behind `$using:` is of this side anyway.
        let mut inside_using: Vec<Extent> = Vec::new();
        NodeRef::from(root).find_all(true, |node| {
            match node {
                NodeRef::UsingExpression(using) => inside_using.push(using.extent),
                NodeRef::Variable(variable) => {
                    let name = &*variable.path.user_path;
                    let known = variable.is_constant()
                        || parameters.iter().any(|known| known.eq_ignore_ascii_case(name))
                        || inside_using.iter().any(|outer| contains(*outer, variable.extent));
                    is_simple &= known;
                }
                NodeRef::Command(_)
                | NodeRef::ScriptBlockExpression(_)
                | NodeRef::Assignment(_)
                | NodeRef::FileRedirection(_)
                | NodeRef::FunctionDefinition(_) => is_simple = false,
                _ => {}
            }
            false
        });
    }
    is_simple
}

fn contains(outer: Extent, inner: Extent) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

struct Converter<'c, 'r> {
    runtime: &'c mut CommandRuntime<'r>,
    ast: &'c ScriptBlockAst,
    arguments: &'c [Value],
}

impl Converter<'_, '_> {
    fn command(&mut self, ast: &CommandAst) -> CommandResult<Command> {
        let mut elements = ast.elements.iter();
        let name = match elements.next() {
            Some(CommandElement::Argument(Expression::StringConstant(name))) => {
                PsString::from(&*name.value)
            }
            Some(CommandElement::Argument(expression)) => {
                let value = self.value(expression)?;
                self.runtime.text(&value)
            }
            _ => PsString::empty(),
        };
        let mut command = Command { text: name, ..Command::default() };
        for element in elements {
            match element {
                CommandElement::Argument(expression) => self.argument(&mut command, expression)?,
                CommandElement::Parameter(parameter) => {
                    // A dash says that the name is as written: with a colon the value belongs to it, with a
                    // blank what follows decides.
                    let (suffix, value) = match &parameter.argument {
                        Some(argument) => (":", self.value(argument)?),
                        None => (" ", Value::Null),
                    };
                    let name = format!("-{}{suffix}", parameter.parameter_name);
                    command.parameters.push(CommandParameter { name: Some(name.into()), value });
                }
            }
        }
        for redirection in &ast.redirections {
            let streams = &mut command.merges;
            let all = redirection.from_stream() == RedirectionStream::All;
            for (stream, target) in [
                (RedirectionStream::Error, &mut streams.error),
                (RedirectionStream::Warning, &mut streams.warning),
                (RedirectionStream::Verbose, &mut streams.verbose),
                (RedirectionStream::Debug, &mut streams.debug),
                (RedirectionStream::Information, &mut streams.information),
            ] {
                if all || redirection.from_stream() == stream {
                    *target = MergeTarget::Output;
                }
            }
        }
        Ok(command)
    }

    fn argument(&mut self, command: &mut Command, expression: &Expression) -> CommandResult {
        let value = self.value(expression)?;
        let is_splatted = matches!(expression, Expression::Using(using)
            if matches!(&using.sub_expression, Expression::Variable(variable) if variable.splatted));
        match value.base() {
            Value::Dictionary(table) if is_splatted => {
                for (name, value) in table.entries() {
                    let name = format!("-{}:", self.runtime.text(&name));
                    command.parameters.push(CommandParameter { name: Some(name.into()), value });
                }
            }
            Value::Array(items) if is_splatted => {
                let items = items.to_vec().into_iter();
                let positional = items.map(|value| CommandParameter { name: None, value });
                command.parameters.extend(positional);
            }
            _ => command.parameters.push(CommandParameter { name: None, value }),
        }
        Ok(())
    }

    /// The value of an expression of this side.
    fn value(&mut self, expression: &Expression) -> CommandResult<Value> {
        if let Expression::StringConstant(text) = expression {
            return Ok(PsString::from(&*text.value).into());
        }
        let text = crate::using::text_without_scopes(self.ast, expression);
        // The text is read as the argument that it was; the comma keeps a list in one piece.
        // What goes wrong in it must end the evaluation, not only be said.
        let evaluation = format!("try {{ & {{ , $args[0] }} {text} }} catch {{ throw }}");
        let mut output = match &self.ast.param_block {
            Some(block) if !block.parameters.is_empty() => {
                let parameters = self.ast.source.slice(block.extent);
                let script = format!("{parameters} {evaluation}");
                let block = self.runtime.context().parse_script(&script)?;
                let invocation = Invocation::new().arguments(self.arguments.to_vec());
                self.runtime.invoke(&block, invocation)?
            }
            _ => self.runtime.context().run_script(&evaluation)?,
        };
        Ok(output.pop().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_convertible(text: &str) -> bool {
        let parsed = remora_syntax::parse(text, None);
        simple_commands(&parsed.script).is_some()
    }

    #[test]
    fn one_pipeline_with_values_of_its_own_is_simple() {
        for text in [
            "Get-UICulture",
            "Write-Output ([IO.Path]::GetTempPath()) 'a' | Sort-Object",
            "param($a) Write-Output ($a + 1)",
            "Write-Output \"$([Math]::PI)\" $true",
            "Write-Output $using:x @using:y",
            "Get-Item /a, /b -Force 2>&1",
            "Write-Output -InputObject:(1, 2) -NoEnumerate",
        ] {
            assert!(is_convertible(text), "{text}");
        }
        for text in [
            "1 + 1",
            "$null = 1; Get-Item /",
            "Write-Output $HOME",
            "Write-Output $env:HOME",
            "Write-Output a | ForEach-Object { 1 }",
            "Write-Output (Get-Item /)",
            "& { 1 }",
            ". f",
            "Get-Item / > x",
            "process { Get-Item / }",
            "Get-Item / && Get-Item /",
            "Get-Item / &",
        ] {
            assert!(!is_convertible(text), "{text}");
        }
    }
}
