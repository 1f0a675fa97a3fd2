//! Who is let in: what is not there and what is not yours answer alike.

use domain::event::Change;
use domain::fault::Fault;
use domain::ids::TicketId;
use domain::text::Label;
use domain::ticket::{Level, Place};
use domain::time::DAY;
use service::ticket::{Ask, Writing, ask as send};

use crate::fixture::{Desk, ask, write};

#[tokio::test]
async fn a_guest_opens_his_ticket_by_its_link_and_no_other() {
    let desk = Desk::open().await;
    let other = desk.ticket().await;
    let asked = send(&desk.as_nobody(), ask("I lost my badge.")).await.unwrap();
    let guest = desk.as_guest(&asked).await;
    assert!(service::portal::tracker_page(&guest, asked.ticket).await.is_ok());
    let foreign = service::portal::tracker_page(&guest, other).await.unwrap_err();
    let absent = service::portal::tracker_page(&guest, TicketId(9_999)).await.unwrap_err();
    assert_eq!((foreign.fault, absent.fault), (Fault::NotFound, Fault::NotFound));
}

#[tokio::test]
async fn the_desk_is_told_that_who_asked_has_not_signed_in() {
    let desk = Desk::open().await;
    let bo = desk.as_person(desk.bo);
    let is_unproven = async |id| service::desk::ticket_page(&bo, id).await.unwrap().is_unproven();
    let typed = |email: &str| Ask { email: email.into(), ..ask("Please reset my password.") };
    let as_ana = send(&desk.as_nobody(), typed("ana@lumbrera.example")).await.unwrap();
    let as_gus = send(&desk.as_nobody(), typed("gus@elsewhere.example")).await.unwrap();
    assert!(is_unproven(as_ana.ticket).await);
    assert!(!is_unproven(as_gus.ticket).await, "he is a guest and says so");
    assert!(!is_unproven(desk.ticket().await).await, "she has signed in");
    let seen = desk.seen(as_ana.ticket).await;
    service::ticket::resolve(&bo, as_ana.ticket, seen, Place::Desk, Level::One).await.unwrap();
    desk.pass(DAY.times(8));
    let late =
        write(&desk.as_guest(&as_ana).await, as_ana.ticket, Writing::Answer, "Now, please.").await.unwrap();
    assert_ne!(late.ticket, as_ana.ticket);
    assert!(is_unproven(late.ticket).await, "an answer by the link that became a ticket of its own");
}

#[tokio::test]
async fn who_types_the_address_of_an_account_learns_nothing_of_it() {
    let desk = Desk::open().await;
    let typed = Ask { email: "ana@lumbrera.example".into(), ..ask("Please reset my password.") };
    let asked = send(&desk.as_nobody(), typed).await.unwrap();
    let mut tx = desk.service.store().write().await.unwrap();
    let mut person = store::person::by_id(&mut tx, desk.ana).await.unwrap().unwrap();
    person.department = Some(Label::parse("Accounts").unwrap());
    store::person::update(&mut tx, &person).await.unwrap();
    tx.commit().await.unwrap();
    let guest = service::portal::tracker_page(&desk.as_guest(&asked).await, asked.ticket).await.unwrap();
    let ana = service::portal::tracker_page(&desk.as_person(desk.ana), asked.ticket).await.unwrap();
    assert_eq!((guest.reader.name.as_str(), ana.reader.name.as_str()), ("ana@lumbrera.example", "Ana Ruiz"));
    assert_eq!(ana.thread[0].department.as_deref(), Some("Accounts"));
    let said = format!("{guest:?}");
    assert!(!said.contains("Ruiz") && !said.contains("Accounts"), "{said}");
}

#[tokio::test]
async fn a_wrong_key_opens_nothing() {
    let desk = Desk::open().await;
    let asked = send(&desk.as_nobody(), ask("I lost my badge.")).await.unwrap();
    for key in ["", "x", "AAAAAAAAAAAAAAAAAAAAAAAA"] {
        let ctx = service::guest::enter(&desk.as_nobody(), asked.ticket, key).await.unwrap();
        let error = service::portal::tracker_page(&ctx, asked.ticket).await.unwrap_err();
        assert_eq!(error.fault, Fault::NotFound, "{key:?}");
    }
}

#[tokio::test]
async fn a_colleague_sees_nothing_until_he_is_added() {
    let desk = Desk::open().await;
    let id = desk.ticket().await;
    let (ana, di) = (desk.as_person(desk.ana), desk.as_person(desk.di));
    assert_eq!(service::portal::tracker_page(&di, id).await.unwrap_err().fault, Fault::NotFound);
    service::ticket::add_watcher(&ana, id, "Di@lumbrera.example").await.unwrap();
    assert!(service::portal::tracker_page(&di, id).await.is_ok());
    assert!(write(&di, id, Writing::Answer, "I have the same.").await.is_ok());
    assert_eq!(service::ticket::cancel(&di, id).await.unwrap_err().fault, Fault::NotFound);
}

#[tokio::test]
async fn a_watcher_leaves_by_himself_and_is_taken_off_by_whom_he_reads_along() {
    let desk = Desk::open().await;
    let id = desk.ticket().await;
    let (ana, bo, di) = (desk.as_person(desk.ana), desk.as_person(desk.bo), desk.as_person(desk.di));
    for ctx in [&di, &ana, &bo] {
        service::ticket::add_watcher(&ana, id, "di@lumbrera.example").await.unwrap();
        assert!(service::portal::tracker_page(&di, id).await.is_ok());
        let others = service::ticket::remove_watcher(&di, id, desk.bo).await.unwrap_err();
        assert_eq!(others.fault, Fault::NotFound, "a watcher takes nobody else off");
        service::ticket::remove_watcher(ctx, id, desk.di).await.unwrap();
        assert_eq!(service::portal::tracker_page(&di, id).await.unwrap_err().fault, Fault::NotFound);
    }
    service::ticket::remove_watcher(&ana, id, desk.di).await.unwrap();
    let history = service::desk::ticket_page(&bo, id).await.unwrap().history;
    let left = Change::WatcherRemoved { person: desk.di };
    let left = history.iter().filter(|line| line.change == left).map(|line| line.who.as_ref().unwrap().id);
    assert_eq!(left.collect::<Vec<_>>(), [desk.di, desk.ana, desk.bo], "each once, and nothing for nothing");
    assert_eq!(service::ticket::remove_watcher(&di, id, desk.di).await.unwrap_err().fault, Fault::NotFound);
}

#[tokio::test]
async fn nobody_but_the_desk_sees_the_desk() {
    let desk = Desk::open().await;
    let id = desk.ticket().await;
    let seen = desk.seen(id).await;
    let ana = desk.as_person(desk.ana);
    assert_eq!(service::desk::queue_page(&ana, None).await.unwrap_err().fault, Fault::Forbidden);
    assert_eq!(service::desk::queue_page(&desk.as_nobody(), None).await.unwrap_err().fault, Fault::SignIn);
    assert_eq!(service::desk::ticket_page(&ana, id).await.unwrap_err().fault, Fault::Forbidden);
    assert_eq!(service::ticket::assign(&ana, id, seen, None).await.unwrap_err().fault, Fault::Forbidden);
    assert!(write(&ana, id, Writing::Note, "x").await.is_err());
    assert_eq!(service::admin::page(&desk.as_person(desk.bo)).await.unwrap_err().fault, Fault::Forbidden);
    assert!(service::admin::page(&desk.as_person(desk.cy)).await.is_ok());
}
