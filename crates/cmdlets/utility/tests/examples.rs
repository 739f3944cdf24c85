//! Every example of the help, executed.

use std::sync::Arc;

use remora_cmdlets_utility::CMDLETS;
use remora_engine::Engine;
use remora_engine::session::SessionBuilder;
use remora_providers::NativeSystem;

/// Examples that need commands of other modules.
fn needs_other_modules(script: &str) -> bool {
    ["ForEach-Object", "Where-Object", "Test-Path", "Get-Item"]
        .iter()
        .any(|name| script.contains(name))
}

#[test]
fn examples_write_what_they_say() {
    let mut wrong = Vec::new();
    let mut run = 0;
    for spec in CMDLETS {
        for example in spec.examples {
            if example.output == "*" || needs_other_modules(example.script) {
                continue;
            }
            run += 1;
            let builder = SessionBuilder::new(Arc::new(NativeSystem::default())).cmdlets(CMDLETS);
            let mut engine = Engine::new(&builder);
            let output = match engine.invoke(example.script) {
                Ok(values) => values,
                Err(flow) => {
                    wrong.push(format!("{}: {}: {flow}", spec.name, example.script));
                    continue;
                }
            };
            let lines: Vec<String> = output
                .iter()
                .map(|value| engine.context().display_text(value).to_string())
                .collect();
            let text = lines.join("\n");
            if text.trim() != example.output {
                wrong.push(format!(
                    "{}: {}: {text:?} should be {:?}",
                    spec.name, example.script, example.output
                ));
            }
        }
    }
    assert!(run > 20, "only {run} examples");
    assert!(wrong.is_empty(), "{} of {run} examples:\n{}", wrong.len(), wrong.join("\n"));
}
