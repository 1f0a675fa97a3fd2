//! Who may do what: one table, read by every use case in its first line and by every page that draws a button.

use serde::{Deserialize, Serialize};

use crate::ids::{PersonId, TicketId};
use crate::person::{Role, Roles};

/// Who is acting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Actor {
    /// Nobody in particular: no session, no key.
    Nobody,
    /// Somebody who holds the unguessable link of one ticket.
    Guest { ticket: TicketId, person: PersonId },
    /// A signed-in person.
    Person { id: PersonId, roles: Roles },
    /// A screen on the wall, by its token.
    Wall { profile: WallProfile },
    /// Deskbell itself: timers and commands of the operator.
    System,
}

impl Actor {
    /// The person behind the actor, if there is one.
    pub const fn person(self) -> Option<PersonId> {
        match self {
            Actor::Guest { person, .. } => Some(person),
            Actor::Person { id, .. } => Some(id),
            Actor::Nobody | Actor::Wall { .. } | Actor::System => None,
        }
    }

    pub const fn works_at_desk(self) -> bool {
        matches!(self, Actor::Person { roles, .. } if roles.works_at_desk())
    }
}

/// What a wall screen may show, set by its token and not by its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WallProfile {
    /// Public: no ticket numbers.
    Hall,
    /// The staff room: promises by ticket number.
    Staff,
}

impl WallProfile {
    pub const fn as_str(self) -> &'static str {
        match self {
            WallProfile::Hall => "hall",
            WallProfile::Staff => "staff",
        }
    }

    pub fn from_name(name: &str) -> Option<WallProfile> {
        [WallProfile::Hall, WallProfile::Staff].into_iter().find(|profile| profile.as_str() == name)
    }
}

/// Everything that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Capability {
    /// See the portal's public pages: hours, phone, service state, sign-in.
    SeePortal,
    /// Ask for help.
    Ask,
    /// See one's own list of tickets.
    SeeMine,
    /// See one ticket as its requester sees it.
    Track,
    /// Answer on a ticket, and add a file.
    Answer,
    /// Close, cancel or reopen a ticket as its requester.
    Settle,
    /// Add a colleague who sees the ticket too, and take one off.
    AddWatcher,
    /// Watch a ticket no longer.
    StopWatching,
    /// See the desk: queue, search, every ticket with its notes.
    SeeDesk,
    /// Work on tickets: reply, note, triage, assign, wait, resolve, merge.
    WorkTicket,
    /// See the wall.
    SeeWall,
    /// Change one's own language, time zone and sessions.
    ManageSelf,
    /// Change people, services, categories, hours and tokens.
    Administer,
}

impl Capability {
    pub const ALL: [Capability; 13] = [
        Capability::SeePortal,
        Capability::Ask,
        Capability::SeeMine,
        Capability::Track,
        Capability::Answer,
        Capability::Settle,
        Capability::AddWatcher,
        Capability::StopWatching,
        Capability::SeeDesk,
        Capability::WorkTicket,
        Capability::SeeWall,
        Capability::ManageSelf,
        Capability::Administer,
    ];
}

/// How the actor stands to the ticket in question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// No ticket is in question.
    None,
    /// The actor asked for it.
    Requester,
    /// The actor was added to it.
    Watcher,
    /// Somebody else's.
    Foreign,
}

/// One kind of actor in one relation; a row of the table lists those who are let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    Anybody,
    SignedIn,
    Requester,
    Watcher,
    Guest,
    Desk,
    Admin,
    Wall,
    Operator,
}

const fn allowed(capability: Capability) -> &'static [Who] {
    use Who::{Admin, Anybody, Desk, Guest, Operator, Requester, SignedIn, Wall, Watcher};
    match capability {
        Capability::SeePortal | Capability::Ask => &[Anybody],
        Capability::SeeMine | Capability::ManageSelf => &[SignedIn],
        Capability::Track | Capability::Answer => &[Requester, Watcher, Guest, Desk],
        Capability::Settle | Capability::AddWatcher => &[Requester, Guest, Desk, Operator],
        Capability::StopWatching => &[Watcher],
        Capability::SeeDesk | Capability::WorkTicket => &[Desk, Operator],
        Capability::SeeWall => &[Wall, Desk, Admin],
        Capability::Administer => &[Admin, Operator],
    }
}

/// Whether this actor may do this, standing so to the ticket in question.
pub fn allows(actor: Actor, capability: Capability, relation: Relation) -> bool {
    allowed(capability).iter().any(|who| is(actor, *who, relation))
}

fn is(actor: Actor, who: Who, relation: Relation) -> bool {
    match who {
        Who::Anybody => true,
        Who::SignedIn => matches!(actor, Actor::Person { .. }),
        Who::Requester => matches!(actor, Actor::Person { .. }) && relation == Relation::Requester,
        Who::Watcher => matches!(actor, Actor::Person { .. }) && relation == Relation::Watcher,
        Who::Guest => {
            matches!(actor, Actor::Guest { .. })
                && matches!(relation, Relation::Requester | Relation::Watcher)
        }
        Who::Desk => actor.works_at_desk(),
        Who::Admin => matches!(actor, Actor::Person { roles, .. } if roles.has(Role::Admin)),
        Who::Wall => matches!(actor, Actor::Wall { .. }),
        Who::Operator => actor == Actor::System,
    }
}

/// How an actor stands to a ticket.
/// A guest's link opens exactly the ticket that it was made for.
pub fn relation(actor: Actor, ticket: TicketId, requester: PersonId, watchers: &[PersonId]) -> Relation {
    match actor {
        Actor::Guest { ticket: own, .. } if own != ticket => Relation::Foreign,
        _ => match actor.person() {
            Some(person) if person == requester => Relation::Requester,
            Some(person) if watchers.contains(&person) => Relation::Watcher,
            _ => Relation::Foreign,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANA: PersonId = PersonId(1);
    const BO: PersonId = PersonId(2);
    const TICKET: TicketId = TicketId(1042);

    fn person(id: PersonId, roles: &[Role]) -> Actor {
        Actor::Person { id, roles: roles.iter().copied().collect() }
    }

    #[test]
    fn knowing_a_reference_alone_opens_nothing() {
        let ana = person(ANA, &[]);
        assert!(!allows(Actor::Nobody, Capability::Track, Relation::Foreign));
        assert!(!allows(ana, Capability::Track, relation(ana, TICKET, BO, &[])));
        assert!(allows(ana, Capability::Track, relation(ana, TICKET, ANA, &[])));
        assert!(allows(ana, Capability::Track, relation(ana, TICKET, BO, &[ANA])));
    }

    #[test]
    fn a_guest_link_opens_its_ticket_only() {
        let guest = Actor::Guest { ticket: TICKET, person: ANA };
        assert!(allows(guest, Capability::Answer, relation(guest, TICKET, ANA, &[])));
        assert!(!allows(guest, Capability::Answer, relation(guest, TicketId(1043), ANA, &[])));
        assert!(!allows(guest, Capability::SeeMine, Relation::None));
    }

    #[test]
    fn a_watcher_answers_but_does_not_cancel() {
        let bo = person(BO, &[]);
        assert!(allows(bo, Capability::Answer, Relation::Watcher));
        assert!(!allows(bo, Capability::Settle, Relation::Watcher));
        assert!(!allows(bo, Capability::AddWatcher, Relation::Watcher));
        assert!(allows(bo, Capability::StopWatching, Relation::Watcher));
        assert!(!allows(bo, Capability::StopWatching, Relation::Requester));
    }

    #[test]
    fn only_the_desk_works_on_tickets() {
        for role in [Role::Agent, Role::Lead] {
            assert!(allows(person(BO, &[role]), Capability::WorkTicket, Relation::Foreign));
        }
        for role in [Role::Requester, Role::Approver, Role::Admin] {
            assert!(!allows(person(BO, &[role]), Capability::WorkTicket, Relation::Foreign), "{role:?}");
        }
    }

    #[test]
    fn a_wall_sees_the_wall_and_nothing_of_the_desk() {
        let wall = Actor::Wall { profile: WallProfile::Hall };
        let seen: Vec<_> =
            Capability::ALL.into_iter().filter(|c| allows(wall, *c, Relation::Foreign)).collect();
        assert_eq!(seen, [Capability::SeePortal, Capability::Ask, Capability::SeeWall]);
    }
}
