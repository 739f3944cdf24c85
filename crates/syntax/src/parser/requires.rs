//! `#requires` lines: a comment that is read as a command.

use super::Parser;
use super::branches::is_prefix;
use super::checks::is_constant;
use super::diagnostics::{
    Message, PARAMETER_ALREADY_BOUND, PARAMETER_CANNOT_HAVE_ARGUMENT, PARAMETER_REQUIRES_ARGUMENT,
    REQUIRES_ARGUMENT_MUST_BE_CONSTANT, REQUIRES_INVALID_STRING_ARGUMENT, REQUIRES_MODULE_INVALID,
    REQUIRES_PS_EDITION_INVALID, REQUIRES_PS_EDITION_VALUE_IS_ALREADY_SPECIFIED,
    REQUIRES_VERSION_INVALID, SCRIPT_REQUIRES_INVALID_FORMAT,
};
use crate::ast::{CommandAst, CommandElement, CommandParameterAst, Expression, HashtableAst};
use crate::tokenizer::lexer::Origin;
use crate::{Extent, ModuleSpecification, ScriptRequirements};
use std::sync::Arc;

const NO_MODULE_NAME: &str =
    "The 'ModuleName' member does not exist in the hashtable that describes this module.";

/// An error in a `#requires` line.
struct Wrong(Extent, Message, String);

impl Parser<'_> {
    /// What all `#requires` lines of the script ask for.
    pub(super) fn requirements(&mut self) -> Option<Box<ScriptRequirements>> {
        let lines = std::mem::take(&mut self.lexer.requires);
        let mut requirements =
            ScriptRequirements { extent: *lines.first()?, ..ScriptRequirements::default() };
        for line in lines {
            let start = line.start + 1;
            let source = Arc::clone(&self.source);
            let text = self.source.slice(Extent::new(start, line.end)).to_owned();
            let diagnostics = std::mem::take(&mut self.lexer.diagnostics);
            let mut inner = Parser::new(&text, source, Origin::At(start), diagnostics, self.depth);
            let command = inner.command();
            let mut wrong = Vec::new();
            if let Some(command) = &command {
                read(command, &mut requirements, &mut wrong);
            }
            for Wrong(extent, message, argument) in wrong {
                inner.report(extent, message, &[&argument]);
            }
            self.lexer.diagnostics = std::mem::take(&mut inner.lexer.diagnostics);
        }
        Some(Box::new(requirements))
    }
}

fn read(command: &CommandAst, requirements: &mut ScriptRequirements, wrong: &mut Vec<Wrong>) {
    let mut elements = command.elements.iter();
    let is_requires =
        command.command_name().is_some_and(|name| name.eq_ignore_ascii_case("requires"));
    if !is_requires {
        let format = SCRIPT_REQUIRES_INVALID_FORMAT;
        wrong.push(Wrong(command.extent, format, String::new()));
    }
    elements.next();
    while let Some(element) = elements.next() {
        let CommandElement::Parameter(parameter) = element else {
            let format = SCRIPT_REQUIRES_INVALID_FORMAT;
            wrong.push(Wrong(element.extent(), format, String::new()));
            continue;
        };
        let argument = match &parameter.argument {
            Some(argument) => Some(Argument::Expression(argument)),
            None => elements.next().map(|element| match element {
                CommandElement::Argument(expression) => Argument::Expression(expression),
                CommandElement::Parameter(parameter) => Argument::Parameter(parameter.extent),
            }),
        };
        if let Err(error) = read_parameter(parameter, argument, requirements, wrong) {
            wrong.push(error);
        }
    }
}

/// What follows a parameter.
#[derive(Clone, Copy)]
enum Argument<'a> {
    Expression(&'a Expression),
    /// Another parameter, which is no value.
    Parameter(Extent),
}

fn read_parameter(
    parameter: &CommandParameterAst,
    argument: Option<Argument<'_>>,
    requirements: &mut ScriptRequirements,
    wrong: &mut Vec<Wrong>,
) -> Result<(), Wrong> {
    let name = &parameter.parameter_name;
    let is = |full: &str| is_prefix(name, full);
    let error = |message| Wrong(parameter.extent, message, name.to_string());
    let twice = |full: &str| Wrong(parameter.extent, PARAMETER_ALREADY_BOUND, full.to_owned());
    if is("runasadministrator") {
        requirements.elevation_required = true;
        return match argument {
            Some(_) => Err(error(PARAMETER_CANNOT_HAVE_ARGUMENT)),
            None => Ok(()),
        };
    }
    let argument = match argument {
        None => return Err(error(PARAMETER_REQUIRES_ARGUMENT)),
        Some(Argument::Parameter(extent)) => {
            return Err(Wrong(extent, REQUIRES_ARGUMENT_MUST_BE_CONSTANT, String::new()));
        }
        Some(Argument::Expression(expression)) => expression,
    };
    let place = argument.extent();
    if !is_constant(argument, false) {
        return Err(Wrong(place, REQUIRES_ARGUMENT_MUST_BE_CONSTANT, String::new()));
    }
    let not_text = |full: &str| Wrong(place, REQUIRES_INVALID_STRING_ARGUMENT, full.to_owned());
    if is("shellid") {
        if requirements.application_id.is_some() {
            return Err(twice("shellid"));
        }
        let text = argument.as_string().ok_or_else(|| not_text("shellid"))?;
        requirements.application_id = Some(text.to_owned());
    } else if is("pssnapin") {
        // Snap-ins do not exist any more; the name is accepted and means nothing.
        argument.as_string().ok_or_else(|| not_text("pssnapin"))?;
    } else if is("psedition") {
        if !requirements.editions.is_empty() {
            return Err(twice("psedition"));
        }
        for value in values(argument) {
            let edition = value.as_string().ok_or_else(|| not_text("psedition"))?;
            let known = ["Core", "Desktop"].iter().any(|known| known.eq_ignore_ascii_case(edition));
            if !known {
                let name = "psedition".to_owned();
                wrong.push(Wrong(place, REQUIRES_PS_EDITION_INVALID, name));
            }
            if requirements.editions.iter().any(|seen| seen.eq_ignore_ascii_case(edition)) {
                let message = REQUIRES_PS_EDITION_VALUE_IS_ALREADY_SPECIFIED;
                wrong.push(Wrong(place, message, "psedition".to_owned()));
            } else {
                requirements.editions.push(edition.to_owned());
            }
        }
    } else if is("version") {
        let version = version_text(argument)
            .ok_or_else(|| Wrong(place, REQUIRES_VERSION_INVALID, String::new()))?;
        if requirements.version.as_ref().is_some_and(|known| *known != version) {
            return Err(twice("version"));
        }
        requirements.version = Some(version);
    } else if is("assembly") {
        for value in values(argument) {
            let assembly = value.as_string().ok_or_else(|| not_text("assembly"))?;
            requirements.assemblies.push(assembly.to_owned());
        }
    } else if is("modules") {
        for value in values(argument) {
            let module =
                module(value).map_err(|reason| Wrong(place, REQUIRES_MODULE_INVALID, reason))?;
            requirements.modules.push(module);
        }
    } else {
        return Err(error(SCRIPT_REQUIRES_INVALID_FORMAT));
    }
    Ok(())
}

/// The elements of an array, or the value itself.
fn values(argument: &Expression) -> Vec<&Expression> {
    match argument {
        Expression::ArrayLiteral(array) => array.elements.iter().collect(),
        other => vec![other],
    }
}

/// A version as `major.minor[.build[.revision]]`; a single number stands for `number.0`.
fn version_text(argument: &Expression) -> Option<String> {
    let text = match argument {
        Expression::StringConstant(text) => text.value.to_string(),
        Expression::Constant(number) => match &number.value {
            crate::ast::ConstantValue::Int32(value) => value.to_string(),
            crate::ast::ConstantValue::Double(value) if value.fract() == 0.0 => {
                format!("{value:.1}")
            }
            crate::ast::ConstantValue::Double(value) => value.to_string(),
            _ => return None,
        },
        _ => return None,
    };
    let text = if text.contains('.') { text } else { format!("{text}.0") };
    is_version(&text).then_some(text)
}

fn is_version(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    (2..=4).contains(&parts.len())
        && parts.iter().all(|part| part.trim().parse::<i32>().is_ok_and(|n| n >= 0))
}

fn module(value: &Expression) -> Result<ModuleSpecification, String> {
    match value {
        Expression::StringConstant(name) => {
            Ok(ModuleSpecification { name: name.value.to_string(), ..Default::default() })
        }
        Expression::Hashtable(hashtable) => module_from_hashtable(hashtable).map_err(|reason| {
            format!(
                "Cannot convert value \"System.Collections.Hashtable\" to type \
                 \"Microsoft.PowerShell.Commands.ModuleSpecification\". Error: \"{reason}\""
            )
        }),
        _ => Err(String::new()),
    }
}

fn module_from_hashtable(hashtable: &HashtableAst) -> Result<ModuleSpecification, String> {
    let text = |key: &str| {
        hashtable.key_value_pairs.iter().find_map(|(name, value)| {
            let same = name.as_string().is_some_and(|name| name.eq_ignore_ascii_case(key));
            let value = value.pure_expression().filter(|_| same)?;
            value.as_string().map(str::to_owned).or_else(|| version_text(value))
        })
    };
    let version = |key: &str| match text(key) {
        Some(version) if !is_version(&version) => {
            let short = !version.contains('.') || version.split('.').count() > 4;
            let reason = if short {
                "Version string portion was too short or too long. (Parameter 'input')"
            } else {
                "The input string was not in a correct format."
            };
            Err(format!(
                "Cannot convert value \"{version}\" to type \"System.Version\". Error: \"{reason}\""
            ))
        }
        other => Ok(other),
    };
    let version_and_required = (version("ModuleVersion")?, version("RequiredVersion")?);
    Ok(ModuleSpecification {
        name: text("ModuleName").ok_or_else(|| NO_MODULE_NAME.to_owned())?,
        version: version_and_required.0,
        required_version: version_and_required.1,
        maximum_version: text("MaximumVersion"),
        guid: text("GUID"),
    })
}
