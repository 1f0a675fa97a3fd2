//! The commands: what an operator types, and one clear line where it can't be done.

use std::io::{BufRead as _, IsTerminal as _};
use std::path::PathBuf;
use std::process::ExitCode;

use app::error::{UiError, reason, sentence};
use clap::{Parser, Subcommand};
use domain::fault::Fault;
use domain::locale::Language;
use domain::person::Role;
use service::account::NewAccount;
use service::demo::Refused;
use service::{Ctx, Service};

use crate::assets::Site;
use crate::command::{self, CheckArguments, EventsArguments};
use crate::config::{LogFormat, Network, Rates, Storage, Webhooks};
use crate::house::{self, Closed};
use crate::{run, telemetry};

mod token;

#[derive(Parser)]
#[command(name = "deskbell", version, about = "The service desk for a small IT team")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the pages
    Serve {
        #[command(flatten)]
        storage: Storage,
        #[command(flatten)]
        network: Network,
        #[command(flatten)]
        rates: Rates,
        #[command(flatten)]
        webhooks: Webhooks,
    },
    /// Bring the database up to date, and do nothing else
    Migrate {
        #[command(flatten)]
        storage: Storage,
    },
    /// Manage accounts
    #[command(subcommand)]
    Admin(Admin),
    /// Manage tokens of screens and programs
    #[command(subcommand)]
    Token(token::Token),
    /// Bring in what another desk has
    #[command(subcommand)]
    Import(Import),
    /// Write everything into a folder: for spreadsheets, for machines, and to move to another database
    Export {
        #[command(flatten)]
        storage: Storage,
        /// A folder that is not there yet
        #[arg(value_name = "DIR")]
        to: PathBuf,
    },
    /// Copy the desk into a folder, also while it is served
    Backup {
        #[command(flatten)]
        storage: Storage,
        /// A folder that is not there yet
        #[arg(value_name = "DIR")]
        to: PathBuf,
    },
    /// Bring a backup back where no desk is
    Restore {
        #[command(flatten)]
        storage: Storage,
        /// What `deskbell backup` wrote
        #[arg(value_name = "DIR")]
        from: PathBuf,
    },
    /// Look whether database, files, clock and timers are sound
    Check {
        #[command(flatten)]
        storage: Storage,
        #[command(flatten)]
        arguments: CheckArguments,
    },
    /// Fill an empty desk with a believable small company
    Demo {
        #[command(flatten)]
        storage: Storage,
    },
    /// Fill an empty desk with that many tickets of made-up words, for measuring, and print some of their links
    #[command(hide = true)]
    Corpus {
        #[command(flatten)]
        storage: Storage,
        tickets: u32,
    },
}

#[derive(Subcommand)]
enum Admin {
    /// Make an account; its password is read from standard input
    CreateUser {
        #[command(flatten)]
        storage: Storage,
        #[arg(long)]
        email: String,
        #[arg(long)]
        name: String,
        /// requester, agent, lead, approver or admin; may be given several times
        #[arg(long = "role", value_name = "ROLE", value_parser = role, default_value = "requester")]
        roles: Vec<Role>,
    },
    /// Make a link by which somebody sets a new password, once and within an hour
    ResetPassword {
        #[command(flatten)]
        storage: Storage,
        #[command(flatten)]
        network: Network,
        #[arg(long)]
        email: String,
    },
}

#[derive(Subcommand)]
enum Import {
    /// Replay the event log of another desk into tickets, with their times, people and turns
    Events {
        #[command(flatten)]
        storage: Storage,
        #[command(flatten)]
        arguments: EventsArguments,
    },
    /// Bring back what `deskbell export` wrote, into an empty desk
    Export {
        #[command(flatten)]
        storage: Storage,
        #[arg(value_name = "DIR")]
        from: PathBuf,
    },
}

fn role(name: &str) -> Result<Role, String> {
    Role::from_name(name).ok_or_else(|| "choose requester, agent, lead, approver or admin".to_owned())
}

/// Runs the program. Wrong settings end it with 2, other failures with 1.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = LogFormat::from_environment().map_err(Closed::from).and_then(|format| {
        telemetry::start(format);
        run::block_on(perform(arguments.command))
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Closed::Wrong(wrong)) => {
            eprintln!("deskbell: {wrong}");
            ExitCode::from(2)
        }
        Err(Closed::Failed(why)) => {
            eprintln!("deskbell: {why}");
            ExitCode::FAILURE
        }
    }
}

async fn perform(command: Command) -> Result<(), Closed> {
    match command {
        Command::Serve { storage, network, rates, webhooks } => {
            run::serve(&storage, &network, rates, &webhooks).await
        }
        Command::Migrate { storage } => {
            let store = house::store(&storage).await?;
            store.close().await;
            println!("The database is up to date.");
            Ok(())
        }
        Command::Admin(Admin::CreateUser { storage, email, name, roles }) => {
            let password = password()?;
            let new = NewAccount { email, name, password, roles };
            at(&storage, async |service| create_user(service, new).await).await
        }
        Command::Admin(Admin::ResetPassword { storage, network, email }) => {
            let url = run::address(&network)?;
            at(&storage, async |service| reset_password(service, &url, &email).await).await
        }
        Command::Token(token) => token.perform().await,
        Command::Import(Import::Events { storage, arguments }) => {
            at(&storage, async |service| command::import_events(service, arguments).await).await
        }
        Command::Import(Import::Export { storage, from }) => {
            at(&storage, async |service| command::import_export(&storage, service, &from).await).await
        }
        Command::Export { storage, to } => {
            at(&storage, async |service| command::export(&storage, service, &to).await).await
        }
        Command::Backup { storage, to } => command::backup(&storage, &to).await,
        Command::Restore { storage, from } => command::restore(&storage, &from).await,
        Command::Check { storage, arguments } => command::check(&storage, &arguments).await,
        Command::Demo { storage } => at(&storage, demo).await,
        Command::Corpus { storage, tickets } => {
            at(&storage, async |service| corpus(service, tickets).await).await
        }
    }
}

/// Does something with an opened house, and closes it again.
async fn at(storage: &Storage, work: impl AsyncFnOnce(&Service) -> Result<(), Closed>) -> Result<(), Closed> {
    let service = house::open(storage, Site::load().assets().build.clone()).await?;
    let done = work(&service).await;
    service.store().close().await;
    done
}

async fn create_user(service: &Service, new: NewAccount) -> Result<(), Closed> {
    let email = new.email.clone();
    service::account::create(&Ctx::system(service.clone()), new).await.map_err(|error| spell_out(&error))?;
    println!("{email} can sign in now.");
    Ok(())
}

async fn reset_password(service: &Service, url: &str, email: &str) -> Result<(), Closed> {
    let token = service::reset::link_token(&Ctx::system(service.clone()), email).await;
    let token = token.map_err(|error| spell_out(&error))?;
    println!("{url}{}?token={token}", app::routes::SET_PASSWORD);
    Ok(())
}

async fn demo(service: &Service) -> Result<(), Closed> {
    let filled = service::demo::fill(service).await.map_err(|refused| match refused {
        Refused::Failed(error) => spell_out(&error),
        Refused::NotEmpty => Closed::Failed(refused.to_string()),
    })?;
    println!(
        "{} people and {} tickets are there. These can sign in with {}:",
        filled.people, filled.tickets, filled.password
    );
    for (email, roles) in filled.accounts {
        let roles: Vec<&str> = roles.into_iter().map(Role::as_str).collect();
        println!("  {email:<36} {}", roles.join(", "));
    }
    Ok(())
}

async fn corpus(service: &Service, tickets: u32) -> Result<(), Closed> {
    let links = service::corpus::fill(service, tickets).await.map_err(|error| spell_out(&error))?;
    for link in links {
        println!("{}", app::routes::tracker(link.ticket, Some(&link.key)));
    }
    Ok(())
}

fn password() -> Result<String, Closed> {
    let input = std::io::stdin();
    if input.is_terminal() {
        eprintln!("Password, then Enter:");
    }
    let mut line = String::new();
    input
        .lock()
        .read_line(&mut line)
        .map_err(|error| Closed::Failed(format!("cannot read the password: {error}")))?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// A fault in the words of a page, with the flag that it is about.
fn spell_out(error: &service::Error) -> Closed {
    let language = Language::En;
    let line = match &error.fault {
        Fault::Invalid { fields } => {
            let lines = fields.iter().map(|fault| {
                let flag = if fault.field == "password" {
                    "the password".into()
                } else {
                    format!("--{}", fault.field)
                };
                format!("{flag}: {}", reason(language, &fault.field, &fault.reason))
            });
            return Closed::Failed(lines.collect::<Vec<_>>().join("; "));
        }
        fault => sentence(language, &UiError::from(fault.clone())),
    };
    match error.cause() {
        Some(_) => Closed::Failed(format!("{line} ({})", telemetry::Incident::of(error).cause)),
        None => Closed::Failed(line),
    }
}
