//! Many open trackers of one ticket: each gets every post once and in order, though the desk is killed meanwhile.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use app::wire::Letter;
use domain::ids::PostId;
use domain::ticket::view::TrackerPage;
use tokio::io::AsyncReadExt as _;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout};

use crate::client::{Ask, Client, Part};
use crate::desk::{Folder, reference};
use crate::many_streams::{raise_file_limit, resident};
use crate::program::Program;
use crate::scale;

/// Posts that are written before the kill, while nobody listens, and afterwards.
const POSTS: [usize; 3] = [5, 3, 5];

/// What the readers of all streams have been told, by reader.
type Told = Arc<Mutex<HashMap<usize, Vec<PostId>>>>;

/// A reader as a browser is one: it comes again to whoever serves, and says what it has heard last.
async fn read(n: usize, path: String, mut desk: watch::Receiver<Option<Client>>, told: Told) {
    let mut last = None;
    loop {
        let client = desk.wait_for(Option::is_some).await.ok().and_then(|client| client.clone());
        let Some(client) = client else { return };
        listen(n, &path, &client, &mut last, &told).await;
        // Whoever loses his line asks again when there is somebody to ask.
        if desk.changed().await.is_err() {
            return;
        }
    }
}

async fn listen(n: usize, path: &str, client: &Client, last: &mut Option<String>, told: &Told) {
    let mut ask = Ask::new("GET", path).header("accept", "text/event-stream");
    // Each from an address of his own, as a proxy tells it: of one address there is only room for some.
    ask = ask.header("x-forwarded-for", &format!("10.{}.{}.{}", n / 62_500, n / 250 % 250, n % 250));
    if let Some(last) = last.as_deref() {
        ask = ask.header("last-event-id", last);
    }
    let Ok(mut stream) = client.open(ask).await else { return };
    let (mut text, mut bytes) = (String::new(), vec![0; 4096]);
    while let Ok(read @ 1..) = stream.read(&mut bytes).await {
        text.push_str(&String::from_utf8_lossy(&bytes[..read]));
        while let Some((message, rest)) = text.split_once("\n\n") {
            let field = |name: &str| message.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
            if let Some(page) =
                field("data:").and_then(Letter::read).and_then(|letter| letter.open::<TrackerPage>())
            {
                let posts = page.thread.iter().map(|post| post.id);
                told.lock().unwrap().entry(n).or_default().extend(posts);
            }
            if let Some(id) = field("id:") {
                *last = Some(id.to_owned());
            }
            text = rest.to_owned();
        }
    }
}

/// Waits until every reader was told so many posts.
async fn until_all_have(told: &Told, readers: usize, posts: usize, within: Duration) {
    let all = async {
        loop {
            let had = told.lock().unwrap().values().filter(|ids| ids.len() >= posts).count();
            if had >= readers {
                return;
            }
            tokio::task::yield_now().await;
        }
    };
    if timeout(within, all).await.is_err() {
        let had = told.lock().unwrap().values().filter(|ids| ids.len() >= posts).count();
        panic!("only {had} of {readers} were told {posts} posts");
    }
}

async fn answer(client: &Client, page: &str, key: &str, from: usize, count: usize) {
    for n in from..from + count {
        let body = format!("It still does not open, {n}");
        let fields = [Part::Text("kind", "answer"), Part::Text("body", &body), Part::Text("k", key)];
        assert_eq!(client.multipart(&format!("{page}/post"), &fields).await.status, 303);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_trackers_get_every_post_once_across_a_kill() {
    raise_file_limit();
    let readers = usize::try_from(scale::of(3_000, 5_000)).unwrap();
    let folder = Folder::new();
    let program = Program::start(&folder.0);
    let fields = [
        Part::Text("body", "The door does not open"),
        Part::Text("name", "Gus"),
        Part::Text("email", "gus@elsewhere.example"),
    ];
    let asked = program.client.multipart("/new", &fields).await;
    let page = format!("/t/{}", reference(&asked));
    let key = asked.location().split_once("?k=").unwrap().1.to_owned();
    let before = resident(program.pid());
    let (desk_now, desk) = watch::channel(Some(program.client.clone()));
    let told: Told = Arc::default();
    let mut all = JoinSet::new();
    for n in 0..readers {
        all.spawn(read(n, format!("/live{page}?k={key}"), desk.clone(), told.clone()));
    }
    until_all_have(&told, readers, 1, Duration::from_secs(60)).await;
    answer(&program.client, &page, &key, 0, POSTS[0]).await;
    until_all_have(&told, readers, 1 + POSTS[0], Duration::from_secs(60)).await;
    let each = resident(program.pid()).saturating_sub(before) / readers as u64;
    desk_now.send(None).unwrap();
    program.kill();

    let program = Program::start(&folder.0);
    answer(&program.client, &page, &key, POSTS[0], POSTS[1]).await;
    let start = Instant::now();
    desk_now.send(Some(program.client.clone())).unwrap();
    until_all_have(&told, readers, 1 + POSTS[0] + POSTS[1], Duration::from_secs(30)).await;
    println!("{readers} trackers: {each} bytes each, back with what they missed after {:?}", start.elapsed());
    answer(&program.client, &page, &key, POSTS[0] + POSTS[1], POSTS[2]).await;
    until_all_have(&told, readers, 1 + POSTS.iter().sum::<usize>(), Duration::from_secs(60)).await;
    program.kill();
    drop(desk_now);
    all.join_all().await;

    let told = told.lock().unwrap();
    let first = told[&0].clone();
    assert_eq!(first.len(), 1 + POSTS.iter().sum::<usize>());
    assert!(first.is_sorted_by(|one, next| one.0 < next.0), "{first:?}");
    assert!(told.values().all(|posts| *posts == first), "nobody misses a post, and nobody is told one twice");
    assert!(each <= 20 * 1024, "{each} bytes for each stream");
}
