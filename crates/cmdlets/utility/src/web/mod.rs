//! HTTP/1.1 for the web cmdlets.
//!
//! | module | what it is |
//! |---|---|
//! | `address` | where a request goes |
//! | `options` | the parameters that both cmdlets share, read once and checked |
//! | `content` | what a request carries: texts, forms, files |
//! | `message` | requests and responses as bytes (RFC 9110, RFC 9112) |
//! | `exchange` | one command: connections, redirections, retries |
//! | `session` | what is kept from one request to the next |
//! | `answer` | responses as objects |

mod address;
mod answer;
mod content;
mod exchange;
mod message;
mod options;
mod session;

pub(crate) use answer::{response_object, rest_value, save};
pub(crate) use exchange::exchange;
pub(crate) use options::Options;
