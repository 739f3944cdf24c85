//! `System.Management.Automation.PSStyle`: escape sequences for colours, styles and what the shell shows.

use parking_lot::RwLock;

use crate::types::prelude::*;

const NAME: &str = "System.Management.Automation.PSStyle";
const RENDERING: &str = "System.Management.Automation.OutputRendering";

/// `OutputRendering`: whether output keeps its escape sequences.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rendering {
    /// On a screen that shows them.
    #[default]
    Host,
    /// Never.
    PlainText,
    /// Always.
    Ansi,
}

/// Styles that switch on and off, in the order in which they are listed, with the number of the sequence.
const SWITCHES: [(&str, u8); 17] = [
    ("Reset", 0),
    ("BlinkOff", 25),
    ("Blink", 5),
    ("BoldOff", 22),
    ("Bold", 1),
    ("DimOff", 22),
    ("Dim", 2),
    ("Hidden", 8),
    ("HiddenOff", 28),
    ("Reverse", 7),
    ("ReverseOff", 27),
    ("ItalicOff", 23),
    ("Italic", 3),
    ("UnderlineOff", 24),
    ("Underline", 4),
    ("StrikethroughOff", 29),
    ("Strikethrough", 9),
];

/// The colours in the order of their numbers; the bright ones follow 60 numbers later.
const COLORS: [&str; 8] = ["Black", "Red", "Green", "Yellow", "Blue", "Magenta", "Cyan", "White"];
const BRIGHT: [&str; 8] = [
    "BrightBlack",
    "BrightRed",
    "BrightGreen",
    "BrightYellow",
    "BrightBlue",
    "BrightMagenta",
    "BrightCyan",
    "BrightWhite",
];

/// Numbers of the foreground colours in the order of `System.ConsoleColor`.
const CONSOLE: [i64; 16] = [30, 34, 32, 36, 31, 35, 33, 37, 90, 94, 92, 96, 91, 95, 93, 97];

/// How many numbers the background colours lie above those of the foreground.
const BACKGROUND: i64 = 10;

const FORMATTING: [(&str, &str); 11] = [
    ("FormatAccent", "32;1"),
    ("TableHeader", "32;1"),
    ("CustomTableHeaderLabel", "32;1;3"),
    ("ErrorAccent", "36;1"),
    ("Error", "31;1"),
    ("Warning", "33;1"),
    ("Verbose", "33;1"),
    ("Debug", "33;1"),
    ("FeedbackName", "33"),
    ("FeedbackText", "96"),
    ("FeedbackAction", "97"),
];

const ARCHIVES: [&str; 7] = [".zip", ".tgz", ".gz", ".tar", ".nupkg", ".cab", ".7z"];
const SCRIPTS: [&str; 4] = [".ps1", ".psd1", ".psm1", ".ps1xml"];

fn sequence(numbers: impl std::fmt::Display) -> String {
    format!("\u{1b}[{numbers}m")
}

/// Settings of one theme: an object that is its properties.
struct Settings {
    type_name: &'static str,
    values: RwLock<Vec<(&'static str, Value)>>,
}

impl Settings {
    fn new(
        type_name: &'static str,
        values: impl IntoIterator<Item = (&'static str, Value)>,
    ) -> Arc<Self> {
        Arc::new(Self { type_name, values: RwLock::new(values.into_iter().collect()) })
    }

    fn get(&self, name: &str) -> Option<Value> {
        let values = self.values.read();
        values.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, v)| v.clone())
    }
}

impl LiveObject for Settings {
    fn object_type(&self) -> TypeId {
        type_named(self.type_name)
    }

    fn property_names(&self) -> Vec<PsString> {
        self.values.read().iter().map(|(name, _)| PsString::from(*name)).collect()
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        self.get(name).map(Ok)
    }

    fn set_property(&self, name: &str, value: Value) -> Option<Result<(), Exception>> {
        // A sequence that is anything else would print.
        if let Some(text) = value.as_string()
            && !is_sequence(text)
        {
            return Some(Err(Exception::new(
                TypeId::ARGUMENT_EXCEPTION,
                format!(
                    "The specified string contains printable content when it should only contain \
                     ANSI escape sequences: {text}"
                ),
            )));
        }
        let mut values = self.values.write();
        let slot = values.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        slot.1 = value;
        Some(Ok(()))
    }
}

/// Whether a text is nothing but control sequences.
fn is_sequence(text: &str) -> bool {
    let mut rest = text;
    while let Some(after) = rest.strip_prefix("\u{1b}[") {
        let Some(end) = after.find(|c: char| c.is_ascii_alphabetic()) else { return false };
        rest = after.get(end + 1..).unwrap_or_default();
    }
    rest.is_empty()
}

/// `FileExtensionDictionary`: how files look by their extension.
struct Extensions(Arc<DictionaryObject>);

impl LiveObject for Extensions {
    fn object_type(&self) -> TypeId {
        type_named(
            "System.Management.Automation.PSStyle+FileInfoFormatting+FileExtensionDictionary",
        )
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&["Keys"])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        name.eq_ignore_ascii_case("Keys").then(|| Ok(Value::array(self.0.keys())))
    }
}

/// `$PSStyle`
pub struct PsStyle {
    rendering: RwLock<Rendering>,
    formatting: Arc<Settings>,
    progress: Arc<Settings>,
    file_info: Arc<Settings>,
    foreground: Arc<Settings>,
    background: Arc<Settings>,
}

fn colors(type_name: &'static str, offset: i64) -> Arc<Settings> {
    let of = |list: [&'static str; 8], first: i64| {
        list.into_iter().zip(first..).map(|(name, number)| (name, Value::from(sequence(number))))
    };
    Settings::new(type_name, of(COLORS, 30 + offset).chain(of(BRIGHT, 90 + offset)))
}

impl PsStyle {
    /// The styles that a session starts with.
    pub fn new(rendering: Rendering) -> Self {
        let extensions = DictionaryObject::hashtable();
        for (list, numbers) in [(&ARCHIVES[..], "31;1"), (&SCRIPTS[..], "33;1")] {
            for extension in list {
                extensions.insert(Value::from(*extension), sequence(numbers).into());
            }
        }
        Self {
            rendering: RwLock::new(rendering),
            formatting: Settings::new(
                "System.Management.Automation.PSStyle+FormattingData",
                FORMATTING.map(|(name, numbers)| (name, sequence(numbers).into())),
            ),
            progress: Settings::new(
                "System.Management.Automation.PSStyle+ProgressConfiguration",
                [
                    ("Style", sequence("33;1").into()),
                    ("MaxWidth", Value::I32(120)),
                    ("View", enum_value("System.Management.Automation.ProgressView", 0)),
                    ("UseOSCIndicator", Value::Bool(false)),
                ],
            ),
            file_info: Settings::new(
                "System.Management.Automation.PSStyle+FileInfoFormatting",
                [
                    ("Directory", sequence("44;1").into()),
                    ("SymbolicLink", sequence("36;1").into()),
                    ("Executable", sequence("32;1").into()),
                    ("Extension", Value::live(Extensions(Arc::new(extensions)))),
                ],
            ),
            foreground: colors("System.Management.Automation.PSStyle+ForegroundColor", 0),
            background: colors("System.Management.Automation.PSStyle+BackgroundColor", BACKGROUND),
        }
    }

    /// `OutputRendering`
    pub fn output_rendering(&self) -> Rendering {
        *self.rendering.read()
    }

    /// A property of `Formatting`; empty where there is none of the name.
    pub fn formatting(&self, name: &str) -> PsString {
        let found = self.formatting.get(name);
        found.as_ref().and_then(Value::as_string).cloned().unwrap_or_default()
    }

    fn theme(&self, name: &str) -> Option<&Arc<Settings>> {
        Some(match name.to_ascii_lowercase().as_str() {
            "formatting" => &self.formatting,
            "progress" => &self.progress,
            "fileinfo" => &self.file_info,
            "foreground" => &self.foreground,
            "background" => &self.background,
            _ => return None,
        })
    }
}

impl LiveObject for PsStyle {
    fn object_type(&self) -> TypeId {
        type_named(NAME)
    }

    fn property_names(&self) -> Vec<PsString> {
        let themes = ["OutputRendering", "Formatting", "Progress", "FileInfo"];
        let switches = SWITCHES.iter().map(|(name, _)| *name);
        let all = switches.chain(themes).chain(["Foreground", "Background"]);
        all.map(PsString::from).collect()
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        if let Some(theme) = self.theme(name) {
            return Some(Ok(Value::live_arc(Arc::clone(theme))));
        }
        if name.eq_ignore_ascii_case("OutputRendering") {
            return Some(Ok(enum_value(RENDERING, self.output_rendering() as i64)));
        }
        let (_, number) = SWITCHES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(Ok(sequence(number).into()))
    }

    fn set_property(&self, name: &str, value: Value) -> Option<Result<(), Exception>> {
        if !name.eq_ignore_ascii_case("OutputRendering") {
            return None;
        }
        *self.rendering.write() = match value.as_i64() {
            Some(1) => Rendering::PlainText,
            Some(2) => Rendering::Ansi,
            _ => Rendering::Host,
        };
        Some(Ok(()))
    }
}

/// The number of a `ConsoleColor`.
fn console_color(value: &Value) -> i64 {
    let index = value.as_i64().and_then(|number| usize::try_from(number).ok());
    index.and_then(|index| CONSOLE.get(index)).copied().unwrap_or(39)
}

/// `FromRgb` with three parts or one number.
fn from_rgb(call: &Call<'_>, kind: u8) -> Outcome {
    let part = |index: usize| call.argument(index).as_i64().unwrap_or(0);
    let (red, green, blue) = if call.count() == 1 {
        let all = part(0);
        ((all >> 16) & 0xFF, (all >> 8) & 0xFF, all & 0xFF)
    } else {
        (part(0), part(1), part(2))
    };
    Ok(sequence(format_args!("{kind};2;{red};{green};{blue}")).into())
}

pub(crate) static DEFINITION: Implementation = Implementation {
    name: NAME,
    methods: &[("FormatHyperlink", |call| {
        let text = crate::text::to_text(call.argument(0), &Culture::invariant());
        let link = crate::text::to_text(call.argument(1), &Culture::invariant());
        Ok(format!("\u{1b}]8;;{link}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\").into())
    })],
    static_methods: &[
        ("MapForegroundColorToEscapeSequence", |call| {
            Ok(sequence(console_color(call.argument(0))).into())
        }),
        ("MapBackgroundColorToEscapeSequence", |call| {
            Ok(sequence(console_color(call.argument(0)) + BACKGROUND).into())
        }),
        ("MapColorPairToEscapeSequence", |call| {
            let fore = console_color(call.argument(0));
            let back = console_color(call.argument(1)) + BACKGROUND;
            Ok(sequence(format_args!("{fore};{back}")).into())
        }),
    ],
    ..Implementation::EMPTY
};

pub(crate) static FOREGROUND: Implementation = Implementation {
    name: "System.Management.Automation.PSStyle+ForegroundColor",
    methods: &[
        ("FromRgb", |call| from_rgb(call, 38)),
        ("FromConsoleColor", |call| Ok(sequence(console_color(call.argument(0))).into())),
    ],
    ..Implementation::EMPTY
};

pub(crate) static BACKGROUND_COLOR: Implementation = Implementation {
    name: "System.Management.Automation.PSStyle+BackgroundColor",
    methods: &[
        ("FromRgb", |call| from_rgb(call, 48)),
        ("FromConsoleColor", |call| {
            Ok(sequence(console_color(call.argument(0)) + BACKGROUND).into())
        }),
    ],
    ..Implementation::EMPTY
};

fn table<'a>(call: &'a Call<'_>) -> Result<&'a DictionaryObject, Exception> {
    let extensions: Option<&Extensions> = call.this.downcast();
    extensions.map(|extensions| &*extensions.0).ok_or_else(errors::null_reference)
}

pub(crate) static EXTENSIONS: Implementation = Implementation {
    name: "System.Management.Automation.PSStyle+FileInfoFormatting+FileExtensionDictionary",
    methods: &[
        ("Add", |call| {
            table(call)?.insert(call.argument(0).clone(), call.argument(1).clone());
            Ok(Value::AutomationNull)
        }),
        ("Clear", |call| {
            table(call)?.clear();
            Ok(Value::AutomationNull)
        }),
        ("ContainsKey", |call| Ok(table(call)?.contains(call.argument(0)).into())),
        ("Remove", |call| {
            table(call)?.remove(call.argument(0));
            Ok(Value::AutomationNull)
        }),
    ],
    properties: &[("Item", |call| {
        let key = call.required_string(0, "key")?;
        Ok(table(call)?.get_str(key).unwrap_or_default())
    })],
    setters: &[("Item", |call| {
        table(call)?.insert(call.argument(0).clone(), call.argument(1).clone());
        Ok(Value::AutomationNull)
    })],
    ..Implementation::EMPTY
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_have_their_numbers() {
        let style = PsStyle::new(Rendering::Host);
        let color = |theme: &str, name: &str| {
            let found = style.theme(theme).and_then(|theme| theme.get(name));
            found.and_then(|value| value.as_string().cloned()).unwrap_or_default()
        };
        assert_eq!(color("Foreground", "brightwhite"), "\u{1b}[97m");
        assert_eq!(color("Background", "BrightBlack"), "\u{1b}[100m");
        assert_eq!(style.formatting("error"), "\u{1b}[31;1m");
    }

    #[test]
    fn settings_take_sequences_alone() {
        assert!(is_sequence("\u{1b}[31;1m\u{1b}[4m"));
        assert!(is_sequence(""));
        assert!(!is_sequence("x"));
        assert!(!is_sequence("\u{1b}[31"));
    }
}
