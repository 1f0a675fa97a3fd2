//! What the use cases need from the outside world; the server plugs it in.

use domain::time::UnixMs;

/// Tells the time. The server's is the system's clock; a test's moves only when told.
pub trait Clock: Send + Sync + 'static {
    fn now(&self) -> UnixMs;
}

/// Gives bytes that nobody can guess.
pub trait Entropy: Send + Sync + 'static {
    fn fill(&self, bytes: &mut [u8]);
}
