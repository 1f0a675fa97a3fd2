//! The use cases on a real database, with a clock that moves only when told.

mod access;
mod desk;
mod fixture;
mod life;
mod live;
mod portal;
mod sign_in;
