//! The example of a coverage matrix, run as an admin would run it.

use std::process::Command;

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::client::Part;
use crate::desk::{TestDesk, reference};
use crate::scale::lacks;

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/examples/coverage-matrix.sh");

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_example_of_a_matrix_loads_and_decides() {
    if lacks("the_example_of_a_matrix_loads_and_decides", &["curl", "jq"]) {
        return;
    }
    let desk = TestDesk::start().await;
    let admin = desk.program("ada").await;
    let mut example = Command::new("sh");
    example.args([EXAMPLE, &format!("http://{}", desk.client.address), &admin.token]);
    let told = tokio::task::spawn_blocking(move || example.output()).await.unwrap().unwrap();
    assert!(told.status.success(), "{told:?}");
    let names = "Operations desk: calendar 2\nBusiness customers: calendar 3\nInternet customers: calendar 2\n\
                 Internal employees: calendar 4\n";
    assert_eq!(String::from_utf8(told.stdout).unwrap(), names);

    let levels = admin.get("/promise/levels").await.json();
    let office = levels["calendars"].as_array().unwrap().iter().find(|one| one["id"] == 4).unwrap();
    assert_eq!(office["coverage"]["zone"], "America/New_York");
    assert_eq!(levels["matrix"][1]["locations"], json!(["Americas", "EMEA"]));

    let fields = [
        Part::Text("body", "The shop is down"),
        Part::Text("name", "Gus"),
        Part::Text("email", "gus@elsewhere.example"),
    ];
    let asked = desk.nobody().multipart("/new", &fields).await;
    let guest = desk.program("bo").await.get(&format!("/tickets/{}", reference(&asked))).await.json();
    let at = |name: &str| guest[name].as_str().unwrap().parse::<Timestamp>().unwrap();
    let promised = at("due_at").duration_since(at("created_at"));
    assert_eq!(promised, SignedDuration::from_hours(6), "day and night count for a guest");
}
