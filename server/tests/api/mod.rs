//! `/api/v1` from outside, as programs use it.

mod access;
mod document;
mod fields;
mod follow;
mod levels;
mod once;
mod people;
mod problems;
mod tickets;
mod tokens;
mod versions;
mod webhooks;

use domain::person::Role;
use domain::token::Scopes;
use serde_json::Value;
use service::token::ActsAs;

use crate::client::{Answer, Ask, Client};
use crate::desk::{TestDesk, address};

/// A word that only the desk may read.
pub const CANARY: &str = "xk7-canary-of-the-staff";

impl TestDesk {
    /// A token as whom one of the people acts, with all that he may.
    pub async fn token_of(&self, name: &str) -> String {
        self.token(name, Scopes::of_role(Role::Admin)).await
    }

    pub async fn token(&self, name: &str, scopes: Scopes) -> String {
        let ctx = service::Ctx::system(self.service.clone());
        let acts_as = ActsAs::Person(address(name));
        service::token::create_for_program(&ctx, name, acts_as, scopes).await.unwrap().1
    }

    /// A program that acts as one of the people.
    pub async fn program(&self, name: &str) -> Program {
        Program { client: self.nobody(), token: self.token_of(name).await }
    }

    pub fn program_with(&self, token: &str) -> Program {
        Program { client: self.nobody(), token: token.to_owned() }
    }

    /// A ticket that a program of somebody asked for; its reference.
    pub async fn asked_by(&self, name: &str, body: &str) -> String {
        let made = self.program(name).await.post("/tickets", &serde_json::json!({ "body": body })).await;
        assert_eq!(made.status, 201, "{}", made.text());
        made.json()["ref"].as_str().unwrap().to_owned()
    }
}

/// A program with a token.
#[derive(Clone)]
pub struct Program {
    pub client: Client,
    pub token: String,
}

impl Program {
    pub fn ask(&self, method: &str, path: &str) -> Ask {
        Ask::new(method, &format!("/api/v1{path}")).header("authorization", &format!("Bearer {}", self.token))
    }

    pub fn json(&self, method: &str, path: &str, body: &Value) -> Ask {
        self.ask(method, path).header("content-type", "application/json").body(body.to_string())
    }

    pub async fn send(&self, ask: Ask) -> Answer {
        self.client.send(ask).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.ask("GET", path)).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(self.json("POST", path, body)).await
    }

    /// A change that says everything with its address.
    pub async fn act(&self, path: &str) -> Answer {
        self.send(self.ask("POST", path)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(self.ask("DELETE", path)).await
    }
}

/// That an answer is a problem document of this status; its kind.
pub fn problem(answer: &Answer, status: u16) -> String {
    assert_eq!(answer.status, status, "{}", answer.text());
    assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{}", answer.text());
    let problem = answer.json();
    assert_eq!(problem["status"], status, "{problem}");
    assert!(problem["title"].as_str().is_some_and(|title| !title.is_empty()), "{problem}");
    problem["type"].as_str().unwrap().strip_prefix("/api#problem-").unwrap().to_owned()
}

/// The names of the fields that a problem names.
pub fn named(answer: &Answer) -> Vec<String> {
    let errors = answer.json()["errors"].as_array().cloned().unwrap_or_default();
    errors.iter().map(|error| error["field"].as_str().unwrap().to_owned()).collect()
}
