//! What has changed since the notes were made, as lines of a screen: changed paragraphs word by word,
//! unchanged ones folded, and the notes beside where they were and where they are.

use super::key::{Code, Key};
use super::state::{Modal, State};
use super::theme::Role;
use crate::doc::diff::{Change, Diff, Fate, Row, Side};
use crate::doc::{Article, Digest, Place};
use crate::export::{mark, remark};
use crate::notes::since::{Beside, OldText, beside};
use crate::notes::{Note, NoteKind, Notebook};
use crate::parse::clean::line;
use crate::parse::paragraphs;
use crate::text::{Span, columns, slice, wrap};

/// The older texts of the article on which there are notes, and a comparison with one of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Since {
    /// The latest first.
    pub texts: Vec<OldText>,
    /// Which of them is compared with.
    pub at: usize,
    /// The comparison.
    pub diff: Diff,
}

impl Since {
    /// A comparison with the latest of some texts; `None` when there are none.
    #[must_use]
    pub fn of(texts: Vec<OldText>, article: &Article) -> Option<Self> {
        let mut since = Self { texts, at: 0, diff: Diff::default() };
        since.old()?;
        since.compare(article);
        Some(since)
    }

    /// The text that is compared with.
    #[must_use]
    pub fn old(&self) -> Option<&OldText> {
        self.texts.get(self.at)
    }

    fn compare(&mut self, article: &Article) {
        let Some(old) = self.texts.get(self.at) else { return };
        let (was, is) = (paragraphs(&old.text), paragraphs(&article.text));
        self.diff = Diff::of(
            Side { text: &old.text, paragraphs: &was },
            Side { text: &article.text, paragraphs: &is },
        );
    }

    /// The bytes of today's text at which something has changed, in order.
    #[must_use]
    pub fn places(&self) -> Vec<usize> {
        let mut places = Vec::new();
        let mut after = 0;
        for row in &self.diff.rows {
            let mut found = None;
            for piece in &row.pieces {
                match piece.fate {
                    Fate::Same => after = piece.new.end(),
                    Fate::New => found = found.or(Some(piece.new.start())),
                    // What is gone is looked for where it would go on.
                    _ => found = found.or(Some(after)),
                }
                after = after.max(piece.new.end());
            }
            places.extend(found.filter(|_| row.change != Change::MovedAway));
        }
        places.sort_unstable();
        places.dedup();
        places
    }
}

/// The comparison on the screen.
#[derive(Clone, Debug, PartialEq)]
pub struct DiffView {
    /// What stands above it.
    pub title: String,
    /// All lines.
    pub lines: Vec<DiffLine>,
    /// The lines at which a change begins.
    pub changes: Vec<usize>,
    /// The change that was gone to last.
    pub at: Option<usize>,
    /// The first line that is seen.
    pub top: usize,
    /// Whether unchanged paragraphs are shown.
    pub whole: bool,
    /// Whether there are other texts to compare with.
    pub has_others: bool,
    width: usize,
}

/// A line: words with their roles, the second laid over the first.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DiffLine {
    /// From left to right.
    pub words: Vec<(String, Role, Option<Role>)>,
    /// Where in today's text the paragraph is, if it is there.
    pub to: Option<usize>,
}

impl State {
    /// Opens the comparison with the text that notes were made on.
    ///
    /// # Errors
    /// A sentence that says why there is none.
    pub fn open_changes(&mut self) -> Result<(), String> {
        if self.since.is_none() {
            let is_older = |note: &Note| note.anchor.digest != self.article.digest;
            return Err(if self.notebook.notes.is_empty() {
                "There are no notes on this article, so nothing can have changed since".into()
            } else if self.notebook.notes.values().any(is_older) {
                "The text has changed since your notes, but what it was is not kept".into()
            } else {
                "The text is as it was when you made your notes".into()
            });
        }
        let view = self.diff_view(false);
        self.modal = view.map(Modal::Changes);
        Ok(())
    }

    /// The comparison laid out for the screen as it is.
    fn diff_view(&self, whole: bool) -> Option<DiffView> {
        let since = self.since.as_ref()?;
        let old = since.old()?;
        let width = usize::from(self.size.width).saturating_sub(6).clamp(16, 100);
        let notes = self
            .placed
            .iter()
            .filter_map(|placed| Some((self.notebook.notes.get(&placed.id)?, placed.place)));
        let notes: Vec<(&Note, Place)> = notes.collect();
        let beside = beside(&since.diff, old.digest, notes.iter().copied());
        let mut writer = Writer {
            old: &old.text,
            digest: old.digest,
            new: &self.article.text,
            notes: &notes,
            notebook: &self.notebook,
            width,
            lines: Vec::new(),
            changes: Vec::new(),
        };
        let mut folded = (0, 0);
        for (row, beside) in since.diff.rows.iter().zip(&beside) {
            if row.change == Change::Same && !whole {
                folded = (folded.0 + 1, folded.1 + beside.len());
                continue;
            }
            writer.fold(&mut folded);
            writer.row(row, beside);
        }
        writer.fold(&mut folded);
        Some(DiffView {
            title: format!(
                "Changed since your notes of {}: {}",
                old.at.date(),
                since.diff.summary()
            ),
            lines: writer.lines,
            changes: writer.changes,
            at: None,
            top: 0,
            whole,
            has_others: since.texts.len() > 1,
            width,
        })
    }

    /// Lays the comparison out anew when the screen has another size.
    pub fn resize_changes(&mut self) {
        let Some(Modal::Changes(view)) = &self.modal else { return };
        let (whole, at) = (view.whole, view.at);
        if let Some(mut view) = self.diff_view(whole) {
            if let Some(line) = at.and_then(|at| view.changes.get(at)) {
                view.top = *line;
            }
            view.at = at;
            self.modal = Some(Modal::Changes(view));
        }
    }

    /// A key while the comparison is on the screen.
    pub fn press_in_changes(&mut self, mut view: DiffView, key: Key) {
        let page = usize::from(self.size.height).saturating_sub(6).max(1);
        let last = view.lines.len().saturating_sub(page);
        match (key.code, key.ctrl) {
            (Code::Esc | Code::Char('q'), false) | (Code::Char('c'), true) => return,
            (Code::Enter, _) => {
                let line = view.at.and_then(|at| view.changes.get(at)).filter(|n| **n >= view.top);
                let from = line.copied().unwrap_or(view.top);
                let to = view.lines.iter().skip(from).find_map(|line| line.to);
                if let Some(to) = to {
                    self.focus = super::state::Focus::Article;
                    self.jump_to(to);
                }
                return;
            }
            (Code::Char('j') | Code::Down, false) => view.top = (view.top + 1).min(last),
            (Code::Char('k') | Code::Up, false) => view.top = view.top.saturating_sub(1),
            (Code::Char(' ') | Code::PageDown, false) | (Code::Char('d' | 'f'), true) => {
                view.top = (view.top + page).min(last);
            }
            (Code::Char('b') | Code::PageUp, false) | (Code::Char('u' | 'b'), true) => {
                view.top = view.top.saturating_sub(page);
            }
            (Code::Char('g') | Code::Home, false) => view.top = 0,
            (Code::Char('G') | Code::End, false) => view.top = last,
            // As in the article, `] x` too: the second key says again what the first has done.
            (Code::Char('x'), false) => {
                if let Some(at) = view.at {
                    self.show_change(&mut view, at);
                }
            }
            (Code::Char('n' | ']'), false) => {
                let next = view.at.map_or(0, |at| at + 1);
                self.show_change(&mut view, next);
            }
            (Code::Char('N' | '['), false) => match view.at.and_then(|at| at.checked_sub(1)) {
                Some(before) => self.show_change(&mut view, before),
                None => self.say("There is no change before this"),
            },
            (Code::Char('o'), false) => {
                let (whole, at) = (!view.whole, view.at);
                if let Some(other) = self.diff_view(whole) {
                    view = other;
                    if let Some(at) = at {
                        self.show_change(&mut view, at);
                    }
                }
            }
            (Code::Char('t'), false) => {
                if let Some(since) = self.since.as_mut().filter(|since| since.texts.len() > 1) {
                    since.at = (since.at + 1) % since.texts.len();
                    since.compare(&self.article);
                }
                if let Some(other) = self.diff_view(view.whole) {
                    view = other;
                }
            }
            _ => {}
        }
        self.modal = Some(Modal::Changes(view));
    }

    fn show_change(&mut self, view: &mut DiffView, n: usize) {
        let Some(line) = view.changes.get(n) else {
            return self.say("There is no change after this");
        };
        view.at = Some(n);
        let page = usize::from(self.size.height).saturating_sub(6).max(1);
        // A line of what is around it stays above.
        view.top = line.saturating_sub(1).min(view.lines.len().saturating_sub(page));
        self.say(format!("Change {} of {}", n + 1, view.changes.len()));
    }
}

/// Writes rows into lines.
struct Writer<'a> {
    old: &'a str,
    digest: Digest,
    new: &'a str,
    notes: &'a [(&'a Note, Place)],
    notebook: &'a Notebook,
    width: usize,
    lines: Vec<DiffLine>,
    changes: Vec<usize>,
}

impl Writer<'_> {
    /// A line in place of paragraphs that are the same.
    fn fold(&mut self, folded: &mut (usize, usize)) {
        let (rows, notes) = std::mem::take(folded);
        if rows == 0 {
            return;
        }
        let count = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
        let mut says = format!("… {} unchanged", count(rows, "paragraph"));
        if notes > 0 {
            let them = if rows == 1 { "it" } else { "them" };
            says += &format!(", {} on {them}", count(notes, "note"));
        }
        self.say("  ", &says, Role::PanelDim, None);
        self.lines.push(DiffLine::default());
    }

    fn row(&mut self, row: &Row, beside: &[Beside]) {
        if row.change != Change::Same {
            self.changes.push(self.lines.len());
        }
        let to = row.new_span().map(Span::start);
        let sign = format!("{} ", mark(row.change));
        match row.change {
            Change::MovedAway | Change::MovedHere => {
                let (says, text) = match row.change {
                    Change::MovedAway => {
                        ("was here, is now elsewhere: ", row.old_span().map(|s| slice(self.old, s)))
                    }
                    _ => {
                        ("was elsewhere, is now here: ", row.new_span().map(|s| slice(self.new, s)))
                    }
                };
                let room = self.width.saturating_sub(columns::width(says) + 2);
                let says = format!("{says}{}", columns::ellipsis(&line(text.unwrap_or("")), room));
                self.say(&sign, &says, Role::PanelDim, to);
            }
            _ => self.words(row, &sign, to),
        }
        let mut told: Vec<&Beside> = beside.iter().collect();
        told.sort_by_key(|beside| (beside.stand, beside.id));
        for beside in told {
            if let Some(note) = self.notebook.notes.get(&beside.id) {
                let says = columns::ellipsis(&remark(beside, note), self.width.saturating_sub(4));
                let role = if beside.place.span().is_none() { Role::Error } else { Role::PanelDim };
                self.say("    ", &says, role, to);
            }
        }
        self.lines.push(DiffLine::default());
    }

    /// The words of a paragraph, wrapped, each in the looks of what became of it.
    fn words(&mut self, row: &Row, sign: &str, to: Option<usize>) {
        let mut text = String::new();
        let mut runs: Vec<(Span, Role)> = Vec::new();
        let mut over: Vec<(Span, Role)> = Vec::new();
        let (was, is) = (row.old_span().unwrap_or_default(), row.new_span().unwrap_or_default());
        let touches = |(note, place): &&(&Note, Place)| {
            note.anchor.span.overlaps(was) || place.span().is_some_and(|span| span.overlaps(is))
        };
        let here: Vec<&(&Note, Place)> = self.notes.iter().filter(touches).collect();
        for piece in &row.pieces {
            let role = match piece.fate {
                Fate::Same => Role::Popup,
                Fate::Gone | Fate::BreakGone => Role::ChangeGone,
                Fate::New | Fate::BreakNew => Role::ChangeNew,
            };
            let said = piece.text(self.old, self.new);
            let start = text.len();
            // A space takes as many bytes as what it stands for, so that spans stay right.
            text.extend(
                said.chars().map(|c| if matches!(c, '\n' | '\t' | '\r') { ' ' } else { c }),
            );
            runs.push((Span::new(start, text.len()), role));
            let from = if piece.fate == Fate::Gone { piece.old } else { piece.new };
            if matches!(piece.fate, Fate::BreakGone | Fate::BreakNew) {
                continue;
            }
            for (note, place) in &here {
                let on = match piece.fate {
                    Fate::Gone => {
                        Some(note.anchor.span).filter(|_| note.anchor.digest == self.digest)
                    }
                    _ => place.span(),
                };
                if let Some(on) = on.and_then(|on| on.intersection(from)) {
                    let look =
                        if note.kind == NoteKind::Highlight { Role::Highlight } else { Role::Note };
                    let at = start + on.start() - from.start();
                    over.push((Span::new(at, at + on.len()), look));
                }
            }
        }
        let room = self.width.saturating_sub(columns::width(sign));
        for (n, span) in wrap::wrap(&text, Span::new(0, text.len()), room).into_iter().enumerate() {
            let lead = if n == 0 { sign.to_owned() } else { " ".repeat(columns::width(sign)) };
            let mut words = vec![(lead, Role::PopupKey, None)];
            words.extend(cut(&text, span, &runs, &over));
            self.lines.push(DiffLine { words, to });
        }
    }

    fn say(&mut self, sign: &str, says: &str, role: Role, to: Option<usize>) {
        let words = vec![(sign.to_owned(), Role::PopupKey, None), (says.to_owned(), role, None)];
        self.lines.push(DiffLine { words, to });
    }
}

/// A line cut where a look begins or ends.
fn cut(
    text: &str,
    line: Span,
    runs: &[(Span, Role)],
    over: &[(Span, Role)],
) -> Vec<(String, Role, Option<Role>)> {
    // Runs stand in order; only those that touch the line are looked at.
    let first = runs.partition_point(|(span, _)| span.end() <= line.start());
    let here = runs.iter().skip(first).take_while(|(span, _)| span.start() < line.end());
    let laid: Vec<&(Span, Role)> = over.iter().filter(|(span, _)| span.overlaps(line)).collect();
    let mut words = Vec::new();
    for (span, role) in here {
        let Some(run) = span.intersection(line) else { continue };
        let mut cuts = vec![run.start(), run.end()];
        for (span, _) in &laid {
            cuts.extend([span.start(), span.end()].into_iter().filter(|at| run.contains(*at)));
        }
        cuts.sort_unstable();
        cuts.dedup();
        for (from, to) in cuts.iter().zip(cuts.iter().skip(1)) {
            let part = Span::new(*from, *to);
            let look = laid.iter().rev().find(|(span, _)| span.covers(part));
            words.push((slice(text, part).to_owned(), *role, look.map(|(_, role)| *role)));
        }
    }
    words
}
