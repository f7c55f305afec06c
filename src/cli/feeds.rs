//! `whosaid feeds`: subscriptions.

use super::arguments::FeedsCommand;
use super::library::{now, open};
use super::{complain, limits, printable};
use crate::doc::Meta;
use crate::io::db::{Added, NewFeed};
use crate::io::fetch::without_password;
use crate::io::refresh::subscribe::{self, Looked};
use crate::io::refresh::{Plan, checked_headers};
use crate::library::channel::{self, Channel};
use crate::library::feed::{Feed, FeedId, Whole};
use crate::library::opml::{self, Trust};
use crate::parse::{MAX_BYTES, Origin};
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{self, Read as _, Write};
use std::path::Path;
use std::process::ExitCode;

/// Does what is asked.
pub fn run(what: &FeedsCommand, config: Option<&Path>) -> Result<ExitCode> {
    match what {
        FeedsCommand::Add {
            address,
            folder,
            title,
            header,
            whole,
            keep_days,
            keep_articles,
            unchecked,
        } => {
            let new = NewFeed {
                address: subscribe::address(address)?,
                title: title.clone(),
                site: None,
                folders: folder
                    .iter()
                    .map(|path| path.trim_matches('/').to_owned())
                    .filter(|path| !path.is_empty())
                    .collect(),
                headers: header.clone(),
                whole: whole.as_deref().and_then(Whole::named),
            };
            add(new, (*keep_days, *keep_articles), *unchecked, config)
        }
        FeedsCommand::List { json } => list(*json),
        FeedsCommand::Rm { feed } => {
            let mut library = open()?;
            let feed = library.feed_named(feed)?;
            library.unsubscribe(feed.id, now())?;
            writeln!(
                io::stdout(),
                "{}",
                printable(&format!(
                    "no longer subscribed to {} ({})",
                    feed.title,
                    without_password(&feed.address)
                ))
            )?;
            Ok(ExitCode::SUCCESS)
        }
        FeedsCommand::Import { file, with_commands } => {
            import(file, if *with_commands { Trust::Own } else { Trust::Web })
        }
        FeedsCommand::Export { output } => {
            let library = open()?;
            let written = opml::write(&library.outline()?, &date());
            match output {
                Some(path) => crate::io::disk::write_out(path, written.as_bytes())?,
                None => io::stdout().lock().write_all(written.as_bytes())?,
            }
            Ok(ExitCode::SUCCESS)
        }
        FeedsCommand::Show { address, json } => {
            let plan = Plan::new(&limits(config)?);
            let looked = subscribe::look(&subscribe::address(address)?, &[], &plan)?;
            looked.remarks.iter().for_each(|says| complain(says));
            show(&looked, *json)
        }
    }
}

/// Now, as mail and OPML write it.
fn date() -> String {
    jiff::fmt::rfc2822::to_string(&jiff::Zoned::now()).unwrap_or_default()
}

fn add(
    mut new: NewFeed,
    (keep_days, keep_articles): (Option<u32>, Option<u32>),
    unchecked: bool,
    config: Option<&Path>,
) -> Result<ExitCode> {
    // A header that is none is said before anything is asked or kept.
    checked_headers(&new.headers)?;
    let mut looked = None;
    if !unchecked {
        let plan = Plan::new(&limits(config)?);
        let found = subscribe::look(&new.address, &new.headers, &plan)?;
        new.address.clone_from(&found.address);
        looked = Some(found);
    }
    let mut library = open()?;
    let begun = subscribe::begin(&mut library, new, looked.as_ref(), now())?;
    library.keep_of(begun.feed.id, keep_days, keep_articles)?;
    looked.iter().flat_map(|looked| &looked.remarks).for_each(|says| complain(says));
    writeln!(io::stdout(), "{}", printable(&begun.says()))?;
    Ok(ExitCode::SUCCESS)
}

fn import(file: &Path, trust: Trust) -> Result<ExitCode> {
    let mut bytes = Vec::new();
    let most = MAX_BYTES as u64;
    if file.as_os_str() == "-" {
        io::stdin().lock().take(most).read_to_end(&mut bytes).context("standard input")?;
    } else {
        let opened = std::fs::File::open(file);
        opened
            .and_then(|opened| opened.take(most).read_to_end(&mut bytes))
            .with_context(|| file.display().to_string())?;
    }
    let (outline, problems) = opml::read(&bytes);
    if let Some(problem) = problems.iter().find(|problem| problem.kind.is_fatal()) {
        bail!("{}: {}", file.display(), problem.says);
    }
    problems.iter().for_each(|problem| complain(&problem.says));
    let (outline, left_out) = opml::vetted(outline, trust);
    for address in left_out {
        complain(&format!("left out: {address} (commands and files come in with --with-commands)"));
    }
    let mut library = open()?;
    // A feed that stands in several folders is one feed: new, if it was not there before the first of them.
    let mut added: BTreeMap<FeedId, Added> = BTreeMap::new();
    for one in library.take_outline(&outline, now())? {
        let known = added.entry(one.id()).or_insert(one);
        if matches!((*known, one), (Added::Same(_), Added::Changed(_))) {
            *known = one;
        }
    }
    let count = |wanted: fn(&Added) -> bool| added.values().filter(|added| wanted(added)).count();
    writeln!(
        io::stdout(),
        "{} new feeds, {} changed, {} already there",
        count(|added| matches!(added, Added::New(_))),
        count(|added| matches!(added, Added::Changed(_))),
        count(|added| matches!(added, Added::Same(_)))
    )?;
    Ok(ExitCode::SUCCESS)
}

fn list(as_json: bool) -> Result<ExitCode> {
    let feeds = open()?.feeds()?;
    let mut out = io::stdout().lock();
    if as_json {
        let all: Vec<Value> = feeds.iter().map(described).collect();
        serde_json::to_writer_pretty(&mut out, &all)?;
        writeln!(out)?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut folder = None;
    for feed in &feeds {
        let own = feed.folders.join(", ");
        if folder.as_ref() != Some(&own) {
            if !own.is_empty() {
                writeln!(out, "{}", printable(&own))?;
            }
            folder = Some(own.clone());
        }
        let indent = if own.is_empty() { "" } else { "  " };
        let line = format!(
            "{indent}#{} {} ({} unread of {}) {}",
            feed.id.0,
            feed.title,
            feed.unread,
            feed.items,
            without_password(&feed.address)
        );
        writeln!(out, "{}", printable(&line))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// A feed as JSON has it. Headers are left out: there may be secrets in them.
pub fn described(feed: &Feed) -> Value {
    let time = |at: Option<crate::doc::Time>| at.map(|at| at.to_string());
    let habit = &feed.habit;
    json!({
        "id": feed.id.0,
        "address": without_password(&feed.address),
        "title": feed.title,
        "site": feed.site,
        "folders": feed.folders,
        "whole": feed.whole.name(),
        "items": feed.items,
        "unread": feed.unread,
        "status": habit.status,
        "says": habit.says,
        "asked": time(habit.asked),
        "answered": time(habit.answered),
        "next": time(habit.next),
        "failures": habit.failures,
        "gone": habit.is_gone,
        "etag": habit.etag,
        "last_modified": habit.modified,
    })
}

fn show(looked: &Looked, as_json: bool) -> Result<ExitCode> {
    let Channel { title, site, author, entries, .. } = &looked.channel;
    let mut out = io::stdout().lock();
    if !as_json {
        writeln!(out, "{}\n{}", printable(title), printable(&without_password(&looked.address)))?;
        for entry in entries {
            let date = entry
                .published
                .or(entry.updated)
                .map(|at| at.date())
                .unwrap_or_else(|| "no date   ".into());
            let author =
                entry.author.as_deref().map(|name| format!(" ({name})")).unwrap_or_default();
            writeln!(out, "{date}  {}{author}", printable(&entry.title))?;
            if let Some(link) = &entry.link {
                writeln!(out, "            {link}")?;
            }
        }
        return Ok(ExitCode::SUCCESS);
    }
    let time = |at: Option<crate::doc::Time>| at.map(|at| at.to_string());
    let text = |html: &str| {
        let origin = Origin { url: site.clone(), ..Origin::default() };
        channel::article(html, Meta::default(), &origin).0.text.to_string()
    };
    let items: Vec<Value> = entries
        .iter()
        .map(|entry| {
            json!({
                "id": entry.id,
                "title": entry.title,
                "link": entry.link,
                "author": entry.author,
                "published": time(entry.published),
                "updated": time(entry.updated),
                "summary": entry.summary,
                "content": entry.content,
                "text": text(entry.html()),
                "categories": entry.categories,
            })
        })
        .collect();
    let all = json!({
        "address": without_password(&looked.address),
        "title": title,
        "link": site,
        "author": author,
        "moved": looked.channel.moved,
        "items": items,
    });
    serde_json::to_writer_pretty(&mut out, &all)?;
    writeln!(out)?;
    Ok(ExitCode::SUCCESS)
}
