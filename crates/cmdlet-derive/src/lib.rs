//! `#[derive(Cmdlet)]`: turns a struct into a cmdlet's parameter table and help.
//!
//! The struct's doc comment is the help: `# Synopsis`, `# Description`, `# Notes`, `# Links`. Its
//! fields with a `#[parameter]` attribute are the parameters, their doc comments the help of the
//! parameters; the other fields are the cmdlet's own state and start with their defaults. The macro
//! writes `Default`, `CmdletParameters` (binding a value to a field, taking it back) and
//! `CmdletDefinition` (the table). `remora_engine::command` shows a full example.

mod attributes;
mod emit;
mod help;

use proc_macro::TokenStream;

/// Derives `Default`, `CmdletParameters` and `CmdletDefinition` for a cmdlet.
///
/// `#[cmdlet(…)]` on the struct: `verb`, `noun`, `class`, `module` (texts, all needed), `default_set`,
/// `should_process`, `confirm_impact = "Low"`, `paging`, `no_positional`, `remoting = "PowerShell"`,
/// `aliases("a", …)`, `output("Type", …, set = "A", provider = "FileSystem")` (any number).
///
/// `#[parameter(…)]` on a field, any number of times. One entry for each `set = "A"` (or one for all
/// sets) with `position = 0`, `mandatory`, `pipeline`, `by_name`, `remaining`, `help_message = ""`. Once
/// for the parameter: `name`, `type = "System.String[]"`, `default = expression`, `aliases(…)`,
/// `dont_show`, `credential`, `transformation = "Type"`, `completer = "Type"`, `completions(…)`,
/// `obsolete = ""`, `ps_type_name = ""`, `attribute = "Name"`, `validate_set(…)`, `validate_range(1, 10)`
/// or `validate_range("Positive")`, `validate_length(1, 2)`, `validate_count(1, 2)`,
/// `validate_pattern("…")`, `validate_not_null`, `validate_not_null_or_empty`,
/// `validate_not_null_or_white_space`, `validate_trusted_data`, `allow_null`, `allow_empty_string`,
/// `allow_empty_collection`.
#[proc_macro_derive(Cmdlet, attributes(cmdlet, parameter))]
pub fn derive_cmdlet(input: TokenStream) -> TokenStream {
    let input = syn::parse_macro_input!(input as syn::DeriveInput);
    emit::cmdlet(&input).unwrap_or_else(|error| error.to_compile_error()).into()
}
