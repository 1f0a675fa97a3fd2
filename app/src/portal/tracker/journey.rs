//! "What happens next": the stops of the request on their rail.

use leptos::prelude::*;
use ui::{Head, Journey, JourneyStop, Stamp, StopKind};

use super::state::Tracked;
use super::way::stops;
use crate::i18n::{Portal, language};

#[component]
pub fn Way(tracked: Tracked) -> impl IntoView {
    let t = Portal::from(language());
    let Tracked { page, times, .. } = tracked;
    let stops = Memo::new(move |_| page.with(|page| times.with(|times| stops(page, times))));
    // Days need more room than times of day.
    let days = Memo::new(move |_| {
        times.with(|times| {
            stops.with(|stops| {
                stops.iter().filter_map(|stop| stop.at).any(|at| !times.same_day(at, times.now))
            })
        })
    });
    view! {
        <section aria-labelledby="way-h" class:way-days=move || days.get()>
            <Head title=t.track_next() id="way-h"/>
            <Journey>
                {move || {
                    stops
                        .get()
                        .into_iter()
                        .map(|stop| {
                            let time = stop.at.map(|at| times.with_untracked(|times| Stamp {
                                // A stop has room for a short time; the whole one is at hand.
                                text: if stop.kind == StopKind::Now { times.clock(at) } else { times.mark(at) },
                                ..times.stamp(at)
                            }));
                            view! {
                                <JourneyStop kind=stop.kind nostrip:time=time title=stop.title>
                                    {stop.note}
                                </JourneyStop>
                            }
                        })
                        .collect_view()
                }}
            </Journey>
        </section>
    }
}
