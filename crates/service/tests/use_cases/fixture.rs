//! A small desk: Ana asks, Bo helps, Cy leads, Di asks too.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use domain::access::Actor;
use domain::ids::{EventSeq, PersonId, TicketId};
use domain::locale::Language;
use domain::person::{Role, Roles};
use domain::promise::Urgency;
use domain::ticket::Channel;
use domain::time::{Millis, UnixMs};
use service::account::NewAccount;
use service::port::{Clock, Entropy};
use service::ticket::{Ask, Asked, Posted, Posting, Then, Writing};
use service::{Client, Ctx, Result, Service};
use store::Store;
use tempfile::TempDir;

/// Wednesday 2026-11-18, 10:42 UTC.
pub const MORNING: UnixMs = UnixMs(1_794_998_520_000);
pub const PASSWORD: &str = "correct horse battery";

#[derive(Clone)]
pub struct TestClock(Arc<AtomicI64>);

impl Clock for TestClock {
    fn now(&self) -> UnixMs {
        UnixMs(self.0.load(Ordering::SeqCst))
    }
}

/// Different bytes each time, the same in every run.
struct CountingEntropy(AtomicU64);

impl Entropy for CountingEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let number = self.0.fetch_add(1, Ordering::SeqCst).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            chunk.copy_from_slice(&number.to_le_bytes()[..chunk.len()]);
        }
    }
}

pub struct Desk {
    pub service: Service,
    pub ana: PersonId,
    pub bo: PersonId,
    pub cy: PersonId,
    pub di: PersonId,
    clock: TestClock,
    _folder: TempDir,
}

impl Desk {
    pub async fn open() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&format!("sqlite://{}/test.db", folder.path().display())).await.unwrap();
        store.migrate().await.unwrap();
        let clock = TestClock(Arc::new(AtomicI64::new(MORNING.0)));
        let entropy = CountingEntropy(AtomicU64::new(1));
        let service =
            Service::open(store, folder.path(), clock.clone(), entropy, "test".into()).await.unwrap();
        let mut desk = Desk {
            service,
            ana: PersonId(0),
            bo: PersonId(0),
            cy: PersonId(0),
            di: PersonId(0),
            clock,
            _folder: folder,
        };
        desk.ana = desk.person("Ana Ruiz", &[]).await;
        desk.bo = desk.person("Bo Hansen", &[Role::Agent]).await;
        desk.cy = desk.person("Cy Okafor", &[Role::Lead, Role::Admin]).await;
        desk.di = desk.person("Di Moreau", &[]).await;
        desk
    }

    async fn person(&self, name: &str, roles: &[Role]) -> PersonId {
        let email = format!("{}@lumbrera.example", name.split(' ').next().unwrap().to_lowercase());
        let new = NewAccount { email, name: name.into(), password: PASSWORD.into(), roles: roles.to_vec() };
        service::account::create(&Ctx::system(self.service.clone()), new).await.unwrap()
    }

    pub fn pass(&self, time: Millis) {
        self.clock.0.fetch_add(time.0, Ordering::SeqCst);
    }

    pub fn as_person(&self, id: PersonId) -> Ctx {
        let roles: Roles = match id {
            id if id == self.bo => [Role::Agent].into_iter().collect(),
            id if id == self.cy => [Role::Lead, Role::Admin].into_iter().collect(),
            _ => Roles::REQUESTER,
        };
        self.ctx(Actor::Person { id, roles })
    }

    pub fn as_nobody(&self) -> Ctx {
        self.ctx(Actor::Nobody)
    }

    pub async fn as_guest(&self, asked: &Asked) -> Ctx {
        service::guest::enter(&self.as_nobody(), asked.ticket, asked.guest_key.as_ref().unwrap())
            .await
            .unwrap()
    }

    fn ctx(&self, actor: Actor) -> Ctx {
        let client = Client { address: "127.0.0.1".into(), agent: "test".into() };
        Ctx::new(self.service.clone(), actor, None, Language::En, Channel::Portal, client)
    }

    /// Ana's printer is jammed.
    pub async fn ticket(&self) -> TicketId {
        service::ticket::ask(&self.as_person(self.ana), ask("The printer on floor 2 is jammed."))
            .await
            .unwrap()
            .ticket
    }

    pub async fn seen(&self, id: TicketId) -> EventSeq {
        service::desk::ticket_page(&self.as_person(self.bo), id).await.unwrap().head.seq
    }
}

pub fn ask(body: &str) -> Ask {
    Ask {
        body: body.into(),
        urgency: Urgency::Normal,
        urgent_reason: String::new(),
        name: "Gil Prats".into(),
        email: "gil@guest.example".into(),
        key: None,
        service: None,
        needs: Vec::new(),
        wanted_by: String::new(),
        escalation: String::new(),
        files: Vec::new(),
    }
}

pub async fn write(ctx: &Ctx, id: TicketId, writing: Writing, body: &str) -> Result<Posted> {
    let posting =
        Posting { writing, body: body.into(), key: None, seen: None, then: Then::Nothing, files: Vec::new() };
    service::ticket::post(ctx, id, posting).await
}
