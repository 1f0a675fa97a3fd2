//! A row as a line of JSON, the same on every engine and in every version of it.

use store::transfer::Value;
use store::transfer::table::{Kind, Table};

use crate::secret::hex;

/// The row as an object with its columns in their order; what is null is left out.
pub fn write(table: &Table, row: &[Value]) -> String {
    let mut line = String::with_capacity(128);
    for (column, value) in table.columns.iter().zip(row) {
        let json = match value {
            Value::Null => continue,
            Value::Int(number) => number.to_string(),
            Value::Bool(yes) => yes.to_string(),
            Value::Text(text) => serde_json::Value::from(text.as_str()).to_string(),
            Value::Bytes(bytes) => format!("\"{}\"", hex(bytes)),
        };
        line.push(if line.is_empty() { '{' } else { ',' });
        line.push_str(&format!("\"{}\":{json}", column.name));
    }
    line.push_str(if line.is_empty() { "{}" } else { "}" });
    line
}

/// Looks whether a line is a row of the table. Gives its object, so that a few values can be looked at.
pub fn read(table: &Table, line: &str) -> Result<serde_json::Map<String, serde_json::Value>, String> {
    let row: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(line).map_err(|error| format!("is not a row: {error}"))?;
    for (name, value) in &row {
        let column = table.columns.iter().find(|column| column.name == name.as_str());
        let column = column.ok_or_else(|| format!("there is no column {name:?} in {}", table.name))?;
        let fits = match column.kind {
            Kind::Int | Kind::Time => value.is_i64(),
            Kind::Bool => value.is_boolean(),
            Kind::Text | Kind::Secret => value.is_string(),
            Kind::Bytes => value.as_str().is_some_and(is_hex),
        };
        if !fits {
            return Err(format!("{name}: {value} is not what this column holds"));
        }
    }
    Ok(row)
}

/// The cells of a row for people; none where the column is nobody's to read.
pub fn cells(table: &Table, row: &[Value]) -> Vec<String> {
    let shown = table.columns.iter().zip(row).filter(|(column, _)| for_people(column.kind));
    shown
        .map(|(column, value)| match (value, column.kind) {
            (Value::Int(ms), Kind::Time) => {
                jiff::Timestamp::from_millisecond(*ms).map_or_else(|_| ms.to_string(), |at| at.to_string())
            }
            (Value::Int(number), _) => number.to_string(),
            (Value::Bool(yes), _) => yes.to_string(),
            (Value::Text(text), _) => crate::spreadsheet::dead(text).into_owned(),
            (Value::Null | Value::Bytes(_), _) => String::new(),
        })
        .collect()
}

pub const fn for_people(kind: Kind) -> bool {
    !matches!(kind, Kind::Secret | Kind::Bytes)
}

fn is_hex(text: &str) -> bool {
    text.len().is_multiple_of(2) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::transfer::table::{FILE, PERSON};

    fn file() -> Vec<Value> {
        let text = |text: &str| Value::Text(text.into());
        vec![
            Value::Int(7),
            Value::Int(3),
            text("=cmd|'/c calc'!A1"),
            text("text/plain"),
            Value::Int(5),
            Value::Bytes(vec![0xab, 0x01]),
        ]
    }

    #[test]
    fn a_line_reads_back_and_names_what_does_not_fit() {
        let line = write(&FILE, &file());
        assert!(line.starts_with("{\"id\":7,\"post\":3,"), "{line}");
        assert!(line.ends_with("\"sha256\":\"ab01\"}"), "{line}");
        assert_eq!(read(&FILE, &line).unwrap()["sha256"], "ab01");
        assert!(read(&FILE, "{\"id\":\"7\"}").unwrap_err().starts_with("id:"));
        assert!(read(&FILE, "{\"sha256\":\"xy\"}").unwrap_err().starts_with("sha256:"));
        assert!(read(&FILE, "{\"roles\":31}").unwrap_err().contains("roles"));
        assert!(read(&FILE, "{").is_err());
    }

    #[test]
    fn a_spreadsheet_has_no_formula_and_no_secret() {
        assert_eq!(cells(&FILE, &file()), ["7", "3", "'=cmd|'/c calc'!A1", "text/plain", "5"]);
        assert!(PERSON.columns.iter().any(|column| column.name == "password" && !for_people(column.kind)));
    }
}
