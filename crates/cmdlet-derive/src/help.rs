//! Doc comments as help.

use syn::{Attribute, Expr, Lit, Meta};

/// The help of a cmdlet, by heading.
#[derive(Default)]
pub(crate) struct Help {
    pub(crate) synopsis: String,
    pub(crate) description: String,
    pub(crate) notes: String,
    pub(crate) links: Vec<String>,
}

/// The text of the doc comments, one blank taken from the start of each line.
pub(crate) fn doc_text(attributes: &[Attribute]) -> String {
    let lines: Vec<String> = attributes
        .iter()
        .filter_map(|attribute| match &attribute.meta {
            Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
                Expr::Lit(literal) => match &literal.lit {
                    Lit::Str(text) => Some(text.value()),
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        })
        .map(|line| line.strip_prefix(' ').unwrap_or(&line).to_owned())
        .collect();
    lines.join("\n").trim().to_owned()
}

/// Joins the lines of each paragraph, so that the width of the source does not show.
pub(crate) fn paragraphs(text: &str) -> String {
    text.split("\n\n")
        .map(|paragraph| {
            let lines: Vec<&str> = paragraph.lines().map(str::trim_end).collect();
            let listed = lines.iter().any(|line| line.starts_with(['-', '*', ' ']));
            lines.join(if listed { "\n" } else { " " })
        })
        .collect::<Vec<_>>()
        .join("\n\n")
}

/// Takes a doc comment apart by its headings. What stands before the first is the synopsis.
pub(crate) fn parse(text: &str) -> Help {
    let mut help = Help::default();
    let mut heading = String::from("synopsis");
    let mut body = String::new();
    for line in text.lines().chain(["# "]) {
        let Some(next) = line.strip_prefix("# ") else {
            body.push_str(line);
            body.push('\n');
            continue;
        };
        let section = body.trim();
        match heading.as_str() {
            "synopsis" if !section.is_empty() => help.synopsis = paragraphs(section),
            "description" => help.description = paragraphs(section),
            "notes" => help.notes = paragraphs(section),
            "links" => {
                help.links = section
                    .lines()
                    .map(|line| line.trim_start_matches(['-', '*', ' ']).trim().to_owned())
                    .filter(|line| !line.is_empty())
                    .collect();
            }
            _ => {}
        }
        heading = next.trim().to_ascii_lowercase();
        body.clear();
    }
    help
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn headings_divide_the_help() {
        let help = parse(
            "# Synopsis\nGets it.\n# Description\nOne\nline.\n\nTwo.\n# Links\n- https://a\n- b\n",
        );
        assert_eq!(help.synopsis, "Gets it.");
        assert_eq!(help.description, "One line.\n\nTwo.");
        assert_eq!(help.links, ["https://a", "b"]);
        assert_eq!(parse("Only this.").synopsis, "Only this.");
    }
}
