//! Views that came from a session as objects (`ExtendedTypeDefinition`), as a file of views.

use remora_engine::prelude::*;

/// The text of a file with these views.
///
/// # Errors
/// What a getter threw.
pub(super) fn file(
    runtime: &mut CommandRuntime<'_>,
    definitions: &[Value],
) -> CommandResult<String> {
    let mut writer = Writer { runtime, text: String::from(HEAD), is_broken: false };
    for definition in definitions {
        writer.definition(definition)?;
    }
    writer.text += TAIL;
    Ok(writer.text)
}

const HEAD: &str =
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Configuration>\n<ViewDefinitions>\n";
const TAIL: &str = "</ViewDefinitions>\n</Configuration>\n";

struct Writer<'w, 'r> {
    runtime: &'w mut CommandRuntime<'r>,
    text: String,
    /// Whether the view has a script that is none here.
    is_broken: bool,
}

impl Writer<'_, '_> {
    fn get(&mut self, value: &Value, name: &str) -> CommandResult<Value> {
        Ok(self.runtime.get_property(value, name)?.unwrap_or_default())
    }

    fn string(&mut self, value: &Value, name: &str) -> CommandResult<PsString> {
        let value = self.get(value, name)?;
        Ok(self.runtime.text(&value))
    }

    fn is_set(&mut self, value: &Value, name: &str) -> CommandResult<bool> {
        let value = self.get(value, name)?;
        Ok(self.runtime.is_true(&value))
    }

    fn list(&mut self, value: &Value, name: &str) -> CommandResult<Vec<Value>> {
        let value = self.get(value, name)?;
        if value.is_null() {
            return Ok(Vec::new());
        }
        Ok(self.runtime.enumerate(&value).unwrap_or_else(|| vec![value]))
    }

    fn open(&mut self, element: &str) {
        self.text += &format!("<{element}>\n");
    }

    fn close(&mut self, element: &str) {
        self.text += &format!("</{element}>\n");
    }

    fn element(&mut self, element: &str, text: &str) {
        self.text += &format!("<{element}>");
        for letter in text.chars() {
            match letter {
                '<' => self.text += "&lt;",
                '>' => self.text += "&gt;",
                '&' => self.text += "&amp;",
                // What XML cannot hold is of no use in a view.
                letter if letter < ' ' && !matches!(letter, '\t' | '\n' | '\r') => {}
                letter => self.text.push(letter),
            }
        }
        self.text += &format!("</{element}>\n");
    }

    /// An element where the property has a text.
    fn copied(&mut self, value: &Value, name: &str, element: &str) -> CommandResult {
        let text = self.string(value, name)?;
        if !text.is_empty() {
            self.element(element, &text);
        }
        Ok(())
    }

    /// An element where the number is more than nothing.
    fn number(&mut self, value: &Value, name: &str, element: &str) -> CommandResult {
        let number = self.get(value, name)?.as_i64().unwrap_or(0);
        if number > 0 {
            self.element(element, &number.to_string());
        }
        Ok(())
    }

    fn definition(&mut self, definition: &Value) -> CommandResult {
        let mut types = self.list(definition, "TypeNames")?;
        if types.is_empty() {
            types.push(self.get(definition, "TypeName")?);
        }
        for view in self.list(definition, "FormatViewDefinition")? {
            let start = self.text.len();
            self.is_broken = false;
            self.open("View");
            self.copied(&view, "Name", "Name")?;
            self.open("ViewSelectedBy");
            for name in &types {
                let name = self.runtime.text(name);
                self.element("TypeName", &name);
            }
            self.close("ViewSelectedBy");
            let control = self.get(&view, "Control")?;
            self.group(&control)?;
            if self.is_set(&control, "OutOfBand")? {
                self.open("OutOfBand");
                self.close("OutOfBand");
            }
            self.control(&control)?;
            self.close("View");
            if self.is_broken {
                self.text.truncate(start);
            }
        }
        Ok(())
    }

    fn group(&mut self, control: &Value) -> CommandResult {
        let group = self.get(control, "GroupBy")?;
        if group.is_null() {
            return Ok(());
        }
        self.open("GroupBy");
        let entry = self.get(&group, "Expression")?;
        self.entry(&entry)?;
        self.copied(&group, "Label", "Label")?;
        let custom = self.get(&group, "CustomControl")?;
        if !custom.is_null() {
            self.custom(&custom)?;
        }
        self.close("GroupBy");
        Ok(())
    }

    fn control(&mut self, control: &Value) -> CommandResult {
        let kind = control
            .type_names()
            .first()
            .map(|name| name.rsplit('.').next().unwrap_or_default().to_owned())
            .unwrap_or_default();
        match kind.as_str() {
            "TableControl" => self.table(control),
            "ListControl" => {
                self.entries(control, "ListControl", "ListEntries", "ListEntry", |own, entry| {
                    own.open("ListItems");
                    for item in own.list(entry, "Items")? {
                        own.open("ListItem");
                        own.copied(&item, "Label", "Label")?;
                        own.condition(&item)?;
                        own.display(&item)?;
                        own.close("ListItem");
                    }
                    own.close("ListItems");
                    Ok(())
                })
            }
            "WideControl" => {
                self.entries(control, "WideControl", "WideEntries", "WideEntry", |own, entry| {
                    own.open("WideItem");
                    own.display(entry)?;
                    own.close("WideItem");
                    Ok(())
                })
            }
            _ => self.custom(control),
        }
    }

    fn table(&mut self, control: &Value) -> CommandResult {
        self.open("TableControl");
        if self.is_set(control, "AutoSize")? {
            self.open("AutoSize");
            self.close("AutoSize");
        }
        if self.is_set(control, "HideTableHeaders")? {
            self.open("HideTableHeaders");
            self.close("HideTableHeaders");
        }
        self.open("TableHeaders");
        for header in self.list(control, "Headers")? {
            self.open("TableColumnHeader");
            self.copied(&header, "Label", "Label")?;
            self.number(&header, "Width", "Width")?;
            self.alignment(&header)?;
            self.close("TableColumnHeader");
        }
        self.close("TableHeaders");
        self.open("TableRowEntries");
        for row in self.list(control, "Rows")? {
            self.open("TableRowEntry");
            if self.is_set(&row, "Wrap")? {
                self.open("Wrap");
                self.close("Wrap");
            }
            self.selected_by(&row)?;
            self.open("TableColumnItems");
            for column in self.list(&row, "Columns")? {
                self.open("TableColumnItem");
                self.alignment(&column)?;
                self.display(&column)?;
                self.close("TableColumnItem");
            }
            self.close("TableColumnItems");
            self.close("TableRowEntry");
        }
        self.close("TableRowEntries");
        self.close("TableControl");
        Ok(())
    }

    /// A control that is a list of entries.
    fn entries(
        &mut self,
        control: &Value,
        element: &str,
        group: &str,
        each: &str,
        content: fn(&mut Self, &Value) -> CommandResult,
    ) -> CommandResult {
        self.open(element);
        self.number(control, "Columns", "ColumnNumber")?;
        self.open(group);
        for entry in self.list(control, "Entries")? {
            self.open(each);
            self.selected_by(&entry)?;
            content(self, &entry)?;
            self.close(each);
        }
        self.close(group);
        self.close(element);
        Ok(())
    }

    fn custom(&mut self, control: &Value) -> CommandResult {
        self.entries(control, "CustomControl", "CustomEntries", "CustomEntry", |own, entry| {
            own.custom_items(entry)
        })
    }

    fn custom_items(&mut self, holder: &Value) -> CommandResult {
        self.open("CustomItem");
        for item in self.list(holder, "CustomItems")? {
            let kind = item.type_names().first().map(ToString::to_string).unwrap_or_default();
            match kind.rsplit('.').next().unwrap_or_default() {
                "CustomItemText" => {
                    let text = self.string(&item, "Text")?;
                    self.element("Text", &text);
                }
                "CustomItemNewline" => {
                    for _ in 0..self.get(&item, "Count")?.as_i64().unwrap_or(1).clamp(0, 100) {
                        self.open("NewLine");
                        self.close("NewLine");
                    }
                }
                "CustomItemFrame" => {
                    self.open("Frame");
                    self.number(&item, "LeftIndent", "LeftIndent")?;
                    self.number(&item, "RightIndent", "RightIndent")?;
                    self.number(&item, "FirstLineHanging", "FirstLineHanging")?;
                    self.number(&item, "FirstLineIndent", "FirstLineIndent")?;
                    self.custom_items(&item)?;
                    self.close("Frame");
                }
                _ => self.expression(&item)?,
            }
        }
        self.close("CustomItem");
        Ok(())
    }

    fn expression(&mut self, item: &Value) -> CommandResult {
        self.open("ExpressionBinding");
        self.condition(item)?;
        let entry = self.get(item, "Expression")?;
        self.entry(&entry)?;
        if self.is_set(item, "EnumerateCollection")? {
            self.open("EnumerateCollection");
            self.close("EnumerateCollection");
        }
        let custom = self.get(item, "CustomControl")?;
        if !custom.is_null() {
            self.custom(&custom)?;
        }
        self.close("ExpressionBinding");
        Ok(())
    }

    fn alignment(&mut self, holder: &Value) -> CommandResult {
        let alignment = self.string(holder, "Alignment")?;
        if matches!(&*alignment, "Left" | "Center" | "Right") {
            self.element("Alignment", &alignment);
        }
        Ok(())
    }

    /// The value that is shown, and how it is written.
    fn display(&mut self, holder: &Value) -> CommandResult {
        let entry = self.get(holder, "DisplayEntry")?;
        self.entry(&entry)?;
        self.copied(holder, "FormatString", "FormatString")
    }

    /// A property or a script.
    fn entry(&mut self, entry: &Value) -> CommandResult {
        if entry.is_null() {
            return Ok(());
        }
        let kind = self.string(entry, "ValueType")?;
        let value = self.string(entry, "Value")?;
        let is_script = kind.eq_ignore_case("ScriptBlock");
        self.is_broken |= value.is_empty()
            || (is_script && !remora_syntax::parse(&value, None).errors.is_empty());
        self.element(if is_script { "ScriptBlock" } else { "PropertyName" }, &value);
        Ok(())
    }

    fn condition(&mut self, item: &Value) -> CommandResult {
        let condition = self.get(item, "ItemSelectionCondition")?;
        if !condition.is_null() {
            self.open("ItemSelectionCondition");
            self.entry(&condition)?;
            self.close("ItemSelectionCondition");
        }
        Ok(())
    }

    fn selected_by(&mut self, entry: &Value) -> CommandResult {
        let selected = self.get(entry, "EntrySelectedBy")?;
        let names = self.list(&selected, "TypeNames")?;
        let conditions = self.list(&selected, "SelectionCondition")?;
        if names.is_empty() && conditions.is_empty() {
            return Ok(());
        }
        self.open("EntrySelectedBy");
        for name in names {
            let name = self.runtime.text(&name);
            self.element("TypeName", &name);
        }
        for condition in conditions {
            self.open("SelectionCondition");
            self.entry(&condition)?;
            self.close("SelectionCondition");
        }
        self.close("EntrySelectedBy");
        Ok(())
    }
}
