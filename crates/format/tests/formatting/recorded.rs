//! Small scripts and what PowerShell printed; blanks at line ends do not count.

#[test]
fn scripts_print_what_powershell_prints() {
    let cases: Vec<serde_json::Value> = include_str!("../data/recorded.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert!(cases.len() > 140);
    let mut failures = Vec::new();
    for case in &cases {
        let (id, script) = (case["id"].as_str().unwrap(), case["script"].as_str().unwrap());
        let wanted = case["out"].as_str().unwrap();
        match super::support::script::run(script) {
            Ok(printed) if printed == wanted => {}
            Ok(printed) => {
                failures.push(format!("{id} {script}\nwanted\n{wanted}\ngot\n{printed}"))
            }
            Err(unsupported) => failures.push(format!("{id} {script}: {unsupported:?}")),
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}
