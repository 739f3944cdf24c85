//! Sessions as hosts and as scripts start them: pipelines of several commands, `[powershell]`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failed step of a test ends it"
)]

mod common;

use std::sync::{Arc, mpsc};

use remora_engine::LocalRunspace;
use remora_hosting::{
    Command, InvocationState, Merges, PipelineCommand, Record, Runspace, StateChange,
};
use remora_psobject::{Guid, Value};

/// What commands of a fresh session wrote, as text, the number of errors beside it, and how they ended.
fn run(command: PipelineCommand) -> (Vec<String>, usize, InvocationState) {
    let runspace = LocalRunspace::new(common::builder(), Guid::default());
    let (opened, answer) = mpsc::channel();
    runspace.open(Box::new(move |result| opened.send(result.is_ok()).unwrap()));
    assert!(answer.recv().unwrap());
    let (sender, records) = mpsc::channel();
    let pipeline = runspace.create_pipeline(command, None).unwrap();
    pipeline.start(Arc::new(move |record: Record| sender.send(record).unwrap()));
    let (mut output, mut errors) = (Vec::new(), 0);
    loop {
        match records.recv().unwrap() {
            Record::Output(value) => output.push(text(&value)),
            Record::Error(_) => errors += 1,
            Record::State(StateChange { state, .. }) if state.is_final() => {
                return (output, errors, state);
            }
            _ => {}
        }
    }
}

fn text(value: &Value) -> String {
    remora_language::string_conversion::to_string(value).to_string()
}

fn output_of(script: &str) -> Vec<String> {
    let (output, errors, state) = run(PipelineCommand::script(script));
    assert_eq!((errors, state), (0, InvocationState::Completed), "{script}");
    output
}

#[test]
fn errors_of_the_command_before_are_input_where_a_command_takes_them() {
    let failing = "'a'; 1 / 0; 'b'";
    let taking = Command {
        is_script: true,
        merges: Merges { previous_results: true, ..Merges::default() },
        ..Command::named("process { $_.GetType().Name }")
    };
    let merged = run(PipelineCommand::script(failing).pipe(taking.clone()));
    let expected = ["String", "ErrorRecord", "String"].map(str::to_owned).to_vec();
    assert_eq!(merged, (expected, 0, InvocationState::Completed));
    let apart =
        run(PipelineCommand::script(failing).pipe(Command { merges: Merges::default(), ..taking }));
    let expected = ["String", "String"].map(str::to_owned).to_vec();
    assert_eq!(apart, (expected, 1, InvocationState::Completed));
}

#[test]
fn a_script_runs_commands_in_a_session_of_its_own() {
    assert_eq!(
        output_of(
            "$x = 1; $p = [powershell]::Create().AddScript('$x; $global:y = 2; 3'); \
             @($p.Invoke()).Count; $p.Commands.Clear(); $p.AddScript('$y').Invoke(); $y"
        ),
        ["2", "2", ""]
    );
    assert_eq!(
        output_of(
            "[powershell]::Create().AddScript('param($a, $b) $a + $b').AddArgument(1).AddArgument(2).Invoke()"
        ),
        ["3"]
    );
    assert_eq!(
        output_of(
            "$p = [powershell]::Create().AddScript('1 / 0'); $null = $p.Invoke(); $p.HadErrors; \
             $p.Streams.Error.Count; \"$($p.InvocationStateInfo.State)\""
        ),
        ["True", "1", "Completed"]
    );
}

#[test]
fn what_ends_the_commands_is_thrown_where_they_were_started() {
    assert_eq!(
        output_of(
            "$p = [powershell]::Create().AddScript('throw \"boom\"'); \
             try { $p.Invoke() } catch { $_.Exception.InnerException.Message }; \
             \"$($p.InvocationStateInfo.State)\"; \
             try { [powershell]::Create().Invoke() } catch { $_.Exception.InnerException.Message }"
        ),
        ["boom", "Failed", "No commands are specified."]
    );
}

#[test]
fn commands_run_while_the_script_goes_on() {
    assert_eq!(
        output_of(
            "$p = [powershell]::Create().AddScript('process { $_ * 2 }'); \
             $in = [Management.Automation.PSDataCollection[psobject]]::new(); \
             $h = $p.BeginInvoke($in); $in.Add(1); $in.Add(4); $in.Complete(); $p.EndInvoke($h)"
        ),
        ["2", "8"]
    );
    assert_eq!(
        output_of(
            "$rs = [runspacefactory]::CreateRunspace(); $rs.Open(); $p = [powershell]::Create(); \
             $p.Runspace = $rs; $null = $p.AddScript('$k = 3').Invoke(); \
             \"$($rs.RunspaceStateInfo.State)\"; $rs.Close(); \"$($rs.RunspaceStateInfo.State)\""
        ),
        ["Opened", "Closed"]
    );
}
