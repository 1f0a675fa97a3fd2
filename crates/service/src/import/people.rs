//! People of a log: found by their address, or made without a way to sign in.

use std::collections::HashMap;

use domain::ids::PersonId;
use domain::locale::Language;
use domain::person::{Role, Roles, Standing};
use domain::text::EmailAddress;
use domain::time::UnixMs;
use store::Tx;
use store::person::NewPerson;

use super::Run;
use super::map::Identity;
use crate::error::Result;

/// What somebody does in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Asks,
    Helps,
}

/// Everybody whom the log has named so far.
#[derive(Debug)]
pub struct People {
    known: HashMap<EmailAddress, PersonId>,
    language: Language,
    /// People who were not there before.
    pub made: u64,
}

impl People {
    pub fn new(language: Language) -> People {
        People { known: HashMap::new(), language, made: 0 }
    }

    /// The person's number; a dry run makes one up.
    pub async fn id(
        &mut self,
        tx: &mut Tx,
        run: Run,
        identity: &Identity,
        part: Part,
        since: UnixMs,
    ) -> Result<PersonId> {
        if let Some(known) = self.known.get(&identity.email) {
            return Ok(*known);
        }
        let id = match (store::person::by_email(tx, &identity.email).await?, run) {
            (Some(person), _) => person.id,
            (None, Run::Dry) => {
                self.made += 1;
                PersonId(-i64::try_from(self.made).unwrap_or(i64::MAX))
            }
            (None, Run::Real) => {
                self.made += 1;
                store::person::insert(tx, &self.newcomer(identity, part, since)).await?
            }
        };
        self.known.insert(identity.email.clone(), id);
        Ok(id)
    }

    /// Whoever only helped in the log is no colleague to assign to; an admin may make him one.
    fn newcomer(&self, identity: &Identity, part: Part, since: UnixMs) -> NewPerson {
        let (roles, standing) = match part {
            Part::Asks => (Roles::REQUESTER, Standing::Guest),
            Part::Helps => (Roles::REQUESTER.with(Role::Agent), Standing::Disabled),
        };
        NewPerson {
            name: identity.name.clone(),
            email: identity.email.clone(),
            roles,
            standing,
            language: self.language,
            zone: None,
            department: None,
            location: None,
            job_title: None,
            phone: None,
            created_at: since,
        }
    }
}
