//! The parameters that cmdlets have on paths of the file system.

use remora_engine::command::{ParameterSetSpec, ParameterSpec, Validation};
use remora_engine::providers::{Operation, ProviderRuntime};
use remora_psobject::PsString;

use super::item::{FileSystemItem, attributes};

const EVERY_SET: &[ParameterSetSpec] = &[ParameterSetSpec {
    set: "__AllParameterSets",
    position: None,
    mandatory: false,
    pipeline: false,
    by_name: false,
    remaining: false,
    help_message: "",
}];

const fn parameter(
    name: &'static str,
    type_name: &'static str,
    aliases: &'static [&'static str],
    help: &'static str,
) -> ParameterSpec {
    ParameterSpec {
        name,
        type_name,
        aliases,
        sets: EVERY_SET,
        validations: &[],
        transformation: None,
        completer: None,
        completions: &[],
        obsolete: None,
        ps_type_name: None,
        dont_show: false,
        help,
    }
}

const ENCODING: ParameterSpec = ParameterSpec {
    validations: &[Validation::NotNullOrEmpty],
    transformation: Some("System.Management.Automation.ArgumentToEncodingTransformationAttribute"),
    completions: &[
        "ansi",
        "ascii",
        "bigendianunicode",
        "bigendianutf32",
        "oem",
        "unicode",
        "utf7",
        "utf8",
        "utf8BOM",
        "utf8NoBOM",
        "utf32",
    ],
    ..parameter(
        "Encoding",
        "System.Text.Encoding",
        &[],
        "How characters are bytes. UTF-8 without a mark where it is not said.",
    )
};

const AS_BYTE_STREAM: ParameterSpec =
    parameter("AsByteStream", "switch", &[], "Takes the content as bytes.");

const WRITING: &[ParameterSpec] = &[
    parameter("NoNewline", "switch", &[], "Puts no line ends between what is written."),
    ENCODING,
    AS_BYTE_STREAM,
];

const READING: &[ParameterSpec] = &[
    parameter("Delimiter", "string", &[], "What parts of the content are divided by."),
    parameter("Wait", "switch", &[], "Waits for more at the end of the file."),
    parameter("Raw", "switch", &[], "Gives the whole content as one object."),
    ENCODING,
    AS_BYTE_STREAM,
];

const CHILDREN: &[ParameterSpec] = &[
    parameter(
        "Attributes",
        "System.Management.Automation.FlagsExpression[System.IO.FileAttributes]",
        &[],
        "Which attributes an item must have: names joined by comma (or) and plus (and), with ! for not.",
    ),
    parameter("FollowSymlink", "switch", &[], "Goes through links to folders."),
    parameter("Directory", "switch", &["ad"], "Folders alone."),
    parameter("File", "switch", &["af"], "Files alone."),
    parameter("Hidden", "switch", &["ah", "h"], "Hidden items alone."),
    parameter("ReadOnly", "switch", &["ar"], "Read-only items alone."),
    parameter("System", "switch", &["as"], "System items alone."),
];

const TESTING: &[ParameterSpec] = &[
    parameter("OlderThan", "System.Nullable[datetime]", &[], "Written before this time."),
    parameter("NewerThan", "System.Nullable[datetime]", &[], "Written after this time."),
];

const COPYING: &[ParameterSpec] = &[
    ParameterSpec {
        validations: &[Validation::NotNullOrEmpty],
        ..parameter(
            "FromSession",
            "System.Management.Automation.Runspaces.PSSession",
            &[],
            "The session that the items are copied from.",
        )
    },
    ParameterSpec {
        validations: &[Validation::NotNullOrEmpty],
        ..parameter(
            "ToSession",
            "System.Management.Automation.Runspaces.PSSession",
            &[],
            "The session that the items are copied to.",
        )
    },
];

/// The parameters of an operation.
pub(super) fn of(operation: Operation) -> &'static [ParameterSpec] {
    match operation {
        Operation::GetContent => READING,
        Operation::SetContent | Operation::AddContent => WRITING,
        Operation::GetChildItem => CHILDREN,
        Operation::TestPath => TESTING,
        Operation::CopyItem => COPYING,
        _ => &[],
    }
}

/// Which items are listed.
#[derive(Clone, Debug, Default)]
pub(super) struct ItemFilter {
    expression: Option<FlagsExpression>,
    directory: bool,
    file: bool,
    hidden: bool,
    read_only: bool,
    system: bool,
    show_hidden: bool,
}

impl ItemFilter {
    /// What the switches of the cmdlet ask for.
    pub(super) fn of(runtime: &mut ProviderRuntime<'_, '_>) -> Self {
        let options = runtime.options;
        let expression = options.dynamic("Attributes").cloned();
        let expression = expression.map(|value| {
            let parts = runtime.enumerate(&value);
            let texts: Vec<PsString> = match parts {
                Some(parts) => parts.iter().map(|part| runtime.text(part)).collect(),
                None => vec![runtime.text(&value)],
            };
            FlagsExpression::parse(&texts.join(","))
        });
        let hidden = options.dynamic_switch("Hidden");
        let shows_hidden =
            expression.as_ref().is_some_and(|expression| expression.names(attributes::HIDDEN));
        Self {
            directory: options.dynamic_switch("Directory"),
            file: options.dynamic_switch("File"),
            hidden,
            read_only: options.dynamic_switch("ReadOnly"),
            system: options.dynamic_switch("System"),
            show_hidden: options.force || hidden || shows_hidden,
            expression,
        }
    }

    /// Whether hidden folders are gone through.
    pub(super) fn shows_hidden(&self) -> bool {
        self.show_hidden
    }

    /// Whether an item is listed.
    pub(super) fn accepts(&self, item: &FileSystemItem) -> bool {
        let bits = item.attributes();
        let has = |bit: i64| bits & bit != 0;
        (self.show_hidden || !has(attributes::HIDDEN))
            && (!self.directory || self.file || has(attributes::DIRECTORY))
            && (!self.file || self.directory || !has(attributes::DIRECTORY))
            && (!self.hidden || has(attributes::HIDDEN))
            && (!self.read_only || has(attributes::READ_ONLY))
            && (!self.system || has(attributes::SYSTEM))
            && self.expression.as_ref().is_none_or(|expression| expression.matches(bits))
    }
}

/// `Directory,!Hidden+ReadOnly`: any of the parts, each of which is all of its flags.
#[derive(Clone, Debug, Default)]
struct FlagsExpression(Vec<Vec<(i64, bool)>>);

/// Names of `FileAttributes`, and the short ones that the parameter takes too.
const FLAGS: &[(&str, i64)] = &[
    ("ReadOnly", attributes::READ_ONLY),
    ("Hidden", attributes::HIDDEN),
    ("System", attributes::SYSTEM),
    ("Directory", attributes::DIRECTORY),
    ("Archive", attributes::ARCHIVE),
    ("Device", 64),
    ("Normal", attributes::NORMAL),
    ("Temporary", 256),
    ("SparseFile", 512),
    ("ReparsePoint", attributes::REPARSE_POINT),
    ("Compressed", 2048),
    ("Offline", 4096),
    ("NotContentIndexed", 8192),
    ("Encrypted", 16384),
    ("IntegrityStream", 32768),
    ("NoScrubData", 131_072),
    ("D", attributes::DIRECTORY),
    ("H", attributes::HIDDEN),
    ("R", attributes::READ_ONLY),
];

impl FlagsExpression {
    fn parse(text: &str) -> Self {
        let parts = text.split(',').map(|part| part.split('+').filter_map(Self::flag).collect());
        Self(parts.collect())
    }

    fn flag(text: &str) -> Option<(i64, bool)> {
        let text = text.trim();
        let (name, wanted) = match text.strip_prefix('!') {
            Some(name) => (name.trim(), false),
            None => (text, true),
        };
        let exact = FLAGS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        let found = exact.or_else(|| {
            FLAGS.iter().find(|(known, _)| {
                known.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
            })
        });
        found.map(|(_, bit)| (*bit, wanted))
    }

    fn matches(&self, bits: i64) -> bool {
        self.0.iter().any(|part| part.iter().all(|(bit, wanted)| (bits & bit != 0) == *wanted))
    }

    fn names(&self, bit: i64) -> bool {
        self.0.iter().flatten().any(|(known, wanted)| *known == bit && *wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_join_flags() {
        let expression = FlagsExpression::parse("Directory+Hidden, !Directory");
        assert!(expression.matches(attributes::DIRECTORY | attributes::HIDDEN));
        assert!(!expression.matches(attributes::DIRECTORY));
        assert!(expression.matches(attributes::NORMAL));
        assert!(expression.names(attributes::HIDDEN));
        assert!(FlagsExpression::parse("d").matches(attributes::DIRECTORY));
    }
}
