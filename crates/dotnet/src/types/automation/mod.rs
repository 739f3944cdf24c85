//! `System.Management.Automation`

pub mod semantic_version;
