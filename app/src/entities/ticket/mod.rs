//! A ticket as several pages draw it.

pub mod board;
pub mod explain;
pub mod files;
pub mod line;
pub mod names;
#[cfg(test)]
pub mod sample;
pub mod take_off;
pub mod thread;
pub mod words;
