//! The names of what a ticket can be.

use domain::locale::Language;
use domain::ticket::{Ball, Channel, Effect, Impact, Kind, Level, Place, Status, WaitingOn};
use ui::Icon;

use crate::i18n::Common;

pub fn status(language: Language, status: Status) -> &'static str {
    let t = Common::from(language);
    match status {
        Status::New => t.status_new(),
        Status::Open => t.status_open(),
        Status::Waiting => t.status_waiting(),
        Status::Resolved => t.status_resolved(),
        Status::Closed => t.status_closed(),
        Status::Cancelled => t.status_cancelled(),
    }
}

pub const fn status_icon(status: Status) -> Icon {
    match status {
        Status::New => Icon::New,
        Status::Open => Icon::Open,
        Status::Waiting => Icon::Pause,
        Status::Resolved => Icon::Check,
        Status::Closed => Icon::Kept,
        Status::Cancelled => Icon::Cross,
    }
}

pub fn waiting_on(language: Language, on: WaitingOn) -> &'static str {
    let t = Common::from(language);
    match on {
        WaitingOn::Requester => t.waiting_requester(),
        WaitingOn::Approval => t.waiting_approval(),
        WaitingOn::Supplier => t.waiting_supplier(),
        WaitingOn::Parts => t.waiting_parts(),
    }
}

pub fn ball(language: Language, ball: Ball) -> &'static str {
    let t = Common::from(language);
    match ball {
        Ball::Requester => t.ball_requester(),
        Ball::Desk => t.ball_desk(),
        Ball::Approver => t.ball_approver(),
        Ball::Supplier => t.ball_supplier(),
    }
}

pub fn kind(language: Language, kind: Kind) -> &'static str {
    let t = Common::from(language);
    match kind {
        Kind::Incident => t.kind_incident(),
        Kind::Request => t.kind_request(),
    }
}

pub fn kind_short(language: Language, kind: Kind) -> &'static str {
    let t = Common::from(language);
    match kind {
        Kind::Incident => t.kind_incident_short(),
        Kind::Request => t.kind_request_short(),
    }
}

pub fn channel(language: Language, channel: Channel) -> &'static str {
    let t = Common::from(language);
    match channel {
        Channel::Portal => t.channel_portal(),
        Channel::Email => t.channel_email(),
        Channel::Phone => t.channel_phone(),
        Channel::WalkUp => t.channel_walk_up(),
        Channel::Chat => t.channel_chat(),
        Channel::Bot => t.channel_bot(),
        Channel::Api => t.channel_api(),
    }
}

pub fn impact(language: Language, impact: Impact) -> &'static str {
    let t = Common::from(language);
    match impact {
        Impact::Me => t.impact_me(),
        Impact::Team => t.impact_team(),
        Impact::Everyone => t.impact_everyone(),
    }
}

pub fn effect(language: Language, effect: Effect) -> &'static str {
    let t = Common::from(language);
    match effect {
        Effect::Blocked => t.effect_blocked(),
        Effect::Slowed => t.effect_slowed(),
        Effect::Fine => t.effect_fine(),
    }
}

pub fn place(language: Language, place: Place) -> &'static str {
    let t = Common::from(language);
    match place {
        Place::Remote => t.place_remote(),
        Place::Desk => t.place_desk(),
        Place::OnSite => t.place_on_site(),
        Place::Depot => t.place_depot(),
    }
}

pub fn level(language: Language, level: Level) -> &'static str {
    let t = Common::from(language);
    match level {
        Level::One => t.level_one(),
        Level::Two => t.level_two(),
        Level::Three => t.level_three(),
    }
}
