//! The use cases on a real database, with a clock that moves only when told.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that finds something missing has failed"
)]

mod access;
mod desk;
mod fixture;
mod life;
mod live;
mod portal;
mod program;
mod promise;
mod rota;
mod sign_in;
mod webhooks;
