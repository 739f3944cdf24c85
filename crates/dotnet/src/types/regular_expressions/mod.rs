//! `System.Text.RegularExpressions`

pub mod found;
pub mod regex;
