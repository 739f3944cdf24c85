//! Classes and enumerations that scripts define.

mod call;
mod define;
mod instance;

use std::sync::Arc;

use parking_lot::{Mutex, RwLock};
use remora_language::{ScriptOverload, ScriptType};
use remora_psobject::{Exception, MemberBag, PsString, TypeId, Value};
use remora_syntax::ScriptSource;
use remora_syntax::ast::Expression;

use crate::binder::Constraint;
use crate::modules::ModuleInfo;
use crate::script::Body;
use crate::session::ScopeId;

pub(crate) use call::{
    base_call, base_constructor, call_as, call_instance, call_static, construct, run_overload,
};
pub(crate) use define::define_all;
pub(crate) use instance::{convert, get_static, set_field, set_static};

/// A class.
pub(crate) struct Class {
    pub(crate) id: TypeId,
    pub(crate) name: PsString,
    pub(crate) base: Option<TypeId>,
    pub(crate) source: Arc<ScriptSource>,
    /// The scope that its methods see beside their own.
    pub(crate) scope: ScopeId,
    pub(crate) module: Option<Arc<ModuleInfo>>,
    /// Filled when all types of the script are known.
    pub(crate) members: RwLock<Members>,
    pub(crate) statics: Mutex<MemberBag>,
}

impl Class {
    /// The constructors of its instances.
    pub(super) fn constructors(&self) -> Vec<Arc<Method>> {
        let members = self.members.read();
        let own = members.methods.iter();
        own.filter(|method| method.is_constructor && !method.is_static).cloned().collect()
    }
}

/// What a class is made of.
#[derive(Default)]
pub(crate) struct Members {
    pub(crate) properties: Vec<Property>,
    pub(crate) methods: Vec<Arc<Method>>,
}

/// A property of a class.
#[derive(Clone)]
pub(crate) struct Property {
    pub(crate) name: PsString,
    pub(crate) type_id: TypeId,
    pub(crate) is_static: bool,
    pub(crate) is_hidden: bool,
    pub(crate) initial: Option<Expression>,
    pub(crate) constraints: Arc<[Constraint]>,
}

/// A method or constructor of a class.
pub(crate) struct Method {
    pub(crate) name: PsString,
    pub(crate) is_static: bool,
    pub(crate) is_constructor: bool,
    pub(crate) parameters: Vec<(PsString, TypeId)>,
    /// `None` for `void`.
    pub(crate) return_type: Option<TypeId>,
    pub(crate) body: Arc<Body>,
    /// Arguments for the constructor of the base class.
    pub(crate) base_call: Option<Vec<Expression>>,
    pub(crate) owner: TypeId,
}

impl Method {
    pub(crate) fn overload(&self, index: usize) -> ScriptOverload {
        ScriptOverload {
            name: if self.is_constructor { "new".to_owned() } else { self.name.to_string() },
            parameters: self.parameters.iter().map(|(name, id)| (name.to_string(), *id)).collect(),
            index,
        }
    }

    /// Whether both take the same types.
    fn same_signature(&self, other: &Self) -> bool {
        self.parameters.len() == other.parameters.len()
            && self.parameters.iter().zip(&other.parameters).all(|((_, a), (_, b))| a == b)
    }
}

impl Class {
    fn overloads(&self, wanted: impl Fn(&Method) -> bool) -> Vec<ScriptOverload> {
        let members = self.members.read();
        members
            .methods
            .iter()
            .enumerate()
            .filter(|(_, method)| wanted(method))
            .map(|(index, method)| method.overload(index))
            .collect()
    }
}

/// What the language sees of a class; calls are the engine's own business.
impl ScriptType for Class {
    fn type_id(&self) -> Option<TypeId> {
        Some(self.id)
    }

    fn constructors(&self) -> Vec<ScriptOverload> {
        self.overloads(|method| method.is_constructor && !method.is_static)
    }

    fn methods(&self, name: &str) -> Vec<ScriptOverload> {
        self.overloads(|method| {
            !method.is_static && !method.is_constructor && method.name.eq_ignore_case(name)
        })
    }

    fn static_methods(&self, name: &str) -> Vec<ScriptOverload> {
        self.overloads(|method| method.is_static && method.name.eq_ignore_case(name))
    }

    fn settable_properties(&self) -> Vec<(String, TypeId)> {
        let members = self.members.read();
        members
            .properties
            .iter()
            .filter(|property| !property.is_static)
            .map(|property| (property.name.to_string(), property.type_id))
            .collect()
    }

    fn invoke(
        &self,
        overload: &ScriptOverload,
        _this: &Value,
        _arguments: &[Value],
    ) -> Result<Value, Exception> {
        Err(Exception::new(
            TypeId::NOT_IMPLEMENTED_EXCEPTION,
            format!(
                "The method '{}' of the class '{}' cannot be called from here.",
                overload.name, self.name
            ),
        ))
    }
}
