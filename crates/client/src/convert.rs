//! Commands and hosts of the hosting traits as messages of MS-PSRP.

use remora_hosting::{
    Command, CommandParameter, Host, MergeTarget, Merges, PipelineCommand, Statement,
};
use remora_psobject::{PsString, Value};
use remora_psrp::message::{
    self as wire, CreatePipeline, HostInfo, PowerShell, ResultTypes, StreamMerges,
};

/// The message that starts a pipeline.
pub(crate) fn create_pipeline(command: &PipelineCommand) -> CreatePipeline {
    CreatePipeline {
        power_shell: PowerShell {
            statements: command.statements.iter().map(statement).collect(),
            is_nested: command.is_nested,
            history: command.history.clone(),
            redirect_shell_error_output_pipe: command.redirect_shell_error_output,
        },
        no_input: command.no_input,
        apartment_state: UNKNOWN_APARTMENT,
        remote_stream_options: command.remote_stream_options,
        add_to_history: command.add_to_history,
        // Which host answers is decided at this end.
        host_info: HostInfo::of_pool(),
        is_nested: command.is_nested,
    }
}

/// `ApartmentState.Unknown`
const UNKNOWN_APARTMENT: i32 = 2;

fn statement(statement: &Statement) -> wire::Statement {
    wire::Statement { commands: statement.commands.iter().map(command).collect() }
}

fn command(command: &Command) -> wire::Command {
    wire::Command {
        text: command.text.clone(),
        is_script: command.is_script,
        use_local_scope: command.use_local_scope,
        merges: merges(command.merges),
        parameters: command.parameters.iter().map(parameter).collect(),
    }
}

fn parameter(parameter: &CommandParameter) -> wire::CommandParameter {
    wire::CommandParameter { name: parameter.name.clone(), value: parameter.value.clone() }
}

fn merges(merges: Merges) -> wire::Merges {
    let target = |target: MergeTarget| match target {
        MergeTarget::None => ResultTypes::NONE,
        MergeTarget::Output => ResultTypes::OUTPUT,
        MergeTarget::Null => ResultTypes::NULL,
    };
    let previous = if merges.previous_results {
        ResultTypes(ResultTypes::OUTPUT.0 | ResultTypes::ERROR.0)
    } else {
        ResultTypes::NONE
    };
    wire::Merges {
        previous_results: previous,
        streams: Some(StreamMerges {
            error: target(merges.error),
            warning: target(merges.warning),
            verbose: target(merges.verbose),
            debug: target(merges.debug),
            information: Some(target(merges.information)),
        }),
        ..if merges.error == MergeTarget::Output {
            wire::Merges::ERROR_TO_OUTPUT
        } else {
            wire::Merges::UNMERGED
        }
    }
}

/// What the far end is told of the user's host.
pub(crate) fn host_info(host: Option<&dyn Host>) -> HostInfo {
    let Some(host) = host else { return HostInfo::none() };
    let mut info = HostInfo { is_host_null: false, ..HostInfo::none() };
    let Some(ui) = host.ui() else { return info };
    info.is_host_ui_null = false;
    let Some(raw) = ui.raw() else { return info };
    info.is_host_raw_ui_null = false;
    info.default_data = Some(raw.defaults());
    info
}

/// What a far end finds in `$PSSenderInfo.ApplicationArguments`: what the user gave, and which
/// PowerShell this is.
pub(crate) fn application_arguments(own: &Value, version_table: &[(PsString, Value)]) -> Value {
    let mut entries: Vec<(PsString, Value)> = match own.base() {
        Value::Dictionary(table) => {
            let entries = table.entries().into_iter();
            entries.filter_map(|(key, value)| Some((key.as_string()?.clone(), value))).collect()
        }
        _ => Vec::new(),
    };
    let is_known = |name: &str| entries.iter().any(|(known, _)| known.eq_ignore_ascii_case(name));
    if !version_table.is_empty() && !is_known(VERSION_TABLE) {
        let table = wire::primitive_dictionary(wire::version_entries(version_table.to_vec()));
        entries.push((VERSION_TABLE.into(), table));
    }
    if entries.is_empty() { Value::Null } else { wire::primitive_dictionary(entries) }
}

const VERSION_TABLE: &str = "PSVersionTable";
