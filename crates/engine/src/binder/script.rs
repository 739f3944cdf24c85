//! The parameters of scripts: from `param (…)` and its attributes.

use std::sync::Arc;

use remora_psobject::{ErrorCategory, PsString, TypeId, Value};
use remora_syntax::ScriptSource;
use remora_syntax::ast::{AttributeAst, AttributeBase, Expression, ParameterAst};

use super::metadata::{add_set, common_parameters};
use super::{
    Bound, CommandMetadata, Constraint, ParameterMetadata, ParameterSetMetadata, ParameterSource,
};
use crate::command::{ALL_PARAMETER_SETS, ConfirmImpact, RangeKind};
use crate::context::ExecutionContext;
use crate::errors::{self, Flow};
use crate::script::ScriptBlock;

/// The name of an attribute's class without its suffix and name space.
fn attribute_name(attribute: &AttributeAst) -> String {
    let name = attribute.type_name.full_name();
    let name =
        name.strip_prefix("System.Management.Automation.").unwrap_or(&name).to_ascii_lowercase();
    name.strip_suffix("attribute").unwrap_or(&name).to_owned()
}

fn evaluate(
    context: &mut ExecutionContext,
    source: &Arc<ScriptSource>,
    expression: &Expression,
) -> Result<Value, Flow> {
    let compiled = crate::compile::lone_expression(source, expression);
    crate::evaluate::eval(context, &compiled)
}

fn named<'a>(attribute: &'a AttributeAst, name: &str) -> Option<&'a Expression> {
    attribute
        .named_arguments
        .iter()
        .find(|argument| argument.argument_name.eq_ignore_ascii_case(name))
        .map(|argument| &argument.argument)
}

struct Reader<'a> {
    context: &'a mut ExecutionContext,
    source: Arc<ScriptSource>,
}

impl Reader<'_> {
    fn value(&mut self, expression: &Expression) -> Result<Value, Flow> {
        let source = Arc::clone(&self.source);
        evaluate(self.context, &source, expression)
    }

    fn flag(&mut self, attribute: &AttributeAst, name: &str) -> Result<bool, Flow> {
        match named(attribute, name) {
            Some(expression) => {
                let value = self.value(expression)?;
                Ok(self.context.is_true(&value))
            }
            None => Ok(false),
        }
    }

    fn text(&mut self, attribute: &AttributeAst, name: &str) -> Result<Option<PsString>, Flow> {
        match named(attribute, name) {
            Some(expression) => {
                let value = self.value(expression)?;
                Ok(Some(self.context.text(&value)))
            }
            None => Ok(None),
        }
    }

    fn texts(&mut self, attribute: &AttributeAst) -> Result<Vec<PsString>, Flow> {
        let mut found = Vec::new();
        for expression in &attribute.positional_arguments {
            let value = self.value(expression)?;
            match self.context.enumerate(&value) {
                Some(items) => {
                    for item in items {
                        found.push(self.context.text(&item));
                    }
                }
                None => found.push(self.context.text(&value)),
            }
        }
        Ok(found)
    }

    fn bound(&mut self, attribute: &AttributeAst) -> Result<Bound, Flow> {
        let mut numbers = Vec::new();
        for expression in &attribute.positional_arguments {
            let value = self.value(expression)?;
            numbers.push(remora_language::convert::to_i32(&value)?);
        }
        Ok(Bound {
            min: numbers.first().copied().unwrap_or(0),
            max: numbers.get(1).copied().unwrap_or(i32::MAX),
        })
    }

    /// The constraint that an attribute is; `None` for attributes that are no constraints.
    fn constraint(&mut self, attribute: &AttributeBase) -> Result<Option<Constraint>, Flow> {
        let attribute = match attribute {
            AttributeBase::TypeConstraint(constraint) => {
                let id = self.context.resolve_type(&constraint.type_name.full_name())?;
                return Ok(Some(Constraint::Type(id)));
            }
            AttributeBase::Attribute(attribute) => attribute,
        };
        let error_message = self.text(attribute, "ErrorMessage")?;
        Ok(Some(match attribute_name(attribute).as_str() {
            "parameter" | "alias" | "cmdletbinding" | "outputtype" => return Ok(None),
            "validateset" => {
                if let [Expression::Type(only)] = attribute.positional_arguments.as_slice() {
                    let id = self.context.resolve_type(&only.type_name.full_name())?;
                    return Ok(Some(Constraint::SetOfClass(id)));
                }
                Constraint::Set {
                    values: self.texts(attribute)?.into(),
                    ignore_case: match named(attribute, "IgnoreCase") {
                        Some(expression) => {
                            let value = self.value(expression)?;
                            self.context.is_true(&value)
                        }
                        None => true,
                    },
                    error_message,
                }
            }
            "validaterange" => {
                let mut values = Vec::new();
                for expression in &attribute.positional_arguments {
                    values.push(self.value(expression)?);
                }
                match values.as_slice() {
                    [kind] => {
                        let text = self.context.text(kind).to_ascii_lowercase();
                        Constraint::RangeKind(match text.as_str() {
                            "positive" => RangeKind::Positive,
                            "nonnegative" => RangeKind::NonNegative,
                            "negative" => RangeKind::Negative,
                            _ => RangeKind::NonPositive,
                        })
                    }
                    [min, max, ..] => Constraint::Range { min: min.clone(), max: max.clone() },
                    [] => return Ok(None),
                }
            }
            "validatelength" => Constraint::Length(self.bound(attribute)?),
            "validatecount" => Constraint::Count(self.bound(attribute)?),
            "validatepattern" => {
                let pattern = self.texts(attribute)?.into_iter().next().unwrap_or_default();
                let options = match named(attribute, "Options") {
                    Some(expression) => {
                        let value = self.value(expression)?;
                        let text = self.context.text(&value);
                        match value.as_i64() {
                            Some(number) => number,
                            None => i64::from(text.to_ascii_lowercase().contains("ignorecase")),
                        }
                    }
                    None => 1,
                };
                Constraint::Pattern { pattern, options, error_message }
            }
            "validatescript" => {
                let value = match attribute.positional_arguments.first() {
                    Some(expression) => self.value(expression)?,
                    None => return Ok(None),
                };
                let Some(block) = value.downcast::<ScriptBlock>().cloned() else {
                    return Ok(None);
                };
                Constraint::Script { block, error_message }
            }
            "validatedrive" => Constraint::Drive(self.texts(attribute)?.into()),
            "validatenotnull" => Constraint::NotNull,
            "validatenotnullorempty" => Constraint::NotNullOrEmpty,
            "validatenotnullorwhitespace" => Constraint::NotNullOrWhiteSpace,
            "validatetrusteddata" => Constraint::TrustedData,
            "allownull" => Constraint::AllowNull,
            "allowemptystring" => Constraint::AllowEmptyString,
            "allowemptycollection" => Constraint::AllowEmptyCollection,
            "pstypename" => {
                Constraint::TypeName(self.texts(attribute)?.into_iter().next().unwrap_or_default())
            }
            "credential" => Constraint::Transformation(
                "System.Management.Automation.CredentialAttribute".into(),
            ),
            _ => return self.other(attribute).map(Some),
        }))
    }

    /// An attribute of a class that a script defined, or one that only shows.
    fn other(&mut self, attribute: &AttributeAst) -> Result<Constraint, Flow> {
        let name = attribute.type_name.full_name();
        let class = [name.clone(), format!("{name}Attribute")]
            .iter()
            .find_map(|name| self.context.find_session_type(name));
        let Some(id) = class.filter(|id| self.context.types.script_type(*id).is_some()) else {
            return Ok(Constraint::Named(name.into()));
        };
        let mut arguments = Vec::new();
        for expression in &attribute.positional_arguments {
            arguments.push(self.value(expression)?);
        }
        let made = self.context.construct(id, &arguments)?;
        for argument in &attribute.named_arguments {
            let value = self.value(&argument.argument)?;
            self.context.set_property(&made, &argument.argument_name, value)?;
        }
        Ok(Constraint::Object(made))
    }

    fn parameter(
        &mut self,
        index: usize,
        node: &ParameterAst,
        sets: &[PsString],
        position: Option<i32>,
    ) -> Result<ParameterMetadata, Flow> {
        let mut constraints = Vec::new();
        let mut entries = Vec::new();
        let mut aliases = Vec::new();
        let mut type_id = TypeId::OBJECT;
        let mut dont_show = false;
        let mut obsolete = None;
        for attribute in &node.attributes {
            if let AttributeBase::Attribute(found) = attribute {
                match attribute_name(found).as_str() {
                    "parameter" => {
                        dont_show |= self.flag(found, "DontShow")?;
                        entries.push(self.set_entry(found, sets)?);
                        continue;
                    }
                    "alias" => {
                        aliases.extend(self.texts(found)?);
                        continue;
                    }
                    "obsolete" => {
                        obsolete = self.texts(found)?.into_iter().next();
                        continue;
                    }
                    _ => {}
                }
            }
            if let Some(constraint) = self.constraint(attribute)? {
                if let Constraint::Type(id) = constraint {
                    type_id = id;
                }
                constraints.push(constraint);
            }
        }
        if entries.is_empty() {
            entries.push(ParameterSetMetadata {
                set: None,
                position: position.filter(|_| type_id != TypeId::SWITCH_PARAMETER),
                mandatory: false,
                pipeline: false,
                by_name: false,
                remaining: false,
                help_message: PsString::empty(),
            });
        } else if type_id != TypeId::SWITCH_PARAMETER {
            for entry in &mut entries {
                if entry.position.is_none() {
                    entry.position = position;
                }
            }
        }
        Ok(ParameterMetadata {
            name: node.name.path.name().into(),
            type_id,
            source: ParameterSource::Script(index),
            aliases,
            sets: entries,
            constraints: constraints.into(),
            dont_show,
            obsolete,
            help: PsString::empty(),
            has_default: node.default_value.is_some(),
        })
    }

    fn set_entry(
        &mut self,
        attribute: &AttributeAst,
        sets: &[PsString],
    ) -> Result<ParameterSetMetadata, Flow> {
        let set = self.text(attribute, "ParameterSetName")?;
        let position = match named(attribute, "Position") {
            Some(expression) => {
                let value = self.value(expression)?;
                Some(remora_language::convert::to_i32(&value)?)
            }
            None => None,
        };
        Ok(ParameterSetMetadata {
            set: set.and_then(|name| sets.iter().position(|known| known.eq_ignore_case(&name))),
            position,
            mandatory: self.flag(attribute, "Mandatory")?,
            pipeline: self.flag(attribute, "ValueFromPipeline")?,
            by_name: self.flag(attribute, "ValueFromPipelineByPropertyName")?,
            remaining: self.flag(attribute, "ValueFromRemainingArguments")?,
            help_message: self.text(attribute, "HelpMessage")?.unwrap_or_default(),
        })
    }
}

/// The metadata of a script block.
///
/// # Errors
/// Unknown types, attributes that cannot be made, names that clash.
pub(crate) fn script_metadata(
    block: &ScriptBlock,
    context: &mut ExecutionContext,
) -> Result<CommandMetadata, Flow> {
    let ast = Arc::clone(block.ast());
    let mut reader = Reader { source: Arc::clone(&ast.source), context };
    let mut metadata = CommandMetadata {
        positional_binding: true,
        confirm_impact: ConfirmImpact::Medium,
        ..CommandMetadata::default()
    };
    let attributes =
        ast.param_block.iter().flat_map(|block| &block.attributes).chain(&ast.attributes);
    for attribute in attributes {
        let AttributeBase::Attribute(attribute) = attribute else {
            continue;
        };
        match attribute_name(attribute).as_str() {
            "cmdletbinding" => {
                metadata.cmdlet_binding = true;
                metadata.default_set = reader.text(attribute, "DefaultParameterSetName")?;
                metadata.should_process = reader.flag(attribute, "SupportsShouldProcess")?;
                metadata.paging = reader.flag(attribute, "SupportsPaging")?;
                metadata.help_uri = reader.text(attribute, "HelpUri")?.unwrap_or_default();
                if named(attribute, "PositionalBinding").is_some() {
                    metadata.positional_binding = reader.flag(attribute, "PositionalBinding")?;
                }
                if let Some(impact) = reader.text(attribute, "ConfirmImpact")? {
                    metadata.confirm_impact = match impact.to_ascii_lowercase().as_str() {
                        "none" | "0" => ConfirmImpact::None,
                        "low" | "1" => ConfirmImpact::Low,
                        "high" | "3" => ConfirmImpact::High,
                        _ => ConfirmImpact::Medium,
                    };
                }
            }
            "outputtype" => {
                let types = reader.texts(attribute)?;
                let sets = reader.text(attribute, "ParameterSetName")?;
                metadata.outputs.push((types, sets.into_iter().collect()));
            }
            _ => {}
        }
    }
    let parameters = block.parameters();
    let mut has_positions = false;
    let mut sets = Vec::new();
    for attribute in parameters.iter().flat_map(|parameter| &parameter.attributes) {
        let AttributeBase::Attribute(attribute) = attribute else {
            continue;
        };
        if attribute_name(attribute) == "parameter" {
            metadata.cmdlet_binding = true;
            has_positions |= named(attribute, "Position").is_some();
            if let Some(name) = reader.text(attribute, "ParameterSetName")? {
                // Who names sets names positions too.
                has_positions = true;
                add_set(&mut sets, &name);
            }
        }
    }
    if let Some(name) = &metadata.default_set
        && name != ALL_PARAMETER_SETS
    {
        add_set(&mut sets, name);
    }
    let automatic = metadata.positional_binding && !has_positions;
    let mut next = 0;
    for (index, parameter) in parameters.iter().enumerate() {
        let made = reader.parameter(index, parameter, &sets, automatic.then_some(next))?;
        if !made.is_switch() {
            next += 1;
        }
        metadata.parameters.push(made);
    }
    metadata.sets = sets;
    if metadata.cmdlet_binding {
        let common = common_parameters(metadata.should_process, metadata.paging, reader.context);
        for parameter in &common {
            if metadata.parameters.iter().any(|own| own.name.eq_ignore_case(&parameter.name)) {
                return Err(errors::error(
                    TypeId::METADATA_EXCEPTION,
                    format!(
                        "A parameter with the name '{}' was defined multiple times for the command.",
                        parameter.name
                    ),
                    "ParameterNameAlreadyExistsForCommand",
                    ErrorCategory::MetadataError,
                    Value::Null,
                )
                .into());
            }
        }
        metadata.parameters.extend(common);
    }
    check_aliases(&metadata)?;
    Ok(metadata)
}

fn check_aliases(metadata: &CommandMetadata) -> Result<(), Flow> {
    for parameter in metadata.own_parameters() {
        for alias in &parameter.aliases {
            let clash = metadata
                .own_parameters()
                .find(|other| other.name.eq_ignore_case(alias) && other.name != parameter.name);
            if let Some(other) = clash {
                return Err(errors::error(
                    TypeId::METADATA_EXCEPTION,
                    format!(
                        "The parameter '{}' cannot be specified because it conflicts with the parameter alias of the same name for parameter '{}'.",
                        other.name, parameter.name
                    ),
                    "ParameterNameConflictsWithAlias",
                    ErrorCategory::MetadataError,
                    Value::Null,
                )
                .into());
            }
        }
    }
    Ok(())
}

/// The constraints of a variable that an assignment declares.
///
/// # Errors
/// Unknown types, attributes that cannot be made.
pub(crate) fn variable_constraints(
    context: &mut ExecutionContext,
    attributes: &[AttributeBase],
) -> Result<Arc<[Constraint]>, Flow> {
    let source = match context.frames.last() {
        Some(frame) => Arc::clone(&frame.source),
        None => ScriptSource::new("", None),
    };
    let mut reader = Reader { context, source };
    let mut found = Vec::new();
    for attribute in attributes {
        if let Some(constraint) = reader.constraint(attribute)? {
            found.push(constraint);
        }
    }
    Ok(found.into())
}

/// The aliases that `[Alias(…)]` in front of a function's parameters gives it.
pub(crate) fn function_aliases(block: &ScriptBlock) -> Vec<PsString> {
    let Some(parameters) = &block.body().ast.param_block else {
        return Vec::new();
    };
    let attributes = parameters.attributes.iter().filter_map(|attribute| match attribute {
        AttributeBase::Attribute(attribute) if attribute_name(attribute) == "alias" => {
            Some(attribute)
        }
        _ => None,
    });
    attributes
        .flat_map(|attribute| &attribute.positional_arguments)
        .filter_map(|argument| match argument {
            Expression::StringConstant(text) => Some(PsString::from(&*text.value)),
            _ => None,
        })
        .collect()
}
