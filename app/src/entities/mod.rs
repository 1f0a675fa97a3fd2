//! What several pages draw alike.

pub mod frame;
pub mod ticket;
