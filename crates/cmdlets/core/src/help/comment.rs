//! Comment-based help: sections that start with a dot and a keyword.

use super::ExampleHelp;

/// What the comments of a function or script say.
#[derive(Clone, Debug, Default)]
pub(crate) struct CommentHelp {
    pub(crate) synopsis: String,
    pub(crate) description: String,
    pub(crate) notes: String,
    pub(crate) parameters: Vec<(String, String)>,
    pub(crate) examples: Vec<ExampleHelp>,
    pub(crate) inputs: Vec<String>,
    pub(crate) outputs: Vec<String>,
    pub(crate) links: Vec<String>,
    pub(crate) role: String,
    pub(crate) component: String,
    pub(crate) functionality: String,
    /// The command whose help is shown instead.
    pub(crate) forward: Option<String>,
}

/// The lines of comments without their marks.
fn lines(comments: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for comment in comments {
        if let Some(inner) = comment.strip_prefix("<#") {
            let inner = inner.strip_suffix("#>").unwrap_or(inner);
            found.extend(inner.lines().map(str::to_owned));
        } else {
            found.push(comment.strip_prefix('#').unwrap_or(comment).to_owned());
        }
    }
    found
}

/// The keyword of a line and what stands behind it.
fn keyword(line: &str) -> Option<(String, String)> {
    let rest = line.trim_start().strip_prefix('.')?;
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    let (word, behind) = rest.split_at(end);
    if word.is_empty() || !(behind.is_empty() || behind.starts_with([' ', '\t', '\r'])) {
        return None;
    }
    Some((word.to_ascii_lowercase(), behind.trim().to_owned()))
}

/// The text of a section: indented as its first line is not, without blank lines at its ends.
fn text(lines: &[String]) -> String {
    let indent = lines
        .iter()
        .find(|line| !line.trim().is_empty())
        .map_or(0, |line| line.len() - line.trim_start().len());
    let mut found: Vec<&str> = lines
        .iter()
        .map(|line| {
            let own = line.len() - line.trim_start().len();
            line.get(own.min(indent)..).unwrap_or_default().trim_end()
        })
        .collect();
    while found.last().is_some_and(|line| line.is_empty()) {
        found.pop();
    }
    let start = found.iter().position(|line| !line.is_empty()).unwrap_or(0);
    found.split_off(start.min(found.len())).join("\n")
}

/// An example's prompt, code and remarks: the code is its first line.
fn example(lines: &[String]) -> ExampleHelp {
    let whole = text(lines);
    let (first, rest) = whole.split_once('\n').unwrap_or((&whole, ""));
    let (prompt, code) = match first.find('>') {
        Some(at) if first.trim_start().to_ascii_uppercase().starts_with("PS") => {
            let (prompt, code) = first.split_at(at + 1);
            (prompt.to_owned(), code.trim_start().to_owned())
        }
        _ => match first.strip_prefix("C:\\PS>") {
            Some(code) => ("C:\\PS>".to_owned(), code.trim_start().to_owned()),
            None => ("PS > ".to_owned(), first.to_owned()),
        },
    };
    ExampleHelp { prompt, code, remarks: rest.to_owned() }
}

/// Reads comments; `None` where they hold no help, or a section that there is not.
pub(crate) fn parse(comments: &[&str]) -> Option<CommentHelp> {
    let lines = lines(comments);
    let mut help = CommentHelp::default();
    let mut sections: Vec<(String, String, Vec<String>)> = Vec::new();
    for line in lines {
        match keyword(&line) {
            Some((word, argument)) => sections.push((word, argument, Vec::new())),
            None => {
                if let Some((_, _, body)) = sections.last_mut() {
                    body.push(line);
                } else if !line.trim().is_empty() {
                    return None;
                }
            }
        }
    }
    if sections.is_empty() {
        return None;
    }
    for (word, argument, body) in sections {
        let content = text(&body);
        match word.as_str() {
            "synopsis" => help.synopsis = content,
            "description" => help.description = content,
            "notes" => help.notes = content,
            "parameter" => help.parameters.push((argument, content)),
            "example" => help.examples.push(example(&body)),
            "inputs" => help.inputs.push(content),
            "outputs" => help.outputs.push(content),
            "link" => help.links.push(content),
            "role" => help.role = content,
            "component" => help.component = content,
            "functionality" => help.functionality = content,
            "forwardhelptargetname" => help.forward = Some(argument),
            "forwardhelpcategory" | "remotehelprunspace" | "externalhelp" => {}
            _ => return None,
        }
    }
    Some(help)
}

/// The comments at the start of a script.
pub(crate) fn leading(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while rest.starts_with(['#', '<']) {
        let end = match rest.strip_prefix("<#") {
            Some(inner) => inner.find("#>").map(|at| at + "<##>".len()),
            None if rest.starts_with('<') => None,
            None => Some(rest.find('\n').unwrap_or(rest.len())),
        };
        let Some((comment, behind)) = end.and_then(|end| rest.split_at_checked(end)) else {
            break;
        };
        found.push(comment.trim_end());
        rest = behind.trim_start();
    }
    found
}

/// What the comment in front of a parameter says; `before` is the text up to the parameter.
pub(crate) fn of_parameter(before: &str) -> String {
    let before = before.trim_end();
    if before.ends_with("#>") {
        let start = before.rfind("<#").unwrap_or(before.len());
        let comment = before.get(start..).unwrap_or_default();
        return text(&lines(&[comment]));
    }
    let mut found: Vec<String> = Vec::new();
    for line in before.lines().rev() {
        match line.trim().strip_prefix('#') {
            Some(comment) => found.push(comment.to_owned()),
            None => break,
        }
    }
    found.reverse();
    text(&found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_are_told_by_their_keywords() {
        let help = parse(&["<#\n.SYNOPSIS\n  Does it.\n\n.PARAMETER Name\n The name.\n.EXAMPLE\nPS> it 1\nOne.\n#>"])
            .unwrap();
        assert_eq!(help.synopsis, "Does it.");
        assert_eq!(help.parameters, [("Name".to_owned(), "The name.".to_owned())]);
        let example = &help.examples[0];
        assert_eq!((&*example.prompt, &*example.code), ("PS>", "it 1"));
        assert_eq!(example.remarks, "One.");
    }

    #[test]
    fn an_unknown_section_spoils_all() {
        assert!(parse(&["# .SYNOPSIS", "# x", "# .NOSUCH", "# y"]).is_none());
        assert!(parse(&["# just a comment"]).is_none());
    }

    #[test]
    fn parameters_have_comments_in_front() {
        assert_eq!(of_parameter("param(\n# the name\n"), "the name");
        assert_eq!(of_parameter("param($a, <# b #> "), "b");
        assert_eq!(of_parameter("param("), "");
    }
}
