//! `$Host.PrivateData` of the console: colours by the names that they had before `$PSStyle`.

use parking_lot::Mutex;
use remora_psobject::{Exception, LiveObject, PsString, TypeId, Value};

use super::enumeration;

const TYPE_NAME: &str = "Microsoft.PowerShell.ConsoleHost+ConsoleColorProxy";
const COLOR: &str = "System.ConsoleColor";

/// The colour that the screen has already.
const UNCHANGED: i32 = -1;
const BLACK: i32 = 0;
const GREEN: i32 = 10;
const CYAN: i32 = 11;
const RED: i32 = 12;
const YELLOW: i32 = 14;

const INITIAL: [(&str, i32); 12] = [
    ("FormatAccentColor", GREEN),
    ("ErrorAccentColor", CYAN),
    ("ErrorForegroundColor", RED),
    ("ErrorBackgroundColor", UNCHANGED),
    ("WarningForegroundColor", YELLOW),
    ("WarningBackgroundColor", UNCHANGED),
    ("DebugForegroundColor", YELLOW),
    ("DebugBackgroundColor", UNCHANGED),
    ("VerboseForegroundColor", YELLOW),
    ("VerboseBackgroundColor", UNCHANGED),
    ("ProgressForegroundColor", BLACK),
    ("ProgressBackgroundColor", YELLOW),
];

/// The colours. Scripts set them; what is shown has its colours from `$PSStyle`.
pub(super) struct ConsoleColors {
    colors: Mutex<Vec<(&'static str, Value)>>,
}

impl Default for ConsoleColors {
    fn default() -> Self {
        let colors = INITIAL.iter().map(|(name, color)| (*name, enumeration(COLOR, *color)));
        Self { colors: Mutex::new(colors.collect()) }
    }
}

impl LiveObject for ConsoleColors {
    fn object_type(&self) -> TypeId {
        TypeId::register(TYPE_NAME, Some(TypeId::OBJECT))
    }

    fn property_names(&self) -> Vec<PsString> {
        self.colors.lock().iter().map(|(name, _)| PsString::from(*name)).collect()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        let colors = self.colors.lock();
        let found = colors.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| Ok(value.clone()))
    }

    fn set_property(&self, name: &str, value: Value) -> Option<Result<(), Exception>> {
        let mut colors = self.colors.lock();
        let found = colors.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        found.1 = value;
        Some(Ok(()))
    }
}
