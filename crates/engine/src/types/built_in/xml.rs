//! XML nodes and what web services throw.

use remora_psobject::{MemberKind, Value};

use super::{follow, plain, script, with_members};
use crate::types::{TypeData, TypeMember};

pub(super) fn types() -> Vec<TypeData> {
    vec![
        with_members(
            "System.Xml.XmlNode",
            vec![to_string("static string XmlNode(psobject instance)")],
        ),
        with_members(
            "System.Xml.XmlNodeList",
            vec![to_string("static string XmlNodeList(psobject instance)")],
        ),
        with_members(
            "System.Web.Services.Protocols.SoapException",
            vec![script(
                "PSMessageDetails",
                "System.Object PSMessageDetails {get=$this.Detail.\"#text\";}",
                |context, value| follow(context, value, &["Detail", "#text"]),
            )],
        ),
    ]
}

/// `ToString` as a method of another class; the nodes themselves do what it does.
fn to_string(definition: &str) -> TypeMember {
    let target = Value::from(definition);
    plain("ToString", MemberKind::Code { method: true, target, setter: Value::Null })
}
