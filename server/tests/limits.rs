//! Bad input gets a sentence that says what to do, and costs the desk nothing.

use domain::file::{MAX_FILE_BYTES, MAX_FILES, MAX_FORM_BYTES};

use crate::client::{Ask, Part};
use crate::desk::TestDesk;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nrest of a picture";

/// The first faulty field of a form that was sent by script, with its reason.
async fn fault(desk: &TestDesk, parts: &[Part<'_>]) -> (u16, String, String) {
    let ask = Ask::multipart("/new", parts).sent_on(desk.client.address).header("accept", "application/json");
    let answer = desk.person("ana").send(ask).await;
    let told = answer.json();
    let field = &told["fault"]["invalid"]["fields"][0];
    let reason = &field["reason"];
    let kind = reason.as_object().and_then(|reason| reason.keys().next());
    let word = reason["file"]["refused"].as_str().or(kind.map(String::as_str)).unwrap_or_default();
    (answer.status, field["field"].as_str().unwrap_or_default().to_owned(), word.to_owned())
}

fn told(field: &str, word: &str) -> (u16, String, String) {
    (422, field.into(), word.into())
}

#[tokio::test]
async fn a_megabyte_of_text_is_told_by_its_length_and_kept() {
    let desk = TestDesk::start().await;
    let text = "word ".repeat(200_000);
    assert_eq!(fault(&desk, &[Part::Text("body", &text)]).await, told("body", "too_long"));
    let page = desk.person("ana").multipart("/new", &[Part::Text("body", &text)]).await;
    assert_eq!(page.status, 422);
    assert!(page.body.len() > text.len(), "the page still holds every word");
    let page = desk.person("ana").form("/new", &[("body", &text)]).await;
    assert_eq!(page.status, 422, "without files too");
}

#[tokio::test]
async fn files_that_are_not_taken_are_named_with_their_reason() {
    let desk = TestDesk::start().await;
    let with = |name: &'static str, bytes: &'static [u8]| {
        [Part::Text("body", "See file"), Part::File("files", name, bytes)]
    };
    assert_eq!(fault(&desk, &with("setup.exe", b"MZ")).await, told("files", "wrong_type"));
    assert_eq!(fault(&desk, &with("photo.png", b"MZ is no picture")).await, told("files", "disguised"));
    assert_eq!(fault(&desk, &with("empty.txt", b"")).await, told("files", "empty"));
    assert_eq!(
        fault(&desk, &with("drawing.svg", b"<svg onload=alert(1)>")).await,
        told("files", "wrong_type")
    );
    let mut many = vec![Part::Text("body", "See files")];
    many.extend((0..=MAX_FILES).map(|_| Part::File("files", "a.png", PNG)));
    assert_eq!(fault(&desk, &many).await, told("files", "too_many"));
}

#[tokio::test]
async fn a_file_that_is_too_big_is_refused_and_what_comes_behind_it_is_kept() {
    let desk = TestDesk::start().await;
    let big = vec![b'x'; usize::try_from(MAX_FILE_BYTES).unwrap() + 1];
    let parts = [Part::File("files", "big.txt", &big), Part::Text("body", "The words behind the file")];
    assert_eq!(fault(&desk, &parts).await, told("files", "too_big"));
    let page = desk.person("ana").multipart("/new", &parts).await;
    assert_eq!(page.status, 422);
    assert!(page.text().contains("The words behind the file"));
    assert!(page.text().contains("big.txt"), "the file is named");
    assert_eq!(spooled(&desk), 0);
}

#[tokio::test]
async fn a_form_that_never_ends_is_cut() {
    let desk = TestDesk::start().await;
    let endless = vec![b'x'; usize::try_from(2 * MAX_FORM_BYTES).unwrap() + 1];
    let parts = [Part::Text("body", "See file"), Part::File("files", "a.txt", &endless)];
    let ask = Ask::multipart("/new", &parts).sent_on(desk.client.address);
    // A desk that has heard enough may close before its sender looks up.
    if let Ok(answer) = desk.person("ana").try_send(ask).await {
        assert_eq!(answer.status, 413);
    }
    assert_eq!(spooled(&desk), 0);
}

#[tokio::test]
async fn ten_thousand_fields_are_not_read() {
    let desk = TestDesk::start().await;
    let parts: Vec<Part> = (0..10_000).map(|_| Part::Text("x", "y")).collect();
    let answer = desk.person("ana").multipart("/new", &parts).await;
    assert_eq!(answer.status, 413, "{}", answer.text());
}

#[tokio::test]
async fn a_field_whose_header_never_ends_is_given_up() {
    let desk = TestDesk::start().await;
    let body = [b"--b\r\ncontent-disposition: ".as_slice(), &vec![b'x'; 4 * 1024 * 1024]].concat();
    let ask = Ask::new("POST", "/new").header("content-type", "multipart/form-data; boundary=b").body(body);
    if let Ok(answer) = desk.nobody().try_send(ask).await {
        assert_eq!(answer.status, 400, "{}", answer.text());
    }
}

#[tokio::test]
async fn a_call_that_is_too_long_or_garbled_is_refused() {
    let desk = TestDesk::start().await;
    let ana = desk.person("ana");
    let long = "x".repeat(600 * 1024);
    assert_eq!(ana.call("/rpc/portal/watch", &[("ticket", "1001"), ("email", &long)]).await.status, 413);
    for fields in [&[("ticket", "not a number")][..], &[], &[("ticket", "99999999999999999999")]] {
        let answer = ana.call("/rpc/portal/cancel", fields).await;
        assert_eq!(answer.status, 422, "{fields:?}");
        let told: app::error::UiError = answer.packed();
        assert!(matches!(told.fault, domain::fault::Fault::Invalid { .. }), "{told:?}");
    }
    let garbled =
        Ask::new("POST", "/new").header("content-type", "multipart/form-data; boundary=b").body("no form");
    let answer = ana.send(garbled.sent_on(ana.address)).await;
    assert_eq!(answer.status, 400, "{}", answer.text());
}

#[tokio::test]
async fn an_unknown_reference_is_not_found_whatever_it_looks_like() {
    let desk = TestDesk::start().await;
    for path in [
        "/t/T-9",
        "/t/nonsense",
        "/t/T-99999999999999999999",
        "/t/%00",
        "/t/T-1%27--",
        "/files/9/x",
        "/files/x/x",
    ] {
        let answer = desk.person("ana").get(path).await;
        assert_eq!(answer.status, 404, "{path}");
    }
    let answer = desk.person("ana").multipart("/t/T-9/post", &[Part::Text("body", "Hello?")]).await;
    assert_eq!(answer.status, 404);
    assert!(answer.text().contains("Hello?"), "what was typed is still there");
}

#[tokio::test]
async fn an_address_that_is_too_long_is_refused() {
    let desk = TestDesk::start().await;
    let answer = desk.nobody().get(&format!("/?q={}", "x".repeat(5000))).await;
    assert_eq!(answer.status, 414);
}

#[tokio::test]
async fn signing_in_too_often_waits() {
    let desk = TestDesk::start().await;
    let mut statuses = Vec::new();
    for _ in 0..30 {
        let fields = [("email", "nobody@lumbrera.example"), ("password", "guess")];
        statuses.push(desk.nobody().form("/sign-in", &fields).await.status);
        if statuses.last() == Some(&429) {
            return;
        }
    }
    panic!("never told to wait: {statuses:?}");
}

fn spooled(desk: &TestDesk) -> usize {
    std::fs::read_dir(desk.folder().join("spool")).unwrap().count()
}
