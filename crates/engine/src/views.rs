//! The engine as formatting sees it, and formatting as the engine sees it.
//!
//! [`SessionFormatContext`] answers the questions of `remora-format` with the session's members, script
//! blocks and cultures; [`ViewFormatter`] turns the objects of a pipeline into lines with its views.

use std::cell::RefCell;
use std::sync::Arc;

use remora_format::context::{FormatContext, FormatError, Preferences};
use remora_format::output::Sink;
use remora_format::{FormatterOptions, ViewTable};
use remora_psobject::{InstanceMember, MemberKind, PsString, Value};

use crate::context::ExecutionContext;
use crate::errors::Flow;
use crate::formatting::{Formatter, FormattingRun};
use crate::script::ScriptBlock;
use crate::types::TypeMemberKind;

/// A session, lent to formatting for the length of one call.
pub struct SessionFormatContext<'a>(RefCell<&'a mut ExecutionContext>);

impl<'a> SessionFormatContext<'a> {
    /// Lends a session.
    pub fn new(context: &'a mut ExecutionContext) -> Self {
        Self(RefCell::new(context))
    }

    /// Runs with the session. Formatting asks one thing at a time, so the session is there; where a
    /// script block formats in its turn, the inner call gets nothing.
    fn with<R: Default>(&self, work: impl FnOnce(&mut ExecutionContext) -> R) -> R {
        match self.0.try_borrow_mut() {
            Ok(mut context) => work(&mut context),
            Err(_) => R::default(),
        }
    }

    /// A standard member of the object, such as `DefaultDisplayPropertySet`.
    fn standard_names(&self, value: &Value, name: &str) -> Option<Vec<PsString>> {
        let own = match value {
            Value::Object(object) => object.member("PSStandardMembers"),
            other => other.header().and_then(|header| header.member("PSStandardMembers")),
        };
        if let Some(InstanceMember { kind: MemberKind::MemberSet { members, .. }, .. }) = &own
            && let Some(InstanceMember { kind: MemberKind::PropertySet(names), .. }) =
                members.get(name)
        {
            return Some(names.clone());
        }
        self.with(|context| {
            context.types.of_value(value).iter().find_map(|data| {
                let names = match name {
                    "DefaultDisplayPropertySet" => data.default_display.clone(),
                    _ => data.default_display_property.iter().cloned().collect(),
                };
                Some(names).filter(|names| !names.is_empty())
            })
        })
    }
}

fn failed(flow: &Flow) -> FormatError {
    match flow.error() {
        Some(record) => FormatError::new(record.message()),
        None => FormatError::new("the pipeline was stopped"),
    }
}

impl FormatContext for SessionFormatContext<'_> {
    fn property_names(&self, value: &Value) -> Vec<PsString> {
        self.with(|context| context.property_names(value))
    }

    fn property(&self, value: &Value, name: &str) -> Option<Result<Value, FormatError>> {
        self.with(|context| {
            context.get_property(value, name).map_err(|flow| failed(&flow)).transpose()
        })
    }

    fn evaluate(&self, script: &Value, value: &Value) -> Result<Value, FormatError> {
        let Some(block) = script.downcast::<ScriptBlock>().cloned() else {
            return Ok(Value::Null);
        };
        self.with(|context| Some(context.evaluate_block(&block, value.clone())))
            .unwrap_or(Ok(Value::Null))
            .map_err(|flow| failed(&flow))
    }

    fn to_text(&self, value: &Value) -> PsString {
        self.with(|context| context.display_text(value))
    }

    fn to_text_formatted(&self, value: &Value, format: &str) -> Result<PsString, FormatError> {
        self.with(|context| {
            let zone = context.system.local_time_zone();
            Some(remora_dotnet::format::format_value(value, format, &context.culture, &zone))
        })
        .unwrap_or_else(|| Ok(PsString::empty()))
        .map_err(|exception| FormatError::new(exception.message().clone()))
    }

    fn format_composite(&self, format: &str, value: &Value) -> Result<PsString, FormatError> {
        let mut write = |item: &Value, format: &str| {
            Ok(if format.is_empty() {
                self.to_text(item)
            } else {
                self.to_text_formatted(item, format).unwrap_or_default()
            })
        };
        remora_dotnet::composite::format(format, std::slice::from_ref(value), &mut write)
            .map_err(|exception| FormatError::new(exception.message().clone()))
    }

    fn enumerate(&self, value: &Value, limit: Option<usize>) -> Option<Vec<Value>> {
        let limit = limit.unwrap_or(usize::MAX);
        if let Value::Dictionary(table) = value.base() {
            return Some(
                table
                    .entries()
                    .into_iter()
                    .take(limit)
                    .map(|(key, value)| entry(key, value))
                    .collect(),
            );
        }
        let items = crate::types::enumerate(value)?;
        Some(items.take(limit).collect())
    }

    fn has_own_text(&self, value: &Value) -> bool {
        match value.base() {
            Value::Object(object) => object.text().is_some(),
            Value::Live(live) => live.text() != live.object_type().full_name(),
            Value::Array(_) | Value::List(_) | Value::Dictionary(_) => false,
            _ => true,
        }
    }

    fn default_display_properties(&self, value: &Value) -> Option<Vec<PsString>> {
        self.standard_names(value, "DefaultDisplayPropertySet")
    }

    fn default_display_property(&self, value: &Value) -> Option<PsString> {
        self.standard_names(value, "DefaultDisplayProperty")
            .and_then(|names| names.into_iter().next())
    }

    fn property_set(&self, value: &Value, name: &str) -> Option<Vec<PsString>> {
        self.with(|context| match context.types.find(value, name).map(|member| &member.kind) {
            Some(TypeMemberKind::Plain(MemberKind::PropertySet(names))) => Some(names.clone()),
            _ => None,
        })
    }

    fn same_group(&self, left: &Value, right: &Value) -> bool {
        self.with(|context| context.equals(left, right, false))
    }

    fn command_exists(&self, name: &str) -> bool {
        self.with(|context| context.find_command(name).is_ok())
    }

    fn invoke(
        &self,
        value: &Value,
        method: &str,
        arguments: &[Value],
    ) -> Option<Result<Value, FormatError>> {
        self.with(|context| {
            Some(context.invoke_method(value, method, arguments).map_err(|flow| failed(&flow)))
        })
    }

    fn current_location(&self) -> PsString {
        self.with(|context| context.session.current_location())
    }

    fn environment_variable(&self, name: &str) -> Option<String> {
        self.with(|context| context.system.variable(name))
    }

    fn preferences(&self) -> Preferences {
        self.with(|context| {
            let mut preferences = Preferences::default();
            if let Some(limit) = context.variable("FormatEnumerationLimit").and_then(|v| v.as_i64())
            {
                preferences.enumeration_limit = limit;
            }
            if let Some(ui) = context.host.ui() {
                preferences.decorate_errors = ui.supports_virtual_terminal();
                if let Some(raw) = ui.raw() {
                    let width = raw.defaults().window_size.width;
                    preferences.window_width = usize::try_from(width).unwrap_or(120);
                }
            }
            preferences
        })
    }
}

fn entry(key: Value, value: Value) -> Value {
    let entry = Value::custom_object([("Key", key.clone()), ("Value", value), ("Name", key)]);
    if let Some(object) = entry.as_object() {
        object.set_type_names(vec![
            "System.Collections.DictionaryEntry".into(),
            "System.ValueType".into(),
            "System.Object".into(),
        ]);
    }
    entry
}

/// Formats with the built-in views.
pub struct ViewFormatter {
    views: Arc<ViewTable>,
}

impl Default for ViewFormatter {
    fn default() -> Self {
        Self { views: ViewTable::built_in() }
    }
}

impl Formatter for ViewFormatter {
    fn start(&self, context: &mut ExecutionContext, width: usize) -> Box<dyn FormattingRun> {
        let decorate = context.host.ui().is_some_and(|ui| ui.supports_virtual_terminal());
        let options = FormatterOptions {
            views: Arc::clone(&self.views),
            decorate,
            ..FormatterOptions::plain()
        };
        Box::new(Run(remora_format::Formatter::new(width, options)))
    }
}

struct Run(remora_format::Formatter);

/// Collects the lines that are ready.
struct Lines(Vec<PsString>);

impl Sink for Lines {
    fn line(&mut self, line: &str) {
        self.0.push(line.into());
    }
}

impl FormattingRun for Run {
    fn object(
        &mut self,
        context: &mut ExecutionContext,
        value: &Value,
    ) -> Result<Vec<PsString>, Flow> {
        let mut lines = Lines(Vec::new());
        let context = SessionFormatContext::new(context);
        if let Err(error) = self.0.push(value, &context, &mut lines) {
            return Err(Flow::statement_error(crate::errors::invalid_operation(
                error.message,
                error.error_id,
                Value::Null,
            )));
        }
        Ok(lines.0)
    }

    fn finish(&mut self, _context: &mut ExecutionContext) -> Result<Vec<PsString>, Flow> {
        let mut lines = Lines(Vec::new());
        self.0.finish(&mut lines);
        Ok(lines.0)
    }
}
