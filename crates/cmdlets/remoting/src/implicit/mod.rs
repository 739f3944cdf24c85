//! Implicit remoting: commands of a session as functions of a module that is made for them.

mod choose;
mod metadata;
mod module_text;
mod modules;
mod parameters;
mod views;

pub(crate) use choose::prefixed;
pub(crate) use modules::{ImportedModules, folder_name, write};
pub(crate) use parameters::ImplicitParameters;
