//! The article's citation for reference managers: CSL-JSON, RIS, BibTeX.

use super::dossier::Dossier;
use super::format::Export;
use super::names;
use crate::text::one_line;
use serde_json::{Value, json};

/// What a citation needs, as plain words.
struct Cited {
    key: String,
    title: String,
    authors: Vec<String>,
    outlet: Option<String>,
    url: Option<String>,
    /// Year, and month and day where they are known.
    published: Vec<u32>,
    accessed: Option<Vec<u32>>,
    language: Option<String>,
}

fn cited(dossier: &Dossier<'_>) -> Cited {
    let meta = &dossier.article.meta;
    Cited {
        key: names::file_stem(dossier.article),
        title: one_line(dossier.article.name()),
        authors: meta.byline.as_deref().map(super::people::authors).unwrap_or_default(),
        outlet: meta.outlet.as_deref().map(one_line),
        url: meta.url.clone(),
        published: meta.published.as_deref().map(date).unwrap_or_default(),
        accessed: meta.fetched.map(|time| date(&time.date())),
        language: meta.language.clone(),
    }
}

/// Year, month and day at the start of an ISO date; nothing of any other.
fn date(text: &str) -> Vec<u32> {
    let day: String = text.chars().take(10).collect();
    let parts: Vec<Option<u32>> = day.split('-').map(|part| part.parse().ok()).collect();
    match parts.as_slice() {
        [Some(year @ 1000..=9999), Some(month @ 1..=12), Some(day @ 1..=31)] => {
            vec![*year, *month, *day]
        }
        _ => Vec::new(),
    }
}

/// The head of CSL-JSON.
#[must_use]
pub fn csl_begin(_: &Export) -> String {
    "[\n".into()
}

/// Its end.
#[must_use]
pub fn csl_end(_: usize) -> String {
    "\n]\n".into()
}

/// CSL-JSON of an article.
#[must_use]
pub fn csl(dossier: &Dossier<'_>, _: &Export) -> Vec<String> {
    let cited = cited(dossier);
    let mut item = json!({ "id": cited.key, "type": "article-newspaper", "title": cited.title });
    if !cited.authors.is_empty() {
        let name = |name: &String| match name.rsplit_once(' ') {
            Some((given, family)) => json!({ "family": family, "given": given }),
            None => json!({ "literal": name }),
        };
        item["author"] = cited.authors.iter().map(name).collect::<Vec<Value>>().into();
    }
    if let Some(outlet) = cited.outlet {
        item["container-title"] = outlet.into();
    }
    if let Some(url) = cited.url {
        item["URL"] = url.into();
    }
    if !cited.published.is_empty() {
        item["issued"] = json!({ "date-parts": [cited.published] });
    }
    if let Some(accessed) = cited.accessed {
        item["accessed"] = json!({ "date-parts": [accessed] });
    }
    if let Some(language) = cited.language {
        item["language"] = language.into();
    }
    vec![item.to_string()]
}

/// RIS of an article.
#[must_use]
pub fn ris(dossier: &Dossier<'_>, _: &Export) -> Vec<String> {
    let cited = cited(dossier);
    let mut out = String::from("TY  - NEWS\r\n");
    let mut line = |tag: &str, value: &str| {
        if !value.is_empty() {
            out.push_str(&format!("{tag}  - {value}\r\n"));
        }
    };
    line("TI", &cited.title);
    for author in &cited.authors {
        let name = author
            .rsplit_once(' ')
            .map_or_else(|| author.clone(), |(given, family)| format!("{family}, {given}"));
        line("AU", &name);
    }
    line("T2", cited.outlet.as_deref().unwrap_or(""));
    if let [year, month, day] = cited.published.as_slice() {
        line("PY", &year.to_string());
        line("DA", &format!("{year:04}/{month:02}/{day:02}/"));
    }
    if let Some([year, month, day]) = cited.accessed.as_deref() {
        line("Y2", &format!("{year:04}/{month:02}/{day:02}/"));
    }
    line("LA", cited.language.as_deref().unwrap_or(""));
    line("UR", cited.url.as_deref().unwrap_or(""));
    out.push_str("ER  - \r\n");
    vec![out]
}

/// BibTeX of an article.
#[must_use]
pub fn bibtex(dossier: &Dossier<'_>, _: &Export) -> Vec<String> {
    let cited = cited(dossier);
    let key: String =
        cited.key.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let mut out = format!("@article{{{key},\n");
    let mut field = |name: &str, value: &str| {
        if !value.is_empty() {
            out.push_str(&format!("  {name} = {{{}}},\n", tex(value)));
        }
    };
    field("title", &format!("{{{}}}", cited.title));
    field("author", &cited.authors.join(" and "));
    field("journal", cited.outlet.as_deref().unwrap_or(""));
    if let [year, month, day] = cited.published.as_slice() {
        field("year", &year.to_string());
        field("date", &format!("{year:04}-{month:02}-{day:02}"));
    }
    if let Some([year, month, day]) = cited.accessed.as_deref() {
        field("urldate", &format!("{year:04}-{month:02}-{day:02}"));
    }
    if let Some(url) = &cited.url {
        // An address is taken as it stands; only what would end the field is written otherwise.
        out.push_str(&format!(
            "  url = {{{}}},\n",
            super::address::uri(url).replace(['{', '}'], "")
        ));
    }
    out.push_str("}\n");
    vec![out]
}

/// A text in which TeX finds nothing to do. Braces that the title itself is wrapped in stay.
fn tex(text: &str) -> String {
    let wrapped = text.starts_with('{') && text.ends_with('}') && text.len() > 1;
    let inner = if wrapped { text.get(1..text.len() - 1).unwrap_or(text) } else { text };
    let mut out = String::new();
    for c in inner.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' | '}' | '%' | '&' | '#' | '$' | '_' => out.extend(['\\', c]),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            c => out.push(c),
        }
    }
    if wrapped { format!("{{{out}}}") } else { out }
}
