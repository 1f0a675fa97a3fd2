//! Desks that leave, arrive, are copied and come back; on both engines where a server is named.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that meets the unexpected has failed"
)]

mod place;

mod backup;
mod corpora;
mod events;
mod whole;
