//! The languages that Deskbell speaks, and choosing one for a person or a browser.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    #[default]
    En,
    Es,
}

impl Language {
    pub const ALL: [Language; 2] = [Language::En, Language::Es];

    /// The BCP 47 code, as in `<html lang>`.
    pub const fn code(self) -> &'static str {
        match self {
            Language::En => "en",
            Language::Es => "es",
        }
    }

    /// The language's own name for itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Language::En => "English",
            Language::Es => "Español",
        }
    }

    pub fn from_code(code: &str) -> Option<Language> {
        let primary = code.split(['-', '_']).next().unwrap_or_default();
        Language::ALL.into_iter().find(|language| language.code().eq_ignore_ascii_case(primary))
    }

    /// The first language of an `Accept-Language` header that we speak, by its weights.
    pub fn from_accept(header: &str) -> Option<Language> {
        let mut wishes: Vec<(f32, Language)> = header
            .split(',')
            .filter_map(|wish| {
                let (code, rest) = wish.split_once(';').unwrap_or((wish, ""));
                let weight = rest.trim().strip_prefix("q=").map_or(Some(1.0), |q| q.parse().ok())?;
                Some((weight, Language::from_code(code.trim())?))
            })
            .filter(|(weight, _)| *weight > 0.0)
            .collect();
        // The sort is stable: of equal wishes the first one written wins.
        wishes.sort_by(|a, b| b.0.total_cmp(&a.0));
        wishes.first().map(|(_, language)| *language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_language_that_we_speak_wins() {
        assert_eq!(Language::from_accept("de, es-MX;q=0.8, en;q=0.7"), Some(Language::Es));
        assert_eq!(Language::from_accept("en-GB,es"), Some(Language::En));
        assert_eq!(Language::from_accept("de,fr;q=0.5"), None);
        assert_eq!(Language::from_accept("es;q=0"), None);
    }

    #[test]
    fn a_code_reads_back() {
        for language in Language::ALL {
            assert_eq!(Language::from_code(language.code()), Some(language));
        }
    }
}
