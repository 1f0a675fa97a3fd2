//! What every use case is given: the house's services, who acts, and from where.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock, RwLock, Weak};

use domain::access::{Actor, Capability, Relation, allows};
use domain::fault::Fault;
use domain::ids::{EventSeq, SessionId};
use domain::locale::Language;
use domain::promise::ServiceLevels;
use domain::settings::Settings;
use domain::ticket::Channel;
use domain::time::{MINUTE, UnixMs};
use domain::webhook::address::Outgoing;
use object_store::local::LocalFileSystem;
use store::{Sharing, Store};
use tokio::sync::{Notify, Semaphore, watch};

use crate::error::{Error, Result};
use crate::live::{self, Alike, Feed};
use crate::port::{Clock, Entropy};
use crate::presence::Presence;
use crate::program::{Program, Running};
use crate::promise::{self, Book};
use crate::rota::Duties;
use crate::secret::{self, ServerKey};
use crate::throttle::Throttle;
use crate::token::Touched;
use crate::wall::Counted;

/// Streams that are opened at the same moment; more than this the database does not answer at once either.
const MAX_OPENING: usize = 16;

/// The house: storage, files, clock and the bell that rings after a commit. Cheap to clone.
#[derive(Clone)]
pub struct Service {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    files: LocalFileSystem,
    clock: Box<dyn Clock>,
    entropy: Box<dyn Entropy>,
    settings: RwLock<Arc<Settings>>,
    promises: RwLock<Arc<Book>>,
    key: ServerKey,
    feed: Arc<Feed>,
    alike: Alike,
    opening: Semaphore,
    wall: Counted,
    duties: Duties,
    presence: Presence,
    sign_ins: Throttle,
    running: Running,
    touched: Touched,
    build: String,
    outgoing: OnceLock<Outgoing>,
    webhooks: Notify,
    process: String,
    heard: AtomicU64,
}

/// The house as those know it who serve it as long as it stands, and do not keep it standing.
pub(crate) struct WeakService(Weak<Inner>);

impl WeakService {
    /// None when the house is gone.
    pub fn upgrade(&self) -> Option<Service> {
        self.0.upgrade().map(|inner| Service { inner })
    }
}

impl Service {
    /// Opens the house on migrated storage. `files` is the folder for attachments; it must exist.
    pub async fn open(
        store: Store,
        files: &std::path::Path,
        clock: impl Clock,
        entropy: impl Entropy,
        build: String,
    ) -> Result<Service> {
        let mut tx = store.write().await?;
        let settings = store::settings::load(&mut tx).await?.unwrap_or_default();
        let levels = promise::first_levels(&mut tx, clock.now()).await?;
        let key = ServerKey::load_or_make(&mut tx, &entropy).await?;
        let seq = store::event::last_seq(&mut tx).await?;
        tx.commit().await?;
        let files = LocalFileSystem::new_with_prefix(files).map_err(Error::internal)?.with_fsync(true);
        let feed = Arc::new(Feed::new(seq));
        let process = secret::secret(&entropy);
        let inner = Inner {
            store,
            files,
            clock: Box::new(clock),
            entropy: Box::new(entropy),
            settings: RwLock::new(Arc::new(settings)),
            promises: RwLock::new(Arc::new(Book::new(levels))),
            key,
            feed,
            alike: Alike::default(),
            opening: Semaphore::new(MAX_OPENING),
            wall: Counted::default(),
            duties: Duties::default(),
            presence: Presence::default(),
            sign_ins: Throttle::default(),
            running: Running::default(),
            touched: Touched::default(),
            build,
            outgoing: OnceLock::new(),
            webhooks: Notify::new(),
            process,
            heard: AtomicU64::default(),
        };
        let service = Service { inner: Arc::new(inner) };
        tokio::spawn(live::follow(service.downgrade()));
        if service.store().sharing() == Sharing::ManyProcesses {
            tokio::spawn(live::say_who_is_here(service.downgrade()));
        }
        Ok(service)
    }

    fn downgrade(&self) -> WeakService {
        WeakService(Arc::downgrade(&self.inner))
    }

    pub fn store(&self) -> &Store {
        &self.inner.store
    }

    pub fn now(&self) -> UnixMs {
        self.inner.clock.now()
    }

    /// The build that pages and screens are compared with.
    pub fn build(&self) -> &str {
        &self.inner.build
    }

    /// The newest event that open streams may know of; they wait for it to grow.
    pub fn committed(&self) -> watch::Receiver<EventSeq> {
        self.inner.feed.head()
    }

    /// What pages are drawn from, as far as it can change: two that are equal give the same page.
    pub fn generation(&self) -> Generation {
        Generation {
            minute: self.now().0.div_euclid(MINUTE.0),
            commits: self.inner.store.commits(),
            heard: self.inner.heard.load(Ordering::SeqCst),
            head: *self.inner.feed.head().borrow(),
            presence: *self.inner.presence.changed().borrow(),
        }
    }

    /// Something may have changed that this process has not written.
    pub(crate) fn count_heard(&self) {
        self.inner.heard.fetch_add(1, Ordering::SeqCst);
    }

    /// Tells open streams that something was committed.
    pub(crate) fn ring(&self) {
        self.inner.feed.ring();
    }

    pub(crate) fn feed(&self) -> &Arc<Feed> {
        &self.inner.feed
    }

    /// Turns to open a stream: thousands that come back at once need room for as many only.
    pub(crate) fn opening(&self) -> &Semaphore {
        &self.inner.opening
    }

    /// What several streams are told alike.
    pub(crate) fn alike(&self) -> &Alike {
        &self.inner.alike
    }

    /// Sets which addresses webhooks may call beyond the open internet. Only the first time counts.
    pub fn allow_outgoing(&self, outgoing: Outgoing) {
        // Whoever sets it twice is a test that opens two servers on one house.
        let _ = self.inner.outgoing.set(outgoing);
    }

    /// Which addresses webhooks may call: those of the open internet by https, unless more was allowed.
    pub fn outgoing(&self) -> &Outgoing {
        self.inner.outgoing.get_or_init(Outgoing::default)
    }

    /// Tells the one who carries webhooks that there is something for him that is no event.
    pub(crate) fn ring_webhooks(&self) {
        self.inner.webhooks.notify_one();
    }

    pub(crate) async fn webhooks_rung(&self) {
        self.inner.webhooks.notified().await;
    }

    /// What this process is called among those that serve the same database.
    pub(crate) fn process(&self) -> &str {
        &self.inner.process
    }

    pub(crate) fn wall(&self) -> &Counted {
        &self.inner.wall
    }

    pub(crate) fn duties(&self) -> &Duties {
        &self.inner.duties
    }

    /// Something changed that is no event of a ticket: the wall's picture is counted anew, and who answers looked up.
    pub(crate) async fn look_again(&self) {
        self.duties().forget();
        self.wall().forget().await;
    }

    pub fn presence(&self) -> &Presence {
        &self.inner.presence
    }

    pub fn settings(&self) -> Arc<Settings> {
        // A writer that panicked left the old settings whole: they are one Arc.
        self.inner.settings.read().unwrap_or_else(|poisoned| poisoned.into_inner()).clone()
    }

    pub(crate) fn set_settings(&self, settings: Settings) {
        *self.inner.settings.write().unwrap_or_else(|poisoned| poisoned.into_inner()) = Arc::new(settings);
    }

    /// Calendars, matrix, policies and suppliers.
    pub(crate) fn promises(&self) -> Arc<Book> {
        self.inner.promises.read().unwrap_or_else(|poisoned| poisoned.into_inner()).clone()
    }

    /// Lets other calendars, policies and suppliers hold; those that hold already stay laid out.
    pub(crate) fn set_promises(&self, levels: ServiceLevels) {
        let mut promises = self.inner.promises.write().unwrap_or_else(|poisoned| poisoned.into_inner());
        if *promises.levels() != levels {
            *promises = Arc::new(Book::new(levels));
        }
    }

    pub(crate) fn files(&self) -> &LocalFileSystem {
        &self.inner.files
    }

    pub(crate) fn entropy(&self) -> &dyn Entropy {
        self.inner.entropy.as_ref()
    }

    pub(crate) fn key(&self) -> &ServerKey {
        &self.inner.key
    }

    pub(crate) fn sign_ins(&self) -> &Throttle {
        &self.inner.sign_ins
    }

    pub(crate) fn running(&self) -> &Running {
        &self.inner.running
    }

    pub(crate) fn touched(&self) -> &Touched {
        &self.inner.touched
    }
}

/// A state of everything that pages show: what this process has written, what it has heard of others, who is there, and
/// the minute, in which pages tell times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Generation {
    minute: i64,
    commits: u64,
    heard: u64,
    head: EventSeq,
    presence: u64,
}

/// Before anything has happened.
impl Default for Generation {
    fn default() -> Generation {
        Generation { minute: 0, commits: 0, heard: 0, head: EventSeq(0), presence: 0 }
    }
}

/// Where a request came from, for limits and the list of sessions.
#[derive(Clone, Debug, Default)]
pub struct Client {
    /// The peer's address as text.
    pub address: String,
    /// The browser's name for itself.
    pub agent: String,
}

/// One request: who acts, in which language, through which channel.
#[derive(Clone)]
pub struct Ctx {
    pub service: Service,
    pub actor: Actor,
    pub session: Option<SessionId>,
    pub language: Language,
    pub channel: Channel,
    pub client: Client,
    /// Set where a program asks.
    pub(crate) program: Option<Program>,
    /// Another instant than now, for what is written down after it happened.
    pub(crate) at: Option<UnixMs>,
}

impl Ctx {
    pub fn new(
        service: Service,
        actor: Actor,
        session: Option<SessionId>,
        language: Language,
        channel: Channel,
        client: Client,
    ) -> Ctx {
        Ctx { service, actor, session, language, channel, client, program: None, at: None }
    }

    /// Deskbell itself acts: timers and commands of the operator.
    pub fn system(service: Service) -> Ctx {
        Ctx::new(service, Actor::System, None, Language::default(), Channel::Api, Client::default())
    }

    /// When it happens: now, unless it is written down afterwards.
    pub fn now(&self) -> UnixMs {
        self.at.unwrap_or_else(|| self.service.now())
    }

    /// The same request by somebody else.
    pub(crate) fn acting_as(&self, actor: Actor) -> Ctx {
        Ctx { actor, ..self.clone() }
    }

    /// The same actor at another instant.
    pub(crate) fn at(&self, at: UnixMs) -> Ctx {
        Ctx { at: Some(at), ..self.clone() }
    }

    /// The first line of every use case that is not about one ticket.
    /// Errors with [`Fault::SignIn`] when signing in might help, else with [`Fault::Forbidden`].
    pub fn may(&self, capability: Capability) -> Result<()> {
        if allows(self.actor, capability, Relation::None) {
            return Ok(());
        }
        let fault = if matches!(self.actor, Actor::Person { .. }) { Fault::Forbidden } else { Fault::SignIn };
        Err(fault.into())
    }
}
