//! Coverage: by whose calendar a promise counts, what a change of hours does, and the hours in which nobody is there.

use domain::rota::{Plan, Scheme, Weekdays};
use domain::time::Millis;

use super::*;

#[tokio::test]
async fn the_row_of_the_matrix_decides_by_which_calendar_a_promise_counts() {
    let desk = Desk::open().await;
    let cy = desk.as_person(desk.cy);
    let always = made(&cy, calendar("Always", ["0-24"; 7], "")).await;
    promise::put_rows(&cy, vec![row("Internet customers", Audience::External, always)]).await.unwrap();
    let guest = service::ticket::ask(&desk.as_nobody(), ask("The shop is down")).await.unwrap().ticket;
    let own = desk.ticket().await;
    // Six hours around the clock, and six hours of a desk that closes at 17:30.
    assert_eq!(due(&desk, guest).await, MORNING + HOUR.times(6));
    assert_eq!(due(&desk, own).await, MORNING + HOUR.times(6));
    desk.pass(HOUR.times(4));
    let guest = service::ticket::ask(&desk.as_nobody(), ask("The shop is down again")).await.unwrap().ticket;
    let own = desk.ticket().await;
    assert_eq!(due(&desk, guest).await, MORNING + HOUR.times(10));
    assert!(due(&desk, own).await > MORNING + HOUR.times(20), "the desk is closed meanwhile");
}

#[tokio::test]
async fn hours_that_are_changed_hold_from_now_on_and_move_open_promises() {
    let desk = Desk::open().await;
    let cy = desk.as_person(desk.cy);
    let id = desk.ticket().await;
    desk.pass(HOUR);
    let before = due(&desk, id).await;
    let page = promise::page(&cy).await.unwrap();
    let own = page.levels.calendars[0].id;
    // From 12:00 to 18:00: seventeen minutes less until noon, and half an hour more in the evening.
    let later = calendar("Desk", ["12-18", "12-18", "12-18", "12-18", "12-18", "", ""], "");
    let tried = promise::save_calendar(&cy, Some(own), later.clone(), Run::Try).await.unwrap();
    let previewed = &tried.preview.as_ref().unwrap().tickets[0];
    assert_eq!((previewed.ticket, previewed.due_at), (id, before));
    assert_eq!(due(&desk, id).await, before, "what is tried changes nothing");
    promise::save_calendar(&cy, Some(own), later, Run::Save).await.unwrap();
    assert_eq!(due(&desk, id).await, previewed.would_be_due_at);
    assert_eq!(due(&desk, id).await, before + MINUTE.times(18));
}

#[tokio::test]
async fn a_holiday_of_a_feed_closes_the_desk_and_what_is_not_understood_is_named() {
    let desk = Desk::open().await;
    let cy = desk.as_person(desk.cy);
    let own = promise::page(&cy).await.unwrap().levels.calendars[0].id;
    let feed = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Founding Day\nDTSTART;VALUE=DATE:20261119\nEND:VEVENT\n\
                BEGIN:VEVENT\nSUMMARY:Stand-up\nDTSTART:20261118T090000Z\nEND:VEVENT\nEND:VCALENDAR";
    let week = ["8-17:30", "8-17:30", "8-17:30", "8-17:30", "8-17:30", "", ""];
    let form = CalendarForm { feed: feed.into(), ..calendar("Desk", week, "12-25 Christmas Day") };
    let tried =
        promise::save_calendar(&cy, Some(own), form.clone(), Run::Try).await.unwrap().preview.unwrap();
    assert_eq!((tried.holidays, tried.left_out.as_slice()), (1, ["Stand-up".to_owned()].as_slice()));
    desk.pass(HOUR.times(6));
    let id = desk.ticket().await;
    let before = due(&desk, id).await;
    promise::save_calendar(&cy, Some(own), form, Run::Save).await.unwrap();
    assert_eq!(due(&desk, id).await, before + DAY);
    let page = promise::page(&cy).await.unwrap();
    let holidays = &page.levels.calendars[0].versions.last().unwrap().holidays;
    assert_eq!(holidays.len(), 2);
}

/// The matrix of a company with customers on the internet, business customers, its own people and an operations desk.
#[tokio::test]
async fn a_matrix_of_four_types_of_coverage_loads_and_runs() {
    let desk = Desk::open().await;
    let cy = desk.as_person(desk.cy);
    let always = made(&cy, calendar("7x24", ["0-24"; 7], "")).await;
    let long = made(&cy, calendar("6x21", ["3-24", "3-24", "3-24", "3-24", "3-24", "3-24", ""], "")).await;
    let office = made(&cy, calendar("5x15", ["7-22", "7-22", "7-22", "7-22", "7-22", "", ""], "")).await;
    let both = vec![Language::En, Language::Es];
    let rows = vec![
        RowForm {
            groups: "Operations".into(),
            desk: "Operations".into(),
            ..row("Operations desk", Audience::Internal, always)
        },
        RowForm {
            groups: "Business".into(),
            locations: "Americas, EMEA".into(),
            languages: both.clone(),
            ..row("External, business customers", Audience::External, long)
        },
        RowForm { languages: both, ..row("External, internet customers", Audience::External, always) },
        RowForm { languages: vec![Language::En], ..row("Internal employees", Audience::Internal, office) },
    ];
    promise::put_rows(&cy, rows).await.unwrap();
    let levels = promise::levels(&cy).await.unwrap();
    assert_eq!(levels.rows.len(), 4);
    // At a quarter past eleven at night.
    desk.pass(MINUTE.times(12 * 60 + 33));
    let guest = service::ticket::ask(&desk.as_nobody(), ask("The shop is down")).await.unwrap().ticket;
    let own = desk.ticket().await;
    let now = MORNING + HOUR.times(12) + MINUTE.times(33);
    assert_eq!(due(&desk, guest).await, now + HOUR.times(6));
    assert_eq!(due(&desk, own).await, now + HOUR.times(6) + MINUTE.times(7 * 60 + 45));
    let published = promise::published(&desk.as_nobody()).await.unwrap();
    assert_eq!(published.hours.len(), 4);
}

#[tokio::test]
async fn hours_that_are_promised_without_anybody_on_the_rota_are_told() {
    let desk = Desk::open().await;
    let cy = desk.as_person(desk.cy);
    let always = made(&cy, calendar("Always", ["0-24"; 7], "")).await;
    let own = promise::page(&cy).await.unwrap().levels.calendars[0].id;
    let rows = vec![row("Guests", Audience::External, always), row("Colleagues", Audience::Internal, own)];
    promise::put_rows(&cy, rows).await.unwrap();
    assert_eq!(promise::page(&cy).await.unwrap().unstaffed, None, "there is no rota to look at");
    let fixed = Scheme::Fixed { person: desk.bo, stand_in: Some(desk.cy) };
    let plan = Plan { from: MORNING - DAY, lead: desk.cy, scheme: fixed, idle: Weekdays::NONE };
    service::rota::keep_plan(&cy, plan).await.unwrap();
    let page = promise::page(&cy).await.unwrap();
    let guests = page.levels.rows.iter().find(|row| row.name == "Guests").unwrap().id;
    // Fourteen days have ten on which the desk is open for nine and a half hours.
    let total = Millis(DAY.times(14).0 - MINUTE.times(10 * 570).0);
    let evening = MORNING + MINUTE.times(6 * 60 + 48);
    let unstaffed = page.unstaffed.unwrap();
    let told: Vec<_> = unstaffed.iter().map(|one| (one.row, one.total, one.first.from)).collect();
    assert_eq!(told, [(guests, total, evening)]);
}
