//! Tokens for screens and programs: shown once, kept as a hash, revocable.

use std::collections::HashMap;
use std::sync::Mutex;

use domain::access::{Actor, Capability};
use domain::fault::{Fault, Reason};
use domain::ids::{PersonId, TokenId};
use domain::locale::Language;
use domain::person::{Person, Role, Roles, Standing};
use domain::text::{EmailAddress, PersonName};
use domain::time::{MINUTE, Millis, UnixMs};
use domain::token::{PROGRAM_DOMAIN, Scopes};
use store::Tx;
use store::person::NewPerson;
use store::token::{Bearer, TokenRole, TokenRow};

use crate::ctx::{Client, Ctx, Service};
use crate::error::{Error, Result, parse};
use crate::program::Program;
use crate::secret;

/// The database learns of use at most this often.
const TOUCH_EVERY: Millis = MINUTE;

/// As whom a program shall act.
#[derive(Clone, Debug)]
pub enum ActsAs {
    /// Somebody who has an account, by his address.
    Person(String),
    /// A person of its own with this role, made with the token, so that its events have a name.
    Itself(Role),
}

/// A program that was recognised by its token.
#[derive(Clone, Debug)]
pub struct Recognised {
    pub token: TokenId,
    pub scopes: Scopes,
    /// With the roles that the token leaves.
    pub actor: Actor,
    pub person: Person,
}

/// Makes a screen's token and tells it, once.
pub async fn create(ctx: &Ctx, name: &str, role: TokenRole) -> Result<String> {
    ctx.may(Capability::Administer)?;
    let token = secret::secret(ctx.service.entropy());
    let mut tx = ctx.write().await?;
    store::token::insert(&mut tx, &secret::hash(&token), name, role, ctx.now()).await?;
    tx.commit().await?;
    Ok(token)
}

/// Makes a program's token and tells it, once, with its number.
pub async fn create_for_program(
    ctx: &Ctx,
    name: &str,
    acts_as: ActsAs,
    scopes: Scopes,
) -> Result<(TokenId, String)> {
    ctx.may(Capability::Administer)?;
    let token = secret::secret(ctx.service.entropy());
    let mut tx = ctx.write().await?;
    let person = match acts_as {
        ActsAs::Person(email) => account(&mut tx, &email).await?,
        ActsAs::Itself(role) => program(&mut tx, ctx, name, role).await?,
    };
    let role = TokenRole::Person(person, scopes);
    let id = store::token::insert(&mut tx, &secret::hash(&token), name, role, ctx.now()).await?;
    tx.commit().await?;
    Ok((id, token))
}

/// All tokens, revoked ones too, the oldest first.
pub async fn list(ctx: &Ctx) -> Result<Vec<TokenRow>> {
    ctx.may(Capability::Administer)?;
    let mut tx = ctx.read().await?;
    Ok(store::token::list(&mut tx).await?)
}

/// Ends a token; its screen goes blank with its next picture, its program is nobody with its next request.
pub async fn revoke(ctx: &Ctx, token: TokenId) -> Result<()> {
    ctx.may(Capability::Administer)?;
    let mut tx = ctx.write().await?;
    let revoked = store::token::revoke(&mut tx, token, ctx.now()).await?;
    tx.commit().await?;
    if revoked { Ok(()) } else { Err(Fault::NotFound.into()) }
}

/// Who a screen's token makes of its bearer; none when it is unknown, revoked or a program's.
pub async fn actor(service: &Service, token: &str) -> Result<Option<Actor>> {
    let mut tx = service.store().read().await?;
    let found = store::token::by_hash(&mut tx, &secret::hash(token)).await?;
    Ok(found.and_then(|(_, role)| match role {
        TokenRole::Wall(profile) => Some(Actor::Wall { profile }),
        // A program has its own door; its token opens no page.
        TokenRole::Person(..) => None,
    }))
}

/// Which program has a token; none when it is unknown, revoked, a screen's, or its person was disabled.
pub async fn recognise(service: &Service, token: &str) -> Result<Option<Recognised>> {
    let mut tx = service.store().read().await?;
    let Some(bearer) = store::token::bearer(&mut tx, &secret::hash(token)).await? else { return Ok(None) };
    tx.rollback().await?;
    note_use(service, &bearer).await;
    Ok(Some(recognised(bearer)))
}

/// The same program as it stands now; none when its token does not hold any more.
pub(crate) async fn renewed(ctx: &Ctx, program: &Program) -> Result<Option<Ctx>> {
    let mut tx = ctx.service.store().read().await?;
    let bearer = store::token::bearer_by_id(&mut tx, program.token).await?;
    Ok(bearer.map(|bearer| ctx.acting_as(recognised(bearer).actor)))
}

/// What the request of a recognised program is given.
pub fn ctx(service: &Service, known: &Recognised, client: Client, program: Program) -> Ctx {
    let language = known.person.language;
    let channel = domain::ticket::Channel::Api;
    Ctx::new(service.clone(), known.actor, None, language, channel, client).of_program(program)
}

/// When each token was last written down as used, so that a thousand requests at once write once.
#[derive(Default)]
pub(crate) struct Touched(Mutex<HashMap<TokenId, UnixMs>>);

impl Touched {
    /// Whether it is this caller's turn to write it down.
    fn claim(&self, token: TokenId, stored: Option<UnixMs>, now: UnixMs) -> bool {
        let mut touched = self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let last = touched.get(&token).copied().max(stored);
        let due = last.is_none_or(|last| now - last >= TOUCH_EVERY);
        if due {
            touched.insert(token, now);
        }
        due
    }
}

/// A disk that is full or busy keeps nobody from reading, so a failure here is only logged.
async fn note_use(service: &Service, bearer: &Bearer) {
    let now = service.now();
    if !service.touched().claim(bearer.token, bearer.last_used_at, now) {
        return;
    }
    let written = async {
        let mut tx = service.store().write().await?;
        store::token::touch(&mut tx, bearer.token, now).await?;
        tx.commit().await
    };
    if let Err(error) = written.await {
        tracing::warn!(cause = %error, "token: its use could not be written down");
    }
}

fn recognised(bearer: Bearer) -> Recognised {
    let Bearer { token, scopes, person, .. } = bearer;
    let actor = Actor::Person { id: person.id, roles: scopes.narrow(person.roles) };
    Recognised { token, scopes, actor, person }
}

async fn account(tx: &mut Tx, email: &str) -> Result<PersonId> {
    let email = parse("email", EmailAddress::parse(email))?;
    let known = store::person::by_email(tx, &email).await?;
    let account = known.filter(|person| person.standing == Standing::Account);
    Ok(account.ok_or_else(|| Error::field("email", Reason::UnknownPerson))?.id)
}

/// A person that nobody can sign in as.
async fn program(tx: &mut Tx, ctx: &Ctx, name: &str, role: Role) -> Result<PersonId> {
    let name = if name.trim().is_empty() { "Program" } else { name };
    let mut bytes = [0; 8];
    ctx.service.entropy().fill(&mut bytes);
    let number = u64::from_be_bytes(bytes);
    let name = parse("name", PersonName::parse(name))?;
    let email = parse("email", EmailAddress::parse(&format!("program-{number:016x}@{PROGRAM_DOMAIN}")))?;
    let roles = match role {
        Role::Admin => Roles::REQUESTER.with(Role::Agent).with(Role::Admin),
        role => Roles::REQUESTER.with(role),
    };
    let guest = NewPerson::guest(name, email, Language::En, ctx.now());
    let new = NewPerson { roles, standing: Standing::Account, ..guest };
    Ok(store::person::insert(tx, &new).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: UnixMs = UnixMs(1_795_000_000_000);
    const TOKEN: TokenId = TokenId(7);

    #[test]
    fn use_is_written_down_once_a_minute() {
        let touched = Touched::default();
        assert!(touched.claim(TOKEN, None, NOW));
        assert!(!touched.claim(TOKEN, None, NOW + Millis(59_999)));
        assert!(touched.claim(TOKEN, None, NOW + MINUTE));
    }

    #[test]
    fn what_another_process_has_written_down_counts() {
        let touched = Touched::default();
        assert!(!touched.claim(TOKEN, Some(NOW - Millis(1)), NOW));
        assert!(touched.claim(TOKEN, Some(NOW - MINUTE), NOW));
    }
}
