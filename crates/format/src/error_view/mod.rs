//! The text of an error record, in the view that `$ErrorView` asks for.

mod concise;
mod detailed;
mod facts;

use remora_psobject::Value;

pub use concise::concise;
pub use detailed::detailed;
pub use facts::Facts;

use crate::context::{ErrorView, FormatContext, Preferences};

/// The colours of an error text; empty where the host shows none.
#[derive(Clone, Debug, Default)]
pub struct Colors {
    /// Of the message.
    pub error: String,
    /// Of what helps to find the place.
    pub accent: String,
    /// Ends a colour.
    pub reset: String,
}

impl Colors {
    fn of(preferences: &Preferences) -> Self {
        if !preferences.decorate_errors {
            return Self::default();
        }
        let styles = &preferences.styles;
        Self {
            error: styles.error.to_string(),
            accent: styles.error_accent.to_string(),
            reset: styles.reset.to_string(),
        }
    }
}

/// An error record or an exception as Get-Error shows it.
pub fn tree(value: &Value, context: &dyn FormatContext) -> String {
    detailed(value, &Colors::of(&context.preferences()), context)
}

/// The text of an error record.
pub fn text(record: &Value, context: &dyn FormatContext) -> String {
    let preferences = context.preferences();
    let facts = Facts::of(record, context);
    let colors = Colors::of(&preferences);
    if facts.is_native_text() {
        return facts.exception_message;
    }
    match preferences.error_view {
        ErrorView::ConciseView => concise(&facts, &colors, preferences.window_width, context),
        ErrorView::CategoryView => {
            format!("{}{}{}", colors.error, facts.category_text, colors.reset)
        }
        ErrorView::DetailedView => {
            let tree = detailed(record, &colors, context);
            format!("{}{tree}{}", colors.error, colors.reset)
        }
        ErrorView::NormalView => normal(&facts, &colors),
    }
}

/// Message, position, category, id; who reported it stands before the message.
fn normal(facts: &Facts, colors: &Colors) -> String {
    let mut text = format!("{}{}{}", facts.reporter(), colors.error, facts.message());
    if facts.has_position() {
        text.push('\n');
        text.push_str(&facts.position_message);
    }
    text.push_str(&format!("\n+ CategoryInfo          : {}", facts.category_text));
    text.push_str(&format!("\n+ FullyQualifiedErrorId : {}", facts.error_id));
    if let Some(computer) = &facts.computer_name {
        text.push_str(&format!("\n+ PSComputerName        : {computer}"));
    }
    text.push_str(&colors.reset);
    text
}
