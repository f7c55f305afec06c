//! Feeds that nobody writes: outlets, people, places and articles without end, the same every time.
//!
//! An article is a function of the number of its feed and its own. Its words are spread as those of a language are:
//! a few stand in every article, most names in a handful, so that an index of them is like one of real news.

use whosaid::doc::Time;

/// When the newest article of every feed was published: 9 May 2025.
const NEWEST: i64 = 1_746_786_000;

/// Seconds between two articles of one feed.
const STEP: i64 = 7_200;

/// Who somebody is, before the name.
const ROLES: [&str; 12] = [
    "the finance minister",
    "a trade unionist",
    "the mayor",
    "a professor of law",
    "the head of the port authority",
    "a fisherman",
    "the opposition leader",
    "a nurse",
    "the chief engineer",
    "a spokeswoman for the ministry",
    "the coach",
    "a farmer",
];

/// Sources without a name.
const UNNAMED: [&str; 8] = [
    "a senior official",
    "two people familiar with the talks",
    "a diplomat",
    "sources close to the board",
    "an employee who asked not to be named",
    "a person briefed on the matter",
    "three lawmakers",
    "residents",
];

const SAID: [&str; 8] =
    ["said", "told reporters", "noted", "warned", "insisted", "denied", "announced", "argued"];

const ADJECTIVES: [&str; 32] = [
    "northern",
    "disputed",
    "unfinished",
    "public",
    "regional",
    "costly",
    "quiet",
    "early",
    "joint",
    "temporary",
    "wooden",
    "foreign",
    "rural",
    "digital",
    "coastal",
    "annual",
    "secret",
    "fragile",
    "crowded",
    "old",
    "second",
    "municipal",
    "private",
    "legal",
    "monthly",
    "late",
    "broken",
    "new",
    "national",
    "empty",
    "narrow",
    "industrial",
];

const NOUNS: [&str; 64] = [
    "harbour",
    "quota",
    "budget",
    "bridge",
    "treaty",
    "strike",
    "hospital",
    "election",
    "ferry",
    "court",
    "pipeline",
    "festival",
    "school",
    "drought",
    "tunnel",
    "tariff",
    "ceasefire",
    "factory",
    "museum",
    "railway",
    "reform",
    "airport",
    "vaccine",
    "storm",
    "parliament",
    "forest",
    "dam",
    "currency",
    "orchard",
    "satellite",
    "library",
    "lawsuit",
    "market",
    "camp",
    "reactor",
    "border",
    "pension",
    "glacier",
    "cathedral",
    "mine",
    "league",
    "referendum",
    "shipyard",
    "orchestra",
    "prison",
    "loan",
    "refinery",
    "wall",
    "island",
    "charter",
    "census",
    "embassy",
    "vineyard",
    "archive",
    "stadium",
    "flood",
    "patrol",
    "merger",
    "summit",
    "inquiry",
    "monument",
    "clinic",
    "warehouse",
    "stock exchange",
];

const VERBS: [&str; 24] = [
    "close", "reopen", "delay", "finance", "inspect", "cancel", "expand", "divide", "replace",
    "sell", "protect", "restore", "survey", "abandon", "defend", "move", "audit", "merge", "visit",
    "insure", "rename", "measure", "occupy", "rebuild",
];

const TIMES: [&str; 10] = [
    "before the end of May",
    "next spring",
    "within a week",
    "after the summer",
    "on Monday",
    "by the middle of the decade",
    "in the autumn",
    "for a second time",
    "at last",
    "in silence",
];

/// Sentences in which nobody is cited.
const PLAIN: [&str; 8] = [
    "The rain had stopped by noon, and the {n} in {p} was full again.",
    "A {a} {n} stands where the {m} of {p} used to be.",
    "It was the third {n} in {p} since the {a} {m} began.",
    "Few in {p} remember the {a} {n} of that winter.",
    "The {n} cost {d} million, twice as much as the {a} {m}.",
    "Between {p} and {q} the {a} {n} runs for {d} kilometres.",
    "Some {d} people work at the {n}, most of them from {q}.",
    "The {a} {n} has been empty for {d} months.",
];

/// Sentences in which somebody is: `{s}` says `{c}`.
const CITED: [&str; 8] = [
    "{s} said on Monday that {c}.",
    "“{C},” {s} said.",
    "According to {s}, {c}.",
    "{C}, {s} told reporters in {p}.",
    "{s} denied that {c}, noting that nothing had been signed in {p}.",
    "“It is true,” {s} said, “that {c}.”",
    "{s} told the {o} news agency that {c}.",
    "The newspaper {o} Today quoted {s} as saying that {c}.",
];

const HEADLINES: [&str; 6] = [
    "{P} to {v} its {a} {n}",
    "{A} {n} divides {p} and {q}",
    "{S}: the {n} will {v}",
    "What the {a} {n} means for {p}",
    "{P} waits for a {a} {n}, {S} says",
    "After {d} days of the {n}, a {a} {m} in {p}",
];

/// One article.
pub struct Story {
    /// Its headline, without markup.
    pub title: String,
    /// Who wrote it.
    pub byline: String,
    /// When it was published.
    pub at: Time,
    /// What it says.
    pub paragraphs: Vec<String>,
    /// Who is cited: the name, whether it is none, and what is said.
    pub cited: Vec<(String, bool, String)>,
}

/// The name of a feed.
pub fn outlet(feed: usize) -> String {
    let kinds =
        ["Post", "Courier", "Herald", "Tribune", "Observer", "Gazette", "Wire", "Chronicle"];
    format!("{} {} {feed}", place(feed * 7), of(&kinds, feed))
}

/// The folder that a feed stands in.
pub fn folder(feed: usize) -> &'static str {
    of(&["World", "Business", "Science", "Sport", "Culture", "Region/North", "Region/South"], feed)
}

/// The article with a number in a feed, of at least so many words. Some come from an agency: two feeds have them.
pub fn story(feed: usize, item: usize, words: usize) -> Story {
    let writer = if item % 10 == 9 { feed & !1 } else { feed };
    let mut dice = Dice((writer as u64) << 32 | item as u64);
    let mut cited = Vec::new();
    let topic = Topic::new(&mut dice);
    let headline = of(&HEADLINES, dice.below(HEADLINES.len()));
    let title = topic.filled(headline, &mut dice);
    let byline = person(dice.skewed(PEOPLE));
    let (mut paragraphs, mut paragraph, mut count, mut n) = (Vec::new(), String::new(), 0, 0);
    while count < words {
        let sentence = if dice.below(10) < 4 {
            let plain = of(&PLAIN, dice.below(PLAIN.len()));
            topic.filled(plain, &mut dice)
        } else {
            let (name, is_unnamed) = topic.source(&mut dice);
            let noun = of(&NOUNS, dice.skewed(NOUNS.len()));
            let said = format!(
                "the {} {noun} in {} would {} {}",
                of(&ADJECTIVES, dice.below(ADJECTIVES.len())),
                topic.place(&mut dice),
                of(&VERBS, dice.below(VERBS.len())),
                of(&TIMES, dice.below(TIMES.len()))
            );
            let shown = if is_unnamed || dice.below(3) > 0 {
                name.clone()
            } else {
                format!("{}, {name},", of(&ROLES, dice.below(ROLES.len())))
            };
            let sentence = of(&CITED, dice.below(CITED.len()))
                .replace("{c}", &said)
                .replace("{C}", &capital(&said))
                .replace("{s}", &shown)
                .replace(" said on", &format!(" {} on", of(&SAID, dice.below(2))));
            let sentence = topic.filled(&sentence, &mut dice).replace(",,", ",").replace(",.", ".");
            cited.push((name, is_unnamed, said));
            sentence
        };
        count += sentence.split_whitespace().count();
        paragraph.push_str(&sentence);
        n += 1;
        if n % 3 == 0 {
            paragraphs.push(std::mem::take(&mut paragraph));
        } else {
            paragraph.push(' ');
        }
    }
    if !paragraph.is_empty() {
        paragraphs.push(paragraph);
    }
    Story { title, byline, at: published(feed, item), paragraphs, cited }
}

/// When an article was published.
pub fn published(feed: usize, item: usize) -> Time {
    Time((NEWEST - item as i64 * STEP - feed as i64 * 61 % STEP) * 1000)
}

/// A feed with these articles, as RSS with their whole texts. `address` is where its pages are.
pub fn rss(feed: usize, items: usize, words: usize, address: &str) -> String {
    let mut out = format!(
        "<?xml version='1.0' encoding='utf-8'?>\n<rss version='2.0' \
         xmlns:content='http://purl.org/rss/1.0/modules/content/' xmlns:dc='http://purl.org/dc/elements/1.1/'>\n\
         <channel><title>{}</title><link>{address}/{feed}/</link><description>All the news</description>\n",
        outlet(feed)
    );
    for item in 0..items {
        let story = story(feed, item, words);
        let date = jiff::Timestamp::from_millisecond(story.at.0).unwrap_or_default();
        let date = jiff::fmt::rfc2822::to_string(&date.to_zoned(jiff::tz::TimeZone::UTC));
        let body: String = story.paragraphs.iter().map(|text| format!("<p>{text}</p>\n")).collect();
        out.push_str(&format!(
            "<item><title>{}</title><link>{address}/{feed}/{item}.html</link>\
             <guid isPermaLink='false'>{feed}-{item}</guid><dc:creator>{}</dc:creator><pubDate>{}</pubDate>\
             <description>{}</description><content:encoded><![CDATA[{body}]]></content:encoded></item>\n",
            story.title,
            story.byline,
            date.unwrap_or_default(),
            story.paragraphs.first().map_or("", String::as_str),
        ));
    }
    out.push_str("</channel></rss>\n");
    out
}

/// What an article is about: the same few names and places from its beginning to its end.
struct Topic {
    people: Vec<String>,
    places: Vec<String>,
    outlet: String,
    noun: &'static str,
    other: &'static str,
}

impl Topic {
    fn new(dice: &mut Dice) -> Self {
        Self {
            people: (0..4).map(|_| person(dice.skewed(PEOPLE))).collect(),
            places: (0..3).map(|_| place(dice.skewed(PLACES))).collect(),
            outlet: place(dice.skewed(60)),
            noun: of(&NOUNS, dice.below(NOUNS.len())),
            other: of(&NOUNS, dice.skewed(NOUNS.len())),
        }
    }

    fn place(&self, dice: &mut Dice) -> String {
        self.places.get(dice.below(self.places.len())).cloned().unwrap_or_default()
    }

    /// A name, and whether it is none.
    fn source(&self, dice: &mut Dice) -> (String, bool) {
        if dice.below(4) == 0 {
            return (of(&UNNAMED, dice.below(UNNAMED.len())).to_owned(), true);
        }
        (self.people.get(dice.skewed(self.people.len())).cloned().unwrap_or_default(), false)
    }

    fn filled(&self, template: &str, dice: &mut Dice) -> String {
        let adjective = of(&ADJECTIVES, dice.below(ADJECTIVES.len()));
        let (place, other) = (self.place(dice), self.place(dice));
        let filled = template
            .replace("{n}", self.noun)
            .replace("{m}", self.other)
            .replace("{a}", adjective)
            .replace("{A}", &capital(adjective))
            .replace("{v}", of(&VERBS, dice.below(VERBS.len())))
            .replace("{p}", &place)
            .replace("{P}", &place)
            .replace("{q}", &other)
            .replace("{o}", &self.outlet)
            .replace("{S}", self.people.first().map_or("", String::as_str))
            .replace("{d}", &(dice.skewed(9000) + 2).to_string());
        capital(&filled)
    }
}

const PEOPLE: usize = 12_000;
const PLACES: usize = 3_000;

const BEGINNINGS: [&str; 24] = [
    "Hal", "Mar", "Bren", "Tor", "Vek", "Ost", "Lin", "Grey", "Sal", "Ruu", "Kest", "Dor", "Fen",
    "Jor", "Mal", "Nor", "Pell", "Quin", "Ras", "Thal", "Ul", "Wick", "Yar", "Zem",
];
const MIDDLES: [&str; 12] = ["va", "en", "i", "o", "ar", "el", "um", "is", "an", "or", "et", "a"];
const ENDS: [&str; 16] = [
    "berg", "sen", "vik", "low", "dar", "mond", "ling", "ster", "ney", "rud", "kar", "bo", "lund",
    "ris", "to", "wen",
];
const FIRST: [&str; 32] = [
    "Ilse", "Jonas", "Tomas", "Ada", "Bo", "Carla", "Dina", "Emil", "Freya", "Goran", "Hanna",
    "Ivo", "Jana", "Karim", "Lena", "Milo", "Nadia", "Omar", "Petra", "Rafael", "Sofia", "Timur",
    "Ursel", "Viktor", "Wanda", "Xenia", "Yusuf", "Zora", "Anton", "Berit", "Clara", "Dario",
];

/// Whoever has this number; the first of them are in the news often.
pub fn person(n: usize) -> String {
    format!("{} {}", of(&FIRST, n + n / 32), name(n))
}

fn place(n: usize) -> String {
    let ends = ["haven", " Bay", "stad", "ford", "minster", "burg", "mouth", " Hill"];
    let name = name(n * 5 + 3);
    format!("{}{}", name, of(&ends, n / 3))
}

fn name(n: usize) -> String {
    let (begin, rest) = (n % BEGINNINGS.len(), n / BEGINNINGS.len());
    let (end, middle) = ((rest + begin) % ENDS.len(), rest / ENDS.len() + begin);
    format!("{}{}{}", of(&BEGINNINGS, begin), of(&MIDDLES, middle), of(&ENDS, end))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

fn of(list: &[&'static str], n: usize) -> &'static str {
    list.get(n % list.len()).copied().unwrap_or_default()
}

/// Numbers without an order that anybody could see (splitmix64), from a seed.
struct Dice(u64);

impl Dice {
    fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut n = self.0;
        n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        n ^ (n >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.throw() % end.max(1) as u64) as usize
    }

    /// As [`Dice::below`]; small numbers come far more often.
    fn skewed(&mut self, end: usize) -> usize {
        let part = (self.throw() >> 11) as f64 / (1u64 << 53) as f64;
        ((part * part * part * end as f64) as usize).min(end.saturating_sub(1))
    }
}
