//! Cmdlets: management.
