//! What the publisher changed between the texts of an item that are kept: `whosaid changes '#17'`.

use super::library::open;
use crate::doc::diff::{Diff, Side};
use crate::doc::{ArticleId, Time};
use crate::export::changes_json;
use crate::io::db::Kept;
use crate::notes::Notebook;
use crate::notes::since::OldText;
use crate::parse::{Origin, paragraphs, parse};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::ffi::OsStr;
use std::io::{self, Write};
use std::process::ExitCode;

/// Compares each text that is kept of an item with the next. Nothing where the word names no item, or only one text
/// of it is kept: then what counts is what the notes were made on.
pub fn run(word: &OsStr, as_json: bool) -> Result<Option<ExitCode>> {
    let Some(word) = word.to_str().filter(|word| word.starts_with('#')) else { return Ok(None) };
    let library = open()?;
    let item = library.item_named(word)?;
    let item = item.with_context(|| format!("{word}: the library has no such item"))?;
    let texts: Vec<OldText> = library.versions(item)?.iter().map(text).collect();
    if texts.len() < 2 {
        return Ok(None);
    }
    let mut out = io::stdout().lock();
    let mut all: Vec<Value> = Vec::new();
    for (old, new) in texts.iter().zip(texts.iter().skip(1)) {
        let (was, is) = (paragraphs(&old.text), paragraphs(&new.text));
        let diff = Diff::of(
            Side { text: &old.text, paragraphs: &was },
            Side { text: &new.text, paragraphs: &is },
        );
        let beside = vec![Vec::new(); diff.rows.len()];
        let id = ArticleId(word.to_owned());
        let none = Notebook::new(id, crate::doc::Meta::default(), new.digest);
        if as_json {
            let changed = changes_json(Some((&diff, old)), &new.text, &beside, &none);
            all.push(
                json!({"from": old.at.to_string(), "to": new.at.to_string(), "changes": changed}),
            );
            continue;
        }
        writeln!(out, "From {} to {}: {} changed.\n", old.at, new.at, diff.summary())?;
        let text = crate::export::changes(&diff, &old.text, &new.text, &beside, &none);
        out.write_all(text.as_bytes())?;
        writeln!(out)?;
    }
    drop(out);
    if as_json {
        super::notes::print_json(all)?;
    }
    Ok(Some(ExitCode::SUCCESS))
}

fn text(page: &Kept) -> OldText {
    let origin = Origin {
        path: None,
        url: Some(page.address.clone()),
        content_type: page.content_type.clone(),
    };
    let (article, _) = parse(&page.bytes, &origin);
    let at: Time = page.fetched;
    OldText { digest: article.digest, text: article.text.clone(), at }
}
