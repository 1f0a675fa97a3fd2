//! Tables as text with commas: read strictly, and written so that no cell of them is a formula.

mod read;
mod write;

pub use read::{Strict, Wrong, reader, wrong};
pub use write::{dead, writer};
