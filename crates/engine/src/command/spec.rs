//! What a cmdlet says of itself, as static data.
//!
//! One table feeds the binder, `Get-Command -Syntax`, completion, `Get-Help` and the command metadata
//! that crosses the wire. `#[derive(Cmdlet)]` writes it.

use super::Cmdlet;

/// The parameter set that every parameter without a set of its own belongs to.
pub const ALL_PARAMETER_SETS: &str = "__AllParameterSets";

/// A cmdlet.
#[derive(Debug)]
pub struct CmdletSpec {
    /// `Verb-Noun`.
    pub name: &'static str,
    /// The part before the dash.
    pub verb: &'static str,
    /// The part after the dash.
    pub noun: &'static str,
    /// Full name of the .NET class; it stands in the error ids of the cmdlet.
    pub class: &'static str,
    /// The module that it belongs to.
    pub module: &'static str,
    /// The set that is taken where the arguments leave several; [`ALL_PARAMETER_SETS`] for none.
    pub default_set: &'static str,
    /// Whether it has `-WhatIf` and `-Confirm`.
    pub should_process: bool,
    /// From which `$ConfirmPreference` on it asks.
    pub confirm_impact: ConfirmImpact,
    /// Whether it has `-First`, `-Skip` and `-IncludeTotalCount`.
    pub paging: bool,
    /// Whether parameters without a position of their own could get one; always true for cmdlets that
    /// do not say otherwise.
    pub positional_binding: bool,
    /// How it reaches other computers.
    pub remoting: RemotingCapability,
    /// Names under which it is known too.
    pub aliases: &'static [&'static str],
    /// What it writes.
    pub outputs: &'static [OutputSpec],
    /// Its parameters in the order of declaration, without the common ones.
    pub parameters: &'static [ParameterSpec],
    /// What `Get-Help` shows.
    pub help: HelpText,
    /// Examples that `Get-Help` shows and a test executes.
    pub examples: &'static [Example],
    /// Makes the object that runs one invocation.
    pub new: fn() -> Box<dyn Cmdlet>,
}

/// `ConfirmImpact`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names are PowerShell's and say what they mean")]
pub enum ConfirmImpact {
    None = 0,
    Low = 1,
    #[default]
    Medium = 2,
    High = 3,
}

/// `RemotingCapability`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RemotingCapability {
    /// It acts on this computer and cannot be told to act on another.
    None,
    /// `Invoke-Command` takes it to another computer.
    #[default]
    PowerShell,
    /// It has a way of its own.
    SupportedByCommand,
    /// It manages its own connections.
    OwnedByCommand,
}

/// `[OutputType()]`
#[derive(Clone, Copy, Debug)]
pub struct OutputSpec {
    /// Names of the types.
    pub types: &'static [&'static str],
    /// The sets that it holds for; empty for all.
    pub sets: &'static [&'static str],
    /// The provider that it holds for; empty for all.
    pub provider: &'static str,
}

/// A parameter.
#[derive(Clone, Copy, Debug)]
pub struct ParameterSpec {
    /// Its name.
    pub name: &'static str,
    /// The type that arguments are converted to, by full name, accelerator or as PowerShell shows it.
    pub type_name: &'static str,
    /// Other names.
    pub aliases: &'static [&'static str],
    /// How it takes part in each of its sets.
    pub sets: &'static [ParameterSetSpec],
    /// What is demanded of an argument, in the order of declaration.
    pub validations: &'static [Validation],
    /// The attribute that changes an argument before it is converted.
    pub transformation: Option<&'static str>,
    /// The type that completes arguments.
    pub completer: Option<&'static str>,
    /// Words that complete arguments.
    pub completions: &'static [&'static str],
    /// Why it should not be used any more.
    pub obsolete: Option<&'static str>,
    /// `[PSTypeName()]`: the type name that an argument must carry.
    pub ps_type_name: Option<&'static str>,
    /// Whether completion leaves it out.
    pub dont_show: bool,
    /// What `Get-Help` shows.
    pub help: &'static str,
}

/// How a parameter takes part in one parameter set.
#[derive(Clone, Copy, Debug)]
pub struct ParameterSetSpec {
    /// Name of the set.
    pub set: &'static str,
    /// Place among the positional arguments.
    pub position: Option<i32>,
    /// Whether it must be given.
    pub mandatory: bool,
    /// Whether it takes objects of the pipeline.
    pub pipeline: bool,
    /// Whether it takes properties of objects of the pipeline.
    pub by_name: bool,
    /// Whether it takes all arguments that are left.
    pub remaining: bool,
    /// What is shown where the user is asked for it.
    pub help_message: &'static str,
}

/// A demand on an argument.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Validation {
    /// `[ValidateSet()]`
    Set(&'static [&'static str]),
    /// `[ValidateRange(min, max)]`
    Range {
        /// The smallest value.
        min: RangeBound,
        /// The largest value.
        max: RangeBound,
    },
    /// `[ValidateRange(kind)]`
    RangeKind(RangeKind),
    /// `[ValidateLength()]`
    Length {
        /// Fewest UTF-16 code units.
        min: i32,
        /// Most UTF-16 code units.
        max: i32,
    },
    /// `[ValidateCount()]`
    Count {
        /// Fewest items.
        min: i32,
        /// Most items.
        max: i32,
    },
    /// `[ValidatePattern()]`
    Pattern(&'static str),
    /// `[ValidateNotNull()]`
    NotNull,
    /// `[ValidateNotNullOrEmpty()]`
    NotNullOrEmpty,
    /// `[ValidateNotNullOrWhiteSpace()]`
    NotNullOrWhiteSpace,
    /// `[ValidateTrustedData()]`
    TrustedData,
    /// `[AllowNull()]`
    AllowNull,
    /// `[AllowEmptyString()]`
    AllowEmptyString,
    /// `[AllowEmptyCollection()]`
    AllowEmptyCollection,
    /// Another attribute, which only shows in the metadata.
    Named(&'static str),
}

/// An end of a range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RangeBound {
    /// A whole number.
    Integer(i128),
    /// A real number.
    Real(f64),
}

/// `ValidateRangeKind`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are PowerShell's and say what they mean")]
pub enum RangeKind {
    Positive,
    NonNegative,
    Negative,
    NonPositive,
}

/// What `Get-Help` shows.
#[derive(Clone, Copy, Debug, Default)]
pub struct HelpText {
    /// One sentence.
    pub synopsis: &'static str,
    /// What it does; paragraphs are parted by an empty line.
    pub description: &'static str,
    /// What else there is to know.
    pub notes: &'static str,
    /// Where to read on.
    pub links: &'static [&'static str],
}

/// An example of a cmdlet's use. `Get-Help` prints it and a test executes it.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// What it shows.
    pub title: &'static str,
    /// The script.
    pub script: &'static str,
    /// What it writes, as `Out-String` gives it, without blank lines around it. `*` where the output
    /// depends on the computer.
    pub output: &'static str,
}

impl CmdletSpec {
    /// The parameter of this name or alias.
    pub fn parameter(&self, name: &str) -> Option<&'static ParameterSpec> {
        self.parameters.iter().find(|parameter| {
            parameter.name.eq_ignore_ascii_case(name)
                || parameter.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name))
        })
    }
}
