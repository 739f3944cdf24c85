//! Drivers that move bytes: HTTP, SSH, child processes, pipes.
