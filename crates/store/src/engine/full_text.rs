//! How each engine takes the words of a document and of a question.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::Engine;

/// Which part of a ticket words come from: what is found in its subject counts most.
#[derive(Clone, Copy)]
pub(crate) enum Weight {
    Subject,
    Public,
    Staff,
}

/// Words as the engine stores them: a plain text, or a vector that is written out with positions and weights.
/// The words are letters and digits only, so that quoting them is enough.
pub(crate) fn document(engine: Engine, words: &[String], weight: Weight) -> String {
    let weight = match weight {
        Weight::Subject => 'A',
        Weight::Public => 'B',
        Weight::Staff => 'C',
    };
    match engine {
        Engine::Sqlite => words.join(" "),
        Engine::Postgres => {
            // PostgreSQL keeps at most 256 positions of a word, each at most 16383.
            let mut positions: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
            for (position, word) in words.iter().enumerate() {
                positions.entry(word).or_default().push((position + 1).min(16_383));
            }
            let mut vector = String::new();
            for (word, positions) in positions {
                let _ = write!(vector, "'{word}'");
                for (n, position) in positions.iter().take(256).enumerate() {
                    let _ = write!(vector, "{}{position}{weight}", if n == 0 { ':' } else { ',' });
                }
                vector.push(' ');
            }
            vector
        }
    }
}

/// Up to how many hits are counted. PostgreSQL has to read its index to the end of a word to know how many there are.
pub(crate) const fn counted_to(engine: Engine) -> i64 {
    match engine {
        Engine::Sqlite => i64::MAX - 1,
        Engine::Postgres => 1_000,
    }
}

/// A query for all words, each of them a beginning.
pub(crate) fn question(engine: Engine, words: &[String]) -> String {
    let (each, between): (fn(&String) -> String, &str) = match engine {
        Engine::Sqlite => (|word| format!("\"{word}\"*"), " "),
        Engine::Postgres => (|word| format!("'{word}':*"), " & "),
    };
    words.iter().map(each).collect::<Vec<_>>().join(between)
}

/// A query for all words as they are, where that is found much sooner than what begins with them: SQLite walks the list
/// of one word from its end, and gathers those of all that begin alike first. PostgreSQL walks tickets, not lists.
pub(crate) fn whole_words(engine: Engine, words: &[String]) -> Option<String> {
    let quoted = || words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" ");
    (engine == Engine::Sqlite).then(quoted)
}
