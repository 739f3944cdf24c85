//! `Where-Object`

use remora_engine::prelude::*;
use remora_engine::session::StrictMode;

/// # Synopsis
/// Lets objects pass that meet a condition.
///
/// # Description
/// The condition is a script block over $_, or a property, an operator and a value.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Where",
    noun = "Object",
    class = "Microsoft.PowerShell.Commands.WhereObjectCommand",
    module = "Microsoft.PowerShell.Core",
    default_set = "EqualSet",
    remoting = "None",
    aliases("?", "where")
)]
pub(crate) struct WhereObject {
    /// Objects for the input of the command.
    #[parameter(pipeline, type = "psobject")]
    input_object: Value,
    /// An object passes where this gives true.
    #[parameter(set = "ScriptBlockSet", position = 0, mandatory)]
    filter_script: Option<ScriptBlock>,
    /// Property that is looked at.
    #[parameter(
        sets(
            "CaseSensitiveContainsSet",
            "CaseSensitiveEqualSet",
            "CaseSensitiveGreaterOrEqualSet",
            "CaseSensitiveGreaterThanSet",
            "CaseSensitiveInSet",
            "CaseSensitiveLessOrEqualSet",
            "CaseSensitiveLessThanSet",
            "CaseSensitiveLikeSet",
            "CaseSensitiveMatchSet",
            "CaseSensitiveNotContainsSet",
            "CaseSensitiveNotEqualSet",
            "CaseSensitiveNotInSet",
            "CaseSensitiveNotLikeSet",
            "CaseSensitiveNotMatchSet",
            "ContainsSet",
            "EqualSet",
            "GreaterOrEqualSet",
            "GreaterThanSet",
            "InSet",
            "IsNotSet",
            "IsSet",
            "LessOrEqualSet",
            "LessThanSet",
            "LikeSet",
            "MatchSet",
            "Not",
            "NotContainsSet",
            "NotEqualSet",
            "NotInSet",
            "NotLikeSet",
            "NotMatchSet"
        ),
        position = 0,
        mandatory,
        validate_not_null_or_empty
    )]
    property: Option<PsString>,
    /// What the property is compared with.
    #[parameter(
        sets(
            "CaseSensitiveContainsSet",
            "CaseSensitiveEqualSet",
            "CaseSensitiveGreaterOrEqualSet",
            "CaseSensitiveGreaterThanSet",
            "CaseSensitiveInSet",
            "CaseSensitiveLessOrEqualSet",
            "CaseSensitiveLessThanSet",
            "CaseSensitiveLikeSet",
            "CaseSensitiveMatchSet",
            "CaseSensitiveNotContainsSet",
            "CaseSensitiveNotEqualSet",
            "CaseSensitiveNotInSet",
            "CaseSensitiveNotLikeSet",
            "CaseSensitiveNotMatchSet",
            "ContainsSet",
            "EqualSet",
            "GreaterOrEqualSet",
            "GreaterThanSet",
            "InSet",
            "IsNotSet",
            "IsSet",
            "LessOrEqualSet",
            "LessThanSet",
            "LikeSet",
            "MatchSet",
            "NotContainsSet",
            "NotEqualSet",
            "NotInSet",
            "NotLikeSet",
            "NotMatchSet"
        ),
        position = 1
    )]
    value: Value,
    /// Passes where the property equals the value.
    #[parameter(set = "EqualSet", name = "EQ", aliases("IEQ"))]
    eq: Switch,
    /// Passes where the property equals the value, case counting.
    #[parameter(set = "CaseSensitiveEqualSet", mandatory, name = "CEQ")]
    ceq: Switch,
    /// Passes where the property does not equal the value.
    #[parameter(set = "NotEqualSet", mandatory, name = "NE", aliases("INE"))]
    ne: Switch,
    /// Passes where the property does not equal the value, case counting.
    #[parameter(set = "CaseSensitiveNotEqualSet", mandatory, name = "CNE")]
    cne: Switch,
    /// Passes where the property is greater than the value.
    #[parameter(set = "GreaterThanSet", mandatory, name = "GT", aliases("IGT"))]
    gt: Switch,
    /// Passes where the property is greater than the value, case counting.
    #[parameter(set = "CaseSensitiveGreaterThanSet", mandatory, name = "CGT")]
    cgt: Switch,
    /// Passes where the property is less than the value.
    #[parameter(set = "LessThanSet", mandatory, name = "LT", aliases("ILT"))]
    lt: Switch,
    /// Passes where the property is less than the value, case counting.
    #[parameter(set = "CaseSensitiveLessThanSet", mandatory, name = "CLT")]
    clt: Switch,
    /// Passes where the property is greater than or equals the value.
    #[parameter(set = "GreaterOrEqualSet", mandatory, name = "GE", aliases("IGE"))]
    ge: Switch,
    /// Passes where the property is greater than or equals the value, case counting.
    #[parameter(set = "CaseSensitiveGreaterOrEqualSet", mandatory, name = "CGE")]
    cge: Switch,
    /// Passes where the property is less than or equals the value.
    #[parameter(set = "LessOrEqualSet", mandatory, name = "LE", aliases("ILE"))]
    le: Switch,
    /// Passes where the property is less than or equals the value, case counting.
    #[parameter(set = "CaseSensitiveLessOrEqualSet", mandatory, name = "CLE")]
    cle: Switch,
    /// Passes where the property is like the value.
    #[parameter(set = "LikeSet", mandatory, aliases("ILike"))]
    like: Switch,
    /// Passes where the property is like the value, case counting.
    #[parameter(set = "CaseSensitiveLikeSet", mandatory)]
    c_like: Switch,
    /// Passes where the property is not like the value.
    #[parameter(set = "NotLikeSet", mandatory, aliases("INotLike"))]
    not_like: Switch,
    /// Passes where the property is not like the value, case counting.
    #[parameter(set = "CaseSensitiveNotLikeSet", mandatory)]
    c_not_like: Switch,
    /// Passes where the property matches the value.
    #[parameter(set = "MatchSet", mandatory, aliases("IMatch"))]
    r#match: Switch,
    /// Passes where the property matches the value, case counting.
    #[parameter(set = "CaseSensitiveMatchSet", mandatory)]
    c_match: Switch,
    /// Passes where the property does not match the value.
    #[parameter(set = "NotMatchSet", mandatory, aliases("INotMatch"))]
    not_match: Switch,
    /// Passes where the property does not match the value, case counting.
    #[parameter(set = "CaseSensitiveNotMatchSet", mandatory)]
    c_not_match: Switch,
    /// Passes where the property contains the value.
    #[parameter(set = "ContainsSet", mandatory, aliases("IContains"))]
    contains: Switch,
    /// Passes where the property contains the value, case counting.
    #[parameter(set = "CaseSensitiveContainsSet", mandatory)]
    c_contains: Switch,
    /// Passes where the property does not contain the value.
    #[parameter(set = "NotContainsSet", mandatory, aliases("INotContains"))]
    not_contains: Switch,
    /// Passes where the property does not contain the value, case counting.
    #[parameter(set = "CaseSensitiveNotContainsSet", mandatory)]
    c_not_contains: Switch,
    /// Passes where the property is in the value.
    #[parameter(set = "InSet", mandatory, aliases("IIn"))]
    r#in: Switch,
    /// Passes where the property is in the value, case counting.
    #[parameter(set = "CaseSensitiveInSet", mandatory)]
    c_in: Switch,
    /// Passes where the property is not in the value.
    #[parameter(set = "NotInSet", mandatory, aliases("INotIn"))]
    not_in: Switch,
    /// Passes where the property is not in the value, case counting.
    #[parameter(set = "CaseSensitiveNotInSet", mandatory)]
    c_not_in: Switch,
    /// Passes where the property is of this type.
    #[parameter(set = "IsSet", mandatory)]
    is: Switch,
    /// Passes where the property is not of this type.
    #[parameter(set = "IsNotSet", mandatory)]
    is_not: Switch,
    /// Passes where the property is missing, null or false.
    #[parameter(set = "Not", mandatory)]
    not: Switch,
    /// The operator that was chosen.
    operator: Option<Operator>,
}

/// What a property is put to.
#[derive(Clone, Copy)]
enum Test {
    True,
    Not,
    Equal,
    Order(fn(std::cmp::Ordering) -> bool),
    Like,
    Match,
    Contains,
    In,
    Is,
}

#[derive(Clone, Copy)]
struct Operator {
    test: Test,
    negated: bool,
    case_sensitive: bool,
}

impl WhereObject {
    pub(crate) const EXAMPLES: &[Example] = &[
        Example {
            title: "With a script block",
            script: "1..5 | Where-Object { $_ -gt 3 }",
            output: "4\n5",
        },
        Example {
            title: "With a property",
            script: "'a', 'bcd' | Where-Object Length -eq 3",
            output: "bcd",
        },
    ];

    /// The operator of a parameter set, such as `CaseSensitiveNotLikeSet`.
    fn operator(set: &str) -> Operator {
        let name = set.strip_suffix("Set").unwrap_or(set);
        let (case_sensitive, name) = match name.strip_prefix("CaseSensitive") {
            Some(rest) => (true, rest),
            None => (false, name),
        };
        if name == "Not" {
            return Operator { test: Test::Not, negated: false, case_sensitive };
        }
        let (negated, name) = match name.strip_prefix("Not") {
            Some(rest) => (true, rest),
            None => match name {
                "IsNot" => (true, "Is"),
                other => (false, other),
            },
        };
        let test = match name {
            "GreaterThan" => Test::Order(std::cmp::Ordering::is_gt),
            "GreaterOrEqual" => Test::Order(std::cmp::Ordering::is_ge),
            "LessThan" => Test::Order(std::cmp::Ordering::is_lt),
            "LessOrEqual" => Test::Order(std::cmp::Ordering::is_le),
            "Like" => Test::Like,
            "Match" => Test::Match,
            "Contains" => Test::Contains,
            "In" => Test::In,
            "Is" => Test::Is,
            _ => Test::Equal,
        };
        Operator { test, negated, case_sensitive }
    }

    /// A value needs an operator, and an operator a value.
    fn check_operands(&self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let set = runtime.parameter_set().to_string();
        let has_value = runtime.is_bound("Value");
        let has_operator = match set.as_str() {
            "ScriptBlockSet" | "Not" => return Ok(()),
            "EqualSet" => *self.eq,
            _ => true,
        };
        let (message, id) = match (has_operator, has_value) {
            (true, false) => (
                "The specified operator requires both the -Property and -Value parameters. Provide values for both parameters, and then try the command again.",
                "ValueNotSpecifiedForWhereObject",
            ),
            (false, true) => (
                "An operator is required to compare the two specified values. Include a valid operator in the command, and then try the command again. For example, Get-Process | Where-Object -Property Name -eq Idle",
                "OperatorNotSpecified",
            ),
            _ => return Ok(()),
        };
        Err(invalid_argument(message, id, Value::Null).into())
    }

    fn passes(&self, runtime: &mut CommandRuntime<'_>, name: &str) -> CommandResult<bool> {
        let input = self.input_object.clone();
        let property = match &input {
            Value::Dictionary(table) => table.get_str(name).or(runtime.get_property(&input, name)?),
            other => runtime.get_property(other, name)?,
        };
        let Some(operator) = self.operator else { return Ok(false) };
        if property.is_none() && runtime.session().strict_mode() >= StrictMode::V2 {
            runtime.write_error(invalid_argument(
                format!("The input name \"{name}\" cannot be resolved to a property."),
                "PropertyNotFound",
                input.clone(),
            ))?;
        }
        let left = property.unwrap_or_default();
        let right = &self.value;
        let case = operator.case_sensitive;
        let result = match operator.test {
            Test::True => runtime.is_true(&left),
            Test::Not => !runtime.is_true(&left),
            Test::Equal => runtime.equals(&left, right, case),
            Test::Order(test) => test(runtime.compare(&left, right, case)?),
            Test::Like | Test::Match | Test::Contains | Test::In | Test::Is => {
                let name = match operator.test {
                    Test::Like => "like",
                    Test::Match => "match",
                    Test::Contains => "contains",
                    Test::In => "in",
                    _ => "is",
                };
                let value = crate::comparison::evaluate(runtime, name, case, &left, right)?;
                runtime.is_true(&value)
            }
        };
        Ok(result != operator.negated)
    }
}

impl Cmdlet for WhereObject {
    fn begin(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        self.check_operands(runtime)?;
        let mut operator = Self::operator(runtime.parameter_set());
        // A property alone is asked whether it is true.
        if matches!(operator.test, Test::Equal) && !runtime.is_bound("Value") && !*self.eq {
            operator.test = Test::True;
        }
        self.operator = Some(operator);
        Ok(())
    }

    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let passes = match (&self.filter_script, &self.property) {
            (Some(block), _) => {
                let value = runtime.evaluate(block, self.input_object.clone())?;
                runtime.is_true(&value)
            }
            (None, Some(name)) => {
                let name = name.clone();
                self.passes(runtime, &name)?
            }
            (None, None) => false,
        };
        if passes { runtime.write_object(self.input_object.clone()) } else { Ok(()) }
    }
}
