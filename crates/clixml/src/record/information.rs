//! Warnings, verbose and debug texts, information and progress records.

use std::sync::Arc;

use remora_psobject::record::HostInformationMessage;
use remora_psobject::{
    InformationRecord, InformationalRecord, ListObject, ProgressRecord, ProgressRecordType,
    PsString, TypeId, Value,
};

use super::{bag, flag, get, invocation, items, number, text};

/// The bag of a warning, verbose or debug record. `extended` adds where the command stands.
pub fn informational_to_value(record: &InformationalRecord, extended: bool) -> Value {
    let info = record.invocation_info.as_ref().filter(|_| extended);
    let mut properties = vec![
        ("InformationalRecord_Message", Value::Str(record.message.clone())),
        ("InformationalRecord_SerializeInvocationInfo", Value::Bool(info.is_some())),
    ];
    if let Some(info) = info {
        properties.extend(invocation::to_properties(info));
        let iterations = record.pipeline_iteration_info.iter().copied().map(Value::I32).collect();
        let iterations = Value::array_of(TypeId::INT32, iterations);
        properties.push(("InformationalRecord_PipelineIterationInfo", iterations));
    }
    let names: Vec<&str> = record.record_type.chain().map(TypeId::full_name).collect();
    bag(&names, Some(record.message.clone()), properties)
}

/// The warning, verbose or debug record of a bag; `None` where the bag is none of such.
pub fn informational_from_value(record_type: TypeId, value: &Value) -> Option<InformationalRecord> {
    let message = text(value, "InformationalRecord_Message")?;
    let mut record = InformationalRecord::new(record_type, message);
    if flag(value, "InformationalRecord_SerializeInvocationInfo") {
        record.invocation_info = Some(Arc::new(invocation::from_properties(value)));
        record.pipeline_iteration_info = get(value, "InformationalRecord_PipelineIterationInfo")
            .map(|list| items(&list).iter().filter_map(Value::as_i32).collect())
            .unwrap_or_default();
    }
    Some(record)
}

/// The bag of an information record.
pub fn information_to_value(record: &InformationRecord) -> Value {
    let tags = record.tags.iter().cloned().map(Value::Str).collect();
    let tags = ListObject::new(TypeId::GENERIC_LIST.generic_of(&[TypeId::STRING]), tags);
    bag(
        &[],
        None,
        [
            ("MessageData", record.message_data.clone()),
            ("Source", Value::Str(record.source.clone())),
            ("TimeGenerated", Value::DateTime(record.time_generated)),
            ("Tags", tags.into()),
            ("User", Value::Str(record.user.clone())),
            ("Computer", Value::Str(record.computer.clone())),
            ("ProcessId", Value::U32(record.process_id)),
            ("NativeThreadId", Value::U32(record.native_thread_id)),
            ("ManagedThreadId", Value::U32(record.managed_thread_id)),
        ],
    )
}

/// The information record of a bag; `None` where the bag is none of such.
pub fn information_from_value(value: &Value) -> Option<InformationRecord> {
    let data = get(value, "MessageData")?;
    let data = host_message(&data).map_or(data, Value::live);
    let mut record = InformationRecord::new(data, text(value, "Source").unwrap_or_default());
    if let Some(Value::DateTime(time)) = get(value, "TimeGenerated") {
        record.time_generated = time;
    }
    record.tags = get(value, "Tags")
        .map(|tags| items(&tags).iter().filter_map(|tag| tag.as_string().cloned()).collect())
        .unwrap_or_default();
    let id = |name: &str| {
        get(value, name)
            .and_then(|id| id.as_i64())
            .and_then(|id| u32::try_from(id).ok())
            .unwrap_or(0)
    };
    record.user = text(value, "User").unwrap_or_default();
    record.computer = text(value, "Computer").unwrap_or_default();
    record.process_id = id("ProcessId");
    record.native_thread_id = id("NativeThreadId");
    record.managed_thread_id = id("ManagedThreadId");
    Some(record)
}

/// What Write-Host wrote at the far end. Colours come as names, or as -1 for none.
fn host_message(value: &Value) -> Option<HostInformationMessage> {
    let is_host_message =
        value.type_name().ends_with("Management.Automation.HostInformationMessage");
    let color = |name: &str| {
        if let Some(number) = get(value, name)?.as_i32() {
            return Some(number);
        }
        let text = text(value, name)?;
        let definition = TypeId::find("System.ConsoleColor")?.enum_definition()?;
        definition.value_of(&text).and_then(|number| i32::try_from(number).ok())
    };
    is_host_message.then(|| HostInformationMessage {
        message: text(value, "Message").unwrap_or_default(),
        no_new_line: get(value, "NoNewLine").and_then(|flag| flag.as_bool()),
        foreground_color: color("ForegroundColor"),
        background_color: color("BackgroundColor"),
    })
}

/// The bag of a progress record.
pub fn progress_to_value(record: &ProgressRecord) -> Value {
    let kind = i64::from(record.record_type == ProgressRecordType::Completed);
    let kind = TypeId::find("System.Management.Automation.ProgressRecordType")
        .map_or(Value::Null, |id| Value::Enum(id, kind));
    let operation = Some(record.current_operation.clone()).filter(|text| !text.is_empty());
    bag(
        &[],
        None,
        [
            ("Activity", Value::Str(record.activity.clone())),
            ("ActivityId", Value::I32(record.activity_id)),
            ("StatusDescription", Value::Str(record.status_description.clone())),
            ("CurrentOperation", operation.into()),
            ("ParentActivityId", Value::I32(record.parent_activity_id)),
            ("PercentComplete", Value::I32(record.percent_complete)),
            ("Type", kind),
            ("SecondsRemaining", Value::I32(record.seconds_remaining)),
        ],
    )
}

/// The progress record of a bag, or of a record that went through a host call; `None` where the bag
/// is none of such.
pub fn progress_from_value(value: &Value) -> Option<ProgressRecord> {
    if let Some(record) = value.downcast::<ProgressRecord>() {
        return Some(record.clone());
    }
    let activity = text(value, "Activity")?;
    let part = |name: &str| text(value, name).unwrap_or_else(PsString::empty);
    let count = |name: &str| number(value, name).unwrap_or(-1);
    let mut record = ProgressRecord::new(count("ActivityId"), activity, part("StatusDescription"));
    record.parent_activity_id = count("ParentActivityId");
    record.current_operation = part("CurrentOperation");
    record.percent_complete = count("PercentComplete");
    record.seconds_remaining = count("SecondsRemaining");
    let kind = get(value, "Type").or_else(|| get(value, "RecordType"));
    if kind.and_then(|kind| kind.as_i64()) == Some(1) {
        record.record_type = ProgressRecordType::Completed;
    }
    Some(record)
}

#[cfg(test)]
mod tests {
    use remora_psobject::LiveObject;

    use super::*;
    use crate::{ReadOptions, WriteOptions, read, write};

    fn crossed(value: &Value) -> Value {
        let text = write(value, &WriteOptions::default()).unwrap();
        read(&text, &ReadOptions::default()).unwrap()
    }

    #[test]
    fn records_survive_the_way() {
        let mut progress = ProgressRecord::new(1, "A", "S");
        progress.percent_complete = 50;
        progress.record_type = ProgressRecordType::Completed;
        assert_eq!(progress_from_value(&crossed(&progress_to_value(&progress))), Some(progress));

        let warning = InformationalRecord::warning("w");
        let back = crossed(&informational_to_value(&warning, false));
        let back = informational_from_value(TypeId::WARNING_RECORD, &back).unwrap();
        assert_eq!(back.text(), "w");

        let message = HostInformationMessage {
            message: "h".into(),
            foreground_color: Some(12),
            ..HostInformationMessage::default()
        };
        let mut record = InformationRecord::new(Value::live(message.clone()), "Write-Host");
        record.tags = vec!["PSHOST".into()];
        record.process_id = 7;
        let back = information_from_value(&crossed(&information_to_value(&record))).unwrap();
        assert!(back.is_host_message());
        assert_eq!(back.process_id, 7);
        assert_eq!(back.message_data.downcast::<HostInformationMessage>(), Some(&message));
    }
}
