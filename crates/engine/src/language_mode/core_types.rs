//! The types that constrained code may make, convert to and call.

use std::collections::HashSet;
use std::sync::LazyLock;

use remora_psobject::TypeId;

/// Full names of the core types: those that PowerShell has short names for, without the ones that reach
/// the system (`adsi`, `wmi`, `scriptblock`, `powershell`, `runspace`, `type`).
const NAMES: &[&str] = &[
    "Microsoft.Management.Infrastructure.CimClass",
    "Microsoft.Management.Infrastructure.CimConverter",
    "Microsoft.Management.Infrastructure.CimInstance",
    "Microsoft.Management.Infrastructure.CimSession",
    "Microsoft.Management.Infrastructure.CimType",
    "Microsoft.PowerShell.Commands.ModuleSpecification",
    "System.Array",
    "System.Boolean",
    "System.Byte",
    "System.Char",
    "System.Collections.Hashtable",
    "System.Collections.Specialized.OrderedDictionary",
    "System.DateTime",
    "System.Decimal",
    "System.Double",
    "System.Globalization.CultureInfo",
    "System.Guid",
    "System.Int16",
    "System.Int32",
    "System.Int64",
    "System.Management.Automation.AliasAttribute",
    "System.Management.Automation.AllowEmptyCollectionAttribute",
    "System.Management.Automation.AllowEmptyStringAttribute",
    "System.Management.Automation.AllowNullAttribute",
    "System.Management.Automation.ArgumentCompleterAttribute",
    "System.Management.Automation.ArgumentCompletionsAttribute",
    "System.Management.Automation.CmdletBindingAttribute",
    "System.Management.Automation.ExperimentalAttribute",
    "System.Management.Automation.ExperimentalFeature",
    "System.Management.Automation.Language.NoRunspaceAffinityAttribute",
    "System.Management.Automation.Language.NullString",
    "System.Management.Automation.OrderedHashtable",
    "System.Management.Automation.OutputTypeAttribute",
    "System.Management.Automation.PSCredential",
    "System.Management.Automation.PSDefaultValueAttribute",
    "System.Management.Automation.PSListModifier",
    "System.Management.Automation.PSObject",
    "System.Management.Automation.PSPrimitiveDictionary",
    "System.Management.Automation.PSReference",
    "System.Management.Automation.PSTypeNameAttribute",
    "System.Management.Automation.ParameterAttribute",
    "System.Management.Automation.SemanticVersion",
    "System.Management.Automation.SupportsWildcardsAttribute",
    "System.Management.Automation.SwitchParameter",
    "System.Management.Automation.ValidateCountAttribute",
    "System.Management.Automation.ValidateDriveAttribute",
    "System.Management.Automation.ValidateLengthAttribute",
    "System.Management.Automation.ValidateNotNullAttribute",
    "System.Management.Automation.ValidateNotNullOrEmptyAttribute",
    "System.Management.Automation.ValidateNotNullOrWhiteSpaceAttribute",
    "System.Management.Automation.ValidatePatternAttribute",
    "System.Management.Automation.ValidateRangeAttribute",
    "System.Management.Automation.ValidateScriptAttribute",
    "System.Management.Automation.ValidateSetAttribute",
    "System.Management.Automation.ValidateTrustedDataAttribute",
    "System.Management.Automation.ValidateUserDriveAttribute",
    "System.Management.Automation.WildcardPattern",
    "System.Net.IPAddress",
    "System.Net.IPEndPoint",
    "System.Net.Mail.MailAddress",
    "System.Net.NetworkInformation.PhysicalAddress",
    "System.Numerics.BigInteger",
    "System.Object",
    "System.SByte",
    "System.Security.AccessControl.ObjectSecurity",
    "System.Security.Cryptography.X509Certificates.X500DistinguishedName",
    "System.Security.Cryptography.X509Certificates.X509Certificate",
    "System.Security.SecureString",
    "System.Single",
    "System.String",
    "System.Text.RegularExpressions.Regex",
    "System.TimeSpan",
    "System.UInt16",
    "System.UInt32",
    "System.UInt64",
    "System.Uri",
    "System.Version",
    "System.Void",
    "System.Xml.XmlDocument",
];

/// Whether constrained code may use the type: a core type, an enumeration, or a nullable or array of one.
pub fn is_core_type(id: TypeId) -> bool {
    static SET: LazyLock<HashSet<&str>> = LazyLock::new(|| NAMES.iter().copied().collect());
    let name = id.full_name();
    if SET.contains(name) || id.enum_definition().is_some() {
        return true;
    }
    if let Some(element) = id.element_type() {
        return is_core_type(element);
    }
    id.generic().is_some_and(|(definition, _)| {
        let name = definition.full_name();
        name.starts_with("System.Nullable`1")
            || name.starts_with("System.Management.Automation.FlagsExpression`1")
            || name.starts_with("System.Management.Automation.PSReference`1")
    })
}
