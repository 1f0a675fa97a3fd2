//! The desk's queue: which group a ticket stands in and in which order, on the server and in every browser alike.

use serde::{Deserialize, Serialize};

use super::view::TicketHead;
use crate::ids::{EventSeq, PersonId, TicketId};
use crate::person::PersonChip;
use crate::routing::{Duty, sounds};
use crate::settings::DeskNow;
use crate::ticket::Status;
use crate::time::{DAY, UnixMs};

/// Most open tickets of all that a queue shows, and as many of the reader's own; the search finds the others.
pub const MAX_ROWS: i64 = 50;
/// Most tickets that were resolved today.
pub const MAX_DONE: i64 = 25;

/// A row of the queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueRow {
    pub head: TicketHead,
    pub department: Option<String>,
    /// What [`crate::routing::is_emergency`] says.
    pub emergency: bool,
}

/// The queue as one agent sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueuePage {
    pub reader: PersonChip,
    pub desk: DeskNow,
    /// Open tickets, and those that were resolved since midnight.
    pub rows: Vec<QueueRow>,
    /// All open tickets, also those beyond [`MAX_ROWS`].
    pub open_total: i64,
    /// What was searched for, and what was found instead of the queue.
    pub search: Option<Search>,
    pub colleagues: Vec<Colleague>,
    pub now: UnixMs,
    pub seq: EventSeq,
}

/// A search and its hits, best first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Search {
    pub query: String,
    pub hits: Vec<QueueRow>,
    pub total: Total,
}

/// How many tickets were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Total {
    Exactly(i64),
    /// So many that they were not counted to the end.
    MoreThan(i64),
    /// So many that they were not counted at all; two digits of it are known.
    About(i64),
}

impl Total {
    /// An estimate, rounded to its first two digits.
    pub fn about(estimate: i64) -> Total {
        let mut unit = 1;
        while estimate / unit >= 100 {
            unit *= 10;
        }
        Total::About((estimate + unit / 2) / unit * unit)
    }

    /// The number that is known.
    pub const fn known(self) -> i64 {
        match self {
            Total::Exactly(count) | Total::MoreThan(count) | Total::About(count) => count,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colleague {
    pub chip: PersonChip,
    /// Whether a page of the desk is open there now.
    pub here: bool,
}

/// Rows that changed. A row that has left the queue is among `gone`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueNews {
    pub rows: Vec<QueueRow>,
    pub gone: Vec<TicketId>,
    pub open_total: i64,
    /// Of the reader.
    pub duty: Duty,
    pub now: UnixMs,
    pub seq: EventSeq,
}

/// The queue in its groups, each in the order in which promises break.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Groups {
    /// Assigned to the reader, and the desk has the ball.
    pub mine: Vec<QueueRow>,
    /// Unassigned or with a colleague.
    pub team: Vec<QueueRow>,
    /// The desk does not have the ball.
    pub waiting: Vec<QueueRow>,
    /// Due later than tomorrow; folded.
    pub later: Vec<QueueRow>,
    /// Resolved; folded.
    pub done: Vec<QueueRow>,
}

/// Sorts rows into groups for one reader.
pub fn groups(rows: &[QueueRow], reader: PersonId, now: UnixMs) -> Groups {
    let mut groups = Groups::default();
    for row in rows {
        let mine = row.head.assignee.as_ref().is_some_and(|assignee| assignee.id == reader);
        let later = row.head.promise.next_due_at() > now + DAY.times(2);
        match row.head.status {
            Status::Resolved | Status::Closed | Status::Cancelled => groups.done.push(row.clone()),
            Status::Waiting => groups.waiting.push(row.clone()),
            Status::New | Status::Open if mine => groups.mine.push(row.clone()),
            Status::New | Status::Open if later => groups.later.push(row.clone()),
            Status::New | Status::Open => groups.team.push(row.clone()),
        }
    }
    for group in [&mut groups.mine, &mut groups.team, &mut groups.waiting, &mut groups.later] {
        group.sort_by_key(|row| (row.head.promise.next_due_at(), row.head.id));
    }
    groups.done.sort_by_key(|row| std::cmp::Reverse(row.head.promise.ended_at));
    groups
}

impl QueuePage {
    /// Whether a sound tells the reader of these news: something has become an emergency, and he is on duty.
    pub fn sounds(&self, news: &QueueNews) -> bool {
        let known = |id: TicketId| self.rows.iter().any(|row| row.head.id == id && row.emergency);
        news.rows.iter().any(|row| sounds(news.duty, row.emergency) && !known(row.head.id))
    }

    pub fn apply(&mut self, news: QueueNews) {
        if news.seq < self.seq {
            return;
        }
        let leaves = |id: TicketId| news.gone.contains(&id) || news.rows.iter().any(|row| row.head.id == id);
        self.rows.retain(|row| !leaves(row.head.id));
        self.rows.extend(news.rows);
        self.open_total = news.open_total;
        self.now = news.now;
        self.seq = news.seq;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::promise::PromiseView;
    use crate::ticket::{Channel, Kind};
    use crate::time::HOUR;

    const NOW: UnixMs = UnixMs(1_795_000_000_000);
    const BO: PersonId = PersonId(2);

    #[test]
    fn an_estimate_keeps_two_digits() {
        for (estimate, about) in
            [(49_875, 50_000), (20_400, 20_000), (20_500, 21_000), (99_700, 100_000), (7, 7)]
        {
            assert_eq!(Total::about(estimate), Total::About(about));
        }
    }

    fn row(id: i64, status: Status, assignee: Option<PersonId>, due_hours: i64) -> QueueRow {
        let due_at = NOW + HOUR.times(due_hours);
        let chip = |id: PersonId| PersonChip { id, name: "Somebody".into() };
        QueueRow {
            head: TicketHead {
                id: TicketId(id),
                subject: String::new(),
                kind: Kind::Incident,
                channel: Channel::Portal,
                status,
                waiting_on: None,
                ball: None,
                requester: chip(PersonId(1)),
                assignee: assignee.map(chip),
                urgent: None,
                service: None,
                category: None,
                promise: PromiseView {
                    asked_at: NOW,
                    first_due_at: due_at,
                    next_answer_due_at: None,
                    first_answer_at: Some(NOW),
                    due_at,
                    pauses: Vec::new(),
                    paused_since: None,
                    ended_at: None,
                },
                resolved: None,
                merged_into: None,
                reopens_until: None,
                seq: EventSeq(id),
            },
            department: None,
            emergency: false,
        }
    }

    fn ids(rows: &[QueueRow]) -> Vec<i64> {
        rows.iter().map(|row| row.head.id.0).collect()
    }

    #[test]
    fn what_breaks_first_stands_first_in_its_group() {
        let rows = [
            row(1, Status::Open, Some(BO), 5),
            row(2, Status::New, None, 3),
            row(3, Status::Open, Some(BO), -1),
            row(4, Status::Waiting, Some(BO), 1),
            row(5, Status::Open, Some(PersonId(9)), 2),
            row(6, Status::New, None, 24 * 9),
            row(7, Status::Resolved, Some(BO), 1),
        ];
        let groups = groups(&rows, BO, NOW);
        assert_eq!(ids(&groups.mine), [3, 1]);
        assert_eq!(ids(&groups.team), [5, 2]);
        assert_eq!(ids(&groups.waiting), [4]);
        assert_eq!(ids(&groups.later), [6]);
        assert_eq!(ids(&groups.done), [7]);
    }

    #[test]
    fn every_row_stands_in_exactly_one_group() {
        for status in Status::ALL {
            for assignee in [None, Some(BO), Some(PersonId(9))] {
                for due in [-5, 5, 500] {
                    let g = groups(&[row(1, *status, assignee, due)], BO, NOW);
                    let places = [&g.mine, &g.team, &g.waiting, &g.later, &g.done];
                    assert_eq!(places.iter().map(|group| group.len()).sum::<usize>(), 1);
                }
            }
        }
    }

    fn page(rows: Vec<QueueRow>) -> QueuePage {
        let desk = DeskNow {
            company: String::new(),
            phone: None,
            place: None,
            opening: crate::coverage::Opening::Closed { next: None },
            coverage: Default::default(),
            on_duty: Vec::new(),
            clock: crate::time::LocalClock::utc(),
        };
        QueuePage {
            reader: PersonChip { id: BO, name: "Bo".into() },
            desk,
            rows,
            open_total: 2,
            search: None,
            colleagues: Vec::new(),
            now: NOW,
            seq: EventSeq(5),
        }
    }

    fn news(seq: i64, rows: Vec<QueueRow>, gone: Vec<TicketId>) -> QueueNews {
        QueueNews { rows, gone, open_total: 7, duty: Duty::First, now: NOW, seq: EventSeq(seq) }
    }

    #[test]
    fn news_replace_their_rows_and_take_away_what_left() {
        let mut page = page(vec![row(1, Status::New, None, 1), row(2, Status::New, None, 2)]);
        page.apply(news(4, vec![], vec![TicketId(1)]));
        assert_eq!(page.rows.len(), 2, "old news change nothing");
        page.apply(news(6, vec![row(2, Status::Open, Some(BO), 2)], vec![TicketId(1)]));
        assert_eq!((ids(&page.rows), page.open_total), (vec![2], 7));
        assert_eq!(page.rows[0].head.status, Status::Open);
    }

    #[test]
    fn only_what_has_become_an_emergency_makes_a_sound_and_only_on_duty() {
        let calm = row(1, Status::Open, None, 1);
        let emergency = QueueRow { emergency: true, ..calm.clone() };
        let mut page = page(vec![calm.clone()]);
        let news = |duty, row: &QueueRow| QueueNews { duty, ..news(6, vec![row.clone()], vec![]) };
        assert!(page.sounds(&news(Duty::First, &emergency)));
        assert!(page.sounds(&news(Duty::Second, &emergency)));
        assert!(!page.sounds(&news(Duty::Off, &emergency)));
        assert!(!page.sounds(&news(Duty::First, &calm)));
        page.apply(news(Duty::First, &emergency));
        assert!(!page.sounds(&news(Duty::First, &emergency)), "it sounded once");
    }
}
