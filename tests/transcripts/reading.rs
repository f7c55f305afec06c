//! `whosaid ARTICLE` where standard output is no terminal: the plain reading.

use crate::home::{Home, STORY};
use crate::server::{answer, serve};

/// The reading of [`STORY`], as far as it does not hang on what the analysis makes of it.
fn is_reading_of_story(out: &str) -> bool {
    let ordered =
        ["Harbour to open in May\n", "“Ferries 🦀 will run again,”", "\nSOURCES (", "\nCLAIMS ("];
    let places: Vec<Option<usize>> = ordered.iter().map(|part| out.find(part)).collect();
    places.iter().all(Option::is_some) && places.is_sorted()
}

#[test]
fn an_article_reads_the_same_wherever_it_comes_from() {
    let home = Home::new();
    let path = home.write("story.txt", STORY);
    let address = serve(|_, stream| {
        answer(stream, "200 OK", "Content-Type: text/plain\r\n", STORY.as_bytes())
    });
    let reading = home.run(&["story.txt"]).fine();
    assert!(is_reading_of_story(&reading), "{reading}");
    assert_eq!(home.run(&["--plain", "story.txt"]).fine(), reading);
    assert_eq!(home.run(&["story.txt", "--plain"]).fine(), reading);
    assert_eq!(home.run(&[path.as_os_str()]).fine(), reading);
    assert_eq!(home.pipe(&["-"], STORY).fine(), reading);
    let url = format!("file://{}", path.display());
    assert_eq!(home.run(&[url]).fine(), reading);
    let fetched = home.run(&[format!("{address}/story.txt")]).fine();
    assert!(is_reading_of_story(&fetched), "{fetched}");
}

#[test]
fn without_an_article_there_is_one_that_shows_everything() {
    let home = Home::new();
    let out = home.run(&[] as &[&str]).fine();
    for part in
        ["Lune Strait", "The hard part is done", "Asta Ruud", "Meridian", "SOURCES (", "CLAIMS ("]
    {
        assert!(out.contains(part), "{part}: {out}");
    }
    assert_eq!(home.run(&["--plain"]).fine(), out);
}

#[test]
fn who_said_what_stands_below_the_article() {
    let home = Home::new();
    home.write("story.txt", STORY);
    let out = home.run(&["story.txt"]).fine();
    let (article, lists) = out.split_once("\nSOURCES (").unwrap();
    assert!(lists.contains("- Ilse Maren, named person"), "{out}");
    let claim =
        lists.lines().find(|line| line.contains("Ilse Maren") && line.starts_with('[')).unwrap();
    let (number, rest) = claim.split_once(' ').unwrap();
    assert!(rest.ends_with("(said; direct): “Ferries 🦀 will run again,”"), "{out}");
    assert!(article.contains(&format!("“Ferries 🦀 will run again,” {number}")), "{out}");
}

#[test]
fn the_reading_is_as_wide_as_the_config_says() {
    let home = Home::new();
    home.config("text-width = 40\n");
    home.write("story.txt", STORY);
    let out = home.run(&["story.txt"]).fine();
    // In this story only the crab is wider than a column.
    let wide = |line: &str| line.chars().count() + line.matches('🦀').count() > 40;
    assert!(!out.lines().any(wide), "{out}");
    assert!(out.lines().any(|line| line.chars().count() > 30), "{out}");
}

#[test]
fn markdown_and_pages_are_read_as_what_they_are() {
    let home = Home::new();
    home.write(
        "story.md",
        "# Harbour to open\n\nIt *will* open, Ilse Maren said.\n\n> Good news.\n",
    );
    let story = "<p>The port of Greyhaven will open in May, Ilse Maren said on Friday, after two years of repairs.</p>";
    let page = format!(
        "<!doctype html><html><head><title>Harbour to open</title></head><body><nav><a href=/>Sport</a></nav>\
         <article><h1>Harbour to open</h1>{}</article></body></html>",
        story.repeat(12)
    );
    home.write("story.html", page);
    let markdown = home.run(&["story.md"]).fine();
    assert!(
        markdown.starts_with("Harbour to open\n") && markdown.contains("It will open"),
        "{markdown}"
    );
    assert!(markdown.contains("> Good news."), "{markdown}");
    let page = home.run(&["story.html"]).fine();
    assert!(page.starts_with("Harbour to open\n") && !page.contains('<'), "{page}");
}

#[test]
fn nothing_is_written_anywhere_by_reading() {
    let home = Home::new();
    home.write("story.txt", STORY);
    home.run(&["story.txt"]).fine();
    home.run(&["analyze", "story.txt"]).fine();
    home.run(&["export", "story.txt"]).fine();
    let left: Vec<_> =
        std::fs::read_dir(home.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["story.txt"]);
}
