//! Sessions, remote runspaces and fan-out.
