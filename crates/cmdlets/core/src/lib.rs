//! Cmdlets: core.
