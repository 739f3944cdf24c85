//! Error ids and message texts of definitions and of whole scripts. `{0}` and `{1}` stand for arguments.

use super::{Message, message};

// Script blocks and functions.

pub(crate) const MISSING_END_CURLY_BRACE: Message =
    message("MissingEndCurlyBrace", "Missing closing '}' in statement block or type definition.");
pub(crate) const MISSING_NAME_AFTER_KEYWORD: Message =
    message("MissingNameAfterKeyword", "Missing name after {0} keyword.");
pub(crate) const MISSING_FUNCTION_BODY: Message =
    message("MissingFunctionBody", "Missing function body in function declaration.");
pub(crate) const MISSING_END_PARENTHESIS_IN_FUNCTION_PARAMETER_LIST: Message = message(
    "MissingEndParenthesisInFunctionParameterList",
    "Missing ')' in function parameter list.",
);
pub(crate) const INVALID_FUNCTION_PARAMETER: Message = message(
    "InvalidFunctionParameter",
    "A parameter list consists of variable names, with or without default values, separated by commas.",
);
pub(crate) const DUPLICATE_FORMAL_PARAMETER: Message =
    message("DuplicateFormalParameter", "Duplicate parameter ${0} in parameter list.");
pub(crate) const ONLY_ONE_PARAMETER_LIST_ALLOWED: Message = message(
    "OnlyOneParameterListAllowed",
    "The param statement cannot be used if arguments were specified in the function declaration.",
);
pub(crate) const DUPLICATE_SCRIPT_COMMAND_CLAUSE: Message = message(
    "DuplicateScriptCommandClause",
    "Script command clause '{0}' has already been defined.",
);
pub(crate) const MISSING_NAMED_BLOCKS: Message = message(
    "MissingNamedBlocks",
    "unexpected token '{0}', expected 'begin', 'process', 'end', 'clean', or 'dynamicparam'.",
);
pub(crate) const MISSING_NAMED_STATEMENT_BLOCK: Message =
    message("MissingNamedStatementBlock", "Missing statement block after '{0}'.");
pub(crate) const WORKFLOW_NOT_SUPPORTED_IN_POWER_SHELL_CORE: Message =
    message("WorkflowNotSupportedInPowerShellCore", "Workflow is not supported in PowerShell 6+.");

// Classes and enums.

pub(crate) const MISSING_TYPE_BODY: Message =
    message("MissingTypeBody", "Missing '{0}' body in '{0}' declaration.");
pub(crate) const TYPE_NAME_EXPECTED: Message = message("TypeNameExpected", "Type name expected.");
pub(crate) const INCOMPLETE_MEMBER_DEFINITION: Message =
    message("IncompleteMemberDefinition", "Missing a property name or method definition.");
pub(crate) const MISSING_PROPERTY_TERMINATOR: Message =
    message("MissingPropertyTerminator", "Missing ';' or end-of-line in property definition.");
pub(crate) const MISSING_METHOD_PARAMETER_LIST: Message =
    message("MissingMethodParameterList", "Missing '(' in class method parameter list.");
pub(crate) const MISSING_BASE_CTOR_CALL: Message =
    message("MissingBaseCtorCall", "Missing 'base' after ':' in a base class constructor call.");
pub(crate) const TOO_MANY_TYPES: Message =
    message("TooManyTypes", "A class member can have only one type.");
pub(crate) const DUPLICATE_QUALIFIER: Message =
    message("DuplicateQualifier", "Duplicate '{0}' qualifier");
pub(crate) const INVALID_UNDERLYING_TYPE: Message = message(
    "InvalidUnderlyingType",
    "'{0}' is not a valid underlying type for enums. Expected a builtin integral type (one of byte, sbyte, short, ushort, int, uint, long or ulong)",
);
pub(crate) const MEMBER_ALREADY_DEFINED: Message =
    message("MemberAlreadyDefined", "The member '{0}' is already defined.");
pub(crate) const TYPE_NOT_ALLOWED_FOR_PROPERTY: Message =
    message("TypeNotAllowedForProperty", "The type '{0}' is not allowed on a property.");
pub(crate) const NON_STATIC_MEMBER_ACCESS_IN_STATIC_MEMBER: Message = message(
    "NonStaticMemberAccessInStaticMember",
    "Cannot access the non-static member '{0}' in a static method or initializer of a static property.",
);
pub(crate) const MULTIPLE_TYPE_CONSTRAINTS_ON_METHOD_PARAM: Message = message(
    "MultipleTypeConstraintsOnMethodParam",
    "Multiple type constraints are not allowed on a method parameter.",
);
pub(crate) const CONSTRUCTOR_CANT_HAVE_RETURN_TYPE: Message =
    message("ConstructorCantHaveReturnType", "A constructor has no return type.");
pub(crate) const NAMED_BLOCK_NOT_ALLOWED_IN_METHOD: Message =
    message("NamedBlockNotAllowedInMethod", "A named block is not allowed in a class method.");
pub(crate) const PARAM_BLOCK_NOT_ALLOWED_IN_METHOD: Message =
    message("ParamBlockNotAllowedInMethod", "A param block is not allowed in a class method.");
pub(crate) const METHOD_HAS_CODE_PATH_NOT_RETURN: Message =
    message("MethodHasCodePathNotReturn", "Not all code path returns value within method.");
pub(crate) const VOID_METHOD_HAS_RETURN: Message =
    message("VoidMethodHasReturn", "Invalid return statement within void method.");
pub(crate) const NON_VOID_METHOD_MISSING_RETURN_VALUE: Message =
    message("NonVoidMethodMissingReturnValue", "Invalid return statement within non-void method.");
pub(crate) const VARIABLE_NOT_LOCAL: Message =
    message("VariableNotLocal", "Variable is not assigned in the method.");
pub(crate) const MISSING_THIS: Message =
    message("MissingThis", "Cannot assign property, use '{0}{1}'.");
pub(crate) const MISSING_TYPE_IN_STATIC_PROPERTY_ASSIGNMENT: Message =
    message("MissingTypeInStaticPropertyAssignment", "Cannot assign property, use '{0}{1}'.");
pub(crate) const DSC_RESOURCE_INVALID_GET_METHOD: Message = message(
    "DscResourceInvalidGetMethod",
    "Invalid Get method. Get method must return [{0}] and accepts no parameters.",
);
pub(crate) const DSC_RESOURCE_MISSING_GET_METHOD: Message = message(
    "DscResourceMissingGetMethod",
    "The DSC resource '{0}' has no Get method that returns [{0}] and accepts no parameters.",
);
pub(crate) const DSC_RESOURCE_MISSING_SET_METHOD: Message = message(
    "DscResourceMissingSetMethod",
    "The DSC resource '{0}' has no Set method that returns [void] and accepts no parameters.",
);
pub(crate) const DSC_RESOURCE_MISSING_TEST_METHOD: Message = message(
    "DscResourceMissingTestMethod",
    "The DSC resource '{0}' has no Test method that returns [bool] and accepts no parameters.",
);
pub(crate) const DSC_RESOURCE_MISSING_KEY_PROPERTY: Message = message(
    "DscResourceMissingKeyProperty",
    "The DSC resource '{0}' has no property with [DscProperty(Key)].",
);

// Using and #requires.

pub(crate) const MISSING_USING_STATEMENT_DIRECTIVE: Message =
    message("MissingUsingStatementDirective", "Missing using directive");
pub(crate) const MISSING_USING_ITEM_NAME: Message =
    message("MissingUsingItemName", "Missing using name");
pub(crate) const MISSING_NAMESPACE_ALIAS: Message =
    message("MissingNamespaceAlias", "Missing namespace alias");
pub(crate) const MISSING_EQUALS_IN_USING_ALIAS: Message =
    message("MissingEqualsInUsingAlias", "Missing '=' operator");
pub(crate) const INVALID_VALUE_FOR_USING_ITEM_NAME: Message =
    message("InvalidValueForUsingItemName", "'{0}' is not a valid value for using name.");
pub(crate) const INVALID_NAMESPACE_VALUE: Message = message(
    "InvalidNamespaceValue",
    "The specified namespace in the 'using' statement contains invalid characters.",
);
pub(crate) const USING_STATEMENT_NOT_SUPPORTED: Message =
    message("UsingStatementNotSupported", "This syntax of the 'using' statement is not supported.");
pub(crate) const USING_MUST_BE_AT_START_OF_SCRIPT: Message = message(
    "UsingMustBeAtStartOfScript",
    "A 'using' statement must appear before any other statements in a script.",
);
pub(crate) const MISSING_STATEMENT_TERMINATOR: Message =
    message("MissingStatementTerminator", "Missing a newline or semicolon.");
pub(crate) const WILD_CARD_MODULE_NAME_ERROR: Message =
    message("WildCardModuleNameError", "Wildcard characters are not supported for module names.");
pub(crate) const CANNOT_LOAD_ASSEMBLY_WITH_URI_SCHEMA: Message =
    message("CannotLoadAssemblyWithUriSchema", "Cannot use assembly with uri schema '{0}'.");
pub(crate) const CANNOT_LOAD_ASSEMBLY_FROM_UNC_PATH: Message =
    message("CannotLoadAssemblyFromUncPath", "Cannot use assembly with an UNC path: '{0}'.");
pub(crate) const MODULE_NOT_FOUND_DURING_PARSE: Message =
    message("ModuleNotFoundDuringParse", "Could not find the module '{0}'.");
pub(crate) const REQUIRES_ARGUMENT_MUST_BE_CONSTANT: Message =
    message("RequiresArgumentMustBeConstant", "Argument must be constant.");
pub(crate) const REQUIRES_MODULE_INVALID: Message =
    message("RequiresModuleInvalid", "The argument for the Module parameter is not valid. {0}");
pub(crate) const REQUIRES_PS_EDITION_INVALID: Message = message(
    "RequiresPSEditionInvalid",
    "The argument for the {0} parameter is not valid. Specify a valid PowerShell edition.",
);
pub(crate) const REQUIRES_VERSION_INVALID: Message = message(
    "RequiresVersionInvalid",
    "The argument for the version parameter is not a valid version number.",
);
pub(crate) const REQUIRES_INVALID_STRING_ARGUMENT: Message = message(
    "RequiresInvalidStringArgument",
    "The argument of the {0} parameter has to be a string.",
);
pub(crate) const REQUIRES_PS_EDITION_VALUE_IS_ALREADY_SPECIFIED: Message = message(
    "RequiresPSEditionValueIsAlreadySpecified",
    "The {0} parameter names an edition twice.",
);
pub(crate) const PARAMETER_ALREADY_BOUND: Message = message(
    "ParameterAlreadyBound",
    "Cannot bind parameter because parameter '{0}' is specified more than once. To provide multiple values to parameters that can accept multiple values, use the array syntax. For example, \"-parameter value1,value2,value3\".",
);
pub(crate) const PARAMETER_CANNOT_HAVE_ARGUMENT: Message =
    message("ParameterCannotHaveArgument", "Parameter {0} cannot have an argument.");
pub(crate) const SCRIPT_REQUIRES_INVALID_FORMAT: Message =
    message("ScriptRequiresInvalidFormat", "The #requires statement is not valid.");

// Data sections.

pub(crate) const CMDLET_NOT_IN_ALLOWED_LIST_FOR_DATA_SECTION: Message = message(
    "CmdletNotInAllowedListForDataSection",
    "The command '{0}' is not allowed in restricted language mode or a Data section.",
);
pub(crate) const VARIABLE_REFERENCE_NOT_SUPPORTED_IN_DATA_SECTION: Message = message(
    "VariableReferenceNotSupportedInDataSection",
    "A variable that cannot be referenced in restricted language mode or a Data section is being referenced. Variables that can be referenced include the following: {0}.",
);
pub(crate) const OPERATOR_NOT_SUPPORTED_IN_DATA_SECTION: Message = message(
    "OperatorNotSupportedInDataSection",
    "The '{0}' operator is not allowed in restricted language mode or a Data section.",
);
pub(crate) const REDIRECTION_NOT_SUPPORTED_IN_DATA_SECTION: Message = message(
    "RedirectionNotSupportedInDataSection",
    "Redirection is not allowed in restricted language mode or a Data section.",
);
pub(crate) const DOT_SOURCING_NOT_SUPPORTED_IN_DATA_SECTION: Message = message(
    "DotSourcingNotSupportedInDataSection",
    "Dot sourcing is not allowed in restricted language mode or a Data section.",
);
pub(crate) const SCRIPT_BLOCK_NOT_SUPPORTED_IN_DATA_SECTION: Message = message(
    "ScriptBlockNotSupportedInDataSection",
    "Script block literals are not allowed in restricted language mode or a Data section.",
);
pub(crate) const ARRAY_REFERENCE_NOT_SUPPORTED_IN_DATA_SECTION: Message = message(
    "ArrayReferenceNotSupportedInDataSection",
    "Array references are not allowed in restricted language mode or a Data section.",
);
pub(crate) const METHOD_CALL_NOT_SUPPORTED_IN_DATA_SECTION: Message = message(
    "MethodCallNotSupportedInDataSection",
    "Method calls are not allowed in restricted language mode or a Data section.",
);
pub(crate) const PROPERTY_REFERENCE_NOT_SUPPORTED_IN_DATA_SECTION: Message = message(
    "PropertyReferenceNotSupportedInDataSection",
    "Property references are not allowed in restricted language mode or a Data section.",
);
pub(crate) const TYPE_NOT_ALLOWED_IN_DATA_SECTION: Message = message(
    "TypeNotAllowedInDataSection",
    "The type {0} is not allowed in restricted language mode or a Data section.",
);
pub(crate) const ASSIGNMENT_STATEMENT_NOT_SUPPORTED_IN_DATA_SECTION: Message = message(
    "AssignmentStatementNotSupportedInDataSection",
    "Assignment statements are not allowed in restricted language mode or a Data section.",
);
pub(crate) const FOR_WHILE_STATEMENT_NOT_SUPPORTED_IN_DATA_SECTION: Message = message(
    "ForWhileStatementNotSupportedInDataSection",
    "For and While statements are not allowed in restricted language mode or a Data section.",
);
pub(crate) const DO_WHILE_STATEMENT_NOT_SUPPORTED_IN_DATA_SECTION: Message = message(
    "DoWhileStatementNotSupportedInDataSection",
    "Do and While statements are not allowed in restricted language mode or a Data section.",
);
pub(crate) const FOREACH_STATEMENT_NOT_SUPPORTED_IN_DATA_SECTION: Message = message(
    "ForeachStatementNotSupportedInDataSection",
    "Foreach statements are not allowed in restricted language mode or a Data section.",
);
pub(crate) const SWITCH_STATEMENT_NOT_SUPPORTED_IN_DATA_SECTION: Message = message(
    "SwitchStatementNotSupportedInDataSection",
    "The Switch statement is not allowed in restricted language mode or a Data section.",
);
pub(crate) const TRY_STATEMENT_NOT_SUPPORTED_IN_DATA_SECTION: Message = message(
    "TryStatementNotSupportedInDataSection",
    "The Try statement is not allowed in restricted language mode or a Data section.",
);
pub(crate) const TRAP_STATEMENT_NOT_SUPPORTED_IN_DATA_SECTION: Message = message(
    "TrapStatementNotSupportedInDataSection",
    "The Trap statement is not allowed in restricted language mode or a Data section.",
);
pub(crate) const FLOW_CONTROL_STATEMENT_NOT_SUPPORTED_IN_DATA_SECTION: Message = message(
    "FlowControlStatementNotSupportedInDataSection",
    "Flow control statements such as Break, Continue, Return, Exit, and Throw are not allowed in restricted language mode or a Data section.",
);
pub(crate) const FUNCTION_DECLARATION_NOT_SUPPORTED_IN_DATA_SECTION: Message = message(
    "FunctionDeclarationNotSupportedInDataSection",
    "Function declarations are not allowed in restricted language mode or a Data section.",
);
pub(crate) const DATA_SECTION_STATEMENT_NOT_SUPPORTED_IN_DATA_SECTION: Message = message(
    "DataSectionStatementNotSupportedInDataSection",
    "The data statement is not allowed in restricted language mode or another Data section.",
);
pub(crate) const ATTRIBUTE_NOT_SUPPORTED_IN_DATA_SECTION: Message = message(
    "AttributeNotSupportedInDataSection",
    "Attributes are not allowed in restricted language mode or a Data section.",
);
