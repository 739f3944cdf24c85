//! Cmdlets: the WSMan: drive and Test-WSMan.
