//! `whosaid refresh`: what is new, for people and for cron.

use super::library::{now, open};
use super::{complain, dictionary, limits, printable};
use crate::io::db::{Keep, Watch};
use crate::io::refresh::{Became, Plan, Refreshed, Step, Told, When, analyse, refresh};
use anyhow::Result;
use serde_json::{Value, json};
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::Ordering;

/// What is asked for.
pub struct Wanted {
    /// Only these.
    pub feeds: Vec<String>,
    /// All, due or not.
    pub now: bool,
    /// Ask again for kept pages.
    pub pages_again: bool,
    /// Leave the analysis for later.
    pub no_analysis: bool,
    /// Print JSON.
    pub json: bool,
}

/// Some feeds failed, others did not.
const SOME_FAILED: u8 = 3;

/// Refreshes.
pub fn run(wanted: &Wanted, config: Option<&Path>) -> Result<ExitCode> {
    let mut plan = Plan::new(&limits(config)?);
    let mut library = open()?;
    library.own().1.iter().for_each(|says| complain(says));
    let (kept, watch_days) = keep(config)?;
    plan.keep = kept;
    plan.watch = match (wanted.pages_again, watch_days) {
        (true, _) => Some(Watch::Now),
        (false, 0) => None,
        (false, days) => Some(Watch::Days(days)),
    };
    let feeds = if wanted.feeds.is_empty() {
        library.feeds()?
    } else {
        wanted.feeds.iter().map(|word| library.feed_named(word)).collect::<Result<_>>()?
    };
    if wanted.now || !wanted.feeds.is_empty() {
        plan.when = When::Now;
    }
    let stop = crate::shell::interruption();
    let is_seen = io::stderr().is_terminal();
    let told = |told: Told<'_>| {
        let (n, all) = told.count();
        let Told::Feed(step, ..) = told else {
            if is_seen {
                let _ = write!(io::stderr(), "\r\u{1b}[2Kpage {n} of {all}");
            }
            return;
        };
        if is_seen {
            let title: String = printable(&step.feed.title).chars().take(50).collect();
            let _ = write!(io::stderr(), "\r\u{1b}[2K{n} of {all} {title}");
        }
        if let Became::Failed(says) = &step.became {
            if is_seen {
                let _ = write!(io::stderr(), "\r\u{1b}[2K");
            }
            complain(&format!("{}: {says}", step.feed.title));
        }
        for says in &step.remarks {
            if is_seen {
                let _ = write!(io::stderr(), "\r\u{1b}[2K");
            }
            complain(&format!("{}: {says}", step.feed.title));
        }
    };
    let mut done = refresh(&mut library, feeds, &plan, now, told, &stop)?;
    let mut analysed = 0;
    if !wanted.no_analysis && !done.is_stopped {
        let dictionary = dictionary(config)?;
        let told = |n: usize, all: usize| {
            if is_seen {
                let _ = write!(io::stderr(), "\r\u{1b}[2Kanalysed {n} of {all}");
            }
        };
        analysed = analyse(&mut library, &dictionary, usize::MAX, told, &stop)?;
        done.is_stopped = stop.load(Ordering::Relaxed);
    }
    if is_seen {
        let _ = write!(io::stderr(), "\r\u{1b}[2K");
    }
    done.lost.iter().for_each(|says| complain(says));
    say(&done, analysed, wanted.json)?;
    let asked = done.steps.iter().filter(|step| step.became != Became::NotDue).count();
    Ok(match done.failed() {
        _ if done.is_stopped => ExitCode::from(130),
        0 => ExitCode::SUCCESS,
        failed if failed == asked => ExitCode::FAILURE,
        _ => ExitCode::from(SOME_FAILED),
    })
}

/// What the config says is kept, and for how many days kept pages are asked for again.
pub fn keep(config: Option<&Path>) -> Result<(Keep, u32)> {
    let (settings, _) = super::config::settings(config, super::colour_depth())?;
    let set = settings.library;
    Ok((Keep { days: set.keep_days, articles: set.keep_articles }, set.watch_days))
}

fn say(done: &Refreshed, analysed: usize, as_json: bool) -> Result<()> {
    let count =
        |wanted: fn(&Became) -> bool| done.steps.iter().filter(|step| wanted(&step.became)).count();
    let answered = count(|became| matches!(became, Became::Stored(_)));
    let same = count(|became| matches!(became, Became::Same));
    let not_due = count(|became| matches!(became, Became::NotDue));
    let gone = count(|became| matches!(became, Became::Gone));
    let mut out = io::stdout().lock();
    if as_json {
        let feeds: Vec<Value> = done.steps.iter().map(described).collect();
        let all = json!({
            "new": done.new_items(), "changed": done.changed_items(), "pages": done.pages, "analysed": analysed,
            "rewritten": done.rewritten.iter().map(|id| id.0).collect::<Vec<_>>(), "pruned": done.pruned,
            "feeds": {"answered": answered, "unchanged": same, "not_due": not_due, "gone": gone, "failed": done.failed()},
            "stopped": done.is_stopped,
            "each": feeds,
        });
        serde_json::to_writer_pretty(&mut out, &all)?;
        writeln!(out)?;
        return Ok(());
    }
    let mut line = format!("{} new, {} changed", done.new_items(), done.changed_items());
    if done.pages > 0 {
        line.push_str(&format!(", {} pages kept", done.pages));
    }
    match done.rewritten.as_slice() {
        [] => {}
        all => {
            let ids: Vec<String> = all.iter().map(|id| format!("#{}", id.0)).collect();
            line.push_str(&format!(", rewritten by their publishers: {}", ids.join(" ")));
        }
    }
    if done.pruned > 0 {
        line.push_str(&format!(", {} old ones let go", done.pruned));
    }
    line.push_str(&format!("; {answered} feeds answered, {same} unchanged, {not_due} not due"));
    if gone > 0 {
        line.push_str(&format!(", {gone} gone"));
    }
    if done.failed() > 0 {
        line.push_str(&format!(", {} failed", done.failed()));
    }
    if done.is_stopped {
        line.push_str("; stopped");
    }
    writeln!(out, "{line}")?;
    Ok(())
}

fn described(step: &Step) -> Value {
    let (became, new, changed, says) = match &step.became {
        Became::Stored(stored) => ("answered", stored.new.len(), stored.changed.len(), None),
        Became::Same => ("unchanged", 0, 0, None),
        Became::Gone => ("gone", 0, 0, None),
        Became::Failed(says) => ("failed", 0, 0, Some(says)),
        Became::NotDue => ("not_due", 0, 0, None),
    };
    json!({
        "id": step.feed.id.0,
        "address": crate::io::fetch::without_password(&step.feed.address),
        "title": step.feed.title,
        "became": became, "new": new, "changed": changed, "says": says, "remarks": step.remarks,
    })
}
