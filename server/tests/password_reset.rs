//! A forgotten password: an admin's link sets a new one, once and within the hour.

use domain::access::Actor;
use domain::locale::Language;
use domain::person::Roles;
use domain::ticket::Channel;
use domain::time::MINUTE;
use service::{Client, Ctx};

use crate::desk::{Folder, PASSWORD, TestClock, TestDesk, address};
use crate::program::{deskbell, run};

const NEW: &str = "four words nobody guesses";

async fn link_of(desk: &TestDesk, name: &str) -> String {
    service::reset::link_token(&Ctx::system(desk.service.clone()), &address(name)).await.unwrap()
}

async fn sign_in(desk: &TestDesk, password: &str) -> u16 {
    desk.nobody().form("/sign-in", &[("email", &address("bo")), ("password", password)]).await.status
}

#[tokio::test]
async fn a_link_sets_the_password_once_and_signs_everybody_else_out() {
    let desk = TestDesk::start().await;
    let (token, other) = (link_of(&desk, "bo").await, link_of(&desk, "bo").await);
    let path = format!("/set-password?token={token}");
    let page = desk.nobody().get(&path).await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("Bo Example"), "whose password it is");
    let set = async |token: &str, password: &str| {
        desk.nobody().form("/set-password", &[("token", token), ("password", password)]).await
    };
    assert_eq!(set(&token, "short").await.status, 422, "the rule holds, and the link too");
    let done = set(&token, NEW).await;
    assert_eq!((done.status, done.location()), (303, "/desk"), "{}", done.text());
    let here = desk.nobody().with_session(&done.session().unwrap());
    assert_eq!(here.get("/desk").await.status, 200);
    assert_eq!(desk.person("bo").get("/desk").await.status, 303, "his other browsers are signed out");
    assert_eq!((sign_in(&desk, PASSWORD).await, sign_in(&desk, NEW).await), (422, 303));
    for used in [&token, &other] {
        assert_eq!(set(used, "and four words more").await.status, 422);
        assert_eq!(desk.nobody().get(&format!("/set-password?token={used}")).await.status, 404);
    }
    assert_eq!(sign_in(&desk, NEW).await, 303);
}

#[tokio::test]
async fn a_link_is_dead_after_an_hour_and_can_not_be_made_up() {
    let clock = TestClock::default();
    let desk = TestDesk::with(clock.clone(), None).await;
    let token = link_of(&desk, "bo").await;
    let page = async |token: &str| desk.nobody().get(&format!("/set-password?token={token}")).await.status;
    clock.pass(MINUTE.times(60));
    assert_eq!(page(&token).await, 200);
    let mut forged = token.clone().into_bytes();
    forged[4] = if forged[4] == b'A' { b'B' } else { b'A' };
    assert_eq!(page(&String::from_utf8(forged).unwrap()).await, 404, "for somebody else");
    assert_eq!(page(&token[..22]).await, 404);
    clock.pass(MINUTE);
    assert_eq!(page(&token).await, 404);
}

#[tokio::test]
async fn only_an_admin_makes_links_and_only_for_accounts() {
    let desk = TestDesk::start().await;
    desk.guest_ticket("The door does not open").await;
    let ctx = Ctx::system(desk.service.clone());
    for email in ["gus@elsewhere.example", "no@one.example"] {
        assert!(service::reset::link_token(&ctx, email).await.is_err(), "{email}");
    }
    let actor = Actor::Person { id: desk.id_of("bo").await, roles: Roles::REQUESTER };
    let service = desk.service.clone();
    let bo = Ctx::new(service, actor, None, Language::En, Channel::Portal, Client::default());
    assert!(service::reset::link_token(&bo, &address("ana")).await.is_err());
}

#[test]
fn the_operator_is_shown_the_link() {
    let folder = Folder::new();
    assert!(run(deskbell(&["demo", "--data"]).arg(&folder.0)).status.success());
    let told = |email: &str| {
        let mut command = deskbell(&["admin", "reset-password", "--email", email, "--public-url"]);
        run(command.arg("https://desk.example.org").arg("--data").arg(&folder.0))
    };
    let demo = String::from_utf8(run(deskbell(&["demo", "--data"]).arg(&folder.0)).stderr).unwrap();
    assert!(demo.starts_with("deskbell: "), "{demo}");
    let nobody = told("no@one.example");
    assert!(
        !nobody.status.success() && String::from_utf8_lossy(&nobody.stderr).contains("--email"),
        "{nobody:?}"
    );
}
