//! The tables of the cmdlets against those that were recorded.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use remora_engine::command::{
    CmdletSpec, ConfirmImpact, ParameterSpec, RangeBound, RangeKind, RemotingCapability, Validation,
};
use serde_json::{Value as Json, json};

const MODULE: &str = "Microsoft.PowerShell.Management";

fn table(file: &str) -> BTreeMap<String, Json> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/corpora").join(file);
    let text = fs::read_to_string(&path).unwrap();
    text.lines()
        .map(|line| serde_json::from_str::<Json>(line).unwrap())
        .filter(|row| row["module"] == MODULE && row["kind"] == "Cmdlet")
        .map(|row| (row["name"].as_str().unwrap().to_owned(), row))
        .collect()
}

fn validation(rule: &Validation) -> Json {
    let bound = |bound: &RangeBound| match bound {
        RangeBound::Integer(number) => json!(i64::try_from(*number).unwrap()),
        RangeBound::Real(number) => json!(number),
    };
    match rule {
        Validation::Set(values) => json!({"a": "ValidateSet", "values": values}),
        Validation::Range { min, max } => {
            json!({"a": "ValidateRange", "min": bound(min), "max": bound(max)})
        }
        Validation::RangeKind(kind) => {
            let kind = match kind {
                RangeKind::Positive => "Positive",
                RangeKind::NonNegative => "NonNegative",
                RangeKind::Negative => "Negative",
                RangeKind::NonPositive => "NonPositive",
            };
            json!({"a": "ValidateRange", "kind": kind})
        }
        Validation::Length { min, max } => json!({"a": "ValidateLength", "min": min, "max": max}),
        Validation::Count { min, max } => json!({"a": "ValidateCount", "min": min, "max": max}),
        Validation::Pattern(pattern) => json!({"a": "ValidatePattern", "pattern": pattern}),
        Validation::NotNull => json!({"a": "ValidateNotNull"}),
        Validation::NotNullOrEmpty => json!({"a": "ValidateNotNullOrEmpty"}),
        Validation::NotNullOrWhiteSpace => json!({"a": "ValidateNotNullOrWhiteSpace"}),
        Validation::TrustedData => json!({"a": "ValidateTrustedData"}),
        Validation::AllowNull => json!({"a": "AllowNull"}),
        Validation::AllowEmptyString => json!({"a": "AllowEmptyString"}),
        Validation::AllowEmptyCollection => json!({"a": "AllowEmptyCollection"}),
        Validation::Named(name) => json!({"a": name}),
    }
}

/// A parameter in the form of the table; attributes in an order of their own.
fn parameter(spec: &ParameterSpec) -> Json {
    let mut attributes: BTreeSet<String> =
        spec.validations.iter().map(|rule| validation(rule).to_string()).collect();
    attributes
        .extend(spec.transformation.map(|name| json!({"a": name, "transform": true}).to_string()));
    attributes.extend(
        spec.completer.map(|name| json!({"a": "ArgumentCompleter", "by": name}).to_string()),
    );
    let sets: BTreeMap<&str, Json> = spec
        .sets
        .iter()
        .map(|set| {
            let mut row = json!({});
            let flags = [
                ("mandatory", set.mandatory),
                ("pipe", set.pipeline),
                ("byName", set.by_name),
                ("rest", set.remaining),
            ];
            if let Some(position) = set.position {
                row["pos"] = json!(position);
            }
            for (key, _) in flags.iter().filter(|(_, on)| *on) {
                row[*key] = json!(true);
            }
            if !set.help_message.is_empty() {
                row["helpMessage"] = json!(set.help_message);
            }
            (set.set, sorted(&row))
        })
        .collect();
    json!({
        "name": spec.name, "type": spec.type_name, "aliases": spec.aliases, "attrs": attributes,
        "dontShow": spec.dont_show, "sets": sets,
    })
}

fn sorted(row: &Json) -> Json {
    let entries: BTreeMap<&String, &Json> = row.as_object().unwrap().iter().collect();
    json!(entries)
}

fn recorded_parameter(row: &Json) -> Json {
    let list = |key: &str| row[key].as_array().cloned().unwrap_or_default();
    let attributes: BTreeSet<String> = list("attrs").iter().map(Json::to_string).collect();
    let sets: BTreeMap<&String, Json> =
        row["sets"].as_object().unwrap().iter().map(|(set, row)| (set, sorted(row))).collect();
    json!({
        "name": row["name"], "type": row["type"], "aliases": list("aliases"), "attrs": attributes,
        "dontShow": row["dontShow"].as_bool().unwrap_or(false), "sets": sets,
    })
}

/// What differs between a cmdlet and its row.
fn differences(spec: &CmdletSpec, row: &Json) -> Vec<String> {
    let text = |key: &str| row[key].as_str().unwrap_or("").to_owned();
    let mut found = Vec::new();
    let mut check = |what: &str, ours: String, theirs: String| {
        if ours != theirs {
            found.push(format!("{} {what}: {ours} is not {theirs}", spec.name));
        }
    };
    check("verb", spec.verb.to_owned(), text("verb"));
    check("noun", spec.noun.to_owned(), text("noun"));
    check("class", spec.class.to_owned(), text("class"));
    let default_set = if spec.default_set == "__AllParameterSets" { "" } else { spec.default_set };
    check(
        "default set",
        default_set.to_owned(),
        text("defaultSet").replace("__AllParameterSets", ""),
    );
    let flag = |key: &str| row[key].as_bool().unwrap_or(false).to_string();
    check("should process", spec.should_process.to_string(), flag("shouldProcess"));
    check("positional", (!spec.positional_binding).to_string(), flag("noPositional"));
    check("paging", spec.paging.to_string(), flag("paging"));
    let impact = match spec.confirm_impact {
        ConfirmImpact::None => "None",
        ConfirmImpact::Low => "Low",
        ConfirmImpact::Medium => "Medium",
        ConfirmImpact::High => "High",
    };
    check("impact", impact.to_owned(), text("confirmImpact"));
    let remoting = match spec.remoting {
        RemotingCapability::None => "None",
        RemotingCapability::PowerShell => "PowerShell",
        RemotingCapability::SupportedByCommand => "SupportedByCommand",
        RemotingCapability::OwnedByCommand => "OwnedByCommand",
    };
    check("remoting", remoting.to_owned(), text("remoting"));
    let aliases = row["aliases"].as_array().cloned().unwrap_or_default();
    check("aliases", json!(spec.aliases).to_string(), json!(aliases).to_string());
    let outputs: Vec<Json> = spec
        .outputs
        .iter()
        .map(|output| json!([output.types, output.sets, output.provider]))
        .collect();
    let recorded = row["outputs"].as_array().cloned().unwrap_or_default();
    let recorded: Vec<Json> = recorded
        .iter()
        .map(|output| {
            let sets = output["sets"].as_array().cloned().unwrap_or_default();
            json!([output["types"], sets, output["provider"].as_str().unwrap_or("")])
        })
        .collect();
    check("outputs", json!(outputs).to_string(), json!(recorded).to_string());
    let ours: Vec<Json> = spec.parameters.iter().map(parameter).collect();
    let theirs: Vec<Json> = row["parameters"]
        .as_array()
        .unwrap_or(&Vec::new())
        .iter()
        .map(recorded_parameter)
        .collect();
    check("number of parameters", ours.len().to_string(), theirs.len().to_string());
    for (ours, theirs) in ours.iter().zip(&theirs) {
        check("parameter", ours.to_string(), theirs.to_string());
    }
    found
}

fn compare(cmdlets: &[&CmdletSpec], rows: &BTreeMap<String, Json>) {
    let mut found: Vec<String> = Vec::new();
    for spec in cmdlets {
        match rows.get(spec.name) {
            Some(row) => found.extend(differences(spec, row)),
            None => found.push(format!("{} is in no table", spec.name)),
        }
    }
    for name in rows.keys() {
        if !cmdlets.iter().any(|spec| spec.name == name) {
            found.push(format!("{name} is missing"));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_cmdlets_of_every_platform_are_those_of_the_table() {
    compare(crate::CMDLETS, &table("reference/commands.jsonl"));
}

#[test]
fn the_cmdlets_of_windows_are_those_of_the_tables() {
    let everywhere = table("reference/commands.jsonl");
    let mut rows = table("reference_windows/commands.jsonl");
    rows.extend(table("reference_windows/commands_51.jsonl"));
    rows.retain(|name, _| !everywhere.contains_key(name));
    compare(crate::windows::CMDLETS, &rows);
}

#[test]
fn every_cmdlet_and_parameter_has_help() {
    for spec in crate::CMDLETS.iter().chain(crate::windows::CMDLETS) {
        assert!(
            !spec.help.synopsis.is_empty() && !spec.help.description.is_empty(),
            "{}",
            spec.name
        );
        for parameter in spec.parameters {
            assert!(parameter.help.len() > 5, "{} -{}", spec.name, parameter.name);
        }
    }
}
