//! The states of pools and pipelines, and what leads from one to another. Both roles follow the same
//! tables.

mod pipeline;
mod pool;

pub use pipeline::{PipelineState, PipelineStep};
pub use pool::{PoolState, PoolStep};

/// A transition: from a state, by a step, to a state.
pub type Transition<S, E> = (S, E, S);

/// Both diagrams as a page, which stands in `states.md` next to this crate's manifest.
pub fn page() -> String {
    format!(
        "# States\n\nWritten from the tables in `src/state`; a test holds this page against them.\n\n\
         ## Runspace pool\n\n```mermaid\n{}```\n\n## Pipeline\n\n```mermaid\n{}```\n",
        pool_diagram(),
        pipeline_diagram()
    )
}

/// The pool's transitions as a Mermaid state diagram.
pub fn pool_diagram() -> String {
    diagram(pool::TRANSITIONS)
}

/// The pipeline's transitions as a Mermaid state diagram.
pub fn pipeline_diagram() -> String {
    diagram(pipeline::TRANSITIONS)
}

fn diagram<S: std::fmt::Debug, E: std::fmt::Debug>(transitions: &[Transition<S, E>]) -> String {
    let lines =
        transitions.iter().map(|(from, step, to)| format!("    {from:?} --> {to:?}: {step:?}\n"));
    std::iter::once("stateDiagram-v2\n".to_owned()).chain(lines).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_fresh() {
        assert_eq!(include_str!("../../states.md"), page());
    }

    #[test]
    fn diagrams_show_each_transition() {
        assert!(pool_diagram().contains("    Opening --> Opened: Opened\n"));
        assert_eq!(pipeline_diagram().lines().count(), pipeline::TRANSITIONS.len() + 1);
    }
}
