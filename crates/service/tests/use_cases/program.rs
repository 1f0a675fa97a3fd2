//! A program's request is one transaction with its answer.

use std::sync::atomic::{AtomicUsize, Ordering};

use domain::access::Actor;
use domain::fault::Fault;
use domain::ids::{EventSeq, TicketId};
use domain::person::{Role, Roles};
use domain::ticket::{Level, Place};
use domain::token::{Scope, Scopes};
use service::program::{Answer, Key, Outcome, Program, once};
use service::ticket::read::Filter;
use service::token::ActsAs;
use service::{Client, Ctx, Result};

use crate::fixture::{Desk, ask, write};

fn answer(body: &str) -> Answer {
    Answer { status: 201, location: None, etag: None, body: body.as_bytes().to_vec() }
}

fn key(request: u8) -> Option<Key> {
    Some(Key { key: [1; 32], request: [request; 32] })
}

/// A program that acts as Ana.
async fn program(desk: &Desk, seen: Option<EventSeq>) -> Ctx {
    let token = token(desk, "ana", Scopes::of_role(Role::Requester)).await;
    let known = service::token::recognise(&desk.service, &token).await.unwrap().unwrap();
    service::token::ctx(&desk.service, &known, Client::default(), Program::new(known.token, seen))
}

async fn token(desk: &Desk, name: &str, scopes: Scopes) -> String {
    let admin = desk.as_person(desk.cy);
    let acts_as = ActsAs::Person(format!("{name}@lumbrera.example"));
    service::token::create_for_program(&admin, name, acts_as, scopes).await.unwrap().1
}

async fn tickets(desk: &Desk) -> usize {
    let bo = desk.as_person(desk.bo);
    service::ticket::read::page(&bo, &Filter::default(), None, 100).await.unwrap().len()
}

async fn asks(ctx: Ctx) -> Result<Answer> {
    let asked = service::ticket::ask(&ctx, ask("The lift is stuck")).await?;
    let record = service::ticket::read::record(&ctx, asked.ticket).await?;
    Ok(answer(&record.ticket.id.to_string()))
}

#[tokio::test]
async fn a_request_that_is_sent_again_gets_the_answer_that_it_got() {
    let desk = Desk::open().await;
    let ctx = program(&desk, None).await;
    let Outcome::Done(first) = once(&ctx, key(1), asks).await.unwrap() else { panic!("it is new") };
    let Outcome::Again(second) = once(&ctx, key(1), asks).await.unwrap() else { panic!("it was done") };
    assert_eq!(first, second);
    assert!(matches!(once(&ctx, key(2), asks).await.unwrap(), Outcome::OtherRequest));
    assert_eq!(tickets(&desk).await, 1);
}

#[tokio::test]
async fn what_fails_on_the_way_leaves_nothing_behind() {
    let desk = Desk::open().await;
    let ctx = program(&desk, None).await;
    let failed = once(&ctx, key(1), |ctx| async move {
        asks(ctx.clone()).await?;
        Err(Fault::Internal.into())
    });
    assert_eq!(failed.await.unwrap_err().fault, Fault::Internal);
    assert_eq!(tickets(&desk).await, 0, "the ticket went with the answer");
    assert!(matches!(once(&ctx, key(1), asks).await.unwrap(), Outcome::Done(_)), "its key is free");
}

#[tokio::test]
async fn several_use_cases_of_a_request_happen_together_or_not_at_all() {
    let desk = Desk::open().await;
    let ctx = program(&desk, None).await;
    let both = once(&ctx, None, |ctx| async move {
        asks(ctx.clone()).await?;
        asks(ctx).await
    });
    assert!(matches!(both.await.unwrap(), Outcome::Done(_)), "equal words are two requests for a program");
    assert_eq!(tickets(&desk).await, 2);
    let half = once(&ctx, None, |ctx| async move {
        asks(ctx.clone()).await?;
        service::ticket::cancel(&ctx, TicketId(9_999)).await?;
        Ok(answer(""))
    });
    assert_eq!(half.await.unwrap_err().fault, Fault::NotFound);
    assert_eq!(tickets(&desk).await, 2);
}

#[tokio::test]
async fn a_copy_that_comes_while_the_first_is_at_work_is_told_so() {
    let desk = Desk::open().await;
    let ctx = program(&desk, None).await;
    let done = AtomicUsize::new(0);
    let first = once(&ctx, key(1), |inner| {
        let (ctx, done) = (&ctx, &done);
        async move {
            let copy = once(ctx, key(1), asks).await?;
            assert!(matches!(copy, Outcome::Running));
            done.fetch_add(1, Ordering::Relaxed);
            asks(inner).await
        }
    });
    assert!(matches!(first.await.unwrap(), Outcome::Done(_)));
    assert_eq!((done.load(Ordering::Relaxed), tickets(&desk).await), (1, 1));
}

#[tokio::test]
async fn streams_hear_of_a_request_when_it_is_committed() {
    let desk = Desk::open().await;
    let ctx = program(&desk, None).await;
    let mut head = desk.service.committed();
    let before = *head.borrow_and_update();
    once(&ctx, key(1), asks).await.unwrap();
    head.changed().await.unwrap();
    assert!(*head.borrow() > before);
}

#[tokio::test]
async fn who_missed_a_change_is_told_and_a_requester_not_what_is_the_desks_own() {
    let desk = Desk::open().await;
    let id = desk.ticket().await;
    let seen = desk.seen(id).await;
    let bo = desk.as_person(desk.bo);
    let mut triage = triage_of(&desk, id).await;
    triage.impact = Some(domain::ticket::Impact::Everyone);
    service::ticket::triage(&bo, id, seen, triage).await.unwrap();
    let ana = program(&desk, Some(seen)).await;
    service::ticket::add_watcher(&ana, id, "di@lumbrera.example").await.unwrap();
    service::ticket::resolve(&bo, id, EventSeq(i64::MAX), Place::Remote, Level::One).await.unwrap();
    let error = service::ticket::reopen(&ana, id).await.unwrap_err();
    let Fault::Conflict { changes, .. } = error.fault else { panic!("{error:?}") };
    assert!(changes.iter().all(|line| line.change.public()), "{changes:?}");
}

async fn triage_of(desk: &Desk, id: TicketId) -> domain::ticket::Triage {
    let page = service::desk::ticket_page(&desk.as_person(desk.bo), id).await.unwrap();
    domain::ticket::Triage {
        subject: domain::text::Subject::parse(&page.head.subject).unwrap(),
        kind: page.head.kind,
        urgent: None,
        impact: None,
        effect: None,
        service: None,
        category: None,
        needs: Vec::new(),
    }
}

#[tokio::test]
async fn a_token_never_makes_more_of_its_person_than_he_is() {
    let desk = Desk::open().await;
    let all = Scopes::of_role(Role::Admin);
    for (name, scopes, expected) in [
        ("ana", all, Roles::REQUESTER),
        ("bo", all, Roles::REQUESTER.with(Role::Agent)),
        ("cy", all, Roles::REQUESTER.with(Role::Lead).with(Role::Admin)),
        ("cy", Scopes::READ.with(Scope::Desk), Roles::REQUESTER.with(Role::Lead)),
        ("cy", Scopes::READ, Roles::REQUESTER),
    ] {
        let token = token(&desk, name, scopes).await;
        let known = service::token::recognise(&desk.service, &token).await.unwrap().unwrap();
        let Actor::Person { roles, .. } = known.actor else { panic!("{:?}", known.actor) };
        assert_eq!(roles, expected, "{name} {scopes}");
    }
    assert!(service::token::recognise(&desk.service, "guessed").await.unwrap().is_none());
}

#[tokio::test]
async fn a_requester_reads_no_note_no_triage_and_nobody_elses_ticket() {
    let desk = Desk::open().await;
    let id = desk.ticket().await;
    let (bo, di) = (desk.as_person(desk.bo), desk.as_person(desk.di));
    write(&bo, id, service::ticket::Writing::Note, "canary").await.unwrap();
    let mut triage = triage_of(&desk, id).await;
    triage.impact = Some(domain::ticket::Impact::Everyone);
    service::ticket::triage(&bo, id, EventSeq(i64::MAX), triage).await.unwrap();
    let ana = program(&desk, None).await;
    let whole = service::ticket::read::whole(&ana, id).await.unwrap();
    assert_eq!((whole.posts.len(), whole.record.ticket.impact), (1, None));
    assert_eq!(service::ticket::read::whole(&bo, id).await.unwrap().posts.len(), 2);
    let log = service::log::page(&ana, EventSeq(0), 100).await.unwrap();
    assert!(log.lines.iter().all(|line| line.event.change.public()));
    assert_eq!(service::ticket::read::whole(&di, id).await.unwrap_err().fault, Fault::NotFound);
    assert_eq!(
        service::log::page_of_ticket(&di, id, EventSeq(0), 9).await.unwrap_err().fault,
        Fault::NotFound
    );
    assert!(service::log::page(&di, EventSeq(0), 100).await.unwrap().lines.is_empty());
    assert!(service::people::page(&di, &Default::default(), None, 9).await.is_err());
}
