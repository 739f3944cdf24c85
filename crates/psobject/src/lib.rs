//! The PowerShell value: primitives, collections, objects and records.
//!
//! This is the ground floor. It holds data and nothing that acts: no clock, no input or output, no
//! threads, no knowledge of engines or protocols. Everything above exchanges [`Value`]s.
//!
//! | module | what it is |
//! |---|---|
//! | [`value`] | [`Value`]: 16 bytes, cheap to clone, `Send + Sync` |
//! | [`string`](mod@string) | [`PsString`]: .NET string semantics on a UTF-8 base |
//! | [`types`] | [`TypeId`]: the name, base and enumeration members of a .NET type |
//! | [`time`] | [`DateTime`], [`TimeSpan`], [`DateTimeOffset`] in 100 ns ticks |
//! | [`collections`] | arrays, lists, dictionaries, queues and stacks |
//! | [`object`] | [`PsObject`], instance members, deserialized objects |
//! | [`live`] | [`LiveObject`]: what another crate owns |
//! | [`record`] | errors, exceptions, warnings, information, progress |
//! | [`security`] | [`SecureString`], [`PsCredential`] |
//! | [`host`] | the structures that host calls carry |
//! | [`view`] | [`ObjectView`]: what a serializer asks about an object |

pub mod collections;
pub mod equality;
pub mod host;
pub mod live;
pub mod object;
pub mod record;
pub mod security;
pub mod simple;
pub mod string;
pub mod time;
pub mod types;
pub mod value;
pub mod view;

pub use collections::{
    ArrayObject, DictionaryKind, DictionaryObject, HashKey, KeyComparer, ListObject, Sequence,
    SequenceKind,
};
pub use live::{Header, LiveObject, LiveRef};
pub use object::{InstanceMember, MemberBag, MemberKind, ObjectKind, PsObject};
pub use record::{
    CategoryInfo, ErrorCategory, ErrorDetails, ErrorRecord, Exception, InformationRecord,
    InformationalRecord, InvocationInfo, OriginInfo, ProgressRecord, ProgressRecordType,
};
pub use rust_decimal::Decimal;
pub use security::{PsCredential, SecureString};
pub use simple::{Guid, SemanticVersion, Uri, Version};
pub use string::PsString;
pub use time::{DateTime, DateTimeKind, DateTimeOffset, TimeSpan};
pub use types::{EnumDefinition, TypeId};
pub use value::Value;
pub use view::{ObjectView, PlainView, Properties, SerializationMethod, SerializationPolicy};

pub use num_bigint::BigInt;
