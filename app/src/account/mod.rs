//! Signing in, setting up, and one's own settings.

mod agent;
pub mod fields;
mod gate;
mod link_used;
pub mod look;
mod me;
pub mod no_page;
mod sessions;
mod set_password;
mod set_up;
mod sign_in;
pub mod words;
mod zones;

pub use me::MePage;
pub use set_password::SetPasswordPage;
pub use set_up::SetUpPage;
pub use sign_in::SignInPage;
