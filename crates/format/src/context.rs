//! What formatting asks of the engine.

use remora_psobject::{PsString, Value};

/// A value could not be computed or formatted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormatError {
    /// What went wrong.
    pub message: PsString,
}

impl FormatError {
    /// An error with this message.
    pub fn new(message: impl Into<PsString>) -> Self {
        Self { message: message.into() }
    }
}

/// How text stands in a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Alignment {
    /// As the column says, or left.
    #[default]
    Undefined,
    /// Filled up at the right.
    Left,
    /// Filled up at both ends.
    Center,
    /// Filled up at the left.
    Right,
}

impl Alignment {
    /// The number that format objects carry.
    pub fn number(self) -> i32 {
        match self {
            Self::Undefined => 0,
            Self::Left => 1,
            Self::Center => 2,
            Self::Right => 3,
        }
    }

    /// The alignment of a number that a format object carries.
    pub fn from_number(number: i64) -> Self {
        match number {
            1 => Self::Left,
            2 => Self::Center,
            3 => Self::Right,
            _ => Self::Undefined,
        }
    }
}

/// Whether a collection, its items, or both are shown (`-Expand`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Expansion {
    /// The collection itself.
    CoreOnly,
    /// Its items.
    #[default]
    EnumOnly,
    /// The collection, and then its items.
    Both,
}

/// `$PSStyle.OutputRendering`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OutputRendering {
    /// Decorated where the host shows decoration.
    #[default]
    Host,
    /// Never decorated.
    PlainText,
    /// Always decorated.
    Ansi,
}

/// `$ErrorView`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ErrorView {
    /// Message, position, category and id.
    NormalView,
    /// The category alone.
    CategoryView,
    /// A short message, with the line of script where that helps.
    #[default]
    ConciseView,
    /// What Get-Error shows.
    DetailedView,
}

/// The escape sequences of `$PSStyle` that formatting uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Styles {
    /// `$PSStyle.Formatting.FormatAccent`: labels of lists.
    pub format_accent: PsString,
    /// `$PSStyle.Formatting.TableHeader`
    pub table_header: PsString,
    /// `$PSStyle.Formatting.CustomTableHeaderLabel`: labels that are no property's name.
    pub custom_table_header_label: PsString,
    /// `$PSStyle.Formatting.Error`
    pub error: PsString,
    /// `$PSStyle.Formatting.ErrorAccent`
    pub error_accent: PsString,
    /// `$PSStyle.Reset`
    pub reset: PsString,
}

impl Default for Styles {
    fn default() -> Self {
        Self {
            format_accent: "\u{1b}[32;1m".into(),
            table_header: "\u{1b}[32;1m".into(),
            custom_table_header_label: "\u{1b}[32;1;3m".into(),
            error: "\u{1b}[31;1m".into(),
            error_accent: "\u{1b}[36;1m".into(),
            reset: "\u{1b}[0m".into(),
        }
    }
}

/// Preference variables and `$PSStyle`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preferences {
    /// `$FormatEnumerationLimit`: how many items of a collection a cell names; negative for all.
    pub enumeration_limit: i64,
    /// `$ErrorView`
    pub error_view: ErrorView,
    /// `$PSStyle.OutputRendering`
    pub output_rendering: OutputRendering,
    /// `$PSStyle`
    pub styles: Styles,
    /// Width of the host's window, to which long error messages are broken.
    pub window_width: usize,
    /// Whether the host shows escape sequences; error texts are coloured only then.
    pub decorate_errors: bool,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            enumeration_limit: 4,
            error_view: ErrorView::default(),
            output_rendering: OutputRendering::default(),
            styles: Styles::default(),
            window_width: 120,
            decorate_errors: false,
        }
    }
}

/// What formatting asks of the engine: members with the extended type system, script blocks, texts in
/// the current culture, preferences.
pub trait FormatContext {
    /// Type names, the most derived first.
    fn type_names(&self, value: &Value) -> Vec<PsString> {
        value.type_names()
    }

    /// Names of all properties that are listed, in order, those of the extended type system included.
    fn property_names(&self, value: &Value) -> Vec<PsString>;

    /// The same names in the order in which they are shown where a command names none.
    fn shown_property_names(&self, value: &Value) -> Vec<PsString> {
        self.property_names(value)
    }

    /// A property's value by name, found without regard to case; `None` where there is none.
    ///
    /// # Errors
    /// What the getter throws.
    fn property(&self, value: &Value, name: &str) -> Option<Result<Value, FormatError>>;

    /// The names in a property set, where the object has one of this name.
    fn property_set(&self, _value: &Value, _name: &str) -> Option<Vec<PsString>> {
        None
    }

    /// Runs a script block with the object as `$_`; several results are an array.
    ///
    /// # Errors
    /// What the script block throws.
    fn evaluate(&self, script: &Value, value: &Value) -> Result<Value, FormatError>;

    /// The object's text in the current culture, as `ToString()` of a `PSObject` gives it.
    fn to_text(&self, value: &Value) -> PsString;

    /// The object's text in a .NET format, such as `N2`.
    ///
    /// # Errors
    /// The format does not fit the value.
    fn to_text_formatted(&self, value: &Value, format: &str) -> Result<PsString, FormatError>;

    /// A composite format, such as `{0:N2} MB`, applied to the object.
    ///
    /// # Errors
    /// The format does not fit the value.
    fn format_composite(&self, format: &str, value: &Value) -> Result<PsString, FormatError>;

    /// The items, if a pipeline or a dictionary's enumerator gives any; at most `limit` of them where
    /// there is one. Entries of a dictionary are `DictionaryEntry` objects. Strings and XML nodes are
    /// not enumerated.
    fn enumerate(&self, value: &Value, limit: Option<usize>) -> Option<Vec<Value>>;

    /// Whether the object's own type, not a base of it, has a `ToString()`.
    fn has_own_text(&self, value: &Value) -> bool;

    /// `DefaultDisplayPropertySet` of the object.
    fn default_display_properties(&self, value: &Value) -> Option<Vec<PsString>>;

    /// `DefaultDisplayProperty` of the object.
    fn default_display_property(&self, _value: &Value) -> Option<PsString> {
        None
    }

    /// Whether two keys of groups are the same.
    fn same_group(&self, left: &Value, right: &Value) -> bool;

    /// Whether a command of this name can be found; the short error view names only such commands.
    fn command_exists(&self, _name: &str) -> bool {
        true
    }

    /// Calls a method; `None` where there is none.
    ///
    /// # Errors
    /// What the method throws.
    fn invoke(
        &self,
        _value: &Value,
        _method: &str,
        _arguments: &[Value],
    ) -> Option<Result<Value, FormatError>> {
        None
    }

    /// The current location, as a path of its provider.
    fn current_location(&self) -> PsString {
        PsString::empty()
    }

    /// An environment variable.
    fn environment_variable(&self, _name: &str) -> Option<String> {
        None
    }

    /// Preference variables and `$PSStyle` as they stand.
    fn preferences(&self) -> Preferences {
        Preferences::default()
    }
}
