//! A foreign log is replayed.

use domain::ids::{EventSeq, TicketId};
use domain::ticket::{Status, Ticket};
use domain::time::{MINUTE, UnixMs};
use service::import::{Refused, Run, Sheet, events};
use service::{Ctx, Service};
use store::Tx;

use crate::place::{Place, assert_same};

const MAP: &str = include_str!("map.toml");
const LOG: &str = include_str!("log.csv");
/// 2016-02-29 00:00 UTC.
const LEAP_DAY: UnixMs = UnixMs(1_456_704_000_000);

/// The log without what can't be an address.
fn log() -> String {
    LOG.replace("\"=ana, \"\"x\"\"\ny\"", "di")
}

async fn import(service: &Service, log: &str, run: Run) -> Result<Sheet, Refused> {
    events(&Ctx::system(service.clone()), MAP, run, || Ok(log.as_bytes())).await
}

async fn ticket(tx: &mut Tx, id: &str) -> Ticket {
    let (ticket, _) = store::source::by_id(tx, "test", id).await.unwrap().unwrap();
    store::ticket::by_id(tx, ticket).await.unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tickets_have_the_times_people_and_turns_that_they_had_there() {
    let test = "tickets_have_the_times_people_and_turns_that_they_had_there";
    for place in Place::each(test).await {
        let service = place.open().await;
        let sheet = import(&service, &log(), Run::Real).await.unwrap();
        assert!(sheet.balances());
        assert_eq!((sheet.events_read, sheet.tickets_read, sheet.tickets_made), (11, 3, 3));
        assert_eq!((sheet.out_of_order, sheet.requester_unknown, sheet.resolved_at_unknown), (1, 1, 1));
        assert_eq!(sheet.unknown_states.get("-100"), Some(&1));
        let mut tx = service.store().read().await.unwrap();
        let a1 = ticket(&mut tx, "A1").await;
        assert_eq!(a1.subject.as_str(), "A1 of Network");
        assert_eq!((a1.status(), a1.created_at), (Status::Closed, LEAP_DAY + MINUTE.times(76)));
        assert_eq!(
            a1.resolved.unwrap().at,
            LEAP_DAY + MINUTE.times(11 * 60 + 29),
            "as the other desk tells it"
        );
        let log = store::event::of_ticket(&mut tx, a1.id, EventSeq(0)).await.unwrap();
        let kinds: Vec<&str> = log.iter().map(|event| event.change.name()).collect();
        let count = |kind: &str| kinds.iter().filter(|known| **known == kind).count();
        assert_eq!((count("imported"), count("reopened"), count("assigned"), count("triaged")), (7, 1, 2, 2));
        assert_eq!(log.last().unwrap().seq, a1.last_seq);
        let people = store::person::of_ticket(&mut tx, a1.id).await.unwrap();
        let actor = log[2].actor.unwrap();
        assert_eq!(people.iter().find(|chip| chip.id == actor).unwrap().name, "Updater u1");
        let attributes = store::source::attributes(&mut tx, a1.id).await.unwrap();
        assert_eq!(attributes, [("caller".into(), Some("ana".into())), ("group".into(), Some("g2".into()))]);
        assert_eq!(ticket(&mut tx, "B2").await.status(), Status::Closed);
        assert_eq!(ticket(&mut tx, "C3").await.status(), Status::New);
        let (hits, _) = store::search::query(&mut tx, "wifi", 5, 7).await.unwrap();
        assert_eq!(hits.iter().map(|hit| hit.head.id).collect::<Vec<TicketId>>(), [a1.id]);
        drop(tx);
        let report = service::report::tickets(&Ctx::system(service.clone())).await.unwrap();
        assert_eq!((report.tickets, report.events, report.reopened, report.reassigned), (3, 11, 1, 1));
        assert_eq!(report.out_of_order, 1);
        assert_eq!((report.resolve_hours.known, report.resolve_hours.median), (2, Some(5.36)));
        assert_eq!(report.attributes["group"].distinct, 3, "g1, g2 and not known");
        assert_eq!(report.opened_per_month["2016-03"], 2);
        let way = |way: &str| report.state_paths.top.iter().any(|path| path.path == way);
        assert!(way("New > Active > Waiting > Solved > Active > Solved > Done"), "{report:?}");
        service.store().close().await;
        place.remove().await;
    }
}

#[tokio::test]
async fn a_second_run_changes_nothing_and_one_that_was_cut_off_goes_on() {
    let (whole, cut) = (Place::file(), Place::file());
    let log = log();
    let service = whole.open().await;
    import(&service, &log, Run::Real).await.unwrap();
    let once = whole.export("once").await;
    let again = import(&service, &log, Run::Real).await.unwrap();
    assert_eq!((again.tickets_made, again.tickets_there, again.events_written), (0, 3, 0));
    assert_same(&once, &whole.export("twice").await);
    let service = cut.open().await;
    let half = log.split("B2").next().unwrap();
    assert_eq!(import(&service, half, Run::Real).await.unwrap().tickets_made, 1);
    let rest = import(&service, &log, Run::Real).await.unwrap();
    assert_eq!((rest.tickets_made, rest.tickets_there), (2, 1));
    let grown = format!("{log}C3,Done,4/3/2016 10:00,3/3/2016 10:00,?,u1,di,?,?,?,?,0,0\n");
    let told = import(&service, &grown, Run::Real).await.unwrap();
    assert_eq!((told.tickets_grown, told.tickets_made), (vec!["C3".to_owned()], 0));
}

#[tokio::test]
async fn a_dry_run_tells_the_same_and_writes_nothing() {
    let place = Place::file();
    let service = place.open().await;
    let before = place.export("before").await;
    let dry = import(&service, &log(), Run::Dry).await.unwrap();
    assert_same(&before, &place.export("after").await);
    let real = import(&service, &log(), Run::Real).await.unwrap();
    assert_eq!(Sheet { dry_run: false, ..dry }, real);
}

#[tokio::test]
async fn what_can_not_be_read_is_told_by_its_line_and_left_out() {
    let place = Place::file();
    let service = place.open().await;
    // The second line of A1 has a month 13; C3's caller makes no address.
    let log = LOG.replacen("1/3/2016 08:00", "1/13/2016 08:00", 1);
    let sheet = import(&service, &log, Run::Real).await.unwrap();
    assert_eq!((sheet.tickets_made, sheet.tickets_wrong, sheet.errors_total), (1, 2, 2));
    let lines: Vec<u64> = sheet.errors.iter().map(|wrong| wrong.line).collect();
    assert_eq!(lines, [3, 12]);
    assert!(sheet.errors[0].what.contains("1/13/2016 08:00"), "{:?}", sheet.errors);
    assert!(sheet.balances());
}

#[tokio::test]
async fn a_log_that_is_no_table_or_not_together_is_refused_before_anything_is_written() {
    let place = Place::file();
    let service = place.open().await;
    let before = place.export("before").await;
    let log = log();
    let refused = async |log: String, map: &str| {
        let ctx = Ctx::system(service.clone());
        events(&ctx, map, Run::Real, || Ok(log.as_bytes())).await.unwrap_err().to_string()
    };
    assert!(refused(format!("{log}D4,New\n"), MAP).await.contains("line 13: 2 fields"));
    let apart = format!("{log}A1,New,4/3/2016 10:00,3/3/2016 10:00,?,u1,di,?,?,?,?,0,0\n");
    assert!(refused(apart, MAP).await.contains("line 13: ticket A1 is there before"));
    assert!(refused(String::new(), MAP).await.contains("no header"));
    let map = MAP.replace("opened = \"opened\"", "opened = \"begun\"");
    let told = refused(log.clone(), &map).await;
    assert!(told.contains("ticket.opened") && told.contains("\"begun\""), "{told}");
    let map = MAP.replace("Done = \"closed\"", "Done = \"finished\"");
    assert!(refused(log.clone(), &map).await.contains("finished"));
    let map = format!("{MAP}\n[extra]\nx = 1\n");
    assert!(refused(log, &map).await.contains("extra"));
    assert_same(&before, &place.export("after").await);
}

#[tokio::test]
async fn the_example_map_is_one() {
    let map = include_str!("../../../../docs/examples/servicenow-map.toml");
    let header = "number,ident_state,opened_at,resolved_at,reopen_count,reassignment_count,category,category,u_symptom,\
        cmdb_ci,sys_updated_at,sys_updated_by,caller_id,assigned_to,resolved_by,contact_type,priority,impact,urgency,\
        made_sla,assignment_group,location,closed_code\n";
    let row = "I1,New,29/2/2016 01:16,?,0,0,7,9,?,?,29/2/2016 01:23,5,6,?,?,Phone,3,2,2,true,?,?,?\n";
    let place = Place::file();
    let service = place.open().await;
    let log = format!("{header}{row}");
    let sheet = events(&Ctx::system(service.clone()), map, Run::Dry, || Ok(log.as_bytes())).await.unwrap();
    assert_eq!((sheet.tickets_made, sheet.errors_total), (1, 0));
}
