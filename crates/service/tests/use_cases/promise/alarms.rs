//! Who is told before a promise breaks, and the clock of suppliers.

use super::*;

async fn alarms(desk: &Desk, id: TicketId) -> Vec<(Promised, Step, Recipient)> {
    let page = service::desk::ticket_page(&desk.as_person(desk.bo), id).await.unwrap();
    let told = page.history.into_iter().filter_map(|line| match line.change {
        Change::Alarmed { promised, step, to } => Some((promised, step, to)),
        _ => None,
    });
    told.collect()
}

#[tokio::test]
async fn each_warning_and_each_escalation_comes_once_also_when_the_clock_jumps() {
    use Promised::{Done, FirstAnswer};
    use Recipient::{Duty, Lead};
    use Step::{Breach, Warning};
    let desk = Desk::open().await;
    let id = desk.ticket().await;
    job::run_all(&desk.service).await.unwrap();
    assert_eq!(alarms(&desk, id).await, []);
    desk.pass(MINUTE.times(46));
    job::run_all(&desk.service).await.unwrap();
    assert_eq!(alarms(&desk, id).await, [(FirstAnswer, Warning, Duty)]);
    // Five minutes back, an hour on, and back again.
    for jump in [-5, 61, -60, 60, 5] {
        desk.pass(MINUTE.times(jump));
        job::run_all(&desk.service).await.unwrap();
    }
    let first = [(FirstAnswer, Warning, Duty), (FirstAnswer, Breach, Lead)];
    assert_eq!(alarms(&desk, id).await, first);
    desk.pass(DAY.times(40));
    job::run_all(&desk.service).await.unwrap();
    desk.pass(MINUTE.times(-40 * 24 * 60));
    for _ in 0..3 {
        desk.pass(HOUR);
        job::run_all(&desk.service).await.unwrap();
    }
    assert_eq!(
        alarms(&desk, id).await,
        [&first[..], &[(Done, Warning, Duty), (Done, Breach, Lead)]].concat()
    );
}

#[tokio::test]
async fn nobody_is_warned_while_the_clock_stands_still() {
    let desk = Desk::open().await;
    let bo = desk.as_person(desk.bo);
    let id = desk.ticket().await;
    let posting = Posting {
        writing: Writing::Reply,
        body: "Which printer?".into(),
        key: None,
        seen: None,
        then: Then::WaitRequester,
        files: Vec::new(),
    };
    service::ticket::post(&bo, id, posting).await.unwrap();
    for _ in 0..5 {
        desk.pass(DAY);
        job::run_all(&desk.service).await.unwrap();
    }
    assert_eq!(alarms(&desk, id).await, []);
    let page = service::portal::tracker_page(&desk.as_person(desk.ana), id).await.unwrap();
    assert!(page.head.promise.paused_since.is_some());
}

/// The name of a supplier that no requester may ever read.
const CANARY: &str = "Canary Paper Ltd";

#[tokio::test]
async fn a_suppliers_clock_runs_beside_ours_and_its_name_reaches_no_requester() {
    let desk = Desk::open().await;
    let (ana, bo, cy) = (desk.as_person(desk.ana), desk.as_person(desk.bo), desk.as_person(desk.cy));
    let always = made(&cy, calendar("Always", ["0-24"; 7], "")).await;
    let page = promise::add_supplier(&cy, CANARY, "120", always).await.unwrap();
    let supplier = page.levels.suppliers[0].id;
    let id = desk.ticket().await;
    let seen = EventSeq(i64::MAX);
    service::ticket::wait(&bo, id, seen, WaitingOn::Parts, Some(supplier)).await.unwrap();
    desk.pass(HOUR);
    let (named, clock) = service::desk::ticket_page(&bo, id).await.unwrap().supplier.unwrap();
    assert_eq!((named.name.as_str(), clock.used, clock.due_at), (CANARY, HOUR, MORNING + HOUR.times(2)));
    desk.pass(HOUR.times(2));
    job::run_all(&desk.service).await.unwrap();
    assert!(alarms(&desk, id).await.contains(&(Promised::Supplier, Step::Breach, Recipient::Lead)));
    let card = promise::page(&cy).await.unwrap().scorecards[0].clone();
    assert_eq!((card.waiting, card.late, card.share.of), (1, 1, 0));
    service::ticket::resume(&bo, id, seen).await.unwrap();
    let card = promise::page(&cy).await.unwrap().scorecards[0].clone();
    assert_eq!((card.waiting, card.share.kept, card.share.of), (0, 0, 1));
    service::ticket::wait(&bo, id, seen, WaitingOn::Supplier, Some(supplier)).await.unwrap();

    let tracker = service::portal::tracker_page(&ana, id).await.unwrap();
    let everything = [
        serde_json::to_string(&tracker).unwrap(),
        serde_json::to_string(&service::portal::my_page(&ana).await.unwrap()).unwrap(),
        serde_json::to_string(&service::portal::home_page(&ana).await.unwrap()).unwrap(),
        serde_json::to_string(&service::portal::ask_page(&ana).await.unwrap()).unwrap(),
        serde_json::to_string(&promise::published(&ana).await.unwrap()).unwrap(),
    ];
    for page in everything {
        assert!(!page.contains(CANARY), "{page}");
    }
    let refused =
        service::ticket::wait(&bo, id, seen, WaitingOn::Parts, Some(domain::ids::SupplierId(99))).await;
    assert_eq!(refused.unwrap_err().fault, Fault::field("supplier", Reason::NotOffered));
}
