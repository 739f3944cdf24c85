//! `ConvertTo-Html`

use crate::property_selector::{Expression, KeyKind, Selector, parse};
use remora_engine::prelude::*;
use remora_psobject::DictionaryObject;
use std::sync::Arc;

/// # Synopsis
/// Writes objects as an HTML page.
///
/// # Description
/// The objects become a table, or a list of names and values.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/convertto-html
#[derive(Cmdlet)]
#[cmdlet(
    verb = "ConvertTo",
    noun = "Html",
    class = "Microsoft.PowerShell.Commands.ConvertToHtmlCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Page",
    remoting = "None",
    output("System.String")
)]
pub(crate) struct ConvertToHtml {
    /// The objects.
    #[parameter(pipeline, type = "psobject")]
    input_object: Value,
    /// Properties, names or script blocks or tables.
    #[parameter(position = 0)]
    property: Vec<Value>,
    /// Text before the table.
    #[parameter(set = "Page", position = 3)]
    body: Vec<PsString>,
    /// Contents of the head of the page.
    #[parameter(set = "Page", position = 1)]
    head: Vec<PsString>,
    /// Title of the page.
    #[parameter(set = "Page", position = 2, validate_not_null_or_empty)]
    title: Option<PsString>,
    /// Form of the result.
    #[parameter(validate_not_null_or_empty, validate_set("Table", "List"))]
    r#as: Option<PsString>,
    /// Style sheet of the page.
    #[parameter(set = "Page", type = "uri", aliases("cu", "uri"), validate_not_null_or_empty)]
    css_uri: Value,
    /// The table alone, without a page around it.
    #[parameter(set = "Fragment", validate_not_null_or_empty)]
    fragment: Switch,
    /// Text behind the table.
    #[parameter(validate_not_null_or_empty)]
    post_content: Vec<PsString>,
    /// Text before the table.
    #[parameter(validate_not_null_or_empty)]
    pre_content: Vec<PsString>,
    /// Names and contents of meta elements.
    #[parameter(set = "Page", validate_not_null_or_empty)]
    meta: Option<Arc<DictionaryObject>>,
    /// Encoding that the page names.
    #[parameter(
        set = "Page",
        validate_not_null_or_empty,
        validate_pattern(r"^[A-Za-z0-9]\w+\S+[A-Za-z0-9]$")
    )]
    charset: Option<PsString>,
    /// The page follows the transitional rules.
    #[parameter(set = "Page", validate_not_null_or_empty)]
    transitional: Switch,
    selectors: Vec<Selector>,
    started: bool,
    rows: usize,
}

/// Meta data that pages know.
const META_NAMES: [&str; 9] = [
    "content-type",
    "default-style",
    "application-name",
    "author",
    "description",
    "generator",
    "keywords",
    "x-ua-compatible",
    "viewport",
];

impl ConvertToHtml {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Writes a table alone",
        script: "[pscustomobject]@{ a = 1 } | ConvertTo-Html -Fragment",
        output: "<table>\n<colgroup><col/></colgroup>\n<tr><th>a</th></tr>\n<tr><td>1</td></tr>\n</table>",
    }];
}

impl Cmdlet for ConvertToHtml {
    fn begin(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let keys = [
            KeyKind::Name,
            KeyKind::Expression,
            KeyKind::Text("alignment"),
            KeyKind::Number("width"),
        ];
        self.selectors = parse(&self.property, &keys)?;
        if *self.fragment {
            return self.write_lines(runtime, &self.pre_content);
        }
        self.write_head(runtime)
    }

    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let input = std::mem::take(&mut self.input_object);
        if input.is_null() {
            return Ok(());
        }
        let as_list = self.r#as.as_deref().is_some_and(|form| form.eq_ignore_ascii_case("List"));
        if self.selectors.is_empty() {
            let names = runtime.property_names(&input);
            self.selectors =
                names.into_iter().map(|name| Selector::of(Expression::Name(name))).collect();
        }
        let cells = self.cells(runtime, &input)?;
        if !self.started {
            self.started = true;
            runtime.write_object("<table>")?;
            if !as_list {
                runtime.write_object(format!(
                    "<colgroup>{}</colgroup>",
                    "<col/>".repeat(cells.len())
                ))?;
                let heads: String =
                    cells.iter().map(|(name, _)| format!("<th>{}</th>", encode(name))).collect();
                runtime.write_object(format!("<tr>{heads}</tr>"))?;
            }
        }
        if as_list {
            if self.rows > 0 {
                runtime.write_object("<tr><td><hr></td></tr>")?;
            }
            for (name, text) in &cells {
                runtime.write_object(format!(
                    "<tr><td>{}:</td><td>{}</td></tr>",
                    encode(name),
                    encode(text)
                ))?;
            }
        } else {
            let row: String =
                cells.iter().map(|(_, text)| format!("<td>{}</td>", encode(text))).collect();
            runtime.write_object(format!("<tr>{row}</tr>"))?;
        }
        self.rows += 1;
        Ok(())
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if !self.started {
            runtime.write_object("<table>")?;
        }
        runtime.write_object("</table>")?;
        self.write_lines(runtime, &self.post_content)?;
        if *self.fragment { Ok(()) } else { runtime.write_object("</body></html>") }
    }
}

impl ConvertToHtml {
    fn write_lines(&self, runtime: &mut CommandRuntime<'_>, lines: &[PsString]) -> CommandResult {
        for line in lines {
            runtime.write_object(line.clone())?;
        }
        Ok(())
    }

    fn write_head(&self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let rules = if *self.transitional {
            ("Transitional", "transitional")
        } else {
            ("Strict", "strict")
        };
        runtime.write_object(format!(
            "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 {}//EN\"  \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-{}.dtd\">",
            rules.0, rules.1
        ))?;
        runtime.write_object("<html xmlns=\"http://www.w3.org/1999/xhtml\">")?;
        runtime.write_object("<head>")?;
        if let Some(charset) = &self.charset {
            runtime.write_object(format!("<meta charset=\"{charset}\">"))?;
        }
        if let Some(meta) = &self.meta {
            for (name, content) in meta.entries() {
                let (name, content) = (runtime.text(&name), runtime.text(&content));
                if !META_NAMES.iter().any(|known| name.eq_ignore_case(known)) {
                    runtime.write_warning(format!(
                        "Accepted meta properties are content-type, default-style, application-name, \
                         author, description, generator, keywords, x-ua-compatible, and viewport. The \
                         meta pair: {name} and {content} may not function correctly."
                    ))?;
                }
                runtime.write_object(format!("<meta name=\"{name}\" content=\"{content}\">"))?;
            }
        }
        if self.head.is_empty() {
            let title = self.title.clone().unwrap_or_else(|| "HTML TABLE".into());
            runtime.write_object(format!("<title>{}</title>", encode(&title)))?;
        } else {
            self.write_lines(runtime, &self.head)?;
        }
        if !self.css_uri.is_null() {
            let address = runtime.text(&self.css_uri);
            runtime.write_object(format!(
                "<link rel=\"stylesheet\" type=\"text/css\" href=\"{address}\" />"
            ))?;
        }
        runtime.write_object("</head><body>")?;
        self.write_lines(runtime, &self.body)?;
        self.write_lines(runtime, &self.pre_content)
    }

    fn cells(
        &self,
        runtime: &mut CommandRuntime<'_>,
        input: &Value,
    ) -> CommandResult<Vec<(PsString, PsString)>> {
        let mut cells = Vec::new();
        for selector in &self.selectors {
            for selected in selector.resolve(runtime, input)? {
                let name = selector.name.clone().unwrap_or_else(|| selected.name.clone());
                let value = selected.into_value();
                cells.push((name, runtime.display_text(&value)));
            }
        }
        Ok(cells)
    }
}

/// A text as HTML shows it.
fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            '\u{a0}'..='\u{ff}' => out += &format!("&#{};", u32::from(letter)),
            other => out.push(other),
        }
    }
    out
}
