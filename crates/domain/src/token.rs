//! What a program's token may do of what its person may: the scopes, and the roles that they leave.

use serde::{Deserialize, Serialize};

use crate::person::{Role, Roles};

/// The domain of the address of a program that is a person of its own: no mail can be sent there (RFC 2606), and nobody
/// can sign in as such a person.
pub const PROGRAM_DOMAIN: &str = "deskbell.invalid";

/// A right of a token. None of them gives more than its person has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// See what the person sees.
    Read,
    /// Change what the person may change.
    Write,
    /// Use the person's roles at the desk; without it the token sees what a requester sees.
    Desk,
    /// Use the person's role as an admin.
    Admin,
}

impl Scope {
    pub const ALL: [Scope; 4] = [Scope::Read, Scope::Write, Scope::Desk, Scope::Admin];

    pub const fn as_str(self) -> &'static str {
        match self {
            Scope::Read => "read",
            Scope::Write => "write",
            Scope::Desk => "desk",
            Scope::Admin => "admin",
        }
    }

    pub fn from_name(name: &str) -> Option<Scope> {
        Scope::ALL.into_iter().find(|scope| scope.as_str() == name)
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// A set of scopes. Every token may read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Scopes(u8);

impl Scopes {
    pub const READ: Scopes = Scopes(Scope::Read.bit());

    /// Everything that a person of this role does.
    pub fn of_role(role: Role) -> Scopes {
        let own: &[Scope] = match role {
            Role::Requester => &[],
            Role::Agent | Role::Lead | Role::Approver => &[Scope::Desk],
            Role::Admin => &[Scope::Desk, Scope::Admin],
        };
        own.iter().copied().fold(Scopes::READ.with(Scope::Write), Scopes::with)
    }

    pub const fn with(self, scope: Scope) -> Scopes {
        Scopes(self.0 | scope.bit())
    }

    pub const fn has(self, scope: Scope) -> bool {
        self.0 & scope.bit() != 0
    }

    pub fn iter(self) -> impl Iterator<Item = Scope> {
        Scope::ALL.into_iter().filter(move |scope| self.has(*scope))
    }

    /// Those of a person's roles that the token may use.
    pub fn narrow(self, roles: Roles) -> Roles {
        let usable = |role: &Role| match role {
            Role::Requester => true,
            Role::Agent | Role::Lead | Role::Approver => self.has(Scope::Desk),
            Role::Admin => self.has(Scope::Admin),
        };
        roles.iter().filter(usable).collect()
    }

    /// Reads what [`Display`](std::fmt::Display) has written; none where a word is no scope.
    pub fn from_words(words: &str) -> Option<Scopes> {
        words.split_whitespace().map(Scope::from_name).collect()
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<T: IntoIterator<Item = Scope>>(scopes: T) -> Scopes {
        scopes.into_iter().fold(Scopes::READ, Scopes::with)
    }
}

impl std::fmt::Display for Scopes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let words: Vec<&str> = self.iter().map(Scope::as_str).collect();
        f.write_str(&words.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Roles =
        Roles::REQUESTER.with(Role::Agent).with(Role::Lead).with(Role::Approver).with(Role::Admin);

    #[test]
    fn a_token_never_has_more_than_its_person() {
        for scopes in (0..16).map(|bits| Scopes(bits | Scopes::READ.0)) {
            assert_eq!(scopes.narrow(Roles::REQUESTER), Roles::REQUESTER, "{scopes}");
            assert!(scopes.narrow(ALL).iter().all(|role| ALL.has(role)));
        }
    }

    #[test]
    fn without_the_desk_an_agents_token_is_a_requesters() {
        let scopes = Scopes::of_role(Role::Requester);
        assert_eq!(scopes.narrow(ALL), Roles::REQUESTER);
        assert!(Scopes::of_role(Role::Agent).narrow(ALL).works_at_desk());
        assert!(!Scopes::of_role(Role::Agent).narrow(ALL).has(Role::Admin));
        assert!(Scopes::of_role(Role::Admin).narrow(ALL).has(Role::Admin));
    }

    #[test]
    fn scopes_are_read_as_they_are_written() {
        let scopes = Scopes::of_role(Role::Agent);
        assert_eq!(scopes.to_string(), "read write desk");
        assert_eq!(Scopes::from_words("read write desk"), Some(scopes));
        assert_eq!(Scopes::from_words("write"), Some(Scopes::READ.with(Scope::Write)));
        assert_eq!(Scopes::from_words("write everything"), None);
    }
}
