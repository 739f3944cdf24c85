//! `PromptForChoice`: labels with hot keys, help, a default.

use remora_psobject::host::ChoiceDescription;

/// A label without its mark, and the key that the mark stands before.
pub(crate) struct Label {
    pub(crate) key: String,
    pub(crate) text: String,
}

/// Takes a label apart: `&Yes` has the key `Y`.
pub(crate) fn label(choice: &ChoiceDescription) -> Label {
    match choice.label.split_once('&') {
        Some((before, after)) => Label {
            key: after.chars().next().map(|key| key.to_uppercase().collect()).unwrap_or_default(),
            text: format!("{before}{after}"),
        },
        None => Label { key: String::new(), text: choice.label.to_string() },
    }
}

/// The choice that an answer means: its key or its whole label, in any case.
pub(crate) fn find(choices: &[ChoiceDescription], answer: &str) -> Option<usize> {
    let answer = answer.trim().to_lowercase();
    choices.iter().position(|choice| {
        let label = label(choice);
        let is_key = !label.key.is_empty() && label.key.to_lowercase() == answer;
        is_key || label.text.to_lowercase() == answer
    })
}

/// A piece of the question and whether it is a default.
pub(crate) struct Piece {
    pub(crate) text: String,
    pub(crate) is_default: bool,
}

/// The question as lines of at most `width` columns, piece by piece.
pub(crate) fn question(
    choices: &[ChoiceDescription],
    defaults: &[i32],
    width: usize,
) -> Vec<Vec<Piece>> {
    let is_default = |at: usize| defaults.iter().any(|index| usize::try_from(*index) == Ok(at));
    let mut pieces: Vec<Piece> = choices
        .iter()
        .enumerate()
        .map(|(at, choice)| {
            let label = label(choice);
            Piece { text: format!("[{}] {}  ", label.key, label.text), is_default: is_default(at) }
        })
        .collect();
    pieces.push(Piece { text: "[?] Help ".into(), is_default: false });
    let keys: Vec<String> = choices
        .iter()
        .enumerate()
        .filter(|(at, _)| is_default(*at))
        .map(|(_, choice)| {
            let label = label(choice);
            if label.key.is_empty() { label.text } else { label.key }
        })
        .collect();
    let end = match keys.as_slice() {
        [] => ":".to_owned(),
        [key] => format!("(default is \"{key}\"):"),
        keys => format!("(default choices are {}):", keys.join(",")),
    };
    pieces.push(Piece { text: end, is_default: false });
    let mut lines: Vec<Vec<Piece>> = vec![Vec::new()];
    let mut column = 0;
    for piece in pieces {
        let length = piece.text.chars().count();
        if column > 0 && column + piece.text.trim_end().chars().count() > width {
            lines.push(Vec::new());
            column = 0;
        }
        column += length;
        if let Some(line) = lines.last_mut() {
            line.push(piece);
        }
    }
    lines
}

/// The lines that explain the choices.
pub(crate) fn help(choices: &[ChoiceDescription]) -> Vec<String> {
    choices
        .iter()
        .map(|choice| {
            let label = label(choice);
            let name = if label.key.is_empty() { label.text } else { label.key };
            format!("{name} - {}", choice.help_message)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choices() -> Vec<ChoiceDescription> {
        [("&Red", "the red one"), ("&Green", "the green one"), ("Blue", "no hot key")]
            .map(|(label, help)| ChoiceDescription {
                label: label.into(),
                help_message: help.into(),
            })
            .to_vec()
    }

    #[test]
    fn the_question_on_one_line_and_on_two() {
        let text = |width| -> Vec<String> {
            question(&choices(), &[1], width)
                .iter()
                .map(|line| line.iter().map(|piece| piece.text.as_str()).collect())
                .collect()
        };
        assert_eq!(text(80), ["[R] Red  [G] Green  [] Blue  [?] Help (default is \"G\"):"]);
        assert_eq!(text(40), ["[R] Red  [G] Green  [] Blue  [?] Help ", "(default is \"G\"):"]);
    }

    #[test]
    fn answers_are_keys_or_labels() {
        assert_eq!(find(&choices(), "g"), Some(1));
        assert_eq!(find(&choices(), "BLUE"), Some(2));
        assert_eq!(find(&choices(), ""), None);
        assert_eq!(help(&choices()).last().map(String::as_str), Some("Blue - no hot key"));
    }
}
