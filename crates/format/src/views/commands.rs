//! Commands and their parameter sets.

use super::computed;
use crate::view::{CustomControl, CustomItem, Entry, Expression, View, col, native, text};

pub(super) fn views() -> Vec<View> {
    vec![
        View::table(
            "CommandInfo",
            &["System.Management.Automation.CommandInfo"],
            [col("CommandType").width(15), col("Name")],
        ),
        View::table(
            "CommandInfo",
            &[
                "System.Management.Automation.AliasInfo",
                "System.Management.Automation.ApplicationInfo",
                "System.Management.Automation.CmdletInfo",
                "System.Management.Automation.ExternalScriptInfo",
                "System.Management.Automation.FilterInfo",
                "System.Management.Automation.FunctionInfo",
                "System.Management.Automation.ScriptInfo",
            ],
            [
                col("CommandType").label("CommandType").width(15),
                native("Name", computed::command_display_name).width(50),
                col("Version").label("Version").width(10),
                col("Source").label("Source"),
            ],
        ),
        View::table(
            "ApplicationInfo",
            &["System.Management.Automation.ApplicationInfo"],
            [col("CommandType").width(15), col("Name"), col("Path")],
        ),
        View::list(
            "System.Management.Automation.ApplicationInfo",
            &["System.Management.Automation.ApplicationInfo"],
            [Entry::names(&[
                "Name",
                "CommandType",
                "Definition",
                "Extension",
                "Path",
                "FileVersionInfo",
            ])],
        ),
        View::table(
            "ScriptInfo",
            &["System.Management.Automation.ScriptInfo"],
            [col("CommandType").width(15), col("Name"), col("Definition")],
        ),
        View::list(
            "System.Management.Automation.ScriptInfo",
            &["System.Management.Automation.ScriptInfo"],
            [Entry::names(&["Name", "CommandType", "Definition", "Path"])],
        ),
        View::table(
            "ExternalScriptInfo",
            &["System.Management.Automation.ExternalScriptInfo"],
            [col("CommandType").width(15), col("Name"), col("Path")],
        ),
        View::table(
            "FunctionInfo",
            &["System.Management.Automation.FunctionInfo"],
            [col("CommandType").width(15), col("Name"), col("Function")],
        ),
        View::table(
            "FilterInfo",
            &["System.Management.Automation.FilterInfo"],
            [col("CommandType").width(15), col("Name"), col("Filter")],
        ),
        View::table(
            "AliasInfo",
            &["System.Management.Automation.AliasInfo"],
            [col("CommandType").width(15), col("DisplayName")],
        ),
        View::list(
            "System.Management.Automation.AliasInfo",
            &["System.Management.Automation.AliasInfo"],
            [Entry::names(&[
                "DisplayName",
                "CommandType",
                "Definition",
                "ReferencedCommand",
                "ResolvedCommand",
            ])],
        ),
        View::table(
            "memberinfo",
            &["Microsoft.PowerShell.Commands.ListCommand+MemberInfo"],
            [col("MemberClass").label("Class").width(11), col("Name").width(25), col("MemberData")],
        ),
        View::list(
            "Microsoft.PowerShell.Commands.ListCommand+MemberInfo",
            &["Microsoft.PowerShell.Commands.ListCommand+MemberInfo"],
            [Entry::names(&["Name", "MemberClass", "MemberData"])],
        ),
        View::list(
            "System.Management.Automation.CmdletInfo",
            &["System.Management.Automation.CmdletInfo"],
            [Entry::names(&[
                "Name",
                "CommandType",
                "Definition",
                "Path",
                "DLL",
                "HelpFile",
                "ParameterSets",
                "ImplementingType",
                "Verb",
                "Noun",
            ])],
        ),
        View::list(
            "System.Management.Automation.CommandInfo",
            &[
                "System.Management.Automation.FilterInfo",
                "System.Management.Automation.FunctionInfo",
            ],
            [Entry::names(&["Name", "CommandType", "Definition"])],
        ),
        View::custom("HelpInfo", &["HelpInfo"], vec![native("", computed::own_text).into()]),
        View::custom(
            "CommandParameterSetInfo",
            &["System.Management.Automation.CommandParameterSetInfo"],
            vec![
                text("Parameter Set Name: "),
                col("Name").into(),
                CustomItem::NewLine(1),
                text("Is default parameter set: "),
                col("IsDefault").into(),
                CustomItem::NewLine(1),
                CustomItem::Value {
                    expression: Some(Expression::Property("Parameters".into())),
                    when: None,
                    format: None,
                    enumerate: true,
                    control: Some(CustomControl::of(vec![
                        CustomItem::NewLine(1),
                        CustomItem::Frame {
                            left: 2,
                            right: 0,
                            first_line: 0,
                            items: vec![
                                text("Parameter Name: "),
                                col("Name").into(),
                                CustomItem::NewLine(1),
                                CustomItem::Frame {
                                    left: 2,
                                    right: 0,
                                    first_line: 0,
                                    items: vec![
                                        text("ParameterType = "),
                                        col("ParameterType").into(),
                                        CustomItem::NewLine(1),
                                        text("Position = "),
                                        col("Position").into(),
                                        CustomItem::NewLine(1),
                                        text("IsMandatory = "),
                                        col("IsMandatory").into(),
                                        CustomItem::NewLine(1),
                                        text("IsDynamic = "),
                                        col("IsDynamic").into(),
                                        CustomItem::NewLine(1),
                                        text("HelpMessage = "),
                                        col("HelpMessage").into(),
                                        CustomItem::NewLine(1),
                                        text("ValueFromPipeline = "),
                                        col("ValueFromPipeline").into(),
                                        CustomItem::NewLine(1),
                                        text("ValueFromPipelineByPropertyName = "),
                                        col("ValueFromPipelineByPropertyName").into(),
                                        CustomItem::NewLine(1),
                                        text("ValueFromRemainingArguments = "),
                                        col("ValueFromRemainingArguments").into(),
                                        CustomItem::NewLine(1),
                                        text("Aliases = "),
                                        col("Aliases").into(),
                                        CustomItem::NewLine(1),
                                        text("Attributes ="),
                                        CustomItem::NewLine(1),
                                        CustomItem::Value {
                                            expression: Some(Expression::Property(
                                                "Attributes".into(),
                                            )),
                                            when: None,
                                            format: None,
                                            enumerate: true,
                                            control: Some(CustomControl::of(vec![
                                                CustomItem::Frame {
                                                    left: 2,
                                                    right: 0,
                                                    first_line: 0,
                                                    items: vec![CustomItem::NewLine(1)],
                                                },
                                            ])),
                                        },
                                    ],
                                },
                            ],
                        },
                    ])),
                },
                CustomItem::NewLine(1),
            ],
        ),
    ]
}
