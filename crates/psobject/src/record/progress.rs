//! `ProgressRecord`: how far a long work has come.

use crate::live::LiveObject;
use crate::record::Exception;
use crate::string::PsString;
use crate::types::TypeId;
use crate::value::Value;

/// Whether the work goes on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProgressRecordType {
    /// It goes on.
    #[default]
    Processing,
    /// It is done: the display is taken away.
    Completed,
}

/// `System.Management.Automation.ProgressRecord`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgressRecord {
    /// Tells works apart that go on at the same time.
    pub activity_id: i32,
    /// The work that this one is part of; -1 for none.
    pub parent_activity_id: i32,
    /// What is being done.
    pub activity: PsString,
    /// How it stands.
    pub status_description: PsString,
    /// What is being done at the moment.
    pub current_operation: PsString,
    /// 0 to 100; -1 where nobody knows.
    pub percent_complete: i32,
    /// Seconds that remain; -1 where nobody knows.
    pub seconds_remaining: i32,
    /// Whether the work goes on.
    pub record_type: ProgressRecordType,
}

impl ProgressRecord {
    /// A record with nothing known but what is being done.
    pub fn new(
        activity_id: i32,
        activity: impl Into<PsString>,
        status: impl Into<PsString>,
    ) -> Self {
        Self {
            activity_id,
            parent_activity_id: -1,
            activity: activity.into(),
            status_description: status.into(),
            current_operation: PsString::empty(),
            percent_complete: -1,
            seconds_remaining: -1,
            record_type: ProgressRecordType::Processing,
        }
    }
}

impl LiveObject for ProgressRecord {
    fn object_type(&self) -> TypeId {
        TypeId::PROGRESS_RECORD
    }

    fn text(&self) -> PsString {
        format!(
            "parent = {} id = {} act = {} stat = {} cur = {} pct = {} sec = {} type = {:?}",
            self.parent_activity_id,
            self.activity_id,
            self.activity,
            self.status_description,
            self.current_operation,
            self.percent_complete,
            self.seconds_remaining,
            self.record_type
        )
        .into()
    }

    fn property_names(&self) -> Vec<PsString> {
        [
            "ActivityId",
            "ParentActivityId",
            "Activity",
            "StatusDescription",
            "CurrentOperation",
            "PercentComplete",
            "SecondsRemaining",
            "RecordType",
        ]
        .map(PsString::from)
        .to_vec()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        let record_type = TypeId::find("System.Management.Automation.ProgressRecordType");
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "activityid" => Value::I32(self.activity_id),
            "parentactivityid" => Value::I32(self.parent_activity_id),
            "activity" => Value::Str(self.activity.clone()),
            "statusdescription" => Value::Str(self.status_description.clone()),
            "currentoperation" => Value::Str(self.current_operation.clone()),
            "percentcomplete" => Value::I32(self.percent_complete),
            "secondsremaining" => Value::I32(self.seconds_remaining),
            "recordtype" => record_type.map_or(Value::Null, |id| {
                Value::Enum(id, i64::from(self.record_type == ProgressRecordType::Completed))
            }),
            _ => return None,
        }))
    }
}
