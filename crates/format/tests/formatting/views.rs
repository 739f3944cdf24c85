//! The built-in views against what PowerShell has.

use std::fmt::Write as _;

use remora_format::ViewTable;
use remora_format::views::describe;
use serde_json::Value;

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

fn expression(value: &Value) -> String {
    match (value["prop"].as_str(), value["expr"].as_str(), value["says"].as_str()) {
        (Some(name), _, _) => name.to_owned(),
        (_, Some("$_"), _) => "?".to_owned(),
        (_, Some(path), _) => path.to_owned(),
        // A text of a property of a property needs no function.
        (_, _, Some(says)) if says.ends_with(" as text") => {
            format!("$_.{}", says.trim_end_matches(" as text"))
        }
        _ => "?".to_owned(),
    }
}

fn letter(value: &Value) -> &'static str {
    match value["align"].as_str() {
        Some("Right") => "R",
        Some("Left") => "L",
        Some("Center") => "C",
        _ => "",
    }
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value[name].as_array().map_or(&[], Vec::as_slice)
}

fn items(value: &[Value], output: &mut String) {
    for item in value {
        if let Some(text) = item["text"].as_str() {
            let _ = write!(output, " '{text}'");
        } else if let Some(count) = item["newline"].as_i64() {
            let _ = write!(output, " newline{count}");
        } else if item["frame"].is_array() {
            let _ = write!(output, " frame{}(", item["left"].as_i64().unwrap_or(0));
            items(list(item, "frame"), output);
            output.push(')');
        } else {
            let star = if item["enumerate"].as_bool() == Some(true) { "*" } else { "" };
            let _ = write!(output, " {}{star}", expression(&item["value"]));
            for entry in list(item, "control") {
                output.push('(');
                items(list(entry, "items"), output);
                output.push(')');
            }
        }
    }
}

/// The recorded view in the words of [`describe`].
fn recorded(view: &Value) -> String {
    let types: Vec<&str> = list(view, "types").iter().filter_map(Value::as_str).collect();
    let kind = text(view, "kind");
    let mut output = format!("{} {} {kind}", types.join(","), text(view, "view"));
    if view["outOfBand"].as_bool() == Some(true) {
        output.push_str(" outOfBand");
    }
    match kind {
        "table" => {
            let headers = list(view, "headers");
            let none = Value::Null;
            for row in list(view, "rows") {
                for (at, column) in list(row, "columns").iter().enumerate() {
                    let header = headers.get(at).unwrap_or(&none);
                    let _ = write!(
                        output,
                        " [{}:{}{}{} {} {}]",
                        text(header, "label"),
                        header["width"].as_i64().unwrap_or(0),
                        letter(header),
                        letter(column),
                        expression(&column["value"]),
                        text(column, "format")
                    );
                }
                if row["wrap"].as_bool() == Some(true) {
                    output.push_str(" wrap");
                }
            }
            if view["autoSize"].as_bool() == Some(true) {
                output.push_str(" autoSize");
            }
        }
        "list" => {
            for entry in list(view, "entries") {
                output.push_str(" {");
                for condition in list(entry, "for") {
                    let _ = write!(output, "for {}", text(condition, "type"));
                }
                for item in list(entry, "items") {
                    let _ =
                        write!(output, " {}:{}", text(item, "label"), expression(&item["value"]));
                }
                output.push('}');
            }
        }
        "wide" => {
            for entry in list(view, "entries") {
                let _ = write!(output, " {}", expression(&entry["value"]));
            }
        }
        _ => list(view, "entries").iter().for_each(|e| items(list(e, "items"), &mut output)),
    }
    output
}

/// The texts of a computed column have a label only where PowerShell's have one.
fn without_empty_labels(text: &str) -> String {
    text.replace(" :?", " ?")
}

#[test]
fn built_in_views_are_powershells() {
    let recorded_views: Vec<Value> = include_str!("../data/views.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .filter(|view: &Value| view["kind"].is_string())
        .collect();
    assert_eq!(recorded_views.len(), 187);
    let table = ViewTable::built_in();
    let mut own: Vec<String> =
        table.views().iter().map(|view| without_empty_labels(&describe(view))).collect();
    for view in &recorded_views {
        let wanted = without_empty_labels(&recorded(view));
        let Some(at) = own.iter().position(|text| *text == wanted) else {
            let near = own.iter().find(|text| text.split(' ').next() == wanted.split(' ').next());
            panic!("there is no view\n  {wanted}\nfor the type there is\n  {near:?}");
        };
        own.remove(at);
    }
    // Help is one text here, where PowerShell has a tree of objects and a view for each kind of them.
    assert_eq!(own, ["HelpInfo HelpInfo custom ?"], "views that PowerShell does not have");
}

#[test]
fn views_of_a_type_come_in_powershells_order() {
    let table = ViewTable::built_in();
    let place = |type_name: &str, kind: &str, name: &str| {
        table
            .views()
            .iter()
            .position(|view| {
                view.types.iter().any(|known| *known == type_name)
                    && view.name == name
                    && view.kind().name().eq_ignore_ascii_case(kind)
            })
            .unwrap_or_else(|| panic!("{type_name} {kind} {name}"))
    };
    let mut last: std::collections::HashMap<String, (usize, String)> = Default::default();
    let mut checked = 0;
    for line in include_str!("../data/views.jsonl").lines() {
        let view: Value = serde_json::from_str(line).unwrap();
        for type_name in list(&view, "types").iter().filter_map(Value::as_str) {
            let at = place(type_name, text(&view, "kind"), text(&view, "view"));
            let now = (at, text(&view, "view").to_owned());
            if let Some(before) = last.insert(type_name.to_owned(), now.clone()) {
                assert!(before.0 < now.0, "{type_name}: {before:?} {now:?}");
                checked += 1;
            }
        }
    }
    assert!(checked > 40);
}
