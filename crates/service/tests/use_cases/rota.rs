//! The rota: who answers, swaps, absences, calendars, the alarm before a gap, and who gets what.

use std::pin::pin;

use domain::coverage::Interval;
use domain::event::Change;
use domain::fault::{Fault, Reason};
use domain::ids::{PersonId, TicketId};
use domain::live::{News, Topic};
use domain::promise::Urgency;
use domain::rota::{Every, Member, Plan, Rotation, Scheme, SwapAnswer, Weekdays, Whose};
use domain::routing::{Duty, Skill, To, When, Why};
use domain::text::{Subject, UrgentReason};
use domain::ticket::{Channel, Effect, Impact, Kind, Level, Place, Triage};
use domain::time::{DAY, HOUR, MINUTE, SECOND};
use futures::StreamExt as _;
use service::Ctx;
use service::rota::Offer;
use service::routing::NewRule;
use service::ticket::Contact;

use crate::fixture::{Desk, MORNING, ask};

/// Bo and Cy take turns by day from this Wednesday on, Bo first; Cy leads.
async fn planned(desk: &Desk) {
    let members = [desk.bo, desk.cy].map(|person| Member { person, never: Weekdays::NONE }).to_vec();
    let rotation = Rotation { every: Every::Day, run: 1, changes_at: 0, half_at: 750, members };
    let plan =
        Plan { from: MORNING, lead: desk.cy, scheme: Scheme::Rotation(rotation), idle: Weekdays::NONE };
    service::rota::keep_plan(&desk.as_person(desk.cy), plan).await.unwrap();
}

async fn asked(desk: &Desk, body: &str) -> TicketId {
    service::ticket::ask(&desk.as_person(desk.di), ask(body)).await.unwrap().ticket
}

async fn assignee(desk: &Desk, id: TicketId) -> Option<PersonId> {
    let page = service::desk::ticket_page(&desk.as_person(desk.bo), id).await.unwrap();
    page.head.assignee.map(|chip| chip.id)
}

async fn why(desk: &Desk, id: TicketId) -> Option<Why> {
    let page = service::desk::ticket_page(&desk.as_person(desk.bo), id).await.unwrap();
    page.history.iter().rev().find_map(|line| match line.change {
        Change::Routed { why, .. } => Some(why),
        _ => None,
    })
}

async fn answers(ctx: &Ctx) -> Option<PersonId> {
    service::rota::page(ctx).await.unwrap().answer.map(|answer| answer.person)
}

/// What the open queue of somebody is told of his duty.
async fn duty(ctx: Ctx) -> Duty {
    let mut stream = pin!(service::live::stream(&ctx, Topic::Queue, None).await.unwrap());
    match stream.next().await.unwrap().1 {
        News::Queue(news) => news.duty,
        other => panic!("{other:?}"),
    }
}

/// Something urgent that triage has confirmed, as Bo's and Cy's queue have it.
#[tokio::test]
async fn an_emergency_is_what_triage_confirmed_and_only_who_is_on_duty_hears_it() {
    let desk = Desk::open().await;
    planned(&desk).await;
    let urgent = service::ticket::Ask {
        urgency: Urgency::Urgent,
        urgent_reason: "Nobody can ship".into(),
        ..ask("The label printer is dead")
    };
    let id = service::ticket::ask(&desk.as_person(desk.ana), urgent).await.unwrap().ticket;
    let bo = desk.as_person(desk.bo);
    let page = service::desk::queue_page(&bo, None).await.unwrap();
    assert!(!page.rows[0].emergency, "nobody has looked at it yet");
    let triage = Triage {
        subject: Subject::parse("Label printer dead").unwrap(),
        kind: Kind::Incident,
        urgent: Some(UrgentReason::parse("Nobody can ship").unwrap()),
        impact: Some(Impact::Team),
        effect: Some(Effect::Blocked),
        service: None,
        category: None,
        needs: Vec::new(),
    };
    service::ticket::triage(&bo, id, desk.seen(id).await, triage).await.unwrap();
    let page = service::desk::queue_page(&bo, None).await.unwrap();
    assert!(page.rows[0].emergency);
    assert_eq!((duty(bo).await, duty(desk.as_person(desk.cy)).await), (Duty::First, Duty::Second));
}

#[tokio::test]
async fn who_answers_is_kept_until_the_shift_ends_or_the_rota_changes() {
    let desk = Desk::open().await;
    planned(&desk).await;
    let (bo, cy) = (desk.as_person(desk.bo), desk.as_person(desk.cy));
    assert_eq!((duty(bo.clone()).await, duty(cy.clone()).await), (Duty::First, Duty::Second));
    let page = service::rota::page(&cy).await.unwrap();
    service::rota::cover(&cy, page.stints[0].within, desk.cy).await.unwrap();
    // What a stream was told within the same second is told again.
    desk.pass(SECOND);
    assert_eq!(duty(cy.clone()).await, Duty::First, "the lead took the shift");
    desk.pass(DAY.times(2));
    assert_eq!(duty(bo).await, Duty::First, "and two days later it is another one");
}

#[tokio::test]
async fn without_a_plan_nothing_is_routed_and_with_one_whoever_is_on_duty_gets_it() {
    let desk = Desk::open().await;
    let before = desk.ticket().await;
    assert_eq!((assignee(&desk, before).await, why(&desk, before).await), (None, None));
    planned(&desk).await;
    let today = asked(&desk, "My screen is dark.").await;
    assert_eq!((assignee(&desk, today).await, why(&desk, today).await), (Some(desk.bo), Some(Why::OnDuty)));
    desk.pass(DAY);
    let tomorrow = asked(&desk, "Now it is bright.").await;
    assert_eq!(assignee(&desk, tomorrow).await, Some(desk.cy));
    let tracker = service::portal::tracker_page(&desk.as_person(desk.di), tomorrow).await.unwrap();
    assert!(tracker.journey.iter().all(|stop| !matches!(stop.change, Change::Routed { .. })));
}

#[tokio::test]
async fn what_comes_at_night_waits_for_whoever_begins_in_the_morning() {
    let desk = Desk::open().await;
    planned(&desk).await;
    desk.pass(HOUR.times(12));
    let id = asked(&desk, "The alarm rings.").await;
    assert_eq!((assignee(&desk, id).await, why(&desk, id).await), (None, Some(Why::NobodyOnDuty)));
    service::job::run_all(&desk.service).await.unwrap();
    assert_eq!(assignee(&desk, id).await, None, "nobody is on duty at night");
    desk.pass(HOUR.times(11));
    service::job::run_all(&desk.service).await.unwrap();
    assert_eq!((assignee(&desk, id).await, why(&desk, id).await), (Some(desk.cy), Some(Why::OnDuty)));
    let seen = desk.seen(id).await;
    service::ticket::assign(&desk.as_person(desk.cy), id, seen, None).await.unwrap();
    desk.pass(MINUTE.times(2));
    service::job::run_all(&desk.service).await.unwrap();
    assert_eq!(assignee(&desk, id).await, None, "what somebody gave back stays with the team");
}

#[tokio::test]
async fn who_has_enough_gets_no_more_until_he_has_room() {
    let desk = Desk::open().await;
    planned(&desk).await;
    let cy = desk.as_person(desk.cy);
    for person in [desk.bo, desk.cy] {
        service::routing::set_person(&cy, person, &[], 1).await.unwrap();
    }
    let (one, two) = (asked(&desk, "One.").await, asked(&desk, "Two.").await);
    let three = asked(&desk, "Three.").await;
    assert_eq!(assignee(&desk, one).await, Some(desk.bo));
    assert_eq!((assignee(&desk, two).await, why(&desk, two).await), (Some(desk.cy), Some(Why::FirstIsFull)));
    assert_eq!((assignee(&desk, three).await, why(&desk, three).await), (None, Some(Why::AllFull)));
    let seen = desk.seen(one).await;
    service::ticket::resolve(&desk.as_person(desk.bo), one, seen, Place::Remote, Level::One).await.unwrap();
    service::job::run_all(&desk.service).await.unwrap();
    assert_eq!(assignee(&desk, three).await, Some(desk.bo));
}

#[tokio::test]
async fn rules_decide_in_their_order_and_a_dry_run_says_what_they_would_have_done() {
    let desk = Desk::open().await;
    planned(&desk).await;
    let cy = desk.as_person(desk.cy);
    let vpn = service::admin::new_service(&cy, "VPN").await.unwrap();
    let rule = |name: &str, to| NewRule {
        name: name.into(),
        when: When { service: Some(vpn), ..When::default() },
        to,
    };
    let skilled = service::routing::add_rule(&cy, rule("VPN by skill", To::Skilled)).await.unwrap();
    let team = service::routing::add_rule(&cy, rule("VPN to the team", To::Queue)).await.unwrap();
    service::routing::set_person(&cy, desk.cy, &[Skill::Service(vpn)], 10).await.unwrap();
    let about = service::ticket::Ask { service: Some(vpn), ..ask("No tunnel.") };
    let id = service::ticket::ask(&desk.as_person(desk.ana), about).await.unwrap().ticket;
    assert_eq!((assignee(&desk, id).await, why(&desk, id).await), (Some(desk.cy), Some(Why::Knows)));
    service::routing::move_rule(&cy, team).await.unwrap();
    let order: Vec<_> = service::routing::rules(&cy).await.unwrap().into_iter().map(|rule| rule.id).collect();
    assert_eq!(order, [team, skilled]);
    desk.pass(MINUTE);
    let run = service::routing::dry_run(&cy).await.unwrap();
    assert_eq!((run.tickets, run.by_rule, run.by_person), (1, vec![1, 0, 0], vec![(None, 1)]));
    let knows = service::routing::knows_page(&desk.as_person(desk.bo)).await.unwrap();
    let (_, known) = knows.services.iter().find(|(name, _)| name == "VPN").unwrap();
    assert_eq!(known[0].person.id, desk.cy);
    let forbidden = service::routing::remove_rule(&desk.as_person(desk.bo), skilled).await;
    assert_eq!(forbidden.unwrap_err().fault, Fault::Forbidden);
}

#[tokio::test]
async fn a_swap_takes_one_tap_of_each_and_counts_at_once() {
    let desk = Desk::open().await;
    planned(&desk).await;
    let (bo, cy) = (desk.as_person(desk.bo), desk.as_person(desk.cy));
    let page = service::rota::page(&bo).await.unwrap();
    let of = |person| page.ahead.iter().find(|stint| stint.person == person).unwrap().within;
    let (mine, theirs) = (of(desk.bo), of(desk.cy));
    let wanted = Offer { given: mine, taker: desk.cy, back: Some(theirs) };
    let id = service::rota::offer_swap(&bo, wanted).await.unwrap();
    let own = service::rota::answer_swap(&bo, id, SwapAnswer::Accepted).await.unwrap_err();
    assert_eq!(own.fault, Fault::NotFound);
    service::rota::answer_swap(&cy, id, SwapAnswer::Accepted).await.unwrap();
    let again = service::rota::answer_swap(&cy, id, SwapAnswer::Accepted).await.unwrap_err();
    assert_eq!(again.fault.of_field("answer"), Some(&Reason::Taken));
    desk.pass(theirs.from - MORNING);
    desk.pass(MINUTE);
    assert_eq!(answers(&bo).await, Some(desk.bo));
    desk.pass(mine.from - theirs.from);
    assert_eq!(answers(&bo).await, Some(desk.cy));
    let late = service::rota::offer_swap(&cy, Offer { given: mine, taker: desk.bo, back: None }).await;
    assert_eq!(late.unwrap_err().fault.of_field("given"), Some(&Reason::Begun));
}

#[tokio::test]
async fn who_is_away_is_stood_in_for_and_a_day_without_anybody_alarms_the_lead_once() {
    let desk = Desk::open().await;
    planned(&desk).await;
    let (bo, cy) = (desk.as_person(desk.bo), desk.as_person(desk.cy));
    service::rota::set_absence(&bo, None, "2026-11-18", "2026-11-20").await.unwrap();
    assert_eq!(answers(&bo).await, Some(desk.cy));
    service::job::run_all(&desk.service).await.unwrap();
    let all = |id| service::routing::dry_run(id);
    let before = all(&cy).await.unwrap().tickets;
    let away = service::rota::set_absence(&cy, None, "2026-11-20", "2026-11-20").await.unwrap();
    desk.pass(HOUR.times(2));
    service::job::run_all(&desk.service).await.unwrap();
    desk.pass(HOUR.times(2));
    service::job::run_all(&desk.service).await.unwrap();
    let page = service::rota::page(&cy).await.unwrap();
    assert_eq!(page.gaps.len(), 1);
    assert_eq!(all(&cy).await.unwrap().tickets, before + 1, "one alarm, whatever time passes");
    let queue = service::desk::queue_page(&cy, None).await.unwrap();
    let alarm = queue.rows.iter().find(|row| row.head.channel == Channel::Bot).unwrap();
    assert!(alarm.head.subject.contains("2026-11-20 08:00"), "{}", alarm.head.subject);
    service::rota::take_back_absence(&cy, away).await.unwrap();
    assert_eq!(service::rota::page(&cy).await.unwrap().gaps, []);
    let others = service::rota::set_absence(&bo, Some(desk.cy), "2026-11-23", "2026-11-23").await;
    assert_eq!(others.unwrap_err().fault, Fault::Forbidden);
    let typed = service::rota::set_absence(&bo, None, "tomorrow", "2026-11-23").await.unwrap_err();
    assert_eq!(typed.fault.of_field("from"), Some(&Reason::Malformed));
}

#[tokio::test]
async fn the_portal_and_the_wall_name_whoever_answers_if_he_agreed() {
    let desk = Desk::open().await;
    planned(&desk).await;
    let home = || async { service::portal::home_page(&desk.as_nobody()).await.unwrap().desk.on_duty };
    assert_eq!(home().await, Vec::<String>::new());
    let bo = desk.as_person(desk.bo);
    let given = domain::person::WallConsent::Given;
    service::account::save_me(&bo, domain::locale::Language::En, "", given).await.unwrap();
    assert_eq!(home().await, ["Bo"]);
    assert_eq!(service::wall::picture(&bo, None).await.unwrap().on_duty, ["Bo"]);
    desk.pass(HOUR.times(12));
    assert_eq!(home().await, Vec::<String>::new(), "at night nobody answers");
}

#[tokio::test]
async fn a_calendar_is_read_by_its_secret_until_it_is_revoked() {
    let desk = Desk::open().await;
    planned(&desk).await;
    let bo = desk.as_person(desk.bo);
    let (id, secret) = service::rota::new_feed(&bo, Whose::Mine).await.unwrap();
    assert_eq!(secret.len(), service::rota::CALENDAR_SECRET_CHARS);
    let nobody = desk.as_nobody();
    let mine = service::rota::calendar(&nobody, &secret, "desk.example").await.unwrap();
    assert!(mine.contains("SUMMARY:Bo Hansen") && !mine.contains("SUMMARY:Cy"));
    let (_, team) = service::rota::new_feed(&bo, Whose::Team).await.unwrap();
    let all = service::rota::calendar(&nobody, &team, "desk.example").await.unwrap();
    assert!(all.contains("SUMMARY:Bo Hansen") && all.contains("SUMMARY:Cy Okafor"));
    let foreign = service::rota::revoke_feed(&desk.as_person(desk.cy), id).await.unwrap_err();
    assert_eq!(foreign.fault, Fault::NotFound);
    service::rota::revoke_feed(&bo, id).await.unwrap();
    for wrong in [secret.as_str(), "", "x"] {
        let read = service::rota::calendar(&nobody, wrong, "desk.example").await.unwrap_err();
        assert_eq!(read.fault, Fault::NotFound);
    }
    let short = service::rota::add_feed(&bo, "short", Whose::Mine).await.unwrap_err();
    assert_eq!(short.fault.of_field("secret"), Some(&Reason::Malformed));
}

#[tokio::test]
async fn a_contact_past_the_desk_becomes_a_ticket_for_duty_and_counts_as_an_interruption() {
    let desk = Desk::open().await;
    planned(&desk).await;
    let cy = desk.as_person(desk.cy);
    let contact = Contact {
        email: "ana@lumbrera.example".into(),
        name: None,
        channel: Channel::WalkUp,
        body: "Asked me in the corridor.".into(),
        urgent_reason: None,
        service: None,
        past_desk: Some(desk.cy),
    };
    let id = service::ticket::take_down(&cy, contact).await.unwrap();
    assert_eq!(assignee(&desk, id).await, Some(desk.bo), "duty has it, not the favourite");
    service::ticket::past_desk(&desk.as_person(desk.bo), id).await.unwrap();
    service::ticket::past_desk(&desk.as_person(desk.bo), id).await.unwrap();
    desk.pass(MINUTE);
    let ledger = service::rota::fairness(&cy).await.unwrap();
    let counted: Vec<_> =
        ledger.lines.iter().map(|line| (line.person.id, line.tally.interruptions)).collect();
    assert_eq!(counted, [(desk.bo, 1), (desk.cy, 1)]);
    assert_eq!(service::rota::fairness(&desk.as_person(desk.bo)).await.unwrap_err().fault, Fault::Forbidden);
}

#[tokio::test]
async fn a_plan_is_tried_out_before_it_counts_and_a_note_goes_to_the_next_shift() {
    let desk = Desk::open().await;
    let (bo, cy) = (desk.as_person(desk.bo), desk.as_person(desk.cy));
    let fields = |run: &str| {
        format!(
            "kind=rotation&from=2026-11-19&lead={cy}&every=day&run={run}&changes_at=00:00&half_at=12:30\
             &place-{bo}=1&place-{cy}=2&never-{bo}=4&idle=2",
            bo = desk.bo.0,
            cy = desk.cy.0
        )
    };
    let tried = service::rota::plan_page(&cy, Some(&fields("2"))).await.unwrap();
    assert_eq!((tried.typed, tried.refused.len()), (true, 0));
    let first: Vec<_> = tried.stints.iter().take(3).map(|stint| stint.person).collect();
    assert_eq!(first, [desk.bo, desk.cy, desk.cy], "Bo on Thursday, never on Friday");
    assert_eq!(service::rota::plans(&bo).await.unwrap(), []);
    let wrong = service::rota::plan_page(&cy, Some(&fields("0"))).await.unwrap();
    assert_eq!(wrong.refused[0].field, "run");
    assert!(service::rota::save_plan(&cy, &fields("0")).await.is_err());
    service::rota::save_plan(&cy, &fields("2")).await.unwrap();
    assert_eq!(service::rota::plans(&bo).await.unwrap().len(), 1);
    assert!(!service::rota::plan_page(&cy, Some(&fields("2"))).await.unwrap().typed, "it counts now");
    assert_eq!(service::rota::save_plan(&bo, &fields("2")).await.unwrap_err().fault, Fault::Forbidden);
    service::rota::hand_over(&bo, "The lift is being repaired.").await.unwrap();
    let page = service::rota::page(&cy).await.unwrap();
    assert_eq!(
        (page.notes[0].body.as_str(), page.notes[0].author.id),
        ("The lift is being repaired.", desk.bo)
    );
    desk.pass(DAY);
    let lead = service::rota::cover(&cy, Interval { from: MORNING + DAY, to: MORNING + DAY + HOUR }, desk.cy);
    lead.await.unwrap();
    assert_eq!(answers(&bo).await, Some(desk.cy));
    desk.pass(HOUR.times(2));
    assert_eq!(answers(&bo).await, Some(desk.bo));
}
