//! The organisation's settings: one row.

use domain::settings::Settings;
use domain::time::UnixMs;

use crate::decode::{json, to_json};
use crate::sql::{execute, optional, statements};
use crate::{Result, Tx};

statements! {
    LOAD = "select value from settings where id = 1";
    SAVE = "insert into settings (id, value, updated_at)
        values (1, $1, $2)
        on conflict (id) do update set value = excluded.value, updated_at = excluded.updated_at";
}

/// None before the first [`save`].
pub async fn load(tx: &mut Tx) -> Result<Option<Settings>> {
    let row: Option<(String,)> = optional!(tx, LOAD)?;
    row.map(|(value,)| json(&value, "settings", "value")).transpose()
}

pub async fn save(tx: &mut Tx, settings: &Settings, now: UnixMs) -> Result<()> {
    let value = to_json(settings)?;
    execute!(tx, SAVE, value, now.0).map(drop)
}
