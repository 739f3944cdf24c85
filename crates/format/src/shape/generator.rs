//! What the shapes have in common: the view, groups, values and their errors.

use std::sync::Arc;

use remora_psobject::{ErrorCategory, ErrorRecord, Exception, PsString, TypeId, Value};

use super::group::Grouping;
use super::property::ActiveProperty;
use super::{ShapeKind, ShapeParameters, custom, tree};
use crate::context::{FormatContext, FormatError};
use crate::format_object::{
    EntryInfo, FormatEntry, FormatStart, FormatValue, GroupStart, Shape, WriteStream,
};
use crate::select::{ShapeChoice, shows_computer_name};
use crate::value_text::{self, Directive};
use crate::view::{Control, Expression, View, applies};

/// What stands in a cell whose value could not be computed.
const ERROR_TEXT: &str = "#ERR";
/// What stands in a cell whose value could not be formatted.
const FORMAT_ERROR_TEXT: &str = "#FMTERR";

/// Makes the format objects of one shape.
pub(super) struct Generator {
    pub(super) kind: ShapeKind,
    pub(super) view: Option<Arc<View>>,
    pub(super) parameters: Arc<ShapeParameters>,
    pub(super) limit: i64,
    /// Whether the computer from which an object comes is shown.
    pub(super) remote: bool,
    /// The columns of a table without a view; the first object decides.
    pub(super) columns: Vec<ActiveProperty>,
    grouping: Option<Grouping>,
    errors: Vec<Value>,
}

impl Generator {
    pub(super) fn new(
        choice: ShapeChoice,
        parameters: Arc<ShapeParameters>,
        limit: i64,
        value: &Value,
        context: &dyn FormatContext,
    ) -> Self {
        let ShapeChoice { kind, view } = choice;
        let grouping = Grouping::new(&parameters, view.as_deref());
        let mut generator = Self {
            kind,
            view,
            parameters,
            limit,
            remote: shows_computer_name(value, context),
            columns: Vec::new(),
            grouping,
            errors: Vec::new(),
        };
        if generator.view.is_none() && kind == ShapeKind::Table {
            generator.columns = generator.table_properties(value, context);
        }
        generator
    }

    /// Whether an object is among those that the view is for.
    pub(super) fn applies_to(&self, value: &Value, context: &dyn FormatContext) -> bool {
        self.view.as_ref().is_none_or(|view| applies(&view.types, &context.type_names(value)))
    }

    fn auto_size(&self) -> bool {
        self.parameters.auto_size.unwrap_or_else(|| {
            match self.view.as_ref().map(|view| &view.control) {
                Some(Control::Table(table)) => table.auto_size,
                Some(Control::Wide(wide)) => wide.auto_size,
                _ => false,
            }
        })
    }

    pub(super) fn start(&mut self, value: &Value, context: &dyn FormatContext) -> FormatStart {
        let auto_size = self.auto_size();
        let shape = match self.kind {
            ShapeKind::Table => Shape::Table(self.table_header(value, context)),
            ShapeKind::List => Shape::List,
            ShapeKind::Wide if auto_size => Shape::Wide(0),
            ShapeKind::Wide => Shape::Wide(i32::try_from(self.wide_columns()).unwrap_or(0)),
            ShapeKind::Custom => Shape::Custom,
        };
        FormatStart { shape, auto_size: auto_size.then_some(0) }
    }

    /// Takes the object's key; `true` where another group begins.
    pub(super) fn update_group(&mut self, value: &Value, context: &dyn FormatContext) -> bool {
        self.grouping.as_mut().is_some_and(|grouping| grouping.update(value, context))
    }

    pub(super) fn group_start(&mut self, value: &Value, context: &dyn FormatContext) -> GroupStart {
        let Some(grouping) = self.grouping.as_ref() else {
            return GroupStart::default();
        };
        let Some(key) = grouping.key() else {
            return GroupStart::default();
        };
        let header = match grouping.control() {
            Some(control) => {
                let control = Arc::clone(control);
                let mut values = Vec::new();
                custom::run(&control, value, self.limit, 0, &mut values, context);
                values
            }
            None => {
                let text = value_text::display(key, false, self.limit, context);
                let label = format!("   {}: ", grouping.label());
                vec![FormatValue::Group {
                    frame: None,
                    values: vec![FormatValue::Text(label.into()), FormatValue::Property(text)],
                }]
            }
        };
        GroupStart { header: Some(header) }
    }

    pub(super) fn payload(&mut self, value: &Value, context: &dyn FormatContext) -> FormatEntry {
        let info = match self.kind {
            ShapeKind::Table => self.table_row(value, context),
            ShapeKind::List => EntryInfo::List(self.list_fields(value, context)),
            ShapeKind::Wide => EntryInfo::Wide(self.wide_field(value, context)),
            ShapeKind::Custom => EntryInfo::Custom(self.custom_values(value, context)),
        };
        FormatEntry { info, out_of_band: false, write_stream: WriteStream::None }
    }

    fn custom_values(&mut self, value: &Value, context: &dyn FormatContext) -> Vec<FormatValue> {
        match self.view.as_ref().map(|view| view.control.clone()) {
            Some(Control::Custom(control)) => {
                let mut values = Vec::new();
                custom::run(&control, value, self.limit, 0, &mut values, context);
                values
            }
            _ => tree::values(value, &self.parameters, self.limit, context),
        }
    }

    /// The errors since the last call, as error records.
    pub(super) fn take_errors(&mut self) -> Vec<Value> {
        std::mem::take(&mut self.errors)
    }

    fn log(&mut self, message: String, id: &str) {
        if self.parameters.show_error {
            let exception = Exception::new(TypeId::EXCEPTION, message);
            let record = ErrorRecord::new(exception, id, ErrorCategory::NotSpecified, Value::Null);
            self.errors.push(Arc::new(record).into_value());
        }
    }

    /// The text of an expression's value.
    pub(super) fn text(
        &mut self,
        expression: &Expression,
        directive: &Directive,
        value: &Value,
        context: &dyn FormatContext,
    ) -> PsString {
        let result = match expression.value(value, context) {
            None => return PsString::empty(),
            Some(result) => result,
        };
        match result {
            Err(_) => {
                let label = expression.label(context);
                self.log(
                    format!("Failed to evaluate expression \"{label}\"."),
                    "mshExpressionError",
                );
                self.error_text(ERROR_TEXT)
            }
            Ok(found) => value_text::field(&found, directive, self.limit, context)
                .unwrap_or_else(|error| self.format_error(&found, directive, &error, context)),
        }
    }

    fn format_error(
        &mut self,
        value: &Value,
        directive: &Directive,
        error: &FormatError,
        context: &dyn FormatContext,
    ) -> PsString {
        if self.parameters.show_error || self.parameters.display_error {
            let format = directive.format.as_deref().unwrap_or_default();
            self.log(
                format!("Failed to apply format string \"{format}\": {}", error.message),
                "formattingError",
            );
            return self.error_text(FORMAT_ERROR_TEXT);
        }
        value_text::display(value, directive.fixed_decimals, self.limit, context)
    }

    fn error_text(&self, text: &str) -> PsString {
        if self.parameters.display_error { text.into() } else { PsString::empty() }
    }
}
