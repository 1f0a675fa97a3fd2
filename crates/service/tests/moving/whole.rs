//! A whole desk leaves and arrives.

use domain::access::Actor;
use domain::locale::Language;
use domain::promise::Urgency;
use domain::ticket::Channel;
use service::ticket::{Ask, Upload};
use service::transfer::Refused;
use service::{Client, Ctx};

use crate::place::{Place, assert_same, contents};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_desk_that_moved_over_engines_and_back_is_the_same_desk() {
    let first = Place::file();
    first.with_demo().await;
    let left = first.export("left").await;
    assert!(contents(&left).keys().any(|name| name.starts_with("files/")), "the demo has attachments");
    for between in Place::each("a_desk_that_moved_over_engines_and_back_is_the_same_desk").await {
        between.import(&left).await.unwrap();
        let again = between.export("again").await;
        assert_same(&left, &again);
        let back = Place::file();
        back.import(&again).await.unwrap();
        assert_same(&left, &back.export("back").await);
        between.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_desk_that_arrived_goes_on_with_new_numbers_and_finds_old_words() {
    let first = Place::file();
    first.with_demo().await;
    let left = first.export("left").await;
    let test = "a_desk_that_arrived_goes_on_with_new_numbers_and_finds_old_words";
    for place in Place::each(test).await {
        place.import(&left).await.unwrap();
        let service = place.open().await;
        let mut tx = service.store().read().await.unwrap();
        let (hits, total) = store::search::query(&mut tx, "printer", 10, 7).await.unwrap();
        assert!(total.known() > 0, "the search is made anew");
        let newest = store::search::query(&mut tx, "T", 1, 7).await.unwrap();
        drop((tx, hits, newest));
        let ctx =
            Ctx::new(service.clone(), Actor::Nobody, None, Language::En, Channel::Portal, Client::default());
        let asked = service::ticket::ask(&ctx, asking("A new one", Vec::new())).await.unwrap();
        let before = String::from_utf8(contents(&left)["data/ticket.jsonl"].clone()).unwrap();
        assert!(!before.contains(&format!("\"id\":{},", asked.ticket.0)), "the number is new");
        service.store().close().await;
        place.remove().await;
    }
}

fn asking(body: &str, files: Vec<Upload>) -> Ask {
    Ask {
        body: body.into(),
        urgency: Urgency::Normal,
        urgent_reason: String::new(),
        name: "=Gus+Guest".into(),
        email: "gus@elsewhere.example".into(),
        key: None,
        service: None,
        needs: Vec::new(),
        wanted_by: String::new(),
        escalation: String::new(),
        files,
    }
}

#[tokio::test]
async fn a_used_desk_takes_no_other() {
    let first = Place::file();
    first.with_demo().await;
    let left = first.export("left").await;
    assert!(matches!(first.import(&left).await, Err(Refused::NotEmpty)));
    assert_same(&left, &first.export("after").await);
}

#[tokio::test]
async fn what_is_damaged_strange_or_newer_is_refused_and_changes_nothing() {
    let first = Place::file();
    first.with_demo().await;
    let left = first.export("left").await;
    let other = Place::file();
    let nothing = other.export("nothing").await;
    let lines = left.join("data/person.jsonl");
    let whole = std::fs::read_to_string(&lines).unwrap();
    let manifest = std::fs::read_to_string(left.join("manifest.json")).unwrap();

    std::fs::write(&lines, whole.replacen("\"id\":1,", "\"id\":9,", 1)).unwrap();
    let refused = other.import(&left).await.unwrap_err().to_string();
    assert!(refused.contains("data/person.jsonl is damaged"), "{refused}");
    std::fs::write(&lines, &whole).unwrap();

    let newer = manifest.replacen("\"schema\": ", "\"schema\": 99", 1);
    std::fs::write(left.join("manifest.json"), newer).unwrap();
    assert!(matches!(other.import(&left).await, Err(Refused::Newer { .. })));

    // Somebody mended the lines by hand, and the manifest with them.
    let strange = whole.replacen("{\"id\":2,", "{\"id\":2,\"wage\":3,", 1);
    std::fs::write(&lines, &strange).unwrap();
    std::fs::write(left.join("manifest.json"), resummed(&manifest, &whole, &strange)).unwrap();
    let refused = other.import(&left).await.unwrap_err().to_string();
    assert!(refused.contains("data/person.jsonl: line 2") && refused.contains("wage"), "{refused}");

    assert_same(&nothing, &other.export("still").await);
}

/// The manifest with the sum of another file.
fn resummed(manifest: &str, before: &str, after: &str) -> String {
    use sha2::{Digest as _, Sha256};
    let hex = |text: &str| {
        Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    manifest
        .replace(&hex(before), &hex(after))
        .replace(&format!("\"bytes\": {},", before.len()), &format!("\"bytes\": {},", after.len()))
}

#[tokio::test]
async fn no_cell_of_a_spreadsheet_is_a_formula_and_no_secret_is_in_one() {
    let place = Place::file();
    let service = place.open().await;
    let ctx =
        Ctx::new(service.clone(), Actor::Nobody, None, Language::En, Channel::Portal, Client::default());
    for begin in ["=", "+", "-", "@", "=cmd|' /C calc'!A0", "%0A=", "＝"] {
        let file = Upload { name: format!("{begin}1.txt"), bytes: "x".into() };
        let mut ask = asking(&format!("{begin}HYPERLINK(\"http://x\")"), vec![file]);
        ask.urgency = Urgency::Urgent;
        ask.urgent_reason = format!("{begin}1");
        service::ticket::ask(&ctx, ask).await.unwrap();
    }
    service.store().close().await;
    let left = place.export("left").await;
    let mut cells = 0;
    for (name, bytes) in contents(&left).iter().filter(|(name, _)| name.ends_with(".csv")) {
        let mut reader = service::spreadsheet::reader(bytes.as_slice(), b',');
        let header = reader.headers().unwrap().clone();
        for secret in ["password", "hash", "sha256"] {
            assert!(!header.iter().any(|column| column == secret), "{name} has {secret}");
        }
        for row in reader.records() {
            for (cell, column) in row.unwrap().iter().zip(&header) {
                cells += 1;
                let first = cell.trim_start().chars().next();
                let live = first.is_some_and(|c| "=+-@|%＝＋－＠".contains(c));
                assert!(!live, "{name}.{column}: {cell}");
            }
        }
    }
    assert!(cells > 100);
    assert!(!contents(&left).contains_key("csv/meta.csv"));
}
