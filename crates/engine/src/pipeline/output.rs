//! Where the output of a stage goes: its own variables and files, then the next stage.

use remora_psobject::Value;

use super::sink::Sink;
use super::stage::{Outlets, Stage};
use crate::context::ExecutionContext;
use crate::errors::Flow;
use crate::session::Slot;

/// The output of a stage.
pub(super) struct Output<'a> {
    pub(super) outlets: &'a Outlets,
    pub(super) rest: &'a mut [Stage],
    pub(super) out: &'a mut dyn Sink,
}

impl Output<'_> {
    fn forward(&mut self, context: &mut ExecutionContext, value: Value) -> Result<(), Flow> {
        if self.outlets.discard_output {
            return Ok(());
        }
        match self.rest.split_first_mut() {
            Some((next, rest)) => next.accept(context, value, rest, self.out),
            None => self.out.write(context, value),
        }
    }
}

impl Sink for Output<'_> {
    fn write(&mut self, context: &mut ExecutionContext, value: Value) -> Result<(), Flow> {
        if self.outlets.is_plain {
            return self.forward(context, value);
        }
        self.flush(context)?;
        if let Some(list) = &self.outlets.out_variable {
            list.push(value.clone());
        }
        if let Some((symbol, name, scope)) = &self.outlets.pipeline_variable {
            let slot = context.session.scope_mut(*scope).slot_for(*symbol, name);
            *slot = Slot::Value(value.clone());
        }
        self.forward(context, value)
    }

    fn flush(&mut self, context: &mut ExecutionContext) -> Result<(), Flow> {
        if let Some(queue) = &self.outlets.merged {
            while let Some(record) = queue.pop() {
                self.forward(context, record)?;
            }
        }
        // What a stage before this one left for a later output is passed on at once.
        if self.rest.is_empty() {
            self.out.flush(context)?;
        }
        Ok(())
    }

    fn is_screen(&self) -> bool {
        let is_shown = match &*self.rest {
            [] => self.out.is_screen(),
            [only] => only.is_out_default(),
            _ => false,
        };
        is_shown && self.outlets.is_plain
    }
}
