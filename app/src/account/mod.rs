//! Signing in, setting up, and one's own settings.

mod agent;
pub mod fields;
mod gate;
pub mod look;
mod me;
pub mod no_page;
mod sessions;
mod set_up;
mod sign_in;
pub mod words;
mod zones;

pub use me::MePage;
pub use set_up::SetUpPage;
pub use sign_in::SignInPage;
