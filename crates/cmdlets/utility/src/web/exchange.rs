//! One command: connections, redirections, retries.

use std::io;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use remora_dotnet::system::Security;
use remora_engine::prelude::*;

use super::address::Address;
use super::content::Content;
use super::message::{Headers, Request, Response, Wire};
use super::options::{Authentication, Options, switch, text};

/// What every request of this program calls itself.
const USER_AGENT: &str = "Mozilla/5.0 (Linux; en-US) PowerShell/7.6.5";

/// Sends the request that the parameters describe and gives the last answer and where it came from.
///
/// # Errors
/// `WebCmdletWebResponseException` where nobody answers.
pub(crate) fn exchange(
    runtime: &mut CommandRuntime<'_>,
    options: &Options,
    body: &Value,
) -> CommandResult<(Response, Address)> {
    let content = Content::of(runtime, options, body)?;
    let mut address = options.address.clone();
    if let Some(query) = &content.query {
        let mark = if address.target.contains('?') { '&' } else { '?' };
        address.target = format!("{}{mark}{query}", address.target);
    }
    let mut request = Request {
        method: if options.method.is_empty() { "GET".into() } else { options.method.clone() },
        headers: custom_headers(runtime, options)?,
        body: content.body.clone(),
    };
    let mut content_type = content.content_type.clone();
    let mut redirections = 0;
    let mut retries = 0;
    let mut authorized = true;
    loop {
        let full =
            with_own_headers(&request, options, &address, content_type.as_deref(), authorized);
        let response = send(runtime, options, &address, &full)?;
        for (_, value) in
            response.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("Set-Cookie"))
        {
            options.session.keep(&address, value);
        }
        let is_redirection = matches!(response.status, 300..=303 | 307 | 308);
        if is_redirection
            && redirections < options.redirections
            && let Some(location) = response.header("Location")
        {
            redirections += 1;
            let next = address.follow(location)?;
            if address.is_secure && !next.is_secure && !switch(runtime, "AllowInsecureRedirect") {
                let message = "Cannot follow an insecure redirection by default. Reissue the command specifying the -AllowInsecureRedirect switch.";
                return Err(invalid_operation(message, "InsecureRedirection", Value::Null).into());
            }
            let keeps = switch(runtime, "PreserveHttpMethodOnRedirect")
                || matches!(response.status, 307 | 308);
            if !keeps && request.method != "HEAD" {
                request.method = "GET".to_owned();
                request.body = None;
                content_type = None;
            }
            authorized = switch(runtime, "PreserveAuthorizationOnRedirect");
            address = next;
            continue;
        }
        let may_retry = matches!(response.status, 304 | 400..=599);
        if may_retry && retries < options.retries {
            retries += 1;
            let seconds = options.retry_interval.as_secs();
            runtime.write_verbose(format!(
                "Retrying after interval of {seconds} seconds. Status code for previous attempt: {}",
                response.reason
            ))?;
            runtime.sleep(options.retry_interval)?;
            continue;
        }
        return Ok((response, address));
    }
}

/// The headers of the session and of `-Headers`.
fn custom_headers(runtime: &mut CommandRuntime<'_>, options: &Options) -> CommandResult<Headers> {
    let mut headers = Headers::new();
    let mut tables = vec![Arc::clone(options.session.headers())];
    if let Some(Value::Dictionary(given)) =
        runtime.bound("Headers").as_ref().map(|given| given.base().clone())
    {
        tables.push(given);
    }
    for table in tables {
        for (name, value) in table.entries() {
            let (name, value) = (runtime.text(&name).to_string(), runtime.text(&value).to_string());
            if value.contains(['\r', '\n', '\0']) || name.contains(['\r', '\n', '\0']) {
                let id = crate::record_object::type_named("System.FormatException");
                let message = "New-line or NUL characters are not allowed in header values.";
                return Err(Exception::new(id, message).into());
            }
            headers.retain(|(known, _)| !known.eq_ignore_ascii_case(&name));
            headers.push((name, value));
        }
    }
    let agent = match text(runtime, "UserAgent") {
        Some(agent) => agent.to_string(),
        None => match options.session.user_agent() {
            Value::Null => USER_AGENT.to_owned(),
            own => runtime.text(&own).to_string(),
        },
    };
    if !headers.iter().any(|(known, _)| known.eq_ignore_ascii_case("User-Agent")) {
        headers.push(("User-Agent".to_owned(), agent));
    }
    if switch(runtime, "DisableKeepAlive") {
        headers.push(("Connection".to_owned(), "close".to_owned()));
    }
    Ok(headers)
}

/// The request with the headers that follow from it and from where it goes.
fn with_own_headers(
    request: &Request,
    options: &Options,
    address: &Address,
    content_type: Option<&str>,
    authorized: bool,
) -> Request {
    let mut headers: Headers = vec![("Host".to_owned(), address.authority())];
    let mut add = |name: &str, value: String| {
        if !request.headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name)) {
            headers.push((name.to_owned(), value));
        }
    };
    if authorized {
        let credential = options.credential.as_ref();
        match (options.authentication, credential, &options.token) {
            (Authentication::Basic, Some(credential), _) => {
                let password = credential
                    .password
                    .downcast::<remora_psobject::SecureString>()
                    .map(|secret| secret.reveal_string())
                    .unwrap_or_default();
                let pair = format!("{}:{password}", credential.user_name);
                add("Authorization", format!("Basic {}", STANDARD.encode(pair)));
            }
            (Authentication::Bearer, _, Some(token)) => {
                add("Authorization", format!("Bearer {}", token.reveal_string()));
            }
            _ => {}
        }
    }
    headers.extend(request.headers.iter().cloned());
    let mut add = |name: &str, value: String| {
        if !request.headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name)) {
            headers.push((name.to_owned(), value));
        }
    };
    add("Accept-Encoding", "gzip, deflate, br".to_owned());
    if let Some(cookies) = options.session.cookie_header(address) {
        add("Cookie", cookies);
    }
    if let Some(content_type) = content_type {
        add("Content-Type", content_type.to_owned());
    }
    let has_content = !matches!(request.method.as_str(), "GET" | "HEAD" | "OPTIONS" | "TRACE");
    if request.body.is_some() || has_content {
        let length = request.body.as_ref().map_or(0, Vec::len);
        add("Content-Length", length.to_string());
    }
    Request { method: request.method.clone(), headers, body: request.body.clone() }
}

fn send(
    runtime: &CommandRuntime<'_>,
    options: &Options,
    address: &Address,
    request: &Request,
) -> CommandResult<Response> {
    let security = match (address.is_secure, switch(runtime, "SkipCertificateCheck")) {
        (false, _) => Security::Plain,
        (true, false) => Security::Tls,
        (true, true) => Security::TlsUnverified,
    };
    let failed = |failure: io::Error| unreachable_host(runtime, options, address, &failure);
    let connection = runtime
        .system()
        .connect(&address.host, address.port, security, options.connect_limit)
        .map_err(failed)?;
    let stop = runtime.stop_token();
    let limit = options.read_limit.or(options.connect_limit);
    let mut wire = Wire { connection, stop: &stop, patience: limit.map(Wire::waits) };
    wire.send(&request.to_bytes(&address.target)).map_err(failed)?;
    wire.receive(request.method != "HEAD").map_err(failed)
}

/// Nobody answers, or not in time, or nothing that is understood.
fn unreachable_host(
    runtime: &CommandRuntime<'_>,
    options: &Options,
    address: &Address,
    failure: &io::Error,
) -> Flow {
    if runtime.stopping() {
        return Flow::Stopped;
    }
    let at = format!("({}:{})", address.host, address.port);
    let (name, message) = match failure.kind() {
        io::ErrorKind::ConnectionRefused => {
            ("System.Net.Http.HttpRequestException", format!("Connection refused {at}"))
        }
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => {
            let limit = options.connect_limit.or(options.read_limit).unwrap_or_default();
            (
                "System.Threading.Tasks.TaskCanceledException",
                format!(
                    "The request was canceled due to the configured HttpClient.Timeout of {} seconds elapsing.",
                    limit.as_secs()
                ),
            )
        }
        io::ErrorKind::HostUnreachable => {
            ("System.Net.Http.HttpRequestException", format!("No route to host {at}"))
        }
        io::ErrorKind::NetworkUnreachable => {
            ("System.Net.Http.HttpRequestException", format!("Network is unreachable {at}"))
        }
        io::ErrorKind::InvalidData => ("System.Net.Http.HttpRequestException", failure.to_string()),
        // The resolver has no kind of its own for names that it does not know.
        _ if failure.to_string().contains("lookup address") => {
            ("System.Net.Http.HttpRequestException", format!("Name or service not known {at}"))
        }
        _ => ("System.Net.Http.HttpRequestException", format!("{failure} {at}")),
    };
    let exception = Exception::new(crate::record_object::type_named(name), message);
    ErrorRecord::new(
        exception,
        "WebCmdletWebResponseException",
        ErrorCategory::InvalidOperation,
        Value::from(address.to_text()),
    )
    .into()
}
