//! `System.Management.Automation`

pub mod attributes;
pub mod error_record;
pub mod null_values;
pub mod ps_object;
pub mod ps_style;
pub mod runtime_parameter;
pub mod semantic_version;
pub mod string_decorated;
pub mod switch_parameter;
pub mod wildcard_pattern;
