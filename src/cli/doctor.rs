//! `whosaid doctor`: how each feed fares, and where everything is.

use super::feeds::described;
use super::library::{now, open};
use super::printable;
use crate::doc::Time;
use crate::io::dirs::Dirs;
use crate::library::feed::Feed;
use crate::library::polite::is_due;
use anyhow::Result;
use serde_json::{Value, json};
use std::io::{self, Write};
use std::process::ExitCode;

/// Shows it.
pub fn run(as_json: bool) -> Result<ExitCode> {
    let dirs = Dirs::of_user()?;
    let library = open()?;
    let feeds = library.feeds()?;
    let unanalysed = library.unanalysed()?.len();
    let mut out = io::stdout().lock();
    let places: Vec<(&str, String)> = dirs
        .named()
        .into_iter()
        .map(|(name, path)| (name, path.display().to_string()))
        .chain([
            ("notes", dirs.notes().display().to_string()),
            ("library", library.path().display().to_string()),
            ("outline", library.path().with_file_name("feeds.opml").display().to_string()),
        ])
        .collect();
    if as_json {
        let all: Vec<Value> = feeds.iter().map(described).collect();
        let places: serde_json::Map<String, Value> =
            places.into_iter().map(|(name, path)| (name.to_owned(), path.into())).collect();
        let all = json!({"feeds": all, "files": places, "not_analysed": unanalysed});
        serde_json::to_writer_pretty(&mut out, &all)?;
        writeln!(out)?;
        return Ok(ExitCode::SUCCESS);
    }
    for feed in &feeds {
        writeln!(out, "{}", printable(&fares(feed, now())))?;
    }
    if feeds.is_empty() {
        writeln!(out, "no feeds yet: whosaid feeds add ADDRESS, or whosaid feeds import FILE")?;
    }
    if unanalysed > 0 {
        writeln!(out, "{unanalysed} articles are not analysed yet; whosaid refresh does it")?;
    }
    writeln!(out)?;
    for (name, path) in places {
        writeln!(out, "{name:<8} {}", printable(&path))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn fares(feed: &Feed, now: Time) -> String {
    let habit = &feed.habit;
    let status = match habit.status {
        0 if habit.asked.is_none() => "never asked".to_owned(),
        0 => "no answer".to_owned(),
        status => format!("status {status}"),
    };
    let time = |at: Option<Time>| at.map_or_else(|| "never".to_owned(), |at| at.to_string());
    let next = match habit.next {
        _ if habit.is_gone => "never again".to_owned(),
        _ if is_due(habit, now) => "due".to_owned(),
        next => time(next),
    };
    let mut lines = format!(
        "#{} {}\n    {}\n    {status}, asked {}, answered {}, next {next}",
        feed.id.0,
        feed.title,
        crate::io::fetch::without_password(&feed.address),
        time(habit.asked),
        time(habit.answered)
    );
    if habit.failures > 0 {
        lines.push_str(&format!(", failed {} times in a row", habit.failures));
    }
    if let Some(says) = &habit.says {
        lines.push_str(&format!("\n    {says}"));
    }
    if habit.etag.is_some() || habit.modified.is_some() {
        let known: Vec<&str> =
            [habit.etag.as_deref(), habit.modified.as_deref()].into_iter().flatten().collect();
        lines.push_str(&format!("\n    asks whether it has changed since {}", known.join(", ")));
    }
    lines
}
