//! Cmdlets: security.
