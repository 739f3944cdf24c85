//! Formatting without an engine: recorded scripts, views, errors, format objects.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod computed;
mod errors;
mod format_objects;
mod output;
mod recorded;
mod support;
mod user_views;
mod view_files;
mod views;
