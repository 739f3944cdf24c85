//! `System.String.Split`

use super::string::{is_white, this, units_of};
use crate::types::prelude::*;

/// How `Split` is asked.
struct SplitPlan {
    separators: Vec<Vec<u16>>,
    count: usize,
    remove_empty: bool,
    trim: bool,
}

impl SplitPlan {
    fn of(call: &Call<'_>) -> Result<Self, Exception> {
        let first = call.argument(0);
        let mut separators: Vec<Vec<u16>> = match first.base() {
            Value::Char(unit) => vec![vec![*unit]],
            Value::Str(text) => vec![text.units().into_owned()],
            Value::Null | Value::AutomationNull => Vec::new(),
            _ => call.items(0).iter().map(|item| units_of(std::slice::from_ref(item))).collect(),
        };
        separators.retain(|separator| !separator.is_empty());
        let is_text = matches!(first.base(), Value::Str(_));
        if separators.is_empty() && !is_text {
            separators =
                (0..=u16::MAX).filter(|unit| is_white(*unit)).map(|unit| vec![unit]).collect();
        }
        let mut plan = Self { separators, count: usize::MAX, remove_empty: false, trim: false };
        for argument in call.arguments.iter().skip(1) {
            match argument.base() {
                Value::Enum(_, options) => {
                    plan.remove_empty = options & 1 != 0;
                    plan.trim = options & 2 != 0;
                }
                Value::I32(count) => {
                    plan.count = usize::try_from(*count).map_err(|_| {
                        errors::out_of_range("count", "Count cannot be less than zero.")
                    })?;
                }
                _ => {}
            }
        }
        Ok(plan)
    }

    fn separator_at(&self, rest: &[u16]) -> Option<usize> {
        self.separators.iter().find(|separator| rest.starts_with(separator)).map(Vec::len)
    }

    fn piece<'a>(&self, piece: &'a [u16]) -> &'a [u16] {
        if !self.trim {
            return piece;
        }
        let start = piece.iter().take_while(|unit| is_white(**unit)).count();
        let rest = piece.get(start..).unwrap_or(&[]);
        let end = rest.iter().rev().take_while(|unit| is_white(**unit)).count();
        rest.get(..rest.len() - end).unwrap_or(&[])
    }

    fn run(&self, units: &[u16]) -> Vec<PsString> {
        let mut pieces = Vec::new();
        if self.count == 0 {
            return pieces;
        }
        let keep = |piece: &[u16]| !self.remove_empty || !piece.is_empty();
        let (mut start, mut at) = (0, 0);
        while at < units.len() && pieces.len() + 1 < self.count {
            let rest = units.get(at..).unwrap_or(&[]);
            match self.separator_at(rest) {
                Some(length) => {
                    let piece = self.piece(units.get(start..at).unwrap_or(&[]));
                    if keep(piece) {
                        pieces.push(PsString::from_units(piece));
                    }
                    at += length;
                    start = at;
                }
                None => at += 1,
            }
        }
        let mut last = units.get(start..).unwrap_or(&[]);
        // Where empty pieces are dropped, the rest does not begin with separators.
        while self.remove_empty && pieces.len() + 1 == self.count {
            match self.separator_at(last) {
                Some(length) => last = last.get(length..).unwrap_or(&[]),
                None => break,
            }
        }
        let last = self.piece(last);
        if keep(last) {
            pieces.push(PsString::from_units(last));
        }
        pieces
    }
}

pub(super) fn split(call: &mut Call<'_>) -> Outcome {
    let plan = SplitPlan::of(call)?;
    Ok(Value::strings(plan.run(&this(call).units())))
}
