//! Views that a session adds, against what PowerShell printed with the same views.

use std::sync::Arc;

use super::support::context::{ScriptBlock, TestContext};
use remora_format::view::{
    Condition, Control, CustomControl, CustomEntry, CustomItem, Expression, GroupBy, ListControl,
    ListEntry, ListItem, TableColumn, TableControl, TableHeader, TableRow, WideControl, WideEntry,
};
use remora_format::{Alignment, Formatter, FormatterOptions, View, ViewTable};
use remora_psobject::{PsObject, Value};

fn property(name: &str) -> Expression {
    Expression::Property(name.into())
}

fn script(text: &str) -> Expression {
    Expression::Script(Value::live(ScriptBlock(text.to_owned())))
}

fn view(control: Control) -> View {
    View {
        name: "v".into(),
        types: vec!["F.T".into()],
        control,
        group_by: None,
        out_of_band: false,
    }
}

fn table(headers: Vec<TableHeader>, columns: Vec<TableColumn>) -> TableControl {
    let row = TableRow { columns, ..TableRow::default() };
    TableControl { headers, rows: vec![row], ..TableControl::default() }
}

fn column(expression: Expression) -> TableColumn {
    TableColumn { expression, format: None, alignment: Alignment::Undefined }
}

fn a_and_b() -> Vec<TableColumn> {
    vec![column(property("a")), column(property("b"))]
}

fn item(expression: Expression) -> ListItem {
    ListItem { label: None, expression, format: None, when: None }
}

fn value(expression: Expression) -> CustomItem {
    CustomItem::Value {
        expression: Some(expression),
        when: None,
        format: None,
        enumerate: false,
        control: None,
    }
}

fn object(a: i32, b: &str, g: i32) -> Value {
    let object = PsObject::custom([
        ("a".into(), Value::I32(a)),
        ("b".into(), Value::from(b)),
        ("g".into(), Value::I32(g)),
    ]);
    object.set_type_names(vec![
        "F.T".into(),
        "System.Management.Automation.PSCustomObject".into(),
        "System.Object".into(),
    ]);
    object.into()
}

fn three() -> Vec<Value> {
    vec![object(1, "text 1", 0), object(2, "text 2", 0), object(3, "text 3", 1)]
}

fn printed(view: View, objects: &[Value]) -> String {
    let mut views = (*ViewTable::built_in()).clone();
    views.prepend(vec![Arc::new(view)]);
    let options = FormatterOptions { views: Arc::new(views), decorate: false, rows: None };
    let mut formatter = Formatter::new(79, options);
    let context = TestContext::default();
    let mut text = String::new();
    let mut sink = |line: &str| {
        text.push_str(line.trim_end());
        text.push('\n');
    };
    for object in objects {
        formatter.push(object, &context, &mut sink).unwrap();
    }
    formatter.finish(&mut sink);
    text
}

#[test]
fn headers_say_label_width_and_alignment() {
    let header =
        |label: &str, width, alignment| TableHeader { label: Some(label.into()), width, alignment };
    let headers =
        vec![header("First", 8, Alignment::Right), header("Second", 12, Alignment::Center)];
    assert_eq!(
        printed(view(Control::Table(table(headers, a_and_b()))), &three()),
        "\n   First    Second\n   -----    ------\n       1    text 1\n       2    text 2\n       3    text 3\n\n"
    );
    let hidden = TableControl { hide_headers: true, ..table(Vec::new(), a_and_b()) };
    assert_eq!(
        printed(view(Control::Table(hidden)), &three()),
        "\n1 text 1\n2 text 2\n3 text 3\n\n"
    );
}

#[test]
fn fixed_widths_cut_or_wrap() {
    let width = |width| TableHeader { width, ..TableHeader::default() };
    let mut control = table(vec![width(4), width(6)], a_and_b());
    assert_eq!(
        printed(
            view(Control::Table(control.clone())),
            &[object(123456, "some longer text here", 0)]
        ),
        "\na    b\n-    -\n123… some …\n\n"
    );
    control.rows[0].wrap = true;
    assert_eq!(
        printed(view(Control::Table(control)), &[object(1, "some longer text here", 0)]),
        "\na    b\n-    -\n1    some l\n     onger\n     text\n     here\n\n"
    );
}

#[test]
fn columns_can_be_scripts_and_formatted() {
    let formatted = TableColumn { format: Some("{0:N3}".into()), ..column(property("a")) };
    let columns = vec![column(script("$_.a * 100")), formatted];
    assert_eq!(
        printed(view(Control::Table(table(Vec::new(), columns))), &three()),
        "\n$_.a * 100 a\n---------- -\n100        1.000\n200        2.000\n300        3.000\n\n"
    );
    let label = TableHeader { label: Some("L1".into()), ..TableHeader::default() };
    let columns = vec![column(property("nosuch")), column(script("throw 1"))];
    let control = table(vec![label, TableHeader::default()], columns);
    assert_eq!(
        printed(view(Control::Table(control)), &three()[..1]),
        "\nL1 throw 1\n-- -------\n\n\n"
    );
    let mut columns = a_and_b();
    columns[0].alignment = Alignment::Left;
    columns[1].alignment = Alignment::Right;
    assert_eq!(
        printed(view(Control::Table(table(Vec::new(), columns))), &three()),
        "\na      b\n-      -\n1 text 1\n2 text 2\n3 text 3\n\n"
    );
}

#[test]
fn groups_have_a_header_of_label_or_control() {
    let with = |group_by: GroupBy| View {
        group_by: Some(group_by),
        ..view(Control::Table(table(Vec::new(), a_and_b())))
    };
    let plain = GroupBy { key: property("g"), label: None, control: None };
    assert_eq!(
        printed(with(plain), &three()),
        "\n   g: 0\n\na b\n- -\n1 text 1\n2 text 2\n\n   g: 1\n\na b\n- -\n3 text 3\n\n"
    );
    let control = CustomControl::of(vec![CustomItem::Text("shared ".into()), value(property("a"))]);
    let grouped = GroupBy { key: property("g"), label: None, control: Some(control) };
    let columns = vec![column(property("b"))];
    let grouped =
        View { group_by: Some(grouped), ..view(Control::Table(table(Vec::new(), columns))) };
    assert_eq!(
        printed(grouped, &three()),
        "\nshared 1\n\nb\n-\ntext 1\ntext 2\n\nshared 3\n\nb\n-\ntext 3\n\n"
    );
}

#[test]
fn lists_choose_entries_and_items_by_condition() {
    let labelled =
        |label: &str, expression| ListItem { label: Some(label.into()), ..item(expression) };
    let formatted = ListItem { format: Some("[{0}]".into()), ..item(property("b")) };
    let entry = ListEntry {
        conditions: Vec::new(),
        items: vec![labelled("AA", property("a")), labelled("Calc", script("$_.a + 1")), formatted],
    };
    let list = |entries| view(Control::List(ListControl { entries }));
    assert_eq!(
        printed(list(vec![entry]), &three()[..2]),
        "\nAA   : 1\nCalc : 2\nb    : [text 1]\n\nAA   : 2\nCalc : 3\nb    : [text 2]\n\n"
    );
    let sometimes = ListItem { when: Some(script("$_.a -gt 1")), ..item(property("a")) };
    let entry = ListEntry { conditions: Vec::new(), items: vec![sometimes, item(property("b"))] };
    assert_eq!(
        printed(list(vec![entry]), &three()),
        "\nb : text 1\n\na : 2\nb : text 2\n\na : 3\nb : text 3\n\n"
    );
    let condition = Condition { type_name: Some("F.T".into()), expression: Some(script("$_.g")) };
    let special = ListEntry { conditions: vec![condition], items: vec![item(property("g"))] };
    let other = ListEntry { conditions: Vec::new(), items: vec![item(property("b"))] };
    assert_eq!(
        printed(list(vec![special, other]), &three()),
        "\nb : text 1\n\nb : text 2\n\ng : 1\n\n"
    );
}

#[test]
fn wide_views_fill_lines() {
    let entry = |expression| WideEntry { conditions: Vec::new(), expression, format: None };
    let wide = |columns, expression| {
        view(Control::Wide(WideControl {
            columns,
            auto_size: false,
            entries: vec![entry(expression)],
        }))
    };
    assert_eq!(
        printed(wide(0, property("b")), &three()),
        "\ntext 1                                  text 2\ntext 3\n\n"
    );
    assert_eq!(
        printed(wide(3, property("b")), &three()),
        "\ntext 1                     text 2                     text 3\n\n"
    );
}

#[test]
fn custom_views_print_their_parts() {
    let custom = |items| {
        let entry = CustomEntry { conditions: Vec::new(), items };
        view(Control::Custom(Arc::new(CustomControl { entries: vec![entry] })))
    };
    let items = vec![
        CustomItem::Text("Item ".into()),
        value(property("a")),
        CustomItem::Text(": ".into()),
        value(property("b")),
        CustomItem::NewLine(1),
    ];
    assert_eq!(
        printed(custom(items), &three()),
        "\nItem 1: text 1\n\nItem 2: text 2\n\nItem 3: text 3\n\n\n"
    );
    let sometimes = CustomItem::Value {
        expression: Some(script("'two!'")),
        when: Some(script("$_.g")),
        format: None,
        enumerate: false,
        control: None,
    };
    let items = vec![sometimes, CustomItem::Text(".".into())];
    assert_eq!(printed(custom(items), &three()), "\n.\n.\ntwo!.\n\n");
}

#[test]
fn objects_of_other_types_print_as_lists_inside_a_view() {
    let control = table(Vec::new(), a_and_b());
    let other = Value::custom_object([("Name", Value::from("x")), ("Value", Value::from("y"))]);
    let objects = [object(1, "text 1", 0), other, object(2, "text 2", 0)];
    assert_eq!(
        printed(view(Control::Table(control)), &objects),
        "\na b\n- -\n1 text 1\n\nName  : x\nValue : y\n\n2 text 2\n\n"
    );
}
