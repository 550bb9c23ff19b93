//! The executable: what the command line asks for is done in [`focus_server::commands`].

use std::process::ExitCode;

use focus_server::{cli, commands, start};

fn main() -> ExitCode {
    start::install_cryptography();
    commands::execute(cli::parse(std::env::args_os().skip(1)))
}
