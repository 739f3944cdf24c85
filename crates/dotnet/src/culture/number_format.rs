//! `NumberFormatInfo`.

/// How a culture writes numbers. The names are those of .NET.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the properties of NumberFormatInfo")]
pub struct NumberFormat {
    pub currency_decimal_digits: i32,
    pub currency_decimal_separator: String,
    pub currency_group_separator: String,
    pub currency_group_sizes: Vec<i32>,
    pub currency_negative_pattern: i32,
    pub currency_positive_pattern: i32,
    pub currency_symbol: String,
    pub digit_substitution: String,
    pub nan_symbol: String,
    pub native_digits: Vec<String>,
    pub negative_infinity_symbol: String,
    pub negative_sign: String,
    pub number_decimal_digits: i32,
    pub number_decimal_separator: String,
    pub number_group_separator: String,
    pub number_group_sizes: Vec<i32>,
    pub number_negative_pattern: i32,
    pub percent_decimal_digits: i32,
    pub percent_decimal_separator: String,
    pub percent_group_separator: String,
    pub percent_group_sizes: Vec<i32>,
    pub percent_negative_pattern: i32,
    pub percent_positive_pattern: i32,
    pub percent_symbol: String,
    pub per_mille_symbol: String,
    pub positive_infinity_symbol: String,
    pub positive_sign: String,
}
