//! Views, format objects and their layout as lines.
