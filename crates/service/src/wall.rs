//! The picture on the wall, counted at most once for every change and shared by all screens.

use domain::access::{Actor, Capability, Relation, WallProfile, allows};
use domain::category::ServiceState;
use domain::fault::Fault;
use domain::ids::EventSeq;
use domain::time::{DAY, SECOND, UnixMs};
use domain::wall::{SMALL_GROUP, Trouble, Wall};
use store::wall::Counts;
use tokio::sync::Mutex;

use crate::ctx::{Ctx, Service};
use crate::error::Result;
use crate::token;
use crate::view::{clock, midnight, on_duty};

/// How many promises the staff room's wall shows by number.
const MAX_NEXT: i64 = 6;
/// "Late" and "soon" change by time alone: a picture older than this is counted again.
const COUNTED_FOR: domain::time::Millis = SECOND.times(10);

/// The last picture that was counted, for whoever asks next.
#[derive(Default)]
pub(crate) struct Counted {
    last: Mutex<Option<(EventSeq, u64, Wall)>>,
}

impl Counted {
    /// The next picture is counted anew: something changed that is no event of a ticket.
    pub(crate) async fn forget(&self) {
        *self.last.lock().await = None;
    }
}

/// The picture for a screen with this token, or for somebody of the desk without one.
/// A token that is unknown or revoked finds nothing.
pub async fn picture(ctx: &Ctx, token: Option<&str>) -> Result<Wall> {
    let profile = profile(ctx, token).await?;
    let staff = counted(&ctx.service).await?;
    Ok(match profile {
        WallProfile::Staff => staff,
        WallProfile::Hall => Wall { profile, next: Vec::new(), ..staff },
    })
}

/// What this screen may show. Asked again for every picture, so that a revoked token blanks its screen.
pub(crate) async fn profile(ctx: &Ctx, token: Option<&str>) -> Result<WallProfile> {
    let actor = match token {
        Some(token) => token::actor(&ctx.service, token).await?.unwrap_or(Actor::Nobody),
        None => ctx.actor,
    };
    match actor {
        Actor::Wall { profile } => Ok(profile),
        actor if allows(actor, Capability::SeeWall, Relation::None) => Ok(WallProfile::Staff),
        _ => Err(Fault::NotFound.into()),
    }
}

/// Share of promises kept, in percent; none where too few ended to say anything.
pub(crate) fn kept_percent(counts: &Counts) -> Option<i64> {
    (counts.ended_30d >= SMALL_GROUP).then(|| counts.kept_30d * 100 / counts.ended_30d.max(1))
}

async fn counted(service: &Service) -> Result<Wall> {
    let now = service.now();
    let seq = *service.committed().borrow();
    let present = *service.presence().changed().borrow();
    let mut last = service.wall().last.lock().await;
    if let Some((known, here, wall)) = &*last
        && *known == seq
        && *here == present
        && now - wall.as_of < COUNTED_FOR
    {
        return Ok(Wall { as_of: now, ..wall.clone() });
    }
    let wall = count(service, now).await?;
    *last = Some((seq, present, wall.clone()));
    Ok(wall)
}

async fn count(service: &Service, now: UnixMs) -> Result<Wall> {
    let mut tx = service.store().read().await?;
    let settings = service.settings();
    let counts = store::wall::counts(&mut tx, now, midnight(&settings, now), now - DAY.times(30)).await?;
    let coverage = service.promises().open(None, now - DAY, now + DAY.times(14));
    Ok(Wall {
        profile: WallProfile::Staff,
        as_of: now,
        company: settings.company.clone(),
        phone: settings.phone.clone(),
        opening: coverage.at(now),
        trouble: trouble(&mut tx).await?,
        open: counts.open,
        unanswered: counts.unanswered,
        waiting: counts.waiting,
        late: counts.late,
        soon: counts.soon,
        came_today: counts.came_today,
        resolved_today: counts.resolved_today,
        kept_percent: kept_percent(&counts),
        next: store::wall::next(&mut tx, MAX_NEXT).await?,
        on_duty: on_duty(&mut tx, service).await?,
        clock: clock(&settings, None, now),
        build: service.build().to_owned(),
    })
}

async fn trouble(tx: &mut store::Tx) -> Result<Vec<Trouble>> {
    let mut trouble: Vec<Trouble> = store::service::troubles(tx)
        .await?
        .into_iter()
        .map(|(service, since)| Trouble { service: service.name, state: service.state, since })
        .collect();
    trouble.sort_by_key(|trouble| (trouble.state != ServiceState::Down, trouble.since));
    Ok(trouble)
}
