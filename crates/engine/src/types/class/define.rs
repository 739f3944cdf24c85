//! Making types of their definitions.

use std::sync::Arc;

use parking_lot::{Mutex, RwLock};
use remora_psobject::{EnumDefinition, ErrorCategory, MemberBag, PsString, TypeId};
use remora_syntax::ast::{
    AttributeBase, FunctionMemberAst, MemberAst, TypeAttributes, TypeDefinitionAst,
};

use super::{Class, Members, Method, Property};
use crate::context::ExecutionContext;
use crate::errors::{self, Flow};
use crate::script::{Body, ScriptBlock};
use crate::session::ScopeId;

/// Makes the types of a script, whatever their order.
pub(crate) fn define_all(
    context: &mut ExecutionContext,
    block: &ScriptBlock,
    types: &[Arc<TypeDefinitionAst>],
) -> Result<(), Flow> {
    context.check_classes(block.ast())?;
    let mut waiting: Vec<Arc<TypeDefinitionAst>> = Vec::new();
    for definition in types {
        if definition.kind == TypeAttributes::Enum {
            define_enum(context, block, definition)?;
        } else {
            waiting.push(Arc::clone(definition));
        }
    }
    let mut made: Vec<(Arc<Class>, Arc<TypeDefinitionAst>)> = Vec::new();
    while !waiting.is_empty() {
        let names: Vec<String> =
            waiting.iter().map(|definition| definition.name.to_ascii_lowercase()).collect();
        let ready = waiting.iter().position(|definition| {
            !definition.base_types.iter().any(|base| {
                names.contains(&base.type_name.full_name().to_ascii_lowercase())
                    && !base.type_name.is_simple(&definition.name)
            })
        });
        let definition = waiting.remove(ready.unwrap_or(0));
        let class = declare(context, block, &definition)?;
        made.push((class, definition));
    }
    for (class, definition) in made {
        complete(context, &class, &definition)?;
    }
    Ok(())
}

fn name_type(context: &mut ExecutionContext, name: &str, id: TypeId) {
    let current = context.session.current_mut();
    current.types.get_or_insert_default().insert(name.to_ascii_lowercase(), id);
}

fn define_enum(
    context: &mut ExecutionContext,
    block: &ScriptBlock,
    definition: &TypeDefinitionAst,
) -> Result<(), Flow> {
    let underlying = match definition.base_types.first() {
        Some(base) => context.resolve_type(&base.type_name.full_name())?,
        None => TypeId::INT32,
    };
    let flags = definition.attributes.iter().any(|attribute| {
        let name = attribute.type_name().full_name().to_ascii_lowercase();
        matches!(
            name.as_str(),
            "flags" | "flagsattribute" | "system.flags" | "system.flagsattribute"
        )
    });
    let mut members: Vec<(&'static str, i64)> = Vec::new();
    let mut next = 0_i64;
    for member in &definition.members {
        let MemberAst::Property(property) = member else {
            continue;
        };
        if let Some(initial) = &property.initial_value {
            next = enum_value(context, block, initial, &members)?;
        }
        members.push((String::leak(property.name.to_string()), next));
        next = next.wrapping_add(1);
    }
    let made: &'static EnumDefinition = Box::leak(Box::new(EnumDefinition {
        name: String::leak(definition.name.to_string()),
        underlying: underlying.full_name(),
        flags,
        members: Vec::leak(members),
    }));
    let id = TypeId::define_enum(made);
    name_type(context, &definition.name, id);
    Ok(())
}

fn enum_value(
    context: &mut ExecutionContext,
    block: &ScriptBlock,
    initial: &remora_syntax::ast::Expression,
    members: &[(&'static str, i64)],
) -> Result<i64, Flow> {
    // A value may name members that stand before it.
    if let Some(name) = initial.as_string()
        && let Some((_, number)) =
            members.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))
    {
        return Ok(*number);
    }
    let compiled = crate::compile::lone_expression(&block.ast().source, initial);
    let value = crate::evaluate::eval(context, &compiled)?;
    match value.base().as_i64() {
        Some(number) => Ok(number),
        None => Ok(remora_language::convert::to_i64(&value)?),
    }
}

fn declare(
    context: &mut ExecutionContext,
    block: &ScriptBlock,
    definition: &TypeDefinitionAst,
) -> Result<Arc<Class>, Flow> {
    let mut base = None;
    for wanted in &definition.base_types {
        let id = context.resolve_type(&wanted.type_name.full_name())?;
        let is_interface = remora_dotnet::registry::definition(id).is_some_and(|definition| {
            definition.kind == remora_dotnet::registry::TypeKind::Interface
        });
        if !is_interface && base.is_none() {
            base = Some(id);
        }
    }
    if let Some(id) = base {
        let known = context.types.class(id).is_some()
            || id.derives_from(TypeId::EXCEPTION)
            || id == TypeId::OBJECT
            || is_attribute(id);
        if !known {
            let message = format!("A class that derives from {}", id.full_name());
            return Err(errors::not_implemented(&message).into());
        }
    }
    let id = TypeId::define(definition.name.to_string(), Some(base.unwrap_or(TypeId::OBJECT)));
    name_type(context, &definition.name, id);
    let scope = context.session.current().script.unwrap_or(ScopeId::GLOBAL);
    let class = Arc::new(Class {
        id,
        name: PsString::from(&*definition.name),
        base,
        source: Arc::clone(&block.ast().source),
        scope,
        module: block.module().cloned(),
        members: RwLock::new(Members::default()),
        statics: Mutex::new(MemberBag::default()),
    });
    context.types.add_class(Arc::clone(&class));
    Ok(class)
}

/// Whether the type is an attribute that binder and variables know how to use.
fn is_attribute(id: TypeId) -> bool {
    id.full_name().ends_with("Attribute") || id.full_name().ends_with("IValidateSetValuesGenerator")
}

fn complete(
    context: &mut ExecutionContext,
    class: &Arc<Class>,
    definition: &TypeDefinitionAst,
) -> Result<(), Flow> {
    let mut members = Members::default();
    for member in &definition.members {
        match member {
            MemberAst::Property(node) => {
                let type_id = match &node.property_type {
                    Some(constraint) => context.resolve_type(&constraint.type_name.full_name())?,
                    None => TypeId::OBJECT,
                };
                let attributes: Vec<AttributeBase> = node
                    .attributes
                    .iter()
                    .filter(|attribute| matches!(attribute, AttributeBase::Attribute(_)))
                    .cloned()
                    .collect();
                members.properties.push(Property {
                    name: PsString::from(&*node.name),
                    type_id,
                    is_static: node.is_static,
                    is_hidden: node.is_hidden,
                    initial: node.initial_value.clone(),
                    constraints: crate::binder::variable_constraints(context, &attributes)?,
                });
            }
            MemberAst::Function(node) => {
                members.methods.push(Arc::new(method(context, class, node)?))
            }
        }
    }
    if !members.methods.iter().any(|method| method.is_constructor && !method.is_static) {
        let empty = ScriptBlock::new(Arc::clone(&remora_syntax::parse("", None).script));
        members.methods.push(Arc::new(Method {
            name: class.name.clone(),
            is_static: false,
            is_constructor: true,
            parameters: Vec::new(),
            return_type: None,
            body: Arc::clone(empty.body()),
            base_call: None,
            owner: class.id,
        }));
    }
    let statics: Vec<Property> =
        members.properties.iter().filter(|property| property.is_static).cloned().collect();
    *class.members.write() = members;
    for property in statics {
        let value = super::instance::initial_value(context, class, &property, None)?;
        class.statics.lock().set(remora_psobject::InstanceMember::note(property.name, value));
    }
    let static_constructor = class
        .members
        .read()
        .methods
        .iter()
        .find(|method| method.is_constructor && method.is_static)
        .cloned();
    if let Some(constructor) = static_constructor {
        super::call::run(context, class, &constructor, None, Vec::new())?;
    }
    Ok(())
}

fn method(
    context: &mut ExecutionContext,
    class: &Class,
    node: &FunctionMemberAst,
) -> Result<Method, Flow> {
    let mut parameters = Vec::new();
    for parameter in node.function.all_parameters() {
        let id = match parameter.static_type() {
            Some(name) => context.resolve_type(&name.full_name())?,
            None => TypeId::OBJECT,
        };
        parameters.push((PsString::from(parameter.name.path.name()), id));
    }
    let return_type = match &node.return_type {
        None => None,
        Some(constraint) => {
            let id = context.resolve_type(&constraint.type_name.full_name())?;
            (id != TypeId::VOID).then_some(id)
        }
    };
    if node.is_constructor && node.is_static && !parameters.is_empty() {
        return Err(errors::make::runtime(
            "A static constructor cannot have any parameters.",
            "StaticConstructorCantHaveParameters",
            ErrorCategory::ParserError,
            class.name.clone(),
        )
        .into());
    }
    Ok(Method {
        name: PsString::from(&*node.name),
        is_static: node.is_static,
        is_constructor: node.is_constructor,
        parameters,
        return_type,
        body: Arc::new(Body::of_function(Arc::clone(&node.function))),
        base_call: node.base_call.clone(),
        owner: class.id,
    })
}
