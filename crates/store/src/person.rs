//! People: their records, their passwords, and the lists that the desk shows.

use std::collections::HashMap;

use domain::ids::{PersonId, TicketId};
use domain::locale::Language;
use domain::person::{Person, PersonCard, PersonChip, Role, Roles, Standing};
use domain::text::{EmailAddress, Label, PersonName};
use domain::time::UnixMs;
use domain::token::PROGRAM_DOMAIN;

use crate::decode::{optional_text, text, word};
use crate::fold::fold;
use crate::sql::{all, execute, optional, row, statements};
use crate::{Result, StoreError, Tx};

/// Most people that a list gives.
pub const MAX_LISTED: i64 = 1000;

macro_rules! person_columns {
    () => {
        "p.id, p.name, p.email, p.roles, p.standing, p.language, p.zone, p.department, p.location,
            p.job_title, p.phone, p.created_at"
    };
}
pub(crate) use person_columns;

statements! {
    INSERT = "insert into person (
            name, sort_name, email, roles, standing, language, zone, department, location, job_title, phone, created_at
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        on conflict (email) do nothing
        returning id";
    BY_ID = concat!("select ", person_columns!(), " from person p where p.id = $1");
    BY_EMAIL = concat!("select ", person_columns!(), " from person p where p.email = $1");
    UPDATE = "update person set
            name = $2, sort_name = $3, email = $4, roles = $5, standing = $6, language = $7, zone = $8,
            department = $9, location = $10, job_title = $11, phone = $12
        where id = $1";
    LIST = concat!("select ", person_columns!(), "
        from person p
        where p.standing <> 'guest'
        order by p.sort_name, p.id
        limit $1");
    /// `$1` are the bits of the roles that work at the desk, `$2` the addresses of programs.
    DESK = "select id, name
        from person
        where standing = 'account' and (roles & $1) <> 0 and email not like $2
        order by sort_name, id
        limit $3";
    AT_DESK = "select id from person where id = $1 and standing = 'account' and (roles & $2) <> 0";
    CARD = concat!("select ", person_columns!(), ",
            (
                select count(*) from ticket t
                where t.requester = p.id
                    and t.resolved_at is null and t.closed_at is null and t.cancelled_at is null
            ) as open_tickets,
            (select count(*) from ticket t where t.requester = p.id) as all_tickets
        from person p
        where p.id = $1");
    PASSWORD = "select password from person where id = $1";
    SET_PASSWORD = "update person set password = $2 where id = $1";
    HAS_ADMIN = "select id
        from person
        where standing = 'account' and (roles & $1) <> 0 and email not like $2
        limit 1";
    WALL_CONSENT = "select wall_consent from person where id = $1";
    SET_WALL_CONSENT = "update person set wall_consent = $2 where id = $1";
    /// `$1` are the bits of the roles that work at the desk.
    CONSENTING = "select id, name
        from person
        where wall_consent and standing = 'account' and (roles & $1) <> 0";
    OF_TICKET = "select p.id, p.name
        from person p
        where p.id in (
            select requester from ticket where id = $1
            union select assignee from ticket where id = $1
            union select resolved_by from ticket where id = $1
            union select person from watcher where ticket = $1
            union select author from post where ticket = $1
            union select actor from event where ticket = $1
            union select old_person from event where ticket = $1
            union select new_person from event where ticket = $1
        )
        order by p.sort_name, p.id";
}

/// A person who is not stored yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPerson {
    pub name: PersonName,
    pub email: EmailAddress,
    pub roles: Roles,
    pub standing: Standing,
    pub language: Language,
    /// IANA name; none means the desk's own.
    pub zone: Option<String>,
    pub department: Option<Label>,
    pub location: Option<Label>,
    pub job_title: Option<Label>,
    pub phone: Option<Label>,
    pub created_at: UnixMs,
}

impl NewPerson {
    /// A guest of whom no more is known than how to call and to reach him.
    pub fn guest(name: PersonName, email: EmailAddress, language: Language, created_at: UnixMs) -> NewPerson {
        NewPerson {
            name,
            email,
            roles: Roles::REQUESTER,
            standing: Standing::Guest,
            language,
            zone: None,
            department: None,
            location: None,
            job_title: None,
            phone: None,
            created_at,
        }
    }
}

/// Errors with `Conflict("person_email_key")` when the address is taken; the transaction can go on then.
pub async fn insert(tx: &mut Tx, person: &NewPerson) -> Result<PersonId> {
    let row: Option<(i64,)> = optional!(
        tx,
        INSERT,
        person.name.as_str(),
        fold(person.name.as_str()),
        person.email.as_str(),
        person.roles.bits(),
        standing_word(person.standing),
        person.language.code(),
        person.zone.as_deref(),
        person.department.as_ref().map(Label::as_str),
        person.location.as_ref().map(Label::as_str),
        person.job_title.as_ref().map(Label::as_str),
        person.phone.as_ref().map(Label::as_str),
        person.created_at.0,
    )?;
    row.map(|(id,)| PersonId(id)).ok_or(StoreError::Conflict("person_email_key"))
}

pub async fn by_id(tx: &mut Tx, id: PersonId) -> Result<Option<Person>> {
    let row: Option<PersonRow> = optional!(tx, BY_ID, id.0)?;
    row.map(Person::try_from).transpose()
}

pub async fn by_email(tx: &mut Tx, email: &EmailAddress) -> Result<Option<Person>> {
    let row: Option<PersonRow> = optional!(tx, BY_EMAIL, email.as_str())?;
    row.map(Person::try_from).transpose()
}

/// Stores everything but number and `created_at`.
/// Errors with `Conflict("person_email_key")` when the address is somebody else's; the transaction is lost then.
pub async fn update(tx: &mut Tx, person: &Person) -> Result<()> {
    execute!(
        tx,
        UPDATE,
        person.id.0,
        person.name.as_str(),
        fold(person.name.as_str()),
        person.email.as_str(),
        person.roles.bits(),
        standing_word(person.standing),
        person.language.code(),
        person.zone.as_deref(),
        person.department.as_ref().map(Label::as_str),
        person.location.as_ref().map(Label::as_str),
        person.job_title.as_ref().map(Label::as_str),
        person.phone.as_ref().map(Label::as_str),
    )
    .map(drop)
}

/// Everybody with an account, disabled or not, by name; at most [`MAX_LISTED`].
pub async fn list(tx: &mut Tx) -> Result<Vec<Person>> {
    let rows: Vec<PersonRow> = all!(tx, LIST, MAX_LISTED)?;
    rows.into_iter().map(Person::try_from).collect()
}

/// Active agents and leads, by name; at most [`MAX_LISTED`]. Programs have no shifts and are nobody's colleagues.
pub async fn desk(tx: &mut Tx) -> Result<Vec<PersonChip>> {
    let rows: Vec<(i64, String)> = all!(tx, DESK, desk_bits(), programs(), MAX_LISTED)?;
    Ok(rows.into_iter().map(chip).collect())
}

/// Whether this is an active agent or lead, or a program with such a role.
pub async fn is_at_desk(tx: &mut Tx, id: PersonId) -> Result<bool> {
    let row: Option<(i64,)> = optional!(tx, AT_DESK, id.0, desk_bits())?;
    Ok(row.is_some())
}

/// The person with the number of tickets that he or she asked for.
pub async fn card(tx: &mut Tx, id: PersonId) -> Result<Option<PersonCard>> {
    let row: Option<CardRow> = optional!(tx, CARD, id.0)?;
    let Some(CardRow { open_tickets, all_tickets, person }) = row else { return Ok(None) };
    let person = Person::try_from(person)?;
    Ok(Some(PersonCard {
        chip: PersonChip { id, name: person.name.into() },
        email: person.email.into(),
        standing: person.standing,
        language: person.language,
        department: person.department.map(String::from),
        location: person.location.map(String::from),
        job_title: person.job_title.map(String::from),
        phone: person.phone.map(String::from),
        open_tickets,
        all_tickets,
    }))
}

/// The password's hash, if there is such a person and he has one.
pub async fn password(tx: &mut Tx, id: PersonId) -> Result<Option<String>> {
    let row: Option<(Option<String>,)> = optional!(tx, PASSWORD, id.0)?;
    Ok(row.and_then(|(hash,)| hash))
}

pub async fn set_password(tx: &mut Tx, id: PersonId, hash: &str) -> Result<()> {
    execute!(tx, SET_PASSWORD, id.0, hash).map(drop)
}

/// Whether there is an active admin who can sign in.
pub async fn has_admin(tx: &mut Tx) -> Result<bool> {
    let row: Option<(i64,)> = optional!(tx, HAS_ADMIN, bits([Role::Admin]), programs())?;
    Ok(row.is_some())
}

/// Whether the person agreed that the wall shows his first name.
pub async fn wall_consent(tx: &mut Tx, id: PersonId) -> Result<bool> {
    let row: Option<(bool,)> = optional!(tx, WALL_CONSENT, id.0)?;
    Ok(row.is_some_and(|(consent,)| consent))
}

pub async fn set_wall_consent(tx: &mut Tx, id: PersonId, consent: bool) -> Result<()> {
    execute!(tx, SET_WALL_CONSENT, id.0, consent).map(drop)
}

/// The names of those among `people` who work at the desk and agreed to be shown, in the given order.
pub async fn consenting(tx: &mut Tx, people: &[PersonId]) -> Result<Vec<String>> {
    let rows: Vec<(i64, String)> = all!(tx, CONSENTING, desk_bits())?;
    let mut names: HashMap<i64, String> = rows.into_iter().collect();
    Ok(people.iter().filter_map(|person| names.remove(&person.0)).collect())
}

/// Everybody who appears on a ticket: in its facts, events, posts, and among its watchers, by name.
pub async fn of_ticket(tx: &mut Tx, ticket: TicketId) -> Result<Vec<PersonChip>> {
    let rows: Vec<(i64, String)> = all!(tx, OF_TICKET, ticket.0)?;
    Ok(rows.into_iter().map(chip).collect())
}

pub(crate) fn chip((id, name): (i64, String)) -> PersonChip {
    PersonChip { id: PersonId(id), name }
}

fn desk_bits() -> i64 {
    bits([Role::Agent, Role::Lead])
}

/// What the addresses of programs are like.
fn programs() -> String {
    format!("%@{PROGRAM_DOMAIN}")
}

/// The bits of these roles alone; a set of roles always has the requester's too.
fn bits<const N: usize>(roles: [Role; N]) -> i64 {
    Roles::from_iter(roles).bits() & !Roles::REQUESTER.bits()
}

pub(crate) const fn standing_word(standing: Standing) -> &'static str {
    match standing {
        Standing::Account => "account",
        Standing::Guest => "guest",
        Standing::Disabled => "disabled",
    }
}

fn standing_from(word: &str) -> Option<Standing> {
    [Standing::Account, Standing::Guest, Standing::Disabled]
        .into_iter()
        .find(|standing| standing_word(*standing) == word)
}

row! {
    pub(crate) struct PersonRow {
        id: i64,
        name: String,
        email: String,
        roles: i64,
        standing: String,
        language: String,
        zone: Option<String>,
        department: Option<String>,
        location: Option<String>,
        job_title: Option<String>,
        phone: Option<String>,
        created_at: i64,
    }
}

row! {
    struct CardRow { open_tickets: i64, all_tickets: i64 } with { person: PersonRow }
}

impl TryFrom<PersonRow> for Person {
    type Error = StoreError;

    fn try_from(row: PersonRow) -> Result<Person> {
        Ok(Person {
            id: PersonId(row.id),
            name: text(row.name, "person", "name")?,
            email: text(row.email, "person", "email")?,
            roles: Roles::from_bits(row.roles),
            standing: word(&row.standing, standing_from, "person", "standing")?,
            language: word(&row.language, Language::from_code, "person", "language")?,
            zone: row.zone,
            department: optional_text(row.department, "person", "department")?,
            location: optional_text(row.location, "person", "location")?,
            job_title: optional_text(row.job_title, "person", "job_title")?,
            phone: optional_text(row.phone, "person", "phone")?,
            created_at: UnixMs(row.created_at),
        })
    }
}
