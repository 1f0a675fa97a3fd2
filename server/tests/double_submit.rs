//! A form that is sent more than once does its work once.

use crate::client::{Answer, Part};
use crate::desk::TestDesk;

async fn five_times(send: impl AsyncFn() -> Answer) -> Vec<Answer> {
    let (a, b, c, d, e) = tokio::join!(send(), send(), send(), send(), send());
    vec![a, b, c, d, e]
}

fn one_link(answers: &[Answer]) -> String {
    let links: Vec<&str> = answers.iter().map(Answer::location).collect();
    assert!(links.windows(2).all(|pair| pair[0] == pair[1]), "{links:?}");
    links[0].to_owned()
}

async fn tickets(desk: &TestDesk) -> i64 {
    let mut tx = desk.service.store().read().await.unwrap();
    store::ticket::open_total(&mut tx).await.unwrap()
}

#[tokio::test]
async fn five_copies_of_a_guests_form_make_one_ticket_with_one_link() {
    let desk = TestDesk::start().await;
    for key in [Some("k-1"), None] {
        let before = tickets(&desk).await;
        let answers = five_times(async || {
            let mut fields = vec![
                Part::Text("body", "The door does not open"),
                Part::Text("name", "Gus Guest"),
                Part::Text("email", "gus@elsewhere.example"),
                Part::File("files", "door.txt", b"a picture in words"),
            ];
            fields.extend(key.map(|key| Part::Text("key", key)));
            desk.nobody().multipart("/new", &fields).await
        })
        .await;
        let link = one_link(&answers);
        assert_eq!(desk.nobody().get(&link).await.status, 200);
        assert_eq!(tickets(&desk).await, before + 1, "{key:?}");
    }
}

#[tokio::test]
async fn five_copies_of_an_answer_write_one_post() {
    let desk = TestDesk::start().await;
    let reference = desk.ticket_of("ana", "The lift is stuck").await;
    let answers = five_times(async || {
        let fields = [
            Part::Text("kind", "answer"),
            Part::Text("body", "Still stuck, I hear it"),
            Part::Text("key", "k-2"),
        ];
        desk.person("ana").multipart(&format!("/t/{reference}/post"), &fields).await
    })
    .await;
    one_link(&answers);
    let mut tx = desk.service.store().read().await.unwrap();
    let after = domain::ids::EventSeq(0);
    let posts =
        store::post::of_ticket(&mut tx, reference.parse().unwrap(), after, store::post::Notes::With).await;
    assert_eq!(posts.unwrap().len(), 2, "what was asked, and one answer");
}

#[tokio::test]
async fn the_same_key_of_another_person_is_another_form() {
    let desk = TestDesk::start().await;
    let ask = async |name: &str| {
        let fields = [Part::Text("body", "The lift is stuck"), Part::Text("key", "shared")];
        desk.person(name).multipart("/new", &fields).await.location().to_owned()
    };
    let (ana, dan) = (ask("ana").await, ask("dan").await);
    assert_ne!(ana, dan);
    assert_eq!(desk.person("dan").get(&ana).await.status, 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_sent_very_often_makes_one_ticket() {
    let desk = TestDesk::start().await;
    let mut sending = tokio::task::JoinSet::new();
    for _ in 0..crate::scale::of(100, 1_000) {
        let nobody = desk.nobody();
        sending.spawn(async move {
            let fields = [
                Part::Text("body", "The door does not open"),
                Part::Text("name", "Gus Guest"),
                Part::Text("email", "gus@elsewhere.example"),
                Part::Text("key", "k-often"),
            ];
            nobody.multipart("/new", &fields).await
        });
    }
    one_link(&sending.join_all().await);
    assert_eq!(tickets(&desk).await, 1);
}
