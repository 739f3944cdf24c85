//! `System`

pub mod exception;
pub mod object;
pub mod r#type;
pub mod uri;
