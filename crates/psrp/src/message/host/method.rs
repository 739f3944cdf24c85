//! Methods by number: name, and the shapes of parameters and answer (MS-PSRP section 2.2.3.17, Host
//! Method Identifier).

use std::sync::LazyLock;

use remora_psobject::{EnumDefinition, TypeId, Value};

/// What a parameter or an answer is, where its encoding does not say it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Shape {
    /// What it says of itself.
    #[default]
    Plain,
    Coordinates,
    Size,
    Rectangle,
    KeyInfo,
    BufferCell,
    /// Cells in an array of two dimensions.
    BufferCells,
    Progress,
    /// A list of field descriptions.
    Fields,
    /// A list of choice descriptions.
    Choices,
    /// A list or an array of numbers.
    Numbers,
}

static IDENTIFIER: EnumDefinition = EnumDefinition {
    name: "System.Management.Automation.Remoting.RemoteHostMethodId",
    underlying: "System.Int32",
    flags: false,
    members: &[
        ("GetName", 1),
        ("GetVersion", 2),
        ("GetInstanceId", 3),
        ("GetCurrentCulture", 4),
        ("GetCurrentUICulture", 5),
        ("SetShouldExit", 6),
        ("EnterNestedPrompt", 7),
        ("ExitNestedPrompt", 8),
        ("NotifyBeginApplication", 9),
        ("NotifyEndApplication", 10),
        ("ReadLine", 11),
        ("ReadLineAsSecureString", 12),
        ("Write1", 13),
        ("Write2", 14),
        ("WriteLine1", 15),
        ("WriteLine2", 16),
        ("WriteLine3", 17),
        ("WriteErrorLine", 18),
        ("WriteDebugLine", 19),
        ("WriteProgress", 20),
        ("WriteVerboseLine", 21),
        ("WriteWarningLine", 22),
        ("Prompt", 23),
        ("PromptForCredential1", 24),
        ("PromptForCredential2", 25),
        ("PromptForChoice", 26),
        ("GetForegroundColor", 27),
        ("SetForegroundColor", 28),
        ("GetBackgroundColor", 29),
        ("SetBackgroundColor", 30),
        ("GetCursorPosition", 31),
        ("SetCursorPosition", 32),
        ("GetWindowPosition", 33),
        ("SetWindowPosition", 34),
        ("GetCursorSize", 35),
        ("SetCursorSize", 36),
        ("GetBufferSize", 37),
        ("SetBufferSize", 38),
        ("GetWindowSize", 39),
        ("SetWindowSize", 40),
        ("GetWindowTitle", 41),
        ("SetWindowTitle", 42),
        ("GetMaxWindowSize", 43),
        ("GetMaxPhysicalWindowSize", 44),
        ("GetKeyAvailable", 45),
        ("ReadKey", 46),
        ("FlushInputBuffer", 47),
        ("SetBufferContents1", 48),
        ("SetBufferContents2", 49),
        ("GetBufferContents", 50),
        ("ScrollBufferContents", 51),
        ("PushRunspace", 52),
        ("PopRunspace", 53),
        ("GetIsRunspacePushed", 54),
        ("GetRunspace", 55),
        ("PromptForChoiceMultipleSelection", 56),
    ],
};

static IDENTIFIER_TYPE: LazyLock<TypeId> = LazyLock::new(|| TypeId::register_enum(&IDENTIFIER));

/// The number as a value of `RemoteHostMethodId`.
pub(super) fn identifier(method: i32) -> Value {
    Value::Enum(*IDENTIFIER_TYPE, i64::from(method))
}

/// The shapes of a method's parameters; those that are not listed are plain.
pub(super) fn parameters(method: i32) -> &'static [Shape] {
    use Shape as S;
    match method {
        20 => &[S::Plain, S::Progress],
        23 => &[S::Plain, S::Plain, S::Fields],
        26 => &[S::Plain, S::Plain, S::Choices],
        32 | 34 => &[S::Coordinates],
        38 | 40 => &[S::Size],
        48 => &[S::Rectangle, S::BufferCell],
        49 => &[S::Coordinates, S::BufferCells],
        50 => &[S::Rectangle],
        51 => &[S::Rectangle, S::Coordinates, S::Rectangle, S::BufferCell],
        56 => &[S::Plain, S::Plain, S::Choices, S::Numbers],
        _ => &[],
    }
}

/// The shape of a method's answer.
pub(super) fn answer(method: i32) -> Shape {
    match method {
        31 | 33 => Shape::Coordinates,
        37 | 39 | 43 | 44 => Shape::Size,
        46 => Shape::KeyInfo,
        50 => Shape::BufferCells,
        56 => Shape::Numbers,
        _ => Shape::Plain,
    }
}
