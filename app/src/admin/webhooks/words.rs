//! The words of webhooks: kinds of events, how a target stands, why something was not taken.

use domain::webhook::{Content, DeliveryState, DisabledWhy, EventKind, Trouble};

use crate::i18n::Admin;

pub fn content(t: Admin, content: Content) -> &'static str {
    match content {
        Content::Facts => t.hook_facts(),
        Content::Staff => t.hook_staff(),
    }
}

pub fn state(t: Admin, state: DeliveryState) -> &'static str {
    match state {
        DeliveryState::Waiting => t.hook_waiting(),
        DeliveryState::Delivered => t.hook_delivered(),
        DeliveryState::GivenUp => t.hook_given_up(),
    }
}

pub fn disabled(t: Admin, why: DisabledWhy) -> &'static str {
    match why {
        DisabledWhy::Admin => t.hook_disabled_admin(),
        DisabledWhy::Failing => t.hook_disabled_failing(),
        DisabledWhy::Gone => t.hook_disabled_gone(),
    }
}

pub fn trouble(t: Admin, trouble: Trouble) -> String {
    match trouble {
        Trouble::Status(status) => t.hook_trouble_status(&status.to_string()),
        Trouble::Forbidden => t.hook_trouble_forbidden().into(),
        Trouble::NoSuchHost => t.hook_trouble_no_such_host().into(),
        Trouble::Unreachable => t.hook_trouble_unreachable().into(),
        Trouble::Tls => t.hook_trouble_tls().into(),
        Trouble::TimedOut => t.hook_trouble_timed_out().into(),
        Trouble::Garbled => t.hook_trouble_garbled().into(),
    }
}

pub fn kind(t: Admin, kind: EventKind) -> &'static str {
    match kind {
        EventKind::Created => t.event_created(),
        EventKind::Promised => t.event_promised(),
        EventKind::Answered => t.event_answered(),
        EventKind::Replied => t.event_replied(),
        EventKind::Noted => t.event_noted(),
        EventKind::Triaged => t.event_triaged(),
        EventKind::Assigned => t.event_assigned(),
        EventKind::WaitStarted => t.event_wait_started(),
        EventKind::WaitEnded => t.event_wait_ended(),
        EventKind::Alarmed => t.event_alarmed(),
        EventKind::Escalated => t.event_escalated(),
        EventKind::Resolved => t.event_resolved(),
        EventKind::Reopened => t.event_reopened(),
        EventKind::Closed => t.event_closed(),
        EventKind::Cancelled => t.event_cancelled(),
        EventKind::MergedInto => t.event_merged_into(),
        EventKind::MergedFrom => t.event_merged_from(),
        EventKind::Linked => t.event_linked(),
        EventKind::WatcherAdded => t.event_watcher_added(),
        EventKind::WatcherRemoved => t.event_watcher_removed(),
        EventKind::Imported => t.event_imported(),
    }
}
