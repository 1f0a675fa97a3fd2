//! `kill -9` at any moment under writes: nothing acknowledged is lost or doubled, and nothing is half there.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use domain::ids::{EventSeq, TicketId};
use store::Store;
use store::post::Notes;
use tokio::task::JoinSet;

use crate::client::{Answer, Client, Part, encode};
use crate::desk::Folder;
use crate::program::Program;
use crate::scale;

const CLIENTS: usize = 8;

/// What one client has sent, and what it knows of it.
#[derive(Default)]
struct Journal {
    /// Whose it is; part of the keys of its forms, so that no two clients send the same one.
    client: usize,
    /// Links of tickets by the key of their form.
    tickets: BTreeMap<String, String>,
    /// How many answers were acknowledged, by the link of their ticket.
    answers: BTreeMap<String, usize>,
    /// A form whose fate is unknown, to be sent again just as it was.
    unknown: Option<Form>,
    made: u64,
}

#[derive(Clone)]
enum Form {
    Ask { key: String },
    Answer { key: String, link: String },
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kills_at_any_moment_lose_and_double_nothing() {
    let (kills, seed) = (scale::of(20, 300), scale::seed());
    let folder = Folder::new();
    let mut journals: Vec<Journal> =
        (0..CLIENTS).map(|client| Journal { client, ..Journal::default() }).collect();
    let mut starts = Vec::new();
    for round in 0..kills {
        let watch = server::clock::Stopwatch::start();
        let program = Program::start(&folder.0);
        starts.push(watch.elapsed());
        let dead = Arc::new(AtomicBool::new(false));
        let mut clients = JoinSet::new();
        for journal in journals.drain(..) {
            clients.spawn(write(program.client.clone(), journal, dead.clone()));
        }
        // From hardly any time to one and a half seconds, another each round.
        tokio::time::sleep(Duration::from_millis(50 + (round + seed) * 7919 % 1450)).await;
        dead.store(true, Ordering::Relaxed);
        program.kill();
        journals = clients.join_all().await;
    }
    let program = Program::start(&folder.0);
    for journal in &mut journals {
        journal.send_unknown(&program.client).await.expect("a desk that lives answers");
    }
    program.kill();
    check(&folder.0, &journals).await;
    let acknowledged: usize = journals.iter().map(|journal| journal.tickets.len()).sum::<usize>()
        + journals.iter().flat_map(|journal| journal.answers.values()).sum::<usize>();
    let ready = scale::percentile(starts, 95);
    println!("{acknowledged} acknowledged over {kills} kills, ready after {ready:?} (p95)");
    assert!(acknowledged as u64 >= scale::of(200, 10_000), "{acknowledged}");
    assert!(ready <= Duration::from_secs(2), "{ready:?}");
}

async fn write(client: Client, mut journal: Journal, dead: Arc<AtomicBool>) -> Journal {
    while !dead.load(Ordering::Relaxed) {
        if journal.unknown.is_none() {
            journal.unknown = Some(journal.next());
        }
        if journal.send_unknown(&client).await.is_err() {
            break;
        }
    }
    journal
}

impl Journal {
    fn next(&mut self) -> Form {
        self.made += 1;
        let key = format!("{}-{}", self.client, self.made);
        match self.tickets.values().last() {
            Some(link) if self.made.is_multiple_of(2) => Form::Answer { key, link: link.clone() },
            _ => Form::Ask { key },
        }
    }

    /// Sends the open form; it stays open when no whole answer comes back.
    async fn send_unknown(&mut self, client: &Client) -> std::io::Result<()> {
        let Some(form) = self.unknown.clone() else { return Ok(()) };
        let answer = client.try_send(form.ask()).await?;
        match &form {
            Form::Ask { key } => _ = self.tickets.insert(key.clone(), acknowledged(&answer)),
            Form::Answer { link, .. } => {
                assert_eq!(&acknowledged(&answer), link);
                *self.answers.entry(link.clone()).or_default() += 1;
            }
        }
        self.unknown = None;
        Ok(())
    }
}

fn acknowledged(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.location().to_owned()
}

impl Form {
    fn ask(&self) -> crate::client::Ask {
        match self {
            Form::Ask { key } => {
                let body = format!("The door does not open, says form {key}");
                let email = format!("gus{}@elsewhere.example", encode(&key.replace('-', ".")));
                let parts = [
                    Part::Text("body", &body),
                    Part::Text("name", "Gus Guest"),
                    Part::Text("email", &email),
                    Part::Text("key", key),
                    Part::File("files", "door.txt", body.as_bytes()),
                ];
                crate::client::Ask::multipart("/new", &parts)
            }
            Form::Answer { key, link } => {
                let (path, k) = link.split_once("?k=").unwrap();
                let body = format!("It still does not open, says form {key}");
                let parts = [
                    Part::Text("kind", "answer"),
                    Part::Text("body", &body),
                    Part::Text("k", k),
                    Part::Text("key", key),
                ];
                crate::client::Ask::multipart(&format!("{path}/post"), &parts)
            }
        }
    }
}

/// Reads the database as the next start would, beside the journals.
async fn check(folder: &Path, journals: &[Journal]) {
    let store = Store::open(&format!("sqlite://{}/deskbell.db", folder.display())).await.unwrap();
    let mut tx = store.read().await.unwrap();
    let links: Vec<(&String, &String)> = journals.iter().flat_map(|journal| &journal.tickets).collect();
    assert!(links.len() > 100, "only {} tickets were made", links.len());
    let total = store::ticket::open_total(&mut tx).await.unwrap();
    assert_eq!(total, i64::try_from(links.len()).unwrap(), "one ticket for each form");
    for (key, link) in links {
        let id: TicketId = link.split('?').next().unwrap().rsplit('/').next().unwrap().parse().unwrap();
        let posts = store::post::of_ticket(&mut tx, id, EventSeq(0), Notes::With).await.unwrap();
        let answers =
            journals.iter().find_map(|journal| journal.answers.get(link)).copied().unwrap_or_default();
        assert_eq!(posts.len(), 1 + answers, "posts of {link}");
        assert!(posts[0].body.ends_with(&format!("says form {key}")), "{}", posts[0].body);
        let files = store::file::of_ticket(&mut tx, id).await.unwrap();
        assert_eq!(files.len(), 1, "the file came with its ticket");
        let kept = store::file::by_id(&mut tx, files[0].1.id).await.unwrap().unwrap();
        let hex = kept.sha256.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
        let path = folder.join("files").join(&hex[..2]).join(&hex[2..]);
        assert_eq!(std::fs::metadata(path).unwrap().len(), u64::try_from(kept.bytes).unwrap());
    }
    tx.rollback().await.unwrap();
    store.close().await;
}
