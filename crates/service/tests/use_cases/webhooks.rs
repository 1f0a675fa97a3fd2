//! Webhooks: what a target is told, in which order, how often, and when it is given up.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::fault::{Fault, Reason};
use domain::ids::{TicketId, WebhookId};
use domain::time::{DAY, HOUR, MINUTE, Millis};
use domain::webhook::{Content, DeliveryState, DisabledWhy, EventKind, Standing, Trouble, WebhookView};
use futures::future::{BoxFuture, FutureExt as _};
use service::port::{Courier, Parcel};
use service::ticket::Writing;
use service::webhook::NewTarget;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

use crate::fixture::{Desk, write};

const CANARY: &str = "xk7-what-somebody-wrote";

/// A target that answers as it is told to, and well when it is told nothing.
struct Target {
    answers: Arc<Mutex<VecDeque<Trouble>>>,
    got: mpsc::UnboundedSender<Parcel>,
}

impl Courier for Target {
    fn deliver<'a>(&'a self, parcel: &'a Parcel) -> BoxFuture<'a, Result<(), Trouble>> {
        let answer = self.answers.lock().unwrap().pop_front();
        self.got.send(parcel.clone()).unwrap();
        std::future::ready(answer.map_or(Ok(()), Err)).boxed()
    }
}

/// A desk whose webhooks run, and the one who gets them.
struct Hooked {
    desk: Desk,
    id: WebhookId,
    /// A ticket from before the target was there.
    old: TicketId,
    answers: Arc<Mutex<VecDeque<Trouble>>>,
    got: mpsc::UnboundedReceiver<Parcel>,
    close: watch::Sender<bool>,
    running: JoinHandle<()>,
}

impl Hooked {
    async fn open(content: Content, kinds: &[EventKind]) -> Hooked {
        let desk = Desk::open().await;
        let old = desk.ticket().await;
        let new = NewTarget {
            url: "https://hooks.example.org/in".into(),
            kinds: kinds.to_vec(),
            content,
            secret: None,
        };
        let created = service::webhook::create(&desk.as_person(desk.cy), new).await.unwrap();
        assert!(created.secret.starts_with("whsec_"));
        let answers = Arc::new(Mutex::new(VecDeque::new()));
        let (got_in, got) = mpsc::unbounded_channel();
        let (close, closing) = watch::channel(false);
        let target = Arc::new(Target { answers: answers.clone(), got: got_in });
        let service = desk.service.clone();
        let running = tokio::spawn(async move { service::webhook::run(&service, target, closing).await });
        Hooked { desk, id: created.webhook.id, old, answers, got, close, running }
    }

    /// Somebody asks for help.
    async fn ticket(&self, body: &str) -> TicketId {
        let ana = self.desk.as_person(self.desk.ana);
        service::ticket::ask(&ana, crate::fixture::ask(body)).await.unwrap().ticket
    }

    /// Time goes by; a note, of which targets for facts are not told, makes that the clock is looked at.
    async fn pass(&self, time: Millis) {
        self.desk.pass(time);
        let bo = self.desk.as_person(self.desk.bo);
        write(&bo, self.old, Writing::Note, &format!("{} later", time.0)).await.unwrap();
    }

    fn answer(&self, troubles: impl IntoIterator<Item = Trouble>) {
        self.answers.lock().unwrap().extend(troubles);
    }

    async fn next(&mut self) -> (Parcel, serde_json::Value) {
        let parcel = tokio::time::timeout(Duration::from_secs(20), self.got.recv()).await;
        let parcel = parcel.expect("something is sent").unwrap();
        let body = serde_json::from_str(&parcel.body).unwrap();
        (parcel, body)
    }

    async fn view(&self) -> WebhookView {
        let list = service::webhook::list(&self.desk.as_person(self.desk.cy)).await.unwrap();
        list.into_iter().find(|hook| hook.id == self.id).unwrap()
    }

    /// Waits until the target stands so, as the admin sees it.
    async fn until(&self, stands: impl Fn(&WebhookView) -> bool) -> WebhookView {
        let wait = async {
            loop {
                let view = self.view().await;
                if stands(&view) {
                    return view;
                }
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), wait).await.expect("the target stands so in time")
    }

    async fn close(self) {
        self.close.send(true).unwrap();
        self.running.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn facts_are_told_in_order_and_hold_no_word_that_anybody_wrote() {
    let mut hooked = Hooked::open(Content::Facts, &[]).await;
    let (ana, bo) = (hooked.desk.as_person(hooked.desk.ana), hooked.desk.as_person(hooked.desk.bo));
    let id = service::ticket::ask(&ana, crate::fixture::ask(CANARY)).await.unwrap().ticket;
    write(&bo, id, Writing::Note, CANARY).await.unwrap();
    write(&bo, id, Writing::Reply, CANARY).await.unwrap();
    let mut kinds = Vec::new();
    let mut last = 0;
    while kinds.last().is_none_or(|kind| kind != "ticket.replied") {
        let (parcel, body) = hooked.next().await;
        assert!(!parcel.body.contains(CANARY) && !parcel.body.contains("Ana"), "{}", parcel.body);
        let seq = body["data"]["seq"].as_i64().unwrap();
        assert!(seq > last, "in the order of the log");
        last = seq;
        assert_eq!(body["data"]["ticket"], id.to_string());
        assert!(parcel.id.starts_with("msg_") && parcel.signature.starts_with("v1,"));
        kinds.push(body["type"].as_str().unwrap().to_owned());
    }
    assert_eq!(kinds.first().map(String::as_str), Some("ticket.created"));
    assert!(!kinds.iter().any(|kind| kind == "ticket.noted"), "{kinds:?}");
    hooked.until(|hook| hook.deliveries.iter().all(|sent| sent.state == DeliveryState::Delivered)).await;
    hooked.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guest_who_asks_is_on_the_requesters_side() {
    let mut hooked = Hooked::open(Content::Facts, &[EventKind::Created]).await;
    service::ticket::ask(&hooked.desk.as_nobody(), crate::fixture::ask(CANARY)).await.unwrap();
    let (_, body) = hooked.next().await;
    assert_eq!(body["data"]["actor"]["side"], "requester");
    hooked.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_target_for_staff_is_told_the_words_of_the_kinds_that_it_wants() {
    let mut hooked = Hooked::open(Content::Staff, &[EventKind::Noted]).await;
    let bo = hooked.desk.as_person(hooked.desk.bo);
    let id = hooked.ticket("one").await;
    write(&bo, id, Writing::Reply, "not wanted").await.unwrap();
    write(&bo, id, Writing::Note, CANARY).await.unwrap();
    let (_, body) = hooked.next().await;
    assert_eq!((&body["type"], &body["data"]["text"]), (&"ticket.noted".into(), &CANARY.into()));
    assert_eq!(body["data"]["actor"]["name"], "Bo Hansen");
    assert_eq!(body["data"]["actor"]["side"], "desk");
    hooked.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_not_taken_comes_again_under_the_same_name_and_nothing_is_lost() {
    let mut hooked = Hooked::open(Content::Facts, &[EventKind::Created]).await;
    hooked.answer([Trouble::Status(503), Trouble::TimedOut]);
    let first = hooked.ticket("one").await;
    let (one, _) = hooked.next().await;
    let second = hooked.ticket("two").await;
    hooked.until(|hook| matches!(hook.standing, Standing::Failing { failures: 1, .. })).await;
    hooked.pass(MINUTE).await;
    let (again, _) = hooked.next().await;
    assert_eq!(one.id, again.id);
    assert!(again.timestamp > one.timestamp && one.signature != again.signature, "signed anew");
    hooked.until(|hook| matches!(hook.standing, Standing::Failing { failures: 2, .. })).await;
    hooked.pass(MINUTE.times(5)).await;
    let mut told = Vec::new();
    for _ in 0..2 {
        told.push(hooked.next().await.1["data"]["ticket"].as_str().unwrap().to_owned());
    }
    assert_eq!(told, [first.to_string(), second.to_string()]);
    let view = hooked.until(|hook| hook.standing == Standing::Working).await;
    assert!(view.deliveries.iter().any(|sent| sent.tries == 3));
    hooked.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_target_that_fails_for_a_day_is_disabled_and_goes_on_where_it_was() {
    let mut hooked = Hooked::open(Content::Facts, &[EventKind::Created]).await;
    hooked.answer([Trouble::Unreachable; 60]);
    let id = hooked.ticket("one").await;
    let failed_at_least = |failed: i64| {
        move |hook: &WebhookView| match hook.standing {
            Standing::Failing { failures, .. } => failures >= failed,
            Standing::Disabled { .. } => true,
            Standing::Working => false,
        }
    };
    // Longer than any pause, so that each look is a try.
    for tries in 1..=12 {
        assert_eq!(hooked.next().await.1["data"]["ticket"], id.to_string());
        hooked.until(failed_at_least(tries)).await;
        hooked.pass(HOUR.times(10)).await;
    }
    let view = hooked.view().await;
    assert_eq!((view.deliveries[0].state, view.deliveries[0].tries), (DeliveryState::GivenUp, 12));
    // The next ones bring the target to its twentieth failure.
    let next = hooked.ticket("two").await;
    for tries in 13..=20 {
        assert_eq!(hooked.next().await.1["data"]["ticket"], next.to_string());
        hooked.until(failed_at_least(tries)).await;
        hooked.pass(HOUR.times(10)).await;
    }
    hooked.until(|hook| matches!(hook.standing, Standing::Disabled { why: DisabledWhy::Failing, .. })).await;
    hooked.answers.lock().unwrap().clear();
    let cy = hooked.desk.as_person(hooked.desk.cy);
    service::webhook::enable(&cy, hooked.id).await.unwrap();
    assert_eq!(hooked.next().await.1["data"]["ticket"], next.to_string(), "nothing was lost meanwhile");
    hooked.until(|hook| hook.standing == Standing::Working).await;
    hooked.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_target_that_says_that_it_is_gone_is_disabled_at_once() {
    let mut hooked = Hooked::open(Content::Facts, &[]).await;
    hooked.answer([Trouble::Status(410)]);
    hooked.ticket("one").await;
    hooked.next().await;
    hooked.until(|hook| matches!(hook.standing, Standing::Disabled { why: DisabledWhy::Gone, .. })).await;
    let cy = hooked.desk.as_person(hooked.desk.cy);
    let refused = service::webhook::test(&cy, hooked.id).await.unwrap_err();
    assert_eq!(refused.fault, Fault::field("webhook", Reason::NotOffered));
    hooked.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_test_is_sent_at_once_and_old_deliveries_are_forgotten() {
    let mut hooked = Hooked::open(Content::Facts, &[EventKind::Cancelled]).await;
    let cy = hooked.desk.as_person(hooked.desk.cy);
    service::webhook::test(&cy, hooked.id).await.unwrap();
    assert_eq!(hooked.next().await.1["type"], "webhook.test");
    hooked.until(|hook| hook.deliveries[0].state == DeliveryState::Delivered).await;
    hooked.desk.pass(DAY.times(8));
    service::job::run_all(&hooked.desk.service).await.unwrap();
    assert_eq!(hooked.view().await.deliveries, []);
    service::webhook::remove(&cy, hooked.id).await.unwrap();
    assert!(service::webhook::list(&cy).await.unwrap().is_empty());
    hooked.close().await;
}

#[tokio::test]
async fn only_an_admin_sets_targets_and_only_good_ones_are_taken() {
    let desk = Desk::open().await;
    let new = |url: &str| NewTarget { url: url.into(), ..NewTarget::default() };
    for person in [desk.ana, desk.bo] {
        let ctx = desk.as_person(person);
        let refused = service::webhook::create(&ctx, new("https://hooks.example.org")).await.unwrap_err();
        assert_eq!(refused.fault, Fault::Forbidden);
        assert!(service::webhook::page(&ctx).await.is_err() && service::webhook::list(&ctx).await.is_err());
        assert!(service::webhook::remove(&ctx, WebhookId(1)).await.is_err());
    }
    let cy = desk.as_person(desk.cy);
    let refused = async |new: NewTarget| service::webhook::create(&cy, new).await.unwrap_err().fault;
    assert_eq!(refused(new("http://hooks.example.org")).await, Fault::field("url", Reason::NotSecure));
    assert_eq!(refused(new("https://0x7f.1/")).await, Fault::field("url", Reason::PrivateAddress));
    let staff = NewTarget { kinds: vec![EventKind::Noted], ..new("https://hooks.example.org") };
    assert_eq!(refused(staff).await, Fault::field("kinds", Reason::NotOffered));
    let weak = NewTarget { secret: Some("secret".into()), ..new("https://hooks.example.org") };
    assert_eq!(refused(weak).await, Fault::field("secret", Reason::Malformed));
    for _ in 0..domain::webhook::MAX_WEBHOOKS {
        service::webhook::create(&cy, new("https://hooks.example.org")).await.unwrap();
    }
    let full = Reason::Full { limit: domain::webhook::MAX_WEBHOOKS };
    assert_eq!(refused(new("https://hooks.example.org")).await, Fault::field("url", full));
    let page = service::webhook::page(&cy).await.unwrap();
    let told = serde_json::to_string(&page.webhooks).unwrap();
    assert!(page.secret.starts_with("whsec_") && !told.contains("whsec_"), "a secret is never told again");
}
