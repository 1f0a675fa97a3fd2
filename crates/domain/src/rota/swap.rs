//! Swaps: one person offers a shift, another consents, and from then on it is his.

use serde::{Deserialize, Serialize};

use super::{Pin, Shift};
use crate::coverage::Interval;
use crate::ids::PersonId;
use crate::time::UnixMs;

/// A shift that was offered, perhaps for another one in return.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Swap {
    pub giver: PersonId,
    pub taker: PersonId,
    /// What the taker takes over.
    pub given: Interval,
    /// What the giver takes over in return.
    pub back: Option<Interval>,
    pub answer: SwapAnswer,
}

/// What became of an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SwapAnswer {
    Open,
    Accepted,
    Declined,
    Withdrawn,
}

impl SwapAnswer {
    pub const ALL: [SwapAnswer; 4] =
        [SwapAnswer::Open, SwapAnswer::Accepted, SwapAnswer::Declined, SwapAnswer::Withdrawn];

    pub const fn as_str(self) -> &'static str {
        match self {
            SwapAnswer::Open => "open",
            SwapAnswer::Accepted => "accepted",
            SwapAnswer::Declined => "declined",
            SwapAnswer::Withdrawn => "withdrawn",
        }
    }

    pub fn from_name(name: &str) -> Option<SwapAnswer> {
        SwapAnswer::ALL.into_iter().find(|answer| answer.as_str() == name)
    }
}

/// Why a swap can't be offered or answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SwapRefused {
    #[error("that shift has begun")]
    Begun,
    #[error("that shift is not theirs any more")]
    NotTheirs,
    #[error("nobody swaps with himself")]
    Oneself,
    #[error("this was answered before")]
    Answered,
    #[error("this is for somebody else to answer")]
    NotAsked,
}

/// An offer, if every shift in it is still its person's and none has begun.
pub fn offer(
    shifts: &[Shift],
    giver: PersonId,
    taker: PersonId,
    given: Interval,
    back: Option<Interval>,
    now: UnixMs,
) -> Result<Swap, SwapRefused> {
    if giver == taker {
        return Err(SwapRefused::Oneself);
    }
    let swap = Swap { giver, taker, given, back, answer: SwapAnswer::Open };
    swap.still_stands(shifts, now).map(|()| swap)
}

/// What was agreed, as pins; in the order in which it was agreed.
pub fn agreed(swaps: &[Swap]) -> Vec<Pin> {
    let accepted = swaps.iter().filter(|swap| swap.answer == SwapAnswer::Accepted);
    accepted
        .flat_map(|swap| {
            let taken = Pin { person: swap.taker, within: swap.given };
            std::iter::once(taken).chain(swap.back.map(|within| Pin { person: swap.giver, within }))
        })
        .collect()
}

impl Swap {
    /// The offer as somebody answers it: the taker accepts or declines, the giver withdraws.
    pub fn answered(
        self,
        by: PersonId,
        answer: SwapAnswer,
        shifts: &[Shift],
        now: UnixMs,
    ) -> Result<Swap, SwapRefused> {
        let asked = match answer {
            SwapAnswer::Accepted | SwapAnswer::Declined => self.taker,
            SwapAnswer::Withdrawn | SwapAnswer::Open => self.giver,
        };
        if self.answer != SwapAnswer::Open || answer == SwapAnswer::Open {
            return Err(SwapRefused::Answered);
        }
        if by != asked {
            return Err(SwapRefused::NotAsked);
        }
        if answer == SwapAnswer::Accepted {
            self.still_stands(shifts, now)?;
        }
        Ok(Swap { answer, ..self })
    }

    fn still_stands(&self, shifts: &[Shift], now: UnixMs) -> Result<(), SwapRefused> {
        let wanted =
            std::iter::once((self.giver, self.given)).chain(self.back.map(|back| (self.taker, back)));
        for (person, within) in wanted {
            if within.from <= now {
                return Err(SwapRefused::Begun);
            }
            let mut own =
                shifts.iter().filter(|shift| within.from < shift.within.to && shift.within.from < within.to);
            let is_theirs = own.clone().next().is_some() && own.all(|shift| shift.person == person);
            if !is_theirs {
                return Err(SwapRefused::NotTheirs);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rota::Why;
    use crate::time::HOUR;

    const NOW: UnixMs = UnixMs(1_794_787_200_000);
    const BO: PersonId = PersonId(2);
    const CY: PersonId = PersonId(3);

    fn hours(from: i64, to: i64) -> Interval {
        Interval { from: NOW + HOUR.times(from), to: NOW + HOUR.times(to) }
    }

    fn shifts() -> Vec<Shift> {
        let shift = |person, within| Shift { person, then: Vec::new(), within, why: Why::Turn };
        vec![shift(BO, hours(8, 12)), shift(BO, hours(13, 17)), shift(CY, hours(32, 41))]
    }

    #[test]
    fn a_swap_takes_an_offer_and_a_consent() {
        let open = offer(&shifts(), BO, CY, hours(8, 17), Some(hours(32, 41)), NOW).unwrap();
        assert_eq!(agreed(&[open]), []);
        assert_eq!(open.answered(BO, SwapAnswer::Accepted, &shifts(), NOW), Err(SwapRefused::NotAsked));
        let done = open.answered(CY, SwapAnswer::Accepted, &shifts(), NOW).unwrap();
        let pins = agreed(&[done]);
        assert_eq!(
            pins,
            [Pin { person: CY, within: hours(8, 17) }, Pin { person: BO, within: hours(32, 41) }]
        );
        assert_eq!(done.answered(CY, SwapAnswer::Declined, &shifts(), NOW), Err(SwapRefused::Answered));
    }

    #[test]
    fn what_is_not_yours_or_has_begun_is_not_offered() {
        let offered = |giver, taker, given, back| offer(&shifts(), giver, taker, given, back, NOW);
        assert_eq!(offered(CY, BO, hours(8, 17), None), Err(SwapRefused::NotTheirs));
        assert_eq!(offered(BO, CY, hours(20, 21), None), Err(SwapRefused::NotTheirs));
        assert_eq!(offered(BO, CY, hours(8, 17), Some(hours(13, 17))), Err(SwapRefused::NotTheirs));
        assert_eq!(offered(BO, BO, hours(8, 17), None), Err(SwapRefused::Oneself));
        assert_eq!(
            offer(&shifts(), BO, CY, hours(8, 17), None, NOW + HOUR.times(9)),
            Err(SwapRefused::Begun)
        );
    }

    #[test]
    fn an_offer_lapses_when_the_shift_went_to_somebody_else() {
        let open = offer(&shifts(), BO, CY, hours(8, 12), None, NOW).unwrap();
        let later: Vec<Shift> = shifts().into_iter().map(|shift| Shift { person: CY, ..shift }).collect();
        assert_eq!(open.answered(CY, SwapAnswer::Accepted, &later, NOW), Err(SwapRefused::NotTheirs));
        assert!(open.answered(CY, SwapAnswer::Declined, &later, NOW).is_ok());
        assert!(open.answered(BO, SwapAnswer::Withdrawn, &later, NOW).is_ok());
    }
}
