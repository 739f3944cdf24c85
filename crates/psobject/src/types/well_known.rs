//! The types that the engine and the protocols speak of by constant.

use super::TypeId;

impl TypeId {
    /// `System.Object`
    pub const OBJECT: Self = Self(0);
    /// `System.ValueType`
    pub const VALUE_TYPE: Self = Self(1);
    /// `System.Enum`
    pub const ENUM: Self = Self(2);
    /// `System.Boolean`
    pub const BOOLEAN: Self = Self(3);
    /// `System.Char`
    pub const CHAR: Self = Self(4);
    /// `System.SByte`
    pub const SBYTE: Self = Self(5);
    /// `System.Byte`
    pub const BYTE: Self = Self(6);
    /// `System.Int16`
    pub const INT16: Self = Self(7);
    /// `System.UInt16`
    pub const UINT16: Self = Self(8);
    /// `System.Int32`
    pub const INT32: Self = Self(9);
    /// `System.UInt32`
    pub const UINT32: Self = Self(10);
    /// `System.Int64`
    pub const INT64: Self = Self(11);
    /// `System.UInt64`
    pub const UINT64: Self = Self(12);
    /// `System.Single`
    pub const SINGLE: Self = Self(13);
    /// `System.Double`
    pub const DOUBLE: Self = Self(14);
    /// `System.Decimal`
    pub const DECIMAL: Self = Self(15);
    /// `System.Numerics.BigInteger`
    pub const BIG_INTEGER: Self = Self(16);
    /// `System.String`
    pub const STRING: Self = Self(17);
    /// `System.DateTime`
    pub const DATE_TIME: Self = Self(18);
    /// `System.DateTimeOffset`
    pub const DATE_TIME_OFFSET: Self = Self(19);
    /// `System.TimeSpan`
    pub const TIME_SPAN: Self = Self(20);
    /// `System.Guid`
    pub const GUID: Self = Self(21);
    /// `System.Version`
    pub const VERSION: Self = Self(22);
    /// `System.Management.Automation.SemanticVersion`
    pub const SEMANTIC_VERSION: Self = Self(23);
    /// `System.Uri`
    pub const URI: Self = Self(24);
    /// `System.Void`
    pub const VOID: Self = Self(25);
    /// `System.Array`
    pub const ARRAY: Self = Self(26);
    /// `System.Collections.ArrayList`
    pub const ARRAY_LIST: Self = Self(27);
    /// `System.Collections.Hashtable`
    pub const HASHTABLE: Self = Self(28);
    /// `System.Collections.Specialized.OrderedDictionary`
    pub const ORDERED_DICTIONARY: Self = Self(29);
    /// `System.Management.Automation.OrderedHashtable`
    pub const ORDERED_HASHTABLE: Self = Self(30);
    /// `System.Collections.SortedList`
    pub const SORTED_LIST: Self = Self(31);
    /// `System.Collections.Queue`
    pub const QUEUE: Self = Self(32);
    /// `System.Collections.Stack`
    pub const STACK: Self = Self(33);
    /// `System.Collections.DictionaryEntry`
    pub const DICTIONARY_ENTRY: Self = Self(34);
    /// `System.Collections.Generic.List`1`
    pub const GENERIC_LIST: Self = Self(35);
    /// `System.Collections.Generic.Dictionary`2`
    pub const GENERIC_DICTIONARY: Self = Self(36);
    /// `System.Collections.Generic.Queue`1`
    pub const GENERIC_QUEUE: Self = Self(37);
    /// `System.Collections.Generic.Stack`1`
    pub const GENERIC_STACK: Self = Self(38);
    /// `System.Collections.Generic.HashSet`1`
    pub const GENERIC_HASH_SET: Self = Self(39);
    /// `System.Collections.Generic.KeyValuePair`2`
    pub const GENERIC_KEY_VALUE_PAIR: Self = Self(40);
    /// `System.Collections.ObjectModel.Collection`1`
    pub const COLLECTION: Self = Self(41);
    /// `System.Collections.ObjectModel.ReadOnlyCollection`1`
    pub const READ_ONLY_COLLECTION: Self = Self(42);
    /// `System.Nullable`1`
    pub const NULLABLE: Self = Self(43);
    /// `System.DBNull`
    pub const DB_NULL: Self = Self(44);
    /// `System.Type`
    pub const TYPE: Self = Self(45);
    /// `System.RuntimeType`
    pub const RUNTIME_TYPE: Self = Self(46);
    /// `System.Xml.XmlDocument`
    pub const XML_DOCUMENT: Self = Self(47);
    /// `System.Management.Automation.PSObject`
    pub const PS_OBJECT: Self = Self(48);
    /// `System.Management.Automation.PSCustomObject`
    pub const PS_CUSTOM_OBJECT: Self = Self(49);
    /// `System.Management.Automation.ScriptBlock`
    pub const SCRIPT_BLOCK: Self = Self(50);
    /// `System.Management.Automation.SwitchParameter`
    pub const SWITCH_PARAMETER: Self = Self(51);
    /// `System.Management.Automation.PSReference`
    pub const PS_REFERENCE: Self = Self(52);
    /// `System.Security.SecureString`
    pub const SECURE_STRING: Self = Self(53);
    /// `System.Management.Automation.PSCredential`
    pub const PS_CREDENTIAL: Self = Self(54);
    /// `System.Management.Automation.ErrorRecord`
    pub const ERROR_RECORD: Self = Self(55);
    /// `System.Management.Automation.ErrorDetails`
    pub const ERROR_DETAILS: Self = Self(56);
    /// `System.Management.Automation.ErrorCategoryInfo`
    pub const ERROR_CATEGORY_INFO: Self = Self(57);
    /// `System.Management.Automation.InvocationInfo`
    pub const INVOCATION_INFO: Self = Self(58);
    /// `System.Management.Automation.InformationalRecord`
    pub const INFORMATIONAL_RECORD: Self = Self(59);
    /// `System.Management.Automation.WarningRecord`
    pub const WARNING_RECORD: Self = Self(60);
    /// `System.Management.Automation.VerboseRecord`
    pub const VERBOSE_RECORD: Self = Self(61);
    /// `System.Management.Automation.DebugRecord`
    pub const DEBUG_RECORD: Self = Self(62);
    /// `System.Management.Automation.InformationRecord`
    pub const INFORMATION_RECORD: Self = Self(63);
    /// `System.Management.Automation.HostInformationMessage`
    pub const HOST_INFORMATION_MESSAGE: Self = Self(64);
    /// `System.Management.Automation.ProgressRecord`
    pub const PROGRESS_RECORD: Self = Self(65);
    /// `System.Management.Automation.Remoting.OriginInfo`
    pub const ORIGIN_INFO: Self = Self(66);
    /// `System.Management.Automation.Host.Coordinates`
    pub const COORDINATES: Self = Self(67);
    /// `System.Management.Automation.Host.Size`
    pub const SIZE: Self = Self(68);
    /// `System.Management.Automation.Host.Rectangle`
    pub const RECTANGLE: Self = Self(69);
    /// `System.Management.Automation.Host.KeyInfo`
    pub const KEY_INFO: Self = Self(70);
    /// `System.Management.Automation.Host.BufferCell`
    pub const BUFFER_CELL: Self = Self(71);
    /// `System.Management.Automation.Host.ChoiceDescription`
    pub const CHOICE_DESCRIPTION: Self = Self(72);
    /// `System.Management.Automation.Host.FieldDescription`
    pub const FIELD_DESCRIPTION: Self = Self(73);
    /// `System.Exception`
    pub const EXCEPTION: Self = Self(74);
    /// `System.SystemException`
    pub const SYSTEM_EXCEPTION: Self = Self(75);
    /// `System.ApplicationException`
    pub const APPLICATION_EXCEPTION: Self = Self(76);
    /// `System.ArgumentException`
    pub const ARGUMENT_EXCEPTION: Self = Self(77);
    /// `System.ArgumentNullException`
    pub const ARGUMENT_NULL_EXCEPTION: Self = Self(78);
    /// `System.ArgumentOutOfRangeException`
    pub const ARGUMENT_OUT_OF_RANGE_EXCEPTION: Self = Self(79);
    /// `System.ArithmeticException`
    pub const ARITHMETIC_EXCEPTION: Self = Self(80);
    /// `System.DivideByZeroException`
    pub const DIVIDE_BY_ZERO_EXCEPTION: Self = Self(81);
    /// `System.OverflowException`
    pub const OVERFLOW_EXCEPTION: Self = Self(82);
    /// `System.FormatException`
    pub const FORMAT_EXCEPTION: Self = Self(83);
    /// `System.InvalidCastException`
    pub const INVALID_CAST_EXCEPTION: Self = Self(84);
    /// `System.InvalidOperationException`
    pub const INVALID_OPERATION_EXCEPTION: Self = Self(85);
    /// `System.ObjectDisposedException`
    pub const OBJECT_DISPOSED_EXCEPTION: Self = Self(86);
    /// `System.NotSupportedException`
    pub const NOT_SUPPORTED_EXCEPTION: Self = Self(87);
    /// `System.NotImplementedException`
    pub const NOT_IMPLEMENTED_EXCEPTION: Self = Self(88);
    /// `System.NullReferenceException`
    pub const NULL_REFERENCE_EXCEPTION: Self = Self(89);
    /// `System.IndexOutOfRangeException`
    pub const INDEX_OUT_OF_RANGE_EXCEPTION: Self = Self(90);
    /// `System.Collections.Generic.KeyNotFoundException`
    pub const KEY_NOT_FOUND_EXCEPTION: Self = Self(91);
    /// `System.TimeoutException`
    pub const TIMEOUT_EXCEPTION: Self = Self(92);
    /// `System.UnauthorizedAccessException`
    pub const UNAUTHORIZED_ACCESS_EXCEPTION: Self = Self(93);
    /// `System.OutOfMemoryException`
    pub const OUT_OF_MEMORY_EXCEPTION: Self = Self(94);
    /// `System.IO.IOException`
    pub const IO_EXCEPTION: Self = Self(95);
    /// `System.IO.FileNotFoundException`
    pub const FILE_NOT_FOUND_EXCEPTION: Self = Self(96);
    /// `System.IO.DirectoryNotFoundException`
    pub const DIRECTORY_NOT_FOUND_EXCEPTION: Self = Self(97);
    /// `System.Management.Automation.RuntimeException`
    pub const RUNTIME_EXCEPTION: Self = Self(98);
    /// `System.Management.Automation.PipelineStoppedException`
    pub const PIPELINE_STOPPED_EXCEPTION: Self = Self(99);
    /// `System.Management.Automation.ActionPreferenceStopException`
    pub const ACTION_PREFERENCE_STOP_EXCEPTION: Self = Self(100);
    /// `System.Management.Automation.CmdletInvocationException`
    pub const CMDLET_INVOCATION_EXCEPTION: Self = Self(101);
    /// `System.Management.Automation.CommandNotFoundException`
    pub const COMMAND_NOT_FOUND_EXCEPTION: Self = Self(102);
    /// `System.Management.Automation.ParameterBindingException`
    pub const PARAMETER_BINDING_EXCEPTION: Self = Self(103);
    /// `System.Management.Automation.ParseException`
    pub const PARSE_EXCEPTION: Self = Self(104);
    /// `System.Management.Automation.IncompleteParseException`
    pub const INCOMPLETE_PARSE_EXCEPTION: Self = Self(105);
    /// `System.Management.Automation.MethodException`
    pub const METHOD_EXCEPTION: Self = Self(106);
    /// `System.Management.Automation.MethodInvocationException`
    pub const METHOD_INVOCATION_EXCEPTION: Self = Self(107);
    /// `System.Management.Automation.ExtendedTypeSystemException`
    pub const EXTENDED_TYPE_SYSTEM_EXCEPTION: Self = Self(108);
    /// `System.Management.Automation.GetValueException`
    pub const GET_VALUE_EXCEPTION: Self = Self(109);
    /// `System.Management.Automation.SetValueException`
    pub const SET_VALUE_EXCEPTION: Self = Self(110);
    /// `System.Management.Automation.SetValueInvocationException`
    pub const SET_VALUE_INVOCATION_EXCEPTION: Self = Self(111);
    /// `System.Management.Automation.GetValueInvocationException`
    pub const GET_VALUE_INVOCATION_EXCEPTION: Self = Self(112);
    /// `System.Management.Automation.PropertyNotFoundException`
    pub const PROPERTY_NOT_FOUND_EXCEPTION: Self = Self(113);
    /// `System.Management.Automation.PSInvalidCastException`
    pub const PS_INVALID_CAST_EXCEPTION: Self = Self(114);
    /// `System.Management.Automation.PSInvalidOperationException`
    pub const PS_INVALID_OPERATION_EXCEPTION: Self = Self(115);
    /// `System.Management.Automation.PSNotSupportedException`
    pub const PS_NOT_SUPPORTED_EXCEPTION: Self = Self(116);
    /// `System.Management.Automation.PSNotImplementedException`
    pub const PS_NOT_IMPLEMENTED_EXCEPTION: Self = Self(117);
    /// `System.Management.Automation.PSArgumentException`
    pub const PS_ARGUMENT_EXCEPTION: Self = Self(118);
    /// `System.Management.Automation.PSArgumentNullException`
    pub const PS_ARGUMENT_NULL_EXCEPTION: Self = Self(119);
    /// `System.Management.Automation.PSArgumentOutOfRangeException`
    pub const PS_ARGUMENT_OUT_OF_RANGE_EXCEPTION: Self = Self(120);
    /// `System.Management.Automation.PSSecurityException`
    pub const PS_SECURITY_EXCEPTION: Self = Self(121);
    /// `System.Management.Automation.MetadataException`
    pub const METADATA_EXCEPTION: Self = Self(122);
    /// `System.Management.Automation.ArgumentTransformationMetadataException`
    pub const ARGUMENT_TRANSFORMATION_METADATA_EXCEPTION: Self = Self(123);
    /// `System.Management.Automation.ValidationMetadataException`
    pub const VALIDATION_METADATA_EXCEPTION: Self = Self(124);
    /// `System.Management.Automation.SessionStateException`
    pub const SESSION_STATE_EXCEPTION: Self = Self(125);
    /// `System.Management.Automation.ItemNotFoundException`
    pub const ITEM_NOT_FOUND_EXCEPTION: Self = Self(126);
    /// `System.Management.Automation.DriveNotFoundException`
    pub const DRIVE_NOT_FOUND_EXCEPTION: Self = Self(127);
    /// `System.Management.Automation.ProviderNotFoundException`
    pub const PROVIDER_NOT_FOUND_EXCEPTION: Self = Self(128);
    /// `System.Management.Automation.SessionStateUnauthorizedAccessException`
    pub const SESSION_STATE_UNAUTHORIZED_ACCESS_EXCEPTION: Self = Self(129);
    /// `System.Management.Automation.SessionStateOverflowException`
    pub const SESSION_STATE_OVERFLOW_EXCEPTION: Self = Self(130);
    /// `System.Management.Automation.ProviderInvocationException`
    pub const PROVIDER_INVOCATION_EXCEPTION: Self = Self(131);
    /// `System.Management.Automation.ScriptCallDepthException`
    pub const SCRIPT_CALL_DEPTH_EXCEPTION: Self = Self(132);
    /// `System.Management.Automation.RemoteException`
    pub const REMOTE_EXCEPTION: Self = Self(133);
    /// `System.Management.Automation.Host.HostException`
    pub const HOST_EXCEPTION: Self = Self(134);
    /// `System.Management.Automation.Host.PromptingException`
    pub const PROMPTING_EXCEPTION: Self = Self(135);
    /// `System.Management.Automation.NativeCommandExitException`
    pub const NATIVE_COMMAND_EXIT_EXCEPTION: Self = Self(136);
    /// `System.Management.Automation.ApplicationFailedException`
    pub const APPLICATION_FAILED_EXCEPTION: Self = Self(137);
    /// `System.Management.Automation.Remoting.PSRemotingDataStructureException`
    pub const PS_REMOTING_DATA_STRUCTURE_EXCEPTION: Self = Self(138);
    /// `System.Management.Automation.Remoting.PSRemotingTransportException`
    pub const PS_REMOTING_TRANSPORT_EXCEPTION: Self = Self(139);
    /// `System.Management.Automation.Runspaces.InvalidRunspaceStateException`
    pub const INVALID_RUNSPACE_STATE_EXCEPTION: Self = Self(140);
    /// `System.Management.Automation.Runspaces.InvalidRunspacePoolStateException`
    pub const INVALID_RUNSPACE_POOL_STATE_EXCEPTION: Self = Self(141);
    /// `System.Management.Automation.InvalidPowerShellStateException`
    pub const INVALID_PIPELINE_STATE_EXCEPTION: Self = Self(142);
    /// `Microsoft.PowerShell.Commands.WriteErrorException`
    pub const WRITE_ERROR_EXCEPTION: Self = Self(143);
    /// `System.Runtime.Serialization.SerializationException`
    pub const SERIALIZATION_EXCEPTION: Self = Self(144);
    /// `System.Xml.XmlException`
    pub const XML_EXCEPTION: Self = Self(145);
}

/// Full name and base of each constant above, in the order of their numbers.
pub(super) const TYPES: &[(&str, Option<TypeId>)] = &[
    ("System.Object", None),
    ("System.ValueType", Some(TypeId::OBJECT)),
    ("System.Enum", Some(TypeId::VALUE_TYPE)),
    ("System.Boolean", Some(TypeId::VALUE_TYPE)),
    ("System.Char", Some(TypeId::VALUE_TYPE)),
    ("System.SByte", Some(TypeId::VALUE_TYPE)),
    ("System.Byte", Some(TypeId::VALUE_TYPE)),
    ("System.Int16", Some(TypeId::VALUE_TYPE)),
    ("System.UInt16", Some(TypeId::VALUE_TYPE)),
    ("System.Int32", Some(TypeId::VALUE_TYPE)),
    ("System.UInt32", Some(TypeId::VALUE_TYPE)),
    ("System.Int64", Some(TypeId::VALUE_TYPE)),
    ("System.UInt64", Some(TypeId::VALUE_TYPE)),
    ("System.Single", Some(TypeId::VALUE_TYPE)),
    ("System.Double", Some(TypeId::VALUE_TYPE)),
    ("System.Decimal", Some(TypeId::VALUE_TYPE)),
    ("System.Numerics.BigInteger", Some(TypeId::VALUE_TYPE)),
    ("System.String", Some(TypeId::OBJECT)),
    ("System.DateTime", Some(TypeId::VALUE_TYPE)),
    ("System.DateTimeOffset", Some(TypeId::VALUE_TYPE)),
    ("System.TimeSpan", Some(TypeId::VALUE_TYPE)),
    ("System.Guid", Some(TypeId::VALUE_TYPE)),
    ("System.Version", Some(TypeId::OBJECT)),
    ("System.Management.Automation.SemanticVersion", Some(TypeId::OBJECT)),
    ("System.Uri", Some(TypeId::OBJECT)),
    ("System.Void", Some(TypeId::VALUE_TYPE)),
    ("System.Array", Some(TypeId::OBJECT)),
    ("System.Collections.ArrayList", Some(TypeId::OBJECT)),
    ("System.Collections.Hashtable", Some(TypeId::OBJECT)),
    ("System.Collections.Specialized.OrderedDictionary", Some(TypeId::OBJECT)),
    ("System.Management.Automation.OrderedHashtable", Some(TypeId::HASHTABLE)),
    ("System.Collections.SortedList", Some(TypeId::OBJECT)),
    ("System.Collections.Queue", Some(TypeId::OBJECT)),
    ("System.Collections.Stack", Some(TypeId::OBJECT)),
    ("System.Collections.DictionaryEntry", Some(TypeId::VALUE_TYPE)),
    ("System.Collections.Generic.List`1", Some(TypeId::OBJECT)),
    ("System.Collections.Generic.Dictionary`2", Some(TypeId::OBJECT)),
    ("System.Collections.Generic.Queue`1", Some(TypeId::OBJECT)),
    ("System.Collections.Generic.Stack`1", Some(TypeId::OBJECT)),
    ("System.Collections.Generic.HashSet`1", Some(TypeId::OBJECT)),
    ("System.Collections.Generic.KeyValuePair`2", Some(TypeId::VALUE_TYPE)),
    ("System.Collections.ObjectModel.Collection`1", Some(TypeId::OBJECT)),
    ("System.Collections.ObjectModel.ReadOnlyCollection`1", Some(TypeId::OBJECT)),
    ("System.Nullable`1", Some(TypeId::VALUE_TYPE)),
    ("System.DBNull", Some(TypeId::OBJECT)),
    ("System.Type", Some(TypeId::OBJECT)),
    ("System.RuntimeType", Some(TypeId::TYPE)),
    ("System.Xml.XmlDocument", Some(TypeId::OBJECT)),
    ("System.Management.Automation.PSObject", Some(TypeId::OBJECT)),
    ("System.Management.Automation.PSCustomObject", Some(TypeId::OBJECT)),
    ("System.Management.Automation.ScriptBlock", Some(TypeId::OBJECT)),
    ("System.Management.Automation.SwitchParameter", Some(TypeId::VALUE_TYPE)),
    ("System.Management.Automation.PSReference", Some(TypeId::OBJECT)),
    ("System.Security.SecureString", Some(TypeId::OBJECT)),
    ("System.Management.Automation.PSCredential", Some(TypeId::OBJECT)),
    ("System.Management.Automation.ErrorRecord", Some(TypeId::OBJECT)),
    ("System.Management.Automation.ErrorDetails", Some(TypeId::OBJECT)),
    ("System.Management.Automation.ErrorCategoryInfo", Some(TypeId::OBJECT)),
    ("System.Management.Automation.InvocationInfo", Some(TypeId::OBJECT)),
    ("System.Management.Automation.InformationalRecord", Some(TypeId::OBJECT)),
    ("System.Management.Automation.WarningRecord", Some(TypeId::INFORMATIONAL_RECORD)),
    ("System.Management.Automation.VerboseRecord", Some(TypeId::INFORMATIONAL_RECORD)),
    ("System.Management.Automation.DebugRecord", Some(TypeId::INFORMATIONAL_RECORD)),
    ("System.Management.Automation.InformationRecord", Some(TypeId::OBJECT)),
    ("System.Management.Automation.HostInformationMessage", Some(TypeId::OBJECT)),
    ("System.Management.Automation.ProgressRecord", Some(TypeId::OBJECT)),
    ("System.Management.Automation.Remoting.OriginInfo", Some(TypeId::OBJECT)),
    ("System.Management.Automation.Host.Coordinates", Some(TypeId::VALUE_TYPE)),
    ("System.Management.Automation.Host.Size", Some(TypeId::VALUE_TYPE)),
    ("System.Management.Automation.Host.Rectangle", Some(TypeId::VALUE_TYPE)),
    ("System.Management.Automation.Host.KeyInfo", Some(TypeId::VALUE_TYPE)),
    ("System.Management.Automation.Host.BufferCell", Some(TypeId::VALUE_TYPE)),
    ("System.Management.Automation.Host.ChoiceDescription", Some(TypeId::OBJECT)),
    ("System.Management.Automation.Host.FieldDescription", Some(TypeId::OBJECT)),
    ("System.Exception", Some(TypeId::OBJECT)),
    ("System.SystemException", Some(TypeId::EXCEPTION)),
    ("System.ApplicationException", Some(TypeId::EXCEPTION)),
    ("System.ArgumentException", Some(TypeId::SYSTEM_EXCEPTION)),
    ("System.ArgumentNullException", Some(TypeId::ARGUMENT_EXCEPTION)),
    ("System.ArgumentOutOfRangeException", Some(TypeId::ARGUMENT_EXCEPTION)),
    ("System.ArithmeticException", Some(TypeId::SYSTEM_EXCEPTION)),
    ("System.DivideByZeroException", Some(TypeId::ARITHMETIC_EXCEPTION)),
    ("System.OverflowException", Some(TypeId::ARITHMETIC_EXCEPTION)),
    ("System.FormatException", Some(TypeId::SYSTEM_EXCEPTION)),
    ("System.InvalidCastException", Some(TypeId::SYSTEM_EXCEPTION)),
    ("System.InvalidOperationException", Some(TypeId::SYSTEM_EXCEPTION)),
    ("System.ObjectDisposedException", Some(TypeId::INVALID_OPERATION_EXCEPTION)),
    ("System.NotSupportedException", Some(TypeId::SYSTEM_EXCEPTION)),
    ("System.NotImplementedException", Some(TypeId::SYSTEM_EXCEPTION)),
    ("System.NullReferenceException", Some(TypeId::SYSTEM_EXCEPTION)),
    ("System.IndexOutOfRangeException", Some(TypeId::SYSTEM_EXCEPTION)),
    ("System.Collections.Generic.KeyNotFoundException", Some(TypeId::SYSTEM_EXCEPTION)),
    ("System.TimeoutException", Some(TypeId::SYSTEM_EXCEPTION)),
    ("System.UnauthorizedAccessException", Some(TypeId::SYSTEM_EXCEPTION)),
    ("System.OutOfMemoryException", Some(TypeId::SYSTEM_EXCEPTION)),
    ("System.IO.IOException", Some(TypeId::SYSTEM_EXCEPTION)),
    ("System.IO.FileNotFoundException", Some(TypeId::IO_EXCEPTION)),
    ("System.IO.DirectoryNotFoundException", Some(TypeId::IO_EXCEPTION)),
    ("System.Management.Automation.RuntimeException", Some(TypeId::SYSTEM_EXCEPTION)),
    ("System.Management.Automation.PipelineStoppedException", Some(TypeId::RUNTIME_EXCEPTION)),
    ("System.Management.Automation.ActionPreferenceStopException", Some(TypeId::RUNTIME_EXCEPTION)),
    ("System.Management.Automation.CmdletInvocationException", Some(TypeId::RUNTIME_EXCEPTION)),
    ("System.Management.Automation.CommandNotFoundException", Some(TypeId::RUNTIME_EXCEPTION)),
    ("System.Management.Automation.ParameterBindingException", Some(TypeId::RUNTIME_EXCEPTION)),
    ("System.Management.Automation.ParseException", Some(TypeId::RUNTIME_EXCEPTION)),
    ("System.Management.Automation.IncompleteParseException", Some(TypeId::PARSE_EXCEPTION)),
    ("System.Management.Automation.MethodException", Some(TypeId::EXTENDED_TYPE_SYSTEM_EXCEPTION)),
    ("System.Management.Automation.MethodInvocationException", Some(TypeId::METHOD_EXCEPTION)),
    ("System.Management.Automation.ExtendedTypeSystemException", Some(TypeId::RUNTIME_EXCEPTION)),
    (
        "System.Management.Automation.GetValueException",
        Some(TypeId::EXTENDED_TYPE_SYSTEM_EXCEPTION),
    ),
    (
        "System.Management.Automation.SetValueException",
        Some(TypeId::EXTENDED_TYPE_SYSTEM_EXCEPTION),
    ),
    ("System.Management.Automation.SetValueInvocationException", Some(TypeId::SET_VALUE_EXCEPTION)),
    ("System.Management.Automation.GetValueInvocationException", Some(TypeId::GET_VALUE_EXCEPTION)),
    (
        "System.Management.Automation.PropertyNotFoundException",
        Some(TypeId::EXTENDED_TYPE_SYSTEM_EXCEPTION),
    ),
    ("System.Management.Automation.PSInvalidCastException", Some(TypeId::INVALID_CAST_EXCEPTION)),
    (
        "System.Management.Automation.PSInvalidOperationException",
        Some(TypeId::INVALID_OPERATION_EXCEPTION),
    ),
    ("System.Management.Automation.PSNotSupportedException", Some(TypeId::NOT_SUPPORTED_EXCEPTION)),
    (
        "System.Management.Automation.PSNotImplementedException",
        Some(TypeId::NOT_IMPLEMENTED_EXCEPTION),
    ),
    ("System.Management.Automation.PSArgumentException", Some(TypeId::ARGUMENT_EXCEPTION)),
    ("System.Management.Automation.PSArgumentNullException", Some(TypeId::ARGUMENT_NULL_EXCEPTION)),
    (
        "System.Management.Automation.PSArgumentOutOfRangeException",
        Some(TypeId::ARGUMENT_OUT_OF_RANGE_EXCEPTION),
    ),
    ("System.Management.Automation.PSSecurityException", Some(TypeId::RUNTIME_EXCEPTION)),
    ("System.Management.Automation.MetadataException", Some(TypeId::RUNTIME_EXCEPTION)),
    (
        "System.Management.Automation.ArgumentTransformationMetadataException",
        Some(TypeId::METADATA_EXCEPTION),
    ),
    ("System.Management.Automation.ValidationMetadataException", Some(TypeId::METADATA_EXCEPTION)),
    ("System.Management.Automation.SessionStateException", Some(TypeId::RUNTIME_EXCEPTION)),
    ("System.Management.Automation.ItemNotFoundException", Some(TypeId::SESSION_STATE_EXCEPTION)),
    ("System.Management.Automation.DriveNotFoundException", Some(TypeId::SESSION_STATE_EXCEPTION)),
    (
        "System.Management.Automation.ProviderNotFoundException",
        Some(TypeId::SESSION_STATE_EXCEPTION),
    ),
    (
        "System.Management.Automation.SessionStateUnauthorizedAccessException",
        Some(TypeId::SESSION_STATE_EXCEPTION),
    ),
    (
        "System.Management.Automation.SessionStateOverflowException",
        Some(TypeId::SESSION_STATE_EXCEPTION),
    ),
    ("System.Management.Automation.ProviderInvocationException", Some(TypeId::RUNTIME_EXCEPTION)),
    ("System.Management.Automation.ScriptCallDepthException", Some(TypeId::SYSTEM_EXCEPTION)),
    ("System.Management.Automation.RemoteException", Some(TypeId::RUNTIME_EXCEPTION)),
    ("System.Management.Automation.Host.HostException", Some(TypeId::RUNTIME_EXCEPTION)),
    ("System.Management.Automation.Host.PromptingException", Some(TypeId::HOST_EXCEPTION)),
    ("System.Management.Automation.NativeCommandExitException", Some(TypeId::RUNTIME_EXCEPTION)),
    ("System.Management.Automation.ApplicationFailedException", Some(TypeId::RUNTIME_EXCEPTION)),
    (
        "System.Management.Automation.Remoting.PSRemotingDataStructureException",
        Some(TypeId::RUNTIME_EXCEPTION),
    ),
    (
        "System.Management.Automation.Remoting.PSRemotingTransportException",
        Some(TypeId::RUNTIME_EXCEPTION),
    ),
    (
        "System.Management.Automation.Runspaces.InvalidRunspaceStateException",
        Some(TypeId::SYSTEM_EXCEPTION),
    ),
    (
        "System.Management.Automation.Runspaces.InvalidRunspacePoolStateException",
        Some(TypeId::SYSTEM_EXCEPTION),
    ),
    (
        "System.Management.Automation.InvalidPowerShellStateException",
        Some(TypeId::SYSTEM_EXCEPTION),
    ),
    ("Microsoft.PowerShell.Commands.WriteErrorException", Some(TypeId::SYSTEM_EXCEPTION)),
    ("System.Runtime.Serialization.SerializationException", Some(TypeId::SYSTEM_EXCEPTION)),
    ("System.Xml.XmlException", Some(TypeId::SYSTEM_EXCEPTION)),
];

/// The assembly part of a type's assembly-qualified name, by name space.
pub(super) fn assembly_of(full_name: &str) -> &'static str {
    const CORE: &str = "System.Private.CoreLib, Version=10.0.0.0, Culture=neutral, PublicKeyToken=7cec85d7bea7798e";
    const AUTOMATION: &str = "System.Management.Automation, Version=7.6.0.500, Culture=neutral, PublicKeyToken=31bf3856ad364e35";
    const BY_PREFIX: &[(&str, &str)] = &[
        ("System.Management.Automation.", AUTOMATION),
        ("Microsoft.PowerShell.", AUTOMATION),
        (
            "System.Xml.",
            "System.Private.Xml, Version=10.0.0.0, Culture=neutral, PublicKeyToken=cc7b13ffcd2ddd51",
        ),
        (
            "System.Uri",
            "System.Private.Uri, Version=10.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a",
        ),
        (
            "System.Numerics.",
            "System.Runtime.Numerics, Version=10.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a",
        ),
        (
            "System.Diagnostics.Process",
            "System.Diagnostics.Process, Version=10.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a",
        ),
        (
            "System.Text.RegularExpressions.",
            "System.Text.RegularExpressions, Version=10.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a",
        ),
    ];
    BY_PREFIX
        .iter()
        .find(|(prefix, _)| full_name.starts_with(prefix))
        .map_or(CORE, |(_, assembly)| assembly)
}
