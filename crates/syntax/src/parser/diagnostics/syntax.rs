//! Error ids and message texts. `{0}` and `{1}` stand for arguments.

use super::{Message, message};

// Strings, numbers and single tokens.

pub(crate) const TERMINATOR_EXPECTED_AT_END_OF_STRING: Message =
    message("TerminatorExpectedAtEndOfString", "The string is missing the terminator: {0}.");
pub(crate) const INCOMPLETE_STRING: Message =
    message("IncompleteString", "Incomplete string token.");
pub(crate) const UNEXPECTED_CHARACTERS_AFTER_HERE_STRING_HEADER: Message = message(
    "UnexpectedCharactersAfterHereStringHeader",
    "No characters are allowed after a here-string header but before the end of the line.",
);
pub(crate) const WHITESPACE_BEFORE_HERE_STRING_FOOTER: Message = message(
    "WhitespaceBeforeHereStringFooter",
    "White space is not allowed before the string terminator.",
);
pub(crate) const INVALID_UNICODE_ESCAPE_SEQUENCE: Message = message(
    "InvalidUnicodeEscapeSequence",
    "The Unicode escape sequence is not valid. A valid sequence is `u{ followed by one to six hex digits and a closing '}'.",
);
pub(crate) const INVALID_UNICODE_ESCAPE_SEQUENCE_VALUE: Message = message(
    "InvalidUnicodeEscapeSequenceValue",
    "The Unicode escape sequence value is out of range. The maximum value is 0x10FFFF.",
);
pub(crate) const MISSING_UNICODE_ESCAPE_SEQUENCE_TERMINATOR: Message = message(
    "MissingUnicodeEscapeSequenceTerminator",
    "The closing '}' of the Unicode escape sequence is missing.",
);
pub(crate) const TOO_MANY_DIGITS_IN_UNICODE_ESCAPE_SEQUENCE: Message = message(
    "TooManyDigitsInUnicodeEscapeSequence",
    "A Unicode escape sequence can have at most six hex digits between its braces.",
);
pub(crate) const MISSING_TERMINATOR_MULTI_LINE_COMMENT: Message = message(
    "MissingTerminatorMultiLineComment",
    "The terminator '{0}' is missing from the multiline comment.",
);
pub(crate) const UNRECOGNIZED_TOKEN: Message =
    message("UnrecognizedToken", "Unrecognized token in source text.");
pub(crate) const BAD_NUMERIC_CONSTANT: Message =
    message("BadNumericConstant", "The numeric constant {0} is not valid.");

// Variables.

pub(crate) const INCOMPLETE_DOLLAR_SUBEXPRESSION_REFERENCE: Message = message(
    "IncompleteDollarSubexpressionReference",
    "$(subexpression) is missing the closing ')'.",
);
pub(crate) const INCOMPLETE_DOLLAR_VARIABLE_REFERENCE: Message = message(
    "IncompleteDollarVariableReference",
    "${{variable}} reference starting is missing the closing '}}'.",
);
pub(crate) const EMPTY_VARIABLE_REFERENCE: Message = message(
    "EmptyVariableReference",
    "An empty ${} variable reference was found. A name is required inside the braces.",
);
pub(crate) const OPEN_BRACE_NEEDS_TO_BE_BACK_TICKED_IN_VARIABLE_NAME: Message =
    message("OpenBraceNeedsToBeBackTickedInVariableName", "Use `{ instead of { in variable names.");
pub(crate) const INVALID_BRACED_VARIABLE_REFERENCE: Message = message(
    "InvalidBracedVariableReference",
    "Variable reference is not valid. The variable name is missing.",
);
pub(crate) const INVALID_VARIABLE_REFERENCE: Message = message(
    "InvalidVariableReference",
    "Variable reference is not valid. '$' was not followed by a valid variable name character. Consider using ${} to delimit the name.",
);
pub(crate) const INVALID_VARIABLE_REFERENCE_WITH_DRIVE: Message = message(
    "InvalidVariableReferenceWithDrive",
    "Variable reference is not valid. ':' was not followed by a valid variable name character. Consider using ${} to delimit the name.",
);
pub(crate) const SPLATTING_NOT_PERMITTED: Message = message(
    "SplattingNotPermitted",
    "The splatting operator '@' cannot be used to reference variables in an expression. '@{0}' can be used only as an argument to a command. To reference variables in an expression use '${0}'.",
);
pub(crate) const SPLATTING_NOT_PERMITTED_IN_ARGUMENT_LIST: Message = message(
    "SplattingNotPermittedInArgumentList",
    "Splatted variables like '@{0}' cannot be part of a comma-separated list of arguments.",
);

// Expressions.

pub(crate) const INVALID_USING_EXPRESSION: Message =
    message("InvalidUsingExpression", "Expression is not allowed in a Using expression.");
pub(crate) const UNEXPECTED_TOKEN: Message =
    message("UnexpectedToken", "Unexpected token '{0}' in expression or statement.");
pub(crate) const EXPECTED_VALUE_EXPRESSION: Message = message(
    "ExpectedValueExpression",
    "You must provide a value expression following the '{0}' operator.",
);
pub(crate) const EXPECTED_EXPRESSION: Message =
    message("ExpectedExpression", "An expression was expected after '('.");
pub(crate) const MISSING_EXPRESSION_AFTER_OPERATOR: Message =
    message("MissingExpressionAfterOperator", "Missing expression after unary operator '{0}'.");
pub(crate) const MISSING_EXPRESSION_AFTER_TOKEN: Message =
    message("MissingExpressionAfterToken", "Missing expression after '{0}'.");
pub(crate) const MISSING_COLON_IN_TERNARY_EXPRESSION: Message =
    message("MissingColonInTernaryExpression", "Missing ':' in the ternary expression.");
pub(crate) const MISSING_END_PARENTHESIS_IN_EXPRESSION: Message =
    message("MissingEndParenthesisInExpression", "Missing closing ')' in expression.");
pub(crate) const MISSING_END_PARENTHESIS_IN_SUBEXPRESSION: Message =
    message("MissingEndParenthesisInSubexpression", "Missing closing ')' in subexpression.");
pub(crate) const MISSING_END_PARENTHESIS_IN_METHOD_CALL: Message =
    message("MissingEndParenthesisInMethodCall", "Missing ')' in method call.");
pub(crate) const MISSING_PROPERTY_NAME: Message =
    message("MissingPropertyName", "Missing property name after reference operator.");
pub(crate) const MISSING_ARRAY_INDEX_EXPRESSION: Message =
    message("MissingArrayIndexExpression", "Array index expression is missing or not valid.");
pub(crate) const MISSING_END_SQUARE_BRACKET: Message =
    message("MissingEndSquareBracket", "Missing ']' after array index expression.");
pub(crate) const MISSING_EQUALS_IN_HASH_LITERAL: Message =
    message("MissingEqualsInHashLiteral", "Missing '=' operator after key in hash literal.");
pub(crate) const MISSING_STATEMENT_IN_HASH_LITERAL: Message =
    message("MissingStatementInHashLiteral", "Missing statement after '=' in hash literal.");
pub(crate) const DUPLICATE_KEY_IN_HASH_LITERAL: Message =
    message("DuplicateKeyInHashLiteral", "Duplicate keys '{0}' are not allowed in hash literals.");
pub(crate) const INVALID_LEFT_HAND_SIDE: Message = message(
    "InvalidLeftHandSide",
    "The assignment expression is not valid. The input to an assignment operator must be an object that is able to accept assignments, such as a variable or a property.",
);
pub(crate) const OPERATOR_REQUIRES_VARIABLE_OR_PROPERTY: Message = message(
    "OperatorRequiresVariableOrProperty",
    "The '{0}' operator works only on variables or on properties.",
);
pub(crate) const ORDERED_ATTRIBUTE_ONLY_ON_HASH_LITERAL_NODE: Message = message(
    "OrderedAttributeOnlyOnHashLiteralNode",
    "The {0} attribute can be specified only on a hash literal node.",
);

// Pipelines and commands.

pub(crate) const EMPTY_PIPE_ELEMENT: Message =
    message("EmptyPipeElement", "An empty pipe element is not allowed.");
pub(crate) const EMPTY_PIPELINE_CHAIN_ELEMENT: Message = message(
    "EmptyPipelineChainElement",
    "A pipeline chain operator must be followed by a pipeline.",
);
pub(crate) const BACKGROUND_OPERATOR_IN_PIPELINE_CHAIN: Message = message(
    "BackgroundOperatorInPipelineChain",
    "Background operators can only be used at the end of a pipeline chain.",
);
pub(crate) const EXPRESSIONS_MUST_BE_FIRST_IN_PIPELINE: Message = message(
    "ExpressionsMustBeFirstInPipeline",
    "Expressions are only allowed as the first element of a pipeline.",
);
pub(crate) const MISSING_EXPRESSION: Message =
    message("MissingExpression", "Missing expression after '{0}' in pipeline element.");
pub(crate) const MISSING_ARGUMENT: Message =
    message("MissingArgument", "Missing argument in parameter list.");
pub(crate) const PARAMETER_REQUIRES_ARGUMENT: Message =
    message("ParameterRequiresArgument", "Parameter {0} requires an argument.");
pub(crate) const MISSING_FILE_SPECIFICATION: Message =
    message("MissingFileSpecification", "Missing file specification after redirection operator.");
pub(crate) const REDIRECTION_NOT_SUPPORTED: Message =
    message("RedirectionNotSupported", "The '{0}' operator is reserved for future use.");
pub(crate) const STREAM_ALREADY_REDIRECTED: Message =
    message("StreamAlreadyRedirected", "The {0} for this command is already redirected.");

// Types and attributes.

pub(crate) const MISSING_TYPENAME: Message =
    message("MissingTypename", "Missing type name after '['.");
pub(crate) const END_SQUARE_BRACKET_EXPECTED_AT_END_OF_ATTRIBUTE: Message = message(
    "EndSquareBracketExpectedAtEndOfAttribute",
    "Missing ] at end of attribute or type literal.",
);
pub(crate) const END_SQUARE_BRACKET_EXPECTED_AT_END_OF_TYPE: Message =
    message("EndSquareBracketExpectedAtEndOfType", "Missing ']' at the end of the type name.");
pub(crate) const MISSING_ASSEMBLY_NAME_SPECIFICATION: Message = message(
    "MissingAssemblyNameSpecification",
    "The type name is missing the assembly name specification.",
);
pub(crate) const ARRAY_HAS_TOO_MANY_DIMENSIONS: Message =
    message("ArrayHasTooManyDimensions", "An array has at most 32 dimensions; this one has {0}.");
pub(crate) const UNEXPECTED_ATTRIBUTE: Message =
    message("UnexpectedAttribute", "Unexpected attribute '{0}'.");
pub(crate) const TYPE_NOT_ALLOWED_BEFORE_PARAM: Message =
    message("TypeNotAllowedBeforeParam", "The type {0} cannot stand in front of a param block.");
pub(crate) const TYPE_NOT_ALLOWED_BEFORE_STATEMENT: Message = message(
    "TypeNotAllowedBeforeStatement",
    "The type {0} cannot stand in front of this statement.",
);
pub(crate) const MISSING_EXPRESSION_IN_NAMED_ARGUMENT: Message =
    message("MissingExpressionInNamedArgument", "Missing statement after '=' in named argument.");
pub(crate) const DUPLICATE_NAMED_ARGUMENT: Message =
    message("DuplicateNamedArgument", "Duplicate named arguments '{0}' are not allowed.");
pub(crate) const PARAMETER_ATTRIBUTE_ARGUMENT_NEEDS_TO_BE_CONSTANT_OR_SCRIPT_BLOCK: Message =
    message(
        "ParameterAttributeArgumentNeedsToBeConstantOrScriptBlock",
        "Attribute argument must be a constant or a script block.",
    );
pub(crate) const PARAMETER_ATTRIBUTE_ARGUMENT_NEEDS_TO_BE_CONSTANT: Message = message(
    "ParameterAttributeArgumentNeedsToBeConstant",
    "Attribute argument must be a constant.",
);
pub(crate) const REFERENCE_NEEDS_TO_BE_BY_ITSELF_IN_TYPE_CONSTRAINT: Message = message(
    "ReferenceNeedsToBeByItselfInTypeConstraint",
    "Cannot use [ref] with other types in a type constraint.",
);
pub(crate) const REFERENCE_NEEDS_TO_BE_LAST_TYPE_IN_TYPE_CONVERSION: Message = message(
    "ReferenceNeedsToBeLastTypeInTypeConversion",
    "[ref] has to be the last type of a conversion.",
);
pub(crate) const VOID_TYPE_CONSTRAINT_NOT_ALLOWED: Message = message(
    "VoidTypeConstraintNotAllowed",
    "[void] cannot be used as a parameter type, or on the left side of an assignment.",
);
pub(crate) const TYPE_NOT_FOUND: Message = message("TypeNotFound", "Unable to find type [{0}].");
pub(crate) const CUSTOM_ATTRIBUTE_TYPE_NOT_FOUND: Message = message(
    "CustomAttributeTypeNotFound",
    "Cannot find the type for custom attribute '{0}'. Make sure that the assembly that contains this type is loaded.",
);
pub(crate) const ATTRIBUTE_NOT_ALLOWED_ON_DECLARATION: Message = message(
    "AttributeNotAllowedOnDeclaration",
    "Attribute '{0}' is not valid on this declaration. It is valid on '{1}' declarations only.",
);

// Conditions and loops.

pub(crate) const MISSING_OPEN_PARENTHESIS_IN_IF_STATEMENT: Message =
    message("MissingOpenParenthesisInIfStatement", "Missing '(' after '{0}' in if statement.");
pub(crate) const IF_STATEMENT_MISSING_CONDITION: Message =
    message("IfStatementMissingCondition", "Missing condition in if statement after '{0} ('.");
pub(crate) const MISSING_STATEMENT_BLOCK: Message =
    message("MissingStatementBlock", "Missing statement block after {0} ( condition ).");
pub(crate) const MISSING_STATEMENT_BLOCK_AFTER_ELSE: Message =
    message("MissingStatementBlockAfterElse", "Missing statement block after 'else' keyword.");
pub(crate) const MISSING_END_PARENTHESIS_AFTER_STATEMENT: Message = message(
    "MissingEndParenthesisAfterStatement",
    "Missing closing ')' after expression in '{0}' statement.",
);
pub(crate) const MISSING_OPEN_PARENTHESIS_AFTER_KEYWORD: Message =
    message("MissingOpenParenthesisAfterKeyword", "Missing opening '(' after keyword '{0}'.");
pub(crate) const MISSING_EXPRESSION_AFTER_KEYWORD: Message =
    message("MissingExpressionAfterKeyword", "Missing expression after '{0}' in loop.");
pub(crate) const MISSING_LOOP_STATEMENT: Message =
    message("MissingLoopStatement", "Missing statement body in {0} loop.");
pub(crate) const MISSING_WHILE_OR_UNTIL_IN_DO_WHILE: Message =
    message("MissingWhileOrUntilInDoWhile", "A do loop needs 'while' or 'until' after its body.");
pub(crate) const MISSING_VARIABLE_NAME_AFTER_FOREACH: Message = message(
    "MissingVariableNameAfterForeach",
    "Missing variable name after foreach.\nThe correct form is: foreach ($a in $b) {...}",
);
pub(crate) const MISSING_IN_IN_FOREACH: Message = message(
    "MissingInInForeach",
    "Missing 'in' after variable in foreach loop.\nThe correct form is: foreach ($a in $b) {...}",
);
pub(crate) const MISSING_FOREACH_EXPRESSION: Message = message(
    "MissingForeachExpression",
    "Missing expression in foreach loop.\nThe correct form is: foreach ($a in $b) {...}",
);
pub(crate) const MISSING_FOREACH_STATEMENT: Message = message(
    "MissingForeachStatement",
    "Missing statement body in foreach loop.\nThe correct form is: foreach ($a in $b) {...}",
);
pub(crate) const MISSING_END_PARENTHESIS_AFTER_FOREACH: Message = message(
    "MissingEndParenthesisAfterForeach",
    "Missing closing ')' after expression in foreach loop.\nThe correct form is: foreach ($a in $b) {...}",
);
pub(crate) const MISSING_THROTTLE_LIMIT: Message =
    message("MissingThrottleLimit", "The '-throttlelimit' parameter of foreach needs a value.");
pub(crate) const INVALID_FOREACH_FLAG: Message =
    message("InvalidForeachFlag", "The parameter {0} is not valid for the foreach statement.");
pub(crate) const KEYWORD_PARAMETER_RESERVED_FOR_FUTURE_USE: Message = message(
    "KeywordParameterReservedForFutureUse",
    "The {0} '-{1}' parameter is reserved for future use.",
);
pub(crate) const PIPELINE_VALUE_REQUIRED: Message = message(
    "PipelineValueRequired",
    "A switch statement must have one of the following:  '-file file_name' or '( expression )'.",
);
pub(crate) const MISSING_FILENAME_OPTION: Message = message(
    "MissingFilenameOption",
    "Cannot process the 'switch' statement because of a missing file name argument to the -file option.",
);
pub(crate) const INVALID_SWITCH_FLAG: Message =
    message("InvalidSwitchFlag", "The parameter {0} is not valid for the switch statement.");
pub(crate) const MISSING_END_PARENTHESIS_IN_SWITCH_STATEMENT: Message = message(
    "MissingEndParenthesisInSwitchStatement",
    "Missing ')' after expression in switch statement.",
);
pub(crate) const MISSING_CURLY_BRACE_IN_SWITCH_STATEMENT: Message =
    message("MissingCurlyBraceInSwitchStatement", "Missing '{' in switch statement.");
pub(crate) const MISSING_SWITCH_CONDITION_EXPRESSION: Message =
    message("MissingSwitchConditionExpression", "Missing condition in switch statement clause.");
pub(crate) const MISSING_SWITCH_STATEMENT_CLAUSE: Message =
    message("MissingSwitchStatementClause", "Missing statement block in switch statement clause.");
pub(crate) const MULTIPLE_SWITCH_DEFAULT_CLAUSES: Message =
    message("MultipleSwitchDefaultClauses", "A switch statement can have only one default clause.");

// Other statements.

pub(crate) const MISSING_TRY_STATEMENT_BLOCK: Message =
    message("MissingTryStatementBlock", "The Try statement is missing its statement block.");
pub(crate) const MISSING_CATCH_OR_FINALLY: Message =
    message("MissingCatchOrFinally", "The Try statement is missing its Catch or Finally block.");
pub(crate) const MISSING_CATCH_HANDLER_BLOCK: Message =
    message("MissingCatchHandlerBlock", "The Catch block is missing its statement block.");
pub(crate) const MISSING_FINALLY_STATEMENT_BLOCK: Message =
    message("MissingFinallyStatementBlock", "The Finally block is missing its statement block.");
pub(crate) const MISSING_TYPE_LITERAL_TOKEN: Message =
    message("MissingTypeLiteralToken", "Missing type literal.");
pub(crate) const MISSING_TRAP_STATEMENT: Message = message(
    "MissingTrapStatement",
    "The 'trap' statement was incomplete. A trap statement requires a body.",
);
pub(crate) const LABEL_NOT_FOUND: Message =
    message("LabelNotFound", "The method has no loop with the label '{0}'.");
pub(crate) const THROTTLE_LIMIT_REQUIRES_PARALLEL_FLAG: Message = message(
    "ThrottleLimitRequiresParallelFlag",
    "A foreach statement takes -throttlelimit only together with -parallel.",
);
pub(crate) const CONTROL_LEAVING_FINALLY: Message =
    message("ControlLeavingFinally", "Flow of control cannot leave a Finally block.");
pub(crate) const EXCEPTION_TYPE_ALREADY_CAUGHT: Message = message(
    "ExceptionTypeAlreadyCaught",
    "Exception type {0} is already handled by a previous handler.",
);
pub(crate) const EMPTY_CATCH_NOT_LAST: Message =
    message("EmptyCatchNotLast", "A catch block without a type has to be the last one.");
pub(crate) const MISSING_STATEMENT_BLOCK_FOR_DATA_SECTION: Message = message(
    "MissingStatementBlockForDataSection",
    "The Data section is missing its statement block.",
);
pub(crate) const MISSING_VALUE_FOR_SUPPORTED_COMMAND_IN_DATA_SECTION_STATEMENT: Message = message(
    "MissingValueForSupportedCommandInDataSectionStatement",
    "The SupportedCommand parameter of the Data section is missing a value. Supply a cmdlet or function name to the parameter.",
);
pub(crate) const INVALID_PARAMETER_FOR_DATA_SECTION_STATEMENT: Message = message(
    "InvalidParameterForDataSectionStatement",
    "The \"{0}\" parameter of the Data section is not valid. The valid Data section parameter is SupportedCommand.",
);
pub(crate) const MISSING_STATEMENT_AFTER_KEYWORD: Message =
    message("MissingStatementAfterKeyword", "Missing statement body after keyword '{0}'.");
pub(crate) const UNEXPECTED_KEYWORD: Message =
    message("UnexpectedKeyword", "Unexpected keyword '{0}'.");
pub(crate) const RESERVED_KEYWORD_NOT_ALLOWED: Message = message(
    "ReservedKeywordNotAllowed",
    "The '{0}' keyword is not supported in this version of the language.",
);
pub(crate) const MISSING_CONFIGURATION_NAME: Message = message(
    "MissingConfigurationName",
    "The name for the configuration is missing. Provide the missing name as a simple name, string, or string-valued expression.",
);
pub(crate) const CONFIGURATION_NOT_SUPPORTED_IN_POWER_SHELL_CORE: Message = message(
    "ConfigurationNotSupportedInPowerShellCore",
    "The configuration keyword is not supported.",
);
pub(crate) const CONFIGURATION_BODY_MISSING: Message =
    message("ConfigurationBodyMissing", "The configuration is missing its body.");
pub(crate) const SCRIPT_TOO_COMPLICATED: Message =
    message("ScriptTooComplicated", "The script nests too deeply to be processed.");
