//! Pages: the right one for everybody, in his language, with the right status.

use crate::client::Ask;
use crate::desk::TestDesk;

#[tokio::test]
async fn every_page_opens_for_those_whom_it_is_for() {
    let desk = TestDesk::start().await;
    let reference = desk.ticket_of("ana", "The lift is stuck").await;
    let open = [
        ("nobody", vec!["/", "/new", "/sign-in"]),
        ("ana", vec!["/", "/new", "/my", "/me", "/t/REF"]),
        ("bo", vec!["/desk", "/desk?q=lift", "/desk/t/REF", "/t/REF", "/wall", "/me"]),
        ("ada", vec!["/admin", "/wall", "/me"]),
    ];
    for (who, paths) in open {
        let client = if who == "nobody" { desk.nobody() } else { desk.person(who) };
        for path in paths {
            let answer = client.get(&path.replace("REF", &reference)).await;
            assert_eq!(answer.status, 200, "{who} {path}");
            assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
            assert!(answer.text().contains("<h1"), "{who} {path} has no heading: {}", answer.text());
        }
    }
}

#[tokio::test]
async fn what_is_not_there_is_said_with_its_status() {
    let desk = TestDesk::start().await;
    for path in ["/nowhere", "/t", "/desk/x", "/rpc", "/.env", "/admin/../x"] {
        assert_eq!(desk.nobody().get(path).await.status, 404, "{path}");
    }
    assert_eq!(desk.person("ana").get("/desk").await.status, 404, "to a requester there is no desk");
    assert_eq!(desk.person("bo").get("/admin").await.status, 403);
}

#[tokio::test]
async fn a_page_speaks_the_readers_language() {
    let desk = TestDesk::start().await;
    let speaks = async |ask: Ask| {
        let text = desk.nobody().send(ask).await.text();
        let lang = text.split("<html lang=\"").nth(1).unwrap();
        lang[..2].to_owned()
    };
    assert_eq!(speaks(Ask::get("/")).await, "en");
    assert_eq!(speaks(Ask::get("/").header("accept-language", "de, es;q=0.9, en;q=0.8")).await, "es");
    let chosen = Ask::get("/")
        .header("accept-language", "es")
        .header("cookie", "deskbell_language=en; deskbell_theme=dark");
    assert_eq!(speaks(chosen).await, "en");
    let dark = desk.nobody().send(Ask::get("/").header("cookie", "deskbell_theme=dark")).await.text();
    assert!(dark.contains("data-theme=\"dark\""));
}

#[tokio::test]
async fn words_of_people_run_nothing() {
    let desk = TestDesk::start().await;
    let evil = "<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1)) </textarea>";
    let reference = desk.ticket_of("ana", evil).await;
    for (who, path) in
        [("ana", format!("/t/{reference}")), ("bo", format!("/desk/t/{reference}")), ("bo", "/desk".into())]
    {
        let text = desk.person(who).get(&path).await.text();
        assert!(!text.contains("<script>alert") && !text.contains("<img src=x"), "{text}");
        assert!(!text.contains("href=\"javascript:"), "{text}");
    }
}
