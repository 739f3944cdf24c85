//! MS-PSRP as sans-IO machines: messages, fragments, runspace pools and pipelines.
