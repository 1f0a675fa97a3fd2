//! The rota: who answers, shifts, swaps, absences, notes, calendars, and the plan behind them.

use axum::Json as Told;
use axum::response::{IntoResponse as _, Response};
use domain::coverage::Interval;
use domain::ids::{AbsenceId, FeedId, PersonId, SwapId};
use domain::rota::view::RotaPage;
use domain::rota::{self, Member, Plan, Rotation, Scheme, Weekdays};
use domain::time::UnixMs;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use service::rota::Offer;
use utoipa::ToSchema;

use super::body::{At as Path, Json, Nothing};
use super::idempotency::{answer, done};
use super::problem::Result;
use super::time::At;
use super::token::Caller;
use super::words::{Every, Id, PersonRef, ShiftWhy, SwapAnswer, Whose};

/// From one instant to another, the end not included.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Span {
    pub from: At,
    pub to: At,
}

/// Who answers, and the shifts around now.
#[derive(Debug, Serialize, ToSchema)]
pub struct Rota {
    /// Whoever answers now; null while the desk is closed or has no plan.
    pub answers: Option<Answers>,
    /// From this Monday on, two weeks.
    pub shifts: Vec<Shift>,
    /// Hours of the next four weeks for which nobody but the lead is there.
    pub gaps: Vec<Span>,
    /// Open offers to you or from you; the lead sees all.
    pub swaps: Vec<Swap>,
    /// Your absences; the lead sees all.
    pub absences: Vec<Absence>,
    /// What shifts told the next, the newest first.
    pub notes: Vec<Note>,
    /// Your calendar feeds.
    pub feeds: Vec<Feed>,
}

/// Who answers now.
#[derive(Debug, Serialize, ToSchema)]
pub struct Answers {
    pub person: PersonRef,
    /// Who does when that person does not, in this order.
    pub then: Vec<PersonRef>,
    pub until: At,
}

/// One person's time on the desk on one day.
#[derive(Debug, Serialize, ToSchema)]
pub struct Shift {
    pub person: PersonRef,
    pub from: At,
    pub to: At,
    pub why: ShiftWhy,
}

/// A shift that was offered.
#[derive(Debug, Serialize, ToSchema)]
pub struct Swap {
    pub id: i64,
    pub giver: PersonRef,
    pub taker: PersonRef,
    pub given: Span,
    /// What the giver takes over in return.
    pub back: Option<Span>,
}

/// A time in which somebody is not there.
#[derive(Debug, Serialize, ToSchema)]
pub struct Absence {
    pub id: i64,
    pub person: PersonRef,
    pub from: At,
    pub to: At,
}

/// What one shift told the next.
#[derive(Debug, Serialize, ToSchema)]
pub struct Note {
    pub author: PersonRef,
    pub body: String,
    pub at: At,
}

/// An address under which a calendar reads shifts.
#[derive(Debug, Serialize, ToSchema)]
pub struct Feed {
    pub id: i64,
    pub whose: Whose,
    pub created_at: At,
}

/// A new address, told this once.
#[derive(Debug, Serialize, ToSchema)]
pub struct NewAddress {
    pub id: i64,
    /// Behind the desk's own address, such as `/calendar/….ics`.
    pub path: String,
}

/// The number of something new.
#[derive(Debug, Serialize, ToSchema)]
pub struct Made {
    pub id: i64,
}

/// What each person gave in the last four weeks.
#[derive(Debug, Serialize, ToSchema)]
pub struct Ledger {
    pub from: At,
    pub to: At,
    pub people: Vec<LedgerLine>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct LedgerLine {
    pub person: PersonRef,
    pub desk_minutes: i64,
    /// Tickets that this person resolved.
    pub tickets: i64,
    /// Of those, how many walked in.
    pub walk_ups: i64,
    /// Contacts that went past the desk to this person.
    pub interruptions: i64,
}

/// A plan to be. Either `fixed` or `rotation` is given.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPlan {
    /// From then on, which is now or later.
    pub from: At,
    /// Answers where nobody else is there.
    pub lead: Id,
    /// Weekdays that are left to the lead; Monday is 0.
    #[serde(default)]
    #[schema(max_items = 7)]
    pub idle: Vec<u8>,
    pub fixed: Option<Fixed>,
    pub rotation: Option<NewRotation>,
}

/// One person, and who stands in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Fixed {
    pub person: Id,
    pub stand_in: Option<Id>,
}

/// People who take turns.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRotation {
    pub every: Every,
    /// Turns in a row for one person.
    #[schema(minimum = 1, maximum = 10)]
    pub run: u8,
    /// The minute of the local day at which a day's turn begins.
    #[serde(default)]
    #[schema(maximum = 1439)]
    pub changes_at: u16,
    /// The minute at which the second half of a day begins.
    #[serde(default = "noon")]
    #[schema(maximum = 1439)]
    pub half_at: u16,
    /// In their order.
    #[schema(min_items = 1, max_items = 12)]
    pub members: Vec<NewMember>,
}

/// Somebody who takes turns.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMember {
    pub person: Id,
    /// Weekdays on which this person is never on the desk; Monday is 0.
    #[serde(default)]
    #[schema(max_items = 7)]
    pub never: Vec<u8>,
}

/// A shift that you offer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSwap {
    pub given: Span,
    pub taker: Id,
    pub back: Option<Span>,
}

/// What becomes of an offer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAnswer {
    pub answer: SwapAnswer,
}

/// A time that somebody shall have, whatever the plan says.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCover {
    pub given: Span,
    pub person: Id,
}

/// Days on which somebody is not there.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAbsence {
    /// Left out, it is you; others are the lead's to set.
    pub person: Option<Id>,
    /// The first day on the desk's clock.
    #[schema(format = Date, example = "2026-11-23")]
    pub from: String,
    /// The last day.
    #[schema(format = Date, example = "2026-11-24")]
    pub to: String,
}

/// What the next shift should know.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewNote {
    #[schema(min_length = 1, max_length = 50_000, pattern = "visible")]
    pub body: String,
}

/// Which shifts a calendar shall read.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFeed {
    pub whose: Whose,
}

const fn noon() -> u16 {
    720
}

/// Read the rota
///
/// Who answers now, the shifts of two weeks, and what people agreed. For the desk.
#[utoipa::path(get, path = "/api/v1/rota", operation_id = "readRota", tag = "rota",
    responses((status = 200, description = "The rota as it is now", body = Rota)))]
pub async fn read(caller: Caller) -> Result<Response> {
    let page = service::rota::page(&caller.ctx).await?;
    Ok(Told(Rota::from(page)).into_response())
}

/// Read the fairness ledger
///
/// What each person gave in the last four weeks. For leads and admins.
#[utoipa::path(get, path = "/api/v1/rota/ledger", operation_id = "readLedger", tag = "rota",
    responses((status = 200, description = "One line for each person of the desk", body = Ledger)))]
pub async fn ledger(caller: Caller) -> Result<Response> {
    let view = service::rota::fairness(&caller.ctx).await?;
    let people = view.lines.into_iter().map(|line| LedgerLine {
        person: PersonRef::from(&line.person),
        desk_minutes: line.desk.0,
        tickets: line.tally.tickets,
        walk_ups: line.tally.walk_ups,
        interruptions: line.tally.interruptions,
    });
    let (from, to) = (view.within.from.into(), view.within.to.into());
    Ok(Told(Ledger { from, to, people: people.collect() }).into_response())
}

/// Put a plan into effect
///
/// Plans that would have begun later are dropped. For leads and admins.
#[utoipa::path(post, path = "/api/v1/rota/plan", operation_id = "setPlan", tag = "rota",
    request_body = NewPlan, responses((status = 204, description = "It is in effect")))]
pub async fn plan(caller: Caller, body: Json<NewPlan>) -> Result<Response> {
    let plan = body.value.plan();
    caller
        .write(body.print, |ctx| async move {
            service::rota::keep_plan(&ctx, plan?).await?;
            Ok(done())
        })
        .await
}

/// Offer a shift
///
/// To a colleague, perhaps for another one; it counts once it is accepted. For the desk.
#[utoipa::path(post, path = "/api/v1/rota/swaps", operation_id = "offerSwap", tag = "rota",
    request_body = NewSwap, responses((status = 201, description = "The offer's number", body = Made)))]
pub async fn offer(caller: Caller, body: Json<NewSwap>) -> Result<Response> {
    let NewSwap { given, taker: Id(taker), back } = body.value;
    let offer = Offer { given: given.into(), taker: PersonId(taker), back: back.map(Interval::from) };
    caller
        .write(body.print, |ctx| async move {
            let id = service::rota::offer_swap(&ctx, offer).await?;
            answer(StatusCode::CREATED, &Made { id: id.0 })
        })
        .await
}

/// Answer an offer
///
/// The taker accepts or declines, the giver withdraws.
#[utoipa::path(post, path = "/api/v1/rota/swaps/{id}/answer", operation_id = "answerSwap", tag = "rota",
    request_body = NewAnswer, responses((status = 204, description = "It is answered")))]
pub async fn answer_swap(caller: Caller, Path(id): Path<i64>, body: Json<NewAnswer>) -> Result<Response> {
    let given = body.value.answer.into();
    caller
        .write(body.print, |ctx| async move {
            service::rota::answer_swap(&ctx, SwapId(id), given).await?;
            Ok(done())
        })
        .await
}

/// Give a shift to somebody
///
/// Without asking first; it counts at once. For leads and admins.
#[utoipa::path(post, path = "/api/v1/rota/covers", operation_id = "coverShift", tag = "rota",
    request_body = NewCover, responses((status = 201, description = "The agreement's number", body = Made)))]
pub async fn cover(caller: Caller, body: Json<NewCover>) -> Result<Response> {
    let NewCover { given, person: Id(person) } = body.value;
    caller
        .write(body.print, |ctx| async move {
            let id = service::rota::cover(&ctx, given.into(), PersonId(person)).await?;
            answer(StatusCode::CREATED, &Made { id: id.0 })
        })
        .await
}

/// Say that somebody is away
///
/// Whole days on the desk's clock. Others than oneself are the lead's to set.
#[utoipa::path(post, path = "/api/v1/rota/absences", operation_id = "addAbsence", tag = "rota",
    request_body = NewAbsence, responses((status = 201, description = "The absence's number", body = Made)))]
pub async fn away(caller: Caller, body: Json<NewAbsence>) -> Result<Response> {
    let NewAbsence { person, from, to } = body.value;
    let person = person.map(|Id(id)| PersonId(id));
    caller
        .write(body.print, |ctx| async move {
            let id = service::rota::set_absence(&ctx, person, &from, &to).await?;
            answer(StatusCode::CREATED, &Made { id: id.0 })
        })
        .await
}

/// Take an absence back
///
/// One that has begun ends now.
#[utoipa::path(delete, path = "/api/v1/rota/absences/{id}", operation_id = "takeBackAbsence", tag = "rota",
    responses((status = 204, description = "The person is there")))]
pub async fn present(caller: Caller, Path(id): Path<i64>, nothing: Nothing) -> Result<Response> {
    caller
        .write(nothing.print, |ctx| async move {
            service::rota::take_back_absence(&ctx, AbsenceId(id)).await?;
            Ok(done())
        })
        .await
}

/// Leave a note for the next shift
#[utoipa::path(post, path = "/api/v1/rota/notes", operation_id = "leaveNote", tag = "rota",
    request_body = NewNote, responses((status = 204, description = "The next shift sees it")))]
pub async fn note(caller: Caller, body: Json<NewNote>) -> Result<Response> {
    let body_text = body.value.body;
    caller
        .write(body.print, |ctx| async move {
            service::rota::hand_over(&ctx, &body_text).await?;
            Ok(done())
        })
        .await
}

/// Make an address for a calendar
///
/// Whoever has it can read the shifts; it is told this once.
#[utoipa::path(post, path = "/api/v1/rota/feeds", operation_id = "addFeed", tag = "rota",
    request_body = NewFeed, responses((status = 201, description = "The address", body = NewAddress)))]
pub async fn add_feed(caller: Caller, body: Json<NewFeed>) -> Result<Response> {
    let whose = body.value.whose.into();
    caller
        .write(body.print, |ctx| async move {
            let (id, secret) = service::rota::new_feed(&ctx, whose).await?;
            let made = NewAddress { id: id.0, path: app::routes::calendar(&secret) };
            answer(StatusCode::CREATED, &made)
        })
        .await
}

/// Revoke a calendar's address
#[utoipa::path(delete, path = "/api/v1/rota/feeds/{id}", operation_id = "revokeFeed", tag = "rota",
    responses((status = 204, description = "Nothing is read there any more")))]
pub async fn revoke_feed(caller: Caller, Path(id): Path<i64>, nothing: Nothing) -> Result<Response> {
    caller
        .write(nothing.print, |ctx| async move {
            service::rota::revoke_feed(&ctx, FeedId(id)).await?;
            Ok(done())
        })
        .await
}

impl NewPlan {
    fn plan(self) -> service::Result<Plan> {
        let At(from) = self.from;
        let person = |Id(id): Id| PersonId(id);
        let scheme = match (self.fixed, self.rotation) {
            (Some(fixed), None) => {
                Scheme::Fixed { person: person(fixed.person), stand_in: fixed.stand_in.map(person) }
            }
            (None, Some(rotation)) => Scheme::Rotation(rotation.into()),
            _ => return Err(service::Error::field("rotation", domain::fault::Reason::Empty)),
        };
        Ok(Plan { from, lead: person(self.lead), scheme, idle: weekdays(self.idle) })
    }
}

impl From<NewRotation> for Rotation {
    fn from(new: NewRotation) -> Rotation {
        let member = |new: NewMember| Member { person: PersonId(new.person.0), never: weekdays(new.never) };
        Rotation {
            every: new.every.into(),
            run: new.run,
            changes_at: new.changes_at,
            half_at: new.half_at,
            members: new.members.into_iter().map(member).collect(),
        }
    }
}

fn weekdays(days: Vec<u8>) -> Weekdays {
    days.into_iter().collect()
}

impl From<Span> for Interval {
    fn from(span: Span) -> Interval {
        Interval { from: span.from.0, to: span.to.0 }
    }
}

impl From<Interval> for Span {
    fn from(within: Interval) -> Span {
        Span { from: within.from.into(), to: within.to.into() }
    }
}

impl From<RotaPage> for Rota {
    fn from(page: RotaPage) -> Rota {
        let person = |id: PersonId| match page.people.iter().find(|chip| chip.id == id) {
            Some(chip) => PersonRef::from(chip),
            None => PersonRef { id: id.0, name: None },
        };
        let at = |at: UnixMs| At::from(at);
        Rota {
            answers: page.answer.as_ref().map(|answer| Answers {
                person: person(answer.person),
                then: answer.then.iter().map(|id| person(*id)).collect(),
                until: at(answer.until),
            }),
            shifts: page.stints.iter().map(|stint| shift(stint, person(stint.person))).collect(),
            gaps: page.gaps.iter().copied().map(Span::from).collect(),
            swaps: page
                .swaps
                .iter()
                .map(|view| Swap {
                    id: view.id.0,
                    giver: person(view.swap.giver),
                    taker: person(view.swap.taker),
                    given: view.swap.given.into(),
                    back: view.swap.back.map(Span::from),
                })
                .collect(),
            absences: page
                .absences
                .iter()
                .map(|view| Absence {
                    id: view.id.0,
                    person: person(view.person),
                    from: at(view.within.from),
                    to: at(view.within.to),
                })
                .collect(),
            notes: page
                .notes
                .iter()
                .map(|note| Note {
                    author: PersonRef::from(&note.author),
                    body: note.body.clone(),
                    at: at(note.at),
                })
                .collect(),
            feeds: page
                .feeds
                .iter()
                .map(|feed| Feed { id: feed.id.0, whose: feed.whose.into(), created_at: at(feed.created_at) })
                .collect(),
        }
    }
}

fn shift(stint: &rota::Stint, person: PersonRef) -> Shift {
    Shift { person, from: stint.within.from.into(), to: stint.within.to.into(), why: stint.why.into() }
}
