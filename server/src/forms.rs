//! The forms that pages send to addresses of their own: asking, writing, signing in and out, setting up.

use app::routes;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use domain::fault::Fault;
use domain::ids::{EventSeq, ServiceId, TicketId};
use domain::promise::{Need, Urgency};
use service::Ctx;
use service::session::SignedIn;
use service::setup::SetUp;
use service::ticket::{Ask, Posting, Then, Writing};

use crate::desk::Desk;
use crate::multipart::Form;
use crate::submission::{Done, Submission};
use crate::{answer, cookie};

/// `POST /new`
pub async fn ask(State(desk): State<Desk>, request: Request) -> Response {
    let (submission, mut form) = match Submission::read(&desk, request).await {
        Ok(read) => read,
        Err(refused) => return refused,
    };
    let outcome = asked(&desk, &submission.visitor.ctx, &mut form).await;
    submission.finish(outcome, form, routes::ASK).await
}

async fn asked(desk: &Desk, ctx: &Ctx, form: &mut Form) -> service::Result<Done> {
    let _turn = turn(desk, form).await;
    let files = form.uploads().await?;
    let ask = Ask {
        body: form.get("body").to_owned(),
        urgency: if form.given("urgent").is_some() { Urgency::Urgent } else { Urgency::Normal },
        urgent_reason: form.get("urgent_reason").to_owned(),
        name: form.get("name").to_owned(),
        email: form.get("email").to_owned(),
        key: form.given("key").map(str::to_owned),
        service: form.given("service").and_then(|id| id.parse().ok()).map(ServiceId),
        needs: Need::ALL
            .into_iter()
            .filter(|need| form.given(&format!("needs_{}", need.as_str())).is_some())
            .collect(),
        wanted_by: form.get("wanted_by").to_owned(),
        escalation: form.get("escalation").to_owned(),
        files,
    };
    let asked = service::ticket::ask(ctx, ask).await?;
    Ok(Done::to(routes::tracker(asked.ticket, asked.guest_key.as_deref())))
}

/// `POST /t/{ref}/post`
pub async fn post(State(desk): State<Desk>, Path(reference): Path<String>, request: Request) -> Response {
    let (submission, mut form) = match Submission::read(&desk, request).await {
        Ok(read) => read,
        Err(refused) => return refused,
    };
    let outcome = posted(&desk, &submission.visitor.ctx, &reference, &mut form).await;
    let at = match (reference.parse::<TicketId>(), writing(&form)) {
        (Ok(ticket), Writing::Answer) => routes::tracker(ticket, form.given("k")),
        (Ok(ticket), Writing::Reply | Writing::Note) => routes::ticket(ticket),
        (Err(_), _) => routes::HOME.to_owned(),
    };
    submission.finish(outcome, form, &at).await
}

async fn posted(desk: &Desk, ctx: &Ctx, reference: &str, form: &mut Form) -> service::Result<Done> {
    let ticket: TicketId = reference.parse().map_err(|_| Fault::NotFound)?;
    let ctx = service::guest::enter(ctx, ticket, form.get("k")).await?;
    let _turn = turn(desk, form).await;
    let files = form.uploads().await?;
    let writing = writing(form);
    let posting = Posting {
        writing,
        body: form.get("body").to_owned(),
        key: form.given("key").map(str::to_owned),
        seen: form.given("seen").and_then(|seq| seq.parse().ok()).map(EventSeq),
        then: match form.get("then") {
            "wait_requester" => Then::WaitRequester,
            "resolve" => Then::Resolve,
            _ => Then::Nothing,
        },
        files,
    };
    let posted = service::ticket::post(&ctx, ticket, posting).await?;
    let own_key = if posted.ticket == ticket { form.given("k") } else { None };
    let to = match writing {
        Writing::Answer => routes::tracker(posted.ticket, posted.guest_key.as_deref().or(own_key)),
        Writing::Reply | Writing::Note => routes::ticket(posted.ticket),
    };
    Ok(Done { seq: Some(posted.seq), ..Done::to(to) })
}

fn writing(form: &Form) -> Writing {
    match form.get("kind") {
        "reply" => Writing::Reply,
        "note" => Writing::Note,
        _ => Writing::Answer,
    }
}

/// `POST /sign-in`
pub async fn sign_in(State(desk): State<Desk>, request: Request) -> Response {
    let (submission, form) = match Submission::read(&desk, request).await {
        Ok(read) => read,
        Err(refused) => return refused,
    };
    let ctx = &submission.visitor.ctx;
    let next = form.given("next").and_then(answer::own_path).map(str::to_owned);
    let at = match &next {
        Some(next) => format!("{}?next={}", routes::SIGN_IN, routes::encode(next)),
        None => routes::SIGN_IN.to_owned(),
    };
    let outcome = service::session::sign_in(ctx, form.get("email"), form.get("password")).await;
    let outcome = outcome.map(|signed_in| {
        let next = next.unwrap_or_else(|| first_page(&signed_in).to_owned());
        welcome(&desk, ctx, &signed_in, next)
    });
    submission.finish(outcome, form, &at).await
}

/// `POST /sign-out`
pub async fn sign_out(State(desk): State<Desk>, request: Request) -> Response {
    let (submission, form) = match Submission::read(&desk, request).await {
        Ok(read) => read,
        Err(refused) => return refused,
    };
    let outcome = match service::session::sign_out(&submission.visitor.ctx).await {
        // Whoever is not signed in has what he wants.
        Ok(()) | Err(service::Error { fault: Fault::SignIn, .. }) => {
            Ok(Done { cookie: cookie::no_session(desk.public()), ..Done::to(routes::HOME) })
        }
        Err(error) => Err(error),
    };
    submission.finish(outcome, form, routes::HOME).await
}

/// `POST /set-up`
pub async fn set_up(State(desk): State<Desk>, request: Request) -> Response {
    let (submission, form) = match Submission::read(&desk, request).await {
        Ok(read) => read,
        Err(refused) => return refused,
    };
    let ctx = &submission.visitor.ctx;
    let field = |name: &str| form.get(name).to_owned();
    let set_up = SetUp {
        token: field("token"),
        name: field("name"),
        email: field("email"),
        password: field("password"),
        company: field("company"),
        phone: field("phone"),
        place: field("place"),
        zone: field("zone"),
        language: field("language"),
    };
    let outcome = service::setup::finish(ctx, set_up).await;
    let outcome = outcome.map(|signed_in| welcome(&desk, ctx, &signed_in, routes::ADMIN.to_owned()));
    let at = format!("{}?token={}", routes::SET_UP, routes::encode(form.get("token")));
    submission.finish(outcome, form, &at).await
}

/// `POST /set-password`
pub async fn set_password(State(desk): State<Desk>, request: Request) -> Response {
    let (submission, form) = match Submission::read(&desk, request).await {
        Ok(read) => read,
        Err(refused) => return refused,
    };
    let ctx = &submission.visitor.ctx;
    let outcome = service::reset::set_password(ctx, form.get("token"), form.get("password")).await;
    let outcome = outcome.map(|signed_in| welcome(&desk, ctx, &signed_in, first_page(&signed_in).to_owned()));
    let at = format!("{}?token={}", routes::SET_PASSWORD, routes::encode(form.get("token")));
    submission.finish(outcome, form, &at).await
}

/// Where somebody begins who has come in.
fn first_page(signed_in: &SignedIn) -> &'static str {
    if signed_in.roles.works_at_desk() { routes::QUEUE } else { routes::HOME }
}

fn welcome(desk: &Desk, ctx: &Ctx, signed_in: &SignedIn, to: String) -> Done {
    let cookie = cookie::session(&signed_in.token, ctx.now(), signed_in.expires_at, desk.public());
    Done { cookie, ..Done::to(to) }
}

/// Forms with files take turns in memory.
pub async fn turn(desk: &Desk, form: &Form) -> Option<tokio::sync::OwnedSemaphorePermit> {
    if form.has_files() { desk.in_memory().clone().acquire_owned().await.ok() } else { None }
}
