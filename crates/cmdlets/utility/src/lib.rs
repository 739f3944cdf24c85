//! The cmdlets of `Microsoft.PowerShell.Utility`: objects, text, variables, aliases, events.
//!
//! | module | what it is |
//! |---|---|
//! | `property_selector`, `ordering` | properties as arguments name them; objects with sort keys |
//! | `clixml`, `data_file`, `xml_text`, `byte_lines` | objects as XML, tables of literals, bytes in lines |
//! | `archive` | ZIP files |
//! | `web` | HTTP |
//! | `csv`, `json` | lines of values and JSON texts, to and from objects |
//! | `text_file` | files that cmdlets write and read as a whole, and their encodings |
//! | `formatting`, `screen` | what the Format- cmdlets share; what the screen would show |
//! | `view_definition`, `view_files` | views as objects; the files of views that a session has read |
//! | `scope`, `alias`, `variable` | what the cmdlets for aliases and variables share |
//! | `breakpoints`, `runspaces`, `trace_sources` | what debugging looks at |
//! | `event` | the queue of events and the subscriptions of a session |
//! | `random`, `unix_date`, `verbs`, `composite` | sequences, date formats, verbs, numbered holes |
//! | `members`, `record_object` | members of single objects; objects that are nothing but properties |

mod alias;
mod archive;
mod breakpoints;
mod byte_lines;
mod clixml;
mod composite;
mod csv;
mod data_file;
mod event;
mod formatting;
mod json;
mod members;
mod ordering;
mod property_selector;
mod random;
mod record_object;
mod runspaces;
mod scope;
mod screen;
mod text_file;
mod trace_sources;
mod unix_date;
mod variable;
mod verbs;
mod view_definition;
mod view_files;
mod web;
mod xml_text;

use remora_engine::session::ItemOptions;

/// Gives a session what this crate knows of .NET types and attributes.
#[must_use]
pub fn extend(builder: remora_engine::SessionBuilder) -> remora_engine::SessionBuilder {
    builder
        .methods(
            "System.Management.Automation.PSSerializer",
            &[
                ("Serialize", clixml::serialize),
                ("Deserialize", clixml::deserialize),
                ("DeserializeAsList", clixml::deserialize_as_list),
            ],
        )
        .methods("Microsoft.PowerShell.Commands.MatchInfo", select_string::METHODS)
        .transformation(
            "AddMemberCommand+NotePropertyTransformationAttribute",
            add_member::note_property_name,
        )
        .alias("cls", "Clear-Host", ItemOptions::NONE)
        .alias("md", "mkdir", ItemOptions::ALL_SCOPE)
        .function("oss", OUT_STRING_STREAM)
        .function("help", PAGED_HELP)
}

/// The body of `oss`: `Out-String -Stream`.
const OUT_STRING_STREAM: &str = r"
[CmdletBinding()]
param(
    [ValidateRange(2, 2147483647)][int]$Width,
    [Parameter(ValueFromPipeline)][psobject]$InputObject
)
begin {
    $null = $PSBoundParameters.Remove('InputObject')
    $pipeline = { Out-String -Stream @PSBoundParameters }.GetSteppablePipeline($MyInvocation.CommandOrigin)
    $pipeline.Begin($PSCmdlet)
}
process { $pipeline.Process($InputObject) }
end { $pipeline.End() }
";

/// The body of `help`: `Get-Help`, all of it unless a part is asked for, through a pager.
const PAGED_HELP: &str = r"
[CmdletBinding(DefaultParameterSetName = 'AllUsersView')]
param(
    [Parameter(Position = 0, ValueFromPipelineByPropertyName)][string]$Name,
    [string]$Path,
    [ValidateSet('Alias', 'Cmdlet', 'Provider', 'General', 'FAQ', 'Glossary', 'HelpFile', 'ScriptCommand',
        'Function', 'Filter', 'ExternalScript', 'All', 'DefaultHelp', 'DscResource', 'Class', 'Configuration')]
    [string[]]$Category,
    [Parameter(ParameterSetName = 'DetailedView', Mandatory)][switch]$Detailed,
    [Parameter(ParameterSetName = 'AllUsersView')][switch]$Full,
    [Parameter(ParameterSetName = 'Examples', Mandatory)][switch]$Examples,
    [Parameter(ParameterSetName = 'Parameters', Mandatory)][string[]]$Parameter,
    [string[]]$Component,
    [string[]]$Functionality,
    [string[]]$Role,
    [Parameter(ParameterSetName = 'Online', Mandatory)][switch]$Online
)
if ($PSCmdlet.ParameterSetName -eq 'AllUsersView') { $PSBoundParameters['Full'] = $true }
$text = Get-Help @PSBoundParameters | Out-String
$wanted = if ($env:PAGER) { $env:PAGER } else { 'less' }
$pager = Get-Command $wanted -CommandType Application -ErrorAction Ignore | Select-Object -First 1
if ($pager -and -not [Console]::IsOutputRedirected) { $text | & $pager } else { $text }
";

// Cmdlets: written by `cargo xtask codegen`, from here
use remora_engine::command::CmdletDefinition as _;

mod add_member;
mod add_type;
mod clear_variable;
mod compare_object;
mod compress_archive;
mod convert_from_cli_xml;
mod convert_from_csv;
mod convert_from_json;
mod convert_from_string_data;
mod convert_to_cli_xml;
mod convert_to_csv;
mod convert_to_html;
mod convert_to_json;
mod convert_to_xml;
mod debug_runspace;
mod disable_ps_breakpoint;
mod disable_runspace_debug;
mod enable_ps_breakpoint;
mod enable_runspace_debug;
mod expand_archive;
mod export_alias;
mod export_clixml;
mod export_csv;
mod export_format_data;
mod format_custom;
mod format_hex;
mod format_list;
mod format_table;
mod format_wide;
mod get_alias;
mod get_culture;
mod get_date;
mod get_error;
mod get_event;
mod get_event_subscriber;
mod get_file_hash;
mod get_format_data;
mod get_host;
mod get_member;
mod get_ps_breakpoint;
mod get_ps_call_stack;
mod get_random;
mod get_runspace;
mod get_runspace_debug;
mod get_secure_random;
mod get_trace_source;
mod get_type_data;
mod get_ui_culture;
mod get_unique;
mod get_uptime;
mod get_variable;
mod get_verb;
mod group_object;
mod import_alias;
mod import_clixml;
mod import_csv;
mod import_localized_data;
mod import_power_shell_data_file;
mod invoke_expression;
mod invoke_rest_method;
mod invoke_web_request;
mod join_string;
mod measure_command;
mod measure_object;
mod new_alias;
mod new_event;
mod new_guid;
mod new_object;
mod new_temporary_file;
mod new_time_span;
mod new_variable;
mod out_file;
mod out_string;
mod read_host;
mod register_engine_event;
mod register_object_event;
mod remove_alias;
mod remove_event;
mod remove_ps_breakpoint;
mod remove_type_data;
mod remove_variable;
mod select_object;
mod select_string;
mod select_xml;
mod send_mail_message;
mod set_alias;
mod set_date;
mod set_ps_breakpoint;
mod set_trace_source;
mod set_variable;
mod sort_object;
mod start_sleep;
mod tee_object;
mod trace_command;
mod unblock_file;
mod unregister_event;
mod update_format_data;
mod update_list;
mod update_type_data;
mod wait_debugger;
mod wait_event;
mod write_debug;
mod write_error;
mod write_host;
mod write_information;
mod write_output;
mod write_progress;
mod write_verbose;
mod write_warning;

/// The cmdlets of this module, by file name.
#[rustfmt::skip]
pub const CMDLETS: &[&remora_engine::command::CmdletSpec] = &[
    add_member::AddMember::SPEC,
    add_type::AddType::SPEC,
    clear_variable::ClearVariable::SPEC,
    compare_object::CompareObject::SPEC,
    compress_archive::CompressArchive::SPEC,
    convert_from_cli_xml::ConvertFromCliXml::SPEC,
    convert_from_csv::ConvertFromCsv::SPEC,
    convert_from_json::ConvertFromJson::SPEC,
    convert_from_string_data::ConvertFromStringData::SPEC,
    convert_to_cli_xml::ConvertToCliXml::SPEC,
    convert_to_csv::ConvertToCsv::SPEC,
    convert_to_html::ConvertToHtml::SPEC,
    convert_to_json::ConvertToJson::SPEC,
    convert_to_xml::ConvertToXml::SPEC,
    debug_runspace::DebugRunspace::SPEC,
    disable_ps_breakpoint::DisablePSBreakpoint::SPEC,
    disable_runspace_debug::DisableRunspaceDebug::SPEC,
    enable_ps_breakpoint::EnablePSBreakpoint::SPEC,
    enable_runspace_debug::EnableRunspaceDebug::SPEC,
    expand_archive::ExpandArchive::SPEC,
    export_alias::ExportAlias::SPEC,
    export_clixml::ExportClixml::SPEC,
    export_csv::ExportCsv::SPEC,
    export_format_data::ExportFormatData::SPEC,
    format_custom::FormatCustom::SPEC,
    format_hex::FormatHex::SPEC,
    format_list::FormatList::SPEC,
    format_table::FormatTable::SPEC,
    format_wide::FormatWide::SPEC,
    get_alias::GetAlias::SPEC,
    get_culture::GetCulture::SPEC,
    get_date::GetDate::SPEC,
    get_error::GetError::SPEC,
    get_event::GetEvent::SPEC,
    get_event_subscriber::GetEventSubscriber::SPEC,
    get_file_hash::GetFileHash::SPEC,
    get_format_data::GetFormatData::SPEC,
    get_host::GetHost::SPEC,
    get_member::GetMember::SPEC,
    get_ps_breakpoint::GetPSBreakpoint::SPEC,
    get_ps_call_stack::GetPSCallStack::SPEC,
    get_random::GetRandom::SPEC,
    get_runspace::GetRunspace::SPEC,
    get_runspace_debug::GetRunspaceDebug::SPEC,
    get_secure_random::GetSecureRandom::SPEC,
    get_trace_source::GetTraceSource::SPEC,
    get_type_data::GetTypeData::SPEC,
    get_ui_culture::GetUICulture::SPEC,
    get_unique::GetUnique::SPEC,
    get_uptime::GetUptime::SPEC,
    get_variable::GetVariable::SPEC,
    get_verb::GetVerb::SPEC,
    group_object::GroupObject::SPEC,
    import_alias::ImportAlias::SPEC,
    import_clixml::ImportClixml::SPEC,
    import_csv::ImportCsv::SPEC,
    import_localized_data::ImportLocalizedData::SPEC,
    import_power_shell_data_file::ImportPowerShellDataFile::SPEC,
    invoke_expression::InvokeExpression::SPEC,
    invoke_rest_method::InvokeRestMethod::SPEC,
    invoke_web_request::InvokeWebRequest::SPEC,
    join_string::JoinString::SPEC,
    measure_command::MeasureCommand::SPEC,
    measure_object::MeasureObject::SPEC,
    new_alias::NewAlias::SPEC,
    new_event::NewEvent::SPEC,
    new_guid::NewGuid::SPEC,
    new_object::NewObject::SPEC,
    new_temporary_file::NewTemporaryFile::SPEC,
    new_time_span::NewTimeSpan::SPEC,
    new_variable::NewVariable::SPEC,
    out_file::OutFile::SPEC,
    out_string::OutString::SPEC,
    read_host::ReadHost::SPEC,
    register_engine_event::RegisterEngineEvent::SPEC,
    register_object_event::RegisterObjectEvent::SPEC,
    remove_alias::RemoveAlias::SPEC,
    remove_event::RemoveEvent::SPEC,
    remove_ps_breakpoint::RemovePSBreakpoint::SPEC,
    remove_type_data::RemoveTypeData::SPEC,
    remove_variable::RemoveVariable::SPEC,
    select_object::SelectObject::SPEC,
    select_string::SelectString::SPEC,
    select_xml::SelectXml::SPEC,
    send_mail_message::SendMailMessage::SPEC,
    set_alias::SetAlias::SPEC,
    set_date::SetDate::SPEC,
    set_ps_breakpoint::SetPSBreakpoint::SPEC,
    set_trace_source::SetTraceSource::SPEC,
    set_variable::SetVariable::SPEC,
    sort_object::SortObject::SPEC,
    start_sleep::StartSleep::SPEC,
    tee_object::TeeObject::SPEC,
    trace_command::TraceCommand::SPEC,
    unblock_file::UnblockFile::SPEC,
    unregister_event::UnregisterEvent::SPEC,
    update_format_data::UpdateFormatData::SPEC,
    update_list::UpdateList::SPEC,
    update_type_data::UpdateTypeData::SPEC,
    wait_debugger::WaitDebugger::SPEC,
    wait_event::WaitEvent::SPEC,
    write_debug::WriteDebug::SPEC,
    write_error::WriteError::SPEC,
    write_host::WriteHost::SPEC,
    write_information::WriteInformation::SPEC,
    write_output::WriteOutput::SPEC,
    write_progress::WriteProgress::SPEC,
    write_verbose::WriteVerbose::SPEC,
    write_warning::WriteWarning::SPEC,
];
// Cmdlets: to here
