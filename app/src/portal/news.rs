//! The news that the portal's pages listen to: a part of [`domain::live::News`], so that nothing of the desk travels with them.

use domain::ticket::view::{MyPage, TrackerPage};
use serde::Deserialize;

/// News of my requests.
#[derive(Deserialize)]
#[serde(tag = "t", content = "d", rename_all = "snake_case")]
pub enum MineNews {
    Mine(Box<MyPage>),
}

/// News of one tracker.
#[derive(Deserialize)]
#[serde(tag = "t", content = "d", rename_all = "snake_case")]
pub enum TrackerNews {
    /// The page as it is now, with those posts that the browser has not got.
    Tracker(Box<TrackerPage>),
    /// The right to see it has ended.
    Gone,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entities::ticket::sample::{head, page};
    use domain::live::News;

    #[test]
    fn what_the_server_sends_is_what_the_page_reads() {
        let sent = page(head(), Vec::new());
        let text = serde_json::to_string(&News::Tracker(Box::new(sent.clone()))).unwrap();
        let Ok(TrackerNews::Tracker(read)) = serde_json::from_str(&text) else { panic!("{text}") };
        assert_eq!(*read, sent);
        let gone = serde_json::to_string(&News::Gone).unwrap();
        assert!(matches!(serde_json::from_str(&gone), Ok(TrackerNews::Gone)));
    }

    #[test]
    fn news_of_others_are_not_for_this_page() {
        let others = serde_json::to_string(&News::Presence(Vec::new())).unwrap();
        assert!(serde_json::from_str::<TrackerNews>(&others).is_err());
        assert!(serde_json::from_str::<MineNews>(&others).is_err());
    }
}
