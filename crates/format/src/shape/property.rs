//! Which properties are shown: those that the command names, or those that the object has.

use remora_psobject::{PsString, Value};

use super::PropertyParameter;
use super::generator::Generator;
use crate::context::{Alignment, FormatContext};
use crate::select::{default_properties, shows_computer_name};
use crate::value_text::Directive;
use crate::view::{Expression, matches, resolve};

/// A property that is shown, with what the command says about it.
#[derive(Clone, Debug)]
pub(super) struct ActiveProperty {
    pub(super) expression: Expression,
    pub(super) name: PsString,
    pub(super) label: Option<PsString>,
    pub(super) width: usize,
    pub(super) alignment: Alignment,
    pub(super) format: Option<PsString>,
    pub(super) depth: Option<usize>,
    /// Whether the object that decided on the properties has this one.
    pub(super) resolved: bool,
}

impl ActiveProperty {
    pub(super) fn named(name: PsString) -> Self {
        Self {
            expression: Expression::Property(name.clone()),
            name,
            label: None,
            width: 0,
            alignment: Alignment::Undefined,
            format: None,
            depth: None,
            resolved: true,
        }
    }

    fn of(parameter: &PropertyParameter, name: PsString, expression: Expression) -> Self {
        Self {
            expression,
            name,
            label: parameter.label.clone(),
            width: parameter.width,
            alignment: parameter.alignment,
            format: parameter.format.clone(),
            depth: parameter.depth,
            resolved: false,
        }
    }

    /// What an object without the property shows in its column: every object has a `Count` and a
    /// `Length`, unless it has its own.
    pub(super) fn intrinsic(&self, value: &Value, context: &dyn FormatContext) -> Option<PsString> {
        let Expression::Property(name) = &self.expression else { return None };
        let is_intrinsic = ["Count", "Length"].iter().any(|known| name.eq_ignore_case(known));
        (self.resolved && is_intrinsic && context.property(value, name).is_none())
            .then(|| PsString::from("1"))
    }

    pub(super) fn title(&self) -> PsString {
        self.label.clone().unwrap_or_else(|| self.name.clone())
    }

    pub(super) fn directive(&self, table: bool) -> Directive {
        Directive { format: self.format.clone(), fixed_decimals: table && self.format.is_none() }
    }
}

/// The properties that parameters name. Names that the object does not have are kept for tables, so
/// that a column stands for them, and dropped elsewhere.
pub(super) fn expand(
    parameters: &[PropertyParameter],
    keep_unknown: bool,
    value: &Value,
    context: &dyn FormatContext,
) -> Vec<ActiveProperty> {
    let mut active = Vec::new();
    for parameter in parameters {
        match &parameter.expression {
            Expression::Property(name) => {
                let names = resolve(name, value, context);
                if names.is_empty() && keep_unknown {
                    active.push(ActiveProperty::of(
                        parameter,
                        name.clone(),
                        parameter.expression.clone(),
                    ));
                }
                active.extend(names.into_iter().map(|name| {
                    let expression = Expression::Property(name.clone());
                    let active = ActiveProperty::of(parameter, name, expression);
                    ActiveProperty { resolved: true, ..active }
                }));
            }
            expression => active.push(ActiveProperty::of(
                parameter,
                expression.label(context),
                expression.clone(),
            )),
        }
    }
    active
}

/// The properties that are shown where the command names none: the type's default display set, or all.
pub(super) fn of_object(value: &Value, context: &dyn FormatContext) -> Vec<ActiveProperty> {
    let shows_computer = shows_computer_name(value, context);
    let mut names = default_properties(value, context);
    if names.is_empty() {
        names = context.shown_property_names(value);
        names.retain(|name| {
            !name.eq_ignore_case("PSShowComputerName")
                && (shows_computer || !name.eq_ignore_case("PSComputerName"))
        });
    } else if shows_computer {
        names.push("PSComputerName".into());
    }
    names.into_iter().map(ActiveProperty::named).collect()
}

impl Generator {
    /// The properties that are shown of an object.
    pub(super) fn active(
        &self,
        keep_unknown: bool,
        value: &Value,
        context: &dyn FormatContext,
    ) -> Vec<ActiveProperty> {
        let parameters = &self.parameters;
        let mut active = if parameters.properties.is_empty() {
            of_object(value, context)
        } else {
            expand(&parameters.properties, keep_unknown, value, context)
        };
        if !parameters.exclude.is_empty() {
            active.retain(|property| {
                !parameters.exclude.iter().any(|pattern| matches(pattern, &property.name))
            });
        }
        active
    }
}
