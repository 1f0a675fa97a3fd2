//! Webhooks and their deliveries, as programs read and write them.

use domain::webhook::{self, DeliveryView, WebhookView};
use serde::{Deserialize, Serialize};
use service::webhook::NewTarget;
use utoipa::{IntoParams, ToSchema};

use crate::api::time::At;
use crate::api::words::{Content, DeliveryState, DisabledWhy, EventKind};

/// A program that is told what happens.
#[derive(Debug, Serialize, ToSchema)]
pub struct Webhook {
    pub id: i64,
    pub url: String,
    pub content: Content,
    /// Of which events; none means all that its content covers.
    pub events: Vec<EventKind>,
    pub created_at: At,
    pub state: WebhookState,
    /// Failures in a row.
    pub failures: i64,
    pub failing_since: Option<At>,
    /// When it is tried again; null unless it fails.
    pub next_try_at: Option<At>,
    pub disabled_at: Option<At>,
    pub disabled_why: Option<DisabledWhy>,
}

/// How a webhook stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WebhookState {
    Working,
    /// It takes nothing, and is tried again.
    Failing,
    /// It is told nothing.
    Disabled,
}

/// All webhooks, the oldest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Webhooks {
    pub webhooks: Vec<Webhook>,
}

/// A webhook to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWebhook {
    /// An https address on the open internet, unless the operator allows more.
    #[schema(min_length = 1, max_length = 2_000, example = "https://hooks.example.org/deskbell")]
    pub url: String,
    #[serde(default)]
    #[schema(default = "facts")]
    pub content: Option<Content>,
    /// Of which events it is told; none means all that its content covers.
    #[serde(default)]
    pub events: Vec<EventKind>,
    /// `whsec_` and the base64 of 24 to 64 bytes; made where none is given.
    pub secret: Option<String>,
}

/// A webhook that was made, with its secret.
#[derive(Debug, Serialize, ToSchema)]
pub struct MadeWebhook {
    #[serde(flatten)]
    pub webhook: Webhook,
    /// With which messages are signed. No other answer tells it.
    pub secret: String,
}

/// One message, with its tries.
#[derive(Debug, Serialize, ToSchema)]
pub struct Delivery {
    /// The `webhook-id` that the receiver sees, the same for every try.
    pub message: String,
    /// The reference of the ticket; null for a test.
    pub ticket: Option<String>,
    /// What happened; null for a test.
    pub event: Option<EventKind>,
    pub created_at: At,
    pub state: DeliveryState,
    pub tries: i64,
    pub last_try_at: Option<At>,
    /// Null unless it waits.
    pub next_try_at: Option<At>,
    /// Why the last try failed: an HTTP status such as `503`, or `forbidden` (an address that is not called), `no_such_host`,
    /// `unreachable`, `tls`, `timed_out`, `garbled`.
    pub trouble: Option<String>,
}

/// A page of deliveries, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeliveryPage {
    pub deliveries: Vec<Delivery>,
    /// Send it as `cursor` for older ones; null on the last page.
    pub next: Option<String>,
}

/// Where a page of deliveries begins.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DeliveryQuery {
    /// The `next` of the page before.
    pub cursor: Option<String>,
    /// How many deliveries at most.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u32>,
}

impl From<NewWebhook> for NewTarget {
    fn from(new: NewWebhook) -> NewTarget {
        NewTarget {
            url: new.url,
            kinds: new.events.into_iter().map(Into::into).collect(),
            content: new.content.map(Into::into).unwrap_or_default(),
            secret: new.secret,
        }
    }
}

impl From<WebhookView> for Webhook {
    fn from(view: WebhookView) -> Webhook {
        let mut webhook = Webhook {
            id: view.id.0,
            url: view.url,
            content: view.content.into(),
            events: view.kinds.into_iter().map(EventKind::from).collect(),
            created_at: view.created_at.into(),
            state: WebhookState::Working,
            failures: 0,
            failing_since: None,
            next_try_at: None,
            disabled_at: None,
            disabled_why: None,
        };
        match view.standing {
            webhook::Standing::Working => {}
            webhook::Standing::Failing { failures, since, next_at } => {
                webhook.state = WebhookState::Failing;
                webhook.failures = failures;
                webhook.failing_since = Some(since.into());
                webhook.next_try_at = Some(next_at.into());
            }
            webhook::Standing::Disabled { at, why } => {
                webhook.state = WebhookState::Disabled;
                webhook.disabled_at = Some(at.into());
                webhook.disabled_why = Some(why.into());
            }
        }
        webhook
    }
}

impl From<DeliveryView> for Delivery {
    fn from(sent: DeliveryView) -> Delivery {
        let waits = sent.state == webhook::DeliveryState::Waiting;
        Delivery {
            message: sent.message,
            ticket: sent.event.map(|(ticket, _)| ticket.to_string()),
            event: sent.event.map(|(_, kind)| kind.into()),
            created_at: sent.created_at.into(),
            state: sent.state.into(),
            tries: sent.tries,
            last_try_at: sent.last_at.map(At::from),
            next_try_at: Some(sent.next_at).filter(|_| waits).map(At::from),
            trouble: sent.trouble.map(webhook::Trouble::stored),
        }
    }
}
