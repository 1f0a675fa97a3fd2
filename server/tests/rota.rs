//! Duty at the door: who gets what comes in, calendars, and the plan's editor without a script.

use domain::access::Actor;
use domain::locale::Language;
use domain::person::{Role, Roles};
use domain::rota::{Plan, Scheme, Weekdays};
use domain::ticket::Channel;
use domain::time::UnixMs;
use service::{Client, Ctx};

use crate::client::Part;
use crate::desk::{TestClock, TestDesk};

/// Bo answers, cy stands in and leads.
async fn planned(desk: &TestDesk, clock: &TestClock) {
    let (bo, cy) = (desk.id_of("bo").await, desk.id_of("cy").await);
    let scheme = Scheme::Fixed { person: bo, stand_in: Some(cy) };
    let from: UnixMs = service::port::Clock::now(clock);
    let plan = Plan { from, lead: cy, scheme, idle: Weekdays::NONE };
    let roles: Roles = [Role::Lead].into_iter().collect();
    let actor = Actor::Person { id: cy, roles };
    let client = Client { address: "127.0.0.1".into(), agent: "test".into() };
    let ctx = Ctx::new(desk.service.clone(), actor, None, Language::En, Channel::Portal, client);
    service::rota::keep_plan(&ctx, plan).await.unwrap();
}

async fn open_desk() -> TestDesk {
    let clock = TestClock::default();
    let desk = TestDesk::with(clock.clone(), None).await;
    planned(&desk, &clock).await;
    desk
}

#[tokio::test]
async fn nothing_that_a_requester_sends_picks_a_person() {
    let desk = open_desk().await;
    let cy = desk.id_of("cy").await.0.to_string();
    let mut fields = vec![Part::Text("body", "I would like Cy to do it")];
    let names = ["to", "assignee", "agent", "person", "routed", "past_desk", "rule", "requester"];
    fields.extend(names.map(|name| Part::Text(name, &cy)));
    let asked = desk.person("ana").multipart("/new", &fields).await;
    assert_eq!(asked.status, 303);
    let page = desk.person("bo").get(&format!("/desk/t/{}", crate::desk::reference(&asked))).await;
    assert!(page.text().contains("Routed to Bo: on duty now"), "{}", page.text());
}

#[tokio::test]
async fn a_calendar_reads_the_rota_by_its_address_alone() {
    let desk = open_desk().await;
    let bo = desk.person("bo");
    let secret = "A-b_".repeat(11).chars().take(43).collect::<String>();
    let taken = bo.call("/rpc/rota/feed_add", &[("secret", &secret), ("whose", "mine")]).await;
    assert_eq!(taken.status, 200, "{}", taken.text());
    let read = desk.nobody().get(&format!("/calendar/{secret}.ics")).await;
    assert_eq!((read.status, read.header("content-type")), (200, Some("text/calendar; charset=utf-8")));
    assert!(read.text().starts_with("BEGIN:VCALENDAR\r\n") && read.text().contains("SUMMARY:Bo"));
    for wrong in [format!("/calendar/{secret}"), format!("/calendar/{secret}x.ics"), "/calendar/.ics".into()]
    {
        assert_eq!(desk.nobody().get(&wrong).await.status, 404, "{wrong}");
    }
}

#[tokio::test]
async fn a_plan_is_tried_out_without_a_script_and_changes_nothing() {
    let desk = open_desk().await;
    let cy = desk.person("cy");
    let (bo, lead) = (desk.id_of("bo").await.0, desk.id_of("cy").await.0);
    let fields = |run: &str| {
        format!(
            "/admin/rota?kind=rotation&from=2026-11-19&lead={lead}&every=day&run={run}&changes_at=00:00\
             &half_at=12:30&place-{bo}=1&place-{lead}=2"
        )
    };
    let tried = cy.get(&fields("1")).await;
    assert_eq!(tried.status, 200);
    assert!(tried.text().contains("It does not count yet."), "{}", tried.text());
    let refused = cy.get(&fields("99")).await.text();
    assert!(refused.contains("needs another look"), "{refused}");
    assert!(refused.contains("value=\"99\""), "what was typed is kept");
}
