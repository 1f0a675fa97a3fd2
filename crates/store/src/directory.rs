//! The list of people, page by page.

use domain::ids::PersonId;
use domain::person::{Person, Standing};

use crate::fold::fold;
use crate::person::{PersonRow, person_columns, standing_word};
use crate::sql::{all, row, statements};
use crate::{Result, Tx};

statements! {
    PAGE = concat!("select p.sort_name, ", person_columns!(), "
        from person p
        where (cast($1 as text) is null or (p.sort_name, p.id) > ($1, $2))
            and (cast($3 as text) is null or p.standing = $3)
            and (cast($4 as text) is null or p.sort_name like $4 escape '!' or p.email like $4 escape '!')
            and (cast($5 as bigint) is null or (p.roles & $5) <> 0)
        order by p.sort_name, p.id
        limit $6");
}

/// Which people are wanted; what is none fits everybody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub standing: Option<Standing>,
    /// Part of a name or an address.
    pub text: Option<String>,
    /// One of these roles: their bits without the requester's.
    pub roles: Option<i64>,
}

/// Where a page ends: the next one begins behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub sort_name: String,
    pub id: PersonId,
}

/// People by name behind a place, at most `limit`, each with its place.
pub async fn page(
    tx: &mut Tx,
    filter: &Filter,
    behind: Option<&Place>,
    limit: i64,
) -> Result<Vec<(Place, Person)>> {
    let rows: Vec<ListedRow> = all!(
        tx,
        PAGE,
        behind.map(|place| place.sort_name.as_str()),
        behind.map_or(0, |place| place.id.0),
        filter.standing.map(standing_word),
        filter.text.as_deref().map(part),
        filter.roles,
        limit,
    )?;
    let listed = rows.into_iter().map(|ListedRow { sort_name, person }| {
        let person = Person::try_from(person)?;
        Ok((Place { sort_name, id: person.id }, person))
    });
    listed.collect()
}

/// A pattern for a part of a text; what is typed has no wildcards.
fn part(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in fold(text).chars() {
        if matches!(c, '!' | '%' | '_') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

row! {
    struct ListedRow { sort_name: String } with { person: PersonRow }
}
