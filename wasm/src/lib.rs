//! The rules as WebAssembly.
//!
//! JavaScript values do not cross this border: the façade in `js/` writes values as the nodes of a
//! document into [`buffer`] and reads numbers back, because that costs a tenth of what walking
//! objects from this side would. [`input`] reads what was written, [`answer`] writes refusals.
//! Deciding anything is the core's work.

#![cfg_attr(all(target_arch = "wasm32", not(feature = "full")), no_std)]

extern crate alloc;

/// Exports functions of plain numbers as they are: wasm-bindgen's wrapping of such would be a
/// tenth of the small module.
macro_rules! exports {
    ($($(#[$doc:meta])* $export:literal $name:ident($($argument:ident: $type:ty),*) -> $answer:ty
        $body:block)+) => { $(
        $(#[$doc])*
        // SAFETY: no other function of the module has this name.
        #[expect(unsafe_code, reason = "a name that JavaScript calls")]
        #[unsafe(export_name = $export)]
        pub extern "C" fn $name($($argument: $type),*) -> $answer $body
    )+ };
}

mod answer;
mod buffer;
mod countdown;
#[cfg(feature = "full")]
mod full;
mod input;
mod phase;
mod presence;
mod rating;
mod rulebook;
mod session;
mod token;

#[cfg(all(target_arch = "wasm32", not(feature = "full")))]
#[panic_handler]
fn stop(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

exports! {
    /// Where `capacity` bytes of input may be written; 0 when there is no room.
    "input" input(capacity: usize) -> usize {
        buffer::reserve(capacity)
    }

    /// Stops as a defect would, so that tests can see the façade recover.
    "trap" trap() -> () {
        #[cfg(target_arch = "wasm32")]
        core::arch::wasm32::unreachable();
    }
}
