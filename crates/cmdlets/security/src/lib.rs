//! The cmdlets of Microsoft.PowerShell.Security.

mod cms;
mod keyed_text;
mod policy;
mod secure_text;

// Cmdlets: written by `cargo xtask codegen`, from here
use remora_engine::command::CmdletDefinition as _;

mod convert_from_secure_string;
mod convert_to_secure_string;
mod get_cms_message;
mod get_credential;
mod get_execution_policy;
mod get_pfx_certificate;
mod protect_cms_message;
mod set_execution_policy;
mod unprotect_cms_message;

/// The cmdlets of this module, by file name.
#[rustfmt::skip]
pub const CMDLETS: &[&remora_engine::command::CmdletSpec] = &[
    convert_from_secure_string::ConvertFromSecureString::SPEC,
    convert_to_secure_string::ConvertToSecureString::SPEC,
    get_cms_message::GetCmsMessage::SPEC,
    get_credential::GetCredential::SPEC,
    get_execution_policy::GetExecutionPolicy::SPEC,
    get_pfx_certificate::GetPfxCertificate::SPEC,
    protect_cms_message::ProtectCmsMessage::SPEC,
    set_execution_policy::SetExecutionPolicy::SPEC,
    unprotect_cms_message::UnprotectCmsMessage::SPEC,
];
// Cmdlets: to here
