//! The parser: pattern to syntax tree, with an explicit stack of open groups.

use std::sync::{Arc, OnceLock};

use super::error::ParseErrorKind as Kind;
use super::group_open::{GroupKind, GroupOpener};
use super::groups::GroupTable;
use super::options::Options;
use super::scan::{Result, Scanner};
use super::tree::{Anchor, Node, UNBOUNDED};
use crate::unicode::{CaseCulture, CharSet, case};

/// How deep groups may nest: what comes after the parser walks the tree recursively.
const MAX_DEPTH: usize = 250;

/// Reads `units` as a pattern.
pub(crate) fn parse(
    units: &[u16],
    options: Options,
    culture: CaseCulture,
) -> Result<(Node, GroupTable)> {
    let groups = Scanner::new(units, options, culture).collect_groups()?;
    let parser = Parser {
        scanner: Scanner::new(units, options, culture),
        opener: GroupOpener { groups: &groups, unnamed: 0, next_is_condition: false },
        open: vec![OpenGroup::new(GroupKind::Root, options)],
    };
    let tree = parser.run()?;
    Ok((tree, groups))
}

/// A group whose closing parenthesis has not been met.
struct OpenGroup {
    kind: GroupKind,
    /// The options outside the group.
    outer_options: Options,
    condition: Option<Node>,
    choices: Vec<Node>,
    items: Vec<Node>,
}

impl OpenGroup {
    fn new(kind: GroupKind, outer_options: Options) -> Self {
        Self { kind, outer_options, condition: None, choices: Vec::new(), items: Vec::new() }
    }

    fn end_choice(&mut self) {
        self.choices.push(Node::concat(std::mem::take(&mut self.items)));
    }
}

struct Parser<'p, 'g> {
    scanner: Scanner<'p>,
    opener: GroupOpener<'g>,
    /// Never empty: the first is the whole pattern.
    open: Vec<OpenGroup>,
}

impl Parser<'_, '_> {
    fn run(mut self) -> Result<Node> {
        let mut after_quantifier = false;
        loop {
            self.scanner.skip_blank()?;
            if self.scanner.at_end() {
                break;
            }
            let Some(item) = self.parse_item(after_quantifier)? else {
                after_quantifier = false;
                continue;
            };
            let (item, quantified) = self.parse_quantifier(item)?;
            after_quantifier = quantified;
            self.push(item);
        }
        match self.open.pop() {
            Some(root) if self.open.is_empty() => self.close_group(root),
            _ => Err(self.scanner.error(Kind::InsufficientClosingParentheses)),
        }
    }

    fn push(&mut self, item: Node) {
        if let Some(group) = self.open.last_mut() {
            group.items.push(item);
        }
    }

    /// Reads one item. `None` when what was read is nothing that a quantifier can follow.
    fn parse_item(&mut self, after_quantifier: bool) -> Result<Option<Node>> {
        let start = self.scanner.position;
        let c = self.scanner.next();
        let item = match c {
            '[' => Node::Set(Arc::new(self.scanner.scan_class(true)?)),
            '(' => return self.open_group().map(|()| None),
            ')' => return self.close_parenthesis(),
            '|' => {
                if let Some(group) = self.open.last_mut() {
                    group.end_choice();
                }
                return Ok(None);
            }
            '\\' if self.scanner.at_end() => {
                return Err(self.scanner.error(Kind::UnescapedEndingBackslash));
            }
            '\\' => self.scanner.scan_backslash(self.opener.groups)?,
            '^' if self.scanner.has(Options::MULTILINE) => Node::Anchor(Anchor::LineStart),
            '^' => Node::Anchor(Anchor::Start),
            '$' if self.scanner.has(Options::MULTILINE) => Node::Anchor(Anchor::LineEnd),
            '$' => Node::Anchor(Anchor::EndOrFinalLineFeed),
            '.' => Node::Set(any_unit(self.scanner.has(Options::SINGLELINE))),
            '*' | '+' | '?' => return Err(self.stray_quantifier(c, after_quantifier)),
            '{' if self.scanner.is_range_quantifier(start) => {
                return Err(self.stray_quantifier(c, after_quantifier));
            }
            _ => self.scanner.unit_node(self.scanner.unit_at(start)),
        };
        Ok(Some(item))
    }

    fn stray_quantifier(&self, c: char, after_quantifier: bool) -> super::ParseError {
        let kind = if after_quantifier {
            Kind::NestedQuantifiersNotParenthesized
        } else {
            Kind::QuantifierAfterNothing
        };
        self.scanner.error_about(kind, &c.to_string())
    }

    fn open_group(&mut self) -> Result<()> {
        let outer_options = self.scanner.options;
        if let Some(kind) = self.opener.open(&mut self.scanner)? {
            if !matches!(kind, GroupKind::IfLook) {
                self.opener.next_is_condition = false;
            }
            if self.open.len() > MAX_DEPTH {
                return Err(self.scanner.error(Kind::Unknown));
            }
            self.open.push(OpenGroup::new(kind, outer_options));
        }
        Ok(())
    }

    fn close_parenthesis(&mut self) -> Result<Option<Node>> {
        if self.open.len() < 2 {
            return Err(self.scanner.error(Kind::InsufficientOpeningParentheses));
        }
        let Some(group) = self.open.pop() else {
            return Ok(None);
        };
        self.scanner.options = group.outer_options;
        let item = self.close_group(group)?;
        // The group right behind `(?` is that conditional's condition.
        if let Some(outer) = self.open.last_mut()
            && matches!(outer.kind, GroupKind::IfLook)
            && outer.condition.is_none()
        {
            outer.condition = Some(item);
            return Ok(None);
        }
        Ok(Some(item))
    }

    fn close_group(&self, mut group: OpenGroup) -> Result<Node> {
        group.end_choice();
        let mut choices = group.choices;
        let conditional = matches!(group.kind, GroupKind::IfGroup { .. } | GroupKind::IfLook);
        if conditional && choices.len() > 2 {
            return Err(self.scanner.error(Kind::AlternationHasTooManyConditions));
        }
        if conditional {
            let no = Box::new(if choices.len() > 1 { choices.remove(1) } else { Node::Empty });
            let yes = Box::new(choices.pop().unwrap_or(Node::Empty));
            return match (group.kind, group.condition) {
                (GroupKind::IfGroup { slot }, _) => Ok(Node::IfGroup { slot, yes, no }),
                (_, Some(condition)) => {
                    Ok(Node::IfLook { condition: Box::new(condition), yes, no })
                }
                (_, None) => Err(self.scanner.error(Kind::AlternationHasMalformedCondition)),
            };
        }
        let body = Node::alternate(choices);
        Ok(match group.kind {
            GroupKind::Capture { slot, uncapture } => {
                Node::Capture { slot, uncapture, body: Box::new(body) }
            }
            GroupKind::Atomic => Node::Atomic(Box::new(body)),
            GroupKind::Look { behind, negative } => {
                Node::Look { behind, negative, body: Box::new(body) }
            }
            _ => body,
        })
    }

    /// Reads the quantifier behind `item`, if there is one; says whether there was.
    fn parse_quantifier(&mut self, item: Node) -> Result<(Node, bool)> {
        self.scanner.skip_blank()?;
        let start = self.scanner.position;
        let (min, max) = match self.scanner.peek() {
            '*' => (0, UNBOUNDED),
            '+' => (1, UNBOUNDED),
            '?' => (0, 1),
            '{' if self.scanner.is_range_quantifier(start) => {
                self.scanner.position += 1;
                self.scanner.scan_range_quantifier()?
            }
            _ => return Ok((item, false)),
        };
        if self.scanner.position == start {
            self.scanner.position += 1;
        }
        self.scanner.skip_blank()?;
        let lazy = self.scanner.peek() == '?';
        if lazy {
            self.scanner.position += 1;
        }
        if min > max {
            return Err(self.scanner.error(Kind::ReversedQuantifierRange));
        }
        Ok((Node::Repeat { body: Box::new(item), min, max, lazy }, true))
    }
}

impl Scanner<'_> {
    /// One literal unit, or the set of its forms when case is ignored.
    pub(super) fn unit_node(&self, unit: u16) -> Node {
        if !self.has(Options::IGNORE_CASE) {
            return Node::Unit(unit);
        }
        let forms = case::equivalents(unit, self.culture);
        if forms.len() == 1 {
            return Node::Unit(unit);
        }
        let ranges = forms.into_iter().map(|form| (form, form)).collect();
        Node::Set(Arc::new(CharSet::from_ranges(ranges)))
    }

    /// Whether the brace at `brace` begins `{n}`, `{n,}` or `{n,m}`; otherwise it is a literal.
    fn is_range_quantifier(&self, brace: usize) -> bool {
        let is_digit = |index: usize| matches!(self.unit_at(index), 0x30..=0x39);
        let mut index = brace + 1;
        if !is_digit(index) {
            return false;
        }
        while is_digit(index) {
            index += 1;
        }
        if self.unit_at(index) == u16::from(b',') {
            index += 1;
            while is_digit(index) {
                index += 1;
            }
        }
        self.unit_at(index) == u16::from(b'}')
    }

    fn scan_range_quantifier(&mut self) -> Result<(u32, u32)> {
        let min = self.scan_decimal()?;
        let mut max = min;
        if self.peek() == ',' {
            self.position += 1;
            max = if self.peek() == '}' { UNBOUNDED } else { self.scan_decimal()? };
        }
        self.position += 1;
        Ok((min, max))
    }
}

/// The set of `.`.
fn any_unit(singleline: bool) -> Arc<CharSet> {
    static ANY: OnceLock<Arc<CharSet>> = OnceLock::new();
    static ANY_IN_LINE: OnceLock<Arc<CharSet>> = OnceLock::new();
    let set = if singleline {
        ANY.get_or_init(|| Arc::new(CharSet::all()))
    } else {
        ANY_IN_LINE.get_or_init(|| Arc::new(CharSet::single(10).negate()))
    };
    Arc::clone(set)
}
