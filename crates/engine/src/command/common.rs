//! The parameters that every command has.

use remora_psobject::{PsString, TypeId, Value};

use super::spec::{ALL_PARAMETER_SETS, ParameterSetSpec, ParameterSpec, RangeBound, Validation};

/// `ActionPreference`: what happens with a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ActionPreference {
    /// It is dropped; an error stands in `$Error`.
    SilentlyContinue = 0,
    /// It is written and ends the command.
    Stop = 1,
    /// It is written.
    #[default]
    Continue = 2,
    /// The user is asked.
    Inquire = 3,
    /// It is dropped and stands nowhere.
    Ignore = 4,
    /// Reserved.
    Suspend = 5,
    /// It is written and the debugger takes over.
    Break = 6,
}

impl ActionPreference {
    /// The preference of this number.
    pub fn from_number(number: i64) -> Option<Self> {
        Some(match number {
            0 => Self::SilentlyContinue,
            1 => Self::Stop,
            2 => Self::Continue,
            3 => Self::Inquire,
            4 => Self::Ignore,
            5 => Self::Suspend,
            6 => Self::Break,
            _ => return None,
        })
    }

    /// The type of the enumeration.
    pub fn type_id() -> Option<TypeId> {
        TypeId::find("System.Management.Automation.ActionPreference")
    }

    /// Reads a preference from a value: of the enumeration, a number, or a name.
    pub fn from_value(value: &Value) -> Option<Self> {
        match value.base() {
            Value::Str(text) => {
                const NAMES: [(&str, ActionPreference); 7] = [
                    ("SilentlyContinue", ActionPreference::SilentlyContinue),
                    ("Stop", ActionPreference::Stop),
                    ("Continue", ActionPreference::Continue),
                    ("Inquire", ActionPreference::Inquire),
                    ("Ignore", ActionPreference::Ignore),
                    ("Suspend", ActionPreference::Suspend),
                    ("Break", ActionPreference::Break),
                ];
                NAMES
                    .iter()
                    .find(|(name, _)| text.eq_ignore_case(name))
                    .map(|(_, preference)| *preference)
            }
            other => Self::from_number(other.as_i64()?),
        }
    }

    /// The preference as a value of the enumeration.
    pub fn to_value(self) -> Value {
        match Self::type_id() {
            Some(id) => Value::Enum(id, self as i64),
            None => Value::I32(self as i32),
        }
    }
}

/// The common parameters of one invocation, as far as they were given.
#[derive(Clone, Debug, Default)]
pub struct CommonParameters {
    /// `-Verbose`
    pub verbose: Option<bool>,
    /// `-Debug`
    pub debug: Option<bool>,
    /// `-ErrorAction`
    pub error_action: Option<ActionPreference>,
    /// `-WarningAction`
    pub warning_action: Option<ActionPreference>,
    /// `-InformationAction`
    pub information_action: Option<ActionPreference>,
    /// `-ProgressAction`
    pub progress_action: Option<ActionPreference>,
    /// `-ErrorVariable`
    pub error_variable: Option<PsString>,
    /// `-WarningVariable`
    pub warning_variable: Option<PsString>,
    /// `-InformationVariable`
    pub information_variable: Option<PsString>,
    /// `-OutVariable`
    pub out_variable: Option<PsString>,
    /// `-OutBuffer`
    pub out_buffer: Option<i32>,
    /// `-PipelineVariable`
    pub pipeline_variable: Option<PsString>,
    /// `-WhatIf`
    pub what_if: Option<bool>,
    /// `-Confirm`
    pub confirm: Option<bool>,
    /// `-First`
    pub first: Option<u64>,
    /// `-Skip`
    pub skip: Option<u64>,
    /// `-IncludeTotalCount`
    pub include_total_count: bool,
}

impl CommonParameters {
    /// Takes the value of a common parameter, given by its full name and converted to its type.
    pub(crate) fn bind(&mut self, name: &str, value: &Value) {
        let action = || ActionPreference::from_value(value);
        let text = || value.as_string().cloned();
        match name {
            "Verbose" => self.verbose = value.as_bool(),
            "Debug" => self.debug = value.as_bool(),
            "ErrorAction" => self.error_action = action(),
            "WarningAction" => self.warning_action = action(),
            "InformationAction" => self.information_action = action(),
            "ProgressAction" => self.progress_action = action(),
            "ErrorVariable" => self.error_variable = text(),
            "WarningVariable" => self.warning_variable = text(),
            "InformationVariable" => self.information_variable = text(),
            "OutVariable" => self.out_variable = text(),
            "OutBuffer" => self.out_buffer = value.as_i32(),
            "PipelineVariable" => self.pipeline_variable = text(),
            "WhatIf" => self.what_if = value.as_bool(),
            "Confirm" => self.confirm = value.as_bool(),
            "First" => self.first = unsigned(value),
            "Skip" => self.skip = unsigned(value),
            "IncludeTotalCount" => self.include_total_count = value.as_bool().unwrap_or(false),
            _ => {}
        }
    }
}

fn unsigned(value: &Value) -> Option<u64> {
    match value.base() {
        Value::U64(number) => Some(*number),
        other => u64::try_from(other.as_i64()?).ok(),
    }
}

const ANYWHERE: &[ParameterSetSpec] = &[ParameterSetSpec {
    set: ALL_PARAMETER_SETS,
    position: None,
    mandatory: false,
    pipeline: false,
    by_name: false,
    remaining: false,
    help_message: "",
}];

const fn common(
    name: &'static str,
    type_name: &'static str,
    aliases: &'static [&'static str],
    validations: &'static [Validation],
    help: &'static str,
) -> ParameterSpec {
    ParameterSpec {
        name,
        type_name,
        aliases,
        sets: ANYWHERE,
        validations,
        transformation: None,
        completer: None,
        completions: &[],
        obsolete: None,
        ps_type_name: None,
        dont_show: false,
        help,
    }
}

const ACTION: &str = "System.Management.Automation.ActionPreference";
const VARIABLE: &[Validation] = &[Validation::Named("ValidateVariableName")];

/// The parameters of every cmdlet and advanced function.
pub(crate) const COMMON: &[ParameterSpec] = &[
    common("Verbose", "switch", &["vb"], &[], "Shows details of what the command does."),
    common("Debug", "switch", &["db"], &[], "Shows texts for programmers."),
    common("ErrorAction", ACTION, &["ea"], &[], "What happens with an error."),
    common("WarningAction", ACTION, &["wa"], &[], "What happens with a warning."),
    common("InformationAction", ACTION, &["infa"], &[], "What happens with information."),
    common("ProgressAction", ACTION, &["proga"], &[], "What happens with progress."),
    common("ErrorVariable", "string", &["ev"], VARIABLE, "The variable that collects errors."),
    common("WarningVariable", "string", &["wv"], VARIABLE, "The variable that collects warnings."),
    common(
        "InformationVariable",
        "string",
        &["iv"],
        VARIABLE,
        "The variable that collects information.",
    ),
    common("OutVariable", "string", &["ov"], VARIABLE, "The variable that collects output."),
    common(
        "OutBuffer",
        "int",
        &["ob"],
        &[Validation::Range {
            min: RangeBound::Integer(0),
            max: RangeBound::Integer(2_147_483_647),
        }],
        "How many objects are held back before the next command gets them.",
    ),
    common(
        "PipelineVariable",
        "string",
        &["pv"],
        VARIABLE,
        "The variable that holds the current object.",
    ),
];

/// The parameters of commands that support `ShouldProcess`.
pub(crate) const SHOULD_PROCESS: &[ParameterSpec] = &[
    common("WhatIf", "switch", &["wi"], &[], "Shows what would happen."),
    common("Confirm", "switch", &["cf"], &[], "Asks before it acts."),
];

/// The parameters of commands that support paging.
pub(crate) const PAGING: &[ParameterSpec] = &[
    common("IncludeTotalCount", "switch", &[], &[], "Writes the number of objects first."),
    common("Skip", "ulong", &[], &[], "How many objects are left out at the start."),
    common("First", "ulong", &[], &[], "How many objects are wanted."),
];
