//! Carries the log to its targets: each in order and one message at a time, several targets beside each other.
//!
//! The order of things makes that nothing is lost: a delivery is on disk before it is sent, the target's place in the
//! log moves in the same transaction, and a try whose end nobody noted is due again when its lease is over.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use domain::event::Event;
use domain::ids::{EventSeq, WebhookId};
use domain::time::{DAY, Millis, SECOND, UnixMs};
use domain::webhook::schedule::{self, MAX_TRIES};
use domain::webhook::{DeliveryState, DisabledWhy, Trouble};
use store::Tx;
use store::webhook::{Delivery, Webhook};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::{message, seal};
use crate::ctx::Service;
use crate::error::Result;
use crate::port::{Courier, Parcel};
use crate::secret;

/// How long a process may speak to a target before another one takes over; a try ends sooner.
pub const LEASE: Millis = SECOND.times(20);
/// Targets that are spoken to at once.
const MAX_AT_ONCE: usize = 8;
/// Events that are looked at in one go.
const PAGE: i64 = 200;
/// A target that wants none of what happens has its place in the log noted only this often, in events.
const NOTE_EVERY: i64 = 500;
/// Commits that come this close together are one reason to look.
const SETTLES: Duration = Duration::from_millis(50);
/// What another process left is looked for this often.
const LOOK_EVERY: Millis = SECOND.times(2);
/// Deliveries that ended are shown this long.
const KEPT_FOR: Millis = DAY.times(7);

/// Deliveries that ended before are forgotten.
pub fn forget_before(now: UnixMs) -> UnixMs {
    now - KEPT_FOR
}

/// A name for a new message.
pub fn message_id(service: &Service) -> String {
    format!("msg_{}", secret::secret(service.entropy()))
}

/// Tells targets what happens until the server closes; then tries that are under way end.
pub async fn run(service: &Service, courier: Arc<dyn Courier>, mut closing: watch::Receiver<bool>) {
    let mut round = Round {
        service: service.clone(),
        courier,
        closing: closing.clone(),
        speaking: JoinSet::new(),
        busy: HashSet::new(),
        scanned: HashMap::new(),
        not_before: HashMap::new(),
    };
    let mut head = service.committed();
    while !*closing.borrow() {
        let rest = round.begin().await;
        tokio::select! {
            _ = closing.changed() => break,
            Some(ended) = round.speaking.join_next() => round.note(ended),
            changed = head.changed() => match changed {
                Ok(()) => tokio::time::sleep(SETTLES).await,
                Err(_) => break,
            },
            () = service.webhooks_rung() => {}
            () = tokio::time::sleep(rest) => {}
        }
    }
    while round.speaking.join_next().await.is_some() {}
}

/// What one process knows of its targets between two looks.
struct Round {
    service: Service,
    courier: Arc<dyn Courier>,
    closing: watch::Receiver<bool>,
    speaking: JoinSet<(WebhookId, Result<EventSeq>)>,
    busy: HashSet<WebhookId>,
    /// Up to which event a target wants nothing.
    scanned: HashMap<WebhookId, EventSeq>,
    /// After a failure of ours a target is not tried at once again.
    not_before: HashMap<WebhookId, UnixMs>,
}

impl Round {
    /// Begins to speak to every target whose turn it is; how long there is nothing to do.
    async fn begin(&mut self) -> Duration {
        let now = self.service.now();
        let next = match self.due(now).await {
            Ok(next) => next,
            Err(error) => {
                tracing::warn!(fault = ?error.fault, "webhook: the targets could not be read; trying again");
                now + LOOK_EVERY
            }
        };
        let rest = (next - now).0.clamp(SECOND.0 / 10, LOOK_EVERY.0);
        Duration::from_millis(u64::try_from(rest).unwrap_or_default())
    }

    async fn due(&mut self, now: UnixMs) -> Result<UnixMs> {
        let mut next = now + LOOK_EVERY;
        let head = *self.service.committed().borrow();
        let mut tx = self.service.store().read().await?;
        let targets = store::webhook::list(&mut tx).await?;
        let known: HashSet<WebhookId> = targets.iter().map(|target| target.id).collect();
        self.scanned.retain(|id, _| known.contains(id));
        self.not_before.retain(|id, at| known.contains(id) && *at > now);
        for target in targets {
            if target.disabled.is_some() || self.busy.contains(&target.id) {
                continue;
            }
            let place = target.told_seq.max(self.scanned.get(&target.id).copied().unwrap_or(target.told_seq));
            let has_news = head > place;
            let waits = if has_news {
                Some(now)
            } else {
                store::webhook::next_waiting_at(&mut tx, target.id).await?
            };
            let Some(at) = waits.map(|at| at.max(self.free_at(&target, now))) else { continue };
            if at <= now && self.busy.len() < MAX_AT_ONCE {
                self.speak(target.id, place);
            } else {
                next = next.min(at);
            }
        }
        Ok(next)
    }

    /// From when on nobody else speaks to the target, and it wants to be spoken to.
    fn free_at(&self, target: &Webhook, now: UnixMs) -> UnixMs {
        let leased = target.leased_until.filter(|until| *until <= now + LEASE).unwrap_or(now);
        let held = self.not_before.get(&target.id).copied().unwrap_or(now);
        target.next_at.max(leased).max(held)
    }

    fn speak(&mut self, id: WebhookId, place: EventSeq) {
        self.busy.insert(id);
        let (service, courier, closing) = (self.service.clone(), self.courier.clone(), self.closing.clone());
        self.speaking.spawn(async move {
            let told = tell(&service, courier.as_ref(), id, place, &closing).await;
            (id, told)
        });
    }

    fn note(&mut self, ended: std::result::Result<(WebhookId, Result<EventSeq>), tokio::task::JoinError>) {
        match ended {
            Ok((id, Ok(place))) => {
                self.busy.remove(&id);
                self.scanned.insert(id, place);
            }
            Ok((id, Err(error))) => {
                tracing::warn!(webhook = id.0, fault = ?error.fault, "webhook: could not be told; trying again");
                self.busy.remove(&id);
                self.not_before.insert(id, self.service.now() + LOOK_EVERY);
            }
            // A task that panicked does not say which one it was: all are looked at again, and leases tell who is spoken to.
            Err(_) => self.busy.clear(),
        }
    }
}

/// Tells a target everything whose turn has come; up to which event it wants nothing more.
async fn tell(
    service: &Service,
    courier: &dyn Courier,
    id: WebhookId,
    mut place: EventSeq,
    closing: &watch::Receiver<bool>,
) -> Result<EventSeq> {
    while !*closing.borrow() {
        match next(service, id, place).await? {
            Next::Send(sending) => {
                place = place.max(sending.place);
                let outcome = courier.deliver(&sending.parcel).await;
                if !end(service, id, &sending, outcome).await? {
                    break;
                }
            }
            Next::Nothing(seen) => return Ok(place.max(seen)),
        }
    }
    Ok(place)
}

enum Next {
    Send(Box<Sending>),
    /// There is nothing to tell up to this event, or it is not our turn.
    Nothing(EventSeq),
}

struct Sending {
    delivery: i64,
    tries: i64,
    place: EventSeq,
    parcel: Parcel,
}

async fn next(service: &Service, id: WebhookId, place: EventSeq) -> Result<Next> {
    let now = service.now();
    let mut tx = service.store().read().await?;
    let Some(target) = store::webhook::by_id(&mut tx, id).await? else { return Ok(Next::Nothing(place)) };
    let found = match store::webhook::waiting(&mut tx, id, now).await? {
        Some(_) => Found::Waiting,
        None => scan(&mut tx, &target, place).await?,
    };
    tx.rollback().await?;
    match found {
        Found::Nothing(seen) => {
            if seen.0 - target.told_seq.0 >= NOTE_EVERY {
                let mut tx = service.store().write().await?;
                store::webhook::told(&mut tx, id, seen).await?;
                tx.commit().await?;
            }
            Ok(Next::Nothing(seen))
        }
        Found::Waiting => begin(service, &target, None, now).await,
        Found::Event(event) => begin(service, &target, Some(event), now).await,
    }
}

enum Found {
    /// A delivery that was made before.
    Waiting,
    Event(Event),
    Nothing(EventSeq),
}

/// The next event that the target wants.
async fn scan(tx: &mut Tx, target: &Webhook, place: EventSeq) -> Result<Found> {
    let mut seen = target.told_seq.max(place);
    loop {
        let events = store::event::since(tx, seen, PAGE).await?;
        let Some(last) = events.last().map(|event| event.seq) else { return Ok(Found::Nothing(seen)) };
        if let Some(event) = events.into_iter().find(|event| target.wants(event)) {
            return Ok(Found::Event(event));
        }
        seen = last;
    }
}

/// Takes the lease, puts the delivery on disk, and makes the parcel.
async fn begin(service: &Service, target: &Webhook, event: Option<Event>, now: UnixMs) -> Result<Next> {
    let not_now = Next::Nothing(EventSeq(0));
    let mut tx = service.store().write().await?;
    let Some(told) = store::webhook::claim(&mut tx, target.id, now, now + LEASE).await? else {
        return Ok(not_now);
    };
    let waiting = store::webhook::waiting(&mut tx, target.id, now).await?;
    let delivery = match (waiting, &event) {
        (Some(delivery), _) => delivery,
        (None, Some(event)) if event.seq > told => {
            store::webhook::told(&mut tx, target.id, event.seq).await?;
            let message = message_id(service);
            store::webhook::add_delivery(&mut tx, target.id, &message, Some(event.seq), now).await?
        }
        // Another process was quicker.
        (None, _) => return Ok(not_now),
    };
    let tries = store::webhook::attempt(&mut tx, delivery.id, now, now + LEASE).await?;
    let body = body(&mut tx, target, &delivery, now).await?;
    tx.commit().await?;
    let timestamp = now.0 / 1_000;
    let parcel = Parcel {
        signature: seal::signature(&target.secret, &delivery.message, timestamp, &body),
        url: target.url.clone(),
        id: delivery.message,
        timestamp,
        body,
    };
    let place = delivery.seq.unwrap_or(EventSeq(0));
    Ok(Next::Send(Box::new(Sending { delivery: delivery.id, tries, place, parcel })))
}

async fn body(tx: &mut Tx, target: &Webhook, delivery: &Delivery, now: UnixMs) -> Result<String> {
    let Some(seq) = delivery.seq else { return message::of_test(now) };
    let events = store::event::since(tx, EventSeq(seq.0 - 1), 1).await?;
    match events.first() {
        Some(event) => message::of_event(tx, event, target.content).await,
        None => message::of_test(now),
    }
}

/// Notes how a try ended. False when the target is to be left alone for now.
async fn end(
    service: &Service,
    id: WebhookId,
    sending: &Sending,
    outcome: std::result::Result<(), Trouble>,
) -> Result<bool> {
    let now = service.now();
    let mut tx = service.store().write().await?;
    let (state, next_at) = match outcome {
        Ok(()) => (DeliveryState::Delivered, now),
        Err(_) if sending.tries >= MAX_TRIES => (DeliveryState::GivenUp, now),
        Err(_) => (DeliveryState::Waiting, now + schedule::pause(sending.tries, chance(service))),
    };
    let trouble = outcome.err();
    if !store::webhook::ended(&mut tx, sending.delivery, sending.tries, state, next_at, trouble).await? {
        // It took so long that another process has begun the next try; what it says counts.
        return Ok(false);
    }
    let goes_on = match trouble {
        None => {
            store::webhook::succeeded(&mut tx, id).await?;
            true
        }
        Some(trouble) => {
            fail(&mut tx, service, id, trouble, now).await?;
            false
        }
    };
    tx.commit().await?;
    Ok(goes_on)
}

async fn fail(tx: &mut Tx, service: &Service, id: WebhookId, trouble: Trouble, now: UnixMs) -> Result<()> {
    let Some(target) = store::webhook::by_id(tx, id).await? else { return Ok(()) };
    let failures = target.failures + 1;
    let since = target.failing_since.unwrap_or(now);
    store::webhook::failed(tx, id, now, now + schedule::rest(failures, chance(service))).await?;
    let why = match trouble {
        Trouble::Status(410) => Some(DisabledWhy::Gone),
        _ if schedule::gives_up(failures, since, now) => Some(DisabledWhy::Failing),
        _ => None,
    };
    if let Some(why) = why {
        store::webhook::disable(tx, id, now, why).await?;
        tracing::warn!(webhook = id.0, failures, why = why.as_str(), "webhook: disabled");
    }
    Ok(())
}

fn chance(service: &Service) -> u32 {
    let mut bytes = [0; 4];
    service.entropy().fill(&mut bytes);
    u32::from_le_bytes(bytes)
}
