//! X.509 certificates and access lists.

use remora_psobject::Value;

use super::{names, script, with_depth, with_members, with_serialized};
use crate::context::ExecutionContext;
use crate::errors::Flow;
use crate::types::TypeData;

pub(super) fn types() -> Vec<TypeData> {
    vec![
        TypeData {
            serialization_depth: Some(1),
            ..with_serialized(
                "System.Security.Cryptography.X509Certificates.X500DistinguishedName",
                "RawData",
            )
        },
        certificate(),
        with_depth("System.Security.AccessControl.FileSystemSecurity", 1),
        with_depth("System.Security.AccessControl.RegistrySecurity", 1),
        with_depth("System.Management.Automation.Signature", 2),
        with_depth("System.Management.Automation.PSCredential", 1),
    ]
}

fn certificate() -> TypeData {
    let mut data = with_members(
        "System.Security.Cryptography.X509Certificates.X509Certificate2",
        vec![
            script(
                "EnhancedKeyUsageList",
                "System.Object EnhancedKeyUsageList {get=,$this.EnhancedKeyUsageList;}",
                |context, value| listed(context, value, "EnhancedKeyUsageList"),
            ),
            script(
                "DnsNameList",
                "System.Object DnsNameList {get=,$this.DnsNameList;}",
                |context, value| listed(context, value, "DnsNameList"),
            ),
            // A mark of the certificate store of Windows; elsewhere nothing sets it.
            script(
                "SendAsTrustedIssuer",
                "System.Object SendAsTrustedIssuer {get=$false;}",
                |_, _| Ok(Value::Bool(false)),
            ),
        ],
    );
    data.serialization_method = Some("SpecificProperties".into());
    data.serialization_depth = Some(1);
    data.serialization_properties = names("RawData");
    data
}

/// A list of the certificate's own; an empty one where it says nothing.
fn listed(context: &mut ExecutionContext, value: &Value, name: &str) -> Result<Value, Flow> {
    let own = context.own_property(value, name)?.filter(|found| !found.is_null());
    Ok(own.unwrap_or_else(|| Value::array(Vec::new())))
}
