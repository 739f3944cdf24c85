//! Automatic variables that are made when a script asks for them.

use remora_psobject::Value;

use super::scope::FrameVariables;
use super::symbol::Symbol;
use crate::context::ExecutionContext;

/// Whether reading the name needs [`read`].
pub(crate) fn is_automatic(symbol: Symbol) -> bool {
    matches!(
        symbol,
        Symbol::PS_ITEM
            | Symbol::THIS
            | Symbol::ARGS
            | Symbol::INPUT
            | Symbol::NULL
            | Symbol::TRUE
            | Symbol::FALSE
            | Symbol::STATUS
            | Symbol::MY_INVOCATION
            | Symbol::BOUND_PARAMETERS
            | Symbol::SCRIPT_ROOT
            | Symbol::COMMAND_PATH
            | Symbol::CMDLET
            | Symbol::PWD
    )
}

/// The value of an automatic variable; `None` where it is not set here.
pub(crate) fn read(context: &ExecutionContext, symbol: Symbol) -> Option<Value> {
    let session = &context.session;
    match symbol {
        Symbol::NULL => Some(Value::Null),
        Symbol::TRUE => Some(Value::Bool(true)),
        Symbol::FALSE => Some(Value::Bool(false)),
        Symbol::STATUS => Some(Value::Bool(context.status)),
        Symbol::PS_ITEM => session.find_slot(Symbol::UNDERSCORE)?.value(),
        Symbol::PWD => Some(Value::live(context.current_path_info()?)),
        Symbol::SCRIPT_ROOT => Some(context.script_root().into()),
        Symbol::COMMAND_PATH => Some(context.script_path().into()),
        _ => {
            for id in session.chain() {
                if let Some(slot) = session.scope(id).find(symbol) {
                    return slot.value();
                }
                if let Some(frame) = &session.scope(id).frame
                    && let Some(value) = of_frame(context, frame, symbol)
                {
                    return Some(value);
                }
            }
            // Outside of all calls there are no arguments.
            (symbol == Symbol::ARGS).then(|| Value::array(Vec::new()))
        }
    }
}

fn of_frame(context: &ExecutionContext, frame: &FrameVariables, symbol: Symbol) -> Option<Value> {
    match symbol {
        Symbol::THIS => frame.this.clone(),
        Symbol::ARGS => frame.arguments.clone(),
        Symbol::INPUT => frame.input.clone(),
        Symbol::CMDLET => frame.cmdlet.clone(),
        Symbol::MY_INVOCATION => {
            let command = frame.command.as_ref()?;
            Some(Value::live_arc(command.invocation(context)))
        }
        Symbol::BOUND_PARAMETERS => {
            let command = frame.command.as_ref()?;
            Some(command.bound_parameters())
        }
        _ => None,
    }
}
