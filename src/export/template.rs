//! Templates of the reader's own, in the language of Jinja.
//!
//! A template sees one article at a time:
//!
//! | name | what it is |
//! |---|---|
//! | `article` | `title`, `url`, `outlet`, `byline`, `published`, `language`, `text` |
//! | `claims` | of each: `content`, `said_by`, `source_kind`, `relays`, `cue`, `stance`, `negation`, `modality`, `mode`, `made_by`, `verdict`, `ruling` |
//! | `sources` | of each: `name`, `kind`, `claims`, `passed_on`, `why_not_named` |
//! | `actors` | of each: `name`, `kind`, `role`, `mentions` |
//! | `notes` | of each: `id`, `kind`, `quote`, `body`, `tags`, `speaker`, `pen`, `verdict`, `link`, `made`, `edited`, `is_in_text` |
//! | `today` | the day of the export |
//!
//! Nothing is escaped: what the template makes is known only to whoever wrote it.

use super::chain;
use super::dossier::{Dossier, Mark};
use super::format::Export;
use minijinja::{Environment, UndefinedBehavior};
use serde_json::{Value, json};

/// So many steps a template may take on one article: a loop without end ends there.
const MOST_STEPS: u64 = 20_000_000;

/// A template that has been read.
pub struct Template {
    environment: Environment<'static>,
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// A sentence with the line of what is wrong.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
        environment.set_trim_blocks(true);
        environment.set_lstrip_blocks(true);
        environment.set_keep_trailing_newline(true);
        environment.set_fuel(Some(MOST_STEPS));
        let own = text.to_owned();
        environment.add_template_owned("template", own).map_err(|error| says(&error))?;
        Ok(Self { environment })
    }

    /// Writes an article with it.
    ///
    /// # Errors
    /// A sentence with the line of what could not be done.
    pub fn write(&self, dossier: &Dossier<'_>, export: &Export) -> Result<String, String> {
        let template = self.environment.get_template("template").map_err(|error| says(&error))?;
        template.render(context(dossier, export)).map_err(|error| says(&error))
    }
}

fn says(error: &minijinja::Error) -> String {
    let place = error.line().map_or(String::new(), |line| format!("line {line}: "));
    let what = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
    format!("{place}{what}")
}

fn context(dossier: &Dossier<'_>, export: &Export) -> Value {
    let article = dossier.article;
    let meta = &article.meta;
    let (mut notes, mut claims, mut sources, mut actors) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for mark in dossier.marks(&export.select) {
        match mark {
            Mark::Note(note, place) => notes.push(json!({
                "id": note.id.to_string(),
                "kind": note.kind.name(),
                "quote": note.anchor.exact,
                "body": note.body,
                "tags": note.tags,
                "speaker": note.speaker,
                "pen": note.pen,
                "verdict": note.check.as_ref().map(|check| check.verdict.name()),
                "link": note.check.as_ref().and_then(|check| check.link.as_deref()),
                "made": note.made.to_string(),
                "edited": note.edited.to_string(),
                "is_in_text": place.span().is_some(),
            })),
            Mark::Claim(_, claim, ruled) => {
                let source = claim.said_by.and_then(|idx| dossier.analysis.source(idx));
                let relays =
                    claim.relay.iter().filter_map(|hop| dossier.analysis.source(hop.source));
                claims.push(json!({
                    "content": chain::content(article, claim),
                    "said_by": source.map(|source| &source.name),
                    "source_kind": source.map_or("nobody", |source| source.kind.name()),
                    "relays": relays.map(|source| &source.name).collect::<Vec<_>>(),
                    "cue": chain::words(article, &claim.cue),
                    "stance": claim.stance.name(),
                    "negation": claim.negation.name(),
                    "modality": claim.modality.name(),
                    "mode": claim.mode.name(),
                    "made_by": if ruled.is_some_and(|ruled| ruled.is_own) { "reader" } else { "program" },
                    "verdict": ruled.and_then(|r| r.check.as_ref()).map(|check| check.verdict.name()),
                    "ruling": ruled.map(|ruled| ruled.says.join(" ")),
                }));
            }
            Mark::Source(_, source, _) => sources.push(json!({
                "name": source.name,
                "kind": source.kind.name(),
                "claims": source.claims.len(),
                "passed_on": source.relays.len(),
                "why_not_named": source.anonymity.map(|span| article.slice(span)),
            })),
            Mark::Actor(_, actor, _) => actors.push(json!({
                "name": actor.name,
                "kind": actor.kind.name(),
                "role": actor.role.map(|span| article.slice(span)),
                "mentions": actor.mentions.len(),
            })),
        }
    }
    json!({
        "article": {
            "title": article.name(),
            "url": meta.url,
            "outlet": meta.outlet,
            "byline": meta.byline,
            "published": meta.published,
            "language": meta.language,
            "text": &*article.text,
        },
        "claims": claims,
        "sources": sources,
        "actors": actors,
        "notes": notes,
        "today": export.now.date(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;
    use crate::notes::review::Rulings;

    fn write(template: &str) -> Result<String, String> {
        let (article, analysis) = sample::analysed();
        let notebook = sample::notebook(&article);
        let rulings = Rulings::default();
        let dossier = Dossier {
            article: &article,
            analysis: &analysis,
            rulings: &rulings,
            notebook: &notebook,
        };
        Template::read(template)?.write(&dossier, &Export::default())
    }

    #[test]
    fn the_examples_work() {
        insta::assert_snapshot!(
            write(include_str!("../../assets/templates/quotes.md.jinja")).unwrap()
        );
        insta::assert_snapshot!(
            write(include_str!("../../assets/templates/sources.txt.jinja")).unwrap()
        );
    }

    #[test]
    fn mistakes_name_their_line() {
        assert!(write("a\n{% for %}").unwrap_err().starts_with("line 2: "));
        assert!(write("a\nb\n{{ titel }}").unwrap_err().starts_with("line 3: "));
    }

    #[test]
    fn a_loop_without_end_ends() {
        let says = write(
            "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}",
        );
        assert!(says.is_err());
    }
}
