//! The deskbell program.

use std::process::ExitCode;

/// It gives back to the system what a burst of requests took: a thousand browsers that come at once after a restart
/// leave nothing behind but their streams.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    server::cli::main()
}
