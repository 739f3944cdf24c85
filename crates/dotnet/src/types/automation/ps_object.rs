//! `System.Management.Automation.PSObject`: what needs no engine

use remora_psobject::PsObject;

use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Management.Automation.PSObject",
    constructor: Some(|call| {
        if !call.has(0) || call.count() == 0 || matches!(call.argument(0), Value::I32(_)) {
            return Ok(PsObject::custom([]).into());
        }
        Ok(PsObject::wrapper(call.argument(0).base().clone()).into())
    }),
    methods: &[("Copy", |call| {
        Ok(match call.this {
            Value::Object(object) => object.copy().into(),
            other => other.clone(),
        })
    })],
    static_methods: &[("AsPSObject", |call| {
        if !call.has(0) {
            return Err(errors::argument_null("obj"));
        }
        Ok(call.argument(0).clone())
    })],
    ..Implementation::EMPTY
};
