//! Error records as text, against what PowerShell printed.

use std::sync::Arc;

use super::support::context::TestContext;
use remora_format::{ErrorView, Formatter, FormatterOptions, Styles};
use remora_psobject::{ErrorCategory, ErrorRecord, Exception, InvocationInfo, TypeId, Value};

struct Case {
    message: &'static str,
    category: ErrorCategory,
    activity: &'static str,
    command: &'static str,
    invocation_name: &'static str,
    script: &'static str,
    line: i32,
    position: &'static str,
}

const PLAIN: Case = Case {
    message: "Attempted to divide by zero.",
    category: ErrorCategory::NotSpecified,
    activity: "",
    command: "",
    invocation_name: "",
    script: "",
    line: 1,
    position: "At line:1 char:1\n+ 1/0\n+ ~~~",
};

fn record(case: &Case) -> Value {
    let exception = Exception::new(
        TypeId::find("System.Management.Automation.RuntimeException").unwrap(),
        case.message,
    );
    let mut record = ErrorRecord::new(exception, "RuntimeException", case.category, Value::Null);
    record.category_info.activity = case.activity.into();
    record.invocation_info = Some(Arc::new(InvocationInfo {
        my_command: if case.command.is_empty() { Value::Null } else { case.command.into() },
        invocation_name: case.invocation_name.into(),
        script_name: case.script.into(),
        script_line_number: case.line,
        position_message: case.position.into(),
        ..InvocationInfo::default()
    }));
    Arc::new(record).into_value()
}

fn printed(case: &Case, view: ErrorView, colored: bool) -> String {
    let mut context = TestContext::default();
    context.preferences.error_view = view;
    context.preferences.decorate_errors = colored;
    context.preferences.window_width = 80;
    let mut formatter = Formatter::new(79, FormatterOptions::plain());
    let mut text = String::new();
    let mut sink = |line: &str| {
        text.push_str(line);
        text.push('\n');
    };
    formatter.push(&record(case), &context, &mut sink).unwrap();
    formatter.finish(&mut sink);
    text
}

fn concise(case: &Case) -> String {
    printed(case, ErrorView::ConciseView, false)
}

#[test]
fn the_first_line_of_a_command_needs_no_position() {
    assert_eq!(concise(&PLAIN), "RuntimeException: Attempted to divide by zero.\n");
    let case = Case {
        message: "Cannot find path '/nope' because it does not exist.",
        category: ErrorCategory::ObjectNotFound,
        activity: "Get-Item",
        command: "Get-Item",
        invocation_name: "Get-Item",
        ..PLAIN
    };
    assert_eq!(concise(&case), "Get-Item: Cannot find path '/nope' because it does not exist.\n");
    let colored = printed(&case, ErrorView::ConciseView, true);
    let Styles { error, reset, .. } = Styles::default();
    assert_eq!(
        colored,
        format!(
            "{error}Get-Item: {error}Cannot find path '/nope' because it does not exist.{reset}\n"
        )
    );
}

#[test]
fn scripts_show_the_line_and_break_the_message() {
    let case = Case {
        message: "Cannot convert value \"abc\" to type \"System.Int32\". Error: \"The input string \
                  'abc' was not in a correct format.\"",
        category: ErrorCategory::InvalidArgument,
        script: "/srv/e.ps1",
        line: 4,
        position: "At /srv/e.ps1:4 char:1\n+ [int]\"abc\"\n+ ~~~~~~~~~~",
        ..PLAIN
    };
    assert_eq!(
        concise(&case),
        "InvalidArgument: /srv/e.ps1:4\n\
         Line |\n\
         \x20  4 |  [int]\"abc\"\n\
         \x20    |  ~~~~~~~~~~\n\
         \x20    | Cannot convert value \"abc\" to type \"System.Int32\". Error: \"The input\n\
         \x20    | string 'abc' was not in a correct format.\"\n"
    );
}

#[test]
fn later_lines_of_a_command_show_the_line_and_keep_the_message() {
    let case = Case {
        message: "The term '.Length' is not recognized as a name of a cmdlet, function, script \
                  file, or executable program.\nCheck the spelling of the name, or if a path was \
                  included, verify that the path is correct and try again.",
        category: ErrorCategory::ObjectNotFound,
        invocation_name: ".Length",
        line: 4,
        position: "At line:4 char:3\n+   .Length\n+   ~~~~~~~",
        ..PLAIN
    };
    assert_eq!(
        concise(&case),
        ".Length: \n\
         Line |\n\
         \x20  4 |    .Length\n\
         \x20    |    ~~~~~~~\n\
         \x20    | The term '.Length' is not recognized as a name of a cmdlet, function, script \
         file, or executable program.\nCheck the spelling of the name, or if a path was included, \
         verify that the path is correct and try again.\n"
    );
}

#[test]
fn parse_errors_show_what_follows_the_mark() {
    let case = Case {
        message: "At line:1 char:10\n+ for ($i=0,$j=5; $i -lt $j; $i++,$j--) { \"$i $j\" }\n+         \
                  ~\nThe assignment expression is not valid. The input to an assignment operator \
                  must be an object that is able to accept assignments, such as a variable or a \
                  property.",
        category: ErrorCategory::ParserError,
        position: "At line:1 char:10\n+ for ($i=0,$j=5; $i -lt $j; $i++,$j--) { \"$i $j\" }\n+         \
                   ~",
        ..PLAIN
    };
    assert_eq!(
        concise(&case),
        "ParserError: \n\
         Line |\n\
         \x20  1 |  for ($i=0,$j=5; $i -lt $j; $i++,$j--) { \"$i $j\" }\n\
         \x20    |          ~\n\
         \x20    | The assignment expression is not valid. The input to an assignment\n\
         \x20    | operator must be an object that is able to accept assignments, such as a\n\
         \x20    | variable or a property.\n"
    );
}

#[test]
fn the_marked_part_has_another_color() {
    let case = Case {
        category: ErrorCategory::ParserError,
        message: "no",
        position: "At line:1 char:3\n+ 1 -args 2\n+   ~~~~~",
        ..PLAIN
    };
    let Styles { error, error_accent: accent, reset, .. } = Styles::default();
    assert_eq!(
        printed(&case, ErrorView::ConciseView, true),
        format!(
            "{error}ParserError: \n{accent}Line |\n{accent}   1 | {reset} 1 {accent}-args{reset} \
             2\n{accent}     | {error}   ~~~~~\n{error}{accent}     | {error}no{reset}\n"
        )
    );
}

#[test]
fn the_other_views_tell_category_and_id() {
    assert_eq!(
        printed(&PLAIN, ErrorView::NormalView, false),
        "Attempted to divide by zero.\n\
         At line:1 char:1\n\
         + 1/0\n\
         + ~~~\n\
         + CategoryInfo          : NotSpecified: (:) [], RuntimeException\n\
         + FullyQualifiedErrorId : RuntimeException\n"
    );
    let case = Case {
        category: ErrorCategory::ObjectNotFound,
        activity: "Get-Item",
        command: "Get-Item",
        invocation_name: "Get-Item",
        ..PLAIN
    };
    assert_eq!(
        printed(&case, ErrorView::CategoryView, false),
        "ObjectNotFound: (:) [Get-Item], RuntimeException\n"
    );
    assert!(printed(&case, ErrorView::NormalView, false).starts_with("Get-Item : Attempted"));
    let detailed = printed(&case, ErrorView::DetailedView, false);
    assert!(detailed.contains("FullyQualifiedErrorId : RuntimeException"), "{detailed}");
    assert!(
        detailed.contains("    Type    : System.Management.Automation.RuntimeException"),
        "{detailed}"
    );
}
