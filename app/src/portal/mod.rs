//! The portal: ask, track, and see what is promised without asking anybody.

mod ask;
mod home;
mod levels;
mod load;
mod lost;
mod my;
mod straight;
mod tracker;

pub use ask::AskPage;
pub use home::HomePage;
pub use levels::LevelsPage;
pub use load::load;
pub use lost::{Lost, LostPage, NotFoundPage};
pub use my::MyPage;
pub use tracker::TrackerPage;
