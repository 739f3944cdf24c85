//! `System.Management.Automation`

pub mod error_record;
pub mod null_values;
pub mod ps_object;
pub mod ps_style;
pub mod semantic_version;
pub mod wildcard_pattern;
