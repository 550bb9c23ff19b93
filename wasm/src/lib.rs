//! The rules as WebAssembly.
