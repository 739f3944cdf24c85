//! What follows from a token's kind alone: its text, precedence and part in the grammar.

use super::TokenKind;

impl TokenKind {
    /// How the kind is written in messages (`TokenKind.Text()`): operators in their full form.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Variable | Self::Var => "var",
            Self::SplattedVariable => "@var",
            Self::Parameter | Self::Param => "param",
            Self::Number => "number",
            Self::Label => "label",
            Self::Identifier => "ident",
            Self::Generic => "generic",
            Self::NewLine => "newline",
            Self::LineContinuation => "line continuation",
            Self::Comment => "comment",
            Self::EndOfInput => "eof",
            Self::StringLiteral => "sqstr",
            Self::StringExpandable => "dqstr",
            Self::HereStringLiteral => "sq here string",
            Self::HereStringExpandable => "dq here string",
            Self::LParen => "(",
            Self::RParen => ")",
            Self::LCurly => "{",
            Self::RCurly => "}",
            Self::LBracket => "[",
            Self::RBracket => "]",
            Self::AtParen => "@(",
            Self::AtCurly => "@{",
            Self::DollarParen => "$(",
            Self::Semi => ";",
            Self::AndAnd => "&&",
            Self::OrOr => "||",
            Self::Ampersand => "&",
            Self::Pipe => "|",
            Self::Comma => ",",
            Self::MinusMinus | Self::PostfixMinusMinus => "--",
            Self::PlusPlus | Self::PostfixPlusPlus => "++",
            Self::DotDot => "..",
            Self::ColonColon => "::",
            Self::Dot => ".",
            Self::Exclaim => "!",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Rem => "%",
            Self::Plus => "+",
            Self::Minus => "-",
            Self::Equals => "=",
            Self::PlusEquals => "+=",
            Self::MinusEquals => "-=",
            Self::MultiplyEquals => "*=",
            Self::DivideEquals => "/=",
            Self::RemainderEquals => "%=",
            Self::Redirection => "redirection",
            Self::RedirectInStd => "<",
            Self::Format => "-f",
            Self::Not => "-not",
            Self::Bnot => "-bnot",
            Self::And => "-and",
            Self::Or => "-or",
            Self::Xor => "-xor",
            Self::Band => "-band",
            Self::Bor => "-bor",
            Self::Bxor => "-bxor",
            Self::Join => "-join",
            Self::Ieq => "-eq",
            Self::Ine => "-ne",
            Self::Ige => "-ge",
            Self::Igt => "-gt",
            Self::Ilt => "-lt",
            Self::Ile => "-le",
            Self::Ilike => "-ilike",
            Self::Inotlike => "-inotlike",
            Self::Imatch => "-imatch",
            Self::Inotmatch => "-inotmatch",
            Self::Ireplace => "-ireplace",
            Self::Icontains => "-icontains",
            Self::Inotcontains => "-inotcontains",
            Self::Iin => "-iin",
            Self::Inotin => "-inotin",
            Self::Isplit => "-isplit",
            Self::Ceq => "-ceq",
            Self::Cne => "-cne",
            Self::Cge => "-cge",
            Self::Cgt => "-cgt",
            Self::Clt => "-clt",
            Self::Cle => "-cle",
            Self::Clike => "-clike",
            Self::Cnotlike => "-cnotlike",
            Self::Cmatch => "-cmatch",
            Self::Cnotmatch => "-cnotmatch",
            Self::Creplace => "-creplace",
            Self::Ccontains => "-ccontains",
            Self::Cnotcontains => "-cnotcontains",
            Self::Cin => "-cin",
            Self::Cnotin => "-cnotin",
            Self::Csplit => "-csplit",
            Self::Is => "-is",
            Self::IsNot => "-isnot",
            Self::As => "-as",
            Self::Shl => "-shl",
            Self::Shr => "-shr",
            Self::Colon => ":",
            Self::QuestionMark => "?",
            Self::QuestionQuestionEquals => "??=",
            Self::QuestionQuestion => "??",
            Self::QuestionDot => "?.",
            Self::QuestionLBracket => "?[",
            Self::Begin => "begin",
            Self::Break => "break",
            Self::Catch => "catch",
            Self::Class => "class",
            Self::Continue => "continue",
            Self::Data => "data",
            Self::Define => "define",
            Self::Do => "do",
            Self::Dynamicparam => "dynamicparam",
            Self::Else => "else",
            Self::ElseIf => "elseif",
            Self::End => "end",
            Self::Exit => "exit",
            Self::Filter => "filter",
            Self::Finally => "finally",
            Self::For => "for",
            Self::Foreach => "foreach",
            Self::From => "from",
            Self::Function => "function",
            Self::If => "if",
            Self::In => "in",
            Self::Process => "process",
            Self::Return => "return",
            Self::Switch => "switch",
            Self::Throw => "throw",
            Self::Trap => "trap",
            Self::Try => "try",
            Self::Until => "until",
            Self::Using => "using",
            Self::While => "while",
            Self::Workflow => "workflow",
            Self::Parallel => "parallel",
            Self::Sequence => "sequence",
            Self::InlineScript => "inlinescript",
            Self::Configuration => "configuration",
            Self::DynamicKeyword => "",
            Self::Public => "public",
            Self::Private => "private",
            Self::Static => "static",
            Self::Interface => "interface",
            Self::Enum => "enum",
            Self::Namespace => "namespace",
            Self::Module => "module",
            Self::Type => "type",
            Self::Assembly => "assembly",
            Self::Command => "command",
            Self::Hidden => "hidden",
            Self::Base => "base",
            Self::Default => "default",
            Self::Clean => "clean",
        }
    }

    /// How tightly a binary operator binds; `None` for everything else. All binary operators
    /// group from the left.
    pub const fn binary_precedence(self) -> Option<u8> {
        Some(match self {
            Self::And | Self::Or | Self::Xor => 1,
            Self::Band | Self::Bor | Self::Bxor => 2,
            Self::Join | Self::Is | Self::IsNot | Self::As | Self::Shl | Self::Shr => 5,
            _ if self as u8 >= Self::Ieq as u8 && self as u8 <= Self::Csplit as u8 => 5,
            Self::QuestionQuestion => 7,
            Self::Plus | Self::Minus => 9,
            Self::Multiply | Self::Divide | Self::Rem => 10,
            Self::Format => 12,
            Self::DotDot => 13,
            _ => return None,
        })
    }

    /// True for operators that may stand in front of an operand.
    pub const fn is_unary_operator(self) -> bool {
        matches!(
            self,
            Self::Comma
                | Self::MinusMinus
                | Self::PlusPlus
                | Self::Exclaim
                | Self::Plus
                | Self::Minus
                | Self::Not
                | Self::Bnot
                | Self::Join
                | Self::Isplit
                | Self::Csplit
                | Self::PostfixPlusPlus
                | Self::PostfixMinusMinus
        )
    }

    /// True for `=` and its compound forms.
    pub const fn is_assignment_operator(self) -> bool {
        matches!(
            self,
            Self::Equals
                | Self::PlusEquals
                | Self::MinusEquals
                | Self::MultiplyEquals
                | Self::DivideEquals
                | Self::RemainderEquals
                | Self::QuestionQuestionEquals
        )
    }

    /// True for keywords, wherever they stand.
    pub const fn is_keyword(self) -> bool {
        self as u8 >= Self::Begin as u8 && !matches!(self, Self::DynamicKeyword)
    }

    /// True for `begin` and its kin.
    pub const fn is_block_name(self) -> bool {
        matches!(self, Self::Begin | Self::Process | Self::End | Self::Clean | Self::Dynamicparam)
    }

    /// True for keywords of statements that take no attributes.
    pub const fn refuses_attributes(self) -> bool {
        matches!(
            self,
            Self::Break
                | Self::Continue
                | Self::Data
                | Self::Define
                | Self::Do
                | Self::Exit
                | Self::Filter
                | Self::For
                | Self::Foreach
                | Self::From
                | Self::Function
                | Self::If
                | Self::Return
                | Self::Switch
                | Self::Throw
                | Self::Trap
                | Self::Try
                | Self::Using
                | Self::Var
                | Self::While
                | Self::Workflow
                | Self::Parallel
                | Self::Sequence
                | Self::InlineScript
        )
    }

    /// True for operators that data sections and restricted language do not allow.
    pub const fn is_restricted(self) -> bool {
        matches!(
            self,
            Self::MinusMinus
                | Self::PlusPlus
                | Self::PostfixMinusMinus
                | Self::PostfixPlusPlus
                | Self::DotDot
                | Self::ColonColon
                | Self::Dot
                | Self::Redirection
                | Self::RedirectInStd
                | Self::Format
                | Self::Join
                | Self::Imatch
                | Self::Inotmatch
                | Self::Ireplace
                | Self::Isplit
                | Self::Cmatch
                | Self::Cnotmatch
                | Self::Creplace
                | Self::Csplit
                | Self::As
                | Self::Colon
                | Self::QuestionMark
                | Self::QuestionDot
        )
    }

    /// True for the comparison operators that look at case.
    pub const fn is_case_sensitive(self) -> bool {
        self as u8 >= Self::Ceq as u8 && self as u8 <= Self::Csplit as u8
    }

    /// True when the token reads the same in every mode, so that a change of mode need not
    /// read it again.
    pub(crate) const fn is_mode_invariant(self) -> bool {
        matches!(
            self,
            Self::NewLine
                | Self::LineContinuation
                | Self::Comment
                | Self::EndOfInput
                | Self::StringLiteral
                | Self::StringExpandable
                | Self::HereStringLiteral
                | Self::HereStringExpandable
                | Self::LParen
                | Self::RParen
                | Self::LCurly
                | Self::RCurly
                | Self::RBracket
                | Self::AtParen
                | Self::AtCurly
                | Self::DollarParen
                | Self::Semi
                | Self::AndAnd
                | Self::OrOr
                | Self::Ampersand
                | Self::Pipe
                | Self::Comma
                | Self::RedirectInStd
        )
    }

    /// The part of PowerShell's `TokenFlags` that belongs to the kind.
    pub const fn static_flags(self) -> u32 {
        let mut flags = match self.binary_precedence() {
            Some(precedence) => precedence as u32 | 0x100,
            None => 0,
        };
        let traits = [
            (self.is_keyword(), 0x10),
            (self.is_block_name(), 0x20),
            (self.is_unary_operator(), 0x200),
            (self.is_case_sensitive(), 0x400),
            (matches!(self, Self::QuestionMark), 0x800),
            (
                matches!(
                    self,
                    Self::Ampersand
                        | Self::Pipe
                        | Self::ColonColon
                        | Self::Dot
                        | Self::Colon
                        | Self::QuestionDot
                ),
                0x1000,
            ),
            (self.is_assignment_operator(), 0x2000),
            (self.is_mode_invariant(), 0x8000),
            (self.is_restricted(), 0x20000),
            (
                matches!(
                    self,
                    Self::MinusMinus
                        | Self::PlusPlus
                        | Self::PostfixMinusMinus
                        | Self::PostfixPlusPlus
                ),
                0x40000,
            ),
            (
                matches!(
                    self,
                    Self::Exclaim
                        | Self::Multiply
                        | Self::Divide
                        | Self::Rem
                        | Self::Plus
                        | Self::Minus
                        | Self::Not
                        | Self::Bnot
                        | Self::And
                        | Self::Or
                        | Self::Xor
                        | Self::Band
                        | Self::Bor
                        | Self::Bxor
                        | Self::Shl
                        | Self::Shr
                ),
                0x80_0000,
            ),
            (self.refuses_attributes(), 0x100_0000),
        ];
        let mut index = 0;
        while index < traits.len() {
            if traits[index].0 {
                flags |= traits[index].1;
            }
            index += 1;
        }
        flags
    }
}

/// Lower-cases `word` into `buffer`; `None` when it is too long or not ASCII.
fn lower<'b>(word: &str, buffer: &'b mut [u8; 16]) -> Option<&'b [u8]> {
    let target = buffer.get_mut(..word.len())?;
    for (to, from) in target.iter_mut().zip(word.bytes()) {
        *to = from.to_ascii_lowercase();
    }
    Some(target)
}

/// The keyword that `word` is.
pub(crate) fn keyword(word: &str) -> Option<TokenKind> {
    let mut buffer = [0; 16];
    Some(match lower(word, &mut buffer)? {
        b"if" => TokenKind::If,
        b"else" => TokenKind::Else,
        b"elseif" => TokenKind::ElseIf,
        b"switch" => TokenKind::Switch,
        b"default" => TokenKind::Default,
        b"for" => TokenKind::For,
        b"foreach" => TokenKind::Foreach,
        b"in" => TokenKind::In,
        b"while" => TokenKind::While,
        b"do" => TokenKind::Do,
        b"until" => TokenKind::Until,
        b"break" => TokenKind::Break,
        b"continue" => TokenKind::Continue,
        b"return" => TokenKind::Return,
        b"exit" => TokenKind::Exit,
        b"throw" => TokenKind::Throw,
        b"try" => TokenKind::Try,
        b"catch" => TokenKind::Catch,
        b"finally" => TokenKind::Finally,
        b"trap" => TokenKind::Trap,
        b"data" => TokenKind::Data,
        b"function" => TokenKind::Function,
        b"filter" => TokenKind::Filter,
        b"param" => TokenKind::Param,
        b"dynamicparam" => TokenKind::Dynamicparam,
        b"begin" => TokenKind::Begin,
        b"process" => TokenKind::Process,
        b"end" => TokenKind::End,
        b"clean" => TokenKind::Clean,
        b"class" => TokenKind::Class,
        b"enum" => TokenKind::Enum,
        b"interface" => TokenKind::Interface,
        b"static" => TokenKind::Static,
        b"hidden" => TokenKind::Hidden,
        b"base" => TokenKind::Base,
        b"public" => TokenKind::Public,
        b"private" => TokenKind::Private,
        b"using" => TokenKind::Using,
        b"namespace" => TokenKind::Namespace,
        b"module" => TokenKind::Module,
        b"assembly" => TokenKind::Assembly,
        b"type" => TokenKind::Type,
        b"command" => TokenKind::Command,
        b"configuration" => TokenKind::Configuration,
        b"workflow" => TokenKind::Workflow,
        b"parallel" => TokenKind::Parallel,
        b"sequence" => TokenKind::Sequence,
        b"inlinescript" => TokenKind::InlineScript,
        b"from" => TokenKind::From,
        b"define" => TokenKind::Define,
        b"var" => TokenKind::Var,
        _ => return None,
    })
}

/// The operator that `word` (without its dash) is.
pub(crate) fn dash_operator(word: &str) -> Option<TokenKind> {
    let mut buffer = [0; 16];
    Some(match lower(word, &mut buffer)? {
        b"eq" | b"ieq" => TokenKind::Ieq,
        b"ceq" => TokenKind::Ceq,
        b"ne" | b"ine" => TokenKind::Ine,
        b"cne" => TokenKind::Cne,
        b"ge" | b"ige" => TokenKind::Ige,
        b"cge" => TokenKind::Cge,
        b"gt" | b"igt" => TokenKind::Igt,
        b"cgt" => TokenKind::Cgt,
        b"lt" | b"ilt" => TokenKind::Ilt,
        b"clt" => TokenKind::Clt,
        b"le" | b"ile" => TokenKind::Ile,
        b"cle" => TokenKind::Cle,
        b"like" | b"ilike" => TokenKind::Ilike,
        b"clike" => TokenKind::Clike,
        b"notlike" | b"inotlike" => TokenKind::Inotlike,
        b"cnotlike" => TokenKind::Cnotlike,
        b"match" | b"imatch" => TokenKind::Imatch,
        b"cmatch" => TokenKind::Cmatch,
        b"notmatch" | b"inotmatch" => TokenKind::Inotmatch,
        b"cnotmatch" => TokenKind::Cnotmatch,
        b"replace" | b"ireplace" => TokenKind::Ireplace,
        b"creplace" => TokenKind::Creplace,
        b"contains" | b"icontains" => TokenKind::Icontains,
        b"ccontains" => TokenKind::Ccontains,
        b"notcontains" | b"inotcontains" => TokenKind::Inotcontains,
        b"cnotcontains" => TokenKind::Cnotcontains,
        b"in" | b"iin" => TokenKind::Iin,
        b"cin" => TokenKind::Cin,
        b"notin" | b"inotin" => TokenKind::Inotin,
        b"cnotin" => TokenKind::Cnotin,
        b"split" | b"isplit" => TokenKind::Isplit,
        b"csplit" => TokenKind::Csplit,
        b"is" => TokenKind::Is,
        b"isnot" => TokenKind::IsNot,
        b"as" => TokenKind::As,
        b"f" => TokenKind::Format,
        b"and" => TokenKind::And,
        b"or" => TokenKind::Or,
        b"xor" => TokenKind::Xor,
        b"not" => TokenKind::Not,
        b"band" => TokenKind::Band,
        b"bor" => TokenKind::Bor,
        b"bxor" => TokenKind::Bxor,
        b"bnot" => TokenKind::Bnot,
        b"join" => TokenKind::Join,
        b"shl" => TokenKind::Shl,
        b"shr" => TokenKind::Shr,
        _ => return None,
    })
}
