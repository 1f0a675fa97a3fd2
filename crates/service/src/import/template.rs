//! Texts made of columns, such as `Incident {number}`.

use csv::StringRecord;

use super::map::Map;

/// The header of a file.
pub struct Columns<'a>(pub &'a StringRecord);

impl Columns<'_> {
    /// The place of a column by its name. Where a name is there twice, `name#2` is the second.
    pub fn find(&self, name: &str) -> Result<usize, String> {
        let (plain, wanted) = match name.rsplit_once('#') {
            Some((plain, count)) => match count.parse::<usize>() {
                Ok(count) if count > 0 => (plain, count),
                _ => (name, 1),
            },
            None => (name, 1),
        };
        let mut found = self.0.iter().enumerate().filter(|(_, column)| column.trim() == plain);
        match found.nth(wanted - 1) {
            Some((place, _)) => Ok(place),
            None => {
                let known: Vec<&str> = self.0.iter().collect();
                Err(format!("the file has no column {name:?}; it has {}", known.join(", ")))
            }
        }
    }
}

/// A text with columns in braces.
#[derive(Debug)]
pub struct Template(Vec<Piece>);

#[derive(Debug)]
enum Piece {
    Text(String),
    Column(usize),
}

impl Template {
    pub fn parse(text: &str, columns: &Columns<'_>) -> Result<Template, String> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, behind) =
                after.split_once('}').ok_or_else(|| format!("a brace in {text:?} is not closed"))?;
            pieces.push(Piece::Text(before.to_owned()));
            pieces.push(Piece::Column(columns.find(name)?));
            rest = behind;
        }
        pieces.push(Piece::Text(rest.to_owned()));
        Ok(Template(pieces))
    }

    /// The text; none where one of its columns is not known.
    pub fn known(&self, map: &Map, row: &StringRecord) -> Option<String> {
        self.filled(|column| map.cell(row, column))
    }

    /// The text, with `unknown` for what is not known.
    pub fn text(&self, map: &Map, row: &StringRecord) -> String {
        self.filled(|column| Some(map.cell(row, column).unwrap_or("unknown"))).unwrap_or_default()
    }

    fn filled<'a>(&self, cell: impl Fn(usize) -> Option<&'a str>) -> Option<String> {
        let mut text = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(piece) => text.push_str(piece),
                Piece::Column(column) => text.push_str(cell(*column)?),
            }
        }
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_found_by_name_and_by_its_turn() {
        let header = StringRecord::from(vec!["number", "category", "category", "c#"]);
        let columns = Columns(&header);
        assert_eq!(columns.find("category"), Ok(1));
        assert_eq!(columns.find("category#2"), Ok(2));
        assert_eq!(columns.find("c#"), Ok(3));
        assert!(columns.find("category#3").unwrap_err().contains("number, category"));
    }

    #[test]
    fn a_template_knows_its_columns() {
        let header = StringRecord::from(vec!["a", "b"]);
        assert!(Template::parse("x {a} y {c}", &Columns(&header)).unwrap_err().contains("\"c\""));
        assert!(Template::parse("x {a", &Columns(&header)).unwrap_err().contains("not closed"));
        let template = Template::parse("x {a}-{b}", &Columns(&header)).unwrap();
        let row = StringRecord::from(vec!["1", "2"]);
        assert_eq!(template.filled(|column| row.get(column)).as_deref(), Some("x 1-2"));
        assert_eq!(template.filled(|column| row.get(column).filter(|cell| *cell != "2")), None);
    }
}
