//! The memory that both sides use: JavaScript writes the input, Rust writes the answer.
//!
//! The input starts at an address that never changes. In the small module the rules allocate
//! behind it and free nothing: the next call starts over. So a call leaves nothing behind, memory
//! grows with the largest input alone, and no allocator has to be downloaded.

#![expect(unsafe_code, reason = "JavaScript writes into this memory between calls")]

use core::cell::UnsafeCell;

use alloc::string::String;
use alloc::vec::Vec;

use focus_core::json::Node;

pub(crate) use memory::reserve;

/// Where the input's nodes stand, and how many; where its text stands behind them, and how long.
#[derive(Clone, Copy)]
pub(crate) struct Parts {
    pub(crate) nodes: usize,
    pub(crate) text: usize,
    pub(crate) length: usize,
}

/// Takes the input: nodes and the text that they speak of. What earlier calls left is gone.
pub(crate) fn take(parts: Parts) -> (&'static [Node], &'static str) {
    let bytes = memory::begin(parts.text + parts.length);
    let nodes = parts.nodes.min(bytes.len() / size_of::<Node>());
    // SAFETY: the input starts where a node may, `nodes` of them lie inside of it, and any bits
    // are a node.
    let nodes = unsafe { core::slice::from_raw_parts(bytes.as_ptr().cast::<Node>(), nodes) };
    let text = bytes.get(parts.text..).unwrap_or_default();
    (nodes, core::str::from_utf8(text).unwrap_or_default())
}

/// Takes an input that is nothing but text; empty when it is not UTF-8.
pub(crate) fn text(length: usize) -> &'static str {
    core::str::from_utf8(memory::begin(length)).unwrap_or_default()
}

/// Begins a call without input.
pub(crate) fn clear() {
    memory::begin(0);
}

/// Keeps the numbers of an answer where JavaScript reads them, and tells their address.
pub(crate) fn keep(numbers: Vec<f64>) -> i32 {
    memory::keep(numbers) as i32
}

/// Keeps a few numbers, as [`keep`] does, where they always stand.
pub(crate) fn keep_few<const COUNT: usize>(numbers: [f64; COUNT]) -> i32 {
    const { assert!(COUNT <= Few::ROOM) }
    // SAFETY: one thread, and JavaScript alone reads it between calls.
    unsafe { FEW.0.get().cast::<[f64; COUNT]>().write(numbers) };
    (&raw const FEW) as usize as i32
}

#[repr(C, align(8))]
struct Few(UnsafeCell<[f64; Self::ROOM]>);

impl Few {
    const ROOM: usize = 8;
}

// SAFETY: WebAssembly without shared memory has one thread.
unsafe impl Sync for Few {}

static FEW: Few = Few(UnsafeCell::new([0.0; Few::ROOM]));

/// Keeps a text where JavaScript reads it, and tells its address and length as numbers.
pub(crate) fn keep_text(text: String) -> i32 {
    keep_text_and(text, [0.0; 4])
}

/// As [`keep_text`], with numbers behind.
pub(crate) fn keep_text_and(text: String, [first, second, third, fourth]: [f64; 4]) -> i32 {
    let length = text.len() as f64;
    let address = memory::keep_text(text) as f64;
    keep_few([address, length, first, second, third, fourth])
}

#[cfg(all(target_arch = "wasm32", not(feature = "full")))]
mod memory {
    use core::alloc::{GlobalAlloc, Layout};
    use core::arch::wasm32::{memory_grow, memory_size};
    use core::cell::Cell;

    use alloc::string::String;
    use alloc::vec::Vec;

    const PAGE: usize = 65_536;

    /// Hands out memory in order and takes none back.
    struct Arena {
        next: Cell<usize>,
    }

    // SAFETY: WebAssembly without shared memory has one thread.
    unsafe impl Sync for Arena {}

    #[global_allocator]
    static ARENA: Arena = Arena { next: Cell::new(0) };

    unsafe extern "C" {
        /// Where the linker's own data ends, at a multiple of sixteen.
        static __heap_base: u8;
    }

    fn base() -> usize {
        (&raw const __heap_base) as usize
    }

    /// Whether memory reaches up to `end`, grown for it if need be.
    fn reaches(end: usize) -> bool {
        let pages = end.div_ceil(PAGE);
        let there = memory_size(0);
        pages <= there || memory_grow(0, pages - there) != usize::MAX
    }

    // SAFETY: every block lies behind all that were handed out since `begin`, and ends where
    // memory still is.
    unsafe impl GlobalAlloc for Arena {
        unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
            let start = self.next.get().next_multiple_of(layout.align());
            let end = start + layout.size();
            if !reaches(end) {
                return core::ptr::null_mut();
            }
            self.next.set(end);
            start as *mut u8
        }

        unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
    }

    /// The address of the input, behind which `capacity` bytes may be written.
    pub(crate) fn reserve(capacity: usize) -> usize {
        if reaches(base() + capacity) { base() } else { 0 }
    }

    /// The first bytes of the input. All that earlier calls allocated is gone.
    pub(crate) fn begin(length: usize) -> &'static [u8] {
        ARENA.next.set(base() + length);
        // SAFETY: JavaScript wrote these bytes behind `reserve`, and writes none during a call.
        unsafe { core::slice::from_raw_parts(base() as *const u8, length) }
    }

    pub(crate) fn keep(numbers: Vec<f64>) -> usize {
        numbers.leak().as_ptr() as usize
    }

    pub(crate) fn keep_text(text: String) -> usize {
        text.leak().as_ptr() as usize
    }
}

#[cfg(not(all(target_arch = "wasm32", not(feature = "full"))))]
mod memory {
    use core::cell::UnsafeCell;

    use alloc::string::String;
    use alloc::vec::Vec;

    #[cfg(target_arch = "wasm32")]
    #[global_allocator]
    static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

    /// The input in words, so that it starts where a node may, then the answer.
    struct Kept(Vec<u64>, Vec<f64>, String);

    struct Shared(UnsafeCell<Kept>);

    // SAFETY: WebAssembly without shared memory has one thread. Native builds of this crate never
    // call the exports; they only read its tables.
    unsafe impl Sync for Shared {}

    static SHARED: Shared = Shared(UnsafeCell::new(Kept(Vec::new(), Vec::new(), String::new())));

    pub(crate) fn reserve(capacity: usize) -> usize {
        // SAFETY: one thread, and no input is borrowed between calls.
        let Kept(input, ..) = unsafe { &mut *SHARED.0.get() };
        let words = capacity.div_ceil(size_of::<u64>());
        if input.len() < words {
            input.resize(words, 0);
        }
        input.as_ptr() as usize
    }

    pub(crate) fn begin(length: usize) -> &'static [u8] {
        // SAFETY: one thread, and only `reserve` changes the input, never during a call.
        let Kept(input, ..) = unsafe { &*SHARED.0.get() };
        let length = length.min(size_of_val(input.as_slice()));
        // SAFETY: so many bytes are there.
        unsafe { core::slice::from_raw_parts(input.as_ptr().cast(), length) }
    }

    pub(crate) fn keep(numbers: Vec<f64>) -> usize {
        // SAFETY: one thread, and the answer is borrowed by JavaScript alone.
        let Kept(_, answer, _) = unsafe { &mut *SHARED.0.get() };
        *answer = numbers;
        answer.as_ptr() as usize
    }

    pub(crate) fn keep_text(text: String) -> usize {
        // SAFETY: as in `keep`.
        let Kept(.., kept) = unsafe { &mut *SHARED.0.get() };
        *kept = text;
        kept.as_ptr() as usize
    }
}
