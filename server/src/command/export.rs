//! `deskbell export` and `deskbell import export`: a whole desk leaves and comes back.

use std::path::Path;

use service::transfer::Refused;
use service::{Ctx, Service};

use super::{failed, fault};
use crate::config::Storage;
use crate::house::Closed;

pub async fn export(storage: &Storage, service: &Service, to: &Path) -> Result<(), Closed> {
    let ctx = Ctx::system(service.clone());
    let made = service::transfer::export(&ctx, &storage.files()?, to, env!("CARGO_PKG_VERSION")).await;
    let manifest = made.map_err(refused)?;
    for (table, rows) in &manifest.counts {
        println!("{rows:>9}  {table}");
    }
    println!("Everything is in {}. It holds secrets: keep it as you keep the database.", to.display());
    Ok(())
}

pub async fn import_export(storage: &Storage, service: &Service, from: &Path) -> Result<(), Closed> {
    let ctx = Ctx::system(service.clone());
    let read = service::transfer::import(&ctx, &storage.files()?, from).await;
    let manifest = read.map_err(refused)?;
    for (table, rows) in &manifest.counts {
        println!("{rows:>9}  {table}");
    }
    println!("The desk is here now.");
    Ok(())
}

fn refused(refused: Refused) -> Closed {
    match refused {
        Refused::Failed(error) => fault(&error),
        refused => failed(refused),
    }
}
