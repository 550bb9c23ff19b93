//! Prints the server's document of itself: `cargo run -p focus-server --example openapi`.

fn main() {
    println!("{}", focus_server::openapi::document());
}
