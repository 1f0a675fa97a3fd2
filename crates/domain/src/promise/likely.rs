//! By when something will likely be done, from how long its like took; and how often that came true.

use serde::{Deserialize, Serialize};

use crate::coverage::Coverage;
use crate::time::{Millis, UnixMs};

/// With fewer than this many alike nothing is said.
pub const MIN_ALIKE: usize = 30;

/// "8 of 10 like this were done by then."
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Likely {
    /// 2 of 10 were done by then.
    pub from: UnixMs,
    /// 8 of 10 were done by then.
    pub by: UnixMs,
    /// How many alike it is taken from.
    pub alike: usize,
}

/// What is likely for something that is asked now, from the covered time that its like took, in any order.
/// None with fewer than [`MIN_ALIKE`].
pub fn likely(took: &[Millis], asked_at: UnixMs, coverage: &Coverage) -> Option<Likely> {
    let mut took = took.to_vec();
    took.sort_unstable();
    let at = |tenths| Some(coverage.after(asked_at, quantile(&took, tenths)?, &[]));
    (took.len() >= MIN_ALIKE).then_some(())?;
    Some(Likely { from: at(2)?, by: at(8)?, alike: took.len() })
}

/// How many were done by what would have been said of each from those before it, and of how many something could be
/// said; `took` is in order of asking.
pub fn hit_rate(took: &[Millis]) -> (usize, usize) {
    let mut before: Vec<Millis> = Vec::with_capacity(took.len());
    let (mut hits, mut said) = (0, 0);
    for one in took {
        if before.len() >= MIN_ALIKE
            && let Some(by) = quantile(&before, 8)
        {
            said += 1;
            hits += usize::from(*one <= by);
        }
        let place = before.partition_point(|other| other <= one);
        before.insert(place, *one);
    }
    (hits, said)
}

/// The smallest that at least so many tenths don't exceed.
fn quantile(sorted: &[Millis], tenths: usize) -> Option<Millis> {
    let rank = (sorted.len() * tenths).div_ceil(10);
    sorted.get(rank.saturating_sub(1)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coverage::Interval;
    use crate::time::HOUR;

    fn always() -> Coverage {
        Coverage::new(vec![Interval { from: UnixMs(0), to: UnixMs(0) + HOUR.times(1_000) }])
    }

    fn hours(hours: impl IntoIterator<Item = i64>) -> Vec<Millis> {
        hours.into_iter().map(|hour| HOUR.times(hour)).collect()
    }

    #[test]
    fn eight_of_ten_alike_were_done_by_then() {
        let likely = likely(&hours(1..=30), UnixMs(0), &always()).unwrap();
        assert_eq!(
            (likely.from, likely.by, likely.alike),
            (UnixMs(HOUR.times(6).0), UnixMs(HOUR.times(24).0), 30)
        );
    }

    #[test]
    fn fewer_than_thirty_alike_say_nothing() {
        assert_eq!(likely(&hours(1..=29), UnixMs(0), &always()), None);
    }

    #[test]
    fn what_was_said_came_true_in_eight_of_ten_where_nothing_changes() {
        let took = hours((0..1_000).map(|n| n * 7 % 100));
        let (hits, said) = hit_rate(&took);
        assert_eq!(said, 970);
        assert!((770..=800).contains(&hits), "{hits}");
    }

    #[test]
    fn a_desk_that_gets_slower_keeps_less_of_what_was_said() {
        let (hits, said) = hit_rate(&hours(0..130));
        assert_eq!((hits, said), (0, 100));
    }
}
