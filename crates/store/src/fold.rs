//! Text as search and order see it: lower case, without accents.

/// The letters of a text in lower case and without accents, so that `Impresión` is `impresion`.
/// Both engines are given folded text, so that neither's own idea of letters matters.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match plain(c) {
            Some(plain) => folded.push_str(plain),
            None if combining(c) => {}
            None => folded.push(c),
        }
    }
    folded
}

/// The words of a text, folded: runs of letters and digits. The longest that counts has [`LONGEST`] letters, and
/// words beyond [`MAX_BYTES`] do not count.
pub(crate) fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let runs = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut room = MAX_BYTES;
    runs.map(|word| word.chars().take(LONGEST).collect::<String>())
        .take_while(|word| {
            let fits = word.len() <= room;
            room = room.saturating_sub(word.len());
            fits
        })
        .collect()
}

/// Longer runs are keys and hashes, which nobody types to the end; PostgreSQL refuses words over 2 kB.
const LONGEST: usize = 64;

/// All words of the longest post fit. Written out with a position each, words of three bytes and more become at most
/// five times as long, and PostgreSQL takes a million bytes at once.
const MAX_BYTES: usize = 200_000;

const fn combining(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE00}'..='\u{FE0F}')
}

/// The plain letters of a Latin letter with a mark. Source: Unicode's decompositions of Latin-1 Supplement,
/// Latin Extended-A and the Vietnamese block; ligatures as they are commonly written out.
const fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' | 'ạ'..='ặ' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ẹ'..='ệ' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ǐ' | 'ỉ' | 'ị' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ơ' | 'ǒ' | 'ọ'..='ợ' => "o",
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
        'þ' => "th",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ư' | 'ǔ' | 'ụ'..='ự' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' | 'ỳ'..='ỹ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{fold, words};

    #[test]
    fn accents_and_case_vanish() {
        assert_eq!(fold("Impresión ÑANDÚ"), "impresion nandu");
        assert_eq!(fold("Straße Łódź Ærø œuvre"), "strasse lodz aero oeuvre");
        assert_eq!(fold("Nguyễn Thị Ước"), "nguyen thi uoc");
    }

    #[test]
    fn a_letter_with_a_separate_mark_is_the_same_letter() {
        assert_eq!(fold("impresio\u{301}n"), fold("impresión"));
        assert_eq!(fold("İstanbul"), "istanbul");
    }

    #[test]
    fn only_letters_and_digits_are_words() {
        assert_eq!(
            words("The \"printer\" (2nd floor) can't AND* print-out: 🖨️ e-mail"),
            ["the", "printer", "2nd", "floor", "can", "t", "and", "print", "out", "e", "mail"]
        );
        assert!(words(" \0'\"*()🖨️--  ").is_empty());
    }

    #[test]
    fn a_book_is_cut() {
        assert_eq!(words(&"word ".repeat(100_000)).len(), 50_000);
    }

    #[test]
    fn a_key_of_a_thousand_letters_is_cut() {
        assert_eq!(words(&"x".repeat(1000)), ["x".repeat(64)]);
    }
}
