//! A desk of any size for measuring, of made-up words: the same at every run, and as real use would leave it.
//!
//! A tenth of a million tickets through the use cases would take an hour of syncing, so they go through the store in
//! large transactions; what is written for each ticket is what the use cases write: posts, events, search words, link.

use domain::event::Change;
use domain::ids::{PersonId, TicketId};
use domain::locale::Language;
use domain::person::Role;
use domain::promise::{Ahead, Urgency};
use domain::text::{Body, EmailAddress, PersonName, Subject, UrgentReason};
use domain::thread::PostKind;
use domain::ticket::{Channel, Kind, Level, Place, Resolution, Ticket};
use domain::time::{DAY, HOUR, MINUTE, Millis, UnixMs};
use store::Tx;
use store::event::NewEvent;
use store::person::NewPerson;
use store::post::NewPost;
use store::ticket::NewTicket;

use crate::account::{self, NewAccount};
use crate::ctx::{Ctx, Service};
use crate::error::{Error, Result};
use crate::{promise, secret};

/// Who signs in at the desk of the corpus.
pub const AGENT: &str = "agent@example.com";
pub const PASSWORD: &str = "measured-twice-2026";
/// In the subject of every fifth ticket.
pub const COMMON: &str = "printer";
/// In the body of one ticket of two thousand.
pub const RARE: &str = "zirconium";

const REQUESTERS: usize = 1_000;
const WORDS: usize = 2_000;
/// The newest tickets, which are open.
const OPEN: u32 = 2_000;
/// Tickets in one transaction.
const AT_ONCE: u32 = 2_000;
/// Links that are told, spread over all tickets.
const LINKS: u32 = 1_000;

/// A ticket with the key of its link.
#[derive(Clone, Debug)]
pub struct Link {
    pub ticket: TicketId,
    pub key: String,
}

/// Fills an empty desk with tickets of the last year up to now. Errors when somebody is known here already.
pub async fn fill(service: &Service, tickets: u32) -> Result<Vec<Link>> {
    let ctx = Ctx::system(service.clone());
    let agent = hire(&ctx).await?;
    let mut tx = service.store().write().await?;
    let requesters = requesters(&mut tx, ctx.now()).await?;
    tx.commit().await?;
    let mut text = Text::new();
    let mut links = Vec::new();
    let year = Year { from: ctx.now() - DAY.times(365), step: DAY.times(365).0 / i64::from(tickets.max(1)) };
    let mut next = 0;
    while next < tickets {
        let end = tickets.min(next + AT_ONCE);
        let mut tx = service.store().write().await?;
        for n in next..end {
            let plan = Plan::of(n, tickets, &year, &mut text);
            let requester = requesters.get(n as usize % REQUESTERS).copied().ok_or_else(empty)?;
            let link = write(&mut tx, &ctx, plan, requester, agent).await?;
            if n % (tickets / LINKS).max(1) == 0 {
                links.push(link);
            }
        }
        tx.commit().await?;
        next = end;
        tracing::info!(tickets = next, "filled");
    }
    Ok(links)
}

async fn hire(ctx: &Ctx) -> Result<PersonId> {
    let agent = NewAccount {
        email: AGENT.into(),
        name: "Agent Alpha".into(),
        password: PASSWORD.into(),
        roles: vec![Role::Agent, Role::Admin],
    };
    account::create(ctx, agent).await
}

async fn requesters(tx: &mut Tx, now: UnixMs) -> Result<Vec<PersonId>> {
    let mut people = Vec::with_capacity(REQUESTERS);
    for n in 0..REQUESTERS {
        let name = PersonName::parse(&format!("User {n:04}")).map_err(|_| empty())?;
        let email = EmailAddress::parse(&format!("user{n:04}@example.com")).map_err(|_| empty())?;
        let new = NewPerson::guest(name, email, Language::En, now);
        people.push(store::person::insert(tx, &new).await?);
    }
    Ok(people)
}

/// When the tickets came.
struct Year {
    from: UnixMs,
    step: i64,
}

/// What a ticket is made of.
struct Plan {
    number: u32,
    at: UnixMs,
    urgent: bool,
    open: bool,
    subject: String,
    body: String,
    replies: [String; 3],
}

impl Plan {
    fn of(number: u32, tickets: u32, year: &Year, text: &mut Text) -> Plan {
        let mut subject = text.words(6, 9);
        if number.is_multiple_of(5) {
            let place = text.below(subject.len());
            if let Some(word) = subject.get_mut(place) {
                COMMON.clone_into(word);
            }
        }
        let mut body = text.prose(60, 100);
        if number % 2_000 == 777 {
            body = format!("The {RARE} adapter failed. {body}");
        }
        Plan {
            number,
            at: year.from + Millis(year.step * i64::from(number)),
            urgent: number % 4 == 3,
            open: number + OPEN >= tickets,
            subject: capital(&subject.join(" ")),
            body,
            replies: std::array::from_fn(|_| text.prose(20, 50)),
        }
    }
}

/// Who writes the replies, of what kind they are, and how long after the ticket came they were written.
const REPLIES: [(PostKind, Change, Millis); 3] = [
    (PostKind::Reply, Change::Replied, HOUR),
    (PostKind::Answer, Change::Answered, Millis(3 * HOUR.0)),
    (PostKind::Reply, Change::Replied, Millis(5 * HOUR.0)),
];

async fn write(tx: &mut Tx, ctx: &Ctx, plan: Plan, requester: PersonId, agent: PersonId) -> Result<Link> {
    let urgency = if plan.urgent { Urgency::Urgent } else { Urgency::Normal };
    let book = ctx.service.promises();
    let sent =
        promise::if_sent_now(&book, promise::Wish::of(promise::stranger(ctx.language), urgency), plan.at);
    let new = NewTicket {
        kind: Kind::Incident,
        channel: Channel::Portal,
        subject: Subject::parse(&plan.subject).map_err(|_| empty())?,
        requester,
        urgent: plan.urgent.then(|| UrgentReason::parse("Nobody can work").ok()).flatten(),
        service: None,
        created_at: plan.at,
        promise: domain::promise::Promise { first_due_at: sent.first_due_at, due_at: sent.due_at },
        calendar: None,
        needs: Vec::new(),
        wanted_by: None,
        ahead: Ahead::default(),
    };
    let id = store::ticket::insert(tx, &new).await?;
    let mut log = Log { ticket: new.numbered(id), agent };
    let asked = Body::parse(&plan.body).map_err(|_| empty())?;
    let promised = Change::Promised { promise: log.ticket.promise };
    log.post(tx, PostKind::Asked, &asked, &Change::Created { ticket_kind: Kind::Incident }, plan.at).await?;
    log.event(tx, &promised, requester, plan.at).await?;
    let mut words = plan.body;
    for ((kind, change, after), text) in REPLIES.iter().zip(&plan.replies) {
        let body = Body::parse(text).map_err(|_| empty())?;
        log.post(tx, *kind, &body, change, plan.at + *after).await?;
        words.push(' ');
        words.push_str(text);
    }
    if plan.number.is_multiple_of(2) {
        let to = Change::Assigned { old: None, new: Some(agent) };
        log.ticket.assignee = Some(agent);
        log.event(tx, &to, agent, plan.at + HOUR).await?;
    }
    log.ticket.opened_at = Some(plan.at + HOUR);
    log.ticket.first_answer_at = Some(plan.at + HOUR);
    log.ticket.ahead.breaks_at = plan.open.then_some(log.ticket.promise.due_at);
    if !plan.open {
        log.end(tx, plan.at + HOUR.times(5) + MINUTE).await?;
    }
    store::search::begin(tx, id, &plan.subject, &words).await?;
    store::ticket::update(tx, &log.ticket).await?;
    let key = ctx.service.key().guest_key(&secret::hash_bytes(&plan.number.to_be_bytes()));
    store::guest::insert(tx, &secret::hash(&key), id, requester, plan.at).await?;
    Ok(Link { ticket: id, key })
}

/// A ticket while its story is written down.
struct Log {
    ticket: Ticket,
    agent: PersonId,
}

impl Log {
    async fn post(
        &mut self,
        tx: &mut Tx,
        kind: PostKind,
        body: &Body,
        change: &Change,
        at: UnixMs,
    ) -> Result<()> {
        let author = if kind == PostKind::Reply { self.agent } else { self.ticket.requester };
        let post = NewPost { ticket: self.ticket.id, author, kind, body, at };
        let post = store::post::insert(tx, &post).await?;
        let event = self.event_of(change, author, at);
        self.ticket.last_seq = store::event::append(tx, &NewEvent { post: Some(post), ..event }).await?;
        Ok(())
    }

    async fn event(&mut self, tx: &mut Tx, change: &Change, actor: PersonId, at: UnixMs) -> Result<()> {
        self.ticket.last_seq = store::event::append(tx, &self.event_of(change, actor, at)).await?;
        Ok(())
    }

    async fn end(&mut self, tx: &mut Tx, at: UnixMs) -> Result<()> {
        let (place, level) = (Place::Remote, Level::One);
        self.ticket.resolved = Some(Resolution { at, by: Some(self.agent), place, level });
        self.ticket.closed_at = Some(at + DAY.times(7));
        self.event(tx, &Change::Resolved { place, level }, self.agent, at).await?;
        self.event(tx, &Change::Closed, self.ticket.requester, at + DAY.times(7)).await
    }

    fn event_of<'a>(&self, change: &'a Change, actor: PersonId, at: UnixMs) -> NewEvent<'a> {
        NewEvent {
            ticket: self.ticket.id,
            at,
            actor: Some(actor),
            channel: Channel::Portal,
            post: None,
            change,
        }
    }
}

/// Words that nobody speaks, the early ones more often than the late ones, as in any language.
struct Text {
    state: u64,
    words: Vec<String>,
    /// Up to which share of all draws each word comes.
    shares: Vec<f64>,
}

impl Text {
    fn new() -> Text {
        let mut text = Text { state: 42, words: Vec::new(), shares: Vec::new() };
        let mut sum = 0.0;
        while text.words.len() < WORDS {
            let syllables = 2 + text.below(3);
            let word: String = (0..syllables).map(|_| text.syllable()).collect();
            if !text.words.contains(&word) {
                sum += 1.0 / (text.words.len() as f64 + 10.0);
                text.words.push(word);
                text.shares.push(sum);
            }
        }
        text.shares.iter_mut().for_each(|share| *share /= sum);
        text
    }

    fn syllable(&mut self) -> String {
        let consonant = self.below(14);
        let vowel = self.below(5);
        "bcdfgklmnprstv".chars().skip(consonant).take(1).chain("aeiou".chars().skip(vowel).take(1)).collect()
    }

    fn words(&mut self, least: usize, most: usize) -> Vec<String> {
        let count = least + self.below(most - least + 1);
        (0..count).map(|_| self.word()).collect()
    }

    fn prose(&mut self, least: usize, most: usize) -> String {
        let words = self.words(least, most);
        let mut rest = words.as_slice();
        let mut sentences = Vec::new();
        while !rest.is_empty() {
            let (sentence, others) = rest.split_at((6 + self.below(9)).min(rest.len()));
            sentences.push(format!("{}.", capital(&sentence.join(" "))));
            rest = others;
        }
        sentences.join(" ")
    }

    fn word(&mut self) -> String {
        let drawn = self.next() as f64 / u64::MAX as f64;
        let place = self.shares.partition_point(|share| *share < drawn);
        self.words.get(place).or(self.words.last()).cloned().unwrap_or_default()
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    /// SplitMix64. Source: prng.di.unimi.it/splitmix64.c.
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Made-up text always fits its limits; were one changed, the filling would end here.
fn empty() -> Error {
    Error::internal(std::io::Error::other("the corpus no longer fits the limits of texts"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_desk_is_filled_every_time() {
        let (mut one, mut other) = (Text::new(), Text::new());
        assert_eq!(one.prose(60, 100), other.prose(60, 100));
        assert_ne!(one.prose(60, 100), other.prose(20, 30));
    }

    #[test]
    fn a_plan_has_the_shape_that_was_said() {
        let mut text = Text::new();
        let year = Year { from: UnixMs(0), step: 1_000 };
        for number in 0..3_000 {
            let plan = Plan::of(number, 10_000, &year, &mut text);
            let subject = plan.subject.to_lowercase();
            assert_eq!(subject.split(' ').any(|word| word == COMMON), number % 5 == 0, "{subject}");
            assert!((6..=9).contains(&subject.split(' ').count()), "{subject}");
            assert_eq!(plan.body.contains(RARE), number % 2_000 == 777);
            assert!((60..=105).contains(&plan.body.split(' ').count()));
            assert!(!plan.open);
        }
    }
}
