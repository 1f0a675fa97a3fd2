//! Times, lengths and sizes in words, from the reader's clock and language.

mod lengths;

use domain::locale::Language;
use domain::time::{HOUR, LocalClock, LocalTime, MINUTE, Millis, UnixMs};
use leptos::prelude::*;

pub use self::lengths::{bytes, duration, grouped, open_hours};
use crate::i18n::Common;
use crate::weekday;

/// What is needed to say a time: the reader's language and clock, and now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Times {
    pub language: Language,
    pub clock: LocalClock,
    pub now: UnixMs,
}

/// How far a day lies from today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Day {
    Yesterday,
    Today,
    Tomorrow,
    ThisYear,
    OtherYear,
}

impl Times {
    fn t(&self) -> Common {
        Common::from(self.language)
    }

    fn day_of(&self, at: LocalTime) -> Day {
        let now = self.clock.at(self.now);
        match at.day_number - now.day_number {
            -1 => Day::Yesterday,
            0 => Day::Today,
            1 => Day::Tomorrow,
            _ if at.year == now.year => Day::ThisYear,
            _ => Day::OtherYear,
        }
    }

    /// As a field for date and time has it: `2026-11-20T12:00`.
    pub fn local(&self, at: UnixMs) -> String {
        let local = self.clock.at(at);
        let (day, time) = ((local.year, local.month, local.day), (local.hour, local.minute));
        format!("{:04}-{:02}-{:02}T{:02}:{:02}", day.0, day.1, day.2, time.0, time.1)
    }

    /// "10:42"
    pub fn clock(&self, at: UnixMs) -> String {
        let at = self.clock.at(at);
        format!("{:02}:{:02}", at.hour, at.minute)
    }

    /// "today", "tomorrow, Thu", "yesterday", "Wed 18 Nov", "18 Nov 2025"
    pub fn day(&self, at: UnixMs) -> String {
        let (t, at) = (self.t(), self.clock.at(at));
        match self.day_of(at) {
            Day::Today => t.day_today().into(),
            Day::Tomorrow => t.day_tomorrow_named(weekday::short(t, at.weekday.into())),
            Day::Yesterday => t.day_yesterday().into(),
            Day::ThisYear | Day::OtherYear => self.date_of(at),
        }
    }

    /// "Wed 18 Nov", today too.
    pub fn date(&self, at: UnixMs) -> String {
        self.date_of(self.clock.at(at))
    }

    fn date_of(&self, at: LocalTime) -> String {
        let t = self.t();
        let (day, month) = (at.day.to_string(), month(t, at));
        match self.day_of(at) {
            Day::OtherYear => t.day_other_year(&day, month, &at.year.to_string()),
            Day::Yesterday | Day::Today | Day::Tomorrow | Day::ThisYear => {
                t.day_this_year(weekday::short(t, at.weekday.into()), &day, month)
            }
        }
    }

    /// "10:42" today, else "yesterday 16:20", "Wed 18 Nov 10:42".
    pub fn short(&self, at: UnixMs) -> String {
        let local = self.clock.at(at);
        let clock = self.clock(at);
        match self.day_of(local) {
            Day::Today => clock,
            Day::Tomorrow => format!("{} {clock}", self.t().day_tomorrow()),
            Day::Yesterday => format!("{} {clock}", self.t().day_yesterday()),
            Day::ThisYear => format!("{} {clock}", self.date_of(local)),
            Day::OtherYear => self.date_of(local),
        }
    }

    /// "today 10:42", else as [`Times::short`].
    pub fn long(&self, at: UnixMs) -> String {
        match self.day_of(self.clock.at(at)) {
            Day::Today => format!("{} {}", self.t().day_today(), self.clock(at)),
            Day::Yesterday | Day::Tomorrow | Day::ThisYear | Day::OtherYear => self.short(at),
        }
    }

    /// The shortest for a mark on a line: "10:42", "Mon 10:42" within a week, else "18 Nov".
    pub fn mark(&self, at: UnixMs) -> String {
        let (t, local, now) = (self.t(), self.clock.at(at), self.clock.at(self.now));
        match (local.day_number - now.day_number).abs() {
            0 => self.clock(at),
            1..=6 => format!("{} {}", weekday::short(t, local.weekday.into()), self.clock(at)),
            _ => format!("{} {}", local.day, month(t, local)),
        }
    }

    /// "by 14:10 today", "by 09:00 tomorrow", "by 09:00 on Thu 19 Nov"
    pub fn by(&self, at: UnixMs) -> String {
        let (t, local) = (self.t(), self.clock.at(at));
        let spoken = self.spoken(at);
        match self.day_of(local) {
            Day::Today => t.by_today(&spoken),
            Day::Tomorrow => t.by_tomorrow(&spoken),
            Day::Yesterday | Day::ThisYear | Day::OtherYear => t.by_day(&spoken, &self.date_of(local)),
        }
    }

    /// "by 14:10", where the day is plain.
    pub fn by_clock(&self, at: UnixMs) -> String {
        self.t().by_clock(&self.spoken(at))
    }

    /// "at 14:10", "tomorrow at 09:00", "on Thu 19 Nov at 09:00"
    pub fn at(&self, at: UnixMs) -> String {
        let (t, local) = (self.t(), self.clock.at(at));
        let spoken = self.spoken(at);
        match self.day_of(local) {
            Day::Today => t.at_clock(&spoken),
            Day::Tomorrow => t.at_tomorrow(&spoken),
            Day::Yesterday => t.at_yesterday(&spoken),
            Day::ThisYear | Day::OtherYear => t.at_day(&self.date_of(local), &spoken),
        }
    }

    /// "until 17:30", "until Wed 25 Nov, 10:42"
    pub fn until(&self, at: UnixMs) -> String {
        let (t, local) = (self.t(), self.clock.at(at));
        match self.day_of(local) {
            Day::Today => t.until_clock(&self.spoken(at)),
            Day::Tomorrow | Day::Yesterday | Day::ThisYear | Day::OtherYear => {
                t.until_day(&self.date_of(local), &self.clock(at))
            }
        }
    }

    /// Whether both instants lie on the same day of the reader's calendar.
    pub fn same_day(&self, one: UnixMs, other: UnixMs) -> bool {
        self.clock.at(one).day_number == self.clock.at(other).day_number
    }

    /// A time in its short form, with the exact one at hand.
    pub fn stamp(&self, at: UnixMs) -> ui::Stamp {
        ui::Stamp { text: self.short(at), iso: iso(at), full: self.full(at) }
    }

    /// As [`Times::stamp`], the time of day alone.
    pub fn clock_stamp(&self, at: UnixMs) -> ui::Stamp {
        ui::Stamp { text: self.clock(at), ..self.stamp(at) }
    }

    /// "Wednesday 18 November 2026, 10:42 (Europe/Madrid)"
    pub fn full(&self, at: UnixMs) -> String {
        let (t, local) = (self.t(), self.clock.at(at));
        t.day_full(
            weekday::long(t, local.weekday.into()),
            &local.day.to_string(),
            month_long(t, local),
            &local.year.to_string(),
            &self.clock(at),
            &self.clock.zone,
        )
    }

    /// "3 h 28 min"
    pub fn length(&self, length: Millis) -> String {
        duration(self.language, length)
    }

    /// As [`Times::length`], without minutes from ten hours on: for where there is little room.
    pub fn about(&self, length: Millis) -> String {
        match length.0.abs() >= HOUR.times(10).0 {
            true => duration(self.language, Millis(length.0 - length.0 % HOUR.0)),
            false => self.length(length),
        }
    }

    /// The zone's place, see [`place`].
    pub fn zone(&self) -> String {
        place(&self.clock.zone)
    }

    /// A time of day as a sentence says it; Spanish puts an article before it.
    fn spoken(&self, at: UnixMs) -> String {
        let clock = self.clock(at);
        match self.language {
            Language::En => clock,
            Language::Es if self.clock.at(at).hour == 1 => format!("la {clock}"),
            Language::Es => format!("las {clock}"),
        }
    }
}

/// The place of a zone: "New York" of "America/New_York".
pub fn place(zone: &str) -> String {
    zone.rsplit('/').next().unwrap_or_default().replace('_', " ")
}

/// RFC 3339 in UTC: "2026-11-18T10:42:07Z"
pub fn iso(at: UnixMs) -> String {
    let local = LocalClock::utc().at(at);
    let second = at.0.rem_euclid(MINUTE.0) / 1_000;
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{second:02}Z",
        local.year, local.month, local.day, local.hour, local.minute
    )
}

/// A time that says itself anew when the day changes.
#[component]
pub fn TimeAt(at: UnixMs, #[prop(into)] times: Signal<Times>) -> impl IntoView {
    view! {
        <time datetime=iso(at) title=move || times.with(|times| times.full(at))>
            {move || times.with(|times| times.short(at))}
        </time>
    }
}

/// A day, with the exact time at hand: "today", "Fri 13 Nov".
#[component]
pub fn TimeOn(at: UnixMs, #[prop(into)] times: Signal<Times>) -> impl IntoView {
    view! {
        <time datetime=iso(at) title=move || times.with(|times| times.full(at))>
            {move || times.with(|times| times.day(at))}
        </time>
    }
}

fn month(t: Common, at: LocalTime) -> &'static str {
    match at.month {
        1 => t.month_jan(),
        2 => t.month_feb(),
        3 => t.month_mar(),
        4 => t.month_apr(),
        5 => t.month_may(),
        6 => t.month_jun(),
        7 => t.month_jul(),
        8 => t.month_aug(),
        9 => t.month_sep(),
        10 => t.month_oct(),
        11 => t.month_nov(),
        _ => t.month_dec(),
    }
}

fn month_long(t: Common, at: LocalTime) -> &'static str {
    match at.month {
        1 => t.month_long_jan(),
        2 => t.month_long_feb(),
        3 => t.month_long_mar(),
        4 => t.month_long_apr(),
        5 => t.month_long_may(),
        6 => t.month_long_jun(),
        7 => t.month_long_jul(),
        8 => t.month_long_aug(),
        9 => t.month_long_sep(),
        10 => t.month_long_oct(),
        11 => t.month_long_nov(),
        _ => t.month_long_dec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::time::DAY;

    /// 2026-11-18 10:42 in Madrid, a Wednesday.
    const NOW: UnixMs = UnixMs(1_794_994_920_000);

    fn times(language: Language) -> Times {
        let clock = LocalClock { zone: "Europe/Madrid".into(), offsets: vec![(UnixMs(0), 60)] };
        Times { language, clock, now: NOW }
    }

    #[test]
    fn the_day_is_said_as_people_say_it() {
        let en = times(Language::En);
        let days = [-400, -30, -1, 0, 1, 5, 60].map(|days| en.day(NOW + DAY.times(days)));
        assert_eq!(
            days,
            ["14 Oct 2025", "Mon 19 Oct", "yesterday", "today", "tomorrow, Thu", "Mon 23 Nov", "17 Jan 2027"]
        );
        let es = times(Language::Es);
        assert_eq!(es.day(NOW + DAY), "mañana, jue");
        assert_eq!(es.long(NOW), "hoy 10:42");
    }

    #[test]
    fn a_deadline_names_its_day() {
        let en = times(Language::En);
        assert_eq!(en.by(NOW + HOUR), "by 11:42 today");
        assert_eq!(en.by(NOW + DAY), "by 10:42 tomorrow");
        assert_eq!(en.by(NOW + DAY.times(5)), "by 10:42 on Mon 23 Nov");
        let es = times(Language::Es);
        assert_eq!(es.by(NOW + HOUR), "hoy antes de las 11:42");
        assert_eq!(es.by(NOW + HOUR.times(15)), "mañana antes de la 01:42");
        assert_eq!(es.at(NOW + DAY.times(5)), "el lun 23 nov a las 10:42");
    }

    #[test]
    fn midnight_belongs_to_the_day_that_begins() {
        let en = times(Language::En);
        let midnight = NOW + HOUR.times(13) + MINUTE.times(18);
        assert_eq!(en.short(midnight), "tomorrow 00:00");
        assert_eq!(en.short(midnight - MINUTE), "23:59");
    }

    #[test]
    fn where_there_is_little_room_long_lengths_lose_their_minutes() {
        let en = times(Language::En);
        assert_eq!(en.about(MINUTE.times(1_538)), "25 h");
        assert_eq!(en.about(MINUTE.times(208)), "3 h 28 min");
    }

    #[test]
    fn sizes_have_a_decimal_where_it_helps() {
        assert_eq!(bytes(Language::En, 812), "812 B");
        assert_eq!(bytes(Language::En, 1_258_291), "1.2 MB");
        assert_eq!(bytes(Language::Es, 1_258_291), "1,2 MB");
        assert_eq!(bytes(Language::En, 25 * 1_024 * 1_024), "25 MB");
        assert_eq!(bytes(Language::En, 655_000), "640 kB");
    }

    #[test]
    fn the_exact_time_is_at_hand() {
        let stamp = times(Language::En).stamp(NOW);
        assert_eq!(stamp.iso, "2026-11-18T09:42:00Z");
        assert_eq!(stamp.full, "Wednesday 18 November 2026, 10:42 (Europe/Madrid)");
        assert_eq!(times(Language::Es).full(NOW), "miércoles 18 de noviembre de 2026, 10:42 (Europe/Madrid)");
    }
}
