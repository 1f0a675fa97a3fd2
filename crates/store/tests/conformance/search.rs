//! Search, by what people type.

use domain::ids::TicketId;
use domain::ticket::queue::Total;
use store::search::{self, Audience};
use store::{Store, Tx};

use crate::harness::{GRACE_DAYS, ana, ticket};

/// One a line: quotes, operators of both engines, punctuation, other scripts.
const NAUGHTY: &str = include_str!("naughty.txt");

/// A ticket with its subject and its first post in the index.
async fn indexed(tx: &mut Tx, subject: &str, body: &str) -> TicketId {
    let ana = match store::person::by_email(tx, &crate::harness::email("ana@lumbrera.example")).await.unwrap()
    {
        Some(ana) => ana.id,
        None => ana(tx).await,
    };
    let id = ticket(tx, ana).await;
    search::begin(tx, id, subject, body).await.unwrap();
    id
}

async fn found(tx: &mut Tx, query: &str) -> Vec<TicketId> {
    let (rows, total) = search::query(tx, query, 50, GRACE_DAYS).await.unwrap();
    assert_eq!(Total::Exactly(rows.len() as i64), total);
    rows.into_iter().map(|row| row.head.id).collect()
}

async fn a_word_is_found_in_any_case_with_and_without_accents_and_from_its_beginning(store: Store) {
    let mut tx = store.write().await.unwrap();
    let id = indexed(&mut tx, "Impresión lenta", "La IMPRESORA de la 2ª planta no imprime «señales»").await;
    indexed(&mut tx, "Pantalla negra", "No se ve nada").await;
    for query in [
        "impresión",
        "IMPRESION",
        "impresio\u{301}n",
        "impre",
        "impresora lenta",
        "senal",
        "Señales,",
        "2 planta",
    ] {
        assert_eq!(found(&mut tx, query).await, [id], "{query}");
    }
    for query in ["mpresion", "impresiones", "impresora negra", "impresora y pantalla"] {
        assert_eq!(found(&mut tx, query).await, [], "{query}");
    }
}

async fn whatever_people_type_is_no_error_and_finds_what_was_written_so(store: Store) {
    let mut tx = store.write().await.unwrap();
    let lines: Vec<String> = NAUGHTY
        .lines()
        .map(str::to_owned)
        // These can't stand in a text file.
        .chain([
            "nul\0byte".to_owned(),
            "tab\tand\rreturn".to_owned(),
            "x".repeat(100_000),
            "y ".repeat(50_000),
        ])
        .collect();
    assert!(lines.len() > 60);
    let mut ids = Vec::new();
    for line in &lines {
        ids.push(indexed(&mut tx, line, line).await);
    }
    for (line, id) in lines.iter().zip(ids) {
        let hits = search::query(&mut tx, line, 1_000, GRACE_DAYS).await;
        let (rows, total) = hits.unwrap_or_else(|error| panic!("{line:?}: {error:?}"));
        assert_eq!(Total::Exactly(rows.len() as i64), total, "{line:?}");
        if line.chars().any(char::is_alphanumeric) {
            assert!(rows.iter().any(|row| row.head.id == id), "{line:?}");
        } else {
            assert!(rows.is_empty(), "{line:?}");
        }
    }
}

async fn operators_of_the_engines_are_words(store: Store) {
    let mut tx = store.write().await.unwrap();
    let both = indexed(&mut tx, "Bread and butter", "or not").await;
    indexed(&mut tx, "Bread", "alone").await;
    assert_eq!(found(&mut tx, "bread AND butter").await, [both]);
    assert_eq!(found(&mut tx, "bread OR butter").await, [both]);
    assert_eq!(found(&mut tx, "bread NOT alone").await, []);
    assert_eq!(found(&mut tx, "subject:bread").await, []);
    assert_eq!(found(&mut tx, "-alone").await.len(), 1);
}

async fn words_of_several_posts_are_found_together(store: Store) {
    let mut tx = store.write().await.unwrap();
    let id = indexed(&mut tx, "Printer", "It is silent").await;
    search::index(&mut tx, id, "Printer", "Which toner do you use?", Audience::Public).await.unwrap();
    search::index(&mut tx, id, "Printer", "Warranty ends in May", Audience::Staff).await.unwrap();
    indexed(&mut tx, "Toner", "We need some").await;
    assert_eq!(found(&mut tx, "silent toner warranty").await, [id]);
}

async fn a_new_subject_replaces_the_old_one(store: Store) {
    let mut tx = store.write().await.unwrap();
    let id = indexed(&mut tx, "Something is broken", "The beamer").await;
    search::retitle(&mut tx, id, "Projector without signal").await.unwrap();
    assert_eq!(found(&mut tx, "broken").await, []);
    assert_eq!(found(&mut tx, "projector beamer").await, [id]);
    search::index(&mut tx, id, "Projector in room 3", "Cable", Audience::Staff).await.unwrap();
    assert_eq!(found(&mut tx, "signal").await, []);
    assert_eq!(found(&mut tx, "room cable beamer").await, [id]);
}

async fn a_ticket_is_found_by_its_number(store: Store) {
    let mut tx = store.write().await.unwrap();
    let id = indexed(&mut tx, "Printer", "Silent").await;
    indexed(&mut tx, "Screen", "Dark").await;
    assert_eq!(found(&mut tx, &id.0.to_string()).await, [id]);
    search::retitle(&mut tx, id, "Scanner").await.unwrap();
    assert_eq!(found(&mut tx, &id.0.to_string()).await, [id]);
}

async fn the_best_come_first_and_all_are_counted(store: Store) {
    let mut tx = store.write().await.unwrap();
    let filler = "words that say nothing of it ".repeat(20);
    let once = indexed(&mut tx, "Noise", &format!("{filler} printer {filler}")).await;
    let subject = indexed(&mut tx, "Printer", &filler).await;
    let often =
        indexed(&mut tx, "Noise", &format!("printer printer printer {filler} printer {filler}")).await;
    for _ in 0..5 {
        indexed(&mut tx, "Other", &filler).await;
    }
    assert_eq!(found(&mut tx, "printer").await, [subject, often, once]);
    let (rows, total) = search::query(&mut tx, "printer", 1, GRACE_DAYS).await.unwrap();
    assert_eq!((rows[0].head.id, rows.len(), total), (subject, 1, Total::Exactly(3)));
}

async fn what_stands_in_more_than_a_thousand_tickets_is_counted_or_said_to_be_more(store: Store) {
    let mut tx = store.write().await.unwrap();
    for _ in 0..1_010 {
        indexed(&mut tx, "Printer", "toner").await;
    }
    for query in ["printer", "printer toner"] {
        let (rows, total) = search::query(&mut tx, query, 20, GRACE_DAYS).await.unwrap();
        let expected = match &tx {
            Tx::Sqlite(_) => Total::Exactly(1_010),
            Tx::Postgres(_) => Total::MoreThan(1_000),
        };
        assert_eq!((rows.len(), total), (20, expected), "{query}");
        assert!(rows.is_sorted_by(|one, next| one.head.id.0 > next.head.id.0), "the newest first");
    }
    tx.rollback().await.unwrap();
}

/// In the index alone, and with the statistics that PostgreSQL gathers by itself sooner or later.
/// Of fewer than a hundred words it would not trust them.
async fn twenty_five_thousand_with_toner(tx: &mut Tx) {
    let Tx::Postgres(connection) = tx else { return };
    for statement in [
        "set local session_replication_role = replica",
        "insert into search (ticket, subject, public, staff, bytes)
            select 100000 + n, '''toner'':1A', cast('w' || n % 200 as tsvector), '', 1 from generate_series(1, 25000) n",
        "analyze search",
    ] {
        sqlx::query(statement).execute(&mut **connection).await.unwrap();
    }
}

async fn what_stands_in_very_many_tickets_is_counted_or_estimated(store: Store) {
    let mut tx = store.write().await.unwrap();
    for _ in 0..250 {
        indexed(&mut tx, "Printer", "toner").await;
    }
    twenty_five_thousand_with_toner(&mut tx).await;
    let (_, total) = search::query(&mut tx, "ton", 20, GRACE_DAYS).await.unwrap();
    let expected = match &tx {
        Tx::Sqlite(_) => Total::Exactly(250),
        Tx::Postgres(_) => Total::About(25_000),
    };
    assert_eq!(total, expected);
    let (_, total) = search::query(&mut tx, "printer", 20, GRACE_DAYS).await.unwrap();
    assert_eq!(total, Total::Exactly(250));
}

async fn of_very_many_the_subjects_come_first_and_then_the_newest(store: Store) {
    let mut tx = store.write().await.unwrap();
    let old = indexed(&mut tx, "Toner for the printer", "It is empty").await;
    let mut others = Vec::new();
    for _ in 0..210 {
        others.push(indexed(&mut tx, "Noise", "The printer has no toner printer printer printer").await);
    }
    let halves = indexed(&mut tx, "Printer", "toner").await;
    let (rows, total) = search::query(&mut tx, "printer toner", 4, GRACE_DAYS).await.unwrap();
    let found: Vec<TicketId> = rows.into_iter().map(|row| row.head.id).collect();
    assert_eq!((found, total), (vec![old, halves, others[209], others[208]], Total::Exactly(212)));
    let (rows, total) = search::query(&mut tx, "printer toner", 1_000, GRACE_DAYS).await.unwrap();
    assert_eq!((rows.len(), total), (212, Total::Exactly(212)));
}

async fn of_very_many_a_whole_word_comes_before_its_beginning_where_that_is_sooner(store: Store) {
    let mut tx = store.write().await.unwrap();
    let mut printers = Vec::new();
    for _ in 0..205 {
        printers.push(indexed(&mut tx, "Printer", "It is empty").await);
    }
    let newest = indexed(&mut tx, "Printers", "They are empty").await;
    let (rows, total) = search::query(&mut tx, "printer", 2, GRACE_DAYS).await.unwrap();
    let found: Vec<TicketId> = rows.into_iter().map(|row| row.head.id).collect();
    let expected = match &tx {
        Tx::Sqlite(_) => [printers[204], printers[203]],
        Tx::Postgres(_) => [newest, printers[204]],
    };
    assert_eq!((found, total), (expected.to_vec(), Total::Exactly(206)));
}

async fn a_thread_of_any_length_takes_another_post(store: Store) {
    let mut tx = store.write().await.unwrap();
    let id = indexed(&mut tx, "Log", "first").await;
    // Each post is as long as a post may be, of words that stand nowhere else; together they are 2.5 MB.
    for post in 0..50 {
        let long: String = (0..5_500).map(|word| format!("{:07} ", post * 10_000 + word)).collect();
        search::index(&mut tx, id, "Log", &long, Audience::Staff).await.unwrap();
    }
    search::retitle(&mut tx, id, "Journal").await.unwrap();
    assert_eq!(found(&mut tx, "journal first 0005499").await, [id]);
    let book: String = (0..300_000).map(|word| format!("{word:x} ")).collect();
    indexed(&mut tx, &book, &book).await;
}

async fn nothing_is_found_by_nothing(store: Store) {
    let mut tx = store.write().await.unwrap();
    indexed(&mut tx, "Printer", "Silent").await;
    for query in ["", " ", "\"", "***", "(", "🖨️", "scanner"] {
        assert_eq!(
            search::query(&mut tx, query, 10, GRACE_DAYS).await.unwrap(),
            (vec![], Total::Exactly(0)),
            "{query:?}"
        );
    }
}

on_both_engines! {
    a_word_is_found_in_any_case_with_and_without_accents_and_from_its_beginning,
    whatever_people_type_is_no_error_and_finds_what_was_written_so,
    operators_of_the_engines_are_words,
    words_of_several_posts_are_found_together,
    a_new_subject_replaces_the_old_one,
    a_ticket_is_found_by_its_number,
    the_best_come_first_and_all_are_counted,
    of_very_many_the_subjects_come_first_and_then_the_newest,
    what_stands_in_more_than_a_thousand_tickets_is_counted_or_said_to_be_more,
    what_stands_in_very_many_tickets_is_counted_or_estimated,
    of_very_many_a_whole_word_comes_before_its_beginning_where_that_is_sooner,
    a_thread_of_any_length_takes_another_post,
    nothing_is_found_by_nothing,
}
