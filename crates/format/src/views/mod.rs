//! The views that PowerShell brings, a file for each theme.
//!
//! Where PowerShell's own view has a script block, the column names a function of [`computed`].

mod certificates;
mod cim;
mod commands;
mod computed;
mod debugging;
mod describe;
mod events;
mod files;
mod modules;
mod processes;
mod providers;
mod records;
mod runtime;
mod sessions;
mod style;
mod utility;
mod web;
mod wsman;

use std::sync::{Arc, LazyLock};

pub(crate) use computed::sequence;
pub use describe::describe;

use crate::view::ViewTable;

static BUILT_IN: LazyLock<Arc<ViewTable>> = LazyLock::new(|| {
    let themes = [
        certificates::views(),
        cim::views(),
        commands::views(),
        debugging::views(),
        events::views(),
        files::views(),
        modules::views(),
        processes::views(),
        providers::views(),
        records::views(),
        runtime::views(),
        sessions::views(),
        style::views(),
        utility::views(),
        web::views(),
        wsman::views(),
    ];
    Arc::new(ViewTable::new(themes.into_iter().flatten().map(Arc::new).collect()))
});

/// All of them. The order matters only among views for the same type.
pub fn built_in() -> Arc<ViewTable> {
    Arc::clone(&BUILT_IN)
}
