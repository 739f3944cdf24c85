//! XPath 1.0 as scripts use it: location paths, predicates, comparisons and the common functions

use std::collections::HashMap;

use super::node::{Kind, Node};
use super::xpath_answer::{Answer, compare};
use super::xpath_tokens::{Token, tokens};
use crate::types::prelude::*;

/// Prefixes that an expression may use.
pub type Prefixes = HashMap<String, String>;

fn invalid(expression: &str) -> Exception {
    errors::of("System.Xml.XPath.XPathException", format!("'{expression}' has an invalid token."))
}

struct Evaluator<'a> {
    tokens: &'a [Token],
    prefixes: &'a Prefixes,
}

/// Where an expression is evaluated: the node, its place and how many there are.
#[derive(Clone)]
struct Place {
    node: Arc<Node>,
    position: usize,
    count: usize,
}

/// The nodes that an expression selects.
///
/// # Errors
/// `XPathException` where the expression is not understood.
pub fn select(
    node: &Arc<Node>,
    expression: &str,
    prefixes: &Prefixes,
) -> Result<Vec<Arc<Node>>, Exception> {
    let tokens = tokens(expression).ok_or_else(|| invalid(expression))?;
    let evaluator = Evaluator { tokens: &tokens, prefixes };
    let place = Place { node: Arc::clone(node), position: 1, count: 1 };
    match evaluator.or(0, &place) {
        Some((Answer::Nodes(nodes), end)) if end == tokens.len() => Ok(nodes),
        _ => Err(invalid(expression)),
    }
}

type Step = Option<(Answer, usize)>;

/// Whether a step takes a node.
type NodeTest = Box<dyn Fn(&Arc<Node>) -> bool>;

impl Evaluator<'_> {
    fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    fn is(&self, at: usize, mark: &str) -> bool {
        matches!(self.token(at), Some(Token::Mark(known)) if *known == mark)
    }

    fn is_word(&self, at: usize, word: &str) -> bool {
        matches!(self.token(at), Some(Token::Name(known)) if known == word)
    }

    fn or(&self, at: usize, place: &Place) -> Step {
        let (mut left, mut at) = self.and(at, place)?;
        while self.is_word(at, "or") {
            let (right, end) = self.and(at + 1, place)?;
            left = Answer::Flag(left.flag() || right.flag());
            at = end;
        }
        Some((left, at))
    }

    fn and(&self, at: usize, place: &Place) -> Step {
        let (mut left, mut at) = self.comparison(at, place)?;
        while self.is_word(at, "and") {
            let (right, end) = self.comparison(at + 1, place)?;
            left = Answer::Flag(left.flag() && right.flag());
            at = end;
        }
        Some((left, at))
    }

    fn comparison(&self, at: usize, place: &Place) -> Step {
        let (left, at) = self.sum(at, place)?;
        let Some(Token::Mark(mark @ ("=" | "!=" | "<" | ">" | "<=" | ">="))) = self.token(at)
        else {
            return Some((left, at));
        };
        let (right, end) = self.sum(at + 1, place)?;
        Some((Answer::Flag(compare(&left, mark, &right)), end))
    }

    fn sum(&self, at: usize, place: &Place) -> Step {
        let (mut left, mut at) = self.union(at, place)?;
        while let Some(Token::Mark(mark @ ("+" | "-"))) = self.token(at) {
            let (right, end) = self.union(at + 1, place)?;
            let sign = if *mark == "+" { 1.0 } else { -1.0 };
            left = Answer::Number(left.number() + sign * right.number());
            at = end;
        }
        Some((left, at))
    }

    fn union(&self, at: usize, place: &Place) -> Step {
        let (mut left, mut at) = self.primary(at, place)?;
        while self.is(at, "|") {
            let (right, end) = self.primary(at + 1, place)?;
            if let (Answer::Nodes(left), Answer::Nodes(right)) = (&mut left, right) {
                for node in right {
                    if !left.iter().any(|known| Arc::ptr_eq(known, &node)) {
                        left.push(node);
                    }
                }
            }
            at = end;
        }
        Some((left, at))
    }

    fn primary(&self, at: usize, place: &Place) -> Step {
        match self.token(at)? {
            Token::Text(text) => Some((Answer::Text(text.clone()), at + 1)),
            Token::Number(number) => Some((Answer::Number(*number), at + 1)),
            Token::Mark("(") => {
                let (inner, end) = self.or(at + 1, place)?;
                if !self.is(end, ")") {
                    return None;
                }
                match inner {
                    Answer::Nodes(nodes) => {
                        let (nodes, end) = self.predicates(nodes, end + 1)?;
                        self.path_from(nodes, end)
                    }
                    other => Some((other, end + 1)),
                }
            }
            Token::Name(name) if self.is(at + 1, "(") && !is_node_test(name) => {
                self.function(name, at + 2, place)
            }
            _ => self.path(at, place),
        }
    }

    fn arguments(&self, mut at: usize, place: &Place) -> Option<(Vec<Answer>, usize)> {
        let mut list = Vec::new();
        while !self.is(at, ")") {
            let (answer, end) = self.or(at, place)?;
            list.push(answer);
            at = if self.is(end, ",") { end + 1 } else { end };
            if !self.is(end, ",") && !self.is(end, ")") {
                return None;
            }
        }
        Some((list, at + 1))
    }

    fn function(&self, name: &str, at: usize, place: &Place) -> Step {
        let (list, end) = self.arguments(at, place)?;
        let text =
            |index: usize| list.get(index).map_or_else(|| place.node.inner_text(), Answer::text);
        let own_name = |local: bool| {
            let node = match list.first() {
                Some(Answer::Nodes(nodes)) => nodes.first().cloned(),
                _ => Some(Arc::clone(&place.node)),
            };
            node.map(|node| if local { node.local_name() } else { node.name.read().clone() })
                .unwrap_or_default()
        };
        let answer = match name {
            "position" => Answer::Number(place.position as f64),
            "last" => Answer::Number(place.count as f64),
            "count" => match list.first()? {
                Answer::Nodes(nodes) => Answer::Number(nodes.len() as f64),
                _ => return None,
            },
            "sum" => match list.first()? {
                Answer::Nodes(nodes) => Answer::Number(
                    nodes
                        .iter()
                        .map(|node| node.inner_text().trim().parse().unwrap_or(f64::NAN))
                        .sum(),
                ),
                _ => return None,
            },
            "not" => Answer::Flag(!list.first()?.flag()),
            "true" => Answer::Flag(true),
            "false" => Answer::Flag(false),
            "boolean" => Answer::Flag(list.first()?.flag()),
            "string" => Answer::Text(text(0)),
            "number" => Answer::Number(text(0).trim().parse().unwrap_or(f64::NAN)),
            "contains" => Answer::Flag(text(0).contains(&text(1))),
            "starts-with" => Answer::Flag(text(0).starts_with(&text(1))),
            "concat" => Answer::Text(list.iter().map(Answer::text).collect()),
            "string-length" => Answer::Number(text(0).encode_utf16().count() as f64),
            "normalize-space" => {
                Answer::Text(text(0).split_whitespace().collect::<Vec<_>>().join(" "))
            }
            "translate" => {
                let (from, to): (Vec<char>, Vec<char>) =
                    (text(1).chars().collect(), text(2).chars().collect());
                Answer::Text(
                    text(0)
                        .chars()
                        .filter_map(|c| match from.iter().position(|known| *known == c) {
                            None => Some(c),
                            Some(at) => to.get(at).copied(),
                        })
                        .collect(),
                )
            }
            "substring-before" => Answer::Text(
                text(0).split_once(&text(1)).map(|(a, _)| a.to_owned()).unwrap_or_default(),
            ),
            "substring-after" => Answer::Text(
                text(0).split_once(&text(1)).map(|(_, b)| b.to_owned()).unwrap_or_default(),
            ),
            "name" => Answer::Text(own_name(false)),
            "local-name" => Answer::Text(own_name(true)),
            _ => return None,
        };
        Some((answer, end))
    }

    fn path(&self, at: usize, place: &Place) -> Step {
        let mut root = Arc::clone(&place.node);
        while let Some(above) = root.parent() {
            root = above;
        }
        if self.is(at, "//") {
            return self.steps(root.walk(), at + 1, false);
        }
        if self.is(at, "/") {
            let ends = !matches!(self.token(at + 1), Some(Token::Name(_)))
                && !["*", "@", ".", ".."].iter().any(|mark| self.is(at + 1, mark));
            if ends {
                return Some((Answer::Nodes(vec![root]), at + 1));
            }
            return self.steps(vec![root], at + 1, false);
        }
        self.steps(vec![Arc::clone(&place.node)], at, false)
    }

    /// What follows a set of nodes: `/step` or `//step`.
    fn path_from(&self, nodes: Vec<Arc<Node>>, at: usize) -> Step {
        if self.is(at, "//") {
            let all = nodes.iter().flat_map(Node::walk).collect();
            return self.steps(all, at + 1, false);
        }
        if self.is(at, "/") {
            return self.steps(nodes, at + 1, false);
        }
        Some((Answer::Nodes(nodes), at))
    }

    fn steps(&self, nodes: Vec<Arc<Node>>, at: usize, _: bool) -> Step {
        let mut found: Vec<Arc<Node>> = Vec::new();
        let mut end = at;
        if nodes.is_empty() {
            // The rest of the path is read even where nothing is left to look at.
            let nothing = Node::document();
            let (_, end) = self.step(&nothing, at)?;
            return self.path_from(Vec::new(), end);
        }
        for node in &nodes {
            let (selected, after) = self.step(node, at)?;
            end = after;
            for one in selected {
                if !found.iter().any(|known| Arc::ptr_eq(known, &one)) {
                    found.push(one);
                }
            }
        }
        self.path_from(found, end)
    }

    /// One step from one node.
    fn step(&self, node: &Arc<Node>, mut at: usize) -> Option<(Vec<Arc<Node>>, usize)> {
        if self.is(at, ".") {
            return Some((vec![Arc::clone(node)], at + 1));
        }
        if self.is(at, "..") {
            return Some((node.parent().into_iter().collect(), at + 1));
        }
        let mut axis = "child".to_owned();
        if self.is(at, "@") {
            axis = "attribute".to_owned();
            at += 1;
        } else if let (Some(Token::Name(name)), true) = (self.token(at), self.is(at + 1, "::")) {
            axis.clone_from(name);
            at += 2;
        }
        let candidates: Vec<Arc<Node>> = match axis.as_str() {
            "child" => node.children.read().clone(),
            "attribute" => node.attributes.read().clone(),
            "self" => vec![Arc::clone(node)],
            "parent" => node.parent().into_iter().collect(),
            "descendant" => node.walk().into_iter().skip(1).collect(),
            "descendant-or-self" => node.walk(),
            "ancestor" => std::iter::successors(node.parent(), |above| above.parent()).collect(),
            "ancestor-or-self" => {
                std::iter::successors(Some(Arc::clone(node)), |above| above.parent()).collect()
            }
            "following-sibling" => {
                std::iter::successors(node.sibling(1), |next| next.sibling(1)).collect()
            }
            "preceding-sibling" => {
                std::iter::successors(node.sibling(-1), |next| next.sibling(-1)).collect()
            }
            _ => return None,
        };
        let main = if axis == "attribute" { Kind::Attribute } else { Kind::Element };
        let (test, end): (NodeTest, usize) = match self.token(at)? {
            Token::Mark("*") => (Box::new(move |one| one.kind == main), at + 1),
            Token::Name(name) if self.is(at + 1, "(") && is_node_test(name) => {
                let wanted = name.clone();
                if !self.is(at + 2, ")") {
                    return None;
                }
                (
                    Box::new(move |one| match wanted.as_str() {
                        "text" => matches!(one.kind, Kind::Text | Kind::CDATA),
                        "comment" => one.kind == Kind::Comment,
                        "processing-instruction" => one.kind == Kind::ProcessingInstruction,
                        _ => true,
                    }),
                    at + 3,
                )
            }
            Token::Name(name) => {
                let (prefix, local) = name.split_once(':').unwrap_or(("", name));
                let namespace = if prefix.is_empty() {
                    String::new()
                } else {
                    self.prefixes.get(prefix)?.clone()
                };
                let local = local.to_owned();
                (
                    Box::new(move |one| {
                        one.kind == main
                            && one.namespace == namespace
                            && (local == "*" || one.local_name() == local)
                    }),
                    at + 1,
                )
            }
            _ => return None,
        };
        let selected = candidates.into_iter().filter(|one| test(one)).collect();
        self.predicates(selected, end)
    }

    fn predicates(
        &self,
        mut nodes: Vec<Arc<Node>>,
        mut at: usize,
    ) -> Option<(Vec<Arc<Node>>, usize)> {
        while self.is(at, "[") {
            let count = nodes.len();
            let mut kept = Vec::new();
            let mut end = None;
            if nodes.is_empty() {
                let place = Place { node: Node::document(), position: 1, count: 1 };
                end = Some(self.or(at + 1, &place)?.1);
            }
            for (index, node) in nodes.iter().enumerate() {
                let place = Place { node: Arc::clone(node), position: index + 1, count };
                let (answer, after) = self.or(at + 1, &place)?;
                end = Some(after);
                let holds = match answer {
                    Answer::Number(number) => number == (index + 1) as f64,
                    other => other.flag(),
                };
                if holds {
                    kept.push(Arc::clone(node));
                }
            }
            let end = end?;
            if !self.is(end, "]") {
                return None;
            }
            nodes = kept;
            at = end + 1;
        }
        Some((nodes, at))
    }
}

fn is_node_test(name: &str) -> bool {
    matches!(name, "text" | "node" | "comment" | "processing-instruction")
}
