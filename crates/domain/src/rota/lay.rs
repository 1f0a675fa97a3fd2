//! A plan laid out: who answers at every open moment, and where only the lead is left.

use serde::{Deserialize, Serialize};

use super::hold::holders;
use super::turn::{Cuts, Piece};
use super::{Absence, Pin, Plan, Scheme, Shift, Why};
use crate::coverage::{Coverage, Interval};
use crate::ids::PersonId;
use crate::time::{LocalClock, UnixMs};

/// Who answers now, and who does when he does not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub person: PersonId,
    pub then: Vec<PersonId>,
    pub until: UnixMs,
}

/// Lays plans out over open hours, in order. `plans` are in order of their beginning; each one ends where the next
/// begins, and its turns are counted from its own beginning: `open` has to reach back to it.
/// Of pins that overlap the last one counts, and none counts while its person is away.
pub fn lay(
    plans: &[Plan],
    open: &Coverage,
    clock: &LocalClock,
    away: &[Absence],
    pins: &[Pin],
) -> Vec<Shift> {
    let mut shifts = Vec::new();
    for (n, plan) in plans.iter().enumerate() {
        let to = plans.get(n + 1).map_or(UnixMs(i64::MAX), |next| next.from);
        let own = clip(open, Interval { from: plan.from, to });
        Laying { plan, clock, away, pins }.onto(&own, &mut shifts);
    }
    shifts
}

/// Who answers at an instant; always somebody while the desk is open and has a plan.
pub fn who_answers(shifts: &[Shift], now: UnixMs) -> Option<Answer> {
    let shift = shifts.iter().find(|shift| shift.within.holds(now))?;
    Some(Answer { person: shift.person, then: shift.then.clone(), until: shift.within.to })
}

/// Open time from `now` on for which the plan has nobody but the lead, as one interval where it touches.
pub fn gaps(shifts: &[Shift], now: UnixMs) -> Vec<Interval> {
    let open = shifts.iter().filter(|shift| shift.why == Why::Gap && shift.within.to > now);
    let found = open.map(|shift| Interval { from: shift.within.from.max(now), to: shift.within.to });
    Coverage::new(found.collect()).intervals().to_vec()
}

/// Whose turn it is, and who is asked in which order.
#[derive(Default)]
struct Order {
    holder: Option<PersonId>,
    asked: Vec<PersonId>,
}

struct Laying<'a> {
    plan: &'a Plan,
    clock: &'a LocalClock,
    away: &'a [Absence],
    pins: &'a [Pin],
}

impl Laying<'_> {
    fn onto(&self, open: &Coverage, shifts: &mut Vec<Shift>) {
        let cuts = match &self.plan.scheme {
            Scheme::Fixed { .. } => Cuts::DAYS,
            Scheme::Rotation(rotation) => Cuts::of(rotation),
        };
        let (idle, pieces): (Vec<Piece>, Vec<Piece>) =
            cuts.pieces(open, self.clock).into_iter().partition(|piece| self.plan.idle.has(piece.weekday));
        let held = match &self.plan.scheme {
            Scheme::Fixed { .. } => Vec::new(),
            Scheme::Rotation(rotation) => holders(rotation, &pieces, self.away),
        };
        let first = shifts.len();
        for piece in &pieces {
            let holder = held.binary_search_by_key(&piece.turn, |(turn, _)| *turn).ok();
            let holder = holder.and_then(|n| held.get(n)).map(|(_, person)| *person);
            self.fill(piece, &self.order(holder, piece.weekday), Why::Gap, shifts);
        }
        for piece in &idle {
            self.fill(piece, &Order::default(), Why::Idle, shifts);
        }
        if let Some(own) = shifts.get_mut(first..) {
            own.sort_by_key(|shift| shift.within.from);
        }
    }

    /// Who is asked on a weekday, in order, before the lead.
    fn order(&self, holder: Option<PersonId>, weekday: u8) -> Order {
        match &self.plan.scheme {
            Scheme::Fixed { person, stand_in } => {
                Order { holder: Some(*person), asked: std::iter::once(*person).chain(*stand_in).collect() }
            }
            Scheme::Rotation(rotation) => {
                let members = &rotation.members;
                let start = members.iter().position(|member| Some(member.person) == holder).unwrap_or(0);
                let round = members.iter().cycle().skip(start).take(members.len());
                let asked = round.filter(|member| !member.never.has(weekday)).map(|member| member.person);
                Order { holder, asked: asked.collect() }
            }
        }
    }

    /// Adds the shifts of a piece, cut wherever somebody comes, goes or takes over.
    fn fill(&self, piece: &Piece, order: &Order, last: Why, shifts: &mut Vec<Shift>) {
        let mut own: Vec<Shift> = Vec::new();
        for within in self.atoms(piece.within) {
            let next = self.shift(within, order, last);
            match own.last_mut() {
                Some(before) if (before.person, before.why) == (next.person, next.why) => {
                    before.within.to = within.to;
                    before.then.retain(|person| next.then.contains(person));
                }
                _ => own.push(next),
            }
        }
        shifts.extend(own);
    }

    /// An interval cut at every beginning and end of an absence or a pin.
    fn atoms(&self, within: Interval) -> Vec<Interval> {
        let borders =
            self.away.iter().map(|absence| absence.within).chain(self.pins.iter().map(|pin| pin.within));
        let mut cuts: Vec<UnixMs> = borders
            .flat_map(|border| [border.from, border.to])
            .filter(|cut| within.from < *cut && *cut < within.to)
            .chain([within.from, within.to])
            .collect();
        cuts.sort();
        cuts.dedup();
        cuts.iter().zip(cuts.iter().skip(1)).map(|(from, to)| Interval { from: *from, to: *to }).collect()
    }

    /// One atom's shift: during it nobody comes or goes.
    fn shift(&self, within: Interval, order: &Order, last: Why) -> Shift {
        let lead = self.plan.lead;
        let there = |person: PersonId| !self.is_away(person, within.from);
        let pinned = self.pins.iter().rev().find(|pin| pin.within.holds(within.from) && there(pin.person));
        let mut chain: Vec<PersonId> = pinned.map(|pin| pin.person).into_iter().collect();
        let pinned_person = chain.first().copied();
        chain.extend(order.asked.iter().copied().filter(|p| there(*p) && Some(*p) != pinned_person));
        let why = match (pinned, chain.first()) {
            (Some(_), _) => Why::Agreed,
            (None, first) if first.is_some() && first == order.holder.as_ref() => Why::Turn,
            (None, Some(_)) => Why::StandsIn,
            (None, None) if there(lead) => last,
            (None, None) => Why::Gap,
        };
        if !chain.contains(&lead) {
            chain.push(lead);
        }
        let person = chain.remove(0);
        Shift { person, then: chain, within, why }
    }

    fn is_away(&self, person: PersonId, at: UnixMs) -> bool {
        self.away.iter().any(|absence| absence.person == person && absence.within.holds(at))
    }
}

/// The part of open hours that lies within an interval.
fn clip(open: &Coverage, within: Interval) -> Coverage {
    let parts = open.intervals().iter();
    Coverage::new(
        parts.map(|part| Interval { from: part.from.max(within.from), to: part.to.min(within.to) }).collect(),
    )
}
