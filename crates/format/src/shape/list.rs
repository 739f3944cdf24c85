//! Lists.

use remora_psobject::Value;

use super::generator::Generator;
use crate::context::FormatContext;
use crate::format_object::{ListField, PropertyField};
use crate::value_text::Directive;
use crate::view::{Control, Expression, choose};

impl Generator {
    pub(super) fn list_fields(
        &mut self,
        value: &Value,
        context: &dyn FormatContext,
    ) -> Vec<ListField> {
        let Some(view) = self.view.clone() else {
            let mut fields = Vec::new();
            for property in self.active(false, value, context) {
                let text =
                    self.text(&property.expression, &property.directive(false), value, context);
                fields.push(ListField {
                    label: None,
                    property_name: Some(property.title()),
                    field: PropertyField { value: text, ..PropertyField::default() },
                });
            }
            return fields;
        };
        let Control::List(list) = &view.control else {
            return Vec::new();
        };
        let mut fields = Vec::new();
        let entry = choose(&list.entries, value, &context.type_names(value), context);
        for item in entry.map_or(&[][..], |entry| &entry.items) {
            if item.when.as_ref().is_some_and(|when| !when.holds(value, context)) {
                continue;
            }
            let directive = Directive { format: item.format.clone(), fixed_decimals: false };
            let text = self.text(&item.expression, &directive, value, context);
            fields.push(ListField {
                label: item.label.clone().or_else(|| Some(item.expression.label(context))),
                property_name: None,
                field: PropertyField { value: text, ..PropertyField::default() },
            });
        }
        if self.remote {
            let name = Expression::Property("PSComputerName".into());
            let text = self.text(&name, &Directive::default(), value, context);
            fields.push(ListField {
                label: None,
                property_name: Some("PSComputerName".into()),
                field: PropertyField { value: text, ..PropertyField::default() },
            });
        }
        fields
    }
}
