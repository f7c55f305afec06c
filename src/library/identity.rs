//! Who an item is, so that it is the same item with the next refresh.
//!
//! The id that the feed gives, else the address of its page, else a digest of what it says. Feeds break the first
//! two: they give one id to many items, or change it with every answer. An id that stands for several different
//! items in one answer therefore counts only together with the item's address and title.

use super::channel::Entry;
use crate::doc::Digest;
use std::collections::BTreeMap;

/// A key for each entry, in their order; entries that are the same entry twice have the same key.
#[must_use]
pub fn keys(entries: &[Entry]) -> Vec<String> {
    let plain: Vec<String> = entries.iter().map(plain).collect();
    let mut seen: BTreeMap<&str, Vec<(Option<&str>, &str)>> = BTreeMap::new();
    for (key, entry) in plain.iter().zip(entries) {
        let are = seen.entry(key).or_default();
        let is = (entry.link.as_deref(), entry.title.as_str());
        if !are.contains(&is) && are.len() < 2 {
            are.push(is);
        }
    }
    plain
        .iter()
        .zip(entries)
        .map(|(key, entry)| {
            let is_shared = seen.get(key.as_str()).is_some_and(|are| are.len() > 1);
            if is_shared { format!("{key}#{}", said(entry)) } else { key.clone() }
        })
        .collect()
}

fn plain(entry: &Entry) -> String {
    let given = entry.id.as_deref().map(str::trim).filter(|id| !id.is_empty());
    match (given, &entry.link) {
        // A very long id is a text; its digest does as well.
        (Some(id), _) if id.len() > 1000 => format!("digest:{}", Digest::of(id.as_bytes())),
        (Some(id), _) => id.to_owned(),
        (None, Some(link)) => link.clone(),
        (None, None) => format!("digest:{}", said(entry)),
    }
}

/// A digest of what tells items apart.
fn said(entry: &Entry) -> Digest {
    let link = entry.link.as_deref().unwrap_or_default();
    // What has neither address nor title is told apart by what it says.
    let text = if link.is_empty() && entry.title.is_empty() { entry.html() } else { "" };
    Digest::of(format!("{link}\n{}\n{text}", entry.title).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: &str, link: &str, title: &str) -> Entry {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Entry { id: some(id), link: some(link), title: title.into(), ..Entry::default() }
    }

    #[test]
    fn the_id_goes_before_the_link_and_that_before_a_digest() {
        let keys = keys(&[
            entry("7", "http://a/1", "A"),
            entry("", "http://a/2", "B"),
            entry("", "", "C"),
        ]);
        assert_eq!(keys[0], "7");
        assert_eq!(keys[1], "http://a/2");
        assert!(keys[2].starts_with("digest:"), "{keys:?}");
    }

    #[test]
    fn an_id_that_several_items_share_is_not_enough() {
        let keys = keys(&[
            entry("x", "http://a/1", "A"),
            entry("x", "http://a/2", "B"),
            entry("x", "http://a/1", "A"),
        ]);
        assert_ne!(keys[0], keys[1]);
        assert_eq!(keys[0], keys[2], "the same item twice is one item");
    }
}
