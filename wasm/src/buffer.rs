//! The memory that both sides use: JavaScript writes the input, Rust writes the answer.
//!
//! An instance has one thread and no call enters another, so one set of buffers serves them all.

#![expect(unsafe_code, reason = "JavaScript writes into this memory between calls")]

use core::cell::UnsafeCell;

use alloc::string::String;
use alloc::vec::Vec;

struct Buffers {
    input: Vec<u8>,
    text: String,
    numbers: Vec<f64>,
}

struct Shared(UnsafeCell<Buffers>);

// SAFETY: WebAssembly without shared memory has one thread. Native builds of this crate never
// call the exports; they only read its tables.
unsafe impl Sync for Shared {}

static SHARED: Shared = Shared(UnsafeCell::new(Buffers {
    input: Vec::new(),
    text: String::new(),
    numbers: Vec::new(),
}));

fn with<T>(use_buffers: impl FnOnce(&mut Buffers) -> T) -> T {
    // SAFETY: one thread, and no closure of this file calls `with` again, so this is the only
    // reference while it lives.
    use_buffers(unsafe { &mut *SHARED.0.get() })
}

/// The address of the input, grown to `capacity` bytes; what was written stays.
pub(crate) fn input(capacity: usize) -> usize {
    with(|buffers| {
        if buffers.input.len() < capacity {
            buffers.input.resize(capacity, 0);
        }
        buffers.input.as_ptr() as usize
    })
}

/// The first bytes of the input, copied out so that nothing is borrowed while rules run.
pub(crate) fn take_input(length: usize) -> Vec<u8> {
    with(|buffers| buffers.input.get(..length).unwrap_or_default().to_vec())
}

pub(crate) fn text() -> usize {
    with(|buffers| buffers.text.as_ptr() as usize)
}

pub(crate) fn numbers() -> usize {
    with(|buffers| buffers.numbers.as_ptr() as usize)
}

/// Replaces the text of the answer and tells its length in bytes.
pub(crate) fn set_text(text: String) -> usize {
    with(|buffers| {
        buffers.text = text;
        buffers.text.len()
    })
}

/// Rewrites the numbers of the answer in place.
pub(crate) fn set_numbers<'a>(numbers: impl IntoIterator<Item = &'a f64>) {
    with(|buffers| {
        buffers.numbers.clear();
        buffers.numbers.extend(numbers);
    });
}
