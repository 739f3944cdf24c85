//! `System.Management.Automation.SwitchParameter`

use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Management.Automation.SwitchParameter",
    constructor: Some(|call| Ok(Value::Switch(call.bool(0)))),
    methods: &[
        ("Equals", |call| {
            let same = match call.argument(0).base() {
                Value::Bool(flag) | Value::Switch(flag) => *flag == is_present(call),
                _ => false,
            };
            Ok(same.into())
        }),
        ("GetHashCode", |call| Ok(Value::I32(i32::from(is_present(call))))),
        ("ToBool", |call| Ok(is_present(call).into())),
    ],
    properties: &[("IsPresent", |call| Ok(is_present(call).into()))],
    static_properties: &[("Present", |_| Ok(Value::Switch(true)))],
    ..Implementation::EMPTY
};

fn is_present(call: &Call<'_>) -> bool {
    matches!(call.this.base(), Value::Switch(true) | Value::Bool(true))
}
