//! Authentication mechanisms and message sealing as sans-IO machines.
