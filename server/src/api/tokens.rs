//! Tokens as an admin sees them. One is made with `deskbell token create`, so that no answer ever holds a secret.

use axum::Json as Told;
use axum::response::{IntoResponse as _, Response};
use domain::ids::TokenId;
use serde::Serialize;
use store::token::{TokenRole, TokenRow};
use utoipa::ToSchema;

use super::body::{At as Path, Nothing};
use super::idempotency::done;
use super::problem::Result;
use super::time::At;
use super::token::Caller;
use super::words::{PersonRef, Scope, WallProfile};

/// A token, without its secret.
#[derive(Debug, Serialize, ToSchema)]
pub struct Token {
    pub id: i64,
    pub name: String,
    /// As whom a program acts; null for a screen.
    pub person: Option<PersonRef>,
    /// What a program may; empty for a screen.
    pub scopes: Vec<Scope>,
    /// What a screen shows; null for a program.
    pub wall: Option<WallProfile>,
    pub created_at: At,
    /// At most a minute old.
    pub last_used_at: Option<At>,
    pub revoked_at: Option<At>,
}

/// All tokens, the oldest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Tokens {
    pub tokens: Vec<Token>,
}

/// List tokens
///
/// Revoked ones too. For admins.
#[utoipa::path(get, path = "/api/v1/tokens", operation_id = "listTokens", tag = "tokens",
    responses((status = 200, description = "All tokens", body = Tokens)))]
pub async fn list(caller: Caller) -> Result<Response> {
    let tokens = service::token::list(&caller.ctx).await?;
    Ok(Told(Tokens { tokens: tokens.into_iter().map(Token::from).collect() }).into_response())
}

/// Revoke a token
///
/// It opens nothing from the next request on; open streams end. For admins.
#[utoipa::path(delete, path = "/api/v1/tokens/{id}", operation_id = "revokeToken", tag = "tokens",
    responses((status = 204, description = "It does not open anything any more")))]
pub async fn revoke(caller: Caller, Path(id): Path<i64>, nothing: Nothing) -> Result<Response> {
    caller
        .write(nothing.print, |ctx| async move {
            service::token::revoke(&ctx, TokenId(id)).await?;
            Ok(done())
        })
        .await
}

impl From<TokenRow> for Token {
    fn from(token: TokenRow) -> Token {
        let (person, scopes, wall) = match token.role {
            TokenRole::Person(id, scopes) => (Some(id), scopes.iter().map(Scope::from).collect(), None),
            TokenRole::Wall(profile) => (None, Vec::new(), Some(profile.into())),
        };
        Token {
            id: token.id.0,
            name: token.name,
            person: person.map(|id| PersonRef { id: id.0, name: token.person }),
            scopes,
            wall,
            created_at: token.created_at.into(),
            last_used_at: token.last_used_at.map(At::from),
            revoked_at: token.revoked_at.map(At::from),
        }
    }
}
