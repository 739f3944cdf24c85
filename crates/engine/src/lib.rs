//! The PowerShell engine: session state, binding, pipelines, evaluation.
