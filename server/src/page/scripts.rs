//! Which scripts a page may run: its own, each named by the hash of what it says.
//!
//! The page is drawn with a nonce that nobody could know before, and only scripts that carry it are named: one that
//! somebody has smuggled into the page is not. A policy of hashes belongs to the page and not to one answer, so a page
//! that was drawn once can be sent again.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

/// The sources of a content security policy for the scripts that carry this nonce, each after a space.
pub fn sources(html: &str, nonce: &str) -> String {
    let mark = format!("nonce=\"{nonce}\"");
    let tags = html.split("<script").skip(1);
    let own = tags.filter_map(|rest| {
        let (attributes, rest) = rest.split_once('>')?;
        let (content, _) = rest.split_once("</script>")?;
        (attributes.contains(&mark) && !content.is_empty()).then_some(content)
    });
    own.map(|content| format!(" 'sha256-{}'", STANDARD.encode(Sha256::digest(content)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of `alert(1)`, as `openssl dgst -sha256 -binary | base64` says.
    const ALERT: &str = "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='";

    #[test]
    fn a_script_of_ours_is_named_by_its_hash() {
        let page = "<p>a</p><script type=\"module\" nonce=\"n1\">alert(1)</script>";
        assert_eq!(sources(page, "n1").trim(), ALERT);
    }

    #[test]
    fn a_script_without_the_nonce_of_this_page_is_not_named() {
        let smuggled = "<script>alert(1)</script><script nonce=\"n0\">alert(1)</script>";
        assert_eq!(sources(smuggled, "n1"), "");
    }

    #[test]
    fn half_a_script_is_none() {
        assert_eq!(sources("<script nonce=\"n1\">alert(1)", "n1"), "");
    }
}
