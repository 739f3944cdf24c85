//! Cmdlets: remoting.
