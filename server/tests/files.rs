//! Attachments go in and come out unchanged, as files, to those who may see them.

use crate::client::{Answer, Ask, Part};
use crate::desk::TestDesk;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nrest of a picture";

/// Addresses of attachments on a page.
fn links(page: &Answer) -> Vec<String> {
    let text = page.text();
    let links = text.split("href=\"/files/").skip(1).filter_map(|rest| rest.split('"').next());
    let mut links: Vec<String> = links.map(|link| format!("/files/{}", link.replace("&amp;", "&"))).collect();
    links.dedup();
    links
}

#[tokio::test]
async fn a_file_comes_back_as_it_went_in() {
    let desk = TestDesk::start().await;
    let fields = [
        Part::Text("body", "See the picture"),
        Part::Text("name", "Gus"),
        Part::Text("email", "gus@elsewhere.example"),
        Part::File("files", "año 2.png", PNG),
        Part::File("files", "", b""),
    ];
    let answer = desk.nobody().multipart("/new", &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    let page = desk.nobody().get(answer.location()).await;
    let links = links(&page);
    assert_eq!(links.len(), 1, "{links:?}");
    let file = desk.nobody().get(&links[0]).await;
    assert_eq!((file.status, file.body.as_slice()), (200, PNG));
    assert_eq!(file.header("content-type"), Some("image/png"));
    assert_eq!(
        file.header("content-disposition"),
        Some("attachment; filename=\"a_o 2.png\"; filename*=UTF-8''a%C3%B1o%202.png")
    );
    assert_eq!(file.header("x-content-type-options"), Some("nosniff"));
    assert!(file.header("content-security-policy").unwrap().starts_with("sandbox"));
    assert!(file.header("cache-control").unwrap().starts_with("private"));
    let shown = desk.nobody().get(&format!("{}&view=1", links[0])).await;
    assert!(shown.header("content-disposition").unwrap().starts_with("inline"));
    let without_key = links[0].split('?').next().unwrap();
    assert_eq!(desk.nobody().get(without_key).await.status, 404);
    assert_eq!(desk.person("dan").get(without_key).await.status, 404);
    assert_eq!(desk.person("bo").get(without_key).await.status, 200, "the desk sees every ticket");
}

#[tokio::test]
async fn a_file_of_a_note_is_there_for_the_desk_alone() {
    let desk = TestDesk::start().await;
    let reference = desk.ticket_of("ana", "The lift is stuck").await;
    let fields = [
        Part::Text("kind", "note"),
        Part::Text("body", "Contract attached"),
        Part::File("files", "contract.txt", b"secret terms"),
    ];
    let answer = desk.person("bo").multipart(&format!("/t/{reference}/post"), &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    let links = links(&desk.person("bo").get(&format!("/desk/t/{reference}")).await);
    assert_eq!(links.len(), 1);
    assert_eq!(desk.person("cy").get(&links[0]).await.text(), "secret terms");
    for name in ["ana", "dan", "eva", "ada"] {
        assert_eq!(desk.person(name).get(&links[0]).await.status, 404, "{name}");
    }
    assert_eq!(desk.nobody().get(&links[0]).await.status, 404);
}

#[tokio::test]
async fn a_name_never_leaves_its_folder() {
    let desk = TestDesk::start().await;
    for name in ["../../../etc/passwd.txt", "a\\..\\b.txt", "con.txt", "a%00b.txt", ".hidden.txt"] {
        let fields = [Part::Text("body", "See file"), Part::File("files", name, b"harmless")];
        let answer = desk.person("ana").multipart("/new", &fields).await;
        assert_eq!(answer.status, 303, "{name}: {}", answer.text());
        let page = desk.person("ana").get(answer.location()).await;
        let file = desk.person("ana").get(&links(&page)[0]).await;
        assert_eq!(file.text(), "harmless");
        let disposition = file.header("content-disposition").unwrap();
        assert!(!disposition.contains("..") && !disposition.contains('/'), "{disposition}");
    }
}

#[tokio::test]
async fn a_head_request_tells_the_size_only() {
    let desk = TestDesk::start().await;
    let fields = [Part::Text("body", "See file"), Part::File("files", "a.txt", b"harmless")];
    let page = desk.person("ana").multipart("/new", &fields).await.location().to_owned();
    let link = links(&desk.person("ana").get(&page).await)[0].clone();
    let answer = desk.person("ana").send(Ask::new("HEAD", &link)).await;
    assert_eq!((answer.status, answer.header("content-length"), answer.body.len()), (200, Some("8"), 0));
}
