//! What is known of each type, by its number. Entries are written once and read without a lock.

use std::sync::OnceLock;

use super::{TypeId, TypeShape};

/// What is known of a type.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    pub(super) name: &'static str,
    pub(super) base: Option<TypeId>,
    pub(super) shape: &'static TypeShape,
}

/// Entries that are stored together.
const CHUNK: u32 = 1024;

/// How many chunks there can be: four million types.
const CHUNKS: usize = 4096;

type Chunk = Box<[OnceLock<Entry>]>;

static ENTRIES: [OnceLock<Chunk>; CHUNKS] = [const { OnceLock::new() }; CHUNKS];

fn place(number: u32) -> (usize, usize) {
    // A chunk has fewer entries than any pointer can count.
    ((number / CHUNK) as usize, (number % CHUNK) as usize)
}

/// The entry of a number that was given out.
pub(super) fn get(number: u32) -> Option<Entry> {
    let (chunk, at) = place(number);
    ENTRIES.get(chunk)?.get()?.get(at)?.get().copied()
}

/// Writes the entry of a new number; false where there is no room or the number is taken.
pub(super) fn put(number: u32, entry: Entry) -> bool {
    let (chunk, at) = place(number);
    let Some(chunk) = ENTRIES.get(chunk) else {
        return false;
    };
    let chunk = chunk.get_or_init(|| (0..CHUNK).map(|_| OnceLock::new()).collect());
    chunk.get(at).is_some_and(|slot| slot.set(entry).is_ok())
}
