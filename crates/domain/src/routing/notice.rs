//! What may disturb somebody: only an emergency that the desk has confirmed, and only on duty.

use serde::{Deserialize, Serialize};

use super::Duty;
use crate::promise::Urgency;
use crate::ticket::{Effect, Impact};

/// How somebody is told of a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// With a sound.
    Sound,
    /// It is there when he looks.
    Quiet,
    /// Not at all: it is not his.
    Nothing,
}

/// How somebody is told of a ticket. `own` says that it is his already.
/// Urgent is what the requester says; triage confirms it by saying whom it hits and how.
pub const fn notice(
    duty: Duty,
    own: bool,
    urgency: Urgency,
    impact: Option<Impact>,
    effect: Option<Effect>,
) -> Notice {
    let confirmed = impact.is_some() && matches!(effect, Some(Effect::Blocked));
    match (duty, urgency) {
        (Duty::First | Duty::Second, Urgency::Urgent) if confirmed => Notice::Sound,
        (Duty::First | Duty::Second, _) => Notice::Quiet,
        (Duty::Off, _) if own => Notice::Quiet,
        (Duty::Off, _) => Notice::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_urgent_and_confirmed_makes_a_sound_and_off_duty_nothing_does() {
        let blocked = (Some(Impact::Team), Some(Effect::Blocked));
        let told = |duty, own, urgency, (impact, effect)| notice(duty, own, urgency, impact, effect);
        assert_eq!(told(Duty::First, false, Urgency::Urgent, blocked), Notice::Sound);
        assert_eq!(told(Duty::First, false, Urgency::Urgent, (None, None)), Notice::Quiet);
        assert_eq!(told(Duty::First, true, Urgency::Normal, blocked), Notice::Quiet);
        assert_eq!(told(Duty::Off, true, Urgency::Urgent, blocked), Notice::Quiet);
        assert_eq!(told(Duty::Off, false, Urgency::Urgent, blocked), Notice::Nothing);
    }
}
