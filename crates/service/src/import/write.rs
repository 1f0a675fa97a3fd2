//! Writes what was read: a batch of tickets with everything of theirs, in one transaction.

use domain::category::may_add;
use domain::coverage::Coverage;
use domain::event::Event;
use domain::ids::{CategoryId, EventSeq, PostId, TicketId};
use domain::promise::{Ahead, Promise, clock};
use domain::text::Label;
use domain::thread::PostKind;
use domain::ticket::{Channel, Ticket};
use domain::time::UnixMs;
use serde_json::Value;
use store::Tx;
use store::bulk::{self, NumberedPost, Origin};
use store::search::Audience;
use store::transfer::{self, Numbers, table};

use super::fold::Plan;
use super::log::{Step, Story};
use super::map::{Identity, Map};
use super::people::{Part, People};
use super::replay::{Happened, Opening, Told, replay};
use super::{Refused, Run, Sheet};
use crate::ctx::Ctx;
use crate::error::Result;

pub struct Writer<'a> {
    pub ctx: &'a Ctx,
    pub run: Run,
    pub map: &'a Map,
    pub plan: Plan,
    pub people: People,
    pub calendar: Coverage,
    pub sheet: Sheet,
}

/// A ticket that was replayed.
struct Lived {
    id: String,
    events: usize,
    story: Story,
    ticket: Ticket,
    happened: Vec<Happened>,
}

/// Rows for the tables, until they are written together.
#[derive(Default)]
struct Rows {
    tickets: Vec<Value>,
    posts: Vec<Value>,
    events: Vec<Value>,
    origins: Vec<Value>,
    attributes: Vec<Value>,
}

impl Writer<'_> {
    /// Writes tickets with their number at the other desk and the count of their events there, all of them or none.
    pub async fn write(&mut self, batch: Vec<(String, usize, Story)>) -> Result<(), Refused> {
        let mut tx = match self.run {
            Run::Real => self.ctx.service.store().write().await?,
            Run::Dry => self.ctx.service.store().read().await?,
        };
        let mut lived = Vec::with_capacity(batch.len());
        for (id, events, story) in batch {
            match store::source::by_id(&mut tx, &self.map.system, &id).await? {
                None => lived.push(self.live(&mut tx, id, events, story).await?),
                Some((_, before)) => {
                    self.sheet.tickets_there += 1;
                    if events as i64 > before {
                        self.sheet.tickets_grown.push(id);
                    }
                }
            }
        }
        let count = |counted: fn(&Lived) -> usize| lived.iter().map(counted).sum::<usize>() as u64;
        self.sheet.tickets_made += lived.len() as u64;
        self.sheet.events_replayed += count(|lived| lived.events);
        self.sheet.events_written += count(|lived| lived.happened.len());
        if self.run == Run::Real && !lived.is_empty() {
            self.store(&mut tx, lived).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    async fn live(&mut self, tx: &mut Tx, id: String, events: usize, mut story: Story) -> Result<Lived> {
        let since = story.opened_at;
        let requester = story.requester.clone().unwrap_or_else(|| self.map.unknown_person.clone());
        let requester = self.people.id(tx, self.run, &requester, Part::Asks, since).await?;
        let resolver = self.person(tx, story.resolver.as_ref(), since).await?;
        let mut told = Vec::with_capacity(story.steps.len());
        for step in std::mem::take(&mut story.steps) {
            told.push(self.told(tx, step, since).await?);
        }
        let opening = Opening {
            id: TicketId(0),
            kind: self.map.kind,
            channel: story.channel,
            subject: story.subject.clone(),
            requester,
            opened_at: story.opened_at,
            place: self.map.place,
            level: self.map.level,
            resolved_at: story.resolved_at,
            resolver,
        };
        let (ticket, happened) = replay(opening, told, &|ticket, at| self.promise(ticket, at));
        Ok(Lived { id, events, story, ticket, happened })
    }

    async fn told(&mut self, tx: &mut Tx, step: Step, since: UnixMs) -> Result<Told> {
        Ok(Told {
            at: step.at,
            actor: self.person(tx, step.actor.as_ref(), since).await?,
            meaning: step.state.as_ref().and_then(|state| self.map.states.get(state)).copied(),
            assignee: self.person(tx, step.assignee.as_ref(), since).await?,
            category: step.category.as_ref().and_then(|topic| self.plan.id(topic)),
            state: step.state,
            set: step.set,
        })
    }

    async fn person(
        &mut self,
        tx: &mut Tx,
        identity: Option<&Identity>,
        since: UnixMs,
    ) -> Result<Option<domain::ids::PersonId>> {
        match identity {
            Some(identity) => Ok(Some(self.people.id(tx, self.run, identity, Part::Helps, since).await?)),
            None => Ok(None),
        }
    }

    /// What was promised at an instant.
    fn promise(&self, ticket: &Ticket, at: UnixMs) -> (Promise, Ahead) {
        let (facts, book) = (ticket.facts(), self.ctx.service.promises());
        let clock = clock(&facts, &book.policy(facts.asked_at), &self.calendar, at);
        (clock.promise(), Ahead { breaks_at: clock.breaks_at(), ..Ahead::default() })
    }

    async fn store(&self, tx: &mut Tx, lived: Vec<Lived>) -> Result<(), Refused> {
        let tickets = transfer::numbers(tx, Numbers::Tickets, lived.len()).await?;
        let posts = transfer::numbers(tx, Numbers::Posts, lived.len()).await?;
        let count = lived.iter().map(|lived| lived.happened.len()).sum();
        let mut seqs = transfer::numbers(tx, Numbers::Events, count).await?.into_iter();
        let mut rows = Rows::default();
        let mut words = Vec::with_capacity(lived.len());
        for ((mut lived, ticket), post) in lived.into_iter().zip(tickets).zip(posts) {
            lived.ticket.id = TicketId(ticket);
            self.rows(&mut rows, &mut lived, PostId(post), &mut seqs)?;
            words.push((lived.ticket.id, lived.ticket.subject, lived.story.body));
        }
        let tables = [
            (&table::TICKET, rows.tickets),
            (&table::POST, rows.posts),
            (&table::EVENT, rows.events),
            (&table::SOURCE, rows.origins),
            (&table::SOURCE_ATTRIBUTE, rows.attributes),
        ];
        for (table, rows) in tables {
            transfer::insert(tx, table, &Value::Array(rows).to_string()).await?;
        }
        // The words of a ticket refer to it, so it has to be there.
        for (ticket, subject, body) in words {
            store::search::index(tx, ticket, subject.as_str(), body.as_str(), Audience::Public).await?;
        }
        Ok(())
    }

    fn rows(
        &self,
        rows: &mut Rows,
        lived: &mut Lived,
        post: PostId,
        seqs: &mut impl Iterator<Item = i64>,
    ) -> Result<(), Refused> {
        let Lived { id, events, story, ticket, happened } = lived;
        for (n, (happened, seq)) in std::mem::take(happened).into_iter().zip(seqs).enumerate() {
            ticket.last_seq = EventSeq(seq);
            let event = Event {
                seq: EventSeq(seq),
                ticket: ticket.id,
                at: happened.at,
                actor: happened.actor,
                // The first one is how it came, the others were brought by the import.
                channel: if n == 0 { ticket.channel } else { Channel::Api },
                post: (n == 0).then_some(post),
                change: happened.change,
            };
            rows.events.push(bulk::event(&event)?);
        }
        rows.tickets.push(bulk::ticket(ticket)?);
        rows.posts.push(bulk::post(&NumberedPost {
            id: post,
            ticket: ticket.id,
            author: ticket.requester,
            kind: PostKind::Asked,
            body: &story.body,
            at: story.opened_at,
        }));
        rows.origins.push(bulk::origin(&Origin {
            ticket: ticket.id,
            system: &self.map.system,
            id,
            events: *events,
            resolved_at: story.resolved_at,
            reopened: story.reopened,
            reassigned: story.reassigned,
        }));
        for (name, value) in &story.attributes {
            rows.attributes.push(bulk::attribute(ticket.id, name, value.as_deref()));
        }
        Ok(())
    }
}

/// Makes the categories that are wanted and not there, within the limits of a desk.
pub async fn categories(tx: &mut Tx, wanted: &[(String, Vec<String>)], now: UnixMs) -> Result<(), Refused> {
    for (category, subcategories) in wanted {
        let parent = category_of(tx, None, category, now).await?;
        for name in subcategories {
            category_of(tx, Some(parent), name, now).await?;
        }
    }
    Ok(())
}

async fn category_of(
    tx: &mut Tx,
    parent: Option<CategoryId>,
    name: &str,
    now: UnixMs,
) -> Result<CategoryId, Refused> {
    let existing = store::category::list(tx).await?;
    let same = |known: &str| known.to_lowercase() == name.to_lowercase();
    let found = match parent {
        None => existing.iter().find(|known| same(&known.name)).map(|known| known.id),
        Some(parent) => existing
            .iter()
            .filter(|known| known.id == parent)
            .flat_map(|known| &known.subcategories)
            .find(|known| same(&known.name))
            .map(|known| known.id),
    };
    if let Some(found) = found {
        return Ok(found);
    }
    let refused = |why: String| Refused::Categories(format!("the category {name:?} can't be made: {why}"));
    may_add(&existing, parent, name).map_err(|why| refused(why.to_string()))?;
    let label = Label::parse(name).map_err(|why| refused(why.to_string()))?;
    Ok(store::category::insert(tx, parent, &label, now).await?)
}
