//! A whole cmdlet, written as the crate's front page says.

use remora_engine::command::{
    ALL_PARAMETER_SETS, CmdletDefinition, CmdletParameters, RangeBound, Validation,
};
use remora_engine::prelude::*;

/// # Synopsis
/// Writes each number of the pipeline multiplied by a factor.
///
/// # Description
/// Numbers come from the pipeline or as an argument.
/// A negative number is an error.
///
/// # Links
/// - https://learn.microsoft.com/powershell
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Invoke",
    noun = "Multiplication",
    class = "Example.InvokeMultiplicationCommand",
    module = "Example",
    default_set = "Factor",
    aliases("mul"),
    output("System.Int32")
)]
pub struct InvokeMultiplication {
    /// The numbers.
    #[parameter(position = 0, mandatory, pipeline, by_name, aliases("Value"))]
    number: Vec<i32>,
    /// What they are multiplied with.
    #[parameter(set = "Factor", position = 1, default = 2, validate_range(1, 100))]
    factor: i32,
    /// Multiplies each number with itself.
    #[parameter(set = "Square", mandatory)]
    square: Switch,
    count: i32,
}

impl InvokeMultiplication {
    /// Shown by Get-Help and executed.
    pub const EXAMPLES: &[Example] = &[Example {
        title: "Doubles numbers",
        script: "1, 2 | Invoke-Multiplication",
        output: "2\n4",
    }];
}

impl Cmdlet for InvokeMultiplication {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        for number in self.number.clone() {
            if number < 0 {
                runtime.write_error(invalid_argument(
                    "The number is negative.",
                    "NegativeNumber",
                    number,
                ))?;
                continue;
            }
            let factor = if *self.square { number } else { self.factor };
            runtime.write_object(number * factor)?;
            self.count += 1;
        }
        Ok(())
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        runtime.write_verbose(format!("{} numbers", self.count))
    }
}

const CMDLETS: &[&CmdletSpec] = &[spec::<InvokeMultiplication>()];

#[test]
fn the_table_says_what_the_struct_says() {
    let spec = InvokeMultiplication::SPEC;
    assert_eq!(spec.name, "Invoke-Multiplication");
    assert_eq!(spec.default_set, "Factor");
    assert_eq!(spec.help.synopsis, "Writes each number of the pipeline multiplied by a factor.");
    assert_eq!(
        spec.help.description,
        "Numbers come from the pipeline or as an argument. A negative number is an error."
    );
    assert_eq!(spec.help.links, ["https://learn.microsoft.com/powershell"]);
    assert_eq!(spec.examples.len(), 1);
    let names: Vec<_> = spec.parameters.iter().map(|p| (p.name, p.type_name)).collect();
    assert_eq!(names, [("Number", "int[]"), ("Factor", "int"), ("Square", "switch")]);
    let number = spec.parameter("value").unwrap();
    assert_eq!(number.sets[0].set, ALL_PARAMETER_SETS);
    assert_eq!(number.sets[0].position, Some(0));
    assert!(number.sets[0].mandatory && number.sets[0].pipeline && number.sets[0].by_name);
    let factor = spec.parameter("Factor").unwrap();
    assert_eq!(
        factor.validations,
        [Validation::Range { min: RangeBound::Integer(1), max: RangeBound::Integer(100) }]
    );
    assert_eq!(CMDLETS.len(), 1);
}

#[test]
fn values_are_bound_and_taken_back() {
    let mut cmdlet = InvokeMultiplication::default();
    assert_eq!(cmdlet.factor, 2);
    cmdlet.bind(1, Value::I32(9)).unwrap();
    cmdlet.bind(0, Value::array(vec![Value::I32(1), Value::I32(2)])).unwrap();
    assert_eq!((cmdlet.factor, cmdlet.number.as_slice()), (9, [1, 2].as_slice()));
    cmdlet.reset(1);
    assert_eq!(cmdlet.factor, 2);
    assert!(cmdlet.bind(1, Value::string("x")).is_err());
}
