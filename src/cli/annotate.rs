//! `whosaid annotate`: a note from a script, by the words that it is on.

use super::notes::{print_json, said};
use super::{arguments::Annotate, complain};
use crate::app::pens::Pen;
use crate::app::reading;
use crate::doc::{Anchor, Article, Digest, Place, describe, occurrences, plain, resolve};
use crate::export::chain;
use crate::extract::{Dictionary, analyse};
use crate::io::dirs::Dirs;
use crate::io::fetch::Limits;
use crate::io::read::Input;
use crate::io::store::Store;
use crate::notes::script::{self, Words};
use crate::notes::{Change, Edit};
use crate::text::columns::ellipsis;
use crate::text::{Span, one_line, span};
use anyhow::{Context, Result, anyhow, bail};
use std::io::{self, Read as _, Write as _};
use std::process::ExitCode;

/// The longest note that is read from standard input, in bytes.
const LONGEST: u64 = 1024 * 1024;

/// So many places are listed of a quotation that is not unique.
const MOST_PLACES: usize = 20;

/// How much of what stands around a place is shown, in bytes.
const AROUND: usize = 40;

/// Makes a note and prints its id.
pub fn run(
    asked: &Annotate,
    dirs: &Dirs,
    limits: &Limits,
    dictionary: &Dictionary,
    pens: &[Pen],
) -> Result<ExitCode> {
    let input = Input::from_word(&asked.article)?;
    let body = match asked.note.as_deref() {
        Some("-") if input == Input::Stdin => {
            bail!("the article and the note cannot both come by standard input")
        }
        Some("-") => typed()?,
        other => other.unwrap_or_default().to_owned(),
    };
    let body = crate::parse::clean::clean(&body.replace("\r\n", "\n")).text.trim_end().to_owned();
    if asked.note.is_some() && body.is_empty() {
        bail!("the note is empty; to highlight the words, leave --note out");
    }
    if let Some(wanted) = asked.pen.as_deref()
        && !pens.iter().any(|pen| pen.name == wanted)
    {
        let all: Vec<&str> = pens.iter().map(|pen| pen.name.as_str()).collect();
        bail!("--pen {wanted}: there is no such pen; there are {}", all.join(", "));
    }
    let tags: Vec<String> = asked.tag.iter().map(|tag| crate::parse::clean::line(tag)).collect();
    if tags.iter().any(String::is_empty) {
        bail!("a tag needs a word");
    }
    let loaded = super::library::loaded(&asked.article, limits)?;
    let article = &loaded.article;
    let span = place(article, asked)?;
    let analysis = analyse(article, dictionary.lexicon());
    let claim = reading::claim_over(&analysis, span).and_then(|idx| analysis.claim(idx));
    let speaker = claim.and_then(|claim| chain::speaker(article, &analysis, claim));
    let store = Store::new(dirs.clone());
    let mut kept = store.load(article);
    kept.problems.iter().for_each(|problem| complain(&problem.says));
    let now = crate::shell::now();
    let words = Words {
        anchor: &describe(article, span),
        kind: asked.kind.as_deref(),
        body: &body,
        tags: &tags,
        pen: asked.pen.as_deref(),
        speaker: speaker.as_deref(),
    };
    let id = kept.notebook.fresh_id(now.time, now.entropy);
    let note =
        script::note(&words, id, now.time).map_err(|says| anyhow!("no note made: {says}"))?;
    let change = Change {
        label: note.kind.name().to_owned(),
        at: now.time,
        edits: vec![Edit { id, before: None, after: Some(note) }],
    };
    let made = kept.history.make(change, &mut kept.notebook);
    made.map_err(|_| anyhow!("the note could not be made; this is a bug"))?;
    kept.notebook.meta = article.meta.clone();
    kept.notebook.digest = article.digest;
    if let Err(error) = store.keep_text(article, &kept.notebook) {
        // The note is what matters; it holds its own words.
        complain(&format!("the text that the note is on is not kept: {error:#}"));
    }
    let saved = store.save(&kept.notebook, &kept.history, &kept.stamp, now.time)?;
    said(&saved);
    if asked.json {
        let file = saved.path.display().to_string();
        kept.notebook.notes.retain(|made, _| *made == id);
        let json = crate::export::notes_json(&kept.notebook, &file, Some(article));
        print_json(json.first())?;
    } else {
        writeln!(io::stdout().lock(), "{id}")?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What comes by standard input.
fn typed() -> Result<String> {
    let mut bytes = Vec::new();
    let read = io::stdin().lock().take(LONGEST + 1).read_to_end(&mut bytes);
    read.context("cannot read the note from standard input")?;
    if u64::try_from(bytes.len()).is_ok_and(|len| len > LONGEST) {
        bail!("the note on standard input is longer than 1 MB");
    }
    String::from_utf8(bytes).context("the note on standard input is not UTF-8 text")
}

/// The one place that is meant.
fn place(article: &Article, asked: &Annotate) -> Result<Span> {
    let text = &article.text;
    let all = occurrences(text, &asked.quote);
    let fits = |at: &&Span| {
        let before = asked.before.as_deref().map(plain).unwrap_or_default();
        let after = asked.after.as_deref().map(plain).unwrap_or_default();
        plain(window_before(text, at.start(), 4 * before.len() + 16)).ends_with(&before)
            && plain(window_after(text, at.end(), 4 * after.len() + 16)).starts_with(&after)
    };
    let places: Vec<&Span> = all.iter().filter(fits).collect();
    let quote = ellipsis(&one_line(&asked.quote), 80);
    match places.as_slice() {
        [only] => Ok(**only),
        [] if all.is_empty() => match nearest(article, asked) {
            Some(near) => bail!(
                "the article does not say “{quote}” word for word; the nearest is “{}”",
                ellipsis(&one_line(article.slice(near)), 80)
            ),
            None => bail!("the article does not say “{quote}”"),
        },
        [] => bail!(
            "“{quote}” stands nowhere between these words; {}",
            listed(article, &all.iter().collect::<Vec<_>>())
        ),
        several => bail!(
            "“{quote}” is not unique: add words that stand before or after it with --before or \
             --after; {}",
            listed(article, several)
        ),
    }
}

fn nearest(article: &Article, asked: &Annotate) -> Option<Span> {
    let anchor = Anchor {
        digest: Digest::of(b""),
        span: Span::at(0),
        exact: asked.quote.clone(),
        before: asked.before.clone().unwrap_or_default(),
        after: asked.after.clone().unwrap_or_default(),
    };
    match resolve(&anchor, article) {
        Place::Orphan => None,
        place => place.span(),
    }
}

/// Each place with what stands around it, a line each.
fn listed(article: &Article, places: &[&Span]) -> String {
    let text = &article.text;
    let mut says = format!("it stands {} times:", places.len());
    if places.len() == 1 {
        says = "it stands once:".into();
    }
    for at in places.iter().take(MOST_PLACES) {
        let block = article.block_at(at.start()).map_or(0, |n| n + 1);
        let before = one_line(window_before(text, at.start(), AROUND));
        let after = one_line(window_after(text, at.end(), AROUND));
        let words = ellipsis(&one_line(article.slice(**at)), 60);
        says.push_str(&format!("\n  paragraph {block}: … {before} [{words}] {after} …"));
    }
    let more = places.len().saturating_sub(MOST_PLACES);
    if more > 0 {
        says.push_str(&format!("\n  and {more} more"));
    }
    says
}

fn window_before(text: &str, at: usize, bytes: usize) -> &str {
    let from = span::floor_bound(text, at.saturating_sub(bytes));
    crate::text::slice(text, Span::new(from, at))
}

fn window_after(text: &str, at: usize, bytes: usize) -> &str {
    let to = span::floor_bound(text, (at + bytes).min(text.len()));
    crate::text::slice(text, Span::new(at, to.max(at)))
}
