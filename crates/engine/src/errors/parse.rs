//! Mistakes of a script's text as an error.

use std::sync::Arc;

use remora_psobject::{
    DictionaryObject, ErrorCategory, ErrorRecord, Exception, InvocationInfo, PsObject, TypeId,
    Value,
};
use remora_syntax::ParseError;

use super::flow::Flow;
use super::position;

/// All mistakes of a text as one error that ends the script.
pub(crate) fn parse_error(errors: &[ParseError]) -> Flow {
    let incomplete = errors.iter().all(|error| error.incomplete) && !errors.is_empty();
    let exception_type =
        if incomplete { TypeId::INCOMPLETE_PARSE_EXCEPTION } else { TypeId::PARSE_EXCEPTION };
    let messages: Vec<String> = errors
        .iter()
        .map(|error| {
            format!("{}\n{}", position::message(&error.source, error.extent), error.message)
        })
        .collect();
    let items = errors.iter().map(parse_error_object).collect();
    let message = messages.join("\n\n");
    let exception =
        Exception::new(exception_type, message).with_property("Errors", Value::array(items));
    let id = errors.first().map_or("ParserError", |error| error.id);
    let mut record = ErrorRecord::new(exception, id, ErrorCategory::ParserError, Value::Null);
    record.category_info.reason = "ParentContainsErrorRecordException".into();
    if let Some(first) = errors.first() {
        let mut invocation = InvocationInfo {
            bound_parameters: Value::from(DictionaryObject::hashtable()),
            unbound_arguments: Value::array(Vec::new()),
            history_id: -1,
            ..InvocationInfo::default()
        };
        position::fill(&mut invocation, &first.source, first.extent);
        record.invocation_info = Some(Arc::new(invocation));
    }
    Flow::script_error(record)
}

fn parse_error_object(error: &ParseError) -> Value {
    let object = PsObject::custom([
        ("Extent".into(), crate::types::ast::extent(&error.source, error.extent)),
        ("ErrorId".into(), Value::from(error.id)),
        ("Message".into(), Value::from(error.message.as_str())),
        ("IncompleteInput".into(), Value::Bool(error.incomplete)),
    ]);
    let type_name = "System.Management.Automation.Language.ParseError";
    object.set_type_names(vec![type_name.into(), "System.Object".into()]);
    let start = error.source.position(error.extent.start);
    object.set_text(Some(
        format!(
            "At {}:{} char:{}\n{}",
            error.source.file().unwrap_or("line"),
            start.line,
            start.column,
            error.message
        )
        .into(),
    ));
    object.into()
}
