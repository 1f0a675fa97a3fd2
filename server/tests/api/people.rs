//! People, services and categories.

use serde_json::{Value, json};

use super::{named, problem};
use crate::desk::TestDesk;

#[tokio::test]
async fn an_admin_makes_an_account_and_changes_what_it_may() {
    let desk = TestDesk::start().await;
    let ada = desk.program("ada").await;
    let new = json!({ "email": "Fay@Lumbrera.example", "name": "Fay Fox", "roles": ["agent"] });
    let made = ada.post("/people", &new).await;
    assert_eq!(made.status, 201, "{}", made.text());
    assert_eq!(made.json()["email"], "fay@lumbrera.example");
    assert_eq!(made.json()["roles"], json!(["requester", "agent"]));
    let path = made.location().strip_prefix("/api/v1").unwrap().to_owned();
    assert_eq!(ada.get(&path).await.json(), made.json());
    let changed = ada.post(&format!("{path}/roles"), &json!({ "roles": ["lead"] })).await;
    assert_eq!(changed.json()["roles"], json!(["requester", "lead"]));
    problem(&ada.post("/people/9999/roles", &json!({ "roles": [] })).await, 404);
    let signed_in =
        desk.nobody().form("/sign-in", &[("email", "fay@lumbrera.example"), ("password", "")]).await;
    assert_eq!(signed_in.status, 422, "without a password nobody signs in");
}

#[tokio::test]
async fn nobody_shuts_himself_out() {
    let desk = TestDesk::start().await;
    let ada = desk.program("ada").await;
    let me = format!("/people/{}", desk.id_of("ada").await.0);
    assert_eq!(problem(&ada.act(&format!("{me}/disable")).await, 409), "refused");
    assert_eq!(
        problem(&ada.post(&format!("{me}/roles"), &json!({ "roles": ["agent"] })).await, 409),
        "refused"
    );
    assert_eq!(ada.post(&format!("{me}/roles"), &json!({ "roles": ["admin", "agent"] })).await.status, 200);
}

#[tokio::test]
async fn people_are_listed_by_name_page_by_page() {
    let desk = TestDesk::start().await;
    let bo = desk.program("bo").await;
    let mut names = Vec::new();
    let mut path = "/people?limit=3&standing=account".to_owned();
    loop {
        let page = bo.get(&path).await.json();
        let people = page["people"].as_array().unwrap().clone();
        names.extend(people.iter().map(|person| person["name"].as_str().unwrap().to_owned()));
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/people?limit=3&standing=account&cursor={next}");
    }
    let expected = ["Ada", "Ana", "Bo", "Cy", "Dan", "Eva", "Wil"].map(|name| format!("{name} Example"));
    assert_eq!(names, expected);
    let found = |page: Value| page["people"].as_array().unwrap().len();
    assert_eq!(found(bo.get("/people?q=AN").await.json()), 2, "Ana and Dan");
    assert_eq!(found(bo.get("/people?q=%25").await.json()), 0, "a wildcard is a letter");
    assert_eq!(found(bo.get("/people?role=agent").await.json()), 1);
    assert_eq!(found(bo.get("/people?standing=guest").await.json()), 0);
    problem(&desk.program("ana").await.get("/people").await, 404);
}

#[tokio::test]
async fn one_reads_oneself_and_nobody_else() {
    let desk = TestDesk::start().await;
    let ana = desk.program("ana").await;
    let (me, bo) = (desk.id_of("ana").await.0, desk.id_of("bo").await.0);
    assert_eq!(ana.get(&format!("/people/{me}")).await.json()["name"], "Ana Example");
    problem(&ana.get(&format!("/people/{bo}")).await, 404);
    problem(&ana.get("/people/9999").await, 404);
    assert_eq!(ana.get("/me").await.json()["person"]["id"], me);
}

#[tokio::test]
async fn services_are_added_and_said_to_be_down() {
    let desk = TestDesk::start().await;
    let (ada, ana) = (desk.program("ada").await, desk.program("ana").await);
    let made = ada.post("/services", &json!({ "name": "Lifts" })).await;
    assert_eq!((made.status, &made.json()["state"]), (201, &json!("running")), "{}", made.text());
    let path = format!("/services/{}/state", made.json()["id"]);
    assert_eq!(ada.post(&path, &json!({ "state": "down" })).await.json()["state"], "down");
    assert_eq!(ana.get("/services").await.json()["services"][0]["state"], "down");
    let twice = ada.post("/services", &json!({ "name": "lifts" })).await;
    assert_eq!((problem(&twice, 422).as_str(), named(&twice)), ("invalid", vec!["name".to_owned()]));
    problem(&ana.post(&path, &json!({ "state": "running" })).await, 404);
    problem(&ada.post("/services/9999/state", &json!({ "state": "down" })).await, 404);
    let ticket = ana.post("/tickets", &json!({ "body": "Stuck", "service": made.json()["id"] })).await;
    assert_eq!(ticket.json()["service"]["name"], "Lifts", "{}", ticket.text());
}

#[tokio::test]
async fn categories_are_added_within_their_limit_and_taken_out() {
    let desk = TestDesk::start().await;
    let ada = desk.program("ada").await;
    let made = ada.post("/categories", &json!({ "name": "Building" })).await.json();
    let sub = ada.post("/categories", &json!({ "name": "Lift", "parent": made["id"] })).await;
    assert_eq!(sub.status, 201, "{}", sub.text());
    let listed = ada.get("/categories").await.json();
    assert_eq!(listed["categories"][0]["subcategories"][0]["name"], "Lift");
    for n in 1..10 {
        assert_eq!(ada.post("/categories", &json!({ "name": format!("More {n}") })).await.status, 201);
    }
    let eleventh = ada.post("/categories", &json!({ "name": "One too many" })).await;
    assert_eq!((problem(&eleventh, 422).as_str(), named(&eleventh)), ("invalid", vec!["name".to_owned()]));
    assert_eq!(ada.act(&format!("/categories/{}/archive", made["id"])).await.status, 204);
    problem(&ada.act(&format!("/categories/{}/archive", made["id"])).await, 404);
    problem(&desk.program("ana").await.get("/categories").await, 404);
}
