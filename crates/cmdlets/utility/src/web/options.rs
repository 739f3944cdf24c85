//! The parameters that both web cmdlets share, read once and checked against each other.

use std::sync::Arc;
use std::time::Duration;

use remora_engine::prelude::*;
use remora_psobject::{PsCredential, SecureString};

use super::address::Address;
use super::session::WebSession;

/// How the user is made known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Authentication {
    #[default]
    None,
    Basic,
    Bearer,
}

/// What a command asks for.
pub(crate) struct Options {
    pub(crate) address: Address,
    /// Empty where none is given.
    pub(crate) method: String,
    pub(crate) authentication: Authentication,
    pub(crate) credential: Option<Arc<PsCredential>>,
    pub(crate) token: Option<Arc<SecureString>>,
    pub(crate) connect_limit: Option<Duration>,
    pub(crate) read_limit: Option<Duration>,
    pub(crate) redirections: u32,
    pub(crate) retries: u32,
    pub(crate) retry_interval: Duration,
    /// The file of `-InFile`.
    pub(crate) in_file: Option<PsString>,
    /// The file of `-OutFile`.
    pub(crate) out_file: Option<PsString>,
    pub(crate) session: Arc<WebSession>,
}

fn number(runtime: &CommandRuntime<'_>, name: &str) -> Option<u64> {
    runtime.bound(name).and_then(|value| value.as_i64()).and_then(|n| u64::try_from(n).ok())
}

pub(crate) fn text(runtime: &mut CommandRuntime<'_>, name: &str) -> Option<PsString> {
    let value = runtime.bound(name).filter(|value| !value.is_null())?;
    Some(runtime.text(&value))
}

pub(crate) fn switch(runtime: &CommandRuntime<'_>, name: &str) -> bool {
    runtime.bound(name).and_then(|value| value.as_bool()).unwrap_or(false)
}

impl Options {
    /// Reads and checks the parameters of the running command.
    ///
    /// # Errors
    /// `WebCmdlet…Exception` for parameters that contradict each other.
    pub(crate) fn read(runtime: &mut CommandRuntime<'_>) -> CommandResult<Self> {
        let given = runtime.bound("Uri").unwrap_or_default();
        let address = match given.base() {
            Value::Uri(uri) => uri.original.to_string(),
            _ => runtime.text(&given).to_string(),
        };
        let address = Address::parse(&address)?;
        let authentication = match runtime
            .bound("Authentication")
            .map(|value| crate::record_object::enum_name(&value).to_ascii_lowercase())
            .as_deref()
        {
            Some("basic") => Authentication::Basic,
            Some("bearer" | "oauth") => Authentication::Bearer,
            _ => Authentication::None,
        };
        check(runtime, &address, authentication)?;
        let method = match text(runtime, "CustomMethod") {
            Some(custom) => custom.to_string().to_uppercase(),
            None => runtime
                .bound("Method")
                .map(|value| crate::record_object::enum_name(&value).to_uppercase())
                .filter(|name| name != "DEFAULT")
                .unwrap_or_default(),
        };
        let in_file = in_file(runtime)?;
        let out_file = out_file(runtime)?;
        let seconds = |count: Option<u64>| count.filter(|n| *n > 0).map(Duration::from_secs);
        let known = runtime.bound("WebSession").and_then(|value| value.downcast_arc());
        Ok(Self {
            address,
            method,
            authentication,
            credential: runtime.bound("Credential").and_then(|value| value.downcast_arc()),
            token: runtime.bound("Token").and_then(|value| value.downcast_arc()),
            connect_limit: seconds(number(runtime, "ConnectionTimeoutSeconds")),
            read_limit: seconds(number(runtime, "OperationTimeoutSeconds")),
            redirections: number(runtime, "MaximumRedirection")
                .and_then(|count| u32::try_from(count).ok())
                .unwrap_or(5),
            retries: number(runtime, "MaximumRetryCount")
                .and_then(|count| u32::try_from(count).ok())
                .unwrap_or(0),
            retry_interval: Duration::from_secs(number(runtime, "RetryIntervalSec").unwrap_or(5)),
            in_file,
            out_file,
            session: known.unwrap_or_default(),
        })
    }
}

/// A rule that the parameters break.
fn refused(message: impl Into<PsString>, error_id: &str) -> Flow {
    error(
        TypeId::VALIDATION_METADATA_EXCEPTION,
        message,
        error_id,
        ErrorCategory::InvalidArgument,
        Value::Null,
    )
    .into()
}

fn conflict(left: &str, right: &str, spelled: &str, error_id: &str) -> Flow {
    refused(
        format!(
            "The cmdlet cannot run because the following conflicting parameters are specified: {left} and {right}. Specify either {spelled}, then retry."
        ),
        error_id,
    )
}

fn check(
    runtime: &CommandRuntime<'_>,
    address: &Address,
    authentication: Authentication,
) -> CommandResult<()> {
    let has = |name: &str| runtime.bound(name).is_some_and(|value| !value.is_null());
    let by_default = switch(runtime, "UseDefaultCredentials");
    if has("WebSession") && has("SessionVariable") {
        return Err(conflict(
            "WebSession",
            "SessionVariable",
            "WebSession or SessionVariable",
            "WebCmdletSessionConflictException",
        ));
    }
    if authentication != Authentication::None {
        if by_default {
            return Err(conflict(
                "Authentication",
                "UseDefaultCredentials",
                "Authentication or UseDefaultCredentials",
                "WebCmdletAuthenticationConflictException",
            ));
        }
        if has("Token") && has("Credential") {
            return Err(conflict(
                "Credential",
                "Token",
                "Credential or Token",
                "WebCmdletAuthenticationTokenConflictException",
            ));
        }
        let (wanted, error_id) = if authentication == Authentication::Basic {
            ("Credential", "WebCmdletAuthenticationCredentialNotSuppliedException")
        } else {
            ("Token", "WebCmdletAuthenticationTokenNotSuppliedException")
        };
        if !has(wanted) {
            return Err(refused(
                format!(
                    "The cmdlet cannot run because the following parameter is not specified: {wanted}. The supplied Authentication type requires a {wanted}. Specify {wanted}, then retry."
                ),
                error_id,
            ));
        }
    }
    let secret = authentication != Authentication::None || has("Credential") || by_default;
    if secret && !address.is_secure && !switch(runtime, "AllowUnencryptedAuthentication") {
        return Err(refused(
            "The cmdlet cannot protect plain text secrets sent over unencrypted connections. To suppress this warning and send plain text secrets over unencrypted networks, reissue the command specifying the AllowUnencryptedAuthentication parameter.",
            "WebCmdletAllowUnencryptedAuthenticationRequiredException",
        ));
    }
    if by_default && has("Credential") {
        return Err(conflict(
            "Credential",
            "UseDefaultCredentials",
            "Credential or UseDefaultCredentials",
            "WebCmdletCredentialConflictException",
        ));
    }
    for (left, right, spelled, error_id) in [
        ("Body", "InFile", "Body or Infile", "WebCmdletBodyConflictException"),
        ("Body", "Form", "Body or Form", "WebCmdletBodyFormConflictException"),
        ("InFile", "Form", "InFile or Form", "WebCmdletFormInFileConflictException"),
    ] {
        if has(left) && has(right) {
            return Err(conflict(left, right, spelled, error_id));
        }
    }
    for name in ["PassThru", "Resume"] {
        if switch(runtime, name) && !has("OutFile") {
            return Err(refused(
                format!(
                    "The cmdlet cannot run because the following parameter is missing: OutFile. Provide a valid OutFile parameter value when using the {name} parameter, then retry."
                ),
                "WebCmdletOutFileMissingException",
            ));
        }
    }
    Ok(())
}

fn is_folder(runtime: &CommandRuntime<'_>, path: &str) -> bool {
    let known = runtime.system().metadata(path, true);
    known.is_ok_and(|file| file.kind == remora_dotnet::system::FileKind::Directory)
}

fn in_file(runtime: &mut CommandRuntime<'_>) -> CommandResult<Option<PsString>> {
    let Some(given) = text(runtime, "InFile") else {
        return Ok(None);
    };
    let found = runtime.resolve_paths(&given, false)?;
    let [one] = found.as_slice() else {
        return Err(refused(
            format!(
                "The cmdlet cannot run because the path specified resolves to multiple files: {given}. Specify a path that resolves to one file, then retry."
            ),
            "WebCmdletInFileMultiplePathsResolvedException",
        ));
    };
    let path = one.provider_path.clone();
    if is_folder(runtime, &path) {
        return Err(refused(
            format!(
                "The cmdlet cannot run because the path specified is not a file: {path}. Specify a valid file path, then retry."
            ),
            "WebCmdletInFileNotFilePathException",
        ));
    }
    Ok(Some(path))
}

fn out_file(runtime: &mut CommandRuntime<'_>) -> CommandResult<Option<PsString>> {
    let Some(given) = text(runtime, "OutFile") else {
        return Ok(None);
    };
    let path = runtime.resolve_path_unchecked(&given)?.provider_path;
    if switch(runtime, "Resume") && is_folder(runtime, &path) {
        return Err(refused(
            format!(
                "The Resume switch can only be used if OutFile targets a file but it resolves to a directory: {path}."
            ),
            "WebCmdletResumeNotFilePathException",
        ));
    }
    Ok(Some(path))
}
