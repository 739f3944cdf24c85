//! `System.Globalization.NumberFormatInfo`

use parking_lot::RwLock;

use super::culture_info;
use crate::culture::NumberFormat;
use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Globalization.NumberFormatInfo",
    constructor: Some(|_| {
        Ok(Value::live(NumberFormatInfo::new((*Culture::invariant().number).clone(), false)))
    }),
    methods: &[
        ("Clone", |call| match call.this.downcast::<NumberFormatInfo>() {
            Some(info) => Ok(Value::live(NumberFormatInfo::new(info.format(), false))),
            None => Err(errors::null_reference()),
        }),
        ("GetFormat", |call| Ok(call.this.clone())),
    ],
    static_methods: &[
        ("GetInstance", |call| {
            let culture = culture_info::culture_of(call.argument(0))
                .unwrap_or_else(|| call.context.culture());
            Ok(Value::live(NumberFormatInfo::new((*culture.number).clone(), true)))
        }),
        ("ReadOnly", |call| Ok(call.argument(0).clone())),
    ],
    static_properties: &[
        ("CurrentInfo", |call| {
            let number = (*call.context.culture().number).clone();
            Ok(Value::live(NumberFormatInfo::new(number, true)))
        }),
        ("InvariantInfo", |_| {
            Ok(Value::live(NumberFormatInfo::new((*Culture::invariant().number).clone(), true)))
        }),
    ],
    ..Implementation::EMPTY
};

/// Number patterns as scripts hold them.
pub struct NumberFormatInfo {
    format: RwLock<NumberFormat>,
    read_only: bool,
}

impl NumberFormatInfo {
    /// Patterns, open to changes or not.
    pub fn new(format: NumberFormat, read_only: bool) -> Self {
        Self { format: RwLock::new(format), read_only }
    }

    /// The patterns as they are now.
    pub fn format(&self) -> NumberFormat {
        self.format.read().clone()
    }
}

fn numbers(list: &[i32]) -> Value {
    Value::array_of(TypeId::INT32, list.iter().copied().map(Value::I32).collect())
}

impl LiveObject for NumberFormatInfo {
    fn object_type(&self) -> TypeId {
        type_named("System.Globalization.NumberFormatInfo")
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&[
            "CurrencyDecimalDigits",
            "CurrencyDecimalSeparator",
            "IsReadOnly",
            "CurrencyGroupSizes",
            "NumberGroupSizes",
            "PercentGroupSizes",
            "CurrencyGroupSeparator",
            "CurrencySymbol",
            "NaNSymbol",
            "CurrencyNegativePattern",
            "NumberNegativePattern",
            "PercentPositivePattern",
            "PercentNegativePattern",
            "NegativeInfinitySymbol",
            "NegativeSign",
            "NumberDecimalDigits",
            "NumberDecimalSeparator",
            "NumberGroupSeparator",
            "CurrencyPositivePattern",
            "PositiveInfinitySymbol",
            "PositiveSign",
            "PercentDecimalDigits",
            "PercentDecimalSeparator",
            "PercentGroupSeparator",
            "PercentSymbol",
            "PerMilleSymbol",
            "NativeDigits",
            "DigitSubstitution",
        ])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        let format = self.format.read();
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "currencydecimaldigits" => Value::I32(format.currency_decimal_digits),
            "currencydecimalseparator" => format.currency_decimal_separator.as_str().into(),
            "isreadonly" => self.read_only.into(),
            "currencygroupsizes" => numbers(&format.currency_group_sizes),
            "numbergroupsizes" => numbers(&format.number_group_sizes),
            "percentgroupsizes" => numbers(&format.percent_group_sizes),
            "currencygroupseparator" => format.currency_group_separator.as_str().into(),
            "currencysymbol" => format.currency_symbol.as_str().into(),
            "nansymbol" => format.nan_symbol.as_str().into(),
            "currencynegativepattern" => Value::I32(format.currency_negative_pattern),
            "numbernegativepattern" => Value::I32(format.number_negative_pattern),
            "percentpositivepattern" => Value::I32(format.percent_positive_pattern),
            "percentnegativepattern" => Value::I32(format.percent_negative_pattern),
            "negativeinfinitysymbol" => format.negative_infinity_symbol.as_str().into(),
            "negativesign" => format.negative_sign.as_str().into(),
            "numberdecimaldigits" => Value::I32(format.number_decimal_digits),
            "numberdecimalseparator" => format.number_decimal_separator.as_str().into(),
            "numbergroupseparator" => format.number_group_separator.as_str().into(),
            "currencypositivepattern" => Value::I32(format.currency_positive_pattern),
            "positiveinfinitysymbol" => format.positive_infinity_symbol.as_str().into(),
            "positivesign" => format.positive_sign.as_str().into(),
            "percentdecimaldigits" => Value::I32(format.percent_decimal_digits),
            "percentdecimalseparator" => format.percent_decimal_separator.as_str().into(),
            "percentgroupseparator" => format.percent_group_separator.as_str().into(),
            "percentsymbol" => format.percent_symbol.as_str().into(),
            "permillesymbol" => format.per_mille_symbol.as_str().into(),
            "nativedigits" => Value::strings(format.native_digits.clone()),
            "digitsubstitution" => {
                enum_named("System.Globalization.DigitShapes", &format.digit_substitution)
            }
            _ => return None,
        }))
    }

    fn set_property(&self, name: &str, value: Value) -> Option<Result<(), Exception>> {
        if self.read_only {
            return Some(Err(errors::invalid_operation("Instance is read-only.")));
        }
        let mut format = self.format.write();
        let text = || value.as_str().unwrap_or_default().to_owned();
        let number = || value.as_i32().unwrap_or(0);
        let sizes = || -> Vec<i32> {
            sequence::items_of(&value).iter().filter_map(Value::as_i32).collect()
        };
        match name.to_ascii_lowercase().as_str() {
            "currencydecimaldigits" => format.currency_decimal_digits = number(),
            "currencydecimalseparator" => format.currency_decimal_separator = text(),
            "currencygroupsizes" => format.currency_group_sizes = sizes(),
            "numbergroupsizes" => format.number_group_sizes = sizes(),
            "percentgroupsizes" => format.percent_group_sizes = sizes(),
            "currencygroupseparator" => format.currency_group_separator = text(),
            "currencysymbol" => format.currency_symbol = text(),
            "nansymbol" => format.nan_symbol = text(),
            "currencynegativepattern" => format.currency_negative_pattern = number(),
            "numbernegativepattern" => format.number_negative_pattern = number(),
            "percentpositivepattern" => format.percent_positive_pattern = number(),
            "percentnegativepattern" => format.percent_negative_pattern = number(),
            "negativeinfinitysymbol" => format.negative_infinity_symbol = text(),
            "negativesign" => format.negative_sign = text(),
            "numberdecimaldigits" => format.number_decimal_digits = number(),
            "numberdecimalseparator" => format.number_decimal_separator = text(),
            "numbergroupseparator" => format.number_group_separator = text(),
            "currencypositivepattern" => format.currency_positive_pattern = number(),
            "positiveinfinitysymbol" => format.positive_infinity_symbol = text(),
            "positivesign" => format.positive_sign = text(),
            "percentdecimaldigits" => format.percent_decimal_digits = number(),
            "percentdecimalseparator" => format.percent_decimal_separator = text(),
            "percentgroupseparator" => format.percent_group_separator = text(),
            "percentsymbol" => format.percent_symbol = text(),
            "permillesymbol" => format.per_mille_symbol = text(),
            _ => return None,
        }
        Some(Ok(()))
    }
}
