//! What programs ask for.

pub mod reports;
