//! Export: everything of a desk into a folder, of one instant.

use std::path::Path;

use domain::access::Capability;
use store::transfer::table::{ALL, Table};

use super::{FORMAT, KIND, Refused, line, lines_of};
use crate::ctx::Ctx;
use crate::spreadsheet;
use crate::vault::{self, FileFault, Folder, Manifest, Summed};

/// Writes everything into a folder that is not there yet; it appears when it is whole. `files` is where the desk keeps its
/// attachments, `version` that of this Deskbell.
pub async fn export(ctx: &Ctx, files: &Path, to: &Path, version: &str) -> Result<Manifest, Refused> {
    ctx.may(Capability::Administer)?;
    let mut folder = Folder::begin(to)?;
    let schema = store::migrate::found(ctx.service.store()).await?.unwrap_or_default();
    let mut manifest = Manifest::new(KIND, FORMAT, version, schema, ctx.now());
    // One transaction, so that all tables are of one instant.
    let mut tx = ctx.service.store().read().await?;
    for table in ALL {
        let rows = one(&mut tx, table, &folder, &mut manifest).await?;
        manifest.counts.insert(table.name.to_owned(), rows);
    }
    for (hash, bytes) in store::transfer::contents(&mut tx).await? {
        let name = vault::content_path(&hash);
        let sum = vault::copy(&files.join(&name), &folder.path(&format!("files/{name}"))?)?;
        vault::must_be(&name, &sum, &hash, bytes)?;
        manifest.add(&format!("files/{name}"), sum);
    }
    folder.finish(&manifest)?;
    Ok(manifest)
}

async fn one(
    tx: &mut store::Tx,
    table: &Table,
    folder: &Folder,
    manifest: &mut Manifest,
) -> Result<u64, Refused> {
    let (lines, sheet) = (lines_of(table.name), format!("csv/{}.csv", table.name));
    let shown: Vec<&str> = table
        .columns
        .iter()
        .filter(|column| line::for_people(column.kind))
        .map(|column| column.name)
        .collect();
    // What the program keeps for itself is nothing to read.
    let for_people = table.name != "meta";
    let mut machine = Summed::create(&folder.path(&lines)?)?;
    let mut people = match for_people {
        true => Some(spreadsheet::writer(Summed::create(&folder.path(&sheet)?)?)),
        false => None,
    };
    let failed = |error: std::io::Error| Refused::File(FileFault::of(&sheet, error));
    if let Some(people) = &mut people {
        people.write_record(&shown).map_err(|error| failed(error.into()))?;
    }
    let mut rows = 0;
    store::transfer::each(tx, table, |row| {
        rows += 1;
        machine.line(&line::write(table, row)).map_err(Refused::File)?;
        if let Some(people) = &mut people {
            people.write_record(line::cells(table, row)).map_err(|error| failed(error.into()))?;
        }
        Ok::<(), Refused>(())
    })
    .await?;
    manifest.add(&lines, machine.finish()?);
    if let Some(people) = people {
        let inner = people.into_inner().map_err(|error| failed(error.into_error()))?;
        manifest.add(&sheet, inner.finish()?);
    }
    Ok(rows)
}
