//! Feeds as they come: good ones of every format, and hostile ones made here.

use super::channel::{self, Channel, Entry};
use super::identity;
use crate::doc::{Meta, ProblemKind};
use crate::parse::Origin;
use proptest::prelude::*;

fn read(text: &str) -> Channel {
    channel::read(text.as_bytes(), None, Some("https://paper.example/feed.xml")).0
}

/// The only entry of an RSS feed with this inside its item.
fn item(inside: &str) -> Entry {
    let text = format!(
        "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/' \
         xmlns:c='http://purl.org/rss/1.0/modules/content/'><channel><item>{inside}</item></channel></rss>"
    );
    let mut entries = read(&text).entries;
    assert_eq!(entries.len(), 1, "{inside}");
    entries.remove(0)
}

/// The only entry of an Atom feed with this inside of it.
fn atom(inside: &str) -> Entry {
    let text = format!(
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='/news/'><author><name>Desk</name></author>\
         <entry>{inside}</entry></feed>"
    );
    read(&text).entries.remove(0)
}

fn text_of(entry: &Entry) -> String {
    let (article, _) = channel::article(entry.html(), Meta::default(), &Origin::default());
    article.text.to_string()
}

#[test]
fn rss_two_is_read_with_what_it_borrows() {
    let entry = item(
        "<title>Harbour &amp;amp; quay</title><link>/1?a=1&amp;b=2</link><guid isPermaLink='false'>x1</guid>\
         <pubDate>Fri, 09 May 2025 10:00:00 +0200</pubDate><dc:creator>Ilse Maren</dc:creator>\
         <description>Short.</description><c:encoded><![CDATA[<p>All <b>of</b> it.</p>]]></c:encoded>\
         <category>Ports</category><category>Ports</category>",
    );
    assert_eq!(entry.title, "Harbour & quay");
    assert_eq!(entry.link.as_deref(), Some("https://paper.example/1?a=1&b=2"));
    assert_eq!(entry.id.as_deref(), Some("x1"));
    assert_eq!(entry.author.as_deref(), Some("Ilse Maren"));
    assert_eq!(entry.published.unwrap().to_string(), "2025-05-09T08:00:00Z");
    assert_eq!(entry.summary.as_deref(), Some("Short."));
    assert_eq!(text_of(&entry).trim(), "All of it.");
    assert_eq!(entry.categories, ["Ports"]);
}

#[test]
fn rdf_has_its_items_beside_the_channel() {
    let channel = read(
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' \
         xmlns:x='http://purl.org/dc/elements/1.1/'><channel rdf:about='u'><title>T</title><link>http://p.example/</link>\
         </channel><item rdf:about='http://p.example/1'><title>A</title><link>http://p.example/1</link>\
         <x:date>2025-05-09</x:date></item></rdf:RDF>",
    );
    assert_eq!((channel.title.as_str(), channel.site.as_deref()), ("T", Some("http://p.example/")));
    assert_eq!(channel.entries[0].id.as_deref(), Some("http://p.example/1"));
    assert_eq!(channel.entries[0].published.unwrap().date(), "2025-05-09");
}

#[test]
fn atom_is_read_with_its_bases_and_kinds_of_text() {
    let entry = atom(
        "<id>tag:x</id><title type='html'>A &lt;b&gt;B&lt;/b&gt; &amp;amp; C</title>\
         <link rel='self' href='self'/><link href='story'/><updated>2025-05-09T10:00:00Z</updated>\
         <content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>One <a href='x'>two</a></p></div></content>",
    );
    assert_eq!(entry.title, "A B & C");
    assert_eq!(entry.link.as_deref(), Some("https://paper.example/news/story"));
    assert_eq!(entry.author.as_deref(), Some("Desk"));
    let content = entry.content.as_deref().unwrap();
    assert!(content.contains("href=\"https://paper.example/news/x\""), "{content}");
    assert_eq!(atom("<title>1 &lt; 2 &lt;b&gt;</title>").title, "1 < 2 <b>", "text is no markup");
}

#[test]
fn json_feed_is_read() {
    let channel = read(
        r#"{"version":"https://jsonfeed.org/version/1.1","title":"T","home_page_url":"https://p.example/",
        "items":[{"id":7,"url":"/a","title":"A","content_text":"1 < 2","date_published":"2025-05-09T10:00:00Z",
        "authors":[{"name":"Ann"},{"name":"Bo"}],"tags":["x"]}]}"#,
    );
    let entry = &channel.entries[0];
    assert_eq!(entry.id.as_deref(), Some("7"));
    assert_eq!(entry.link.as_deref(), Some("https://p.example/a"));
    assert_eq!(entry.author.as_deref(), Some("Ann, Bo"));
    assert_eq!(text_of(entry).trim(), "1 < 2");
}

#[test]
fn links_come_from_ids_only_where_they_are_addresses() {
    assert_eq!(item("<guid>http://p.example/1</guid>").link.as_deref(), Some("http://p.example/1"));
    assert_eq!(item("<guid isPermaLink='false'>http://p.example/1</guid>").link, None);
    assert_eq!(item("<guid>7</guid>").link, None);
    for bad in ["javascript:alert(1)", "file:///etc/passwd", "exec:rm"] {
        assert_eq!(item(&format!("<link>{bad}</link>")).link, None, "{bad}");
    }
}

#[test]
fn names_stand_without_their_mail() {
    for (written, name) in [
        ("me@paper.example (Ann Doe)", "Ann Doe"),
        ("Ann Doe &lt;me@paper.example&gt;", "Ann Doe"),
        ("Ann Doe (me@paper.example)", "Ann Doe"),
        ("me@paper.example", "me@paper.example"),
        ("Ann (the Younger) Doe", "Ann (the Younger) Doe"),
    ] {
        assert_eq!(
            item(&format!("<author>{written}</author>")).author.as_deref(),
            Some(name),
            "{written}"
        );
    }
}

#[test]
fn a_feed_that_is_cut_short_keeps_what_came() {
    let whole =
        "<rss><channel><title>T</title><item><title>A</title></item><item><title>B</title><descr";
    let (channel, problems) = channel::read(whole.as_bytes(), None, None);
    let titles: Vec<&str> = channel.entries.iter().map(|entry| entry.title.as_str()).collect();
    assert_eq!(titles, ["A", "B"]);
    assert!(problems.iter().any(|problem| problem.kind == ProblemKind::Limit), "{problems:?}");
    let cut = "<rss><channel><item><title><![CD";
    assert!(
        !channel::read(cut.as_bytes(), None, None).1.iter().any(|problem| problem.kind.is_fatal())
    );
}

#[test]
fn what_follows_a_fault_is_read_again_from_the_next_item() {
    let text = "<rss><channel><item><title>A</title><!-- no end <b></item><item><title>B</title></item></channel></rss>";
    let titles: Vec<String> = read(text).entries.into_iter().map(|entry| entry.title).collect();
    assert!(titles.contains(&"B".to_owned()), "{titles:?}");
    assert_eq!(read("<rss><channel><item><title>A<b></title></item><item><title>B</title></item></channel></rss>").entries.len(), 2);
}

#[test]
fn encodings_are_told() {
    let text = "<?xml version='1.0' encoding='windows-1252'?><rss><channel><title>Caf\u{e9}</title></channel></rss>";
    let bytes = encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
    assert_eq!(channel::read(&bytes, None, None).0.title, "Café");
    let bytes = encoding_rs::SHIFT_JIS
        .encode("<rss><channel><title>港が開く</title></channel></rss>")
        .0
        .into_owned();
    assert_eq!(
        channel::read(&bytes, Some("text/xml; charset=shift_jis"), None).0.title,
        "港が開く"
    );
    // The header is wrong, the bytes are not.
    let text = "<rss><channel><title>Café</title></channel></rss>";
    assert_eq!(
        channel::read(text.as_bytes(), Some("text/xml; charset=iso-8859-1"), None).0.title,
        "Café"
    );
    assert_eq!(
        item("<title>R&eacute;sum&eacute; &#8211; &#150; &nosuch; &amp;</title>").title,
        "Résumé – – &nosuch; &"
    );
}

#[test]
fn scripts_and_escapes_in_titles_are_tamed() {
    let entry =
        item("<title>&lt;script&gt;alert(1)&lt;/script&gt;A\u{1b}[31m \u{202e}B&#27;[2J</title>");
    assert!(!entry.title.contains("alert") && !entry.title.contains('\u{1b}'), "{:?}", entry.title);
    assert!(!entry.title.contains('\u{202e}'), "{:?}", entry.title);
    assert!(
        item(&format!("<title>{}</title>", "x".repeat(1_000_000))).title.chars().count() <= 1001
    );
}

#[test]
fn bombs_do_not_go_off() {
    let bomb = "<!DOCTYPE r [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;'>]>\
                <rss><channel><title>&c;</title></channel></rss>";
    assert_eq!(read(bomb).title, "&c;");
    let outside = "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss><channel><title>&x;</title></channel></rss>";
    assert_eq!(read(outside).title, "&x;");
    let deep =
        format!("<rss><channel><item><title>A</title><description>{}", "<b>".repeat(300_000));
    assert_eq!(read(&deep).entries[0].title, "A");
    let unclosed = format!("<rss><channel>{}", "<item>".repeat(50_000));
    assert!(read(&unclosed).entries.len() <= channel::MOST_ENTRIES);
    let many =
        format!("<rss><channel>{}</channel></rss>", "<item><guid>1</guid></item>".repeat(30_000));
    assert_eq!(read(&many).entries.len(), channel::MOST_ENTRIES);
    let attributes = format!("<rss {}><channel/></rss>", "a='b' ".repeat(100_000));
    assert!(read(&attributes).entries.is_empty());
    let faults = format!("<rss><channel>{}</channel></rss>", "<item><!></item>".repeat(2_000));
    let _ = read(&faults);
}

#[test]
fn what_is_no_feed_is_refused_with_a_reason() {
    for (bytes, reason) in [
        (&b"<html><head></head></html>"[..], "no feed"),
        (b"", "empty"),
        (b"{\"a\":1}", "JSON"),
        (b"{", "JSON"),
        (b"\x7fELF\x02\x01\x01\0\0\0", "not a feed"),
    ] {
        let (_, problems) = channel::read(bytes, None, None);
        let fatal = problems.iter().find(|problem| problem.kind.is_fatal()).expect(reason);
        assert!(fatal.says.contains(reason), "{fatal:?}");
    }
}

#[test]
fn ids_that_repeat_do_not_swallow_items() {
    let text = "<rss><channel><item><guid>1</guid><title>A</title></item><item><guid>1</guid><title>B</title></item>\
                <item><guid>1</guid><title>A</title></item></channel></rss>";
    let mut keys = identity::keys(&read(text).entries);
    keys.dedup();
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), 2);
}

proptest! {
    #[test]
    fn no_bytes_make_it_stumble(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = channel::read(&bytes, None, Some("https://a.example/"));
    }

    #[test]
    fn nor_anything_that_looks_like_a_feed(
        text in "(<rss>|<channel>|<item>|</item>|<title>|</title>|<!\\[CDATA\\[|\\]\\]>|&#x1b;|&|<!--|<a b='|é|x| ){0,40}"
    ) {
        let (channel, _) = channel::read(text.as_bytes(), None, None);
        for entry in &channel.entries {
            prop_assert!(!entry.title.chars().any(char::is_control));
        }
    }
}
