//! What several streams are told alike is drawn once for all of them, as when thousands follow one ticket.

use std::sync::{Arc, Mutex, PoisonError};

use domain::access::Actor;
use domain::ids::EventSeq;
use domain::live::{News, Topic};
use domain::locale::Language;
use domain::time::{SECOND, UnixMs};
use futures::future::BoxFuture;
use tokio::sync::OnceCell;

use crate::ctx::Ctx;
use crate::error::Result;

/// What makes one page like another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Likeness {
    topic: Topic,
    actor: Actor,
    language: Language,
    after: EventSeq,
    head: EventSeq,
    /// Pages tell the time.
    second: i64,
}

/// Pages that were drawn a moment ago, or are being drawn.
#[derive(Debug, Default)]
pub(crate) struct Alike {
    drawn: Mutex<Vec<(Likeness, Arc<OnceCell<News>>)>>,
}

impl Alike {
    /// What a topic tells this actor after an event, drawn by whoever asks first while the others wait, who need no room
    /// for drawing. A failure is only his: the next one tries again.
    pub async fn page<'a>(
        &self,
        ctx: &'a Ctx,
        topic: Topic,
        after: EventSeq,
        draw: impl FnOnce() -> BoxFuture<'a, Result<News>>,
    ) -> Result<News> {
        let likeness = Likeness {
            topic,
            actor: ctx.actor,
            language: ctx.language,
            after,
            head: *ctx.service.committed().borrow(),
            second: second(ctx.now()),
        };
        self.cell(likeness).get_or_try_init(draw).await.cloned()
    }

    fn cell(&self, likeness: Likeness) -> Arc<OnceCell<News>> {
        let mut drawn = self.drawn.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, cell)) = drawn.iter().find(|(known, _)| *known == likeness) {
            return cell.clone();
        }
        drawn.retain(|(known, _)| known.second == likeness.second);
        let cell = Arc::<OnceCell<News>>::default();
        drawn.push((likeness, cell.clone()));
        cell
    }
}

fn second(now: UnixMs) -> i64 {
    now.0.div_euclid(SECOND.0)
}
