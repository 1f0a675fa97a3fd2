//! Reading: RFC 4180 to the letter. The crate `csv` mends what is broken; a log that is imported must not be mended.

use std::io::{self, Read};

/// Longest field in bytes; a longer one is a quote that was never closed.
const MAX_FIELD: usize = 1024 * 1024;
const CHUNK: usize = 64 * 1024;

/// What is wrong with a file, and in which line of it, counted from 1; 0 where it is not about a line.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, thiserror::Error)]
#[error("{}{what}", place(*line))]
pub struct Wrong {
    pub line: u64,
    pub what: String,
}

fn place(line: u64) -> String {
    if line == 0 { String::new() } else { format!("line {line}: ") }
}

impl Wrong {
    pub fn new(line: u64, what: impl Into<String>) -> Wrong {
        Wrong { line, what: what.into() }
    }
}

/// Reads a table with a header. Every record has as many fields as the header; the memory it takes is that of a record.
pub fn reader<R: Read>(from: R, delimiter: u8) -> csv::Reader<Strict<R>> {
    csv::ReaderBuilder::new().delimiter(delimiter).from_reader(Strict::new(from, delimiter))
}

/// What the reader says, in words.
pub fn wrong(error: csv::Error) -> Wrong {
    let line = error.position().map_or(0, csv::Position::line);
    match error.into_kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            Wrong::new(line, format!("{len} fields, where the header has {expected_len}"))
        }
        csv::ErrorKind::Utf8 { err, .. } => {
            Wrong::new(line, format!("field {} is not UTF-8", err.field() + 1))
        }
        csv::ErrorKind::Io(error) => match error.get_ref().and_then(|inner| inner.downcast_ref::<Wrong>()) {
            Some(wrong) => wrong.clone(),
            None => Wrong::new(0, error.to_string()),
        },
        kind => Wrong::new(line, format!("{kind:?}")),
    }
}

/// Where in a record a byte stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    LineStart,
    FieldStart,
    Plain,
    Quoted,
    /// Behind a quote in a quoted field: its end, or the first half of a quote.
    QuoteInQuoted,
}

/// Passes text on that keeps the rules of quotes, and stops with the line that does not.
pub struct Strict<R> {
    inner: R,
    delimiter: u8,
    chunk: Vec<u8>,
    out: Vec<u8>,
    sent: usize,
    state: State,
    /// Counted from 1.
    line: u64,
    opened_at: u64,
    field: usize,
    after_return: bool,
    columns: Columns,
    begun: bool,
    ended: bool,
}

/// A blank line is a record where there is one column, and nothing where there are more.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Columns {
    /// The header is not over.
    OneSoFar,
    One,
    Several,
}

impl<R: Read> Strict<R> {
    fn new(inner: R, delimiter: u8) -> Strict<R> {
        Strict {
            inner,
            delimiter,
            chunk: vec![0; CHUNK],
            out: Vec::with_capacity(CHUNK + 2),
            sent: 0,
            state: State::LineStart,
            line: 1,
            opened_at: 0,
            field: 0,
            after_return: false,
            columns: Columns::OneSoFar,
            begun: false,
            ended: false,
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        self.out.clear();
        self.sent = 0;
        let mut chunk = std::mem::take(&mut self.chunk);
        let mut got = self.inner.read(&mut chunk)?;
        // A mark of the byte order at the very beginning needs three bytes to be known.
        while !self.begun && (1..3).contains(&got) {
            let Some(rest) = chunk.get_mut(got..) else { break };
            match self.inner.read(rest)? {
                0 => break,
                more => got += more,
            }
        }
        let mut bytes = chunk.get(..got).unwrap_or_default();
        if !self.begun {
            bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
            self.begun = true;
        }
        let stepped = match got {
            0 => self.end(),
            _ => bytes.iter().try_for_each(|byte| self.step(*byte)),
        };
        self.chunk = chunk;
        stepped.map_err(|wrong| io::Error::new(io::ErrorKind::InvalidData, wrong))
    }

    fn step(&mut self, byte: u8) -> Result<(), Wrong> {
        let after_return = std::mem::take(&mut self.after_return);
        let ends_line = matches!(byte, b'\n' | b'\r') && self.state != State::Quoted;
        if ends_line {
            if byte == b'\n' && after_return {
                self.out.push(byte);
                return Ok(());
            }
            self.end_line();
            self.after_return = byte == b'\r';
            self.line += 1;
        } else {
            self.inside(byte)?;
            if byte == b'\n' {
                self.line += 1;
            }
        }
        self.out.push(byte);
        Ok(())
    }

    fn end_line(&mut self) {
        if self.state == State::LineStart && self.columns != Columns::Several {
            self.out.extend(b"\"\"");
        }
        if self.columns == Columns::OneSoFar {
            self.columns = Columns::One;
        }
        self.state = State::LineStart;
        self.field = 0;
    }

    fn inside(&mut self, byte: u8) -> Result<(), Wrong> {
        self.field += 1;
        if self.field > MAX_FIELD {
            let (line, what) = match self.state {
                State::Quoted => (self.opened_at, "a quote that is opened here and not closed within 1 MiB"),
                _ => (self.line, "a field of more than 1 MiB"),
            };
            return Err(Wrong::new(line, what));
        }
        let begins = matches!(self.state, State::LineStart | State::FieldStart);
        self.state = match (self.state, byte) {
            (State::Quoted, b'"') => State::QuoteInQuoted,
            (State::Quoted, _) => State::Quoted,
            (State::QuoteInQuoted, b'"') => State::Quoted,
            (_, byte) if byte == self.delimiter => {
                self.field = 0;
                if self.columns == Columns::OneSoFar {
                    self.columns = Columns::Several;
                }
                State::FieldStart
            }
            (State::QuoteInQuoted, _) => {
                return Err(Wrong::new(self.line, "a quote inside of a quoted field is not doubled"));
            }
            (_, b'"') if begins => {
                self.opened_at = self.line;
                State::Quoted
            }
            (_, b'"') => return Err(Wrong::new(self.line, "a quote in a field that is not quoted")),
            _ => State::Plain,
        };
        Ok(())
    }

    fn end(&mut self) -> Result<(), Wrong> {
        self.ended = true;
        match self.state {
            State::Quoted => Err(Wrong::new(self.opened_at, "a quote is opened here and never closed")),
            _ => Ok(()),
        }
    }
}

impl<R: Read> Read for Strict<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        while self.sent == self.out.len() && !self.ended {
            self.fill()?;
        }
        let waiting = self.out.get(self.sent..).unwrap_or_default();
        let count = waiting.len().min(to.len());
        if let (Some(to), Some(from)) = (to.get_mut(..count), waiting.get(..count)) {
            to.copy_from_slice(from);
        }
        self.sent += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<Vec<String>>, Wrong> {
        let mut reader = reader(text.as_bytes(), b',');
        let header = reader.headers().map_err(wrong)?.clone();
        let rows = reader.records().map(|row| row.map_err(wrong));
        let rows = rows.collect::<Result<Vec<_>, _>>()?;
        let cells = |row: &csv::StringRecord| row.iter().map(str::to_owned).collect();
        Ok(std::iter::once(&header).chain(&rows).map(cells).collect())
    }

    #[test]
    fn quotes_line_breaks_and_marks_are_read_as_meant() {
        let rows = read("\u{FEFF}\"a\",b\r\n\"x \"\"y\"\"\n,z\",2\r\n").unwrap();
        assert_eq!(rows, [["a", "b"], ["x \"y\"\n,z", "2"]]);
    }

    #[test]
    fn a_blank_line_is_a_record_of_one_column_and_nothing_among_several() {
        assert_eq!(read("a\n\nb\n").unwrap(), [["a"], [""], ["b"]]);
        assert_eq!(read("a\r\n\r\nb").unwrap(), [["a"], [""], ["b"]]);
        assert_eq!(read("a,b\n\n1,2\n").unwrap(), [["a", "b"], ["1", "2"]]);
    }

    #[test]
    fn what_is_broken_is_told_by_its_line() {
        let line = |text: &str| read(text).unwrap_err().line;
        assert_eq!(line("a,b\n1,2\n3\n"), 3, "a field is missing");
        assert_eq!(line("a,b\n1,2,3\n"), 2, "a field is too many");
        assert_eq!(line("a,b\n1,x\"y\n"), 2, "a quote in a plain field");
        assert_eq!(line("a,b\n\n\"1\" ,2\n"), 3, "something behind a quote");
        assert_eq!(line("a,b\n\"one\ntwo\",\"three\nfour"), 3, "a quote stays open");
        assert_eq!(
            line(&format!("a,b\n1,\"{}", "x".repeat(2 * MAX_FIELD))),
            2,
            "a quote stays open for long"
        );
    }

    #[test]
    fn an_error_reads_as_a_sentence() {
        let wrong = read("a,b\n1\n").unwrap_err();
        assert_eq!(wrong.to_string(), "line 2: 1 fields, where the header has 2");
    }
}
