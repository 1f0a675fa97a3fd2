//! The wall: what the room sees, with no name, subject or free text of a requester in its type.

use serde::{Deserialize, Serialize};

use crate::access::WallProfile;
use crate::category::ServiceState;
use crate::coverage::Opening;
use crate::ids::TicketId;
use crate::time::{LocalClock, Millis, SECOND, UnixMs};

/// After this long without news a grey frame says "as of".
pub const GREY_AFTER: Millis = SECOND.times(15);
/// After this long all colour leaves and a striped banner lies over the clock.
pub const STALE_AFTER: Millis = SECOND.times(60);
/// Groups smaller than this are not counted apart: two people could find themselves.
pub const SMALL_GROUP: i64 = 3;

/// One picture of the support state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wall {
    pub profile: WallProfile,
    pub as_of: UnixMs,
    pub company: String,
    pub phone: Option<String>,
    pub opening: Opening,
    /// Services that do not run as they should, worst first.
    pub trouble: Vec<Trouble>,
    pub open: i64,
    /// Tickets that nobody has answered yet.
    pub unanswered: i64,
    pub waiting: i64,
    pub late: i64,
    /// Due within the hour.
    pub soon: i64,
    pub came_today: i64,
    pub resolved_today: i64,
    /// Share of promises kept in the last 30 days, in percent; none where fewer than [`SMALL_GROUP`] ended.
    pub kept_percent: Option<i64>,
    /// The next promises by number; empty for the hall.
    pub next: Vec<NextPromise>,
    /// First names of agents who agreed to it.
    pub on_duty: Vec<String>,
    pub clock: LocalClock,
    /// The build that sent it; a screen of another build reloads itself.
    pub build: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    pub service: String,
    pub state: ServiceState,
    pub since: UnixMs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextPromise {
    pub ticket: TicketId,
    pub due_at: UnixMs,
}

/// What travels to a screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WallNews {
    Picture(Box<Wall>),
    /// Nothing changed, and the line still works.
    Beat {
        now: UnixMs,
    },
}

/// How far a picture may be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Freshness {
    Live,
    /// A grey frame and "as of".
    Grey,
    /// The striped banner; all colour has left.
    Stale,
}

impl Freshness {
    /// The value of `data-stale` on the page; none while live.
    pub const fn attribute(self) -> Option<&'static str> {
        match self {
            Freshness::Live => None,
            Freshness::Grey => Some("frame"),
            Freshness::Stale => Some("banner"),
        }
    }
}

/// Takes news into the picture. The last good picture stays whatever comes.
pub fn apply(wall: &mut Wall, news: WallNews) {
    match news {
        WallNews::Picture(picture) if picture.as_of >= wall.as_of => *wall = *picture,
        WallNews::Picture(_) => {}
        WallNews::Beat { now } => wall.as_of = wall.as_of.max(now),
    }
}

/// How far to trust a picture that was last confirmed at `as_of`.
pub fn freshness(as_of: UnixMs, now: UnixMs) -> Freshness {
    let age = now - as_of;
    if age >= STALE_AFTER {
        Freshness::Stale
    } else if age >= GREY_AFTER {
        Freshness::Grey
    } else {
        Freshness::Live
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: UnixMs = UnixMs(1_795_000_000_000);

    fn wall(as_of: UnixMs, open: i64) -> Wall {
        Wall {
            profile: WallProfile::Hall,
            as_of,
            company: "Lumbrera Optics".into(),
            phone: None,
            opening: Opening::Closed { next: None },
            trouble: Vec::new(),
            open,
            unanswered: 0,
            waiting: 0,
            late: 0,
            soon: 0,
            came_today: 0,
            resolved_today: 0,
            kept_percent: None,
            next: Vec::new(),
            on_duty: Vec::new(),
            clock: LocalClock::utc(),
            build: String::new(),
        }
    }

    #[test]
    fn a_frozen_screen_is_impossible() {
        assert_eq!(freshness(NOW, NOW + Millis(14_999)), Freshness::Live);
        assert_eq!(freshness(NOW, NOW + Millis(15_000)), Freshness::Grey);
        assert_eq!(freshness(NOW, NOW + Millis(59_999)), Freshness::Grey);
        assert_eq!(freshness(NOW, NOW + Millis(60_000)), Freshness::Stale);
    }

    #[test]
    fn a_late_picture_never_overwrites_a_newer_one() {
        let mut shown = wall(NOW, 5);
        apply(&mut shown, WallNews::Picture(Box::new(wall(NOW - SECOND, 4))));
        assert_eq!(shown.open, 5);
        apply(&mut shown, WallNews::Picture(Box::new(wall(NOW + SECOND, 6))));
        assert_eq!(shown.open, 6);
    }

    #[test]
    fn a_beat_confirms_the_picture_without_changing_it() {
        let mut shown = wall(NOW, 5);
        apply(&mut shown, WallNews::Beat { now: NOW + SECOND.times(10) });
        assert_eq!((shown.open, shown.as_of), (5, NOW + SECOND.times(10)));
        assert_eq!(freshness(shown.as_of, NOW + SECOND.times(20)), Freshness::Live);
    }
}
