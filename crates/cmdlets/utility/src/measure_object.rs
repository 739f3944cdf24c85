//! `Measure-Object`

use crate::property_selector::{Expression, Selector};
use crate::record_object::RecordObject;
use remora_engine::prelude::*;

/// # Synopsis
/// Counts objects and computes sums, averages and extremes.
///
/// # Description
/// Of the objects themselves or of properties; or lines, words and characters of texts.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/measure-object
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Measure",
    noun = "Object",
    class = "Microsoft.PowerShell.Commands.MeasureObjectCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "GenericMeasure",
    remoting = "None",
    aliases("measure"),
    output(
        "Microsoft.PowerShell.Commands.GenericMeasureInfo",
        "Microsoft.PowerShell.Commands.TextMeasureInfo",
        "Microsoft.PowerShell.Commands.GenericObjectMeasureInfo"
    )
)]
pub(crate) struct MeasureObject {
    /// The objects.
    #[parameter(pipeline, type = "psobject")]
    input_object: Value,
    /// Properties, names or script blocks or tables.
    #[parameter(position = 0, type = "pspropertyexpression[]", validate_not_null_or_empty)]
    property: Vec<Value>,
    /// The standard deviation.
    #[parameter(set = "GenericMeasure")]
    standard_deviation: Switch,
    /// The sum.
    #[parameter(set = "GenericMeasure")]
    sum: Switch,
    /// All figures at once.
    #[parameter(set = "GenericMeasure")]
    all_stats: Switch,
    /// The mean.
    #[parameter(set = "GenericMeasure")]
    average: Switch,
    /// The largest value.
    #[parameter(set = "GenericMeasure")]
    maximum: Switch,
    /// The smallest value.
    #[parameter(set = "GenericMeasure")]
    minimum: Switch,
    /// Lines.
    #[parameter(set = "TextMeasure")]
    line: Switch,
    /// Counts words.
    #[parameter(set = "TextMeasure")]
    word: Switch,
    /// Counts characters.
    #[parameter(set = "TextMeasure")]
    character: Switch,
    /// Does not count blanks.
    #[parameter(set = "TextMeasure")]
    ignore_white_space: Switch,
    /// What `-Property` asks for, read once.
    selectors: Vec<Selector>,
    /// Figures by property, in the order in which they were found.
    figures: Vec<Figures>,
}

impl MeasureObject {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[
        Example {
            title: "Adds numbers up",
            script: "(1..4 | Measure-Object -Sum).Sum",
            output: "10",
        },
        Example {
            title: "Counts words",
            script: "('the quick fox' | Measure-Object -Word).Words",
            output: "3",
        },
    ];
}

/// What was counted and added up so far.
#[derive(Clone, Debug, Default)]
struct Figures {
    property: Option<PsString>,
    count: i32,
    sum: f64,
    /// Sum of the squares of the distances from the mean, and the mean.
    spread: f64,
    mean: f64,
    numbers: f64,
    maximum: Value,
    minimum: Value,
    lines: i32,
    words: i32,
    characters: i32,
    not_numeric: bool,
}

impl Cmdlet for MeasureObject {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        self.selectors = crate::property_selector::parse(&self.property, &[])?;
        if self.selectors.is_empty() {
            self.figures.push(Figures::default());
        }
        Ok(())
    }

    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let input = std::mem::take(&mut self.input_object);
        if input.is_null() {
            return Ok(());
        }
        if self.selectors.is_empty() {
            return self.add(runtime, 0, input);
        }
        for selector in self.selectors.clone() {
            for selected in selector.resolve(runtime, &input)? {
                let Ok(Some(value)) = selected.value else {
                    continue;
                };
                let name = match &selector.expression {
                    Expression::Name(_) | Expression::Pattern(..) => selected.name,
                    Expression::Block(block) => block.text_inside(),
                };
                let known = self.figures.iter().position(|figures| {
                    figures.property.as_ref().is_some_and(|known| known.eq_ignore_case(&name))
                });
                let at = known.unwrap_or_else(|| {
                    self.figures.push(Figures { property: Some(name), ..Figures::default() });
                    self.figures.len() - 1
                });
                if !value.is_null() {
                    self.add(runtime, at, value)?;
                }
            }
        }
        Ok(())
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        for figures in std::mem::take(&mut self.figures) {
            let result = if self.is_text(runtime) {
                self.text_result(figures)
            } else {
                self.number_result(figures)
            };
            runtime.write_object(result)?;
        }
        Ok(())
    }
}

impl MeasureObject {
    fn is_text(&self, runtime: &CommandRuntime<'_>) -> bool {
        runtime.parameter_set() == "TextMeasure"
    }

    fn add(&mut self, runtime: &mut CommandRuntime<'_>, at: usize, value: Value) -> CommandResult {
        let text = if self.is_text(runtime) { Some(runtime.text(&value)) } else { None };
        let wants = |one: Switch| *one || *self.all_stats;
        let (sum, maximum, minimum) = (
            wants(self.sum) || wants(self.average) || wants(self.standard_deviation),
            wants(self.maximum),
            wants(self.minimum),
        );
        let Some(figures) = self.figures.get_mut(at) else {
            return Ok(());
        };
        figures.count += 1;
        if let Some(text) = text {
            figures.count_text(&text, *self.ignore_white_space);
            return Ok(());
        }
        let mut refused = false;
        if sum {
            match number(&value) {
                Some(number) => figures.add_number(number),
                None => {
                    figures.not_numeric = true;
                    refused = true;
                }
            }
        }
        if maximum {
            figures.maximum = extreme(runtime, &figures.maximum, &value, std::cmp::Ordering::Less)?;
        }
        if minimum {
            figures.minimum =
                extreme(runtime, &figures.minimum, &value, std::cmp::Ordering::Greater)?;
        }
        if refused {
            let text = runtime.text(&value);
            let record = error(
                TypeId::PS_INVALID_OPERATION_EXCEPTION,
                format!("Input object \"{text}\" is not numeric."),
                "NonNumericInputObject",
                ErrorCategory::InvalidType,
                value,
            );
            return runtime.write_error(record);
        }
        Ok(())
    }

    fn number_result(&self, figures: Figures) -> Value {
        let wants = |one: Switch| *one || *self.all_stats;
        let real = |wanted: bool, number: f64| {
            if wanted && !figures.not_numeric && figures.count > 0 {
                Value::F64(number)
            } else {
                Value::Null
            }
        };
        let spread = if figures.numbers < 2.0 {
            0.0
        } else {
            (figures.spread / (figures.numbers - 1.0)).sqrt()
        };
        let as_number = |value: &Value| number(value).map(Value::F64);
        let extremes = [&figures.maximum, &figures.minimum];
        let numeric = extremes.iter().all(|value| value.is_null() || as_number(value).is_some());
        let shown = |value: &Value| {
            if numeric { as_number(value).unwrap_or_default() } else { value.clone() }
        };
        let class = if numeric { "GenericMeasureInfo" } else { "GenericObjectMeasureInfo" };
        Value::live(RecordObject::new(
            &format!("Microsoft.PowerShell.Commands.{class}"),
            [
                ("Count", Value::I32(figures.count)),
                ("Average", real(wants(self.average), figures.sum / figures.numbers)),
                ("Sum", real(wants(self.sum), figures.sum)),
                (
                    "Maximum",
                    if figures.maximum.is_null() { Value::Null } else { shown(&figures.maximum) },
                ),
                (
                    "Minimum",
                    if figures.minimum.is_null() { Value::Null } else { shown(&figures.minimum) },
                ),
                ("StandardDeviation", real(wants(self.standard_deviation), spread)),
                ("Property", Value::from(figures.property.clone())),
            ],
        ))
    }

    fn text_result(&self, figures: Figures) -> Value {
        let whole =
            |wanted: Switch, number: i32| if *wanted { Value::I32(number) } else { Value::Null };
        Value::live(RecordObject::new(
            "Microsoft.PowerShell.Commands.TextMeasureInfo",
            [
                ("Lines", whole(self.line, figures.lines)),
                ("Words", whole(self.word, figures.words)),
                ("Characters", whole(self.character, figures.characters)),
                ("Property", Value::from(figures.property)),
            ],
        ))
    }
}

impl Figures {
    fn add_number(&mut self, number: f64) {
        self.numbers += 1.0;
        self.sum += number;
        let distance = number - self.mean;
        self.mean += distance / self.numbers;
        self.spread += distance * (number - self.mean);
    }

    fn count_text(&mut self, text: &PsString, without_blanks: bool) {
        let whole = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
        let ends = text.matches('\n').count();
        let open = usize::from(!text.is_empty() && !text.ends_with('\n'));
        self.lines = self.lines.saturating_add(whole(ends + open));
        self.words = self.words.saturating_add(whole(text.split_whitespace().count()));
        let characters = if without_blanks {
            text.chars().filter(|letter| !letter.is_whitespace()).map(char::len_utf16).sum()
        } else {
            text.unit_len()
        };
        self.characters = self.characters.saturating_add(whole(characters));
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::I32(number) => Some(f64::from(*number)),
        Value::F64(number) => Some(*number),
        other => remora_language::convert::to_f64(other).ok(),
    }
}

/// The new extreme: `value` if it stands in the order `wanted` to the known one, otherwise that.
fn extreme(
    runtime: &mut CommandRuntime<'_>,
    known: &Value,
    value: &Value,
    wanted: std::cmp::Ordering,
) -> CommandResult<Value> {
    if known.is_null() {
        return Ok(value.clone());
    }
    let order = match (number(known), number(value)) {
        (Some(left), Some(right)) => left.partial_cmp(&right).unwrap_or(std::cmp::Ordering::Equal),
        (None, None) if known.type_id() == value.type_id() => {
            runtime.compare(known, value, true)?
        }
        _ => {
            let (left, right) = (runtime.text(known), runtime.text(value));
            runtime.compare(&Value::Str(left), &Value::Str(right), true)?
        }
    };
    Ok(if order == wanted { value.clone() } else { known.clone() })
}
