//! The tables of all cmdlets against what PowerShell says of them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failed step of a test ends it"
)]

use std::collections::{BTreeMap, BTreeSet};

use remora_cmdlets_utility::CMDLETS;
use remora_engine::command::{
    CmdletSpec, ConfirmImpact, ParameterSpec, RangeBound, RangeKind, RemotingCapability, Validation,
};
use serde_json::{Value as Json, json};

const MODULE: &str = "Microsoft.PowerShell.Utility";
/// Its functions are cmdlets here.
const ARCHIVE_MODULE: &str = "Microsoft.PowerShell.Archive";

fn reference() -> BTreeMap<String, Json> {
    let path =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../../tests/corpora/reference/commands.jsonl");
    let text = std::fs::read_to_string(path).expect("the table of commands");
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| serde_json::from_str::<Json>(line).expect("a line of JSON"))
        .filter(|row| row["module"] == MODULE || row["module"] == ARCHIVE_MODULE)
        .map(|mut row| {
            if row["kind"] == "Function" {
                // A function's errors have its name where those of a cmdlet have its class.
                row["class"] = row["name"].clone();
            }
            row
        })
        .map(|row| (row["name"].as_str().expect("a name").to_owned(), row))
        .collect()
}

fn validations(parameter: &ParameterSpec) -> BTreeSet<String> {
    let mut found: BTreeSet<String> = BTreeSet::new();
    for validation in parameter.validations {
        found.insert(match validation {
            Validation::Set(values) => json!(["ValidateSet", values]).to_string(),
            Validation::Range { min: RangeBound::Integer(min), max: RangeBound::Integer(max) } => {
                json!(["ValidateRange", min.to_string(), max.to_string()]).to_string()
            }
            Validation::Range { min: RangeBound::Real(min), max: RangeBound::Real(max) } => {
                json!(["ValidateRange", min.to_string(), max.to_string()]).to_string()
            }
            Validation::Range { .. } => "a mixed range".to_owned(),
            Validation::RangeKind(kind) => {
                let name = match kind {
                    RangeKind::Positive => "Positive",
                    RangeKind::NonNegative => "NonNegative",
                    RangeKind::Negative => "Negative",
                    RangeKind::NonPositive => "NonPositive",
                };
                json!(["ValidateRange", name]).to_string()
            }
            Validation::Length { min, max } => json!(["ValidateLength", min, max]).to_string(),
            Validation::Count { min, max } => json!(["ValidateCount", min, max]).to_string(),
            Validation::Pattern(pattern) => json!(["ValidatePattern", pattern]).to_string(),
            Validation::NotNull => "ValidateNotNull".to_owned(),
            Validation::NotNullOrEmpty => "ValidateNotNullOrEmpty".to_owned(),
            Validation::NotNullOrWhiteSpace => "ValidateNotNullOrWhiteSpace".to_owned(),
            Validation::TrustedData => "ValidateTrustedData".to_owned(),
            Validation::AllowNull => "AllowNull".to_owned(),
            Validation::AllowEmptyString => "AllowEmptyString".to_owned(),
            Validation::AllowEmptyCollection => "AllowEmptyCollection".to_owned(),
            Validation::Named(name) => (*name).to_owned(),
        });
    }
    found
}

fn wanted_validations(row: &Json) -> BTreeSet<String> {
    let number = |value: &Json| {
        value
            .as_f64()
            .filter(|_| value.is_f64())
            .map_or_else(|| value.to_string(), |real| real.to_string())
    };
    let mut found = BTreeSet::new();
    for attribute in row["attrs"].as_array().into_iter().flatten() {
        let name = attribute["a"].as_str().expect("an attribute's name");
        if attribute["transform"] == true
            || matches!(name, "ArgumentCompleter" | "ArgumentCompletions" | "Obsolete")
            || name.ends_with("CredentialAttribute")
        {
            continue;
        }
        found.insert(match name {
            "ValidateSet" => json!(["ValidateSet", attribute["values"]]).to_string(),
            "ValidateRange" if attribute["kind"].is_string() => {
                json!(["ValidateRange", attribute["kind"]]).to_string()
            }
            "ValidateRange" => {
                json!(["ValidateRange", number(&attribute["min"]), number(&attribute["max"])])
                    .to_string()
            }
            "ValidateCount" => {
                json!(["ValidateCount", attribute["min"], attribute["max"]]).to_string()
            }
            "ValidatePattern" => json!(["ValidatePattern", attribute["pattern"]]).to_string(),
            other => other.to_owned(),
        });
    }
    found
}

fn sets(parameter: &ParameterSpec) -> Json {
    let mut sets = serde_json::Map::new();
    for set in parameter.sets {
        let mut one = serde_json::Map::new();
        if let Some(position) = set.position {
            one.insert("pos".into(), json!(position));
        }
        for (name, on) in [
            ("mandatory", set.mandatory),
            ("pipe", set.pipeline),
            ("byName", set.by_name),
            ("rest", set.remaining),
        ] {
            if on {
                one.insert(name.into(), json!(true));
            }
        }
        if !set.help_message.is_empty() {
            one.insert("helpMessage".into(), json!(true));
        }
        sets.insert(set.set.into(), Json::Object(one));
    }
    Json::Object(sets)
}

fn texts(value: &Json) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(Json::as_str).map(str::to_owned).collect()
}

fn same(report: &mut Vec<String>, what: &str, ours: &Json, wanted: &Json) {
    if ours != wanted {
        report.push(format!("{what}: {ours} should be {wanted}"));
    }
}

fn compare(spec: &CmdletSpec, row: &Json, report: &mut Vec<String>) {
    let name = spec.name;
    let default_set = row["defaultSet"].as_str().unwrap_or("__AllParameterSets");
    same(report, &format!("{name} class"), &json!(spec.class), &row["class"]);
    same(report, &format!("{name} default set"), &json!(spec.default_set), &json!(default_set));
    same(
        report,
        &format!("{name} ShouldProcess"),
        &json!(spec.should_process),
        &json!(row["shouldProcess"] == true),
    );
    same(report, &format!("{name} paging"), &json!(spec.paging), &json!(row["paging"] == true));
    same(report, &format!("{name} aliases"), &json!(spec.aliases), &json!(texts(&row["aliases"])));
    if spec.should_process {
        let impact = match spec.confirm_impact {
            ConfirmImpact::None => "None",
            ConfirmImpact::Low => "Low",
            ConfirmImpact::Medium => "Medium",
            ConfirmImpact::High => "High",
        };
        same(
            report,
            &format!("{name} impact"),
            &json!(impact),
            &json!(row["confirmImpact"].as_str().unwrap_or("Medium")),
        );
    }
    let remoting = match spec.remoting {
        RemotingCapability::None => "None",
        RemotingCapability::PowerShell => "PowerShell",
        RemotingCapability::SupportedByCommand => "SupportedByCommand",
        RemotingCapability::OwnedByCommand => "OwnedByCommand",
    };
    same(
        report,
        &format!("{name} remoting"),
        &json!(remoting),
        &json!(row["remoting"].as_str().unwrap_or("PowerShell")),
    );
    let outputs: Vec<Json> =
        spec.outputs.iter().map(|output| json!([output.types, output.sets])).collect();
    let wanted: Vec<Json> = row["outputs"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|output| json!([texts(&output["types"]), texts(&output["sets"])]))
        .collect();
    same(report, &format!("{name} outputs"), &json!(outputs), &json!(wanted));
    let rows = row["parameters"].as_array().cloned().unwrap_or_default();
    let ours: Vec<&str> = spec.parameters.iter().map(|parameter| parameter.name).collect();
    let wanted: Vec<&str> = rows.iter().filter_map(|row| row["name"].as_str()).collect();
    same(report, &format!("{name} parameters"), &json!(ours), &json!(wanted));
    for (parameter, row) in spec.parameters.iter().zip(&rows) {
        let what = format!("{name} -{}", parameter.name);
        same(report, &format!("{what} type"), &json!(parameter.type_name), &row["type"]);
        same(
            report,
            &format!("{what} aliases"),
            &json!(parameter.aliases),
            &json!(texts(&row["aliases"])),
        );
        same(report, &format!("{what} sets"), &sets(parameter), &row["sets"]);
        same(
            report,
            &format!("{what} hidden"),
            &json!(parameter.dont_show),
            &json!(!row["dontShow"].is_null()),
        );
        same(
            report,
            &format!("{what} validations"),
            &json!(validations(parameter)),
            &json!(wanted_validations(row)),
        );
        if parameter.help.trim().is_empty() {
            report.push(format!("{what} has no help"));
        }
    }
}

#[test]
fn every_cmdlet_has_the_table_that_powershell_gives_it() {
    let reference = reference();
    let mut report = Vec::new();
    for spec in CMDLETS {
        match reference.get(spec.name) {
            Some(row) => compare(spec, row, &mut report),
            None => report.push(format!("{} is no cmdlet of {MODULE}", spec.name)),
        }
        if spec.help.synopsis.is_empty() || spec.help.description.is_empty() {
            report.push(format!("{} has no help", spec.name));
        }
    }
    let ours: BTreeSet<&str> = CMDLETS.iter().map(|spec| spec.name).collect();
    report.extend(
        reference
            .keys()
            .filter(|name| !ours.contains(name.as_str()))
            // They stand with the other cmdlets of sessions.
            .filter(|name| !matches!(name.as_str(), "Import-PSSession" | "Export-PSSession"))
            .map(|name| format!("{name} is missing")),
    );
    assert!(report.is_empty(), "{} differences:\n{}", report.len(), report.join("\n"));
}
