//! Plays the stories: all their steps in the order of time, each by its person at its instant, as use cases.

use std::collections::HashMap;

use bytes::Bytes;
use domain::access::Actor;
use domain::coverage::Interval;
use domain::fault::Fault;
use domain::ids::{EventSeq, PersonId, TicketId};
use domain::promise::Urgency;
use domain::text::Subject;
use domain::ticket::{Channel, Ticket, Triage};
use domain::time::{DAY, MINUTE, UnixMs};

use super::company::Topics;
use super::people::{self, Cast, Member, Who};
use super::script::{About, Act, Content, Cue, Do, Sample, Step, Story};
use super::{covered, picture, stories};
use crate::ctx::{Client, Ctx, Service};
use crate::error::{Error, Result, parse};
use crate::ticket::{self, Ask, Posting, Upload};

/// The oldest story is younger than this.
const BACK_DAYS: i64 = 60;
/// Nobody interferes: every step has seen everything before it.
const SEEN_ALL: EventSeq = EventSeq(i64::MAX);

/// Plays everything up to now, and tells how many tickets there are.
pub async fn all(service: &Service, cast: &Cast, topics: &Topics) -> Result<usize> {
    let mut stage = Stage { service, cast, topics, tickets: HashMap::new() };
    for Cue { at, story, act } in cues(service) {
        match act {
            Act::Opening => stage.open(story, at).await?,
            Act::Step(step) => stage.step(story, step, at).await?,
            Act::ClosesItself => {
                ticket::close(&Ctx::system(service.clone()).at(at), stage.ticket(story.name)?).await?;
            }
        }
    }
    Ok(stage.tickets.len())
}

/// Everything that happens in all stories, in the order of time.
fn cues(service: &Service) -> Vec<Cue> {
    let (settings, now) = (service.settings(), service.now());
    let calendar = service
        .promises()
        .open(None, now - DAY.times(BACK_DAYS), now)
        .crop(Interval { from: now - DAY.times(BACK_DAYS), to: now });
    let ago = |minutes: i64| covered::ago(&calendar, now, MINUTE.times(minutes));
    let closes = |resolved: UnixMs| Some(resolved + DAY.times(settings.grace_days)).filter(|at| *at <= now);
    let mut cues: Vec<Cue> = stories::all().flat_map(|story| story.cues(ago, closes)).collect();
    // The sort keeps the order of what happens at the same instant.
    cues.sort_by_key(|cue| cue.at);
    cues
}

struct Stage<'a> {
    service: &'a Service,
    cast: &'a Cast,
    topics: &'a Topics,
    /// The tickets of the stories that have begun.
    tickets: HashMap<&'static str, TicketId>,
}

impl Stage<'_> {
    async fn open(&mut self, story: &'static Story, at: UnixMs) -> Result<()> {
        let profile = people::profile(story.by)?;
        let actor = self.cast.member(story.by).map_or(Actor::Nobody, Member::actor);
        let ask = Ask {
            body: story.says.to_owned(),
            urgency: if story.urgent.is_some() { Urgency::Urgent } else { Urgency::Normal },
            urgent_reason: story.urgent.unwrap_or_default().to_owned(),
            name: profile.name.to_owned(),
            email: profile.email.to_owned(),
            key: None,
            service: None,
            needs: Vec::new(),
            wanted_by: String::new(),
            escalation: String::new(),
            files: story.files.iter().map(upload).collect(),
        };
        let asked = ticket::ask(&self.ctx(actor, story.by, story.channel, at)?, ask).await?;
        self.tickets.insert(story.name, asked.ticket);
        Ok(())
    }

    async fn step(&self, story: &Story, step: &'static Step, at: UnixMs) -> Result<()> {
        let id = self.ticket(story.name)?;
        let ctx = &self.acting(story, step.who, id, at).await?;
        match step.what {
            Do::Triage(about) => {
                let triage = self.triage(id, about).await?;
                ticket::triage(ctx, id, SEEN_ALL, triage).await.map(drop)
            }
            Do::Assign(to) => ticket::assign(ctx, id, SEEN_ALL, Some(self.person(to)?)).await.map(drop),
            Do::Post(writing, then, text, file) => {
                let files = file.iter().map(upload).collect();
                let posting = Posting { writing, body: text.to_owned(), key: None, seen: None, then, files };
                ticket::post(ctx, id, posting).await.map(drop)
            }
            Do::Wait(on) => ticket::wait(ctx, id, SEEN_ALL, on, None).await.map(drop),
            Do::Resume => ticket::resume(ctx, id, SEEN_ALL).await.map(drop),
            Do::Resolve(place, level) => ticket::resolve(ctx, id, SEEN_ALL, place, level).await.map(drop),
            Do::Close => ticket::close(ctx, id).await.map(drop),
            Do::Cancel => ticket::cancel(ctx, id).await.map(drop),
            Do::Watch(who) => ticket::add_watcher(ctx, id, people::profile(who)?.email).await,
            Do::Merge(into) => ticket::merge(ctx, id, SEEN_ALL, self.ticket(into)?).await.map(drop),
        }
    }

    /// Somebody's request about a ticket; a guest acts through the link of his.
    async fn acting(&self, story: &Story, who: Who, id: TicketId, at: UnixMs) -> Result<Ctx> {
        let actor = match self.cast.member(who) {
            Some(member) => member.actor(),
            None => Actor::Guest { ticket: id, person: self.look(id).await?.requester },
        };
        let channel = match story.channel {
            Channel::Email if who == story.by => Channel::Email,
            _ => Channel::Portal,
        };
        self.ctx(actor, who, channel, at)
    }

    fn ctx(&self, actor: Actor, who: Who, channel: Channel, at: UnixMs) -> Result<Ctx> {
        let language = people::profile(who)?.language;
        Ok(Ctx::new(self.service.clone(), actor, None, language, channel, Client::default()).at(at))
    }

    /// What triage says of a ticket; what the story leaves open stays as it is.
    async fn triage(&self, id: TicketId, about: About) -> Result<Triage> {
        let ticket = self.look(id).await?;
        Ok(Triage {
            needs: ticket.needs.clone(),
            subject: match about.title {
                Some(title) => parse("subject", Subject::parse(title))?,
                None => ticket.subject,
            },
            kind: about.kind,
            urgent: ticket.urgent,
            impact: Some(about.impact),
            effect: Some(about.effect),
            service: Some(self.topics.service(about.service)?),
            category: Some(self.topics.category(about.category)?),
        })
    }

    async fn look(&self, id: TicketId) -> Result<Ticket> {
        let mut tx = self.service.store().read().await?;
        Ok(store::ticket::by_id(&mut tx, id).await?.ok_or(Fault::NotFound)?)
    }

    fn ticket(&self, story: &str) -> Result<TicketId> {
        let begun = self.tickets.get(story).copied();
        begun.ok_or_else(|| Error::internal(format!("the story {story:?} has not begun")))
    }

    fn person(&self, who: Who) -> Result<PersonId> {
        let member = self.cast.member(who).map(|member| member.id);
        member.ok_or_else(|| Error::internal(format!("{who:?} has no account")))
    }
}

fn upload(sample: &Sample) -> Upload {
    let bytes = match sample.content {
        Content::Text(text) => Bytes::from_static(text.as_bytes()),
        Content::Invoice => Bytes::from(picture::invoice()),
    };
    Upload { name: sample.name.to_owned(), bytes }
}
