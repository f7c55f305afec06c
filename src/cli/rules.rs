//! `whosaid rules` and `whosaid queries`: what the reader keeps of questions, in a file that can be edited as well.

use super::arguments::{QueriesCommand, RulesCommand};
use super::library::{now, open};
use super::search::{asked, found_line};
use super::{complain, printable};
use crate::io::db::{Library, Sort};
use crate::library::front::{Scope, Wanted};
use crate::library::query::Query;
use crate::library::rules::{Own, word};
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;

/// `whosaid rules`.
pub fn rules(what: &RulesCommand) -> Result<ExitCode> {
    match what {
        RulesCommand::List { json } => list_rules(*json),
        RulesCommand::Add { ask, deeds } => {
            let library = open()?;
            library.add_rule(&ask.join(" "), deeds)?;
            let (own, _) = library.own();
            let number = own.rules.last().map_or(0, |rule| rule.number);
            writeln!(io::stdout(), "rule {number}; whosaid rules run applies it to what is there")?;
            Ok(ExitCode::SUCCESS)
        }
        RulesCommand::Rm { number } => {
            open()?.remove_rule(*number)?;
            writeln!(io::stdout(), "rule {number} is taken away")?;
            Ok(ExitCode::SUCCESS)
        }
        RulesCommand::Try { ask, limit } => {
            let library = open()?;
            let query = meant(&library, ask)?;
            touched(&library, &query, *limit)
        }
        RulesCommand::Run => {
            let mut library = open()?;
            whole(&library)?;
            let (says, _) = library.run_rules(now())?;
            writeln!(io::stdout(), "{says}; whosaid mark --undo takes it back")?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// `whosaid queries`.
pub fn queries(what: &QueriesCommand) -> Result<ExitCode> {
    match what {
        QueriesCommand::List { json } => list_queries(*json),
        QueriesCommand::Add { name, ask } => {
            open()?.save_query(name, &ask.join(" "))?;
            writeln!(io::stdout(), "{} stands among the feeds now", printable(name))?;
            Ok(ExitCode::SUCCESS)
        }
        QueriesCommand::Rm { name } => {
            open()?.forget_query(name)?;
            writeln!(io::stdout(), "{} is taken away", printable(name))?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// What the file says; what is wrong in it is said.
fn own(library: &Library) -> (Arc<Own>, bool) {
    let (own, mistakes) = library.own();
    mistakes.iter().for_each(|says| complain(says));
    (own, mistakes.is_empty())
}

/// As [`own`], when nothing is wrong in it: half of the rules could do what the whole of them would not.
fn whole(library: &Library) -> Result<Arc<Own>> {
    match own(library) {
        (own, true) => Ok(own),
        (_, false) => bail!("nothing was changed"),
    }
}

fn list_rules(as_json: bool) -> Result<ExitCode> {
    let library = open()?;
    let (own, is_right) = own(&library);
    let mut out = io::stdout().lock();
    if as_json {
        let all: Vec<Value> = own
            .rules
            .iter()
            .map(|rule| {
                let deeds: Vec<String> = rule.marks.iter().map(word).collect();
                json!({
                    "number": rule.number, "ask": rule.ask, "do": deeds,
                    "after_analysis": rule.needs_analysis(),
                })
            })
            .collect();
        serde_json::to_writer_pretty(&mut out, &all)?;
        writeln!(out)?;
    } else {
        for rule in &own.rules {
            let deeds: Vec<String> = rule.marks.iter().map(word).collect();
            let when = if rule.needs_analysis() { "  (once analysed)" } else { "" };
            let line = format!("{}  {}  ->  {}{when}", rule.number, rule.ask, deeds.join(", "));
            writeln!(out, "{}", printable(&line))?;
        }
    }
    Ok(if is_right { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn list_queries(as_json: bool) -> Result<ExitCode> {
    let library = open()?;
    let (own, is_right) = own(&library);
    let mut out = io::stdout().lock();
    if as_json {
        let all: Vec<Value> = own
            .queries
            .iter()
            .map(|saved| json!({"name": saved.name, "ask": saved.ask, "says": saved.query.as_ref().err()}))
            .collect();
        serde_json::to_writer_pretty(&mut out, &all)?;
        writeln!(out)?;
    } else {
        for saved in &own.queries {
            let scope = Scope::Saved(saved.name.clone());
            let count = match library.list(&Wanted { scope, ..Wanted::default() }) {
                Ok(list) => {
                    let unread = list.iter().filter(|row| !row.is_read).count();
                    format!("{unread} unread of {}", list.len())
                }
                Err(_) => "cannot be asked".to_owned(),
            };
            writeln!(out, "{}", printable(&format!("{}  {}  ({count})", saved.name, saved.ask)))?;
        }
    }
    Ok(if is_right { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The question of a rule, named by its number, or a question of its own.
fn meant(library: &Library, words: &[String]) -> Result<Query> {
    let text = words.join(" ");
    if let Ok(number) = text.parse::<usize>() {
        let (own, _) = own(library);
        let rule = own.rules.iter().find(|rule| rule.number == number);
        return Ok(rule.with_context(|| format!("there is no rule {number}"))?.query.clone());
    }
    asked(&text)
}

fn touched(library: &Library, query: &Query, limit: usize) -> Result<ExitCode> {
    let (items, count) = library.find(query, Sort::Date, limit)?;
    let mut out = io::stdout().lock();
    for found in &items {
        writeln!(out, "{}", printable(&found_line(found)))?;
    }
    if query.needs_analysis() {
        let waiting = library.unanalysed()?.len();
        if waiting > 0 {
            complain(&format!("{waiting} articles are not analysed yet, and may come to these"));
        }
    }
    writeln!(out, "{count} in all")?;
    Ok(ExitCode::SUCCESS)
}
