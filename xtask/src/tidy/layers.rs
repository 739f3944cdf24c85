//! Who may use whom. Nothing points up; protocol and language meet only in data and traits.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use super::Finding;

/// A crate and the crates of the workspace that it may use.
pub(crate) struct Layer {
    krate: &'static str,
    may_use: &'static [&'static str],
}

const fn layer(krate: &'static str, may_use: &'static [&'static str]) -> Layer {
    Layer { krate, may_use }
}

const CMDLETS: &[&str] = &[
    "engine",
    "providers",
    "format",
    "dotnet",
    "language",
    "hosting",
    "psobject",
    "cmdlet-derive",
    "regex",
];
const CMDLETS_WITH_CLIXML: &[&str] = &[
    "engine",
    "syntax",
    "providers",
    "format",
    "dotnet",
    "language",
    "hosting",
    "psobject",
    "cmdlet-derive",
    "regex",
    "clixml",
];
const JOINERS: &[&str] =
    &["psobject", "hosting", "clixml", "psrp", "outofproc", "wsman", "auth", "transport"];

/// The house, lowest floor first. Names are those of the folders below `crates`.
pub(crate) const LAYERS: &[Layer] = &[
    // Data and traits.
    layer("psobject", &[]),
    layer("hosting", &["psobject"]),
    // Protocol.
    layer("clixml", &["psobject"]),
    layer("psrp", &["psobject", "clixml"]),
    layer("outofproc", &["psrp"]),
    layer("wsman", &["psrp"]),
    layer("auth", &[]),
    // Language.
    layer("syntax", &[]),
    layer("regex", &[]),
    layer("dotnet", &["psobject", "regex"]),
    layer("language", &["psobject", "dotnet", "regex"]),
    layer("format", &["psobject"]),
    layer("cmdlet-derive", &[]),
    layer(
        "engine",
        &[
            "psobject",
            "hosting",
            "syntax",
            "dotnet",
            "language",
            "format",
            "cmdlet-derive",
            "regex",
        ],
    ),
    layer("providers", &["psobject", "hosting", "dotnet", "language", "engine"]),
    layer("cmdlets/core", CMDLETS),
    layer("cmdlets/management", CMDLETS),
    layer("cmdlets/security", CMDLETS),
    layer("cmdlets/utility", CMDLETS_WITH_CLIXML),
    layer("cmdlets/remoting", CMDLETS_WITH_CLIXML),
    // Rooms with sockets.
    layer("transport", &["auth", "wsman", "outofproc"]),
    layer("client", JOINERS),
    layer("server", JOINERS),
    // Joined only here.
    layer("remora", &["*"]),
    layer("testkit", &["*"]),
    layer("xtask", &[]),
];

/// Crates that nothing ships with: they may be dev-dependencies only.
const DEVELOPMENT: [&str; 2] = ["testkit", "xtask"];

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    manifest_path: String,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    /// None for an ordinary dependency, else `dev` or `build`.
    kind: Option<String>,
    /// Where the dependency is, if it is part of the workspace.
    path: Option<String>,
}

/// Compares the manifests with the table.
pub(crate) fn check(root: &Path) -> Result<Vec<Finding>> {
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root)
        .output()
        .context("cannot run cargo metadata")?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Metadata = serde_json::from_slice(&output.stdout)?;
    let folder_of = |path: &str| {
        let folder = path.trim_end_matches("/Cargo.toml");
        let inside = folder.rsplit_once("/crates/").map(|(_, inside)| inside);
        inside.or_else(|| folder.rsplit('/').next()).unwrap_or(folder).to_owned()
    };
    let mut edges = BTreeMap::new();
    for package in metadata.packages {
        let used = package
            .dependencies
            .into_iter()
            .filter(|used| used.kind.as_deref() != Some("dev"))
            .filter_map(|used| Some((folder_of(&used.path?), used.name)))
            .collect();
        edges.insert((folder_of(&package.manifest_path), package.name), used);
    }
    Ok(judge(LAYERS, &edges))
}

/// Crates (folder, name) and what each uses.
type Edges = BTreeMap<(String, String), Vec<(String, String)>>;

fn judge(layers: &[Layer], edges: &Edges) -> Vec<Finding> {
    let mut findings = Vec::new();
    for ((krate, _), used) in edges {
        let file = if krate == "xtask" {
            "xtask/Cargo.toml".into()
        } else {
            format!("crates/{krate}/Cargo.toml")
        };
        let finding =
            |message: String| Finding { file: file.clone(), line: 0, rule: "layers", message };
        let Some(layer) = layers.iter().find(|layer| layer.krate == krate) else {
            findings.push(finding(format!(
                "{krate} has no floor; add it to the table in xtask/src/tidy/layers.rs"
            )));
            continue;
        };
        for (target, name) in used {
            let is_allowed = layer.may_use.contains(&target.as_str())
                || (layer.may_use.contains(&"*") && !DEVELOPMENT.contains(&target.as_str()));
            if !is_allowed {
                findings.push(finding(format!(
                    "{krate} may not use {name}; it may use: {}",
                    if layer.may_use.is_empty() {
                        "nothing".into()
                    } else {
                        layer.may_use.join(", ")
                    }
                )));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edges(list: &[(&str, &[&str])]) -> Edges {
        let name = |krate: &str| (krate.to_owned(), format!("remora-{krate}"));
        list.iter()
            .map(|(krate, used)| (name(krate), used.iter().map(|used| name(used)).collect()))
            .collect()
    }

    #[test]
    fn an_edge_that_points_up_is_found() {
        let found = judge(LAYERS, &edges(&[("psobject", &["engine"]), ("psrp", &["clixml"])]));
        assert_eq!(found.len(), 1);
        assert!(found[0].message.contains("psobject may not use remora-engine"), "{}", found[0]);
    }

    #[test]
    fn a_crate_without_a_floor_is_found() {
        let found = judge(LAYERS, &edges(&[("attic", &[])]));
        assert!(found[0].message.contains("no floor"));
    }

    #[test]
    fn the_binary_ships_without_the_testkit() {
        let found = judge(LAYERS, &edges(&[("remora", &["engine", "testkit"])]));
        assert_eq!(found.len(), 1);
        assert!(found[0].message.contains("testkit"));
    }

    #[test]
    fn the_table_itself_points_down_only() {
        for (at, layer) in LAYERS.iter().enumerate() {
            for used in layer.may_use.iter().filter(|used| **used != "*") {
                let below = LAYERS.iter().take(at).any(|lower| lower.krate == *used);
                assert!(below, "{} may use {used}, which is not below it", layer.krate);
            }
        }
    }
}
