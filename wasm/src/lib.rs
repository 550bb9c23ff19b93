//! The rules as WebAssembly.
//!
//! JavaScript values do not cross this border: the façade in `js/` writes text and fields into
//! [`buffer`] and reads numbers and text back, because that costs a tenth of what walking objects
//! from this side would. [`raw`] turns what was written into the core's types, [`answer`] turns
//! the core's answers into what is read. Deciding anything is the core's work.

#![cfg_attr(all(target_arch = "wasm32", not(feature = "full")), no_std)]

extern crate alloc;

mod answer;
mod buffer;
#[cfg(feature = "full")]
mod full;
mod phase;
mod rating;
mod raw;
mod session;
mod token;

pub use phase::*;
pub use rating::*;
pub use session::*;
pub use token::*;

use wasm_bindgen::prelude::wasm_bindgen;

/// A small allocator: the default one would be a third of the module.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

#[cfg(all(target_arch = "wasm32", not(feature = "full")))]
#[panic_handler]
fn stop(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

/// Where `capacity` bytes of input may be written.
#[wasm_bindgen]
#[must_use]
pub fn input(capacity: usize) -> usize {
    buffer::input(capacity)
}

/// Where the text of the last answer stands.
#[wasm_bindgen]
#[must_use]
pub fn text() -> usize {
    buffer::text()
}

/// Where the numbers of the last answer stand.
#[wasm_bindgen]
#[must_use]
pub fn numbers() -> usize {
    buffer::numbers()
}

/// Stops as a defect would, so that tests can see the façade recover.
#[wasm_bindgen]
pub fn trap() {
    #[cfg(target_arch = "wasm32")]
    core::arch::wasm32::unreachable();
}
