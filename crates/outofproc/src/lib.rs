//! The line protocol of the out-of-process server and of the SSH subsystem.
