//! Live streams: what an open page is told, authorised when it opens and again for everything it gets.

mod alike;
mod elsewhere;
mod feed;
mod stream;

pub(crate) use alike::Alike;
pub(crate) use elsewhere::say_who_is_here;
pub(crate) use feed::{Feed, Missed, follow};
pub use stream::{stream, wall};
