//! Hours that are promised and in which nobody works.

use super::{Coverage, Interval};

/// The parts of `promised` that `staffed` does not cover, in order.
pub fn gaps(promised: &Coverage, staffed: &Coverage) -> Vec<Interval> {
    promised.intervals().iter().flat_map(|open| staffed.shut(*open)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::UnixMs;
    use proptest::prelude::*;

    fn coverage(intervals: &[(i64, i64)]) -> Coverage {
        let interval = |(from, to): &(i64, i64)| Interval { from: UnixMs(*from), to: UnixMs(*to) };
        Coverage::new(intervals.iter().map(interval).collect())
    }

    #[test]
    fn promised_hours_without_a_shift_are_gaps() {
        let promised = coverage(&[(0, 100), (200, 300)]);
        let staffed = coverage(&[(0, 40), (50, 90), (190, 310)]);
        let gaps: Vec<(i64, i64)> =
            gaps(&promised, &staffed).iter().map(|gap| (gap.from.0, gap.to.0)).collect();
        assert_eq!(gaps, [(40, 50), (90, 100)]);
    }

    proptest! {
        #[test]
        fn an_instant_is_in_a_gap_if_it_is_promised_and_nobody_is_there(
            promised in proptest::collection::vec((0i64..200, 1i64..50), 0..6),
            staffed in proptest::collection::vec((0i64..200, 1i64..50), 0..6),
        ) {
            let spans = |of: &[(i64, i64)]| of.iter().map(|(from, long)| (*from, from + long)).collect::<Vec<_>>();
            let (promised, staffed) = (spans(&promised), spans(&staffed));
            let gaps = gaps(&coverage(&promised), &coverage(&staffed));
            for at in 0..260 {
                let holds = |of: &[(i64, i64)]| of.iter().any(|(from, to)| *from <= at && at < *to);
                let gap = gaps.iter().any(|gap| gap.from.0 <= at && at < gap.to.0);
                prop_assert_eq!(gap, holds(&promised) && !holds(&staffed), "{}", at);
            }
        }
    }
}
