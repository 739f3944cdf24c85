//! What the members of the built-in data give.

use std::sync::Arc;

use remora_dotnet::system::FixedSystem;
use remora_psobject::time::DateTimeKind;
use remora_psobject::{DateTime, Exception, InstanceMember, PsObject, TypeId, Value};

use crate::context::ExecutionContext;
use crate::session::SessionBuilder;

fn session() -> ExecutionContext {
    SessionBuilder::new(Arc::new(FixedSystem::default())).build()
}

fn read(context: &mut ExecutionContext, value: &Value, name: &str) -> Value {
    let Ok(found) = context.get_property(value, name) else {
        panic!("{name} threw");
    };
    found.unwrap_or_else(|| panic!("no {name}"))
}

fn text(context: &mut ExecutionContext, value: &Value, name: &str) -> String {
    let found = read(context, value, name);
    context.text(&found).to_string()
}

/// A property bag of this type.
fn bag(type_name: &str, properties: &[(&str, Value)]) -> Value {
    let object = PsObject::custom(
        properties.iter().map(|(name, value)| ((*name).into(), value.clone())).collect::<Vec<_>>(),
    );
    object.set_type_names(vec![type_name.into()]);
    object.into()
}

#[test]
fn dates_honour_their_display_hint() {
    let context = &mut session();
    let first = DateTime::new(0, DateTimeKind::Unspecified).expect("the first of all dates");
    let date = Value::DateTime(first);
    assert_eq!(text(context, &date, "DateTime"), "Monday, January 1, 0001 12:00:00\u{202f}AM");
    for (hint, expected) in [
        ("date", "Monday, January 1, 0001"),
        ("Time", "12:00:00\u{202f}AM"),
        ("DateTime", "Monday, January 1, 0001 12:00:00\u{202f}AM"),
    ] {
        let object = PsObject::wrapper(date.clone());
        object.set_member(InstanceMember::note("DisplayHint", hint));
        assert_eq!(text(context, &object.into(), "DateTime"), expected, "{hint}");
    }
}

#[test]
fn aliases_show_what_is_behind_them() {
    let context = &mut session();
    let name = "System.Management.Automation.AliasInfo";
    let command = Value::custom_object([("Name", Value::from("Get-Item"))]);
    let resolved = bag(name, &[("Name", "gi".into()), ("ResolvedCommand", command)]);
    assert_eq!(text(context, &resolved, "ResolvedCommandName"), "Get-Item");
    assert_eq!(text(context, &resolved, "DisplayName"), "gi -> Get-Item");
    let dangling = bag(name, &[("Name", "x".into()), ("Definition", "nothing".into())]);
    assert_eq!(text(context, &dangling, "DisplayName"), "x -> nothing");
}

#[test]
fn switches_of_a_parameter_are_packed() {
    let context = &mut session();
    let set = bag(
        "System.Management.Automation.ParameterSetMetadata",
        &[
            ("IsMandatory", true.into()),
            ("ValueFromPipeline", false.into()),
            ("ValueFromRemainingArguments", true.into()),
        ],
    );
    assert_eq!(text(context, &set, "Flags"), "9");
}

#[test]
fn states_of_jobs_are_text() {
    let context = &mut session();
    let info = Value::custom_object([("State", Value::from("Running"))]);
    let job = bag("System.Management.Automation.Job", &[("JobStateInfo", info)]);
    assert_eq!(read(context, &job, "State").type_id(), Some(TypeId::STRING));
}

#[test]
fn missing_details_of_an_error_are_no_error() {
    let context = &mut session();
    let exception = Value::live(Exception::new(TypeId::RUNTIME_EXCEPTION, "text"));
    let record = bag("System.Management.Automation.ErrorRecord", &[("Exception", exception)]);
    assert!(read(context, &record, "PSMessageDetails").is_null());
}
