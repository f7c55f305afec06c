//! The formats: one table of what each is called, how it is written, and whether it comes back.
//!
//! A format is either one stream of records for any number of articles, written piece by
//! piece so that thousands take no memory, or files for each article.

use super::dossier::{Dossier, Selection};
use super::{brat, cite, claimreview, flavours, html, hypothesis, markdown, readwise, tables, w3c};
use crate::doc::Time;

/// What is asked of an export.
#[derive(Clone, Debug, Default)]
pub struct Export {
    /// Which marks.
    pub select: Selection,
    /// When it is made.
    pub now: Time,
    /// The pens that there are: their names, and their colours as `#rrggbb`.
    pub pens: Vec<(String, String)>,
}

/// One format.
#[derive(Clone, Copy)]
pub struct Format {
    /// What it is called on the command line.
    pub name: &'static str,
    /// The ending of its files, without the dot.
    pub extension: &'static str,
    /// What it is for, in one line.
    pub doc: &'static str,
    /// How it is written.
    pub out: Out,
    /// What it is made from.
    pub reads: Reads,
    /// Whether its files come back in.
    pub comes_back: bool,
}

/// What a format is made from. Finding who said what is most of the work of an export, and an export
/// of notes alone is done without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// Who said what in the article, whatever is chosen.
    All,
    /// The chosen marks, which may be notes only.
    Marks,
    /// Nothing that was found in the article.
    Notes,
}

impl Format {
    /// Whether it is the same for what is chosen, whoever said what in the article.
    #[must_use]
    pub fn needs_no_analysis(&self, select: &Selection) -> bool {
        match self.reads {
            Reads::All => false,
            Reads::Marks => select.is_of_notes(),
            Reads::Notes => true,
        }
    }
}

/// How a format is written.
#[derive(Clone, Copy)]
pub enum Out {
    /// As one stream for all articles.
    Stream(Stream),
    /// As files for each article: their names, without a folder, and what is in them.
    Files(fn(&Dossier<'_>, &Export) -> Vec<(String, String)>),
}

/// A stream of records.
#[derive(Clone, Copy)]
pub struct Stream {
    /// What stands before the first record.
    pub begin: fn(&Export) -> String,
    /// The records of an article.
    pub article: fn(&Dossier<'_>, &Export) -> Vec<String>,
    /// What stands between two records.
    pub between: &'static str,
    /// What stands after the last of so many.
    pub end: fn(usize) -> String,
}

const fn nothing(_: &Export) -> String {
    String::new()
}

const fn no_end(_: usize) -> String {
    String::new()
}

/// Every format.
pub const FORMATS: &[Format] = &[
    Format {
        name: "markdown",
        extension: "md",
        doc: "Markdown with front matter, as Obsidian reads it: claims by source, notes",
        out: Out::Files(markdown::files),
        reads: Reads::Marks,
        comes_back: false,
    },
    Format {
        name: "obsidian-notes",
        extension: "md",
        doc: "Obsidian, a file for each note",
        out: Out::Files(flavours::obsidian_notes),
        reads: Reads::Marks,
        comes_back: false,
    },
    Format {
        name: "logseq",
        extension: "md",
        doc: "a page for Logseq",
        out: Out::Files(flavours::logseq),
        reads: Reads::Marks,
        comes_back: false,
    },
    Format {
        name: "org",
        extension: "org",
        doc: "an outline for Org",
        out: Out::Files(flavours::org),
        reads: Reads::Marks,
        comes_back: false,
    },
    Format {
        name: "w3c",
        extension: "jsonld",
        doc: "W3C Web Annotation, JSON-LD: a collection with everything",
        out: Out::Stream(Stream {
            begin: w3c::begin,
            article: w3c::article,
            between: ",\n",
            end: w3c::end,
        }),
        reads: Reads::Marks,
        comes_back: true,
    },
    Format {
        name: "hypothesis",
        extension: "json",
        doc: "Hypothesis JSON, as its client imports it",
        out: Out::Stream(Stream {
            begin: hypothesis::begin,
            article: hypothesis::article,
            between: ",\n",
            end: hypothesis::end,
        }),
        reads: Reads::Marks,
        comes_back: true,
    },
    Format {
        name: "hypothesis-csv",
        extension: "csv",
        doc: "the columns of Hypothesis's CSV",
        out: Out::Stream(Stream {
            begin: hypothesis::csv_begin,
            article: hypothesis::csv_article,
            between: "",
            end: no_end,
        }),
        reads: Reads::Marks,
        comes_back: false,
    },
    Format {
        name: "readwise",
        extension: "csv",
        doc: "Readwise CSV: highlights with notes",
        out: Out::Stream(Stream {
            begin: readwise::begin,
            article: readwise::article,
            between: "",
            end: no_end,
        }),
        reads: Reads::Notes,
        comes_back: true,
    },
    Format {
        name: "claims-csv",
        extension: "csv",
        doc: "a row for each claim, for a spreadsheet",
        out: Out::Stream(Stream {
            begin: tables::claims_head,
            article: tables::claims_csv,
            between: "",
            end: no_end,
        }),
        reads: Reads::Marks,
        comes_back: false,
    },
    Format {
        name: "sources-csv",
        extension: "csv",
        doc: "a row for each source",
        out: Out::Stream(Stream {
            begin: tables::sources_head,
            article: tables::sources_csv,
            between: "",
            end: no_end,
        }),
        reads: Reads::Marks,
        comes_back: false,
    },
    Format {
        name: "actors-csv",
        extension: "csv",
        doc: "a row for each actor",
        out: Out::Stream(Stream {
            begin: tables::actors_head,
            article: tables::actors_csv,
            between: "",
            end: no_end,
        }),
        reads: Reads::Marks,
        comes_back: false,
    },
    Format {
        name: "notes-csv",
        extension: "csv",
        doc: "a row for each note of yours",
        out: Out::Stream(Stream {
            begin: tables::notes_head,
            article: tables::notes_csv,
            between: "",
            end: no_end,
        }),
        reads: Reads::Notes,
        comes_back: false,
    },
    Format {
        name: "jsonl",
        extension: "jsonl",
        doc: "a line of JSON for each note, claim, source and actor",
        out: Out::Stream(Stream {
            begin: nothing,
            article: tables::jsonl,
            between: "",
            end: no_end,
        }),
        reads: Reads::Marks,
        comes_back: false,
    },
    Format {
        name: "claimreview",
        extension: "jsonld",
        doc: "drafts of schema.org ClaimReview for the claims that you checked",
        out: Out::Stream(Stream {
            begin: claimreview::begin,
            article: claimreview::article,
            between: ",\n",
            end: claimreview::end,
        }),
        reads: Reads::All,
        comes_back: false,
    },
    Format {
        name: "csl",
        extension: "json",
        doc: "the article's citation as CSL-JSON",
        out: Out::Stream(Stream {
            begin: cite::csl_begin,
            article: cite::csl,
            between: ",\n",
            end: cite::csl_end,
        }),
        reads: Reads::Notes,
        comes_back: false,
    },
    Format {
        name: "ris",
        extension: "ris",
        doc: "the article's citation as RIS",
        out: Out::Stream(Stream { begin: nothing, article: cite::ris, between: "\n", end: no_end }),
        reads: Reads::Notes,
        comes_back: false,
    },
    Format {
        name: "bibtex",
        extension: "bib",
        doc: "the article's citation as BibTeX",
        out: Out::Stream(Stream {
            begin: nothing,
            article: cite::bibtex,
            between: "\n",
            end: no_end,
        }),
        reads: Reads::Notes,
        comes_back: false,
    },
    Format {
        name: "html",
        extension: "html",
        doc: "a report to read, print and pass on: one file, light and dark",
        out: Out::Files(html::files),
        reads: Reads::Marks,
        comes_back: false,
    },
    Format {
        name: "brat",
        extension: "ann",
        doc: "brat standoff: a text and its annotations, for making corpora",
        out: Out::Files(brat::files),
        reads: Reads::Marks,
        comes_back: false,
    },
];

/// The format of a name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::dossier::Only;
    use crate::export::sample;
    use crate::extract::Analysis;
    use crate::notes::review::Rulings;

    fn written(format: &Format, analysis: &Analysis, export: &Export) -> Vec<String> {
        let article = sample::article();
        let notebook = sample::notebook(&article);
        let rulings = Rulings::default();
        let dossier =
            Dossier { article: &article, analysis, rulings: &rulings, notebook: &notebook };
        match format.out {
            Out::Stream(stream) => (stream.article)(&dossier, export),
            Out::Files(files) => {
                files(&dossier, export).into_iter().map(|(name, text)| name + &text).collect()
            }
        }
    }

    #[test]
    fn what_needs_no_analysis_is_the_same_without_one() {
        let (article, found) = sample::analysed();
        let none = Analysis::empty(article.digest);
        let selections = [
            Selection::default(),
            Selection { only: Only::Mine, ..Selection::default() },
            Selection { only: Only::Machine, ..Selection::default() },
            Selection { tags: vec!["bridge".into()], ..Selection::default() },
            Selection { since: Some(Time(0)), ..Selection::default() },
            Selection { only: Only::Machine, until: Some(Time(9)), ..Selection::default() },
        ];
        let mut differ = 0;
        for format in FORMATS {
            for select in &selections {
                let export = Export { select: select.clone(), ..Export::default() };
                let same = written(format, &found, &export) == written(format, &none, &export);
                let name = format.name;
                assert!(same || !format.needs_no_analysis(select), "{name} {select:?}");
                differ += usize::from(!same);
            }
        }
        let of_notes = Selection { only: Only::Mine, ..Selection::default() };
        let needy = FORMATS.iter().filter(|format| !format.needs_no_analysis(&of_notes));
        assert_eq!(needy.map(|format| format.name).collect::<Vec<_>>(), ["claimreview"]);
        assert!(differ > 10, "the sample must tell the two apart: {differ}");
    }
}
