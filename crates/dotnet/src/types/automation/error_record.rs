//! `System.Management.Automation.ErrorRecord`, `ErrorDetails`, `ErrorCategoryInfo`

use remora_psobject::{ErrorCategory, ErrorDetails, ErrorRecord};

use crate::types::prelude::*;

pub(crate) static RECORD: Implementation = Implementation {
    name: "System.Management.Automation.ErrorRecord",
    constructor: Some(|call| {
        if let Some(record) = call.argument(0).downcast::<ErrorRecord>() {
            return Ok(Arc::new(record.clone()).into_value());
        }
        let exception: Arc<Exception> = call
            .argument(0)
            .downcast_arc()
            .ok_or_else(|| errors::of(
                "System.Management.Automation.PSArgumentNullException",
                "Cannot process argument because the value of argument \"exception\" is null. Change the value of argument \"exception\" to a non-null value.",
            ))?;
        let category = ErrorCategory::from_number(call.argument(2).as_i64().unwrap_or(0));
        let id = call.string(1).cloned().unwrap_or_default();
        let record = ErrorRecord::new(exception, id, category, call.argument(3).clone());
        Ok(Arc::new(record).into_value())
    }),
    ..Implementation::EMPTY
};

pub(crate) static DETAILS: Implementation = Implementation {
    name: "System.Management.Automation.ErrorDetails",
    constructor: Some(|call| {
        Ok(Value::live(ErrorDetails {
            message: call.string(0).cloned().unwrap_or_default(),
            ..ErrorDetails::default()
        }))
    }),
    ..Implementation::EMPTY
};

pub(crate) static CATEGORY: Implementation = Implementation {
    name: "System.Management.Automation.ErrorCategoryInfo",
    methods: &[("GetMessage", |call| match call.this.base() {
        Value::Live(live) => Ok(live.text().into()),
        _ => Err(errors::null_reference()),
    })],
    ..Implementation::EMPTY
};
