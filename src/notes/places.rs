//! Where the reader was in each article, so that it opens there again.

use super::kept::KeptAnchor;
use super::record::time_text;
use crate::doc::{Anchor, ArticleId, Time};
use serde::{Deserialize, Serialize};

/// How many articles are remembered; the ones that were read longest ago are forgotten.
pub const MOST: usize = 2000;

/// Where the reader was in one article.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadingPlace {
    /// In which article.
    pub article: ArticleId,
    /// The first byte on the screen, in the text of that time.
    pub offset: usize,
    /// The words that stood there, for when the text has changed.
    pub anchor: Anchor,
    /// When the reader was there.
    pub at: Time,
}

/// Reads the file of places. What cannot be read is left out: it is only a convenience.
#[must_use]
pub fn from_toml(text: &str) -> Vec<ReadingPlace> {
    let kept: KeptPlaces = toml::from_str(text).unwrap_or_default();
    kept.place.into_iter().filter_map(KeptPlace::read).collect()
}

/// Writes the file of places.
#[must_use]
pub fn to_toml(places: &[ReadingPlace]) -> String {
    let place = places.iter().map(KeptPlace::of).collect();
    toml::to_string(&KeptPlaces { place }).unwrap_or_default()
}

/// The places with one more, the latest first: one for each article, and at most [`MOST`].
#[must_use]
pub fn with(mut places: Vec<ReadingPlace>, new: ReadingPlace) -> Vec<ReadingPlace> {
    places.push(new);
    // The latest of each article comes first and is the one that stays.
    places.sort_by(|a, b| a.article.cmp(&b.article).then(b.at.cmp(&a.at)));
    places.dedup_by(|later, first| later.article == first.article);
    places.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.article.cmp(&b.article)));
    places.truncate(MOST);
    places
}

#[derive(Serialize, Deserialize, Default)]
struct KeptPlaces {
    #[serde(default)]
    place: Vec<KeptPlace>,
}

#[derive(Serialize, Deserialize)]
struct KeptPlace {
    article: String,
    offset: u32,
    at: String,
    anchor: KeptAnchor,
}

impl KeptPlace {
    fn of(place: &ReadingPlace) -> Self {
        Self {
            article: place.article.0.clone(),
            offset: u32::try_from(place.offset).unwrap_or(u32::MAX),
            at: time_text(place.at),
            anchor: KeptAnchor::of(&place.anchor),
        }
    }

    fn read(self) -> Option<ReadingPlace> {
        Some(ReadingPlace {
            article: ArticleId(self.article),
            offset: self.offset as usize,
            anchor: self.anchor.read()?,
            at: Time::parse(&self.at)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::Digest;
    use crate::text::Span;

    fn place(article: &str, at: i64) -> ReadingPlace {
        let anchor = Anchor {
            digest: Digest::of(b"text"),
            span: Span::new(3, 9),
            exact: "quoted".into(),
            before: String::new(),
            after: "\n\u{1b}'''".into(),
        };
        ReadingPlace { article: ArticleId(article.into()), offset: 3, anchor, at: Time(at) }
    }

    #[test]
    fn places_come_back() {
        let places = vec![place("a", 5), place("b", 1)];
        assert_eq!(from_toml(&to_toml(&places)), places);
        assert_eq!(from_toml("place = 3"), []);
    }

    #[test]
    fn the_latest_of_an_article_stays() {
        let places = with(vec![place("a", 5), place("b", 1)], place("b", 9));
        assert_eq!(places, [place("b", 9), place("a", 5)]);
        assert_eq!(with(places.clone(), place("a", 2)), places);
    }

    #[test]
    fn the_oldest_are_forgotten() {
        let many = (0..MOST).map(|n| place(&n.to_string(), 1000 + n as i64)).collect();
        let places = with(many, place("new", 1_000_000));
        assert_eq!(places.len(), MOST);
        assert!(places.iter().all(|p| p.article.0 != "0"));
    }
}
