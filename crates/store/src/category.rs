//! Categories and their subcategories.

use domain::category::{Category, Subcategory};
use domain::ids::CategoryId;
use domain::text::Label;
use domain::time::UnixMs;

use crate::fold::fold;
use crate::sql::{all, execute, optional, statements};
use crate::{Result, StoreError, Tx};

statements! {
    LIST = "select id, parent, name, position from category where archived_at is null";
    INSERT = "insert into category (parent, name, position, created_at)
        values (
            $1, $2,
            (
                select coalesce(max(position), 0) + 1 from category
                where coalesce(parent, 0) = coalesce(cast($1 as bigint), 0)
            ),
            $3
        )
        on conflict (coalesce(parent, 0), name) where archived_at is null do nothing
        returning id";
    RENAME = "update category set name = $2 where id = $1 and archived_at is null";
    ARCHIVE = "update category set archived_at = $2 where (id = $1 or parent = $1) and archived_at is null";
    NAMES = "select id, name from category order by id";
}

/// Categories in use, in order of position, then name.
pub async fn list(tx: &mut Tx) -> Result<Vec<Category>> {
    let mut rows: Vec<(i64, Option<i64>, String, i64)> = all!(tx, LIST)?;
    rows.sort_by_key(|(id, _, name, position)| (*position, fold(name), *id));
    let of = |wanted: Option<i64>| rows.iter().filter(move |(_, parent, _, _)| *parent == wanted);
    let subcategories = |parent: i64| {
        of(Some(parent))
            .map(|(id, _, name, _)| Subcategory { id: CategoryId(*id), name: name.clone() })
            .collect()
    };
    Ok(of(None)
        .map(|(id, _, name, _)| Category {
            id: CategoryId(*id),
            name: name.clone(),
            subcategories: subcategories(*id),
        })
        .collect())
}

/// Adds a category (`parent` is none) or a subcategory behind its siblings.
/// Errors with `Conflict("category_name_key")` when a sibling has that name; the transaction can go on then.
pub async fn insert(
    tx: &mut Tx,
    parent: Option<CategoryId>,
    name: &Label,
    now: UnixMs,
) -> Result<CategoryId> {
    let row: Option<(i64,)> = optional!(tx, INSERT, parent.map(|parent| parent.0), name.as_str(), now.0)?;
    row.map(|(id,)| CategoryId(id)).ok_or(StoreError::Conflict("category_name_key"))
}

/// False when there is no such category in use.
pub async fn rename(tx: &mut Tx, id: CategoryId, name: &Label) -> Result<bool> {
    Ok(execute!(tx, RENAME, id.0, name.as_str())? > 0)
}

/// Takes a category and its subcategories out of use; tickets keep them. False when there is none in use.
pub async fn archive(tx: &mut Tx, id: CategoryId, now: UnixMs) -> Result<bool> {
    Ok(execute!(tx, ARCHIVE, id.0, now.0)? > 0)
}

/// The names of all categories and subcategories, in use or not; a history needs the old ones.
pub async fn names(tx: &mut Tx) -> Result<Vec<(CategoryId, String)>> {
    let rows: Vec<(i64, String)> = all!(tx, NAMES)?;
    Ok(rows.into_iter().map(|(id, name)| (CategoryId(id), name)).collect())
}
