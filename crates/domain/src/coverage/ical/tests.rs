//! Feeds as public sites publish them, and what must not be guessed at.

use super::*;
use proptest::prelude::*;

/// A feed of these lines within one event each.
fn feed(events: &[&str]) -> String {
    let events: String = events
        .iter()
        .map(|event| {
            format!("BEGIN:VEVENT\r\nUID:1@example.org\r\n{}\r\nEND:VEVENT\r\n", event.replace('\n', "\r\n"))
        })
        .collect();
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n{events}END:VCALENDAR\r\n")
}

fn told(events: &[&str]) -> Vec<String> {
    let feed = read(&feed(events)).unwrap();
    let yearly = |holiday: &Holiday| if holiday.repeats == Repeats::Yearly { " yearly" } else { "" };
    let holidays =
        feed.holidays.iter().map(|holiday| format!("{} {}{}", holiday.date, holiday.name, yearly(holiday)));
    let left_out = feed.left_out.iter().map(|name| format!("left out: {name}"));
    holidays.chain(left_out).collect()
}

#[test]
fn a_day_and_several_days_are_read() {
    assert_eq!(
        told(&[
            "SUMMARY:Epiphany\nDTSTART;VALUE=DATE:20260106\nDTEND;VALUE=DATE:20260107",
            "SUMMARY:Between the years\nDTSTART;VALUE=DATE:20251230\nDTEND;VALUE=DATE:20260102",
            "SUMMARY:No end\nDTSTART;VALUE=DATE:20260501",
            "SUMMARY:Two days\nDTSTART;VALUE=DATE:20260601\nDURATION:P2D",
        ]),
        [
            "2025-12-30 Between the years",
            "2025-12-31 Between the years",
            "2026-01-01 Between the years",
            "2026-01-06 Epiphany",
            "2026-05-01 No end",
            "2026-06-01 Two days",
            "2026-06-02 Two days",
        ]
    );
}

#[test]
fn a_yearly_rule_is_kept_as_one_and_a_rule_with_an_end_is_written_out() {
    assert_eq!(
        told(&[
            "SUMMARY:Christmas Day\nDTSTART;VALUE=DATE:20201225\nRRULE:FREQ=YEARLY",
            "SUMMARY:Thrice\nDTSTART;VALUE=DATE:20240229\nRRULE:FREQ=YEARLY;COUNT=2",
            "SUMMARY:Until\nDTSTART;VALUE=DATE:20260301\nRRULE:FREQ=YEARLY;UNTIL=20270301\nEXDATE;VALUE=DATE:20260301",
        ]),
        ["2020-12-25 Christmas Day yearly", "2024-02-29 Thrice", "2027-03-01 Until", "2028-02-29 Thrice",]
    );
}

#[test]
fn what_is_not_understood_is_named_and_not_guessed() {
    assert_eq!(
        told(&[
            "SUMMARY:A meeting\nDTSTART:20260106T090000Z\nDTEND:20260106T100000Z",
            "SUMMARY:Third Monday\nDTSTART;VALUE=DATE:20260119\nRRULE:FREQ=YEARLY;BYMONTH=1;BYDAY=3MO",
            "SUMMARY:Every second year\nDTSTART;VALUE=DATE:20260119\nRRULE:FREQ=YEARLY;INTERVAL=2",
            "SUMMARY:Not on that day\nDTSTART;VALUE=DATE:20260119\nRRULE:FREQ=YEARLY\nEXDATE;VALUE=DATE:20270119",
            "SUMMARY:A whole season\nDTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:20260401",
            "SUMMARY:No such day\nDTSTART;VALUE=DATE:20260231",
        ]),
        [
            "left out: A meeting",
            "left out: Third Monday",
            "left out: Every second year",
            "left out: Not on that day",
            "left out: A whole season",
            "left out: No such day",
        ]
    );
}

#[test]
fn a_cancelled_event_is_none() {
    assert!(told(&["SUMMARY:Moved\nDTSTART;VALUE=DATE:20260106\nSTATUS:CANCELLED"]).is_empty());
}

#[test]
fn folded_lines_escapes_parameters_and_alarms_are_no_trouble() {
    let event = "summary;LANGUAGE=\"es:ES\":Día de la Constitución\\, f\n estivo\ndtstart;value=date:20261206\nBEGIN:VALARM\n\
                 SUMMARY:Wake up\nDTSTART;VALUE=DATE:20200101\nEND:VALARM";
    assert_eq!(told(&[event]), ["2026-12-06 Día de la Constitución, festivo"]);
}

#[test]
fn an_event_that_stands_twice_is_one_holiday() {
    let event = "SUMMARY:Epiphany\nDTSTART;VALUE=DATE:20260106";
    assert_eq!(told(&[event, event]).len(), 1);
}

#[test]
fn what_is_no_feed_is_refused() {
    assert_eq!(read("<html>"), Err(FeedError::NotACalendar));
    assert_eq!(read(""), Err(FeedError::NotACalendar));
    let cut = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Half";
    assert_eq!(read(cut), Err(FeedError::CutOff));
    assert_eq!(read(&format!("BEGIN:VCALENDAR\n{}", " ".repeat(MAX_BYTES))), Err(FeedError::TooLarge));
}

proptest! {
    #[test]
    fn any_text_within_an_event_is_answered(text in "\\PC{0,200}", value in "[0-9A-Z;=,:\\\\ ]{0,60}") {
        let _ = read(&text);
        for name in ["DTSTART", "DTEND", "RRULE", "EXDATE", "DURATION", "SUMMARY"] {
            let answered = read(&feed(&[&format!("SUMMARY:x\nDTSTART;VALUE=DATE:20260101\n{name}:{value}")]));
            prop_assert!(answered.is_ok_and(|feed| feed.holidays.len() <= 3_100));
        }
    }
}
