//! The binary against endpoints of its own: `remora lab N` with one line, or with lines on standard input.
//!
//! Every test states what PowerShell answers to the line, on both streams and as the exit code. Spaces at
//! the ends of lines do not count.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failed step of a test ends it"
)]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// What a run gave.
struct Answer {
    stdout: String,
    stderr: String,
    code: Option<i32>,
}

impl Answer {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| {
            let text = String::from_utf8_lossy(bytes).into_owned();
            let lines: Vec<&str> = text.split('\n').map(str::trim_end).collect();
            lines.join("\n")
        };
        Self {
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
            code: output.status.code(),
        }
    }

    fn lines(&self) -> Vec<&str> {
        self.stdout.lines().collect()
    }

    #[track_caller]
    fn is(&self, stdout: &str, stderr: &str, code: i32) {
        assert_eq!(self.stdout, stdout, "standard output; standard error was: {}", self.stderr);
        assert_eq!(self.stderr, stderr, "standard error");
        assert_eq!(self.code, Some(code), "exit code");
    }

    /// Nothing on standard error, and code 0.
    #[track_caller]
    fn gives(&self, stdout: &str) {
        self.is(stdout, "", 0);
    }
}

fn remora(words: &[&str], input: &str, folder: &Path) -> Answer {
    let mut child = Command::new(env!("CARGO_BIN_EXE_remora"))
        .args(words)
        .current_dir(folder)
        .env("HOME", folder)
        .env("NO_COLOR", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    Answer::of(&child.wait_with_output().unwrap())
}

/// Runs one line under a lab of three servers.
fn lab(line: &str) -> Answer {
    let folder = TempDir::new().unwrap();
    remora(&["lab", "3", "-NoProfile", "-c", line], "", folder.path())
}

#[test]
fn rows_of_two_computers_stand_in_one_table() {
    let line = "Invoke-Command -ComputerName Server01, Server02 { [cultureinfo]'en-GB' | Select-Object LCID, Name } | \
                Sort-Object PSComputerName | Format-Table LCID, Name, PSComputerName";
    lab(line).gives(
        "\n\
         LCID Name  PSComputerName\n\
         ---- ----  --------------\n\
         2057 en-GB Server01\n\
         2057 en-GB Server02\n\n",
    );
}

const CULTURES: &str = "\n\
    LCID             Name             DisplayName            PSComputerName\n\
    ----             ----             -----------            --------------\n\
    1033             en-US            English (United State… Server01\n\
    1033             en-US            English (United State… Server02\n\n";

#[test]
fn cultures_of_two_computers_have_a_column_for_the_computer() {
    lab("Invoke-Command -ComputerName Server01, Server02 { Get-UICulture } | Sort-Object PSComputerName")
        .gives(CULTURES);
}

#[test]
fn computers_answer_in_any_order() {
    let answer = lab("Invoke-Command -ComputerName Server01, Server02 { Get-UICulture }");
    let sorted = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(sorted(&answer.stdout), sorted(CULTURES));
    assert_eq!((answer.stderr.as_str(), answer.code), ("", Some(0)));
}

#[test]
fn a_script_file_travels_as_text() {
    let folder = TempDir::new().unwrap();
    let script = "param($First, $Second)\n\"$First and $Second, $($First.GetType().Name)\"\n\"[$PSScriptRoot][$PSCommandPath]\"\n";
    std::fs::write(folder.path().join("script.ps1"), script).unwrap();
    let line = "Invoke-Command -ComputerName Server01 -FilePath ./script.ps1 -ArgumentList 1, two; \
                Invoke-Command -ComputerName Server01 -FilePath ./missing.ps1";
    let answer = remora(&["lab", "1", "-NoProfile", "-c", line], "", folder.path());
    let missing = std::fs::canonicalize(folder.path()).unwrap().join("missing.ps1");
    let stderr = format!(
        "Invoke-Command: Cannot find path '{}' because it does not exist.\n",
        missing.display()
    );
    answer.is("1 and two, Int32\n[][]\n", &stderr, 1);
}

#[test]
fn a_session_keeps_its_variables() {
    let answer = lab(
        "$s = New-PSSession -ComputerName Server01, Server02; Invoke-Command $s { $h = Get-Process -Id $PID }; \
         Invoke-Command $s { $h | Where-Object { $_.Name } }; $null -eq $h",
    );
    assert_eq!((answer.stderr.as_str(), answer.code), ("", Some(0)));
    let lines = answer.lines();
    assert_eq!(lines.len(), 8, "{}", answer.stdout);
    // The last column of the screen stays free, so that the label wraps.
    assert_eq!(
        lines[1],
        " NPM(K)    PM(M)      WS(M)     CPU(s)      Id  SI ProcessName    PSComputerNam"
    );
    assert_eq!(lines[2].trim(), "e");
    assert_eq!(
        lines[3],
        " ------    -----      -----     ------      --  -- -----------    -------------"
    );
    let mut rows: Vec<Vec<&str>> =
        lines[4..6].iter().map(|row| row.split_whitespace().collect()).collect();
    rows.sort_by_key(|row| row.last().copied());
    for (row, server) in rows.iter().zip(["Server01", "Server02"]) {
        assert_eq!(row[row.len() - 2..], ["remora", server]);
    }
    assert_ne!(rows[0][4], rows[1][4], "each session is a process of its own");
    assert_eq!(lines[6..], ["True", ""]);
}

#[test]
fn sessions_are_listed_until_they_are_removed() {
    lab("$s = New-PSSession -ComputerName Server01, Server02; @(Get-PSSession).Count; \
         Get-PSSession | Sort-Object ComputerName | ForEach-Object { \
         \"$($_.ComputerName) $($_.State) $($_.Availability) $($_.ComputerType) $($_.Name -match '^Runspace\\d+$')\" }; \
         (Get-PSSession -Id $s[0].Id).Name -eq $s[0].Name; (Get-PSSession -InstanceId $s[1].InstanceId).Id -eq $s[1].Id; \
         Remove-PSSession $s; $s.State; $s.Availability; @(Get-PSSession).Count")
    .gives(
        "2\n\
         Server01 Opened Available RemoteMachine True\n\
         Server02 Opened Available RemoteMachine True\n\
         True\nTrue\nClosed\nClosed\nNone\nNone\n0\n",
    );
}

#[test]
fn a_session_shows_its_columns() {
    lab("$s = New-PSSession -ComputerName Server01; \
         (($s | Out-String -Width 200) -split \"`n\" | Where-Object { $_ })[0, 1] | \
         ForEach-Object { ($_ -split '\\s+' | Where-Object { $_ }) -join '|' }; Remove-PSSession $s")
    .gives(
        "Id|Name|Transport|ComputerName|ComputerType|State|ConfigurationName|Availability\n\
         --|----|---------|------------|------------|-----|-----------------|------------\n",
    );
}

#[test]
fn a_closed_session_runs_nothing() {
    let answer = lab(
        "$s = New-PSSession -ComputerName Server01 -Name named; Remove-PSSession -Name named; Invoke-Command $s { 1 }",
    );
    assert_eq!((answer.stdout.as_str(), answer.code), ("", Some(1)));
    let lines: Vec<&str> = answer.stderr.lines().collect();
    assert_eq!(lines.len(), 2, "{}", answer.stderr);
    assert!(lines[0].starts_with("Invoke-Command: Because the session state for session named, "));
    assert!(lines[0].ends_with(
        ", Server01 is not equal to Open, you cannot run a command in the session.  The session state is Closed."
    ));
    assert_eq!(
        lines[1],
        "Invoke-Command: No valid sessions were specified.  Ensure you provide valid sessions that are in the Opened \
         state and are available to run commands."
    );
}

#[test]
fn every_stream_comes_back() {
    lab("Invoke-Command -ComputerName Server01 { Write-Error boom; Write-Warning careful; Write-Verbose talk -Verbose; \
         Write-Debug detail -Debug; Write-Host hello; Write-Information told -InformationAction Continue; 'out' }")
    .is(
        "WARNING: careful\nVERBOSE: talk\nDEBUG: detail\nhello\ntold\nout\n",
        "Write-Error: boom\n",
        1,
    );
}

#[test]
fn preferences_of_the_caller_stay_here() {
    lab("$WarningPreference = 'SilentlyContinue'; $VerbosePreference = 'Continue'; \
         Invoke-Command -ComputerName Server01 { Write-Warning w; Write-Verbose v; \"$WarningPreference $VerbosePreference\" }; \
         Invoke-Command -ComputerName Server01 { Write-Verbose v } -Verbose; \
         Invoke-Command -ComputerName Server01 { Write-Information i } -InformationAction Continue")
    .gives("WARNING: w\nContinue SilentlyContinue\ni\n");
}

#[test]
fn host_text_is_shown_once() {
    // The host shows its text when it comes; the record takes the way of the output.
    let answer = lab("Invoke-Command -ComputerName Server01 { Write-Host text } 6>$null; \
         Invoke-Command -ComputerName Server01 { Write-Host text } 6>&1 | ForEach-Object { \"$($_.GetType().Name) $_ $($_.Tags -join ',')\" }");
    let mut lines = answer.lines();
    lines.sort_unstable();
    assert_eq!(lines, ["InformationRecord text PSHOST,FORWARDED", "text", "text"]);
    assert_eq!((answer.stderr.as_str(), answer.code), ("", Some(0)));
}

#[test]
fn a_throw_ends_the_command_there_and_goes_on_here() {
    lab("Invoke-Command -ComputerName Server01 { 'before'; throw 'thrown'; 'after' }; \"next $?\"")
        .is("before\nnext False\n", "OperationStopped: thrown\n", 0);
}

#[test]
fn a_throw_is_caught_where_one_session_runs_it() {
    lab("$s = New-PSSession -ComputerName Server01; \
         try { Invoke-Command $s { throw 'in session' } } catch { \"caught $_\"; $_.FullyQualifiedErrorId; $_.Exception.GetType().Name }; \
         Invoke-Command $s { 'still usable' }")
    .gives("caught in session\nin session\nRemoteException\nstill usable\n");
}

#[test]
fn a_throw_without_a_session_is_not_caught() {
    lab("try { Invoke-Command -ComputerName Server01 { throw 'thrown' } } catch { 'caught' }").is(
        "",
        "OperationStopped: thrown\n",
        1,
    );
}

#[test]
fn errors_say_which_computer_and_command_they_come_from() {
    lab("Invoke-Command -ComputerName Server01, Server02 { Write-Error boom } -ErrorVariable e -ErrorAction SilentlyContinue; \
         $e.Count; $e | Sort-Object { $_.OriginInfo.PSComputerName } | \
         ForEach-Object { \"$_ $($_.OriginInfo.PSComputerName) $($_.GetType().Name)\" }; \
         $e[0].FullyQualifiedErrorId; \"$($e[0].CategoryInfo)\"; $e[0].Exception.GetType().Name; $null -eq $e[0].InvocationInfo")
    .is(
        "2\n\
         boom Server01 RemotingErrorRecord\n\
         boom Server02 RemotingErrorRecord\n\
         Microsoft.PowerShell.Commands.WriteErrorException,Microsoft.PowerShell.Commands.WriteErrorCommand\n\
         NotSpecified: (:) [Write-Error], WriteErrorException\n\
         RemoteException\n\
         True\n",
        "",
        0,
    );
}

#[test]
fn errors_of_cmdlets_and_of_statements_read_as_there() {
    lab("Invoke-Command -ComputerName Server01 { Get-Item /nope-x; 1 / 0; No-SuchCommand; 'end' }; $Error.Count").is(
        "end\n3\n",
        "Get-Item: Cannot find path '/nope-x' because it does not exist.\n\
         RuntimeException: Attempted to divide by zero.\n\
         ObjectNotFound: The term 'No-SuchCommand' is not recognized as a name of a cmdlet, function, script file, or executable program.\n\
         Check the spelling of the name, or if a path was included, verify that the path is correct and try again.\n",
        0,
    );
}

#[test]
fn values_of_the_caller_travel_with_using() {
    lab("$x = 5; ${a b} = 6; $list = 10, 20, 30; $table = @{ key = 'of table' }; $version = [version]'1.2.3'; \
         Invoke-Command -ComputerName Server01 { $using:x + 1; ${using:a b}; $using:list[1]; $using:table.key; \
         ($using:version).GetType().Name; \"in text: $using:x\"; @($using:list).Count }")
    .gives("6\n6\n20\nof table\nVersion\nin text: 5\n3\n");
}

#[test]
fn using_without_a_value_is_an_error_here() {
    lab("Invoke-Command -ComputerName Server01 { $using:nowhere }").is(
        "",
        "Invoke-Command: The value of the using variable '$using:nowhere' cannot be retrieved because it has not been set in \
         the local session.\n",
        1,
    );
}

#[test]
fn input_reaches_process_and_input() {
    lab("1..3 | Invoke-Command -ComputerName Server01 { process { $_ * 2 } }; \
         1..3 | Invoke-Command -ComputerName Server01 { $input | ForEach-Object { $_ + 10 } }; \
         'a', 'b' | Invoke-Command -ComputerName Server01 { begin { 'b' } process { \"p:$_\" } end { 'e' } }; \
         1..4 | Invoke-Command -ComputerName Server01, Server02 { ($input | Measure-Object -Sum).Sum } | Sort-Object PSComputerName")
    .gives("2\n4\n6\n11\n12\n13\nb\np:a\np:b\ne\n10\n10\n");
}

#[test]
fn a_job_keeps_its_results_until_they_are_received() {
    lab("$j = Invoke-Command -ComputerName Server01 { 1 + 1; 'x' } -AsJob -JobName named; ($j | Wait-Job).State; $j.PSJobTypeName; \
         (Get-Job -Name named).Id -eq $j.Id; Receive-Job $j -Keep; Receive-Job $j; Receive-Job $j; 'empty'; \
         Remove-Job $j; @(Get-Job).Count")
    .gives("Completed\nRemoteJob\nTrue\n2\nx\n2\nx\nempty\n0\n");
}

#[test]
fn a_job_has_a_child_for_each_computer() {
    lab("$j = Invoke-Command -ComputerName Server01, Server02 { 'v' } -AsJob; $null = Wait-Job $j; $j.ChildJobs.Count; \
         $j.Location -split ',' | Sort-Object; $j.ChildJobs | Sort-Object Location | ForEach-Object { \"$($_.Location) $($_.State)\" }; \
         Receive-Job $j.ChildJobs[0]; $j.ChildJobs[0].HasMoreData; $j.HasMoreData; Remove-Job $j")
    .gives("2\nServer01\nServer02\nServer01 Completed\nServer02 Completed\nv\nFalse\nTrue\n");
}

#[test]
fn a_job_is_shown_as_a_row() {
    lab("$j = Invoke-Command -ComputerName Server01 { 1 } -AsJob; $null = Wait-Job $j; \
         ($j | Out-String -Width 160).Trim() -split \"`n\" | ForEach-Object { $_.TrimEnd() }; Remove-Job $j")
    .gives(
        "Id     Name            PSJobTypeName   State         HasMoreData     Location             Command\n\
         --     ----            -------------   -----         -----------     --------             -------\n\
         1      Job1            RemoteJob       Completed     True            Server01              1\n",
    );
}

#[test]
fn a_job_fails_stops_and_is_removed_by_force() {
    lab("$j = Invoke-Command -ComputerName Server01 { 'before'; throw 'fail' } -AsJob; $null = Wait-Job $j; $j.State; \
         Receive-Job $j; Remove-Job $j; \
         $j = Invoke-Command -ComputerName Server01 { Start-Sleep 60 } -AsJob; $j.State; Stop-Job $j; $j.State; Remove-Job $j; \
         $j = Invoke-Command -ComputerName Server01 { Start-Sleep 60 } -AsJob; Wait-Job $j -Timeout 1; \"timed out $($j.State)\"; \
         Remove-Job $j -Force; @(Get-Job).Count")
    .is(
        "Failed\nbefore\nRunning\nStopped\ntimed out Running\n0\n",
        "OperationStopped: fail\n",
        0,
    );
}

/// The session of each command has an id of its own.
fn without_ids(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        match line.split_once(": ") {
            Some((name, id)) if name.trim_end() == "RunspaceId" => {
                assert_eq!(id.len(), 36, "{line}");
                lines.push(format!("{name}: …"));
            }
            _ => lines.push(line.to_owned()),
        }
    }
    lines.join("\n")
}

#[test]
fn the_name_of_the_computer_can_be_hidden() {
    let answer = lab(
        "$b = { [pscustomobject]@{ A = 1; B = 2 } }; Invoke-Command -ComputerName Server01 $b; \
         Invoke-Command -ComputerName Server01 $b -HideComputerName; 'abc'; \
         (Invoke-Command -ComputerName Server01 $b -HideComputerName).PSComputerName; \
         (Invoke-Command -ComputerName Server01 { 5 } -HideComputerName).PSShowComputerName",
    );
    assert_eq!(
        without_ids(&answer.stdout),
        "\n\
         A              : 1\n\
         B              : 2\n\
         PSComputerName : Server01\n\
         RunspaceId     : …\n\
         \n\
         A          : 1\n\
         B          : 2\n\
         RunspaceId : …\n\
         \n\
         abc\n\
         Server01\n\
         False"
    );
    assert_eq!((answer.stderr.as_str(), answer.code), ("", Some(0)));
}

#[test]
fn a_host_that_is_not_there_is_one_error_and_the_others_answer() {
    let answer =
        lab("Invoke-Command -ComputerName Server01, nosuchhost.invalid, Server02 { 'here' }");
    assert_eq!(answer.stdout, "here\nhere\n");
    let lines: Vec<&str> = answer.stderr.lines().collect();
    assert_eq!(lines.len(), 1, "{}", answer.stderr);
    assert!(
        lines[0].starts_with(
            "OpenError: [nosuchhost.invalid] Connecting to remote server nosuchhost.invalid failed"
        ),
        "{}",
        answer.stderr
    );
    assert_eq!(answer.code, Some(1));
}

#[test]
fn the_error_of_a_host_that_is_not_there_says_what_it_is() {
    lab("Invoke-Command -ComputerName Server01, nosuchhost.invalid { 'here' } -ErrorAction SilentlyContinue -ErrorVariable e; \
         $e.Count; $e[0].CategoryInfo.Category; $e[0].TargetObject; $e[0].FullyQualifiedErrorId -match '(^|,)PSSessionStateBroken$'; \
         $e[0].Exception.GetType().FullName; $e[0].ErrorDetails.Message.StartsWith('[nosuchhost.invalid] ')")
    .gives(
        "here\n1\nOpenError\nnosuchhost.invalid\nTrue\n\
         System.Management.Automation.Remoting.PSRemotingTransportException\nTrue\n",
    );
}

#[test]
fn a_session_that_is_left_keeps_what_it_has() {
    lab("$s = New-PSSession -ComputerName Server01; Invoke-Command $s { $x = 5 }; \
         $d = Disconnect-PSSession $s; \"$($d.State) $($d.Availability) $($d.DisconnectedOn -lt $d.ExpiresOn)\"; \
         Get-PSSession -ComputerName Server01 | ForEach-Object { \"$($_.Name) $($_.State)\" }; \
         $s = Connect-PSSession $s; \"$($s.State) $($null -eq $s.DisconnectedOn)\"; Invoke-Command $s { $x }; \
         Remove-PSSession $s; $s.State; @(Get-PSSession -ComputerName Server01).Count")
    .gives(
        "Disconnected None True\nRunspace1 Disconnected\nOpened True\n5\nClosed\n0\n",
    );
}

#[test]
fn a_command_goes_on_in_a_session_that_is_left() {
    lab("$s = Invoke-Command -ComputerName Server01 { 1..3; Start-Sleep -Milliseconds 300; 'late' } \
         -InDisconnectedSession -SessionName mine; \"$($s.Name) $($s.State)\"; Receive-PSSession $s; $s.State; \
         Receive-PSSession $s; Remove-PSSession $s")
    .gives("mine Disconnected\n1\n2\n3\nlate\nOpened\n");
}

#[test]
fn session_options_reach_the_far_end() {
    lab("$o = New-PSSessionOption -ApplicationArguments @{ Role = 'test' } -IdleTimeout 120000; \
         $s = New-PSSession -ComputerName Server01 -SessionOption $o; \
         Invoke-Command $s { $PSSenderInfo.ApplicationArguments.Role; $PSSenderInfo.ApplicationArguments.PSVersionTable.PSEdition }; \
         $s.IdleTimeout; Remove-PSSession $s")
    .gives("test\nCore\n120000\n");
}

const STRANGER: &str =
    "$c = [pscredential]::new('nobody', (ConvertTo-SecureString 'wrong' -AsPlainText -Force)); ";

#[test]
fn a_stranger_is_refused() {
    let answer = lab(&format!(
        "{STRANGER}Invoke-Command -ComputerName Server01 -Credential $c {{ 'never' }}"
    ));
    assert_eq!((answer.stdout.as_str(), answer.code), ("", Some(1)));
    let start = "OpenError: [Server01] Connecting to remote server Server01 failed with the following error message : \
                 Access is denied";
    assert!(answer.stderr.starts_with(start), "{}", answer.stderr);
    assert!(!answer.stderr.contains("wrong"), "a password is shown: {}", answer.stderr);
}

#[test]
fn a_stranger_gets_no_session() {
    let answer = lab(&format!(
        "{STRANGER}$s = New-PSSession -ComputerName Server01 -Credential $c; $null -eq $s; \
         $Error[0].CategoryInfo.Category; $Error[0].FullyQualifiedErrorId -match '(^|,)PSSessionOpenFailed$'"
    ));
    assert_eq!((answer.stdout.as_str(), answer.code), ("True\nOpenError\nTrue\n", Some(0)));
    assert!(
        answer
            .stderr
            .starts_with("New-PSSession: [Server01] Connecting to remote server Server01 failed"),
        "{}",
        answer.stderr
    );
}

#[test]
fn lines_of_standard_input_are_shown_with_their_prompts() {
    let folder = TempDir::new().unwrap();
    let here = std::fs::canonicalize(folder.path()).unwrap();
    let here = here.display();
    let input = "$s = New-PSSession -ComputerName Server01, Server02\n\
                 Invoke-Command $s { 6 * 7 }\n\
                 Remove-PSSession $s; exit 3\n";
    remora(&["lab", "2", "-NoProfile"], input, folder.path()).is(
        &format!(
            "PowerShell 7.6.5\n\
             PS {here}> $s = New-PSSession -ComputerName Server01, Server02\n\
             PS {here}> Invoke-Command $s {{ 6 * 7 }}\n42\n42\n\
             PS {here}> Remove-PSSession $s; exit 3\n"
        ),
        "",
        3,
    );
}

#[test]
fn lines_go_to_the_computer_that_was_entered() {
    let folder = TempDir::new().unwrap();
    let input = "$here = 'here'\nEnter-PSSession Server01\n\"[$here]\"; Set-Location /usr\nWrite-Warning careful\nExit-PSSession\n\"[$here]\"\n";
    let answer = remora(&["lab", "1", "-NoProfile", "-NoLogo"], input, folder.path());
    let here = std::fs::canonicalize(folder.path()).unwrap();
    let here = here.display();
    let lines = answer.lines();
    assert_eq!(
        lines[..2],
        [format!("PS {here}> $here = 'here'"), format!("PS {here}> Enter-PSSession Server01")]
    );
    let there = lines[2].strip_suffix("> \"[$here]\"; Set-Location /usr").unwrap_or_default();
    assert!(there.starts_with("[Server01]: PS /"), "{}", answer.stdout);
    assert_eq!(
        lines[3..],
        [
            "[]".to_owned(),
            "[Server01]: PS /usr> Write-Warning careful".to_owned(),
            "WARNING: careful".to_owned(),
            "[Server01]: PS /usr> Exit-PSSession".to_owned(),
            format!("PS {here}> \"[$here]\""),
            "[here]".to_owned(),
            format!("PS {here}>"),
        ]
    );
    assert_eq!((answer.stderr.as_str(), answer.code), ("", Some(0)));
}

#[test]
fn a_job_runs_in_a_process_of_its_own() {
    let folder = TempDir::new().unwrap();
    let line = "Start-Job { 1 + 1 } | Receive-Job -Wait; $x = 5; \
                (Start-Job { $PID } | Receive-Job -Wait -AutoRemoveJob) -ne $PID; \
                Start-Job { param($a) \"argument $a\" } -ArgumentList 7 | Receive-Job -Wait -AutoRemoveJob";
    remora(&["-NoProfile", "-c", line], "", folder.path()).gives("2\nTrue\nargument 7\n");
}
