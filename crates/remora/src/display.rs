//! Records of a pipeline as a person sees them.

use std::sync::Arc;

use remora_format::context::{FormatContext, FormatError, Preferences};
use remora_format::error_view;
use remora_hosting::{Host, InvocationState, Record};
use remora_psobject::{ErrorRecord, MemberKind, PsString, Value};

use crate::console::ConsoleHost;

/// Shows records on the console.
#[derive(Clone)]
pub(crate) struct Display {
    host: Arc<ConsoleHost>,
}

impl Display {
    pub(crate) fn new(host: Arc<ConsoleHost>) -> Self {
        Self { host }
    }

    /// Shows the errors among the records; the session itself shows the other streams on the host, and
    /// objects of the output have their own way to the screen.
    pub(crate) fn record(&self, record: &Record) {
        match record {
            Record::Error(error) => self.error(error),
            Record::Information(record) => {
                if let Some(xml) = self.host.console().xml_output() {
                    let value = remora_clixml::record::information_to_value(record);
                    xml.write_record("information", value);
                }
            }
            Record::State(change) => {
                if change.state == InvocationState::Failed
                    && let Some(reason) = &change.reason
                {
                    self.error(reason);
                }
            }
            _ => {}
        }
    }

    /// Shows an error on the error stream.
    pub(crate) fn error(&self, record: &Arc<ErrorRecord>) {
        let Some(ui) = self.host.ui() else { return };
        if let Some(xml) = self.host.console().xml_output() {
            xml.write_record("Error", remora_clixml::record::error_to_value(record, true));
            return;
        }
        let context = RecordContext { host: &self.host };
        let text = error_view::text(&Value::live_arc(Arc::clone(record)), &context);
        ui.write_error_line(text.strip_suffix('\n').unwrap_or(&text));
    }
}

/// What an error's view asks, answered from the record alone: a view must not run script while an error
/// is being shown.
struct RecordContext<'a> {
    host: &'a ConsoleHost,
}

fn member_value(value: &Value, name: &str) -> Option<Value> {
    let member = match value {
        Value::Object(object) => object.member(name),
        other => other.header().and_then(|header| header.member(name)),
    };
    match member?.kind {
        MemberKind::Note(value) | MemberKind::DeserializedProperty(value) => Some(value),
        _ => None,
    }
}

impl FormatContext for RecordContext<'_> {
    fn property_names(&self, value: &Value) -> Vec<PsString> {
        match value.base() {
            Value::Live(live) => live.property_names(),
            Value::Object(object) => {
                object.members().into_iter().map(|member| member.name).collect()
            }
            _ => Vec::new(),
        }
    }

    fn property(&self, value: &Value, name: &str) -> Option<Result<Value, FormatError>> {
        if let Some(found) = member_value(value, name) {
            return Some(Ok(found));
        }
        match value.base() {
            Value::Live(live) => live
                .property(name)
                .map(|result| result.map_err(|error| FormatError::new(error.message().clone()))),
            _ => None,
        }
    }

    fn evaluate(&self, _script: &Value, _value: &Value) -> Result<Value, FormatError> {
        Ok(Value::Null)
    }

    fn to_text(&self, value: &Value) -> PsString {
        remora_dotnet::text::to_text(value, &remora_dotnet::Culture::en_us())
    }

    fn to_text_formatted(&self, value: &Value, _format: &str) -> Result<PsString, FormatError> {
        Ok(self.to_text(value))
    }

    fn format_composite(&self, _format: &str, value: &Value) -> Result<PsString, FormatError> {
        Ok(self.to_text(value))
    }

    fn enumerate(&self, value: &Value, limit: Option<usize>) -> Option<Vec<Value>> {
        let items = match value.base() {
            Value::Array(array) => array.to_vec(),
            Value::List(list) => list.to_vec(),
            _ => return None,
        };
        Some(items.into_iter().take(limit.unwrap_or(usize::MAX)).collect())
    }

    fn has_own_text(&self, value: &Value) -> bool {
        !matches!(value.base(), Value::Array(_) | Value::List(_) | Value::Dictionary(_))
    }

    fn default_display_properties(&self, _value: &Value) -> Option<Vec<PsString>> {
        None
    }

    fn same_group(&self, left: &Value, right: &Value) -> bool {
        remora_psobject::equality::equals(left, right)
    }

    fn preferences(&self) -> Preferences {
        let mut preferences = Preferences {
            decorate_errors: self.host.console().output.colors_error(),
            ..Preferences::default()
        };
        if let Some(raw) = self.host.ui().and_then(|ui| ui.raw()) {
            let width = raw.defaults().window_size.width;
            preferences.window_width = usize::try_from(width).unwrap_or(120);
        }
        preferences
    }
}
