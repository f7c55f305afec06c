//! Addresses that may be kept and opened: http and https only.

use url::Url;

/// Parameters that say how a reader came to a page, not which page it is.
const TRACKING: [&str; 9] =
    ["fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "igshid", "cmpid", "ref_src"];

/// An address as it may be kept: absolute, http or https, without a name or password,
/// resolved against `base` where it is relative.
#[must_use]
pub fn safe(address: &str, base: Option<&str>) -> Option<String> {
    parsed(address, base).map(String::from)
}

/// The address of an article: as [`safe`], without the place in the page and without tracking.
#[must_use]
pub fn article(address: &str, base: Option<&str>) -> Option<String> {
    let mut url = parsed(address, base)?;
    url.set_fragment(None);
    let is_tracking = |name: &str| name.starts_with("utm_") || TRACKING.contains(&name);
    if url.query_pairs().any(|(name, _)| is_tracking(&name)) {
        let kept: Vec<(String, String)> = url
            .query_pairs()
            .filter(|(name, _)| !is_tracking(name))
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        if kept.is_empty() {
            url.set_query(None);
        } else {
            url.query_pairs_mut().clear().extend_pairs(kept);
        }
    }
    Some(url.into())
}

/// Whether a page at `fetched` may say that its address is `claimed`. Another site's address
/// would let a page pass for somebody else's article and take over the notes on it; the front
/// page's would make one article of all of a site.
#[must_use]
pub fn may_claim(claimed: &str, fetched: &str) -> bool {
    let (Ok(claimed), Ok(fetched)) = (Url::parse(claimed), Url::parse(fetched)) else {
        return false;
    };
    let (Some(one), Some(other)) = (claimed.host_str(), fetched.host_str()) else { return false };
    let is_front = |url: &Url| url.path() == "/" && url.query().is_none();
    is_same_site(one, other) && (!is_front(&claimed) || is_front(&fetched))
}

/// `www.paper.example`, `m.paper.example` and `paper.example` are one site.
fn is_same_site(one: &str, other: &str) -> bool {
    let bare = |host: &str| {
        let known = ["www.", "m.", "amp.", "mobile.", "edition."];
        known.iter().find_map(|p| host.strip_prefix(p)).unwrap_or(host).to_owned()
    };
    bare(one) == bare(other)
}

fn parsed(address: &str, base: Option<&str>) -> Option<Url> {
    let address = address.trim();
    // Addresses beyond this are data in disguise; no server takes them.
    if address.is_empty() || address.len() > 4096 {
        return None;
    }
    let mut url = match base.and_then(|base| Url::parse(base).ok()) {
        Some(base) => base.join(address).ok()?,
        None => Url::parse(address).ok()?,
    };
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return None;
    }
    if !url.username().is_empty() || url.password().is_some() {
        url.set_username("").ok()?;
        url.set_password(None).ok()?;
    }
    Some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_pages_are_kept() {
        assert_eq!(safe("https://a.example/b", None).as_deref(), Some("https://a.example/b"));
        for bad in ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "/b", ""] {
            assert_eq!(safe(bad, None), None, "{bad}");
        }
    }

    #[test]
    fn relative_addresses_are_resolved_and_passwords_dropped() {
        let base = Some("https://a.example/news/1");
        assert_eq!(safe("../2?x=1", base).as_deref(), Some("https://a.example/2?x=1"));
        assert_eq!(safe("//u:p@b.example/", base).as_deref(), Some("https://b.example/"));
    }

    #[test]
    fn an_article_has_one_address_however_it_was_reached() {
        let got = article("https://a.example/1?id=7&utm_source=x&fbclid=y#c", None);
        assert_eq!(got.as_deref(), Some("https://a.example/1?id=7"));
        assert_eq!(
            article("https://a.example/?utm_a=x", None).as_deref(),
            Some("https://a.example/")
        );
    }

    #[test]
    fn a_page_may_not_claim_to_be_another_sites() {
        assert!(may_claim("https://www.a.example/1", "http://m.a.example/1?x"));
        assert!(!may_claim("https://b.example/1", "https://a.example/1"));
        assert!(!may_claim("https://a.example/", "https://a.example/1"));
    }
}
