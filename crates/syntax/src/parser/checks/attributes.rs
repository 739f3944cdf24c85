//! Parameters and the arguments of attributes.

use super::Checker;
use super::assignments::{constraints, is_void};
use super::constants::is_constant;
use crate::ast::{AttributeAst, NodeRef, ParameterAst, TypeAttributes};
use crate::parser::diagnostics::{
    ATTRIBUTE_NOT_ALLOWED_ON_DECLARATION, CUSTOM_ATTRIBUTE_TYPE_NOT_FOUND,
    DUPLICATE_FORMAL_PARAMETER, DUPLICATE_NAMED_ARGUMENT,
    MULTIPLE_TYPE_CONSTRAINTS_ON_METHOD_PARAM, ORDERED_ATTRIBUTE_ONLY_ON_HASH_LITERAL_NODE,
    PARAMETER_ATTRIBUTE_ARGUMENT_NEEDS_TO_BE_CONSTANT,
    PARAMETER_ATTRIBUTE_ARGUMENT_NEEDS_TO_BE_CONSTANT_OR_SCRIPT_BLOCK,
    VOID_TYPE_CONSTRAINT_NOT_ALLOWED,
};
use std::collections::HashSet;

impl Checker<'_> {
    /// Names that occur twice, and `[void]`.
    pub(super) fn parameters(&mut self, parameters: &[ParameterAst]) {
        let mut seen = HashSet::new();
        for parameter in parameters {
            let name = &parameter.name.path.user_path;
            if !seen.insert(name.to_lowercase()) {
                self.report(parameter.name.extent, DUPLICATE_FORMAL_PARAMETER, &[name]);
            }
            if let Some(void) = constraints(&parameter.attributes).find(|found| is_void(found)) {
                self.report(void.extent, VOID_TYPE_CONSTRAINT_NOT_ALLOWED, &[]);
            }
        }
    }

    pub(super) fn parameter(&mut self, parameter: &ParameterAst, ancestors: &[NodeRef<'_>]) {
        let in_method =
            matches!(ancestors, [.., NodeRef::FunctionMember(_), NodeRef::FunctionDefinition(_)]);
        for (index, constraint) in constraints(&parameter.attributes).enumerate() {
            if constraint.type_name.is_simple("ordered") {
                let message = ORDERED_ATTRIBUTE_ONLY_ON_HASH_LITERAL_NODE;
                self.report(constraint.extent, message, &[&constraint.type_name.full_name()]);
            } else if in_method && index > 0 {
                self.report(constraint.extent, MULTIPLE_TYPE_CONSTRAINTS_ON_METHOD_PARAM, &[]);
            }
        }
    }

    pub(super) fn attribute(&mut self, attribute: &AttributeAst, ancestors: &[NodeRef<'_>]) {
        let targets: &[&str] = match ancestors {
            [.., NodeRef::TypeDefinition(definition)] => match definition.kind {
                TypeAttributes::Class => &["Class"],
                TypeAttributes::Enum => &["Enum"],
                TypeAttributes::Interface => &["Interface"],
            },
            [.., NodeRef::PropertyMember(_)] => &["Property", "Field"],
            [.., NodeRef::FunctionMember(member)] if member.is_constructor => &["Constructor"],
            [.., NodeRef::FunctionMember(_)] => &["Method"],
            [
                ..,
                NodeRef::FunctionMember(_),
                NodeRef::FunctionDefinition(_),
                NodeRef::Parameter(_),
            ] => &["Parameter"],
            _ => &[],
        };
        if !targets.is_empty() {
            self.attribute_in_class(attribute, targets);
        }
        // Types are made when the script is parsed, so their attributes cannot run blocks.
        let in_class = !targets.is_empty();
        let message = if in_class {
            PARAMETER_ATTRIBUTE_ARGUMENT_NEEDS_TO_BE_CONSTANT
        } else {
            PARAMETER_ATTRIBUTE_ARGUMENT_NEEDS_TO_BE_CONSTANT_OR_SCRIPT_BLOCK
        };
        let mut seen = HashSet::new();
        for named in &attribute.named_arguments {
            if !seen.insert(named.argument_name.to_lowercase()) {
                let name = &named.argument_name;
                self.report(named.extent, DUPLICATE_NAMED_ARGUMENT, &[name]);
            } else if !is_constant(&named.argument, !in_class) {
                self.report(named.argument.extent(), message, &[]);
            }
        }
        for argument in &attribute.positional_arguments {
            if !is_constant(argument, !in_class) {
                self.report(argument.extent(), message, &[]);
            }
        }
    }

    fn attribute_in_class(&mut self, attribute: &AttributeAst, targets: &[&str]) {
        let name = &attribute.type_name;
        let Some(facts) = self.environment.attribute(name, &self.namespaces) else {
            self.report(name.extent, CUSTOM_ATTRIBUTE_TYPE_NOT_FOUND, &[&name.full_name()]);
            return;
        };
        let allowed = |target: &&str| facts.targets.split(", ").any(|known| known == *target);
        if !facts.targets.is_empty() && !targets.iter().any(allowed) {
            let arguments = [facts.display_name.as_str(), facts.targets.as_str()];
            self.report(attribute.extent, ATTRIBUTE_NOT_ALLOWED_ON_DECLARATION, &arguments);
        }
    }
}
