//! Requests the way the clients of the field write them: prefixes, attributes, capitals, order.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking, in its helpers too"
)]

mod common;

use std::time::Duration;

use common::{Asked, body_of, fault_in, header_of};
use remora_wsman::fault::Known;
use remora_wsman::message::{
    CommandInstance, CommandStateKind, ConnectResponse, ConnectionState, EnumerateResponse, Shell,
    SignalCode,
};
use remora_wsman::names::{action, resource};
use remora_wsman::shell::server::{Caller, Input, OtherOperation, Outbox, Output, Reply, Verb};
use remora_wsman::soap::Envelope;
use remora_wsman::xml::Document;
use remora_wsman::{CommandId, Error, Limits, ShellId};

/// pypsrp: prefixes `wsa`, `wsman`, `wsmv`, selectors and options last, `PT20S`.
fn pypsrp(action: &str, uri: &str, extra: &str, body: &str) -> String {
    format!(
        r#"<s:Envelope xmlns:rsp="http://schemas.microsoft.com/wbem/wsman/1/windows/shell" xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:wsa="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:wsen="http://schemas.xmlsoap.org/ws/2004/09/enumeration" xmlns:wsman="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" xmlns:wsmv="http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd"><s:Header><wsa:Action s:mustUnderstand="true">{action}</wsa:Action><wsmv:DataLocale s:mustUnderstand="false" xml:lang="en-US" /><wsman:Locale s:mustUnderstand="false" xml:lang="en-US" /><wsman:MaxEnvelopeSize s:mustUnderstand="true">153600</wsman:MaxEnvelopeSize><wsa:MessageID>uuid:D4909985-CE1E-48D4-9AEC-DAB0C34BD421</wsa:MessageID><wsman:OperationTimeout>PT20S</wsman:OperationTimeout><wsa:ReplyTo><wsa:Address s:mustUnderstand="true">http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</wsa:Address></wsa:ReplyTo><wsman:ResourceURI s:mustUnderstand="true">{uri}</wsman:ResourceURI><wsmv:SessionId s:mustUnderstand="false">uuid:9A33A0EC-A837-46BC-9A96-6382C9E94BDF</wsmv:SessionId><wsa:To>https://127.0.0.1:55986/wsman</wsa:To>{extra}</s:Header><s:Body>{body}</s:Body></s:Envelope>"#
    )
}

const SHELL: &str = "<wsman:SelectorSet><wsman:Selector Name=\"ShellId\">E85C9A59-8162-4231-9F9E-1BB6CB8A3AAD</wsman:Selector></wsman:SelectorSet>";

fn shell_id() -> ShellId {
    ShellId::new("e85c9a59-8162-4231-9f9e-1bb6cb8a3aad").unwrap()
}

/// pywinrm: prefix `env`, attributes without a namespace, a `To` that is always the same.
fn pywinrm(action: &str, extra: &str, body: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?>
<env:Envelope xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:env="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:b="http://schemas.dmtf.org/wbem/wsman/1/cimbinding.xsd" xmlns:n="http://schemas.xmlsoap.org/ws/2004/09/enumeration" xmlns:x="http://schemas.xmlsoap.org/ws/2004/09/transfer" xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" xmlns:p="http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd" xmlns:rsp="http://schemas.microsoft.com/wbem/wsman/1/windows/shell" xmlns:cfg="http://schemas.microsoft.com/wbem/wsman/1/config"><env:Header><a:To>http://windows-host:5985/wsman</a:To><a:ReplyTo><a:Address mustUnderstand="true">http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></a:ReplyTo><w:MaxEnvelopeSize mustUnderstand="true">153600</w:MaxEnvelopeSize><a:MessageID>uuid:11111111-1111-1111-1111-111111111111</a:MessageID><w:Locale mustUnderstand="false" xml:lang="en-US"></w:Locale><p:DataLocale mustUnderstand="false" xml:lang="en-US"></p:DataLocale><w:OperationTimeout>PT20S</w:OperationTimeout><w:ResourceURI mustUnderstand="true">http://schemas.microsoft.com/wbem/wsman/1/windows/shell/cmd</w:ResourceURI><a:Action mustUnderstand="true">{action}</a:Action>{extra}</env:Header><env:Body>{body}</env:Body></env:Envelope>"#
    )
}

#[test]
fn pypsrp_opens_a_pool() {
    let mut asked = Asked::new();
    let options = r#"<wsman:OptionSet s:mustUnderstand="true"><wsman:Option MustComply="true" Name="protocolversion">2.3</wsman:Option></wsman:OptionSet>"#;
    let body = r#"<rsp:Shell ShellId="E85C9A59-8162-4231-9F9E-1BB6CB8A3AAD"><rsp:InputStreams>stdin pr</rsp:InputStreams><rsp:OutputStreams>stdout</rsp:OutputStreams><rsp:IdleTimeOut>PT60S</rsp:IdleTimeOut><creationXml xmlns="http://schemas.microsoft.com/powershell">AAAAAAAAAAE=</creationXml></rsp:Shell>"#;
    let (exchange, verb) = asked.verb(&pypsrp(action::CREATE, resource::POWERSHELL, options, body));
    let Verb::CreateShell(create) = verb else { panic!("{verb:?}") };
    assert_eq!(create.configuration.as_deref(), Some("Microsoft.PowerShell"));
    assert_eq!(create.shell.id, Some(shell_id()));
    assert_eq!(create.shell.idle_timeout, Some(Duration::from_secs(60)));
    assert_eq!(create.shell.input_streams, ["stdin", "pr"]);
    assert_eq!(create.shell.creation_xml.as_deref(), Some(&[0, 0, 0, 0, 0, 0, 0, 1][..]));
    assert_eq!(create.options.get("protocolversion"), Some("2.3"));
    let shell = Shell {
        resource_uri: Some(create.resource_uri.clone()),
        owner: Some("vagrant".into()),
        state: Some(ConnectionState::Connected),
        creation_xml: None,
        ..create.shell
    };
    let (status, soap) = asked.reply(exchange, Reply::Shell(Box::new(shell)));
    assert_eq!(status, 200);
    let header = header_of(&soap);
    assert_eq!(header.action.as_deref(), Some(action::CREATE_RESPONSE));
    assert_eq!(header.relates_to.as_deref(), Some("uuid:D4909985-CE1E-48D4-9AEC-DAB0C34BD421"));
    for expected in [
        "<x:ResourceCreated><a:Address>https://127.0.0.1:55986/wsman</a:Address><a:ReferenceParameters><w:ResourceURI>http://schemas.microsoft.com/powershell/Microsoft.PowerShell</w:ResourceURI><w:SelectorSet><w:Selector Name=\"ShellId\">E85C9A59-8162-4231-9F9E-1BB6CB8A3AAD</w:Selector></w:SelectorSet></a:ReferenceParameters></x:ResourceCreated>",
        "<rsp:ShellId>E85C9A59-8162-4231-9F9E-1BB6CB8A3AAD</rsp:ShellId>",
        "<rsp:IdleTimeOut>PT60.000S</rsp:IdleTimeOut>",
        "<rsp:State>Connected</rsp:State>",
    ] {
        assert!(soap.contains(expected), "{expected}\n{soap}");
    }
}

#[test]
fn pypsrp_runs_a_pipeline() {
    let mut asked = Asked::new();
    let uri = resource::POWERSHELL;
    let line = r#"<rsp:CommandLine CommandId="356E6DC2-6889-4305-9FE6-8B03F44D7210"><rsp:Command /><rsp:Arguments>AAAAAAAAAAMB</rsp:Arguments></rsp:CommandLine>"#;
    let (exchange, verb) = asked.verb(&pypsrp(action::COMMAND, uri, SHELL, line));
    let Verb::OpenCommand(open) = verb else { panic!("{verb:?}") };
    assert_eq!(open.shell, shell_id());
    assert_eq!(open.fragments, [0, 0, 0, 0, 0, 0, 0, 3, 1]);
    let id = open.command.unwrap();
    let (_, soap) = asked.reply(exchange, Reply::CommandOpened(id.clone()));
    assert!(soap.contains("<rsp:CommandResponse><rsp:CommandId>356E6DC2-6889-4305-9FE6-8B03F44D7210</rsp:CommandId></rsp:CommandResponse>"));

    let send = r#"<rsp:Send><rsp:Stream CommandId="356E6DC2-6889-4305-9FE6-8B03F44D7210" Name="stdin">AQI=</rsp:Stream></rsp:Send>"#;
    let (exchange, verb) = asked.verb(&pypsrp(action::SEND, uri, SHELL, send));
    let Verb::Send { streams, .. } = verb else { panic!("{verb:?}") };
    assert_eq!(streams[0].data, [1, 2]);
    let (_, soap) = asked.reply(exchange, Reply::Done);
    assert!(body_of(&soap).starts_with("<s:Body><rsp:SendResponse/>"), "{soap}");

    let options = r#"<wsman:OptionSet s:mustUnderstand="true"><wsman:Option Name="WSMAN_CMDSHELL_OPTION_KEEPALIVE">True</wsman:Option></wsman:OptionSet>"#;
    let receive = r#"<rsp:Receive><rsp:DesiredStream CommandId="356E6DC2-6889-4305-9FE6-8B03F44D7210">stdout</rsp:DesiredStream></rsp:Receive>"#;
    let extra = [options, SHELL].concat();
    let (exchange, verb) = asked.verb(&pypsrp(action::RECEIVE, uri, &extra, receive));
    let Verb::Receive { command, streams, mut budget, .. } = verb else { panic!("{verb:?}") };
    assert_eq!((command, streams.as_slice()), (Some(id), &["stdout".to_owned()][..]));
    let mut outbox = Outbox::new();
    outbox.push("stdout", vec![1]);
    outbox.push("stdout", vec![2]);
    outbox.finish(Some(0));
    let reply = outbox.take(&streams, &mut budget).unwrap();
    let (_, soap) = asked.reply(exchange, Reply::Received(reply));
    let expected = r#"<s:Body><rsp:ReceiveResponse><rsp:Stream Name="stdout" CommandId="356E6DC2-6889-4305-9FE6-8B03F44D7210">AQ==</rsp:Stream><rsp:Stream Name="stdout" CommandId="356E6DC2-6889-4305-9FE6-8B03F44D7210">Ag==</rsp:Stream><rsp:CommandState CommandId="356E6DC2-6889-4305-9FE6-8B03F44D7210" State="http://schemas.microsoft.com/wbem/wsman/1/windows/shell/CommandState/Done"><rsp:ExitCode>0</rsp:ExitCode></rsp:CommandState></rsp:ReceiveResponse></s:Body></s:Envelope>"#;
    assert_eq!(body_of(&soap), expected);

    let signal = r#"<rsp:Signal CommandId="356E6DC2-6889-4305-9FE6-8B03F44D7210"><rsp:Code>powershell/signal/ctrl_c</rsp:Code></rsp:Signal>"#;
    let (exchange, verb) = asked.verb(&pypsrp(action::SIGNAL, uri, SHELL, signal));
    let Verb::Signal { code, .. } = verb else { panic!("{verb:?}") };
    assert_eq!(code, SignalCode::StopPipeline);
    asked.reply(exchange, Reply::Done);
    let (exchange, verb) = asked.verb(&pypsrp(action::DELETE, uri, SHELL, ""));
    assert_eq!(verb, Verb::DeleteShell { shell: shell_id() });
    let (_, soap) = asked.reply(exchange, Reply::Done);
    assert_eq!(header_of(&soap).action.as_deref(), Some(action::DELETE_RESPONSE));
}

#[test]
fn pypsrp_leaves_and_comes_back() {
    let mut asked = Asked::new();
    let uri = resource::POWERSHELL;
    let (_, verb) = asked.verb(&pypsrp(action::DISCONNECT, uri, SHELL, "<rsp:Disconnect />"));
    let shell = shell_id();
    assert_eq!(
        verb,
        Verb::Disconnect { shell: shell.clone(), idle_timeout: None, buffer_mode: None }
    );
    let (exchange, verb) = asked.verb(&pypsrp(action::RECONNECT, uri, SHELL, ""));
    assert_eq!(verb, Verb::Reconnect { shell: shell.clone(), command: None });
    let (_, soap) = asked.reply(exchange, Reply::Done);
    assert!(soap.contains("<s:Body/>"));
    let xml = r#"<rsp:Connect><connectXml xmlns="http://schemas.microsoft.com/powershell">AAE=</connectXml></rsp:Connect>"#;
    let (exchange, verb) = asked.verb(&pypsrp(action::CONNECT, uri, SHELL, xml));
    let Verb::ConnectShell { connect_xml, .. } = verb else { panic!("{verb:?}") };
    assert_eq!(connect_xml, Some(vec![0, 1]));
    let message = ConnectResponse {
        input_streams: vec!["stdin".into(), "pr".into()],
        output_streams: vec!["stdout".into()],
        connect_response_xml: Some(vec![5]),
    };
    let (_, soap) = asked.reply(exchange, Reply::Connected(Box::new(message)));
    assert!(soap.contains(r#"<rsp:ConnectResponse><rsp:InputStreams>stdin pr</rsp:InputStreams><rsp:OutputStreams>stdout</rsp:OutputStreams><connectResponseXml xmlns="http://schemas.microsoft.com/powershell">BQ==</connectResponseXml></rsp:ConnectResponse>"#));
    let command = r#"<rsp:Connect CommandId="DB4E8DCF" />"#;
    let (exchange, verb) = asked.verb(&pypsrp(action::CONNECT, uri, SHELL, command));
    assert_eq!(verb, Verb::ConnectCommand { shell, command: CommandId::new("DB4E8DCF").unwrap() });
    let (_, soap) = asked.reply(exchange, Reply::Done);
    assert!(soap.contains("<s:Body><rsp:ConnectResponse/></s:Body>"));
}

#[test]
fn pypsrp_lists_shells_and_commands() {
    let mut asked = Asked::new();
    let all = "<wsen:Enumerate><wsman:OptimizeEnumeration /><wsman:MaxElements>32000</wsman:MaxElements></wsen:Enumerate>";
    let (exchange, verb) = asked.verb(&pypsrp(action::ENUMERATE, resource::SHELL, "", all));
    assert!(matches!(verb, Verb::EnumerateShells { .. }));
    let shell =
        Shell { id: Some(shell_id()), memory_used: Some("51MB".into()), ..Shell::default() };
    let (_, soap) = asked.reply(exchange, Reply::Shells(vec![shell.clone(), shell]));
    assert!(body_of(&soap).starts_with("<s:Body><n:EnumerateResponse><n:EnumerationContext/><w:Items><rsp:Shell xmlns:rsp=\"http://schemas.microsoft.com/wbem/wsman/1/windows/shell\"><rsp:ShellId>"), "{soap}");
    let document = Document::parse(&soap, &Limits::default()).unwrap();
    let listed: EnumerateResponse = Envelope::read(&document).unwrap().message().unwrap();
    let listed: Vec<Shell> =
        listed.items.unwrap().iter().map(|item| Shell::from_element(item).unwrap()).collect();
    assert_eq!(listed[1].memory_used.as_deref(), Some("51MB"));
    assert!(
        soap.ends_with("</w:Items><w:EndOfSequence/></n:EnumerateResponse></s:Body></s:Envelope>")
    );
    let filtered = all.replace(
        "</wsen:",
        &[
            "<wsman:Filter Dialect=\"http://schemas.dmtf.org/wbem/wsman/1/wsman/SelectorFilter\">",
            SHELL,
            "</wsman:Filter></wsen:",
        ]
        .concat(),
    );
    let request = pypsrp(action::ENUMERATE, resource::SHELL_COMMAND, "", &filtered);
    let (exchange, verb) = asked.verb(&request);
    assert_eq!(verb, Verb::EnumerateCommands { shell: shell_id() });
    let command = CommandInstance {
        id: CommandId::new("DB4E").unwrap(),
        command_line: String::new(),
        state: CommandStateKind::Running,
    };
    let (_, soap) = asked.reply(exchange, Reply::Commands(vec![command]));
    assert!(soap.contains("<rsp:CommandId>DB4E</rsp:CommandId><rsp:CommandLine/><rsp:CommandState>Running</rsp:CommandState>"));
}

#[test]
fn an_enumeration_without_optimization_is_pulled() {
    let mut asked = Asked::new();
    let request = pypsrp(action::ENUMERATE, resource::SHELL, "", "<wsen:Enumerate/>");
    let (exchange, _) = asked.verb(&request);
    let shells = (1..=3).map(|n| Shell { name: Some(format!("n{n}")), ..Shell::default() });
    let (_, soap) = asked.reply(exchange, Reply::Shells(shells.collect()));
    assert!(!soap.contains("Items"));
    let mut context = between(&soap, "<n:EnumerationContext>", "</");
    let mut names = Vec::new();
    loop {
        let pull = format!(
            "<wsen:Pull><wsen:EnumerationContext>{context}</wsen:EnumerationContext><wsen:MaxElements>2</wsen:MaxElements></wsen:Pull>"
        );
        let (_, output) = asked.ask(&pypsrp(action::PULL, resource::SHELL, "", &pull));
        let Output::Response { status: 200, soap, .. } = output else { panic!("{output:?}") };
        names.extend(soap.matches("<rsp:Name>").map(|_| ()));
        if soap.contains("EndOfSequence") {
            break;
        }
        context = between(&soap, "<n:EnumerationContext>", "</");
    }
    assert_eq!(names.len(), 3);
    let pull = format!(
        "<wsen:Pull><wsen:EnumerationContext>{context}</wsen:EnumerationContext></wsen:Pull>"
    );
    let fault = asked.fault(&pypsrp(action::PULL, resource::SHELL, "", &pull));
    assert!(fault.is(&Known::InvalidEnumerationContext));
}

fn between(text: &str, start: &str, end: &str) -> String {
    let text = &text[text.find(start).unwrap() + start.len()..];
    text[..text.find(end).unwrap()].to_owned()
}

#[test]
fn configuration_and_shells_are_shown() {
    let mut asked = Asked::new();
    let (exchange, verb) = asked.verb(&pypsrp(action::GET, resource::CONFIG, "", ""));
    assert_eq!(verb, Verb::GetConfig { path: String::new() });
    let (_, soap) = asked.reply(exchange, Reply::Config(Box::default()));
    assert!(soap.contains("<cfg:MaxEnvelopeSizekb>500</cfg:MaxEnvelopeSizekb>"));
    let uri = [resource::CONFIG, "/Service/auth"].concat();
    let (exchange, _) = asked.verb(&pypsrp(action::GET, &uri, "", ""));
    let (_, soap) = asked.reply(exchange, Reply::Config(Box::default()));
    assert!(body_of(&soap).starts_with("<s:Body><cfg:Auth "), "{soap}");
    let uri = [resource::CONFIG, "/nothing"].concat();
    let (exchange, _) = asked.verb(&pypsrp(action::GET, &uri, "", ""));
    let (status, soap) = asked.reply(exchange, Reply::Config(Box::default()));
    assert_eq!(status, 500);
    assert!(fault_in(&soap).is(&Known::ResourceNotFound));
    let put = r#"<cfg:Winrs xmlns:cfg="http://schemas.microsoft.com/wbem/wsman/1/config"><cfg:MaxShellsPerUser>3</cfg:MaxShellsPerUser></cfg:Winrs>"#;
    let uri = [resource::CONFIG, "/winrs"].concat();
    let (_, verb) = asked.verb(&pypsrp(action::PUT, &uri, "", put));
    assert!(
        matches!(verb, Verb::PutConfig { path, body } if path == "winrs" && body.name == "Winrs")
    );
    let (exchange, verb) = asked.verb(&pypsrp(action::GET, resource::SHELL, SHELL, ""));
    assert_eq!(verb, Verb::GetShell { shell: shell_id() });
    let (status, soap) = asked.reply(exchange, Reply::fault(Known::InvalidSelectors));
    assert_eq!(status, 500);
    assert!(soap.contains(r#"<f:WSManFault xmlns:f="http://schemas.microsoft.com/wbem/wsman/1/wsmanfault" Code="2150858843" Machine="Server01"><f:Message><f:ProviderFault provider="Shell provider" path="%systemroot%\system32\WsmSvc.dll"><f:WSManFault Code="2150858843" Machine="Server01">"#), "{soap}");
}

#[test]
fn pywinrm_runs_a_text_command() {
    let mut asked = Asked::new();
    let options = r#"<w:OptionSet><w:Option Name="WINRS_NOPROFILE">FALSE</w:Option><w:Option Name="WINRS_CODEPAGE">437</w:Option></w:OptionSet>"#;
    let body = r#"<rsp:Shell><rsp:InputStreams>stdin</rsp:InputStreams><rsp:OutputStreams>stdout stderr</rsp:OutputStreams><rsp:Environment><rsp:Variable Name="A">b</rsp:Variable></rsp:Environment></rsp:Shell>"#;
    let (exchange, verb) = asked.verb(&pywinrm(action::CREATE, options, body));
    let Verb::CreateShell(create) = verb else { panic!("{verb:?}") };
    assert_eq!((create.configuration, create.shell.id), (None, None));
    assert_eq!(create.options.get("WINRS_CODEPAGE"), Some("437"));
    assert_eq!(create.shell.environment, [("A".to_owned(), "b".to_owned())]);
    let shell = Shell { id: Some(shell_id()), ..Shell::default() };
    let (_, soap) = asked.reply(exchange, Reply::Shell(Box::new(shell)));
    assert!(soap.contains("<a:Address>http://windows-host:5985/wsman</a:Address>"));
    let selectors = r#"<w:SelectorSet><w:Selector Name="ShellId">E85C9A59-8162-4231-9F9E-1BB6CB8A3AAD</w:Selector></w:SelectorSet>"#;
    let line = "<rsp:CommandLine><rsp:Command>ipconfig</rsp:Command><rsp:Arguments>/all /x</rsp:Arguments></rsp:CommandLine>";
    let (_, verb) = asked.verb(&pywinrm(action::COMMAND, selectors, line));
    let Verb::OpenCommand(open) = verb else { panic!("{verb:?}") };
    assert_eq!(
        (open.command_line.as_str(), open.arguments.as_slice()),
        ("ipconfig", &["/all /x".to_owned()][..])
    );
    assert_eq!((open.command, open.fragments.len()), (None, 0));
    let receive = r#"<rsp:Receive><rsp:DesiredStream CommandId="C1">stdout stderr</rsp:DesiredStream></rsp:Receive>"#;
    let (exchange, verb) = asked.verb(&pywinrm(action::RECEIVE, selectors, receive));
    let Verb::Receive { streams, mut budget, .. } = verb else { panic!("{verb:?}") };
    let mut outbox = Outbox::text();
    outbox.push("stdout", b"hi\r\n".to_vec());
    outbox.end_stream("stdout");
    outbox.end_stream("stderr");
    outbox.finish(Some(-1));
    let reply = outbox.take(&streams, &mut budget).unwrap();
    let (_, soap) = asked.reply(exchange, Reply::Received(reply));
    assert!(soap.contains(r#"<rsp:Stream Name="stdout" CommandId="C1">aGkNCg==</rsp:Stream><rsp:Stream Name="stdout" CommandId="C1" End="true"/><rsp:Stream Name="stderr" CommandId="C1" End="true"/>"#));
    assert!(soap.contains("<rsp:ExitCode>4294967295</rsp:ExitCode>"));
}

/// The Windows client: operation and sequence ids, compression demanded.
fn windows(compression: &str) -> String {
    format!(
        r#"<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" xmlns:p="http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd"><s:Header><a:To>http://h:5985/wsman?PSVersion=5.1.17763.771</a:To><w:ResourceURI s:mustUnderstand="true">http://schemas.microsoft.com/powershell/Microsoft.Exchange</w:ResourceURI><a:ReplyTo><a:Address s:mustUnderstand="true">http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></a:ReplyTo><a:Action s:mustUnderstand="true">http://schemas.xmlsoap.org/ws/2004/09/transfer/Create</a:Action><w:MaxEnvelopeSize s:mustUnderstand="true">512000</w:MaxEnvelopeSize><a:MessageID>uuid:E9019AAA-1BCA-46DA-91F1-FE39E8742276</a:MessageID><w:Locale xml:lang="en-US" s:mustUnderstand="false" /><p:DataLocale xml:lang="en-US" s:mustUnderstand="false" /><p:SessionId s:mustUnderstand="false">uuid:063318A0-86CD-4899-967C-7BC3129A4C81</p:SessionId><p:OperationID s:mustUnderstand="false">uuid:DB59B1C1-D4F3-40AE-B03B-A785ECDA76E7</p:OperationID><p:SequenceId s:mustUnderstand="false">1</p:SequenceId><w:OptionSet xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" s:mustUnderstand="true"><w:Option Name="protocolversion" MustComply="true">2.3</w:Option></w:OptionSet><w:OperationTimeout>PT180.000S</w:OperationTimeout>{compression}</s:Header><s:Body><rsp:Shell xmlns:rsp="http://schemas.microsoft.com/wbem/wsman/1/windows/shell" Name="WinRM2" ShellId="C0BF05B3-CA8F-40E2-BDF3-B393E52CC7C6"><rsp:InputStreams>stdin pr</rsp:InputStreams><rsp:OutputStreams>stdout</rsp:OutputStreams><creationXml xmlns="http://schemas.microsoft.com/powershell">AAAAAAAAAAMAAAAA</creationXml></rsp:Shell></s:Body></s:Envelope>"#
    )
}

#[test]
fn windows_opens_a_shell_with_and_without_compression() {
    let mut asked = Asked::new();
    let (exchange, verb) = asked.verb(&windows(""));
    let Verb::CreateShell(create) = verb else { panic!("{verb:?}") };
    assert_eq!(create.configuration.as_deref(), Some("Microsoft.Exchange"));
    assert_eq!(create.shell.name.as_deref(), Some("WinRM2"));
    let (_, soap) = asked.reply(exchange, Reply::Shell(Box::new(create.shell)));
    assert!(!soap.contains("OperationID") && !soap.contains("SequenceId"));
    let demand = r#"<rsp:CompressionType s:mustUnderstand="true" xmlns:rsp="http://schemas.microsoft.com/wbem/wsman/1/windows/shell">xpress</rsp:CompressionType>"#;
    assert!(asked.fault(&windows(demand)).is(&Known::CompressionNotSupported(String::new())));
    let (_, verb) = asked.verb(&windows(&demand.replace("true", "false")));
    assert!(matches!(verb, Verb::CreateShell(create) if create.compression.is_none()));
}

#[test]
fn ruby_asks_for_the_configuration_and_accepts_a_refusal() {
    let mut asked = Asked::new();
    let (exchange, _) =
        asked.verb(&pywinrm(action::GET, "", "").replace(resource::SHELL_CMD, resource::CONFIG));
    let (status, soap) = asked.reply(exchange, Reply::fault(Known::AccessDenied));
    assert_eq!(status, 500);
    assert!(soap.contains("Code=\"5\""));
    let line = "<rsp:CommandLine CommandId=\"c\"><rsp:Command>Invoke-Expression</rsp:Command><rsp:Arguments>AAE=</rsp:Arguments></rsp:CommandLine>";
    let (_, verb) = asked.verb(&pypsrp(action::COMMAND, resource::POWERSHELL, SHELL, line));
    assert!(matches!(verb, Verb::OpenCommand(open) if open.fragments == [0, 1]));
}

#[test]
fn identification_is_for_everybody_who_says_so() {
    let mut asked = Asked::new();
    let body = br#"<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:wsmid="http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd"><s:Header/><s:Body><wsmid:Identify/></s:Body></s:Envelope>"#;
    let stranger = Caller { authenticated: false, identify_header: true, chunked: false };
    let (_, output) = asked.ask_as(stranger, body);
    let Output::Response { status: 200, soap, .. } = output else { panic!("{output:?}") };
    assert!(
        soap.contains("<wsmid:ProductVersion>OS: 0.0.0 SP: 0.0 Stack: 3.0</wsmid:ProductVersion>")
    );
    assert!(soap.contains("<wsmid:ProtocolVersion>http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd</wsmid:ProtocolVersion>"));
    assert!(!soap.contains("SecurityProfile"));
    let (_, output) = asked.ask_as(Caller::VERIFIED, body);
    let Output::Response { status: 200, soap, .. } = output else { panic!("{output:?}") };
    assert!(soap.contains("Stack: 3.0") && soap.contains("urn:profile") && !soap.contains("0.0.0"));
    let nobody = Caller { identify_header: false, ..stranger };
    let (_, output) = asked.ask_as(nobody, body);
    assert!(matches!(output, Output::Response { status: 401, .. }));
    let create = pypsrp(action::CREATE, resource::POWERSHELL, "", "<rsp:Shell/>");
    let (_, output) = asked.ask_as(stranger, create.as_bytes());
    assert!(matches!(output, Output::Response { status: 401, .. }));
}

#[test]
fn other_resources_are_passed_on() {
    let mut asked = Asked::new();
    let class = "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/cimv2/Win32_Process";
    let method = [class, "/Create"].concat();
    let (exchange, verb) = asked.verb(&pypsrp(&method, class, "", "<a/>"));
    let Verb::Other(other) = verb else { panic!("{verb:?}") };
    assert_eq!(other.operation, OtherOperation::Invoke(method));
    let (_, soap) = asked.reply(exchange, Reply::Element(None));
    assert!(header_of(&soap).action.unwrap().ends_with("/CreateResponse"));
    let wql = r#"<wsen:Enumerate><wsman:Filter Dialect="http://schemas.microsoft.com/wbem/wsman/1/WQL">select * from x</wsman:Filter></wsen:Enumerate>"#;
    let (exchange, verb) = asked.verb(&pypsrp(action::ENUMERATE, class, "", wql));
    assert!(matches!(verb, Verb::Other(_)));
    let (status, soap) = asked.reply(exchange, Reply::fault(Known::ResourceNotFound));
    assert_eq!(status, 500);
    let fault = fault_in(&soap);
    assert_eq!(fault.detail.as_deref(), Some("ResourceNotFound"));
    let listener = [resource::CONFIG, "/Listener"].concat();
    for action in [action::GET, action::PUT, action::DELETE, action::CREATE] {
        let (_, verb) = asked.verb(&pypsrp(action, &listener, "", "<a/>"));
        assert!(matches!(verb, Verb::Other(_)), "{action}");
    }
    let fault = asked.fault(&pypsrp("urn:nothing", class, "", ""));
    assert!(fault.is(&Known::ActionNotSupported(String::new())));
}

#[test]
fn headers_that_lead_to_faults() {
    let mut asked = Asked::new();
    let good = pypsrp(action::GET, resource::SHELL, SHELL, "");
    let anonymous = "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous";
    for (from, to, known) in [
        ("PT20S", "PT-1S", Known::InvalidTimeout("PT-1S".into())),
        (">153600<", ">x<", Known::InvalidHeader),
        (">153600<", ">8191<", Known::EnvelopeLimitTooSmall),
        (
            "<wsa:MessageID>uuid:D4909985-CE1E-48D4-9AEC-DAB0C34BD421</wsa:MessageID>",
            "",
            Known::InvalidHeader,
        ),
        (anonymous, "http://elsewhere", Known::AddressingMode),
        (
            "<wsa:To>",
            "<z:x xmlns:z='urn:z' s:mustUnderstand='1'/><wsa:To>",
            Known::MustUnderstand(String::new()),
        ),
        (
            "<wsa:To>",
            "<z:x xmlns:z='urn:z' mustUnderstand='true'/><wsa:To>",
            Known::MustUnderstand(String::new()),
        ),
        (
            "wsman:Locale s:mustUnderstand=\"false\"",
            "wsman:Locale s:mustUnderstand=\"true\"",
            Known::LocaleDemanded,
        ),
        (SHELL, "", Known::InvalidSelectors),
    ] {
        assert!(good.contains(from), "{from}");
        let fault = asked.fault(&good.replacen(from, to, 1));
        assert!(fault.is(&known), "{to}: {fault:?}");
    }
    let fault = asked.fault(&good.replace("PT20S", "PT-1S"));
    assert!(
        fault
            .text()
            .ends_with("The XML contains an invalid timeout field in the SOAP header: PT-1S.")
    );
    assert_eq!(fault.subcode.unwrap().name, "InvalidMessageInformationHeader");
    let option = r#"<wsman:OptionSet><wsman:Option Name="x" MustComply="true">y</wsman:Option></wsman:OptionSet>"#;
    let create = pypsrp(action::CREATE, resource::POWERSHELL, option, "<rsp:Shell/>");
    assert!(asked.fault(&create).is(&Known::OptionNotSupported(String::new())));
    assert!(matches!(
        asked.verb(&create.replace(" MustComply=\"true\"", "")),
        (_, Verb::CreateShell(_))
    ));
    let ignored = "<z:x xmlns:z='urn:z' s:mustUnderstand='0'>y</z:x><wsa:To>";
    asked.verb(&good.replacen("<wsa:To>", ignored, 1));
}

#[test]
fn chunks_and_other_soap_versions_are_refused() {
    let mut asked = Asked::new();
    let send = pypsrp(action::SEND, resource::POWERSHELL, SHELL, "<rsp:Send/>");
    let chunked = Caller { chunked: true, ..Caller::VERIFIED };
    let (_, output) = asked.ask_as(chunked, send.as_bytes());
    let Output::Response { status: 500, soap, .. } = output else { panic!("{output:?}") };
    assert_eq!(fault_in(&soap).code(), Some(50));
    let old = send.replace(
        "http://www.w3.org/2003/05/soap-envelope",
        "http://schemas.xmlsoap.org/soap/envelope/",
    );
    assert!(asked.fault(&old).is(&Known::VersionMismatch));
}

#[test]
fn utf16_requests_are_read() {
    let mut asked = Asked::new();
    let request = pypsrp(action::DELETE, resource::POWERSHELL, SHELL, "");
    let bytes: Vec<u8> = request.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let bytes = [&[0xFF, 0xFE][..], &bytes].concat();
    let (_, output) = asked.ask_as(Caller::VERIFIED, &bytes);
    assert!(matches!(output, Output::Verb { verb: Verb::DeleteShell { .. }, .. }));
}

#[test]
fn answers_respect_the_size_that_the_client_allows() {
    let mut asked = Asked::new();
    let receive = "<rsp:Receive><rsp:DesiredStream>stdout</rsp:DesiredStream></rsp:Receive>";
    for (allowed, limit) in [("8192", 8192), ("153600", 153_600), ("99999999", 512_000)] {
        let request = pypsrp(action::RECEIVE, resource::POWERSHELL, SHELL, receive);
        let (exchange, verb) = asked.verb(&request.replace(">153600<", &format!(">{allowed}<")));
        let Verb::Receive { streams, mut budget, .. } = verb else { panic!("{verb:?}") };
        let mut outbox = Outbox::new();
        for _ in 0..2000 {
            outbox.push("stdout", vec![0x55; 777]);
        }
        assert!(budget.largest("stdout") > limit / 2);
        let reply = outbox.take(&streams, &mut budget).unwrap();
        let (status, soap) = asked.reply(exchange, Reply::Received(reply));
        assert_eq!(status, 200);
        assert!(soap.len() <= limit, "{} > {limit}", soap.len());
        assert!(soap.len() > limit * 3 / 4 - 2048, "{} wastes much of {limit}", soap.len());
    }
}

#[test]
fn a_request_without_an_answer_times_out() {
    let mut asked = Asked::new();
    let receive = "<rsp:Receive><rsp:DesiredStream>stdout</rsp:DesiredStream></rsp:Receive>";
    let request = pypsrp(action::RECEIVE, resource::POWERSHELL, SHELL, receive);
    for (timeout, seconds) in [
        ("<wsman:OperationTimeout>PT20S</wsman:OperationTimeout>", 20),
        ("<wsman:OperationTimeout>PT180.000S</wsman:OperationTimeout>", 60),
        ("", 60),
        ("<wsman:OperationTimeout>PT0S</wsman:OperationTimeout>", 0),
    ] {
        let request =
            request.replace("<wsman:OperationTimeout>PT20S</wsman:OperationTimeout>", timeout);
        let (exchange, verb) = asked.verb(&request);
        let Verb::Receive { streams, mut budget, .. } = verb else { panic!("{verb:?}") };
        // Even who does not want to wait gives the verb a moment.
        let wait = Duration::from_secs(seconds).max(Duration::from_millis(500));
        assert_eq!(asked.server.deadline(), Some(asked.clock.0 + wait));
        asked.clock.advance(wait - Duration::from_millis(1));
        asked.server.handle_input(asked.clock.0, Input::Elapsed).unwrap();
        assert_eq!(asked.server.poll_output(), None);
        asked.clock.advance(Duration::from_millis(1));
        asked.server.handle_input(asked.clock.0, Input::Elapsed).unwrap();
        assert_eq!(asked.server.poll_output(), Some(Output::Withdrawn(exchange)));
        let (status, soap) = asked.answer(exchange);
        let fault = fault_in(&soap);
        assert_eq!((status, fault.code()), (500, Some(2_150_858_793)));
        assert_eq!(header_of(&soap).action.as_deref(), Some(action::WSMAN_FAULT));
        assert_eq!(asked.server.deadline(), None);
        // Output that comes too late goes back to where it came from.
        let mut outbox = Outbox::new();
        outbox.push("stdout", vec![1]);
        let reply = Reply::Received(outbox.take(&streams, &mut budget).unwrap());
        asked.server.handle_input(asked.clock.0, Input::Reply { exchange, reply }).unwrap();
        let Some(Output::Undelivered { reply, .. }) = asked.server.poll_output() else {
            panic!("the output is lost")
        };
        outbox.put_back(reply);
        assert_eq!(outbox.bytes(), 1);
    }
}

#[test]
fn a_client_that_went_away_is_forgotten() {
    let mut asked = Asked::new();
    let (exchange, _) = asked.verb(&pypsrp(action::GET, resource::CONFIG, "", ""));
    asked.server.handle_input(asked.clock.0, Input::Gone(exchange)).unwrap();
    assert_eq!(asked.server.poll_output(), Some(Output::Withdrawn(exchange)));
    let reply = Reply::Config(Box::default());
    asked.server.handle_input(asked.clock.0, Input::Reply { exchange, reply }).unwrap();
    assert_eq!(asked.server.poll_output(), None);
}

#[test]
fn replies_that_do_not_fit_are_refused_and_can_be_mended() {
    let mut asked = Asked::new();
    let (exchange, _) = asked.verb(&pypsrp(action::GET, resource::CONFIG, "", ""));
    let wrong = Input::Reply { exchange, reply: Reply::Done };
    let error = asked.server.handle_input(asked.clock.0, wrong).unwrap_err();
    assert!(matches!(error, Error::ApiMisuse(_)));
    let (status, _) = asked.reply(exchange, Reply::Config(Box::default()));
    assert_eq!(status, 200);
}
