//! The name of a supplier never reaches the requester's side: no page, no stream, no answer to a program, no wall.

use std::time::Duration;

use domain::access::WallProfile;
use serde_json::json;
use store::token::TokenRole;

use crate::desk::TestDesk;
use crate::live::Listening;

const CANARY: &str = "xk9-supplier-of-lenses";

#[tokio::test]
async fn a_suppliers_name_stays_at_the_desk() {
    let desk = TestDesk::start().await;
    let (ada, bo) = (desk.program("ada").await, desk.program("bo").await);
    let added = json!({ "name": CANARY, "target_minutes": 60, "calendar": 1 });
    assert_eq!(ada.post("/promise/suppliers", &added).await.status, 201);
    let ticket = desk.ticket_of("ana", "The lens is scratched").await;
    let (guests, key) = desk.guest_ticket("The door does not open").await;
    let (ana, nobody) = (desk.person("ana"), desk.nobody());
    let mut streams = vec![
        Listening::open(&ana, &format!("/live/t/{ticket}"), None).await,
        Listening::open(&ana, "/live/my", None).await,
        Listening::open(&nobody, &format!("/live/t/{guests}?k={key}"), None).await,
    ];
    for reference in [&ticket, &guests] {
        let wait = json!({ "on": "supplier", "supplier": 1 });
        assert_eq!(bo.post(&format!("/tickets/{reference}/wait"), &wait).await.status, 200);
        for body in ["It will take some days", "the-end-of-what-is-heard"] {
            let post = json!({ "kind": "reply", "body": body });
            assert_eq!(bo.post(&format!("/tickets/{reference}/posts"), &post).await.status, 201);
        }
    }
    for stream in &mut streams {
        let mut heard = String::new();
        while let Some(news) = stream.news(Duration::from_secs(2)).await {
            heard.push_str(&news.words());
        }
        assert!(heard.len() > 100 && !heard.contains(CANARY), "{heard}");
    }
    for path in ["/", "/my", "/service-levels", "/new", &format!("/t/{ticket}")] {
        let page = ana.get(path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(!page.everything().contains(CANARY), "{path}");
    }
    let page = nobody.get(&format!("/t/{guests}?k={key}")).await;
    assert!(page.status == 200 && !page.everything().contains(CANARY));
    let program = desk.program("ana").await;
    for path in ["/tickets", "/events", "/openapi.json", &format!("/tickets/{ticket}")] {
        let answer = program.get(path).await;
        assert!(answer.status == 200 && !answer.text().contains(CANARY), "{path} {}", answer.text());
    }
    let refused =
        program.post(&format!("/tickets/{ticket}/wait"), &json!({ "on": "supplier", "supplier": 1 })).await;
    assert!(refused.status >= 400 && !refused.text().contains(CANARY), "{}", refused.text());
    let ctx = service::Ctx::system(desk.service.clone());
    for profile in [WallProfile::Hall, WallProfile::Staff] {
        let token = service::token::create(&ctx, "hall", TokenRole::Wall(profile)).await.unwrap();
        let wall = nobody.get(&format!("/wall?token={token}")).await;
        assert!(wall.status == 200 && !wall.everything().contains(CANARY));
    }
    let at_desk = desk.person("bo").get(&format!("/desk/t/{ticket}")).await;
    assert!(at_desk.everything().contains(CANARY), "and the desk reads it");
}
