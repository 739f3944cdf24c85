//! Types defined by the script, and the types that they name.

use super::Checker;
use super::assignments::is_void;
use crate::ast::{
    AttributeBase, FunctionMemberAst, MemberAst, NamedBlockAst, NodeRef, PropertyMemberAst,
    ScriptBlockAst, Statement, TypeDefinitionAst, TypeName, TypeNameKind, Visit,
};
use crate::parser::diagnostics::{
    CONSTRUCTOR_CANT_HAVE_RETURN_TYPE, DSC_RESOURCE_INVALID_GET_METHOD,
    DSC_RESOURCE_MISSING_GET_METHOD, DSC_RESOURCE_MISSING_KEY_PROPERTY,
    DSC_RESOURCE_MISSING_SET_METHOD, DSC_RESOURCE_MISSING_TEST_METHOD, MEMBER_ALREADY_DEFINED,
    METHOD_HAS_CODE_PATH_NOT_RETURN, NAMED_BLOCK_NOT_ALLOWED_IN_METHOD,
    PARAM_BLOCK_NOT_ALLOWED_IN_METHOD, TYPE_NOT_ALLOWED_FOR_PROPERTY, TYPE_NOT_FOUND,
};
use std::collections::HashSet;

/// True when a method gives nothing back: it has no type, or `[void]`.
pub(super) fn returns_nothing(method: &FunctionMemberAst) -> bool {
    method.return_type.as_ref().is_none_or(is_void)
}

impl Checker<'_> {
    /// Types that are defined twice, and names in class definitions that no type has.
    pub(super) fn types(&mut self, script: &ScriptBlockAst) {
        let mut defined = HashSet::new();
        NodeRef::ScriptBlock(script).walk(|node, _| {
            if let NodeRef::TypeDefinition(definition) = node {
                defined.insert(definition.name.to_lowercase());
            }
            Visit::Continue
        });
        NodeRef::ScriptBlock(script).walk(|node, ancestors| {
            match node {
                NodeRef::NamedBlock(block) => self.duplicates(block),
                NodeRef::TypeConstraint(constraint) if in_class(ancestors) => {
                    self.known_type(&constraint.type_name, &defined);
                }
                NodeRef::Type(expression) if in_class(ancestors) => {
                    self.known_type(&expression.type_name, &defined);
                }
                _ => {}
            }
            Visit::Continue
        });
    }

    fn duplicates(&mut self, block: &NamedBlockAst) {
        let mut seen = HashSet::new();
        for statement in &block.statements {
            if let Statement::TypeDefinition(definition) = statement
                && !seen.insert(definition.name.to_lowercase())
            {
                self.report(definition.extent, MEMBER_ALREADY_DEFINED, &[&definition.name]);
            }
        }
    }

    /// Reports a name that neither the script nor its surroundings define.
    fn known_type(&mut self, name: &TypeName, defined: &HashSet<String>) {
        match &name.kind {
            TypeNameKind::Array { element, .. } => self.known_type(element, defined),
            TypeNameKind::Generic { arguments, .. } => {
                for argument in arguments {
                    self.known_type(argument, defined);
                }
                let known_arguments = arguments
                    .iter()
                    .all(|argument| !defined.contains(&argument.simple_name().to_lowercase()));
                if known_arguments {
                    self.known_name(name);
                }
            }
            TypeNameKind::Simple { name: text, .. } => {
                if !defined.contains(&text.to_lowercase()) {
                    self.known_name(name);
                }
            }
        }
    }

    fn known_name(&mut self, name: &TypeName) {
        if !self.environment.has_type(name, &self.namespaces) {
            self.report(name.extent, TYPE_NOT_FOUND, &[&name.full_name()]);
        }
    }

    pub(super) fn property(&mut self, property: &PropertyMemberAst) {
        if let Some(constraint) = property.property_type.as_ref().filter(|found| is_void(found)) {
            let name = constraint.type_name.full_name();
            self.report(constraint.extent, TYPE_NOT_ALLOWED_FOR_PROPERTY, &[&name]);
        }
    }

    pub(super) fn method(&mut self, method: &FunctionMemberAst, _ancestors: &[NodeRef<'_>]) {
        let body = &method.function.body;
        if let Some(block) = &body.param_block {
            self.report(block.extent, PARAM_BLOCK_NOT_ALLOWED_IN_METHOD, &[]);
        }
        let blocks = [
            &body.dynamic_param_block,
            &body.begin_block,
            &body.process_block,
            &body.end_block,
            &body.clean_block,
        ];
        if let Some(block) = blocks.into_iter().flatten().find(|block| !block.unnamed) {
            self.report(block.extent, NAMED_BLOCK_NOT_ALLOWED_IN_METHOD, &[]);
        }
        if let Some(constraint) = method.return_type.as_ref().filter(|_| method.is_constructor) {
            self.report(constraint.extent, CONSTRUCTOR_CANT_HAVE_RETURN_TYPE, &[]);
        }
        let returns = body.end_block.as_ref().is_some_and(super::method_flow::always_returns);
        if !returns && !returns_nothing(method) {
            self.report(method.name_extent, METHOD_HAS_CODE_PATH_NOT_RETURN, &[]);
        }
    }

    /// What a class with `[DscResource()]` has to have.
    pub(super) fn type_definition(&mut self, definition: &TypeDefinitionAst) {
        let resource = definition.attributes.iter().find(|attribute| {
            matches!(attribute, AttributeBase::Attribute(_))
                && attribute.type_name().simple_name().to_lowercase().starts_with("dscresource")
        });
        let Some(resource) = resource else { return };
        let place = resource.extent();
        let methods = || {
            definition.members.iter().filter_map(|member| match member {
                MemberAst::Function(method) => Some(method),
                MemberAst::Property(_) => None,
            })
        };
        let named = |name: &'static str| {
            methods().filter(move |method| method.name.eq_ignore_ascii_case(name)).filter(
                |method| method.function.parameters.as_ref().is_none_or(|list| list.is_empty()),
            )
        };
        let gives = |method: &&FunctionMemberAst, name: &str| {
            method.return_type.as_ref().is_some_and(|found| found.type_name.is_simple(name))
        };
        let class = &definition.name;
        if !named("Get").any(|method| gives(&method, class)) {
            match named("Get").next() {
                Some(method) => {
                    self.report(method.extent, DSC_RESOURCE_INVALID_GET_METHOD, &[class]);
                }
                None => self.report(place, DSC_RESOURCE_MISSING_GET_METHOD, &[class]),
            }
        }
        if !named("Set").any(returns_nothing) {
            self.report(place, DSC_RESOURCE_MISSING_SET_METHOD, &[class]);
        }
        if !named("Test").any(|method| gives(&method, "bool") || gives(&method, "boolean")) {
            self.report(place, DSC_RESOURCE_MISSING_TEST_METHOD, &[class]);
        }
        let has_key = definition.members.iter().any(|member| {
            let MemberAst::Property(property) = member else { return false };
            property.attributes.iter().any(|attribute| {
                matches!(attribute, AttributeBase::Attribute(found)
                    if found.type_name.simple_name().eq_ignore_ascii_case("DscProperty")
                        && found.named_arguments.iter()
                            .any(|named| named.argument_name.eq_ignore_ascii_case("Key")))
            })
        });
        if !has_key {
            self.report(place, DSC_RESOURCE_MISSING_KEY_PROPERTY, &[class]);
        }
    }
}

/// True inside of a class definition: types there have to exist when the script is parsed.
fn in_class(ancestors: &[NodeRef<'_>]) -> bool {
    ancestors.iter().any(|ancestor| matches!(ancestor, NodeRef::TypeDefinition(_)))
}
