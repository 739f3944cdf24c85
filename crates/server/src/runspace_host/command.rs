//! The commands of a pipeline: as they cross → as a runspace takes them.

use remora_hosting::command::PipelineHost;
use remora_hosting::{Command, CommandParameter, MergeTarget, Merges, PipelineCommand, Statement};
use remora_psrp::message::{self, CreatePipeline, HostInfo, ResultTypes};

/// The commands of a message.
pub(super) fn pipeline_command(request: &CreatePipeline) -> PipelineCommand {
    let shell = &request.power_shell;
    let statements = shell
        .statements
        .iter()
        .map(|statement| Statement { commands: statement.commands.iter().map(command).collect() });
    PipelineCommand {
        statements: statements.collect(),
        is_nested: request.is_nested,
        no_input: request.no_input,
        add_to_history: request.add_to_history,
        keeps_status: false,
        history: shell.history.clone(),
        remote_stream_options: request.remote_stream_options,
        redirect_shell_error_output: shell.redirect_shell_error_output_pipe,
        host: host(&request.host_info),
    }
}

fn host(info: &HostInfo) -> PipelineHost {
    match info {
        info if info.use_runspace_host => PipelineHost::Runspace,
        info if info.is_host_null => PipelineHost::None,
        info => {
            let has_screen = info.default_data.is_some() && !info.is_host_raw_ui_null;
            let screen = has_screen.then(|| Box::new(super::channel::defaults_of(info)));
            PipelineHost::Own(screen)
        }
    }
}

fn command(command: &message::Command) -> Command {
    let parameters = command.parameters.iter().map(|parameter| CommandParameter {
        name: parameter.plain_name().map(|name| bare(name, parameter.name.as_deref()).into()),
        value: parameter.value.clone(),
    });
    Command {
        text: command.text.clone(),
        is_script: command.is_script,
        use_local_scope: command.use_local_scope,
        parameters: parameters.collect(),
        merges: merges(&command.merges),
    }
}

/// The name as a runspace takes it. With a dash it is written as in a script, with the colon or the
/// blank behind it.
fn bare<'n>(name: &'n str, written: Option<&str>) -> &'n str {
    let is_written = written.is_some_and(|written| written.starts_with('-'));
    if is_written { name.trim_end_matches([':', ' ']) } else { name }
}

fn merges(merges: &message::Merges) -> Merges {
    let streams = merges.effective();
    // The output is the only target that does anything: null as a target silences nothing.
    let target = |types: ResultTypes| match types {
        ResultTypes::OUTPUT => MergeTarget::Output,
        _ => MergeTarget::None,
    };
    Merges {
        error: target(streams.error),
        warning: target(streams.warning),
        verbose: target(streams.verbose),
        debug: target(streams.debug),
        information: target(streams.information.unwrap_or(ResultTypes::NONE)),
        previous_results: merges.previous_results != ResultTypes::NONE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use remora_psobject::Value;
    use remora_psrp::message::StreamMerges;

    #[test]
    fn everything_that_a_runspace_needs_crosses() {
        let mut first = message::Command::named("Get-Item").parameter("-Path", "/");
        first.merges = message::Merges::ERROR_TO_OUTPUT;
        let mut second = message::Command::script("1").parameter("x:", 1);
        second.use_local_scope = Some(true);
        second.merges.previous_results = ResultTypes(3);
        second.merges.streams = Some(StreamMerges {
            warning: ResultTypes::OUTPUT,
            verbose: ResultTypes::NULL,
            ..StreamMerges::default()
        });
        let mut request = CreatePipeline::new(vec![first, second]);
        request.add_to_history = true;
        request.remote_stream_options = 15;
        let command = pipeline_command(&request);
        assert!(command.add_to_history && command.no_input && !command.is_nested);
        assert_eq!((command.remote_stream_options, &command.host), (15, &PipelineHost::Runspace));
        let [first, second] = command.statements[0].commands.as_slice() else { panic!() };
        assert_eq!(first.parameters[0].name.as_deref(), Some("Path"));
        assert_eq!(first.merges.error, MergeTarget::Output);
        assert_eq!(second.parameters[0].name.as_deref(), Some("x:"));
        assert!(matches!(second.parameters[0].value, Value::I32(1)));
        assert!(second.is_script && second.merges.previous_results);
        assert_eq!(second.use_local_scope, Some(true));
        assert_eq!(second.merges.warning, MergeTarget::Output);
        assert_eq!(second.merges.verbose, MergeTarget::None);
    }
}
