//! From stored text back to values of the domain. What does not fit names its table and column.

use crate::{Result, StoreError};

/// The value of a stored word.
pub(crate) fn word<T>(
    text: &str,
    from_name: impl Fn(&str) -> Option<T>,
    table: &'static str,
    column: &'static str,
) -> Result<T> {
    from_name(text).ok_or(StoreError::Corrupt { table, column })
}

/// As [`word`], for a column that may be null.
pub(crate) fn optional_word<T>(
    text: Option<&str>,
    from_name: impl Fn(&str) -> Option<T>,
    table: &'static str,
    column: &'static str,
) -> Result<Option<T>> {
    text.map(|text| word(text, from_name, table, column)).transpose()
}

/// A stored text as the domain's type, checked again.
pub(crate) fn text<T: TryFrom<String>>(
    stored: String,
    table: &'static str,
    column: &'static str,
) -> Result<T> {
    T::try_from(stored).map_err(|_| StoreError::Corrupt { table, column })
}

/// As [`text`], for a column that may be null.
pub(crate) fn optional_text<T: TryFrom<String>>(
    stored: Option<String>,
    table: &'static str,
    column: &'static str,
) -> Result<Option<T>> {
    stored.map(|stored| text(stored, table, column)).transpose()
}

/// A value that is stored as JSON.
pub(crate) fn json<T: serde::de::DeserializeOwned>(
    stored: &str,
    table: &'static str,
    column: &'static str,
) -> Result<T> {
    serde_json::from_str(stored).map_err(|_| StoreError::Corrupt { table, column })
}

/// A value as the JSON that is stored.
pub(crate) fn to_json<T: serde::Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| StoreError::Database(sqlx::Error::Encode(Box::new(error))))
}

/// A stored hash of 32 bytes.
pub(crate) fn hash(stored: Vec<u8>, table: &'static str, column: &'static str) -> Result<[u8; 32]> {
    stored.try_into().map_err(|_| StoreError::Corrupt { table, column })
}
