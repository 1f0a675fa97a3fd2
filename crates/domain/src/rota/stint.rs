//! Shifts as a page lists them: one person's time on one day, lunch included.

use serde::{Deserialize, Serialize};

use super::{Shift, Why};
use crate::coverage::Interval;
use crate::ids::PersonId;
use crate::time::{LocalClock, UnixMs};

/// One person's time on the desk on one local day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stint {
    /// Days since 1970-01-01 on the desk's clock.
    pub day: i64,
    pub person: PersonId,
    pub stand_in: Option<PersonId>,
    /// From the first minute to the last; the desk may be closed in between.
    pub within: Interval,
    pub why: Why,
}

/// An interval as forms write it: its two instants, as in `1794992400000-1795010400000`.
pub fn span_word(within: Interval) -> String {
    format!("{}-{}", within.from.0, within.to.0)
}

/// What [`span_word`] wrote; none for anything else.
pub fn span_from_word(word: &str) -> Option<Interval> {
    let (from, to) = word.split_once('-')?;
    let within = Interval { from: UnixMs(from.parse().ok()?), to: UnixMs(to.parse().ok()?) };
    (within.from < within.to).then_some(within)
}

/// Shifts as stints, in order.
pub fn stints(shifts: &[Shift], clock: &LocalClock) -> Vec<Stint> {
    let mut stints: Vec<Stint> = Vec::new();
    for shift in shifts {
        let day = clock.at(shift.within.from).day_number;
        match stints.last_mut() {
            Some(last) if (last.day, last.person, last.why) == (day, shift.person, shift.why) => {
                last.within.to = shift.within.to;
            }
            _ => stints.push(Stint {
                day,
                person: shift.person,
                stand_in: shift.then.first().copied(),
                within: shift.within,
                why: shift.why,
            }),
        }
    }
    stints
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::HOUR;

    #[test]
    fn a_day_with_lunch_is_one_stint_and_a_new_person_begins_another() {
        let monday = UnixMs(1_794_787_200_000);
        let shift = |person, from, to| Shift {
            person: PersonId(person),
            then: vec![PersonId(9)],
            within: Interval { from: monday + HOUR.times(from), to: monday + HOUR.times(to) },
            why: Why::Turn,
        };
        let shifts = [shift(1, 8, 12), shift(1, 13, 17), shift(2, 17, 18), shift(2, 32, 36)];
        let told: Vec<(i64, i64)> = stints(&shifts, &LocalClock::utc())
            .iter()
            .map(|stint| (stint.person.0, (stint.within.to - stint.within.from).0 / HOUR.0))
            .collect();
        assert_eq!(told, [(1, 9), (2, 1), (2, 4)]);
        let within = shifts[0].within;
        assert_eq!(span_from_word(&span_word(within)), Some(within));
        assert_eq!(["", "5", "5-5", "-5-6", "a-b"].map(span_from_word), [None; 5]);
    }
}
