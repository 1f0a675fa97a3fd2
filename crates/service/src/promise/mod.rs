//! The promise of a ticket: domain rules with the calendars and policies of this desk.

mod alarm;
mod book;
mod coverage;
mod evaluate;
mod level;
mod page;
mod supplier;
mod unstaffed;

use domain::coverage::matrix::{Audience, Supported};
use domain::coverage::{Version, Week};
use domain::ids::{CalendarId, SupplierId};
use domain::locale::Language;
use domain::person::{Person, Standing};
use domain::promise::{
    Case, Facts, Likely, Need, Policy, Promise, PromiseView, ServiceLevels, Supplier, SupplierClock, Urgency,
};
use domain::ticket::{Command, Pausing, Ticket, Wait, WaitingOn};
use domain::time::UnixMs;
use store::Tx;

use crate::ctx::Ctx;
use crate::error::Result;

pub(crate) use alarm::sound;
pub(crate) use book::Book;
pub(crate) use coverage::set_own_week;
pub use coverage::{
    CalendarForm, RowForm, put_calendar, put_rows, raise_row, remove_calendar, remove_row, save_calendar,
    save_row,
};
pub use evaluate::{Evaluated, Question, evaluate};
pub use level::{
    RuleForm, TargetsForm, TermsForm, published, put_policy, remove_rule, save_policy, save_rule, save_terms,
};
pub(crate) use page::settle;
pub use page::{levels, page};
pub use supplier::{add_supplier, change_supplier, put_supplier, save_supplier};
pub(crate) use supplier::{follow as follow_supplier, known_supplier};

/// What the desk's own calendar is called until somebody names it.
const OWN_CALENDAR: &str = "Desk";

/// Who asks, as far as it decides by which calendar his promises count.
pub(crate) fn supported(person: &Person) -> Supported<'_> {
    Supported {
        audience: if person.standing == Standing::Guest { Audience::External } else { Audience::Internal },
        group: person.department.as_ref().map(|label| label.as_str()),
        location: person.location.as_ref().map(|label| label.as_str()),
        language: person.language,
    }
}

/// Somebody of whom nothing is known but the language.
pub(crate) fn stranger(language: Language) -> Supported<'static> {
    Supported { audience: Audience::External, group: None, location: None, language }
}

/// What is set, where nothing is yet with what every desk starts with: one calendar and one policy, since ever.
pub(crate) async fn first_levels(tx: &mut Tx, now: UnixMs) -> Result<ServiceLevels> {
    let levels = store::promise::load(tx).await?;
    if levels.calendars.is_empty() {
        let id = store::promise::add_calendar(tx, OWN_CALENDAR, now).await?;
        let version = Version {
            valid_from: UnixMs(0),
            zone: "UTC".into(),
            week: Week::default(),
            holidays: Vec::new(),
        };
        store::promise::put_version(tx, id, &version).await?;
    }
    if levels.policies.is_empty() {
        store::promise::put_policy(tx, UnixMs(0), &Policy::default(), None, now).await?;
    }
    Ok(store::promise::load(tx).await?)
}

/// What would be promised for something that is sent now, by whom, and what it needs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wish<'a> {
    pub who: Supported<'a>,
    pub case: Case,
    pub needs: &'a [Need],
}

impl<'a> Wish<'a> {
    /// What nobody has seen yet.
    pub fn of(who: Supported<'a>, urgency: Urgency) -> Wish<'a> {
        Wish { who, case: Case::unseen(urgency), needs: &[] }
    }

    /// The facts of it as if it were sent then.
    pub fn facts(&self, now: UnixMs) -> Facts<'a> {
        Facts {
            asked_at: now,
            first_answer_at: None,
            owed_since: None,
            pauses: &[],
            stopped: None,
            ended_at: None,
            case: self.case,
            needs: self.needs,
        }
    }
}

/// The promise as the line of a form draws it.
pub(crate) fn if_sent_now(book: &Book, wish: Wish<'_>, now: UnixMs) -> PromiseView {
    let Promise { first_due_at, due_at } =
        book.clock(&wish.facts(now), book.calendar_of(wish.who), now).promise();
    PromiseView {
        asked_at: now,
        first_due_at,
        first_answer_at: None,
        next_answer_due_at: None,
        due_at,
        pauses: Vec::new(),
        paused_since: None,
        ended_at: None,
    }
}

/// The calendar of the person who acts, else of a stranger.
pub(crate) fn calendar_of(ctx: &Ctx, person: Option<&Person>) -> Option<CalendarId> {
    let who = person.map_or_else(|| stranger(ctx.language), supported);
    ctx.service.promises().calendar_of(who)
}

/// The calendar of somebody by his number.
pub(crate) async fn calendar_of_requester(
    tx: &mut Tx,
    ctx: &Ctx,
    requester: domain::ids::PersonId,
) -> Result<Option<CalendarId>> {
    // Where there is no matrix, nobody has to be looked up for it.
    if ctx.service.promises().levels().rows.is_empty() {
        return Ok(None);
    }
    let person = store::person::by_id(tx, requester).await?;
    Ok(calendar_of(ctx, person.as_ref()))
}

/// Most tickets alike that a range is taken from: the latest.
const MAX_ALIKE: i64 = 300;

/// By when something will likely be done, from the latest of its like that were done on this calendar.
pub(crate) async fn likely(tx: &mut Tx, ctx: &Ctx, wish: Wish<'_>) -> Result<Option<Likely>> {
    let book = ctx.service.promises();
    let calendar = book.calendar_of(wish.who);
    let alike = store::promise::alike(tx, wish.case, calendar, MAX_ALIKE).await?;
    let took: Vec<_> = alike.iter().map(|ticket| book.took(ticket)).collect();
    let coverage = book.ahead(calendar, ctx.now());
    Ok(domain::promise::likely(&took, ctx.now(), &coverage))
}

/// What is promised for a ticket as it stands, written into it. Tells whether the promise has changed.
pub(crate) fn keep(book: &Book, ticket: &mut Ticket, now: UnixMs) -> Moved {
    let (promise, ahead) = book.ahead_of(ticket, now);
    let moved = promise != ticket.promise && !ticket.status().ended();
    if moved {
        ticket.promise = promise;
    }
    ticket.ahead = ahead;
    if moved { Moved::Yes } else { Moved::No }
}

/// The week of the desk's own calendar, as it is now.
pub(crate) fn own_week(ctx: &Ctx) -> Week {
    let book = ctx.service.promises();
    book.own().and_then(|own| own.version(ctx.now())).map(|version| version.week.clone()).unwrap_or_default()
}

/// The command to wait, with what the policy of the ticket says of its clock.
pub(crate) fn wait(ctx: &Ctx, ticket: &Ticket, on: WaitingOn, supplier: Option<SupplierId>) -> Command {
    let stops = ctx.service.promises().policy(ticket.created_at).pauses(on);
    Command::Wait(Wait { on, pausing: if stops { Pausing::Stops } else { Pausing::Runs }, supplier })
}

/// The supplier that a ticket waits for, and its clock.
pub(crate) async fn supplier_view(
    tx: &mut Tx,
    ctx: &Ctx,
    ticket: &Ticket,
) -> Result<Option<(Supplier, SupplierClock)>> {
    let book = ctx.service.promises();
    let Some(wait) = store::promise::running_wait(tx, ticket.id).await? else { return Ok(None) };
    let Some(supplier) = book.levels().supplier(wait.supplier) else { return Ok(None) };
    let coverage = book.open(Some(supplier.calendar), wait.since, ctx.now().max(wait.since));
    let used = coverage.between(wait.since, ctx.now().max(wait.since));
    Ok(Some((supplier.clone(), SupplierClock { since: wait.since, used, due_at: wait.due_at })))
}

/// Whether a promise is another one now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moved {
    Yes,
    No,
}
