//! The text of the module whose functions call the commands of a session.

use std::fmt::Write as _;

use remora_hosting::{Authentication, ConnectionInfo};
use remora_psobject::Guid;

use super::metadata::{RemoteCommand, RemoteParameter, is_safe_name};

/// What all modules begin with: which session is meant, and how a call becomes one of Invoke-Command.
///
/// `@ID@` stands for the id of the session, `@CONNECT@` for the command that connects again.
const HEAD: &str = r#"# Functions that run commands of a session with another computer.
param(
    # The session; without one, the session of before is looked for, or a new one is made.
    $PSSessionOverride,
    # Time limits and checks of a new session.
    $PSSessionOptionOverride
)

$script:PSSession = $PSSessionOverride
$script:OwnsSession = $false

function script:Test-ImplicitSession
{
    ($null -ne $script:PSSession) -and ("$($script:PSSession.State)" -eq 'Opened')
}

function script:Get-ImplicitSession([string] $CommandName)
{
    if (-not (Test-ImplicitSession))
    {
        $found = Microsoft.PowerShell.Core\Get-PSSession -InstanceId '@ID@' -ErrorAction SilentlyContinue
        if ($null -ne $found) { $script:PSSession = $found }
    }
    if (($null -ne $script:PSSession) -and ("$($script:PSSession.State)" -eq 'Disconnected'))
    {
        $null = Microsoft.PowerShell.Core\Connect-PSSession -Session $script:PSSession -ErrorAction SilentlyContinue
    }
    if (-not (Test-ImplicitSession))
    {
        Microsoft.PowerShell.Utility\Write-Host "Creating a new session for implicit remoting of `"$CommandName`" command..."
        $option = @{}
        if ($null -ne $PSSessionOptionOverride) { $option.SessionOption = $PSSessionOptionOverride }
        $script:PSSession = @CONNECT@
        $script:OwnsSession = $true
    }
    if (-not (Test-ImplicitSession))
    {
        throw 'No session has been associated with this implicit remoting module.'
    }
    $script:PSSession
}

# Parameters of Invoke-Command for one call: what was given by position goes by position.
function script:New-ImplicitCall([string] $Name, $Bound, $Rest, [bool] $HasInput, [bool] $HasCommonParameters)
{
    $local = @('AsJob')
    if ($HasCommonParameters)
    {
        $local += 'Verbose', 'Debug', 'ProgressAction', 'ErrorVariable', 'WarningVariable', 'InformationVariable', 'OutVariable', 'OutBuffer', 'PipelineVariable'
    }
    $call = @{ HideComputerName = $true; Session = (Get-ImplicitSession $Name) }
    $named = @{}
    $positional = [System.Collections.ArrayList]@()
    $byPosition = @($Bound.BoundPositionally)
    foreach ($parameter in $byPosition)
    {
        if ($parameter) { $null = $positional.Add($Bound[$parameter]) }
    }
    foreach ($parameter in @($Bound.Keys))
    {
        if ($byPosition -contains $parameter) { continue }
        $value = $Bound[$parameter]
        if ($value -is [switch]) { $value = [bool] $value }
        if ($local -contains $parameter) { $call[$parameter] = $value } else { $named[$parameter] = $value }
    }
    foreach ($value in $Rest) { $null = $positional.Add($value) }
    $call.ArgumentList = @($Name, $named, $positional.ToArray(), $HasInput)
    $call.ScriptBlock = {
        param($name, $named, $rest, $hasInput)
        if ($hasInput) { $input | & $name @named @rest } else { & $name @named @rest }
    }
    $call
}

$ExecutionContext.SessionState.Module.OnRemove = {
    if ($script:OwnsSession)
    {
        Microsoft.PowerShell.Core\Remove-PSSession -Session $script:PSSession -ErrorAction SilentlyContinue
    }
}
"#;

/// The text of the script file.
pub(super) fn script(
    commands: &[RemoteCommand],
    session: Guid,
    connection: &ConnectionInfo,
) -> String {
    let connect = connect_command(connection);
    let mut text = HEAD.replace("@ID@", &session.to_string()).replace("@CONNECT@", &connect);
    let (mut functions, mut aliases) = (Vec::new(), Vec::new());
    for command in commands {
        let target = commands.iter().find(|other| {
            other.resolved.is_empty() && other.name.eq_ignore_case(&command.resolved)
        });
        match target {
            Some(target) => {
                let _ = write!(
                    text,
                    "\nMicrosoft.PowerShell.Utility\\Set-Alias -Name {} -Value {} -Force -Scope Script\n",
                    quoted(&command.name),
                    quoted(&target.name)
                );
                aliases.push(quoted(&command.name));
            }
            None => {
                text += &function(command);
                functions.push(quoted(&command.name));
            }
        }
    }
    let _ = write!(
        text,
        "\nMicrosoft.PowerShell.Core\\Export-ModuleMember -Function @({}) -Alias @({})\n",
        functions.join(", "),
        aliases.join(", ")
    );
    text
}

/// A function for one command. It is no advanced function, as a cmdlet's own parameters may be called
/// as the common ones are.
fn function(command: &RemoteCommand) -> String {
    let mut text = format!("\nfunction script:{}\n{{\n    param(\n", command.name);
    for parameter in command.parameters.iter().filter(|one| is_safe_name(&one.name)) {
        if !parameter.name.eq_ignore_case("AsJob") {
            text += &declaration(parameter);
        }
    }
    let has_common = if command.has_common_parameters() { "$true" } else { "$false" };
    let _ = write!(
        text,
        "        [switch]\n        ${{AsJob}}\n    )\n    end\n    {{\n        \
         $call = New-ImplicitCall {} $PSBoundParameters $args $MyInvocation.ExpectingInput {has_common}\n        \
         if ($MyInvocation.ExpectingInput) {{ $input | Microsoft.PowerShell.Core\\Invoke-Command @call }}\n        \
         else {{ Microsoft.PowerShell.Core\\Invoke-Command @call }}\n    }}\n}}\n",
        quoted(&command.name)
    );
    text
}

fn declaration(parameter: &RemoteParameter) -> String {
    let mut text = String::new();
    let aliases: Vec<String> = parameter
        .aliases
        .iter()
        .filter(|alias| is_safe_name(alias))
        .map(|alias| quoted(alias))
        .collect();
    if !aliases.is_empty() {
        let _ = writeln!(text, "        [Alias({})]", aliases.join(", "));
    }
    if parameter.is_switch {
        text += "        [switch]\n";
    }
    let _ = write!(text, "        ${{{}}},\n\n", parameter.name);
    text
}

/// A text as a string of a script.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("'");
    for letter in text.chars() {
        // All of these end a string in single quotes; twice they stand for themselves.
        if matches!(letter, '\'' | '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}') {
            quoted.push(letter);
        }
        quoted.push(letter);
    }
    quoted.push('\'');
    quoted
}

/// The command that makes the connection again. Passwords are asked for, never written down.
fn connect_command(connection: &ConnectionInfo) -> String {
    let mut text = String::from("Microsoft.PowerShell.Core\\New-PSSession");
    match connection {
        ConnectionInfo::WsMan(connection) => {
            let _ = write!(
                text,
                " -ComputerName {} -ConfigurationName {} @option",
                quoted(&connection.computer_name),
                quoted(&connection.configuration_name)
            );
            if connection.port != 0 && *connection.computer_name == *connection.host {
                let _ = write!(
                    text,
                    " -Port {} -ApplicationName {}",
                    connection.port,
                    quoted(&connection.application_name)
                );
                if connection.use_tls {
                    text += " -UseSSL";
                }
            }
            if connection.authentication != Authentication::Default {
                let _ = write!(text, " -Authentication {:?}", connection.authentication);
            }
            if let Some(thumbprint) = &connection.certificate_thumbprint {
                let _ = write!(text, " -CertificateThumbprint {}", quoted(thumbprint));
            } else if let Some(credential) = &connection.credential {
                let _ = write!(
                    text,
                    " -Credential (Microsoft.PowerShell.Security\\Get-Credential -UserName {} -Message {})",
                    quoted(&credential.user_name),
                    quoted(&format!("Enter your credentials for {}.", connection.computer_name))
                );
            }
        }
        ConnectionInfo::Ssh(connection) => {
            let _ = write!(text, " -HostName {}", quoted(&connection.host_name));
            for (name, value) in
                [("UserName", &connection.user_name), ("KeyFilePath", &connection.key_file_path)]
            {
                if !value.is_empty() {
                    let _ = write!(text, " -{name} {}", quoted(value));
                }
            }
            if connection.port != 0 {
                let _ = write!(text, " -Port {}", connection.port);
            }
        }
        ConnectionInfo::Process(_) | ConnectionInfo::Local => return "$null".to_owned(),
    }
    text
}

/// What the module says of itself.
pub(super) fn manifest(
    name: &str,
    id: Guid,
    connection: &ConnectionInfo,
    session: Guid,
    has_views: bool,
) -> String {
    let views = if has_views { quoted(&format!("{name}.format.ps1xml")) } else { "@()".to_owned() };
    let place = match connection {
        ConnectionInfo::WsMan(connection) => {
            let scheme = if connection.use_tls { "https" } else { "http" };
            format!("{scheme}://{}/{}", connection.computer_name, connection.application_name)
        }
        other => other.computer_name().to_string(),
    };
    format!(
        "@{{\n    GUID = '{id}'\n    Description = {}\n    ModuleVersion = '1.0'\n    RootModule = {}\n    \
         FormatsToProcess = {views}\n    PrivateData = @{{\n        ImplicitRemoting = $true\n        \
         ImplicitSessionId = '{session}'\n    }}\n}}\n",
        quoted(&format!("Implicit remoting for {place}")),
        quoted(&format!("{name}.psm1")),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_is_a_script_without_errors() {
        let parameter = |name: &str, is_switch| RemoteParameter {
            name: name.into(),
            aliases: vec!["p'1".into(), "p2".into()],
            is_switch,
        };
        let command = |name: &str, resolved: &str| RemoteCommand {
            name: name.into(),
            resolved: resolved.into(),
            parameters: vec![parameter("Path", false), parameter("Recurse", true)],
        };
        let commands = [command("Get-Far", ""), command("gf", "Get-Far"), command("x", "y")];
        let text = script(&commands, Guid::EMPTY, &ConnectionInfo::Local);
        let parsed = remora_syntax::parse(&text, None);
        assert!(parsed.errors.is_empty(), "{:?}\n{text}", parsed.errors);
        assert!(text.contains("-Function @('Get-Far', 'x') -Alias @('gf')"), "{text}");
        assert!(text.contains("[Alias('p2')]"), "an unsafe alias is left out: {text}");
        let text = manifest("it's", Guid::EMPTY, &ConnectionInfo::Local, Guid::EMPTY, true);
        assert!(remora_syntax::parse(&text, None).errors.is_empty(), "{text}");
    }
}
