//! What travels beside output: exceptions, errors, warnings, information, progress.

mod error_record;
mod exception;
mod information;
mod invocation;
mod progress;

pub use error_record::{CategoryInfo, ErrorCategory, ErrorDetails, ErrorRecord, OriginInfo};
pub use exception::Exception;
pub use information::{HostInformationMessage, InformationRecord, InformationalRecord};
pub use invocation::InvocationInfo;
pub use progress::{ProgressRecord, ProgressRecordType};
