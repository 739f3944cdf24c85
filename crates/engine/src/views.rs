//! The engine as formatting sees it, and formatting as the engine sees it.
//!
//! [`SessionFormatContext`] answers the questions of `remora-format` with the session's members, script
//! blocks and cultures; [`ViewFormatter`] turns the objects of a pipeline into lines with its views.

use std::cell::RefCell;
use std::sync::Arc;

use remora_dotnet::types::automation::ps_style::{self, PsStyle};
use remora_format::context::{FormatContext, FormatError, Preferences};
use remora_format::context::{OutputRendering, Styles};
use remora_format::output::Sink;
use remora_format::{FormatterOptions, ViewTable, cells};
use remora_psobject::{InstanceMember, MemberKind, ObjectKind, PsString, Value};

use crate::context::ExecutionContext;
use crate::errors::Flow;
use crate::formatting::{Formatter, FormattingRun};
use crate::script::ScriptBlock;
use crate::types::TypeMemberKind;

/// The views of a session: those that PowerShell brings, and those that the session added. An extension
/// of the session ([`ExecutionContext::extension`]).
pub struct SessionViews(pub Arc<ViewTable>);

impl Default for SessionViews {
    fn default() -> Self {
        Self(ViewTable::built_in())
    }
}

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

/// What a value of an enumeration of another process said of itself: the value is a number here.
fn enumeration_text(value: &Value) -> Option<PsString> {
    let Value::Object(object) = value else { return None };
    let names = object.own_type_names()?;
    let is_enumeration = names.iter().any(|name| *name == "Deserialized.System.Enum");
    is_enumeration.then(|| object.get("Value")?.as_string().cloned()).flatten()
}

fn failed(flow: &Flow) -> FormatError {
    match flow.error() {
        Some(record) => FormatError::new(record.message()),
        None => FormatError::new("the pipeline was stopped"),
    }
}

impl FormatContext for SessionFormatContext<'_> {
    fn property_names(&self, value: &Value) -> Vec<PsString> {
        self.with(|context| listed_names(context, value))
    }

    fn shown_property_names(&self, value: &Value) -> Vec<PsString> {
        self.with(|context| shown_names(context, value))
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
        self.with(|context| {
            // What a view does is not seen by `$?`.
            let before = (context.status, context.script_status);
            let result = context.evaluate_block(&block, value.clone());
            (context.status, context.script_status) = before;
            Some(result)
        })
        .unwrap_or(Ok(Value::Null))
        .map_err(|flow| failed(&flow))
    }

    fn to_text(&self, value: &Value) -> PsString {
        if let Some(name) = enumeration_text(value) {
            return name;
        }
        self.with(|context| {
            // Fractions have the digits that are sure, not all that tell them apart.
            let digits = match value.base() {
                Value::F64(_) => "G15",
                Value::F32(_) => "G7",
                base => {
                    return match remora_dotnet::types::system_xml::local_name(base) {
                        Some(name) => name,
                        None => context.display_text(value),
                    };
                }
            };
            remora_dotnet::number::format(value.base(), digits, &context.culture)
                .map_or_else(|_| context.display_text(value), PsString::from)
        })
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
                    .map(|(key, value)| remora_dotnet::types::entry_of(table.type_id(), key, value))
                    .collect(),
            );
        }
        let items = crate::types::enumerate(value)?;
        Some(items.take(limit).collect())
    }

    fn has_own_text(&self, value: &Value) -> bool {
        match value.base() {
            Value::Object(object) => object.text().is_some(),
            Value::Live(live) => {
                let name = live.object_type().full_name();
                !TEXT_OF_BASE.contains(&name) && live.text() != name
            }
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
            // A value in an inner scope does not count.
            let limit = context.variable("global:FormatEnumerationLimit");
            if let Some(limit) = limit.and_then(|limit| limit.as_i64()) {
                preferences.enumeration_limit = limit;
            }
            if let Some((rendering, styles)) = style(context) {
                preferences.output_rendering = rendering;
                preferences.styles = styles;
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

/// The names of an object's properties; nodes of XML have their attributes and children, not what .NET
/// says of them.
fn listed_names(context: &mut ExecutionContext, value: &Value) -> Vec<PsString> {
    let Some(adapted) = remora_dotnet::types::system_xml::adapted_names(value) else {
        return context.property_names(value);
    };
    let mut names: Vec<PsString> =
        crate::types::instance_members(value).into_iter().map(|member| member.name).collect();
    names.extend(adapted);
    names
}

/// Types whose `ToString()` is that of a base.
const TEXT_OF_BASE: [&str; 4] = [
    "System.Text.RegularExpressions.Match",
    "System.Text.RegularExpressions.Group",
    "System.IO.FileInfo",
    "System.IO.DirectoryInfo",
];

/// The names of an object's properties in the order in which they are shown where none are named:
/// those of the object, those that its type has, those that the session adds to the type.
fn shown_names(context: &mut ExecutionContext, value: &Value) -> Vec<PsString> {
    let all = listed_names(context, value);
    if value.as_object().is_some_and(|object| object.kind() == ObjectKind::Custom)
        && !crate::types::instance_members(value).iter().any(is_deserialized)
    {
        return all;
    }
    let members = crate::types::instance_members(value);
    let place =
        |name: &PsString| match members.iter().find(|member| member.name.eq_ignore_case(name)) {
            Some(member) if is_deserialized(member) => 1,
            Some(_) => 0,
            None if context.types.find(value, name).is_some() => 2,
            None => 1,
        };
    // An object that lists its properties itself has them in the right order.
    let own = match value.base() {
        Value::Live(live) => live.property_names(),
        _ => Vec::new(),
    };
    let id = value.base().type_id();
    let mut declared = id.map(remora_dotnet::registry::declared_order).unwrap_or_default();
    if declared.is_empty() {
        declared = own.iter().map(PsString::as_str).collect();
    }
    if declared.is_empty() {
        let definition = id.and_then(remora_dotnet::registry::definition);
        declared = definition
            .map(|definition| definition.properties.iter().map(|property| property.name).collect())
            .unwrap_or_default();
    }
    let order = |name: &PsString| {
        declared.iter().position(|known| name.eq_ignore_case(known)).unwrap_or(usize::MAX)
    };
    let mut places: Vec<((u8, usize), PsString)> = all
        .into_iter()
        .map(|name| match place(&name) {
            1 => ((1, order(&name)), name),
            other => ((other, 0), name),
        })
        .collect();
    places.sort_by_key(|(place, _)| *place);
    places.into_iter().map(|(_, name)| name).collect()
}

fn is_deserialized(member: &InstanceMember) -> bool {
    matches!(member.kind, MemberKind::DeserializedProperty(_))
}

/// What `$PSStyle` says; nothing where the session has no such variable.
fn style(context: &mut ExecutionContext) -> Option<(OutputRendering, Styles)> {
    let value = context.variable("PSStyle")?;
    let style: &PsStyle = value.downcast()?;
    let rendering = match style.output_rendering() {
        ps_style::Rendering::Host => OutputRendering::Host,
        ps_style::Rendering::PlainText => OutputRendering::PlainText,
        ps_style::Rendering::Ansi => OutputRendering::Ansi,
    };
    let styles = Styles {
        format_accent: style.formatting("FormatAccent"),
        table_header: style.formatting("TableHeader"),
        custom_table_header_label: style.formatting("CustomTableHeaderLabel"),
        error: style.formatting("Error"),
        error_accent: style.formatting("ErrorAccent"),
        ..Styles::default()
    };
    Some((rendering, styles))
}

/// Formats with the session's views.
#[derive(Clone, Copy, Debug, Default)]
pub struct ViewFormatter;

impl ViewFormatter {
    fn run(context: &mut ExecutionContext, width: usize, decorate: bool) -> Box<Run> {
        let views = Arc::clone(&context.extension::<SessionViews>().0);
        let options = FormatterOptions { views, decorate, ..FormatterOptions::plain() };
        Box::new(Run { formatter: remora_format::Formatter::new(width, options), strips: false })
    }
}

impl Formatter for ViewFormatter {
    fn start(&self, context: &mut ExecutionContext, width: usize) -> Box<dyn FormattingRun> {
        let decorate = match style(context) {
            Some((OutputRendering::PlainText, _)) => false,
            Some((OutputRendering::Ansi, _)) => true,
            _ => context.host.ui().is_some_and(|ui| ui.supports_virtual_terminal()),
        };
        let mut run = Self::run(context, width, decorate);
        run.strips = !decorate;
        run
    }

    fn start_text(&self, context: &mut ExecutionContext, width: usize) -> Box<dyn FormattingRun> {
        let decorate = matches!(style(context), Some((OutputRendering::Ansi, _)));
        Self::run(context, width, decorate)
    }
}

struct Run {
    formatter: remora_format::Formatter,
    /// Escape sequences are left out, also those in the objects' own texts.
    strips: bool,
}

/// Collects the lines that are ready.
struct Lines {
    lines: Vec<PsString>,
    strips: bool,
}

impl Sink for Lines {
    fn line(&mut self, line: &str) {
        let is_stripped = self.strips && cells::has_escape(line);
        self.lines.push(if is_stripped { cells::strip(line).into() } else { line.into() });
    }
}

impl FormattingRun for Run {
    fn object(
        &mut self,
        context: &mut ExecutionContext,
        value: &Value,
    ) -> Result<Vec<PsString>, Flow> {
        let mut lines = Lines { lines: Vec::new(), strips: self.strips };
        let context = SessionFormatContext::new(context);
        if let Err(error) = self.formatter.push(value, &context, &mut lines) {
            return Err(Flow::statement_error(crate::errors::invalid_operation(
                error.message,
                error.error_id,
                Value::Null,
            )));
        }
        Ok(lines.lines)
    }

    fn finish(&mut self, _context: &mut ExecutionContext) -> Result<Vec<PsString>, Flow> {
        let mut lines = Lines { lines: Vec::new(), strips: self.strips };
        self.formatter.finish(&mut lines);
        Ok(lines.lines)
    }
}
