//! Pieces that several pages share: who reads, the desk now, a thread with its files.

use domain::coverage::Interval;
use domain::fault::Fault;
use domain::ids::{CalendarId, EventSeq, TicketId};
use domain::person::{Person, PersonChip};
use domain::settings::{DeskNow, Settings};
use domain::thread::PostView;
use domain::ticket::Ticket;
use domain::time::{DAY, LocalClock, Millis, UnixMs};
use store::Tx;
use store::post::Notes;

use crate::ctx::{Ctx, Service};
use crate::error::Result;
use crate::presence::Place;
use crate::rota::duty;
use crate::{markup, secret};

/// How much of the calendar a page gets: enough for the lines of promises that it draws.
const BACK_DAYS: i64 = 14;
const AHEAD_DAYS: i64 = 21;
/// How much of it a ticket's page gets at most.
const MOST_BACK_DAYS: i64 = 370;

/// The person who acts. Errors with [`Fault::SignIn`] when there is none.
pub async fn reader(tx: &mut Tx, ctx: &Ctx) -> Result<Person> {
    let id = ctx.actor.person().ok_or(Fault::SignIn)?;
    Ok(store::person::by_id(tx, id).await?.ok_or(Fault::SignIn)?)
}

pub fn chip(person: &Person) -> PersonChip {
    PersonChip { id: person.id, name: person.name.to_string() }
}

/// The desk as it is now, on the clock of whoever reads.
pub async fn desk_now(tx: &mut Tx, ctx: &Ctx, reader: Option<&Person>) -> Result<DeskNow> {
    let from = ctx.now() - DAY.times(BACK_DAYS);
    desk_on(tx, ctx, reader, None, from).await
}

/// The desk on the calendar of a ticket, from when it was asked on.
pub async fn desk_for(tx: &mut Tx, ctx: &Ctx, reader: Option<&Person>, ticket: &Ticket) -> Result<DeskNow> {
    let from = (ctx.now() - DAY.times(BACK_DAYS)).min(ticket.created_at);
    desk_on(tx, ctx, reader, ticket.calendar, from.max(ctx.now() - DAY.times(MOST_BACK_DAYS))).await
}

async fn desk_on(
    tx: &mut Tx,
    ctx: &Ctx,
    reader: Option<&Person>,
    calendar: Option<CalendarId>,
    from: UnixMs,
) -> Result<DeskNow> {
    let settings = ctx.service.settings();
    let now = ctx.now();
    let until = now + DAY.times(AHEAD_DAYS);
    let coverage = ctx.service.promises().open(calendar, from, until).crop(Interval { from, to: until });
    Ok(DeskNow {
        company: settings.company.clone(),
        phone: settings.phone.clone(),
        place: settings.place.clone(),
        opening: coverage.at(now),
        coverage,
        on_duty: on_duty(tx, &ctx.service).await?,
        clock: clock(&settings, reader, now),
    })
}

/// First names of whoever answers now by the rota, or, where there is none, of those who are at the desk now; each only
/// with his consent.
pub async fn on_duty(tx: &mut Tx, service: &Service) -> Result<Vec<String>> {
    let here: Vec<_> = match duty(tx, service, service.now()).await? {
        Some(answer) => answer.iter().map(|answer| answer.person).collect(),
        None => service.presence().at(Place::Desk).iter().map(|chip| chip.id).collect(),
    };
    if here.is_empty() {
        return Ok(Vec::new());
    }
    let names = store::person::consenting(tx, &here).await?;
    Ok(names.iter().filter_map(|name| name.split_whitespace().next()).map(str::to_owned).collect())
}

/// A person's own clock, else the desk's.
pub fn clock(settings: &Settings, reader: Option<&Person>, now: UnixMs) -> LocalClock {
    let own = reader.and_then(|person| person.zone.as_deref());
    own.into_iter()
        .chain([settings.zone.as_str()])
        .find_map(|zone| LocalClock::of_zone(zone, now).ok())
        .unwrap_or_else(LocalClock::utc)
}

/// The instant at which the desk's day began.
pub fn midnight(settings: &Settings, now: UnixMs) -> UnixMs {
    let local = clock(settings, None, now).at(now);
    let into_day =
        Millis(((i64::from(local.hour) * 60) + i64::from(local.minute)) * 60_000 + now.0.rem_euclid(60_000));
    now - into_day
}

/// Posts after an event, drawn and with their files.
pub async fn thread(tx: &mut Tx, ticket: TicketId, after: EventSeq, notes: Notes) -> Result<Vec<PostView>> {
    let rows = store::post::of_ticket(tx, ticket, after, notes).await?;
    let mut files = if rows.is_empty() { Vec::new() } else { store::file::of_ticket(tx, ticket).await? };
    let posts = rows.into_iter().map(|row| {
        let (own, others): (Vec<_>, Vec<_>) = files.drain(..).partition(|(post, _)| *post == row.id);
        files = others;
        PostView {
            id: row.id,
            seq: row.seq,
            at: row.at,
            kind: row.kind,
            author: row.author,
            department: row.department,
            blocks: markup::blocks(&row.body),
            files: own.into_iter().map(|(_, chip)| chip).collect(),
        }
    });
    Ok(posts.collect())
}

/// A key for the forms of a page, so that sending one of them five times does it once.
pub fn form_key(service: &Service) -> String {
    secret::secret(service.entropy())
}
