//! The trees that scripts make.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use remora_syntax::ast::{NodeHandle, NodeRef, Statement};
use remora_syntax::{TokenKind, parse, parse_expandable_string, parse_type_name};

/// The statements of a script without errors, as text.
fn tree(script: &str) -> String {
    let output = parse(script, None);
    assert!(output.errors.is_empty(), "{script:?}: {:?}", output.errors[0]);
    let block = output.script.end_block.as_ref().unwrap();
    let statements: Vec<String> =
        block.statements.iter().map(|statement| NodeRef::from(statement).to_string()).collect();
    statements.join(" ")
}

/// The only expression of a script, as text; whole numbers show without their type.
fn expression(script: &str) -> String {
    let output = parse(script, None);
    assert!(output.errors.is_empty(), "{script:?}: {:?}", output.errors[0]);
    let block = output.script.end_block.as_ref().unwrap();
    let mut text = NodeRef::from(block.statements[0].pure_expression().unwrap()).to_string();
    while let Some(start) = text.find("(Constant Int32(") {
        let end = start + text[start..].find("))").unwrap();
        let number = text[start + 16..end].to_owned();
        text.replace_range(start..end + 2, &number);
    }
    text
}

#[test]
fn operators_bind_as_documented() {
    let shapes = [
        ("1 + 2 * 3", "(Binary Plus 1 (Binary Multiply 2 3))"),
        ("1 -eq 2 -and 3", "(Binary And (Binary Ieq 1 2) 3)"),
        ("1 -and 2 -or 3", "(Binary Or (Binary And 1 2) 3)"),
        ("1 -band 3 -eq 1", "(Binary Band 1 (Binary Ieq 3 1))"),
        ("1 ?? 2 -eq 3", "(Binary Ieq (Binary QuestionQuestion 1 2) 3)"),
        ("1, 2 + 3, 4", "(Binary Plus (ArrayLiteral 1 2) (ArrayLiteral 3 4))"),
        ("!1, 2", "(ArrayLiteral (Unary Exclaim 1) 2)"),
        ("1 -f 2, 3", "(Binary Format 1 (ArrayLiteral 2 3))"),
        ("1..2 + 3", "(Binary Plus (Binary DotDot 1 2) 3)"),
        ("[int]1, 2", "(ArrayLiteral (Convert (TypeConstraint int) 1) 2)"),
        ("-join 1, 2", "(ArrayLiteral (Unary Join 1) 2)"),
        ("1 ? 2 : 3 ? 4 : 5", "(Ternary 1 2 (Ternary 3 4 5))"),
        ("1-2", "(Binary Minus 1 2)"),
        ("1 -2", "(Binary Minus 1 2)"),
        ("-1 - -2", "(Binary Minus -1 -2)"),
    ];
    for (script, shape) in shapes {
        assert_eq!(expression(script), shape, "{script}");
    }
}

#[test]
fn arguments_are_words_unless_they_start_like_values() {
    assert_eq!(
        tree("a b,c -p:$x.y [int]5 @s *>&1"),
        "(Pipeline (Command (StringConstant a) (ArrayLiteral (StringConstant b) \
         (StringConstant c)) (CommandParameter -p (Member (Variable $x) (StringConstant y))) \
         (StringConstant [int]5) (Variable @s) (MergingRedirection All>Output)))"
    );
    assert_eq!(
        tree("a -1 --% x $y | b"),
        "(Pipeline (Command (StringConstant a) (StringConstant -1) (StringConstant --%) \
         (StringConstant x $y )) (Command (StringConstant b)))"
    );
    assert_eq!(
        tree("a foo$x.y"),
        "(Pipeline (Command (StringConstant a) (ExpandableString \"foo$x.y\" (Variable $x))))"
    );
}

#[test]
fn strings_keep_their_pieces() {
    assert_eq!(
        tree("\"a`t$b $(1;\"c\") ${d e}\""),
        "(Pipeline (CommandExpression (ExpandableString \"a\\t$b $(1;\\\"c\\\") ${d e}\" (Variable $b) \
         (Sub (StatementBlock (Pipeline (CommandExpression (Constant Int32(1)))) (Pipeline \
         (CommandExpression (StringConstant \"c\"))))) (Variable $d e))))"
    );
    assert_eq!(
        tree("@'\na 'b'\n\n'@"),
        "(Pipeline (CommandExpression (StringConstant \"a 'b'\\n\")))"
    );
}

#[test]
fn statements_have_their_parts() {
    assert_eq!(
        tree(":l foreach ($i in 1) { break l }"),
        "(ForEach :l (Variable $i) (Pipeline (CommandExpression (Constant Int32(1)))) \
         (StatementBlock (Break (StringConstant l))))"
    );
    assert_eq!(
        tree("try { } catch [a], [b] { } finally { }"),
        "(Try (StatementBlock) (CatchClause (TypeConstraint a) (TypeConstraint b) \
         (StatementBlock)) (StatementBlock))"
    );
    assert_eq!(
        tree("switch -Regex ($x) { a { } default { } }"),
        "(Switch -regex (Pipeline (CommandExpression (Variable $x))) (StringConstant a) (StatementBlock) \
         (StatementBlock))"
    );
    assert_eq!(
        tree("$a, $b = b && c"),
        "(Assignment = (ArrayLiteral (Variable $a) (Variable $b)) (PipelineChain && (Pipeline \
         (Command (StringConstant b))) (Pipeline (Command (StringConstant c)))))"
    );
}

#[test]
fn lines_continue_behind_operators_and_before_pipes() {
    assert_eq!(tree("a |\n b\n| c"), tree("a | b | c"));
    assert_eq!(tree("$x.\n  y"), tree("$x.y"));
    assert_eq!(tree("a `\n b"), tree("a b"));
    assert_ne!(tree("a\n\n b"), tree("a b"));
}

#[test]
fn smart_punctuation_is_punctuation() {
    assert_eq!(tree("‘a’; “b”; 1 – 2"), tree("'a'; \"b\"; 1 - 2"));
    assert_eq!(tree("a –b"), tree("a -b"));
}

#[test]
fn methods_have_generic_arguments() {
    assert_eq!(
        tree("[a]::b[int, c[]](1)"),
        "(Pipeline (CommandExpression (InvokeMember :: <int> <c[]> (Type a) (StringConstant b) \
         (Constant Int32(1)))))"
    );
    assert_eq!(
        tree("$a.b[0]?.c?[1]"),
        "(Pipeline (CommandExpression (Index ?[ (Member ?. (Index (Member (Variable $a) (StringConstant b)) \
         (Constant Int32(0))) (StringConstant c)) (Constant Int32(1)))))"
    );
}

#[test]
fn classes_have_members() {
    assert_eq!(
        tree("class A : B { hidden static [int]$x = 1; A() : base(2) { } }"),
        "(TypeDefinition Class A (TypeConstraint B) (PropertyMember hidden static x \
         (TypeConstraint int) (Constant Int32(1))) (FunctionMember constructor A \
         (FunctionDefinition A (ScriptBlock (NamedBlock End unnamed (CommandExpression \
         (BaseCtorInvokeMember (Constant Int32(2)))))))))"
    );
}

#[test]
fn a_walk_meets_every_node() {
    // The number is what PowerShell's FindAll gives for the same block.
    let script = "function f([int]$x = 5) { $x * 2 }; $h = @{k='v'}; \
                  foreach ($i in 1..3) { f $i } ";
    let output = parse(&format!("{{ {script}}}"), None);
    let block = output.script.end_block.as_ref().unwrap();
    let Some(remora_syntax::ast::Expression::ScriptBlock(inner)) =
        block.statements[0].pure_expression()
    else {
        panic!("no script block");
    };
    let all = NodeRef::ScriptBlock(&inner.script_block).find_all(true, |_| true);
    assert_eq!(all.len(), 34);
}

#[test]
fn tokens_are_kept() {
    let kinds = |script: &str| -> Vec<TokenKind> {
        parse(script, None).tokens.iter().map(|token| token.kind).collect()
    };
    use TokenKind::{Comment, EndOfInput, Generic, Identifier, Number, Parameter, Variable};
    assert_eq!(kinds("Get-Item -Path $x 5"), [Generic, Parameter, Variable, Number, EndOfInput]);
    assert_eq!(kinds("a -b:c"), [Identifier, Parameter, Identifier, EndOfInput]);
    assert_eq!(kinds("a -1"), [Identifier, Generic, EndOfInput]);
    assert_eq!(kinds("a %"), [Identifier, Generic, EndOfInput]);
    assert_eq!(kinds("<#b#>"), [Comment, EndOfInput]);
    assert_eq!(
        kinds("a {1}"),
        [Identifier, TokenKind::LCurly, Number, TokenKind::RCurly, EndOfInput]
    );
}

#[test]
fn extents_point_at_the_text() {
    let output = parse("$a = 1\n  $bb = 'x'", None);
    let block = output.script.end_block.as_ref().unwrap();
    let Statement::Assignment(assignment) = &block.statements[1] else { panic!("no assignment") };
    let position = output.script.source.position(assignment.extent.start);
    assert_eq!((position.line, position.column, position.offset), (2, 3, 9));
    assert_eq!(output.script.source.slice(assignment.extent), "$bb = 'x'");
    assert_eq!(assignment.operator, TokenKind::Equals);
}

#[test]
fn extents_inside_doubled_quotes_are_those_of_the_script() {
    let script = r#""x $(""é"" + $b)""#;
    let output = parse(script, None);
    assert!(output.errors.is_empty());
    let nodes = NodeRef::ScriptBlock(&output.script)
        .find_all(true, |node| matches!(node, NodeRef::Variable(_)));
    assert_eq!(output.script.source.slice(nodes[0].extent()), "$b");
}

#[test]
fn handles_know_their_parents() {
    let root = NodeHandle::root(parse("if ($a) { b }", None).script);
    let found = root.find_all(true, |node| matches!(node, NodeRef::Variable(_)));
    let mut kinds = Vec::new();
    let mut next = Some(found[0].clone());
    while let Some(handle) = next {
        kinds.push(handle.node().kind_name());
        next = handle.parent();
    }
    assert_eq!(
        kinds,
        [
            "VariableExpressionAst",
            "CommandExpressionAst",
            "PipelineAst",
            "IfStatementAst",
            "NamedBlockAst",
            "ScriptBlockAst"
        ]
    );
    assert_eq!(root.children()[0].parent(), Some(root));
}

#[test]
fn flags_of_tokens_are_those_of_powershell() {
    let flags = |script: &str| parse(script, None).tokens[0].token_flags();
    assert_eq!(flags("if"), 0x100_0010);
    assert_eq!(flags("else"), 0x8_0000);
    assert_eq!(flags("process"), 0x30);
    assert_eq!(flags("class"), 0x10);
    assert_eq!(flags("in"), 0x8_0000);
    assert_eq!(flags("enum"), 0x10);
}

#[test]
fn input_is_incomplete_when_more_could_mend_it() {
    for (script, incomplete) in [
        ("if (", true),
        ("1 +", true),
        ("'a", true),
        ("a |", true),
        ("1 + )", false),
        ("}", false),
        ("a", false),
    ] {
        assert_eq!(parse(script, None).is_incomplete(), incomplete, "{script}");
    }
}

#[test]
fn names_of_types_are_read_on_their_own() {
    let name = parse_type_name("System.Collections.Generic.Dictionary[string,int[]]").unwrap();
    assert_eq!(name.full_name(), "System.Collections.Generic.Dictionary[string,int[]]");
    assert_eq!(parse_type_name("int[,]").unwrap().full_name(), "int[,]");
    assert!(parse_type_name("int[").is_none());
    assert!(parse_type_name("a b").is_none());
}

#[test]
fn help_comments_belong_to_functions() {
    let script = "<#\n.SYNOPSIS\n x\n#>\nfunction a { }\nfunction b {\n# .SYNOPSIS\n# y\n1 }\n\n\n# z\nfunction c { }";
    let output = parse(script, None);
    let functions = NodeRef::ScriptBlock(&output.script)
        .find_all(true, |node| matches!(node, NodeRef::FunctionDefinition(_)));
    let counts: Vec<usize> = functions
        .iter()
        .map(|node| match node {
            NodeRef::FunctionDefinition(function) => function.help_comments.len(),
            _ => 0,
        })
        .collect();
    assert_eq!(counts, [1, 2, 0]);
}

#[test]
fn requirements_are_collected() {
    let script = "#requires -version 7.2 -modules a, @{ModuleName='b';ModuleVersion='1.2'}\n\
                  #Requires -RunAsAdministrator\n1";
    let output = parse(script, None);
    let requirements = output.script.requirements.as_ref().unwrap();
    assert_eq!(requirements.version.as_deref(), Some("7.2"));
    assert_eq!(requirements.modules[1].version.as_deref(), Some("1.2"));
    assert!(requirements.elevation_required);
}

#[test]
fn texts_are_read_like_strings() {
    let expression = parse_expandable_string("a \"$b\" $(1)").unwrap();
    assert_eq!(
        NodeRef::from(&expression).to_string(),
        "(ExpandableString \"a \\\"$b\\\" $(1)\" (Variable $b) (Sub (StatementBlock (Pipeline \
         (CommandExpression (Constant Int32(1)))))))"
    );
    assert!(parse_expandable_string("$(").is_err());
}
