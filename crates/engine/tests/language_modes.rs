//! The borders that language modes draw, and the ways around them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failed step of a test ends it"
)]

mod common;

use common::engine;
use remora_engine::Engine;
use remora_engine::language_mode::LanguageMode::{
    self, ConstrainedLanguage, FullLanguage, NoLanguage, RestrictedLanguage,
};

const METHOD: &str = "MethodInvocationNotSupportedInConstrainedLanguage";
const CREATION: &str = "CannotCreateTypeConstrainedLanguage";
const CONVERSION: &str = "ConversionSupportedOnlyToCoreTypes";
const SETTER: &str = "PropertySetterNotSupportedInConstrainedLanguage";

fn session(mode: LanguageMode) -> Engine {
    let mut engine = engine();
    engine.context().set_language_mode(mode);
    engine
}

/// The id of the first error that a script made; empty where it made none.
fn first_error(engine: &mut Engine, script: &str) -> String {
    let outcome = engine.run(script);
    let errors = outcome.errors();
    errors.first().map_or_else(String::new, |error| {
        let id = error.fully_qualified_error_id.to_string();
        id.split(',').next().unwrap_or_default().to_owned()
    })
}

fn output(engine: &mut Engine, script: &str) -> String {
    let outcome = engine.run(script);
    let errors: Vec<_> =
        outcome.errors().iter().map(|error| error.exception.message().to_string()).collect();
    assert!(errors.is_empty(), "{script}: {errors:?}");
    let texts: Vec<String> =
        outcome.output.iter().map(|value| engine.context().text(value).to_string()).collect();
    texts.join(",")
}

#[test]
fn constrained_code_has_the_core_types_and_nothing_else() {
    let refused = [
        ("[math]::Max(1, 2)", METHOD),
        ("[IO.File]::ReadAllText('x')", METHOD),
        ("[scriptblock]::Create('1')", METHOD),
        ("{ 1 }.Invoke()", METHOD),
        ("{ 1 }.GetNewClosure()", METHOD),
        ("[Activator]::CreateInstance([int])", METHOD),
        ("[string].Assembly.GetType('System.IO.File')", METHOD),
        ("[string].GetMethods()", METHOD),
        ("$t = [IO.File]; $t::ReadAllText('x')", METHOD),
        ("$n = 'ReadAllText'; [IO.File]::$n('x')", METHOD),
        ("'abc'.psobject.Properties.Add($null)", METHOD),
        ("({ 1 }).ForEach('GetNewClosure')", METHOD),
        ("[convert]::ToInt32('1')", METHOD),
        ("[IO.File]::ReadAllText.Invoke('x')", METHOD),
        ("$m = 'GetNewClosure'; { 1 }.$m()", METHOD),
        ("[int]::Parse.Invoke('1')", METHOD),
        ("[Text.StringBuilder]::new()", CREATION),
        ("[Collections.Generic.List[int]]::new()", CREATION),
        ("[Text.StringBuilder]'x'", CONVERSION),
        ("[Collections.ArrayList]@(1, 2)", CONVERSION),
        ("[Collections.Generic.List[int]]@(1)", CONVERSION),
        ("[scriptblock]'1'", CONVERSION),
        ("[type]'System.IO.File'", CONVERSION),
        ("[Func[int]]{ 1 }", CONVERSION),
        ("[Collections.ArrayList[]]@(1)", CONVERSION),
        ("[pscustomobject]@{ a = 1 }", CONVERSION),
        ("'x' -as [Text.StringBuilder]", CONVERSION),
        ("(1, 2).ForEach([Text.StringBuilder])", CONVERSION),
    ];
    for (script, id) in refused {
        assert_eq!(first_error(&mut session(ConstrainedLanguage), script), id, "{script}");
    }
}

#[test]
fn constrained_code_still_is_a_language() {
    let allowed = [
        ("1 + 1", "2"),
        ("'abc'.ToUpper()", "ABC"),
        ("[string]::Join('-', 'a', 'b')", "a-b"),
        ("[int]'5' + 1", "6"),
        ("[int[]]('1', '2') -join '+'", "1+2"),
        ("[datetime]::new(2024, 1, 2).Year", "2024"),
        ("[regex]::Replace('a', 'a', 'b')", "b"),
        ("[guid]::Empty.Guid", "00000000-0000-0000-0000-000000000000"),
        ("function f($x) { $x * 2 }; f 4", "8"),
        ("& { 5 }", "5"),
        ("$h = @{ a = 1 }; $h.b = 2; $h.Count", "2"),
        ("(1, 2, 3).Where({ $_ -gt 1 }) -join ' '", "2 3"),
        ("(1, 2).ForEach({ $_ + 1 }) -join ' '", "2 3"),
        ("'x' -is [Text.StringBuilder]", "False"),
        ("enum E { A; B }; [E]::B", "B"),
        ("$r = 1; ([ref]$r).Value", "1"),
    ];
    for (script, answer) in allowed {
        assert_eq!(output(&mut session(ConstrainedLanguage), script), answer, "{script}");
    }
}

#[test]
fn constrained_variables_and_parameters_convert_to_core_types_alone() {
    let scripts = [
        "[Text.StringBuilder]$x = 'a'",
        "function f([Text.StringBuilder]$x) { 'ran' }; f 'a'",
        "& { param([Collections.ArrayList]$x) 'ran' } (1, 2)",
    ];
    for script in scripts {
        let outcome = session(ConstrainedLanguage).run(script);
        assert!(outcome.output.is_empty(), "{script}");
        let errors = outcome.errors();
        let message = errors.first().map(|error| error.exception.message().to_string());
        assert!(
            message.is_some_and(|message| message.contains("Only core types are supported")),
            "{script}"
        );
    }
}

#[test]
fn constrained_code_defines_no_classes() {
    let mut constrained = session(ConstrainedLanguage);
    let outcome = constrained.run("class K { [string] M() { return 'ran' } }; [K]::new().M()");
    let message = outcome.error.as_ref().map(|error| error.exception.message().to_string());
    let text = "Class keyword is not allowed in ConstrainedLanguage mode.";
    assert!(message.is_some_and(|message| message.contains(text)));
    assert!(outcome.output.is_empty());
}

#[test]
fn a_class_of_trusted_code_is_no_core_type() {
    let mut engine = session(FullLanguage);
    engine.run("class K { [string] M() { return 'ran' } }; $global:k = [K]::new()");
    engine.context().set_language_mode(ConstrainedLanguage);
    assert_eq!(first_error(&mut engine, "$k.M()"), METHOD);
    assert_eq!(first_error(&mut engine, "$k.X = 1"), SETTER);
}

#[test]
fn what_trusted_code_made_runs_trusted_and_gives_its_rights_to_nobody() {
    let mut engine = session(FullLanguage);
    engine.run(
        "function trusted { [math]::Max(1, 2) }
         function each { param($block) & $block }
         function pass { process { [math]::Abs(-1) } }
         filter same { $_ }
         $global:block = { [math]::Max(3, 4) }
         $global:object = 'x' | ForEach-Object { [math]::Abs(-7) }",
    );
    engine.context().set_language_mode(ConstrainedLanguage);
    assert_eq!(output(&mut engine, "trusted"), "2");
    assert_eq!(output(&mut engine, "& $block"), "4");
    assert_eq!(engine.context().language_mode(), ConstrainedLanguage);
    // The caller's own code stays what it is, wherever it runs.
    assert_eq!(first_error(&mut engine, "each { [math]::Max(1, 2) }"), METHOD);
    let piped = "1 | pass | ForEach-Object { [math]::Max(1, 2) }";
    assert_eq!(first_error(&mut engine, piped), METHOD);
    assert_eq!(first_error(&mut engine, "function mine { [math]::Max(1, 2) }; mine"), METHOD);
    assert_eq!(engine.context().language_mode(), ConstrainedLanguage);
}

#[test]
fn trusted_code_is_not_run_in_the_scope_of_others() {
    let mut engine = session(FullLanguage);
    engine.run("function trusted { $secret = 5; [math]::Max(1, 2) }");
    engine.context().set_language_mode(ConstrainedLanguage);
    assert_eq!(first_error(&mut engine, ". trusted"), "DotSourceNotSupported");
    assert_eq!(output(&mut engine, "function own { $x = 3 }; . own; $x"), "3");
}

#[test]
fn an_error_in_trusted_code_leaves_the_mode_as_it_was() {
    let mut engine = session(FullLanguage);
    engine.run("function failing { throw 'no' }");
    engine.context().set_language_mode(ConstrainedLanguage);
    engine.run("try { failing } catch { }");
    assert_eq!(engine.context().language_mode(), ConstrainedLanguage);
    assert_eq!(first_error(&mut engine, "try { failing } catch { }; [math]::Abs(1)"), METHOD);
}

#[test]
fn attributes_of_constrained_functions_stay_constrained() {
    let mut engine = session(FullLanguage);
    engine.run("function caller { target 5 }");
    engine.context().set_language_mode(ConstrainedLanguage);
    engine.run(
        "function target { param([ValidateScript({ [math]::Abs(1); $true })]$x) 'ran' }
         function other { param($x = [math]::Abs(-1)) 'ran' }",
    );
    for script in ["caller", "target 5", "other"] {
        let outcome = engine.run(script);
        assert!(outcome.output.is_empty(), "{script}");
        assert!(!outcome.errors().is_empty(), "{script}");
    }
}

#[test]
fn a_session_starts_in_the_mode_of_its_builder() {
    let builder = common::builder()
        .function("Trusted", "[math]::Max(1, 2)")
        .language_mode(ConstrainedLanguage);
    let mut engine = Engine::new(&builder);
    assert_eq!(output(&mut engine, "Trusted"), "2");
    assert_eq!(first_error(&mut engine, "[math]::Max(1, 2)"), METHOD);
}

/// The id of what a request is refused for; empty where it is not.
fn request(mode: LanguageMode, text: &str) -> String {
    let mut engine = session(mode);
    match engine.context().parse_request(text) {
        Ok(_) => String::new(),
        Err(flow) => flow
            .error()
            .map_or_else(String::new, |record| record.fully_qualified_error_id.to_string()),
    }
}

#[test]
fn without_a_language_no_text_runs() {
    for text in ["1 + 1", "Get-Date", "$x", "{ 1 }", ""] {
        assert_eq!(request(NoLanguage, text), "ScriptsNotAllowed", "{text}");
    }
}

#[test]
fn the_restricted_language_is_that_of_data_sections() {
    let cases = [
        ("1 + 1", ""),
        ("Write-Output a", ""),
        ("@{ a = 1 }", ""),
        ("if ($true) { 2 }", ""),
        ("[int]1", ""),
        ("$PSCulture", ""),
        ("$x", "VariableReferenceNotSupportedInDataSection"),
        ("\"$x\"", "VariableReferenceNotSupportedInDataSection"),
        ("$env:PATH", "VariableReferenceNotSupportedInDataSection"),
        ("{ 1 }", "ScriptBlockNotSupportedInDataSection"),
        ("& { 1 }", "ScriptBlockNotSupportedInDataSection"),
        ("(1).ToString()", "MethodCallNotSupportedInDataSection"),
        ("[math]::Max(1, 2)", "MethodCallNotSupportedInDataSection"),
        ("$a = 1", "AssignmentStatementNotSupportedInDataSection"),
        ("1..3", "OperatorNotSupportedInDataSection"),
        ("'a' -match 'a'", "OperatorNotSupportedInDataSection"),
        ("foreach ($i in 1) { }", "ForeachStatementNotSupportedInDataSection"),
        ("function f { }", "FunctionDeclarationNotSupportedInDataSection"),
        ("@{ a = 1 }.a", "PropertyReferenceNotSupportedInDataSection"),
        ("@(1, 2)[0]", "ArrayReferenceNotSupportedInDataSection"),
        ("throw 'x'", "FlowControlStatementNotSupportedInDataSection"),
        ("Get-Date > x", "RedirectionNotSupportedInDataSection"),
        (". Get-Date", "DotSourcingNotSupportedInDataSection"),
        ("[IO.File]", "TypeNotAllowedInDataSection"),
    ];
    for (text, id) in cases {
        assert_eq!(request(RestrictedLanguage, text), id, "{text}");
    }
}
