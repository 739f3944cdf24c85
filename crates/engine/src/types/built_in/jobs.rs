//! Jobs.

use remora_psobject::Value;

use super::{follow, script, with_depth, with_serialized};
use crate::types::TypeData;

pub(super) fn types() -> Vec<TypeData> {
    let mut job = with_serialized(
        "System.Management.Automation.Job",
        "HasMoreData StatusMessage Location Command JobStateInfo InstanceId Id Name State \
         ChildJobs PSJobTypeName PSBeginTime PSEndTime",
    );
    job.serialization_depth = Some(2);
    job.members = vec![script(
        "State",
        "System.Object State {get=$this.JobStateInfo.State.ToString();}",
        |context, value| {
            let state = follow(context, value, &["JobStateInfo", "State"])?;
            Ok(Value::Str(context.text(&state)))
        },
    )];
    vec![
        job,
        with_depth("System.Management.Automation.JobStateEventArgs", 2),
        with_depth("System.Management.Automation.JobStateInfo", 1),
    ]
}
