//! Client and server joined in memory, a virtual clock, corpus runners.
