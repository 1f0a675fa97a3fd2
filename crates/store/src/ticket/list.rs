//! Lists of tickets for programs: filtered, the newest first, page by page.

use domain::ids::{CategoryId, PersonId, ServiceId, TicketId};
use domain::person::PersonChip;
use domain::ticket::{Channel, Status, Ticket};
use domain::time::UnixMs;

use super::facts::TicketRow;
use super::view::head_select;
use crate::sql::{all, optional, row, statements};
use crate::{Result, StoreError, Tx};

macro_rules! record_select {
    () => {
        head_select!(
            "coalesce((select e.at from event e where e.seq = t.last_seq), t.created_at) as updated_at"
        )
    };
}

/// What a filter may ask; null fits everything. A page is behind `$1` and has at most `$2` rows.
macro_rules! filtered {
    () => {
        " t.id < $1
            and (cast($3 as text) is null or $3 = case
                when t.cancelled_at is not null then 'cancelled'
                when t.closed_at is not null then 'closed'
                when t.resolved_at is not null then 'resolved'
                when t.waiting_on is not null then 'waiting'
                when t.opened_at is not null then 'open'
                else 'new' end)
            and (cast($4 as boolean) is null or $4 =
                (t.resolved_at is not null or t.closed_at is not null or t.cancelled_at is not null))
            and (cast($5 as bigint) is null or t.assignee = $5)
            and (cast($6 as bigint) is null or t.requester = $6)
            and (cast($7 as bigint) is null or t.service = $7)
            and (cast($8 as bigint) is null
                or t.category in (select id from category where id = $8 or parent = $8))
            and (cast($9 as text) is null or t.channel = $9)
            and (cast($10 as boolean) is null or $10 = (t.urgent is not null))
            and (cast($11 as bigint) is null or t.created_at >= $11)
            and (cast($12 as bigint) is null
                or coalesce((select e.at from event e where e.seq = t.last_seq), t.created_at) >= $12)
            order by t.id desc
            limit $2"
    };
}

statements! {
    RECORD = concat!(record_select!(), " where t.id = $1");
    EVERY = concat!(record_select!(), " where ", filtered!());
    /// The same with the condition of an index in front, so that a rare one does not read the whole table.
    NOT_ENDED = concat!(record_select!(), "
        where t.resolved_at is null and t.closed_at is null and t.cancelled_at is null and ", filtered!());
    OF_ASSIGNEE = concat!(record_select!(), " where t.assignee = $5 and ", filtered!());
    OF_REQUESTER = concat!(record_select!(), " where t.requester = $6 and ", filtered!());
    /// Asked for or watched by `$13`.
    OF_PERSON = concat!(record_select!(), "
        where t.id in (select id from ticket where requester = $13 union select ticket from watcher where person = $13)
            and ", filtered!());
}

/// A ticket with the names that belong to its numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub ticket: Ticket,
    pub requester: PersonChip,
    pub department: Option<String>,
    pub assignee: Option<PersonChip>,
    pub service: Option<String>,
    /// With the category above it, where it has one.
    pub category: Option<String>,
    /// When its last event happened.
    pub updated_at: UnixMs,
}

/// Whose tickets are looked through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    Everybodys,
    /// Those that this person asked for or watches.
    Of(PersonId),
}

/// Whether the desk is done with a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    Yes,
    No,
}

/// Which tickets are wanted; what is none fits all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub status: Option<Status>,
    pub ended: Option<Ended>,
    pub assignee: Option<PersonId>,
    pub requester: Option<PersonId>,
    pub service: Option<ServiceId>,
    /// Its subcategories are meant too.
    pub category: Option<CategoryId>,
    pub channel: Option<Channel>,
    pub urgent: Option<bool>,
    pub created_since: Option<UnixMs>,
    pub updated_since: Option<UnixMs>,
}

pub async fn record(tx: &mut Tx, id: TicketId) -> Result<Option<Record>> {
    let row: Option<RecordRow> = optional!(tx, RECORD, id.0)?;
    row.map(Record::try_from).transpose()
}

/// Tickets with a smaller number than `behind`, the newest first, at most `limit`.
/// A ticket that comes while pages are turned is on none of the later ones.
pub async fn list(
    tx: &mut Tx,
    whose: Whose,
    filter: &Filter,
    behind: Option<TicketId>,
    limit: i64,
) -> Result<Vec<Record>> {
    macro_rules! rows {
        ($sql:expr $(, $more:expr)?) => {
            all!(
                tx,
                $sql,
                behind.map_or(i64::MAX, |id| id.0),
                limit,
                filter.status.map(Status::as_str),
                filter.ended.map(|ended| ended == Ended::Yes),
                filter.assignee.map(|person| person.0),
                filter.requester.map(|person| person.0),
                filter.service.map(|service| service.0),
                filter.category.map(|category| category.0),
                filter.channel.map(Channel::as_str),
                filter.urgent,
                filter.created_since.map(|at| at.0),
                filter.updated_since.map(|at| at.0),
                $($more,)?
            )
        };
    }
    let not_ended = filter.ended == Some(Ended::No) || filter.status.is_some_and(|status| !status.ended());
    let rows: Vec<RecordRow> = match whose {
        Whose::Of(person) => rows!(OF_PERSON, person.0)?,
        Whose::Everybodys if filter.requester.is_some() => rows!(OF_REQUESTER)?,
        Whose::Everybodys if not_ended => rows!(NOT_ENDED)?,
        Whose::Everybodys if filter.assignee.is_some() => rows!(OF_ASSIGNEE)?,
        Whose::Everybodys => rows!(EVERY)?,
    };
    rows.into_iter().map(Record::try_from).collect()
}

row! {
    struct RecordRow {
        requester_name: String,
        department: Option<String>,
        assignee_name: Option<String>,
        service_name: Option<String>,
        category_name: Option<String>,
        parent_name: Option<String>,
        updated_at: i64,
    } with { ticket: TicketRow }
}

impl TryFrom<RecordRow> for Record {
    type Error = StoreError;

    fn try_from(row: RecordRow) -> Result<Record> {
        let ticket = Ticket::try_from(row.ticket)?;
        Ok(Record {
            requester: PersonChip { id: ticket.requester, name: row.requester_name },
            department: row.department,
            assignee: ticket.assignee.zip(row.assignee_name).map(|(id, name)| PersonChip { id, name }),
            service: row.service_name,
            category: match (row.parent_name, row.category_name) {
                (Some(parent), Some(name)) => Some(format!("{parent}, {name}")),
                (_, name) => name,
            },
            updated_at: UnixMs(row.updated_at),
            ticket,
        })
    }
}
