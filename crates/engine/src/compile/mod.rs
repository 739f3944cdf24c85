//! From the syntax tree to the form that runs: names are slots, constants are values, words are
//! decided.

mod command;
mod expression;
pub(crate) mod node;
mod numeric;
mod statement;

pub(crate) use expression::constant;

use std::sync::Arc;

use remora_psobject::PsString;
use remora_syntax::ScriptSource;
use remora_syntax::ast::{
    NamedBlockAst, StatementBlockAst, TrapStatementAst, VariablePath, VariableScope,
};

use crate::script::Body;
use crate::session::{Layout, ScopeSelector, Symbol};
use node::{Block, Expr, ParameterCode, Trap, TypeRef, VariableRef};

/// A script block, ready to run.
#[derive(Debug)]
pub(crate) struct Code {
    pub(crate) source: Arc<ScriptSource>,
    /// The variables of a scope of its own.
    pub(crate) layout: Arc<Layout>,
    pub(crate) parameters: Vec<ParameterCode>,
    pub(crate) dynamic_parameters: Option<Block>,
    pub(crate) begin: Option<Block>,
    pub(crate) process: Option<Block>,
    pub(crate) end: Option<Block>,
    pub(crate) clean: Option<Block>,
    /// Classes and enumerations, made before anything runs.
    pub(crate) types: Vec<Arc<remora_syntax::ast::TypeDefinitionAst>>,
    /// `using namespace`
    pub(crate) namespaces: Option<Arc<[String]>>,
    /// `using module`, in order.
    pub(crate) modules: Vec<remora_syntax::ast::UsingStatementAst>,
}

impl Code {
    /// Compiles a body, for a scope of its own or for running in another's.
    pub(crate) fn compile(body: &Body, own_scope: bool) -> Self {
        let mut compiler = Compiler {
            source: Arc::clone(&body.ast.source),
            own_scope,
            names: Vec::new(),
            types: Vec::new(),
            mentions_enumerator: false,
        };
        let parameters = body
            .parameters()
            .iter()
            .map(|parameter| {
                let name = parameter.name.path.name();
                let symbol = Symbol::of(name);
                let slot = compiler.slot(symbol, name);
                ParameterCode {
                    symbol,
                    name: name.into(),
                    slot,
                    default: parameter
                        .default_value
                        .as_ref()
                        .map(|value| compiler.expression(value)),
                }
            })
            .collect();
        let mut block =
            |block: &Option<NamedBlockAst>| block.as_ref().map(|block| compiler.named_block(block));
        let (dynamic_parameters, begin, process, end, clean) = (
            block(&body.ast.dynamic_param_block),
            block(&body.ast.begin_block),
            block(&body.ast.process_block),
            block(&body.ast.end_block),
            block(&body.ast.clean_block),
        );
        let mut namespaces = Vec::new();
        let mut modules = Vec::new();
        for using in &body.ast.using_statements {
            use remora_syntax::ast::UsingStatementKind;
            match (using.kind, &using.name) {
                (UsingStatementKind::Namespace, Some(name)) => {
                    namespaces.push(name.value.to_string());
                }
                (UsingStatementKind::Module, _) => modules.push(using.clone()),
                _ => {}
            }
        }
        Self {
            source: compiler.source,
            layout: Arc::new(Layout { names: compiler.names }),
            parameters,
            dynamic_parameters,
            begin,
            process,
            end,
            clean,
            types: compiler.types,
            namespaces: (!namespaces.is_empty()).then(|| namespaces.into()),
            modules,
        }
    }
}

/// Turns one script block into code.
pub(crate) struct Compiler {
    source: Arc<ScriptSource>,
    own_scope: bool,
    names: Vec<(Symbol, PsString)>,
    types: Vec<Arc<remora_syntax::ast::TypeDefinitionAst>>,
    /// Whether `$foreach` or `$switch` was mentioned.
    mentions_enumerator: bool,
}

impl Compiler {
    /// The slot of a variable of the block's own scope.
    fn slot(&mut self, symbol: Symbol, name: &str) -> usize {
        match self.names.iter().position(|(known, _)| *known == symbol) {
            Some(slot) => slot,
            None => {
                self.names.push((symbol, name.into()));
                self.names.len() - 1
            }
        }
    }

    /// Where the variable of a path is.
    fn variable(&mut self, path: &VariablePath) -> VariableRef {
        let name = path.name();
        let symbol = Symbol::of(name);
        let scoped = |selector| VariableRef::Scoped { selector, symbol, name: name.into() };
        match path.scope {
            VariableScope::Global => scoped(ScopeSelector::Global),
            VariableScope::Local => scoped(ScopeSelector::Local),
            VariableScope::Script => scoped(ScopeSelector::Script),
            VariableScope::Private => scoped(ScopeSelector::Private),
            VariableScope::Drive => {
                VariableRef::Drive { drive: path.drive().unwrap_or("").into(), name: name.into() }
            }
            VariableScope::Unqualified | VariableScope::Variable => {
                if symbol == Symbol::UNDERSCORE || symbol == Symbol::PS_ITEM {
                    return VariableRef::Underscore;
                }
                self.mentions_enumerator |= matches!(symbol, Symbol::FOREACH | Symbol::SWITCH);
                if crate::session::is_automatic(symbol) {
                    return VariableRef::Automatic(symbol);
                }
                if self.own_scope {
                    let slot = self.slot(symbol, name);
                    return VariableRef::Slot { slot, symbol, name: name.into() };
                }
                VariableRef::Named { symbol, name: name.into() }
            }
        }
    }

    fn type_ref(name: &remora_syntax::ast::TypeName) -> TypeRef {
        TypeRef::new(name.full_name(), name.extent)
    }

    fn named_block(&mut self, block: &NamedBlockAst) -> Block {
        Block {
            extent: block.extent,
            statements: block
                .statements
                .iter()
                .map(|statement| self.statement(statement))
                .collect(),
            traps: self.traps(&block.traps),
        }
    }

    fn block(&mut self, block: &StatementBlockAst) -> Block {
        Block {
            extent: block.extent,
            statements: block
                .statements
                .iter()
                .map(|statement| self.statement(statement))
                .collect(),
            traps: self.traps(&block.traps),
        }
    }

    fn traps(&mut self, traps: &[TrapStatementAst]) -> Vec<Trap> {
        traps
            .iter()
            .map(|trap| Trap {
                trap_type: trap
                    .trap_type
                    .as_ref()
                    .map(|constraint| Self::type_ref(&constraint.type_name)),
                body: self.block(&trap.body),
            })
            .collect()
    }

    fn boxed(&mut self, expression: &remora_syntax::ast::Expression) -> Box<Expr> {
        Box::new(self.expression(expression))
    }
}

/// Compiles an expression that stands outside any block, such as an argument of an attribute.
pub(crate) fn lone_expression(
    source: &Arc<ScriptSource>,
    expression: &remora_syntax::ast::Expression,
) -> Expr {
    let mut compiler = Compiler {
        source: Arc::clone(source),
        own_scope: false,
        names: Vec::new(),
        types: Vec::new(),
        mentions_enumerator: false,
    };
    compiler.expression(expression)
}
