//! What keeps the executable up and how it leaves, each on a process of its own, as a table: the one
//! in `docs/reliability.md`.

mod cancelled;
mod deadlines;
mod process;
mod running;
mod stopping;
mod table;
