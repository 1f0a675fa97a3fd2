//! What a browser calls itself, in words that its owner recognises.

/// Marks of a browser, the more special ones first: nearly all of them also call themselves Safari.
const BROWSERS: [(&str, &str); 8] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

/// Marks of a device; Android calls itself Linux too, and an iPad a Mac.
const DEVICES: [(&str, &str); 7] = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
];

/// "Firefox, Linux"; none when it says nothing that we know.
pub fn name(agent: &str) -> Option<String> {
    let find = |marks: &[(&str, &'static str)]| {
        marks.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
    };
    match (find(&BROWSERS), find(&DEVICES)) {
        (Some(browser), Some(device)) => Some(format!("{browser}, {device}")),
        (Some(only), None) | (None, Some(only)) => Some(only.to_owned()),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_told_apart_although_they_all_claim_to_be_each_other() {
        let said = |agent| name(agent).unwrap_or_default();
        assert_eq!(
            said("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"),
            "Firefox, Linux"
        );
        assert_eq!(
            said(
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0"
            ),
            "Edge, Windows"
        );
        assert_eq!(
            said(
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1"
            ),
            "Safari, iPhone"
        );
        assert_eq!(
            said(
                "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36"
            ),
            "Chrome, Android"
        );
    }

    #[test]
    fn what_is_unknown_has_no_name() {
        assert_eq!(name("curl/8.5"), None);
        assert_eq!(name(""), None);
    }
}
