//! What keeps an open page true without a reload: the server's clock, and the stream of news.

#[cfg(feature = "hydrate")]
use std::rc::Rc;
use std::time::Duration;

use domain::time::{LocalClock, MINUTE, Millis, SECOND, UnixMs};
use leptos::prelude::*;

use crate::format::Times;
use crate::i18n::language;
use crate::wire::Letter;

/// Whether the page hears the server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Line {
    /// Also where a page does not listen at all.
    #[default]
    Up,
    Down,
}

/// A stream that says nothing for so long is down; it beats every five seconds.
const SILENCE: Millis = SECOND.times(13);

/// The clock and the line, one of each for all pages.
#[derive(Clone, Copy)]
struct Live {
    now: RwSignal<UnixMs>,
    minute: Memo<UnixMs>,
    line: RwSignal<Line>,
    /// What the server's clock said, and the browser's own stopwatch at that moment, in ms.
    anchor: StoredValue<Option<(UnixMs, f64)>>,
    /// When the stream was last heard, by the same stopwatch; none while nothing is listened to.
    heard: StoredValue<Option<f64>>,
}

/// Makes clock and line known to all pages, and starts to tick in the browser.
pub(crate) fn provide() {
    let now = RwSignal::new(UnixMs(0));
    let minute = Memo::new(move |_| {
        let now = now.get();
        UnixMs(now.0 - now.0.rem_euclid(MINUTE.0))
    });
    let live = Live {
        now,
        minute,
        line: RwSignal::new(Line::Up),
        anchor: StoredValue::new(None),
        heard: StoredValue::new(None),
    };
    provide_context(live);
    Effect::new(move || {
        if let Ok(handle) = set_interval_with_handle(move || live.tick(), Duration::from_secs(1)) {
            on_cleanup(move || handle.clear());
        }
    });
}

/// Sets the clock by the `now` of a page, before anything of it is drawn.
pub fn start(now: UnixMs) {
    let live = expect_context::<Live>();
    live.set_clock(now);
    live.now.set(now);
}

/// The server's clock; it moves once a second. On the server, and for the first picture in the browser, it is the page's `now`.
pub fn server_now() -> Signal<UnixMs> {
    expect_context::<Live>().now.into()
}

/// As [`server_now`], full minutes only: what shows minutes should not be drawn every second.
pub fn minute() -> Signal<UnixMs> {
    expect_context::<Live>().minute.into()
}

/// The words of time for a reader's clock; they change once a minute.
pub fn times(clock: LocalClock) -> Signal<Times> {
    let (minute, language) = (minute(), language());
    Memo::new(move |_| Times { language, clock: clock.clone(), now: minute.get() }).into()
}

/// Whether the page hears the server.
pub fn connected() -> Signal<Line> {
    expect_context::<Live>().line.into()
}

/// Listens to a stream for as long as its owner lives; does nothing on the server.
///
/// `url` is asked again whenever the stream is opened anew, so it should name the last event that the page has seen.
/// Beats set the clock, and a new build reloads the page when nothing is being typed. `on` gets every other letter, and
/// opens those that the page knows how to show.
pub fn listen(url: impl Fn() -> String + 'static, on: impl Fn(Letter) + 'static) {
    #[cfg(feature = "hydrate")]
    stream::listen(Rc::new(stream::Listener { url: Box::new(url), on: Box::new(on) }));
    #[cfg(not(feature = "hydrate"))]
    drop((url, on));
}

impl Live {
    fn set_clock(self, now: UnixMs) {
        self.anchor.set_value(Some((now, stopwatch())));
    }

    fn tick(self) {
        let elapsed = stopwatch();
        if let Some((now, started)) = self.anchor.get_value() {
            self.now.set(now + Millis((elapsed - started) as i64));
        }
        let silent = self.heard.get_value().is_some_and(|heard| elapsed - heard > SILENCE.0 as f64);
        let line = if silent { Line::Down } else { Line::Up };
        if self.line.get_untracked() != line {
            self.line.set(line);
        }
    }
}

/// Milliseconds since the page was opened; it never jumps. Nothing runs on the server's pages, so there it stands still.
fn stopwatch() -> f64 {
    #[cfg(feature = "hydrate")]
    return window().performance().map_or(0.0, |performance| performance.now());
    #[cfg(not(feature = "hydrate"))]
    0.0
}

#[cfg(feature = "hydrate")]
mod stream {
    use futures::StreamExt as _;
    use gloo_net::eventsource::futures::EventSource;
    use leptos::prelude::*;
    use std::rc::Rc;
    use std::time::Duration;
    use wasm_bindgen::JsCast as _;

    use super::{Line, Live, stopwatch};
    use crate::prefs::attribute;
    use crate::wire::{Kind, Letter};

    /// The first pause before a stream is opened again; each further one is twice as long, up to [`LONGEST_PAUSE`].
    const FIRST_PAUSE: Duration = Duration::from_millis(500);
    const LONGEST_PAUSE: Duration = Duration::from_secs(15);

    /// What one page listens to.
    pub struct Listener {
        pub url: Box<dyn Fn() -> String>,
        pub on: Box<dyn Fn(Letter)>,
    }

    pub fn listen(listener: Rc<Listener>) {
        let live = expect_context::<Live>();
        Effect::new(move || {
            let listener = listener.clone();
            live.heard.set_value(Some(stopwatch()));
            leptos::task::spawn_local_scoped_with_cancellation(async move {
                follow(live, &listener).await;
            });
            on_cleanup(move || {
                live.heard.try_set_value(None);
                live.line.try_set(Line::Up);
            });
        });
    }

    /// Opens the stream again and again. The browser itself goes on after a short break and says where it had been.
    async fn follow(live: Live, listener: &Listener) {
        let mut pause = FIRST_PAUSE;
        loop {
            let opened = EventSource::new(&(listener.url)())
                .and_then(|mut source| source.subscribe("message").map(|messages| (source, messages)));
            if let Ok((_source, mut messages)) = opened {
                while let Some(Ok((_, message))) = messages.next().await {
                    pause = FIRST_PAUSE;
                    live.heard.set_value(Some(stopwatch()));
                    let text = message.data().as_string().unwrap_or_default();
                    // What can't be read comes from another build, which announces itself when the stream opens again.
                    let Some(letter) = Letter::read(&text) else { continue };
                    match letter.kind {
                        Kind::Beat => letter.open().into_iter().for_each(|now| live.set_clock(now)),
                        Kind::Build => letter.open().into_iter().for_each(|build: String| reload_for(&build)),
                        _ => (listener.on)(letter),
                    }
                }
            }
            sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// Loads the page of another build, unless somebody would lose what is being typed.
    fn reload_for(build: &str) {
        if attribute("data-build").is_some_and(|own| own != build) && !typing() {
            // It can only fail in a document that is going away.
            let _ = window().location().reload();
        }
    }

    fn typing() -> bool {
        let Ok(areas) = document().query_selector_all("textarea, input[type=file]") else { return false };
        (0..areas.length()).filter_map(|index| areas.get(index)).any(|node| match node
            .dyn_ref::<web_sys::HtmlTextAreaElement>(
        ) {
            Some(area) => !area.value().is_empty(),
            None => {
                node.dyn_ref::<web_sys::HtmlInputElement>().is_some_and(|input| !input.value().is_empty())
            }
        })
    }

    pub async fn sleep(length: Duration) {
        let (done, waited) = futures::channel::oneshot::channel::<()>();
        // Either end is only dropped with the page.
        set_timeout(move || _ = done.send(()), length);
        let _ = waited.await;
    }
}

#[cfg(feature = "hydrate")]
pub(crate) use stream::sleep;
