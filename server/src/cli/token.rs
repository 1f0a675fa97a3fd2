//! The commands for tokens: made and shown once, listed, revoked.

use clap::Subcommand;
use domain::access::WallProfile;
use domain::ids::TokenId;
use domain::person::Role;
use domain::token::{Scope, Scopes};
use service::token::ActsAs;
use service::{Ctx, Service};
use store::token::{TokenRole, TokenRow};

use super::{at, spell_out};
use crate::api::time::At;
use crate::config::{Network, Storage};
use crate::house::Closed;
use crate::run;

#[derive(Subcommand)]
pub enum Token {
    /// Make a token and show it, once
    Create(Create),
    /// Show all tokens, not their secrets
    List {
        #[command(flatten)]
        storage: Storage,
    },
    /// End a token
    Revoke {
        #[command(flatten)]
        storage: Storage,
        /// Its number, as the list shows it
        id: i64,
    },
}

#[derive(clap::Args)]
pub struct Create {
    #[command(flatten)]
    storage: Storage,
    #[command(flatten)]
    network: Network,
    /// Who uses it: a wall screen, or a program with the rights of this role
    #[arg(long, value_enum)]
    role: TokenFor,
    /// What it is called in the list of tokens; a program without --email bears this name
    #[arg(long, default_value = "")]
    name: String,
    /// For a wall: hall (public) or staff (with ticket numbers)
    #[arg(long, value_parser = profile, default_value = "hall")]
    profile: WallProfile,
    /// For a program: the person as whom it acts [default: a person of its own]
    #[arg(long, value_name = "PERSON")]
    email: Option<String>,
    /// For a program: read, write, desk or admin; may be given several times [default: all that the role has]
    #[arg(long = "scope", value_name = "SCOPE", value_parser = scope)]
    scopes: Vec<Scope>,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum TokenFor {
    Wall,
    Requester,
    Agent,
    Admin,
}

fn profile(name: &str) -> Result<WallProfile, String> {
    WallProfile::from_name(name).ok_or_else(|| "choose hall or staff".to_owned())
}

fn scope(name: &str) -> Result<Scope, String> {
    Scope::from_name(name).ok_or_else(|| "choose read, write, desk or admin".to_owned())
}

impl Token {
    pub async fn perform(self) -> Result<(), Closed> {
        match self {
            Token::Create(new) => {
                let url = run::address(&new.network)?;
                at(&new.storage.clone(), async |service| new.create(service, &url).await).await
            }
            Token::List { storage } => at(&storage, list).await,
            Token::Revoke { storage, id } => at(&storage, async |service| revoke(service, id).await).await,
        }
    }
}

impl Create {
    async fn create(&self, service: &Service, url: &str) -> Result<(), Closed> {
        let ctx = Ctx::system(service.clone());
        let role = match self.role {
            TokenFor::Wall => return self.for_wall(&ctx, url).await,
            TokenFor::Requester => Role::Requester,
            TokenFor::Agent => Role::Agent,
            TokenFor::Admin => Role::Admin,
        };
        let scopes = match self.scopes.as_slice() {
            [] => Scopes::of_role(role),
            given => given.iter().copied().collect(),
        };
        let acts_as = match &self.email {
            Some(email) => ActsAs::Person(email.clone()),
            None => ActsAs::Itself(role),
        };
        let made = service::token::create_for_program(&ctx, &self.name, acts_as, scopes).await;
        let (_, token) = made.map_err(|error| spell_out(&error))?;
        println!("{token}");
        Ok(())
    }

    async fn for_wall(&self, ctx: &Ctx, url: &str) -> Result<(), Closed> {
        let role = TokenRole::Wall(self.profile);
        let token = service::token::create(ctx, &self.name, role).await.map_err(|error| spell_out(&error))?;
        println!("{token}\n{url}{}?token={token}", app::routes::WALL);
        Ok(())
    }
}

async fn list(service: &Service) -> Result<(), Closed> {
    let tokens = service::token::list(&Ctx::system(service.clone())).await;
    let tokens = tokens.map_err(|error| spell_out(&error))?;
    println!("{:>4}  {:<24} {:<32} {:<24} state", "id", "name", "opens", "last used");
    for token in tokens {
        println!("{}", line(&token));
    }
    Ok(())
}

fn line(token: &TokenRow) -> String {
    let opens = match (token.role, &token.person) {
        (TokenRole::Person(_, scopes), Some(person)) => format!("{person}: {scopes}"),
        (TokenRole::Person(_, scopes), None) => scopes.to_string(),
        (TokenRole::Wall(profile), _) => format!("wall {}", profile.as_str()),
    };
    let used = token.last_used_at.map_or("never".to_owned(), |at| At(at).to_string());
    let state = token.revoked_at.map_or("holds".to_owned(), |at| format!("revoked {}", At(at)));
    format!("{:>4}  {:<24} {opens:<32} {used:<24} {state}", token.id.0, token.name)
}

async fn revoke(service: &Service, id: i64) -> Result<(), Closed> {
    let revoked = service::token::revoke(&Ctx::system(service.clone()), TokenId(id)).await;
    revoked.map_err(|error| spell_out(&error))?;
    println!("Token {id} does not open anything any more.");
    Ok(())
}
