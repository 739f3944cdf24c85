//! Views from files, and back.

use std::sync::Arc;

use super::support::context::{ScriptBlock, TestContext};
use remora_format::view_file::{self, ViewFile};
use remora_format::{Formatter, FormatterOptions, ViewTable};
use remora_psobject::{PsObject, Value};

fn read(text: &str) -> ViewFile {
    let mut compile = |script: &str| {
        let sound = !script.contains("}}");
        sound.then(|| Value::live(ScriptBlock(script.to_owned())))
    };
    view_file::read(text, "/f.ps1xml", &mut compile)
}

fn configuration(inside: &str) -> String {
    format!("<Configuration>{inside}</Configuration>")
}

fn view(control: &str) -> String {
    configuration(&format!(
        "<ViewDefinitions><View><Name>v</Name><ViewSelectedBy><TypeName>F.T</TypeName>\
         </ViewSelectedBy>{control}</View></ViewDefinitions>"
    ))
}

const TABLE: &str = "<TableControl><TableHeaders><TableColumnHeader><Label>First</Label><Width>8</Width>\
    <Alignment>Right</Alignment></TableColumnHeader><TableColumnHeader/></TableHeaders>\
    <TableRowEntries><TableRowEntry><TableColumnItems><TableColumnItem><PropertyName>a</PropertyName>\
    <FormatString>{0:N1}</FormatString></TableColumnItem><TableColumnItem><PropertyName>b</PropertyName>\
    </TableColumnItem></TableColumnItems></TableRowEntry></TableRowEntries></TableControl>";

fn printed(file: &ViewFile) -> String {
    let mut views = (*ViewTable::built_in()).clone();
    views.prepend(file.views.clone());
    let options = FormatterOptions { views: Arc::new(views), decorate: false, rows: None };
    let mut formatter = Formatter::new(79, options);
    let object = PsObject::custom([("a".into(), Value::I32(1)), ("b".into(), Value::from("x"))]);
    object.set_type_names(vec!["F.T".into(), "System.Object".into()]);
    let mut lines = Vec::new();
    let mut sink = |line: &str| lines.push(line.trim_end().to_owned());
    formatter.push(&object.into(), &TestContext::default(), &mut sink).unwrap();
    formatter.finish(&mut sink);
    lines.join("\n")
}

#[test]
fn a_table_is_read_and_printed() {
    let file = read(&view(TABLE));
    assert_eq!(file.errors, Vec::<String>::new());
    assert_eq!(printed(&file), "\n   First b\n   ----- -\n     1.0 x\n");
}

#[test]
fn what_is_written_reads_the_same() {
    let file = read(&view(TABLE));
    let text = view_file::write(&file.views, true, &|_| String::new());
    let again = read(&text);
    assert_eq!(again.errors, Vec::<String>::new());
    assert_eq!(printed(&again), printed(&file));
}

#[test]
fn sets_and_shared_controls_are_found_by_name() {
    let text = configuration(
        "<SelectionSets><SelectionSet><Name>Set</Name><Types><TypeName>F.T</TypeName></Types>\
         </SelectionSet></SelectionSets><Controls><Control><Name>Part</Name><CustomControl>\
         <CustomEntries><CustomEntry><CustomItem><Text>a is </Text><ExpressionBinding>\
         <PropertyName>a</PropertyName></ExpressionBinding></CustomItem></CustomEntry></CustomEntries>\
         </CustomControl></Control></Controls><ViewDefinitions><View><Name>v</Name><ViewSelectedBy>\
         <SelectionSetName>set</SelectionSetName></ViewSelectedBy><CustomControl><CustomEntries>\
         <CustomEntry><CustomItem><Frame><LeftIndent>2</LeftIndent><CustomItem><ExpressionBinding>\
         <CustomControlName>Part</CustomControlName></ExpressionBinding></CustomItem></Frame>\
         </CustomItem></CustomEntry></CustomEntries></CustomControl></View></ViewDefinitions>",
    );
    let file = read(&text);
    assert_eq!(file.errors, Vec::<String>::new());
    assert_eq!(printed(&file), "\n  a is 1\n");
}

#[test]
fn a_control_that_uses_itself_ends() {
    let text = configuration(
        "<Controls><Control><Name>C</Name><CustomControl><CustomEntries><CustomEntry><CustomItem>\
         <Text>.</Text><ExpressionBinding><CustomControlName>C</CustomControlName></ExpressionBinding>\
         <ExpressionBinding><CustomControlName>C</CustomControlName></ExpressionBinding></CustomItem>\
         </CustomEntry></CustomEntries></CustomControl></Control></Controls><ViewDefinitions><View>\
         <Name>v</Name><ViewSelectedBy><TypeName>F.T</TypeName></ViewSelectedBy><CustomControl>\
         <CustomEntries><CustomEntry><CustomItem><ExpressionBinding><CustomControlName>C\
         </CustomControlName></ExpressionBinding></CustomItem></CustomEntry></CustomEntries>\
         </CustomControl></View></ViewDefinitions>",
    );
    assert_eq!(read(&text).views.len(), 1);
}

#[track_caller]
fn errors(control: &str, expected: &[&str]) {
    let file = read(&view(control));
    let place =
        |line: &String| line.replacen("Error at XPath /Configuration/ViewDefinitions", "", 1);
    let found: Vec<String> =
        file.errors.iter().map(place).map(|line| line.replace(" in file /f.ps1xml", "")).collect();
    assert_eq!(found, expected);
    assert!(file.views.is_empty());
}

#[test]
fn errors_tell_the_place_the_last_first() {
    const NO_BODY: &str =
        "/View[1]: A node is missing from TableControl, ListControl, WideControl, CustomControl.";
    errors(
        "<TableControl><Nope/></TableControl>",
        &[
            NO_BODY,
            "/View[1]/TableControl: Node TableRowEntries is missing.",
            "/View[1]/TableControl: Nope is an unknown node.",
        ],
    );
    errors(
        "<TableControl><TableHeaders><TableColumnHeader/></TableHeaders><TableRowEntries>\
         <TableRowEntry><TableColumnItems><TableColumnItem/><TableColumnItem/></TableColumnItems>\
         </TableRowEntry></TableRowEntries></TableControl>",
        &[
            NO_BODY,
            "/View[1]/TableControl: The header item count = 1 does not match default row item count = 2.",
        ],
    );
    errors(
        "<WideControl><WideEntries><WideEntry><WideItem><ScriptBlock>}}</ScriptBlock></WideItem>\
         </WideEntry></WideEntries></WideControl>",
        &[
            NO_BODY,
            "/View[1]/WideControl/WideEntries/WideEntry[1]/WideItem: An expression is expected.",
            "/View[1]/WideControl/WideEntries/WideEntry[1]/WideItem/ScriptBlock: Script block \"}}\" is not valid.",
        ],
    );
}

#[test]
fn text_that_is_no_xml_is_an_error() {
    let file = read("<Configuration>");
    assert!(file.views.is_empty());
    assert!(file.errors.first().is_some_and(|line| line.starts_with("Error in file /f.ps1xml:")));
}
