//! The first sentence of the queue: what a good receptionist would say to somebody who comes to the desk.

use domain::promise::Standing;
use domain::ticket::queue::{Groups, QueueRow};

use crate::format::Times;
use crate::i18n::Desk;

/// Most characters of a subject in the sentence.
const SUBJECT_CHARS: usize = 60;

/// Where to start: my own that breaks first, else the team's first that nobody has.
pub fn start(groups: &Groups) -> Option<&QueueRow> {
    groups.mine.first().or_else(|| free(groups))
}

/// What to do now, or that there is nothing to do.
pub fn sentence(groups: &Groups, times: &Times) -> String {
    let t = Desk::from(times.language);
    match (groups.mine.first(), free(groups)) {
        (Some(mine), _) => begin(t, mine, times),
        (None, Some(free)) => take(t, free, times),
        (None, None) => rest(t, groups),
    }
}

fn free(groups: &Groups) -> Option<&QueueRow> {
    groups.team.iter().find(|row| row.head.assignee.is_none())
}

fn begin(t: Desk, row: &QueueRow, times: &Times) -> String {
    let what = shortened(&row.head.subject);
    match row.head.promise.standing(times.now) {
        Standing::Late { by } | Standing::Broken { by } => t.first_late(&what, &times.length(by)),
        Standing::Soon { left } => t.first_soon(&what, &times.length(left)),
        Standing::Running { .. } | Standing::Paused { .. } | Standing::Kept => {
            t.first_due(&what, &times.until(row.head.promise.next_due_at()))
        }
    }
}

fn take(t: Desk, row: &QueueRow, times: &Times) -> String {
    let what = shortened(&row.head.subject);
    match row.head.promise.standing(times.now) {
        Standing::Late { by } | Standing::Broken { by } => t.first_take_late(&what, &times.length(by)),
        Standing::Soon { left } => t.first_take_soon(&what, &times.length(left)),
        Standing::Running { .. } | Standing::Paused { .. } | Standing::Kept => {
            t.first_take_due(&what, &times.until(row.head.promise.next_due_at()))
        }
    }
}

/// Nothing is mine and nothing is free.
fn rest(t: Desk, groups: &Groups) -> String {
    match (groups.team.len(), groups.waiting.len(), groups.later.len()) {
        (0, 0, 0) => t.first_empty().into(),
        (0, 0, _) => t.first_only_later().into(),
        (0, 1, _) => t.first_one_waits().into(),
        (0, waiting, _) => t.first_all_wait(&waiting.to_string()),
        (1, _, _) => t.first_team_works_one().into(),
        (team, _, _) => t.first_team_works(&team.to_string()),
    }
}

/// A subject that fits into a sentence, cut at a word.
pub fn shortened(subject: &str) -> String {
    if subject.chars().count() <= SUBJECT_CHARS {
        return subject.to_owned();
    }
    let cut: String = subject.chars().take(SUBJECT_CHARS).collect();
    let end = cut.rfind(' ').filter(|at| *at > SUBJECT_CHARS / 2);
    format!("{}…", end.and_then(|end| cut.get(..end)).unwrap_or(&cut))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::sample::{BO, INES, NOW, row, times};
    use domain::locale::Language;
    use domain::ticket::Status;
    use domain::ticket::queue::groups;
    use domain::time::{HOUR, MINUTE, Millis};

    fn said(language: Language, rows: &[QueueRow]) -> String {
        sentence(&groups(rows, BO.id, NOW), &times(language))
    }

    fn mine(subject: &str, left: Millis) -> QueueRow {
        row(1039, subject, Status::Open, Some(BO.chip()), left)
    }

    #[test]
    fn my_own_that_breaks_first_comes_first() {
        let rows = [mine("Invoices", HOUR.times(3)), mine("Mailbox orders@", MINUTE.times(9))];
        assert_eq!(said(Language::En, &rows), "Start with “Mailbox orders@”. 9 min left.");
        assert_eq!(said(Language::Es, &rows), "Empieza por «Mailbox orders@». Quedan 9 min.");
    }

    #[test]
    fn what_is_late_says_how_late() {
        let rows = [mine("Label printer", Millis(-MINUTE.times(12).0))];
        assert_eq!(said(Language::En, &rows), "Start with “Label printer”. It is 12 min late.");
    }

    #[test]
    fn with_nothing_of_my_own_i_am_asked_to_take_what_nobody_has() {
        let rows = [
            row(1, "VPN is down", Status::Open, Some(INES.chip()), HOUR),
            row(2, "Badge reader", Status::New, None, HOUR.times(2)),
        ];
        let sentence = said(Language::En, &rows);
        assert!(sentence.starts_with("You have nothing open. Nobody has “Badge reader” yet."), "{sentence}");
    }

    #[test]
    fn with_nothing_free_the_sentence_says_who_works() {
        let rows = [row(1, "VPN is down", Status::Open, Some(INES.chip()), HOUR)];
        assert_eq!(said(Language::En, &rows), "Nothing needs you now. The team is on the last one.");
        let waiting = [row(1, "Plotter", Status::Waiting, Some(BO.chip()), HOUR)];
        assert_eq!(said(Language::En, &waiting), "Nothing needs you now. One waits for somebody else.");
        assert_eq!(said(Language::En, &[]), "Nothing is open.");
    }

    #[test]
    fn a_long_subject_is_cut_at_a_word() {
        let subject = "word ".repeat(30);
        assert!(shortened(subject.trim()).ends_with("word…"));
        assert_eq!(shortened("short"), "short");
    }
}
