//! Wide views.

use remora_psobject::{PsString, Value};

use super::generator::Generator;
use crate::context::FormatContext;
use crate::format_object::PropertyField;
use crate::value_text::{Directive, naming_property};
use crate::view::{Control, Expression, choose};

impl Generator {
    /// Number of columns; 0 where neither the command nor the view says it.
    pub(super) fn wide_columns(&self) -> usize {
        match self.view.as_ref().map(|view| &view.control) {
            _ if self.parameters.columns > 0 => self.parameters.columns,
            Some(Control::Wide(wide)) => wide.columns,
            _ => 0,
        }
    }

    pub(super) fn wide_field(
        &mut self,
        value: &Value,
        context: &dyn FormatContext,
    ) -> PropertyField {
        let (expression, format) = match self.wide_value(value, context) {
            Some(found) => found,
            None => return PropertyField::default(),
        };
        let directive = Directive { format, fixed_decimals: false };
        let value = self.text(&expression, &directive, value, context);
        PropertyField { value, ..PropertyField::default() }
    }

    fn wide_value(
        &self,
        value: &Value,
        context: &dyn FormatContext,
    ) -> Option<(Expression, Option<PsString>)> {
        if let Some(Control::Wide(wide)) = self.view.as_ref().map(|view| &view.control) {
            let entry = choose(&wide.entries, value, &context.type_names(value), context)?;
            return Some((entry.expression.clone(), entry.format.clone()));
        }
        if self.parameters.properties.is_empty()
            && let Some(name) = naming_property(value, context)
        {
            return Some((Expression::Property(name), None));
        }
        let first = self.active(false, value, context).into_iter().next()?;
        Some((first.expression, first.format))
    }
}
