//! Tokens: what they give, how they end, and what is remembered of them.

use domain::person::{Person, Role, Standing};
use domain::time::{MINUTE, SECOND};
use domain::token::{Scope, Scopes};
use serde_json::json;
use service::token::ActsAs;

use super::problem;
use crate::desk::{TestClock, TestDesk};

#[tokio::test]
async fn a_token_may_what_its_person_and_its_scopes_both_allow() {
    let desk = TestDesk::start().await;
    let ticket = desk.asked_by("ana", "The lift is stuck").await;
    let reader = desk.program_with(&desk.token("bo", Scopes::READ.with(Scope::Desk)).await);
    assert_eq!(reader.get(&format!("/tickets/{ticket}")).await.status, 200);
    let refused = reader.act(&format!("/tickets/{ticket}/resume")).await;
    assert_eq!(problem(&refused, 403), "scope");
    assert!(refused.header("www-authenticate").unwrap().contains("insufficient_scope"));
    let shy = desk.program_with(&desk.token("bo", Scopes::of_role(Role::Requester)).await);
    problem(&shy.get(&format!("/tickets/{ticket}")).await, 404);
    assert_eq!(shy.get("/me").await.json()["roles"], json!(["requester"]));
    let greedy = desk.program_with(&desk.token("ana", Scopes::of_role(Role::Admin)).await);
    problem(&greedy.get("/people").await, 404);
    assert_eq!(greedy.get("/me").await.json()["roles"], json!(["requester"]));
}

#[tokio::test]
async fn a_program_of_its_own_has_a_name_in_every_event() {
    let desk = TestDesk::start().await;
    let ctx = service::Ctx::system(desk.service.clone());
    let made = service::token::create_for_program(
        &ctx,
        "Monitoring",
        ActsAs::Itself(Role::Agent),
        Scopes::of_role(Role::Agent),
    );
    let monitoring = desk.program_with(&made.await.unwrap().1);
    assert_eq!(monitoring.get("/me").await.json()["person"]["name"], "Monitoring");
    let ticket = desk.asked_by("ana", "The lift is stuck").await;
    let note = json!({ "body": "Sensor 4 says so too", "kind": "note" });
    assert_eq!(monitoring.post(&format!("/tickets/{ticket}/posts"), &note).await.status, 201);
    let events = monitoring.get(&format!("/tickets/{ticket}/events")).await.json();
    assert_eq!(events["events"].as_array().unwrap().last().unwrap()["actor"]["name"], "Monitoring");
}

#[tokio::test]
async fn a_revoked_token_is_nobodys() {
    let desk = TestDesk::start().await;
    let (ada, ana) = (desk.program("ada").await, desk.program("ana").await);
    assert_eq!(ana.get("/me").await.status, 200);
    let tokens = ada.get("/tokens").await.json();
    let of_ana =
        tokens["tokens"].as_array().unwrap().iter().find(|token| token["name"] == "ana").unwrap().clone();
    assert!(tokens.to_string().find(&ana.token).is_none(), "no list shows a secret");
    let path = format!("/tokens/{}", of_ana["id"]);
    problem(&ana.delete(&path).await, 404);
    assert_eq!(ada.delete(&path).await.status, 204);
    problem(&ada.delete(&path).await, 404);
    problem(&ana.get("/me").await, 401);
    let listed = ada.get("/tokens").await.json();
    let of_ana = listed["tokens"].as_array().unwrap().iter().find(|token| token["name"] == "ana").unwrap();
    assert!(of_ana["revoked_at"].is_string());
}

#[tokio::test]
async fn a_disabled_persons_token_is_dead_at_once_and_lives_again() {
    let desk = TestDesk::start().await;
    let (ada, bo) = (desk.program("ada").await, desk.program("bo").await);
    assert_eq!(bo.get("/me").await.status, 200);
    let path = format!("/people/{}", desk.id_of("bo").await.0);
    assert_eq!(ada.act(&format!("{path}/disable")).await.json()["standing"], "disabled");
    problem(&bo.get("/me").await, 401);
    assert_eq!(desk.person("bo").get("/my").await.status, 303, "his browsers are signed out");
    assert_eq!(ada.act(&format!("{path}/enable")).await.json()["standing"], "account");
    assert_eq!(bo.get("/me").await.status, 200);
}

#[tokio::test]
async fn use_is_remembered_to_the_minute_and_not_on_every_request() {
    let clock = TestClock::default();
    let desk = TestDesk::with(clock.clone(), None).await;
    let ana = desk.program("ana").await;
    let used = async || {
        let mut tx = desk.service.store().read().await.unwrap();
        store::token::list(&mut tx).await.unwrap()[0].last_used_at
    };
    assert_eq!(used().await, None);
    ana.get("/me").await;
    let first = used().await.unwrap();
    clock.pass(SECOND.times(59));
    ana.get("/me").await;
    assert_eq!(used().await, Some(first));
    clock.pass(SECOND);
    ana.get("/me").await;
    assert_eq!(used().await, Some(first + MINUTE));
}

#[tokio::test]
async fn a_persons_roles_are_those_of_now() {
    let desk = TestDesk::start().await;
    let dan = desk.program("dan").await;
    let ticket = desk.asked_by("ana", "The lift is stuck").await;
    problem(&dan.get(&format!("/tickets/{ticket}")).await, 404);
    let id = desk.id_of("dan").await;
    let mut tx = desk.service.store().write().await.unwrap();
    let person = store::person::by_id(&mut tx, id).await.unwrap().unwrap();
    let agent = Person { roles: person.roles.with(Role::Agent), standing: Standing::Account, ..person };
    store::person::update(&mut tx, &agent).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(dan.get(&format!("/tickets/{ticket}")).await.status, 200);
}
