//! A ticket as several pages draw it.

pub mod board;
pub mod files;
pub mod line;
pub mod thread;
pub mod words;
