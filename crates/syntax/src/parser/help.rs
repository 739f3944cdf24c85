//! Comment-based help: which comments belong to a function.

use super::Parser;
use crate::ast::ScriptBlockAst;
use crate::{Extent, TokenKind};

impl Parser<'_> {
    /// The comments with help of the function that starts at `start`: those at the start of the
    /// body, else those right in front, else those at the end of the body.
    pub(super) fn help_comments(&self, start: u32, body: &ScriptBlockAst) -> Vec<Extent> {
        let tokens = &self.lexer.tokens;
        let first = tokens.partition_point(|token| token.extent.start <= body.extent.start);
        let leading: Vec<Extent> = tokens
            .get(first..)
            .unwrap_or(&[])
            .iter()
            .take_while(|token| matches!(token.kind, TokenKind::Comment | TokenKind::NewLine))
            .filter(|token| token.kind == TokenKind::Comment)
            .map(|token| token.extent)
            .collect();
        if self.is_help(&leading) {
            return leading;
        }
        let function = tokens.partition_point(|token| token.extent.start < start);
        let before = self.comments_before(function, 2);
        if self.is_help(&before) {
            return before;
        }
        let end = tokens.partition_point(|token| token.extent.end < body.extent.end);
        let trailing = self.comments_before(end, usize::MAX);
        if self.is_help(&trailing) { trailing } else { Vec::new() }
    }

    /// The run of comments in front of the token at `index`, with at most `line_breaks` between
    /// the last of them and the token.
    fn comments_before(&self, index: usize, line_breaks: usize) -> Vec<Extent> {
        let mut comments = Vec::new();
        let mut breaks = 0;
        for token in self.lexer.tokens.get(..index).unwrap_or(&[]).iter().rev() {
            match token.kind {
                TokenKind::Comment => {
                    comments.push(token.extent);
                    breaks = 0;
                }
                TokenKind::NewLine if breaks < line_breaks => breaks += 1,
                _ => break,
            }
        }
        comments.reverse();
        comments
    }

    /// True when one of the comments has a line with a help keyword: a dot and a word.
    fn is_help(&self, comments: &[Extent]) -> bool {
        comments.iter().any(|extent| {
            self.source.slice(*extent).lines().any(|line| {
                let line = line.trim_start_matches(['<', '#', ' ', '\t']);
                line.strip_prefix('.')
                    .is_some_and(|word| word.starts_with(|c: char| c.is_ascii_alphabetic()))
            })
        })
    }
}
