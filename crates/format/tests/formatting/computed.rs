//! Computed columns against the samples that were recorded with them.

use remora_format::view::{Control, Expression};
use remora_format::{FormatContext, ViewTable};
use serde_json::Value as Json;

use super::support::context::TestContext;
use super::support::script;

/// The expressions of a view's columns or lines, in order.
fn expressions(control: &Control) -> Vec<&Expression> {
    match control {
        Control::Table(table) => {
            table.rows.iter().flat_map(|row| &row.columns).map(|c| &c.expression).collect()
        }
        Control::List(list) => {
            list.entries.iter().flat_map(|entry| &entry.items).map(|i| &i.expression).collect()
        }
        _ => Vec::new(),
    }
}

fn recorded_values(view: &Json) -> Vec<&Json> {
    let (outer, inner) = match view["kind"].as_str() {
        Some("table") => ("rows", "columns"),
        _ => ("entries", "items"),
    };
    view[outer]
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(|entry| entry[inner].as_array().into_iter().flatten())
        .map(|item| &item["value"])
        .collect()
}

#[test]
fn computed_columns_give_the_recorded_samples() {
    let table = ViewTable::built_in();
    let context = TestContext::default();
    let mut checked = 0;
    for line in include_str!("../data/views.jsonl").lines() {
        let recorded: Json = serde_json::from_str(line).unwrap();
        let view = table.views().iter().find(|view| {
            recorded["view"].as_str().is_some_and(|name| view.name == name)
                && recorded["types"][0].as_str().is_some_and(|name| view.types[0] == name)
                && recorded["kind"].as_str() == Some(&view.kind().name().to_ascii_lowercase())
        });
        let Some(view) = view else { continue };
        let mut pairs: Vec<(&Expression, &Json)> =
            expressions(&view.control).into_iter().zip(recorded_values(&recorded)).collect();
        if let Some(group) = &view.group_by {
            pairs.push((&group.key, &recorded["groupBy"]["by"]));
        }
        for (expression, value) in pairs {
            for sample in value["samples"].as_array().into_iter().flatten() {
                let (input, wanted) = (sample["in"].as_str(), sample["out"].as_str());
                let (Some(input), Some(wanted)) = (input, wanted) else { continue };
                let Ok(object) = script::value(input) else { continue };
                let found = expression.value(&object, &context).unwrap().unwrap();
                assert_eq!(context.to_text(&found), wanted, "{input} in {}", view.name);
                checked += 1;
            }
        }
    }
    assert!(checked > 40, "{checked}");
}
