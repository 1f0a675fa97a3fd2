//! People, their roles, and what of them is shown on a page.

use serde::{Deserialize, Serialize};

use crate::ids::{PersonId, SessionId};
use crate::locale::Language;
use crate::settings::DeskNow;
use crate::text::{EmailAddress, Label, PersonName};
use crate::time::UnixMs;

/// What a person may be. Roles add up; one person may hold all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Requester,
    Agent,
    Lead,
    Approver,
    Admin,
}

impl Role {
    pub const ALL: [Role; 5] = [Role::Requester, Role::Agent, Role::Lead, Role::Approver, Role::Admin];

    pub const fn as_str(self) -> &'static str {
        match self {
            Role::Requester => "requester",
            Role::Agent => "agent",
            Role::Lead => "lead",
            Role::Approver => "approver",
            Role::Admin => "admin",
        }
    }

    pub fn from_name(name: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.as_str() == name)
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// A set of roles. Everybody who is signed in is a requester too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Roles(u8);

impl Roles {
    pub const REQUESTER: Roles = Roles(Role::Requester.bit());

    pub const fn with(self, role: Role) -> Roles {
        Roles(self.0 | role.bit())
    }

    pub const fn has(self, role: Role) -> bool {
        self.0 & role.bit() != 0
    }

    /// Whether this person works at the desk: agents and leads.
    pub const fn works_at_desk(self) -> bool {
        self.has(Role::Agent) || self.has(Role::Lead)
    }

    pub const fn bits(self) -> i64 {
        self.0 as i64
    }

    /// Roles from stored bits; unknown bits are dropped and the requester is always there.
    pub const fn from_bits(bits: i64) -> Roles {
        Roles((bits as u8 & 0b1_1111) | Role::Requester.bit())
    }

    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(move |role| self.has(*role))
    }
}

impl FromIterator<Role> for Roles {
    fn from_iter<T: IntoIterator<Item = Role>>(roles: T) -> Roles {
        roles.into_iter().fold(Roles::REQUESTER, Roles::with)
    }
}

/// Whether a person came with an account or as a guest who gave name and address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    Account,
    Guest,
    Disabled,
}

/// A person's record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub id: PersonId,
    pub name: PersonName,
    pub email: EmailAddress,
    pub roles: Roles,
    pub standing: Standing,
    pub language: Language,
    /// IANA name such as `Europe/Madrid`; none means the desk's own.
    pub zone: Option<String>,
    pub department: Option<Label>,
    pub location: Option<Label>,
    pub job_title: Option<Label>,
    pub phone: Option<Label>,
    pub created_at: UnixMs,
}

/// A person as a name beside something: enough to recognise, nothing to misuse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonChip {
    pub id: PersonId,
    pub name: String,
}

impl PersonChip {
    /// The name that colleagues use: the first word.
    pub fn first_name(&self) -> &str {
        self.name.split_whitespace().next().unwrap_or(&self.name)
    }

    /// Two letters for the square: of the first and the last word.
    pub fn initials(&self) -> String {
        let mut words = self.name.split_whitespace();
        let first = words.next().and_then(|word| word.chars().next());
        let last = words.last().and_then(|word| word.chars().next());
        first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
    }
}

/// The requester's card at the desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonCard {
    pub chip: PersonChip,
    pub email: String,
    pub standing: Standing,
    pub language: Language,
    pub department: Option<String>,
    pub location: Option<String>,
    pub job_title: Option<String>,
    pub phone: Option<String>,
    /// Tickets that are not ended, this one among them.
    pub open_tickets: i64,
    /// All tickets, over all channels.
    pub all_tickets: i64,
}

/// The page of one's own settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MePage {
    pub person: Person,
    pub wall_consent: WallConsent,
    pub sessions: Vec<SessionView>,
    pub desk: DeskNow,
    pub now: UnixMs,
}

/// Whether somebody's first name may stand on the wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WallConsent {
    Given,
    NotGiven,
}

impl WallConsent {
    /// From a form's box: ticked means given.
    pub fn of_box(ticked: Option<&str>) -> WallConsent {
        ticked.map_or(WallConsent::NotGiven, |_| WallConsent::Given)
    }
}

/// A signed-in browser, so that its owner can sign it out from afar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionView {
    pub id: SessionId,
    pub agent: String,
    pub created_at: UnixMs,
    pub last_seen_at: UnixMs,
    /// Whether it is the browser that asks.
    pub this: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_add_up_and_everybody_is_a_requester() {
        let roles: Roles = [Role::Agent, Role::Admin].into_iter().collect();
        assert!(roles.has(Role::Requester) && roles.has(Role::Agent) && roles.has(Role::Admin));
        assert!(!roles.has(Role::Lead));
        assert_eq!(Roles::from_bits(roles.bits()), roles);
    }

    #[test]
    fn initials_come_from_the_first_and_the_last_name() {
        let chip = |name: &str| PersonChip { id: PersonId(1), name: name.into() };
        assert_eq!(chip("Ana Maria Ruiz").initials(), "AR");
        assert_eq!(chip("Ñandú").initials(), "Ñ");
        assert_eq!(chip("Bo Hansen").first_name(), "Bo");
    }
}
