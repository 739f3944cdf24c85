//! What a transport is asked to do, in words that all transports share.

use remora_psobject::Guid;

/// Whole fragments, in the order in which they must arrive.
pub type Fragments = Vec<Vec<u8>>;

/// Where bytes belong: the pool or one of its pipelines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Target {
    /// The runspace pool.
    Pool,
    /// The pipeline of this id.
    Pipeline(Guid),
}

impl Target {
    /// The id that stands in the header of messages and in packets: all zeros for the pool.
    pub fn id(self) -> Guid {
        match self {
            Self::Pool => Guid::EMPTY,
            Self::Pipeline(id) => id,
        }
    }

    /// The target of this id; all zeros stand for the pool.
    pub fn of(id: Guid) -> Self {
        if id == Guid::EMPTY { Self::Pool } else { Self::Pipeline(id) }
    }
}

/// What priority bytes have on their way to the server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stream {
    /// Everything but answers to host calls.
    #[default]
    Default,
    /// Answers to host calls, which must not wait behind input.
    PromptResponse,
}
