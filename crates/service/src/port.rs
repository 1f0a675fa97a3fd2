//! What the use cases need from the outside world; the server plugs it in.

use domain::time::UnixMs;
use domain::webhook::Trouble;
use futures::future::BoxFuture;

/// Tells the time. The server's is the system's clock; a test's moves only when told.
pub trait Clock: Send + Sync + 'static {
    fn now(&self) -> UnixMs;
}

/// Gives bytes that nobody can guess.
pub trait Entropy: Send + Sync + 'static {
    fn fill(&self, bytes: &mut [u8]);
}

/// Brings signed messages to other programs. The server's is an HTTP client that calls no private address.
pub trait Courier: Send + Sync + 'static {
    /// Sends once. Ends within 10 seconds; errors with why it was not taken.
    fn deliver<'a>(&'a self, parcel: &'a Parcel) -> BoxFuture<'a, Result<(), Trouble>>;
}

/// A message as it is sent: `POST` of JSON with the headers of Standard Webhooks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    pub url: String,
    /// `webhook-id`: the same for every try.
    pub id: String,
    /// `webhook-timestamp`, in seconds.
    pub timestamp: i64,
    /// `webhook-signature`.
    pub signature: String,
    pub body: String,
}
