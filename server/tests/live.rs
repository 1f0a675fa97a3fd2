//! Live streams: what happened reaches an open page within a second, and nobody hears what is not his.

use std::time::Duration;

use app::wire::{Kind, Letter};
use domain::person::PersonChip;
use domain::ticket::queue::QueueNews;
use domain::ticket::view::{MyPage, TicketPage, TrackerPage};
use domain::wall::Wall;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::client::{Ask, Client, Part, parse_head};
use crate::desk::TestDesk;

const CANARY: &str = "xk7-canary-of-the-staff";

/// An open stream.
pub struct Listening {
    stream: TcpStream,
    text: String,
    pub status: u16,
    pub headers: Vec<(String, String)>,
}

#[derive(Clone, Debug)]
pub struct Heard {
    id: Option<i64>,
    event: String,
    pub letter: Letter,
}

impl Heard {
    /// Every word of it.
    pub fn words(&self) -> String {
        match self.letter.kind {
            Kind::Mine => format!("{:?}", self.letter.open::<MyPage>()),
            Kind::Tracker => format!("{:?}", self.letter.open::<TrackerPage>()),
            Kind::Ticket => format!("{:?}", self.letter.open::<TicketPage>()),
            Kind::Queue => format!("{:?}", self.letter.open::<QueueNews>()),
            Kind::Picture => format!("{:?}", self.letter.open::<Wall>()),
            Kind::Presence => format!("{:?}", self.letter.open::<Vec<PersonChip>>()),
            Kind::Beat | Kind::Build | Kind::Gone => String::new(),
        }
    }
}

impl Listening {
    pub async fn open(client: &Client, path: &str, last: Option<i64>) -> Listening {
        let mut ask = Ask::new("GET", path).header("accept", "text/event-stream");
        if let Some(last) = last {
            ask = ask.header("last-event-id", &last.to_string());
        }
        let stream = client.open(ask).await.unwrap();
        let mut listening = Listening { stream, text: String::new(), status: 0, headers: Vec::new() };
        let head = listening.until("\r\n\r\n", Duration::from_secs(5)).await.expect("an answer");
        (listening.status, listening.headers) = parse_head(head.as_bytes()).unwrap();
        listening
    }

    /// The next message that is no beat.
    pub async fn news(&mut self, within: Duration) -> Option<Heard> {
        timeout(within, async {
            loop {
                let heard = self.event().await?;
                if !matches!(heard.letter.kind, Kind::Beat | Kind::Presence | Kind::Build) {
                    return Some(heard);
                }
            }
        })
        .await
        .ok()
        .flatten()
    }

    /// The next message of any kind; none when the stream has ended.
    pub async fn event(&mut self) -> Option<Heard> {
        loop {
            let text = self.until("\n\n", Duration::from_secs(30)).await?;
            let field = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
            let Some(data) = field("data:") else { continue };
            return Some(Heard {
                id: field("id:").and_then(|id| id.parse().ok()),
                event: field("event:").unwrap_or_default().to_owned(),
                letter: Letter::read(data).unwrap(),
            });
        }
    }

    async fn until(&mut self, end: &str, within: Duration) -> Option<String> {
        let mut bytes = [0; 4096];
        loop {
            if let Some((piece, rest)) = self.text.split_once(end) {
                let (piece, rest) = (piece.to_owned(), rest.to_owned());
                self.text = rest;
                return Some(piece);
            }
            let read = timeout(within, self.stream.read(&mut bytes)).await.ok()?.ok()?;
            if read == 0 {
                return None;
            }
            self.text.push_str(&String::from_utf8_lossy(&bytes[..read]));
        }
    }
}

async fn write(client: &Client, reference: &str, kind: &str, body: &str) {
    let fields = [Part::Text("kind", kind), Part::Text("body", body)];
    let answer = client.multipart(&format!("/t/{reference}/post"), &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
}

#[tokio::test]
async fn a_reply_reaches_the_open_page_of_a_guest_within_a_second() {
    let desk = TestDesk::start().await;
    let (reference, key) = desk.guest_ticket("The door does not open").await;
    let path = format!("/live/t/{reference}?k={key}");
    let mut page = Listening::open(&desk.nobody(), &path, None).await;
    assert_eq!(page.status, 200);
    let header =
        |name: &str| page.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    assert_eq!(header("content-type"), Some("text/event-stream"));
    assert_eq!(header("cache-control"), Some("no-store"));
    assert_eq!(header("x-accel-buffering"), Some("no"));
    page.news(Duration::from_secs(5)).await.expect("the page as it is");
    write(&desk.person("bo"), &reference, "reply", "We are on our way").await;
    let heard = page.news(Duration::from_secs(1)).await.expect("within a second");
    assert_eq!((heard.event.as_str(), heard.letter.kind), ("message", Kind::Tracker));
    assert!(heard.id.is_some() && heard.words().contains("We are on our way"), "{heard:?}");
}

#[tokio::test]
async fn a_note_never_reaches_the_requesters_side() {
    let desk = TestDesk::start().await;
    let (reference, key) = desk.guest_ticket("The door does not open").await;
    let ana = desk.ticket_of("ana", "The lift is stuck").await;
    let mut streams = vec![
        Listening::open(&desk.nobody(), &format!("/live/t/{reference}?k={key}"), None).await,
        Listening::open(&desk.person("ana"), &format!("/live/t/{ana}"), None).await,
        Listening::open(&desk.person("ana"), "/live/my", None).await,
    ];
    let mut desks = Listening::open(&desk.person("cy"), &format!("/live/desk/t/{reference}"), None).await;
    for reference in [&reference, &ana] {
        write(&desk.person("bo"), reference, "note", CANARY).await;
        write(&desk.person("bo"), reference, "reply", "the-end-of-what-is-heard").await;
    }
    for stream in &mut streams {
        let mut heard = String::new();
        let mut is_mine = false;
        while !(heard.contains("the-end-of-what-is-heard") || is_mine) {
            let news = stream.news(Duration::from_secs(5)).await.unwrap_or_else(|| panic!("only {heard}"));
            is_mine = news.letter.kind == Kind::Mine;
            heard.push_str(&news.words());
        }
        assert!(!heard.contains(CANARY), "{heard}");
    }
    let mut heard = String::new();
    while !heard.contains(CANARY) {
        heard.push_str(&desks.news(Duration::from_secs(5)).await.expect("the desk hears notes").words());
    }
}

#[tokio::test]
async fn a_browser_that_was_away_hears_exactly_what_it_missed() {
    let desk = TestDesk::start().await;
    let reference = desk.ticket_of("ana", "The lift is stuck").await;
    let path = format!("/live/t/{reference}");
    let ana = desk.person("ana");
    let mut before = Listening::open(&ana, &path, None).await;
    before.news(Duration::from_secs(5)).await.expect("the page as it is");
    write(&ana, &reference, "answer", "seen-before-it-left").await;
    let last = before.news(Duration::from_secs(5)).await.unwrap().id.expect("a message has a number");
    drop(before);
    write(&ana, &reference, "answer", "missed-one").await;
    write(&desk.person("bo"), &reference, "note", CANARY).await;
    write(&desk.person("bo"), &reference, "reply", "missed-two").await;
    // What the browser itself has seen wins over what the page had when it was drawn.
    let mut after = Listening::open(&ana, &format!("{path}?after=0"), Some(last)).await;
    let mut heard = String::new();
    while !heard.contains("missed-two") {
        let news = after.news(Duration::from_secs(5)).await.unwrap_or_else(|| panic!("only {heard}"));
        assert!(news.id.unwrap() > last);
        heard.push_str(&news.words());
    }
    assert_eq!(heard.matches("missed-one").count(), 1, "{heard}");
    assert!(!heard.contains("seen-before-it-left") && !heard.contains(CANARY), "{heard}");
}

#[tokio::test]
async fn nobody_opens_a_stream_that_is_not_his() {
    let desk = TestDesk::start().await;
    let reference = desk.ticket_of("ana", "The lift is stuck").await;
    let status = async |client: Client, path: &str| Listening::open(&client, path, None).await.status;
    let tracker = format!("/live/t/{reference}");
    assert_eq!(status(desk.person("dan"), &tracker).await, 404);
    assert_eq!(status(desk.nobody(), &tracker).await, 404);
    assert_eq!(status(desk.person("dan"), &format!("{tracker}?after=1")).await, 404);
    assert_eq!(status(desk.person("ana"), &format!("/live/desk{}?after=1", &tracker[5..])).await, 404);
    assert_eq!(status(desk.nobody(), "/live/my?after=1").await, 401);
    assert_eq!(status(desk.person("ana"), "/live/desk?after=1").await, 403);
    assert_eq!(status(desk.nobody(), "/live/my").await, 401);
    assert_eq!(status(desk.nobody(), "/live/desk").await, 401);
    assert_eq!(status(desk.person("ana"), "/live/desk").await, 403);
    assert_eq!(status(desk.person("bo"), "/live/desk").await, 200);
    assert_eq!(status(desk.nobody(), "/live/wall?token=guessed").await, 404);
    assert_eq!(status(desk.person("bo"), "/live/t/nonsense").await, 404);
}

/// Opens streams until one is refused; those that are open, and the refusal.
async fn as_many_as_fit(client: &Client, path: &str) -> (Vec<Listening>, Listening) {
    let mut open = Vec::new();
    loop {
        let stream = Listening::open(client, path, None).await;
        match stream.status {
            200 => open.push(stream),
            _ => return (open, stream),
        }
    }
}

#[tokio::test]
async fn nobody_has_more_streams_than_his_share_and_a_seat_is_free_again_when_one_ends() {
    let desk = TestDesk::start().await;
    let (reference, key) = desk.guest_ticket("The door does not open").await;
    let (other, other_key) = desk.guest_ticket("The window does not close").await;
    let ana = desk.person("ana");
    for (client, path) in
        [(&ana, "/live/my".to_owned()), (&desk.nobody(), format!("/live/t/{reference}?k={key}"))]
    {
        let (mut open, refused) = as_many_as_fit(client, &path).await;
        assert_eq!((open.len(), refused.status), (32, 429));
        assert!(refused.headers.iter().any(|(name, value)| name == "retry-after" && value == "10"));
        open.pop();
        let again = async { while Listening::open(client, &path, None).await.status != 200 {} };
        timeout(Duration::from_secs(10), again).await.expect("its seat is free");
        assert_eq!(Listening::open(&desk.person("bo"), "/live/desk", None).await.status, 200);
        let beside = format!("/live/t/{other}?k={other_key}");
        assert_eq!(Listening::open(&desk.nobody(), &beside, None).await.status, 200);
    }
}

#[tokio::test]
async fn the_wall_shows_a_new_ticket_within_two_seconds() {
    let desk = TestDesk::start().await;
    let ctx = service::Ctx::system(desk.service.clone());
    let role = store::token::TokenRole::Wall(domain::access::WallProfile::Hall);
    let token = service::token::create(&ctx, "hall", role).await.unwrap();
    let mut wall = Listening::open(&desk.nobody(), &format!("/live/wall?token={token}"), None).await;
    let open = |heard: &Heard| heard.letter.open::<Wall>().map(|wall| wall.open);
    let first =
        wall.news(Duration::from_secs(5)).await.and_then(|heard| open(&heard)).expect("a picture at once");
    desk.ticket_of("ana", CANARY).await;
    let picture = wall.news(Duration::from_secs(2)).await.expect("another picture");
    assert_eq!(open(&picture), Some(first + 1));
    assert!(!picture.words().contains(CANARY), "a wall shows no words of a requester");
}

#[tokio::test]
async fn a_stream_ends_when_its_session_does() {
    let desk = TestDesk::start().await;
    let ana = desk.person("ana");
    let mut stream = Listening::open(&ana, "/live/my", None).await;
    stream.news(Duration::from_secs(5)).await.expect("the page as it is");
    ana.form("/sign-out", &[]).await;
    desk.ticket_of("bo", "Something happens").await;
    let heard = async {
        while let Some(heard) = stream.event().await {
            if heard.letter.kind == Kind::Gone {
                return true;
            }
        }
        false
    };
    assert!(timeout(Duration::from_secs(40), heard).await.expect("it ends"), "it says that it is over");
}
