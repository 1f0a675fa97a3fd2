//! What keeps a screen true for weeks: one stream, one tick a second, one picture that is replaced and never grows.

use domain::access::WallProfile;
#[cfg(any(feature = "hydrate", test))]
use domain::time::Millis;
use domain::time::UnixMs;
use domain::wall::{Freshness, Wall, freshness};
#[cfg(feature = "hydrate")]
use domain::wall::{WallNews, apply};
use leptos::prelude::*;

/// The picture, the clock, and whether the screen may still show anything.
#[derive(Clone, Copy)]
pub struct Feed {
    /// The last good picture; `as_of` is taken out of it, so that it changes only when something to see does.
    pub picture: Memo<Wall>,
    /// When the picture was last confirmed, on the server's clock.
    pub as_of: Memo<UnixMs>,
    /// Full minutes on the server's clock: what is told in minutes moves once a minute.
    pub minute: Memo<UnixMs>,
    pub freshness: Memo<Freshness>,
    pub profile: Memo<WallProfile>,
    /// Whether the token was revoked while the screen was on.
    pub is_revoked: RwSignal<bool>,
}

impl Feed {
    /// Starts with the picture that came with the page. The stream opens in the browser only.
    pub fn start(first: Wall, token: Option<String>) -> Feed {
        let now = RwSignal::new(first.as_of);
        let wall = RwSignal::new(first);
        let is_revoked = RwSignal::new(false);
        #[cfg(feature = "hydrate")]
        browser::keep_open(wall, now, is_revoked, token);
        #[cfg(not(feature = "hydrate"))]
        drop(token);
        Feed {
            picture: Memo::new(move |_| wall.with(|wall| Wall { as_of: UnixMs(0), ..wall.clone() })),
            as_of: Memo::new(move |_| wall.with(|wall| wall.as_of)),
            minute: Memo::new(move |_| full_minute(now.get())),
            freshness: Memo::new(move |_| freshness(wall.with(|wall| wall.as_of), now.get())),
            profile: Memo::new(move |_| wall.with(|wall| wall.profile)),
            is_revoked,
        }
    }
}

fn full_minute(at: UnixMs) -> UnixMs {
    UnixMs(at.0 - at.0.rem_euclid(domain::time::MINUTE.0))
}

/// Takes news into the picture, and says what the server's clock showed when they left it.
#[cfg(feature = "hydrate")]
fn take_news(wall: RwSignal<Wall>, news: WallNews) -> UnixMs {
    let sent_at = match &news {
        WallNews::Picture(picture) => picture.as_of,
        WallNews::Beat { now } => *now,
    };
    wall.update(|wall| apply(wall, news));
    sent_at
}

/// Server's time as the page's own clock continues it.
#[cfg(any(feature = "hydrate", test))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Clock {
    server: UnixMs,
    own: Millis,
}

#[cfg(any(feature = "hydrate", test))]
impl Clock {
    fn at(self, own: Millis) -> UnixMs {
        self.server + Millis(own.0 - self.own.0)
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use std::cell::RefCell;
    use std::rc::Rc;
    use std::time::Duration;

    use domain::fault::Fault;
    use domain::time::{Millis, SECOND, UnixMs};
    use domain::wall::{Wall, WallNews};
    use futures::StreamExt;
    use gloo_net::eventsource::State;
    use gloo_net::eventsource::futures::EventSource;
    use leptos::prelude::*;
    use leptos::task::spawn_local;

    use super::{Clock, take_news};
    use crate::prefs;
    use crate::routes;
    use crate::rpc::wall::picture;
    use crate::wall::patience::{LineState, Patience};
    use crate::wire::{Kind, Letter};

    /// A page younger than this does not reload itself, so that two builds behind one address can't make it spin.
    const RELOADS_AFTER: Millis = SECOND.times(30);
    /// News that are older than the picture by more than this mean that the server's clock was set back.
    const SET_BACK: Millis = SECOND.times(10);

    struct Line {
        wall: RwSignal<Wall>,
        now: RwSignal<UnixMs>,
        is_revoked: RwSignal<bool>,
        token: Option<String>,
        source: Option<EventSource>,
        patience: Patience,
        clock: Clock,
        reload: Reload,
    }

    #[derive(Clone, Copy, PartialEq, Eq)]
    enum Reload {
        No,
        Wanted,
        Asking,
    }

    type Shared = Rc<RefCell<Line>>;

    pub fn keep_open(
        wall: RwSignal<Wall>,
        now: RwSignal<UnixMs>,
        is_revoked: RwSignal<bool>,
        token: Option<String>,
    ) {
        // The first picture left the server when the page's own clock began, give or take the way.
        let clock = Clock { server: wall.with_untracked(|wall| wall.as_of), own: Millis(0) };
        let line = Line {
            wall,
            now,
            is_revoked,
            token,
            source: None,
            patience: Patience::default(),
            clock,
            reload: Reload::No,
        };
        let line = StoredValue::new_local(Rc::new(RefCell::new(line)));
        Effect::new(move |_| {
            let Some(shared) = line.try_get_value() else { return };
            open(&shared);
            let ticking = shared.clone();
            if let Ok(handle) = set_interval_with_handle(move || tick(&ticking), Duration::from_secs(1)) {
                on_cleanup(move || handle.clear());
            }
            on_cleanup(move || drop(line.try_get_value().map(|shared| shared.borrow_mut().source.take())));
        });
    }

    fn own_clock() -> Millis {
        Millis(window().performance().map_or(0.0, |clock| clock.now()) as i64)
    }

    fn tick(shared: &Shared) {
        let own = own_clock();
        let (is_due, wants_reload) = {
            let mut line = shared.borrow_mut();
            let state = match line.source.as_ref().map(EventSource::state) {
                Some(State::Connecting) => LineState::Opening,
                Some(State::Open) => LineState::Open,
                Some(State::Closed) | None => LineState::Shut,
            };
            line.now.set(line.clock.at(own));
            let wants_reload = line.reload == Reload::Wanted && own >= RELOADS_AFTER;
            if wants_reload {
                line.reload = Reload::Asking;
            }
            (line.patience.is_due(state, own), wants_reload)
        };
        if is_due {
            open(shared);
            ask(shared);
        }
        if wants_reload {
            reload(shared);
        }
    }

    impl Reload {
        const fn want(self) -> Reload {
            match self {
                Reload::No | Reload::Wanted => Reload::Wanted,
                Reload::Asking => Reload::Asking,
            }
        }
    }

    /// Opens the stream anew. The old one is closed first, and with it the task that reads it ends.
    fn open(shared: &Shared) {
        let address = {
            let mut line = shared.borrow_mut();
            line.patience.try_again(own_clock());
            line.source = None;
            match &line.token {
                Some(token) => format!("/live{}?token={}", routes::WALL, routes::encode(token)),
                None => format!("/live{}", routes::WALL),
            }
        };
        let Ok(mut source) = EventSource::new(&address) else { return };
        let Ok(mut messages) = source.subscribe("message") else { return };
        shared.borrow_mut().source = Some(source);
        let weak = Rc::downgrade(shared);
        spawn_local(async move {
            while let Some(Ok((_, message))) = messages.next().await {
                let (Some(shared), Some(data)) = (weak.upgrade(), message.data().as_string()) else { break };
                match Letter::read(&data).as_ref().and_then(news) {
                    Some(news) => hear(&shared, news),
                    // Another build may say it in other words; this one can't go on with them.
                    None => shared.borrow_mut().reload = Reload::Wanted,
                }
            }
        });
    }

    fn news(letter: &Letter) -> Option<WallNews> {
        match letter.kind {
            Kind::Beat => letter.open().map(|now| WallNews::Beat { now }),
            Kind::Picture => letter.open().map(WallNews::Picture),
            _ => None,
        }
    }

    /// Asks for one picture beside the stream: it tells a revoked screen from a broken line.
    fn ask(shared: &Shared) {
        let weak = Rc::downgrade(shared);
        let token = shared.borrow().token.clone();
        spawn_local(async move {
            let answer = picture(token).await;
            let Some(shared) = weak.upgrade() else { return };
            match answer {
                Ok(wall) => hear(&shared, WallNews::Picture(Box::new(wall))),
                Err(error) if error.fault == Fault::NotFound => {
                    shared.borrow().is_revoked.try_set(true);
                }
                Err(_) => {}
            }
        });
    }

    fn hear(shared: &Shared, news: WallNews) {
        let own = own_clock();
        let mut line = shared.borrow_mut();
        line.patience.hear(own);
        let is_other_build = match &news {
            WallNews::Picture(picture) => {
                prefs::attribute("data-build").is_some_and(|build| build != picture.build)
            }
            WallNews::Beat { .. } => false,
        };
        let shown_as_of = line.wall.with_untracked(|wall| wall.as_of);
        let server = take_news(line.wall, news);
        if is_other_build || server + SET_BACK < shown_as_of {
            line.reload = line.reload.want();
        }
        line.clock = Clock { server, own };
        line.now.set(server);
        if line.is_revoked.get_untracked() {
            line.is_revoked.set(false);
        }
    }

    /// Loads the page again, but only when the server answers: a browser's own error page would stay for ever.
    fn reload(shared: &Shared) {
        let weak = Rc::downgrade(shared);
        spawn_local(async move {
            let here = window().location();
            let answer = match here.href() {
                Ok(address) => gloo_net::http::Request::get(&address).send().await.ok(),
                Err(_) => None,
            };
            if answer.is_some_and(|answer| answer.ok()) && here.reload().is_ok() {
                return;
            }
            if let Some(shared) = weak.upgrade() {
                shared.borrow_mut().reload = Reload::Wanted;
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_goes_on_between_two_beats() {
        let clock = Clock { server: UnixMs(1_000_000), own: Millis(400) };
        assert_eq!(clock.at(Millis(5_400)), UnixMs(1_005_000));
    }

    #[test]
    fn minutes_are_full_ones() {
        assert_eq!(full_minute(UnixMs(119_999)), UnixMs(60_000));
        assert_eq!(full_minute(UnixMs(120_000)), UnixMs(120_000));
    }
}
