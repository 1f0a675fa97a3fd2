//! Whose turn it is: whoever is furthest behind his share, in the order of the rotation.
//!
//! Of every turn each person who could take it owes an equal part. So who was away owes nothing for it and makes up
//! for nothing later, and what is laid out never changes by an absence that begins after it.

use super::turn::Piece;
use super::{Absence, Rotation};
use crate::coverage::Coverage;
use crate::ids::PersonId;

/// Most people who take turns, so that every share is a whole number of parts.
pub const MAX_MEMBERS: usize = 12;

/// Parts of one turn: divisible by every number of people up to [`MAX_MEMBERS`].
const PARTS: i64 = 27_720;

/// What each member of a rotation owes, in the rotation's order: above 0 he is behind his share, below it ahead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shares {
    owed: Vec<i64>,
    /// Who is in the middle of a run, and how many turns are left of it.
    run: Option<(usize, u8)>,
}

impl Shares {
    pub fn new(members: usize) -> Shares {
        Shares { owed: vec![0; members], run: None }
    }

    /// Gives a turn to one of those who can take it, by their places in the rotation; none when there is nobody.
    pub fn give(&mut self, can: &[usize], run: u8) -> Option<usize> {
        let part = PARTS / i64::try_from(can.len()).ok().filter(|count| *count > 0)?;
        for place in can {
            if let Some(owed) = self.owed.get_mut(*place) {
                *owed += part;
            }
        }
        let (place, left) = match self.run {
            Some((place, left)) if left > 0 && can.contains(&place) && self.may_go_on(place, run) => {
                (place, left)
            }
            _ => (self.furthest_behind(can)?, run),
        };
        self.run = Some((place, left - 1));
        *self.owed.get_mut(place)? -= PARTS;
        Some(place)
    }

    /// A run ends early before it puts its holder more than one whole run ahead: who had to stand in for everybody
    /// does not go on into the turns of the others.
    fn may_go_on(&self, place: usize, run: u8) -> bool {
        self.owed.get(place).is_some_and(|owed| *owed - PARTS >= -PARTS * i64::from(run))
    }

    /// Of equals the next one after whoever had the last turn.
    fn furthest_behind(&self, can: &[usize]) -> Option<usize> {
        let count = self.owed.len();
        let after = self.run.map_or(0, |(last, _)| last + 1);
        let order = |place: usize| (place + count - after % count.max(1)) % count.max(1);
        can.iter().copied().max_by_key(|place| (self.owed.get(*place).copied(), count - order(*place)))
    }
}

/// Who holds each turn, by the turn's number; a turn that nobody can take is left out.
pub(super) fn holders(rotation: &Rotation, pieces: &[Piece], away: &[Absence]) -> Vec<(i64, PersonId)> {
    let mut shares = Shares::new(rotation.members.len());
    let turns = pieces.chunk_by(|a, b| a.turn == b.turn);
    let held = turns.filter_map(|turn| {
        let can: Vec<usize> = rotation
            .members
            .iter()
            .enumerate()
            .filter(|(_, member)| is_there(member.person, turn, away, |day| member.never.has(day)))
            .map(|(place, _)| place)
            .collect();
        let place = shares.give(&can, rotation.run)?;
        Some((turn.first()?.turn, rotation.members.get(place)?.person))
    });
    held.collect()
}

/// Whether somebody is there for more than half of a turn's open time.
fn is_there(person: PersonId, turn: &[Piece], away: &[Absence], never: impl Fn(u8) -> bool) -> bool {
    let mut all = 0;
    let mut missed = 0;
    for piece in turn {
        let length = (piece.within.to - piece.within.from).0;
        all += length;
        missed += if never(piece.weekday) { length } else { missing(person, piece, away) };
    }
    missed * 2 < all
}

/// Open time of a piece in which somebody is away; absences that overlap count once.
fn missing(person: PersonId, piece: &Piece, away: &[Absence]) -> i64 {
    let own = away.iter().filter(|absence| absence.person == person).map(|absence| absence.within);
    let own = own.filter(|within| within.from < piece.within.to && piece.within.from < within.to);
    Coverage::new(own.collect()).between(piece.within.from, piece.within.to).0
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    /// Every set of a team of four that may be there on a day.
    fn teams() -> Vec<Vec<usize>> {
        (1_usize..16).map(|bits| (0..4).filter(|place| bits & (1 << place) != 0).collect()).collect()
    }

    #[test]
    fn no_order_of_absences_whatever_puts_one_of_four_two_turns_over_his_share() {
        let mut seen = HashSet::new();
        let mut open = vec![Shares::new(4)];
        let mut worst = 0;
        while let Some(shares) = open.pop() {
            for team in teams() {
                let mut next = shares.clone();
                next.give(&team, 1).unwrap();
                worst = worst.max(next.owed.iter().map(|owed| -owed).max().unwrap());
                // Who had the last turn decides between equals; he stands among the others by his place.
                if seen.insert((next.owed.clone(), next.run)) {
                    open.push(next);
                }
            }
        }
        assert!(seen.len() > 1_000, "{}", seen.len());
        assert!(worst < 2 * PARTS, "{worst} of {PARTS} parts");
    }

    #[test]
    fn with_everybody_there_the_order_is_that_of_the_rotation() {
        let mut shares = Shares::new(3);
        let given: Vec<_> = (0..7).filter_map(|_| shares.give(&[0, 1, 2], 1)).collect();
        assert_eq!(given, [0, 1, 2, 0, 1, 2, 0]);
        let mut shares = Shares::new(3);
        let given: Vec<_> = (0..7).filter_map(|_| shares.give(&[0, 1, 2], 2)).collect();
        assert_eq!(given, [0, 0, 1, 1, 2, 2, 0]);
        assert_eq!(Shares::new(3).give(&[], 1), None);
    }

    #[test]
    fn who_is_alone_on_one_day_of_the_week_does_not_go_on_into_the_turns_of_the_others() {
        let mut shares = Shares::new(4);
        let day = |day: usize| if day % 5 == 3 { vec![0] } else { vec![0, 1, 2, 3] };
        let held = (0..40).filter(|n| shares.give(&day(*n), 3) == Some(0)).count();
        // Eight days alone, an equal part of thirty-two, and not more than one run beyond.
        assert!(held <= 8 + 8 + 3, "{held}");
    }

    #[test]
    fn who_was_away_makes_up_for_nothing() {
        let mut shares = Shares::new(2);
        for _ in 0..20 {
            shares.give(&[0], 1);
        }
        let given: Vec<_> = (0..4).filter_map(|_| shares.give(&[0, 1], 1)).collect();
        assert_eq!(given, [1, 0, 1, 0]);
    }
}
