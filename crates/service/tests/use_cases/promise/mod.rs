//! The promise: by whose calendar it counts, what a change of hours and policies does, who is told, and what suppliers owe.

use domain::coverage::matrix::Audience;
use domain::coverage::{Version, Week, Window};
use domain::event::Change;
use domain::fault::{Fault, Reason};
use domain::ids::{CalendarId, EventSeq, TicketId};
use domain::locale::Language;
use domain::promise::page::Run;
use domain::promise::{
    Case, Happening, Need, Policy, Promised, Recipient, Step, Story, Targets, Urgency, Verdict,
};
use domain::ticket::WaitingOn;
use domain::time::{DAY, HOUR, MINUTE, Minutes, UnixMs};
use service::promise::{self, CalendarForm, Question, RowForm, RuleForm, TargetsForm};
use service::ticket::{Ask, Posting, Then, Writing};
use service::{Ctx, job};

use crate::fixture::{Desk, MORNING, ask};

mod alarms;
mod coverage;

fn calendar(name: &str, hours: [&str; 7], holidays: &str) -> CalendarForm {
    CalendarForm {
        name: name.into(),
        zone: "UTC".into(),
        hours: hours.map(String::from).to_vec(),
        holidays: holidays.into(),
        feed: String::new(),
    }
}

/// The number of the calendar of that name.
async fn made(cy: &Ctx, form: CalendarForm) -> CalendarId {
    promise::put_calendar(cy, None, form).await.unwrap()
}

fn row(name: &str, audience: Audience, calendar: CalendarId) -> RowForm {
    RowForm {
        name: name.into(),
        audience,
        groups: String::new(),
        locations: String::new(),
        languages: Vec::new(),
        calendar,
        desk: String::new(),
    }
}

/// Another thing that Ana asks.
async fn another(desk: &Desk, n: usize) -> TicketId {
    let asked =
        service::ticket::ask(&desk.as_person(desk.ana), ask(&format!("Printer number {n} is jammed"))).await;
    asked.unwrap().ticket
}

async fn due(desk: &Desk, id: TicketId) -> UnixMs {
    service::desk::ticket_page(&desk.as_person(desk.bo), id).await.unwrap().head.promise.due_at
}

#[tokio::test]
async fn a_rule_is_tried_on_real_tickets_and_changes_nothing() {
    let desk = Desk::open().await;
    let cy = desk.as_person(desk.cy);
    let id = desk.ticket().await;
    let before = (due(&desk, id).await, promise::levels(&cy).await.unwrap());
    let targets = TargetsForm { first_answer: "10".into(), next_answer: String::new(), done: "20".into() };
    let rule = RuleForm { urgency: "normal".into(), targets, ..RuleForm::default() };
    let preview = promise::save_rule(&cy, None, rule, Run::Try).await.unwrap().preview.unwrap();
    let previewed = &preview.tickets[0];
    let twenty_minutes = MORNING + MINUTE.times(20);
    assert_eq!(
        (previewed.ticket, previewed.due_at, previewed.would_be_due_at),
        (id, before.0, twenty_minutes)
    );
    assert_eq!((due(&desk, id).await, promise::levels(&cy).await.unwrap()), before);
}

#[tokio::test]
async fn a_policy_applies_to_what_is_asked_from_its_date_on() {
    let desk = Desk::open().await;
    let cy = desk.as_person(desk.cy);
    let old = desk.ticket().await;
    let before = due(&desk, old).await;
    desk.pass(MINUTE);
    let targets = Targets { first_answer: Minutes(10), next_answer: None, done: Minutes(20) };
    let quick = Policy { rules: Vec::new(), otherwise: targets, ..Policy::default() };
    promise::put_policy(&cy, quick.clone(), None).await.unwrap();
    let new = another(&desk, 1).await;
    assert_eq!(due(&desk, new).await, MORNING + MINUTE.times(21));
    assert_eq!(due(&desk, old).await, before);
    let past = promise::put_policy(&cy, quick, Some(MORNING)).await.unwrap_err();
    assert_eq!(past.fault, Fault::field("valid_from", Reason::Malformed));
}

#[tokio::test]
async fn only_who_administers_sets_hours_and_policies() {
    let desk = Desk::open().await;
    for ctx in [desk.as_nobody(), desk.as_person(desk.ana), desk.as_person(desk.bo)] {
        let refused = [
            promise::page(&ctx).await.map(drop),
            promise::put_calendar(&ctx, None, CalendarForm::default()).await.map(drop),
            promise::put_rows(&ctx, Vec::new()).await,
            promise::put_policy(&ctx, Policy::default(), None).await,
            promise::remove_rule(&ctx, 0).await.map(drop),
            promise::add_supplier(&ctx, "Papyrus", "60", CalendarId(1)).await.map(drop),
            promise::remove_calendar(&ctx, CalendarId(1)).await.map(drop),
        ];
        for refused in refused {
            assert!(matches!(refused.unwrap_err().fault, Fault::SignIn | Fault::Forbidden));
        }
    }
}

#[tokio::test]
async fn a_time_that_is_sooner_than_promised_asks_for_a_reason_and_the_reason_is_an_event() {
    let desk = Desk::open().await;
    let ana = desk.as_person(desk.ana);
    let wish = |wanted_by: &str, escalation: &str| Ask {
        wanted_by: wanted_by.into(),
        escalation: escalation.into(),
        ..ask("The projector of room 2 is dark")
    };
    let faults = [
        ("2026-11-18T12:00", Reason::SoonerThanPromised),
        ("2026-11-18T10:00", Reason::Past),
        ("noon", Reason::Malformed),
    ];
    for (typed, reason) in faults {
        let refused = service::ticket::ask(&ana, wish(typed, "")).await.unwrap_err();
        assert_eq!(refused.fault, Fault::field("wanted_by", reason), "{typed}");
    }
    assert_eq!(service::portal::my_page(&ana).await.unwrap().open.len(), 0, "nothing is left behind");
    let in_time = service::ticket::ask(&ana, wish("2026-11-19T12:00", "")).await.unwrap().ticket;
    let page = service::portal::tracker_page(&ana, in_time).await.unwrap();
    assert_eq!(page.wanted_by, Some(MORNING + HOUR.times(25) + MINUTE.times(18)));
    let soon = service::ticket::ask(&ana, wish("2026-11-18T12:00", "The board meets at noon")).await.unwrap();
    let history = service::desk::ticket_page(&desk.as_person(desk.bo), soon.ticket).await.unwrap().history;
    let reasons: Vec<&str> = history
        .iter()
        .filter_map(|line| match &line.change {
            Change::Escalated { reason } => Some(reason.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(reasons, ["The board meets at noon"]);
}

#[tokio::test]
async fn what_needs_budget_or_approval_is_promised_for_later() {
    let desk = Desk::open().await;
    let ana = desk.as_person(desk.ana);
    let with = |needs: &[Need]| Ask { needs: needs.to_vec(), ..ask("A second screen, please") };
    let plain = service::ticket::ask(&ana, with(&[])).await.unwrap().ticket;
    let needs = service::ticket::ask(&ana, with(&[Need::Approval])).await.unwrap().ticket;
    assert!(due(&desk, needs).await > due(&desk, plain).await);
    let page = service::portal::tracker_page(&ana, needs).await.unwrap();
    assert_eq!(page.needs, [Need::Approval]);
}

#[tokio::test]
async fn everybody_may_read_the_service_levels_and_how_they_were_kept() {
    let desk = Desk::open().await;
    let bo = desk.as_person(desk.bo);
    for (n, minutes) in [30, 30, 30, 1_500].into_iter().enumerate() {
        let id = another(&desk, n).await;
        desk.pass(MINUTE.times(minutes));
        let seen = desk.seen(id).await;
        service::ticket::resolve(&bo, id, seen, domain::ticket::Place::Remote, domain::ticket::Level::One)
            .await
            .unwrap();
    }
    let page = promise::published(&desk.as_nobody()).await.unwrap();
    assert_eq!((page.kept_30.done.kept, page.kept_30.done.of), (3, 4));
    assert_eq!((page.kept_90.first_answer.kept, page.kept_90.first_answer.of), (3, 4));
    assert_eq!(page.policy, Policy::default());
    assert_eq!(page.hours.len(), 1);
}

#[tokio::test]
async fn a_range_is_told_once_thirty_like_it_were_done() {
    let desk = Desk::open().await;
    let (ana, bo) = (desk.as_person(desk.ana), desk.as_person(desk.bo));
    for minutes in 1..=30 {
        assert_eq!(service::portal::ask_page(&ana).await.unwrap().likely, None);
        let id = another(&desk, minutes as usize).await;
        desk.pass(MINUTE.times(minutes % 5 + 1));
        let seen = desk.seen(id).await;
        service::ticket::resolve(&bo, id, seen, domain::ticket::Place::Remote, domain::ticket::Level::One)
            .await
            .unwrap();
    }
    let page = service::portal::ask_page(&ana).await.unwrap();
    let likely = page.likely.unwrap();
    assert_eq!((likely.alike, likely.from - page.now, likely.by - page.now), (30, MINUTE, MINUTE.times(4)));
}

fn question(now: UnixMs, events: Vec<(UnixMs, Happening)>) -> Question {
    let week = Week { days: std::array::from_fn(|_| vec![Window { from: 540, to: 1_020 }]) };
    let version = Version { valid_from: UnixMs(0), zone: "UTC".into(), week, holidays: Vec::new() };
    let case = Case::unseen(Urgency::Normal);
    let story = Story { asked_at: MORNING, case, needs: Vec::new(), events };
    Question { versions: vec![version], policy: Policy::default(), story, now }
}

#[tokio::test]
async fn a_question_of_what_if_is_answered_and_changes_nothing() {
    let desk = Desk::open().await;
    let bo = desk.as_person(desk.bo);
    let events = vec![
        (MORNING + MINUTE, Happening::Answered),
        (MORNING + HOUR, Happening::WaitStarted(WaitingOn::Requester)),
        (MORNING + HOUR.times(2), Happening::WaitEnded),
    ];
    let answered = promise::evaluate(&bo, question(MORNING + HOUR.times(3), events.clone())).unwrap();
    assert_eq!(answered.clock.done.used, HOUR.times(2));
    assert_eq!(answered.clock.first_answer.verdict(MORNING + HOUR.times(3)), Verdict::Kept);
    assert_eq!((answered.explanation.run, answered.explanation.paused), (HOUR.times(2), HOUR));
    let refused = |question| promise::evaluate(&bo, question).unwrap_err().fault;
    assert_eq!(refused(question(MORNING - HOUR, Vec::new())), Fault::field("now", Reason::Malformed));
    let backwards = events.into_iter().rev().collect();
    assert_eq!(refused(question(MORNING + DAY, backwards)), Fault::field("events", Reason::Malformed));
    let mut nowhere = question(MORNING, Vec::new());
    nowhere.versions[0].zone = "Europe/Atlantis".into();
    assert_eq!(refused(nowhere), Fault::field("coverage.zone", Reason::Malformed));
    let asked_by_ana = promise::evaluate(&desk.as_person(desk.ana), question(MORNING, Vec::new()));
    assert_eq!(asked_by_ana.unwrap_err().fault, Fault::Forbidden);
}
