//! MS-WSMV 3.1.4.5 Create

use crate::message::{Message, Shell};
use crate::names::{Namespace, action};
use crate::soap::Selectors;
use crate::xml::{Element, Node, XmlWriter};
use crate::{Error, ShellId};

/// Asks for a shell (MS-WSMV 3.1.4.5.2 Remote Shells).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Create {
    /// The shell that is wanted.
    pub shell: Shell,
}

impl Message for Create {
    const ACTION: &'static str = action::CREATE;

    fn size_hint(&self) -> usize {
        self.shell.creation_xml.as_ref().map_or(0, |bytes| bytes.len() / 3 * 4)
    }

    fn write(&self, writer: &mut XmlWriter) {
        self.shell.write_request(writer);
    }

    fn read(body: Node<'_, '_>) -> Result<Self, Error> {
        let node = super::required(body, Namespace::Shell, "Shell")?;
        Ok(Self { shell: Shell::read(node)? })
    }
}

/// The address of something that was created: where later requests about it go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ResourceCreated {
    /// The service.
    pub address: String,
    /// The resource.
    pub resource_uri: String,
    /// The instance.
    pub selectors: Selectors,
}

impl ResourceCreated {
    fn write(&self, writer: &mut XmlWriter) {
        writer.start(Namespace::Transfer, "ResourceCreated");
        writer.text_element(Namespace::Addressing, "Address", &self.address);
        writer.start(Namespace::Addressing, "ReferenceParameters");
        writer.text_element(Namespace::Wsman, "ResourceURI", &self.resource_uri);
        self.selectors.write(writer);
        writer.end();
        writer.end();
    }

    fn read(node: Node<'_, '_>) -> Result<Self, Error> {
        let parameters = node.child(Namespace::Addressing, "ReferenceParameters");
        let selectors = match parameters.and_then(|n| n.child(Namespace::Wsman, "SelectorSet")) {
            Some(set) => Selectors::read(set)?,
            None => Selectors::none(),
        };
        Ok(Self {
            address: node.child_text(Namespace::Addressing, "Address").unwrap_or_default(),
            resource_uri: parameters
                .and_then(|node| node.child_text(Namespace::Wsman, "ResourceURI"))
                .unwrap_or_default(),
            selectors,
        })
    }
}

/// Answers a request for a shell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CreateResponse {
    /// Where the shell is.
    pub created: ResourceCreated,
    /// What the shell is; old services leave it out.
    pub shell: Option<Shell>,
}

impl CreateResponse {
    /// The shell's identifier, wherever the service put it.
    ///
    /// # Errors
    /// [`Error::PeerMisbehaved`] when it is nowhere.
    pub fn shell_id(&self) -> Result<ShellId, Error> {
        if let Some(text) = self.created.selectors.get("ShellId") {
            return ShellId::new(text);
        }
        self.shell
            .as_ref()
            .and_then(|shell| shell.id.clone())
            .ok_or_else(|| Error::peer("the service did not say which shell it made"))
    }
}

impl Message for CreateResponse {
    const ACTION: &'static str = action::CREATE_RESPONSE;
    const NAMESPACES: &'static [Namespace] = &[Namespace::Transfer, Namespace::Shell];

    fn write(&self, writer: &mut XmlWriter) {
        self.created.write(writer);
        if let Some(shell) = &self.shell {
            shell.write_instance(writer);
        }
    }

    fn read(body: Node<'_, '_>) -> Result<Self, Error> {
        let created = super::required(body, Namespace::Transfer, "ResourceCreated")?;
        Ok(Self {
            created: ResourceCreated::read(created)?,
            shell: body.child(Namespace::Shell, "Shell").map(Shell::read).transpose()?,
        })
    }
}

/// Asks for a resource that is no shell, for example a listener.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GenericCreate {
    /// What is wanted.
    pub body: Element,
}

impl Message for GenericCreate {
    const ACTION: &'static str = action::CREATE;
    const NAMESPACES: &'static [Namespace] = &[];

    fn write(&self, writer: &mut XmlWriter) {
        self.body.write(writer);
    }

    fn read(body: Node<'_, '_>) -> Result<Self, Error> {
        super::any_element(body)
            .map(|body| Self { body })
            .ok_or_else(|| Error::malformed("the request to create something has no body"))
    }
}

/// Answers a [`GenericCreate`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GenericCreateResponse {
    /// Where the new resource is.
    pub created: ResourceCreated,
}

impl Message for GenericCreateResponse {
    const ACTION: &'static str = action::CREATE_RESPONSE;
    const NAMESPACES: &'static [Namespace] = &[Namespace::Transfer];

    fn write(&self, writer: &mut XmlWriter) {
        self.created.write(writer);
    }

    fn read(body: Node<'_, '_>) -> Result<Self, Error> {
        let created = super::required(body, Namespace::Transfer, "ResourceCreated")?;
        Ok(Self { created: ResourceCreated::read(created)? })
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Create, CreateResponse, GenericCreate, GenericCreateResponse, ResourceCreated};
    use crate::ShellId;
    use crate::message::testing::{read_body, round_trip};
    use crate::message::{BufferMode, ConnectionState, Shell};
    use crate::names::{Namespace, resource};
    use crate::soap::Selectors;
    use crate::xml::Element;

    fn request() -> Shell {
        Shell {
            id: Some(ShellId::new("E85C9A59-8162-4231-9F9E-1BB6CB8A3AAD").unwrap()),
            name: Some("Runspace & <1>".into()),
            environment: vec![("A".into(), " b \"".into()), ("C".into(), String::new())],
            working_directory: Some("C:\\x".into()),
            lifetime: Some(Duration::from_secs(1000)),
            idle_timeout: Some(Duration::from_millis(240_500)),
            input_streams: vec!["stdin".into(), "pr".into()],
            output_streams: vec!["stdout".into()],
            creation_xml: Some(b"\0\0\0\x01fragment".to_vec()),
            ..Shell::default()
        }
    }

    fn instance() -> Shell {
        Shell {
            resource_uri: Some(resource::POWERSHELL.into()),
            owner: Some("HOST\\vagrant".into()),
            client_ip: Some("10.0.2.2".into()),
            process_id: Some(2884),
            max_idle_timeout: Some(Duration::from_millis(2_147_483_647)),
            locale: Some("en-US".into()),
            data_locale: Some("en-US".into()),
            compression_mode: Some("NoCompression".into()),
            profile_loaded: Some(true),
            encoding: Some("UTF8".into()),
            buffer_mode: Some(BufferMode::Block),
            state: Some(ConnectionState::Connected),
            run_time: Some(Duration::from_secs(2)),
            inactivity: Some(Duration::from_secs(62)),
            memory_used: Some("51MB".into()),
            child_processes: Some(0),
            creation_xml: None,
            ..request()
        }
    }

    #[test]
    fn round_trips() {
        let text = round_trip(&Create { shell: request() });
        assert!(text.contains("<creationXml xmlns=\"http://schemas.microsoft.com/powershell\">"));
        round_trip(&Create::default());
        let created = ResourceCreated {
            address: "http://h:5985/wsman".into(),
            resource_uri: resource::SHELL_CMD.into(),
            selectors: Selectors::none().with("ShellId", "X-1"),
        };
        let response = CreateResponse { created: created.clone(), shell: Some(instance()) };
        let text = round_trip(&response);
        assert!(text.contains("<rsp:IdleTimeOut>PT240.500S</rsp:IdleTimeOut>"), "{text}");
        assert!(text.contains("<rsp:ProfileLoaded>Yes</rsp:ProfileLoaded>"));
        assert!(text.contains("<rsp:ShellInactivity>P0DT0H1M2S</rsp:ShellInactivity>"));
        assert_eq!(response.shell_id().unwrap().as_str(), "X-1");
        round_trip(&GenericCreate { body: Element::new(Namespace::Config, "Listener") });
        round_trip(&GenericCreateResponse { created });
    }

    #[test]
    fn the_answer_of_a_service_before_windows_7_has_no_shell() {
        let response: CreateResponse = read_body(
            "<x:ResourceCreated><a:Address>h</a:Address><a:ReferenceParameters><wsman:SelectorSet>\
             <wsman:Selector Name='ShellId'> C443F44F-28E4-486F-A5A1-12745F90CF5A </wsman:Selector>\
             </wsman:SelectorSet></a:ReferenceParameters></x:ResourceCreated>",
        )
        .unwrap();
        let id = response.shell_id().unwrap();
        assert_eq!(id.as_str(), "C443F44F-28E4-486F-A5A1-12745F90CF5A");
        assert!(response.shell.is_none());
    }

    #[test]
    fn bad_shells_are_refused() {
        for body in [
            "",
            "<rsp:Shell><rsp:IdleTimeOut>PT-1S</rsp:IdleTimeOut></rsp:Shell>",
            "<rsp:Shell><creationXml xmlns='http://schemas.microsoft.com/powershell'>*</creationXml></rsp:Shell>",
            "<rsp:Shell><rsp:Environment><rsp:Variable>x</rsp:Variable></rsp:Environment></rsp:Shell>",
            "<rsp:Shell><rsp:Environment><rsp:Variable Name='a=b'>x</rsp:Variable></rsp:Environment></rsp:Shell>",
        ] {
            assert!(read_body::<Create>(body).is_err(), "{body}");
        }
    }
}
